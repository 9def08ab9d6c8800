//! The third door: what has a memory, as a machine that is told what happens and answers in JSON. No clock, no randomness, no IO.
//!
//! [`Machine::open`] takes the kind and its configuration, [`Machine::tell`] a command and one JSON object, as [`ask`](super::ask::ask) does, with errors of the same form.
//! Times (`now_ms`) are whole milliseconds of any clock, of the calendar's for budgets and pages; `random` is a number of at least 0 and below 1. IDs are texts.
//!
//! # `rtm`: a session of the Agent or Customer Chat API
//! Configuration: `{token, api?: "agent" or "customer", version?, login?: {...}, organization_id?, base_url?, ping_by?: "frame" or "websocket", unsent?: "keep" or "give_back", restore_status?,
//! login_within_ms?, ping_every_ms?, silence_ms?, request_timeout_ms?, stable_after_ms?, first_pause_ms?, longest_pause_ms?, max_waiting?, max_received_bytes?, max_sent_bytes?}`. `token` is the whole
//! credential, such as `Bearer dal:...`; `login` what else the login's payload says.
//!
//! | command | what happened | answer besides |
//! |---|---|---|
//! | `poll` | `{}`: nothing; the first actions of a new session | |
//! | `send` | `{now_ms, action, payload?: {...}, version?, id?, author_id?}`; or `{now_ms, method, body?, version?, id?, author_id?}`, which is validated | `id` |
//! | `withdraw` | `{id}`: a request is taken back | `withdrawn: bool` |
//! | `opened` | `{connection, now_ms}`: the socket is open | |
//! | `received` | `{connection, now_ms, text}`: a text message came | |
//! | `pong` | `{connection, now_ms}`: the pong of a control frame came | |
//! | `closed` | `{connection, now_ms, code?, reason?}`: the socket has closed, or couldn't be opened | |
//! | `reconnect` | `{now_ms, random}`: another connection is wanted | `reconnect_at_ms`, null where the session isn't closed |
//! | `set_token` | `{token}`: for the next login | |
//! | `close` | `{now_ms}`: the session ends | |
//! | `wake` | `{now_ms}`: time has passed | |
//! | `state` | `{}` | `pending`, `waiting`, `attempts` |
//!
//! Each answers `{actions: [action], wake_at_ms, state}` with what is said above. The host does the actions in their order, and sends `wake` at `wake_at_ms`, by the clock of the last `now_ms`, unless it is null or something else happens before. After an
//! error, what there is to do comes with the next answer. An action is
//! - `{type: "connect", connection, url}`, `{type: "send", connection, text}` (it may hold the token), `{type: "ping", connection}`, `{type: "close", connection, code: 1000}`,
//! - `{type: "event", event}`, the event being one of `{type: "logged_in", frame}`, `{type: "answered", id, success, error?, frame}`, `{type: "timed_out", id, may_have_happened}`,
//!   `{type: "late", id, success, frame}`, `{type: "lost", id, may_have_happened}`, `{type: "push", action, version?, request_id?, frame}`, `{type: "stray", code, frame}`,
//!   `{type: "malformed", code, bytes}` and `{type: "disconnected", cause, advice, region?, code?, reason?, error?, frame?}`. A frame is the JSON that came.
//!
//! Errors of `send`: the codes of [`SendCode`](crate::machine::rtm::SendCode), and `invalid` with all `faults` for a body that isn't valid.
//!
//! # `budget` and `budgets`: how many requests and how much money
//! Configuration: `{quota?: {requests, window_ms}, monthly_microdollars?, reservation_ms?, max_open?, turned_away_ms?, max_asked_ms?, restore?}`, `restore` being the `state` that was saved; of
//! `budgets` with `max_licenses` besides. With `budgets`, each command but `save` and `licenses` has `license`.
//!
//! | command | question | answer |
//! |---|---|---|
//! | `reserve` | `{now_ms, payer?: "license" or "nobody"}` | `{reservation}` or `{refused: {code, message, until_ms}}`, until null where time alone doesn't help |
//! | `settle` | `{now_ms, reservation, outcome}`, the outcome as in `retry` | `{settled: true}`, or `{released: true}` of a call that was not sent; `unknown_reservation`, `closed_reservation` |
//! | `release` | `{now_ms, reservation}` | `{released: true}` |
//! | `turned_away` | `{now_ms, wait_ms?}` | `{wait_until_ms}` |
//! | `usage` | `{now_ms}` | `{requests, open, spent_microdollars, wait_until_ms}`, until null where there is no wait |
//! | `configure` | the configuration without `restore` | `{configured: true}` |
//! | `save` | `{}` | `{state}`, a text |
//! | `licenses` | `{}` | `{licenses: [license]}` |
//!
//! Of `budgets` besides: `too_many_licenses`.
//!
//! # `pages`: a list, page by page
//! Configuration: `{method, version?, body?, max_pages?, max_records?, max_answer_bytes?, page_life_ms?}`.
//!
//! | command | question | answer |
//! |---|---|---|
//! | `next_request`, `previous_request` | `{now_ms}` | `{body}`, null where there is no such page |
//! | `answered` | `{now_ms, text}`: the body of the answer | `{index, records, total?, has_next, has_previous}` |
//! | `next_page_id` | `{}` | `{next_page_id}`, null where there is none |
//! | `list` | `{}` | a list of `lists`, with `version` |
//!
//! Errors: the codes of [`PagesErrorCode`](crate::machine::pages::PagesErrorCode), with a pointer into the answer.
//!
//! # `webhooks`: what the vendor posts, behind its secrets
//! Configuration: `{secrets: [secret], version?}`, several while one is being replaced. Only digests are kept, and compared in constant time.
//!
//! | command | question | answer |
//! |---|---|---|
//! | `parse` | `{text}` | that of [`answer`](super::answer)'s `parse`, or `wrong_secret` |
//! | `accepts` | `{secret}` | `{accepted: bool}` |
//! | `rotate` | `{secrets: [secret]}`, in place of the old ones | `{secrets: count}` |

