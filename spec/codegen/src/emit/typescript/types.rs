//! The files of types: what all versions share, what differs, and a module for each version.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::typed::{directions, pascal};
use super::classes::{Class, Classes, State};
use super::render::{CLOSE, OPEN, Render, Way};
use super::{default_version, docs, maps, suffix};
use crate::fields::Ty;
use crate::resolve::{Kind, Method, Spec};
use crate::versions::Versions;

/// What is declared by hand, in `ts/open.ts`.
const BY_HAND: [&str; 4] = ["Base64", "Empty", "OrUnknown", "UnknownName"];

/// `agent/send_event` as `SendEvent`, with the API before it where that is the rule or another method has the name.
pub(super) fn method_name(spec: &Spec, method: &Method) -> String {
    let api = match method.api.as_str() {
        "agent" => "",
        "configuration" if !spec.methods.iter().any(|m| m.api == "agent" && m.action == method.action) => "",
        api => api,
    };
    pascal(api) + &pascal(&method.action)
}

/// `agent/incoming_chat` as `IncomingChat`, `customer/incoming_chat` as `CustomerIncomingChat`.
fn push_name(push: &str) -> String {
    let (api, action) = push.split_once('/').unwrap_or(("agent", push));
    pascal(if api == "agent" { "" } else { api }) + &pascal(action)
}

/// The name of a type in TypeScript; that of a date would hide the language's own.
fn base(name: &str) -> String {
    if name == "date" { "CalendarDate".to_owned() } else { pascal(name) }
}

/// Names of a request, an answer, a push's and a webhook's payload, as the classes know them.
pub(super) fn request(spec: &Spec, method: &Method) -> String {
    format!("{}Request", method_name(spec, method))
}
pub(super) fn response(spec: &Spec, method: &Method) -> String {
    format!("{}Response", method_name(spec, method))
}
pub(super) fn push_payload(push: &str) -> String {
    format!("{}PushPayload", push_name(push))
}
pub(super) fn webhook_payload(webhook: &str) -> String {
    format!("{}WebhookPayload", pascal(webhook))
}

fn states(spec: &Spec) -> Vec<State> {
    let (sent, back) = directions(spec);
    let mut out = Vec::new();
    let tags: BTreeMap<&str, &str> = spec
        .types
        .values()
        .filter_map(|t| if let Kind::Union { tag, variants } = &t.kind { Some((tag, variants)) } else { None })
        .flat_map(|(tag, variants)| variants.iter().map(|(_, ty, _)| (ty.as_str(), tag.as_str())))
        .collect();
    let mut add = |name: &str, ways: &[Way], versions: Versions, write: &dyn Fn(&Render<'_>) -> String| {
        for way in ways {
            for version in (0..spec.line.0.len()).filter(|i| versions.contains(spec.line.one(*i))) {
                let tag = tags.get(name).copied();
                let render = Render { spec, version: spec.line.one(version), way: *way, within: versions, tag };
                let template = write(&render);
                out.push(State { name: name.to_owned(), way: *way, version, template });
            }
        }
    };
    for (name, named) in &spec.types {
        let mut ways = Vec::new();
        ways.extend(back.contains(name).then_some(Way::Back));
        ways.extend(sent.contains(name).then_some(Way::Sent));
        add(name, &ways, named.versions, &|r| r.named(name, named));
    }
    for method in &spec.methods {
        add(&request(spec, method), &[Way::Sent], method.versions, &|r| sent_by(r, method));
        add(&response(spec, method), &[Way::Back], method.versions, &|r| answer_of(r, method));
    }
    let open = Ty::Map(Box::new(Ty::Any));
    for (name, push) in &spec.pushes {
        let about = vec![format!("Payload of the push `{name}`. {}", spec.files.pushes[name].spec.about)];
        let ty = push.ty.as_ref().unwrap_or(&open);
        add(&push_payload(name), &[Way::Back], push.versions, &|r| r.root(ty, about.clone()));
    }
    for (name, webhook) in &spec.webhooks {
        let about = vec![format!("Payload of the webhook `{name}`. {}", spec.files.webhooks[name].spec.about)];
        let ty = webhook.ty.as_ref().unwrap_or(&open);
        add(&webhook_payload(name), &[Way::Back], webhook.versions, &|r| r.root(ty, about.clone()));
    }
    out
}

fn sent_by(render: &Render<'_>, method: &Method) -> String {
    let mut about = vec![format!("Request of `{}`. {}", method.name, method.summary)];
    let single = method.batch_of.as_ref().and_then(|of| render.spec.methods.iter().find(|m| m.name == *of));
    let Some(single) = single else { return render.root(&Ty::Object(method.request.clone()), about) };
    let field = method.request.fields.first();
    about.extend(field.map(|f| docs::limits(&f.limits).join(" ")).filter(|l| !l.is_empty()));
    let element = format!("{OPEN}{}{CLOSE}", request(render.spec, single));
    batch(render, "requests", field.map_or("", |f| f.about.as_str()), &element, &about)
}

