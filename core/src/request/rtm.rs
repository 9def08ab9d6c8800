//! Reads what a client says on an RTM connection: the connection's URL, then its frames. What isn't documented is refused. No IO.

use alloc::format;
use alloc::string::{String, ToString};

use super::error::{ReadError, ReadErrorCode};
use super::read::{Read, ReadOptions, object, organization};
use super::{AuthorId, BaseUrl, OrganizationId, RequestId, query, takes_author, target};
use crate::catalogue::{Api, Method};
use crate::codec::{InputLimits, Json, JsonKind, MAX_DEPTH};
use crate::input::{InputCode, InputError};
use crate::transport::Transport;
use crate::version::Version;

/// The action that keeps a connection open. It is no method: it asks for nothing. Source: the reference, RTM API, "Server pinging".
pub(crate) const PING: &str = "ping";

/// A connection to the RTM API: where a frame belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RtmConnection {
    api: Api,
    version: Version,
    organization_id: Option<OrganizationId>,
}

impl RtmConnection {
    /// A connection to the Agent or Customer Chat API; the others have none. The Customer Chat API needs the organization. The reference asks for it on the
    /// Agent Chat API too, whose token says it anyway, and the vendor's SDK leaves it out there.
    pub fn new(api: Api, version: Version, organization_id: Option<OrganizationId>) -> Result<Self, InputError> {
        if !api.has(Transport::Rtm) {
            return Err(InputError::new(
                "api",
                InputCode::BadFormat,
                "only the Agent and the Customer Chat API have RTM",
            ));
        }
        if organization_id.is_none() && !api.query().is_empty() {
            return Err(InputError::new("organization_id", InputCode::Empty, "the Customer Chat API needs it"));
        }
        Ok(Self { api, version, organization_id })
    }

    /// Reads path and query with which a client opens it, or the whole URL.
    ///
    /// ```
    /// use livechat_core::request::{ReadOptions, RtmConnection};
    /// let opened = RtmConnection::from_path("/v3.6/agent/rtm/ws?organization_id=142cf3ad", &ReadOptions::default())?;
    /// assert_eq!(opened.version().as_str(), "3.6");
    /// assert_eq!(opened.url(&Default::default()), "wss://api.livechatinc.com/v3.6/agent/rtm/ws?organization_id=142cf3ad");
    /// # Ok::<(), livechat_core::request::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// Codes of [`ReadErrorCode`] about path and query.
    pub fn from_path(text: &str, options: &ReadOptions) -> Result<Self, ReadError> {
        let websocket = options.base.websocket();
        let (path, query_text) = target::split(text, &[&websocket, options.base.as_str()])?;
        let (api, version) = target::rtm(path)?;
        let mut parameters = query_text.map(query::pairs).transpose()?.unwrap_or_default();
        let named = parameters.iter().any(|(name, _)| name == "organization_id");
        let organization_id = organization(&mut parameters, named || !api.query().is_empty())?;
        if !parameters.is_empty() {
            let message = "the query has a parameter besides `organization_id`";
            return Err(ReadError::new(ReadErrorCode::UnknownParameter, "/path", message));
        }
        Ok(Self { api, version, organization_id })
    }

    /// The API.
    pub fn api(&self) -> Api {
        self.api
    }

    /// The version that frames without one have, and the lowest that others may have.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The organization.
    pub fn organization_id(&self) -> Option<&OrganizationId> {
        self.organization_id.as_ref()
    }

    /// The URL that opens it.
    pub fn url(&self, base: &BaseUrl) -> String {
        let path = self.api.rtm_path().unwrap_or_default();
        let organization = self.organization_id.as_ref().map(|id| format!("?organization_id={id}")).unwrap_or_default();
        format!("{}/v{}{path}{organization}", base.websocket(), self.version)
    }
}

/// What a client's frame is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // read, decided on and let go
pub enum ReadFrame {
    /// A ping, which calls no method.
    Ping {
        /// Its version.
        version: Version,
        /// Its ID.
        request_id: Option<RequestId>,
    },
    /// A call.
    Call(Read),
}

