//! Writes what the JavaScript binding needs from `spec/`: names, types of requests, answers and payloads by version, and the
//! catalogue as packed data.

mod catalogue;
mod classes;
mod docs;
mod maps;
mod names;
mod parameters;
mod reference;
mod render;
mod types;

use super::Output;
use crate::fields::Step;
use crate::named::Named;
use crate::resolve::Spec;

/// Where the files stand.
const FOLDER: &str = "bindings/js/ts/generated";

/// All files of the binding that are generated.
pub(super) fn all(spec: &Spec, named: &[Named], out: &mut Output) {
    let mut file = |name: &str, text: String| {
        out.insert(format!("{FOLDER}/{name}.ts"), format!("{}\n{text}", super::PREAMBLE));
    };
    file("names", names::names(spec, named));
    file("catalogue", catalogue::catalogue(spec));
    file("parameters", parameters::parameters(spec));
    file("reference", reference::reference(spec));
    for (name, text) in types::types(spec) {
        file(&name, text);
    }
}

/// The place of the version that holds where none is given.
fn default_version(spec: &Spec) -> usize {
    spec.files.versions.values().rposition(|v| v.spec.state == "stable").unwrap_or_default()
}

/// `3.6` as `3_6`.
fn suffix(version: &str) -> String {
    version.replace('.', "_")
}

/// A string literal.
fn text(value: &str) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// JSON as a string literal.
fn json_text(value: &serde_json::Value) -> String {
    format!("'{}'", value.to_string().replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Literals as a union.
fn union<S: AsRef<str>>(values: &[S]) -> String {
    values.iter().map(|v| text(v.as_ref())).collect::<Vec<_>>().join(" | ")
}

/// A key of an object, quoted where it isn't an identifier.
fn key(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && !name.starts_with(|c: char| c.is_ascii_digit()) { name.to_owned() } else { text(name) }
}

/// A doc comment: in one line where it has one.
fn comment(lines: &[String], indent: &str) -> String {
    let lines: Vec<String> = lines.iter().flat_map(|l| l.lines()).map(|l| l.trim_end().replace("*/", "*\\/")).collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => {
            let body: String = many.iter().map(|l| format!("{indent} * {l}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// A path as the specification writes it.
fn path(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Name(name) if out.is_empty() => out.push_str(name),
            Step::Name(name) => out = format!("{out}.{name}"),
            Step::Items => out.push_str("[]"),
            Step::Values => out.push_str(if out.is_empty() { "*" } else { ".*" }),
        }
    }
    out
}
