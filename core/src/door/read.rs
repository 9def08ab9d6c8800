//! The command `read`: an HTTP request or a frame of RTM in, method, version and body out. The answer never holds the token.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::reader::{Form, Keys, Part, bad};
use super::{ErrorCode, LineError};
use crate::codec::{InputLimits, Json};
use crate::request::{
    AuthorId, Incoming, OrganizationId, Read, ReadError, ReadErrorCode, ReadFrame, ReadOptions, RequestId,
    RtmConnection, read_frame, read_http,
};
use crate::{Transport, Version};

pub(super) const KEYS: Keys = &[
    ("method", Form::Text),
    ("path", Form::Text),
    ("headers", Form::Headers),
    ("body", Form::Any),
    ("body_base64", Form::Text),
    ("frame", Form::Any),
    ("text", Form::Text),
];

#[inline(never)]
pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let wire = Wire::of(&Part::read(json, KEYS, &["path"])?);
    let answer = match wire.read()? {
        Came::Call(read) => Answer::Call(read),
        Came::Ping(ping) => Answer::Ping(ping),
    };
    Ok(serde_json::to_string(&answer).unwrap_or_default())
}

/// What a client sent, as a question holds it.
pub(super) struct Wire<'a> {
    pub(super) method: Option<Cow<'a, str>>,
    pub(super) path: Cow<'a, str>,
    headers: Option<Vec<(Cow<'a, str>, Cow<'a, str>)>>,
    body: Option<Json<'a>>,
    body_base64: Option<Cow<'a, str>>,
    frame: Option<Json<'a>>,
    text: Option<Cow<'a, str>>,
}

/// What it is.
pub(super) enum Came {
    Call(Box<Read>),
    Ping(Ping),
}

/// A frame that calls nothing.
pub(super) struct Ping {
    version: Version,
    request_id: Option<RequestId>,
    organization_id: Option<OrganizationId>,
}

/// Why it isn't read.
pub(super) enum Refused {
    /// The question has another form.
    Question(LineError),
    /// The request can't be accounted for.
    Read(ReadError),
}

impl From<LineError> for Refused {
    fn from(error: LineError) -> Self {
        Self::Question(error)
    }
}

impl From<ReadError> for Refused {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<Refused> for LineError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Question(error) => error,
            Refused::Read(error) => fault(&error),
        }
    }
}

impl<'a> Wire<'a> {
    /// Of a question that has a path.
    pub(super) fn of(ask: &Part<'a>) -> Self {
        Self {
            method: ask.text("method"),
            path: ask.text("path").unwrap_or_default(),
            headers: ask.has("headers").then(|| ask.headers("headers")),
            body: ask.json("body"),
            body_base64: ask.text("body_base64"),
            frame: ask.json("frame"),
            text: ask.text("text"),
        }
    }

    /// Reads it as LiveChat's.
    pub(super) fn read(&self) -> Result<Came, Refused> {
        let frame = match (self.frame, &self.text) {
            (None, None) => return self.web().map(|read| Came::Call(Box::new(read))),
            (Some(_), Some(_)) => {
                return Err(bad("/text", "a frame is given as `frame` or as `text`, not both").into());
            }
            (Some(frame), None) => frame.text().unwrap_or(Cow::Borrowed(frame.raw())),
            (None, Some(text)) => Cow::Borrowed(&**text),
        };
        self.rtm(&frame)
    }

    fn web(&self) -> Result<Read, Refused> {
        let method = self.method.as_deref().ok_or_else(|| bad("/method", "missing"))?;
        let headers = self.headers.iter().flatten();
        let headers: Vec<(&str, &str)> = headers.map(|(name, value)| (&**name, &**value)).collect();
        let body: Cow<'_, [u8]> = match (self.body, &self.body_base64) {
            (Some(_), Some(_)) => {
                return Err(bad("/body_base64", "a body is given as `body` or as `body_base64`, not both").into());
            }
            (None, Some(encoded)) => {
                let decoded = STANDARD.decode(encoded.as_bytes());
                Cow::Owned(decoded.map_err(|_| bad("/body_base64", "not base64"))?)
            }
            // A string is the text of the body; any other value is the body.
            (Some(body), None) => match body.text() {
                Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
                Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
                None => Cow::Borrowed(body.raw().as_bytes()),
            },
            (None, None) => Cow::Borrowed(&[]),
        };
        let incoming = Incoming { method, target: &self.path, headers: &headers, body: &body };
        Ok(read_http(incoming, &ReadOptions::default())?)
    }

    fn rtm(&self, text: &str) -> Result<Came, Refused> {
        let others = [
            ("/method", self.method.is_some()),
            ("/headers", self.headers.is_some()),
            ("/body", self.body.is_some()),
            ("/body_base64", self.body_base64.is_some()),
        ];
        if let Some((pointer, _)) = others.into_iter().find(|(_, given)| *given) {
            return Err(bad(pointer, "has no place beside a frame").into());
        }
        let connection = RtmConnection::from_path(&self.path, &ReadOptions::default())?;
        Ok(match read_frame(&connection, text, InputLimits::default())? {
            ReadFrame::Call(read) => Came::Call(Box::new(read)),
            ReadFrame::Ping { version, request_id } => {
                let organization_id = connection.organization_id().cloned();
                Came::Ping(Ping { version, request_id, organization_id })
            }
        })
    }
}

fn fault(error: &ReadError) -> LineError {
    let place = format!("`{}`: {}.", error.pointer(), error.message());
    let code = match error.code() {
        ReadErrorCode::UnknownMethod => ErrorCode::UnknownMethod,
        ReadErrorCode::UnsupportedVersion => ErrorCode::UnsupportedVersion,
        ReadErrorCode::UnsupportedTransport => ErrorCode::UnsupportedTransport,
        _ => ErrorCode::BadRequest,
    };
    LineError::new(code, place)
}

enum Answer {
    Call(Box<Read>),
    Ping(Ping),
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Call(read) => read.serialize(serializer),
            Self::Ping(Ping { version, request_id, organization_id }) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("ping", &true)?;
                map.serialize_entry("version", version.as_str())?;
                map.serialize_entry("transport", Transport::Rtm.as_str())?;
                if let Some(id) = organization_id {
                    map.serialize_entry("organization_id", id.as_str())?;
                }
                if let Some(id) = request_id {
                    map.serialize_entry("request_id", id.as_str())?;
                }
                map.end()
            }
        }
    }
}

/// The JSON object that every binding gives, without the token.
impl Serialize for Read {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", self.method().name())?;
        map.serialize_entry("version", self.version().as_str())?;
        map.serialize_entry("transport", self.transport().as_str())?;
        map.serialize_entry("body", &Json::checked(self.body()))?;
        let optional = [
            ("organization_id", self.organization_id().map(OrganizationId::as_str)),
            ("region", self.region().map(crate::request::Region::as_str)),
            ("author_id", self.author_id().map(AuthorId::as_str)),
            ("request_id", self.request_id().map(RequestId::as_str)),
            ("token_kind", self.token_kind().map(crate::policy::TokenKind::as_str)),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                map.serialize_entry(key, &value.to_string())?;
            }
        }
        map.end()
    }
}