/// Reads a frame that a client sends: an object with `action` and, if wanted, `version`, `request_id`, `author_id` and `payload`, each once and nothing else.
///
/// ```
/// use livechat_core::request::{ReadFrame, ReadOptions, RtmConnection, read_frame};
/// let connection = RtmConnection::from_path("/v3.6/agent/rtm/ws", &ReadOptions::default())?;
/// let frame = read_frame(&connection, r#"{"action": "get_chat", "payload": {"chat_id": "PJ0MRSHTDG"}}"#, Default::default())?;
/// let ReadFrame::Call(call) = frame else { panic!("a ping") };
/// assert_eq!(call.method().name(), "agent/get_chat");
/// # Ok::<(), livechat_core::request::ReadError>(())
/// ```
///
/// # Errors
/// The codes of [`ReadErrorCode`], with places under `/frame`.
pub fn read_frame(connection: &RtmConnection, text: &str, limits: InputLimits) -> Result<ReadFrame, ReadError> {
    let (api, lowest) = (connection.api, connection.version);
    // The payload, which is what the levels are about, stands one level down.
    let limits = InputLimits { depth: limits.depth.min(MAX_DEPTH).saturating_add(1), ..limits };
    let text = object(text, limits, "/frame")?;
    let frame = Json::parse(text, InputLimits { bytes: usize::MAX, values: usize::MAX, ..limits });
    let frame = frame.map_err(|e| ReadError::json(e, "/frame"))?;
    let mut members = Members::default();
    for (key, value) in frame.members() {
        let slot = match &*key {
            "version" => &mut members.version,
            "request_id" => &mut members.request_id,
            "action" => &mut members.action,
            "author_id" => &mut members.author_id,
            "payload" => &mut members.payload,
            other => {
                let pointer = format!("/frame/{}", crate::codec::step(other));
                return Err(ReadError::new(ReadErrorCode::BadFrame, pointer, "a request's frame has no such key"));
            }
        };
        *slot = Some(value);
    }
    let bad = |pointer: &'static str, message| ReadError::new(ReadErrorCode::BadFrame, pointer, message);
    let string = |value: Option<Json<'_>>, pointer| match value {
        None => Ok(None),
        Some(value) => value.text().map(|t| Some(t.into_owned())).ok_or_else(|| bad(pointer, "not a string")),
    };

    let action = string(members.action, "/frame/action")?;
    let action = action.ok_or_else(|| bad("/frame/action", "missing"))?;
    let version = match string(members.version, "/frame/version")? {
        None => lowest,
        Some(text) => text.parse().map_err(|_| target::unknown_version("/frame/version"))?,
    };
    if version < lowest {
        return Err(bad("/frame/version", "below the version of the connection"));
    }
    let request_id = string(members.request_id, "/frame/request_id")?.map(|id| RequestId::parse(&id));
    let request_id = request_id.transpose().map_err(|e| bad("/frame/request_id", e.rule()))?;
    let payload = members.payload;
    if payload.is_some_and(|p| p.kind() != JsonKind::Object) {
        return Err(bad("/frame/payload", "not an object"));
    }
    if action == PING {
        if members.author_id.is_some() {
            return Err(bad("/frame/author_id", "a ping has no author"));
        }
        if payload.is_some_and(|p| p.members().next().is_some()) {
            return Err(bad("/frame/payload", "a ping has nothing in its payload"));
        }
        return Ok(ReadFrame::Ping { version, request_id });
    }

    let method = Method::from_name(&format!("{api}/{action}")).ok_or_else(|| {
        ReadError::new(ReadErrorCode::UnknownMethod, "/frame/action", "the connection's API has no such method")
    })?;
    if !method.versions().contains(version) {
        return Err(ReadError::not_in(method, version, "/frame/action"));
    }
    if !method.versions_on(Transport::Rtm).contains(version) {
        return Err(ReadError::not_on(method, version, Transport::Rtm, "/frame/action"));
    }
    let author_id = match string(members.author_id, "/frame/author_id")? {
        Some(_) if !takes_author(api, version) => {
            return Err(bad("/frame/author_id", "only the Agent Chat API up to 3.5 knows it"));
        }
        author => author.map(|a| AuthorId::parse(&a)).transpose(),
    };
    Ok(ReadFrame::Call(Read {
        method,
        version,
        transport: Transport::Rtm,
        body: payload.map_or_else(|| "{}".into(), |p| p.raw().to_string()),
        http_method: None,
        region: None,
        author_id: author_id.map_err(|e| bad("/frame/author_id", e.rule()))?,
        organization_id: connection.organization_id.clone(),
        request_id,
        credentials: None,
        file: None,
    }))
}

/// The values of a frame's keys.
#[derive(Default)]
struct Members<'a> {
    version: Option<Json<'a>>,
    request_id: Option<Json<'a>>,
    action: Option<Json<'a>>,
    author_id: Option<Json<'a>>,
    payload: Option<Json<'a>>,
}
