//! The tables of types, requests, answers and payloads in a short form: texts once each, and a row of numbers that says how they make up the tables.
//!
//! Its counterpart, which reads the numbers in the same order, is `core/src/catalogue/tables/compact.rs`.

pub(crate) mod reach;
mod write;

use reach::{Reach, Said};
use write::Writer;

use super::index::{Tables, starts};
use crate::fields::{EnumValue, Field, Limits, Object, Rule, RuleKind, Step, Ty};
use crate::model::{self, Scalar};
use crate::resolve::{Kind, NamedType, Spec};
use crate::versions::Versions;

/// Types without a number of their own come before the named ones.
const FIRST_NAMED: u64 = 10;

/// The words that core knows of a value, in the order of their numbers.
const QUICK: [&str; 8] = ["Typed", "Text", "SomeText", "Time", "Word", "Flag", "Whole", "SomeWhole"];

/// Everything of it.
pub(super) fn compact(spec: &Spec) -> String {
    let tables = &Tables::new(spec);
    let reach = Reach::new(spec);
    let mut encoder =
        Encoder { tables, order: reach::order(spec).unwrap_or_default(), out: Writer::default(), all: spec.line.all() };
    encoder.marks();
    encoder.out.number(encoder.order.len());
    for name in encoder.order.clone() {
        if let Some((index, _, named)) = spec.types.get_full(name) {
            encoder.out.number(index);
            encoder.named(name, named, reach.said(name));
        }
    }
    encoder.out.number(spec.methods.len());
    for method in &spec.methods {
        encoder.object(&method.request, Said { asked: true, answered: false });
    }
    let answered = Said { asked: false, answered: true };
    encoder.types(spec.methods.iter().map(|m| m.response.as_ref()), answered);
    encoder.types(spec.webhooks.values().map(|w| w.ty.as_ref()), answered);
    encoder.types(spec.pushes.values().map(|p| p.ty.as_ref()), answered);
    encoder.out.rust()
}

struct Encoder<'a> {
    tables: &'a Tables<'a>,
    /// Named types, each after those that it has in it.
    order: Vec<&'a str>,
    out: Writer,
    all: Versions,
}

impl<'a> Encoder<'a> {
    /// Bits of names in the hints of rules.
    fn marks(&mut self) {
        let tables = self.tables;
        let marks = tables.marks();
        self.out.number(marks.len());
        for (name, mark) in marks {
            self.out.name(name);
            self.out.number(mark);
        }
    }

    fn types(&mut self, types: impl ExactSizeIterator<Item = Option<&'a Ty>>, said: Said) {
        self.out.number(types.len());
        for ty in types {
            self.out.flag(ty.is_some());
            if let Some(ty) = ty {
                self.ty(ty, said);
            }
        }
    }

    fn named(&mut self, name: &'a str, named: &'a NamedType, said: Said) {
        let kind = match &named.kind {
            Kind::Scalar { .. } => 0,
            Kind::Enum(_) => 1,
            Kind::Object(_) => 2,
            Kind::Union { .. } => 3,
            Kind::Map(..) => 4,
            Kind::Array(..) => 5,
        };
        let more = named.secret || named.versions != self.all;
        self.out.bits(&[(kind, 3), (self.quick(&Ty::Named(name.to_owned()), &Limits::default()), 3), (more.into(), 1)]);
        self.out.word(name);
        if more {
            self.out.flag(named.secret);
            self.versions(named.versions);
        }
        match &named.kind {
            Kind::Scalar { base, format, limits } => {
                self.ty(base, said);
                self.out.flag(format.is_some());
                if let Some(f) = format {
                    self.out.word(f);
                }
                self.limits(base, limits);
            }
            Kind::Enum(limits) => self.values(&limits.values),
            Kind::Object(object) => self.object(object, said),
            Kind::Union { tag, variants } => {
                self.out.name(tag);
                self.out.number(variants.len());
                for (value, ty, versions) in variants {
                    self.out.word(value);
                    let number = self.number_of(ty);
                    self.out.number(number);
                    self.versions(*versions);
                }
            }
            Kind::Map(ty, limits) | Kind::Array(ty, limits) => {
                self.ty(ty, said);
                self.limits(ty, limits);
            }
        }
    }

