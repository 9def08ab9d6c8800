//! A request as the caller hands it over, its ID, and why it may be refused. Pure data.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use serde_json::value::RawValue;

use super::frame;
use crate::version::Version;

/// Longest action, in bytes. The longest of the catalogue has less than half.
const MAX_ACTION: usize = 100;

/// Longest ID of a request or author, in bytes. The vendor documents no limit.
const MAX_ID: usize = 256;

/// Last version in which a frame may name a bot as its author. Source: the vendor's reference of bots, which took it away in 3.6.
const AUTHOR_UNTIL: Version = Version::V3_5;

/// The ID that ties an answer to its request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(String);

impl RequestId {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A request to send. Its payload is a JSON object; whether it is right for its method is for [`codec::validate`](crate::codec::validate) to say.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    pub(super) action: &'a str,
    pub(super) payload: &'a RawValue,
    pub(super) version: Option<Version>,
    pub(super) id: Option<&'a str>,
    pub(super) author_id: Option<&'a str>,
}

impl<'a> Outgoing<'a> {
    /// An action with its payload, the JSON text of one object.
    pub fn new(action: &'a str, payload: &'a str) -> Result<Self, SendError> {
        let plain = action.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if action.is_empty() || action.len() > MAX_ACTION || !plain {
            return Err(SendCode::BadAction.into());
        }
        if ["login", "ping"].contains(&action) {
            return Err(SendCode::ReservedAction.into());
        }
        let payload = frame::object(payload).ok_or(SendCode::BadPayload)?;
        Ok(Self { action, payload, version: None, id: None, author_id: None })
    }

    /// In another version than the connection's; an older one is refused.
    #[must_use]
    pub const fn version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// With an ID of the caller's, from 1 to 256 bytes; it must differ from those of all requests that wait to be sent, wait for an answer or may be
    /// answered late. Left out, the machine makes one.
    #[must_use]
    pub const fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// In the name of a bot; only up to version 3.5.
    #[must_use]
    pub const fn author_id(mut self, author_id: &'a str) -> Self {
        self.author_id = Some(author_id);
        self
    }

    pub(super) fn check(&self, connection: Version) -> Result<(), SendError> {
        if self.version.is_some_and(|v| v < connection) {
            return Err(SendCode::VersionTooLow.into());
        }
        let bad = |id: Option<&str>| id.is_some_and(|id| id.is_empty() || id.len() > MAX_ID);
        if bad(self.id) || bad(self.author_id) {
            return Err(SendCode::BadId.into());
        }
        if self.author_id.is_some() && self.version.unwrap_or(connection) > AUTHOR_UNTIL {
            return Err(SendCode::AuthorNotKnown.into());
        }
        Ok(())
    }
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("action", &self.action)
            .field("version", &self.version)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

named! {
    /// Why a request isn't taken.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum SendCode {
        /// The action isn't a name in lower case.
        BadAction = "bad_action",
        /// The machine itself logs in and pings.
        ReservedAction = "reserved_action",
        /// The payload isn't the JSON text of one object.
        BadPayload = "bad_payload",
        /// An ID is empty or too long.
        BadId = "bad_id",
        /// Another request that may still be answered has this ID.
        IdInUse = "id_in_use",
        /// The version is older than the connection's.
        VersionTooLow = "version_too_low",
        /// The version knows no authors of requests.
        AuthorNotKnown = "author_not_known",
        /// The frame would be longer than the configuration allows.
        TooLarge = "too_large",
        /// As many requests wait to be sent as the configuration allows.
        QueueFull = "queue_full",
        /// There is no connection and requests aren't kept for the next one, or the session was closed.
        Closed = "closed",
    }
}

impl SendCode {
    /// What is wrong and what to do, in a sentence.
    pub const fn message(self) -> &'static str {
        match self {
            Self::BadAction => "An action has lower-case letters, digits and underscores, and at most 100 of them.",
            Self::ReservedAction => "The session logs in and pings by itself; change the token with `set_token`.",
            Self::BadPayload => {
                "The payload must be the JSON text of one object; write `{}` where there is nothing to say."
            }
            Self::BadId => "An ID has from 1 to 256 bytes.",
            Self::IdInUse => {
                "A request with this ID may still be answered; take another ID or leave it to the session."
            }
            Self::VersionTooLow => "A request can't be of an older version than its connection.",
            Self::AuthorNotKnown => "An author is known up to version 3.5; from 3.6 on a bot calls the Web API.",
            Self::TooLarge => "The frame would be longer than the session's limit.",
            Self::QueueFull => "Too many requests wait to be sent; send again when some were answered.",
            Self::Closed => "The session has no connection; reconnect first.",
        }
    }
}

/// A request isn't taken. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {}", code.message())]
pub struct SendError {
    code: SendCode,
}

impl SendError {
    /// Why.
    pub const fn code(self) -> SendCode {
        self.code
    }
}

impl From<SendCode> for SendError {
    fn from(code: SendCode) -> Self {
        Self { code }
    }
}
