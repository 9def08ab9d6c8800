//! JSON in, JSON out: the same answers in every language, for hosts without a binding of their own and for tests.
//!
//! [`answer`] takes the name of a command and one JSON object and gives one JSON object. The shapes are stable: other programs rely on them.
//! The commands are `decide`, `validate`, `build`, `read` and `parse`. What they leave out is behind [`ask`](mod@ask), and what has a memory is a [`Machine`]. Depth is limited to 128 levels, size to [`MAX_LINE`].

pub mod ask;
mod build;
mod decide;
mod form;
pub mod machine;
mod no_answer;
mod outcome;
mod parse;
mod parts;
mod read;
mod reader;
mod session;
mod validate;
mod writer;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

pub use ask::{allowed_set, ask, ask_policy};
pub use machine::Machine;
pub use session::{Call, Judgement, Passed, Session};

/// Most bytes of one line: 16 MiB.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

named! {
    /// What is wrong with a line. An answer of the decision, such as an unknown method, isn't among these.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ErrorCode {
        /// Not JSON: the text is broken, empty, not UTF-8, or nested too deeply.
        BadJson = "bad_json",
        /// JSON, but not a question of this command.
        BadRequest = "bad_request",
        /// Longer than [`MAX_LINE`], or more values than are read.
        TooLarge = "too_large",
        /// No such method; `decide` answers that with a denial instead.
        UnknownMethod = "unknown_method",
        /// No such version, or the method isn't in it; `decide` answers that with a denial instead.
        UnsupportedVersion = "unsupported_version",
        /// No such transport, or the method isn't on it; `decide` answers that with a denial instead.
        UnsupportedTransport = "unsupported_transport",
        /// The webhook carries none of the secrets that are accepted.
        WrongSecret = "wrong_secret",
    }
}

/// An error of a line. Its message never repeats values of the line, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct LineError {
    code: ErrorCode,
    message: String,
    pointer: Option<Box<str>>,
}

impl LineError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: None }
    }

    /// The same about a place of the question.
    pub(crate) fn at(code: ErrorCode, pointer: &str, message: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::new(code, message) }
    }

    /// The error of a line that is longer than [`MAX_LINE`].
    pub fn too_large() -> Self {
        Self::new(ErrorCode::TooLarge, format!("The line is longer than {MAX_LINE} bytes."))
    }

    /// What is wrong.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The same for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// RFC 6901 pointer into the question, where the error is about one place of it. [`answer`] has it in the message alone.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// The same as [`Self::to_json`] with the `pointer` where there is one, as [`ask`](ask()) writes it.
    pub fn to_json_with_pointer(&self) -> String {
        no_answer::NoAnswer::from(self.clone()).to_json()
    }

    /// The line that answers the one that is wrong: `{"error": {"code", "message"}}`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for LineError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Inner<'a>(&'a LineError);
        impl Serialize for Inner<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("code", self.0.code.as_str())?;
                map.serialize_entry("message", &self.0.message)?;
                map.end()
            }
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("error", &Inner(self))?;
        map.end()
    }
}

/// Answers a question that is written as JSON.
///
/// ```
/// use livechat_core::door::answer;
/// let json = answer("decide", r#"{"method": "agent/send_event", "token": {"scopes": ["chats--access:rw"]}}"#);
/// assert!(json.starts_with(r#"{"effect":"allow","code":"allowed","method":"agent/send_event""#));
/// assert!(answer("decide", "{").starts_with(r#"{"error":{"code":"bad_json""#));
/// ```
pub fn answer(command: &str, json: &str) -> String {
    answer_bytes(command, json.as_bytes())
}

/// The command `decide` alone: where the size of a program counts, it has nothing of the others in it. Its errors have a `pointer`, as those of [`ask`](ask()) do.
pub fn decide(json: &str) -> String {
    text(json.as_bytes()).and_then(decide::answer).unwrap_or_else(|e| e.to_json_with_pointer())
}

/// The same as [`answer`] for bytes that may not be UTF-8.
pub fn answer_bytes(command: &str, json: &[u8]) -> String {
    let answered = text(json).and_then(|json| match command {
        "decide" => decide::answer(json),
        "parse" => parse::answer(json),
        "validate" => validate::answer(json),
        "build" => build::answer(json),
        "read" => read::answer(json),
        _ => {
            let message = "No such command; there are `decide`, `validate`, `build`, `read` and `parse`.";
            Err(LineError::new(ErrorCode::BadRequest, message))
        }
    });
    answered.unwrap_or_else(|e| e.to_json())
}

/// Bytes of a line as text, if they may be read.
pub(crate) fn text(line: &[u8]) -> Result<&str, LineError> {
    if line.len() > MAX_LINE {
        return Err(LineError::too_large());
    }
    let text = core::str::from_utf8(line)
        .map_err(|e| LineError::new(ErrorCode::BadJson, format!("Not UTF-8 from byte {} on.", e.valid_up_to())))?;
    if text.trim().is_empty() {
        return Err(LineError::new(ErrorCode::BadJson, "The line is empty."));
    }
    Ok(text)
}
