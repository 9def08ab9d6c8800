//! The machine itself: what the host reports moves it from state to state, and [`Session::poll`] says what to do. No clock, no randomness, no IO.

use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;

use super::clock::{Clock, Moment};
use super::config::{Config, ConfigError, MAX_PENDING, PingBy, Unsent};
use super::event::{Action, Cause, Connection, Event, State};
use super::frame::Frame;
use super::ledger::{Ledger, Waiting};
use super::outgoing::{self, LOGIN, Outgoing, SendCode, SendError};
use crate::catalogue::{Access, Method, ReconnectAdvice};
use crate::input::InputError;
use crate::request::frame::Frame as Written;
use crate::request::rtm::PING;
use crate::request::{RequestId, RtmConnection};
use crate::timestamp::Timestamp;

/// Most bytes of a websocket's close reason. Source: RFC 6455, 5.5.
const MAX_CLOSE_REASON: usize = 123;

/// One session: a connection, and those that follow it. See the [module](super) for the whole picture.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) config: Config,
    pub(super) clock: Clock,
    pub(super) phase: Phase,
    /// Number of the connection that is there, or was last.
    connection: u64,
    to_close: Option<Connection>,
    pub(super) events: VecDeque<Event>,
    pub(super) ledger: Ledger,
    /// Connections since the last one that was logged in for long enough.
    attempts: u32,
    pub(super) logged_in_before: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Phase {
    Waiting { until: Moment },
    Connecting { told: bool },
    LoggingIn { opened: Moment, asked: bool },
    LoggedIn(Online),
    Closed { advice: ReconnectAdvice, by_host: bool },
}

/// A connection that is logged in.
#[derive(Debug, Clone)]
pub(super) struct Online {
    since: Moment,
    heard: Moment,
    next_ping: Moment,
    /// Until when the answer to a ping is waited for.
    pub(super) pinged: Option<Moment>,
    /// The server has said that too many requests are pending: until then, or until an answer comes, none is sent.
    pub(super) held: Option<Moment>,
    closing: bool,
}

