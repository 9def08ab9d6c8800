//! The answer to a question: effect, code and reasons. Text and lists are made when they are asked for.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::condition::ConditionSet;
use super::kind::Role;
use super::outcome::{Code, Effect, Outcome};
use super::question::{Named, Question};
use super::requirement::{Alternative, Requirement};
use super::rules::{Rules, WhenUnknown};
use super::scope::{Scope, ScopeSet};
use crate::catalogue::{Access, Area, Method};
use crate::version::{Version, VersionState};

/// The answer to a [`Question`].
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    question: Question<'a>,
    outcome: Outcome,
}

impl<'a> Decision<'a> {
    pub(crate) fn new(question: Question<'a>, outcome: Outcome) -> Self {
        Self { question, outcome }
    }

    /// Allowed or denied.
    pub fn effect(&self) -> Effect {
        if self.is_allowed() { Effect::Allow } else { Effect::Deny }
    }

    /// Whether the call may be made.
    pub fn is_allowed(&self) -> bool {
        self.outcome.code == Code::Allowed
    }

    /// Why.
    pub fn code(&self) -> Code {
        self.outcome.code
    }

    /// The question, as it was asked.
    pub fn question(&self) -> &Question<'a> {
        &self.question
    }

    /// The method, if it is one.
    pub fn method(&self) -> Option<Method> {
        match self.question.method {
            Named::Known(method) => Some(method),
            Named::Unknown(_) => None,
        }
    }

    /// Name of the method that was asked about.
    pub fn method_name(&self) -> &'a str {
        match self.question.method {
            Named::Known(method) => method.name(),
            Named::Unknown(name) => name,
        }
    }

    /// Name of the version that was asked about.
    pub fn version_name(&self) -> &'a str {
        match self.question.version {
            Named::Known(version) => version.as_str(),
            Named::Unknown(name) => name,
        }
    }

    /// Name of the transport that was asked about.
    pub fn transport_name(&self) -> &'a str {
        match self.question.transport {
            Named::Known(transport) => transport.as_str(),
            Named::Unknown(name) => name,
        }
    }

    /// Area of the method.
    pub fn area(&self) -> Option<Area> {
        self.method().map(Method::area)
    }

    /// Whether the method reads or writes.
    pub fn access(&self) -> Option<Access> {
        self.method().map(Method::access)
    }

    /// The held scopes that carried the call, by the narrowest alternative that suffices. Empty for a denial, and where no scope is needed.
    pub fn scopes(&self) -> ScopeSet {
        self.outcome.used
    }

    /// Conditions that stayed open and are left to the vendor; for `undecided`, those that were in the way.
    pub fn limits(&self) -> ConditionSet {
        self.outcome.limits
    }

    /// Index of the batch element that was denied.
    pub fn element(&self) -> Option<usize> {
        self.outcome.element
    }

    /// The sets of scopes that would each have been enough: fewest scopes first, then narrowest reach, then by name. Empty where
    /// scopes aren't the reason.
    pub fn missing(&self) -> Vec<Vec<Scope>> {
        match self.outcome.code {
            Code::MissingScope | Code::OutOfReach => self.sufficient(),
            _ => Vec::new(),
        }
    }

    /// The method's requirement, where method, version and transport are known and go together.
    fn requirement(&self) -> Option<&'static Requirement> {
        match (self.question.method, self.question.version, self.question.transport) {
            (Named::Known(method), Named::Known(version), Named::Known(transport)) => {
                method.requirement(version, transport)
            }
            _ => None,
        }
    }

    /// The alternatives that nothing contradicts.
    fn open_alternatives(&self) -> impl Iterator<Item = &'static Alternative> {
        let contradicted = self.outcome.standing.contradicted;
        let alternatives = self.requirement().map(|r| r.alternatives(self.question.rules));
        alternatives.into_iter().flatten().filter(move |a| contradicted.intersection(a.when).is_empty())
    }

    /// Their sets, without those that contain another one.
    fn sufficient(&self) -> Vec<Vec<Scope>> {
        let mut sets: Vec<&Alternative> = Vec::new();
        for a in self.open_alternatives() {
            let before = |b: &&Alternative| {
                (b.scopes.len(), b.width())
                    .cmp(&(a.scopes.len(), a.width()))
                    .then_with(|| names(b.scopes).cmp(names(a.scopes)))
                    .is_le()
            };
            sets.insert(sets.partition_point(before), a);
        }
        let mut kept: Vec<(ScopeSet, Vec<Scope>)> = Vec::new();
        for a in sets {
            if !kept.iter().any(|(set, _)| a.set.contains_all(set)) {
                kept.push((a.set, a.scopes.to_vec()));
            }
        }
        kept.into_iter().map(|(_, scopes)| scopes).collect()
    }

    /// Things worth knowing that neither allow nor deny, in plain words.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.is_allowed() {
            self.note_reference(&mut notes);
            self.note_opens(&mut notes);
        }
        if let Named::Known(version) = self.question.version {
            match (version.state(), version.state_since()) {
                (VersionState::Deprecated, Some(since)) => {
                    notes.push(format!("Version {version} is deprecated since {since}."));
                }
                (VersionState::Preview, _) => notes.push(format!("Version {version} is a preview and may change.")),
                _ => {}
            }
        }
        let unknown: Vec<String> = self.question.token.unknown_scopes().map(|s| format!("`{s}`")).collect();
        if !unknown.is_empty() {
            notes.push(format!(
                "The catalogue doesn't know these scopes, and they match nothing: {}.",
                unknown.join(", ")
            ));
        }
        notes
    }

    /// Where the reference asks for more than the guide.
    fn note_reference(&self, notes: &mut Vec<String>) {
        if self.question.rules == Rules::Reference {
            return;
        }
        let strict = self.question.rules(Rules::Reference).when_unknown(WhenUnknown::Allow).decide();
        if strict.is_allowed() {
            return;
        }
        let held = self.question.token.effective();
        let lacking = |a: &Alternative| a.scopes.iter().copied().filter(|s| !held.contains(*s)).collect::<Vec<_>>();
        // The surest alternative, and of those the one that lacks the least.
        let open = |a: &Alternative| a.when.without(strict.outcome.standing.holds).len();
        let surest = strict.open_alternatives().map(|a| (open(a), lacking(a))).min_by_key(|(open, l)| (*open, l.len()));
        let nearest = surest.map(|(_, lacking)| lacking).unwrap_or_default();
        if nearest.is_empty() {
            notes.push("The guide allows this; the vendor's reference wouldn't.".into());
        } else {
            notes.push(format!("The guide allows this; the vendor's reference asks for {} besides.", list(&nearest)));
        }
    }

    fn note_opens(&self, notes: &mut Vec<String>) {
        for opens in self.requirement().map_or(&[][..], Requirement::opens) {
            if !self.question.token.effective().contains(opens.scope()) {
                notes.push(format!("Without `{}` it doesn't give {}.", opens.scope(), opens.what()));
            }
        }
    }

    /// The reason of a denial, for people; none for an allowed call.
    pub fn message(&self) -> Option<String> {
        let method = self.method_name();
        let text = match self.outcome.code {
            Code::Allowed => return None,
            Code::UnknownMethod => format!("The catalogue has no method `{method}`."),
            Code::UnsupportedVersion => match self.question.version {
                Named::Unknown(version) => format!("`{version}` is not a version of the catalogue."),
                Named::Known(version) => {
                    let has: Vec<&str> =
                        self.method().map(|m| m.versions().iter().map(Version::as_str).collect()).unwrap_or_default();
                    format!("`{method}` is not in version {version}; it is in {}.", has.join(", "))
                }
            },
            Code::UnsupportedTransport => match self.question.transport {
                Named::Unknown(transport) => format!("`{transport}` is not a transport."),
                Named::Known(transport) => {
                    format!("`{method}` is not on {transport} in version {}.", self.version_name())
                }
            },
            Code::WrongTokenKind => {
                let kind = self.question.token.kind().map_or("this", |k| k.as_str());
                format!("`{method}` over {} doesn't take a {kind} token.", self.transport_name())
            }
            Code::TokenExpired => "The token has expired.".into(),
            Code::NotGranted => self.not_granted(),
            Code::MissingScope => {
                let sets: Vec<String> = self.missing().iter().map(|set| list(set)).collect();
                format!("The token lacks a scope; enough would be {}.", sets.join(", or "))
            }
            Code::RoleTooLow => match self.lowest_role() {
                Some(role) => format!(
                    "The token's scopes would be enough for the role {role}; its agent's role may not hold them."
                ),
                None => "The token's scopes would be enough, but its agent's role may not hold them.".into(),
            },
            Code::OutOfReach => {
                let against: Vec<&str> =
                    self.outcome.standing.contradicted.iter().map(super::Condition::as_str).collect();
                format!("The token's scopes don't reach that far; not so: {}.", against.join(", "))
            }
            Code::Undecided => {
                let open: Vec<&str> = self.outcome.limits.iter().map(super::Condition::as_str).collect();
                format!("Not decided, for want of facts: {}.", open.join(", "))
            }
        };
        Some(match self.element() {
            Some(element) => format!("Element {element} of the batch: {text}"),
            None => text,
        })
    }

    /// The lowest role with which the scopes would be enough.
    fn lowest_role(&self) -> Option<Role> {
        let enough = |role: &Role| {
            let effective = self.question.token.effective_for(Some(*role));
            self.open_alternatives().any(|a| effective.contains_all(&a.set))
        };
        Role::ALL.into_iter().find(enough)
    }

    fn not_granted(&self) -> String {
        let (Some(grant), Named::Known(method), Named::Known(version), Named::Known(transport)) =
            (self.question.grant, self.question.method, self.question.version, self.question.transport)
        else {
            return "The grant doesn't give this.".into();
        };
        if grant.has_removed(method) {
            format!("The grant takes `{method}` away.")
        } else if !grant.grants(method) {
            format!("The grant gives no {} in the area `{}`.", method.access().as_str(), method.area())
        } else if !grant.has_version(version) {
            format!("The grant doesn't give version {version}.")
        } else {
            format!("The grant doesn't give the transport {transport}.")
        }
    }
}

