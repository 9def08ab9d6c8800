//! Typed builders of what is sent: a list for core's macros to expand, of named types and of requests by method.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::typed::{self, Member, Place, doc, ident, one_of_name, option_name, pascal, since_until, value_text};
use super::{constant, views};
use crate::fields::{EnumValue, Field, Object, Ty};
use crate::resolve::{Kind, Method, Spec};
use crate::versions::Versions;

const IMPORTS: &str = "use alloc::borrow::Cow;\nuse alloc::string::String;\nuse core::fmt;\n\n";

/// A parameter of `new`, or of a setter.
struct Parameter {
    name: String,
    ty: String,
    about: String,
}

impl Parameter {
    /// Whether its type borrows.
    fn borrows(&self) -> bool {
        self.ty.contains("'a")
    }
}

/// Writes builders of one module, and remembers which there are.
struct Drafts<'s> {
    spec: &'s Spec,
    out: String,
    one_of: BTreeMap<String, Vec<Ty>>,
    known: Vec<(String, String)>,
    module: String,
}

impl<'s> Drafts<'s> {
    fn new(spec: &'s Spec, module: &str) -> Self {
        Self { spec, out: String::new(), one_of: BTreeMap::new(), known: Vec::new(), module: module.to_owned() }
    }

    /// The Rust type of a value to send.
    fn ty(&mut self, ty: &Ty, values: &[&EnumValue], place: &Place) -> String {
        match ty {
            Ty::String if !values.is_empty() && values.iter().all(|v| value_text(v).is_some()) => {
                let text = pick(self.spec, &place.name, &place.doc(), values, place.versions);
                self.out.push_str(&text);
                place.name.clone()
            }
            Ty::String => "Cow<'a, str>".to_owned(),
            Ty::Integer => "i64".to_owned(),
            Ty::Number => "f64".to_owned(),
            Ty::Boolean => "bool".to_owned(),
            Ty::Any | Ty::Binary => "JsonText".to_owned(),
            Ty::Array(inner) => format!("List<{}>", self.ty(inner, values, place)),
            Ty::Map(inner) => format!("Map<{}>", self.ty(inner, values, place)),
            Ty::Object(object) if object.fields.is_empty() => "Map<JsonText>".to_owned(),
            Ty::Object(object) => {
                self.object(object, &place.name, &place.path, &place.doc(), place.versions, "");
                place.name.clone()
            }
            Ty::OneOf(options) => {
                let name = one_of_name(options);
                self.one_of.insert(name.clone(), options.clone());
                if self.borrows(ty) { format!("{name}<'a>") } else { name }
            }
            Ty::Named(name) => match self.spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Scalar { base: Ty::String, format, .. }) if format.as_deref() == Some("rfc3339") => {
                    "Time<'a>".to_owned()
                }
                Some(Kind::Scalar { base: Ty::String, .. }) => format!("{}<'a>", typed::scalar(name)),
                Some(Kind::Scalar { base: Ty::Integer, .. }) => typed::scalar(name),
                Some(Kind::Scalar { base, .. }) => self.ty(&base.clone(), &[], place),
                Some(Kind::Map(ty, _)) => format!("Map<{}>", self.ty(&ty.clone(), &[], place)),
                Some(Kind::Array(ty, _)) => format!("List<{}>", self.ty(&ty.clone(), &[], place)),
                _ => name.clone(),
            },
        }
    }

    /// Whether the Rust type of one of several types has a lifetime.
    fn borrows(&self, ty: &Ty) -> bool {
        match ty {
            Ty::String => true,
            Ty::OneOf(options) => options.iter().any(|o| self.borrows(o)),
            Ty::Named(name) => {
                matches!(self.spec.types.get(name).map(|t| &t.kind), Some(Kind::Scalar { base: Ty::String, .. }))
            }
            _ => false,
        }
    }

    /// Whether it is a whole number, by whatever name.
    fn is_whole(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Integer => true,
            Ty::Named(name) => {
                matches!(self.spec.types.get(name).map(|t| &t.kind), Some(Kind::Scalar { base: Ty::Integer, .. }))
            }
            _ => false,
        }
    }

    fn parameter(&mut self, member: &Member<'_>, owner: &str, path: &str, within: Versions) -> Parameter {
        let natural = member.runs.iter().all(|r| r.limits.rest.min.is_some_and(|min| min >= 0.0));
        let mut ty = match member.ty() {
            Ty::String if member.is_secret() => "Secret<'a>".to_owned(),
            Ty::Integer if natural => "u64".to_owned(),
            ty => self.ty(ty, &member.values(), &Place::field(member, owner, path)),
        };
        if member.runs.iter().any(|r| r.nullable) {
            ty = format!("Option<{ty}>");
        }
        let about = format!("{}{}", member.about(self.spec, within), facts(member.newest()));
        Parameter { name: ident(member.name), ty, about }
    }

    fn object(&mut self, object: &Object, name: &str, path: &str, about: &str, within: Versions, call: &str) {
        let (mut constants, mut taken, mut set) = (String::new(), Vec::new(), Vec::new());
        for member in Member::all(object) {
            let required = member.is_required(within);
            if required && let [value] = member.values()[..] {
                let _ = write!(constants, "const {:?} = {:?}, ", member.name, value_text(value).unwrap_or_default());
                continue;
            }
            let parameter = self.parameter(&member, name, path, within);
            if required { taken.push(parameter) } else { set.push(parameter) }
        }
        let _ = write!(self.out, "\ndraft! {{\n{}{name}\n{}", doc(about, ""), doc(&new_about(&taken), ""));
        let life = if taken.iter().any(Parameter::borrows) { "<'a>" } else { "" };
        let _ = writeln!(self.out, "new{life}({})", list(&taken));
        let _ = write!(self.out, "{{ {constants}}}\n{{\n");
        for p in &set {
            let life = if p.borrows() { "<'a>" } else { "" };
            let _ = writeln!(self.out, "{}{}{life}: [{}],", doc(&p.about, "Not described."), p.name, p.ty);
        }
        let _ = write!(self.out, "}}{call}\n}}\n");
        if taken.is_empty() {
            let _ = write!(
                self.out,
                "\nimpl Default for {name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n"
            );
        }
        self.known.push((path.to_owned(), format!("{}{name}", self.module)));
    }

    fn union(&mut self, name: &str, about: &str, variants: &[(String, String, Versions)], within: Versions) {
        let mut list_ = String::new();
        for (value, ty, versions) in variants {
            let Some(Kind::Object(object)) = self.spec.types.get(ty).map(|t| &t.kind) else { continue };
            let about = self.spec.types.get(ty).map(|t| t.about.clone()).unwrap_or_default();
            let about = format!("{about}{} More can be set on [`{ty}`].", since_until(self.spec, *versions, within));
            // The builder's own types were written with it: this only names them.
            let mut aside = Self::new(self.spec, "");
            let taken: Vec<Parameter> = Member::all(object)
                .iter()
                .filter(|m| m.is_required(within) && m.values().len() != 1)
                .map(|m| aside.parameter(m, ty, ty, within))
                .collect();
            let life = if taken.iter().any(Parameter::borrows) { "<'a>" } else { "" };
            let _ = writeln!(list_, "{}{}{life}({}) -> {ty},", doc(&about, ""), ident(value), list(&taken));
        }
        let _ = write!(self.out, "\neither! {{\n{}{name} {{\n{list_}}}\n}}\n", doc(about, ""));
    }

    fn one_ofs(&mut self) {
        for (name, options) in std::mem::take(&mut self.one_of) {
            let life = if options.iter().any(|o| self.borrows(o)) { "<'a>" } else { "" };
            let mut variants = String::new();
            let mut texts = false;
            for option in &options {
                let ty = self.ty(option, &[], &Place::root("", "", self.spec.line.all()));
                let mut from = vec![ty.clone()];
                // Of several kinds of texts, the first is what a plain text becomes.
                if self.borrows(option) && !std::mem::replace(&mut texts, true) {
                    from.extend(["&'a str".to_owned(), "String".to_owned()]);
                }
                if ty != "i64" && self.is_whole(option) {
                    from.push("i64".to_owned());
                }
                let _ = writeln!(variants, "{}({ty}): {};", option_name(option), from.join(", "));
            }
            let of: Vec<String> = options.iter().map(option_name).collect();
            let about = format!("A value of one of several types: {}.", of.join(", "));
            let _ = write!(self.out, "\none_from! {{\n{}{name}{life} {{\n{variants}}}\n}}\n", doc(&about, ""));
        }
    }
}

