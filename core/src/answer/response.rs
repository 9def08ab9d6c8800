//! The answer to a call over the Web API: success or failure, by the body first and the status second. Borrows from the text.

use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use super::Success;
use super::envelope::Comparison;
use super::failure::{Body, Failure, tells_no_error};
use super::retry_after::RetryAfter;
use crate::catalogue::Method;
use crate::catalogue::tables::{Envelope, envelope};
use crate::codec::{Fault, InputLimits, Json, JsonErrorCode, MAX_FAULTS};
use crate::request::Call;
use crate::version::Version;

/// What a host knows of an answer beside its body.
#[derive(Clone, Copy, Default)]
pub struct Received<'a> {
    /// The method that was called; without it nothing is compared with the catalogue.
    pub method: Option<Method>,
    /// The version that was called.
    pub version: Version,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Names and values of the headers; names in any case.
    pub headers: &'a [(&'a str, &'a str)],
}

/// Without the headers' values.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("version", &self.version)
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .finish()
    }
}

/// An answer. Reading one never fails: what isn't a success is a failure that keeps the body.
///
/// A body that tells of an error is a failure whatever the status, since the vendor's guide documents errors with the status 200. Without that, a
/// status outside of 200 to 299 makes a failure, and so does a body that isn't JSON or goes past a limit. A call without documented answer may have
/// an empty body. A method such as `configuration/list_properties` answers with names that others choose, and one of them may be `error`: with a
/// status from 200 to 299, its answer is a failure only if the error is one of the catalogue's.
///
/// ```
/// use livechat_core::answer::{Received, Response};
/// use livechat_core::catalogue::{Blame, Retry};
/// use livechat_core::codec::InputLimits;
/// let received = Received { status: Some(200), ..Received::default() };
/// let text = r#"{"error": {"type": "misdirected_request", "message": "Wrong region", "data": {"region": "fra"}}}"#;
/// let response = Response::parse(received, text, InputLimits::default());
/// let failure = response.outcome().err().ok_or("no failure")?;
/// assert_eq!((failure.retry(), failure.blame()), (Retry::OtherRegion, Blame::Region));
/// assert_eq!(failure.region().as_deref(), Some("fra"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Response<'a> {
    received: Received<'a>,
    body: Body<'a>,
    outcome: Result<Success<'a>, Failure<'a>>,
    /// It was compared when it was read, and nothing was found.
    as_documented: bool,
}

impl<'a> Response<'a> {
    /// Reads an answer.
    pub fn parse(received: Received<'a>, text: &'a str, limits: InputLimits) -> Self {
        let status = received.status;
        let answered = status.is_none_or(succeeded);
        let documented = received.method.filter(|_| answered).and_then(Method::response);
        // Read as what a success is answered with.
        let both = documented.and_then(|ty| Json::parse_at_once(ty, received.version, text, limits));
        let as_documented = both.as_ref().is_some_and(|(_, faults)| faults.is_empty());
        if let (Some((json, _)), true, true) = (&both, as_documented, documented.is_some_and(tells_no_error)) {
            let as_documented = received.method.is_some_and(|m| m.batch_of().is_none());
            let (body, outcome) = (Body::Json(*json), Ok(Success { payload: Some(*json) }));
            return Self { received, body, outcome, as_documented };
        }
        let (body, outcome) = match both.map_or_else(|| Json::parse(text, limits), |(json, _)| Ok(json)) {
            Ok(json) => {
                let failed = if answered {
                    Failure::told_by_success(json, status, received.method)
                } else {
                    Failure::told(json, status).or_else(|| Some(Failure::other(json, status)))
                };
                (Body::Json(json), failed.map_or(Ok(Success { payload: Some(json) }), Err))
            }
            Err(error) => {
                let body = Body::Text(text);
                let empty = error.code() == JsonErrorCode::NotJson && text.trim_ascii().is_empty();
                let nothing_due = received.method.and_then(Method::response).is_none();
                if empty && nothing_due && status.is_some_and(succeeded) {
                    (body, Ok(Success { payload: None }))
                } else {
                    (body, Err(Failure::unread(body, status, Some(error))))
                }
            }
        };
        Self { received, body, outcome, as_documented: false }.with_headers()
    }

    /// The same for bytes, which may not be UTF-8; then the answer is a failure that keeps them.
    pub fn parse_bytes(received: Received<'a>, bytes: &'a [u8], limits: InputLimits) -> Self {
        if let Ok(text) = core::str::from_utf8(bytes) {
            return Self::parse(received, text, limits);
        }
        let body = Body::Bytes(bytes);
        let outcome = Err(Failure::unread(body, received.status, None));
        Self { received, body, outcome, as_documented: false }.with_headers()
    }

