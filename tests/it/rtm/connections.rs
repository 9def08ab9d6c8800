//! The end of connections, what becomes of requests then, and connecting again.

use livechat_core::catalogue::{Api, ReconnectAdvice};
use livechat_core::machine::rtm::{Action, Cause, Config, Event, Outgoing, SendCode, Session, State, Unsent};
use livechat_core::{Timestamp, Version};
use serde_json::json;

use super::{Host, TOKEN, config};

fn lost(event: &Event) -> Option<(&str, bool)> {
    match event {
        Event::Lost { id, may_have_happened } => Some((id.as_str(), *may_have_happened)),
        _ => None,
    }
}

/// A host with a read, a write and an unknown method sent, and ten that wait.
fn busy(config: Config) -> Host {
    let mut host = Host::logged_in(config);
    for action in ["get_chat", "send_event", "of_tomorrow"] {
        let request = Outgoing::new(action, "{}").unwrap().id(action);
        host.session.send(host.time(), request).unwrap();
    }
    for _ in 0..16 {
        host.send("tag_thread");
    }
    assert_eq!((host.session.pending(), host.session.waiting()), (9, 10));
    host
}

#[test]
fn what_was_sent_is_given_back_and_what_was_not_waits_for_the_next_connection() {
    let mut host = busy(config());
    host.break_socket();
    let events = host.take_events();
    let lost: Vec<_> = events.iter().filter_map(lost).collect();
    assert_eq!(lost.len(), 9);
    assert_eq!(lost[..3], [("get_chat", false), ("send_event", true), ("of_tomorrow", true)]);
    let cause = Cause::Socket { code: Some(1006), reason: String::new() };
    let end = Event::Disconnected { cause, advice: ReconnectAdvice::BackOff, region: None };
    assert_eq!(events.last(), Some(&end));
    assert_eq!((host.session.waiting(), host.session.pending(), host.closed.len()), (10, 0, 0));
    // More can be added meanwhile, and the lost IDs are free again.
    host.session.send(host.time(), Outgoing::new("get_chat", "{}").unwrap().id("get_chat")).unwrap();
    host.take_sent();
    host.session.reconnect(host.time(), 0);
    host.wait(60_000);
    host.open();
    assert_eq!(host.sent.len(), 1);
    host.log_in();
    assert_eq!(host.take_sent().len(), 9);
}

#[test]
fn a_host_can_have_everything_back() {
    let mut host = busy(config().unsent(Unsent::GiveBack));
    host.break_socket();
    let events = host.take_events();
    let lost: Vec<_> = events.iter().filter_map(lost).collect();
    assert_eq!(lost.len(), 19);
    assert!(lost[9..].iter().all(|(_, may)| !may));
    assert_eq!(host.session.waiting(), 0);
    assert_eq!(host.refused(Outgoing::new("get_chat", "{}").unwrap()), SendCode::Closed);
    host.session.reconnect(host.time(), 0);
    host.send("get_chat");
    assert_eq!(host.session.waiting(), 1);
}

#[test]
fn logging_in_again_asks_for_the_last_status() {
    let mut host = Host::new(config());
    host.open();
    assert_eq!(host.log_in()["payload"], json!({"token": TOKEN}));
    host.break_socket();
    host.session.reconnect(host.time(), 0);
    host.session.set_token("Bearer fra:newer").unwrap();
    host.wait(1_000);
    host.open();
    assert_eq!(host.log_in()["payload"], json!({"token": "Bearer fra:newer", "reconnect": true}));
    // A customer's login has no such field.
    let mut host = Host::logged_in(Config::new(Api::Customer, Version::V3_6, TOKEN, "{}").unwrap());
    host.break_socket();
    host.session.reconnect(host.time(), 0);
    host.wait(1_000);
    host.open();
    assert_eq!(host.log_in()["payload"], json!({"token": TOKEN}));
}

#[test]
fn a_connection_that_never_was_logged_in_asks_for_nothing() {
    let mut host = Host::new(config());
    host.open();
    let login = host.take_sent().remove(0);
    let taken = Outgoing::new("get_chat", "{}").unwrap().id(login["request_id"].as_str().unwrap());
    assert_eq!(host.refused(taken), SendCode::IdInUse);
    host.break_socket();
    host.session.send(host.time(), taken).unwrap();
    host.session.reconnect(host.time(), 0);
    host.wait(1_000);
    host.open();
    assert_eq!(host.log_in()["payload"], json!({"token": TOKEN}));
}