    fn number_of(&self, name: &str) -> usize {
        self.order.iter().position(|n| *n == name).unwrap_or_default()
    }

    fn versions(&mut self, versions: Versions) {
        self.out.number(versions.0);
    }

    fn ty(&mut self, ty: &'a Ty, said: Said) {
        let code = match ty {
            Ty::String => 0,
            Ty::Integer => 1,
            Ty::Number => 2,
            Ty::Boolean => 3,
            Ty::Any => 4,
            Ty::Binary => 5,
            Ty::Array(_) => 6,
            Ty::Map(_) => 7,
            Ty::OneOf(_) => 8,
            Ty::Object(_) => 9,
            Ty::Named(name) => FIRST_NAMED + self.number_of(name) as u64,
        };
        self.out.number(code);
        match ty {
            Ty::Array(inner) | Ty::Map(inner) => self.ty(inner, said),
            Ty::OneOf(options) => {
                self.out.number(options.len());
                for t in options {
                    self.ty(t, said);
                }
            }
            Ty::Object(object) => self.object(object, said),
            _ => {}
        }
    }

    fn object(&mut self, object: &'a Object, said: Said) {
        let more = object.open || !object.rules.is_empty();
        self.out.number(object.fields.len() << 1 | usize::from(more));
        if more {
            self.out.flag(object.open);
            self.out.number(object.rules.len());
            for r in &object.rules {
                self.rule(object, r);
            }
            let starts = starts(object);
            self.out.number(starts.len());
            for s in starts {
                self.out.name(s);
            }
        }
        self.out.count_fields(object.fields.len());
        for f in &object.fields {
            self.field(f, said);
        }
    }

    fn field(&mut self, field: &'a Field, said: Said) {
        let about = said.of(field);
        let source = match field.source.as_deref() {
            Some("sdk") => 1,
            Some("sample") => 2,
            Some("guide") => 3,
            _ => 0,
        };
        let rest = field.nullable || field.secret || source != 0;
        let limited = field.limits != Limits::default();
        let versions = field.versions != self.all;
        self.out.bits(&[
            (field.required.into(), 1),
            (field.optional.into(), 1),
            (about.into(), 1),
            (versions.into(), 1),
            (limited.into(), 1),
            (field.default.is_some().into(), 1),
            (rest.into(), 1),
        ]);
        self.out.name(&field.name);
        if about {
            self.out.about(&field.about);
        }
        if versions {
            self.versions(field.versions);
        }
        if rest {
            self.out.bits(&[(field.nullable.into(), 1), (field.secret.into(), 1), (source, 2)]);
        }
        if let Some(default) = &field.default {
            self.json(default);
        }
        if limited {
            self.limits(&field.ty, &field.limits);
        }
        self.ty(&field.ty, said);
    }

    /// The word for a value of a type; the reader knows that of a type without limits.
    fn quick(&self, ty: &Ty, limits: &Limits) -> u64 {
        let word = self.tables.quick(ty, limits);
        QUICK.iter().position(|q| *q == word).unwrap_or_default() as u64
    }

    fn limits(&mut self, ty: &'a Ty, limits: &'a Limits) {
        let rest = &limits.rest;
        let quick = self.quick(ty, limits);
        self.out.bits(&[
            (quick, 3),
            ((!limits.values.is_empty()).into(), 1),
            (rest.min.is_some().into(), 1),
            (rest.max.is_some().into(), 1),
            (rest.max_length.is_some().into(), 1),
            (rest.max_items.is_some().into(), 1),
            (rest.min_items.is_some().into(), 1),
            (rest.min_length.is_some().into(), 1),
            (rest.max_bytes.is_some().into(), 1),
            ((rest.unique == Some(true)).into(), 1),
        ]);
        if !limits.values.is_empty() {
            self.values(&limits.values);
        }
        for n in [rest.min, rest.max].into_iter().flatten() {
            self.out.float(n);
        }
        let whole = [rest.max_length, rest.max_items, rest.min_items, rest.min_length, rest.max_bytes];
        for n in whole.into_iter().flatten() {
            self.out.number(n);
        }
    }

