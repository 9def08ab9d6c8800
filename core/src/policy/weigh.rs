//! How a question is answered: what comes before scopes, then scopes and conditions, request by request. No IO, no allocation.

use super::condition::{ConditionSet, DecidedBy};
use super::decision::Decision;
use super::judge::{Ground, Standing};
use super::kind::{Role, TokenKind};
use super::outcome::{Code, Outcome};
use super::question::{Named, Question};
use super::requirement::{Alternative, Requirement};
use super::rules::WhenUnknown;
use super::scope::{Scope, ScopeSet};
use crate::catalogue::Method;
use crate::codec::Json;
use crate::transport::Transport;

impl<'a> Question<'a> {
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
                body.get("requests").map(|e| e.elements()).filter(|e| e.clone().next().is_some())
            }
            other => return self.weigh(requirement, other),
        };
        let Some(elements) = elements else { return self.weigh(requirement, None) };
        let mut all = Outcome::of(Code::Allowed);
        for (i, element) in elements.enumerate() {
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
    fn weigh(&self, requirement: &'static Requirement, body: Option<Json<'a>>) -> Outcome {
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
                .min_by_key(|a| (standing.open_of(a).len(), core::cmp::Reverse(a.width())))
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
            return Outcome { code: Code::Undecided, used: ScopeSet::NONE, ..outcome };
        }
        outcome
    }

    /// The held scope that gives another one: itself, or of those that contain it the one with the narrowest reach, then the fewest rights.
    fn held_for(&self, wanted: Scope, role: Option<Role>) -> Option<Scope> {
        let held = self.token.scopes();
        if held.contains(wanted) && role.is_none_or(|r| wanted.is_open_to(r)) {
            return Some(wanted);
        }
        held.iter()
            .filter(|s| role.is_none_or(|r| s.is_open_to(r)) && s.closure().contains(wanted))
            .min_by_key(|s| (s.width(), s.closure().len(), s.index()))
    }
}

impl Standing {
    fn fits(self, alternative: &Alternative) -> bool {
        self.contradicted.intersection(alternative.when).is_empty()
    }

    fn open_of(self, alternative: &Alternative) -> ConditionSet {
        alternative.when.without(self.holds)
    }
}
