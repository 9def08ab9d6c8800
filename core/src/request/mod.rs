//! Requests that are valid, and what of them goes on the wire, in both directions. No IO.
//!
//! A client makes a [`Request`] and writes it as an [`HttpRequest`] ([`Request::http`]) or as an [`RtmFrame`] ([`Request::frame`]). A gateway turns what a
//! client sent back into method, version and body: [`read_http`] for HTTP, [`read_frame`] for a frame on an [`RtmConnection`]. It decides on what these
//! return, so they guess nothing: what LiveChat documents is understood, everything else is refused with a code and a place.
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
mod credentials;
pub(crate) mod draft;
mod error;
pub(crate) mod frame;
mod headers;
mod ids;
mod multipart;
mod query;
mod read;
pub(crate) mod rtm;
mod target;
mod valid;
mod web;

use crate::catalogue::{Api, Field, Method, Type};
#[doc(hidden)]
pub use crate::generated::calls::DRAFTS;
pub use crate::generated::calls::{agent, configuration, customer, reports};
pub use credentials::Credentials;
pub use draft::{Call, JsonText, List, Map, Part, Piece};
pub use error::{BuildError, BuildErrorCode, ReadError, ReadErrorCode};
pub use frame::{FrameOptions, RtmFrame};
pub use ids::{AuthorId, BaseUrl, RequestId};
pub use multipart::{Boundary, FileHead, FileName, MediaType};
pub use read::{Incoming, Read, ReadOptions, read_http};
pub use rtm::{ReadFrame, RtmConnection, read_frame};
pub use valid::{Request, RequestError};
pub use web::WebOptions;

pub use crate::caller::{AccessToken, AccountId, OrganizationId, Region, UnknownRegion};
use crate::http::MULTIPART;
pub use crate::http::{HttpBody, HttpMethod, HttpRequest, UnknownHttpMethod};
pub use crate::input::{InputCode, InputError};
use crate::version::Version;

/// Builders of what requests have in common: events, filters, settings.
pub mod parts {
    pub use crate::generated::parts::*;
}

/// The last version in which a bot is named by `X-Author-Id` or `author_id`; from 3.6 on it has a token of its own. Source: the reference, Agent Chat API,
/// "Calling the API as a bot".
const LAST_WITH_AUTHOR: Version = Version::V3_5;

/// Whether a call may name its author: only on the Agent Chat API, and not in newer versions.
pub(crate) fn takes_author(method_api: Api, version: Version) -> bool {
    method_api == Api::Agent && version <= LAST_WITH_AUTHOR
}

/// Whether a method takes a file.
pub(crate) fn takes_file(method: Method) -> bool {
    method.versions().iter().any(|version| file_field(method, version).is_some())
}

/// The field that is the content of a file, if the method takes one as multipart.
fn file_field(method: Method, version: Version) -> Option<&'static Field> {
    let fields = method.request().filter(|_| method.content_type() == MULTIPART)?.fields;
    fields.iter().find(|f| matches!(f.ty, Type::Binary) && f.versions.contains(version))
}
