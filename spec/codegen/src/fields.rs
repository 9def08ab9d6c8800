//! From the lines of a request, answer or payload to nested objects: paths, type expressions, version ranges, rules.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::load::{Catalogue, Faults};
use crate::model::{self, Scalar, Short};
use crate::versions::{Line, Versions};

/// A type, resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Ty {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `any`
    Any,
    /// `binary`, a part of a multipart body
    Binary,
    /// A named type.
    Named(String),
    /// `[T]`
    Array(Box<Ty>),
    /// `{T}`
    Map(Box<Ty>),
    /// `A | B`
    OneOf(Vec<Ty>),
    /// Fields in place.
    Object(Object),
}

/// Fields and the rules between them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// In the vendor's order.
    pub fields: Vec<Field>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Any further field is allowed.
    pub open: bool,
}

/// A field, as it is in a set of versions.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // independent facts, not states
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Must be sent.
    pub required: bool,
    /// May be absent from an answer.
    pub optional: bool,
    /// Null is documented.
    pub nullable: bool,
    /// A token or a secret.
    pub secret: bool,
    /// What it means.
    pub about: String,
    /// What the vendor assumes, as JSON.
    pub default: Option<String>,
    /// Limits.
    pub limits: Limits,
    /// Versions with these facts.
    pub versions: Versions,
    /// Where it is from, where that isn't the reference.
    pub source: Option<String>,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The value.
    pub value: Scalar,
    /// What it means.
    pub about: String,
    /// Versions that have it.
    pub versions: Versions,
}

/// Limits, resolved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// Allowed values.
    pub values: Vec<EnumValue>,
    /// The others as they are written.
    pub rest: model::Limits,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A field.
    Name(String),
    /// Each element of an array.
    Items,
    /// Each value of a map.
    Values,
}

/// A rule between fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Where the paths begin.
    pub at: Vec<Step>,
    /// The rule.
    pub kind: RuleKind,
    /// Versions in which it holds.
    pub versions: Versions,
    /// Why.
    pub about: String,
}

/// What a rule demands.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleKind {
    /// Just one.
    ExactlyOne(Vec<Vec<Step>>),
    /// One or more.
    AtLeastOne(Vec<Vec<Step>>),
    /// None or one.
    AtMostOne(Vec<Vec<Step>>),
    /// All or none.
    Together(Vec<Vec<Step>>),
    /// When the field is sent, or has one of the values.
    When {
        /// The field.
        field: Vec<Step>,
        /// Its values; none: when it is sent.
        is: Vec<Scalar>,
        /// Must be sent.
        needs: Vec<Vec<Step>>,
        /// May not be sent.
        excludes: Vec<Vec<Step>>,
        /// Values that others are limited to.
        allows: Vec<(Vec<Step>, Vec<Scalar>)>,
        /// Limits that others have.
        bounds: Vec<(Vec<Step>, model::Limits)>,
    },
}

/// Reads paths such as `rules[].urls[].url` and `pushes.*`.
pub fn path(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for part in text.split('.') {
        let name = part.trim_end_matches("[]");
        let items = (part.len() - name.len()) / 2;
        match name {
            "" if items > 0 && steps.is_empty() => {}
            "" => return Err(format!("`{text}` is not a path")),
            "*" => steps.push(Step::Values),
            name if name.contains(['[', ']', ' ']) => return Err(format!("`{text}` is not a path")),
            name => steps.push(Step::Name(name.to_owned())),
        }
        steps.extend(std::iter::repeat_n(Step::Items, items));
    }
    Ok(steps)
}

/// Reads a type expression.
pub fn ty(text: &str) -> Result<Ty, String> {
    let fault = || format!("`{text}` is not a type");
    let mut rest = text.trim();
    let mut options = Vec::new();
    loop {
        let (one, after) = term(rest).ok_or_else(fault)?;
        options.push(one);
        match after.trim_start().strip_prefix('|') {
            Some(next) => rest = next.trim_start(),
            None if after.trim().is_empty() => break,
            None => return Err(fault()),
        }
    }
    Ok(if options.len() == 1 { options.remove(0) } else { Ty::OneOf(options) })
}

