//! The command `decide`: a question in, the decision out.

use alloc::string::String;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::form::{self, FactsForm, Form, GrantForm, Object, Text, Time, TokenForm, bad};
use super::{LineError, strict, syntax};
use crate::policy::{Question, Rules, WhenUnknown};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask<'a> {
    #[serde(borrow)]
    method: Text<'a>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    transport: Option<Text<'a>>,
    #[serde(borrow)]
    token: Object<TokenForm<'a>>,
    #[serde(borrow)]
    grant: Option<Object<GrantForm<'a>>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    facts: Option<Object<FactsForm<'a>>>,
    #[serde(borrow)]
    rules: Option<Text<'a>>,
    #[serde(borrow)]
    when_unknown: Option<Text<'a>>,
    now: Option<Time>,
}

const KEYS: &[(&str, Form)] = &[
    ("method", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("token", Form::Part(form::TOKEN)),
    ("grant", Form::Part(form::GRANT)),
    ("body", Form::Any),
    ("facts", Form::Part(form::FACTS)),
    ("rules", Form::Text),
    ("when_unknown", Form::Text),
    ("now", Form::Time),
];

pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let Object(ask): Object<Ask<'_>> = serde_json::from_str(json)
        .map_err(|e| if e.is_data() { form::explain(json, KEYS, &["method", "token"]) } else { syntax(&e) })?;
    let token = ask.token.0.token()?;
    let grant = ask.grant.as_ref().map(|g| g.0.grant()).transpose()?;
    let users = ask.facts.as_ref().and_then(|f| f.0.users());
    let facts = ask.facts.as_ref().map(|f| f.0.facts(users.as_deref())).transpose()?;

    let mut question = Question::named(ask.method.as_str(), &token);
    if let Some(version) = &ask.version {
        question = question.version_named(version.as_str());
    }
    if let Some(transport) = &ask.transport {
        question = question.transport_named(transport.as_str());
    }
    if let Some(grant) = &grant {
        question = question.grant(grant);
    }
    if let Some(facts) = facts {
        question = question.facts(facts);
    }
    if let Some(rules) = &ask.rules {
        question = question.rules(rules.0.parse::<Rules>().map_err(|e| bad("/rules", e))?);
    }
    if let Some(when) = &ask.when_unknown {
        question = question.when_unknown(when.0.parse::<WhenUnknown>().map_err(|e| bad("/when_unknown", e))?);
    }
    if let Some(Time(now)) = ask.now {
        question = question.now(now);
    }
    let body = ask.body.map(|b| strict::body(b.get())).transpose()?;
    if let Some(body) = &body {
        question = question.body(body);
    }
    Ok(serde_json::to_string(&question.decide()).unwrap_or_default())
}
