//! The RTM session machine, from the outside: scenarios one by one, and promises under schedules at random.

mod connections;
mod disconnects;
mod promises;
mod requests;
mod rhythm;
pub(crate) mod world;

use livechat_core::catalogue::Api;
use livechat_core::machine::rtm::{Action, Config, Connection, Event, Outgoing, RequestId, SendCode, Session};
use livechat_core::{Timestamp, Version};
use serde_json::{Value, json};

const TOKEN: &str = "Bearer fra:very-secret";

fn config() -> Config {
    Config::new(Api::Agent, Version::V3_6, TOKEN, "{}").unwrap()
}

/// A host that does what it is told at once, and keeps what it saw. Times are milliseconds.
struct Host {
    session: Session,
    now: i64,
    connection: Option<Connection>,
    /// Frames that went out and weren't looked at.
    sent: Vec<Value>,
    events: Vec<Event>,
    pings: usize,
    closed: Vec<Connection>,
}

impl Host {
    fn new(config: Config) -> Self {
        let session = Session::new(config);
        let mut host =
            Self { session, now: 0, connection: None, sent: vec![], events: vec![], pings: 0, closed: vec![] };
        host.obey();
        host
    }

    /// Logged in at the time 0, with nothing left to look at.
    fn logged_in(config: Config) -> Self {
        let mut host = Self::new(config);
        host.open();
        host.log_in();
        host
    }

    fn time(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    fn connection(&self) -> Connection {
        self.connection.expect("a connection was asked for")
    }

    fn obey(&mut self) {
        for step in 0.. {
            assert!(step < 1_000, "it never has enough");
            let Some(action) = self.session.poll() else { break };
            match action {
                Action::Connect(connection) => self.connection = Some(connection),
                Action::Send(connection, frame) => {
                    assert_eq!(Some(connection), self.connection);
                    self.sent.push(serde_json::from_str(frame.as_str()).unwrap());
                }
                Action::Ping(_) => self.pings += 1,
                Action::Close(connection) => self.closed.push(connection),
                Action::Event(event) => self.events.push(event),
            }
        }
    }

    fn open(&mut self) {
        self.session.opened(self.connection(), self.time());
        self.obey();
    }

    fn log_in(&mut self) -> Value {
        let login = self.sent.remove(0);
        assert_eq!(login["action"], "login");
        self.answer(&login);
        assert!(matches!(self.events.pop(), Some(Event::LoggedIn { .. })));
        login
    }

    fn answer(&mut self, request: &Value) {
        let (id, action) = (&request["request_id"], &request["action"]);
        self.receive(&json!({
            "request_id": id, "action": action, "type": "response", "success": true, "payload": {},
        }));
    }

    fn fail(&mut self, request: &Value, error: &Value) {
        let (id, action) = (&request["request_id"], &request["action"]);
        self.receive(&json!({
            "request_id": id, "action": action, "type": "response", "success": false, "payload": {"error": error},
        }));
    }

    fn receive(&mut self, frame: &Value) {
        self.session.received(self.connection(), self.time(), frame.to_string());
        self.obey();
    }

    fn send(&mut self, action: &str) -> RequestId {
        let id = self.session.send(self.time(), Outgoing::new(action, "{}").unwrap()).unwrap();
        self.obey();
        id
    }

    fn refused(&mut self, request: Outgoing<'_>) -> SendCode {
        self.session.send(self.time(), request).unwrap_err().code()
    }

    fn break_socket(&mut self) {
        self.session.closed(self.connection(), self.time(), Some(1006), "");
        self.obey();
    }

    /// Lets time pass, waking the machine when it asks.
    fn wait(&mut self, ms: i64) {
        let end = self.now + ms;
        while let Some(at) = self.session.wake_at().map(Timestamp::millis).filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.session.wake(self.time());
            self.obey();
            assert!(self.session.wake_at().is_none_or(|at| at > self.time()), "it wants to be woken for nothing");
        }
        self.now = end;
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn take_sent(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.sent)
    }
}
