//! The text of one declaration in one version and direction, with marks where names of other declarations go.

use std::fmt::Write;

use super::super::typed::Member;
use super::{comment, docs, key, text};
use crate::fields::{EnumValue, Field, Object, Ty};
use crate::model::Scalar;
use crate::resolve::{Kind, NamedType, Spec};
use crate::versions::Versions;

/// Before the name of another declaration.
pub(super) const OPEN: char = '\u{1}';
/// After it.
pub(super) const CLOSE: char = '\u{2}';
/// Where the declaration's own name goes.
pub(super) const OWN: char = '\u{3}';

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Way {
    /// To the API: closed.
    Sent,
    /// From it: open.
    Back,
}

/// One version, one direction.
pub(super) struct Render<'s> {
    pub(super) spec: &'s Spec,
    pub(super) version: Versions,
    pub(super) way: Way,
    /// Versions of what is written.
    pub(super) within: Versions,
    /// The field that tells it apart from the others of a union.
    pub(super) tag: Option<&'s str>,
}

impl Render<'_> {
    /// Declares a named type.
    pub(super) fn named(&self, name: &str, named: &NamedType) -> String {
        let mut about = vec![named.about.clone()];
        match &named.kind {
            Kind::Scalar { base, format, limits } => {
                about.extend(format.as_ref().filter(|f| *f != "hh:mm").map(|f| format!("Format: {f}.")));
                about.extend(docs::limits(limits));
                let about = [about.join(" ")];
                format!("{}export type {OWN} = {};\n", comment(&about, ""), self.ty(base, &limits.values, ""))
            }
            Kind::Enum(limits) => {
                let values: Vec<EnumValue> = self.there(&limits.values).cloned().collect();
                about.extend(docs::values(&values));
                let literals: Vec<String> = values.iter().map(|v| literal(&v.value)).collect();
                format!("{}export type {OWN} = {};\n", comment(&about, ""), literals.join(" | "))
            }
            Kind::Object(object) => self.interface(object, about),
            Kind::Union { tag, variants } => self.union(name, tag, variants, &about),
            Kind::Map(ty, limits) => {
                about.extend(self.sent_limits(limits));
                format!("{}export type {OWN} = {};\n", comment(&about, ""), self.map(&self.ty(ty, &limits.values, "")))
            }
            Kind::Array(ty, limits) => {
                about.extend(self.sent_limits(limits));
                format!(
                    "{}export type {OWN} = {};\n",
                    comment(&about, ""),
                    self.array(&self.ty(ty, &limits.values, ""))
                )
            }
        }
    }

    fn sent_limits(&self, limits: &crate::fields::Limits) -> Vec<String> {
        if self.way == Way::Sent { docs::limits(limits) } else { Vec::new() }
    }

    /// Declares a request, an answer or a payload.
    pub(super) fn root(&self, ty: &Ty, about: Vec<String>) -> String {
        match ty {
            Ty::Object(object) if object.fields.iter().any(|f| f.versions.contains(self.version)) => {
                self.interface(object, about)
            }
            other => format!("{}export type {OWN} = {};\n", comment(&about, ""), self.ty(other, &[], "")),
        }
    }

    fn interface(&self, object: &Object, mut about: Vec<String>) -> String {
        if self.way == Way::Sent {
            about.extend(docs::rules(&object.rules, self.version));
        }
        format!("{}export interface {OWN} {}\n", comment(&about, ""), self.braces(object, "", self.within, self.tag))
    }

    fn there<'a>(&self, values: &'a [EnumValue]) -> impl Iterator<Item = &'a EnumValue> {
        let version = self.version;
        values.iter().filter(move |v| v.versions.contains(version))
    }

    /// The fields of an object between braces.
    fn braces(&self, object: &Object, indent: &str, within: Versions, tag: Option<&str>) -> String {
        let mut out = String::from("{\n");
        let inner = format!("{indent}  ");
        for member in Member::all(object) {
            let Some(field) = member.runs.iter().find(|f| f.versions.contains(self.version)) else { continue };
            let mut shown = Field::clone(field);
            shown.limits.values = self.there(&field.limits.values).cloned().collect();
            let about = docs::field(self.spec, &shown, member.versions(), within, self.way == Way::Sent);
            let ty = if tag == Some(member.name) && !shown.limits.values.is_empty() {
                shown.limits.values.iter().map(|v| literal(&v.value)).collect::<Vec<_>>().join(" | ")
            } else {
                self.ty(&field.ty, &shown.limits.values, &inner)
            };
            let optional = if self.is_optional(field) { "?" } else { "" };
            let null = if field.nullable { " | null" } else { "" };
            let _ = writeln!(out, "{}{inner}{}{optional}: {ty}{null};", comment(&about, &inner), key(member.name));
        }
        if object.open {
            let _ = writeln!(out, "{inner}[field: string]: unknown;");
        }
        out + indent + "}"
    }

    fn is_optional(&self, field: &Field) -> bool {
        match self.way {
            Way::Sent => !field.required,
            Way::Back => field.optional,
        }
    }

    /// A type expression. `values` limit it, or its elements.
    pub(super) fn ty(&self, ty: &Ty, values: &[EnumValue], indent: &str) -> String {
        let literals = || values.iter().map(|v| literal(&v.value)).collect::<Vec<_>>().join(" | ");
        match ty {
            Ty::Array(inner) => self.array(&self.ty(inner, values, indent)),
            Ty::Map(inner) => self.map(&self.ty(inner, values, indent)),
            Ty::OneOf(options) => options.iter().map(|o| self.ty(o, values, indent)).collect::<Vec<_>>().join(" | "),
            Ty::Object(object) if !object.fields.iter().any(|f| f.versions.contains(self.version)) => {
                match (object.open, self.way) {
                    (false, Way::Sent) => "Empty".to_owned(),
                    _ => self.map("unknown"),
                }
            }
            Ty::Object(object) => self.braces(object, indent, self.within, None),
            Ty::String | Ty::Named(_) if values.iter().any(|v| matches!(v.value, Scalar::String(_))) => {
                if self.way == Way::Sent { literals() } else { format!("OrUnknown<{}>", literals()) }
            }
            Ty::Integer | Ty::Number | Ty::Boolean if !values.is_empty() && self.way == Way::Sent => literals(),
            Ty::String => "string".to_owned(),
            Ty::Integer | Ty::Number => "number".to_owned(),
            Ty::Boolean => "boolean".to_owned(),
            Ty::Any => "unknown".to_owned(),
            Ty::Binary => "Base64".to_owned(),
            Ty::Named(name) => match self.spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Enum(_)) if self.way == Way::Back => format!("OrUnknown<{OPEN}{name}{CLOSE}>"),
                _ => format!("{OPEN}{name}{CLOSE}"),
            },
        }
    }

    pub(super) fn array(&self, element: &str) -> String {
        let grouped = if element.contains(" | ") && !element.starts_with('{') && !element.starts_with("OrUnknown<") {
            format!("({element})")
        } else {
            element.to_owned()
        };
        if self.way == Way::Sent { format!("readonly {grouped}[]") } else { format!("{grouped}[]") }
    }

    fn map(&self, value: &str) -> String {
        let map = format!("Record<string, {value}>");
        if self.way == Way::Sent { format!("Readonly<{map}>") } else { map }
    }

    /// The members of a union, and what isn't known of them.
    fn union(&self, name: &str, tag: &str, variants: &[(String, String, Versions)], about: &[String]) -> String {
        let mut members: Vec<String> = Vec::new();
        let there = || variants.iter().filter(|(_, _, v)| v.contains(self.version));
        for (value, ty, _) in there() {
            let reference = format!("{OPEN}{ty}{CLOSE}");
            let told = match self.spec.types.get(ty).map(|t| &t.kind) {
                Some(Kind::Object(object)) => object.fields.iter().any(|f| {
                    f.name == tag
                        && f.versions.contains(self.version)
                        && self.there(&f.limits.values).any(|v| v.value == Scalar::String(value.clone()))
                }),
                _ => false,
            };
            let member = if told { reference } else { format!("({reference} & {{ {}: {} }})", key(tag), text(value)) };
            if !members.contains(&member) {
                members.push(member);
            }
        }
        if self.way == Way::Back {
            members.push(format!("Unknown{OWN}"));
        }
        let list = members.join("\n  | ");
        let mut out = format!("{}export type {OWN} =\n  | {list};\n", comment(about, ""));
        if self.way == Way::Back {
            let about = format!("One of `{name}` whose `{tag}` this release doesn't know, with all that came.");
            let _ = write!(out, "\n/** {about} */\nexport interface Unknown{OWN} {{\n  {}: UnknownName;\n", key(tag));
            for field in self.shared(tag, there().map(|(_, ty, _)| ty.as_str()).collect()) {
                let _ = writeln!(out, "  {field};");
            }
            out.push_str("  [field: string]: unknown;\n}\n");
        }
        out
    }

    /// Fields that all members of a union have with one type; of several kinds of ID, as plain text.
    fn shared(&self, tag: &str, members: Vec<&str>) -> Vec<String> {
        type Shown<'a> = (String, String, Option<&'a Ty>);
        let fields = |name: &str| -> Vec<Shown<'_>> {
            let Some(Kind::Object(object)) = self.spec.types.get(name).map(|t| &t.kind) else { return Vec::new() };
            let there = object.fields.iter().filter(|f| f.versions.contains(self.version) && f.name != tag);
            let shown = |f: &Field| self.ty(&f.ty, &f.limits.values, "  ") + if f.nullable { " | null" } else { "" };
            there.map(|f| (f.name.clone(), shown(f), self.base(f))).collect()
        };
        let mut all = members.into_iter().map(fields);
        let first = all.next().unwrap_or_default();
        let rest: Vec<_> = all.collect();
        let everywhere = |same: &dyn Fn(&Shown<'_>) -> bool| rest.iter().all(|o| o.iter().any(same));
        let mut out = Vec::new();
        for (name, ty, base) in first {
            if everywhere(&|(n, t, _)| *n == name && *t == ty) {
                out.push(format!("{}?: {ty}", key(&name)));
            } else if base.is_some() && everywhere(&|(n, _, b)| *n == name && *b == base) {
                out.push(format!("{}?: {}", key(&name), self.ty(base.unwrap_or(&Ty::Any), &[], "")));
            }
        }
        out
    }

    /// The JSON type of a scalar.
    fn base(&self, field: &Field) -> Option<&Ty> {
        let Ty::Named(name) = &field.ty else { return None };
        match self.spec.types.get(name).map(|t| &t.kind) {
            Some(Kind::Scalar { base, .. }) if !field.nullable => Some(base),
            _ => None,
        }
    }
}

fn literal(value: &Scalar) -> String {
    match value {
        Scalar::String(s) => text(s),
        other => docs::plain(other),
    }
}