impl Session {
    /// A session that wants its first connection.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            clock: Clock::default(),
            phase: Phase::Connecting { told: false },
            connection: 1,
            to_close: None,
            events: VecDeque::new(),
            ledger: Ledger::default(),
            attempts: 0,
            logged_in_before: false,
        }
    }

    /// The URL to connect to, of [`Config::base`] and [`Config::organization`]. An error where the organization is missing that the API asks for.
    ///
    /// ```
    /// use livechat_core::Version;
    /// use livechat_core::catalogue::Api;
    /// use livechat_core::machine::rtm::{Config, Session};
    /// let config = Config::new(Api::Agent, Version::V3_6, "Bearer dal:token", "{}")?;
    /// assert_eq!(Session::new(config).url()?, "wss://api.livechatinc.com/v3.6/agent/rtm/ws");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn url(&self) -> Result<String, InputError> {
        let Config { api, version, organization_id, base, .. } = &self.config;
        Ok(RtmConnection::new(*api, *version, organization_id.clone())?.url(base))
    }

    /// What to do next; ask until there is nothing. A frame counts as sent once it is handed out.
    pub fn poll(&mut self) -> Option<Action> {
        if let Some(connection) = self.to_close.take() {
            return Some(Action::Close(connection));
        }
        if let Some(event) = self.events.pop_front() {
            return Some(Action::Event(event));
        }
        let connection = Connection(self.connection);
        match &mut self.phase {
            Phase::Connecting { told: told @ false } => {
                *told = true;
                Some(Action::Connect(connection))
            }
            Phase::LoggingIn { asked: asked @ false, .. } => {
                *asked = true;
                let payload = self.config.login_payload(self.logged_in_before);
                let id = self.ledger.make_login();
                Some(Action::Send(connection, own_frame(&id, LOGIN, &payload)?))
            }
            Phase::LoggedIn(online) => {
                let now = self.clock.now();
                let by_frame = self.config.ping_by == PingBy::Frame;
                if online.next_ping <= now {
                    online.next_ping = now.after_ms(self.config.ping_every);
                    // Its place is free before the next ping is sent.
                    online.pinged = Some(now.after_ms(self.config.ping_every.min(self.config.request_timeout)));
                    if !by_frame {
                        return Some(Action::Ping(connection));
                    }
                    let id = self.ledger.make_ping();
                    return Some(Action::Send(connection, own_frame(&id, PING, "{}")?));
                }
                // One place is kept for the ping, which must not wait.
                let places = MAX_PENDING.saturating_sub(usize::from(by_frame));
                if online.held.is_some() || self.ledger.sent() >= places {
                    return None;
                }
                let frame = self.ledger.send_next(now.after_ms(self.config.request_timeout))?;
                Some(Action::Send(connection, frame))
            }
            _ => None,
        }
    }

    /// When to call [`Session::wake`], by the clock as it was at the last input; none: there is nothing to wait for. Ask after [`Session::poll`] has
    /// nothing more, and turn it into a delay at once, so that a clock that is set meanwhile doesn't matter.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let moment = match &self.phase {
            Phase::Waiting { until } => *until,
            Phase::LoggingIn { opened, .. } => opened.after_ms(self.config.login_within),
            Phase::LoggedIn(online) => {
                let fixed = online.next_ping.min(online.heard.after_ms(self.config.silence));
                let rest = [online.held, self.ledger.next_deadline()];
                rest.into_iter().flatten().fold(fixed, Moment::min)
            }
            Phase::Connecting { .. } | Phase::Closed { .. } => return None,
        };
        self.clock.at(moment)
    }

    /// Time has passed. It does no harm when called too early or too often.
    pub fn wake(&mut self, now: Timestamp) {
        self.tick(now, false);
    }

    /// The socket is open.
    pub fn opened(&mut self, connection: Connection, now: Timestamp) {
        if self.is_current(connection) && matches!(self.phase, Phase::Connecting { .. }) {
            self.tick(now, false);
            self.phase = Phase::LoggingIn { opened: self.clock.now(), asked: false };
        }
    }

    /// The pong of a control frame ping has come.
    pub fn websocket_pong(&mut self, connection: Connection, now: Timestamp) {
        if self.is_current(connection) {
            self.tick(now, true);
            if let Phase::LoggedIn(online) = &mut self.phase
                && self.config.ping_by == PingBy::Websocket
            {
                online.pinged = None;
            }
        }
    }

    /// The socket has closed, or couldn't be opened: the websocket's close code and reason, if there are any.
    pub fn closed(&mut self, connection: Connection, now: Timestamp, code: Option<u16>, reason: &str) {
        if !self.is_current(connection) {
            return;
        }
        self.tick(now, true);
        if self.is_current(connection) {
            let mut length = 0usize;
            let fits = |c: &char| {
                length = length.saturating_add(c.len_utf8());
                length <= MAX_CLOSE_REASON
            };
            let cause = Cause::Socket { code, reason: reason.chars().take_while(fits).collect() };
            self.end(cause, ReconnectAdvice::BackOff, None, false);
        }
    }

    /// Takes a request: [`Session::poll`] hands it out as soon as the session is logged in and a place is free, in order. Its ID comes back with what
    /// becomes of it.
    pub fn send(&mut self, now: Timestamp, request: Outgoing<'_>) -> Result<RequestId, SendError> {
        self.tick(now, false);
        let open = match &self.phase {
            Phase::Closed { by_host, .. } => !by_host && self.config.unsent == Unsent::Keep,
            Phase::LoggedIn(online) => !online.closing,
            _ => true,
        };
        if !open {
            return Err(SendCode::Closed.into());
        }
        let (asked, author_id) = request.check(self.config.api, self.config.version)?;
        if asked.as_ref().is_some_and(|id| self.ledger.in_use(id.as_str())) {
            return Err(SendCode::IdInUse.into());
        }
        if self.ledger.waiting() >= self.config.max_waiting {
            return Err(SendCode::QueueFull.into());
        }
        let id = asked.unwrap_or_else(|| self.ledger.make_id());
        let Outgoing { action, payload, version, .. } = request;
        let frame = Written { version, request_id: Some(&id), action, author_id: author_id.as_ref(), payload };
        let frame: Frame = frame.write().into();
        if frame.as_str().len() > self.config.max_sent {
            return Err(SendCode::TooLarge.into());
        }
        let method = Method::from_name(&format!("{}/{action}", self.config.api.key()));
        // What isn't known may change something.
        let writes = method.is_none_or(|m| m.access() != Access::Read);
        self.ledger.push(Waiting { id: id.clone(), action: action.into(), frame, writes });
        Ok(id)
    }

    /// Takes a request back that hasn't been sent; nothing more is heard of it. False: it isn't waiting to be sent.
    pub fn withdraw(&mut self, id: &str) -> bool {
        self.ledger.withdraw(id)
    }

    /// Ends the session: what wasn't sent is given back, the answers to what was are awaited, then the socket is closed. To sign the agent
    /// out as well, send `logout` before and wait for its answer.
    pub fn close(&mut self, now: Timestamp) {
        self.tick(now, false);
        for id in self.ledger.lose_waiting() {
            self.events.push_back(Event::Lost { id, may_have_happened: false });
        }
        match &mut self.phase {
            Phase::LoggedIn(online) => {
                online.closing = true;
                self.end_if_done();
            }
            Phase::Closed { by_host, .. } => *by_host = true,
            _ => self.end_by_host(),
        }
    }

    /// Schedules another connection, after a session without one was [told](Event::Disconnected) so: at once where the advice allows and the last
    /// connection was stable, otherwise after a pause that doubles with each attempt, of which the random number chooses a place in the upper half.
    /// When it is due; none: the session isn't closed.
    ///
    /// Whether to follow the advice is the host's: this doesn't refuse after [`ReconnectAdvice::Stop`].
    pub fn reconnect(&mut self, now: Timestamp, random: u64) -> Option<Timestamp> {
        self.tick(now, false);
        let Phase::Closed { advice, by_host } = self.phase else { return None };
        let pause = match advice {
            _ if by_host => 0,
            ReconnectAdvice::Reconnect | ReconnectAdvice::NewToken | ReconnectAdvice::OtherRegion => {
                if self.attempts == 0 { 0 } else { self.config.pause(self.attempts, random) }
            }
            _ => self.config.pause(self.attempts.saturating_add(1), random),
        };
        self.attempts = self.attempts.saturating_add(1);
        let until = self.clock.now().after_ms(pause);
        self.phase = Phase::Waiting { until };
        self.tick(now, false);
        self.clock.at(until)
    }

    /// Another token for the next login, the whole credential with its scheme. To keep a connection whose token is about to expire, send
    /// `update_session` as well, where the version has it.
    pub fn set_token(&mut self, token: &str) -> Result<(), ConfigError> {
        self.config.set_token(token)
    }

    /// Where the session stands.
    pub fn state(&self) -> State {
        match &self.phase {
            Phase::Waiting { .. } => State::Waiting,
            Phase::Connecting { .. } => State::Connecting,
            Phase::LoggingIn { .. } => State::LoggingIn,
            Phase::LoggedIn(online) if online.closing => State::Closing,
            Phase::LoggedIn(_) => State::LoggedIn,
            Phase::Closed { .. } => State::Closed,
        }
    }

    /// Requests that wait for an answer, a ping among them.
    pub fn pending(&self) -> usize {
        let ping = match &self.phase {
            Phase::LoggedIn(online) => self.config.ping_by == PingBy::Frame && online.pinged.is_some(),
            _ => false,
        };
        self.ledger.sent().saturating_add(usize::from(ping))
    }

    /// Requests that wait to be sent.
    pub fn waiting(&self) -> usize {
        self.ledger.waiting()
    }

    /// Connections that were scheduled since the last one that was logged in for long enough. A host may give up at some number.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether it names the connection that is being opened or open.
    pub(super) fn is_current(&self, connection: Connection) -> bool {
        let there = match &self.phase {
            Phase::Connecting { told } => *told,
            Phase::LoggingIn { .. } | Phase::LoggedIn(_) => true,
            Phase::Waiting { .. } | Phase::Closed { .. } => false,
        };
        there && connection.0 == self.connection
    }

    /// Lets time pass, and does what is due; `alive` where the input itself shows that the connection isn't silent.
    pub(super) fn tick(&mut self, time: Timestamp, alive: bool) {
        let back = self.clock.advance(time);
        let now = self.clock.now();
        match &mut self.phase {
            Phase::Waiting { until } if *until <= now => {
                self.phase = Phase::Connecting { told: false };
                self.connection = self.connection.saturating_add(1);
            }
            Phase::LoggingIn { opened, .. } if opened.is_past(self.config.login_within, now) => {
                self.end(Cause::LoginTimeout, ReconnectAdvice::BackOff, None, true);
            }
            Phase::LoggedIn(online) => {
                online.pinged = online.pinged.filter(|until| *until > now);
                online.held = online.held.filter(|until| *until > now);
                if alive {
                    online.heard = now;
                }
                // How much time has passed can't be known then: better a ping too early than one too late.
                if back && online.pinged.is_none() {
                    online.next_ping = now;
                }
                let silent = online.heard.is_past(self.config.silence, now);
                while let Some((id, may_have_happened)) = self.ledger.time_out(now) {
                    self.events.push_back(Event::TimedOut { id, may_have_happened });
                }
                if silent {
                    self.end(Cause::Silence, ReconnectAdvice::Reconnect, None, true);
                } else {
                    self.end_if_done();
                }
            }
            _ => {}
        }
    }

    pub(super) fn log_in(&mut self) {
        let now = self.clock.now();
        self.logged_in_before = true;
        let next_ping = now.after_ms(self.config.ping_every);
        self.phase =
            Phase::LoggedIn(Online { since: now, heard: now, next_ping, pinged: None, held: None, closing: false });
    }

    /// Ends a session that is closing and waits for nothing more.
    pub(super) fn end_if_done(&mut self) {
        if matches!(&self.phase, Phase::LoggedIn(online) if online.closing) && self.ledger.sent() == 0 {
            self.end_by_host();
        }
    }

    fn end_by_host(&mut self) {
        self.end(Cause::Asked, ReconnectAdvice::Close, None, true);
    }

    /// The connection is no more, for whatever reason. What it owed is given back.
    pub(super) fn end(&mut self, cause: Cause, advice: ReconnectAdvice, region: Option<String>, close: bool) {
        let now = self.clock.now();
        let (mut by_host, mut stable) = (cause == Cause::Asked, false);
        if let Phase::LoggedIn(online) = &self.phase {
            by_host |= online.closing;
            stable = online.since.is_past(self.config.stable_after, now);
        }
        if stable {
            self.attempts = 0;
        }
        let connection = Connection(self.connection);
        if close && self.is_current(connection) {
            self.to_close = Some(connection);
        }
        for (id, may_have_happened) in self.ledger.lose_sent() {
            self.events.push_back(Event::Lost { id, may_have_happened });
        }
        if self.config.unsent == Unsent::GiveBack {
            for id in self.ledger.lose_waiting() {
                self.events.push_back(Event::Lost { id, may_have_happened: false });
            }
        }
        let advice = if by_host { ReconnectAdvice::Close } else { advice };
        self.events.push_back(Event::Disconnected { cause, advice, region });
        self.phase = Phase::Closed { advice, by_host };
    }
}

/// A frame of the machine's own.
fn own_frame(id: &RequestId, action: &str, payload: &str) -> Option<Frame> {
    let payload = outgoing::object(payload)?;
    Some(Written { version: None, request_id: Some(id), action, author_id: None, payload }.write().into())
}
