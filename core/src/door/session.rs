//! A recorded session of calls, judged line by line. A line `{"session": {...}}` says who calls; each other line is a call.

use alloc::boxed::Box;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::form::{self, FactsForm, Form, GrantForm, Object, Text, Time, TokenForm, bad};
use super::{LineError, strict, syntax, text};
use crate::Timestamp;
use crate::policy::{AuditContext, Decision, Facts, Grant, Question, Rules, Token, WhenUnknown};

/// Who makes the calls of a recorded session, as far as the lines so far have said.
///
/// A line `{"session": {"token", "grant"?, "actor"?, "facts"?, "version"?, "transport"?, "rules"?, "when_unknown"?}}` sets all of it anew. A
/// line `{"method", "id"?, "time"?, "version"?, "transport"?, "body"?, "facts"?}` is a call; of its facts, each part (`requester`, `chat`, `target`)
/// stands in for the session's. `time` is when the call was made, and what the token's expiry is judged by where it is RFC 3339 or seconds.
#[derive(Debug, Default)]
pub struct Session {
    state: Option<State>,
}

#[derive(Debug)]
struct State {
    actor: Option<Box<str>>,
    token: Token,
    grant: Option<Grant>,
    facts: FactsForm<'static>,
    version: Option<Box<str>>,
    transport: Option<Box<str>>,
    rules: Rules,
    when_unknown: WhenUnknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow)]
    session: Option<Object<SessionForm<'a>>>,
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    time: Option<Text<'a>>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    transport: Option<Text<'a>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    facts: Option<Object<FactsForm<'a>>>,
    now: Option<Time>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionForm<'a> {
    #[serde(borrow)]
    token: Object<TokenForm<'a>>,
    #[serde(borrow)]
    grant: Option<Object<GrantForm<'a>>>,
    #[serde(borrow)]
    actor: Option<Text<'a>>,
    #[serde(borrow)]
    facts: Option<Object<FactsForm<'a>>>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    transport: Option<Text<'a>>,
    #[serde(borrow)]
    rules: Option<Text<'a>>,
    #[serde(borrow)]
    when_unknown: Option<Text<'a>>,
}

const SESSION_KEYS: &[(&str, Form)] = &[
    ("token", Form::Part(form::TOKEN)),
    ("grant", Form::Part(form::GRANT)),
    ("actor", Form::Text),
    ("facts", Form::Part(form::FACTS)),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("rules", Form::Text),
    ("when_unknown", Form::Text),
];

const KEYS: &[(&str, Form)] = &[
    ("session", Form::Part(SESSION_KEYS)),
    ("method", Form::Text),
    ("id", Form::Text),
    ("time", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("body", Form::Any),
    ("facts", Form::Part(form::FACTS)),
    ("now", Form::Time),
];

/// What a line has that means to say who calls, however broken.
const SESSION: &[u8] = b"\"session\"";

/// A call of a session, with what it was judged to be.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The decision.
    pub decision: Decision<'a>,
    /// Time, ID and actor, for the record.
    pub context: AuditContext<'a>,
    /// The token that it was judged by.
    pub token: &'a Token,
}

/// What a line was.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::large_enum_variant)] // nearly every line is a call, and none is stored
pub enum Judgement<'a> {
    /// It set who calls.
    Set,
    /// It was a call.
    Call(Call<'a>),
}

impl Session {
    /// A session of which no line is read yet.
    pub const fn new() -> Self {
        Self { state: None }
    }

