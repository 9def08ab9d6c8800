//! The kind `rtm`: a session that is told what happens and answers with what there is to do.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::super::no_answer::{NoAnswer, unfit};
use super::super::parts::{maybe, maybe_version, millis, one_of, version};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::super::{ErrorCode, LineError};
use super::actions;
use crate::catalogue::{Api, Method};
use crate::codec::Options;
use crate::machine::rtm::{
    Config, ConfigCode, ConfigError, Connection, Outgoing, PingBy, SendCode, SendError, Session, Unsent,
};
use crate::request::{BaseUrl, OrganizationId, Request, RequestError};
use crate::version::Version;

/// A session, and what is asked of it over and over.
pub(super) struct Rtm {
    session: Session,
    url: String,
    version: Version,
}

const CONFIG: Keys = &[
    ("token", Form::Text),
    ("api", Form::Text),
    ("version", Form::Text),
    ("login", Form::Any),
    ("organization_id", Form::Text),
    ("base_url", Form::Text),
    ("ping_by", Form::Text),
    ("unsent", Form::Text),
    ("restore_status", Form::Flag),
    ("login_within_ms", Form::Whole),
    ("ping_every_ms", Form::Whole),
    ("silence_ms", Form::Whole),
    ("request_timeout_ms", Form::Whole),
    ("stable_after_ms", Form::Whole),
    ("first_pause_ms", Form::Whole),
    ("longest_pause_ms", Form::Whole),
    ("max_waiting", Form::Whole),
    ("max_received_bytes", Form::Whole),
    ("max_sent_bytes", Form::Whole),
];

const NOW: (&str, Form) = ("now_ms", Form::Whole);
const CONNECTION: (&str, Form) = ("connection", Form::Text);

const SEND: Keys = &[
    NOW,
    ("action", Form::Text),
    ("payload", Form::Any),
    ("method", Form::Text),
    ("body", Form::Any),
    ("version", Form::Text),
    ("id", Form::Text),
    ("author_id", Form::Text),
];

impl Rtm {
    #[inline(never)]
    pub(super) fn open(json: &str) -> Result<Self, LineError> {
        let ask = Part::read(json, CONFIG, &["token"])?;
        let (api, version) = (api(&ask)?, version(&ask)?);
        let login = ask.json("login").map_or("{}", |login| login.raw());
        let mut config =
            Config::new(api, version, &ask.text("token").unwrap_or_default(), login).map_err(|e| misfit(&e))?;
        if let Some(organization) = maybe(&ask, "organization_id", OrganizationId::parse)? {
            config = config.organization(organization);
        }
        if let Some(base) = maybe(&ask, "base_url", BaseUrl::parse)? {
            config = config.base(base);
        }
        if let Some(ping_by) = one_of(&ask, "ping_by", &PingBy::ALL.map(|p| (p.as_str(), p)))? {
            config = config.ping_by(ping_by);
        }
        if let Some(unsent) = one_of(&ask, "unsent", &Unsent::ALL.map(|u| (u.as_str(), u)))? {
            config = config.unsent(unsent);
        }
        if let Some(restore) = ask.flag("restore_status") {
            config = config.restore_status(restore);
        }
        let setters: [(&str, Set); 8] = [
            ("login_within_ms", Config::login_within_ms),
            ("ping_every_ms", Config::ping_every_ms),
            ("silence_ms", Config::silence_ms),
            ("request_timeout_ms", Config::request_timeout_ms),
            ("stable_after_ms", Config::stable_after_ms),
            ("max_waiting", |c, n| c.max_waiting(size(n))),
            ("max_received_bytes", |c, n| c.max_received_bytes(size(n))),
            ("max_sent_bytes", |c, n| c.max_sent_bytes(size(n))),
        ];
        for (key, set) in setters {
            if let Some(number) = ask.whole(key) {
                config = set(config, number);
            }
        }
        let (first, longest) = config.pauses();
        let pause = |key, usual| ask.whole(key).unwrap_or(usual);
        config = config.pauses_ms(pause("first_pause_ms", first), pause("longest_pause_ms", longest));
        let session = Session::new(config);
        let url = session.url().map_err(|e| unfit(&format!("/{}", e.field()), e))?;
        Ok(Self { session, url, version })
    }

