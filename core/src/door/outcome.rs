//! How a call ended, as questions about retries and budgets say it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::LineError;
use super::reader::{Form, Part, bad};
use crate::answer::{Failure, Received, Response};
use crate::catalogue::{ErrorType, Method};
use crate::codec::InputLimits;
use crate::machine::retry::{AnswerError, Outcome};
use crate::version::Version;

pub(super) const OUTCOME: Form = Form::Part(&[
    ("kind", Form::Text),
    ("status", Form::Whole),
    ("headers", Form::Words),
    ("text", Form::Text),
    ("error", Form::Part(&[("type", Form::Text), ("region", Form::Text)])),
]);

/// An error of an answer.
struct Told {
    error_type: Option<ErrorType>,
    region: Option<String>,
}

/// An outcome that a question holds.
pub(super) struct Ended<'a> {
    kind: Outcome<'static>,
    status: Option<u16>,
    headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    error: Option<Told>,
}

impl<'a> Ended<'a> {
    /// Reads what stands under the key `outcome`, which must be there. The method, if it is known, tells how its answers look.
    pub(super) fn read(ask: &Part<'a>, method: Option<Method>) -> Result<Self, LineError> {
        const AT: &str = "/outcome";
        let Some(form) = ask.part("outcome") else { return Err(bad(AT, "missing")) };
        form.require(AT, &["kind"])?;
        let kind = match form.text("kind").as_deref() {
            Some("answered") => Outcome::Answered { status: None, headers: &[], error: None },
            Some("not_sent") => Outcome::NotSent,
            Some("connection_lost") => Outcome::ConnectionLost,
            Some("timed_out") => Outcome::TimedOut,
            _ => {
                let known = "there are `answered`, `not_sent`, `connection_lost` and `timed_out`";
                return Err(bad("/outcome/kind", format!("no such outcome; {known}")));
            }
        };
        let mut ended = Self { kind, status: None, headers: Vec::new(), error: None };
        if !matches!(kind, Outcome::Answered { .. }) {
            let more = ["status", "headers", "text", "error"].into_iter().find(|key| form.has(key));
            return match more {
                Some(key) => Err(bad(&format!("{AT}/{key}"), "has no place where no answer came")),
                None => Ok(ended),
            };
        }
        if let Some(status) = form.whole("status") {
            let status = u16::try_from(status).ok().filter(|s| (100..=599).contains(s));
            let what = "not a status of HTTP, a whole number from 100 to 599";
            ended.status = Some(status.ok_or_else(|| bad("/outcome/status", what))?);
        }
        ended.headers = form.words("headers");
        ended.error = match (form.text("text"), form.part("error")) {
            (Some(_), Some(_)) => return Err(bad("/outcome/error", "has no place beside `text`, which tells it")),
            (Some(text), None) => ended.told(&text, method),
            (None, Some(error)) => Some(Told {
                error_type: error.text("type").and_then(|name| ErrorType::from_name(&name)),
                region: error.text("region").map(Cow::into_owned),
            }),
            (None, None) => None,
        };
        Ok(ended)
    }

    /// What the body of an answer says of an error.
    fn told(&self, text: &str, method: Option<Method>) -> Option<Told> {
        let received = Received { method, version: Version::DEFAULT, status: self.status, headers: &[] };
        let response = Response::parse(received, text, InputLimits::default());
        let told = |failure: &Failure<'_>| Told {
            error_type: failure.error_type(),
            region: failure.region().map(Cow::into_owned),
        };
        response.outcome().err().map(told)
    }

    /// Hands the outcome over.
    pub(super) fn with<R>(&self, then: impl FnOnce(Outcome<'_>) -> R) -> R {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        then(match self.kind {
            Outcome::Answered { .. } => {
                let error =
                    self.error.as_ref().map(|e| AnswerError { error_type: e.error_type, region: e.region.as_deref() });
                Outcome::Answered { status: self.status, headers: &headers, error }
            }
            other => other,
        })
    }
}
