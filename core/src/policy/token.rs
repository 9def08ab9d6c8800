//! A token as a set of scopes, closed under the algebra once. It holds no secret: the bearer string never comes here.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::kind::{Role, TokenKind};
use super::scope::{Scope, ScopeSet};
use crate::Timestamp;
use crate::catalogue::Method;
use crate::generated::requirements::{COMBINATIONS, CUSTOMER, FREE, RequirementSet};
use crate::transport::Transport;
use crate::version::Version;

/// What a token may do, made once and asked often.
///
/// Making one costs a perfect-hash look-up a scope; asking costs a table look-up and a bit test. Neither allocates,
/// but for scopes that the catalogue doesn't know, whose names are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    held: ScopeSet,
    closure: ScopeSet,
    effective: ScopeSet,
    /// Requirements that it meets by scope, by transport.
    satisfied: [RequirementSet; 2],
    kind: Option<TokenKind>,
    role: Option<Role>,
    expires_at: Option<Timestamp>,
    unknown: Vec<Box<str>>,
}

impl Token {
    /// A token with these scopes. Unknown ones are kept, reported in notes, and match nothing.
    ///
    /// ```
    /// use livechat_core::{Method, Token};
    /// let token = Token::new(["chats--all:rw", "tickets:ro"]);
    /// assert!(token.allows(Method::AGENT_LIST_CHATS));
    /// assert_eq!(token.unknown_scopes().collect::<Vec<_>>(), ["tickets:ro"]);
    /// ```
    pub fn new<I>(scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let mut token = Self::EMPTY;
        let mut met = RequirementSet::NONE;
        for scope in scopes {
            let name = scope.as_ref();
            match Scope::from_name(name) {
                Some(scope) => token.add(scope, &mut met),
                None if token.unknown.iter().any(|u| **u == *name) => {}
                None => token.unknown.push(name.into()),
            }
        }
        token.settle(met);
        token
    }

    /// A token without scopes, before anything is settled.
    const EMPTY: Self = Self {
        held: ScopeSet::NONE,
        closure: ScopeSet::NONE,
        effective: ScopeSet::NONE,
        satisfied: [RequirementSet::NONE, RequirementSet::NONE],
        kind: None,
        role: None,
        expires_at: None,
        unknown: Vec::new(),
    };

    fn add(&mut self, scope: Scope, met: &mut RequirementSet) {
        self.held.insert(scope);
        self.closure.extend(&scope.closure());
        met.extend(&scope.meets());
    }

    /// Of a token whose kind and role aren't known: every scope counts, and the customers' API stays possible.
    fn settle(&mut self, mut met: RequirementSet) {
        self.effective = self.closure;
        met.extend(&FREE);
        met.extend(&CUSTOMER);
        self.combine(&mut met);
        self.satisfied = [met, met];
    }

    /// Adds requirements that several scopes meet together.
    fn combine(&self, met: &mut RequirementSet) {
        for (set, requirement) in COMBINATIONS {
            if self.effective.contains_all(set) {
                met.insert(*requirement);
            }
        }
    }

    /// A token with the scopes of a list as the token endpoint writes it: separated by commas or white space.
    pub fn from_list(scopes: &str) -> Self {
        Self::new(scopes.split(|c: char| c == ',' || c.is_whitespace()).filter(|s| !s.is_empty()))
    }

    /// The same token, known to be of this kind.
    #[must_use]
    pub fn with_kind(mut self, kind: TokenKind) -> Self {
        self.kind = Some(kind);
        self.satisfy();
        self
    }

    /// The same token, its agent known to have this role. Scopes that the role may not hold no longer count.
    #[must_use]
    pub fn with_role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self.effective = self.effective_for(Some(role));
        self.satisfy();
        self
    }

    /// The same token, known to expire then. Only a question that is given the time looks at it.
    #[must_use]
    pub fn with_expiry(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    fn satisfy(&mut self) {
        let mut met = RequirementSet::NONE;
        if self.kind == Some(TokenKind::Customer) {
            met.extend(&CUSTOMER);
        } else {
            met.extend(&FREE);
            for scope in self.held.iter() {
                if self.role.is_none_or(|role| scope.is_open_to(role)) {
                    met.extend(&scope.meets());
                }
            }
            self.combine(&mut met);
            if self.kind.is_none() {
                met.extend(&CUSTOMER);
            }
        }
        let rtm = match self.kind {
            Some(TokenKind::Personal | TokenKind::Bot) => RequirementSet::NONE,
            _ => met,
        };
        self.satisfied = [met, rtm];
    }

    /// Whether it may call a method of the newest stable version over the Web, as far as scopes and kind tell: the same answer as
    /// [`Question::decide`](crate::Question::decide) without grant, request, facts and time. A table look-up and a bit test.
    #[inline]
    pub fn allows(&self, method: Method) -> bool {
        let [web, _] = &self.satisfied;
        web.contains(method.default_requirement())
    }

    /// The same for a version and a transport.
    #[inline]
    pub fn allows_at(&self, method: Method, version: Version, transport: Transport) -> bool {
        let [web, rtm] = &self.satisfied;
        let satisfied = match transport {
            Transport::Web => web,
            Transport::Rtm => rtm,
        };
        satisfied.contains(method.requirement_at(version, transport))
    }

    /// The same by the method's name: one look-up of the name besides. False for a name that isn't a method's.
    #[inline]
    pub fn allows_named(&self, method: &str) -> bool {
        Method::from_name(method).is_some_and(|m| self.allows(m))
    }

    /// The scopes that it holds by name.
    pub fn scopes(&self) -> ScopeSet {
        self.held
    }

    /// Those and all that they contain.
    pub fn closure(&self) -> ScopeSet {
        self.closure
    }

    /// As the closure, without what its role may not hold.
    pub fn effective(&self) -> ScopeSet {
        self.effective
    }

    pub(crate) fn effective_for(&self, role: Option<Role>) -> ScopeSet {
        match role {
            None => self.closure,
            Some(role) => self.held.iter().filter(|s| s.is_open_to(role)).collect::<ScopeSet>().closure(),
        }
    }

    /// Names of scopes that the catalogue doesn't know, in their order.
    pub fn unknown_scopes(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(|s| &**s)
    }

    /// Its kind, if known.
    pub fn kind(&self) -> Option<TokenKind> {
        self.kind
    }

    /// The role of its agent, if known.
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// When it expires, if known.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }
}

impl From<ScopeSet> for Token {
    fn from(held: ScopeSet) -> Self {
        let (mut token, mut met) = (Self::EMPTY, RequirementSet::NONE);
        for scope in held.iter() {
            token.add(scope, &mut met);
        }
        token.settle(met);
        token
    }
}
