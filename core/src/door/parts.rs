//! Parts of questions that several commands have: method, version, transport, token, grant, facts. Reads, decides nothing.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use super::reader::{Form, Keys, Part, bad, escape};
use super::{ErrorCode, LineError};
use crate::catalogue::{Area, Method};
use crate::input::InputError;
use crate::policy::{ChatFacts, Facts, Grant, RequesterFacts, Right, TargetFacts, Token};
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

const REQUESTER: Keys =
    &[("id", Form::Text), ("role", Form::Text), ("groups", Form::Groups), ("client_id", Form::Text)];

pub(super) const FACTS: Form = Form::Part(&[
    ("requester", Form::Part(REQUESTER)),
    ("chat", Form::Part(&[("groups", Form::Groups), ("users", Form::Texts)])),
    ("target", Form::Part(&[("id", Form::Text), ("type", Form::Text), ("owner_client_id", Form::Text)])),
]);

/// The method with this name.
pub(super) fn method(name: &str, pointer: &str) -> Result<Method, LineError> {
    let unknown = || LineError::at(ErrorCode::UnknownMethod, pointer, "The catalogue has no such method.");
    Method::from_name(name).ok_or_else(unknown)
}

/// The version under a key, if it is there.
pub(super) fn maybe_version(ask: &Part<'_>, key: &str) -> Result<Option<Version>, LineError> {
    let version = ask.text(key).map(|v| v.parse::<Version>()).transpose();
    version.map_err(|e| LineError::at(ErrorCode::UnsupportedVersion, &format!("/{key}"), format!("`/{key}`: {e}.")))
}

/// The same; without one the newest that is stable.
pub(super) fn version(ask: &Part<'_>) -> Result<Version, LineError> {
    Ok(maybe_version(ask, "version")?.unwrap_or_default())
}

/// The transport, if it is there.
pub(super) fn maybe_transport(ask: &Part<'_>) -> Result<Option<Transport>, LineError> {
    let transport = ask.text("transport").map(|t| t.parse::<Transport>()).transpose();
    transport.map_err(|e| LineError::at(ErrorCode::UnsupportedTransport, "/transport", format!("`/transport`: {e}.")))
}

/// The token under the key `token`, which must be there.
pub(super) fn token(ask: &Part<'_>, at: &str) -> Result<Token, LineError> {
    ask.require(at, &["token"])?;
    let at = format!("{at}/token");
    let Some(form) = ask.part("token") else { return Err(bad(&at, "missing")) };
    form.require(&at, &["scopes"])?;
    let mut token = Token::new(form.texts("scopes").unwrap_or_default());
    if let Some(kind) = form.parsed("kind", &at)? {
        token = token.with_kind(kind);
    }
    if let Some(role) = form.parsed("role", &at)? {
        token = token.with_role(role);
    }
    if let Some(expiry) = form.time("expires_at") {
        token = token.with_expiry(expiry);
    }
    Ok(token)
}

/// The grant under the key `grant`, if it is there.
pub(super) fn grant(ask: &Part<'_>, at: &str) -> Result<Option<Grant>, LineError> {
    let Some(form) = ask.part("grant") else { return Ok(None) };
    let at = format!("{at}/grant");
    let mut grant = Grant::new();
    for (key, right) in form.words("areas") {
        let pointer = format!("{at}/areas/{}", escape(&key));
        let area = key.parse::<Area>().map_err(|e| bad(&pointer, e))?;
        grant = grant.area(area, right.parse::<Right>().map_err(|e| bad(&pointer, e))?);
    }
    for (key, give) in [("add", true), ("remove", false)] {
        for (i, name) in form.texts(key).unwrap_or_default().iter().enumerate() {
            let method = Method::from_name(name);
            let method = method.ok_or_else(|| bad(&format!("{at}/{key}/{i}"), "not a method of the catalogue"))?;
            grant = if give { grant.with(method) } else { grant.without(method) };
        }
    }
    if let Some(versions) = list::<Version>(&form, "versions", &at)? {
        grant = grant.versions(versions.into_iter().collect());
    }
    if let Some(transports) = list::<Transport>(&form, "transports", &at)? {
        grant = grant.transports(transports);
    }
    Ok(Some(grant))
}