fn list(parameters: &[Parameter]) -> String {
    parameters.iter().map(|p| format!("{}: [{}]", p.name, p.ty)).collect::<Vec<_>>().join(", ")
}

/// What `new` says of its parameters.
fn new_about(taken: &[Parameter]) -> String {
    if taken.is_empty() {
        return "With nothing set.".to_owned();
    }
    let mut about = "Takes what every version requires:\n".to_owned();
    for p in taken {
        let name = p.name.split(' ').next().unwrap_or_default();
        let _ = write!(about, "\n- `{name}`: {}", p.about);
    }
    about
}

/// Limits and default, for people.
fn facts(field: &Field) -> String {
    let limits = &field.limits.rest;
    let mut out = String::new();
    let mut range = |min: Option<String>, max: Option<String>, unit: &str| {
        let text = match (min, max) {
            (Some(min), Some(max)) if min == max => format!(" {min}{unit}."),
            (Some(min), Some(max)) => format!(" {min} to {max}{unit}."),
            (Some(min), None) if min != "0" => format!(" At least {min}{unit}."),
            (None, Some(max)) => format!(" At most {max}{unit}."),
            _ => return,
        };
        out.push_str(&text);
    };
    let whole = |v: Option<u64>| v.map(|v| v.to_string());
    range(limits.min.map(|v| v.to_string()), limits.max.map(|v| v.to_string()), "");
    range(whole(limits.min_length), whole(limits.max_length), " characters");
    range(None, whole(limits.max_bytes), " bytes");
    range(whole(limits.min_items), whole(limits.max_items), " elements");
    if let Some(default) = &field.default {
        let _ = write!(out, " By default `{}`.", default.trim_matches('"'));
    }
    out
}

