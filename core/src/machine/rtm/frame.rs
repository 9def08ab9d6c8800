//! Frames as text, and reading them tolerantly. Knows nothing of connections.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::codec::Json;
use crate::codec::shallow::{members, once};
use crate::request::RtmFrame;

/// The text of one websocket message. `Debug` shows its length only: a frame may hold a token, and what people write to each other.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame(String);

impl Frame {
    pub(super) const fn new(text: String) -> Self {
        Self(text)
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its text, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} bytes)", self.0.len())
    }
}

impl From<RtmFrame> for Frame {
    fn from(frame: RtmFrame) -> Self {
        Self(frame.into_string())
    }
}

named! {
    /// Why a message can't be read as a frame.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum MalformedCode {
        /// Longer than the configuration allows.
        TooLarge = "too_large",
        /// Not JSON.
        NotJson = "not_json",
        /// JSON, but not an object.
        NotAnObject = "not_an_object",
        /// A member of the frame stands in it twice, so that its meaning is open.
        RepeatedMember = "repeated_member",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Response,
    Push,
    Other,
}

/// What a frame says of itself. A member of another type than the documented one counts as absent.
#[derive(Debug)]
pub(super) struct In<'a> {
    pub(super) kind: Kind,
    pub(super) action: String,
    pub(super) request_id: Option<String>,
    pub(super) version: Option<String>,
    pub(super) success: bool,
    payload: Option<Json<'a>>,
}

fn string(json: Option<Json<'_>>) -> Option<String> {
    json?.text().map(Cow::into_owned)
}

impl<'a> In<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, MalformedCode> {
        let members = members(text).map_err(|_| MalformedCode::NotJson)?.ok_or(MalformedCode::NotAnObject)?;
        let [kind, action, request_id, version, success, payload] =
            once(&members, ["type", "action", "request_id", "version", "success", "payload"])
                .ok_or(MalformedCode::RepeatedMember)?;
        let kind = match string(kind).as_deref() {
            Some("response") => Kind::Response,
            Some("push") => Kind::Push,
            _ => Kind::Other,
        };
        Ok(Self {
            kind,
            action: string(action).unwrap_or_default(),
            request_id: string(request_id),
            version: string(version),
            success: success.and_then(|json| json.boolean()) == Some(true),
            payload,
        })
    }

    /// Of a failure: the error's type, and the region that it names.
    pub(super) fn error(&self) -> (Option<String>, Option<String>) {
        let error = Inner::of(Inner::of(self.payload).error);
        (string(error.kind), region(Inner::of(error.data).region))
    }

    /// Of a push about a disconnection: its reason, and the region that it names.
    pub(super) fn reason(&self) -> (Option<String>, Option<String>) {
        let payload = Inner::of(self.payload);
        (string(payload.reason), region(Inner::of(payload.data).region))
    }
}

/// Members of payloads that the machine itself looks at, wherever they stand.
#[derive(Default)]
struct Inner<'a> {
    error: Option<Json<'a>>,
    kind: Option<Json<'a>>,
    reason: Option<Json<'a>>,
    data: Option<Json<'a>>,
    region: Option<Json<'a>>,
}

impl<'a> Inner<'a> {
    fn of(json: Option<Json<'a>>) -> Self {
        let members = json.and_then(|json| members(json.raw()).ok().flatten()).unwrap_or_default();
        let found = once(&members, ["error", "type", "reason", "data", "region"]);
        let [error, kind, reason, data, region] = found.unwrap_or_default();
        Self { error, kind, reason, data, region }
    }
}

/// Longest name of a region that is believed.
const MAX_REGION: usize = 16;

/// A region becomes part of a header or URL, so that nothing but a plain name passes.
fn region(raw: Option<Json<'_>>) -> Option<String> {
    let name = string(raw)?;
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (plain && !name.is_empty() && name.len() <= MAX_REGION).then_some(name)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{In, Kind, MalformedCode};

    #[test]
    fn what_comes_in_is_read_as_far_as_it_can_be() {
        let frame =
            In::read(r#" {"type":"push","action":"x","version":"9.9","request_id":7,"new":{"a":[1]}}"#).unwrap();
        assert_eq!((frame.kind, frame.action.as_str()), (Kind::Push, "x"));
        assert_eq!((frame.version.as_deref(), frame.request_id, frame.success), (Some("9.9"), None, false));
        assert_eq!(In::read("{}").unwrap().kind, Kind::Other);
        for (text, code) in [
            ("", MalformedCode::NotJson),
            ("{\"a\":}", MalformedCode::NotJson),
            ("{} x", MalformedCode::NotJson),
            ("[\"push\"]", MalformedCode::NotAnObject),
            ("null", MalformedCode::NotAnObject),
            (r#"{"type":"push","type":"response"}"#, MalformedCode::RepeatedMember),
        ] {
            assert_eq!(In::read(text).err(), Some(code), "{text}");
        }
    }

    #[test]
    fn a_region_is_a_plain_name() {
        let read = |region: &str| {
            let text = format!(r#"{{"type":"push","payload":{{"reason":"r","data":{{"region":{region}}}}}}}"#);
            In::read(&text).unwrap().reason()
        };
        assert_eq!(read("\"fra\""), (Some("r".into()), Some("fra".into())));
        for bad in ["\"\"", "\"fra\\r\\nX: y\"", "\"a.b\"", "7", "null", "\"abcdefghijklmnopq\"", "[]"] {
            assert_eq!(read(bad), (Some("r".into()), None), "{bad}");
        }
    }
}
