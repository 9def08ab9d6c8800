//! Conditions of a requirement's alternatives, and sets of them. Pure data.

use core::fmt;

pub use crate::generated::conditions::Condition;
use crate::generated::conditions::FACTS;

/// What settles a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    /// The request alone: when it contradicts, other scopes are needed.
    Request,
    /// What the call acts on: when that contradicts, the token's scopes don't reach that far.
    Facts,
}

pub(crate) struct ConditionFacts {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) decided_by: DecidedBy,
}

impl Condition {
    /// Its name, as `limits` lists it.
    pub fn as_str(self) -> &'static str {
        FACTS.get(self as usize).map_or("", |f| f.name)
    }

    /// When it holds.
    pub fn about(self) -> &'static str {
        FACTS.get(self as usize).map_or("", |f| f.about)
    }

    /// What settles it.
    pub fn decided_by(self) -> DecidedBy {
        FACTS.get(self as usize).map_or(DecidedBy::Facts, |f| f.decided_by)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of conditions, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ConditionSet(pub(crate) u16);

impl ConditionSet {
    /// No condition.
    pub const NONE: Self = Self(0);

    /// The set with one condition.
    pub const fn one(condition: Condition) -> Self {
        Self(1u16.wrapping_shl(condition as u32))
    }

    /// Whether a condition is in it.
    pub const fn contains(self, condition: Condition) -> bool {
        self.0 & Self::one(condition).0 != 0
    }

    /// Conditions that are in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Conditions that are in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Conditions that are in this and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many conditions are in it.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Its conditions, in the order of the catalogue.
    pub fn iter(self) -> impl Iterator<Item = Condition> + Clone {
        Condition::ALL.into_iter().filter(move |c| self.contains(*c))
    }
}

impl fmt::Debug for ConditionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Condition::as_str)).finish()
    }
}
