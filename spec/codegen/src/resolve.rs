//! Turns the files into one catalogue: version ranges, types, requirements, methods, payloads.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::fields::{Context, Field, Limits, Object, Ty};
use crate::load::{Faults, Files, Placed};
use crate::model::{self, Requires, Response, Short};
use crate::versions::{Line, Versions};

/// Everything that `spec/` says, with references checked.
#[derive(Debug, Default)]
pub struct Spec {
    /// Versions, oldest first.
    pub line: Line,
    /// The files.
    pub files: Files,
    /// Named types.
    pub types: IndexMap<String, NamedType>,
    /// Requirements, those of `requirements.toml` first, then the ones made from lists of scopes.
    pub requirements: IndexMap<String, Requirement>,
    /// Methods, by area and then in the order of the file.
    pub methods: Vec<Method>,
    /// Pushes by name.
    pub pushes: IndexMap<String, Payload>,
    /// Webhooks by name.
    pub webhooks: IndexMap<String, Payload>,
}

/// A named type.
#[derive(Debug, Clone)]
pub struct NamedType {
    /// What it is.
    pub about: String,
    /// Versions that have it.
    pub versions: Versions,
    /// Its kind.
    pub kind: Kind,
    /// A token or a secret.
    pub secret: bool,
}

/// The kinds of named types.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A string or number with a meaning of its own.
    Scalar {
        /// Its JSON type.
        base: Ty,
        /// Its format.
        format: Option<String>,
        /// Its limits.
        limits: Limits,
    },
    /// An enumeration.
    Enum(Limits),
    /// Fields.
    Object(Object),
    /// Types told apart by a field.
    Union {
        /// The field.
        tag: String,
        /// Value, type, versions.
        variants: Vec<(String, String, Versions)>,
    },
    /// Free keys.
    Map(Ty, Limits),
    /// Elements.
    Array(Ty, Limits),
}

/// A requirement.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// What it stands for.
    pub about: String,
    /// Path of the field that its conditions are about.
    pub reads: Vec<String>,
    /// The field's absence means the requester.
    pub absent_is_requester: bool,
    /// Alternatives.
    pub any: Vec<Alternative>,
    /// Scopes that widen the answer.
    pub opens: Vec<model::Opens>,
}

/// An alternative of a requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// All of these.
    pub scopes: Vec<String>,
    /// All of these.
    pub when: Vec<String>,
}

/// A name with the versions in which it is there.
pub type Ranged = (String, Versions);

/// A method.
#[derive(Debug, Clone)]
pub struct Method {
    /// `<api>/<action>`
    pub name: String,
    /// File, for faults.
    pub file: String,
    /// Its API.
    pub api: String,
    /// Its action.
    pub action: String,
    /// Its area.
    pub area: String,
    /// `read` or `write`
    pub access: String,
    /// What it does.
    pub summary: String,
    /// Nouns.
    pub acts_on: Vec<String>,
    /// Name of its requirement; none: no scope.
    pub requirement: Option<String>,
    /// The guide's permission.
    pub permission: Option<String>,
    /// Repeating it changes nothing more.
    pub idempotent: bool,
    /// It deletes, ends, bans, suspends or revokes.
    pub destructive: bool,
    /// Webhooks.
    pub webhooks: Vec<Ranged>,
    /// Pushes.
    pub pushes: Vec<Ranged>,
    /// Notes.
    pub notes: Vec<String>,
    /// Versions.
    pub versions: Versions,
    /// Versions in which the Web API has it.
    pub web: Versions,
    /// Versions in which RTM has it.
    pub rtm: Versions,
    /// HTTP methods.
    pub http_method: String,
    /// Path after the version.
    pub path: String,
    /// Content type.
    pub content_type: String,
    /// Single method.
    pub batch_of: Option<String>,
    /// Rate-limit class.
    pub rate_limit: String,
    /// Where the facts are from.
    pub source: String,
    /// Request.
    pub request: Object,
    /// Answer.
    pub response: Option<Ty>,
}

/// A push's or webhook's payload.
#[derive(Debug, Clone)]
pub struct Payload {
    /// Its type.
    pub ty: Option<Ty>,
    /// Versions that have it.
    pub versions: Versions,
    /// Filters, for webhooks.
    pub filters: Vec<Ranged>,
    /// Additional data, for webhooks.
    pub additional_data: Vec<Ranged>,
}