    /// Judges a line and hands the result to `then`, whose value is returned. After a bad line that meant to say who calls, nobody does: the calls
    /// that follow are errors, since they'd otherwise be judged by the token and grant of somebody else.
    pub fn line<R>(&mut self, line: &[u8], then: impl FnOnce(Judgement<'_>) -> R) -> Result<R, LineError> {
        let parsed = text(line).and_then(|json| {
            serde_json::from_str::<Object<Line<'_>>>(json)
                .map_err(|e| if e.is_data() { form::explain(json, KEYS, &[]) } else { syntax(&e) })
        });
        let Object(parsed) = match parsed {
            Ok(parsed) => parsed,
            Err(e) => {
                if line.windows(SESSION.len()).any(|bytes| bytes == SESSION) {
                    self.state = None;
                }
                return Err(e);
            }
        };
        match (&parsed.session, &parsed.method) {
            (Some(Object(session)), None) => {
                self.state = None;
                self.state = Some(State::new(session)?);
                Ok(then(Judgement::Set))
            }
            (Some(_), Some(_)) => {
                self.state = None;
                Err(bad("/session", "a line is a session or a call, not both"))
            }
            (None, None) => Err(bad("/method", "missing")),
            (None, Some(method)) => {
                let state =
                    self.state.as_ref().ok_or_else(|| bad("/session", "no line before this call says who calls"))?;
                state.judge(method.as_str(), &parsed, then)
            }
        }
    }
}

impl State {
    fn new(form: &SessionForm<'_>) -> Result<Self, LineError> {
        let boxed = |t: &Option<Text<'_>>| t.as_ref().map(|t| Box::<str>::from(t.as_str()));
        let rules = form.rules.as_ref().map(|r| r.0.parse::<Rules>());
        let when = form.when_unknown.as_ref().map(|w| w.0.parse::<WhenUnknown>());
        let facts = form.facts.as_ref().map(|f| f.0.owned()).unwrap_or_default();
        facts.facts(None)?;
        Ok(Self {
            actor: boxed(&form.actor),
            token: form.token.0.token()?,
            grant: form.grant.as_ref().map(|g| g.0.grant()).transpose()?,
            facts,
            version: boxed(&form.version),
            transport: boxed(&form.transport),
            rules: rules.transpose().map_err(|e| bad("/session/rules", e))?.unwrap_or_default(),
            when_unknown: when.transpose().map_err(|e| bad("/session/when_unknown", e))?.unwrap_or_default(),
        })
    }

    fn judge<R>(&self, method: &str, line: &Line<'_>, then: impl FnOnce(Judgement<'_>) -> R) -> Result<R, LineError> {
        let own_users = self.facts.users();
        let users = line.facts.as_ref().and_then(|f| f.0.users());
        let session = self.facts.facts(own_users.as_deref())?;
        let facts = match &line.facts {
            None => session,
            Some(Object(form)) => {
                let call = form.facts(users.as_deref())?;
                Facts {
                    requester: if form.has_requester() { call.requester } else { session.requester },
                    chat: if form.has_chat() { call.chat } else { session.chat },
                    target: if form.has_target() { call.target } else { session.target },
                }
            }
        };
        let mut question =
            Question::named(method, &self.token).facts(facts).rules(self.rules).when_unknown(self.when_unknown);
        if let Some(version) = line.version.as_ref().map(Text::as_str).or(self.version.as_deref()) {
            question = question.version_named(version);
        }
        if let Some(transport) = line.transport.as_ref().map(Text::as_str).or(self.transport.as_deref()) {
            question = question.transport_named(transport);
        }
        if let Some(grant) = &self.grant {
            question = question.grant(grant);
        }
        let time = line.time.as_ref().map(Text::as_str);
        let now = match line.now {
            Some(Time(now)) => Some(now),
            // Read only where an expiry is judged by it.
            None if self.token.expires_at().is_some() => time.and_then(|t| Timestamp::parse(t).ok()),
            None => None,
        };
        if let Some(now) = now {
            question = question.now(now);
        }
        // Most requirements don't look at the request, and most bodies needn't be read.
        let body = match line.body {
            Some(body) if question.reads_body() => Some(strict::body(body.get())?),
            _ => None,
        };
        if let Some(body) = &body {
            question = question.body(body);
        }
        let context = AuditContext {
            time,
            id: line.id.as_ref().map(Text::as_str),
            actor: self.actor.as_deref(),
            arguments: false,
        };
        Ok(then(Judgement::Call(Call { decision: question.decide(), context, token: &self.token })))
    }
}
