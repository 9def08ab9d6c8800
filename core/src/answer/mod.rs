//! What comes back: responses, failures, frames, pushes and webhooks, read without losing anything. No IO.
//!
//! Reading is tolerant: what the catalogue doesn't know keeps its name and its JSON, a field of another type stays as it came, and what isn't as
//! documented is listed by `warnings`, which compares only when it is called. Values come as [`Json`], which borrows from the text.

mod envelope;
mod failure;
mod frame;
mod push;
mod response;
mod secrets;
mod webhook;

pub use failure::{Body, Failure, RetryAfter, Shape};
pub use frame::{Frame, FrameResponse, OtherFrame};
pub use push::PushMessage;
pub use response::{Received, Response};
pub use secrets::{Secrets, SecretsError};
pub use webhook::{WebhookError, WebhookMessage};

use crate::codec::Json;

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
}
