//! One RTM session of the Agent or Customer Chat API: login, pings, requests and their answers, pushes, and connecting again. No IO.
//!
//! The host owns the websocket, the clock and the random numbers. It tells a [`Session`] what happens, each time with the time; then it does what
//! [`Session::poll`] says until there is nothing more, and calls [`Session::wake`] at [`Session::wake_at`] unless something else happens before.
//! The same inputs give the same outputs. Any clock will do, as only differences count; a monotonic one is best.
//!
//! ```
//! use livechat_core::catalogue::{Api, ReconnectAdvice};
//! use livechat_core::machine::rtm::{Action, Config, Event, Outgoing, Session};
//! use livechat_core::{Timestamp, Version};
//!
//! let at = Timestamp::from_seconds;
//! let pushes = r#"{"pushes": {"3.6": ["incoming_event"], "3.7": ["all"]}}"#;
//! let mut session = Session::new(Config::new(Api::Agent, Version::V3_6, "Bearer dal:token", pushes)?);
//!
//! // The host opens a socket and reports that it is open; the login goes out first.
//! let Some(Action::Connect(connection)) = session.poll() else { panic!() };
//! let id = session.send(at(0), Outgoing::new("list_chats", "{}")?)?;
//! session.opened(connection, at(1));
//! let Some(Action::Send(_, login)) = session.poll() else { panic!() };
//! assert!(login.as_str().starts_with(r#"{"request_id":"2","action":"login","payload":{"token":"Bearer dal:token","#));
//! session.received(connection, at(2), r#"{"request_id": "2", "action": "login", "type": "response", "success": true}"#);
//! assert!(matches!(session.poll(), Some(Action::Event(Event::LoggedIn { .. }))));
//!
//! // Then the request, and 15 seconds after the login the first ping.
//! let Some(Action::Send(_, request)) = session.poll() else { panic!() };
//! assert_eq!(request.as_str(), r#"{"request_id":"1","action":"list_chats","payload":{}}"#);
//! assert_eq!((session.poll(), session.wake_at()), (None, Some(at(17))));
//! session.received(connection, at(3), r#"{"request_id": "1", "action": "list_chats", "type": "response", "success": true}"#);
//! assert!(matches!(session.poll(), Some(Action::Event(Event::Answered { id: answered, success: true, .. })) if answered == id));
//!
//! // The socket breaks; the host follows the advice and passes a random number.
//! session.closed(connection, at(10), Some(1006), "");
//! let Some(Action::Event(Event::Disconnected { advice, .. })) = session.poll() else { panic!() };
//! assert_eq!(advice, ReconnectAdvice::BackOff);
//! let due = session.reconnect(at(10), u64::MAX);
//! assert_eq!(due, Some(at(11)));
//! session.wake(at(11));
//! assert!(matches!(session.poll(), Some(Action::Connect(_))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Promises
//!
//! Whatever the server sends and the clock does, and if the host does what it is told:
//!
//! - Each request that was taken ends once, in just one of [`Event::Answered`], [`Event::TimedOut`], [`Event::Lost`] and
//!   [`withdraw`](Session::withdraw), or still waits. [`Event::Late`] can follow a time-out, once.
//! - Of a connection the login goes out first, and nothing else before it has succeeded.
//! - No more than [`MAX_PENDING`] requests wait for an answer at any time. A ping by frame is one of them, since the server answers it like any other
//!   request and the vendor exempts none: nine places are for requests then, and the tenth is the ping's, so that it never waits.
//! - After a login a ping goes out at least every [`PING_EVERY_MS`] by the time that the session is given.
//! - When a connection has ended nothing is sent on it, and nothing that is reported of it counts.
//! - A step of the clock back is no progress: no deadline comes nearer and none is lost. Since it hides how much time has passed, a ping goes out at once.
//!
//! A request that has timed out frees its place, as the server has given it up too; its ID stays taken until the late answer or the end of the
//! connection, for the hundred latest. An answer that says `pending_requests_limit_reached` holds further requests back until another answer
//! comes, or for as long as an answer may take.
//!
//! What a host does not report is not there: a socket that never opens has no deadline here, and events pile up until they are polled.

mod clock;
mod config;
mod event;
mod frame;
mod ledger;
mod outgoing;
mod receive;
mod session;

pub use config::{
    Config, ConfigCode, ConfigError, LOGIN_WITHIN_MS, MAX_PENDING, PING_EVERY_MS, PingBy, REQUEST_TIMEOUT_MS,
    SILENCE_MS, Unsent,
};
pub use event::{Action, Cause, Connection, Event, PushFrame, State, StrayCode};
pub use frame::{Frame, MalformedCode};
pub use outgoing::{Outgoing, SendCode, SendError};
pub use session::Session;

pub use crate::request::RequestId;
