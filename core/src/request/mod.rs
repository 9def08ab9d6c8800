//! Requests that are valid, and what of them goes on the wire, in both directions. No IO.

mod valid;

pub use valid::{Request, RequestError};
