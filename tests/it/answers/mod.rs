//! What comes back: nothing is lost, nothing that is secret shows, nothing panics, and the catalogue knows what it says it knows.

mod at_once;
mod catalogue;
pub(crate) mod form;
mod limits;
mod properties;
mod secrets;
mod text;

use livechat_core::answer::{Frame, PushMessage, Received, Response, WebhookMessage};
use livechat_core::catalogue::Api;
use livechat_core::codec::InputLimits;
use livechat_core::{Method, Version};
use serde_json::Value;

/// The door's answer, parsed.
#[track_caller]
fn ask(question: &Value) -> Value {
    let answer = livechat_core::door::answer("parse", &question.to_string());
    serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{question}: {answer}: {e}"))
}

fn response(method: Option<Method>, status: Option<u16>, text: &str) -> Response<'_> {
    Response::parse(Received { method, status, ..Received::default() }, text, InputLimits::default())
}

fn frame(text: &str) -> Frame<'_> {
    Frame::parse(Api::Agent, Version::DEFAULT, text, InputLimits::default()).expect("JSON")
}

fn push(text: &str) -> PushMessage<'_> {
    PushMessage::parse(Api::Agent, Version::DEFAULT, text, InputLimits::default()).expect("JSON")
}

fn webhook(text: &str) -> WebhookMessage<'_> {
    WebhookMessage::parse_unverified(Version::DEFAULT, text, InputLimits::default()).expect("a webhook")
}