impl Spec {
    /// Resolves everything.
    pub fn new(files: Files, faults: &mut Faults) -> Self {
        let line = Line(files.versions.keys().cloned().collect());
        if line.0.windows(2).any(|w| w[0] >= w[1]) {
            faults.add("versions.toml", "", "versions are not in order");
        }
        if line.0.len() > 8 {
            faults.add("versions.toml", "", "a set of versions holds eight at most");
        }
        let mut spec = Self { line, files, ..Self::default() };
        spec.resolve_types(faults);
        spec.resolve_requirements(faults);
        spec.resolve_methods(faults);
        spec.resolve_batches(faults);
        spec.resolve_payloads(faults);
        spec.check_references(faults);
        spec.check_small_files(faults);
        spec
    }

    fn ranged(&self, names: &model::Names, within: Versions) -> Result<Vec<Ranged>, String> {
        let mut out = Vec::new();
        for name in names {
            let (name, range) = match name {
                Short::Short(name) => (name.clone(), self.line.all()),
                Short::Long(v) => (v.value.clone(), self.line.range(v.since.as_deref(), v.until.as_deref())?),
            };
            let range = range.and(within);
            if range.is_empty() {
                return Err(format!("`{name}` has no version in common with what it stands in"));
            }
            if out.iter().any(|(n, v): &Ranged| *n == name && !v.and(range).is_empty()) {
                return Err(format!("`{name}` stands twice"));
            }
            out.push((name, range));
        }
        Ok(out)
    }

    fn resolve_types(&mut self, faults: &mut Faults) {
        let mut types = IndexMap::new();
        for (name, Placed { file, spec }) in &self.files.types {
            let cx = Context { line: &self.line, params: &self.files.params, file, entry: name };
            let versions = match self.line.range(spec.since.as_deref(), spec.until.as_deref()) {
                Ok(v) => v,
                Err(e) => {
                    faults.add(file, name, e);
                    continue;
                }
            };
            let kinds = [
                spec.base.is_some(),
                spec.base.is_none() && spec.limits.values.is_some(),
                spec.fields.is_some(),
                spec.variants.is_some(),
                spec.map.is_some(),
                spec.array.is_some(),
            ];
            if kinds.iter().filter(|k| **k).count() != 1 {
                faults.add(file, name, "has not just one of `base`, `enum`, `fields`, `variants`, `map`, `array`");
                continue;
            }
            let limits = |faults: &mut Faults| cx.limits(&spec.limits, versions, "", faults);
            let expression = |text: &str, faults: &mut Faults| {
                crate::fields::ty(text).unwrap_or_else(|e| {
                    faults.add(file, name, e);
                    Ty::Any
                })
            };
            let kind = if let Some(base) = &spec.base {
                Kind::Scalar { base: expression(base, faults), format: spec.format.clone(), limits: limits(faults) }
            } else if let Some(fields) = &spec.fields {
                Kind::Object(cx.object(fields, &spec.rules, spec.open, versions, faults))
            } else if let Some(variants) = &spec.variants {
                let Some(tag) = spec.tag.clone() else {
                    faults.add(file, name, "a union needs `tag`");
                    continue;
                };
                let mut out = Vec::new();
                for (value, variant) in variants {
                    let (ty, since, until) = match variant {
                        Short::Short(ty) => (ty.clone(), None, None),
                        Short::Long(v) => (v.ty.clone(), v.since.as_deref(), v.until.as_deref()),
                    };
                    match self.line.range(since, until) {
                        Ok(range) => out.push((value.clone(), ty, range.and(versions))),
                        Err(e) => faults.add(file, name, e),
                    }
                }
                Kind::Union { tag, variants: out }
            } else if let Some(map) = &spec.map {
                Kind::Map(expression(map, faults), limits(faults))
            } else if let Some(array) = &spec.array {
                Kind::Array(expression(array, faults), limits(faults))
            } else {
                Kind::Enum(limits(faults))
            };
            let scalar = matches!(kind, Kind::Scalar { .. });
            if scalar == name.starts_with(|c: char| c.is_ascii_uppercase()) {
                faults.add(file, name, "scalars are in lower case, other types in CamelCase");
            }
            types.insert(name.clone(), NamedType { about: spec.about.clone(), versions, kind, secret: spec.secret });
        }
        self.types = types;
    }

