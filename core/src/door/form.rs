//! The parts of a question as they are read from JSON, and what to say of one that has another form. Borrows from the line where it can.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

pub(super) use super::reader::{bad, escape};
use super::{ErrorCode, LineError};
use crate::catalogue::{Area, Method};
use crate::policy::{ChatFacts, Facts, Grant, RequesterFacts, Right, Role, TargetFacts, TargetType, Token, TokenKind};
use crate::{Timestamp, Transport, Version};

/// Text that borrows from the line unless it has escapes.
#[derive(Deserialize, Debug, Clone)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn owned(&self) -> Text<'static> {
        Text(Cow::Owned(self.0.clone().into_owned()))
    }
}

/// An object of JSON. Without it, serde would take an array for a struct, with the fields in their order.
#[derive(Debug, Clone)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for V<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(V(PhantomData)).map(Object)
    }
}

/// Seconds since 1970, or RFC 3339.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl Visitor<'_> for V {
            type Value = Time;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("seconds since 1970 or RFC 3339")
            }
            fn visit_i64<E>(self, v: i64) -> Result<Time, E> {
                Ok(Time(Timestamp::from_seconds(v)))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Time, E> {
                Ok(Time(Timestamp::from_seconds(i64::try_from(v).unwrap_or(i64::MAX))))
            }
            fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Time, E> {
                Timestamp::from_seconds_f64(v).map(Time).map_err(E::custom)
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Time, E> {
                Timestamp::parse(v).map(Time).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(V)
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenForm<'a> {
    #[serde(borrow)]
    scopes: Vec<Text<'a>>,
    #[serde(borrow)]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    role: Option<Text<'a>>,
    expires_at: Option<Time>,
}

impl TokenForm<'_> {
    pub(super) fn token(&self) -> Result<Token, LineError> {
        let mut token = Token::new(self.scopes.iter().map(Text::as_str));
        if let Some(kind) = &self.kind {
            token = token.with_kind(kind.0.parse::<TokenKind>().map_err(|e| bad("/token/kind", e))?);
        }
        if let Some(role) = &self.role {
            token = token.with_role(role.0.parse::<Role>().map_err(|e| bad("/token/role", e))?);
        }
        if let Some(Time(at)) = self.expires_at {
            token = token.with_expiry(at);
        }
        Ok(token)
    }
}

/// A map whose keys stand once.
#[derive(Debug)]
struct Pairs<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Vec<(Text<'de>, Text<'de>)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs: Self::Value = Vec::new();
                while let Some((key, value)) = map.next_entry::<Text<'de>, Text<'de>>()? {
                    if pairs.iter().any(|(k, _)| k.0 == key.0) {
                        return Err(serde::de::Error::custom("an area stands twice"));
                    }
                    pairs.push((key, value));
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(V).map(Pairs)
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantForm<'a> {
    #[serde(borrow)]
    areas: Option<Pairs<'a>>,
    #[serde(borrow)]
    add: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    remove: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    versions: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    transports: Option<Vec<Text<'a>>>,
}

impl GrantForm<'_> {
    pub(super) fn grant(&self) -> Result<Grant, LineError> {
        let mut grant = Grant::new();
        for (key, right) in self.areas.iter().flat_map(|a| &a.0) {
            let pointer = || format!("/grant/areas/{}", escape(key.as_str()));
            let area = key.0.parse::<Area>().map_err(|e| bad(&pointer(), e))?;
            let right = right.0.parse::<Right>().map_err(|e| bad(&pointer(), e))?;
            grant = grant.area(area, right);
        }
        for (name, list, give) in [("add", &self.add, true), ("remove", &self.remove, false)] {
            for (i, method) in list.iter().flatten().enumerate() {
                let method = Method::from_name(method.as_str())
                    .ok_or_else(|| bad(&format!("/grant/{name}/{i}"), "not a method of the catalogue"))?;
                grant = if give { grant.with(method) } else { grant.without(method) };
            }
        }
        if let Some(versions) = &self.versions {
            let read = |(i, v): (usize, &Text<'_>)| {
                v.0.parse::<Version>().map_err(|e| bad(&format!("/grant/versions/{i}"), e))
            };
            grant = grant.versions(versions.iter().enumerate().map(read).collect::<Result<_, _>>()?);
        }
        if let Some(transports) = &self.transports {
            let read = |(i, t): (usize, &Text<'_>)| {
                t.0.parse::<Transport>().map_err(|e| bad(&format!("/grant/transports/{i}"), e))
            };
            grant = grant.transports(transports.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(grant)
    }
}

#[derive(Deserialize, Debug, Clone, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsForm<'a> {
    #[serde(borrow)]
    requester: Option<Object<RequesterForm<'a>>>,
    #[serde(borrow)]
    chat: Option<Object<ChatForm<'a>>>,
    #[serde(borrow)]
    target: Option<Object<TargetForm<'a>>>,
}

#[derive(Deserialize, Debug, Clone, Default)]
#[serde(deny_unknown_fields)]
struct RequesterForm<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    role: Option<Text<'a>>,
    groups: Option<Vec<u64>>,
    #[serde(borrow)]
    client_id: Option<Text<'a>>,
}

#[derive(Deserialize, Debug, Clone, Default)]
#[serde(deny_unknown_fields)]
struct ChatForm<'a> {
    groups: Option<Vec<u64>>,
    #[serde(borrow)]
    users: Option<Vec<Text<'a>>>,
}

#[derive(Deserialize, Debug, Clone, Default)]
#[serde(deny_unknown_fields)]
struct TargetForm<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    owner_client_id: Option<Text<'a>>,
}

fn str_of<'b>(text: Option<&'b Text<'_>>) -> Option<&'b str> {
    text.map(Text::as_str)
}

