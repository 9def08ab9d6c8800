//! What the doc comments of types and fields say: meaning, limits, defaults, versions, rules.

use super::super::typed::since_until;
use crate::fields::{EnumValue, Field, Limits, Rule, RuleKind, Step};
use crate::model::{self, Scalar};
use crate::resolve::Spec;
use crate::versions::Versions;

/// A field's comment. `versions` are all in which it is there, `within` those of what it stands in.
pub(super) fn field(spec: &Spec, field: &Field, versions: Versions, within: Versions, sent: bool) -> Vec<String> {
    let mut line = vec![field.about.clone()];
    if sent {
        line.extend(limits(&field.limits));
        line.extend(field.default.as_ref().map(|d| format!("Default: `{d}`.")));
    }
    line.push(since_until(spec, versions, within).trim().to_owned());
    if field.secret {
        line.push("Secret.".to_owned());
    }
    let line = line.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
    let mut out: Vec<String> = if line.is_empty() { Vec::new() } else { vec![line] };
    out.extend(values(&field.limits.values));
    out
}

/// Meanings of the values of an enumeration, a line each.
pub(super) fn values(values: &[EnumValue]) -> Vec<String> {
    let described = values.iter().filter(|v| !v.about.is_empty());
    described.map(|v| format!("- `{}`: {}", plain(&v.value), v.about)).collect()
}

/// Limits as sentences.
pub(super) fn limits(limits: &Limits) -> Vec<String> {
    let l = &limits.rest;
    let whole = |v: Option<u64>| v.map(|v| v.to_string());
    let range = |min: Option<String>, max: Option<String>, unit: &str| match (min, max) {
        (None, None) => None,
        (Some(a), Some(b)) if a == b => Some(format!("{a}{unit}.")),
        (Some(a), Some(b)) => Some(format!("{a} to {b}{unit}.")),
        (Some(a), None) => Some(format!("At least {a}{unit}.")),
        (None, Some(b)) => Some(format!("At most {b}{unit}.")),
    };
    let mut out = Vec::new();
    out.extend(range(number(l.min), number(l.max), ""));
    out.extend(range(whole(l.min_length), whole(l.max_length), " characters"));
    out.extend(range(None, whole(l.max_bytes), " bytes"));
    out.extend(range(whole(l.min_items), whole(l.max_items), " items"));
    if l.unique == Some(true) {
        out.push("Items differ.".to_owned());
    }
    out
}

fn number(value: Option<f64>) -> Option<String> {
    value.map(|v| format!("{v}"))
}

/// The rules of one version, a line each.
pub(super) fn rules(rules: &[Rule], version: Versions) -> Vec<String> {
    rules.iter().filter(|r| r.versions.contains(version)).map(|r| format!("- {}", rule(r))).collect()
}

fn rule(rule: &Rule) -> String {
    let said = match &rule.kind {
        RuleKind::ExactlyOne(paths) => format!("just one of {}", list(paths)),
        RuleKind::AtLeastOne(paths) => format!("at least one of {}", list(paths)),
        RuleKind::AtMostOne(paths) => format!("at most one of {}", list(paths)),
        RuleKind::Together(paths) => format!("{} only together", list(paths)),
        RuleKind::When { field, is, needs, excludes, allows, bounds } => {
            let mut parts = Vec::new();
            if !needs.is_empty() {
                parts.push(format!("needs {}", list(needs)));
            }
            if !excludes.is_empty() {
                parts.push(format!("excludes {}", list(excludes)));
            }
            for (path, values) in allows {
                parts.push(format!("{} is {}", code(path), scalars(values)));
            }
            for (path, bounds) in bounds {
                let bounds = Limits { values: Vec::new(), rest: model::Limits::clone(bounds) };
                let said = limits(&bounds).join(" ");
                parts.push(format!("{} is {}", code(path), said.trim_end_matches('.')));
            }
            let is = if is.is_empty() { String::new() } else { format!(" = {}", scalars(is)) };
            format!("{}{is}: {}", code(field), parts.join(", "))
        }
    };
    let place = if rule.at.is_empty() { String::new() } else { format!("in {}: ", code(&rule.at)) };
    let about = if rule.about.is_empty() { String::new() } else { format!(" {}", rule.about) };
    format!("{place}{said}.{about}")
}

fn scalars(values: &[Scalar]) -> String {
    values.iter().map(|v| format!("`{}`", plain(v))).collect::<Vec<_>>().join(" or ")
}

fn list(paths: &[Vec<Step>]) -> String {
    paths.iter().map(|p| code(p)).collect::<Vec<_>>().join(", ")
}

fn code(path: &[Step]) -> String {
    format!("`{}`", super::path(path))
}

/// A value without quotes.
pub(super) fn plain(value: &Scalar) -> String {
    match value {
        Scalar::String(s) => s.clone(),
        Scalar::Int(i) => i.to_string(),
        Scalar::Bool(b) => b.to_string(),
    }
}
