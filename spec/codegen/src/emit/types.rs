//! Tables of types, requests and answers, in the form that validation and documentation read.

use std::fmt::Write;

use super::index::{Hints, Tables};
use super::{constant, json_value, option, set, slice, text, value};
use crate::fields::{Field, Limits, Object, Rule, RuleKind, Step, Ty};
use crate::model::{self, Scalar};
use crate::resolve::{Kind, Spec};

/// What the generated files of this module begin with.
const IMPORTS: &str = "#![allow(unused_imports)] // one list for all files that hold types\n\nuse super::types::*;\n\
     use crate::catalogue::{Bounds as B, Field as F, Kind as K, Limits as L, NamedType as N, Object as O, Path, Rule as R, RuleKind as RK, Source as So, Step as S, Type as T, Value as E, ValueKind as J, Variant as U};\n\
     use crate::catalogue::index::{Hints as H, Index as X, NO, Quick as Q, key as k};\n\
     use crate::version::VersionSet as V;\n";

pub(super) fn types(spec: &Spec) -> String {
    let tables = &Tables::new(spec);
    let mut out = IMPORTS.replace("use super::types::*;\n", "");
    let names = slice(spec.types.keys().map(|n| format!("&{}", static_name(n))));
    let _ = writeln!(out, "\npub(crate) static TYPES: &[&N] = {names};\n");
    for (name, named) in &spec.types {
        let kind = match &named.kind {
            Kind::Scalar { base, format, limits: l } => format!(
                "K::Scalar {{ base: {}, format: {}, limits: {} }}",
                ty(tables, base),
                option(format.as_deref().map(text)),
                limits(l)
            ),
            Kind::Enum(l) => format!("K::Enum({})", values(l)),
            Kind::Object(o) => format!("K::Object({})", object(tables, o)),
            Kind::Union { tag, variants } => {
                let variants = slice(variants.iter().map(|(value, ty, versions)| {
                    format!("U {{ tag: {}, ty: &{}, versions: {} }}", text(value), static_name(ty), set(*versions))
                }));
                format!("K::Union {{ tag: {}, variants: {variants} }}", text(tag))
            }
            Kind::Map(t, l) => format!("K::Map({}, {})", ty(tables, t), limits(l)),
            Kind::Array(t, l) => format!("K::Array({}, {})", ty(tables, t), limits(l)),
        };
        let _ = writeln!(
            out,
            "pub(crate) static {}: N = N {{ name: {}, about: {}, versions: {}, secret: {}, kind: {kind} }};",
            static_name(name),
            text(name),
            text(&named.about),
            set(named.versions),
            named.secret
        );
    }
    out
}

/// What is said of names whatever object their fields are in.
pub(super) fn names(spec: &Spec) -> String {
    format!("pub(crate) static HARMLESS: &[(u8, &str)] = {};\n", Tables::new(spec).harmless())
}

pub(super) fn requests(spec: &Spec) -> String {
    let tables = &Tables::new(spec);
    let mut out = String::from(IMPORTS);
    let count = spec.methods.len();
    let _ = writeln!(out, "\npub(crate) static REQUESTS: [O; {count}] = [");
    for m in &spec.methods {
        let _ = writeln!(out, "    // {}\n    {},", m.name, object(tables, &m.request));
    }
    let _ = writeln!(out, "];\n\npub(crate) static RESPONSES: [Option<T>; {count}] = [");
    for m in &spec.methods {
        let _ = writeln!(out, "    // {}\n    {},", m.name, option(m.response.as_ref().map(|t| ty(tables, t))));
    }
    out.push_str("];\n");
    out
}

pub(super) fn payloads(spec: &Spec) -> String {
    let tables = &Tables::new(spec);
    let mut out = String::from(IMPORTS);
    for (table, payloads) in [("WEBHOOKS", &spec.webhooks), ("PUSHES", &spec.pushes)] {
        let _ = writeln!(out, "\npub(crate) static {table}: [Option<T>; {}] = [", payloads.len());
        for (name, payload) in payloads {
            let _ = writeln!(out, "    // {name}\n    {},", option(payload.ty.as_ref().map(|t| ty(tables, t))));
        }
        out.push_str("];\n");
    }
    out
}

/// Scalars and other types have names that differ in case only, so the former get a prefix.
fn static_name(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        format!("TYPE_{}", constant(&out))
    } else {
        format!("SCALAR_{}", constant(&out))
    }
}

fn ty(tables: &Tables<'_>, t: &Ty) -> String {
    match t {
        Ty::String => "T::String".to_owned(),
        Ty::Integer => "T::Integer".to_owned(),
        Ty::Number => "T::Number".to_owned(),
        Ty::Boolean => "T::Boolean".to_owned(),
        Ty::Any => "T::Any".to_owned(),
        Ty::Binary => "T::Binary".to_owned(),
        Ty::Named(name) => format!("T::Named(&{})", static_name(name)),
        Ty::Array(inner) => format!("T::Array(&{})", ty(tables, inner)),
        Ty::Map(inner) => format!("T::Map(&{})", ty(tables, inner)),
        Ty::OneOf(options) => format!("T::OneOf({})", slice(options.iter().map(|o| ty(tables, o)))),
        Ty::Object(o) => format!("T::Object(&{})", object(tables, o)),
    }
}