impl FactsForm<'_> {
    /// IDs of the chat's users, for [`Self::facts`] to borrow.
    pub(super) fn users(&self) -> Option<Vec<&str>> {
        let users = self.chat.as_ref()?.0.users.as_ref()?;
        Some(users.iter().map(Text::as_str).collect())
    }

    pub(super) fn facts<'b>(&'b self, users: Option<&'b [&'b str]>) -> Result<Facts<'b>, LineError> {
        let mut facts = Facts::default();
        if let Some(Object(requester)) = &self.requester {
            let role = requester.role.as_ref().map(|r| r.0.parse::<Role>());
            facts.requester = RequesterFacts {
                id: str_of(requester.id.as_ref()),
                role: role.transpose().map_err(|e| bad("/facts/requester/role", e))?,
                groups: requester.groups.as_deref(),
                client_id: str_of(requester.client_id.as_ref()),
            };
        }
        if let Some(Object(chat)) = &self.chat {
            facts.chat = ChatFacts { groups: chat.groups.as_deref(), users };
        }
        if let Some(Object(target)) = &self.target {
            let kind = target.kind.as_ref().map(|k| k.0.parse::<TargetType>());
            facts.target = TargetFacts {
                id: str_of(target.id.as_ref()),
                kind: kind.transpose().map_err(|e| bad("/facts/target/type", e))?,
                owner_client_id: str_of(target.owner_client_id.as_ref()),
            };
        }
        Ok(facts)
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
    pub(super) fn owned(&self) -> FactsForm<'static> {
        let own = |t: &Option<Text<'_>>| t.as_ref().map(Text::owned);
        FactsForm {
            requester: self.requester.as_ref().map(|Object(r)| {
                Object(RequesterForm {
                    id: own(&r.id),
                    role: own(&r.role),
                    groups: r.groups.clone(),
                    client_id: own(&r.client_id),
                })
            }),
            chat: self.chat.as_ref().map(|Object(c)| {
                Object(ChatForm {
                    groups: c.groups.clone(),
                    users: c.users.as_ref().map(|u| u.iter().map(Text::owned).collect()),
                })
            }),
            target: self.target.as_ref().map(|Object(t)| {
                Object(TargetForm { id: own(&t.id), kind: own(&t.kind), owner_client_id: own(&t.owner_client_id) })
            }),
        }
    }
}

/// What a place of a question may hold.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Text,
    Texts,
    Groups,
    Time,
    Any,
    Areas,
    Part(&'static [(&'static str, Form)]),
}

pub(super) const TOKEN: &[(&str, Form)] =
    &[("scopes", Form::Texts), ("kind", Form::Text), ("role", Form::Text), ("expires_at", Form::Time)];
pub(super) const GRANT: &[(&str, Form)] = &[
    ("areas", Form::Areas),
    ("add", Form::Texts),
    ("remove", Form::Texts),
    ("versions", Form::Texts),
    ("transports", Form::Texts),
];
pub(super) const FACTS: &[(&str, Form)] = &[
    (
        "requester",
        Form::Part(&[("id", Form::Text), ("role", Form::Text), ("groups", Form::Groups), ("client_id", Form::Text)]),
    ),
    ("chat", Form::Part(&[("groups", Form::Groups), ("users", Form::Texts)])),
    ("target", Form::Part(&[("id", Form::Text), ("type", Form::Text), ("owner_client_id", Form::Text)])),
];

/// Finds what is wrong with a line that is JSON but didn't decode. Reads it a second time, since only bad lines come here.
pub(super) fn explain(json: &str, keys: &'static [(&'static str, Form)], required: &[&str]) -> LineError {
    let value = match super::strict::value(json) {
        Ok(value) => value,
        Err(e) => return e,
    };
    if let Some(fault) = fault(&value, Form::Part(keys), "") {
        return fault;
    }
    for key in required {
        if value.get(key).is_none_or(Value::is_null) {
            return bad(&format!("/{key}"), "missing");
        }
    }
    if value.get("token").is_some_and(|t| t.is_object() && t.get("scopes").is_none()) {
        return bad("/token/scopes", "missing");
    }
    LineError::new(ErrorCode::BadRequest, "Not a question of this command.")
}

fn fault(value: &Value, form: Form, at: &str) -> Option<LineError> {
    let texts = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(Value::is_string));
    let (fits, expected) = match form {
        Form::Any => (true, ""),
        Form::Text => (value.is_string() || value.is_null(), "not a string"),
        Form::Texts => (texts(value) || (value.is_null() && at != "/token/scopes"), "not a list of strings"),
        Form::Groups => (
            value.is_null() || value.as_array().is_some_and(|a| a.iter().all(Value::is_u64)),
            "not a list of group IDs, which are whole numbers",
        ),
        Form::Time => {
            let parsed = value.as_str().is_none_or(|t| Timestamp::parse(t).is_ok());
            (
                value.is_null() || value.is_number() || (value.is_string() && parsed),
                "not a time; write seconds since 1970 as a number, or RFC 3339",
            )
        }
        Form::Areas => (
            value.is_null() || value.as_object().is_some_and(|o| o.values().all(Value::is_string)),
            "not an object of areas with `none`, `read` or `write`",
        ),
        Form::Part(keys) => {
            let Some(members) = value.as_object() else {
                return (!(value.is_null() && !at.is_empty() && at != "/token")).then(|| bad(at, "not an object"));
            };
            for (key, value) in members {
                let at = format!("{at}/{}", escape(key));
                let Some((_, form)) = keys.iter().find(|(k, _)| k == key) else {
                    return Some(bad(&at, "no such key"));
                };
                if let Some(fault) = fault(value, *form, &at) {
                    return Some(fault);
                }
            }
            (true, "")
        }
    };
    (!fits).then(|| bad(at, expected))
}