#[test]
fn pauses_grow_until_a_connection_is_stable() {
    let mut host = Host::new(config());
    for (random, pause) in
        [(u64::MAX, 1_000), (0, 1_000), (u64::MAX, 4_000), (1 << 63, 6_000), (u64::MAX, 16_000), (u64::MAX, 32_000)]
            .into_iter()
            .chain([(u64::MAX, 60_000), (0, 30_000)])
    {
        host.break_socket();
        let due = Timestamp::from_millis(host.now + pause);
        assert_eq!(host.session.reconnect(host.time(), random), Some(due));
        assert_eq!((host.session.state(), host.session.wake_at()), (State::Waiting, Some(due)));
        host.wait(pause - 1);
        assert_eq!(host.session.state(), State::Waiting);
        host.wait(1);
        assert_eq!(host.session.state(), State::Connecting);
    }
    assert_eq!(host.session.attempts(), 8);
    host.open();
    host.log_in();
    host.wait(15_000);
    let ping = host.take_sent().remove(0);
    host.answer(&ping);
    host.break_socket();
    assert_eq!(host.session.attempts(), 8, "not stable yet");
    host.session.reconnect(host.time(), 0);
    host.wait(60_000);
    host.open();
    host.log_in();
    for _ in 0..4 {
        host.wait(15_000);
        let ping = host.take_sent().remove(0);
        host.answer(&ping);
    }
    host.break_socket();
    assert_eq!(host.session.attempts(), 0);
    assert_eq!(host.session.reconnect(host.time(), u64::MAX), Some(Timestamp::from_millis(host.now + 1_000)));
    assert_eq!(host.session.reconnect(host.time(), 0), None, "it is scheduled already");
}

#[test]
fn at_once_is_at_once_only_the_first_time() {
    let mut host = Host::logged_in(config());
    let mut end = |expected: i64| {
        host.receive(
            &json!({"type": "push", "action": "agent_disconnected", "payload": {"reason": "connection_timeout"}}),
        );
        let due = host.session.reconnect(host.time(), u64::MAX).unwrap();
        assert_eq!(due.millis() - host.now, expected);
        host.wait(expected);
        host.obey();
        host.take_events();
        host.open();
        host.log_in();
    };
    end(0);
    end(1_000);
    end(2_000);
}

#[test]
fn an_old_socket_does_not_disturb_its_successor() {
    let mut host = Host::logged_in(config());
    let old = host.connection();
    host.wait(30_000);
    assert_eq!((host.session.state(), host.closed.clone()), (State::Closed, vec![old]));
    host.take_events();
    host.session.reconnect(host.time(), 0);
    host.obey();
    assert_ne!(host.connection(), old);
    let told = |host: &mut Host| {
        host.session.opened(old, host.time());
        host.session.received(old, host.time(), "{}");
        host.session.websocket_pong(old, host.time());
        host.session.closed(old, host.time(), None, "");
        host.obey();
        assert_eq!(host.take_events(), []);
    };
    told(&mut host);
    assert_eq!(host.session.state(), State::Connecting);
    host.take_sent();
    host.open();
    host.log_in();
    told(&mut host);
    assert_eq!(host.session.state(), State::LoggedIn);
}

#[test]
fn closing_awaits_what_was_sent() {
    let mut host = busy(config());
    let sent = host.take_sent();
    host.session.close(host.time());
    host.obey();
    assert_eq!(host.session.state(), State::Closing);
    assert_eq!(host.take_events().iter().filter_map(lost).filter(|(_, may)| !may).count(), 10);
    assert_eq!(host.refused(Outgoing::new("get_chat", "{}").unwrap()), SendCode::Closed);
    for request in &sent[1..] {
        host.answer(request);
    }
    assert_eq!((host.session.state(), host.take_events().len()), (State::Closing, 8));
    host.wait(15_000);
    let events = host.take_events();
    let end = Event::Disconnected { cause: Cause::Asked, advice: ReconnectAdvice::Close, region: None };
    assert!(matches!(&events[..], [Event::TimedOut { .. }, last] if *last == end), "{events:?}");
    assert_eq!((host.session.state(), host.closed.len()), (State::Closed, 1));
    assert_eq!(host.refused(Outgoing::new("get_chat", "{}").unwrap()), SendCode::Closed);
    host.session.close(host.time());
    host.wait(1_000_000);
    host.obey();
    assert_eq!(host.take_events(), []);
    // It was meant, so that nothing speaks against coming back at once.
    assert_eq!(host.session.reconnect(host.time(), u64::MAX), Some(host.time()));
}

#[test]
fn closing_is_done_with_the_last_answer() {
    let mut host = Host::logged_in(config());
    host.send("get_chat");
    host.session.close(host.time());
    let request = host.take_sent().remove(0);
    host.answer(&request);
    assert!(matches!(host.take_events()[..], [Event::Answered { .. }, Event::Disconnected { .. }]));
    assert_eq!(host.session.state(), State::Closed);
}

#[test]
fn closing_before_the_login_is_done_at_once() {
    let mut session = Session::new(config());
    session.close(Timestamp::from_millis(0));
    assert!(matches!(session.poll(), Some(Action::Event(Event::Disconnected { cause: Cause::Asked, .. }))));
    assert_eq!((session.poll(), session.state()), (None, State::Closed), "no socket was asked for");
    let mut host = Host::new(config());
    host.send("get_chat");
    host.open();
    host.session.close(host.time());
    host.obey();
    assert_eq!((host.take_events().len(), host.closed.len(), host.session.state()), (2, 1, State::Closed));
}

#[test]
fn a_socket_that_closes_while_closing_is_no_reason_to_come_back() {
    let mut host = busy(config());
    host.session.close(host.time());
    host.session.closed(host.connection(), host.time(), Some(1001), &"é".repeat(200));
    host.obey();
    let events = host.take_events();
    let Some(Event::Disconnected { cause: Cause::Socket { reason, .. }, advice, .. }) = events.last() else { panic!() };
    assert_eq!((reason.len(), *advice), (122, ReconnectAdvice::Close));
    assert_eq!(events.iter().filter_map(lost).count(), 19);
}
