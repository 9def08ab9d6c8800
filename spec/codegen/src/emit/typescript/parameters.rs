//! Parameters of requests with types, limits, rules and meanings, as packed JSON in a string; `ts/parameters.ts` says how it is packed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{json_text, path};
use crate::fields::{EnumValue, Field, Limits, Object, Rule, RuleKind, Step, Ty};
use crate::model::{self, Scalar};
use crate::resolve::{Kind, Spec};
use crate::versions::Versions;

pub(super) fn parameters(spec: &Spec) -> String {
    let pack = Pack { all: spec.line.all() };
    let methods: Vec<Value> = spec
        .methods
        .iter()
        .map(|m| {
            let single = m.batch_of.as_ref().and_then(|of| spec.methods.iter().position(|s| s.name == *of));
            single.map_or_else(|| pack.object(&m.request), |i| json!(i))
        })
        .collect();
    let mut sent = BTreeSet::new();
    for field in spec.methods.iter().flat_map(|m| &m.request.fields) {
        super::super::typed::reach(spec, &field.ty, &mut sent);
    }
    let types: Map<String, Value> = spec
        .types
        .iter()
        .filter(|(name, _)| sent.contains(*name))
        .map(|(name, named)| {
            let packed = match &named.kind {
                Kind::Scalar { base, format, limits } => {
                    let mut facts = pack.limits(limits);
                    if let Some(format) = format {
                        facts.insert("format".to_owned(), json!(format));
                    }
                    json!(["s", named.about, pack.ty(base), facts])
                }
                Kind::Enum(limits) => json!(["e", named.about, pack.values(&limits.values)]),
                Kind::Object(object) => json!(["o", named.about, pack.object(object)]),
                Kind::Union { tag, variants } => {
                    let variants: Vec<Value> = variants
                        .iter()
                        .map(|(value, ty, versions)| match pack.mask(*versions) {
                            Some(mask) => json!([value, ty, mask]),
                            None => json!([value, ty]),
                        })
                        .collect();
                    json!(["u", named.about, tag, variants])
                }
                Kind::Map(ty, limits) => json!(["t", named.about, ["{", pack.ty(ty)], pack.limits(limits)]),
                Kind::Array(ty, limits) => json!(["t", named.about, ["[", pack.ty(ty)], pack.limits(limits)]),
            };
            (name.clone(), packed)
        })
        .collect();
    format!(
        "// Parameters of requests, as JSON; `../parameters.ts` reads it.\n\nexport const PARAMETERS: string = {};\n",
        json_text(&json!({ "methods": methods, "types": types }))
    )
}

struct Pack {
    /// All versions; facts that hold in all of them don't say so.
    all: Versions,
}

impl Pack {
    fn mask(&self, versions: Versions) -> Option<u8> {
        (versions != self.all).then_some(versions.0)
    }

    /// `[fields, rules?, open?]`
    fn object(&self, object: &Object) -> Value {
        let fields: Vec<Value> = object.fields.iter().map(|f| self.field(f)).collect();
        let rules: Vec<Value> = object.rules.iter().map(|r| self.rule(r)).collect();
        match (rules.is_empty(), object.open) {
            (true, false) => json!([fields]),
            (false, false) => json!([fields, rules]),
            (_, true) => json!([fields, rules, 1]),
        }
    }

    /// `[name, type, about, facts?]`
    fn field(&self, field: &Field) -> Value {
        let mut facts = self.limits(&field.limits);
        for (key, on) in [("r", field.required), ("n", field.nullable), ("s", field.secret)] {
            if on {
                facts.insert(key.to_owned(), json!(1));
            }
        }
        if let Some(default) = &field.default {
            facts.insert("d".to_owned(), serde_json::from_str(default).unwrap_or_default());
        }
        if let Some(mask) = self.mask(field.versions) {
            facts.insert("v".to_owned(), json!(mask));
        }
        let ty = self.ty(&field.ty);
        if facts.is_empty() {
            json!([field.name, ty, field.about])
        } else {
            json!([field.name, ty, field.about, facts])
        }
    }

