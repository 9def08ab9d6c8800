//! Token, grant and facts of a question, made of its parts. Borrows from the line where it can.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use super::LineError;
use super::reader::{Form, Part, bad, escape};
use crate::catalogue::{Area, Method};
use crate::policy::{ChatFacts, Facts, Grant, RequesterFacts, Right, Role, TargetFacts, TargetType, Token};
use crate::{Transport, Version};

pub(super) const TOKEN: Form =
    Form::Part(&[("scopes", Form::Texts), ("kind", Form::Text), ("role", Form::Text), ("expires_at", Form::Time)]);
pub(super) const GRANT: Form = Form::Part(&[
    ("areas", Form::Words),
    ("add", Form::Texts),
    ("remove", Form::Texts),
    ("versions", Form::Texts),
    ("transports", Form::Texts),
]);
pub(super) const FACTS: Form = Form::Part(&[
    (
        "requester",
        Form::Part(&[("id", Form::Text), ("role", Form::Text), ("groups", Form::Groups), ("client_id", Form::Text)]),
    ),
    ("chat", Form::Part(&[("groups", Form::Groups), ("users", Form::Texts)])),
    ("target", Form::Part(&[("id", Form::Text), ("type", Form::Text), ("owner_client_id", Form::Text)])),
]);

/// The token under the key `token`, which must be there.
pub(super) fn token(ask: &Part<'_>, at: &str) -> Result<Token, LineError> {
    let (part, at) = (ask.must("token", at)?, &format!("{at}/token"));
    part.require(at, &["scopes"])?;
    let mut token = Token::new(part.texts("scopes").unwrap_or_default());
    if let Some(kind) = part.parsed("kind", at)? {
        token = token.with_kind(kind);
    }
    if let Some(role) = part.parsed("role", at)? {
        token = token.with_role(role);
    }
    if let Some(expiry) = part.time("expires_at") {
        token = token.with_expiry(expiry);
    }
    Ok(token)
}

/// The grant under the key `grant`, if it is there.
pub(super) fn grant(ask: &Part<'_>, at: &str) -> Result<Option<Grant>, LineError> {
    let Some(part) = ask.part("grant") else { return Ok(None) };
    let at = &format!("{at}/grant");
    let mut grant = Grant::new();
    for (key, right) in part.words("areas") {
        let pointer = || format!("{at}/areas/{}", escape(&key));
        let area = key.parse::<Area>().map_err(|e| bad(&pointer(), e))?;
        let right = right.parse::<Right>().map_err(|e| bad(&pointer(), e))?;
        grant = grant.area(area, right);
    }
    for (name, give) in [("add", true), ("remove", false)] {
        for (i, method) in part.texts(name).iter().flatten().enumerate() {
            let method = Method::from_name(method)
                .ok_or_else(|| bad(&format!("{at}/{name}/{i}"), "not a method of the catalogue"))?;
            grant = if give { grant.with(method) } else { grant.without(method) };
        }
    }
    if let Some(versions) = part.texts("versions") {
        grant = grant.versions(each::<Version>(&versions, &format!("{at}/versions"))?.into_iter().collect());
    }
    if let Some(transports) = part.texts("transports") {
        grant = grant.transports(each::<Transport>(&transports, &format!("{at}/transports"))?);
    }
    Ok(Some(grant))
}

fn each<T: core::str::FromStr<Err: core::fmt::Display>>(texts: &[Cow<'_, str>], at: &str) -> Result<Vec<T>, LineError> {
    let read = |(i, text): (usize, &Cow<'_, str>)| text.parse().map_err(|e| bad(&format!("{at}/{i}"), e));
    texts.iter().enumerate().map(read).collect()
}

/// Facts as they are kept: [`Facts`] borrow from them.
#[derive(Debug, Clone, Default)]
pub(super) struct FactsForm<'a> {
    requester: Option<Requester<'a>>,
    chat: Option<Chat<'a>>,
    target: Option<Target<'a>>,
}

#[derive(Debug, Clone)]
struct Requester<'a> {
    id: Option<Cow<'a, str>>,
    role: Option<Role>,
    groups: Option<Vec<u64>>,
    client_id: Option<Cow<'a, str>>,
}