    pub(crate) fn check_scope(&self, scope: &str, file: &str, entry: &str, faults: &mut Faults) {
        if !self.files.scopes.contains_key(scope) {
            faults.add(file, entry, format!("no scope `{scope}` in scopes.toml"));
        }
    }

    fn resolve_requirements(&mut self, faults: &mut Faults) {
        let mut out = IndexMap::new();
        for (name, Placed { file, spec }) in &self.files.requirements {
            let mut any = Vec::new();
            for alternative in &spec.any {
                for scope in &alternative.scopes {
                    self.check_scope(scope, file, name, faults);
                }
                for condition in &alternative.when {
                    if !self.files.conditions.contains_key(condition) {
                        faults.add(file, name, format!("no condition `{condition}` in conditions.toml"));
                    }
                }
                any.push(Alternative { scopes: sorted(&alternative.scopes), when: alternative.when.clone() });
            }
            for opens in &spec.opens {
                self.check_scope(&opens.scope, file, name, faults);
            }
            if spec.absent.as_deref().is_some_and(|a| a != "requester") {
                faults.add(file, name, "`absent` can only be `requester`");
            }
            let reads = spec.reads.as_deref().map(|r| r.split('.').map(str::to_owned).collect()).unwrap_or_default();
            out.insert(
                name.clone(),
                Requirement {
                    about: spec.about.clone(),
                    reads,
                    absent_is_requester: spec.absent.is_some(),
                    any,
                    opens: spec.opens.clone(),
                },
            );
        }
        self.requirements = out;
    }

    /// The name of a method's requirement; one made from a list of scopes is added.
    fn requirement(
        &mut self,
        requires: Option<&Requires>,
        file: &str,
        method: &str,
        faults: &mut Faults,
    ) -> Option<String> {
        match requires? {
            Requires::Named(name) => {
                if !self.requirements.contains_key(name) {
                    faults.add(file, method, format!("no requirement `{name}` in requirements.toml"));
                    return None;
                }
                Some(name.clone())
            }
            Requires::Scopes(scopes) => {
                for scope in scopes {
                    self.check_scope(scope, file, method, faults);
                }
                let scopes = sorted(scopes);
                // The prefix keeps it apart from the names of requirements.toml.
                let name = format!("scopes {}", scopes.join(" and "));
                self.requirements.entry(name.clone()).or_insert_with(|| Requirement {
                    about: String::new(),
                    reads: Vec::new(),
                    absent_is_requester: false,
                    any: vec![Alternative { scopes, when: Vec::new() }],
                    opens: Vec::new(),
                });
                Some(name)
            }
        }
    }

    fn resolve_methods(&mut self, faults: &mut Faults) {
        let placed: Vec<(String, Placed<model::Method>)> =
            self.files.methods.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        let order: Vec<String> = self.files.areas.keys().cloned().collect();
        let mut methods = Vec::new();
        for (name, Placed { file, spec }) in placed {
            if let Some(method) = self.method(&name, &file, &spec, faults) {
                methods.push(method);
            }
        }
        methods.sort_by_key(|m| order.iter().position(|a| *a == m.area));
        for area in &order {
            if !methods.iter().any(|m| m.area == *area) {
                faults.add("areas.toml", area, "has no method");
            }
        }
        self.methods = methods;
    }

