//! Parameters and answers as rows: nested fields by dotted path, limits and rules in words. Pure functions over the catalogue.

use livechat_core::VersionSet;
use livechat_core::catalogue::{
    Bounds, Field, Kind, Limits, NamedType, Object, Rule, RuleKind, Step, Type, Value, ValueKind,
};
use serde::Serialize;

use crate::text::{count, joined, versions};

/// A field for people.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) required: bool,
    pub(crate) limits: String,
    /// Versions with these facts.
    pub(crate) versions: String,
    pub(crate) about: &'static str,
}

/// Fields, the rules between them, and the named types that they use, for some versions.
pub(crate) struct Fields {
    among: VersionSet,
    pub(crate) rows: Vec<Row>,
    pub(crate) rules: Vec<String>,
    used: Vec<&'static NamedType>,
}

impl Fields {
    fn none(among: VersionSet) -> Self {
        Self { among, rows: Vec::new(), rules: Vec::new(), used: Vec::new() }
    }

    /// Of a request.
    pub(crate) fn of(object: &'static Object, among: VersionSet) -> Self {
        let mut fields = Self::none(among);
        fields.object(object, "");
        fields
    }

    /// Of an answer: what is in it, one named type deep.
    pub(crate) fn of_answer(ty: &'static Type, among: VersionSet) -> Self {
        let mut fields = Self::none(among);
        match ty {
            Type::Named(NamedType { kind: Kind::Object(object), .. }) => fields.object(object, ""),
            Type::Array(Type::Named(NamedType { kind: Kind::Object(object), .. })) => fields.object(object, "[]"),
            _ => fields.inside(ty, ""),
        }
        fields
    }

    /// The types that the fields use, and the types that those use, as rows.
    pub(crate) fn types(&self) -> Vec<Row> {
        let mut all = Self::none(self.among);
        all.used.clone_from(&self.used);
        let mut done = 0;
        while let Some(named) = all.used.get(done).copied() {
            done += 1;
            all.named(named);
        }
        all.rows
    }

    fn named(&mut self, named: &'static NamedType) {
        let mut row = Row {
            name: named.name.into(),
            ty: String::new(),
            required: false,
            limits: String::new(),
            versions: versions(named.versions),
            about: named.about,
        };
        match &named.kind {
            Kind::Object(object) => {
                row.ty = "object".into();
                self.rows.push(row);
                self.object(object, named.name);
            }
            Kind::Union { tag, variants } => {
                let there: Vec<_> = variants.iter().filter(|v| self.there(v.versions)).collect();
                row.ty = joined(there.iter().map(|v| v.ty.name), " | ");
                row.limits = format!("by `{tag}`: {}", joined(there.iter().map(|v| v.tag), ", "));
                self.rows.push(row);
                for variant in there {
                    self.uses(variant.ty);
                }
            }
            Kind::Map(ty, limits) => {
                row.ty = format!("{{{ty}}}");
                row.limits = joined(self.limits(limits), ", ");
                self.rows.push(row);
                self.inside(ty, &format!("{}.*", named.name));
            }
            Kind::Array(ty, limits) => {
                row.ty = format!("[{ty}]");
                row.limits = joined(self.limits(limits), ", ");
                self.rows.push(row);
                self.inside(ty, &format!("{}[]", named.name));
            }
            // Values and limits of scalars and enumerations stand with the fields.
            _ => {}
        }
    }

    fn there(&self, versions: VersionSet) -> bool {
        overlap(versions, self.among)
    }

    fn uses(&mut self, named: &'static NamedType) {
        if !matches!(named.kind, Kind::Scalar { .. } | Kind::Enum(_)) && !self.used.iter().any(|t| t.name == named.name)
        {
            self.used.push(named);
        }
    }

    fn object(&mut self, object: &'static Object, at: &str) {
        let among = self.among;
        for field in object.fields.iter().filter(|f| overlap(f.versions, among)) {
            let name = under(at, field.name);
            let row = Row {
                ty: field.ty.to_string(),
                required: field.required,
                limits: joined(self.field(field), ", "),
                versions: versions(field.versions),
                about: field.about,
                name,
            };
            let at = row.name.clone();
            self.rows.push(row);
            self.inside(&field.ty, &at);
        }
        for rule in object.rules.iter().filter(|r| overlap(r.versions, among)) {
            self.rules.push(rule_in_words(rule, at));
        }
    }

    fn inside(&mut self, ty: &'static Type, at: &str) {
        match ty {
            Type::Object(object) => self.object(object, at),
            Type::Array(inner) => self.inside(inner, &format!("{at}[]")),
            Type::Map(inner) => self.inside(inner, &format!("{at}.*")),
            Type::OneOf(options) => {
                for option in *options {
                    self.inside(option, at);
                }
            }
            Type::Named(named) => self.uses(named),
            _ => {}
        }
    }

