//! Writes a valid request as an HTTP request of the Web API. No IO.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::{BuildError, BuildErrorCode};
use super::multipart::{self, Boundary, FileHead};
use super::{AuthorId, BaseUrl, Credentials, OrganizationId, Region, Request, file_field, query, takes_author};
use crate::catalogue::Method;

use crate::codec::{InputLimits, Json, repeated};
use crate::http::{HttpBody, HttpMethod, HttpRequest, JSON, MULTIPART};
use crate::transport::Transport;

/// What goes with a request on its way over the Web. What surrounds all of a host's calls (credentials apart, the organization) is left out where a call
/// doesn't take it; what is about one call (author, HTTP method, file) is an error where the call has no place for it.
///
/// ```
/// use livechat_core::codec::Options;
/// use livechat_core::request::{AccessToken, Credentials, Region, Request, WebOptions};
/// use livechat_core::{Method, Version};
/// let chat = Request::new(Method::AGENT_GET_CHAT, Version::V3_6, r#"{"chat_id": "PJ0MRSHTDG"}"#, Options::default())?;
/// let options = WebOptions {
///     credentials: Some(Credentials::Bearer(AccessToken::parse("fake-token")?)),
///     region: Some(Region::Fra),
///     ..WebOptions::default()
/// };
/// let http = chat.http(&options)?;
/// assert_eq!(http.method().as_str(), "POST");
/// assert_eq!(http.url(), "https://api.livechatinc.com/v3.6/agent/action/get_chat");
/// assert_eq!(http.header("x-region"), Some("fra"));
/// assert_eq!(http.body().map(|b| b.bytes()), Some(&br#"{"chat_id":"PJ0MRSHTDG"}"#[..]));
/// assert!(!format!("{http:?} {options:?}").contains("fake-token"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct WebOptions {
    /// Whose call it is. Without any there is no `Authorization` header, for a host that adds it or for the methods that need none.
    pub credentials: Option<Credentials>,
    /// The data centre, as `X-Region`; left out, LiveChat goes by the token.
    pub region: Option<Region>,
    /// The customer's organization: the Customer Chat API asks for it in every call, the other APIs aren't told.
    pub organization_id: Option<OrganizationId>,
    /// The bot in whose name an agent's token calls the Agent Chat API, as `X-Author-Id`; up to version 3.5.
    pub author_id: Option<AuthorId>,
    /// Where the API is; by default LiveChat.
    pub base: BaseUrl,
    /// GET or POST, where the method takes both; left out, POST if it takes that.
    pub http_method: Option<HttpMethod>,
    /// What goes with the content of a file; only for the methods that take one.
    pub file: Option<FileHead>,
}

/// The HTTP methods that a method takes.
pub(super) fn verbs(method: Method) -> impl Iterator<Item = HttpMethod> {
    method.http_method().split(", ").filter_map(|verb| verb.parse().ok())
}

