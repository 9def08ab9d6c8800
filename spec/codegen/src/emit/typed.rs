//! What the typed views and the typed builders share: names, fields merged over versions, documentation, and which
//! types are reached from where.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::camel;
use crate::fields::{EnumValue, Field, Object, Ty};
use crate::model::Scalar;
use crate::resolve::{Kind, Spec};
use crate::versions::Versions;

/// A field with the facts of all versions.
pub(super) struct Member<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its facts, oldest first.
    pub(super) runs: Vec<&'a Field>,
}

impl<'a> Member<'a> {
    /// The fields of an object, in their order.
    pub(super) fn all(object: &'a Object) -> Vec<Self> {
        let mut members: Vec<Self> = Vec::new();
        for field in &object.fields {
            match members.iter_mut().find(|m| m.name == field.name) {
                Some(member) => member.runs.push(field),
                None => members.push(Self { name: &field.name, runs: vec![field] }),
            }
        }
        members
    }

    /// What holds in the newest of its versions.
    pub(super) fn newest(&self) -> &'a Field {
        self.runs[self.runs.len() - 1]
    }

    /// Its type; any JSON where it isn't the same in all versions.
    pub(super) fn ty(&self) -> &'a Ty {
        let ty = &self.runs[0].ty;
        if self.runs.iter().all(|r| r.ty == *ty) { ty } else { &Ty::Any }
    }

    /// Values of an enumeration in place, those of all versions.
    pub(super) fn values(&self) -> Vec<&'a EnumValue> {
        let mut values: Vec<&EnumValue> = Vec::new();
        for value in self.runs.iter().flat_map(|r| &r.limits.values) {
            if !values.iter().any(|v| v.value == value.value) {
                values.push(value);
            }
        }
        values
    }

    pub(super) fn versions(&self) -> Versions {
        self.runs.iter().fold(Versions::default(), |all, r| all.or(r.versions))
    }

    /// Whether it must be sent in each of these versions.
    pub(super) fn is_required(&self, versions: Versions) -> bool {
        self.runs.iter().all(|r| r.required) && self.versions().contains(versions)
    }

    pub(super) fn is_secret(&self) -> bool {
        self.runs.iter().any(|r| r.secret)
    }

    /// What it means, in one line, with the versions that have it.
    pub(super) fn about(&self, spec: &Spec, within: Versions) -> String {
        format!("{}{}", self.newest().about, since_until(spec, self.versions(), within))
    }
}

/// Where a type stands that has no name in the catalogue.
pub(super) struct Place {
    /// The name that it gets.
    pub(super) name: String,
    /// Its path in the catalogue.
    pub(super) path: String,
    /// What the field means.
    pub(super) about: String,
    /// Versions that have it.
    pub(super) versions: Versions,
}

impl Place {
    /// A root that stands for itself.
    pub(super) fn root(name: &str, path: &str, versions: Versions) -> Self {
        Self { name: name.to_owned(), path: path.to_owned(), about: String::new(), versions }
    }

    /// A field of something.
    pub(super) fn field(member: &Member<'_>, owner: &str, path: &str) -> Self {
        Self {
            name: format!("{owner}{}", pascal(member.name)),
            path: format!("{path}.{}", member.name),
            about: member.newest().about.clone(),
            versions: member.versions(),
        }
    }

    /// What the type is for.
    pub(super) fn doc(&self) -> String {
        match self.about.trim_end_matches('.') {
            "" => format!("`{}`.", self.path),
            about => format!("{about} (`{}`).", self.path),
        }
    }
}

/// ` Since 3.5.`, where that says something.
pub(super) fn since_until(spec: &Spec, versions: Versions, within: Versions) -> String {
    let (here, there) = (spec.line.names(versions.and(within)), spec.line.names(within));
    let mut out = String::new();
    if here.first() != there.first() {
        out.push_str(&here.first().map(|v| format!(" Since {v}.")).unwrap_or_default());
    }
    if here.last() != there.last() {
        out.push_str(&here.last().map(|v| format!(" Until {v}.")).unwrap_or_default());
    }
    out
}

/// A doc comment of several lines; that of `instead` where there is nothing to say.
pub(super) fn doc(about: &str, instead: &str) -> String {
    let about = if about.is_empty() { instead } else { about };
    about.lines().map(|line| format!("/// {line}").trim_end().to_owned() + "\n").collect()
}

