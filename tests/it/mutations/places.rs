//! The places of a body that has the form of a request: what stands there, and what of it the catalogue limits.

use std::collections::BTreeSet;

use livechat_core::Version;
use livechat_core::catalogue::{Field, Kind, Limits, NamedType, Object, Type};
use serde_json::Value;

/// A value of a body.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Place {
    pub(crate) pointer: String,
    /// The way through the catalogue, with the types on it; the same for all elements of an array and all entries of a map.
    pub(crate) path: String,
    /// A field that must be sent.
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// JSON types that it may have, as in [`kind`]; empty: any.
    pub(crate) kinds: BTreeSet<&'static str>,
    /// A number without fraction.
    pub(crate) whole: bool,
    pub(crate) format: Option<&'static str>,
    /// Limits of the value, those of its type and those of its field.
    pub(crate) limits: Vec<&'static Limits>,
    /// Limits of the number of elements or entries.
    pub(crate) counts: Vec<&'static Limits>,
    /// Whether its values are listed, in a type of their own or in the limits.
    pub(crate) listed: bool,
}

/// The JSON type of a value.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The JSON types that a type allows; empty: any.
fn kinds(ty: &Type) -> BTreeSet<&'static str> {
    match ty {
        Type::String | Type::Binary => [kind(&"".into())].into(),
        Type::Integer | Type::Number => ["number"].into(),
        Type::Boolean => ["boolean"].into(),
        Type::Array(_) => ["array"].into(),
        Type::Map(_) | Type::Object(_) => ["object"].into(),
        Type::OneOf(options) => options.iter().flat_map(kinds).collect(),
        Type::Named(named) => match &named.kind {
            Kind::Scalar { base, .. } => kinds(base),
            Kind::Enum(values) => values.iter().map(|v| kind(&super::json(v.value))).collect(),
            Kind::Array(..) => ["array"].into(),
            _ => ["object"].into(),
        },
        _ => BTreeSet::new(),
    }
}

/// Every value of a body that a type describes, with the paths of the fields.
pub(crate) fn places(request: &'static Object, version: Version, body: &Value) -> Vec<Place> {
    let mut walk = Walk { version, found: Vec::new() };
    walk.fields(request, body, "", "");
    walk.found
}

struct Walk {
    version: Version,
    found: Vec<Place>,
}

/// Where a value stands, and what holds for it from outside.
#[derive(Clone)]
struct Outside {
    pointer: String,
    path: String,
    required: bool,
    nullable: bool,
    limits: Vec<&'static Limits>,
    counts: Vec<&'static Limits>,
}

impl Outside {
    fn field(field: &'static Field, pointer: &str, path: &str) -> Self {
        Self {
            pointer: format!("{pointer}/{}", field.name),
            path: format!("{path}/{}", field.name),
            required: field.required,
            nullable: field.nullable,
            limits: vec![&field.limits],
            counts: vec![&field.limits],
        }
    }

    /// An element of an array or an entry of a map: what limits values goes on, what counts doesn't.
    fn inside(&self, own: Option<&'static Limits>, key: &str, step: &str) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("{}/{key}", self.pointer),
            path: format!("{}{step}", self.path),
            required: false,
            nullable: false,
            limits: self.limits.iter().copied().chain(own).collect(),
            counts: Vec::new(),
        }
    }
}

impl Walk {
    fn fields(&mut self, object: &'static Object, body: &Value, pointer: &str, path: &str) {
        let version = self.version;
        for field in object.fields.iter().filter(|f| f.versions.contains(version)) {
            if let Some(value) = body.get(field.name) {
                self.value(&field.ty, value, Outside::field(field, pointer, path), None);
            }
        }
    }

