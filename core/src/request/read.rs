//! Turns an HTTP request of a client back into method, version and body, for a gateway that decides on it. What isn't documented is refused. No IO.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::{ReadError, ReadErrorCode};
use super::headers::{self, Counting, Headers};
use super::multipart::{self, FileHead};
use super::web::verbs;
use super::{
    AuthorId, BaseUrl, Credentials, OrganizationId, Region, Request, RequestError, RequestId, file_field, query,
    takes_author, target,
};
use crate::catalogue::{Api, Method};

use crate::codec::{InputLimits, Json, JsonKind, MAX_DEPTH, Options, repeated};
use crate::http::HttpMethod;
use crate::policy::TokenKind;
use crate::transport::Transport;
use crate::version::Version;

/// An HTTP request as it came in.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The HTTP method, in upper case as it stands in the request line.
    pub method: &'a str,
    /// Path and query as they stand in the request line, not decoded; or an absolute URL of the API.
    pub target: &'a str,
    /// All headers in their order.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, empty where there is none. What `Transfer-Encoding` and `Content-Length` say is the host's to settle before.
    pub body: &'a [u8],
}

/// Sizes only: target, headers and body may hold secrets.
impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({} headers, {} bytes)", self.headers.len(), self.body.len())
    }
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Where the API is, for targets that are absolute URLs; by default LiveChat.
    pub base: BaseUrl,
    /// What a body may have at most. No more than [`MAX_DEPTH`] levels are read, whatever stands here.
    pub limits: InputLimits,
}

/// A call as it was read. Its body isn't validated yet; [`Read::request`] does that.
#[derive(Clone, PartialEq, Eq)]
pub struct Read {
    pub(super) method: Method,
    pub(super) version: Version,
    pub(super) transport: Transport,
    pub(super) body: String,
    pub(super) http_method: Option<HttpMethod>,
    pub(super) region: Option<Region>,
    pub(super) author_id: Option<AuthorId>,
    pub(super) organization_id: Option<OrganizationId>,
    pub(super) request_id: Option<RequestId>,
    pub(super) credentials: Option<Credentials>,
    pub(super) file: Option<FileHead>,
}

impl Read {
    /// The method; it is in the version and on the transport.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// How it came.
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// The body: a JSON object in which no key stands twice, as it came. Of GET it is made of the query; of a file it is `{"file": "<base64 of the content>"}`.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The HTTP method; none over RTM.
    pub fn http_method(&self) -> Option<HttpMethod> {
        self.http_method
    }

    /// The data centre that was asked for.
    pub fn region(&self) -> Option<Region> {
        self.region
    }

    /// The bot that the call names as its author.
    pub fn author_id(&self) -> Option<&AuthorId> {
        self.author_id.as_ref()
    }

    /// The organization: of calls of the Customer Chat API always; over RTM that of the connection.
    pub fn organization_id(&self) -> Option<&OrganizationId> {
        self.organization_id.as_ref()
    }

    /// The ID of an RTM request.
    pub fn request_id(&self) -> Option<&RequestId> {
        self.request_id.as_ref()
    }

    /// What the call is made with; none over RTM, where the connection signs in.
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// The kind of token, as far as it shows: `personal` of Basic, `customer` of Bearer on the Customer Chat API. Another Bearer is an agent's or a bot's.
    pub fn token_kind(&self) -> Option<TokenKind> {
        self.credentials.as_ref().map(Credentials::kind).filter(|kind| *kind != TokenKind::Oauth)
    }

    /// What goes with the content of a file, of the methods that take one.
    pub fn file(&self) -> Option<&FileHead> {
        self.file.as_ref()
    }

    /// Validates the body.
    pub fn request(&self, options: Options) -> Result<Request, RequestError> {
        Request::new(self.method, self.version, &self.body, options)
    }
}

/// Without the body, which may hold a secret.
impl fmt::Debug for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Read({} {} {}, {} bytes)", self.method, self.version, self.transport, self.body.len())
    }
}

