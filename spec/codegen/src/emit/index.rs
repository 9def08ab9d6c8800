//! What validation looks up of objects and rules: keys in a form that is quick to search, bits of fields, hints that let a rule rest.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{set, slice, text};
use crate::fields::{Field, Limits, Object, Rule, RuleKind, Step, Ty};
use crate::model;
use crate::resolve::{Kind, Spec};
use crate::versions::Versions;

/// A spec, and what is worked out of it once.
pub(super) struct Tables<'a> {
    pub(super) spec: &'a Spec,
    /// Bits of the names in which paths of rules end.
    marks: BTreeMap<&'a str, usize>,
    /// Bits with values that break no rule.
    harmless: Vec<(usize, &'a str)>,
}

/// What lets a rule rest, in bits.
pub(super) struct Hints {
    pub(super) trigger: u64,
    pub(super) targets: u64,
    pub(super) own: u64,
}

/// The bit of a rule's hints that is always set.
const ALWAYS: u64 = 1 << 63;

impl<'a> Tables<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        let mut ends: BTreeMap<&str, Option<Vec<&str>>> = BTreeMap::new();
        for rule in objects(spec).flat_map(rules) {
            let allows: &[_] = if let RuleKind::When { allows, .. } = &rule.kind { allows } else { &[] };
            for path in paths(rule) {
                let Some(name) = last(path) else { continue };
                let here = allows.iter().find(|(p, _)| p == path).map(|(_, values)| texts(values));
                let known = ends.entry(name).or_insert_with(|| here.clone());
                *known = known.take().zip(here).map(|(a, b)| a.into_iter().filter(|v| b.contains(v)).collect());
            }
        }
        // A name with harmless values has a bit to itself, the others share the rest.
        let (alone, shared): (Vec<_>, Vec<_>) = ends.into_iter().partition(|(_, values)| values.is_some());
        let rest = 63 - alone.len();
        let shared = shared.iter().enumerate().map(|(i, (name, _))| (*name, alone.len() + i % rest));
        let marks = alone.iter().enumerate().map(|(i, (name, _))| (*name, i)).chain(shared).collect();
        let harmless = alone.iter().enumerate().flat_map(|(i, (_, v))| v.iter().flatten().map(move |v| (i, *v)));
        Self { spec, marks, harmless: harmless.collect() }
    }

    /// Bits of names with values that break no rule, wherever they stand: names that rules speak of only to say which values are allowed.
    pub(super) fn harmless(&self) -> String {
        slice(self.harmless.iter().map(|(mark, value)| format!("({mark}, {})", text(value))))
    }

    /// Bits of names, in order of the names.
    pub(super) fn marks(&self) -> impl ExactSizeIterator<Item = (&'a str, usize)> {
        self.marks.iter().map(|(name, mark)| (*name, *mark))
    }

    pub(super) fn index(&self, object: &Object) -> String {
        let starts = starts(object);
        let keys = slice(object.fields.iter().map(|f| {
            let slot = starts.iter().position(|s| *s == f.name).map_or("NO".to_owned(), |s| s.to_string());
            let mark = self.marks.get(f.name.as_str()).map_or("NO".to_owned(), ToString::to_string);
            format!("k({}, {}, Q::{}, {slot}, {mark})", text(&f.name), set(f.versions), self.quick(&f.ty, &f.limits))
        }));
        let bits = |holds: &dyn Fn(&Field) -> bool| {
            let bits = object.fields.iter().enumerate().filter(|(_, f)| holds(f)).fold(0u64, |b, (i, _)| b | 1 << i);
            format!("{bits:#x}")
        };
        let mut versions = String::new();
        for version in 0..self.spec.line.0.len() {
            let _ = write!(versions, "{}, ", bits(&|f| !f.versions.and(Versions(1 << version)).is_empty()));
        }
        format!(
            "X {{ keys: {keys}, required: {}, always: {}, versions: [{}] }}",
            bits(&|f| f.required),
            bits(&|f| !f.optional),
            versions.trim_end_matches(", ")
        )
    }

    /// What is asked of a field's value, if a word says all of it.
    pub(super) fn quick(&self, ty: &Ty, limits: &Limits) -> &'static str {
        let strings = |l: &Limits| l.values.iter().all(|v| matches!(v.value, model::Scalar::String(_)));
        let none = Limits::default();
        let (base, format, own) = match ty {
            Ty::Named(name) => match self.spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Scalar { base, format, limits: own }) => (base, format.as_deref(), own),
                Some(Kind::Enum(values)) if strings(values) => return "Word",
                _ => return "Typed",
            },
            ty => (ty, None, &none),
        };
        let values = [own, limits].into_iter().filter(|l| !l.values.is_empty()).count();
        let limited = own.rest != none.rest || limits.rest != none.rest;
        match (base, format) {
            (Ty::String, None) if values == 1 && !limited && own.values.is_empty() && strings(limits) => "Word",
            _ if values > 0 => "Typed",
            (Ty::String, None) if limited => "SomeText",
            (Ty::String, None) => "Text",
            (Ty::String, Some("rfc3339")) if !limited => "Time",
            (Ty::Integer, _) if limited => "SomeWhole",
            (Ty::Integer, _) => "Whole",
            (Ty::Boolean, _) => "Flag",
            _ => "Typed",
        }
    }

    pub(super) fn hints(&self, object: &Object, rule: &Rule) -> Hints {
        let (mut trigger, mut targets, mut own) = (ALWAYS, ALWAYS, 0);
        match &rule.kind {
            RuleKind::ExactlyOne(paths)
            | RuleKind::AtLeastOne(paths)
            | RuleKind::AtMostOne(paths)
            | RuleKind::Together(paths) => {
                let single = |p: &Vec<Step>| rule.at.is_empty() && matches!(p[..], [Step::Name(_)]);
                if paths.iter().all(single) {
                    own = paths.iter().fold(0, |bits, p| bits | own_bits(object, p));
                } else if !matches!(rule.kind, RuleKind::ExactlyOne(_) | RuleKind::AtLeastOne(_)) {
                    // Nothing is wrong as long as none of them is there.
                    trigger = paths.iter().fold(0, |bits, p| bits | self.mark(object, rule, p));
                }
            }
            RuleKind::When { field, needs, excludes, allows, bounds, .. } => {
                trigger = self.mark(object, rule, field);
                if needs.is_empty() {
                    let paths =
                        excludes.iter().chain(allows.iter().map(|(p, _)| p)).chain(bounds.iter().map(|(p, _)| p));
                    targets = paths.fold(0, |bits, p| bits | self.mark(object, rule, p));
                }
            }
        }
        Hints { trigger, targets, own }
    }

    /// The bit that is set if there may be something at the end of a path.
    fn mark(&self, object: &Object, rule: &Rule, path: &[Step]) -> u64 {
        let whole: Vec<Step> = rule.at.iter().chain(path).cloned().collect();
        match last(path).and_then(|name| self.marks.get(name)) {
            Some(mark) if self.known(&Ty::Object(object.clone()), &whole, 0) => 1 << mark,
            _ => ALWAYS,
        }
    }

    /// Whether a path goes through fields of the catalogue only, so that nothing at its end can be there unseen.
    fn known(&self, ty: &Ty, path: &[Step], depth: usize) -> bool {
        let Some((step, rest)) = path.split_first() else { return true };
        if depth > 32 {
            return false;
        }
        match ty {
            Ty::Any | Ty::Map(_) => false,
            Ty::Object(o) => match step {
                Step::Name(name) => {
                    o.fields.iter().filter(|f| f.name == *name).all(|f| self.known(&f.ty, rest, depth + 1))
                }
                _ => false,
            },
            Ty::Array(inner) => self.known(inner, if *step == Step::Items { rest } else { path }, depth + 1),
            Ty::OneOf(options) => options.iter().all(|t| self.known(t, path, depth + 1)),
            Ty::Named(name) => match self.spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Object(o)) => self.known(&Ty::Object(o.clone()), path, depth + 1),
                Some(Kind::Union { variants, .. }) => {
                    variants.iter().all(|(_, ty, _)| self.known(&Ty::Named(ty.clone()), path, depth + 1))
                }
                Some(Kind::Array(inner, _)) => self.known(&Ty::Array(Box::new(inner.clone())), path, depth + 1),
                Some(Kind::Scalar { .. } | Kind::Enum(_)) => true,
                _ => false,
            },
            Ty::String | Ty::Integer | Ty::Number | Ty::Boolean | Ty::Binary => true,
        }
    }
}