mod actions;
mod budget;
mod pages;
mod rtm;
mod webhooks;

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::no_answer::NoAnswer;
use super::{ErrorCode, LineError, text};
use crate::machine::pages::Pages;
use crate::timestamp::Timestamp;

/// Something with a memory, of one of the kinds of this [module](self). `Debug` shows its kind only.
///
/// ```
/// use livechat_core::door::Machine;
/// let mut budget = Machine::open("budget", r#"{"quota": {"requests": 1, "window_ms": 1000}}"#)?;
/// assert_eq!(budget.tell("reserve", r#"{"now_ms": 1794000000000}"#), r#"{"reservation":"0.0.1794000000000000"}"#);
/// assert!(budget.tell("reserve", r#"{"now_ms": 1794000000001}"#).contains(r#""code":"quota_used_up""#));
/// # Ok::<(), livechat_core::door::LineError>(())
/// ```
pub struct Machine(Kind);

enum Kind {
    Rtm(Box<rtm::Rtm>),
    Budget(Box<budget::Kept>),
    Budgets(Box<budget::Kept>),
    Pages(Box<Pages>),
    Webhooks(webhooks::Webhooks),
}

impl Machine {
    /// The kinds that there are.
    pub const KINDS: [&str; 5] = ["rtm", "budget", "budgets", "pages", "webhooks"];

    /// Makes one of a kind, with its configuration, which is an object of JSON.
    ///
    /// # Errors
    /// With the pointer into the configuration where there is one; a message repeats no value of it.
    pub fn open(kind: &str, config: &str) -> Result<Self, LineError> {
        let config = text(config.as_bytes())?;
        Ok(Self(match kind {
            "rtm" => Kind::Rtm(Box::new(rtm::Rtm::open(config)?)),
            "budget" => Kind::Budget(Box::new(budget::Kept::open_one(config)?)),
            "budgets" => Kind::Budgets(Box::new(budget::Kept::open_many(config)?)),
            "pages" => Kind::Pages(Box::new(pages::open(config)?)),
            "webhooks" => Kind::Webhooks(webhooks::Webhooks::open(config)?),
            _ => {
                let message = "No such kind; there are `rtm`, `budget`, `budgets`, `pages` and `webhooks`.";
                return Err(LineError::new(ErrorCode::BadRequest, message));
            }
        }))
    }

    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self.0 {
            Kind::Rtm(_) => "rtm",
            Kind::Budget(_) => "budget",
            Kind::Budgets(_) => "budgets",
            Kind::Pages(_) => "pages",
            Kind::Webhooks(_) => "webhooks",
        }
    }

    /// Tells it what happened, by a command and an object of JSON. Where there is no answer, nothing has changed but the time.
    pub fn tell(&mut self, command: &str, json: &str) -> String {
        let told = text(json.as_bytes()).map_err(NoAnswer::from).and_then(|json| match &mut self.0 {
            Kind::Rtm(rtm) => rtm.tell(command, json),
            Kind::Budget(kept) | Kind::Budgets(kept) => kept.tell(command, json),
            Kind::Pages(pages) => pages::tell(pages, command, json),
            Kind::Webhooks(webhooks) => webhooks.tell(command, json),
        });
        told.unwrap_or_else(|e| e.to_json())
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Machine({})", self.kind())
    }
}

fn no_command() -> NoAnswer {
    NoAnswer::new(ErrorCode::BadRequest.as_str(), "This kind has no such command.")
}

/// Milliseconds of a time to wait for: not a moment too early.
fn ceiling(time: Timestamp) -> i64 {
    let millis = time.millis();
    if Timestamp::from_millis(millis) < time { millis.saturating_add(1) } else { millis }
}
