//! Requests in the making: names and JSON texts, put together by generated builders and validated at the end. No IO.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::{Request, RequestError};
use crate::catalogue::Method;
use crate::codec::{InputLimits, Json, JsonError, MAX_FAULTS, Options, UnknownFields};
use crate::data::{Secret, Time};
use crate::version::Version;

/// A typed request: the method that it calls, and what that answers.
///
/// ```
/// use livechat_core::codec::Json;
/// use livechat_core::request::{Call, Request, RequestError};
/// use livechat_core::Version;
///
/// /// Works for any call: `send` is the host's.
/// fn ask<'a, C: Call>(call: C, send: impl FnOnce(&Request) -> Json<'a>) -> Result<C::Answer<'a>, RequestError> {
///     let request = call.at(Version::DEFAULT)?;
///     Ok(C::answer(send(&request)))
/// }
/// ```
pub trait Call: Sized {
    /// The method.
    const METHOD: Method;

    /// A view of what the method answers when it succeeds.
    type Answer<'a>: From<Json<'a>>;

    /// Makes the request for a version: writes its body and validates it.
    fn at(self, version: Version) -> Result<Request, RequestError>;

    /// Views an answer.
    fn answer(json: Json<'_>) -> Self::Answer<'_> {
        json.into()
    }
}

/// JSON text on its way into a request, and pointers to what of it the catalogue needn't know.
#[derive(Clone, Default)]
pub struct Part {
    text: String,
    extras: Vec<String>,
}

/// Size only: it may hold a secret.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({} bytes)", self.text.len())
    }
}

impl Part {
    fn plain(text: String) -> Self {
        Self { text, extras: Vec::new() }
    }

    /// Adds a value to the elements or members that the text holds, after its key if it has one.
    fn push(&mut self, key: Option<&str>, index: usize, value: &Self) {
        if index > 0 {
            self.text.push(',');
        }
        let step = match key {
            Some(key) => {
                self.text.push_str(&quoted(key));
                self.text.push(':');
                key.replace('~', "~0").replace('/', "~1")
            }
            None => index.to_string(),
        };
        self.text.push_str(&value.text);
        self.extras.extend(value.extras.iter().map(|below| format!("/{step}{below}")));
    }

    fn wrapped(mut self, open: char, close: char) -> Self {
        self.text.insert(0, open);
        self.text.push(close);
        self
    }
}

/// What a request is made of: plain values, IDs, enumerations, lists, maps, and builders of objects.
pub trait Piece {
    /// Its JSON text.
    #[doc(hidden)]
    fn part(self) -> Part;
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

impl Piece for Cow<'_, str> {
    fn part(self) -> Part {
        Part::plain(quoted(&self))
    }
}

impl Piece for Time<'_> {
    fn part(self) -> Part {
        self.into_text().part()
    }
}

impl Piece for Secret<'_> {
    fn part(self) -> Part {
        self.into_revealed().part()
    }
}

macro_rules! displayed {
    ($($ty:ty),+) => {
        $(
            impl Piece for $ty {
                fn part(self) -> Part {
                    Part::plain(self.to_string())
                }
            }
        )+
    };
}

displayed!(bool, i64, u64);

impl Piece for f64 {
    /// JSON has no infinite number and no `NaN`: one becomes a text, which validation refuses where a number is asked
    /// for.
    fn part(self) -> Part {
        Part::plain(if self.is_finite() { self.to_string() } else { quoted("not a finite number") })
    }
}

impl<T: Piece> Piece for Option<T> {
    fn part(self) -> Part {
        self.map_or_else(|| Part::plain("null".into()), Piece::part)
    }
}

/// Any JSON, checked: for properties and for content of an application's own.
///
/// ```
/// use livechat_core::request::JsonText;
/// let value = JsonText::parse(r#"{"score": 1.50}"#)?;
/// assert_eq!(value.as_str(), r#"{"score":1.50}"#);
/// assert_eq!(JsonText::string("a \"b\"").as_str(), r#""a \"b\"""#);
/// assert!(JsonText::parse("score").is_err());
/// # Ok::<(), livechat_core::codec::JsonError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct JsonText(String);