/// Words of the language, and names that the macros use on their own.
const TAKEN: &[&str] =
    &["type", "in", "match", "use", "move", "ref", "where", "for", "self", "fn", "get", "raw", "new", "extra", "at"];

/// A field's name as a name of a function, and the key where that differs.
pub(super) fn ident(name: &str) -> String {
    let mut ident: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    if TAKEN.contains(&ident.as_str()) {
        ident.push('_');
    }
    if ident == name { ident } else { format!("{ident} = {name:?}") }
}

/// `filters.group_ids` as `FiltersGroupIds`; `chats/duration` as `ChatsDuration`.
pub(super) fn pascal(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric()).map(camel).collect()
}

/// Name of a scalar's type.
pub(super) fn scalar(name: &str) -> String {
    pascal(name)
}

/// A value's text, where it is text.
pub(super) fn value_text(value: &EnumValue) -> Option<&str> {
    match &value.value {
        Scalar::String(text) => Some(text),
        _ => None,
    }
}

/// Names of all types that are reached from a type.
pub(super) fn reach(spec: &Spec, ty: &Ty, seen: &mut BTreeSet<String>) {
    match ty {
        Ty::Named(name) => {
            if !seen.insert(name.clone()) {
                return;
            }
            match spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Object(object)) => object.fields.iter().for_each(|f| reach(spec, &f.ty, seen)),
                Some(Kind::Union { variants, .. }) => {
                    for (_, name, _) in variants {
                        reach(spec, &Ty::Named(name.clone()), seen);
                    }
                }
                Some(Kind::Map(ty, _) | Kind::Array(ty, _)) => reach(spec, ty, seen),
                _ => {}
            }
        }
        Ty::Array(ty) | Ty::Map(ty) => reach(spec, ty, seen),
        Ty::OneOf(options) => options.iter().for_each(|ty| reach(spec, ty, seen)),
        Ty::Object(object) => object.fields.iter().for_each(|f| reach(spec, &f.ty, seen)),
        _ => {}
    }
}

/// Types that requests send, and types that come back: all that aren't only sent.
pub(super) fn directions(spec: &Spec) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut back) = (BTreeSet::new(), BTreeSet::new());
    for method in &spec.methods {
        method.request.fields.iter().for_each(|f| reach(spec, &f.ty, &mut sent));
        method.response.iter().for_each(|ty| reach(spec, ty, &mut back));
    }
    for payload in spec.pushes.values().chain(spec.webhooks.values()) {
        payload.ty.iter().for_each(|ty| reach(spec, ty, &mut back));
    }
    for name in spec.types.keys().filter(|n| !sent.contains(*n)) {
        reach(spec, &Ty::Named(name.clone()), &mut back);
    }
    (sent, back)
}

/// Name of the type of a value that has one of several types.
pub(super) fn one_of_name(options: &[Ty]) -> String {
    options.iter().map(option_name).collect::<Vec<_>>().join("Or")
}

/// Name of one of these types.
pub(super) fn option_name(ty: &Ty) -> String {
    match ty {
        Ty::String => "Text".to_owned(),
        Ty::Integer => "Integer".to_owned(),
        Ty::Number => "Number".to_owned(),
        Ty::Boolean => "Boolean".to_owned(),
        Ty::Named(name) => pascal(name),
        Ty::Array(_) => "List".to_owned(),
        Ty::Map(_) => "Map".to_owned(),
        Ty::Any | Ty::Binary | Ty::OneOf(_) | Ty::Object(_) => "Other".to_owned(),
    }
}

/// The scalars' own types; times have one by hand.
pub(super) fn scalars(spec: &Spec) -> String {
    let mut out = String::from(
        "//! Texts and numbers with a meaning of their own.\n\n\
         use alloc::borrow::Cow;\nuse alloc::string::String;\nuse core::fmt;\n\n\
         use crate::codec::Json;\nuse crate::data::read::FromJson;\nuse crate::data::scalars::{number, text};\n\
         use crate::request::{Part, Piece};\n",
    );
    for (name, named) in &spec.types {
        let Kind::Scalar { base, format, .. } = &named.kind else { continue };
        let kind = match base {
            Ty::String if format.as_deref() != Some("rfc3339") => "text",
            Ty::Integer => "number",
            _ => continue,
        };
        let _ = write!(out, "\n{kind}! {{\n{}{}\n}}\n", doc(&named.about, ""), scalar(name));
    }
    out
}