fn object(tables: &Tables<'_>, o: &Object) -> String {
    let fields = slice(o.fields.iter().map(|f| field(tables, f)));
    let rules = slice(o.rules.iter().map(|r| rule(tables, o, r)));
    format!("O {{ fields: {fields}, rules: {rules}, open: {}, index: {} }}", o.open, tables.index(o))
}

fn field(tables: &Tables<'_>, f: &Field) -> String {
    let mut out = format!("F {{ name: {}, about: {}, ty: {}", text(&f.name), text(&f.about), ty(tables, &f.ty));
    for (name, on) in
        [("required", f.required), ("optional", f.optional), ("nullable", f.nullable), ("secret", f.secret)]
    {
        if on {
            let _ = write!(out, ", {name}: true");
        }
    }
    if let Some(default) = &f.default {
        let _ = write!(out, ", default: Some({})", json_value(default));
    }
    if f.limits != Limits::default() {
        let _ = write!(out, ", limits: {}", limits(&f.limits));
    }
    if f.versions != tables.spec.line.all() {
        let _ = write!(out, ", versions: {}", set(f.versions));
    }
    match f.source.as_deref() {
        Some("sdk") => out.push_str(", source: So::Sdk"),
        Some("sample") => out.push_str(", source: So::Sample"),
        Some("guide") => out.push_str(", source: So::Guide"),
        _ => {}
    }
    out.push_str(", ..F::BASE }");
    out
}

fn float(value: Option<f64>) -> String {
    option(value.map(|v| format!("{v:?}")))
}

fn whole(value: Option<u64>) -> String {
    option(value.map(|v| v.to_string()))
}

fn values(l: &Limits) -> String {
    slice(l.values.iter().map(|v| {
        format!("E {{ value: {}, about: {}, versions: {} }}", value(&v.value), text(&v.about), set(v.versions))
    }))
}

fn limits(l: &Limits) -> String {
    if *l == Limits::default() {
        return "L::NONE".to_owned();
    }
    let r = &l.rest;
    let mut parts = Vec::new();
    if !l.values.is_empty() {
        parts.push(format!("values: {}", values(l)));
    }
    if r.min.is_some() || r.max.is_some() {
        parts.push(format!("number: B {{ min: {}, max: {} }}", float(r.min), float(r.max)));
    }
    if r.min_length.is_some() || r.max_length.is_some() {
        parts.push(format!("length: B {{ min: {}, max: {} }}", whole(r.min_length), whole(r.max_length)));
    }
    if r.max_bytes.is_some() {
        parts.push(format!("max_bytes: {}", whole(r.max_bytes)));
    }
    if r.min_items.is_some() || r.max_items.is_some() {
        parts.push(format!("items: B {{ min: {}, max: {} }}", whole(r.min_items), whole(r.max_items)));
    }
    if r.unique == Some(true) {
        parts.push("unique: true".to_owned());
    }
    format!("L {{ {}, ..L::NONE }}", parts.join(", "))
}

fn path(steps: &[Step]) -> String {
    slice(steps.iter().map(|s| match s {
        Step::Name(name) => format!("S::Field({})", text(name)),
        Step::Items => "S::Items".to_owned(),
        Step::Values => "S::Values".to_owned(),
    }))
}

fn paths(list: &[Vec<Step>]) -> String {
    slice(list.iter().map(|p| path(p)))
}

fn scalars(list: &[Scalar]) -> String {
    slice(list.iter().map(value))
}

fn hints(Hints { trigger, targets, own }: &Hints) -> String {
    format!("H {{ trigger: {trigger:#x}, targets: {targets:#x}, own: {own:#x} }}")
}

fn rule(tables: &Tables<'_>, o: &Object, r: &Rule) -> String {
    let kind = match &r.kind {
        RuleKind::ExactlyOne(p) => format!("RK::ExactlyOne({})", paths(p)),
        RuleKind::AtLeastOne(p) => format!("RK::AtLeastOne({})", paths(p)),
        RuleKind::AtMostOne(p) => format!("RK::AtMostOne({})", paths(p)),
        RuleKind::Together(p) => format!("RK::Together({})", paths(p)),
        RuleKind::When { field, is, needs, excludes, allows, bounds } => {
            let allows = slice(allows.iter().map(|(p, v)| format!("({}, {})", path(p), scalars(v))));
            let bounds = slice(bounds.iter().map(|(p, l): &(Vec<Step>, model::Limits)| {
                format!("({}, B {{ min: {}, max: {} }})", path(p), float(l.min), float(l.max))
            }));
            format!(
                "RK::When {{ field: {}, is: {}, needs: {}, excludes: {}, allows: {allows}, bounds: {bounds} }}",
                path(field),
                scalars(is),
                paths(needs),
                paths(excludes)
            )
        }
    };
    format!(
        "R {{ at: {}, kind: {kind}, versions: {}, about: {}, hints: {} }}",
        path(&r.at),
        set(r.versions),
        text(&r.about),
        hints(&tables.hints(o, r))
    )
}