impl JsonText {
    /// Checks JSON text, within the default [`InputLimits`].
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        Json::parse(text, InputLimits::default()).map(Self::from)
    }

    /// A JSON string.
    pub fn string(text: &str) -> Self {
        Self(quoted(text))
    }

    /// The JSON, on one line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Json<'_>> for JsonText {
    fn from(json: Json<'_>) -> Self {
        Self(json.compact())
    }
}

impl From<bool> for JsonText {
    fn from(value: bool) -> Self {
        Self(value.to_string())
    }
}

impl From<i64> for JsonText {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

/// Size only.
impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonText({} bytes)", self.0.len())
    }
}

impl Piece for JsonText {
    fn part(self) -> Part {
        Part::plain(self.0)
    }
}

/// An array in a request, made from anything that iterates over what a `T` can be made from.
pub struct List<T> {
    elements: Part,
    of: PhantomData<fn() -> T>,
}

impl<T: Piece, I: IntoIterator> From<I> for List<T>
where
    I::Item: Into<T>,
{
    fn from(items: I) -> Self {
        let mut elements = Part::default();
        for (index, item) in items.into_iter().enumerate() {
            elements.push(None, index, &item.into().part());
        }
        Self { elements, of: PhantomData }
    }
}

impl<T> Piece for List<T> {
    fn part(self) -> Part {
        self.elements.wrapped('[', ']')
    }
}

/// An object with free keys in a request, made from anything that iterates over pairs of a key and what a `T` can be
/// made from. It is in the order of the keys; of a key that comes twice the last counts.
pub struct Map<T> {
    members: Part,
    of: PhantomData<fn() -> T>,
}

impl<T: Piece, K: AsRef<str>, V: Into<T>, I: IntoIterator<Item = (K, V)>> From<I> for Map<T> {
    fn from(entries: I) -> Self {
        let sorted: BTreeMap<String, Part> =
            entries.into_iter().map(|(key, value)| (key.as_ref().into(), value.into().part())).collect();
        let mut members = Part::default();
        for (index, (key, value)) in sorted.into_iter().enumerate() {
            members.push(Some(&key), index, &value);
        }
        Self { members, of: PhantomData }
    }
}

impl<T> Piece for Map<T> {
    fn part(self) -> Part {
        self.members.wrapped('{', '}')
    }
}

/// The members of an object in the making; a later value of a name takes the place of an earlier one.
#[derive(Clone, Default)]
pub(crate) struct Draft {
    members: Vec<(Cow<'static, str>, Part)>,
}

impl Draft {
    pub(crate) fn with<T: Piece>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.set(Cow::Borrowed(name), value.into().part());
        self
    }

    /// A member that the catalogue needn't know.
    pub(crate) fn extra(mut self, name: String, value: JsonText) -> Self {
        let mut part = value.part();
        part.extras.push(String::new());
        self.set(Cow::Owned(name), part);
        self
    }

    fn set(&mut self, name: Cow<'static, str>, value: Part) {
        match self.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.members.push((name, value)),
        }
    }

    /// Validates the object as the body of a method. Where it has extras, fields that neither the catalogue nor an
    /// extra accounts for are faults still.
    pub(crate) fn request(self, method: Method, version: Version) -> Result<Request, RequestError> {
        let Part { text, extras } = self.part();
        let strict = Options::default();
        if extras.is_empty() {
            return Request::new(method, version, &text, strict);
        }
        let lenient = Options { unknown_fields: UnknownFields::Warn };
        let request = Request::new(method, version, &text, lenient)?;
        let is_extra = |pointer: &str| {
            extras
                .iter()
                .any(|e| pointer.strip_prefix(&**e).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        };
        // A full list of warnings may have left some out.
        let accounted =
            request.warnings().len() < MAX_FAULTS && request.warnings().iter().all(|w| is_extra(w.pointer()));
        if accounted { Ok(request) } else { Request::new(method, version, &text, strict) }
    }

    /// What `Debug` shows of a builder: its fields may hold what must not be logged.
    pub(crate) fn sized(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        write!(f, "{name}({} fields)", self.members.len())
    }
}

impl Piece for Draft {
    fn part(self) -> Part {
        let mut members = Part::default();
        for (index, (name, value)) in self.members.into_iter().enumerate() {
            members.push(Some(&name), index, &value);
        }
        members.wrapped('{', '}')
    }
}
