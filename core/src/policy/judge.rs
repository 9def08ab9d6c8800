//! Judges conditions by the token, the request and the facts: each holds, is contradicted, or stays open. No IO, no allocation.

use super::condition::{Condition, ConditionSet};
use super::facts::{Facts, TargetFacts, TargetType};
use super::kind::TokenKind;
use super::requirement::Requirement;
use crate::codec::{Json, JsonKind, Text};

/// How conditions stand for one call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Standing {
    pub(crate) holds: ConditionSet,
    pub(crate) contradicted: ConditionSet,
}

/// What conditions are judged by.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) requirement: &'static Requirement,
    pub(crate) kind: Option<TokenKind>,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) body: Option<Json<'a>>,
}

#[allow(clippy::option_option)] // open, absent, there
impl<'a> Ground<'a> {
    pub(crate) fn standing(&self, conditions: ConditionSet) -> Standing {
        let mut standing = Standing::default();
        for condition in conditions.iter() {
            let one = ConditionSet::one(condition);
            match self.judge(condition) {
                Some(true) => standing.holds = standing.holds.union(one),
                Some(false) => standing.contradicted = standing.contradicted.union(one),
                None => {}
            }
        }
        standing
    }

    /// True, false, or open.
    fn judge(&self, condition: Condition) -> Option<bool> {
        match condition {
            Condition::ChatInRequesterGroups => self.chat_in_requester_groups(),
            Condition::OwnAgent => self.own_agent(),
            Condition::TargetIsAgent => self.target_type().map(|t| t == TargetType::Agent),
            Condition::TargetIsBot => self.target_type().map(|t| t == TargetType::Bot),
            Condition::OwnBot => self.own_bot(),
            Condition::RequesterInGroup => self.groups_are_requesters(false),
            Condition::GroupsOfRequester => self.groups_are_requesters(true),
            Condition::OwnNamespace => self.own_namespace(),
            Condition::AgentAwaitsApproval => self.flag("awaiting_approval", true),
            Condition::RoleIsNormal => match self.member("role")? {
                None => Some(true),
                Some(role) => role.string().map(|role| role.is("normal")),
            },
            Condition::RoleIsUnchanged => self.member("role").map(|role| role.is_none()),
            Condition::OnlyOwnBots => self.flag("all", false),
            Condition::NoPrivateOfOthers => self.flag("include_all_private", false),
            Condition::CustomerToken => self.kind.map(|k| k == TokenKind::Customer),
        }
    }