fn term(text: &str) -> Option<(Ty, &str)> {
    for (open, close, wrap) in [('[', ']', Ty::Array as fn(Box<Ty>) -> Ty), ('{', '}', Ty::Map)] {
        if text.starts_with(open) {
            let mut depth = 0usize;
            let end = text.char_indices().find(|(_, c)| {
                depth = depth + usize::from(*c == open) - usize::from(*c == close);
                depth == 0
            })?;
            let inner = ty(&text[1..end.0]).ok()?;
            return Some((wrap(Box::new(inner)), &text[end.0 + 1..]));
        }
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let one = match &text[..end] {
        "" => return None,
        "string" => Ty::String,
        "integer" => Ty::Integer,
        "number" => Ty::Number,
        "boolean" => Ty::Boolean,
        "any" => Ty::Any,
        "binary" => Ty::Binary,
        "object" => Ty::Object(Object { open: true, ..Object::default() }),
        name => Ty::Named(name.to_owned()),
    };
    Some((one, &text[end..]))
}

/// What resolving needs to know.
pub struct Context<'a> {
    /// The versions.
    pub line: &'a Line,
    /// Parameters by name.
    pub params: &'a Catalogue<model::Field>,
    /// File, for faults.
    pub file: &'a str,
    /// Entry, for faults.
    pub entry: &'a str,
}

#[derive(Default)]
struct Node {
    spec: Option<model::Field>,
    children: IndexMap<Step, Node>,
}

