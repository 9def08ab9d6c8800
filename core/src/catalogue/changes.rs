//! What changed between two versions, read off the version sets of the catalogue. No IO.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::events::{Push, Webhook};
use super::method::Method;
use super::schema::{Field, Kind, NamedType, Object, Type, Value, ValueKind};
use crate::transport::Transport;
use crate::version::Version;

named! {
    /// How something changed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum ChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It is still there, with other facts.
        Changed = "changed",
    }
}

impl ChangeKind {
    fn of(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (false, true) => Some(Self::Added),
            (true, false) => Some(Self::Removed),
            _ => None,
        }
    }
}

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Added, removed or changed.
    pub kind: ChangeKind,
    /// What sort of thing: `method`, `transport`, `parameter`, `answer`, `value`, `type`, `webhook`, `push`.
    pub what: &'static str,
    /// The method, type, webhook or push that it is about.
    pub on: &'static str,
    /// The part of it, such as a parameter's path; empty for the thing itself.
    pub part: String,
    /// What is different.
    pub detail: String,
}

/// Everything that differs between two versions: methods and their transports, parameters, answers, enumerations, types, webhooks and pushes.
/// Asked the other way round, additions are removals.
pub fn changes(from: Version, to: Version) -> Vec<Change> {
    let mut out = Differences { from, to, list: Vec::new() };
    for method in Method::all() {
        out.method(method);
    }
    for named in NamedType::all() {
        out.named_type(named);
    }
    for webhook in Webhook::all() {
        let versions = webhook.versions();
        out.thing("webhook", webhook.name(), versions.contains(from), versions.contains(to));
        if let (Some(payload), true, true) = (webhook.payload(), versions.contains(from), versions.contains(to)) {
            out.inside("webhook", webhook.name(), payload, "");
        }
        if versions.contains(from) && versions.contains(to) {
            out.names(webhook.name(), "filters", webhook.filters());
            out.names(webhook.name(), "additional_data", webhook.additional_data());
        }
    }
    for push in Push::all() {
        let versions = push.versions();
        out.thing("push", push.name(), versions.contains(from), versions.contains(to));
        if let (Some(payload), true, true) = (push.payload(), versions.contains(from), versions.contains(to)) {
            out.inside("push", push.name(), payload, "");
        }
    }
    out.list
}

struct Differences {
    from: Version,
    to: Version,
    list: Vec<Change>,
}

impl Differences {
    fn add(&mut self, kind: ChangeKind, what: &'static str, on: &'static str, part: String, detail: String) {
        self.list.push(Change { kind, what, on, part, detail });
    }

    fn thing(&mut self, what: &'static str, on: &'static str, before: bool, after: bool) {
        if let Some(kind) = ChangeKind::of(before, after) {
            self.add(kind, what, on, String::new(), String::new());
        }
    }

    fn names(&mut self, on: &'static str, part: &str, names: &[(&'static str, crate::VersionSet)]) {
        for (name, versions) in names {
            if let Some(kind) = ChangeKind::of(versions.contains(self.from), versions.contains(self.to)) {
                self.add(kind, "webhook", on, part.into(), (*name).into());
            }
        }
    }

    fn method(&mut self, method: Method) {
        let (before, after) = (method.versions().contains(self.from), method.versions().contains(self.to));
        self.thing("method", method.name(), before, after);
        if !(before && after) {
            return;
        }
        for transport in Transport::ALL {
            let on = method.versions_on(transport);
            if let Some(kind) = ChangeKind::of(on.contains(self.from), on.contains(self.to)) {
                self.add(kind, "transport", method.name(), transport.as_str().into(), String::new());
            }
        }
        // A batch method's parameters are its single method's.
        if method.batch_of().is_some() {
            return;
        }
        if let Some(request) = method.request() {
            self.object("parameter", method.name(), request, "");
        }
        if let Some(response) = method.response() {
            self.inside("answer", method.name(), response, "");
        }
        for (webhook, versions) in method.webhooks() {
            if let Some(kind) = ChangeKind::of(versions.contains(self.from), versions.contains(self.to)) {
                self.add(kind, "webhook", method.name(), webhook.name().into(), String::new());
            }
        }
        for (push, versions) in method.pushes() {
            if let Some(kind) = ChangeKind::of(versions.contains(self.from), versions.contains(self.to)) {
                self.add(kind, "push", method.name(), push.action().into(), String::new());
            }
        }
    }

    fn named_type(&mut self, named: &'static NamedType) {
        let (before, after) = (named.versions.contains(self.from), named.versions.contains(self.to));
        self.thing("type", named.name, before, after);
        if !(before && after) {
            return;
        }
        match &named.kind {
            Kind::Object(object) => self.object("type", named.name, object, ""),
            Kind::Enum(values) => self.values(named.name, "", values),
            Kind::Scalar { limits, .. } => self.values(named.name, "", limits.values),
            Kind::Union { variants, .. } => {
                for variant in *variants {
                    let there = |v| variant.versions.contains(v);
                    if let Some(kind) = ChangeKind::of(there(self.from), there(self.to)) {
                        self.add(kind, "type", named.name, variant.tag.into(), String::new());
                    }
                }
            }
            Kind::Map(ty, _) | Kind::Array(ty, _) => self.inside("type", named.name, ty, ""),
        }
    }

    fn values(&mut self, on: &'static str, part: &str, values: &[Value]) {
        for value in values {
            let there = |v| value.versions.contains(v);
            if let Some(kind) = ChangeKind::of(there(self.from), there(self.to)) {
                self.add(kind, "value", on, part.into(), show(value.value));
            }
        }
    }

    fn object(&mut self, what: &'static str, on: &'static str, object: &Object, at: &str) {
        let mut seen: Vec<&str> = Vec::new();
        for field in object.fields {
            if seen.contains(&field.name) {
                continue;
            }
            seen.push(field.name);
            let part = if at.is_empty() { field.name.into() } else { format!("{at}.{}", field.name) };
            match (object.field(field.name, self.from), object.field(field.name, self.to)) {
                (Some(before), Some(after)) => {
                    if !core::ptr::eq(before, after) {
                        let detail = differing(before, after);
                        if !detail.is_empty() {
                            self.add(ChangeKind::Changed, what, on, part.clone(), detail);
                        }
                    }
                    self.values(on, &part, after.limits.values);
                    self.inside(what, on, &after.ty, &part);
                }
                (before, after) => {
                    if let Some(kind) = ChangeKind::of(before.is_some(), after.is_some()) {
                        let detail = match after.filter(|f| f.required) {
                            Some(_) => "required".into(),
                            None => String::new(),
                        };
                        self.add(kind, what, on, part, detail);
                    }
                }
            }
        }
    }

    fn inside(&mut self, what: &'static str, on: &'static str, ty: &Type, at: &str) {
        match ty {
            Type::Object(object) => self.object(what, on, object, at),
            Type::Array(inner) => self.inside(what, on, inner, &format!("{at}[]")),
            Type::Map(inner) => self.inside(what, on, inner, &format!("{at}.*")),
            Type::OneOf(options) => {
                for option in *options {
                    self.inside(what, on, option, at);
                }
            }
            _ => {}
        }
    }
}

