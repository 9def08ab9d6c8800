//! A request as the caller hands it over, and why it may be refused. Pure data.

use core::fmt;

use crate::catalogue::{Api, Method};

use crate::codec::{InputLimits, Json, JsonKind, MAX_DEPTH, repeated};
use crate::request::rtm::PING;
use crate::request::{AuthorId, Request, RequestId, takes_author};
use crate::transport::Transport;
use crate::version::Version;

/// Longest action, in bytes. The longest of the catalogue has less than half.
const MAX_ACTION: usize = 100;

/// The action with which the machine itself logs in.
pub(super) const LOGIN: &str = "login";

/// A request to send, best made of a valid [`Request`]: then nothing is left to check but whether the session's connection takes it.
///
/// ```
/// use livechat_core::catalogue::Api;
/// use livechat_core::machine::rtm::{Config, Outgoing, Session};
/// use livechat_core::request::agent::GetChat;
/// use livechat_core::{Timestamp, Version};
///
/// let mut session = Session::new(Config::new(Api::Agent, Version::V3_6, "Bearer dal:token", "{}")?);
/// let request = GetChat::new("PJ0MRSHTDG").at(Version::V3_6)?;
/// session.send(Timestamp::from_seconds(0), Outgoing::try_from(&request)?.id("mine"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    pub(super) action: &'a str,
    pub(super) payload: Json<'a>,
    pub(super) version: Option<Version>,
    /// Of a request that the catalogue knows.
    method: Option<Method>,
    id: Option<&'a str>,
    author_id: Option<&'a str>,
}

/// A request of the catalogue, in its own version. Refused are `login`, which is the session's own, what isn't on RTM in that version, and a payload in
/// which a key stands twice.
impl<'a> TryFrom<&'a Request> for Outgoing<'a> {
    type Error = SendError;

    fn try_from(request: &'a Request) -> Result<Self, SendError> {
        let (method, version) = (request.method(), request.version());
        if method.action() == LOGIN {
            return Err(SendCode::ReservedAction.into());
        }
        if !method.versions_on(Transport::Rtm).contains(version) {
            return Err(SendCode::UnsupportedTransport.into());
        }
        if repeated(request.body()).is_some() {
            return Err(SendCode::BadPayload.into());
        }
        let (action, payload) = (method.action(), request.json());
        Ok(Self { action, payload, version: Some(version), method: Some(method), id: None, author_id: None })
    }
}

impl<'a> Outgoing<'a> {
    /// An action with its payload, the JSON text of one object, whether the catalogue knows it or not. Whether the payload is right for its method is for
    /// [`codec::validate`](crate::codec::validate) to say.
    pub fn new(action: &'a str, payload: &'a str) -> Result<Self, SendError> {
        let plain = action.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if action.is_empty() || action.len() > MAX_ACTION || !plain {
            return Err(SendCode::BadAction.into());
        }
        if [LOGIN, PING].contains(&action) {
            return Err(SendCode::ReservedAction.into());
        }
        let payload = object(payload).ok_or(SendCode::BadPayload)?;
        Ok(Self { action, payload, version: None, method: None, id: None, author_id: None })
    }

    /// In another version than the connection's; an older one is refused. A request of the catalogue is in its own already, for which it was validated.
    #[must_use]
    pub const fn version(mut self, version: Version) -> Self {
        if self.method.is_none() {
            self.version = Some(version);
        }
        self
    }

    /// With an ID of the caller's, as [`RequestId`] takes it; it must differ from those of all requests that wait to be sent, wait for an answer or may be
    /// answered late. Left out, the machine makes one.
    #[must_use]
    pub const fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// In the name of a bot, as [`AuthorId`] takes it; only on the Agent Chat API up to version 3.5.
    #[must_use]
    pub const fn author_id(mut self, author_id: &'a str) -> Self {
        self.author_id = Some(author_id);
        self
    }

    /// Whether a connection takes it; the ID and the author that it asks for.
    pub(super) fn check(
        &self,
        api: Api,
        connection: Version,
    ) -> Result<(Option<RequestId>, Option<AuthorId>), SendError> {
        if self.method.is_some_and(|m| m.api() != api) {
            return Err(SendCode::OtherApi.into());
        }
        if self.version.is_some_and(|v| v < connection) {
            return Err(SendCode::VersionTooLow.into());
        }
        let id = self.id.map(RequestId::parse).transpose().map_err(|_| SendCode::BadId)?;
        let author_id = self.author_id.map(AuthorId::parse).transpose().map_err(|_| SendCode::BadId)?;
        if author_id.is_some() && !takes_author(api, self.version.unwrap_or(connection)) {
            return Err(SendCode::AuthorNotKnown.into());
        }
        Ok((id, author_id))
    }
}

/// JSON text of one object.
pub(super) fn object(json: &str) -> Option<Json<'_>> {
    let limits = InputLimits { bytes: usize::MAX, depth: MAX_DEPTH, values: usize::MAX };
    Json::parse(json, limits).ok().filter(|json| json.kind() == JsonKind::Object)
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
        /// The payload isn't the JSON text of one object, or, of a request of the catalogue, a key stands twice in it.
        BadPayload = "bad_payload",
        /// An ID is empty, too long, or has a character that no ID has.
        BadId = "bad_id",
        /// Another request that may still be answered has this ID.
        IdInUse = "id_in_use",
        /// The version is older than the connection's.
        VersionTooLow = "version_too_low",
        /// The request is one of another API than the connection.
        OtherApi = "other_api",
        /// The method isn't on RTM in its version.
        UnsupportedTransport = "unsupported_transport",
        /// The connection knows no authors of requests.
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
                "The payload must be the JSON text of one object, each key once; write `{}` where there is nothing to say."
            }
            Self::BadId => {
                "An ID has from 1 to 256 bytes without control characters; one of an author is visible ASCII."
            }
            Self::IdInUse => {
                "A request with this ID may still be answered; take another ID or leave it to the session."
            }
            Self::VersionTooLow => "A request can't be of an older version than its connection.",
            Self::OtherApi => "The request belongs to another API than the session; open a session of that API.",
            Self::UnsupportedTransport => "The method isn't on RTM in this version; call it over the Web.",
            Self::AuthorNotKnown => {
                "The Agent Chat API knows an author, up to version 3.5; from 3.6 on a bot calls the Web API."
            }
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
