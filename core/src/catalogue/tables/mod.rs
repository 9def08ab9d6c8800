//! The tables of parameters, answers, payloads and named types, in the form in which they are built. Pure data.

mod statics;

pub(crate) use statics::{envelope, push, request, response, types, webhook};

/// A type that answers, pushes and webhooks come in.
#[derive(Clone, Copy)]
pub(crate) enum Envelope {
    ErrorAnswer,
    RtmFrame,
    RtmPush,
    RtmResponse,
    Webhook,
}
