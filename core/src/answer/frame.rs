//! A frame that the server sends over RTM: an answer to a request, or a push. Borrows from the text.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::Success;
use super::envelope::{Comparison, read, text_of, written_as_it_came};
use super::failure::{Failure, tells_no_error};
use super::push::PushMessage;
use crate::catalogue::tables::{Envelope, envelope};
use crate::catalogue::{Api, Method};
use crate::codec::{Fault, InputLimits, Json, JsonError, Part, Told};
use crate::request::Call;
use crate::request::rtm::PING;
use crate::transport::Transport;
use crate::version::Version;

/// A frame, told apart by its `type`.
///
/// ```
/// use livechat_core::Version;
/// use livechat_core::answer::Frame;
/// use livechat_core::catalogue::Api;
/// use livechat_core::codec::InputLimits;
/// let text = r#"{"request_id": "7", "action": "send_event", "type": "response", "success": true, "payload": {"event_id": "K600PKZON8_4"}}"#;
/// let frame = Frame::parse(Api::Agent, Version::V3_6, text, InputLimits::default())?;
/// let Frame::Response(response) = frame else { return Err("no response".into()) };
/// assert_eq!(response.request_id().as_deref(), Some("7"));
/// assert!(response.outcome().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Frame<'a> {
    /// The answer to a request.
    Response(FrameResponse<'a>),
    /// Something that the server tells on its own.
    Push(PushMessage<'a>),
    /// A frame of another type, or JSON that is no frame at all.
    Other(OtherFrame<'a>),
}

impl<'a> Frame<'a> {
    /// Reads a frame that came on a connection of an API in a version. It fails only where the text isn't JSON or goes past a limit.
    pub fn parse(api: Api, connection: Version, text: &'a str, limits: InputLimits) -> Result<Self, JsonError> {
        // Looked for before the text is checked; what is found in a text that is no JSON doesn't count.
        let kind = (text.len() <= limits.bytes).then(|| Json::trimmed(text).get("type")).flatten();
        match kind.and_then(|t| t.text()).as_deref() {
            Some("response") => FrameResponse::parse(api, connection, text, limits).map(Self::Response),
            Some("push") => PushMessage::parse(api, connection, text, limits).map(Self::Push),
            _ => Json::parse(text, limits).map(|raw| Self::Other(OtherFrame { connection, raw })),
        }
    }

    /// The frame as it came.
    pub fn raw(&self) -> Json<'a> {
        match self {
            Self::Response(response) => response.raw(),
            Self::Push(push) => push.raw(),
            Self::Other(other) => other.raw(),
        }
    }

    /// Whether all of it is as documented: [`Self::warnings`] has nothing to tell. Mostly known since it was read.
    pub fn is_as_documented(&self) -> bool {
        match self {
            Self::Response(response) => response.is_as_documented(),
            Self::Push(push) => push.is_as_documented(),
            Self::Other(other) => other.warnings().is_empty(),
        }
    }

    /// What isn't as documented, in order of position, at most [`MAX_FAULTS`](crate::codec::MAX_FAULTS); pointers lead into the frame.
    pub fn warnings(&self) -> Vec<Fault> {
        match self {
            Self::Response(response) => response.warnings(),
            Self::Push(push) => push.warnings(),
            Self::Other(other) => other.warnings(),
        }
    }
}

/// The answer to a request over RTM.
#[derive(Clone, Copy)]
pub struct FrameResponse<'a> {
    api: Api,
    connection: Version,
    raw: Json<'a>,
    /// It was compared when it was read, and nothing was found.
    as_documented: bool,
    request_id: Option<Json<'a>>,
    action: Option<Json<'a>>,
    success: Option<Json<'a>>,
    payload: Option<Json<'a>>,
}

impl<'a> FrameResponse<'a> {
    fn parse(api: Api, connection: Version, text: &'a str, limits: InputLimits) -> Result<Self, JsonError> {
        let told = |parts: &[Part<'_>], version| {
            let success = parts.iter().find(|part| part.name == "success").and_then(|part| part.value?.boolean());
            match (success, text_of(parts, "action").and_then(|action| over_rtm(api, &action))) {
                (Some(false), Some(method)) if method.versions_on(Transport::Rtm).contains(version) => {
                    Told::Documented(Some(envelope(Envelope::ErrorAnswer)))
                }
                (Some(true), Some(method)) if method.versions_on(Transport::Rtm).contains(version) => {
                    let documented = method.response().filter(|documented| tells_no_error(documented));
                    documented.map_or(Told::Nothing, |documented| Told::Documented(Some(documented)))
                }
                _ => Told::Nothing,
            }
        };
        let names = ["request_id", "action", "type", "success", "payload"];
        let (raw, parts, as_documented) =
            read(envelope(Envelope::RtmResponse), connection, text, limits, names, &told)?;
        let [request_id, action, _, success, payload] = parts.map(|part| part.value);
        Ok(Self { api, connection, raw, as_documented, request_id, action, success, payload })
    }

