//! Typed views of what comes back: answers, pushes and webhooks, each a checked [`Json`](crate::codec::Json) and
//! accessors that look their field up when they are asked. No IO.
//!
//! Making a view costs nothing and can't fail. Each call of an accessor reads the object up to its field, so keep
//! what you need more than once. An accessor gives none where the field is absent, null or of another type, a list is
//! empty then; [`compare`](crate::codec::compare) tells which fields aren't as documented. Fields of all versions
//! stand in one view. Nothing is lost: `get` reads a field that isn't documented, `raw` gives the whole value, and
//! enumerations and unions keep what they don't know.
//!
//! Types of the catalogue have their names here; answers and payloads stand in a module for each API, and one for
//! webhooks. `Debug` shows names and sizes only.
//!
//! ```
//! use livechat_core::codec::{InputLimits, Json};
//! use livechat_core::data::Event;
//! use livechat_core::request::agent::GetChat;
//!
//! let text = r#"{
//!     "id": "PJ0MRSHTDG",
//!     "users": [{"type": "customer", "id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "name": "Ann", "mood": "good"}],
//!     "thread": {"id": "K600PKZON8", "events": [
//!         {"type": "message", "id": "E1", "text": "Hello", "author_id": "smith@example.com"},
//!         {"type": "hologram", "id": "E2", "depth": 3}
//!     ]}
//! }"#;
//! let chat = GetChat::answer(Json::parse(text, InputLimits::default())?);
//! assert!(chat.id().is_some_and(|id| id == "PJ0MRSHTDG"));
//!
//! let thread = chat.thread().ok_or("no thread")?;
//! for event in thread.events() {
//!     match &event {
//!         Event::Message(message) => assert_eq!(message.text().as_deref(), Some("Hello")),
//!         Event::Unknown { tag, raw } => {
//!             assert_eq!(tag, "hologram");
//!             assert_eq!(raw.get("depth").and_then(|d| d.integer()), Some(3));
//!         }
//!         other => println!("{:?}", other.id()),
//!     }
//! }
//! let customer = chat.users().iter().next().ok_or("no user")?;
//! assert_eq!(customer.name().as_deref(), Some("Ann"));
//! assert_eq!(customer.get("mood").and_then(|m| m.text()).as_deref(), Some("good"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod read;
pub(crate) mod scalars;
mod time;
pub(crate) mod views;

#[doc(hidden)]
pub use crate::generated::answers::VIEWS;
pub use crate::generated::answers::{PushPayload, WebhookPayload, agent, configuration, customer, reports, webhook};
pub use crate::generated::scalars::*;
pub use crate::generated::views::*;
pub use read::{Batch, Elements, Entries, FromJson};
pub use scalars::Secret;
pub use time::{Time, rfc3339};
