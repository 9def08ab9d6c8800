//! Every reason of the catalogue leads to its advice; so does every refusal of a login.

use livechat_core::Version;
use livechat_core::catalogue::{Api, DisconnectReason, ErrorType, Kind, NamedType, ReconnectAdvice, Retry, ValueKind};
use livechat_core::machine::rtm::{Cause, Config, Event, State};
use serde_json::{Value, json};

use super::{Host, TOKEN, config};

/// What a host is told when the server ends the connection with this payload.
fn told(api: Api, payload: &Value) -> (Option<String>, ReconnectAdvice, Option<String>) {
    let mut host = Host::logged_in(Config::new(api, Version::V3_6, TOKEN, "{}").unwrap());
    let action = format!("{api}_disconnected");
    host.receive(&json!({"version": "3.6", "action": action, "type": "push", "payload": payload}));
    let events = host.take_events();
    let [Event::Push(push), Event::Disconnected { cause: Cause::Server { reason }, advice, region }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(push.action, action);
    assert_eq!((host.session.state(), host.closed.len()), (State::Closed, 1));
    (reason.clone(), *advice, region.clone())
}

#[test]
fn each_reason_has_its_advice() {
    assert_eq!(DisconnectReason::all().len(), 29);
    for reason in DisconnectReason::all() {
        let (api, name) = reason.name().split_once('/').unwrap();
        let api = if api == "agent" { Api::Agent } else { Api::Customer };
        assert_eq!(DisconnectReason::of(api, name), Some(reason));
        assert_eq!(DisconnectReason::from_name(reason.name()), Some(reason));
        assert!(!reason.about().is_empty() && !reason.versions().is_empty());
        assert_eq!(told(api, &json!({"reason": name})), (Some(name.into()), reason.advice(), None));
    }
}

#[test]
fn the_advice_agrees_with_the_vendors_tables() {
    // The vendor says no more than these three; what the catalogue adds must not contradict.
    let vendor = |reason: DisconnectReason| reason.about().split('.').next().unwrap();
    for reason in DisconnectReason::all() {
        let agrees = match vendor(reason) {
            "Reconnect" | "Reconnect later" => {
                [ReconnectAdvice::Reconnect, ReconnectAdvice::BackOff].contains(&reason.advice())
            }
            "Reconnect with a new token" => reason.advice() == ReconnectAdvice::NewToken,
            "Don't reconnect here" => reason.advice() == ReconnectAdvice::OtherRegion,
            "Don't reconnect" => [ReconnectAdvice::Stop, ReconnectAdvice::Close].contains(&reason.advice()),
            other => panic!("{other}"),
        };
        assert!(agrees, "{reason:?}");
    }
    for (name, of) in [("AgentDisconnectReason", Api::Agent), ("CustomerDisconnectReason", Api::Customer)] {
        let Kind::Enum(values) = &NamedType::from_name(name).unwrap().kind else { panic!() };
        for value in *values {
            let ValueKind::String(text) = value.value else { panic!() };
            assert_eq!(DisconnectReason::of(of, text).unwrap().versions(), value.versions);
        }
    }
}

#[test]
fn what_is_not_known_is_kept_and_nothing_is_hurried() {
    let back_off = ReconnectAdvice::BackOff;
    assert_eq!(told(Api::Agent, &json!({"reason": "of_tomorrow"})), (Some("of_tomorrow".into()), back_off, None));
    for payload in [
        json!({}),
        json!(null),
        json!([null, null, "internal_error", null, null]),
        json!({"reason": 7}),
        json!({"reason": null}),
    ] {
        assert_eq!(told(Api::Customer, &payload), (None, back_off, None), "{payload}");
    }
    // A reason of the other API is unknown to this one.
    assert_eq!(told(Api::Agent, &json!({"reason": "logged_out_remotely"})).1, back_off);
}

#[test]
fn the_region_is_handed_on() {
    let payload = json!({"reason": "misdirected_connection", "data": {"region": "fra"}});
    let expected = (Some("misdirected_connection".into()), ReconnectAdvice::OtherRegion, Some("fra".into()));
    assert_eq!(told(Api::Customer, &payload), expected);
    let payload = json!({"reason": "misdirected_connection", "data": {"region": "evil.example/"}});
    assert_eq!(told(Api::Agent, &payload).2, None);
}

#[test]
fn the_push_of_the_other_api_is_only_a_push() {
    let mut host = Host::logged_in(config());
    host.receive(&json!({"type": "push", "action": "customer_disconnected", "payload": {"reason": "internal_error"}}));
    assert_eq!((host.session.state(), host.take_events().len()), (State::LoggedIn, 1));
}

#[test]
fn a_refused_login_is_advised_by_its_error() {
    let cases = ErrorType::all().map(|e| (e.name(), Some(e.retry()))).chain([("of_tomorrow", None)]);
    for (name, retry) in cases {
        let mut host = Host::new(config());
        host.open();
        let login = host.take_sent().remove(0);
        host.fail(&login, &json!({"type": name, "message": "m", "data": {"region": "dal"}}));
        let events = host.take_events();
        let [Event::Disconnected { cause: Cause::LoginRefused { error, frame }, advice, region }] = &events[..] else {
            panic!("{events:?}")
        };
        let expected = match retry {
            Some(Retry::Never | Retry::AfterFix) => ReconnectAdvice::Stop,
            Some(Retry::NewToken) => ReconnectAdvice::NewToken,
            Some(Retry::OtherRegion) => ReconnectAdvice::OtherRegion,
            _ => ReconnectAdvice::BackOff,
        };
        assert_eq!((error.as_deref(), *advice, region.as_deref()), (Some(name), expected, Some("dal")));
        assert!(frame.as_str().contains("\"m\""));
        assert_eq!(host.closed.len(), 1);
    }
}

#[test]
fn an_answer_to_the_login_of_another_action_is_no_answer() {
    let mut host = Host::new(config());
    host.open();
    let mut login = host.take_sent().remove(0);
    login["action"] = json!("list_chats");
    host.answer(&login);
    assert_eq!(host.session.state(), State::LoggingIn);
    assert!(matches!(host.take_events()[..], [Event::Stray { .. }]));
    login["action"] = json!("login");
    // Success must be said.
    host.receive(&json!({"type": "response", "action": "login", "request_id": login["request_id"]}));
    assert_eq!(host.session.state(), State::Closed);
}

#[test]
fn nothing_that_can_be_printed_shows_the_token() {
    let mut host = Host::new(config());
    let before = format!("{:?} {:?}", config(), host.session);
    host.session.opened(host.connection(), host.time());
    let login = host.session.poll();
    let shown = format!("{before} {login:?} {:?}", host.session);
    assert!(!shown.contains("secret") && shown.contains("bytes"), "{shown}");
}
