//! A recorded session of calls, judged line by line. A line `{"session": {...}}` says who calls; each other line is a call.

use alloc::boxed::Box;

use super::form::{self, FactsForm};
use super::read::{Came, Refused, Wire};
use super::reader::{Form, Keys, Part, bad, bad_in, plain};
use super::{LineError, text};
use crate::Timestamp;
use crate::codec::Json;
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

const SESSION_KEYS: Keys = &[
    ("token", form::TOKEN),
    ("grant", form::GRANT),
    ("actor", Form::Text),
    ("facts", form::FACTS),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("rules", Form::Text),
    ("when_unknown", Form::Text),
];

pub(super) const KEYS: Keys = &[
    ("session", Form::Part(SESSION_KEYS)),
    ("method", Form::Text),
    ("id", Form::Text),
    ("time", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("body", Form::Any),
    ("path", Form::Text),
    ("headers", Form::Headers),
    ("body_base64", Form::Text),
    ("frame", Form::Any),
    ("facts", form::FACTS),
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
        let parsed = match text(line).and_then(|json| Part::read(json, KEYS, &[])) {
            Ok(parsed) => parsed,
            Err(e) => {
                if line.windows(SESSION.len()).any(|bytes| bytes == SESSION) {
                    self.state = None;
                }
                return Err(e);
            }
        };
        if parsed.has("path") || parsed.has("frame") {
            return self.on_the_wire(&parsed, then);
        }
        if let Some(key) = ["headers", "body_base64"].into_iter().find(|key| parsed.has(key)) {
            return Err(bad_in("", key, &"has no place without `path`"));
        }
        match (parsed.part("session"), parsed.text("method")) {
            (Some(session), None) => {
                self.state = None;
                self.state = Some(State::new(&session)?);
                Ok(then(Judgement::Set))
            }
            (Some(_), Some(_)) => {
                self.state = None;
                Err(bad("/session", "a line is a session or a call, not both"))
            }
            (None, None) => Err(bad("/method", "missing")),
            (None, Some(method)) => {
                let (version, transport) = (parsed.text("version"), parsed.text("transport"));
                let asked = Asked {
                    method: &method,
                    version: version.as_deref(),
                    transport: transport.as_deref(),
                    body: parsed.json("body"),
                };
                self.state()?.judge(&asked, &parsed, then)
            }
        }
    }

    fn state(&self) -> Result<&State, LineError> {
        self.state.as_ref().ok_or_else(|| bad("/session", "no line before this call says who calls"))
    }

    /// Judges a call as it went over the wire.
    fn on_the_wire<R>(&mut self, line: &Part<'_>, then: impl FnOnce(Judgement<'_>) -> R) -> Result<R, LineError> {
        if line.has("session") {
            self.state = None;
            return Err(bad("/session", "a line is a session or a call, not both"));
        }
        if let Some(key) = ["version", "transport"].into_iter().find(|key| line.has(key)) {
            return Err(bad_in("", key, &"has no place beside `path`, which tells it"));
        }
        line.require("", &["path"])?;
        let wire = Wire::of(line);
        match wire.read() {
            Ok(Came::Call(read)) => {
                let asked = Asked {
                    method: read.method().name(),
                    version: Some(read.version().as_str()),
                    transport: Some(read.transport().as_str()),
                    body: Some(Json::checked(read.body())),
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
    let (method, path) = (wire.method.as_deref().unwrap_or_default(), &*wire.path);
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

/// What a line asks about, however it was written.
struct Asked<'a> {
    method: &'a str,
    version: Option<&'a str>,
    transport: Option<&'a str>,
    body: Option<Json<'a>>,
}

impl State {
    fn new(part: &Part<'_>) -> Result<Self, LineError> {
        const AT: &str = "/session";
        let boxed = |key| part.text(key).map(|t| Box::<str>::from(&*t));
        let facts = part.part("facts").map(|facts| FactsForm::read(&facts, "/session/facts")).transpose()?;
        Ok(Self {
            actor: boxed("actor"),
            token: form::token(part, AT)?,
            grant: form::grant(part, AT)?,
            facts: facts.map(FactsForm::owned).unwrap_or_default(),
            version: boxed("version"),
            transport: boxed("transport"),
            rules: part.parsed("rules", AT)?.unwrap_or_default(),
            when_unknown: part.parsed("when_unknown", AT)?.unwrap_or_default(),
        })
    }

    fn judge<R>(
        &self,
        asked: &Asked<'_>,
        line: &Part<'_>,
        then: impl FnOnce(Judgement<'_>) -> R,
    ) -> Result<R, LineError> {
        let own = line.part("facts").map(|facts| FactsForm::read(&facts, "/facts")).transpose()?.unwrap_or_default();
        let (own_users, users) = (own.users(), self.facts.users());
        let (call, session) = (own.facts(own_users.as_deref()), self.facts.facts(users.as_deref()));
        let facts = Facts {
            requester: if own.has_requester() { call.requester } else { session.requester },
            chat: if own.has_chat() { call.chat } else { session.chat },
            target: if own.has_target() { call.target } else { session.target },
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
        let (time, id) = (line.text("time"), line.text("id"));
        let now = match line.time("now") {
            Some(now) => Some(now),
            // Read only where an expiry is judged by it.
            None if self.token.expires_at().is_some() => time.as_deref().and_then(|t| Timestamp::parse(t).ok()),
            None => None,
        };
        if let Some(now) = now {
            question = question.now(now);
        }
        // Most requirements don't look at the request, and most bodies needn't be read.
        if let Some(body) = asked.body.filter(|_| question.reads_body()) {
            plain(body, "/body")?;
            question = question.body(body);
        }
        let context =
            AuditContext { time: time.as_deref(), id: id.as_deref(), actor: self.actor.as_deref(), arguments: false };
        Ok(then(Judgement::Call(Call { decision: question.decide(), context, token: &self.token })))
    }
}