impl Request {
    /// Writes the request for the Web. The body is the request's own on one line, or a file as multipart; parameters of GET stand in the query.
    ///
    /// # Errors
    /// The codes of [`BuildErrorCode`], each with the option or the place in the body that it is about.
    pub fn http(&self, options: &WebOptions) -> Result<HttpRequest, BuildError> {
        let (method, version) = (self.method(), self.version());
        let api = method.api();
        if !method.versions_on(Transport::Web).contains(version) {
            return Err(not_on(self, Transport::Web));
        }
        let mut headers: Vec<(&'static str, String)> = Vec::new();
        let author_id = options.author_id.as_ref();
        check_callers(self, options.credentials.as_ref(), author_id, Transport::Web)?;
        check_keys(self)?;
        if let Some(credentials) = &options.credentials {
            headers.push(("Authorization", credentials.header_value()));
        }
        if let Some(author) = author_id {
            headers.push(("X-Author-Id", author.to_string()));
        }
        if let Some(region) = options.region {
            headers.push(("X-Region", region.to_string()));
        }

        let asked = options.http_method;
        let verb = match asked {
            Some(verb) => verbs(method).find(|v| *v == verb),
            None => verbs(method).max(),
        };
        let Some(verb) = verb else {
            let message = format!("`{method}` takes {}", method.http_method());
            return Err(BuildError::new(BuildErrorCode::NotAllowed, "/http_method", message));
        };

        let mut query = String::new();
        let mut parameters = query::Writer { version, query: &mut query };
        if api.query().contains(&"organization_id") {
            let Some(organization) = &options.organization_id else {
                let message = "missing; every call of the Customer Chat API needs it";
                return Err(BuildError::new(BuildErrorCode::Missing, "/organization_id", message));
            };
            parameters.pair("organization_id", organization.as_str());
        }

        let file = file_field(method, version);
        if let (None, Some(_)) = (file, &options.file) {
            let message = format!("`{method}` takes no file");
            return Err(BuildError::new(BuildErrorCode::NotAllowed, "/file", message));
        }
        let body = match (verb, file) {
            (HttpMethod::Get, _) => {
                if let Some(object) = method.request() {
                    parameters.body(object, self.json())?;
                }
                None
            }
            (_, None) => Some((JSON.to_string(), HttpBody::Json(self.body().to_string()))),
            (_, Some(field)) => {
                let (content_type, body) = self.upload(field.name, options.file.as_ref())?;
                Some((content_type, HttpBody::Multipart(body)))
            }
        };
        let url = format!("{}/v{version}{}{query}", options.base, method.path());
        let request =
            headers.into_iter().fold(HttpRequest::new(verb, url), |r, (name, value)| r.with_header(name, value));
        Ok(match body {
            Some((content_type, body)) => request.with_body_of(body, content_type),
            None => request,
        })
    }

    /// The body, which is JSON.
    pub(crate) fn json(&self) -> Json<'_> {
        let limits = InputLimits { bytes: usize::MAX, values: usize::MAX, ..InputLimits::default() };
        Json::parse(self.body(), limits).unwrap_or(Json::NULL)
    }

    fn upload(&self, field: &'static str, head: Option<&FileHead>) -> Result<(String, Vec<u8>), BuildError> {
        let content = self.json().get(field).and_then(|f| f.text()).unwrap_or_default();
        let content = STANDARD.decode(content.as_bytes()).map_err(|_| {
            BuildError::new(BuildErrorCode::BadFormat, format!("/body/{field}"), "not the base64 of the file's content")
        })?;
        let head = head.cloned().unwrap_or_default();
        let boundary = head.boundary.clone().unwrap_or_else(|| Boundary::of(&content));
        let Some(body) = multipart::write(field, &head, &boundary, &content) else {
            let message = "occurs in the content of the file; choose another one, or none";
            return Err(BuildError::new(BuildErrorCode::BoundaryInContent, "/boundary", message));
        };
        Ok((format!("{}; boundary={}", MULTIPART, boundary.parameter()), body))
    }
}

pub(super) fn not_on(request: &Request, transport: Transport) -> BuildError {
    let message = format!("`{}` is not on {transport} in version {}", request.method(), request.version());
    BuildError::new(BuildErrorCode::UnsupportedTransport, "/transport", message)
}

/// Refuses keys that stand twice where the catalogue knows no fields; elsewhere validation has found them.
pub(super) fn check_keys(request: &Request) -> Result<(), BuildError> {
    repeated(request.body()).map_or(Ok(()), |at| {
        let message = "a key that stands twice in its object, of which parsers take one or the other";
        Err(BuildError::new(BuildErrorCode::DuplicateKey, format!("/body{at}"), message))
    })
}

/// Whether the API takes these credentials, and an author beside them.
pub(super) fn check_callers(
    request: &Request,
    credentials: Option<&Credentials>,
    author: Option<&AuthorId>,
    transport: Transport,
) -> Result<(), BuildError> {
    let (api, version) = (request.method().api(), request.version());
    if let Some(credentials) = credentials
        && !credentials.fit(api, transport)
    {
        let message = format!("the {} over {transport} doesn't take a {} token", api.title(), credentials.kind());
        return Err(BuildError::new(BuildErrorCode::WrongTokenKind, "/credentials", message));
    }
    if author.is_none() {
        return Ok(());
    }
    let message = if !takes_author(api, version) {
        format!(
            "the {} has no author in version {version}; from 3.6 on a bot calls with a token of its own",
            api.title()
        )
    } else if matches!(credentials, Some(Credentials::Bot(_))) {
        "an author goes with the token of an agent; a bot's own token says who calls".into()
    } else {
        return Ok(());
    };
    Err(BuildError::new(BuildErrorCode::NotAllowed, "/author_id", message))
}