    #[inline(never)]
    pub(super) fn tell(&mut self, command: &str, json: &str) -> Result<String, NoAnswer> {
        let mut w = Writer::new();
        match command {
            "poll" => {
                Part::read(json, &[], &[])?;
            }
            "send" => self.send(&Part::read(json, SEND, &["now_ms"])?, &mut w)?,
            "withdraw" => {
                let ask = Part::read(json, &[("id", Form::Text)], &["id"])?;
                w.flag("withdrawn", self.session.withdraw(&ask.text("id").unwrap_or_default()));
            }
            "opened" => {
                let ask = Part::read(json, &[CONNECTION, NOW], &["connection", "now_ms"])?;
                self.session.opened(connection(&ask)?, millis(&ask, "now_ms")?);
            }
            "received" => {
                let ask =
                    Part::read(json, &[CONNECTION, NOW, ("text", Form::Text)], &["connection", "now_ms", "text"])?;
                let text = ask.text("text").map_or_else(String::new, Cow::into_owned);
                self.session.received(connection(&ask)?, millis(&ask, "now_ms")?, text);
            }
            "pong" => {
                let ask = Part::read(json, &[CONNECTION, NOW], &["connection", "now_ms"])?;
                self.session.websocket_pong(connection(&ask)?, millis(&ask, "now_ms")?);
            }
            "closed" => {
                let keys: Keys = &[CONNECTION, NOW, ("code", Form::Whole), ("reason", Form::Text)];
                let ask = Part::read(json, keys, &["connection", "now_ms"])?;
                let code = ask.whole("code").map(u16::try_from).transpose();
                let code = code.map_err(|_| bad("/code", "not a close code of a websocket, of 16 bits"))?;
                let reason = ask.text("reason").unwrap_or_default();
                self.session.closed(connection(&ask)?, millis(&ask, "now_ms")?, code, &reason);
            }
            "reconnect" => {
                let ask = Part::read(json, &[NOW, ("random", Form::Fraction)], &["now_ms", "random"])?;
                let at = self.session.reconnect(millis(&ask, "now_ms")?, ask.random("random").unwrap_or_default());
                w.moment("reconnect_at_ms", at.map(super::ceiling));
            }
            "set_token" => {
                let ask = Part::read(json, &[("token", Form::Text)], &["token"])?;
                self.session.set_token(&ask.text("token").unwrap_or_default()).map_err(|e| misfit(&e))?;
            }
            "close" => self.session.close(millis(&Part::read(json, &[NOW], &["now_ms"])?, "now_ms")?),
            "wake" => self.session.wake(millis(&Part::read(json, &[NOW], &["now_ms"])?, "now_ms")?),
            "state" => {
                Part::read(json, &[], &[])?;
                let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
                w.whole("pending", count(self.session.pending()));
                w.whole("waiting", count(self.session.waiting()));
                w.whole("attempts", self.session.attempts().into());
            }
            _ => return Err(super::no_command()),
        }
        w.key("actions").open('[');
        while let Some(action) = self.session.poll() {
            actions::write(action, &self.url, &mut w);
        }
        w.close(']');
        w.moment("wake_at_ms", self.session.wake_at().map(super::ceiling));
        w.text("state", self.session.state().as_str());
        Ok(w.finish())
    }

