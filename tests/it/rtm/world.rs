//! A host of the RTM machine that does what it is told, and an account of whether the machine keeps its promises meanwhile. Shared with the fuzz targets, so
//! that it panics where a promise is broken.

use std::collections::{BTreeMap, BTreeSet};

use livechat_core::catalogue::Api;
use livechat_core::machine::rtm::{
    Action, Cause, Config, Connection, Event, LOGIN_WITHIN_MS, MAX_PENDING, Outgoing, PING_EVERY_MS, PingBy,
    REQUEST_TIMEOUT_MS, SendCode, Session, State, Unsent,
};
use livechat_core::{Timestamp, Version};
use serde_json::{Value, json};

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    /// A request: what it is, and an ID of the caller's.
    Send(u16, Option<u8>),
    /// So many requests at once.
    Burst(u8),
    Withdraw(u16),
    /// An answer to a frame that once went out, old or new, right or wrong in its parts.
    Answer {
        which: u16,
        latest: bool,
        success: bool,
        lie: u8,
    },
    Text(String),
    Push(u16),
    Pong,
    Opened,
    SocketCloses {
        old: bool,
    },
    Wait(u16),
    /// The host is asleep: the clock goes on and nobody wakes the machine.
    Sleep(u16),
    ClockBack(u32),
    Wake,
    Close,
    Reconnect(u64),
}

const ACTIONS: [&str; 4] = ["get_chat", "send_event", "of_tomorrow", "list_chats"];

/// What is known of a request from the outside.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    Waiting,
    /// Since when, by the time that the machine has been given without steps back.
    Sent(u64),
    TimedOut,
    Done,
}

/// A host, and an account of what the machine does with it.
#[allow(clippy::struct_excessive_bools)] // independent facts, kept apart from the machine's own states
struct World {
    session: Session,
    ping_by: PingBy,
    now: i64,
    /// Time that has passed, steps back left out.
    passed: i64,
    steps_back: bool,
    connection: Option<Connection>,
    old: Vec<Connection>,
    open: bool,
    opened_at: u64,
    logged_in: bool,
    login_sent: bool,
    last_ping: u64,
    frames: Vec<Value>,
    /// By ID; an ID can be used again once it is done with.
    requests: BTreeMap<String, Stand>,
    writes: BTreeSet<String>,
    pinged: Option<u64>,
    trace: Vec<String>,
}

impl World {
    fn new(ping_by: PingBy, unsent: Unsent) -> Self {
        let config = Config::new(Api::Agent, Version::V3_6, "Bearer fra:very-secret", "{}").unwrap();
        Self {
            session: Session::new(config.ping_by(ping_by).unsent(unsent).max_waiting(15)),
            ping_by,
            now: 1_000_000_000,
            passed: 0,
            steps_back: false,
            connection: None,
            old: vec![],
            open: false,
            opened_at: 0,
            logged_in: false,
            login_sent: false,
            last_ping: 0,
            frames: vec![],
            requests: BTreeMap::new(),
            writes: BTreeSet::new(),
            pinged: None,
            trace: vec![],
        }
    }

