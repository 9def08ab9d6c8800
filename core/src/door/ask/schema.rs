//! Commands of the catalogue: the form of requests and answers in one version, field by field, and named types.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::no_answer::NoAnswer;
use super::super::parts;
use super::super::reader::{Form, Keys, Part};
use super::super::writer::Writer;
use crate::Version;
use crate::catalogue::{Bounds, Kind, Limits, NamedType, Object, Path, Rule, RuleKind, Step, Type, Value, ValueKind};
use crate::codec::decimal;

#[inline(never)]
pub(super) fn schema(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("method", Form::Text), ("version", Form::Text), ("of", Form::Text)];
    let ask = Part::read(json, KEYS, &["method"])?;
    let (method, version) = parts::subject(&ask)?;
    let answer = parts::one_of(&ask, "of", &[("request", false), ("answer", true)])?.unwrap_or_default();
    let mut w = Writer::new();
    w.text("method", method.name());
    w.text("version", version.as_str());
    w.text("of", if answer { "answer" } else { "request" });
    let object = if answer {
        let ty = method.response();
        w.maybe("type", ty.map(ToString::to_string).as_deref().filter(|t| *t != "object"));
        ty.and_then(fields_of)
    } else {
        method.request()
    };
    fields(object, version, &mut w);
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn named(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("type", Form::Text), ("version", Form::Text)];
    let ask = Part::read(json, KEYS, &["type"])?;
    let version = parts::version(&ask)?;
    let unknown = || NoAnswer::new("unknown_type", "The catalogue has no such type in this version.").at("/type");
    let named = ask.text("type").and_then(|name| NamedType::from_name(&name));
    let named = named.filter(|t| t.versions.contains(version)).ok_or_else(unknown)?;
    let mut w = Writer::new();
    w.text("type", named.name);
    w.text("version", version.as_str());
    let kind = match &named.kind {
        Kind::Scalar { .. } => "scalar",
        Kind::Enum(_) => "enum",
        Kind::Object(_) => "object",
        Kind::Union { .. } => "union",
        Kind::Map(..) => "map",
        _ => "array",
    };
    w.text("kind", kind);
    about(named.about, &mut w);
    w.mark("secret", named.secret);
    match &named.kind {
        Kind::Scalar { base, format, limits } => {
            w.text("base", &base.to_string());
            w.maybe("format", *format);
            limited(limits, version, &mut w);
        }
        Kind::Enum(allowed) => values("values", allowed, version, &mut w),
        Kind::Object(object) => fields(Some(object), version, &mut w),
        Kind::Union { tag, variants } => {
            w.text("tag", tag);
            w.key("variants").open('[');
            for variant in variants.iter().filter(|v| v.versions.contains(version)) {
                w.open('{');
                w.text("value", variant.tag);
                w.text("type", variant.ty.name);
                w.close('}');
            }
            w.close(']');
        }
        Kind::Map(of, limits) | Kind::Array(of, limits) => {
            w.text("of", &of.to_string());
            limited(limits, version, &mut w);
            if let Some(object) = fields_of(of) {
                fields(Some(object), version, &mut w);
            }
        }
    }
    Ok(w.finish())
}

/// The fields that a type has in place, in whatever it wraps them.
fn fields_of(ty: &Type) -> Option<&'static Object> {
    match ty {
        Type::Object(object) => Some(object),
        Type::Array(inner) | Type::Map(inner) => fields_of(inner),
        Type::OneOf(options) => options.iter().find_map(fields_of),
        _ => None,
    }
}

fn about(about: &str, w: &mut Writer) {
    w.maybe("about", Some(about).filter(|a| !a.is_empty()));
}