fn list<T>(form: &Part<'_>, key: &str, at: &str) -> Result<Option<Vec<T>>, LineError>
where
    T: core::str::FromStr,
    T::Err: core::fmt::Display,
{
    let Some(texts) = form.texts(key) else { return Ok(None) };
    let read = |(i, text): (usize, &Cow<'_, str>)| text.parse().map_err(|e| bad(&format!("{at}/{key}/{i}"), e));
    texts.iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
}

/// Facts of a question, which core borrows.
#[derive(Default)]
pub(super) struct OwnFacts<'a> {
    requester: Option<Part<'a>>,
    chat: Option<Part<'a>>,
    target: Option<Part<'a>>,
}

impl<'a> OwnFacts<'a> {
    pub(super) fn of(ask: &Part<'a>) -> Self {
        let Some(facts) = ask.part("facts") else { return Self::default() };
        Self { requester: facts.part("requester"), chat: facts.part("chat"), target: facts.part("target") }
    }

    /// Hands the facts over.
    pub(super) fn with<R>(&self, then: impl FnOnce(Facts<'_>) -> R) -> Result<R, LineError> {
        let text = |part: &Option<Part<'a>>, key| part.as_ref().and_then(|p| p.text(key));
        let groups = |part: &Option<Part<'a>>| part.as_ref().and_then(|p| p.groups("groups"));
        let (id, client) = (text(&self.requester, "id"), text(&self.requester, "client_id"));
        let (target, owner) = (text(&self.target, "id"), text(&self.target, "owner_client_id"));
        let (own_groups, chat_groups) = (groups(&self.requester), groups(&self.chat));
        let users = self.chat.as_ref().and_then(|p| p.texts("users"));
        let users: Option<Vec<&str>> = users.as_ref().map(|u| u.iter().map(AsRef::as_ref).collect());
        let role = self.requester.as_ref().map(|p| p.parsed("role", "/facts/requester")).transpose()?;
        let kind = self.target.as_ref().map(|p| p.parsed("type", "/facts/target")).transpose()?;
        Ok(then(Facts {
            requester: RequesterFacts {
                id: id.as_deref(),
                role: role.flatten(),
                groups: own_groups.as_deref(),
                client_id: client.as_deref(),
            },
            chat: ChatFacts { groups: chat_groups.as_deref(), users: users.as_deref() },
            target: TargetFacts { id: target.as_deref(), kind: kind.flatten(), owner_client_id: owner.as_deref() },
        }))
    }
}

/// A text that has rules of its own, if it is there.
pub(super) fn maybe<T>(
    ask: &Part<'_>,
    key: &str,
    parse: fn(&str) -> Result<T, InputError>,
) -> Result<Option<T>, LineError> {
    ask.text(key).map(|t| parse(&t)).transpose().map_err(|e| super::no_answer::unfit(&format!("/{key}"), e))
}

/// The same, which must be there.
pub(super) fn must<T>(ask: &Part<'_>, key: &str, parse: fn(&str) -> Result<T, InputError>) -> Result<T, LineError> {
    maybe(ask, key, parse)?.ok_or_else(|| bad(&format!("/{key}"), "missing"))
}

/// One of several names, each with what it stands for.
pub(super) fn one_of<T: Copy>(ask: &Part<'_>, key: &str, names: &[(&str, T)]) -> Result<Option<T>, LineError> {
    let Some(text) = ask.text(key) else { return Ok(None) };
    if let Some((_, value)) = names.iter().find(|(name, _)| *name == text) {
        return Ok(Some(*value));
    }
    let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    Err(bad(&format!("/{key}"), format!("not one of `{}`", known.join("`, `"))))
}

/// A number that must be there.
pub(super) fn whole(ask: &Part<'_>, key: &str) -> Result<u64, LineError> {
    ask.whole(key).ok_or_else(|| bad(&format!("/{key}"), "missing"))
}

/// A number of 32 bits; one that is greater becomes the greatest.
pub(super) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A point in time of a key that ends in `_ms`; one that is too late to represent becomes the last that can be.
pub(super) fn millis(ask: &Part<'_>, key: &str) -> Result<crate::Timestamp, LineError> {
    let millis = i64::try_from(whole(ask, key)?).unwrap_or(i64::MAX);
    Ok(crate::Timestamp::from_millis(millis))
}
