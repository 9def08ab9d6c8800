//! Which named types stand in others, in what order they can be made, and which descriptions a message can have in it. Pure functions of the spec.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::fields::{Field, Object, Ty};
use crate::resolve::{Kind, NamedType, Spec};

/// Types that answers, pushes and webhooks come in.
const ENVELOPES: [&str; 5] = ["ErrorAnswer", "RtmFrame", "RtmPush", "RtmResponse", "WebhookEnvelope"];

/// Where the fields of an object can be missed.
#[derive(Clone, Copy)]
pub(super) struct Said {
    /// In a request.
    pub(super) asked: bool,
    /// In an answer, a push or a webhook.
    pub(super) answered: bool,
}

impl Said {
    /// Whether a message can have a field's description in it, which it has where the field is missing.
    pub(super) fn of(self, field: &Field) -> bool {
        !field.about.is_empty() && (self.asked && field.required || self.answered && !field.optional)
    }
}

/// What named types have in them.
pub(super) struct Reach<'a> {
    asked: BTreeSet<&'a str>,
    answered: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        let (mut asked, mut answered) = (Vec::new(), ENVELOPES.to_vec());
        for method in &spec.methods {
            in_object(&method.request, &mut asked);
        }
        for ty in answers(spec) {
            in_type(ty, &mut answered);
        }
        Self { asked: closed(spec, asked), answered: closed(spec, answered) }
    }

    pub(super) fn said(&self, name: &str) -> Said {
        Said { asked: self.asked.contains(name), answered: self.answered.contains(name) }
    }
}

/// Names of types and of all that these have in them.
fn closed<'a>(spec: &'a Spec, mut names: Vec<&'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    while let Some(name) = names.pop() {
        if found.insert(name)
            && let Some(named) = spec.types.get(name)
        {
            names.extend(inside(named));
        }
    }
    found
}

/// All named types, each after those that it has in it; of those that can come next, the one that stands in most places.
///
/// # Errors
/// The types that have each other in them, which this form can't say.
pub(crate) fn order(spec: &Spec) -> Result<Vec<&str>, Vec<&str>> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places: Vec<&str> = spec.types.values().flat_map(inside).collect();
    for method in &spec.methods {
        in_object(&method.request, &mut places);
    }
    for ty in answers(spec) {
        in_type(ty, &mut places);
    }
    for name in places {
        *uses.entry(name).or_default() += 1;
    }
    let mut open: Vec<(&str, Vec<&str>)> = spec.types.iter().map(|(name, ty)| (name.as_str(), inside(ty))).collect();
    let mut done: Vec<&str> = Vec::new();
    while !open.is_empty() {
        let ready = open
            .iter()
            .enumerate()
            .filter(|(_, (_, inside))| inside.iter().all(|n| done.contains(n) || !spec.types.contains_key(*n)));
        let next = ready.max_by_key(|(i, (name, _))| (uses.get(name).copied(), Reverse(*i))).map(|(i, _)| i);
        let Some(next) = next else { return Err(open.into_iter().map(|(name, _)| name).collect()) };
        done.push(open.remove(next).0);
    }
    Ok(done)
}

/// Types of answers and of the payloads of webhooks and pushes.
fn answers(spec: &Spec) -> impl Iterator<Item = &Ty> {
    let payloads = spec.webhooks.values().chain(spec.pushes.values()).filter_map(|p| p.ty.as_ref());
    spec.methods.iter().filter_map(|m| m.response.as_ref()).chain(payloads)
}

/// Names of the types that stand in a named type.
fn inside(ty: &NamedType) -> Vec<&str> {
    let mut names = Vec::new();
    match &ty.kind {
        Kind::Scalar { base: ty, .. } | Kind::Map(ty, _) | Kind::Array(ty, _) => in_type(ty, &mut names),
        Kind::Object(object) => in_object(object, &mut names),
        Kind::Union { variants, .. } => names.extend(variants.iter().map(|(_, ty, _)| ty.as_str())),
        Kind::Enum(_) => {}
    }
    names
}

fn in_object<'a>(object: &'a Object, names: &mut Vec<&'a str>) {
    for field in &object.fields {
        in_type(&field.ty, names);
    }
}

fn in_type<'a>(ty: &'a Ty, names: &mut Vec<&'a str>) {
    match ty {
        Ty::Named(name) => names.push(name),
        Ty::Array(inner) | Ty::Map(inner) => in_type(inner, names),
        Ty::OneOf(options) => {
            for option in options {
                in_type(option, names);
            }
        }
        Ty::Object(object) => in_object(object, names),
        _ => {}
    }
}
