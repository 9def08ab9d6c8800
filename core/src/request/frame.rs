//! Writes a valid request as a frame of the RTM API. No IO.

use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::error::{BuildError, BuildErrorCode};
use super::web::{check_callers, check_keys, not_on};
use super::{AuthorId, Credentials, Request, RequestId, RtmConnection};
use crate::codec::Json;
use crate::transport::Transport;

/// What goes with a request on its way over RTM.
#[derive(Debug, Clone, Default)]
pub struct FrameOptions<'a> {
    /// Comes back in the answer, which is how it is told from others.
    pub request_id: Option<RequestId>,
    /// The bot in whose name an agent's token calls; Agent Chat API, up to version 3.5.
    pub author_id: Option<AuthorId>,
    /// Whose connection it is. A frame carries no credentials (`login` has the token in its payload); given here, they are only checked to be of a kind that RTM
    /// takes.
    pub credentials: Option<Credentials>,
    /// The connection, if the frame shall be checked against it.
    pub connection: Option<&'a RtmConnection>,
}

/// A frame, ready to be sent: `{"version", "request_id"?, "action", "author_id"?, "payload"?}`. `version` is always there, so that the frame means the same on
/// every connection that takes it; `payload` isn't where the request has no parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct RtmFrame(String);

impl RtmFrame {
    /// Its JSON, on one line.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Size only: the payload may hold a token.
impl fmt::Debug for RtmFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RtmFrame({} bytes)", self.0.len())
    }
}

impl Request {
    /// Writes the request for RTM.
    ///
    /// ```
    /// use livechat_core::codec::Options;
    /// use livechat_core::request::{FrameOptions, Request, RequestId};
    /// use livechat_core::{Method, Version};
    /// let chat = Request::new(Method::AGENT_GET_CHAT, Version::V3_6, r#"{"chat_id": "PJ0MRSHTDG"}"#, Options::default())?;
    /// let frame = chat.frame(&FrameOptions { request_id: Some(RequestId::parse("7")?), ..Default::default() })?;
    /// assert_eq!(frame.text(), r#"{"version":"3.6","request_id":"7","action":"get_chat","payload":{"chat_id":"PJ0MRSHTDG"}}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The codes of [`BuildErrorCode`], each with the option that it is about.
    pub fn frame(&self, options: &FrameOptions<'_>) -> Result<RtmFrame, BuildError> {
        let (method, version) = (self.method(), self.version());
        if !method.versions_on(Transport::Rtm).contains(version) {
            return Err(not_on(self, Transport::Rtm));
        }
        check_callers(self, options.credentials.as_ref(), options.author_id.as_ref(), Transport::Rtm)?;
        check_keys(self)?;
        if let Some(connection) = options.connection {
            let wrong = |pointer, message| Err(BuildError::new(BuildErrorCode::WrongConnection, pointer, message));
            if connection.api() != method.api() {
                return wrong("/method", format!("the connection is one of the {}", connection.api().title()));
            }
            if version < connection.version() {
                return wrong("/version", format!("below {}, the version of the connection", connection.version()));
            }
        }
        let frame = Frame { request: self, options };
        Ok(RtmFrame(serde_json::to_string(&frame).unwrap_or_default()))
    }
}

struct Frame<'a> {
    request: &'a Request,
    options: &'a FrameOptions<'a>,
}

impl Serialize for Frame<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", self.request.version().as_str())?;
        if let Some(id) = &self.options.request_id {
            map.serialize_entry("request_id", id.as_str())?;
        }
        map.serialize_entry("action", self.request.method().action())?;
        if let Some(author) = &self.options.author_id {
            map.serialize_entry("author_id", author.as_str())?;
        }
        let payload: Json<'_> = self.request.json();
        if payload.members().next().is_some() {
            map.serialize_entry("payload", &payload)?;
        }
        map.end()
    }
}