    /// `kinds`: what else the place allows besides this type.
    fn value(&mut self, ty: &'static Type, value: &Value, outside: Outside, allowed: Option<BTreeSet<&'static str>>) {
        let allowed = allowed.unwrap_or_else(|| kinds(ty));
        if let Type::OneOf(options) = ty {
            let mut fitting = options.iter().filter(|o| kinds(o).contains(kind(value)));
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => self.value(only, value, outside, Some(allowed)),
                _ => self.place(outside, allowed),
            }
            return;
        }
        if value.is_null() {
            return self.place(outside, allowed);
        }
        match ty {
            Type::Object(object) => {
                self.fields(object, value, &outside.pointer, &outside.path);
                self.place(outside, allowed);
            }
            Type::Array(inner) => self.elements(inner, None, value, outside, allowed),
            Type::Map(inner) => self.entries(inner, None, value, outside, allowed),
            Type::Named(named) => self.named(named, value, outside, allowed),
            Type::Integer => {
                self.place(outside, allowed);
                self.last().whole = true;
            }
            _ => self.place(outside, allowed),
        }
    }

    fn named(
        &mut self,
        named: &'static NamedType,
        value: &Value,
        mut outside: Outside,
        allowed: BTreeSet<&'static str>,
    ) {
        match &named.kind {
            Kind::Scalar { base, format, limits } => {
                outside.limits.push(limits);
                self.place(outside, allowed);
                self.last().format = *format;
                self.last().whole = matches!(base, Type::Integer);
            }
            Kind::Enum(_) => {
                self.place(outside, allowed);
                self.last().listed = true;
            }
            Kind::Object(object) => {
                self.fields(object, value, &outside.pointer, &format!("{}{{{}}}", outside.path, named.name));
                self.place(outside, allowed);
            }
            Kind::Union { tag, variants } => {
                let text = value.get(tag).and_then(Value::as_str);
                let variant = variants.iter().find(|v| Some(v.tag) == text && v.versions.contains(self.version));
                if let Some(variant) = variant
                    && let Kind::Object(object) = &variant.ty.kind
                {
                    self.fields(object, value, &outside.pointer, &format!("{}{{{}}}", outside.path, variant.ty.name));
                }
                self.place(outside, allowed);
            }
            Kind::Map(inner, limits) => self.entries(inner, Some(limits), value, outside, allowed),
            Kind::Array(inner, limits) => self.elements(inner, Some(limits), value, outside, allowed),
            _ => {}
        }
    }

    fn elements(
        &mut self,
        inner: &'static Type,
        own: Option<&'static Limits>,
        value: &Value,
        mut outside: Outside,
        allowed: BTreeSet<&'static str>,
    ) {
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            self.value(inner, element, outside.inside(own, &index.to_string(), "[]"), None);
        }
        outside.counts.extend(own);
        self.place(outside, allowed);
    }

    fn entries(
        &mut self,
        inner: &'static Type,
        own: Option<&'static Limits>,
        value: &Value,
        mut outside: Outside,
        allowed: BTreeSet<&'static str>,
    ) {
        for (key, entry) in value.as_object().into_iter().flatten() {
            self.value(inner, entry, outside.inside(own, key, ".*"), None);
        }
        outside.counts.extend(own);
        self.place(outside, allowed);
    }

    fn place(&mut self, outside: Outside, kinds: BTreeSet<&'static str>) {
        let Outside { pointer, path, required, nullable, limits, counts } = outside;
        let listed = limits.iter().any(|l| !l.values.is_empty());
        let place =
            Place { pointer, path, required, nullable, kinds, whole: false, format: None, limits, counts, listed };
        self.found.push(place);
    }

    fn last(&mut self) -> &mut Place {
        self.found.last_mut().expect("a place")
    }
}

/// The paths of all fields of a request in a version; a type inside of itself isn't gone into again.
pub(crate) fn paths(request: &'static Object, version: Version) -> BTreeSet<String> {
    fn fields(object: &'static Object, version: Version, path: &str, inside: &[&str], found: &mut BTreeSet<String>) {
        for field in object.fields.iter().filter(|f| f.versions.contains(version)) {
            let path = format!("{path}/{}", field.name);
            ty(&field.ty, version, &path, inside, found);
            found.insert(path);
        }
    }
    fn ty(of: &'static Type, version: Version, path: &str, inside: &[&str], found: &mut BTreeSet<String>) {
        match of {
            Type::Object(object) => fields(object, version, path, inside, found),
            Type::Array(inner) => ty(inner, version, &format!("{path}[]"), inside, found),
            Type::Map(inner) => ty(inner, version, &format!("{path}.*"), inside, found),
            Type::Named(named) if !inside.contains(&named.name) => {
                let inside = [inside, &[named.name]].concat();
                match &named.kind {
                    Kind::Object(object) => {
                        fields(object, version, &format!("{path}{{{}}}", named.name), &inside, found);
                    }
                    Kind::Union { variants, .. } => {
                        for variant in variants.iter().filter(|v| v.versions.contains(version)) {
                            if let Kind::Object(object) = &variant.ty.kind {
                                fields(object, version, &format!("{path}{{{}}}", variant.ty.name), &inside, found);
                            }
                        }
                    }
                    Kind::Array(inner, _) => ty(inner, version, &format!("{path}[]"), &inside, found),
                    Kind::Map(inner, _) => ty(inner, version, &format!("{path}.*"), &inside, found),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    fields(request, version, "", &[], &mut found);
    found
}

/// The end of a path: a field of a type, wherever that is used.
pub(crate) fn field_of_type(path: &str) -> Option<&str> {
    path.rfind('{').and_then(|at| path.get(at..))
}
