//! What an RTM session tells its host to do, as JSON.

use super::super::writer::Writer;
use crate::machine::rtm::{Action, Cause, Connection, Event, Frame, RequestId};

/// Writes an action as an element of a list.
pub(super) fn write(action: Action, url: &str, w: &mut Writer) {
    w.open('{');
    match action {
        Action::Connect(connection) => {
            named("connect", connection, w);
            w.text("url", url);
        }
        Action::Send(connection, frame) => {
            named("send", connection, w);
            w.text("text", frame.as_str());
        }
        Action::Ping(connection) => named("ping", connection, w),
        Action::Close(connection) => {
            named("close", connection, w);
            w.whole("code", 1_000);
        }
        Action::Event(event) => {
            w.text("type", "event");
            w.key("event").open('{');
            event_into(&event, w);
            w.close('}');
        }
    }
    w.close('}');
}

fn named(name: &str, connection: Connection, w: &mut Writer) {
    w.text("type", name);
    w.text("connection", &alloc::format!("{}", connection.number()));
}

fn event_into(event: &Event, w: &mut Writer) {
    match event {
        Event::LoggedIn { frame } => {
            w.text("type", "logged_in");
            came(frame, w);
        }
        Event::Answered { id, success, error, frame } => {
            about("answered", id, w);
            w.flag("success", *success);
            w.maybe("error", error.as_deref());
            came(frame, w);
        }
        Event::TimedOut { id, may_have_happened } => {
            about("timed_out", id, w);
            w.flag("may_have_happened", *may_have_happened);
        }
        Event::Late { id, success, frame } => {
            about("late", id, w);
            w.flag("success", *success);
            came(frame, w);
        }
        Event::Lost { id, may_have_happened } => {
            about("lost", id, w);
            w.flag("may_have_happened", *may_have_happened);
        }
        Event::Push(push) => {
            w.text("type", "push");
            w.text("action", &push.action);
            w.maybe("version", push.version.as_deref());
            w.maybe("request_id", push.request_id.as_ref().map(RequestId::as_str));
            came(&push.frame, w);
        }
        Event::Stray { code, frame } => {
            w.text("type", "stray");
            w.text("code", code.as_str());
            came(frame, w);
        }
        Event::Malformed { code, bytes } => {
            w.text("type", "malformed");
            w.text("code", code.as_str());
            w.whole("bytes", u64::try_from(*bytes).unwrap_or(u64::MAX));
        }
        Event::Disconnected { cause, advice, region } => {
            w.text("type", "disconnected");
            w.text("cause", cause.as_str());
            w.text("advice", advice.as_str());
            w.maybe("region", region.as_deref());
            match cause {
                Cause::Socket { code, reason } => {
                    if let Some(code) = code {
                        w.whole("code", (*code).into());
                    }
                    w.text("reason", reason);
                }
                Cause::Server { reason } => w.maybe("reason", reason.as_deref()),
                Cause::LoginRefused { error, frame } => {
                    w.maybe("error", error.as_deref());
                    came(frame, w);
                }
                Cause::Asked | Cause::LoginTimeout | Cause::Silence => {}
            }
        }
    }
}

fn about(name: &str, id: &RequestId, w: &mut Writer) {
    w.text("type", name);
    w.text("id", id.as_str());
}

/// The frame as the JSON that came.
fn came(frame: &Frame, w: &mut Writer) {
    w.json("frame", frame.as_str());
}
