//! Tables of webhooks, pushes, error types, and of the facts that people look up: plans, properties, system messages, tools.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::methods::method_index;
use super::{camel, constant, doc, json_value, option, ranged, set, slice, text, texts};
use crate::fields::{Object, Ty};
use crate::model::Scalar;
use crate::resolve::{Kind, Spec};

/// A handle with a constant for each name.
fn handles<'a>(name: &str, about: &str, entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let entries: Vec<_> = entries.collect();
    let mut out = format!(
        "/// {about}\n#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct {name}(u16);\n\nimpl {name} {{\n"
    );
    for (i, (entry, about)) in entries.iter().enumerate() {
        let _ = writeln!(
            out,
            "{}    pub const {}: Self = Self({i});",
            doc(&format!("`{entry}`: {about}"), "    "),
            constant(entry)
        );
    }
    let _ = write!(
        out,
        "\n    /// All of them.\n    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {{\n        (0..{}).map(Self)\n    }}\n\n    \
         /// Its place in [`{name}::all`].\n    pub const fn index(self) -> usize {{\n        self.0 as usize\n    }}\n}}\n\n",
        entries.len()
    );
    out
}

pub(super) fn disconnects(spec: &Spec) -> String {
    let mut out = String::from(
        "use crate::catalogue::{DisconnectFacts, ReconnectAdvice};\nuse crate::version::VersionSet as V;\n\n",
    );
    let reasons: Vec<_> =
        spec.files.disconnects.iter().filter_map(|(name, d)| Some((name, d, spec.disconnect_reason(name)?))).collect();
    let entries = reasons.iter().map(|(name, _, reason)| (name.as_str(), reason.about.as_str()));
    out.push_str(&handles(
        "DisconnectReason",
        "Why the server has closed an RTM connection, as a small copyable handle.",
        entries,
    ));
    let _ = writeln!(out, "pub(crate) static FACTS: [DisconnectFacts; {}] = [", reasons.len());
    for (name, placed, reason) in &reasons {
        let _ = writeln!(
            out,
            "    DisconnectFacts {{ name: {}, about: {}, versions: {}, advice: ReconnectAdvice::{} }},",
            text(name),
            text(&reason.about),
            set(reason.versions),
            camel(&placed.spec.advice)
        );
    }
    out.push_str("];\n");
    out
}

pub(super) fn errors(spec: &Spec) -> String {
    let mut out = String::from("use crate::catalogue::{Blame, ErrorFacts, Retry};\n\n");
    let entries = spec.files.errors.iter().map(|(k, v)| (k.as_str(), v.spec.meaning.as_str()));
    out.push_str(&handles("ErrorType", "An error type of the API, as a small copyable handle.", entries));
    let _ = writeln!(out, "pub(crate) static FACTS: [ErrorFacts; {}] = [", spec.files.errors.len());
    for (name, placed) in &spec.files.errors {
        let e = &placed.spec;
        let on = |t: &str| e.transports.as_ref().is_none_or(|l| l.iter().any(|x| x == t));
        let _ = writeln!(
            out,
            "    ErrorFacts {{ name: {}, retry: Retry::{}, turned_away: {}, blame: Blame::{}, advice: {}, in_guide: {}, web: {}, rtm: {} }},",
            text(name),
            camel(&e.retry),
            e.turned_away,
            camel(&e.blame),
            text(&e.advice),
            e.in_guide,
            on("web"),
            on("rtm")
        );
    }
    out.push_str("];\n\n");
    out.push_str(&abouts("MEANINGS", spec.files.errors.values().map(|placed| placed.spec.meaning.as_str())));
    out
}

/// A table of texts apart from the facts beside them, so that a small build can leave it out.
pub(super) fn abouts<'a>(name: &str, texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    let mut out = format!("pub(crate) static {name}: [&str; {}] = [\n", texts.len());
    for about in texts {
        let _ = writeln!(out, "    {},", text(about));
    }
    out.push_str("];\n");
    out
}

