//! Checks every reference of a resolved spec: names, versions, paths of rules, values, vocabularies. Adds faults, changes nothing.

use crate::emit::compact::reach::order;
use crate::fields::{EnumValue, Limits, Object, Rule, RuleKind, Step, Ty};
use crate::load::{Faults, Placed};
use crate::model::Scalar;
use crate::resolve::{Kind, Spec};

impl Spec {
    /// Methods, types and payloads speak of things that are there.
    pub(crate) fn check_references(&self, faults: &mut Faults) {
        for method in &self.methods {
            let entry = method.name.as_str();
            for (webhook, versions) in &method.webhooks {
                match self.webhooks.get(webhook) {
                    None => faults.add(&method.file, entry, format!("no webhook `{webhook}` in webhooks.toml")),
                    Some(w) if !w.versions.contains(*versions) => faults.add(
                        &method.file,
                        entry,
                        format!("webhook `{webhook}` is not in all of {:?}", self.line.names(*versions)),
                    ),
                    Some(_) => {}
                }
            }
            for (push, versions) in &method.pushes {
                let api = if method.api == "customer" { "customer" } else { "agent" };
                match self.pushes.get(&format!("{api}/{push}")) {
                    None => faults.add(&method.file, entry, format!("no push `{api}/{push}` in pushes.toml")),
                    Some(p) if !p.versions.contains(*versions) => faults.add(
                        &method.file,
                        entry,
                        format!("push `{api}/{push}` is not in all of {:?}", self.line.names(*versions)),
                    ),
                    Some(_) => {}
                }
            }
            // What a requirement reads in the request decides about access, so it must be the method's own parameter.
            let requirement = method.requirement.as_ref().and_then(|r| self.requirements.get(r));
            let reads: Vec<Step> =
                requirement.iter().flat_map(|r| &r.reads).map(|name| Step::Name(name.clone())).collect();
            let single = method.batch_of.as_ref().and_then(|of| self.methods.iter().find(|m| m.name == *of));
            let request = Ty::Object(single.unwrap_or(method).request.clone());
            if !self.has_path(&request, &reads, 0) {
                faults.add(
                    &method.file,
                    entry,
                    format!("its requirement reads `{}`, which it doesn't take", show(&reads)),
                );
            }
            self.check_object(&method.request, &method.file, entry, faults);
            if let Some(ty) = &method.response {
                self.check_type(ty, &method.file, entry, faults);
            }
        }
        for name in order(self).err().into_iter().flatten() {
            let file = &self.files.types[name].file;
            faults.add(file, name, "has itself in it, which the short form of the tables can't say");
        }
        for (name, ty) in &self.types {
            let file = &self.files.types[name].file;
            match &ty.kind {
                Kind::Scalar { .. } | Kind::Enum(_) => {}
                Kind::Object(object) => self.check_object(object, file, name, faults),
                Kind::Map(ty, _) | Kind::Array(ty, _) => self.check_type(ty, file, name, faults),
                Kind::Union { tag, variants } => {
                    for (value, ty, _) in variants {
                        match self.types.get(ty).map(|t| &t.kind) {
                            Some(Kind::Object(object)) if !object.fields.iter().any(|f| f.name == *tag) => {
                                faults.add(file, name, format!("`{ty}` (`{value}`) has no field `{tag}`"));
                            }
                            Some(Kind::Object(_) | Kind::Union { .. }) => {}
                            Some(_) => faults.add(file, name, format!("`{ty}` is not an object")),
                            None => faults.add(file, name, format!("no type `{ty}`")),
                        }
                    }
                }
            }
        }
        for (name, push) in &self.pushes {
            push.ty.iter().for_each(|ty| self.check_type(ty, "pushes.toml", name, faults));
        }
        for (name, webhook) in &self.webhooks {
            webhook.ty.iter().for_each(|ty| self.check_type(ty, "webhooks.toml", name, faults));
        }
        for (name, requirement) in &self.requirements {
            if requirement.any.is_empty() && requirement.opens.is_empty() {
                faults.add("requirements.toml", name, "requires nothing and opens nothing");
            }
            if !self.methods.iter().any(|m| m.requirement.as_deref() == Some(name)) {
                faults.add("requirements.toml", name, "is used by no method");
            }
        }
    }

