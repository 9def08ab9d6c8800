//! A question whether a call may be made, put together part by part. Pure data; `weigh` answers it.

use super::condition::DecidedBy;
use super::facts::Facts;
use super::grant::Grant;
use super::rules::{Rules, WhenUnknown};
use super::token::Token;
use crate::catalogue::Method;
use crate::codec::Json;
use crate::timestamp::Timestamp;
use crate::transport::Transport;
use crate::version::Version;

/// Something known, or the text that isn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named<'a, T> {
    Known(T),
    Unknown(&'a str),
}

/// A question whether a call may be made.
///
/// ```
/// use livechat_core::policy::{Code, Facts, RequesterFacts, ChatFacts};
/// use livechat_core::{Method, Question, Token};
///
/// let token = Token::new(["chats--access:rw"]);
/// let facts = Facts {
///     requester: RequesterFacts { groups: Some(&[1, 2]), ..Default::default() },
///     chat: ChatFacts { groups: Some(&[7]), ..Default::default() },
///     ..Default::default()
/// };
/// let decision = Question::new(Method::AGENT_SEND_EVENT, &token).facts(facts).decide();
/// assert_eq!(decision.code(), Code::OutOfReach);
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Question<'a> {
    pub(crate) method: Named<'a, Method>,
    pub(crate) version: Named<'a, Version>,
    pub(crate) transport: Named<'a, Transport>,
    pub(crate) token: &'a Token,
    pub(crate) grant: Option<&'a Grant>,
    pub(crate) body: Option<Json<'a>>,
    pub(crate) facts: Facts<'a>,
    pub(crate) rules: Rules,
    pub(crate) when_unknown: WhenUnknown,
    pub(crate) now: Option<Timestamp>,
}

impl<'a> Question<'a> {
    /// May the holder of this token call this method, in the newest stable version, over the Web?
    pub fn new(method: Method, token: &'a Token) -> Self {
        Self {
            method: Named::Known(method),
            version: Named::Known(Version::DEFAULT),
            transport: Named::Known(Transport::Web),
            token,
            grant: None,
            body: None,
            facts: Facts::default(),
            rules: Rules::Guide,
            when_unknown: WhenUnknown::Allow,
            now: None,
        }
    }

    /// The same by name. A name that isn't a method's is denied as `unknown_method`.
    pub fn named(method: &'a str, token: &'a Token) -> Self {
        let named = Method::from_name(method).map_or(Named::Unknown(method), Named::Known);
        Self { method: named, ..Self::new(Method::FIRST, token) }
    }

    /// In this version.
    pub fn version(mut self, version: Version) -> Self {
        self.version = Named::Known(version);
        self
    }

    /// In the version with this name; another name is denied as `unsupported_version`.
    pub fn version_named(mut self, version: &'a str) -> Self {
        self.version = version.parse().map_or(Named::Unknown(version), Named::Known);
        self
    }

    /// Over this transport.
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Named::Known(transport);
        self
    }

    /// Over the transport with this name; another name is denied as `unsupported_transport`.
    pub fn transport_named(mut self, transport: &'a str) -> Self {
        self.transport = transport.parse().map_or(Named::Unknown(transport), Named::Known);
        self
    }

    /// Under this grant.
    pub fn grant(mut self, grant: &'a Grant) -> Self {
        self.grant = Some(grant);
        self
    }

    /// With this request body. One that isn't an object tells nothing. Of a key that stands twice the first counts here, and a server may take the
    /// second: whoever hands on a body must refuse such a one, as the [door](crate::door) and [reading a request](crate::request::read_http) do.
    pub fn body(mut self, body: Json<'a>) -> Self {
        self.body = Some(body);
        self
    }

    /// Knowing these facts.
    pub fn facts(mut self, facts: Facts<'a>) -> Self {
        self.facts = facts;
        self
    }

    /// By this source of rules.
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// With this answer to open conditions.
    pub fn when_unknown(mut self, when_unknown: WhenUnknown) -> Self {
        self.when_unknown = when_unknown;
        self
    }

    /// At this time, by which the token's expiry is judged.
    pub fn now(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// Whether the answer may hang on the request's body; if not, a host needn't read it.
    pub fn reads_body(&self) -> bool {
        let (Named::Known(method), Named::Known(version), Named::Known(transport)) =
            (self.method, self.version, self.transport)
        else {
            return false;
        };
        method.requirement(version, transport).is_some_and(|r| {
            !r.conditions.is_empty()
                && (!r.reads.is_empty() || r.conditions.iter().any(|c| c.decided_by() == DecidedBy::Request))
        })
    }
}
