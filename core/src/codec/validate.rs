//! Validates a text against the form that the catalogue documents: one pass, every fault with its place. No tree, no IO.
//!
//! Values are read in `values`, objects in `objects`, rules judged in `rules`. What is right, as nearly everything is, is read once, without a path, a message
//! or an allocation being made.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::MAX_DEPTH;
use super::fault::{Fault, FaultCode, Path};
use super::habits::Habits;
use super::json::{Broken, Cursor, Why};
use super::value::{InputLimits, Json};
use super::values::Bounds;
use super::verdict::{Options, Verdict};
use crate::catalogue::index::ALWAYS;
use crate::catalogue::{Method, Type};
use crate::version::Version;

/// Validates a body for a method in a version. All faults at once, each with a stable code, a pointer and a message.
///
/// ```
/// use livechat_core::codec::{FaultCode, Options, validate};
/// use livechat_core::{Method, Version};
/// let verdict = validate(
///     Method::AGENT_LIST_CHATS,
///     Version::V3_6,
///     r#"{"limit": 500, "page_id": "x", "sort_order": "up"}"#,
///     Options::default(),
/// );
/// let found: Vec<_> = verdict.faults().iter().map(|f| (f.code(), f.pointer())).collect();
/// assert_eq!(
///     found,
///     [
///         (FaultCode::OutOfRange, "/limit"),
///         (FaultCode::ExcludedBy, "/limit"),
///         (FaultCode::NotAllowedValue, "/sort_order"),
///         (FaultCode::ExcludedBy, "/sort_order"),
///     ]
/// );
/// ```
pub fn validate(method: Method, version: Version, body: &str, options: Options) -> Verdict {
    let Some(request) = method.request() else { return Verdict::default() };
    // No body and null are both a request without parameters.
    let body = if body.trim_matches([' ', '\n', '\r', '\t']) == "null" { "{}" } else { body };
    judge(&Type::Object(request), version, body, options, Purpose::Request)
}

/// What of an answer, a push or a webhook isn't as the catalogue documents it: unknown fields and values, fields that are absent or of another type,
/// texts in another format. In order of position, at most [`MAX_FAULTS`](super::MAX_FAULTS) and as many as [`Verdict::faults`] lists. Nothing of this
/// makes the value unusable; lengths, counts and rules are the sender's affair and not looked at.
///
/// ```
/// use livechat_core::codec::{InputLimits, Json, compare};
/// use livechat_core::{Method, Version};
/// let answer = Json::parse(r#"{"thread_id": 5, "mood": "good"}"#, InputLimits::default())?;
/// let documented = Method::AGENT_RESUME_CHAT.response().ok_or("no answer documented")?;
/// let found: Vec<_> = compare(documented, Version::V3_6, answer).iter().map(|f| f.to_string()).collect();
/// assert_eq!(found, ["wrong_type at /thread_id: It is a string.", "unknown_field at /mood: There is no such field in 3.6."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(documented: &Type, version: Version, value: Json<'_>) -> Vec<Fault> {
    judge(documented, version, value.raw(), Options::default(), Purpose::Answer).faults
}

/// Whose text is judged: the caller's, that must be right, or the vendor's, that is taken as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Request,
    Answer,
}

fn judge(ty: &Type, version: Version, text: &str, options: Options, purpose: Purpose) -> Verdict {
    let (Validator { mut verdict, .. }, read) = read(ty, version, text, options, purpose);
    if let Err(Broken { at, why }) = read {
        let (code, message) = if why == Why::Deep {
            (FaultCode::TooDeep, format!("More levels inside each other than are read at all, at byte {at}."))
        } else {
            (FaultCode::NotJson, format!("Not JSON from byte {at} on."))
        };
        verdict.faults = alloc::vec![Fault::new(code, &Path::Root, at, message)];
        verdict.warnings.clear();
    }
    verdict
}

