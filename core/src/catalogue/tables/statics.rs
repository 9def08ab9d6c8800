//! The tables as statics. Pure data.

use crate::catalogue::{NamedType, Object, Type};
use crate::generated::payloads::{PUSHES, WEBHOOKS};
use crate::generated::requests::{REQUESTS, RESPONSES};
use crate::generated::types::{
    TYPE_ERROR_ANSWER, TYPE_RTM_FRAME, TYPE_RTM_PUSH, TYPE_RTM_RESPONSE, TYPE_WEBHOOK_ENVELOPE, TYPES,
};

use super::Envelope;

/// All named types.
pub(crate) fn types() -> &'static [&'static NamedType] {
    TYPES
}

/// Parameters of the method with this number.
pub(crate) fn request(method: usize) -> Option<&'static Object> {
    REQUESTS.get(method)
}

/// Answer of the method with this number.
pub(crate) fn response(method: usize) -> Option<&'static Type> {
    RESPONSES.get(method).and_then(Option::as_ref)
}

/// Payload of the webhook with this number.
pub(crate) fn webhook(number: usize) -> Option<&'static Type> {
    WEBHOOKS.get(number).and_then(Option::as_ref)
}

/// Payload of the push with this number.
pub(crate) fn push(number: usize) -> Option<&'static Type> {
    PUSHES.get(number).and_then(Option::as_ref)
}

/// What something comes in.
pub(crate) fn envelope(envelope: Envelope) -> &'static Type {
    match envelope {
        Envelope::ErrorAnswer => &ERROR_ANSWER,
        Envelope::RtmFrame => &RTM_FRAME,
        Envelope::RtmPush => &RTM_PUSH,
        Envelope::RtmResponse => &RTM_RESPONSE,
        Envelope::Webhook => &WEBHOOK,
    }
}

static ERROR_ANSWER: Type = Type::Named(&TYPE_ERROR_ANSWER);
static RTM_FRAME: Type = Type::Named(&TYPE_RTM_FRAME);
static RTM_PUSH: Type = Type::Named(&TYPE_RTM_PUSH);
static RTM_RESPONSE: Type = Type::Named(&TYPE_RTM_RESPONSE);
static WEBHOOK: Type = Type::Named(&TYPE_WEBHOOK_ENVELOPE);
