//! A call that failed: what the vendor or what stands before it says, and what to make of it. Pure data.

use alloc::borrow::Cow;
use core::fmt;

use super::envelope::members;
use super::retry_after::RetryAfter;
use crate::catalogue::{Blame, ErrorType, Kind, Method, Object, Retry, Type};
use crate::codec::{Json, JsonError, JsonErrorCode, JsonKind};

named! {
    /// In which form a failure came.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Shape {
        /// `{"error": {"type", "message", "data"?}}`, as the vendor documents it.
        Vendor = "vendor",
        /// JSON of another form, such as `{"error": "invalid_grant"}`.
        OtherJson = "other_json",
        /// Something else, such as a page of HTML that a proxy wrote, or a text that goes past a limit.
        NotJson = "not_json",
    }
}

/// What came as a body.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Body<'a> {
    /// JSON.
    Json(Json<'a>),
    /// Text that isn't JSON, or goes past a limit; it may be empty.
    Text(&'a str),
    /// Bytes that aren't UTF-8.
    Bytes(&'a [u8]),
}

impl<'a> Body<'a> {
    /// The JSON, if it is.
    pub fn json(&self) -> Option<Json<'a>> {
        if let Self::Json(json) = self { Some(*json) } else { None }
    }

    /// Its bytes as they came; of JSON without white space around it.
    pub fn as_bytes(&self) -> &'a [u8] {
        match self {
            Self::Json(json) => json.raw().as_bytes(),
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// Kind and size only.
impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => write!(f, "{json:?}"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
        }
    }
}

/// A call that failed. It keeps the whole body, whatever its form.
#[derive(Clone, Copy)]
pub struct Failure<'a> {
    shape: Shape,
    status: Option<u16>,
    /// The vendor's error type, a string.
    name: Option<Json<'a>>,
    message: Option<Json<'a>>,
    data: Option<Json<'a>>,
    pub(super) retry_after: Option<RetryAfter>,
    unread: Option<JsonError>,
    body: Body<'a>,
}

impl<'a> Failure<'a> {
    fn new(shape: Shape, status: Option<u16>, body: Body<'a>) -> Self {
        Self { shape, status, name: None, message: None, data: None, retry_after: None, unread: None, body }
    }

    /// The same of an answer that says otherwise that it is one of success. Where the method answers with keys that others choose, `error` may be one
    /// of them; there only an error that the catalogue knows, with its message, tells of a failure.
    pub(super) fn told_by_success(json: Json<'a>, status: Option<u16>, method: Option<Method>) -> Option<Self> {
        let failure = Self::told(json, status)?;
        let free = method.and_then(Method::response).is_some_and(has_free_keys);
        let sure = failure.error_type().is_some() && failure.message().is_some();
        (sure || !free).then_some(failure)
    }

    /// What JSON says of a failure by its form alone, whatever the status: `error` is an object or a text.
    pub(crate) fn told(json: Json<'a>, status: Option<u16>) -> Option<Self> {
        let tells = |(key, value): &(Cow<'_, str>, Json<'_>)| {
            key == "error" && matches!(value.kind(), JsonKind::Object | JsonKind::String)
        };
        let (_, error) = json.members().find(tells)?;
        let [name, message, data] = members(error, ["type", "message", "data"]).map(|part| part.value);
        let name = name.filter(|n| n.kind() == JsonKind::String);
        let shape = if name.is_some() { Shape::Vendor } else { Shape::OtherJson };
        Some(Self { name, message, data, ..Self::new(shape, status, Body::Json(json)) })
    }

    /// JSON that doesn't say so itself.
    pub(super) fn other(json: Json<'a>, status: Option<u16>) -> Self {
        Self::new(Shape::OtherJson, status, Body::Json(json))
    }

    /// What can't be read as JSON.
    pub(super) fn unread(body: Body<'a>, status: Option<u16>, why: Option<JsonError>) -> Self {
        Self { unread: why, ..Self::new(Shape::NotJson, status, body) }
    }

    /// The form in which it came.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The HTTP status, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The vendor's error type, if the catalogue has it.
    pub fn error_type(&self) -> Option<ErrorType> {
        self.type_name().as_deref().and_then(ErrorType::from_name)
    }

