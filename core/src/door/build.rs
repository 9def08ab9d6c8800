//! The command `build`: a method and a body in, what goes on the wire out.
//!
//! A method that takes a file has `{"file": "<base64 of the content>"}` as its body, and its HTTP body comes out as `body_base64`.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::reader::{Form, Keys, Part, bad, bad_in};
use super::validate::subject;
use super::{ErrorCode, LineError};
use crate::Transport;
use crate::catalogue::Method;
use crate::codec::{Fault, Json, Options, UnknownFields};
use crate::request::{
    AccessToken, BuildError, BuildErrorCode, Credentials, FileHead, FrameOptions, HttpBody, HttpRequest, InputError,
    Request, RequestError, RtmFrame, WebOptions,
};

const CREDENTIALS: Keys = &[
    ("personal", Form::Part(&[("account_id", Form::Text), ("token", Form::Text)])),
    ("bearer", Form::Text),
    ("bot", Form::Text),
    ("customer", Form::Text),
    ("region", Form::Text),
    ("author_id", Form::Text),
];

pub(super) const KEYS: Keys = &[
    ("method", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("body", Form::Any),
    ("unknown_fields", Form::Text),
    ("credentials", Form::Part(CREDENTIALS)),
    ("region", Form::Text),
    ("organization_id", Form::Text),
    ("request_id", Form::Text),
    ("author_id", Form::Text),
    ("http_method", Form::Text),
    ("boundary", Form::Text),
    ("file_name", Form::Text),
    ("content_type", Form::Text),
];

#[inline(never)]
pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let ask = Part::read(json, KEYS, &["method"])?;
    let transport = ask.text("transport").unwrap_or(Cow::Borrowed(Transport::Web.as_str()));
    let (method, version) =
        subject(ask.text("method").as_deref().unwrap_or_default(), ask.text("version").as_deref(), Some(&transport))?;
    let options = Options { unknown_fields: ask.parsed("unknown_fields", "")?.unwrap_or(UnknownFields::Fault) };
    let rtm = transport == Transport::Rtm.as_str();
    let outside = Outside::read(&ask)?;
    outside.check(method, rtm)?;
    let request = match Request::new(method, version, ask.json("body").map_or("{}", |body| body.raw()), options) {
        Ok(request) => request,
        Err(RequestError::Invalid(verdict)) => return Ok(serde_json::to_string(&verdict).unwrap_or_default()),
        Err(e) => return Err(LineError::new(ErrorCode::UnsupportedVersion, e.to_string())),
    };
    let warnings = request.warnings();
    let built = if rtm {
        let frame = request.frame(&outside.frame).map_err(|e| fault(&e))?;
        serde_json::to_string(&Built { key: "frame", value: &FrameJson(&frame), warnings })
    } else {
        let http = request.http(&outside.web).map_err(|e| fault(&e))?;
        serde_json::to_string(&Built { key: "http", value: &http, warnings })
    };
    Ok(built.unwrap_or_default())
}

/// A value of the question whose error says a rule besides.
fn checked<T: core::str::FromStr<Err = InputError>>(
    part: &Part<'_>,
    key: &str,
    at: &str,
) -> Result<Option<T>, LineError> {
    let text = part.text(key);
    text.map(|t| t.parse()).transpose().map_err(|e: InputError| bad_in(at, key, &e.rule()))
}

/// One of two places; both only where they agree.
fn either<T: PartialEq>(outer: Option<T>, inner: Option<T>, pointer: &str) -> Result<Option<T>, LineError> {
    match (outer, inner) {
        (Some(a), Some(b)) if a != b => Err(bad(pointer, "another value than inside of `credentials`")),
        (a, b) => Ok(a.or(b)),
    }
}

/// Everything but the request itself.
struct Outside {
    web: WebOptions,
    frame: FrameOptions<'static>,
}