    /// ID of the request that it answers.
    pub fn request_id(&self) -> Option<Cow<'a, str>> {
        self.request_id?.text()
    }

    /// Action of the request, known or not.
    pub fn action(&self) -> Option<Cow<'a, str>> {
        self.action?.text()
    }

    /// The method of the catalogue, in whatever version; a ping is none.
    pub fn method(&self) -> Option<Method> {
        over_rtm(self.api, &self.action()?)
    }

    /// Its payload, an answer or an error.
    pub fn payload(&self) -> Option<Json<'a>> {
        self.payload
    }

    /// What came of the request. A payload that tells of an error is a failure, and so is all that doesn't say `"success": true`.
    pub fn outcome(&self) -> Result<Success<'a>, Failure<'a>> {
        let payload = self.payload;
        if self.success.and_then(|s| s.boolean()) == Some(true) {
            let told = payload.and_then(|p| Failure::told_by_success(p, None, self.method()));
            return told.map_or(Ok(Success { payload }), Err);
        }
        let told = payload.and_then(|p| Failure::told(p, None));
        Err(told.unwrap_or_else(|| Failure::other(payload.unwrap_or(Json::NULL), None)))
    }

    /// A view of what the request is answered with. None of a failure, and of another method's answer.
    pub fn typed<C: Call>(&self) -> Option<C::Answer<'a>> {
        self.outcome().ok().filter(|_| self.method() == Some(C::METHOD)).map(|success| success.typed::<C>())
    }

    /// The frame as it came.
    pub fn raw(&self) -> Json<'a> {
        self.raw
    }

    /// Whether all of it is as documented: [`Self::warnings`] has nothing to tell. Mostly known since it was read.
    pub fn is_as_documented(&self) -> bool {
        self.as_documented || self.warnings().is_empty()
    }

    /// What isn't as documented, in order of position, at most [`MAX_FAULTS`](crate::codec::MAX_FAULTS); pointers lead into the frame. An action
    /// that the catalogue lacks in this version is one of them, and its payload isn't compared.
    pub fn warnings(&self) -> Vec<Fault> {
        if self.as_documented {
            return Vec::new();
        }
        let version = self.connection;
        let mut comparison = Comparison::new(self.raw, envelope(Envelope::RtmResponse), version);
        let known = self.method().filter(|m| m.versions_on(Transport::Rtm).contains(version));
        match (self.outcome(), known, self.action()) {
            (Err(_), _, _) => comparison.payload(Some(envelope(Envelope::ErrorAnswer)), self.payload),
            (Ok(_), Some(method), _) => comparison.payload(method.response(), self.payload),
            (Ok(_), None, _) => {}
        }
        if let Some(action) = self.action
            && known.is_none()
            && self.action().is_some_and(|name| name != PING)
        {
            comparison.unknown("/action", action, "The catalogue has no such action over RTM in this version.");
        }
        comparison.finish()
    }
}

/// A frame of a type that isn't known.
#[derive(Clone, Copy)]
pub struct OtherFrame<'a> {
    connection: Version,
    raw: Json<'a>,
}

impl<'a> OtherFrame<'a> {
    /// Its type, if it has one.
    pub fn kind(&self) -> Option<Cow<'a, str>> {
        self.raw.get("type")?.text()
    }

    /// The frame as it came.
    pub fn raw(&self) -> Json<'a> {
        self.raw
    }

    /// That its type is unknown or absent, or that it is no object.
    pub fn warnings(&self) -> Vec<Fault> {
        Comparison::new(self.raw, envelope(Envelope::RtmFrame), self.connection).finish()
    }
}

written_as_it_came!(Frame FrameResponse OtherFrame);

/// The method of an API with this action, if there is one over RTM in some version.
fn over_rtm(api: Api, action: &str) -> Option<Method> {
    let method = Method::from_name(&[api.key(), "/", action].concat())?;
    (!method.versions_on(Transport::Rtm).is_empty()).then_some(method)
}

/// The method, whether it succeeded, and the size.
impl fmt::Debug for FrameResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.method().map_or("unknown", Method::name);
        let success = self.outcome().is_ok();
        write!(f, "FrameResponse({name}, success: {success}, {} bytes)", self.raw.raw().len())
    }
}

/// Its size only.
impl fmt::Debug for OtherFrame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtherFrame({} bytes)", self.raw.raw().len())
    }
}