    fn time(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    fn passed(&self) -> u64 {
        u64::try_from(self.passed).unwrap()
    }

    fn pending(&self) -> usize {
        let ping = self.ping_by == PingBy::Frame && self.pinged.is_some();
        self.requests.values().filter(|s| matches!(s, Stand::Sent(_))).count() + usize::from(ping)
    }

    fn end(&mut self, id: &str, from: fn(Stand) -> bool, to: Stand) {
        let stand = self.requests.get(id).copied();
        assert!(stand.is_some_and(from), "{id} was {stand:?}, to become {to:?}");
        self.requests.insert(id.to_owned(), to);
    }

    /// Does what the machine says and checks that it may say so.
    fn obey(&mut self) {
        let mut steps = 0;
        while let Some(action) = self.session.poll() {
            steps += 1;
            assert!(steps < 1_000, "it never has enough");
            self.trace.push(format!("{} {action:?}", self.now));
            match action {
                Action::Connect(connection) => {
                    assert!(!self.open && self.session.state() == State::Connecting);
                    self.old.extend(self.connection.replace(connection));
                    assert!(!self.old.contains(&connection));
                }
                Action::Send(connection, frame) => {
                    assert_eq!(Some(connection), self.connection);
                    assert!(self.open, "nothing is sent on what is closed");
                    let frame: Value = serde_json::from_str(frame.as_str()).unwrap();
                    self.trace.push(frame.to_string());
                    self.sent(&frame);
                    self.frames.push(frame);
                    assert!(self.pending() <= MAX_PENDING);
                }
                Action::Ping(connection) => {
                    assert_eq!(Some(connection), self.connection);
                    assert!(self.open && self.logged_in && self.ping_by == PingBy::Websocket);
                    self.last_ping = self.passed();
                }
                Action::Close(connection) => {
                    assert_eq!(Some(connection), self.connection);
                    self.gone();
                }
                Action::Event(event) => self.event(event),
            }
        }
        assert!(self.session.pending() <= MAX_PENDING);
        // All accounts agree.
        let count = |stand: fn(&Stand) -> bool| self.requests.values().filter(|s| stand(s)).count();
        assert_eq!(count(|s| *s == Stand::Waiting), self.session.waiting());
        let sent = count(|s| matches!(s, Stand::Sent(_)));
        let pings = self.session.pending() - sent;
        assert!(pings <= usize::from(self.ping_by == PingBy::Frame));
        if self.session.state() == State::Closed {
            assert_eq!(sent, 0);
            assert!(!self.open && self.session.wake_at().is_none());
        }
    }

    fn sent(&mut self, frame: &Value) {
        let id = frame["request_id"].as_str().unwrap().to_owned();
        match frame["action"].as_str().unwrap() {
            "login" => {
                assert!(!self.login_sent && !self.logged_in);
                self.login_sent = true;
            }
            "ping" => {
                assert!(self.logged_in && self.ping_by == PingBy::Frame);
                assert!(!self.requests.get(&id).is_some_and(|s| *s != Stand::Done), "{id}");
                self.last_ping = self.passed();
                self.pinged = Some(self.passed());
            }
            _ => {
                assert!(self.logged_in, "login first");
                self.end(&id, |s| s == Stand::Waiting, Stand::Sent(self.passed()));
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::LoggedIn { .. } => {
                assert!(self.login_sent && !self.logged_in);
                assert!(self.passed() - self.opened_at < LOGIN_WITHIN_MS);
                self.logged_in = true;
                self.last_ping = self.passed();
            }
            Event::Answered { id, .. } => {
                let Some(Stand::Sent(since)) = self.requests.get(id.as_str()) else {
                    panic!("{id} is answered and doesn't wait for it");
                };
                assert!(self.passed() - since < REQUEST_TIMEOUT_MS);
                self.requests.insert(id.as_str().to_owned(), Stand::Done);
            }
            Event::TimedOut { id, may_have_happened } => {
                let Some(Stand::Sent(since)) = self.requests.get(id.as_str()) else {
                    panic!("{id} times out and doesn't wait");
                };
                assert!(self.passed() - since >= REQUEST_TIMEOUT_MS);
                assert_eq!(may_have_happened, self.writes.contains(id.as_str()));
                self.requests.insert(id.as_str().to_owned(), Stand::TimedOut);
            }
            Event::Late { id, .. } => self.end(id.as_str(), |s| s == Stand::TimedOut, Stand::Done),
            Event::Lost { id, may_have_happened } => {
                let sent = matches!(self.requests.get(id.as_str()), Some(Stand::Sent(_)));
                assert_eq!(may_have_happened, sent && self.writes.contains(id.as_str()));
                self.end(id.as_str(), |s| matches!(s, Stand::Waiting | Stand::Sent(_)), Stand::Done);
            }
            Event::Disconnected { cause, .. } => {
                if cause == Cause::LoginTimeout {
                    assert!(self.passed() - self.opened_at >= LOGIN_WITHIN_MS);
                }
                self.gone();
                // Late answers can't come any more, so that their IDs are free.
                self.requests.values_mut().filter(|s| **s == Stand::TimedOut).for_each(|s| *s = Stand::Done);
            }
            Event::Push(_) | Event::Stray { .. } | Event::Malformed { .. } => {}
            _ => panic!("an event that nobody expects"),
        }
    }

    fn gone(&mut self) {
        (self.open, self.logged_in, self.login_sent, self.pinged) = (false, false, false, None);
    }

    fn pass(&mut self, ms: i64) {
        self.now += ms;
        self.passed += ms;
        let free = |at: &u64| self.passed().saturating_sub(*at) < REQUEST_TIMEOUT_MS.min(PING_EVERY_MS);
        self.pinged = self.pinged.filter(free);
    }

    fn wait(&mut self, ms: i64) {
        let end = self.passed + ms;
        while let Some(at) = self.session.wake_at() {
            let ahead = (at.millis() - self.now).max(0);
            if self.passed + ahead > end {
                break;
            }
            self.pass(ahead);
            self.session.wake(self.time());
            self.obey();
            assert!(self.session.wake_at().is_none_or(|at| at > self.time()), "it wants to be woken for nothing");
            if self.logged_in {
                assert!(self.passed() - self.last_ping < PING_EVERY_MS, "a ping is late");
            }
        }
        let rest = end - self.passed;
        self.pass(rest);
    }

    fn happen(&mut self, input: &Input) {
        let time = self.time();
        match input {
            Input::Send(what, id) => self.request(ACTIONS[usize::from(*what) % ACTIONS.len()], *id),
            Input::Burst(count) => {
                for _ in 0..*count {
                    self.request("get_chat", None);
                }
            }
            Input::Withdraw(which) => {
                let ids: Vec<String> = self.requests.keys().cloned().collect();
                if !ids.is_empty() {
                    let id = &ids[usize::from(*which) % ids.len()];
                    let waits = self.requests[id] == Stand::Waiting;
                    assert_eq!(self.session.withdraw(id), waits);
                    if waits {
                        self.requests.insert(id.clone(), Stand::Done);
                    }
                }
            }
            Input::Answer { which, latest, success, lie } => {
                let Some(connection) = self.connection.filter(|_| self.open) else { return };
                if self.frames.is_empty() {
                    return;
                }
                let at = if *latest { self.frames.len() - 1 } else { usize::from(*which) % self.frames.len() };
                let mut answer = json!({
                    "type": "response", "success": success, "payload": {},
                    "action": self.frames[at]["action"], "request_id": self.frames[at]["request_id"],
                });
                if !success {
                    let error = if at % 3 == 0 { "pending_requests_limit_reached" } else { "validation" };
                    answer["payload"] = json!({"error": {"type": error}});
                }
                match lie {
                    1 => answer["action"] = json!("get_thing"),
                    2 => answer["request_id"] = json!(at),
                    3 => drop(answer.as_object_mut().unwrap().remove("request_id")),
                    4 => answer["type"] = json!("push"),
                    _ => {}
                }
                self.session.received(connection, time, answer.to_string());
            }
            Input::Text(text) => {
                if let Some(connection) = self.connection {
                    self.session.received(connection, time, text.as_str());
                }
            }
            Input::Push(which) => {
                let reasons = ["internal_error", "of_tomorrow", "access_token_expired"];
                let reason = reasons[usize::from(*which) % reasons.len()];
                let payload = json!({"reason": reason});
                let push =
                    json!({"type": "push", "action": "agent_disconnected", "version": "3.6", "payload": payload});
                if let Some(connection) = self.connection {
                    self.session.received(connection, time, push.to_string());
                }
            }
            Input::Pong => {
                if let Some(connection) = self.connection {
                    self.session.websocket_pong(connection, time);
                }
            }
            Input::Opened => {
                if let Some(connection) = self.connection
                    && self.session.state() == State::Connecting
                    && !self.open
                {
                    (self.open, self.opened_at) = (true, self.passed());
                    self.session.opened(connection, time);
                }
            }
            Input::SocketCloses { old } => {
                let connection = if *old { self.old.last().copied() } else { self.connection };
                if let Some(connection) = connection {
                    self.session.closed(connection, time, None, "");
                }
            }
            Input::Wait(ms) => self.wait(i64::from(*ms)),
            Input::Sleep(ms) => self.pass(i64::from(*ms)),
            Input::ClockBack(ms) => {
                if self.steps_back {
                    // The machine knows the time up to here.
                    self.session.wake(time);
                    self.obey();
                    self.now -= i64::from(*ms);
                    self.session.wake(self.time());
                    self.obey();
                    // One wrong time is another thing than a clock that goes on from there.
                    self.pass(1);
                    self.session.wake(self.time());
                }
            }
            Input::Wake => self.session.wake(time),
            Input::Close => self.session.close(time),
            Input::Reconnect(random) => {
                let due = self.session.reconnect(time, *random);
                assert!(due.is_none_or(|due| due.millis_since(time) <= 60_000));
            }
        }
        self.obey();
    }

    fn request(&mut self, action: &str, id: Option<u8>) {
        let given = id.map(|id| format!("id{id}"));
        let mut request = Outgoing::new(action, "{}").unwrap();
        if let Some(id) = &given {
            request = request.id(id);
        }
        let taken = given.as_ref().is_some_and(|id| self.requests.get(id).is_some_and(|s| *s != Stand::Done));
        match self.session.send(self.time(), request) {
            Ok(id) => {
                // What the sending has set off comes first.
                let id = id.as_str().to_owned();
                assert!(given.as_ref().is_none_or(|given| *given == id));
                assert!(!taken, "{id} is in use");
                self.requests.insert(id.clone(), Stand::Waiting);
                if action == "get_chat" || action == "list_chats" {
                    self.writes.remove(&id);
                } else {
                    self.writes.insert(id);
                }
            }
            Err(e) => match e.code() {
                SendCode::IdInUse => assert!(taken),
                SendCode::QueueFull => assert_eq!(self.session.waiting(), 15),
                SendCode::Closed => {
                    assert!(matches!(self.session.state(), State::Closed | State::Closing));
                }
                code => panic!("{}", code.as_str()),
            },
        }
    }
}

/// Lets all of it happen, closes the session, and checks the whole account. What happened, in words.
pub(crate) fn play(inputs: &[Input], ping_by: PingBy, unsent: Unsent, steps_back: bool) -> Vec<String> {
    let mut world = World::new(ping_by, unsent);
    world.steps_back = steps_back;
    world.obey();
    for input in inputs {
        // What is due is settled first, so that the account needn't guess at the order.
        let time = world.time();
        world.session.wake(time);
        world.obey();
        world.trace.push(format!("{input:?}"));
        world.happen(input);
    }
    // In the end everything ends.
    let time = world.time();
    world.session.close(time);
    world.obey();
    world.wait(120_000);
    assert_eq!(world.session.state(), State::Closed);
    let open: Vec<_> = world.requests.iter().filter(|(_, s)| **s != Stand::Done).collect();
    assert!(open.is_empty(), "forgotten: {open:?}");
    world.trace
}
