//! The command `decide`: a question in, the decision out.

use alloc::string::String;

use super::LineError;
use super::form::{self, FactsForm};
use super::reader::{Form, Keys, Part, plain};
use crate::policy::Question;

pub(super) const KEYS: Keys = &[
    ("method", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("token", form::TOKEN),
    ("grant", form::GRANT),
    ("body", Form::Any),
    ("facts", form::FACTS),
    ("rules", Form::Text),
    ("when_unknown", Form::Text),
    ("now", Form::Time),
];

#[inline(never)]
pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let ask = Part::read(json, KEYS, &["method", "token"])?;
    with(&ask, |question| serde_json::to_string(&question.decide()).unwrap_or_default())
}

/// Makes the question of a line that has its keys, and hands it over.
pub(super) fn with<R>(ask: &Part<'_>, then: impl FnOnce(Question<'_>) -> R) -> Result<R, LineError> {
    let (method, version, transport) = (ask.text("method"), ask.text("version"), ask.text("transport"));
    let token = form::token(ask, "")?;
    let grant = form::grant(ask, "")?;
    let facts = ask.part("facts").map(|part| FactsForm::read(&part, "/facts")).transpose()?;
    let users = facts.as_ref().and_then(FactsForm::users);

    let mut question = Question::named(method.as_deref().unwrap_or_default(), &token);
    if let Some(version) = &version {
        question = question.version_named(version);
    }
    if let Some(transport) = &transport {
        question = question.transport_named(transport);
    }
    if let Some(grant) = &grant {
        question = question.grant(grant);
    }
    if let Some(facts) = &facts {
        question = question.facts(facts.facts(users.as_deref()));
    }
    if let Some(rules) = ask.parsed("rules", "")? {
        question = question.rules(rules);
    }
    if let Some(when_unknown) = ask.parsed("when_unknown", "")? {
        question = question.when_unknown(when_unknown);
    }
    if let Some(now) = ask.time("now") {
        question = question.now(now);
    }
    if let Some(body) = ask.json("body") {
        plain(body, "/body")?;
        question = question.body(body);
    }
    Ok(then(question))
}
