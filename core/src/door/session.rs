//! A recorded session of calls, judged line by line. A line `{"session": {...}}` says who calls; each other line is a call.

use alloc::boxed::Box;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::form::{self, FactsForm, Form, GrantForm, Object, Text, Time, TokenForm, bad};
use super::read::{Came, Headers, Refused, Wire, headers_fault};
use super::{LineError, strict, syntax, text};
use crate::Timestamp;
use crate::policy::{AuditContext, Decision, Facts, Grant, Question, Rules, Token, WhenUnknown};
use crate::request::{BaseUrl, ReadErrorCode, ReadOptions, RtmConnection};

/// Who makes the calls of a recorded session, as far as the lines so far have said.
///
/// A line `{"session": {"token", "grant"?, "actor"?, "facts"?, "version"?, "transport"?, "rules"?, "when_unknown"?}}` sets all of it anew. A
/// line `{"method", "id"?, "time"?, "version"?, "transport"?, "body"?, "facts"?}` is a call; of its facts, each part (`requester`, `chat`, `target`)
/// stands in for the session's. `time` is when the call was made, and what the token's expiry is judged by where it is RFC 3339 or seconds.
///
/// A call may also be given as it went over the wire, in the shape of the command `read`: `{"method": "POST", "path", "headers"?, "body"?}` or
/// `{"frame", "path"}`, with `id`, `time` and `facts` as above. Its version and transport are then its own. What calls no method of the API, such as a
/// call to another host, is passed over and told as such.
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
    path: Option<Text<'a>>,
    #[serde(borrow)]
    headers: Option<Headers<'a>>,
    #[serde(borrow)]
    body_base64: Option<Text<'a>>,
    #[serde(borrow)]
    frame: Option<&'a RawValue>,
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
    ("path", Form::Text),
    ("headers", Form::Any),
    ("body_base64", Form::Text),
    ("frame", Form::Any),
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
    /// It was something on the wire that calls no method.
    Passed(Passed),
}

named! {
    /// What calls no method of the API.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum Passed {
        /// A call to another host.
        OtherHost = "other_host",
        /// A browser's question whether it may call, with the method OPTIONS.
        Preflight = "preflight",
        /// The opening of an RTM connection.
        Connection = "connection",
        /// A ping over RTM.
        Ping = "ping",
    }
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
                .map_err(|e| if e.is_data() { explain(json) } else { syntax(&e) })
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
        if parsed.path.is_some() || parsed.frame.is_some() {
            return self.on_the_wire(&parsed, then);
        }
        let without = [("/headers", parsed.headers.is_some()), ("/body_base64", parsed.body_base64.is_some())];
        if let Some((pointer, _)) = without.into_iter().find(|(_, given)| *given) {
            return Err(bad(pointer, "has no place without `path`"));
        }
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
                let asked = Asked {
                    method: method.as_str(),
                    version: parsed.version.as_ref().map(Text::as_str),
                    transport: parsed.transport.as_ref().map(Text::as_str),
                    body: parsed.body.map(RawValue::get),
                };
                self.state()?.judge(&asked, &parsed, then)
            }
        }
    }

    fn state(&self) -> Result<&State, LineError> {
        self.state.as_ref().ok_or_else(|| bad("/session", "no line before this call says who calls"))
    }

    /// Judges a call as it went over the wire.
    fn on_the_wire<R>(&mut self, line: &Line<'_>, then: impl FnOnce(Judgement<'_>) -> R) -> Result<R, LineError> {
        if line.session.is_some() {
            self.state = None;
            return Err(bad("/session", "a line is a session or a call, not both"));
        }
        for (pointer, given) in [("/version", line.version.is_some()), ("/transport", line.transport.is_some())] {
            if given {
                return Err(bad(pointer, "has no place beside `path`, which tells it"));
            }
        }
        let path = line.path.as_ref().ok_or_else(|| bad("/path", "missing"))?;
        let wire = Wire {
            method: line.method.as_ref(),
            path,
            headers: line.headers.as_ref(),
            body: line.body,
            body_base64: line.body_base64.as_ref(),
            frame: line.frame,
            text: None,
        };
        match wire.read() {
            Ok(Came::Call(read)) => {
                let asked = Asked {
                    method: read.method().name(),
                    version: Some(read.version().as_str()),
                    transport: Some(read.transport().as_str()),
                    body: Some(read.body()),
                };
                self.state()?.judge(&asked, line, then)
            }
            Ok(Came::Ping(_)) => Ok(then(Judgement::Passed(Passed::Ping))),
            Err(refused) => match passed(&wire, &refused) {
                Some(passed) => Ok(then(Judgement::Passed(passed))),
                None => Err(refused.into()),
            },
        }
    }
}

/// What a call is that can't be read but needn't be, since it calls nothing of the API.
fn passed(wire: &Wire<'_>, refused: &Refused) -> Option<Passed> {
    let Refused::Read(error) = refused else { return None };
    let (method, path) = (wire.method.map_or("", Text::as_str), wire.path.as_str());
    if method == "GET" && RtmConnection::from_path(path, &ReadOptions::default()).is_ok() {
        return Some(Passed::Connection);
    }
    match error.code() {
        ReadErrorCode::OtherHost => is_elsewhere(path).then_some(Passed::OtherHost),
        _ if method == "OPTIONS" => Some(Passed::Preflight),
        _ => None,
    }
}

/// Whether an absolute URL names another host. One that names the API's in another way than its clients do is no other host: it is refused, not passed over.
fn is_elsewhere(url: &str) -> bool {
    let api = BaseUrl::LIVECHAT.split_once("://").map_or("", |(_, host)| host);
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    !authority.is_empty() && !authority.contains('%') && !authority.to_ascii_lowercase().contains(api)
}

fn explain(json: &str) -> LineError {
    let fault = form::explain(json, KEYS, &[]);
    headers_fault(json).unwrap_or(fault)
}

/// What a line asks about, however it was written.
struct Asked<'a> {
    method: &'a str,
    version: Option<&'a str>,
    transport: Option<&'a str>,
    body: Option<&'a str>,
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

    fn judge<R>(
        &self,
        asked: &Asked<'_>,
        line: &Line<'_>,
        then: impl FnOnce(Judgement<'_>) -> R,
    ) -> Result<R, LineError> {
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
            Question::named(asked.method, &self.token).facts(facts).rules(self.rules).when_unknown(self.when_unknown);
        if let Some(version) = asked.version.or(self.version.as_deref()) {
            question = question.version_named(version);
        }
        if let Some(transport) = asked.transport.or(self.transport.as_deref()) {
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
        let body = match asked.body {
            Some(body) if question.reads_body() => Some(strict::body(body)?),
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
