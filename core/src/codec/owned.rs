//! A JSON value together with its text, for hosts that read it later. No IO.

use alloc::string::String;
use core::fmt;

use super::value::Json;

/// A JSON value that owns its text. It was checked when it was made, so that reading it checks nothing again.
///
/// ```
/// use livechat_core::codec::{InputLimits, Json, OwnedJson};
/// let mut kept = OwnedJson::new();
/// assert!(kept.json().is_null());
/// kept.set(Json::parse(r#"{"chat_id": "PJ0MRSHTDG"}"#, InputLimits::default())?);
/// assert_eq!(kept.json().get("chat_id").map(|id| id.raw()), Some(r#""PJ0MRSHTDG""#));
/// # Ok::<(), livechat_core::codec::JsonError>(())
/// ```
#[derive(Clone, Default)]
pub struct OwnedJson(String);

impl OwnedJson {
    /// `null`
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Keeps another value; its room is used again.
    pub fn set(&mut self, json: Json<'_>) {
        self.0.clear();
        self.0.push_str(json.raw());
    }

    /// The value.
    pub fn json(&self) -> Json<'_> {
        if self.0.is_empty() { Json::NULL } else { Json::checked(&self.0) }
    }
}

impl From<Json<'_>> for OwnedJson {
    fn from(json: Json<'_>) -> Self {
        Self(json.raw().into())
    }
}

/// Kind and size only: the value may hold what must not be logged.
impl fmt::Debug for OwnedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.json().fmt(f)
    }
}
