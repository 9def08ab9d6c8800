//! What a method asks of a token: any-of alternatives, each all-of scopes and conditions. Pure data, generated from `spec/requirements.toml`.

use super::condition::ConditionSet;
use super::question::Rules;
use super::scope::{Scope, ScopeSet};
use crate::version::VersionSet;

/// A method's requirement. Without alternatives, no scope is needed.
#[derive(Debug)]
pub struct Requirement {
    pub(crate) alternatives: &'static [Alternative],
    /// Scopes that aren't required and widen the answer.
    pub(crate) opens: &'static [Opens],
    /// Path of the request's field that the conditions are about.
    pub(crate) reads: &'static [&'static str],
    /// The absence of that field means the requester.
    pub(crate) absent_is_requester: bool,
    /// The API takes only customers' tokens.
    pub(crate) customer: bool,
    /// Conditions of all alternatives.
    pub(crate) conditions: ConditionSet,
}

impl Requirement {
    /// The alternatives under a rule source, narrowest first.
    pub fn alternatives(&self, rules: Rules) -> impl Iterator<Item = &'static Alternative> + Clone + use<> {
        self.alternatives.iter().filter(move |a| rules == Rules::Guide || !a.guide_only)
    }

    /// Scopes that aren't required and widen the answer.
    pub fn opens(&self) -> &'static [Opens] {
        self.opens
    }

    /// Whether no scope is needed.
    pub fn is_free(&self) -> bool {
        self.alternatives.is_empty()
    }
}

/// One way to meet a requirement.
#[derive(Debug)]
pub struct Alternative {
    pub(crate) scopes: &'static [Scope],
    pub(crate) set: ScopeSet,
    pub(crate) when: ConditionSet,
    pub(crate) versions: VersionSet,
    /// The guide's permission, where the reference asks for more.
    pub(crate) guide_only: bool,
}

impl Alternative {
    /// Scopes that are all needed, by name.
    pub fn scopes(&self) -> &'static [Scope] {
        self.scopes
    }

    /// Conditions that must all hold.
    pub fn conditions(&self) -> ConditionSet {
        self.when
    }

    /// Versions in which it is a way.
    pub fn versions(&self) -> VersionSet {
        self.versions
    }
}

/// A scope that widens the answer of a method.
#[derive(Debug)]
pub struct Opens {
    pub(crate) scope: Scope,
    pub(crate) what: &'static str,
}

impl Opens {
    /// The scope.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// What it opens.
    pub fn what(&self) -> &'static str {
        self.what
    }
}
