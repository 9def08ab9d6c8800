//! A push: what the server tells over RTM on its own. Borrows from the text.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::{Comparison, read, text_of, written_as_it_came};
use crate::catalogue::tables::{Envelope, envelope};
use crate::catalogue::{Api, Method, Push};
use crate::codec::{Fault, InputLimits, Json, JsonError, Part, Told};
use crate::data::PushPayload;
use crate::version::Version;

/// A push, known to the catalogue or not.
///
/// ```
/// use livechat_core::Version;
/// use livechat_core::answer::PushMessage;
/// use livechat_core::catalogue::{Api, Push};
/// use livechat_core::codec::InputLimits;
/// let text = r#"{"version": "3.7", "action": "chat_deleted", "type": "push", "payload": {"chat_id": "PJ0MRSHTDG"}}"#;
/// let push = PushMessage::parse(Api::Agent, Version::V3_6, text, InputLimits::default())?;
/// assert_eq!(push.push(), Push::from_name("agent/chat_deleted"));
/// assert_eq!(push.version(), Version::V3_7);
/// assert!(push.warnings().is_empty());
/// # Ok::<(), livechat_core::codec::JsonError>(())
/// ```
#[derive(Clone, Copy)]
pub struct PushMessage<'a> {
    api: Api,
    connection: Version,
    raw: Json<'a>,
    /// It was compared when it was read, and nothing was found.
    as_documented: bool,
    pub(crate) version: Option<Json<'a>>,
    pub(crate) request_id: Option<Json<'a>>,
    pub(crate) action: Option<Json<'a>>,
    pub(crate) kind: Option<Json<'a>>,
    pub(crate) payload: Option<Json<'a>>,
}

impl<'a> PushMessage<'a> {
    /// Reads a push that came on a connection of an API in a version. It fails only where the text isn't JSON or goes past a limit.
    pub fn parse(api: Api, connection: Version, text: &'a str, limits: InputLimits) -> Result<Self, JsonError> {
        let told = |parts: &[Part<'_>], version| {
            let own = text_of(parts, "version").and_then(|own| own.parse().ok());
            match (own, text_of(parts, "action").and_then(|action| named(api, &action))) {
                (Some(own), _) if own != version => Told::In(own),
                (Some(_), Some(push)) if push.versions().contains(version) => Told::Documented(push.payload()),
                _ => Told::Nothing,
            }
        };
        let names = ["version", "request_id", "action", "type", "payload"];
        let (raw, parts, as_documented) = read(envelope(Envelope::RtmPush), connection, text, limits, names, &told)?;
        let [version, request_id, action, kind, payload] = parts.map(|part| part.value);
        Ok(Self { api, connection, raw, as_documented, version, request_id, action, kind, payload })
    }

    /// Its action, known or not; none where it isn't a text.
    pub fn action(&self) -> Option<Cow<'a, str>> {
        self.action?.text()
    }

    /// The push of the catalogue, in whatever version.
    pub fn push(&self) -> Option<Push> {
        named(self.api, &self.action()?)
    }

    /// The version that its payload is written in: its own, which may differ from the connection's, else the connection's.
    pub fn version(&self) -> Version {
        self.own_version().unwrap_or(self.connection)
    }

    fn own_version(&self) -> Option<Version> {
        self.version?.text()?.parse().ok()
    }

    /// ID of the request of this connection that caused it.
    pub fn request_id(&self) -> Option<Cow<'a, str>> {
        self.request_id?.text()
    }

    /// Its payload.
    pub fn payload(&self) -> Option<Json<'a>> {
        self.payload
    }

    /// A view of its payload; of a push that the catalogue lacks one that keeps its name. Where the payload is absent, so is every field.
    pub fn data(&self) -> PushPayload<'a> {
        let payload = self.payload.unwrap_or(Json::NULL);
        match self.push() {
            Some(push) => PushPayload::of(push, payload),
            None => PushPayload::Unknown { action: self.action().unwrap_or_default(), raw: payload },
        }
    }

    /// Methods that cause it in its version; none of a push that the catalogue lacks.
    pub fn caused_by(&self) -> impl Iterator<Item = Method> + use<> {
        let (push, version) = (self.push(), self.version());
        Method::all().filter(move |m| m.pushes().iter().any(|(p, v)| Some(*p) == push && v.contains(version)))
    }

    /// The frame as it came.
    pub fn raw(&self) -> Json<'a> {
        self.raw
    }

    /// Whether all of it is as documented: [`Self::warnings`] has nothing to tell. Mostly known since it was read.
    pub fn is_as_documented(&self) -> bool {
        self.as_documented || self.warnings().is_empty()
    }

    /// What isn't as documented, in order of position, at most [`MAX_FAULTS`](crate::codec::MAX_FAULTS); pointers lead into the frame. A push that
    /// the catalogue lacks in this version is one of them, and its payload isn't compared.
    pub fn warnings(&self) -> Vec<Fault> {
        if self.as_documented {
            return Vec::new();
        }
        let version = self.version();
        let mut comparison = Comparison::new(self.raw, envelope(Envelope::RtmPush), version);
        if let Some(own) = self.version.filter(|v| v.text().is_some())
            && self.own_version().is_none()
        {
            comparison.unknown("/version", own, "The catalogue has no such version.");
        }
        match (self.push(), self.action) {
            (Some(push), _) if push.versions().contains(version) => comparison.payload(push.payload(), self.payload),
            (_, Some(action)) if action.text().is_some() => {
                comparison.unknown("/action", action, "The catalogue has no such push in this version.");
            }
            _ => {}
        }
        comparison.finish()
    }
}

written_as_it_came!(PushMessage);

/// The push of an API with this action.
fn named(api: Api, action: &str) -> Option<Push> {
    Push::all().find(|push| {
        let own = push.name().strip_prefix(api.key()).and_then(|rest| rest.strip_prefix('/'));
        own == Some(action)
    })
}

/// Its name, if the catalogue has it, and its size.
impl fmt::Debug for PushMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.push().map_or("unknown", Push::name);
        write!(f, "PushMessage({name}, {} bytes)", self.raw.raw().len())
    }
}
