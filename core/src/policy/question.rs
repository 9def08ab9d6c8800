//! A question whether a call may be made, and how it is answered. No IO and no allocation.

use core::fmt;
use core::str::FromStr;

use serde_json::Value;

use super::condition::{ConditionSet, DecidedBy, Ground, Standing};
use super::decision::{Code, Decision};
use super::facts::Facts;
use super::grant::Grant;
use super::kind::TokenKind;
use super::requirement::{Alternative, Requirement};
use super::scope::{Scope, ScopeSet};
use super::token::Token;
use crate::catalogue::Method;
use crate::timestamp::Timestamp;
use crate::transport::Transport;
use crate::version::Version;

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
    pub(crate) body: Option<&'a Value>,
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

    /// With this request body. One that isn't an object tells nothing.
    pub fn body(mut self, body: &'a Value) -> Self {
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

    /// Answers. Costs tens of nanoseconds; a batch costs that for each of its elements.
    pub fn decide(self) -> Decision<'a> {
        let outcome = match self.standing_of_call() {
            Err(code) => Outcome::of(code),
            Ok((method, requirement)) => self.outcome(method, requirement),
        };
        Decision::new(self, outcome)
    }

    /// Everything that comes before scopes.
    fn standing_of_call(&self) -> Result<(Method, &'static Requirement), Code> {
        let Named::Known(method) = self.method else { return Err(Code::UnknownMethod) };
        let Named::Known(version) = self.version else { return Err(Code::UnsupportedVersion) };
        if !method.versions().contains(version) {
            return Err(Code::UnsupportedVersion);
        }
        let Named::Known(transport) = self.transport else { return Err(Code::UnsupportedTransport) };
        let Some(requirement) = method.requirement(version, transport) else { return Err(Code::UnsupportedTransport) };
        let refused = match self.token.kind() {
            None => false,
            Some(TokenKind::Customer) => !requirement.customer,
            Some(TokenKind::Personal | TokenKind::Bot) => requirement.customer || transport == Transport::Rtm,
            Some(TokenKind::Oauth) => requirement.customer,
        };
        if refused {
            return Err(Code::WrongTokenKind);
        }
        if let (Some(expiry), Some(now)) = (self.token.expires_at(), self.now)
            && now >= expiry
        {
            return Err(Code::TokenExpired);
        }
        if self.grant.is_some_and(|grant| !grant.grants_at(method, version, transport)) {
            return Err(Code::NotGranted);
        }
        Ok((method, requirement))
    }

    /// A batch is allowed when each of its elements is.
    fn outcome(&self, method: Method, requirement: &'static Requirement) -> Outcome {
        let elements = match self.body {
            Some(body) if method.batch_of().is_some() => {
                body.get("requests").and_then(Value::as_array).filter(|e| !e.is_empty())
            }
            other => return self.weigh(requirement, other),
        };
        let Some(elements) = elements else { return self.weigh(requirement, None) };
        let mut all = Outcome::of(Code::Allowed);
        for (i, element) in elements.iter().enumerate() {
            let mut one = self.weigh(requirement, Some(element));
            if one.code != Code::Allowed {
                one.element = Some(i);
                return one;
            }
            all.used.extend(&one.used);
            all.limits = all.limits.union(one.limits);
        }
        all
    }

    /// Scopes and conditions of one request.
    fn weigh(&self, requirement: &'static Requirement, body: Option<&Value>) -> Outcome {
        let ground = Ground { requirement, kind: self.token.kind(), facts: &self.facts, body };
        let conditions = if requirement.customer {
            ConditionSet::one(super::Condition::CustomerToken)
        } else {
            requirement.conditions
        };
        let standing = ground.standing(conditions);
        if requirement.is_free() {
            let limits = if requirement.customer { conditions.without(standing.holds) } else { ConditionSet::NONE };
            return self.settle(Outcome { limits, ..Outcome::of(Code::Allowed) });
        }
        let role = match (self.token.role(), self.facts.requester.role) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let effective = self.token.effective_for(role);
        let alternatives = || requirement.alternatives(self.rules);
        let held = |set: &ScopeSet, a: &Alternative| set.contains_all(&a.set);

        let sure = alternatives().find(|a| held(&effective, a) && standing.open_of(a).is_empty() && standing.fits(a));
        let best = sure.or_else(|| {
            alternatives()
                .filter(|a| held(&effective, a) && standing.fits(a))
                .min_by_key(|a| (standing.open_of(a).len(), core::cmp::Reverse(width(a))))
        });
        if let Some(best) = best {
            let mut used = ScopeSet::NONE;
            for scope in best.scopes {
                if let Some(by) = self.held_for(*scope, role) {
                    used.insert(by);
                }
            }
            let limits = standing.open_of(best);
            return self.settle(Outcome { used, limits, ..Outcome::of(Code::Allowed) });
        }

        let by_request = |c: ConditionSet| c.iter().any(|c| c.decided_by() == DecidedBy::Request);
        let applicable = || alternatives().filter(|a| !by_request(standing.contradicted.intersection(a.when)));
        let code = if !applicable().any(|a| held(&self.token.closure(), a)) {
            Code::MissingScope
        } else if !applicable().any(|a| held(&effective, a)) {
            Code::RoleTooLow
        } else {
            Code::OutOfReach
        };
        Outcome { standing, ..Outcome::of(code) }
    }

    fn settle(&self, outcome: Outcome) -> Outcome {
        if self.when_unknown == WhenUnknown::Deny && !outcome.limits.is_empty() {
            return Outcome { code: Code::Undecided, ..outcome };
        }
        outcome
    }

    /// The held scope that gives another one: itself, or the narrowest that contains it.
    fn held_for(&self, wanted: Scope, role: Option<super::Role>) -> Option<Scope> {
        let held = self.token.scopes();
        if held.contains(wanted) && role.is_none_or(|r| wanted.is_open_to(r)) {
            return Some(wanted);
        }
        held.iter()
            .filter(|s| role.is_none_or(|r| s.is_open_to(r)) && s.closure().contains(wanted))
            .min_by_key(|s| (s.closure().len(), s.index()))
    }
}

/// Reach of an alternative: the sum of its scopes'.
pub(crate) fn width(alternative: &Alternative) -> usize {
    alternative.scopes.iter().map(|s| usize::from(s.width())).sum()
}

impl Standing {
    fn fits(self, alternative: &Alternative) -> bool {
        self.contradicted.intersection(alternative.when).is_empty()
    }

    fn open_of(self, alternative: &Alternative) -> ConditionSet {
        alternative.when.without(self.holds)
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
    fn of(code: Code) -> Self {
        Self { code, used: ScopeSet::NONE, limits: ConditionSet::NONE, standing: Standing::default(), element: None }
    }
}
