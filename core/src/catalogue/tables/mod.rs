//! The tables of parameters, answers, payloads and named types, in the form in which they are built: as statics, or out of a short form.

#[cfg(feature = "compact")]
mod compact;
#[cfg(any(not(feature = "compact"), test))]
mod statics;
#[cfg(all(test, feature = "compact"))]
mod tests;

#[cfg(feature = "compact")]
pub(crate) use compact::{envelope, push, request, response, types, webhook};
#[cfg(not(feature = "compact"))]
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