impl Context<'_> {
    /// Resolves the lines of an object.
    pub fn object(
        &self,
        lines: &model::Entries<toml::Value>,
        rules: &[toml::Value],
        open: bool,
        versions: Versions,
        faults: &mut Faults,
    ) -> Object {
        let mut object = self.fields(self.tree(lines, faults), "", versions, faults);
        object.open = open;
        object.rules = rules.iter().filter_map(|r| self.rule(r, versions, faults)).collect();
        object
    }

    /// Resolves the lines of an answer: an object, or an array where the keys begin with `[]`, a map where they begin with `*`.
    pub fn answer(&self, lines: &model::Entries<toml::Value>, versions: Versions, faults: &mut Faults) -> Ty {
        let root = self.tree(lines, faults);
        if root.children.contains_key(&Step::Items) || root.children.contains_key(&Step::Values) {
            self.structure(root, "", versions, faults).unwrap_or(Ty::Any)
        } else {
            Ty::Object(self.fields(root, "", versions, faults))
        }
    }

    fn tree(&self, lines: &model::Entries<toml::Value>, faults: &mut Faults) -> Node {
        let mut root = Node::default();
        for (key, value) in lines {
            let spec = match Short::<String, model::Field>::deserialize(value.clone()) {
                Ok(Short::Long(spec)) => *spec,
                Ok(Short::Short(name)) => {
                    if let Some(param) = self.params.get(&name) {
                        param.spec.clone()
                    } else {
                        self.fault(faults, key, format!("no parameter `{name}` in params.toml"));
                        continue;
                    }
                }
                Err(e) => {
                    self.fault(faults, key, e.to_string().trim().to_owned());
                    continue;
                }
            };
            let steps = match path(key) {
                Ok(steps) => steps,
                Err(e) => {
                    self.fault(faults, key, e);
                    continue;
                }
            };
            let mut node = &mut root;
            for step in steps {
                node = node.children.entry(step).or_default();
            }
            if node.spec.is_some() {
                self.fault(faults, key, "stands twice".to_owned());
            }
            node.spec = Some(spec);
        }
        root
    }

    fn fault(&self, faults: &mut Faults, key: &str, message: String) {
        let entry = if key.is_empty() { self.entry.to_owned() } else { format!("{}: {key}", self.entry) };
        faults.add(self.file, &entry, message);
    }

    fn fields(&self, node: Node, at: &str, versions: Versions, faults: &mut Faults) -> Object {
        let mut object = Object::default();
        for (step, child) in node.children {
            let Step::Name(name) = step else {
                self.fault(faults, at, "fields stand beside `[]` or `*`".to_owned());
                continue;
            };
            let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            self.field(&name, child, &key, versions, &mut object.fields, faults);
        }
        object
    }

    /// One line becomes a field for each run of versions with the same facts.
    fn field(
        &self,
        name: &str,
        mut node: Node,
        key: &str,
        container: Versions,
        out: &mut Vec<Field>,
        faults: &mut Faults,
    ) {
        let declared = node.spec.take();
        let implied = declared.is_none();
        let spec = declared.unwrap_or_else(|| model::Field { ty: "object".to_owned(), ..Default::default() });
        let own = match self.line.range(spec.since.as_deref(), spec.until.as_deref()) {
            Ok(own) => own,
            Err(e) => return self.fault(faults, key, e),
        };
        let versions = own.and(container);
        if versions.is_empty() {
            return self.fault(faults, key, "has no version in common with what it stands in".to_owned());
        }
        if spec.about.is_empty() && !implied {
            self.fault(faults, key, "has no `about`".to_owned());
        }
        let mut starts = Vec::new();
        for change in &spec.changed {
            match self.line.range(Some(&change.since), None) {
                Ok(from) if from.and(versions) == versions || from.and(versions).is_empty() => {
                    self.fault(faults, key, format!("`changed` since {} splits no version range", change.since));
                }
                Ok(from) => starts.push((from, change)),
                Err(e) => self.fault(faults, key, e),
            }
        }
        if starts.windows(2).any(|w| w[0].0 == w[1].0 || !w[0].0.contains(w[1].0)) {
            self.fault(faults, key, "`changed` is not in the order of versions".to_owned());
        }
        // Limits of `name[]` and `name.*` are those of the elements, which a field's limits of single values are about.
        let inner = [Step::Items, Step::Values].iter().find_map(|s| node.children.get(s)?.spec.clone());
        let inner = inner.map(|i| i.limits).unwrap_or_default();
        if inner.min_items.is_some() || inner.max_items.is_some() || inner.unique.is_some() {
            self.fault(faults, key, "elements that are arrays can't have counts of their own here".to_owned());
        }
        // Children are shared by all runs of the field.
        let structure = self.structure(node, key, versions, faults);
        let mut facts = spec.clone();
        for i in 0..=starts.len() {
            let from = if i == 0 { self.line.all() } else { starts[i - 1].0 };
            let to = starts.get(i).map(|s| s.0).unwrap_or_default();
            if i > 0 {
                apply(&mut facts, starts[i - 1].1);
            }
            let run = versions.and(from).without(to);
            let mut ty = match ty(&facts.ty) {
                Ok(ty) => ty,
                Err(e) => return self.fault(faults, key, e),
            };
            if let Some(structure) = &structure {
                let fits = match (&ty, structure) {
                    (Ty::Array(a), Ty::Array(_)) | (Ty::Map(a), Ty::Map(_)) => {
                        matches!(**a, Ty::Object(_) | Ty::Any)
                    }
                    (Ty::Object(_), Ty::Object(_) | Ty::Map(_)) | (Ty::OneOf(_), _) => true,
                    _ => implied,
                };
                if !fits {
                    self.fault(faults, key, format!("type `{}` has no fields inside", facts.ty));
                }
                ty = structure.clone();
            }
            let limits = self.limits(&merged(&facts.limits, &inner), run, key, faults);
            out.push(Field {
                name: name.to_owned(),
                ty,
                required: facts.required,
                optional: facts.optional,
                nullable: facts.nullable,
                secret: facts.secret,
                about: facts.about.clone(),
                default: facts.default.as_ref().map(json),
                limits,
                versions: run,
                source: facts.source.clone(),
            });
        }
    }

    fn structure(&self, mut node: Node, key: &str, versions: Versions, faults: &mut Faults) -> Option<Ty> {
        if node.children.is_empty() {
            return None;
        }
        for (step, suffix, wrap) in [(Step::Items, "[]", Ty::Array as fn(Box<Ty>) -> Ty), (Step::Values, ".*", Ty::Map)]
        {
            let Some(inner) = node.children.shift_remove(&step) else { continue };
            if !node.children.is_empty() {
                self.fault(faults, key, "fields stand beside `[]` or `*`".to_owned());
            }
            let key = format!("{key}{suffix}");
            let spec = inner.spec.clone();
            let inner = match (self.structure(inner, &key, versions, faults), spec) {
                (Some(structure), _) => structure,
                (None, Some(spec)) => match ty(&spec.ty) {
                    Ok(ty) => ty,
                    Err(e) => {
                        self.fault(faults, &key, e);
                        return None;
                    }
                },
                (None, None) => return None,
            };
            return Some(wrap(Box::new(inner)));
        }
        Some(Ty::Object(self.fields(node, key, versions, faults)))
    }

    /// Resolves limits.
    pub fn limits(&self, limits: &model::Limits, versions: Versions, key: &str, faults: &mut Faults) -> Limits {
        let mut values = Vec::new();
        for value in limits.values.iter().flatten() {
            let (value, about, since, until) = match value {
                Short::Short(value) => (value.clone(), None, None, None),
                Short::Long(long) => {
                    (long.value.clone(), long.about.clone(), long.since.as_deref(), long.until.as_deref())
                }
            };
            match self.line.range(since, until) {
                Ok(own) => {
                    let own = own.and(versions);
                    if !own.is_empty() {
                        values.push(EnumValue { value, about: about.unwrap_or_default(), versions: own });
                    }
                }
                Err(e) => self.fault(faults, key, format!("{value:?}: {e}")),
            }
        }
        for (i, a) in values.iter().enumerate() {
            if values[..i].iter().any(|b| b.value == a.value && !b.versions.and(a.versions).is_empty()) {
                self.fault(faults, key, format!("{:?} stands twice in `enum`", a.value));
            }
        }
        if let (Some(min), Some(max)) = (limits.min, limits.max)
            && min > max
        {
            self.fault(faults, key, "`min` is above `max`".to_owned());
        }
        Limits { values, rest: model::Limits { values: None, ..limits.clone() } }
    }

    fn rule(&self, value: &toml::Value, versions: Versions, faults: &mut Faults) -> Option<Rule> {
        let spec = match model::Rule::deserialize(value.clone()) {
            Ok(spec) => spec,
            Err(e) => {
                self.fault(faults, "rules", e.to_string().trim().to_owned());
                return None;
            }
        };
        match self.rule_from(spec, versions) {
            Ok(rule) => Some(rule),
            Err(e) => {
                self.fault(faults, "rules", e);
                None
            }
        }
    }

    fn rule_from(&self, spec: model::Rule, container: Versions) -> Result<Rule, String> {
        let paths = |list: Vec<String>| list.iter().map(|p| path(p)).collect::<Result<Vec<_>, _>>();
        let versions = self.line.range(spec.since.as_deref(), spec.until.as_deref())?.and(container);
        if versions.is_empty() {
            return Err("a rule has no version in common with what it stands in".to_owned());
        }
        let mut kinds = Vec::new();
        for (list, kind) in [
            (spec.exactly_one, RuleKind::ExactlyOne as fn(_) -> _),
            (spec.at_least_one, RuleKind::AtLeastOne),
            (spec.at_most_one, RuleKind::AtMostOne),
            (spec.together, RuleKind::Together),
        ] {
            if let Some(list) = list {
                kinds.push(kind(paths(list)?));
            }
        }
        if let Some(field) = spec.field {
            let allows = spec.allows.unwrap_or_default();
            let bounds = spec.bounds.unwrap_or_default();
            kinds.push(RuleKind::When {
                field: path(&field)?,
                is: spec.is.unwrap_or_default(),
                needs: paths(spec.needs.unwrap_or_default())?,
                excludes: paths(spec.excludes.unwrap_or_default())?,
                allows: allows.into_iter().map(|(p, v)| Ok((path(&p)?, v))).collect::<Result<_, String>>()?,
                bounds: bounds.into_iter().map(|(p, v)| Ok((path(&p)?, v))).collect::<Result<_, String>>()?,
            });
        }
        if kinds.len() != 1 {
            return Err(format!("a rule says one thing, this says {}", kinds.len()));
        }
        let at = spec.at.map_or(Ok(Vec::new()), |p| path(&p))?;
        Ok(Rule { at, kind: kinds.remove(0), versions, about: spec.about.unwrap_or_default() })
    }
}

