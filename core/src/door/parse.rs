//! The command `parse`: a text that came from the API in, what it says out, with all that the text holds and what isn't as documented.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::reader::{Form, Keys, Part, bad};
use super::validate::subject;
use super::{ErrorCode, LineError};
use crate::Version;
use crate::answer::{
    Body, Failure, Frame, PushMessage, Received, Response, RetryAfter, Secrets, Shape, Success, WebhookError,
    WebhookMessage,
};
use crate::catalogue::{Api, Method, Push};
use crate::codec::{InputLimits, JsonError, JsonErrorCode};

pub(super) const KEYS: Keys = &[
    ("kind", Form::Text),
    ("text", Form::Text),
    ("method", Form::Text),
    ("version", Form::Text),
    ("api", Form::Text),
    ("status", Form::Any),
    ("headers", Form::Words),
    ("secrets", Form::Texts),
];

/// What a text is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Response,
    Frame,
    Push,
    Webhook,
}

#[inline(never)]
pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let ask = Part::read(json, KEYS, &["kind", "text"])?;
    let kind = match ask.text("kind").as_deref().unwrap_or_default() {
        "response" => Kind::Response,
        "frame" => Kind::Frame,
        "push" => Kind::Push,
        "webhook" => Kind::Webhook,
        _ => return Err(bad("/kind", "no such kind; there are `response`, `frame`, `push` and `webhook`")),
    };
    let version = ask.text("version");
    let (method, version) = match ask.text("method") {
        Some(method) => subject(&method, version.as_deref(), None).map(|(method, version)| (Some(method), version))?,
        None => (None, read_version(version.as_deref())?),
    };
    let status = ask.json("status").map(|s| read_status(s.raw())).transpose()?;
    let headers = ask.words("headers");
    let secrets = ask.texts("secrets").as_deref().map(read_secrets).transpose()?;
    if kind != Kind::Webhook && secrets.is_some() {
        // Whoever sends them believes that they are looked at.
        return Err(bad("/secrets", "only a webhook has a secret"));
    }
    let api = match ask.text("api") {
        Some(api) => read_api(&api)?,
        None => method.map_or(Api::Agent, Method::api),
    };
    let (text, limits) = (ask.text("text").unwrap_or_default(), InputLimits::default());
    let text = &*text;
    match kind {
        Kind::Response => {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            let response = Response::parse(Received { method, version, status, headers: &headers }, text, limits);
            let unread = response.outcome().err().and_then(Failure::unreadable);
            if let Some(error) = unread.filter(|e| e.code() != JsonErrorCode::NotJson) {
                return Err(unreadable(error));
            }
            let named = (method.is_some() || ask.has("version")).then_some(version);
            Ok(write(&ResponseAnswer { response: &response, version: named }))
        }
        Kind::Frame => Frame::parse(api, version, text, limits).map(|f| write(&FrameAnswer(&f))).map_err(unreadable),
        Kind::Push => {
            PushMessage::parse(api, version, text, limits).map(|p| write(&PushAnswer(&p))).map_err(unreadable)
        }
        Kind::Webhook => {
            let webhook = match &secrets {
                Some(secrets) => WebhookMessage::parse(secrets, version, text, limits),
                None => WebhookMessage::parse_unverified(version, text, limits),
            };
            let webhook = webhook.map_err(refused)?;
            Ok(write(&WebhookAnswer { webhook: &webhook, verified: secrets.is_some() }))
        }
    }
}

fn write(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

fn read_version(version: Option<&str>) -> Result<Version, LineError> {
    let version = version.map_or(Ok(Version::DEFAULT), str::parse);
    version.map_err(|e| LineError::new(ErrorCode::UnsupportedVersion, format!("{e}")))
}

fn read_api(api: &str) -> Result<Api, LineError> {
    let found = Api::ALL.into_iter().find(|a| a.key() == api && a.rtm_path().is_some());
    found.ok_or_else(|| bad("/api", "not an API with RTM; there are `agent` and `customer`"))
}

fn read_status(status: &str) -> Result<u16, LineError> {
    let status = status.parse().ok().filter(|s| (100..=599).contains(s));
    status.ok_or_else(|| bad("/status", "not a status of HTTP, a whole number from 100 to 599"))
}

fn read_secrets(secrets: &[Cow<'_, str>]) -> Result<Secrets, LineError> {
    if let Some(index) = secrets.iter().position(|s| s.is_empty()) {
        return Err(bad(&format!("/secrets/{index}"), "empty; whoever sends an empty secret would be accepted"));
    }
    Secrets::new(secrets).map_err(|_| bad("/secrets", "no secret to compare with"))
}

/// The error of a text that isn't JSON or goes past a limit.
fn unreadable(error: JsonError) -> LineError {
    let limits = InputLimits::default();
    let (code, what) = match error.code() {
        JsonErrorCode::NotJson => (ErrorCode::BadJson, format!("not JSON from byte {} on", error.at())),
        JsonErrorCode::TooDeep => (ErrorCode::BadJson, format!("more than {} levels deep", limits.depth)),
        JsonErrorCode::TooLarge => (ErrorCode::TooLarge, format!("more than {} bytes", limits.bytes)),
        JsonErrorCode::TooMany => (ErrorCode::TooLarge, format!("more than {} values", limits.values)),
    };
    LineError::new(code, format!("`/text`: {what}."))
}

fn refused(error: WebhookError) -> LineError {
    match error {
        WebhookError::Unreadable(error) => unreadable(error),
        WebhookError::DuplicateField(key) => bad("/text", format!("`{key}` stands twice in the webhook")),
        WebhookError::WrongSecret => {
            let message = "The webhook's `secret_key` is absent or isn't one of `secrets`.";
            LineError::new(ErrorCode::WrongSecret, message)
        }
    }
}

struct ResponseAnswer<'a> {
    response: &'a Response<'a>,
    /// The version, if the question has it or names a method.
    version: Option<Version>,
}

impl Serialize for ResponseAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { response, version } = self;
        let Received { method, status, .. } = response.received();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", "response")?;
        entry(&mut map, "method", method.map(Method::name))?;
        entry(&mut map, "version", version.map(Version::as_str))?;
        entry(&mut map, "status", status)?;
        map.serialize_entry("success", &response.outcome().is_ok())?;
        entry(&mut map, "error", response.outcome().err().map(ErrorAnswer))?;
        entry(&mut map, "legacy", response.legacy())?;
        entry(&mut map, "deprecation", response.deprecation())?;
        if method.is_some_and(|m| m.batch_of().is_some()) {
            map.serialize_entry("elements", &response.elements().map(Element).collect::<Vec<_>>())?;
        }
        map.serialize_entry("raw", &response.raw())?;
        if response.raw().is_none() {
            map.serialize_entry("text", &text_of(response.body()))?;
        }
        map.serialize_entry("warnings", &response.warnings())?;
        map.end()
    }
}

