//! The requests of a session and where each of them stands: waiting to be sent, waiting for an answer, or timed out. No time, no IO.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::clock::Moment;
use super::frame::Frame;
use crate::request::RequestId;

/// How many timed-out requests of a connection are remembered, so that their answers can be told from strangers'.
const LATE_KEPT: usize = 100;

/// How many unanswered pings are remembered: more than go out before silence ends a connection.
const PINGS_KEPT: usize = 4;

/// A request that waits to be sent.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) id: RequestId,
    pub(super) action: Box<str>,
    pub(super) frame: Frame,
    pub(super) writes: bool,
}

/// A request that was sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) id: RequestId,
    pub(super) action: Box<str>,
    pub(super) writes: bool,
    pub(super) deadline: Moment,
}

/// What an answer belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    Request(RequestId),
    Late(RequestId),
    /// The request is another one; it goes on waiting.
    OtherAction,
    Nothing,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    waiting: VecDeque<Waiting>,
    /// In the order of sending.
    sent: Vec<Sent>,
    late: VecDeque<(RequestId, Box<str>)>,
    pings: VecDeque<RequestId>,
    login: Option<RequestId>,
    made: u64,
}

impl Ledger {
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn sent(&self) -> usize {
        self.sent.len()
    }

    /// Whether a request with this ID may still be answered.
    pub(super) fn in_use(&self, id: &str) -> bool {
        let is = |other: &RequestId| other.as_str() == id;
        self.waiting.iter().any(|w| is(&w.id))
            || self.sent.iter().any(|s| is(&s.id))
            || self.late.iter().any(|(late, _)| is(late))
            || self.pings.iter().chain(&self.login).any(is)
    }

    /// An ID that nothing else has.
    pub(super) fn make_id(&mut self) -> RequestId {
        loop {
            self.made = self.made.wrapping_add(1);
            let id = RequestId::of(self.made);
            if !self.in_use(id.as_str()) {
                return id;
            }
        }
    }

    pub(super) fn make_login(&mut self) -> RequestId {
        let id = self.make_id();
        self.login = Some(id.clone());
        id
    }

    pub(super) fn make_ping(&mut self) -> RequestId {
        let id = self.make_id();
        if self.pings.len() >= PINGS_KEPT {
            self.pings.pop_front();
        }
        self.pings.push_back(id.clone());
        id
    }

    pub(super) fn is_login(&self, id: Option<&str>) -> bool {
        id.is_some() && self.login.as_ref().map(RequestId::as_str) == id
    }

    pub(super) fn login_answered(&mut self) {
        self.login = None;
    }

    /// Whether it is the ID of a ping, which is forgotten then.
    pub(super) fn ping_answered(&mut self, id: &str) -> bool {
        let before = self.pings.len();
        self.pings.retain(|p| p.as_str() != id);
        self.pings.len() != before
    }

    pub(super) fn is_ping(&self, id: &str) -> bool {
        self.pings.iter().any(|p| p.as_str() == id)
    }

    pub(super) fn push(&mut self, request: Waiting) {
        self.waiting.push_back(request);
    }

    /// The next request to send; it waits for its answer from now on.
    pub(super) fn send_next(&mut self, deadline: Moment) -> Option<Frame> {
        let Waiting { id, action, frame, writes } = self.waiting.pop_front()?;
        self.sent.push(Sent { id, action, writes, deadline });
        Some(frame)
    }

    pub(super) fn answered(&mut self, id: Option<&str>, action: &str) -> Match {
        let Some(id) = id else { return Match::Nothing };
        if let Some(at) = self.sent.iter().position(|s| s.id.as_str() == id) {
            if self.sent.get(at).is_some_and(|s| *s.action == *action) {
                return Match::Request(self.sent.remove(at).id);
            }
            return Match::OtherAction;
        }
        if let Some(at) = self.late.iter().position(|(late, _)| late.as_str() == id) {
            if self.late.get(at).is_some_and(|(_, a)| **a == *action) {
                return self.late.remove(at).map_or(Match::Nothing, |(id, _)| Match::Late(id));
            }
            return Match::OtherAction;
        }
        Match::Nothing
    }

    /// The first request whose time is over.
    pub(super) fn time_out(&mut self, now: Moment) -> Option<(RequestId, bool)> {
        let at = self.sent.iter().position(|s| s.deadline <= now)?;
        let Sent { id, action, writes, .. } = self.sent.remove(at);
        if self.late.len() >= LATE_KEPT {
            self.late.pop_front();
        }
        self.late.push_back((id.clone(), action));
        Some((id, writes))
    }

    pub(super) fn next_deadline(&self) -> Option<Moment> {
        self.sent.iter().map(|s| s.deadline).min()
    }

    /// Takes a request back that wasn't sent.
    pub(super) fn withdraw(&mut self, id: &str) -> bool {
        let at = self.waiting.iter().position(|w| w.id.as_str() == id);
        at.and_then(|at| self.waiting.remove(at)).is_some()
    }

    /// The connection is gone, and with it every answer. What was sent, in order, and whether it writes.
    pub(super) fn lose_sent(&mut self) -> impl Iterator<Item = (RequestId, bool)> + use<> {
        self.late.clear();
        self.pings.clear();
        self.login = None;
        core::mem::take(&mut self.sent).into_iter().map(|s| (s.id, s.writes))
    }

    /// What was never sent, in order.
    pub(super) fn lose_waiting(&mut self) -> impl Iterator<Item = RequestId> + use<> {
        core::mem::take(&mut self.waiting).into_iter().map(|w| w.id)
    }
}