    /// What holds for a field's value.
    fn field(&self, field: &Field) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(default) = field.default {
            words.push(format!("default {}", value(default)));
        }
        self.of_type(&field.ty, &mut words);
        words.extend(self.limits(&field.limits));
        for (holds, text) in
            [(field.nullable, "may be null"), (field.optional, "may be absent"), (field.secret, "secret")]
        {
            if holds {
                words.push(text.into());
            }
        }
        words
    }

    /// What a named scalar or enumeration says of its values, be it of the elements of an array.
    fn of_type(&self, ty: &Type, words: &mut Vec<String>) {
        match ty {
            Type::Array(inner) | Type::Map(inner) => self.of_type(inner, words),
            Type::Named(named) => match &named.kind {
                Kind::Scalar { format, limits, .. } => {
                    words.extend(format.map(ToString::to_string));
                    words.extend(self.limits(limits));
                }
                Kind::Enum(values) => words.extend(self.values(values)),
                _ => {}
            },
            _ => {}
        }
    }

    fn values(&self, values: &[Value]) -> Option<String> {
        let there = values.iter().filter(|v| self.there(v.versions));
        let words = joined(
            there.clone().map(|v| {
                let rest = v.versions.intersection(self.among);
                let partly = if rest == self.among { String::new() } else { format!(" ({})", versions(v.versions)) };
                format!("{}{partly}", value(v.value))
            }),
            ", ",
        );
        match there.clone().count() {
            0 => None,
            1 => Some(format!("always {words}")),
            _ => Some(format!("one of {words}")),
        }
    }

    fn limits(&self, limits: &Limits) -> Vec<String> {
        let mut words: Vec<String> = self.values(limits.values).into_iter().collect();
        words.extend(bounds(limits.number, ""));
        words.extend(bounds(limits.length, "character"));
        words.extend(limits.max_bytes.map(|n| format!("at most {}", count(n as usize, "byte"))));
        words.extend(bounds(limits.items, "element"));
        if limits.unique {
            words.push("no element twice".into());
        }
        words
    }
}

fn overlap(a: VersionSet, b: VersionSet) -> bool {
    !a.intersection(b).is_empty()
}

fn under(at: &str, name: &str) -> String {
    if at.is_empty() { name.into() } else { format!("{at}.{name}") }
}

/// A value as JSON, strings without quotes.
fn value(value: ValueKind) -> String {
    match value {
        ValueKind::String("") => "\"\"".into(),
        ValueKind::String(text) | ValueKind::Json(text) => text.into(),
        ValueKind::Integer(number) => number.to_string(),
        ValueKind::Boolean(truth) => truth.to_string(),
        other => format!("{other:?}"),
    }
}

fn bounds<T: std::fmt::Display + PartialEq>(bounds: Bounds<T>, unit: &str) -> Option<String> {
    let with = |n: T, words: &str| {
        let one = n.to_string() == "1";
        let s = if unit.is_empty() || one { "" } else { "s" };
        format!("{words}{n} {unit}{s}").trim_end().to_string()
    };
    match (bounds.min, bounds.max) {
        (None, None) => None,
        (Some(least), None) => Some(with(least, "at least ")),
        (None, Some(most)) => Some(with(most, "at most ")),
        (Some(least), Some(most)) if least == most => Some(with(most, "exactly ")),
        (Some(least), Some(most)) => Some(with(most, &format!("{least} to "))),
    }
}

/// A path through fields, dotted.
fn dotted(at: &str, path: &[Step]) -> String {
    let mut out = at.to_string();
    for step in path {
        match step {
            Step::Field(name) => out = under(&out, name),
            Step::Items => out.push_str("[]"),
            Step::Values => out = under(&out, "*"),
        }
    }
    out
}

fn rule_in_words(rule: &Rule, at: &str) -> String {
    let at = dotted(at, rule.at);
    let name = |path: &[Step]| format!("`{}`", dotted(&at, path));
    let names = |paths: &[&[Step]], word: &str| {
        let mut names: Vec<String> = paths.iter().map(|p| name(p)).collect();
        let last = names.pop().unwrap_or_default();
        if names.is_empty() { last } else { format!("{} {word} {last}", names.join(", ")) }
    };
    let is = |values: &[ValueKind]| joined(values.iter().map(|v| format!("`{}`", value(*v))), " or ");
    let mut words = match &rule.kind {
        RuleKind::ExactlyOne(paths) => format!("Just one of {} is sent", names(paths, "and")),
        RuleKind::AtLeastOne(paths) => format!("At least one of {} is sent", names(paths, "and")),
        RuleKind::AtMostOne(paths) => format!("At most one of {} is sent", names(paths, "and")),
        RuleKind::Together(paths) => format!("{} are sent together or not at all", names(paths, "and")),
        RuleKind::When { field, is: of, needs, excludes, allows, bounds: within } => {
            let mut then: Vec<String> = Vec::new();
            if !needs.is_empty() {
                then.push(format!("{} must be sent", names(needs, "and")));
            }
            if !excludes.is_empty() {
                then.push(format!("{} may not be sent", names(excludes, "and")));
            }
            then.extend(allows.iter().map(|(path, values)| format!("{} is {}", name(path), is(values))));
            let bounded = |(path, within): &(&[Step], Bounds<f64>)| {
                bounds(*within, "").map(|words| format!("{} is {words}", name(path)))
            };
            then.extend(within.iter().filter_map(bounded));
            let verb = match (of.is_empty(), field.last()) {
                (true, Some(Step::Items)) => "has an element".into(),
                (true, _) => "is sent".into(),
                (false, _) => format!("is {}", is(of)),
            };
            format!("When {} {verb}, {}", name(field), then.join(", and "))
        }
        other => format!("{other:?}"),
    };
    words.push('.');
    let when =
        if rule.versions == VersionSet::ALL { String::new() } else { format!("In {}.", versions(rule.versions)) };
    joined([&*words, &*when, rule.about].into_iter().filter(|part| !part.is_empty()), " ")
}
