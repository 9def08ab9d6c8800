//! Why the server closes an RTM connection, and whether to come back. Pure data.

use core::fmt;

use super::access::Api;
pub use crate::generated::disconnects::DisconnectReason;
use crate::generated::disconnects::FACTS;
use crate::version::VersionSet;

named! {
    /// What to do after a connection has ended.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ReconnectAdvice {
        /// Connect again at once.
        Reconnect = "reconnect",
        /// Connect again after a pause that grows with each attempt.
        BackOff = "back_off",
        /// Obtain another token, then connect again.
        NewToken = "new_token",
        /// Connect to the region that the server names.
        OtherRegion = "other_region",
        /// Don't connect again; a person has to look at it.
        Stop = "stop",
        /// Don't connect again; somebody meant it, and nobody needs telling.
        Close = "close",
    }
}

pub(crate) struct DisconnectFacts {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) versions: VersionSet,
    pub(crate) advice: ReconnectAdvice,
}

impl DisconnectReason {
    fn facts(self) -> Option<&'static DisconnectFacts> {
        FACTS.get(self.index())
    }

    /// Looks a reason up by its name, `agent/<reason>` or `customer/<reason>`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|r| r.name() == name)
    }

    /// Looks a reason up as the push of an API has it.
    pub fn of(api: Api, reason: &str) -> Option<Self> {
        Self::all().find(|r| r.name().split_once('/') == Some((api.key(), reason)))
    }

    /// Its name, such as `agent/access_token_expired`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// What happened.
    pub fn about(self) -> &'static str {
        self.facts().map_or("", |f| f.about)
    }

    /// Versions that have it.
    pub fn versions(self) -> VersionSet {
        self.facts().map_or(VersionSet::NONE, |f| f.versions)
    }

    /// What to do.
    pub fn advice(self) -> ReconnectAdvice {
        self.facts().map_or(ReconnectAdvice::BackOff, |f| f.advice)
    }
}

impl fmt::Debug for DisconnectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DisconnectReason({})", self.name())
    }
}