fn fields(object: Option<&'static Object>, version: Version, w: &mut Writer) {
    w.mark("open", object.is_some_and(|o| o.open));
    w.key("fields").open('[');
    for field in object.iter().flat_map(|o| o.fields).filter(|f| f.versions.contains(version)) {
        w.open('{');
        w.text("name", field.name);
        w.text("type", &field.ty.to_string());
        about(field.about, w);
        w.mark("required", field.required);
        w.mark("optional", field.optional);
        w.mark("nullable", field.nullable);
        w.mark("secret", field.secret);
        if let Some(default) = field.default {
            w.key("default");
            value(default, w);
        }
        limited(&field.limits, version, w);
        if let Some(inner) = fields_of(&field.ty) {
            fields(Some(inner), version, w);
        }
        w.close('}');
    }
    w.close(']');
    w.key("rules").open('[');
    for rule in object.iter().flat_map(|o| o.rules).filter(|r| r.versions.contains(version)) {
        w.open('{');
        demand(rule, w);
        w.close('}');
    }
    w.close(']');
}

fn value(value: ValueKind, w: &mut Writer) {
    match value {
        ValueKind::String(text) => w.string(text),
        ValueKind::Integer(number) => w.raw(&format!("{number}")),
        ValueKind::Boolean(truth) => w.raw(if truth { "true" } else { "false" }),
        ValueKind::Json(json) => w.raw(json),
    }
}

fn values(key: &str, allowed: &[Value], version: Version, w: &mut Writer) {
    w.key(key).open('[');
    for allowed in allowed.iter().filter(|v| v.versions.contains(version)) {
        value(allowed.value, w);
    }
    w.close(']');
}

fn limited(limits: &Limits, version: Version, w: &mut Writer) {
    if !limits.values.is_empty() {
        values("values", limits.values, version, w);
    }
    bounds(limits.number, w);
    let (length, items) = (limits.length, limits.items);
    let counts = [
        ("min_length", length.min),
        ("max_length", length.max),
        ("max_bytes", limits.max_bytes),
        ("min_items", items.min),
        ("max_items", items.max),
    ];
    for (key, count) in counts {
        if let Some(count) = count {
            w.whole(key, count.into());
        }
    }
    w.mark("unique", limits.unique);
}

fn bounds(bounds: Bounds<f64>, w: &mut Writer) {
    for (key, bound) in [("min", bounds.min), ("max", bounds.max)] {
        if let Some(bound) = bound {
            w.key(key).raw(&decimal(bound));
        }
    }
}

/// A path as the specification writes it.
fn path(steps: Path) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Items => out.push_str("[]"),
            Step::Field(_) | Step::Values => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(if let Step::Field(name) = step { name } else { "*" });
            }
        }
    }
    out
}

fn paths(key: &str, list: &[Path], w: &mut Writer) {
    if !list.is_empty() {
        w.key(key).open('[');
        for steps in list {
            w.string(&path(steps));
        }
        w.close(']');
    }
}

fn demand(rule: &Rule, w: &mut Writer) {
    w.maybe("at", Some(&*path(rule.at)).filter(|at| !at.is_empty()));
    match &rule.kind {
        RuleKind::ExactlyOne(list) => paths("exactly_one", list, w),
        RuleKind::AtLeastOne(list) => paths("at_least_one", list, w),
        RuleKind::AtMostOne(list) => paths("at_most_one", list, w),
        RuleKind::Together(list) => paths("together", list, w),
        RuleKind::When { field, is, needs, excludes, allows, bounds: within } => {
            w.text("field", &path(field));
            if !is.is_empty() {
                some_values("is", is, w);
            }
            paths("needs", needs, w);
            paths("excludes", excludes, w);
            if !allows.is_empty() {
                w.key("allows").open('{');
                for (steps, allowed) in *allows {
                    some_values(&path(steps), allowed, w);
                }
                w.close('}');
            }
            if !within.is_empty() {
                w.key("bounds").open('{');
                for (steps, limits) in *within {
                    w.key(&path(steps)).open('{');
                    bounds(*limits, w);
                    w.close('}');
                }
                w.close('}');
            }
        }
    }
    about(rule.about, w);
}

fn some_values(key: &str, list: &[ValueKind], w: &mut Writer) {
    w.key(key).open('[');
    for kind in list {
        value(*kind, w);
    }
    w.close(']');
}