    fn values(&mut self, values: &'a [EnumValue]) {
        let plain = values.iter().all(|v| matches!(v.value, Scalar::String(_)) && v.versions == self.all);
        self.out.number(values.len() << 1 | usize::from(!plain));
        for value in values {
            match &value.value {
                Scalar::String(text) if plain => self.out.word(text),
                scalar => {
                    self.scalar(scalar);
                    self.versions(value.versions);
                }
            }
        }
    }

    fn scalar(&mut self, scalar: &'a Scalar) {
        match scalar {
            Scalar::String(text) => {
                self.out.number(0u8);
                self.out.word(text);
            }
            Scalar::Int(number) => {
                self.out.number(1u8);
                self.out.signed(*number);
            }
            Scalar::Bool(value) => self.out.number(2 + u8::from(*value)),
        }
    }

    /// A default, written as JSON.
    fn json(&mut self, json: &'a str) {
        match serde_json::from_str(json) {
            Ok(serde_json::Value::String(text)) => {
                self.out.number(0u8);
                self.out.word(&text);
            }
            Ok(serde_json::Value::Bool(value)) => self.out.number(2 + u8::from(value)),
            Ok(serde_json::Value::Number(n)) if n.as_i64().is_some() => {
                self.out.number(1u8);
                self.out.signed(n.as_i64().unwrap_or_default());
            }
            _ => {
                self.out.number(4u8);
                self.out.word(json);
            }
        }
    }

    fn path(&mut self, path: &'a [Step]) {
        self.out.number(path.len());
        for step in path {
            match step {
                Step::Items => self.out.number(0u8),
                Step::Values => self.out.number(1u8),
                Step::Name(name) => {
                    self.out.number(2u8);
                    self.out.name(name);
                }
            }
        }
    }

    fn paths(&mut self, paths: &'a [Vec<Step>]) {
        self.out.number(paths.len());
        for p in paths {
            self.path(p);
        }
    }

    fn scalars(&mut self, scalars: &'a [Scalar]) {
        self.out.number(scalars.len());
        for s in scalars {
            self.scalar(s);
        }
    }

    fn rule(&mut self, object: &Object, rule: &'a Rule) {
        let kind = match &rule.kind {
            RuleKind::ExactlyOne(_) => 0u8,
            RuleKind::AtLeastOne(_) => 1,
            RuleKind::AtMostOne(_) => 2,
            RuleKind::Together(_) => 3,
            RuleKind::When { .. } => 4,
        };
        self.out.number(kind);
        self.path(&rule.at);
        self.versions(rule.versions);
        let hints = self.tables.hints(object, rule);
        self.out.positions(hints.trigger);
        self.out.positions(hints.targets);
        self.out.positions(hints.own);
        match &rule.kind {
            RuleKind::ExactlyOne(paths)
            | RuleKind::AtLeastOne(paths)
            | RuleKind::AtMostOne(paths)
            | RuleKind::Together(paths) => self.paths(paths),
            RuleKind::When { field, is, needs, excludes, allows, bounds } => {
                self.path(field);
                self.scalars(is);
                self.paths(needs);
                self.paths(excludes);
                self.out.number(allows.len());
                for (path, values) in allows {
                    self.path(path);
                    self.scalars(values);
                }
                self.out.number(bounds.len());
                for (path, limits) in bounds {
                    self.path(path);
                    self.bounds(limits);
                }
            }
        }
    }

    fn bounds(&mut self, limits: &model::Limits) {
        for bound in [limits.min, limits.max] {
            self.out.flag(bound.is_some());
            if let Some(n) = bound {
                self.out.float(n);
            }
        }
    }
}