fn apply(facts: &mut model::Field, change: &model::Change) {
    let model::Change { since: _, ty, required, optional, nullable, about, default, limits, source } = change.clone();
    if let Some(v) = ty {
        facts.ty = v;
    }
    facts.required = required.unwrap_or(facts.required);
    facts.optional = optional.unwrap_or(facts.optional);
    facts.nullable = nullable.unwrap_or(facts.nullable);
    if let Some(v) = about {
        facts.about = v;
    }
    if default.is_some() {
        facts.default = default;
    }
    if source.is_some() {
        facts.source = source;
    }
    facts.limits = merged(&limits, &facts.limits);
}

/// The limits of the first, and of the second where the first says nothing.
fn merged(first: &model::Limits, second: &model::Limits) -> model::Limits {
    let (a, b) = (first.clone(), second.clone());
    model::Limits {
        values: a.values.or(b.values),
        min: a.min.or(b.min),
        max: a.max.or(b.max),
        min_length: a.min_length.or(b.min_length),
        max_length: a.max_length.or(b.max_length),
        max_bytes: a.max_bytes.or(b.max_bytes),
        min_items: a.min_items.or(b.min_items),
        max_items: a.max_items.or(b.max_items),
        unique: a.unique.or(b.unique),
    }
}

/// A default as JSON text.
pub fn json(value: &toml::Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
