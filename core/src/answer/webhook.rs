//! A webhook: what the vendor posts to a URL. The secret in its body is checked before anything else of it is looked at. Borrows from the text.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::{Comparison, read, text_of, written_as_it_came};
use super::secrets::Secrets;
use crate::catalogue::tables::{Envelope, envelope};
use crate::catalogue::{Method, Webhook};
use crate::codec::{Fault, InputLimits, Json, JsonError, Part, Told};
use crate::data::WebhookPayload;
use crate::version::Version;

/// Why a webhook is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The text isn't JSON, or goes past a limit.
    #[error(transparent)]
    Unreadable(#[from] JsonError),
    /// A key that much depends on stands twice. Parsers disagree which of the two counts, so neither does.
    #[error("duplicate_field: `{0}` stands twice in the webhook")]
    DuplicateField(&'static str),
    /// The secret is absent or isn't one of those that are accepted.
    #[error("wrong_secret: the webhook's `secret_key` is absent or isn't one that is accepted")]
    WrongSecret,
}

impl WebhookError {
    /// Its stable code: `wrong_secret`, `duplicate_field`, or one of [`JsonErrorCode`](crate::codec::JsonErrorCode).
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(error) => error.code().as_str(),
            Self::DuplicateField(_) => "duplicate_field",
            Self::WrongSecret => "wrong_secret",
        }
    }
}

/// A webhook, of an action that the catalogue knows or not.
///
/// ```
/// use livechat_core::Version;
/// use livechat_core::answer::{Secrets, WebhookError, WebhookMessage};
/// use livechat_core::codec::InputLimits;
/// use livechat_core::data::WebhookPayload;
/// let text = r#"{"webhook_id": "b6c0", "secret_key": "correct horse", "action": "chat_deactivated",
///     "organization_id": "390e44e6-f1e6-0368-a6dd-74a14508c2e5", "payload": {"chat_id": "PJ0MRSHTDG", "thread_id": "K600PKZON8"}}"#;
/// let secrets = Secrets::new(["correct horse"])?;
/// let webhook = WebhookMessage::parse(&secrets, Version::V3_6, text, InputLimits::default())?;
/// let WebhookPayload::ChatDeactivated(deactivated) = webhook.data() else { return Err("another webhook".into()) };
/// assert!(deactivated.chat_id().is_some_and(|id| id == "PJ0MRSHTDG"));
/// assert!(webhook.caused_by().any(|m| m.name() == "agent/deactivate_chat"));
///
/// let other = Secrets::new(["battery staple"])?;
/// let refused = WebhookMessage::parse(&other, Version::V3_6, text, InputLimits::default());
/// assert!(matches!(refused, Err(WebhookError::WrongSecret)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct WebhookMessage<'a> {
    version: Version,
    raw: Json<'a>,
    /// It was compared when it was read, and nothing was found.
    as_documented: bool,
    pub(crate) webhook_id: Option<Json<'a>>,
    pub(crate) secret_key: Option<Json<'a>>,
    pub(crate) action: Option<Json<'a>>,
    pub(crate) organization_id: Option<Json<'a>>,
    pub(crate) payload: Option<Json<'a>>,
    pub(crate) requester: Option<Json<'a>>,
    pub(crate) additional_data: Option<Json<'a>>,
}

impl<'a> WebhookMessage<'a> {
    /// Reads a webhook that carries one of the secrets. The version is that of its registration, which the webhook doesn't tell.
    pub fn parse(
        secrets: &Secrets,
        version: Version,
        text: &'a str,
        limits: InputLimits,
    ) -> Result<Self, WebhookError> {
        let webhook = Self::parse_unverified(version, text, limits)?;
        let secret = webhook.secret_key.and_then(|s| s.text());
        // Compared even where there is none, so that its absence takes the same way.
        if secrets.accept(secret.as_deref().unwrap_or_default()) { Ok(webhook) } else { Err(WebhookError::WrongSecret) }
    }