    fn method(&mut self, name: &str, file: &str, spec: &model::Method, faults: &mut Faults) -> Option<Method> {
        let area = file.trim_start_matches("methods/").trim_end_matches(".toml").to_owned();
        if !self.files.areas.contains_key(&area) {
            faults.add(file, "", format!("no area `{area}` in areas.toml"));
        }
        let Some((api_name, action)) = name.split_once('/') else {
            faults.add(file, name, "a method is named `<api>/<action>`");
            return None;
        };
        let Some(api) = self.files.apis.get(api_name).map(|a| a.spec.clone()) else {
            faults.add(file, name, format!("no API `{api_name}` in apis.toml"));
            return None;
        };
        let versions = match self.line.range(spec.since.as_deref(), spec.until.as_deref()) {
            Ok(versions) => versions,
            Err(e) => {
                faults.add(file, name, e);
                return None;
            }
        };
        let (web, rtm) = match self.transports(spec.transports.as_ref(), &api, versions) {
            Ok(found) => found,
            Err(e) => {
                faults.add(file, name, e);
                return None;
            }
        };
        let access = spec.access.clone().unwrap_or_default();
        if spec.batch_of.is_none() && !["read", "write"].contains(&access.as_str()) {
            faults.add(file, name, "`access` is neither `read` nor `write`");
        }
        if spec.summary.trim().is_empty() {
            faults.add(file, name, "has no summary");
        }
        if let Some(permission) = &spec.permission {
            self.check_scope(permission, file, name, faults);
        }
        let webhooks = self.ranged(&spec.webhooks, versions).unwrap_or_else(|e| {
            faults.add(file, name, e);
            Vec::new()
        });
        let pushes = self.ranged(&spec.pushes, versions).unwrap_or_else(|e| {
            faults.add(file, name, e);
            Vec::new()
        });
        let requirement = self.requirement(spec.requires.as_ref(), file, name, faults);
        let cx = Context { line: &self.line, params: &self.files.params, file, entry: name };
        let request = cx.object(&spec.request, &spec.rules, spec.open, versions, faults);
        let response = Self::answer(&cx, spec.response.as_ref(), versions, faults);
        let transport = if web.is_empty() { "rtm" } else { "web" };
        let page = api.docs.get(transport).map(String::as_str).unwrap_or_default();
        let anchor = action.rsplit('/').next().unwrap_or(action).replace('_', "-");
        Some(Method {
            name: name.to_owned(),
            file: file.to_owned(),
            api: api_name.to_owned(),
            action: action.to_owned(),
            area,
            idempotent: spec.idempotent.unwrap_or(access == "read"),
            access,
            summary: spec.summary.trim().to_owned(),
            acts_on: spec.acts_on.clone(),
            requirement,
            permission: spec.permission.clone(),
            destructive: spec.destructive.unwrap_or(false),
            webhooks,
            pushes,
            notes: spec.notes.clone(),
            versions,
            web,
            rtm,
            http_method: spec.http_method.clone().unwrap_or_else(|| api.http_method.clone()),
            path: api.path.replace("{action}", action),
            content_type: spec.content_type.clone().unwrap_or_else(|| "application/json".to_owned()),
            batch_of: spec.batch_of.clone(),
            rate_limit: spec.rate_limit.clone().unwrap_or_else(|| "standard".to_owned()),
            source: spec.source.clone().unwrap_or_else(|| format!("{page}/#{anchor}")),
            request,
            response,
        })
    }

    fn answer(cx: &Context<'_>, response: Option<&Response>, versions: Versions, faults: &mut Faults) -> Option<Ty> {
        match response? {
            Response::Fields(fields) => Some(cx.answer(fields, versions, faults)),
            Response::Type(text) => crate::fields::ty(text).map_err(|e| faults.add(cx.file, cx.entry, e)).ok(),
        }
    }

    fn transports(
        &self,
        list: Option<&Vec<Short<String, model::TransportRange>>>,
        api: &model::Api,
        versions: Versions,
    ) -> Result<(Versions, Versions), String> {
        let (mut web, mut rtm) = (Versions::default(), Versions::default());
        let all: Vec<_> = api.transports.iter().cloned().map(Short::Short).collect();
        for entry in list.unwrap_or(&all) {
            let (name, since, until) = match entry {
                Short::Short(name) => (name.as_str(), None, None),
                Short::Long(t) => (t.transport.as_str(), t.since.as_deref(), t.until.as_deref()),
            };
            if !api.transports.iter().any(|t| t == name) {
                return Err(format!("its API has no transport `{name}`"));
            }
            let range = self.line.range(since, until)?.and(versions);
            let set = if name == "web" { &mut web } else { &mut rtm };
            *set = set.or(range);
        }
        if web.or(rtm) != versions {
            return Err("has a version without a transport".to_owned());
        }
        Ok((web, rtm))
    }

