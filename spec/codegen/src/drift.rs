//! Compares the catalogue with the snapshot of the reference in `spec/upstream`, less the deviations named in `exceptions.toml`.
//!
//! Names, transports and versions of methods, pushes and webhooks, names of scopes and errors, and names of parameters with their versions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::show;
use crate::fields::{self, Field, Object, Step, Ty};
use crate::resolve::{Kind, Spec};
use crate::versions::Versions;

#[derive(Deserialize)]
struct UpstreamMethod {
    web: String,
    rtm: String,
    request: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct UpstreamNames {
    scopes: Vec<String>,
    errors: Vec<String>,
    webhooks: BTreeMap<String, String>,
    pushes: BTreeMap<String, String>,
}

/// The file of exceptions.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// The exceptions.
    #[serde(default)]
    pub exception: Vec<Exception>,
}

/// An intended deviation.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// What it is about, as the drift check prints it: a method, `scope x`, `push x`, ...
    pub on: String,
    /// The parameter, if it is about one.
    pub parameter: Option<String>,
    /// Why.
    pub reason: String,
}

type Drifts = BTreeSet<(String, Option<String>, String)>;

/// What differs, a line each.
pub fn drift(spec: &Spec, dir: &Path) -> Vec<String> {
    let mut found = Drifts::new();
    let mut out = Vec::new();
    match load::<BTreeMap<String, UpstreamMethod>>(&dir.join("upstream/methods.json")) {
        Ok(upstream) => methods(spec, &upstream, &mut found),
        Err(e) => out.push(e),
    }
    match load::<UpstreamNames>(&dir.join("upstream/names.json")) {
        Ok(upstream) => names(spec, &upstream, &mut found),
        Err(e) => out.push(e),
    }
    let exceptions: Exceptions = match fs::read_to_string(dir.join("exceptions.toml")).map(|t| toml::from_str(&t)) {
        Ok(Ok(exceptions)) => exceptions,
        Ok(Err(e)) => return vec![format!("spec/exceptions.toml: {e}")],
        Err(e) => return vec![format!("spec/exceptions.toml: {e}")],
    };
    let mut used = vec![false; exceptions.exception.len()];
    for (on, parameter, what) in found {
        let hit = exceptions.exception.iter().position(|e| e.on == on && e.parameter == parameter);
        if let Some(i) = hit {
            used[i] = true;
        } else {
            let parameter = parameter.map(|p| format!(" `{p}`")).unwrap_or_default();
            out.push(format!("drift: {on}{parameter}: {what}"));
        }
    }
    for (exception, used) in exceptions.exception.iter().zip(used) {
        if !used {
            let parameter = exception.parameter.as_deref().unwrap_or_default();
            out.push(format!("drift: the exception for {} {parameter} is no longer needed", exception.on));
        }
    }
    out
}

fn load<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn set(spec: &Spec, text: &str) -> Versions {
    text.split_whitespace()
        .filter_map(|v| spec.line.range(Some(v), Some(v)).ok())
        .fold(Versions::default(), Versions::or)
}

fn compare(spec: &Spec, what: &str, ours: Versions, theirs: Versions) -> Option<String> {
    let missing = theirs.without(ours);
    let extra = ours.without(theirs);
    let mut text = Vec::new();
    if !missing.is_empty() {
        text.push(format!("{what} lacks {}", spec.line.names(missing).join(" ")));
    }
    if !extra.is_empty() {
        text.push(format!("{what} has {} besides", spec.line.names(extra).join(" ")));
    }
    (!text.is_empty()).then(|| text.join("; "))
}

fn methods(spec: &Spec, upstream: &BTreeMap<String, UpstreamMethod>, found: &mut Drifts) {
    for method in &spec.methods {
        if !upstream.contains_key(&method.name) {
            found.insert((method.name.clone(), None, "the reference has no such method".to_owned()));
        }
    }
    for (name, theirs) in upstream {
        let Some(ours) = spec.methods.iter().find(|m| m.name == *name) else {
            found.insert((name.clone(), None, "the catalogue has no such method".to_owned()));
            continue;
        };
        let (web, rtm) = (set(spec, &theirs.web), set(spec, &theirs.rtm));
        for line in [compare(spec, "web", ours.web, web), compare(spec, "rtm", ours.rtm, rtm)].into_iter().flatten() {
            found.insert((name.clone(), None, line));
        }
        if ours.batch_of.is_some() {
            continue;
        }
        parameters(spec, name, &ours.request, ours.versions, &theirs.request, found);
    }
}

/// The part of a documented path before its first placeholder, and whether there is one.
fn known_part(text: &str) -> (String, bool) {
    let mut known = Vec::new();
    for part in text.split('.') {
        if part.is_empty() || part == "*" || part.contains(['<', '{', ' ']) {
            return (known.join("."), true);
        }
        known.push(part);
    }
    (known.join("."), false)
}

