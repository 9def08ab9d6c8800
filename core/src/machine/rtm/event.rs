//! What the machine tells its host to do, and what it reports. Pure data.

use alloc::string::String;

use super::frame::{Frame, MalformedCode};
use crate::catalogue::ReconnectAdvice;
use crate::request::RequestId;
use crate::version::Version;

/// Names one connection of a session. What a host reports of an older one changes nothing, so that a socket that closes slowly doesn't
/// disturb its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Connection(pub(super) u64);

impl Connection {
    /// Its number, which a host that keeps no value of this type can name it by.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The connection with this number, which may be none that ever was.
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }
}

named! {
    /// Where a session stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum State {
        /// A pause before the next connection.
        Waiting = "waiting",
        /// The host opens the socket.
        Connecting = "connecting",
        /// The socket is open; the answer to the login is due.
        LoggingIn = "logging_in",
        /// Requests go out as they come.
        LoggedIn = "logged_in",
        /// No new requests; the answers to those that were sent are awaited.
        Closing = "closing",
        /// No connection.
        Closed = "closed",
    }
}

/// What the host has to do. Each is handed out once, by [`Session::poll`](super::Session::poll).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open a websocket, and report [`opened`](super::Session::opened) or [`closed`](super::Session::closed) with this name.
    Connect(Connection),
    /// Send a text message.
    Send(Connection, Frame),
    /// Send a control frame ping, and report its pong.
    Ping(Connection),
    /// Close the socket, with code 1000. Whatever else it brings is of no interest.
    Close(Connection),
    /// Nothing to do but to know.
    Event(Event),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The login succeeded; the frame holds the initial state.
    LoggedIn {
        /// The response.
        frame: Frame,
    },
    /// A request was answered.
    Answered {
        /// The request.
        id: RequestId,
        /// What the response says of itself.
        success: bool,
        /// Type of the error, of a failure that names one.
        error: Option<String>,
        /// The response.
        frame: Frame,
    },
    /// A request wasn't answered in time. Its answer may still come.
    TimedOut {
        /// The request.
        id: RequestId,
        /// Whether it is a write, which may have taken effect. False: it can be sent again.
        may_have_happened: bool,
    },
    /// The answer to a request that was reported as timed out.
    Late {
        /// The request.
        id: RequestId,
        /// What the response says of itself.
        success: bool,
        /// The response.
        frame: Frame,
    },
    /// A request ended with its connection, or with the session, without an answer.
    Lost {
        /// The request.
        id: RequestId,
        /// Whether it is a write that was sent, which may have taken effect. False: it can be sent again.
        may_have_happened: bool,
    },
    /// A push.
    Push(PushFrame),
    /// A frame that belongs to nothing that is known.
    Stray {
        /// Why.
        code: StrayCode,
        /// The frame.
        frame: Frame,
    },
    /// A message that can't be read. The connection goes on.
    Malformed {
        /// Why.
        code: MalformedCode,
        /// Its length.
        bytes: usize,
    },
    /// The connection has ended, or was given up.
    Disconnected {
        /// Why.
        cause: Cause,
        /// What to do.
        advice: ReconnectAdvice,
        /// The region to connect to, with [`ReconnectAdvice::OtherRegion`] and if the server has named one: up to 16 lower-case letters, digits and hyphens.
        region: Option<String>,
    },
}

/// A push, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushFrame {
    /// Its action, such as `incoming_event`; empty if it names none.
    pub action: String,
    /// Its version, which differs from the connection's where the login asks for pushes of several.
    pub version: Option<String>,
    /// The request of this connection that has caused it, if one has.
    pub request_id: Option<RequestId>,
    /// The frame.
    pub frame: Frame,
}

impl PushFrame {
    /// Its version, if the catalogue covers it.
    pub fn known_version(&self) -> Option<Version> {
        self.version.as_deref().and_then(|v| v.parse().ok())
    }
}

named! {
    /// Why a frame belongs to nothing.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum StrayCode {
        /// A response that has no request ID.
        NoRequestId = "no_request_id",
        /// A response to no request that waits, or that was forgotten.
        UnknownRequestId = "unknown_request_id",
        /// A response with the ID of a request of another action. That request goes on waiting.
        OtherAction = "other_action",
        /// Neither a response nor a push.
        UnknownType = "unknown_type",
    }
}

/// Why a connection has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The host has closed the session.
    Asked,
    /// The host has reported that the socket closed, or couldn't be opened.
    Socket {
        /// The websocket's close code, if there was one.
        code: Option<u16>,
        /// The websocket's close reason.
        reason: String,
    },
    /// The server has announced it with a push.
    Server {
        /// The reason as the push has it; [`DisconnectReason::of`](crate::catalogue::DisconnectReason::of) knows more about it.
        reason: Option<String>,
    },
    /// The login wasn't answered in time.
    LoginTimeout,
    /// The login was answered with a failure.
    LoginRefused {
        /// Type of the error, if the response names one.
        error: Option<String>,
        /// The response.
        frame: Frame,
    },
    /// Nothing came for too long.
    Silence,
}

impl Cause {
    /// Its stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Socket { .. } => "socket",
            Self::Server { .. } => "server",
            Self::LoginTimeout => "login_timeout",
            Self::LoginRefused { .. } => "login_refused",
            Self::Silence => "silence",
        }
    }
}
