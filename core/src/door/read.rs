//! The command `read`: an HTTP request or a frame of RTM in, method, version and body out. The answer never holds the token.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::form::{self, Form, Object, Text, bad};
use super::{ErrorCode, LineError, syntax};
use crate::codec::{InputLimits, Json};
use crate::request::{
    AuthorId, Incoming, OrganizationId, Read, ReadError, ReadErrorCode, ReadFrame, ReadOptions, RequestId,
    RtmConnection, read_frame, read_http,
};
use crate::{Transport, Version};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask<'a> {
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    path: Option<Text<'a>>,
    #[serde(borrow)]
    headers: Option<Headers<'a>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    body_base64: Option<Text<'a>>,
    #[serde(borrow)]
    frame: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<Text<'a>>,
}

const KEYS: &[(&str, Form)] = &[
    ("method", Form::Text),
    ("path", Form::Text),
    ("headers", Form::Any),
    ("body", Form::Any),
    ("body_base64", Form::Text),
    ("frame", Form::Any),
    ("text", Form::Text),
];

/// Headers as an object, or as a list of pairs, which can say that one stands twice. So can an object's text.
pub(super) struct Headers<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Headers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Vec<(Text<'de>, Text<'de>)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings, or a list of pairs of strings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = seq.next_element()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_any(V).map(Headers)
    }
}

pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let Object(ask): Object<Ask<'_>> =
        serde_json::from_str(json).map_err(|e| if e.is_data() { explain(json) } else { syntax(&e) })?;
    let wire = Wire {
        method: ask.method.as_ref(),
        path: ask.path.as_ref().ok_or_else(|| bad("/path", "missing"))?,
        headers: ask.headers.as_ref(),
        body: ask.body,
        body_base64: ask.body_base64.as_ref(),
        frame: ask.frame,
        text: ask.text.as_ref(),
    };
    let answer = match wire.read()? {
        Came::Call(read) => Answer::Call(read),
        Came::Ping(ping) => Answer::Ping(ping),
    };
    Ok(serde_json::to_string(&answer).unwrap_or_default())
}

/// What a client sent, as a question holds it.
pub(super) struct Wire<'a> {
    pub(super) method: Option<&'a Text<'a>>,
    pub(super) path: &'a Text<'a>,
    pub(super) headers: Option<&'a Headers<'a>>,
    pub(super) body: Option<&'a RawValue>,
    pub(super) body_base64: Option<&'a Text<'a>>,
    pub(super) frame: Option<&'a RawValue>,
    pub(super) text: Option<&'a Text<'a>>,
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

fn explain(json: &str) -> LineError {
    let fault = form::explain(json, KEYS, &[]);
    headers_fault(json).unwrap_or(fault)
}

/// What is wrong with the headers of a question, whose form is none that others have.
pub(super) fn headers_fault(json: &str) -> Option<LineError> {
    let headers = || serde_json::from_str::<serde_json::Value>(json).ok().and_then(|v| v.get("headers").cloned());
    let fits = |headers: serde_json::Value| serde_json::from_value::<OwnedHeaders>(headers).is_ok();
    let misfit = headers().is_some_and(|h| !h.is_null() && !fits(h));
    misfit.then(|| bad("/headers", "not an object of strings or a list of pairs of strings"))
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only whether it fits is asked")]
enum OwnedHeaders {
    Object(alloc::collections::BTreeMap<String, String>),
    Pairs(Vec<(String, String)>),
}

impl Wire<'_> {
    /// Reads it as LiveChat's.
    pub(super) fn read(&self) -> Result<Came, Refused> {
        let frame = match (self.frame, self.text) {
            (None, None) => return self.web().map(|read| Came::Call(Box::new(read))),
            (Some(_), Some(_)) => {
                return Err(bad("/text", "a frame is given as `frame` or as `text`, not both").into());
            }
            (Some(frame), None) => string(frame)?.unwrap_or(Cow::Borrowed(frame.get())),
            (None, Some(text)) => Cow::Borrowed(text.as_str()),
        };
        self.rtm(&frame)
    }

    fn web(&self) -> Result<Read, Refused> {
        let method = self.method.ok_or_else(|| bad("/method", "missing"))?;
        let headers = self.headers.iter().flat_map(|h| &h.0);
        let headers: Vec<(&str, &str)> = headers.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let body: Cow<'_, [u8]> = match (self.body, self.body_base64) {
            (Some(_), Some(_)) => {
                return Err(bad("/body_base64", "a body is given as `body` or as `body_base64`, not both").into());
            }
            (None, Some(encoded)) => {
                let decoded = STANDARD.decode(encoded.as_str());
                Cow::Owned(decoded.map_err(|_| bad("/body_base64", "not base64"))?)
            }
            // A string is the text of the body; any other value is the body.
            (Some(body), None) => match string(body)? {
                Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
                Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
                None => Cow::Borrowed(body.get().as_bytes()),
            },
            (None, None) => Cow::Borrowed(&[]),
        };
        let incoming = Incoming { method: method.as_str(), target: self.path.as_str(), headers: &headers, body: &body };
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
        let connection = RtmConnection::from_path(self.path.as_str(), &ReadOptions::default())?;
        Ok(match read_frame(&connection, text, InputLimits::default())? {
            ReadFrame::Call(read) => Came::Call(Box::new(read)),
            ReadFrame::Ping { version, request_id } => {
                let organization_id = connection.organization_id().cloned();
                Came::Ping(Ping { version, request_id, organization_id })
            }
        })
    }
}

/// The text of a value that is a string.
fn string(value: &RawValue) -> Result<Option<Cow<'_, str>>, LineError> {
    if !value.get().starts_with('"') {
        return Ok(None);
    }
    serde_json::from_str(value.get()).map(|Text(text)| Some(text)).map_err(|e| syntax(&e))
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
        let limits = InputLimits { bytes: usize::MAX, values: usize::MAX, ..InputLimits::default() };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", self.method().name())?;
        map.serialize_entry("version", self.version().as_str())?;
        map.serialize_entry("transport", self.transport().as_str())?;
        map.serialize_entry("body", &Json::parse(self.body(), limits).unwrap_or(Json::NULL))?;
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
