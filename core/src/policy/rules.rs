//! Which rules a question is decided by, and what to answer where they leave something open. Pure data.

use core::fmt;
use core::str::FromStr;

/// Which source says what a method needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Rules {
    /// The guide's permission suffices for its methods, and so do the reference's alternatives.
    #[default]
    Guide,
    /// Only the vendor's reference.
    Reference,
}

impl Rules {
    /// `guide` or `reference`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Reference => "reference",
        }
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is neither `guide` nor `reference`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a rule source; it is `guide` or `reference`")]
pub struct UnknownRules;

impl FromStr for Rules {
    type Err = UnknownRules;

    fn from_str(text: &str) -> Result<Self, UnknownRules> {
        [Self::Guide, Self::Reference].into_iter().find(|r| r.as_str() == text).ok_or(UnknownRules)
    }
}

/// What to answer when a condition stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WhenUnknown {
    /// Allow, and name the condition in the limits: the vendor settles it.
    #[default]
    Allow,
    /// Deny as undecided.
    Deny,
}

/// The text is neither `allow` nor `deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is `allow` or `deny`")]
pub struct UnknownWhenUnknown;

impl FromStr for WhenUnknown {
    type Err = UnknownWhenUnknown;

    fn from_str(text: &str) -> Result<Self, UnknownWhenUnknown> {
        match text {
            "allow" => Ok(Self::Allow),
            "deny" => Ok(Self::Deny),
            _ => Err(UnknownWhenUnknown),
        }
    }
}