fn names(scopes: &[Scope]) -> impl Iterator<Item = &'static str> {
    scopes.iter().map(|s| s.name())
}

fn list(scopes: &[Scope]) -> String {
    let names: Vec<String> = scopes.iter().map(|s| format!("`{s}`")).collect();
    names.join(" and ")
}

pub(crate) struct ScopeNames<I>(pub(crate) I);

impl<I: Iterator<Item = Scope> + Clone> Serialize for ScopeNames<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone().map(Scope::name))
    }
}

pub(crate) struct ConditionNames(pub(crate) ConditionSet);

impl Serialize for ConditionNames {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(super::Condition::as_str))
    }
}

/// The JSON object that every binding gives.
impl Serialize for Decision<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("effect", self.effect().as_str())?;
        map.serialize_entry("code", self.code().as_str())?;
        map.serialize_entry("method", self.method_name())?;
        map.serialize_entry("version", self.version_name())?;
        map.serialize_entry("transport", self.transport_name())?;
        map.serialize_entry("area", &self.area().map(Area::key))?;
        map.serialize_entry("access", &self.access().map(Access::as_str))?;
        map.serialize_entry("scopes", &ScopeNames(self.scopes().iter()))?;
        map.serialize_entry("limits", &ConditionNames(self.limits()))?;
        map.serialize_entry("notes", &self.notes())?;
        if matches!(self.code(), Code::MissingScope | Code::OutOfReach) {
            let missing = self.missing();
            let names: Vec<_> = missing.iter().map(|set| ScopeNames(set.iter().copied())).collect();
            map.serialize_entry("missing", &names)?;
        }
        if let Some(element) = self.element() {
            map.serialize_entry("pointer", &format!("/requests/{element}"))?;
        }
        if let Some(message) = self.message() {
            map.serialize_entry("message", &message)?;
        }
        map.end()
    }
}