    fn send(&mut self, ask: &Part<'_>, w: &mut Writer) -> Result<(), NoAnswer> {
        let now = millis(ask, "now_ms")?;
        let (method, action, id, author) =
            (ask.text("method"), ask.text("action"), ask.text("id"), ask.text("author_id"));
        let request;
        let other = |key: &str| bad(&format!("/{key}"), "write `action` and `payload`, or `method` and `body`");
        let mut outgoing = match (&method, &action) {
            (None, Some(action)) if !ask.has("body") => {
                let payload = ask.json("payload").map_or("{}", |payload| payload.raw());
                let outgoing = Outgoing::new(action, payload).map_err(refused)?;
                let version = maybe_version(ask, "version")?;
                version.map_or(outgoing, |version| outgoing.version(version))
            }
            (Some(method), None) if !ask.has("payload") => {
                request = self.request(ask, method)?;
                Outgoing::try_from(&request).map_err(refused)?
            }
            (None, None) => return Err(bad("/action", "missing").into()),
            (None, _) => return Err(other("body").into()),
            (_, None) => return Err(other("payload").into()),
            _ => return Err(other("method").into()),
        };
        if let Some(id) = &id {
            outgoing = outgoing.id(id);
        }
        if let Some(author) = &author {
            outgoing = outgoing.author_id(author);
        }
        let id = self.session.send(now, outgoing).map_err(refused)?;
        w.text("id", id.as_str());
        Ok(())
    }

    /// A request of the catalogue, valid in the version that it names or else in the session's.
    fn request(&self, ask: &Part<'_>, method: &str) -> Result<Request, NoAnswer> {
        let method: Method = super::super::parts::method(method, "/method")?;
        let version = maybe_version(ask, "version")?.unwrap_or(self.version);
        let body = ask.json("body").map_or("{}", |body| body.raw());
        Request::new(method, version, body, Options::default()).map_err(|e| match e {
            RequestError::Invalid(verdict) => {
                NoAnswer::new("invalid", "The body isn't what the method takes.").at("/body").faults(verdict.faults())
            }
            RequestError::UnsupportedVersion { .. } => {
                LineError::at(ErrorCode::UnsupportedVersion, "/version", format!("{e}.")).into()
            }
        })
    }
}

/// Sets a number of the configuration.
type Set = fn(Config, u64) -> Config;

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn api(ask: &Part<'_>) -> Result<Api, LineError> {
    Ok(one_of(ask, "api", &[("agent", Api::Agent), ("customer", Api::Customer)])?.unwrap_or(Api::Agent))
}

fn connection(ask: &Part<'_>) -> Result<Connection, LineError> {
    let number = ask.text("connection").and_then(|c| c.parse().ok());
    let number = number.ok_or_else(|| bad("/connection", "not a name of a connection, as `connect` gives it"))?;
    Ok(Connection::from_number(number))
}

/// A configuration that can't be, as an error of a line.
fn misfit(error: &ConfigError) -> LineError {
    match (error.code(), error.faults().first()) {
        (ConfigCode::BadToken, _) => {
            bad("/token", "empty, or with control characters; write the scheme, a space and the token")
        }
        (ConfigCode::BadOptions, Some(fault)) => {
            // A fault of the payload is one of the options, but for the token's own.
            let at = if fault.pointer() == "/token" { "/token".into() } else { format!("/login{}", fault.pointer()) };
            LineError::at(ErrorCode::BadRequest, &at, format!("`{at}`: {}", fault.message()))
        }
        (ConfigCode::NoRtm, _) => bad("/api", "it has no RTM"),
        _ => bad("/login", "not an object that the login takes in this version"),
    }
}

/// A request that isn't taken.
fn refused(error: SendError) -> NoAnswer {
    let code = error.code();
    let answer = NoAnswer::new(code.as_str(), code.message());
    match code {
        SendCode::BadAction | SendCode::ReservedAction => answer.at("/action"),
        SendCode::BadPayload => answer.at("/payload"),
        SendCode::BadId | SendCode::IdInUse => answer.at("/id"),
        SendCode::AuthorNotKnown => answer.at("/author_id"),
        SendCode::VersionTooLow => answer.at("/version"),
        SendCode::OtherApi | SendCode::UnsupportedTransport => answer.at("/method"),
        _ => answer,
    }
}
