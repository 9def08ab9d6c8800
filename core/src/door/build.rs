//! The command `build`: a method and a body in, what goes on the wire out.
//!
//! A method that takes a file has `{"file": "<base64 of the content>"}` as its body, and its HTTP body comes out as `body_base64`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::form::{self, Form, Object, Text, bad};
use super::validate::subject;
use super::{ErrorCode, LineError, syntax};
use crate::Transport;
use crate::catalogue::Method;
use crate::codec::{Fault, InputLimits, Json, Options, UnknownFields};
use crate::request::{
    AccessToken, AccountId, BuildError, BuildErrorCode, Credentials, FileHead, FrameOptions, HttpBody, HttpRequest,
    InputError, Request, RequestError, RtmFrame, WebOptions,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask<'a> {
    #[serde(borrow)]
    method: Text<'a>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    transport: Option<Text<'a>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    unknown_fields: Option<Text<'a>>,
    #[serde(borrow)]
    credentials: Option<Object<CredentialsForm<'a>>>,
    #[serde(borrow)]
    region: Option<Text<'a>>,
    #[serde(borrow)]
    organization_id: Option<Text<'a>>,
    #[serde(borrow)]
    request_id: Option<Text<'a>>,
    #[serde(borrow)]
    author_id: Option<Text<'a>>,
    #[serde(borrow)]
    http_method: Option<Text<'a>>,
    #[serde(borrow)]
    boundary: Option<Text<'a>>,
    #[serde(borrow)]
    file_name: Option<Text<'a>>,
    #[serde(borrow)]
    content_type: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialsForm<'a> {
    #[serde(borrow)]
    personal: Option<Object<PersonalForm<'a>>>,
    #[serde(borrow)]
    bearer: Option<Text<'a>>,
    #[serde(borrow)]
    bot: Option<Text<'a>>,
    #[serde(borrow)]
    customer: Option<Text<'a>>,
    #[serde(borrow)]
    region: Option<Text<'a>>,
    #[serde(borrow)]
    author_id: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonalForm<'a> {
    #[serde(borrow)]
    account_id: Option<Text<'a>>,
    #[serde(borrow)]
    token: Option<Text<'a>>,
}

const CREDENTIALS: &[(&str, Form)] = &[
    ("personal", Form::Part(&[("account_id", Form::Text), ("token", Form::Text)])),
    ("bearer", Form::Text),
    ("bot", Form::Text),
    ("customer", Form::Text),
    ("region", Form::Text),
    ("author_id", Form::Text),
];

const KEYS: &[(&str, Form)] = &[
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

pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let Object(ask): Object<Ask<'_>> = serde_json::from_str(json)
        .map_err(|e| if e.is_data() { form::explain(json, KEYS, &["method"]) } else { syntax(&e) })?;
    let transport = ask.transport.as_ref().map_or(Transport::Web.as_str(), Text::as_str);
    let version = ask.version.as_ref().map(Text::as_str);
    let (method, version) = subject(ask.method.as_str(), version, Some(transport))?;
    let unknown_fields = parsed::<UnknownFields, _>(ask.unknown_fields.as_ref(), "/unknown_fields")?;
    let options = Options { unknown_fields: unknown_fields.unwrap_or_default() };
    let rtm = transport == Transport::Rtm.as_str();
    let outside = Outside::read(&ask)?;
    outside.check(method, rtm)?;
    let request = match Request::new(method, version, ask.body.map_or("{}", RawValue::get), options) {
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

/// A value of the question that has a form of its own.
fn parsed<T: core::str::FromStr<Err = E>, E: core::fmt::Display>(
    text: Option<&Text<'_>>,
    pointer: &str,
) -> Result<Option<T>, LineError> {
    text.map(|t| t.as_str().parse()).transpose().map_err(|e| bad(pointer, e))
}

/// The same of a value whose error has a code besides.
fn checked<T: core::str::FromStr<Err = InputError>>(
    text: Option<&Text<'_>>,
    pointer: &str,
) -> Result<Option<T>, LineError> {
    text.map(|t| t.as_str().parse()).transpose().map_err(|e: InputError| bad(pointer, e.rule()))
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
    fn read(ask: &Ask<'_>) -> Result<Self, LineError> {
        let inner = ask.credentials.as_ref().map(|c| &c.0);
        let (inner_region, inner_author) =
            (inner.and_then(|c| c.region.as_ref()), inner.and_then(|c| c.author_id.as_ref()));
        let author_id = either(
            checked(ask.author_id.as_ref(), "/author_id")?,
            checked(inner_author, "/credentials/author_id")?,
            "/author_id",
        )?;
        let region =
            either(parsed(ask.region.as_ref(), "/region")?, parsed(inner_region, "/credentials/region")?, "/region")?;
        let file = FileHead {
            boundary: checked(ask.boundary.as_ref(), "/boundary")?,
            name: checked(ask.file_name.as_ref(), "/file_name")?,
            content_type: checked(ask.content_type.as_ref(), "/content_type")?,
        };
        let credentials = inner.map(CredentialsForm::credentials).transpose()?;
        Ok(Self {
            web: WebOptions {
                credentials: credentials.clone(),
                region,
                organization_id: checked(ask.organization_id.as_ref(), "/organization_id")?,
                author_id: author_id.clone(),
                http_method: parsed(ask.http_method.as_ref(), "/http_method")?,
                file: (file != FileHead::default()).then_some(file),
                ..WebOptions::default()
            },
            frame: FrameOptions {
                request_id: checked(ask.request_id.as_ref(), "/request_id")?,
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

impl CredentialsForm<'_> {
    fn credentials(&self) -> Result<Credentials, LineError> {
        const ONE: &str = "it has exactly one of `personal`, `bearer`, `bot` and `customer`";
        let token = |text: &Text<'_>, pointer| AccessToken::parse(text.as_str()).map_err(|e| bad(pointer, e.rule()));
        match (&self.personal, &self.bearer, &self.bot, &self.customer) {
            (Some(Object(personal)), None, None, None) => {
                let missing = |pointer| bad(pointer, "missing");
                let account =
                    personal.account_id.as_ref().ok_or_else(|| missing("/credentials/personal/account_id"))?;
                let secret = personal.token.as_ref().ok_or_else(|| missing("/credentials/personal/token"))?;
                Ok(Credentials::Personal {
                    account_id: AccountId::parse(account.as_str())
                        .map_err(|e| bad("/credentials/personal/account_id", e.rule()))?,
                    token: token(secret, "/credentials/personal/token")?,
                })
            }
            (None, Some(text), None, None) => token(text, "/credentials/bearer").map(Credentials::Bearer),
            (None, None, Some(text), None) => token(text, "/credentials/bot").map(Credentials::Bot),
            (None, None, None, Some(text)) => token(text, "/credentials/customer").map(Credentials::Customer),
            _ => Err(bad("/credentials", ONE)),
        }
    }
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

/// A text that is JSON, as the JSON that it is.
fn json(text: &str) -> Json<'_> {
    let limits = InputLimits { bytes: usize::MAX, values: usize::MAX, ..InputLimits::default() };
    // A frame has its payload one level deeper than the body was.
    Json::parse(text, InputLimits { depth: crate::codec::MAX_DEPTH.saturating_add(1), ..limits }).unwrap_or(Json::NULL)
}

struct FrameJson<'a>(&'a RtmFrame);

impl Serialize for FrameJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json(self.0.text()).serialize(serializer)
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
            Some(HttpBody::Json(text)) => map.serialize_entry("body", &json(text))?,
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
