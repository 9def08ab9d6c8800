//! Deadlines, pings, silence, and clocks that are set.

use livechat_core::Timestamp;
use livechat_core::catalogue::ReconnectAdvice;
use livechat_core::machine::rtm::{Cause, Event, PingBy, State};
use serde_json::json;

use super::{Host, config};

#[test]
fn a_login_that_is_not_answered_in_thirty_seconds_ends_the_connection() {
    let mut host = Host::new(config());
    host.wait(120_000);
    assert_eq!(host.session.state(), State::Connecting);
    host.open();
    assert_eq!(host.sent.len(), 1);
    assert_eq!(host.session.wake_at(), Some(Timestamp::from_millis(150_000)));
    host.wait(29_999);
    assert_eq!((host.session.state(), host.sent.len(), host.pings), (State::LoggingIn, 1, 0));
    host.wait(1);
    let cause = Cause::LoginTimeout;
    assert_eq!(host.take_events(), [Event::Disconnected { cause, advice: ReconnectAdvice::BackOff, region: None }]);
    assert_eq!((host.session.state(), host.closed.len()), (State::Closed, 1));
    assert_eq!(host.session.wake_at(), None);
    // Too late.
    let login = host.take_sent().remove(0);
    host.answer(&login);
    assert_eq!((host.session.state(), host.take_events()), (State::Closed, vec![]));
}

#[test]
fn pings_by_frame_come_every_fifteen_seconds_and_only_after_the_login() {
    let mut host = Host::new(config());
    host.open();
    host.wait(20_000);
    assert_eq!(host.sent.len(), 1, "no ping before the login");
    host.log_in();
    for round in 1..=4 {
        host.wait(14_999);
        assert!(host.sent.is_empty());
        host.wait(1);
        let ping = host.take_sent().remove(0);
        assert_eq!((&ping["action"], &ping["payload"]), (&json!("ping"), &json!({})));
        assert!(ping["request_id"].is_string());
        assert_eq!(host.session.pending(), 1, "{round}");
        // With its ID or without, no event is made of it.
        if round % 2 == 0 {
            host.answer(&ping);
        } else {
            host.receive(&json!({"action": "ping", "type": "response", "success": true}));
        }
        assert_eq!((host.session.pending(), host.take_events()), (0, vec![]));
    }
}

#[test]
fn an_answer_to_a_ping_that_comes_after_the_next_ping_is_no_stray() {
    let mut host = Host::logged_in(config());
    host.wait(15_000);
    let first = host.take_sent().remove(0);
    host.receive(&json!({"type": "push", "action": "x"}));
    host.wait(15_000);
    assert_eq!(host.sent.len(), 1);
    host.take_events();
    host.answer(&first);
    assert_eq!(host.take_events(), []);
    host.answer(&first);
    assert_eq!(host.take_events().len(), 1, "once is enough");
}

#[test]
fn pings_by_the_websocket_are_no_frames_and_need_their_pongs() {
    let mut host = Host::logged_in(config().ping_by(PingBy::Websocket));
    for round in 1..=4 {
        host.wait(15_000);
        assert_eq!((host.pings, host.sent.len(), host.session.pending()), (round, 0, 0));
        host.session.websocket_pong(host.connection(), host.time());
    }
    host.wait(29_999);
    assert_eq!(host.session.state(), State::LoggedIn);
    host.wait(1);
    assert_eq!(host.session.state(), State::Closed);
}

#[test]
fn a_ping_that_is_not_answered_gives_its_place_back() {
    let mut host = Host::logged_in(config().request_timeout_ms(5_000));
    host.wait(19_999);
    host.receive(&json!({"type": "push", "action": "x"}));
    assert_eq!(host.session.pending(), 1);
    host.wait(1);
    host.session.wake(host.time());
    assert_eq!(host.session.pending(), 0);
}

#[test]
fn what_comes_after_a_deadline_comes_too_late_even_if_nobody_woke_the_machine() {
    let mut host = Host::new(config());
    host.open();
    let login = host.take_sent().remove(0);
    host.now += 30_000;
    host.answer(&login);
    assert!(matches!(host.take_events()[..], [Event::Disconnected { cause: Cause::LoginTimeout, .. }]));
}

#[test]
fn thirty_seconds_of_silence_end_the_connection() {
    let mut host = Host::logged_in(config());
    host.wait(10_000);
    // Whatever comes breaks the silence.
    host.session.received(host.connection(), host.time(), "nonsense");
    host.wait(29_999);
    assert_eq!(host.session.state(), State::LoggedIn);
    host.take_events();
    host.wait(1);
    let cause = Cause::Silence;
    assert_eq!(host.take_events(), [Event::Disconnected { cause, advice: ReconnectAdvice::Reconnect, region: None }]);
    assert_eq!(host.closed.len(), 1);
}

#[test]
fn a_frame_that_is_read_late_still_breaks_the_silence() {
    let mut host = Host::logged_in(config());
    host.now += 40_000;
    host.receive(&json!({"type": "push", "action": "x"}));
    assert_eq!(host.session.state(), State::LoggedIn);
    assert_eq!(host.sent[0]["action"], "ping", "and the ping that is due goes out");
}

#[test]
fn rhythms_can_be_set_within_what_the_vendor_allows() {
    let mut host = Host::logged_in(config().ping_every_ms(0).request_timeout_ms(0).silence_ms(5_000));
    host.wait(3_000);
    assert_eq!(host.sent.len(), 3, "no more often than each second");
    host.wait(2_000);
    assert_eq!(host.session.state(), State::Closed);
    let mut host = Host::logged_in(config().ping_every_ms(u64::MAX));
    host.wait(15_000);
    assert_eq!(host.sent.len(), 1, "no more seldom than every fifteen seconds");
}

#[test]
fn a_clock_that_is_set_back_neither_hurries_nor_stops_anything() {
    let mut host = Host::logged_in(config());
    host.send("list_chats");
    host.take_sent();
    host.wait(5_000);
    host.session.wake(host.time());
    // An hour back: ten of the request's fifteen seconds are left, and a ping goes out to be safe.
    host.now -= 3_600_000;
    host.session.wake(host.time());
    host.obey();
    assert_eq!(host.take_sent()[0]["action"], "ping");
    host.wait(9_999);
    assert_eq!(host.take_events(), []);
    host.wait(1);
    assert!(matches!(host.take_events()[..], [Event::TimedOut { .. }]));
    host.wait(5_000);
    assert_eq!(host.take_sent()[0]["action"], "ping");
    // Back again while a ping is unanswered: no second one.
    host.now -= 1_000;
    host.session.wake(host.time());
    host.obey();
    assert_eq!(host.take_sent(), Vec::<serde_json::Value>::new());
}

#[test]
fn one_wrong_time_is_forgotten() {
    let mut host = Host::logged_in(config());
    host.wait(10_000);
    host.now -= 1_000_000;
    host.session.wake(host.time());
    host.now += 1_000_001;
    host.session.wake(host.time());
    host.obey();
    assert_eq!(host.session.state(), State::LoggedIn);
    assert_eq!(host.take_events(), []);
}
