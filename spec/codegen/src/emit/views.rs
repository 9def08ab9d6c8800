//! Typed views of what comes back: a list for core's macros to expand, of named types, of answers by method, and of
//! payloads by push and webhook.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::typed::{self, Member, Place, doc, ident, one_of_name, option_name, pascal, since_until, value_text};
use super::{camel, constant};
use crate::fields::{EnumValue, Object, Ty};
use crate::resolve::{Kind, Method, Spec};
use crate::versions::Versions;

const IMPORTS: &str = "use alloc::borrow::Cow;\nuse core::fmt;\n\n\
    use crate::codec::{Json, JsonKind};\nuse crate::data::read::{Field, FromJson, sized};\n";

/// Writes views of one module, and remembers which there are.
struct Views<'s> {
    spec: &'s Spec,
    out: String,
    /// Types of values that have one of several types, by name.
    one_of: BTreeMap<String, Vec<Ty>>,
    /// Path in the catalogue and path in Rust of each view.
    known: Vec<(String, String)>,
    /// The module as it is seen from the root of the views.
    module: String,
}

impl<'s> Views<'s> {
    fn new(spec: &'s Spec) -> Self {
        Self { spec, out: String::new(), one_of: BTreeMap::new(), known: Vec::new(), module: String::new() }
    }

    /// The Rust type of a value; a type that has no name in the catalogue is written, too.
    fn ty(&mut self, ty: &Ty, values: &[&EnumValue], place: &Place) -> String {
        match ty {
            Ty::String if values.len() > 1 && values.iter().all(|v| value_text(v).is_some()) => {
                let text = choice(self.spec, &place.name, &place.doc(), values, place.versions);
                self.out.push_str(&text);
                format!("{}<'a>", place.name)
            }
            Ty::String => "Cow<'a, str>".to_owned(),
            Ty::Integer => "i64".to_owned(),
            Ty::Number => "f64".to_owned(),
            Ty::Boolean => "bool".to_owned(),
            Ty::Any | Ty::Binary => "Json<'a>".to_owned(),
            Ty::Array(inner) => format!("Elements<'a, {}>", self.ty(inner, values, place)),
            Ty::Map(inner) => format!("Entries<'a, {}>", self.ty(inner, values, place)),
            Ty::Object(object) if object.fields.is_empty() => "Entries<'a, Json<'a>>".to_owned(),
            Ty::Object(object) => {
                self.object(object, &place.name, &place.path, &place.doc(), place.versions);
                format!("{}<'a>", place.name)
            }
            Ty::OneOf(options) => {
                let name = one_of_name(options);
                self.one_of.insert(name.clone(), options.clone());
                format!("{name}<'a>")
            }
            Ty::Named(name) => match self.spec.types.get(name).map(|t| &t.kind) {
                Some(Kind::Scalar { base: Ty::String, format, .. }) if format.as_deref() == Some("rfc3339") => {
                    "Time<'a>".to_owned()
                }
                Some(Kind::Scalar { base: Ty::String, .. }) => format!("{}<'a>", typed::scalar(name)),
                Some(Kind::Scalar { base: Ty::Integer, .. }) => typed::scalar(name),
                Some(Kind::Scalar { base, .. }) => self.ty(&base.clone(), &[], place),
                Some(Kind::Map(ty, _)) => format!("Entries<'a, {}>", self.ty(&ty.clone(), &[], place)),
                Some(Kind::Array(ty, _)) => format!("Elements<'a, {}>", self.ty(&ty.clone(), &[], place)),
                _ => format!("{name}<'a>"),
            },
        }
    }

    /// The type of a field's accessor.
    fn field(&mut self, member: &Member<'_>, owner: &str, path: &str) -> String {
        if member.is_secret() && *member.ty() == Ty::String {
            return "Option<Secret<'a>>".to_owned();
        }
        let ty = self.ty(member.ty(), &member.values(), &Place::field(member, owner, path));
        if ty.starts_with("Elements<") || ty.starts_with("Entries<") { ty } else { format!("Option<{ty}>") }
    }