impl Outside {
    fn read(ask: &Part<'_>) -> Result<Self, LineError> {
        const AT: &str = "/credentials";
        let inner = ask.part("credentials");
        let (inner_region, inner_author) = match &inner {
            Some(inner) => (inner.parsed("region", AT)?, checked(inner, "author_id", AT)?),
            None => (None, None),
        };
        let author_id = either(checked(ask, "author_id", "")?, inner_author, "/author_id")?;
        let region = either(ask.parsed("region", "")?, inner_region, "/region")?;
        let file = FileHead {
            boundary: checked(ask, "boundary", "")?,
            name: checked(ask, "file_name", "")?,
            content_type: checked(ask, "content_type", "")?,
        };
        let credentials = inner.as_ref().map(credentials).transpose()?;
        Ok(Self {
            web: WebOptions {
                credentials: credentials.clone(),
                region,
                organization_id: checked(ask, "organization_id", "")?,
                author_id: author_id.clone(),
                http_method: ask.parsed("http_method", "")?,
                file: (file != FileHead::default()).then_some(file),
                ..WebOptions::default()
            },
            frame: FrameOptions {
                request_id: checked(ask, "request_id", "")?,
                author_id,
                credentials,
                connection: None,
            },
        })
    }

    /// Refuses what has no place in this call.
    fn check(&self, method: Method, rtm: bool) -> Result<(), LineError> {
        if !rtm && self.frame.request_id.is_some() {
            return Err(bad("/request_id", "only a frame of RTM has one"));
        }
        if rtm && self.web.http_method.is_some() {
            return Err(bad("/http_method", "a frame of RTM has none"));
        }
        if let Some(file) = self.web.file.as_ref().filter(|_| !crate::request::takes_file(method)) {
            let pointer = match file {
                FileHead { boundary: Some(_), .. } => "/boundary",
                FileHead { name: Some(_), .. } => "/file_name",
                _ => "/content_type",
            };
            return Err(bad(pointer, "the method takes no file"));
        }
        Ok(())
    }
}

fn credentials(part: &Part<'_>) -> Result<Credentials, LineError> {
    const ONE: &str = "it has exactly one of `personal`, `bearer`, `bot` and `customer`";
    let mut given = ["personal", "bearer", "bot", "customer"].into_iter().filter(|key| part.has(key));
    let (Some(kind), None) = (given.next(), given.next()) else { return Err(bad("/credentials", ONE)) };
    if let ("personal", Some(personal)) = (kind, part.part(kind)) {
        let at = "/credentials/personal";
        personal.require(at, &["account_id", "token"])?;
        return match checked(&personal, "account_id", at)?.zip(checked(&personal, "token", at)?) {
            Some((account_id, token)) => Ok(Credentials::Personal { account_id, token }),
            None => Err(bad(at, ONE)),
        };
    }
    let Some(token) = checked::<AccessToken>(part, kind, "/credentials")? else { return Err(bad("/credentials", ONE)) };
    Ok(match kind {
        "bearer" => Credentials::Bearer(token),
        "bot" => Credentials::Bot(token),
        _ => Credentials::Customer(token),
    })
}

fn fault(error: &BuildError) -> LineError {
    match error.code() {
        BuildErrorCode::UnsupportedTransport => LineError::new(ErrorCode::UnsupportedTransport, error.message()),
        _ => bad(error.pointer(), error.message()),
    }
}

/// The answer: what was built, and warnings where there are any.
struct Built<'a, T> {
    key: &'static str,
    value: &'a T,
    warnings: &'a [Fault],
}

impl<T: Serialize> Serialize for Built<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.key, self.value)?;
        if !self.warnings.is_empty() {
            map.serialize_entry("warnings", self.warnings)?;
        }
        map.end()
    }
}

struct FrameJson<'a>(&'a RtmFrame);

impl Serialize for FrameJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::checked(self.0.text()).serialize(serializer)
    }
}

/// The JSON object that every binding gives: headers as an object, a JSON body as itself, other bytes as base64. It holds the credentials.
impl Serialize for HttpRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let headers: HeadersJson<'_> = HeadersJson(self.headers());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", self.method().as_str())?;
        map.serialize_entry("url", self.url())?;
        map.serialize_entry("headers", &headers)?;
        match self.body() {
            None => {}
            Some(HttpBody::Json(text)) => map.serialize_entry("body", &Json::checked(text))?,
            Some(other) => map.serialize_entry("body_base64", &STANDARD.encode(other.bytes()))?,
        }
        map.end()
    }
}

struct HeadersJson<'a>(&'a [(&'static str, String)]);

impl Serialize for HeadersJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (*name, value.as_str())).collect();
        serializer.collect_map(pairs)
    }
}
