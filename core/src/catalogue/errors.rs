//! Error types of the API: what they mean, whether to try again, and what to do. Pure data.

use core::fmt;

pub use crate::generated::errors::ErrorType;
use crate::generated::errors::{FACTS, MEANINGS};
use crate::transport::Transport;

named! {
    /// What must happen before the same call can succeed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Retry {
        /// Nothing that the caller can do.
        Never = "never",
        /// Change the request, the token's rights or the state that it runs against.
        AfterFix = "after_fix",
        /// Send the same again later, with growing pauses; obey `Retry-After`.
        AfterDelay = "after_delay",
        /// Obtain another token first.
        NewToken = "new_token",
        /// Send the same to the region that the error names.
        OtherRegion = "other_region",
        /// Wait for a pending response first.
        AfterResponse = "after_response",
        /// Sign in first.
        AfterLogin = "after_login",
    }
}

named! {
    /// What has to change before the same call can succeed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Blame {
        /// The access token.
        Token = "token",
        /// What the token, or whoever it stands for, may do or reach.
        Scope = "scope",
        /// The request itself.
        Request = "request",
        /// What the request is about is in another state than it needs: a chat, an agent, a group.
        State = "state",
        /// How many requests are sent in a time, or wait at once.
        Quota = "quota",
        /// Where the request was sent.
        Region = "region",
        /// The license, its plan or its subscription.
        License = "license",
        /// The account of the agent or customer who asks.
        Account = "account",
        /// The vendor's servers, or what stands before them.
        Server = "server",
        /// Nothing tells. No error type of the catalogue has it.
        Unknown = "unknown",
    }
}

#[allow(clippy::struct_excessive_bools)] // independent facts, not states
pub(crate) struct ErrorFacts {
    pub(crate) name: &'static str,
    pub(crate) retry: Retry,
    pub(crate) turned_away: bool,
    pub(crate) blame: Blame,
    pub(crate) advice: &'static str,
    pub(crate) in_guide: bool,
    pub(crate) web: bool,
    pub(crate) rtm: bool,
}

impl ErrorType {
    fn facts(self) -> Option<&'static ErrorFacts> {
        FACTS.get(self.index())
    }

    /// Looks an error type up by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|e| e.name() == name)
    }

    /// Its name, such as `too_many_requests`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// What happened.
    pub fn meaning(self) -> &'static str {
        MEANINGS.get(self.index()).copied().unwrap_or_default()
    }

    /// What must happen before the same call can succeed.
    pub fn retry(self) -> Retry {
        self.facts().map_or(Retry::Never, |f| f.retry)
    }

    /// Whether the call was turned away: of an error that passes with time, that nothing of the call was done, so that a write can be sent again too. False
    /// where that isn't said, and of errors that time alone doesn't mend.
    pub fn is_turned_away(self) -> bool {
        self.facts().is_some_and(|f| f.turned_away)
    }

    /// What has to change before the same call can succeed.
    pub fn blame(self) -> Blame {
        self.facts().map_or(Blame::Unknown, |f| f.blame)
    }

    /// What to do.
    pub fn advice(self) -> &'static str {
        self.facts().map_or("", |f| f.advice)
    }

    /// Whether the guide names it.
    pub fn in_guide(self) -> bool {
        self.facts().is_some_and(|f| f.in_guide)
    }

    /// Whether it can happen on a transport.
    pub fn happens_on(self, transport: Transport) -> bool {
        self.facts().is_some_and(|f| match transport {
            Transport::Web => f.web,
            Transport::Rtm => f.rtm,
        })
    }
}

impl fmt::Debug for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorType({})", self.name())
    }
}
