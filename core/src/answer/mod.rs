//! What comes back: responses, failures, frames, pushes and webhooks, read without losing anything. No IO.
//!
//! Reading is tolerant: what the catalogue doesn't know keeps its name and its JSON, a field of another type stays as it came, and what isn't as
//! documented is listed by `warnings`. That nothing is, `is_as_documented` mostly knows from the one pass in which the text was read. Values come as [`Json`], which borrows from the text, or in the views of
//! [`data`](crate::data), which read it field by field.
//!
//! ```
//! use livechat_core::Version;
//! use livechat_core::answer::{PushMessage, Received, Response};
//! use livechat_core::catalogue::Api;
//! use livechat_core::codec::InputLimits;
//! use livechat_core::data::PushPayload;
//! use livechat_core::request::agent::ListChats;
//! use livechat_core::request::Call;
//!
//! let received = Received { method: Some(ListChats::METHOD), version: Version::V3_6, status: Some(200), headers: &[] };
//! let text = r#"{"chats_summary": [{"id": "PJ0MRSHTDG"}], "found_chats": 1}"#;
//! let response = Response::parse(received, text, InputLimits::default());
//! let chats = response.typed::<ListChats>().ok_or("no answer to list_chats")?;
//! assert_eq!(chats.found_chats(), Some(1));
//! assert!(chats.chats_summary().iter().all(|chat| chat.id().is_some_and(|id| id == "PJ0MRSHTDG")));
//!
//! let text = r#"{"version": "3.6", "action": "chat_deleted", "type": "push", "payload": {"chat_id": "PJ0MRSHTDG"}}"#;
//! let push = PushMessage::parse(Api::Agent, Version::V3_6, text, InputLimits::default())?;
//! let PushPayload::AgentChatDeleted(deleted) = push.data() else { return Err("another push".into()) };
//! assert!(deleted.chat_id().is_some_and(|id| id == "PJ0MRSHTDG"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod envelope;
mod failure;
mod frame;
mod push;
mod response;
pub(crate) mod retry_after;
mod secrets;
mod webhook;

pub use failure::{Body, Failure, Shape};
pub use frame::{Frame, FrameResponse, OtherFrame};
pub use push::PushMessage;
pub use response::{Received, Response};
pub use retry_after::RetryAfter;
pub use secrets::{Secrets, SecretsError};
pub use webhook::{WebhookError, WebhookMessage};

use crate::codec::Json;
use crate::request::Call;

/// A call that succeeded.
#[derive(Debug, Clone, Copy)]
pub struct Success<'a> {
    payload: Option<Json<'a>>,
}

impl<'a> Success<'a> {
    /// What the method answers; none where the answer has no body, as some methods do that only write.
    pub fn payload(&self) -> Option<Json<'a>> {
        self.payload
    }

    /// A view of what the method answers; of no body one in which every field is absent. Whether the answer is one of that method isn't looked at.
    pub fn typed<C: Call>(&self) -> C::Answer<'a> {
        C::answer(self.payload.unwrap_or(Json::NULL))
    }
}
