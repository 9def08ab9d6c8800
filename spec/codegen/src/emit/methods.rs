//! Tables of methods: what a decision looks at, what requests need, and what people read, apart from each other, so that a small build can leave some out.

use std::fmt::Write;

use super::policy::asked;
use super::{camel, constant, doc, option, perfect_hash, set, slice, text, texts, words};
use crate::resolve::{Method, Spec};
use crate::versions::Versions;

pub(super) fn method_index(spec: &Spec, name: &str) -> usize {
    spec.methods.iter().position(|m| m.name == name).unwrap_or_default()
}

pub(super) fn facts(spec: &Spec) -> String {
    let count = spec.methods.len();
    let (_, of) = asked(spec);
    let mut out = String::from(
        "use crate::catalogue::{Access, Api, Area, MethodFacts};\nuse crate::version::VersionSet as V;\n\n\
         /// A method, as a small copyable handle.\n///\n/// Its number may change between releases of this library; its name doesn't.\n\
         #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Method(pub(crate) u16);\n\n",
    );
    let _ =
        writeln!(out, "pub(crate) const COUNT: u16 = {count};\npub(crate) const WORDS: usize = {};\n", words(count));
    out.push_str("impl Method {\n");
    for (i, m) in spec.methods.iter().enumerate() {
        let about = format!("`{}`: {}", m.name, m.summary);
        let _ = writeln!(out, "{}    pub const {}: Self = Self({i});", doc(&about, "    "), constant(&m.name));
    }
    out.push_str("}\n\n");
    let _ = writeln!(out, "pub(crate) static FACTS: [MethodFacts; {count}] = [");
    for m in &spec.methods {
        let _ = writeln!(
            out,
            "    MethodFacts {{ name: {}, api: Api::{}, area: Area::{}, access: Access::{}, web: {}, rtm: {}, batch_of: {} }},",
            text(&m.name),
            camel(&m.api),
            camel(&m.area),
            camel(&m.access),
            set(m.web),
            set(m.rtm),
            option(m.batch_of.as_ref().map(|b| format!("Method({})", method_index(spec, b))))
        );
    }
    out.push_str("];\n\n");
    let numbers = |there: &dyn Fn(&Method) -> bool| {
        let list: Vec<String> = spec
            .methods
            .iter()
            .map(|m| if there(m) { (of[&m.name] + 1).to_string() } else { "0".to_owned() })
            .collect();
        format!("[{}]", list.join(", "))
    };
    let _ = writeln!(
        out,
        "/// Number of the requirement by version, transport (Web, RTM) and method; 0 where the method isn't there.\npub(crate) static AT: [[[u16; {count}]; 2]; {}] = [",
        spec.line.0.len()
    );
    let has = |a: Versions, i: usize| a.contains(spec.line.one(i));
    for i in 0..spec.line.0.len() {
        let _ = writeln!(out, "    [{},\n     {}],", numbers(&|m| has(m.web, i)), numbers(&|m| has(m.rtm, i)));
    }
    out.push_str("];\n\n");
    let stable = spec.files.versions.values().rposition(|v| v.spec.state == "stable").unwrap_or_default();
    let _ = writeln!(
        out,
        "/// The same for the newest stable version over the Web.\npub(crate) static DEFAULT: [u16; {count}] = {};\n",
        numbers(&|m| has(m.web, stable))
    );
    out.push_str(&perfect_hash(spec.methods.iter().map(|m| m.name.as_str()), "u16"));
    out
}

pub(super) fn docs(spec: &Spec) -> String {
    let mut out = String::from(
        "use super::events::{Push, Webhook};\nuse super::scopes::Scope;\nuse crate::catalogue::{MethodDocs, MethodTraits};\nuse crate::version::VersionSet as V;\n\n",
    );
    let _ = writeln!(out, "pub(crate) static TRAITS: [MethodTraits; {}] = [", spec.methods.len());
    for m in &spec.methods {
        let push_api = if m.api == "customer" { "customer" } else { "agent" };
        let webhooks = slice(m.webhooks.iter().map(|(w, v)| format!("(Webhook::{}, {})", constant(w), set(*v))));
        let pushes = slice(
            m.pushes.iter().map(|(p, v)| format!("(Push::{}, {})", constant(&format!("{push_api}/{p}")), set(*v))),
        );
        let _ = writeln!(
            out,
            "    MethodTraits {{\n        acts_on: {}, permission: {}, destructive: {}, idempotent: {}, rate_limit: {},\n        webhooks: {webhooks}, pushes: {pushes},\n    }},",
            texts(&m.acts_on),
            option(m.permission.as_ref().map(|p| format!("Scope::{}", constant(p)))),
            m.destructive,
            m.idempotent,
            text(&m.rate_limit)
        );
    }
    let _ = writeln!(out, "];\n\npub(crate) static DOCS: [MethodDocs; {}] = [", spec.methods.len());
    for m in &spec.methods {
        let _ = writeln!(
            out,
            "    MethodDocs {{\n        summary: {},\n        notes: {},\n        source: {},\n    }},",
            text(&m.summary),
            texts(&m.notes),
            text(&m.source)
        );
    }
    out.push_str("];\n");
    out
}

pub(super) fn wire(spec: &Spec) -> String {
    let mut out = String::from("use crate::catalogue::MethodWire;\n\n");
    let _ = writeln!(out, "pub(crate) static WIRE: [MethodWire; {}] = [", spec.methods.len());
    for m in &spec.methods {
        let _ = writeln!(
            out,
            "    MethodWire {{ path: {}, http_method: {}, content_type: {} }},",
            text(&m.path),
            text(&m.http_method),
            text(&m.content_type)
        );
    }
    out.push_str("];\n");
    out
}