/// An enumeration to send.
fn pick(spec: &Spec, name: &str, about: &str, values: &[&EnumValue], within: Versions) -> String {
    let list: String = values.iter().fold(String::new(), |mut s, value| {
        let Some(text) = value_text(value) else { return s };
        let about = format!("{}{}", value.about, since_until(spec, value.versions, within));
        let _ = writeln!(s, "{}{} = {text:?},", doc(about.trim(), &format!("`{text}`")), pascal(text));
        s
    });
    format!("\npick! {{\n{}{name} {{\n{list}}}\n}}\n", doc(about, ""))
}

/// Whether a method has a builder: one that uploads has none.
fn is_typed(method: &Method) -> bool {
    !method.request.fields.iter().any(|f| f.ty == Ty::Binary)
}

fn calls<'s>(spec: &'s Spec, api: &str) -> Drafts<'s> {
    let mut drafts = Drafts::new(spec, &format!("{api}::"));
    for method in spec.methods.iter().filter(|m| m.api == api && is_typed(m)) {
        let name = pascal(&method.action);
        let call = format!("\ncalls {} -> {}", constant(&method.name), views::answer(spec, method));
        let mut about = format!("`{}`: {}", method.name, method.summary);
        about.push_str(&since_until(spec, method.versions, spec.line.all()));
        let single = method.batch_of.as_ref().and_then(|of| spec.methods.iter().find(|m| m.name == *of));
        let mut request = method.request.clone();
        if let (Some(single), [field]) = (single, &mut request.fields[..]) {
            // The elements are the single method's requests, which have a builder already.
            field.ty = Ty::Array(Box::new(Ty::Named(pascal(&single.action))));
        }
        drafts.object(&request, &name, &method.name, &about, method.versions, &call);
    }
    drafts
}

/// The files of builders by name.
pub(super) fn drafts(spec: &Spec) -> Vec<(&'static str, String)> {
    let (sent, _) = typed::directions(spec);
    let mut parts = Drafts::new(spec, "parts::");
    for (name, ty) in spec.types.iter().filter(|(n, _)| sent.contains(*n)) {
        let about = format!("{}{}", ty.about, since_until(spec, ty.versions, spec.line.all()));
        match &ty.kind {
            Kind::Enum(limits) => {
                let values: Vec<&EnumValue> = limits.values.iter().collect();
                let text = pick(spec, name, &about, &values, ty.versions);
                parts.out.push_str(&text);
            }
            Kind::Object(object) => parts.object(object, name, name, &about, ty.versions, ""),
            Kind::Union { variants, .. } => parts.union(name, &about, variants, ty.versions),
            Kind::Scalar { .. } | Kind::Map(..) | Kind::Array(..) => {}
        }
    }
    let (mut modules, mut known) = (String::new(), Vec::new());
    let mut apis = BTreeSet::new();
    for api in spec.files.apis.keys() {
        let mut drafts = calls(spec, api);
        parts.one_of.append(&mut drafts.one_of);
        known.append(&mut drafts.known);
        apis.insert(api.clone());
        let about = format!("Requests of the methods `{api}/...`.");
        let _ = write!(modules, "\n/// {about}\npub mod {api} {{\nuse super::*;\n{}}}\n", drafts.out);
    }
    parts.one_ofs();
    known.splice(0..0, std::mem::take(&mut parts.known));
    let list: String = known.iter().fold(String::new(), |mut s, (path, ty)| {
        let _ = writeln!(s, "    ({path:?}, {ty}::REQUIRED, {ty}::FIELDS),");
        s
    });
    let calls = format!(
        "//! Builders of requests.\n\n{IMPORTS}use crate::Method;\nuse crate::codec::Json;\n\
         use crate::data::views::key;\nuse crate::data::{{self, Secret, Time}};\nuse crate::generated::scalars::*;\n\
         use crate::request::builders::{{draft, pick, value}};\nuse crate::request::draft::Draft;\n\
         use crate::request::parts::{{self, *}};\n\
         use crate::request::{{Call, JsonText, List, Map, Part, Piece, Request, RequestError}};\n\
         use crate::version::Version;\n{modules}\n\
         /// Each builder by its place in the catalogue, with what `new` sets and what setters set: for comparisons
         /// with the \
         catalogue.\n\
         pub const DRAFTS: &[(&str, &[&str], &[&str])] = &[\n{list}];\n"
    );
    let parts = format!(
        "//! Builders of what requests have in common.\n\n{IMPORTS}use crate::data::views::key;\n\
         use crate::data::{{Secret, Time}};\nuse crate::generated::scalars::*;\n\
         use crate::request::builders::{{draft, either, one_from, pick, value}};\nuse crate::request::draft::Draft;\n\
         use crate::request::{{JsonText, List, Map, Part, Piece}};\n{}",
        parts.out
    );
    vec![("parts", parts), ("calls", calls)]
}