/// Reads an HTTP request. Time and memory in proportion to its size; no recursion beyond [`MAX_DEPTH`].
///
/// What is understood: the path `/v3.6/<api>/action/<action>` (`/v3.6/reports/<resource>/<action>`), or the same without the version and the header
/// `X-API-Version: 3.6`, or both where they agree; `organization_id` in the query for the Customer Chat API; parameters in the query for GET; a JSON object
/// as the body, or one file as multipart. What is refused, since servers could read it in different ways: percent-encoding, dots, empty segments and upper
/// case in the path, parameters and versions that nothing documents, headers that count and stand twice, headers that override the call, keys that stand
/// twice in the body.
///
/// ```
/// use livechat_core::request::{Incoming, ReadErrorCode, ReadOptions, read_http};
/// use livechat_core::{Method, Version};
/// let incoming = Incoming {
///     method: "POST",
///     target: "/v3.6/agent/action/get_chat",
///     headers: &[("Authorization", "Bearer fake-token"), ("Content-Type", "application/json")],
///     body: br#"{"chat_id": "PJ0MRSHTDG"}"#,
/// };
/// let read = read_http(incoming, &ReadOptions::default())?;
/// assert_eq!((read.method(), read.version()), (Method::AGENT_GET_CHAT, Version::V3_6));
/// assert!(read.request(Default::default()).is_ok());
/// let other = Incoming { target: "/v3.6/agent/action/../action/ban_customer", ..incoming };
/// assert_eq!(read_http(other, &ReadOptions::default()).map_err(|e| e.code()), Err(ReadErrorCode::BadPath));
/// # Ok::<(), livechat_core::request::ReadError>(())
/// ```
///
/// # Errors
/// The codes of [`ReadErrorCode`], each with its place. What is wrong with the target comes first, then headers, query, body.
pub fn read_http(incoming: Incoming<'_>, options: &ReadOptions) -> Result<Read, ReadError> {
    let verb = incoming
        .method
        .parse::<HttpMethod>()
        .map_err(|_| ReadError::new(ReadErrorCode::WrongHttpMethod, "/method", "not `GET` or `POST`, in upper case"))?;
    let (path, query_text) = target::split(incoming.target, &[options.base.as_str()])?;
    let (method, in_path) = target::method(path)?;
    let headers = Headers::read(incoming.headers)?;
    let version = version(in_path, headers.get(Counting::Version))?;
    if !method.versions().contains(version) {
        return Err(ReadError::not_in(method, version, "/path"));
    }
    if !method.versions_on(Transport::Web).contains(version) {
        return Err(ReadError::not_on(method, version, Transport::Web, "/path"));
    }
    if !verbs(method).any(|v| v == verb) {
        let message = format!("`{method}` takes {}", method.http_method());
        return Err(ReadError::new(ReadErrorCode::WrongHttpMethod, "/method", message));
    }
    let callers = Callers::read(&headers, method.api(), version)?;

    let mut parameters = query_text.map(query::pairs).transpose()?.unwrap_or_default();
    let organization_id = organization(&mut parameters, method.api().query().contains(&"organization_id"))?;
    let mut read = Read {
        method,
        version,
        transport: Transport::Web,
        body: String::new(),
        http_method: Some(verb),
        region: callers.region,
        author_id: callers.author_id,
        organization_id,
        request_id: None,
        credentials: callers.credentials,
        file: None,
    };
    let content_type = headers.get(Counting::ContentType);
    if verb == HttpMethod::Get {
        if !incoming.body.is_empty() {
            let message = "a GET with a body, which servers treat in different ways";
            return Err(ReadError::new(ReadErrorCode::UnexpectedBody, "/body", message));
        }
        content_type.map_or(Ok(()), headers::check_json)?;
        let Some(object) = method.request() else { return Err(ReadError::path("no parameters are known")) };
        read.body = query::body(object, version, &parameters)?;
        return Ok(read);
    }
    if !parameters.is_empty() {
        let message = "a parameter in the query of a POST, which takes its parameters in the body";
        return Err(ReadError::new(ReadErrorCode::UnknownParameter, "/path", message));
    }
    if incoming.body.len() > options.limits.bytes {
        let message = format!("more than {} bytes", options.limits.bytes);
        return Err(ReadError::new(ReadErrorCode::TooLarge, "/body", message));
    }
    if let Some(field) = file_field(method, version) {
        let boundary = headers::boundary(content_type)?;
        let (head, content) = multipart::read(field.name, boundary, incoming.body)?;
        read.file = Some(head);
        read.body = format!("{{\"{}\":\"{}\"}}", field.name, STANDARD.encode(content));
    } else {
        content_type.map_or(Ok(()), headers::check_json)?;
        let not_utf8 = |_| ReadError::new(ReadErrorCode::NotJson, "/body", "not UTF-8");
        let text = core::str::from_utf8(incoming.body).map_err(not_utf8)?;
        let limits = InputLimits { depth: options.limits.depth.min(MAX_DEPTH), ..options.limits };
        read.body = if text.is_empty() { "{}".into() } else { object(text, limits, "/body")?.to_string() };
    }
    Ok(read)
}

