//! What comes out of a question, before text: effect, code, and the sets that text is made from. Pure data.

use super::condition::ConditionSet;
use super::judge::Standing;
use super::scope::ScopeSet;

named! {
    /// Allowed or denied.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Effect {
        /// The call may be made.
        Allow = "allow",
        /// It may not.
        Deny = "deny",
    }
}

named! {
    /// Why. In order of precedence: the first that applies is the one that is given.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Code {
        /// No method has this name.
        UnknownMethod = "unknown_method",
        /// The version isn't one of the catalogue's, or the method isn't in it.
        UnsupportedVersion = "unsupported_version",
        /// The method isn't on this transport in this version.
        UnsupportedTransport = "unsupported_transport",
        /// The method doesn't take tokens of this kind.
        WrongTokenKind = "wrong_token_kind",
        /// The token has expired.
        TokenExpired = "token_expired",
        /// The operator's grant doesn't give it.
        NotGranted = "not_granted",
        /// No set of scopes that would be enough is held.
        MissingScope = "missing_scope",
        /// The scopes are held, but the agent's role may not hold them.
        RoleTooLow = "role_too_low",
        /// The scopes don't reach the chat, agent, bot, group or namespace that the call is about.
        OutOfReach = "out_of_reach",
        /// A condition stays open, and the question asked to deny then.
        Undecided = "undecided",
        /// Nothing speaks against it.
        Allowed = "allowed",
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