#[derive(Debug, Clone)]
struct Chat<'a> {
    groups: Option<Vec<u64>>,
    users: Option<Vec<Cow<'a, str>>>,
}

#[derive(Debug, Clone)]
struct Target<'a> {
    id: Option<Cow<'a, str>>,
    kind: Option<TargetType>,
    owner_client_id: Option<Cow<'a, str>>,
}

impl<'a> Requester<'a> {
    fn read(part: &Part<'a>, at: &str) -> Result<Self, LineError> {
        Ok(Self {
            id: part.text("id"),
            role: part.parsed("role", at)?,
            groups: part.groups("groups"),
            client_id: part.text("client_id"),
        })
    }
}

impl<'a> Target<'a> {
    fn read(part: &Part<'a>, at: &str) -> Result<Self, LineError> {
        Ok(Self { id: part.text("id"), kind: part.parsed("type", at)?, owner_client_id: part.text("owner_client_id") })
    }
}

impl<'a> FactsForm<'a> {
    pub(super) fn read(part: &Part<'a>, at: &str) -> Result<Self, LineError> {
        let inside = |key| part.part(key);
        Ok(Self {
            requester: inside("requester").map(|r| Requester::read(&r, &format!("{at}/requester"))).transpose()?,
            chat: inside("chat").map(|chat| Chat { groups: chat.groups("groups"), users: chat.texts("users") }),
            target: inside("target").map(|t| Target::read(&t, &format!("{at}/target"))).transpose()?,
        })
    }

    /// IDs of the chat's users, for [`Self::facts`] to borrow.
    pub(super) fn users(&self) -> Option<Vec<&str>> {
        let users = self.chat.as_ref()?.users.as_ref()?;
        Some(users.iter().map(|user| &**user).collect())
    }

    pub(super) fn facts<'b>(&'b self, users: Option<&'b [&'b str]>) -> Facts<'b> {
        let mut facts = Facts::default();
        if let Some(requester) = &self.requester {
            facts.requester = RequesterFacts {
                id: requester.id.as_deref(),
                role: requester.role,
                groups: requester.groups.as_deref(),
                client_id: requester.client_id.as_deref(),
            };
        }
        if let Some(chat) = &self.chat {
            facts.chat = ChatFacts { groups: chat.groups.as_deref(), users };
        }
        if let Some(target) = &self.target {
            facts.target = TargetFacts {
                id: target.id.as_deref(),
                kind: target.kind,
                owner_client_id: target.owner_client_id.as_deref(),
            };
        }
        facts
    }

    pub(super) fn has_requester(&self) -> bool {
        self.requester.is_some()
    }

    pub(super) fn has_chat(&self) -> bool {
        self.chat.is_some()
    }

    pub(super) fn has_target(&self) -> bool {
        self.target.is_some()
    }

    /// The same without borrowing from the line.
    pub(super) fn owned(self) -> FactsForm<'static> {
        let own = |text: Option<Cow<'_, str>>| text.map(|t| Cow::Owned(t.into_owned()));
        FactsForm {
            requester: self.requester.map(|r| Requester {
                id: own(r.id),
                role: r.role,
                groups: r.groups,
                client_id: own(r.client_id),
            }),
            chat: self.chat.map(|c| Chat {
                groups: c.groups,
                users: c.users.map(|users| users.into_iter().map(|u| Cow::Owned(u.into_owned())).collect()),
            }),
            target: self.target.map(|t| Target {
                id: own(t.id),
                kind: t.kind,
                owner_client_id: own(t.owner_client_id),
            }),
        }
    }
}
