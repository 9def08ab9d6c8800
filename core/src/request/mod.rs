//! Requests that are valid, and what of them goes on the wire, in both directions. No IO.
//!
//! Each method has a builder of its own in the module of its API. `new` takes what every version requires; IDs,
//! enumerations and objects have types of their own, so that most mistakes don't compile. What only the whole shows,
//! a limit, a rule between fields, a field that the version lacks, is found by `at`, which is the way to a
//! [`Request`]. Nothing can be sent that isn't valid.
//!
//! ```
//! use livechat_core::Version;
//! use livechat_core::request::agent::SendEvent;
//! use livechat_core::request::parts::{NewEvent, NewMessageEvent, Visibility};
//!
//! let request = SendEvent::new("PJ0MRSHTDG", NewEvent::message("Hello")).at(Version::V3_6)?;
//! assert_eq!(request.body(), r#"{"chat_id":"PJ0MRSHTDG","event":{"type":"message","text":"Hello"}}"#);
//!
//! let note = NewMessageEvent::new("Wants a refund").visibility(Visibility::Agents);
//! let request = SendEvent::new("PJ0MRSHTDG", note).attach_to_last_thread(true).at(Version::V3_6)?;
//! assert!(request.body().ends_with(r#""visibility":"agents"},"attach_to_last_thread":true}"#));
//!
//! let long = SendEvent::new("PJ0MRSHTDG", NewEvent::message("a".repeat(20_000))).at(Version::V3_6);
//! assert!(long.is_err_and(|e| e.to_string().contains("too_long at /event/text")));
//! # Ok::<(), livechat_core::request::RequestError>(())
//! ```
//!
//! An ID of another kind doesn't compile:
//!
//! ```compile_fail
//! use livechat_core::data::ThreadId;
//! use livechat_core::request::agent::FollowChat;
//! FollowChat::new(ThreadId::from("K600PKZON8"));
//! ```

pub(crate) mod builders;
pub(crate) mod draft;
mod valid;

#[doc(hidden)]
pub use crate::generated::calls::DRAFTS;
pub use crate::generated::calls::{agent, configuration, customer, reports};
pub use draft::{Call, JsonText, List, Map, Part, Piece};
pub use valid::{Request, RequestError};

/// Builders of what requests have in common: events, filters, settings.
pub mod parts {
    pub use crate::generated::parts::*;
}