fn parameters(
    spec: &Spec,
    name: &str,
    request: &Object,
    method: Versions,
    documented: &BTreeMap<String, String>,
    found: &mut Drifts,
) {
    let mut theirs: BTreeMap<String, Versions> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for (path, versions) in documented {
        let (known, placeholder) = known_part(path);
        if placeholder {
            open.push(known.clone());
        }
        let entry = theirs.entry(known).or_default();
        *entry = entry.or(set(spec, versions));
    }
    let root = Ty::Object(request.clone());
    for (path, versions) in &theirs {
        let Ok(steps) = fields::path(path) else { continue };
        let ours = versions_at(spec, &root, &steps, method, 0);
        if let Some(line) = compare(spec, "it", ours, *versions)
            && line.contains("lacks")
        {
            found.insert((name.to_owned(), Some(path.clone()), line));
        }
    }
    let mut ours = BTreeMap::new();
    inline(request, &mut Vec::new(), &mut ours);
    for (path, (versions, ours_only)) in ours {
        if ours_only || open.iter().any(|o| path == *o || path.starts_with(&format!("{o}."))) {
            continue;
        }
        let documented = theirs.get(&path).copied().unwrap_or_default();
        // A parent that the reference leaves out, and inner fields of a parameter that it describes in words only.
        let implied = theirs.iter().filter(|(p, _)| p.starts_with(&format!("{path}.")));
        let documented = implied.fold(documented, |a, (_, v)| a.or(*v));
        let extra = versions.without(documented);
        if !extra.is_empty() {
            let line = format!("the reference doesn't have it in {}", spec.line.names(extra).join(" "));
            found.insert((name.to_owned(), Some(path), line));
        }
    }
}

/// Versions in which a path leads somewhere.
fn versions_at(spec: &Spec, ty: &Ty, path: &[Step], within: Versions, depth: usize) -> Versions {
    let none = Versions::default();
    let Some((step, rest)) = path.split_first() else { return within };
    if depth > 32 || within.is_empty() {
        return none;
    }
    let go = |ty: &Ty, path: &[Step], within| versions_at(spec, ty, path, within, depth + 1);
    match (ty, step) {
        (Ty::Any, _) => within,
        (Ty::Object(o), Step::Name(name)) => {
            o.fields.iter().filter(|f| f.name == *name).fold(none, |a, f| a.or(go(&f.ty, rest, within.and(f.versions))))
        }
        (Ty::Array(inner), Step::Items) | (Ty::Map(inner), Step::Values) => go(inner, rest, within),
        (Ty::Array(inner) | Ty::Map(inner), Step::Name(_)) => go(inner, path, within),
        (Ty::OneOf(options), _) => options.iter().fold(none, |a, t| a.or(go(t, path, within))),
        (Ty::Named(name), _) => match spec.types.get(name).map(|t| (&t.kind, t.versions)) {
            Some((Kind::Object(o), v)) => go(&Ty::Object(o.clone()), path, within.and(v)),
            Some((Kind::Union { variants, .. }, v)) => variants
                .iter()
                .fold(none, |a, (_, ty, own)| a.or(go(&Ty::Named(ty.clone()), path, within.and(v).and(*own)))),
            Some((Kind::Array(inner, _) | Kind::Map(inner, _), v)) => go(inner, path, within.and(v)),
            _ => none,
        },
        _ => none,
    }
}

/// Paths of the fields that a method spells out itself.
fn inline(object: &Object, at: &mut Vec<Step>, out: &mut BTreeMap<String, (Versions, bool)>) {
    for Field { name, ty, versions, source, .. } in &object.fields {
        at.push(Step::Name(name.clone()));
        let entry = out.entry(show(at)).or_default();
        entry.0 = entry.0.or(*versions);
        entry.1 |= source.is_some();
        let mut ty = ty;
        while let Ty::Array(inner) | Ty::Map(inner) = ty {
            ty = inner;
        }
        if let Ty::Object(inner) = ty {
            inline(inner, at, out);
        }
        at.pop();
    }
}

fn names(spec: &Spec, upstream: &UpstreamNames, found: &mut Drifts) {
    for scope in &upstream.scopes {
        if !spec.files.scopes.contains_key(scope) {
            found.insert((format!("scope {scope}"), None, "the catalogue lacks it".to_owned()));
        }
    }
    for (scope, placed) in &spec.files.scopes {
        if !upstream.scopes.contains(scope) && placed.spec.source.is_none() {
            found.insert((format!("scope {scope}"), None, "the reference lacks it, and no source is given".to_owned()));
        }
    }
    for error in &upstream.errors {
        if !spec.files.errors.contains_key(error) {
            found.insert((format!("error {error}"), None, "the catalogue lacks it".to_owned()));
        }
    }
    for (kind, theirs, ours) in
        [("webhook", &upstream.webhooks, &spec.webhooks), ("push", &upstream.pushes, &spec.pushes)]
    {
        let all: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
        for name in all {
            let theirs = theirs.get(name).map(|t| set(spec, t)).unwrap_or_default();
            let ours = ours.get(name).map(|p| p.versions).unwrap_or_default();
            if let Some(line) = compare(spec, "it", ours, theirs) {
                found.insert((format!("{kind} {name}"), None, line));
            }
        }
    }
}