    fn object(&mut self, object: &Object, name: &str, path: &str, about: &str, within: Versions) {
        let mut fields = String::new();
        for member in Member::all(object) {
            let ty = self.field(&member, name, path);
            let about = member.about(self.spec, within);
            let _ = writeln!(fields, "{}{}: {ty},", doc(&about, "Not described."), ident(member.name));
        }
        let _ = write!(self.out, "\nview! {{\n{}{name} {{\n{fields}}}\n}}\n", doc(about, ""));
        self.known.push((path.to_owned(), format!("{}{name}", self.module)));
    }

    fn union(&mut self, name: &str, about: &str, tag: &str, variants: &[(String, String, Versions)], within: Versions) {
        let mut list = String::new();
        for (value, ty, versions) in variants {
            let about = self.spec.types.get(ty).map(|t| t.about.clone()).unwrap_or_default();
            let about = format!("`{value}`: {about}{}", since_until(self.spec, *versions, within));
            let _ = writeln!(list, "{}{} = {value:?}: {ty},", doc(&about, ""), camel(value));
        }
        let fields = self.shared(tag, variants, within);
        let _ = write!(self.out, "\nunion! {{\n{}{name} by {tag:?} {{\n{list}}}\n{{\n{fields}}}\n}}\n", doc(about, ""));
    }

    /// Accessors for fields that more than one member of a union has, with one type in all that have it.
    fn shared(&mut self, tag: &str, variants: &[(String, String, Versions)], within: Versions) -> String {
        let objects: Vec<(&str, &Object)> = variants
            .iter()
            .filter_map(|(value, ty, _)| match self.spec.types.get(ty).map(|t| &t.kind) {
                Some(Kind::Object(object)) => Some((value.as_str(), object)),
                _ => None,
            })
            .collect();
        let mut out = String::new();
        let mut seen = BTreeSet::new();
        for member in objects.iter().flat_map(|(_, o)| Member::all(o)) {
            if member.name == tag || !seen.insert(member.name) {
                continue;
            }
            let having: Vec<(&str, Member<'_>)> = objects
                .iter()
                .filter_map(|(value, o)| Some((*value, Member::all(o).into_iter().find(|m| m.name == member.name)?)))
                .collect();
            let plain = |m: &Member<'_>| m.values().is_empty() && !matches!(m.ty(), Ty::Object(_));
            if having.len() < 2 || !having.iter().all(|(_, m)| plain(m)) {
                continue;
            }
            let ty = if having.iter().all(|(_, m)| m.ty() == member.ty()) {
                self.field(&member, "", "")
            } else if having.iter().all(|(_, m)| is_user_id(m.ty())) {
                "Option<UserId<'a>>".to_owned()
            } else {
                continue;
            };
            let about = member.about(self.spec, within);
            let (with, without): (Vec<&str>, Vec<&str>) =
                objects.iter().map(|(value, _)| *value).partition(|value| having.iter().any(|(v, _)| v == value));
            let quoted = |values: &[&str]| values.iter().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ");
            let about = match without.len() {
                0 => about,
                few if few < with.len() => format!("{about} Not of {}.", quoted(&without)),
                _ => format!("{about} Of {}.", quoted(&with)),
            };
            let _ = writeln!(out, "{}{}: {ty},", doc(&about, ""), ident(member.name));
        }
        out
    }

    /// The rest of a file or module, and the values of several types that it needs.
    fn one_ofs(&mut self) {
        for (name, options) in std::mem::take(&mut self.one_of) {
            let mut variants = String::new();
            for option in &options {
                let ty = self.ty(option, &[], &Place::root("", "", self.spec.line.all()));
                let _ = writeln!(variants, "{}({ty}),", option_name(option));
            }
            let of: Vec<String> = options.iter().map(option_name).collect();
            let about = format!("A value of one of several types: {}.", of.join(", "));
            let _ = write!(self.out, "\none_of! {{\n{}{name} {{\n{variants}}}\n}}\n", doc(&about, ""));
        }
    }
}

fn is_user_id(ty: &Ty) -> bool {
    matches!(ty, Ty::Named(name) if ["user_id", "agent_id", "bot_id", "customer_id"].contains(&name.as_str()))
}

/// An enumeration as it comes. Spellings that differ in punctuation only are one value.
fn choice(spec: &Spec, name: &str, about: &str, values: &[&EnumValue], within: Versions) -> String {
    let mut list: Vec<(String, String, Vec<&str>)> = Vec::new();
    for value in values {
        let Some(text) = value_text(value) else { continue };
        if let Some((_, _, texts)) = list.iter_mut().find(|(name, _, _)| *name == pascal(text)) {
            texts.push(text);
        } else {
            let about = format!("{}{}", value.about, since_until(spec, value.versions, within));
            list.push((pascal(text), doc(about.trim(), &format!("`{text}`")), vec![text]));
        }
    }
    let list: String = list.iter().fold(String::new(), |mut s, (name, about, texts)| {
        let texts: Vec<String> = texts.iter().map(|t| format!("{t:?}")).collect();
        let _ = writeln!(s, "{about}{name} = {},", texts.join(" | "));
        s
    });
    format!("\nchoice! {{\n{}{name} {{\n{list}}}\n}}\n", doc(about, ""))
}

/// Views of the named types.
fn named(spec: &Spec) -> Views<'_> {
    let (_, back) = typed::directions(spec);
    let mut views = Views::new(spec);
    for (name, ty) in spec.types.iter().filter(|(n, _)| back.contains(*n)) {
        let about = format!("{}{}", ty.about, since_until(spec, ty.versions, spec.line.all()));
        match &ty.kind {
            Kind::Enum(limits) => {
                let values: Vec<&EnumValue> = limits.values.iter().collect();
                let text = choice(spec, name, &about, &values, ty.versions);
                views.out.push_str(&text);
            }
            Kind::Object(object) => views.object(object, name, name, &about, ty.versions),
            Kind::Union { tag, variants } => views.union(name, &about, tag, variants, ty.versions),
            Kind::Scalar { .. } | Kind::Map(..) | Kind::Array(..) => {}
        }
    }
    views
}