/// A text that is one JSON object within the limits, in which no key stands twice. Bodies are no deeper than [`MAX_DEPTH`], frames by one level.
pub(super) fn object<'t>(text: &'t str, limits: InputLimits, pointer: &'static str) -> Result<&'t str, ReadError> {
    let json = Json::parse(text, limits).map_err(|e| ReadError::json(e, pointer))?;
    if json.kind() != JsonKind::Object {
        return Err(ReadError::new(ReadErrorCode::NotObject, pointer, "JSON, but no object"));
    }
    match repeated(json.raw()) {
        Some(at) => {
            let message = "a key that stands twice in its object, of which parsers take one or the other";
            Err(ReadError::new(ReadErrorCode::DuplicateKey, format!("{pointer}{at}"), message))
        }
        None => Ok(json.raw()),
    }
}

/// The version that path and header give: one of them, or both if they agree.
fn version(in_path: Option<Version>, header: Option<&str>) -> Result<Version, ReadError> {
    const PLACE: &str = "/headers/x-api-version";
    let in_header = match header.map(str::parse::<Version>) {
        None => None,
        Some(Ok(version)) => Some(version),
        Some(Err(_)) => {
            let message = "no version of the catalogue; the header has it without a `v`, as in 3.6";
            return Err(ReadError::new(ReadErrorCode::UnsupportedVersion, PLACE, message));
        }
    };
    match (in_path, in_header) {
        (Some(a), Some(b)) if a != b => {
            Err(ReadError::new(ReadErrorCode::VersionConflict, PLACE, "another version than the path's"))
        }
        (Some(version), _) | (None, Some(version)) => Ok(version),
        (None, None) => {
            let message = "no version, neither in the path, as in /v3.6/..., nor in X-API-Version";
            Err(ReadError::new(ReadErrorCode::NoVersion, "/path", message))
        }
    }
}

/// Takes `organization_id` out of the parameters, where the API has it besides the method's own.
pub(super) fn organization(
    parameters: &mut Vec<(String, String)>,
    required: bool,
) -> Result<Option<OrganizationId>, ReadError> {
    if !required {
        return Ok(None);
    }
    let fault = |code, message| ReadError::new(code, "/path", message);
    let mut found = None;
    for (_, value) in parameters.extract_if(.., |(name, _)| name == "organization_id") {
        if found.is_some() {
            return Err(fault(ReadErrorCode::DuplicateParameter, "`organization_id` stands twice in the query"));
        }
        let id = OrganizationId::parse(&value).map_err(|e| fault(ReadErrorCode::BadQuery, e.rule()))?;
        found = Some(id);
    }
    let missing = "`organization_id` is missing in the query; every call of the Customer Chat API needs it";
    found.map(Some).ok_or_else(|| fault(ReadErrorCode::MissingParameter, missing))
}

/// Who calls, and to where.
struct Callers {
    region: Option<Region>,
    author_id: Option<AuthorId>,
    credentials: Option<Credentials>,
}

impl Callers {
    fn read(headers: &Headers<'_>, api: Api, version: Version) -> Result<Self, ReadError> {
        let bad =
            |header: Counting, code, message| ReadError::new(code, format!("/headers/{}", header.as_str()), message);
        if headers.get(Counting::ContentEncoding).is_some_and(|e| !e.eq_ignore_ascii_case("identity")) {
            let message = "a body that is encoded; it is read as it stands";
            return Err(bad(Counting::ContentEncoding, ReadErrorCode::BadHeader, message));
        }
        let region = headers.get(Counting::Region).map(str::parse::<Region>);
        let region = region
            .transpose()
            .map_err(|_| bad(Counting::Region, ReadErrorCode::BadHeader, "not a region; it is `dal` or `fra`"))?;
        let author_id = match headers.get(Counting::Author) {
            Some(_) if !takes_author(api, version) => {
                let message = "only the Agent Chat API up to 3.5 knows it";
                return Err(bad(Counting::Author, ReadErrorCode::BadHeader, message));
            }
            author => author.map(AuthorId::parse).transpose(),
        }
        .map_err(|e| bad(Counting::Author, ReadErrorCode::BadHeader, e.rule()))?;
        let credentials = headers.get(Counting::Authorization).map(|value| Credentials::read(value, api)).transpose();
        let credentials =
            credentials.map_err(|e| bad(Counting::Authorization, ReadErrorCode::BadCredentials, e.rule()))?;
        Ok(Self { region, author_id, credentials })
    }
}
