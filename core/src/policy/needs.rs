//! Which methods a token and grant allow, which scopes a list of methods needs at least, and which it doesn't need. No IO.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::condition::ConditionSet;
use super::grant::Grant;
use super::requirement::{Alternative, Requirement};
use super::rules::Rules;
use super::scope::{Scope, ScopeSet};
use super::token::Token;
use crate::catalogue::Method;
use crate::transport::Transport;
use crate::version::Version;

/// Every method that a token, and a grant where there is one, allow in a version and on a transport, as far as scopes and kind tell.
pub fn allowed_methods<'a>(
    token: &'a Token,
    grant: Option<&'a Grant>,
    version: Version,
    transport: Transport,
) -> impl Iterator<Item = Method> + 'a {
    Method::all().filter(move |m| {
        token.allows_at(*m, version, transport) && grant.is_none_or(|g| g.grants_at(*m, version, transport))
    })
}

/// A set of scopes that suffices for a list of methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeNeed {
    /// The scopes, by name.
    pub scopes: Vec<Scope>,
    /// Conditions under which it suffices; empty: always.
    pub limits: ConditionSet,
}

/// The most sets that [`smallest_scopes`] returns.
pub const MOST_SETS: usize = 16;

/// The most candidates that are kept on the way; a list of methods would have to mix a dozen families of scopes to reach it.
const MOST_CANDIDATES: usize = 512;

#[derive(Clone)]
struct Candidate {
    scopes: ScopeSet,
    limits: ConditionSet,
}

impl Candidate {
    /// Fewest scopes, then narrowest reach, then fewest conditions, then by name.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |c: &Self| {
            let reach: usize = c.scopes.iter().map(|s| usize::from(s.width())).sum();
            (c.scopes.len(), reach, c.limits.len())
        };
        // Of sets of one size, that one comes first which has the first name that isn't in both.
        let first = |a: &Self, b: &Self| a.scopes.without(&b.scopes).iter().map(Scope::name).min();
        key(self).cmp(&key(other)).then_with(|| first(self, other).cmp(&first(other, self)))
    }

    /// Whether it does all that another one does, without more scopes or conditions.
    fn replaces(&self, other: &Self) -> bool {
        other.scopes.closure().contains_all(&self.scopes) && other.limits.intersection(self.limits) == self.limits
    }
}

/// The smallest sets of scopes for a list of methods in a version: fewest scopes first, then narrowest reach, then fewest conditions, then by
/// name. At most [`MOST_SETS`]; one empty set where no scope is needed. Methods that aren't in the version are judged by their newest one.
///
/// ```
/// use livechat_core::policy::{Rules, smallest_scopes};
/// use livechat_core::{Method, Version};
/// let methods = [Method::AGENT_LIST_CHATS, Method::AGENT_SEND_EVENT];
/// let sets = smallest_scopes(&methods, Version::DEFAULT, Rules::Guide);
/// let names: Vec<Vec<&str>> = sets.iter().map(|s| s.scopes.iter().map(|s| s.name()).collect()).collect();
/// assert_eq!(names, [["chats--access:rw"], ["chats--all:rw"]]);
/// ```
pub fn smallest_scopes(methods: &[Method], version: Version, rules: Rules) -> Vec<ScopeNeed> {
    // Those with the fewest choices first keep the number of candidates small.
    let mut requirements: Vec<&'static Requirement> = Vec::new();
    let choices = |r: &Requirement| r.alternatives(rules).count();
    for method in methods {
        let found = Transport::ALL.into_iter().find_map(|t| method.requirement(version, t));
        if let Some(requirement) = found.or_else(|| method.newest_requirement())
            && !requirement.is_free()
            && !requirements.iter().any(|r| core::ptr::eq(*r, requirement))
        {
            let at = requirements.partition_point(|r| choices(r) <= choices(requirement));
            requirements.insert(at, requirement);
        }
    }
    let mut candidates = alloc::vec![Candidate { scopes: ScopeSet::NONE, limits: ConditionSet::NONE }];
    for requirement in requirements {
        // In order from the start: a library's sorting is several kilobytes for each type.
        let mut next: Vec<Candidate> = Vec::new();
        for candidate in &candidates {
            for alternative in requirement.alternatives(rules) {
                let new = extended(candidate, alternative);
                next.insert(next.partition_point(|c| c.cmp(&new).is_le()), new);
            }
        }
        candidates = frontier(next);
    }
    candidates.truncate(MOST_SETS);
    candidates.into_iter().map(|c| ScopeNeed { scopes: by_name(&c.scopes), limits: c.limits }).collect()
}

fn extended(candidate: &Candidate, alternative: &Alternative) -> Candidate {
    let mut scopes = candidate.scopes;
    scopes.extend(&alternative.set);
    // A scope that another one of the set contains needn't be asked for.
    let needless = scopes.iter().filter(|s| scopes.iter().any(|other| other != *s && other.closure().contains(*s)));
    let needless: ScopeSet = needless.collect();
    Candidate { scopes: scopes.without(&needless), limits: candidate.limits.union(alternative.when) }
}

/// The candidates that no other one replaces, of those that come best first.
fn frontier(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if kept.len() < MOST_CANDIDATES && !kept.iter().any(|k| k.replaces(&candidate)) {
            kept.push(candidate);
        }
    }
    kept
}

/// Held scopes that a list of methods doesn't need: without all of them together, the token still allows each of the methods that it allows
/// now, as surely as now. Wide scopes are given up before narrow ones.
pub fn unneeded_scopes(token: &Token, methods: &[Method], version: Version, rules: Rules) -> Vec<Scope> {
    let requirements: Vec<&'static Requirement> =
        methods.iter().filter_map(|m| Transport::ALL.into_iter().find_map(|t| m.requirement(version, t))).collect();
    let strength = |set: &ScopeSet, requirement: &Requirement| {
        let closure = set.closure();
        let met = requirement.alternatives(rules).filter(|a| closure.contains_all(&a.set));
        // Without conditions is the surest; then the fewest conditions.
        met.map(|a| a.when.len()).min()
    };
    let mut kept = token.scopes();
    let mut needless = ScopeSet::NONE;
    for scope in in_order(&kept, |a, b| b.closure().len().cmp(&a.closure().len()).then_with(|| a.name().cmp(b.name())))
    {
        let rest = kept.without(&ScopeSet::one(scope));
        if requirements.iter().all(|r| {
            let (now, then) = (strength(&token.scopes(), r), strength(&rest, r));
            now.is_none() || then.is_some_and(|t| now.is_some_and(|n| t <= n))
        }) {
            kept = rest;
            needless.insert(scope);
        }
    }
    by_name(&needless)
}

fn by_name(set: &ScopeSet) -> Vec<Scope> {
    in_order(set, |a, b| a.name().cmp(b.name()))
}

/// The few scopes of a set in an order in which no two are equal.
fn in_order(set: &ScopeSet, order: fn(&Scope, &Scope) -> Ordering) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    for scope in set.iter() {
        scopes.insert(scopes.partition_point(|s| order(s, &scope).is_lt()), scope);
    }
    scopes
}
