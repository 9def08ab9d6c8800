//! The maps from names to types: requests and answers by method, payloads by push and webhook; and all of it by version.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::classes::{Class, Classes};
use super::render::Way;
use super::types::{push_payload, request, response, webhook_payload};
use super::{default_version, suffix, text};
use crate::resolve::Spec;
use crate::versions::Versions;

/// A key of a map: the name, how the classes call what it leads to, its versions.
type Entry = (String, String, Versions);

/// Name, meaning, way and entries of each map.
fn maps(spec: &Spec) -> [(&'static str, &'static str, Way, Vec<Entry>); 4] {
    let methods = |name: &dyn Fn(&crate::resolve::Method) -> String| {
        spec.methods.iter().map(|m| (m.name.clone(), name(m), m.versions)).collect()
    };
    let pushes = spec.pushes.iter().map(|(n, p)| (n.clone(), push_payload(n), p.versions)).collect();
    let webhooks = spec.webhooks.iter().map(|(n, w)| (n.clone(), webhook_payload(n), w.versions)).collect();
    [
        ("RequestMap", "Requests by method", Way::Sent, methods(&|m| request(spec, m))),
        ("ResponseMap", "Answers by method", Way::Back, methods(&|m| response(spec, m))),
        ("PushMap", "Payloads by push", Way::Back, pushes),
        ("WebhookMap", "Payloads by webhook", Way::Back, webhooks),
    ]
}

/// Whether a class holds in all versions.
fn everywhere(spec: &Spec, class: &Class) -> bool {
    class.sent.contains(spec.line.all()) || class.back.contains(spec.line.all())
}

/// The parts of the maps that all versions share, and the names that they use.
pub(super) fn common(spec: &Spec, classes: &Classes) -> (String, Vec<String>) {
    let (mut out, mut used) = (String::new(), Vec::new());
    for (name, about, way, entries) in maps(spec) {
        let _ = write!(out, "\n/** {about}, where all versions have the same. */\nexport interface Common{name} {{\n");
        for (key, ty, _) in &entries {
            let class = classes.get(ty, way, 0).filter(|c| everywhere(spec, c));
            if let Some(class) = class {
                let _ = writeln!(out, "  {}: {};", text(key), class.shown);
                used.push(class.shown.clone());
            }
        }
        out.push_str("}\n");
    }
    (out, used)
}

/// The maps of one version.
pub(super) fn version(spec: &Spec, classes: &Classes, version: usize, shared: &BTreeSet<&str>) -> String {
    let mut body = String::new();
    let mut used: [BTreeSet<String>; 2] = Default::default();
    for (name, about, way, entries) in maps(spec) {
        used[0].insert(format!("Common{name}"));
        let _ = write!(
            body,
            "\n/** {about}, in {}. */\nexport interface {name} extends Common{name} {{\n",
            spec.line.0[version]
        );
        for (key, ty, _) in &entries {
            let class = classes.get(ty, way, version).filter(|c| !everywhere(spec, c));
            if let Some(class) = class {
                let _ = writeln!(body, "  {}: {};", text(key), class.shown);
                used[usize::from(!shared.contains(class.shown.as_str()))].insert(class.shown.clone());
            }
        }
        body.push_str("}\n");
    }
    let mut out = String::new();
    for (names, file) in used.iter().zip(["common", "varied"]) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let _ = writeln!(out, "import type {{\n  {},\n}} from \"./{file}.js\";", names.join(",\n  "));
    }
    out + &body
}

/// Everything by version.
pub(super) fn versions(spec: &Spec) -> String {
    let mut out = String::from("// Requests, answers and payloads by version, and the names that a version has.\n\n");
    let numbers: Vec<(&String, String)> = spec.line.0.iter().map(|v| (v, suffix(v))).collect();
    out.push_str("import type { Version } from \"./names.js\";\n");
    for (_, n) in &numbers {
        let _ = writeln!(out, "import type * as V{n} from \"./v{n}.js\";");
    }
    let default = text(&spec.line.0[default_version(spec)]);
    let mut table = |name: &str, about: &str, map: &str| {
        let _ = write!(out, "\ninterface {name}ByVersion {{\n");
        for (version, n) in &numbers {
            let _ = writeln!(out, "  {}: V{n}.{map};", text(version));
        }
        let _ = write!(
            out,
            "}}\n\n/** {about}, in a version. */\nexport type {name}<V extends Version = {default}> = {name}ByVersion[V];\n"
        );
    };
    table("Requests", "Requests by method", "RequestMap");
    table("Responses", "Answers by method", "ResponseMap");
    table("PushPayloads", "Payloads by push", "PushMap");
    table("WebhookPayloads", "Payloads by webhook", "WebhookMap");
    for (name, about, map) in [
        ("MethodNameOf", "Methods of a version", "Requests"),
        ("PushNameOf", "Pushes of a version", "PushPayloads"),
        ("WebhookNameOf", "Webhooks of a version", "WebhookPayloads"),
    ] {
        let _ = write!(
            out,
            "\n/** {about}. */\nexport type {name}<V extends Version = {default}> = keyof {map}<V> & string;\n"
        );
    }
    for (name, about, of, map) in [
        ("RequestOf", "Request of a method", "MethodNameOf", "Requests"),
        ("ResponseOf", "Answer to a method", "MethodNameOf", "Responses"),
        ("PushPayloadOf", "Payload of a push", "PushNameOf", "PushPayloads"),
        ("WebhookPayloadOf", "Payload of a webhook", "WebhookNameOf", "WebhookPayloads"),
    ] {
        let cast = if name == "ResponseOf" { "N & keyof Responses<V>" } else { "N" };
        let _ = write!(
            out,
            "\n/** {about}, in a version. */\nexport type {name}<N extends {of}<V>, V extends Version = {default}> = {map}<V>[{cast}];\n"
        );
    }
    out
}