    fn check_type(&self, ty: &Ty, file: &str, entry: &str, faults: &mut Faults) {
        match ty {
            Ty::Named(name) if !self.types.contains_key(name) => faults.add(file, entry, format!("no type `{name}`")),
            Ty::Array(inner) | Ty::Map(inner) => self.check_type(inner, file, entry, faults),
            Ty::OneOf(options) => options.iter().for_each(|t| self.check_type(t, file, entry, faults)),
            Ty::Object(object) => self.check_object(object, file, entry, faults),
            _ => {}
        }
    }

    fn check_object(&self, object: &Object, file: &str, entry: &str, faults: &mut Faults) {
        // Validation keeps a bit a field.
        if object.fields.len() > 64 {
            faults.add(file, entry, "an object has more than 64 fields");
        }
        // And a place for each field that a rule begins with.
        if crate::emit::index::starts(object).len() > 16 {
            faults.add(file, entry, "the rules of an object begin with more than 16 fields");
        }
        for field in &object.fields {
            self.check_type(&field.ty, file, entry, faults);
            if let Some(default) = field.default.as_deref().and_then(|d| serde_json::from_str(d).ok()) {
                let allowed = self.values(&field.ty, &field.limits);
                if !allowed.is_empty() && !allowed.contains(&default) {
                    faults.add(file, entry, format!("the default of `{}` is none of its values", field.name));
                }
            }
        }
        for rule in &object.rules {
            if let RuleKind::When { field, is, allows, .. } = &rule.kind {
                let whole = Ty::Object(object.clone());
                let conditions = allows.iter().map(|(path, values)| (path, values)).chain([(field, is)]);
                for (path, values) in conditions {
                    let path: Vec<Step> = rule.at.iter().chain(path).cloned().collect();
                    let allowed = self.values_at(&whole, &path, 0);
                    for value in values.iter().filter(|v| !allowed.is_empty() && !allowed.contains(v)) {
                        faults.add(
                            file,
                            entry,
                            format!("a rule speaks of {value:?}, which `{}` can't be", show(&path)),
                        );
                    }
                }
            }
            for path in rule_paths(rule) {
                if !self.has_path(&Ty::Object(object.clone()), &path, 0) {
                    faults.add(file, entry, format!("a rule speaks of `{}`, which is not there", show(&path)));
                }
            }
        }
    }