    /// A member of the request: open without a request, none where the request lacks it.
    fn member(&self, name: &str) -> Option<Option<Json<'a>>> {
        Some(self.body.filter(is_object)?.get(name))
    }

    /// A boolean member that has to be `wanted`, or absent.
    fn flag(&self, name: &str, wanted: bool) -> Option<bool> {
        match self.member(name)? {
            None => Some(true),
            Some(value) => value.boolean().map(|b| b == wanted),
        }
    }

    /// The request's field that the requirement's conditions are about: open without a request, none where the request lacks it.
    fn subject(&self) -> Option<Option<Json<'a>>> {
        let mut at = self.body.filter(is_object)?;
        for step in self.requirement.reads {
            match Some(at).filter(is_object)?.get(step) {
                Some(next) => at = next,
                None => return Some(None),
            }
        }
        Some((!self.requirement.reads.is_empty()).then_some(at))
    }

    fn chat_in_requester_groups(&self) -> Option<bool> {
        let requester = &self.facts.requester;
        let named = self.subject().flatten();
        let shared = |groups: &mut dyn Iterator<Item = Option<u64>>| -> Option<bool> {
            let mut sure = true;
            let mut any = false;
            for group in groups {
                any = true;
                match (group, requester.groups) {
                    (Some(0), _) => return Some(true),
                    (Some(group), Some(own)) if own.contains(&group) => return Some(true),
                    (Some(_), Some(_)) => {}
                    _ => sure = false,
                }
            }
            (sure && any).then_some(false)
        };
        let in_groups = match (named, self.facts.chat.groups) {
            (Some(groups), _) if groups.kind() == JsonKind::Array => shared(&mut groups.elements().map(|g| g.whole())),
            (None, Some(groups)) => shared(&mut groups.iter().map(|g| Some(*g))),
            _ => None,
        };
        let present = match (requester.id, self.facts.chat.users) {
            (Some(id), Some(users)) => Some(users.contains(&id)),
            _ => None,
        };
        match (in_groups, present) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) => Some(false),
            (None, _) => None,
        }
    }

    /// The agent or bot that the call is about: its ID, or the requester.
    fn target(&self) -> Target<'_> {
        match self.subject() {
            Some(Some(id)) => id.string().map_or(Target::Open, Target::Id),
            Some(None) if self.requirement.absent_is_requester => Target::Requester,
            Some(None) => Target::Open,
            None => self.facts.target.id.map_or(Target::Open, |id| Target::Id(Text::new(id, false))),
        }
    }

    /// Facts about the target, unless they are about another one than the request names.
    fn target_facts(&self) -> TargetFacts<'_> {
        match (self.target(), self.facts.target.id) {
            (Target::Id(id), Some(known)) if !id.is(known) => TargetFacts::default(),
            _ => self.facts.target,
        }
    }

    /// Whether the request names the requester's own ID.
    fn names_requester(&self) -> bool {
        matches!(self.target(), Target::Id(id) if self.facts.requester.id.is_some_and(|own| id.is(own)))
    }

    fn own_agent(&self) -> Option<bool> {
        // A bot is no agent, so whatever it acts on is no agent of its own.
        match self.target() {
            Target::Open => (self.target_facts().kind == Some(TargetType::Bot)).then_some(false),
            _ if self.kind == Some(TokenKind::Bot) => Some(false),
            Target::Requester => Some(true),
            _ if self.target_facts().kind == Some(TargetType::Bot) => Some(false),
            Target::Id(id) => self.facts.requester.id.map(|own| id.is(own)),
        }
    }

    fn target_type(&self) -> Option<TargetType> {
        match self.target() {
            Target::Requester if self.kind == Some(TokenKind::Bot) => Some(TargetType::Bot),
            Target::Requester => Some(TargetType::Agent),
            _ if self.kind != Some(TokenKind::Bot) && self.names_requester() => {
                self.target_facts().kind.or(Some(TargetType::Agent))
            }
            _ => self.target_facts().kind,
        }
    }

    fn own_bot(&self) -> Option<bool> {
        let kind = self.target_type();
        if kind == Some(TargetType::Agent) {
            return Some(false);
        }
        let itself = matches!(self.target(), Target::Requester) || self.names_requester();
        if self.kind == Some(TokenKind::Bot) && itself {
            return Some(true);
        }
        match (self.facts.requester.client_id, self.target_facts().owner_client_id) {
            (Some(own), Some(owner)) => Some(own == owner),
            _ => None,
        }
    }

    /// Groups of the request against the requester's: one group, or all of a list.
    fn groups_are_requesters(&self, list: bool) -> Option<bool> {
        let Some(groups) = self.subject()? else {
            return (self.requirement.absent_is_requester).then_some(true);
        };
        let own = self.facts.requester.groups?;
        match groups.kind() {
            JsonKind::Number => groups.whole().map(|g| own.contains(&g)),
            JsonKind::Array if list && groups.elements().next().is_some() => {
                let mut sure = true;
                for group in groups.elements() {
                    match group.whole() {
                        Some(group) if own.contains(&group) => {}
                        Some(_) => return Some(false),
                        None => sure = false,
                    }
                }
                sure.then_some(true)
            }
            _ => None,
        }
    }

    /// Namespaces of the request: a name, or the keys of an object.
    fn own_namespace(&self) -> Option<bool> {
        let own = self.facts.requester.client_id?;
        let subject = self.subject()??;
        if self.requirement.reads == ["namespace"]
            && let Some(namespace) = subject.string()
        {
            return Some(namespace.is(own));
        }
        let mut namespaces = subject.entries().map(|(name, _)| name).peekable();
        namespaces.peek().is_some().then(|| namespaces.all(|name| name.is(own)))
    }
}

fn is_object(json: &Json<'_>) -> bool {
    json.kind() == JsonKind::Object
}

#[derive(Clone, Copy)]
enum Target<'a> {
    Requester,
    Id(Text<'a>),
    Open,
}