/// The view of a method's answer, as core's other modules name it.
pub(super) fn answer(spec: &Spec, method: &Method) -> String {
    if let Some(single) = method.batch_of.as_ref().and_then(|of| spec.methods.iter().find(|m| m.name == *of)) {
        return format!("data::Batch<'a, {}>", answer(spec, single));
    }
    let name = format!("{}Response", pascal(&method.action));
    let ty = match &method.response {
        None => return "Json<'a>".to_owned(),
        Some(Ty::Object(_)) => format!("{name}<'a>"),
        Some(ty) => Views::new(spec).ty(ty, &[], &Place::root(&name, "", method.versions)),
    };
    // What this crate calls `Json` and `Cow` is in scope; inline types live in the API's module, all others in `data`.
    let mut out = String::new();
    for (i, c) in ty.char_indices() {
        let starts = c.is_ascii_uppercase() && !ty[..i].ends_with(|c: char| c.is_ascii_alphanumeric());
        if starts && !ty[i..].starts_with("Json<") && !ty[i..].starts_with("Cow<") {
            out.push_str("data::");
            if ty[i..].starts_with(&format!("{name}<")) {
                let _ = write!(out, "{}::", method.api);
            }
        }
        out.push(c);
    }
    out
}

/// Answers and payloads: a module for each API, and one for webhooks.
fn placed(spec: &Spec) -> Views<'_> {
    let mut all = Views::new(spec);
    let apis: Vec<&str> = spec.files.apis.keys().map(String::as_str).collect();
    for module in apis.iter().copied().chain(["webhook"]) {
        let mut views = Views::new(spec);
        views.module = format!("{module}::");
        for method in spec.methods.iter().filter(|m| m.api == module && m.batch_of.is_none()) {
            let Some(ty) = &method.response else { continue };
            let name = format!("{}Response", pascal(&method.action));
            match ty {
                Ty::Object(object) => {
                    let about = format!("What `{}` answers.", method.name);
                    views.object(object, &name, &method.name, &about, method.versions);
                }
                ty => drop(views.ty(ty, &[], &Place::root(&name, &method.name, method.versions))),
            }
        }
        let payloads = if module == "webhook" { &spec.webhooks } else { &spec.pushes };
        for (name, payload) in payloads {
            let action = match name.split_once('/') {
                Some((api, action)) if api == module => action,
                None if module == "webhook" => name,
                _ => continue,
            };
            if let Some(Ty::Object(object)) = &payload.ty {
                let kind = if module == "webhook" { "webhook" } else { "push" };
                let about = format!("Payload of the {kind} `{name}`.");
                let view = format!("{}Payload", pascal(action));
                views.object(object, &view, &format!("{kind} {name}"), &about, payload.versions);
            }
        }
        let about = match module {
            "webhook" => "Payloads of webhooks.".to_owned(),
            api => format!("Answers of the methods `{api}/...`, and payloads of its pushes if it has any."),
        };
        let _ = write!(all.out, "\n/// {about}\npub mod {module} {{\nuse super::*;\n{}}}\n", views.out);
        all.known.append(&mut views.known);
        all.one_of.append(&mut views.one_of);
    }
    all
}