    /// The values that a field is limited to; empty: any.
    fn values(&self, ty: &Ty, limits: &Limits) -> Vec<Scalar> {
        if !limits.values.is_empty() {
            return limits.values.iter().map(|v| v.value.clone()).collect();
        }
        match ty {
            Ty::Array(inner) => self.values(inner, limits),
            Ty::Named(name) => match self.types.get(name).map(|t| &t.kind) {
                Some(Kind::Enum(own)) => own.values.iter().map(|v| v.value.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The same for the field at the end of a path.
    fn values_at(&self, ty: &Ty, path: &[Step], depth: usize) -> Vec<Scalar> {
        let Some((step, rest)) = path.split_first() else { return Vec::new() };
        if depth > 32 {
            return Vec::new();
        }
        match (ty, step) {
            (Ty::Object(o), Step::Name(name)) => {
                let fields = o.fields.iter().filter(|f| f.name == *name);
                let found = fields.map(|f| {
                    if rest.is_empty() { self.values(&f.ty, &f.limits) } else { self.values_at(&f.ty, rest, depth + 1) }
                });
                found.flatten().collect()
            }
            (Ty::Array(inner), Step::Items) | (Ty::Map(inner), Step::Values) => self.values_at(inner, rest, depth + 1),
            (Ty::Named(name), _) => match self.types.get(name).map(|t| &t.kind) {
                Some(Kind::Object(o)) => self.values_at(&Ty::Object(o.clone()), path, depth + 1),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Whether a path leads somewhere.
    pub fn has_path(&self, ty: &Ty, path: &[Step], depth: usize) -> bool {
        let Some((step, rest)) = path.split_first() else { return true };
        if depth > 32 {
            return false;
        }
        match (ty, step) {
            (Ty::Any, _) => true,
            (Ty::Object(o), Step::Name(name)) => {
                let mut found = o.fields.iter().filter(|f| f.name == *name).peekable();
                if found.peek().is_none() {
                    o.open && rest.is_empty()
                } else {
                    found.any(|f| self.has_path(&f.ty, rest, depth + 1))
                }
            }
            (Ty::Array(inner), Step::Items) | (Ty::Map(inner), Step::Values | Step::Name(_)) => {
                self.has_path(inner, rest, depth + 1)
            }
            // The vendor writes `rules.type` for a field of an array's elements.
            (Ty::Array(inner), Step::Name(_)) => self.has_path(inner, path, depth + 1),
            (Ty::OneOf(options), _) => options.iter().any(|t| self.has_path(t, path, depth + 1)),
            (Ty::Named(name), _) => match self.types.get(name).map(|t| &t.kind) {
                Some(Kind::Object(o)) => self.has_path(&Ty::Object(o.clone()), path, depth + 1),
                Some(Kind::Union { variants, .. }) => {
                    variants.iter().any(|(_, ty, _)| self.has_path(&Ty::Named(ty.clone()), path, depth + 1))
                }
                Some(Kind::Array(inner, _)) => self.has_path(&Ty::Array(Box::new(inner.clone())), path, depth + 1),
                Some(Kind::Map(inner, _)) => self.has_path(&Ty::Map(Box::new(inner.clone())), path, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }

    /// The reasons of an API's push about disconnections, as values of an enumeration.
    fn disconnect_reasons(&self, api: &str) -> &[EnumValue] {
        let name = match api {
            "agent" => "AgentDisconnectReason",
            "customer" => "CustomerDisconnectReason",
            _ => return &[],
        };
        match self.types.get(name).map(|t| &t.kind) {
            Some(Kind::Enum(limits)) => &limits.values,
            _ => &[],
        }
    }

    /// The reason that an entry of `disconnects.toml` is about, `<api>/<reason>`.
    pub(crate) fn disconnect_reason(&self, name: &str) -> Option<&EnumValue> {
        let (api, reason) = name.split_once('/')?;
        self.disconnect_reasons(api).iter().find(|v| matches!(&v.value, Scalar::String(s) if s == reason))
    }

    /// Each reason of a push has an advice, and each advice a reason.
    fn check_disconnects(&self, faults: &mut Faults) {
        const ADVICE: [&str; 6] = ["reconnect", "back_off", "new_token", "other_region", "stop", "close"];
        for (name, Placed { file, spec }) in &self.files.disconnects {
            if !ADVICE.contains(&spec.advice.as_str()) {
                faults.add(file, name, format!("`advice` is `{}`, not one of {ADVICE:?}", spec.advice));
            }
            if self.disconnect_reason(name).is_none() {
                faults.add(file, name, "is no reason in types/pushes.toml");
            }
        }
        for api in ["agent", "customer"] {
            for reason in self.disconnect_reasons(api) {
                if let Scalar::String(reason) = &reason.value
                    && !self.files.disconnects.contains_key(&format!("{api}/{reason}"))
                {
                    faults.add("disconnects.toml", &format!("{api}/{reason}"), "is missing");
                }
            }
        }
    }

    /// Errors, scopes, tools, plans, conditions and system messages keep to their vocabularies.
    pub(crate) fn check_small_files(&self, faults: &mut Faults) {
        const RETRY: [&str; 7] =
            ["never", "after_fix", "after_delay", "new_token", "other_region", "after_response", "after_login"];
        const BLAME: [&str; 9] =
            ["token", "scope", "request", "state", "quota", "region", "license", "account", "server"];
        for (name, Placed { file, spec }) in &self.files.errors {
            if !RETRY.contains(&spec.retry.as_str()) {
                faults.add(file, name, format!("`retry` is `{}`, not one of {RETRY:?}", spec.retry));
            }
            if spec.turned_away && spec.retry != "after_delay" {
                faults.add(file, name, "`turned_away` without `after_delay`, beside which it has a meaning");
            }
            if !BLAME.contains(&spec.blame.as_str()) {
                faults.add(file, name, format!("`blame` is `{}`, not one of {BLAME:?}", spec.blame));
            }
        }
        self.check_disconnects(faults);
        for (name, Placed { file, spec }) in &self.files.scopes {
            const ROLES: [&str; 5] = ["member", "normal", "administrator", "viceowner", "owner"];
            if spec.role.as_deref().is_some_and(|r| !ROLES.contains(&r)) {
                faults.add(file, name, "no such role");
            }
            if let Err(e) = crate::scopes::Parsed::new(name) {
                faults.add(file, name, e);
            }
        }
        for (name, Placed { file, spec }) in &self.files.mcp {
            for scope in &spec.scopes {
                self.check_scope(scope, file, name, faults);
            }
        }
        for (name, Placed { file, spec }) in &self.files.plans {
            for method in &spec.methods {
                if !self.methods.iter().any(|m| m.name == *method) {
                    faults.add(file, name, format!("no method `{method}`"));
                }
            }
        }
        let mut before = None;
        for (name, Placed { file, spec }) in &self.files.prices {
            if before.map_or(spec.above != 0, |b| spec.above <= b) {
                faults.add(file, name, "`above` is 0 in the first tier and grows from tier to tier");
            }
            if spec.micro_dollars_per_1000 % 1000 != 0 {
                faults.add(file, name, "a call's price is not a whole number of micro-dollars");
            }
            before = Some(spec.above);
        }
        if self.files.conditions.len() > 16 {
            faults.add("conditions.toml", "", "a set of conditions holds sixteen at most");
        }
        for (name, Placed { file, spec }) in &self.files.conditions {
            if !["request", "facts"].contains(&spec.decided_by.as_str()) {
                faults.add(file, name, "`decided_by` is neither `request` nor `facts`");
            }
        }
        for (name, Placed { file, spec }) in &self.files.system_messages {
            if !["system_message", "system_event"].contains(&spec.kind.as_str()) {
                faults.add(file, name, "`kind` is neither `system_message` nor `system_event`");
            }
            if let Err(e) = self.line.range(spec.since.as_deref(), spec.until.as_deref()) {
                faults.add(file, name, e);
            }
        }
    }
}

fn rule_paths(rule: &Rule) -> Vec<Vec<Step>> {
    let mut paths: Vec<Vec<Step>> = match &rule.kind {
        RuleKind::ExactlyOne(p) | RuleKind::AtLeastOne(p) | RuleKind::AtMostOne(p) | RuleKind::Together(p) => p.clone(),
        RuleKind::When { field, needs, excludes, allows, bounds, .. } => {
            let mut all = vec![field.clone()];
            all.extend(needs.iter().chain(excludes).cloned());
            all.extend(allows.iter().map(|(p, _)| p.clone()));
            all.extend(bounds.iter().map(|(p, _)| p.clone()));
            all
        }
    };
    for path in &mut paths {
        path.splice(0..0, rule.at.iter().cloned());
    }
    paths
}

/// A path as it is written.
pub fn show(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Name(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Items => out.push_str("[]"),
            Step::Values => out.push_str(if out.is_empty() { "*" } else { ".*" }),
        }
    }
    out
}