fn text_of(body: Body<'_>) -> Cow<'_, str> {
    String::from_utf8_lossy(body.as_bytes())
}

struct FrameAnswer<'a>(&'a Frame<'a>);

impl Serialize for FrameAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const ENVELOPE: [&str; 6] = ["type", "request_id", "action", "version", "success", "payload"];
        let frame = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", "frame")?;
        for key in ENVELOPE {
            entry(&mut map, key, frame.raw().get(key))?;
        }
        match frame {
            Frame::Response(response) => {
                entry(&mut map, "method", response.method().map(Method::name))?;
                entry(&mut map, "error", response.outcome().err().as_ref().map(ErrorAnswer))?;
            }
            Frame::Push(push) => entry(&mut map, "push", push.push().map(Push::name))?,
            Frame::Other(_) => {}
        }
        map.serialize_entry("raw", frame)?;
        map.serialize_entry("warnings", &frame.warnings())?;
        map.end()
    }
}

struct PushAnswer<'a>(&'a PushMessage<'a>);

impl Serialize for PushAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let push = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", "push")?;
        entry(&mut map, "type", push.kind)?;
        entry(&mut map, "version", push.version)?;
        entry(&mut map, "action", push.action)?;
        entry(&mut map, "request_id", push.request_id)?;
        entry(&mut map, "payload", push.payload)?;
        if let Some(known) = push.push() {
            map.serialize_entry("push", known.name())?;
            map.serialize_entry("caused_by", &names(push.caused_by()))?;
        }
        map.serialize_entry("raw", push)?;
        map.serialize_entry("warnings", &push.warnings())?;
        map.end()
    }
}

struct WebhookAnswer<'a> {
    webhook: &'a WebhookMessage<'a>,
    verified: bool,
}

impl Serialize for WebhookAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let webhook = self.webhook;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", "webhook")?;
        entry(&mut map, "webhook_id", webhook.webhook_id)?;
        entry(&mut map, "secret_key", webhook.secret_key)?;
        entry(&mut map, "action", webhook.action)?;
        entry(&mut map, "organization_id", webhook.organization_id)?;
        entry(&mut map, "payload", webhook.payload)?;
        entry(&mut map, "requester", webhook.requester)?;
        entry(&mut map, "additional_data", webhook.additional_data)?;
        map.serialize_entry("caused_by", &names(webhook.caused_by()))?;
        entry(&mut map, "verified", self.verified.then_some(true))?;
        map.serialize_entry("raw", webhook)?;
        map.serialize_entry("warnings", &webhook.warnings())?;
        map.end()
    }
}

/// Writes an entry that may be absent.
fn entry<M: SerializeMap>(map: &mut M, key: &str, value: Option<impl Serialize>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}

fn names(methods: impl Iterator<Item = Method>) -> Vec<&'static str> {
    methods.map(Method::name).collect()
}

/// What came of one request of a batch.
struct Element<'a>(Result<Success<'a>, Failure<'a>>);

impl Serialize for Element<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("success", &self.0.is_ok())?;
        entry(&mut map, "error", self.0.as_ref().err().map(ErrorAnswer))?;
        map.end()
    }
}

/// A failure, as every binding gives it.
struct ErrorAnswer<'a>(&'a Failure<'a>);

impl Serialize for ErrorAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failure = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &failure.type_name())?;
        let own = match failure.shape() {
            Shape::NotJson => "The answer isn't JSON.",
            _ => "The call failed without a message in the vendor's form.",
        };
        map.serialize_entry("message", &failure.message().unwrap_or(Cow::Borrowed(own)))?;
        map.serialize_entry("shape", failure.shape().as_str())?;
        map.serialize_entry("retry", failure.retry().as_str())?;
        map.serialize_entry("blame", failure.blame().as_str())?;
        entry(&mut map, "data", failure.data())?;
        entry(&mut map, "region", failure.region())?;
        match failure.retry_after() {
            Some(RetryAfter::Seconds(seconds)) => map.serialize_entry("retry_after", &seconds)?,
            Some(RetryAfter::At(time)) => map.serialize_entry("retry_at", &time.millis().div_euclid(1_000))?,
            None => {}
        }
        entry(&mut map, "advice", failure.advice())?;
        entry(&mut map, "known", failure.type_name().map(|_| failure.error_type().is_some()))?;
        map.end()
    }
}