/// The enumeration of the payloads of all pushes or webhooks.
fn payloads(spec: &Spec, name: &str, handle: &str, about: &str) -> String {
    let webhooks = handle == "WebhookKind";
    let (list, files): (_, Vec<(&String, &String)>) = if webhooks {
        (&spec.webhooks, spec.files.webhooks.iter().map(|(n, w)| (n, &w.spec.about)).collect())
    } else {
        (&spec.pushes, spec.files.pushes.iter().map(|(n, p)| (n, &p.spec.about)).collect())
    };
    let mut variants = String::new();
    for (push, about) in files {
        let (module, action) = push.split_once('/').unwrap_or(("webhook", push));
        let ty = match list.get(push).and_then(|p| p.ty.as_ref()) {
            Some(Ty::Object(_)) => format!("{module}::{}Payload<'a>", pascal(action)),
            Some(ty) => Views::new(spec).ty(ty, &[], &Place::root("", "", spec.line.all())),
            None => "Entries<'a, Json<'a>>".to_owned(),
        };
        let _ = writeln!(variants, "{}{} = {}: {ty},", doc(about, ""), pascal(push), constant(push));
    }
    format!("\npayloads! {{\n{}{name} for {handle} {{\n{variants}}}\n}}\n", doc(about, ""))
}

/// The files of views by name.
pub(super) fn views(spec: &Spec) -> Vec<(&'static str, String)> {
    let mut named = named(spec);
    let mut placed = placed(spec);
    named.one_of.append(&mut placed.one_of);
    named.one_ofs();
    let known = named.known.iter().chain(&placed.known);
    let mut answers = format!(
        "//! Views of answers and payloads.\n\n{IMPORTS}\
         use crate::catalogue::{{Push as PushKind, Webhook as WebhookKind}};\n\
         use crate::data::*;\nuse crate::data::read::Behind;\nuse crate::data::views::{{choice, key, payloads, view}};\n"
    );
    answers.push_str(&placed.out);
    answers.push_str(&payloads(spec, "PushPayload", "PushKind", "Payload of a push, by what it was sent as."));
    answers.push_str(&payloads(spec, "WebhookPayload", "WebhookKind", "Payload of a webhook, by its action."));
    let list: String = known.fold(String::new(), |mut s, (path, ty)| {
        let _ = writeln!(s, "    ({path:?}, {ty}::FIELDS),");
        s
    });
    let _ = write!(
        answers,
        "\n/// Each view by its place in the catalogue, with its fields: for comparisons with the catalogue.\n\
         pub const VIEWS: &[(&str, &[&str])] = &[\n{list}];\n"
    );
    let types = format!(
        "//! Views of the catalogue's types.\n\n{IMPORTS}use crate::data::*;\n\
         use crate::data::views::{{choice, key, one_of, union, view}};\n{}",
        named.out
    );
    vec![("views", types), ("answers", answers)]
}
