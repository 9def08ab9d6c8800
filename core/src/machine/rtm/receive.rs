//! What the server says: responses go to their requests, pushes on to the host, and the end of a connection is seen in time. No IO.

use alloc::string::String;

use super::event::{Cause, Connection, Event, PushFrame, StrayCode};
use super::frame::{Frame, In, Kind, MalformedCode};
use super::ledger::Match;
use super::session::{Phase, Session};
use crate::catalogue::{Api, DisconnectReason, ErrorType, Push, ReconnectAdvice, Retry};
use crate::request::RequestId;
use crate::timestamp::Timestamp;

impl Session {
    /// A text message has come. A binary one isn't part of the protocol and needn't be reported.
    pub fn received(&mut self, connection: Connection, now: Timestamp, text: impl AsRef<str> + Into<String>) {
        if !self.is_current(connection) {
            return;
        }
        self.tick(now, true);
        if !self.is_current(connection) {
            return;
        }
        let bytes = text.as_ref().len();
        if bytes > self.config.max_received {
            self.events.push_back(Event::Malformed { code: MalformedCode::TooLarge, bytes });
            return;
        }
        let text: String = text.into();
        let read = In::read(&text).map(|read| self.understand(&read));
        match read {
            Ok(what) => self.apply(what, Frame::new(text)),
            Err(code) => self.events.push_back(Event::Malformed { code, bytes }),
        }
    }

    /// What a frame means here.
    fn understand(&mut self, read: &In<'_>) -> Meaning {
        match read.kind {
            Kind::Response => self.understand_response(read),
            Kind::Push => {
                let end = (read.action == farewell(self.config.api)).then(|| read.reason());
                Meaning::Push {
                    action: read.action.clone(),
                    version: read.version.clone(),
                    request_id: read.request_id.as_deref().and_then(|id| RequestId::parse(id).ok()),
                    end,
                }
            }
            Kind::Other => Meaning::Stray(StrayCode::UnknownType),
        }
    }

    fn understand_response(&mut self, read: &In<'_>) -> Meaning {
        let id = read.request_id.as_deref();
        if self.ledger.is_login(id) {
            if read.action != "login" {
                return Meaning::Stray(StrayCode::OtherAction);
            }
            self.ledger.login_answered();
            if read.success {
                return Meaning::LoggedIn;
            }
            let (error, region) = read.error();
            return Meaning::LoginRefused { error, region };
        }
        if let Some(id) = id.filter(|id| self.ledger.is_ping(id)) {
            if read.action != "ping" {
                return Meaning::Stray(StrayCode::OtherAction);
            }
            self.ledger.ping_answered(id);
            return Meaning::Pong;
        }
        let pinged = matches!(&self.phase, Phase::LoggedIn(online) if online.pinged.is_some());
        if id.is_none() && read.action == "ping" && pinged {
            return Meaning::Pong;
        }
        let error = || if read.success { None } else { read.error().0 };
        match self.ledger.answered(id, &read.action) {
            Match::Request(id) => Meaning::Answered { id, success: read.success, error: error() },
            Match::Late(id) => Meaning::Late { id, success: read.success },
            Match::OtherAction => Meaning::Stray(StrayCode::OtherAction),
            Match::Nothing if id.is_none() => Meaning::Stray(StrayCode::NoRequestId),
            Match::Nothing => Meaning::Stray(StrayCode::UnknownRequestId),
        }
    }

    fn apply(&mut self, what: Meaning, frame: Frame) {
        match what {
            Meaning::LoggedIn => {
                self.log_in();
                self.events.push_back(Event::LoggedIn { frame });
            }
            Meaning::LoginRefused { error, region } => {
                let advice = after_refusal(error.as_deref());
                self.end(Cause::LoginRefused { error, frame }, advice, region, true);
            }
            Meaning::Pong => {
                if let Phase::LoggedIn(online) = &mut self.phase {
                    online.pinged = None;
                }
            }
            Meaning::Answered { id, success, error } => {
                let limit = error.as_deref() == Some(ErrorType::PENDING_REQUESTS_LIMIT_REACHED.name());
                let until = self.clock.now().after_ms(self.config.request_timeout);
                if let Phase::LoggedIn(online) = &mut self.phase {
                    online.held = limit.then_some(until);
                }
                self.events.push_back(Event::Answered { id, success, error, frame });
                self.end_if_done();
            }
            Meaning::Late { id, success } => self.events.push_back(Event::Late { id, success, frame }),
            Meaning::Stray(code) => self.events.push_back(Event::Stray { code, frame }),
            Meaning::Push { action, version, request_id, end } => {
                self.events.push_back(Event::Push(PushFrame { action, version, request_id, frame }));
                if let Some((reason, region)) = end {
                    let known = reason.as_deref().and_then(|r| DisconnectReason::of(self.config.api, r));
                    // A reason that isn't known may be one to stop for, so that nothing is hurried.
                    let advice = known.map_or(ReconnectAdvice::BackOff, DisconnectReason::advice);
                    self.end(Cause::Server { reason }, advice, region, true);
                }
            }
        }
    }
}

/// A frame, understood; what is needed of it, without the borrow.
enum Meaning {
    LoggedIn,
    LoginRefused {
        error: Option<String>,
        region: Option<String>,
    },
    Pong,
    Answered {
        id: RequestId,
        success: bool,
        error: Option<String>,
    },
    Late {
        id: RequestId,
        success: bool,
    },
    Stray(StrayCode),
    Push {
        action: String,
        version: Option<String>,
        request_id: Option<RequestId>,
        /// Reason and region, where it announces the end of the connection.
        end: Option<(Option<String>, Option<String>)>,
    },
}

/// The push with which the server ends a connection.
fn farewell(api: Api) -> &'static str {
    match api {
        Api::Customer => Push::CUSTOMER_CUSTOMER_DISCONNECTED.action(),
        _ => Push::AGENT_AGENT_DISCONNECTED.action(),
    }
}

/// What to do after a login was refused.
fn after_refusal(error: Option<&str>) -> ReconnectAdvice {
    match error.and_then(ErrorType::from_name).map(ErrorType::retry) {
        Some(Retry::Never | Retry::AfterFix) => ReconnectAdvice::Stop,
        Some(Retry::NewToken) => ReconnectAdvice::NewToken,
        Some(Retry::OtherRegion) => ReconnectAdvice::OtherRegion,
        _ => ReconnectAdvice::BackOff,
    }
}