    /// The vendor's error type as it came, known or not.
    pub fn type_name(&self) -> Option<Cow<'a, str>> {
        self.name?.text()
    }

    /// The vendor's message, for people.
    pub fn message(&self) -> Option<Cow<'a, str>> {
        self.message?.text()
    }

    /// What the error carries beside type and message.
    pub fn data(&self) -> Option<Json<'a>> {
        self.data
    }

    /// The whole body; of an RTM response its payload.
    pub fn body(&self) -> Body<'a> {
        self.body
    }

    /// Why the body isn't read as JSON: it isn't, or it goes past a limit. None where it is, and where it isn't UTF-8.
    pub fn unreadable(&self) -> Option<JsonError> {
        self.unread
    }

    /// What must happen before the same call can succeed: a fact of the error type; where the type is unknown or absent, what the status says by
    /// RFC 9110. Of a success whose body goes past a limit: ask for less, or allow more.
    pub fn retry(&self) -> Retry {
        self.error_type().map_or_else(|| self.by_status().0, ErrorType::retry)
    }

    /// What has to change, by the same sources.
    pub fn blame(&self) -> Blame {
        self.error_type().map_or_else(|| self.by_status().1, ErrorType::blame)
    }

    /// What to do; known of the catalogue's error types.
    pub fn advice(&self) -> Option<&'static str> {
        self.error_type().map(ErrorType::advice)
    }

    /// How long the server says to wait. That an error can be met by waiting is said by [`Self::retry`].
    pub fn retry_after(&self) -> Option<RetryAfter> {
        self.retry_after
    }

    /// The region where the call belongs, as `data.region` of the error names it. The name comes from outside: parse it before it goes into a header.
    pub fn region(&self) -> Option<Cow<'a, str>> {
        self.data?.get("region")?.text()
    }

    /// Whether it wasn't read because it has more than the limits allow.
    fn past_a_limit(&self) -> bool {
        self.unread.is_some_and(|why| why.code() != JsonErrorCode::NotJson)
    }

    fn by_status(&self) -> (Retry, Blame) {
        match (self.status, self.shape) {
            (Some(401), _) => (Retry::NewToken, Blame::Token),
            (Some(403), _) => (Retry::AfterFix, Blame::Scope),
            (Some(421), _) => (Retry::OtherRegion, Blame::Region),
            (Some(429), _) => (Retry::AfterDelay, Blame::Quota),
            (Some(501 | 505), _) => (Retry::AfterFix, Blame::Request),
            (Some(408 | 425 | 500..), _) => (Retry::AfterDelay, Blame::Server),
            (Some(300..=499), _) => (Retry::AfterFix, Blame::Request),
            // The same answer would come again.
            (_, Shape::NotJson) if self.past_a_limit() => (Retry::AfterFix, Blame::Request),
            // A connection that broke off, or something that answers in the API's place.
            (_, Shape::NotJson) => (Retry::AfterDelay, Blame::Server),
            (_, Shape::Vendor | Shape::OtherJson) => (Retry::AfterFix, Blame::Unknown),
        }
    }
}

/// Without texts of the answer, which may hold what must not be logged.
impl fmt::Debug for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("shape", &self.shape)
            .field("status", &self.status)
            .field("error_type", &self.error_type())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// What kind of failure it is; not the vendor's message, which may repeat values.
impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.error_type(), self.shape) {
            (Some(known), _) => write!(f, "the API answers `{}`", known.name())?,
            (None, Shape::Vendor) => f.write_str("the API answers an error of a type that the catalogue lacks")?,
            (None, Shape::OtherJson) => f.write_str("the call failed, and the answer isn't in the API's form")?,
            (None, Shape::NotJson) if self.past_a_limit() => {
                f.write_str("the answer goes past a limit of its reader")?;
            }
            (None, Shape::NotJson) => f.write_str("the answer isn't JSON")?,
        }
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Failure<'_> {}

/// Whether values that are of a type can't tell of an error: they are objects without such a field, or no objects.
pub(super) fn tells_no_error(ty: &Type) -> bool {
    let has_none = |object: &Object| !object.open && object.fields.iter().all(|field| field.name != "error");
    match ty {
        Type::Object(object) => has_none(object),
        Type::Array(_) => true,
        Type::Named(named) => match &named.kind {
            Kind::Object(object) => has_none(object),
            Kind::Array(..) => true,
            _ => false,
        },
        _ => false,
    }
}

/// Whether values of a type have keys that the catalogue doesn't name.
fn has_free_keys(ty: &Type) -> bool {
    match ty {
        Type::Map(_) => true,
        Type::Named(named) => matches!(named.kind, Kind::Map(..)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{Body, Failure};
    use crate::codec::{InputLimits, Json};

    #[test]
    fn texts_of_an_answer_stay_out_of_debug_and_display() {
        let text = r#"{"error": {"type": "s3cret", "message": "s3cret", "data": {"region": "s3cret"}}}"#;
        let failure = Failure::told(Json::parse(text, InputLimits::default()).unwrap(), Some(400)).unwrap();
        let unread = Failure::unread(Body::Text("s3cret"), None, None);
        for shown in [format!("{failure:?} {failure}"), format!("{unread:?} {unread}")] {
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }
}