pub(super) fn events(spec: &Spec) -> String {
    let mut out = String::from(
        "use crate::catalogue::{EventDocs as D, PushFacts, WebhookFacts};\nuse crate::version::VersionSet as V;\n\n",
    );
    let webhooks = spec.files.webhooks.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str()));
    out.push_str(&handles("Webhook", "A webhook, as a small copyable handle.", webhooks));
    let pushes = spec.files.pushes.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str()));
    out.push_str(&handles("Push", "A push, as a small copyable handle.", pushes));
    let _ = writeln!(out, "pub(crate) static WEBHOOKS: [WebhookFacts; {}] = [", spec.webhooks.len());
    for (name, webhook) in &spec.webhooks {
        let facts = &spec.files.webhooks[name].spec;
        let _ = writeln!(
            out,
            "    WebhookFacts {{ name: {}, versions: {}, in_guide: {}, filters: {}, additional_data: {} }},",
            text(name),
            set(webhook.versions),
            facts.in_guide,
            ranged(&webhook.filters),
            ranged(&webhook.additional_data)
        );
    }
    let _ = writeln!(out, "];\n\npub(crate) static PUSHES: [PushFacts; {}] = [", spec.pushes.len());
    for (name, push) in &spec.pushes {
        let _ = writeln!(out, "    PushFacts {{ name: {}, versions: {} }},", text(name), set(push.versions));
    }
    out.push_str("];\n\n");
    let doc = |(about, notes): (&String, &Vec<String>)| {
        format!("    D {{ about: {}, notes: {} }},\n", text(about), texts(notes))
    };
    let _ = writeln!(out, "pub(crate) static WEBHOOK_DOCS: [D; {}] = [", spec.webhooks.len());
    out.extend(spec.webhooks.keys().map(|n| &spec.files.webhooks[n].spec).map(|w| doc((&w.about, &w.notes))));
    let _ = writeln!(out, "];\n\npub(crate) static PUSH_DOCS: [D; {}] = [", spec.pushes.len());
    out.extend(spec.pushes.keys().map(|n| &spec.files.pushes[n].spec).map(|p| doc((&p.about, &p.notes))));
    out.push_str("];\n");
    out
}

pub(super) fn reference(spec: &Spec) -> String {
    let mut out = String::from(
        "#![allow(unused_imports)] // no default property has a default value so far\n\nuse super::methods::Method;\nuse super::scopes::Scope;\n\
         use crate::catalogue::{Access, DefaultProperty, McpTool, PlanLimit, PlanValue as P, PropertyPlace, SystemMessage, SystemMessageKind, ValueKind as J};\n\
         use crate::version::VersionSet as V;\n\n",
    );
    let figure = |s: &Scalar| match s {
        Scalar::Int(i) => format!("P::Limit({i})"),
        _ => "P::Unlimited".to_owned(),
    };
    let _ = writeln!(out, "pub(crate) static PLAN_LIMITS: [PlanLimit; {}] = [", spec.files.plans.len());
    for (name, placed) in &spec.files.plans {
        let p = &placed.spec;
        let values: Vec<String> = [&p.starter, &p.team, &p.business, &p.enterprise].into_iter().map(figure).collect();
        let _ = writeln!(
            out,
            "    PlanLimit {{ name: {}, about: {}, unit: {}, values: [{}], methods: {} }},",
            text(name),
            text(&p.about),
            text(&p.unit),
            values.join(", "),
            slice(p.methods.iter().map(|m| format!("Method({})", method_index(spec, m))))
        );
    }
    let _ = writeln!(out, "];\n\npub(crate) static PROPERTIES: [DefaultProperty; {}] = [", spec.files.properties.len());
    for (name, placed) in &spec.files.properties {
        let p = &placed.spec;
        let places = slice(p.on.iter().map(|(on, rights)| {
            let rights = slice(rights.iter().map(|(api, right)| format!("({}, {})", text(api), text(right))));
            format!("PropertyPlace {{ on: {}, rights: {rights} }}", text(on))
        }));
        let versions = spec.line.range(p.since.as_deref(), p.until.as_deref()).unwrap_or_default();
        let _ = writeln!(
            out,
            "    DefaultProperty {{ name: {}, about: {}, value_type: {}, places: {places}, default: {}, versions: {}, notes: {} }},",
            text(name),
            text(&p.about),
            text(&p.ty),
            option(p.default.as_ref().map(|d| json_value(&crate::fields::json(d)))),
            set(versions),
            texts(&p.notes)
        );
    }
    let _ = writeln!(
        out,
        "];\n\npub(crate) static SYSTEM_MESSAGES: [SystemMessage; {}] = [",
        spec.files.system_messages.len()
    );
    for (name, placed) in &spec.files.system_messages {
        let m = &placed.spec;
        let versions = spec.line.range(m.since.as_deref(), m.until.as_deref()).unwrap_or_default();
        let kind = if m.kind == "system_event" { "Event" } else { "Message" };
        let _ = writeln!(
            out,
            "    SystemMessage {{ name: {}, about: {}, kind: SystemMessageKind::{kind}, variables: {}, versions: {}, notes: {} }},",
            text(name),
            text(&m.about),
            texts(&m.variables),
            set(versions),
            texts(&m.notes)
        );
    }
    let _ = writeln!(out, "];\n\npub(crate) static MCP_TOOLS: [McpTool; {}] = [", spec.files.mcp.len());
    for (name, placed) in &spec.files.mcp {
        let t = &placed.spec;
        let _ = writeln!(
            out,
            "    McpTool {{ name: {}, about: {}, access: Access::{}, scopes: {}, notes: {} }},",
            text(name),
            text(&t.about),
            camel(&t.access),
            slice(t.scopes.iter().map(|s| format!("Scope::{}", constant(s)))),
            texts(&t.notes)
        );
    }
    out.push_str("];\n");
    out
}