    /// A batch method follows from its single method.
    fn resolve_batches(&mut self, faults: &mut Faults) {
        let singles: IndexMap<String, Method> = self.methods.iter().map(|m| (m.name.clone(), m.clone())).collect();
        let error_answer = self.types.contains_key("ErrorAnswer");
        for method in &mut self.methods {
            let Some(of) = &method.batch_of else { continue };
            let Some(single) = singles.get(of) else {
                faults.add(&method.file, &method.name, format!("no method `{of}` to be a batch of"));
                continue;
            };
            if single.batch_of.is_some() || !single.versions.contains(method.versions) {
                faults.add(&method.file, &method.name, format!("`{of}` can't be its single method in all versions"));
            }
            if !error_answer {
                faults.add(&method.file, &method.name, "types/ has no `ErrorAnswer`");
            }
            let within = |names: &[Ranged]| {
                names
                    .iter()
                    .map(|(n, v)| (n.clone(), v.and(method.versions)))
                    .filter(|(_, v)| !v.is_empty())
                    .collect::<Vec<_>>()
            };
            let element = restrict(&single.request, method.versions);
            let answer = single.response.clone().unwrap_or(Ty::Object(Object { open: true, ..Object::default() }));
            let answer = match answer {
                Ty::Object(object) => Ty::Object(restrict(&object, method.versions)),
                other => other,
            };
            method.webhooks = within(&single.webhooks);
            method.pushes = within(&single.pushes);
            method.access.clone_from(&single.access);
            method.acts_on.clone_from(&single.acts_on);
            method.requirement.clone_from(&single.requirement);
            method.idempotent = single.idempotent;
            method.destructive = single.destructive;
            method.source.clone_from(&single.source);
            method.request = list_object(
                "requests",
                Ty::Object(element),
                "Requests of the single method, answered in this order.",
                true,
                method.versions,
            );
            method.response = Some(Ty::Object(list_object(
                "responses",
                Ty::OneOf(vec![answer, Ty::Named("ErrorAnswer".to_owned())]),
                "Answers in the order of the requests; each is the single method's or an error.",
                false,
                method.versions,
            )));
        }
    }

    fn resolve_payloads(&mut self, faults: &mut Faults) {
        let (mut pushes, mut webhooks) = (IndexMap::new(), IndexMap::new());
        for (name, Placed { file, spec }) in &self.files.pushes {
            if name.split_once('/').is_none_or(|(api, _)| !["agent", "customer"].contains(&api)) {
                faults.add(file, name, "a push is named `agent/<action>` or `customer/<action>`");
            }
            match self.line.range(spec.since.as_deref(), spec.until.as_deref()) {
                Ok(versions) => {
                    let cx = Context { line: &self.line, params: &self.files.params, file, entry: name };
                    let ty = Self::answer(&cx, spec.payload.as_ref(), versions, faults);
                    let payload = Payload { ty, versions, filters: Vec::new(), additional_data: Vec::new() };
                    pushes.insert(name.clone(), payload);
                }
                Err(e) => faults.add(file, name, e),
            }
        }
        for (name, Placed { file, spec }) in &self.files.webhooks {
            let resolved = self.line.range(spec.since.as_deref(), spec.until.as_deref()).and_then(|versions| {
                let filters = self.ranged(&spec.filters, versions)?;
                let additional_data = self.ranged(&spec.additional_data, versions)?;
                Ok((versions, filters, additional_data))
            });
            match resolved {
                Ok((versions, filters, additional_data)) => {
                    let cx = Context { line: &self.line, params: &self.files.params, file, entry: name };
                    let ty = Self::answer(&cx, spec.payload.as_ref(), versions, faults);
                    webhooks.insert(name.clone(), Payload { ty, versions, filters, additional_data });
                }
                Err(e) => faults.add(file, name, e),
            }
        }
        self.pushes = pushes;
        self.webhooks = webhooks;
    }
}

fn sorted(list: &[String]) -> Vec<String> {
    list.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn list_object(name: &str, element: Ty, about: &str, required: bool, versions: Versions) -> Object {
    Object {
        fields: vec![Field {
            name: name.to_owned(),
            ty: Ty::Array(Box::new(element)),
            required,
            optional: false,
            nullable: false,
            secret: false,
            about: about.to_owned(),
            default: None,
            limits: Limits::default(),
            versions,
            source: None,
        }],
        ..Object::default()
    }
}

/// The part of an object that is there in some versions.
fn restrict(object: &Object, versions: Versions) -> Object {
    let fields = object.fields.iter().filter(|f| !f.versions.and(versions).is_empty()).cloned().map(|mut f| {
        f.versions = f.versions.and(versions);
        f
    });
    let rules = object.rules.iter().filter(|r| !r.versions.and(versions).is_empty()).cloned();
    Object { fields: fields.collect(), rules: rules.collect(), open: object.open }
}