    /// The same without looking at the secret: for tools that show what was recorded, never for what comes from the network.
    pub fn parse_unverified(version: Version, text: &'a str, limits: InputLimits) -> Result<Self, WebhookError> {
        const NAMES: [&str; 7] =
            ["webhook_id", "secret_key", "action", "organization_id", "payload", "requester", "additional_data"];
        let told = |parts: &[Part<'_>], version| {
            let webhook = text_of(parts, "action").and_then(|action| Webhook::from_name(&action));
            let webhook = webhook.filter(|w| w.versions().contains(version));
            webhook.map_or(Told::Nothing, |w| Told::Documented(w.payload()))
        };
        let (raw, parts, as_documented) = read(envelope(Envelope::Webhook), version, text, limits, NAMES, &told)?;
        let [_, secret, action, ..] = &parts;
        for part in [secret, action] {
            if part.again {
                return Err(WebhookError::DuplicateField(part.name));
            }
        }
        let [webhook_id, secret_key, action, organization_id, payload, requester, additional_data] =
            parts.map(|part| part.value);
        Ok(Self {
            version,
            raw,
            as_documented,
            webhook_id,
            secret_key,
            action,
            organization_id,
            payload,
            requester,
            additional_data,
        })
    }

    /// The version that it is read in.
    pub fn version(&self) -> Version {
        self.version
    }

    /// ID of the registration.
    pub fn webhook_id(&self) -> Option<Cow<'a, str>> {
        self.webhook_id?.text()
    }

    /// Its action, known or not; none where it isn't a text.
    pub fn action(&self) -> Option<Cow<'a, str>> {
        self.action?.text()
    }

    /// The webhook of the catalogue, in whatever version.
    pub fn webhook(&self) -> Option<Webhook> {
        Webhook::from_name(&self.action()?)
    }

    /// The organization where it happened.
    pub fn organization_id(&self) -> Option<Cow<'a, str>> {
        self.organization_id?.text()
    }

    /// What happened.
    pub fn payload(&self) -> Option<Json<'a>> {
        self.payload
    }

    /// A view of what happened; of an action that the catalogue lacks one that keeps its name. Where the payload is absent, so is every field.
    pub fn data(&self) -> WebhookPayload<'a> {
        WebhookPayload::named(self.action().unwrap_or_default(), self.payload.unwrap_or(Json::NULL))
    }

    /// Who caused it; with actions of the configuration.
    pub fn requester(&self) -> Option<Json<'a>> {
        self.requester
    }

    /// What the registration asked for besides.
    pub fn additional_data(&self) -> Option<Json<'a>> {
        self.additional_data
    }

    /// Methods that cause it in its version; none of an action that the catalogue lacks.
    pub fn caused_by(&self) -> impl Iterator<Item = Method> + use<> {
        let (webhook, version) = (self.webhook(), self.version);
        Method::all().filter(move |m| m.webhooks().iter().any(|(w, v)| Some(*w) == webhook && v.contains(version)))
    }

    /// The webhook as it came. It holds the secret.
    pub fn raw(&self) -> Json<'a> {
        self.raw
    }

    /// Whether all of it is as documented: [`Self::warnings`] has nothing to tell. Mostly known since it was read.
    pub fn is_as_documented(&self) -> bool {
        self.as_documented || self.warnings().is_empty()
    }

    /// What isn't as documented, in order of position, at most [`MAX_FAULTS`](crate::codec::MAX_FAULTS); pointers lead into the webhook. An action
    /// that the catalogue lacks in this version is one of them, and its payload isn't compared.
    pub fn warnings(&self) -> Vec<Fault> {
        if self.as_documented {
            return Vec::new();
        }
        let mut comparison = Comparison::new(self.raw, envelope(Envelope::Webhook), self.version);
        if let Some(webhook) = self.webhook().filter(|w| w.versions().contains(self.version)) {
            // Where the payload is absent, the envelope says so.
            if self.payload.is_some() {
                comparison.payload(webhook.payload(), self.payload);
            }
        }
        comparison.finish()
    }
}

written_as_it_came!(WebhookMessage);

/// Its action, if the catalogue has it, and its size.
impl fmt::Debug for WebhookMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.webhook().map_or("unknown", Webhook::name);
        write!(f, "WebhookMessage({name}, {} bytes)", self.raw.raw().len())
    }
}