fn read<'a>(
    ty: &Type,
    version: Version,
    text: &'a str,
    options: Options,
    purpose: Purpose,
) -> (Validator<'a>, Result<(), Broken>) {
    let mut validator = Validator::new(text, version, options, purpose);
    let read = validator.value(ty, Bounds::default(), false, &Path::Root, 1);
    let read = read.and_then(|()| validator.cursor.end());
    validator.verdict.keep_first();
    (validator, read)
}

/// What [`compare`] finds, of a text that wasn't read before and is JSON within the limits of depth and count; none if that doesn't show on the way.
pub(super) fn compare_unread(
    documented: &Type,
    version: Version,
    text: &str,
    limits: InputLimits,
) -> Option<Vec<Fault>> {
    if !is_within(text, limits) {
        return None;
    }
    let (validator, read) = read(documented, version, text, Options::default(), Purpose::Answer);
    (read.is_ok() && !validator.deep).then_some(validator.verdict.faults)
}

/// Whether a text with at most [`MAX_DEPTH`] levels keeps to limits of depth and count, whatever it is.
pub(super) fn is_within(text: &str, limits: InputLimits) -> bool {
    // A value takes a byte, and another one divides it from the next.
    let most_values = text.len().saturating_add(1) >> 1;
    most_values <= limits.values && limits.depth >= MAX_DEPTH
}

pub(super) struct Validator<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) version: Version,
    pub(super) options: Options,
    pub(super) purpose: Purpose,
    pub(super) verdict: Verdict,
    /// Inside of something whose faults are counted or taken back.
    pub(super) trying: u32,
    /// Where the last fault is that was kept when there were too many; what comes behind it isn't listed.
    pub(super) last: Option<usize>,
    /// A value goes deeper than [`MAX_DEPTH`]; its fault may be among those that aren't listed.
    pub(super) deep: bool,
    /// Nothing read so far may have a key twice in one object.
    pub(super) once: bool,
    /// Names of the fields read so far that rules ask for, as [`Hints`](crate::catalogue::index::Hints) has them.
    pub(super) marks: u64,
    /// Which variants of unions were met.
    pub(super) habits: Habits,
    /// Inside of an object of a union whose tag hasn't come yet.
    pub(super) guessing: bool,
}

impl<'a> Validator<'a> {
    pub(super) fn new(text: &'a str, version: Version, options: Options, purpose: Purpose) -> Self {
        let (cursor, verdict) = (Cursor::new(text), Verdict::default());
        let habits = Habits::default();
        Self {
            cursor,
            version,
            options,
            purpose,
            verdict,
            trying: 0,
            last: None,
            deep: false,
            once: true,
            marks: ALWAYS,
            habits,
            guessing: false,
        }
    }

    #[cold]
    pub(super) fn fault(&mut self, code: FaultCode, path: &Path<'_>, position: usize, message: impl Into<String>) {
        if self.has_room(position) {
            self.verdict.faults.push(Fault::new(code, path, position, message));
        }
    }

    /// The same, unless that place has a fault of that code already.
    pub(super) fn fault_once(&mut self, code: FaultCode, path: &Path<'_>, position: usize, message: impl Into<String>) {
        if self.has_room(position) {
            let fault = Fault::new(code, path, position, message);
            let known = self.verdict.faults.iter().any(|f| f.code() == code && f.pointer() == fault.pointer());
            if !known {
                self.verdict.faults.push(fault);
            }
        }
    }

    /// Reports a value that lies too deep, and passes over it.
    #[cold]
    pub(super) fn too_deep(&mut self, path: &Path<'_>) -> Result<(), Broken> {
        self.deep = true;
        let position = self.cursor.position();
        self.fault(FaultCode::TooDeep, path, position, format!("More than {MAX_DEPTH} levels deep."));
        self.cursor.skip()
    }

    /// Whether a fault may be among the first by position, which are kept in bounded memory. One that isn't has no pointer written for it, since that
    /// may be long.
    fn has_room(&mut self, position: usize) -> bool {
        if self.trying > 0 {
            return !self.verdict.is_full();
        }
        if self.verdict.is_full() {
            self.last = self.verdict.keep_first();
        }
        self.last.is_none_or(|last| position < last)
    }
}
