//! What one token and grant may do that another may not. No IO.

use super::grant::{Grant, MethodSet};
use super::needs::allowed_methods;
use super::scope::ScopeSet;
use super::token::Token;
use crate::transport::Transport;
use crate::version::Version;

/// What changes from a first token and grant to a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessDifference {
    /// Methods that only the second allows.
    pub gained: MethodSet,
    /// Methods that only the first allows.
    pub lost: MethodSet,
    /// Scopes, with all that they contain, that only the second token has.
    pub scopes_gained: ScopeSet,
    /// Scopes, with all that they contain, that only the first token has.
    pub scopes_lost: ScopeSet,
}

/// Compares two tokens with their grants, in a version and on a transport. To compare grants alone, give the same token twice.
pub fn difference(
    first: (&Token, Option<&Grant>),
    second: (&Token, Option<&Grant>),
    version: Version,
    transport: Transport,
) -> AccessDifference {
    let set = |(token, grant): (&Token, Option<&Grant>)| -> MethodSet {
        allowed_methods(token, grant, version, transport).collect()
    };
    let (before, after) = (set(first), set(second));
    AccessDifference {
        gained: after.iter().filter(|m| !before.contains(*m)).collect(),
        lost: before.iter().filter(|m| !after.contains(*m)).collect(),
        scopes_gained: second.0.closure().without(&first.0.closure()),
        scopes_lost: first.0.closure().without(&second.0.closure()),
    }
}