/// Tiers of the prices, the price of a call instead of a thousand.
pub(super) fn prices(spec: &Spec) -> String {
    let tiers = &spec.files.prices;
    let mut out = String::from("use crate::catalogue::{MicroDollars, PriceTier};\n\n");
    let _ = writeln!(out, "pub(crate) static PRICE_TIERS: [PriceTier; {}] = [", tiers.len());
    for (name, placed) in tiers {
        let tier = &placed.spec;
        let _ = writeln!(
            out,
            "    PriceTier {{ name: {}, about: {}, above: {}, per_call: MicroDollars({}) }},",
            text(name),
            text(&tier.about),
            tier.above,
            tier.micro_dollars_per_1000 / 1000
        );
    }
    out.push_str("];\n");
    out
}

/// Names of all fields that hold secrets, wherever they stand.
pub(super) fn secrets(spec: &Spec) -> String {
    let mut names = BTreeSet::new();
    for method in &spec.methods {
        object(&method.request, &mut names);
        if let Some(answer) = &method.response {
            ty(answer, &mut names);
        }
    }
    for named in spec.types.values() {
        match &named.kind {
            Kind::Object(o) => object(o, &mut names),
            Kind::Map(t, _) | Kind::Array(t, _) => ty(t, &mut names),
            _ => {}
        }
    }
    for payload in spec.webhooks.values().chain(spec.pushes.values()) {
        payload.ty.iter().for_each(|t| ty(t, &mut names));
    }
    let names: Vec<&str> = names.into_iter().collect();
    format!(
        "/// Names of fields that hold tokens or secrets, in order.\npub(crate) static SECRET_FIELDS: &[&str] = {};\n",
        texts(&names)
    )
}

fn object<'a>(object_: &'a Object, names: &mut BTreeSet<&'a str>) {
    for field in &object_.fields {
        if field.secret {
            names.insert(&field.name);
        }
        ty(&field.ty, names);
    }
}

fn ty<'a>(t: &'a Ty, names: &mut BTreeSet<&'a str>) {
    match t {
        Ty::Array(inner) | Ty::Map(inner) => ty(inner, names),
        Ty::OneOf(options) => options.iter().for_each(|t| ty(t, names)),
        Ty::Object(o) => object(o, names),
        _ => {}
    }
}