    /// A name; `["[", T]` an array, `["{", T]` a map, `["|", T, ...]` alternatives, `["o", object]` fields in place.
    fn ty(&self, ty: &Ty) -> Value {
        match ty {
            Ty::String => json!("string"),
            Ty::Integer => json!("integer"),
            Ty::Number => json!("number"),
            Ty::Boolean => json!("boolean"),
            Ty::Any => json!("any"),
            Ty::Binary => json!("binary"),
            Ty::Named(name) => json!(name),
            Ty::Array(inner) => json!(["[", self.ty(inner)]),
            Ty::Map(inner) => json!(["{", self.ty(inner)]),
            Ty::OneOf(options) => {
                let mut list = vec![json!("|")];
                list.extend(options.iter().map(|o| self.ty(o)));
                json!(list)
            }
            Ty::Object(object) => json!(["o", self.object(object)]),
        }
    }

    fn limits(&self, limits: &Limits) -> Map<String, Value> {
        let mut out = bounds(&limits.rest);
        if !limits.values.is_empty() {
            out.insert("e".to_owned(), self.values(&limits.values));
        }
        out
    }

    /// Each a value, or `[value, about, versions?]`.
    fn values(&self, values: &[EnumValue]) -> Value {
        values
            .iter()
            .map(|v| match (self.mask(v.versions), v.about.is_empty()) {
                (None, true) => scalar(&v.value),
                (None, false) => json!([scalar(&v.value), v.about]),
                (Some(mask), _) => json!([scalar(&v.value), v.about, mask]),
            })
            .collect()
    }

    fn rule(&self, rule: &Rule) -> Value {
        let mut out = Map::new();
        if !rule.at.is_empty() {
            out.insert("at".to_owned(), json!(path(&rule.at)));
        }
        match &rule.kind {
            RuleKind::ExactlyOne(list) => drop(out.insert("exactlyOne".to_owned(), paths(list))),
            RuleKind::AtLeastOne(list) => drop(out.insert("atLeastOne".to_owned(), paths(list))),
            RuleKind::AtMostOne(list) => drop(out.insert("atMostOne".to_owned(), paths(list))),
            RuleKind::Together(list) => drop(out.insert("together".to_owned(), paths(list))),
            RuleKind::When { field, is, needs, excludes, allows, bounds: limits } => {
                out.insert("field".to_owned(), json!(path(field)));
                if !is.is_empty() {
                    out.insert("is".to_owned(), is.iter().map(scalar).collect());
                }
                for (key, list) in [("needs", needs), ("excludes", excludes)] {
                    if !list.is_empty() {
                        out.insert(key.to_owned(), paths(list));
                    }
                }
                if !allows.is_empty() {
                    let allows: Map<String, Value> =
                        allows.iter().map(|(p, v)| (path(p), v.iter().map(scalar).collect())).collect();
                    out.insert("allows".to_owned(), Value::Object(allows));
                }
                if !limits.is_empty() {
                    let limits: Map<String, Value> =
                        limits.iter().map(|(p, l)| (path(p), Value::Object(bounds(l)))).collect();
                    out.insert("bounds".to_owned(), Value::Object(limits));
                }
            }
        }
        if !rule.about.is_empty() {
            out.insert("about".to_owned(), json!(rule.about));
        }
        if let Some(mask) = self.mask(rule.versions) {
            out.insert("v".to_owned(), json!(mask));
        }
        Value::Object(out)
    }
}

fn bounds(limits: &model::Limits) -> Map<String, Value> {
    let number = |v: Option<f64>| {
        #[allow(clippy::cast_possible_truncation, reason = "whole numbers are written without a fraction")]
        v.map(|v| if v.fract() == 0.0 { json!(v as i64) } else { json!(v) })
    };
    let whole = |v: Option<u64>| v.map(|v| json!(v));
    let all = [
        ("min", number(limits.min)),
        ("max", number(limits.max)),
        ("minLength", whole(limits.min_length)),
        ("maxLength", whole(limits.max_length)),
        ("maxBytes", whole(limits.max_bytes)),
        ("minItems", whole(limits.min_items)),
        ("maxItems", whole(limits.max_items)),
        ("unique", limits.unique.filter(|u| *u).map(|u| json!(u))),
    ];
    all.into_iter().filter_map(|(k, v)| Some((k.to_owned(), v?))).collect()
}

fn scalar(value: &Scalar) -> Value {
    match value {
        Scalar::String(s) => json!(s),
        Scalar::Int(i) => json!(i),
        Scalar::Bool(b) => json!(b),
    }
}

fn paths(list: &[Vec<Step>]) -> Value {
    list.iter().map(|p| json!(path(p))).collect()
}