    fn with_headers(mut self) -> Self {
        let wait = self.headers("retry-after").find_map(RetryAfter::parse);
        if let Err(failure) = &mut self.outcome {
            failure.retry_after = wait;
        }
        self
    }

    fn headers(&self, name: &'static str) -> impl Iterator<Item = &'a str> {
        let headers = self.received.headers.iter();
        headers.filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim_ascii())
    }

    /// What the host knew of it.
    pub fn received(&self) -> Received<'a> {
        self.received
    }

    /// What came of the call.
    pub fn outcome(&self) -> Result<Success<'a>, &Failure<'a>> {
        self.outcome.as_ref().map(|success| *success)
    }

    /// A view of what the call answers. None of a failure, and where another method was called.
    pub fn typed<C: Call>(&self) -> Option<C::Answer<'a>> {
        let called = self.received.method.is_none_or(|method| method == C::METHOD);
        self.outcome.as_ref().ok().filter(|_| called).map(Success::typed::<C>)
    }

    /// The body as it came.
    pub fn body(&self) -> Body<'a> {
        self.body
    }

    /// The body's JSON, if it is.
    pub fn raw(&self) -> Option<Json<'a>> {
        self.body.json()
    }

    /// The day on which the version stops being the current one, as the header `Legacy` gives it. Documented as `YYYY-MM-DD`; not checked.
    pub fn legacy(&self) -> Option<&'a str> {
        self.headers("legacy").next()
    }

    /// The day on which the version is switched off, as the header `Deprecation` gives it. Documented as `YYYY-MM-DD`; not checked.
    pub fn deprecation(&self) -> Option<&'a str> {
        self.headers("deprecation").next()
    }

    /// What came of the single requests of a batch, in their order. Nothing for a method that is no batch, and for a batch that failed as a whole.
    pub fn elements(&self) -> impl Iterator<Item = Result<Success<'a>, Failure<'a>>> + use<'a> {
        let batch = self.received.method.is_none_or(|m| m.batch_of().is_some());
        let responses = self.outcome.as_ref().ok().filter(|_| batch).and_then(|s| s.payload?.get("responses"));
        let single = self.received.method.and_then(Method::batch_of);
        let elements = responses.unwrap_or(Json::NULL).elements();
        elements.map(move |json| {
            Failure::told_by_success(json, None, single).map_or(Ok(Success { payload: Some(json) }), Err)
        })
    }

    /// Whether all of it is as documented: [`Self::warnings`] has nothing to tell. Mostly known since it was read.
    pub fn is_as_documented(&self) -> bool {
        self.as_documented || self.warnings().is_empty()
    }

    /// What isn't as documented, in order of position, at most [`MAX_FAULTS`](crate::codec::MAX_FAULTS); pointers lead into the body.
    pub fn warnings(&self) -> Vec<Fault> {
        if self.as_documented {
            return Vec::new();
        }
        let Received { method: Some(method), version, .. } = self.received else { return Vec::new() };
        let Some(raw) = self.raw() else { return Vec::new() };
        let documented = match &self.outcome {
            Ok(_) => method.response(),
            Err(failure) => failure.type_name().map(|_| envelope(Envelope::ErrorAnswer)),
        };
        let Some(documented) = documented else { return Vec::new() };
        let mut comparison = Comparison::new(raw, documented, version);
        if let (Ok(_), Some(single)) = (&self.outcome, method.batch_of()) {
            // An element is judged by what it is, where the catalogue says only that it is an answer or an error.
            comparison.forget("/responses/");
            let mut count = 0usize;
            for (index, element) in self.elements().enumerate() {
                let (json, documented) = match element {
                    Ok(success) => (success.payload, single.response()),
                    Err(failure) => (failure.body().json(), Some(envelope(Envelope::ErrorAnswer))),
                };
                if let (Some(json), Some(documented)) = (json, documented) {
                    let found = comparison.part(&format!("/responses/{index}"), documented, json);
                    count = count.saturating_add(found);
                }
                if count >= MAX_FAULTS {
                    break;
                }
            }
        }
        comparison.finish()
    }
}

/// What the host knew of it, kind and size of the body, and what came of the call.
impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("received", &self.received)
            .field("body", &self.body)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

fn succeeded(status: u16) -> bool {
    (200..=299).contains(&status)
}