fn answer_of(render: &Render<'_>, method: &Method) -> String {
    let about = vec![format!("Answer to `{}`.", method.name)];
    let single = method.batch_of.as_ref().and_then(|of| render.spec.methods.iter().find(|m| m.name == *of));
    let Some(single) = single else {
        let open = Ty::Map(Box::new(Ty::Any));
        return render.root(method.response.as_ref().unwrap_or(&open), about);
    };
    let element = format!("{OPEN}{}{CLOSE} | {OPEN}ErrorAnswer{CLOSE}", response(render.spec, single));
    let said = "Answers in the order of the requests; each is the single method's or an error.";
    batch(render, "responses", said, &element, &about)
}

fn batch(render: &Render<'_>, field: &str, said: &str, element: &str, about: &[String]) -> String {
    let mut out = super::comment(about, "");
    let inner = super::comment(&[said.to_owned()], "  ");
    let _ =
        write!(out, "export interface {} {{\n{inner}  {field}: {};\n}}\n", super::render::OWN, render.array(element));
    out
}

/// Files by name.
pub(super) fn types(spec: &Spec) -> Vec<(String, String)> {
    let classes = Classes::new(states(spec), default_version(spec), &base, &spec.line.0);
    let all = spec.line.all();
    let by_version: Vec<_> = (0..spec.line.0.len()).map(|v| classes.exports(v, &base)).collect();
    // Shared is what every version exports under its own name.
    let is_common = |class: &Class| {
        (class.sent.contains(all) || class.back.contains(all))
            && by_version.iter().all(|e| e.iter().any(|(name, c)| *name == class.shown && c.shown == class.shown))
    };
    let common: Vec<&Class> = classes.all.iter().filter(|c| is_common(c)).collect();
    let varied: Vec<&Class> = classes.all.iter().filter(|c| !is_common(c)).collect();
    let shared: BTreeSet<&str> = common.iter().map(|c| c.shown.as_str()).collect();
    let mut out = vec![
        (
            "common".to_owned(),
            declarations(&classes, &common, &shared, maps::common(spec, &classes), "What is the same in all versions."),
        ),
        (
            "varied".to_owned(),
            declarations(
                &classes,
                &varied,
                &shared,
                (String::new(), Vec::new()),
                "What differs between versions. A name without a number is the default version's, or the only one; a number is that of the newest version which has it like that, of a preview the oldest.",
            ),
        ),
    ];
    for (version, exports) in by_version.iter().enumerate() {
        let mut list: Vec<String> = Vec::new();
        for (name, class) in exports.iter().filter(|(_, c)| !shared.contains(c.shown.as_str())) {
            let one = |before: &str| {
                let (from, to) = (format!("{before}{}", class.shown), format!("{before}{name}"));
                if from == to { from } else { format!("{from} as {to}") }
            };
            list.push(one(""));
            list.extend(has_unknown(&classes, class).then(|| one("Unknown")));
        }
        list.sort();
        let text = maps::version(spec, &classes, version, &shared);
        let about = format!("//! Types of version {}.\n\n", spec.line.0[version]).replace("//!", "//");
        let exported = format!(
            "export type * from \"./common.js\";\nexport type {{\n  {},\n}} from \"./varied.js\";\n",
            list.join(",\n  ")
        );
        out.push((format!("v{}", suffix(&spec.line.0[version])), format!("{about}{text}\n{exported}")));
    }
    out.push(("versions".to_owned(), maps::versions(spec)));
    out
}

/// Whether a class declares its unknown member beside it.
fn has_unknown(classes: &Classes, class: &Class) -> bool {
    classes.states[class.example].template.contains(&format!("interface Unknown{}", super::render::OWN))
}

/// The declarations of a file, with what it imports.
fn declarations(
    classes: &Classes,
    list: &[&Class],
    shared: &BTreeSet<&str>,
    (maps, used_by_maps): (String, Vec<String>),
    about: &str,
) -> String {
    let own: BTreeSet<&str> = list.iter().map(|c| c.shown.as_str()).collect();
    let mut used: BTreeSet<String> = used_by_maps.into_iter().collect();
    let mut body = String::new();
    for class in list {
        let (text, names) = classes.declaration(class);
        used.extend(names);
        body.push('\n');
        body.push_str(&text);
    }
    body.push_str(&maps);
    let by_hand: Vec<&str> = BY_HAND.into_iter().filter(|n| mentions(&body, n)).collect();
    let mut out = format!("// {about}\n\n");
    if !by_hand.is_empty() {
        let _ = writeln!(out, "import type {{ {} }} from \"../open.js\";", by_hand.join(", "));
    }
    for (file, inside) in [("common", true), ("varied", false)] {
        let names: Vec<&str> =
            used.iter().map(String::as_str).filter(|n| !own.contains(n) && shared.contains(n) == inside).collect();
        if !names.is_empty() {
            let _ = writeln!(out, "import type {{\n  {},\n}} from \"./{file}.js\";", names.join(",\n  "));
        }
    }
    out + &body
}

/// Whether a text has a word in a place of a type.
fn mentions(body: &str, name: &str) -> bool {
    [": ", "= ", "| ", "readonly ", "(", "<", ", "].iter().any(|before| {
        [";", "<", "[", " |", ">", ")"].iter().any(|after| body.contains(&format!("{before}{name}{after}")))
    })
}
