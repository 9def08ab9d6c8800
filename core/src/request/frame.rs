//! Writes frames of the RTM API: the one writer of what a client sends, a valid request and whatever a session says by itself. No IO.

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
use crate::version::Version;

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

/// A frame, ready to be sent: `{"version", "request_id"?, "action", "author_id"?, "payload"}`. Of a [`Request`] `version` is always there, so that the frame
/// means the same on every connection that takes it; a request without parameters has an empty payload, as in the vendor's samples.
#[derive(Clone, PartialEq, Eq)]
pub struct RtmFrame(String);

impl RtmFrame {
    /// Its JSON, on one line.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its JSON, without a copy.
    pub fn into_string(self) -> String {
        self.0
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
        let frame = Frame {
            version: Some(version),
            request_id: options.request_id.as_ref(),
            action: method.action(),
            author_id: options.author_id.as_ref(),
            payload: self.json(),
        };
        Ok(frame.write())
    }
}

/// What a frame says.
pub(crate) struct Frame<'a> {
    /// Left out where the frame is of the connection's version.
    pub(crate) version: Option<Version>,
    pub(crate) request_id: Option<&'a RequestId>,
    pub(crate) action: &'a str,
    pub(crate) author_id: Option<&'a AuthorId>,
    pub(crate) payload: Json<'a>,
}

impl Frame<'_> {
    pub(crate) fn write(&self) -> RtmFrame {
        // Texts and checked JSON can always be written.
        RtmFrame(serde_json::to_string(self).unwrap_or_default())
    }
}

impl Serialize for Frame<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(version) = self.version {
            map.serialize_entry("version", version.as_str())?;
        }
        if let Some(id) = self.request_id {
            map.serialize_entry("request_id", id.as_str())?;
        }
        map.serialize_entry("action", self.action)?;
        if let Some(author) = self.author_id {
            map.serialize_entry("author_id", author.as_str())?;
        }
        map.serialize_entry("payload", &self.payload)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::codec::{InputLimits, Json};
    use crate::request::RequestId;
    use crate::version::Version;

    #[test]
    fn what_goes_out_is_escaped() {
        let id = RequestId::parse("a\"b\\").unwrap();
        let payload = Json::parse(r#" {"text" : "x"} "#, InputLimits::default()).unwrap();
        let frame = Frame {
            version: Some(Version::V3_6),
            request_id: Some(&id),
            action: "send_event",
            author_id: None,
            payload,
        };
        let text = r#"{"version":"3.6","request_id":"a\"b\\","action":"send_event","payload":{"text":"x"}}"#;
        assert_eq!(frame.write().text(), text);
    }
}
