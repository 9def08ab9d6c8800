//! What a method asks of a token: any-of alternatives, each all-of scopes and conditions. Pure data, generated from `spec/requirements.toml`.

use super::condition::ConditionSet;
use super::rules::Rules;
use super::scope::{Scope, ScopeSet};
use crate::generated::requirements::{REQUIREMENT_WORDS, RequirementSet};

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
    /// The guide's permission, where the reference asks for more.
    pub(crate) guide_only: bool,
}

impl Alternative {
    /// Scopes that are all needed, by name.
    pub fn scopes(&self) -> &'static [Scope] {
        self.scopes
    }

    /// Its reach: the sum of its scopes'.
    pub(crate) fn width(&self) -> usize {
        self.scopes.iter().map(|s| usize::from(s.width())).sum()
    }

    /// Conditions that must all hold.
    pub fn conditions(&self) -> ConditionSet {
        self.when
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

impl RequirementSet {
    pub(crate) const NONE: Self = Self([0; REQUIREMENT_WORDS]);

    #[inline]
    #[allow(clippy::trivially_copy_pass_by_ref)] // it grows with the catalogue
    pub(crate) fn extend(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a |= b;
        }
    }

    pub(crate) fn insert(&mut self, number: u16) {
        if let Some(word) = self.0.get_mut(usize::from(number >> 6)) {
            *word |= 1u64.wrapping_shl(u32::from(number & 63));
        }
    }

    #[inline]
    #[allow(clippy::trivially_copy_pass_by_ref)] // it grows with the catalogue
    pub(crate) fn contains(&self, number: u16) -> bool {
        self.0.get(usize::from(number >> 6)).is_some_and(|word| word.wrapping_shr(u32::from(number & 63)) & 1 != 0)
    }
}
