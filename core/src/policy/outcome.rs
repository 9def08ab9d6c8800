//! What comes out of a question, before text: effect, code, and the sets that text is made from. Pure data.

use core::fmt;

use super::condition::ConditionSet;
use super::judge::Standing;
use super::scope::ScopeSet;

/// Allowed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The call may be made.
    Allow,
    /// It may not.
    Deny,
}

impl Effect {
    /// `allow` or `deny`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why. In order of precedence: the first that applies is the one that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// No method has this name.
    UnknownMethod,
    /// The version isn't one of the catalogue's, or the method isn't in it.
    UnsupportedVersion,
    /// The method isn't on this transport in this version.
    UnsupportedTransport,
    /// The method doesn't take tokens of this kind.
    WrongTokenKind,
    /// The token has expired.
    TokenExpired,
    /// The operator's grant doesn't give it.
    NotGranted,
    /// No set of scopes that would be enough is held.
    MissingScope,
    /// The scopes are held, but the agent's role may not hold them.
    RoleTooLow,
    /// The scopes don't reach the chat, agent, bot, group or namespace that the call is about.
    OutOfReach,
    /// A condition stays open, and the question asked to deny then.
    Undecided,
    /// Nothing speaks against it.
    Allowed,
}

impl Code {
    /// All codes, in order of precedence; `allowed` last.
    pub const ALL: [Self; 11] = [
        Self::UnknownMethod,
        Self::UnsupportedVersion,
        Self::UnsupportedTransport,
        Self::WrongTokenKind,
        Self::TokenExpired,
        Self::NotGranted,
        Self::MissingScope,
        Self::RoleTooLow,
        Self::OutOfReach,
        Self::Undecided,
        Self::Allowed,
    ];

    /// Its stable name, such as `missing_scope`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownMethod => "unknown_method",
            Self::UnsupportedVersion => "unsupported_version",
            Self::UnsupportedTransport => "unsupported_transport",
            Self::WrongTokenKind => "wrong_token_kind",
            Self::TokenExpired => "token_expired",
            Self::NotGranted => "not_granted",
            Self::MissingScope => "missing_scope",
            Self::RoleTooLow => "role_too_low",
            Self::OutOfReach => "out_of_reach",
            Self::Undecided => "undecided",
            Self::Allowed => "allowed",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What comes out, before text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) code: Code,
    pub(crate) used: ScopeSet,
    pub(crate) limits: ConditionSet,
    pub(crate) standing: Standing,
    pub(crate) element: Option<usize>,
}

impl Outcome {
    pub(crate) fn of(code: Code) -> Self {
        Self { code, used: ScopeSet::NONE, limits: ConditionSet::NONE, standing: Standing::default(), element: None }
    }
}