fn own_bits(object: &Object, path: &[Step]) -> u64 {
    let named = |f: &Field| matches!(path.first(), Some(Step::Name(name)) if *name == f.name);
    object.fields.iter().enumerate().filter(|(_, f)| named(f)).fold(0, |bits, (i, _)| bits | 1 << i)
}

/// Names of the fields with which an object's rules begin, in order of the rules.
pub(crate) fn starts(object: &Object) -> Vec<&str> {
    let mut names = Vec::new();
    for rule in &object.rules {
        let paths: Vec<&[Step]> = if rule.at.is_empty() { paths(rule) } else { vec![&rule.at] };
        for path in paths {
            if let Some(Step::Name(name)) = path.first()
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
    }
    names
}

fn paths(rule: &Rule) -> Vec<&[Step]> {
    match &rule.kind {
        RuleKind::ExactlyOne(p) | RuleKind::AtLeastOne(p) | RuleKind::AtMostOne(p) | RuleKind::Together(p) => {
            p.iter().map(Vec::as_slice).collect()
        }
        RuleKind::When { field, needs, excludes, allows, bounds, .. } => {
            let others = needs.iter().chain(excludes).chain(allows.iter().map(|(p, _)| p));
            let others = others.chain(bounds.iter().map(|(p, _)| p));
            std::iter::once(field).chain(others).map(Vec::as_slice).collect()
        }
    }
}

/// Requests and named types that are objects.
fn objects(spec: &Spec) -> impl Iterator<Item = &Object> {
    let types = spec.types.values().filter_map(|t| if let Kind::Object(o) = &t.kind { Some(o) } else { None });
    spec.methods.iter().map(|m| &m.request).chain(types)
}

/// Those of some values that are texts.
fn texts(values: &[model::Scalar]) -> Vec<&str> {
    values.iter().filter_map(|v| if let model::Scalar::String(s) = v { Some(s.as_str()) } else { None }).collect()
}

/// The name in which a path ends.
fn last(path: &[Step]) -> Option<&str> {
    path.iter().rev().find_map(|s| if let Step::Name(name) = s { Some(name.as_str()) } else { None })
}

/// The rules of an object and of those in place inside of it.
fn rules(object: &Object) -> Vec<&Rule> {
    let mut all: Vec<&Rule> = object.rules.iter().collect();
    let mut types: Vec<&Ty> = object.fields.iter().map(|f| &f.ty).collect();
    while let Some(ty) = types.pop() {
        match ty {
            Ty::Object(object) => all.extend(rules(object)),
            Ty::Array(inner) | Ty::Map(inner) => types.push(inner),
            Ty::OneOf(options) => types.extend(options),
            _ => {}
        }
    }
    all
}