/// Facts of a field that differ.
fn differing(before: &Field, after: &Field) -> String {
    let mut out: Vec<String> = Vec::new();
    match (before.required, after.required) {
        (false, true) => out.push("required".into()),
        (true, false) => out.push("no longer required".into()),
        _ => {}
    }
    let (a, b) = (type_name(&before.ty), type_name(&after.ty));
    if a != b {
        out.push(format!("type {a} to {b}"));
    }
    let number = |bound: Option<f64>| bound.map_or_else(|| "none".into(), crate::codec::decimal);
    let count = |bound: Option<u32>| bound.map_or_else(|| "none".into(), |n| format!("{n}"));
    let limits = (&before.limits, &after.limits);
    for (name, a, b) in [
        ("least", number(limits.0.number.min), number(limits.1.number.min)),
        ("greatest", number(limits.0.number.max), number(limits.1.number.max)),
        ("fewest characters", count(limits.0.length.min), count(limits.1.length.min)),
        ("most characters", count(limits.0.length.max), count(limits.1.length.max)),
        ("most bytes", count(limits.0.max_bytes), count(limits.1.max_bytes)),
        ("fewest elements", count(limits.0.items.min), count(limits.1.items.min)),
        ("most elements", count(limits.0.items.max), count(limits.1.items.max)),
    ] {
        if a != b {
            out.push(format!("{name} {a} to {b}"));
        }
    }
    if before.default != after.default {
        let default = |d: Option<ValueKind>| d.map_or_else(|| "none".into(), show);
        out.push(format!("default {} to {}", default(before.default), default(after.default)));
    }
    if before.nullable != after.nullable {
        out.push(if after.nullable { "may be null".into() } else { "may no longer be null".into() });
    }
    if before.optional != after.optional {
        out.push(if after.optional { "may be absent".into() } else { "always there".into() });
    }
    out.join(", ")
}

fn show(value: ValueKind) -> String {
    match value {
        ValueKind::String(s) | ValueKind::Json(s) => s.into(),
        ValueKind::Integer(i) => format!("{i}"),
        ValueKind::Boolean(b) => format!("{b}"),
    }
}

/// A type as the specification writes it.
pub(crate) fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "string".into(),
        Type::Integer => "integer".into(),
        Type::Number => "number".into(),
        Type::Boolean => "boolean".into(),
        Type::Any => "any".into(),
        Type::Binary => "binary".into(),
        Type::Named(named) => named.name.into(),
        Type::Array(inner) => format!("[{}]", type_name(inner)),
        Type::Map(inner) => format!("{{{}}}", type_name(inner)),
        Type::OneOf(options) => options.iter().map(type_name).collect::<Vec<_>>().join(" | "),
        Type::Object(_) => "object".into(),
    }
}

impl core::fmt::Display for Type {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&type_name(self))
    }
}
