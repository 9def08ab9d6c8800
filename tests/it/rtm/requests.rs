//! Requests and their answers, pushes, and frames that are neither.

use livechat_core::catalogue::Api;
use livechat_core::codec::Options;
use livechat_core::machine::rtm::{
    Config, Event, MalformedCode, Outgoing, PingBy, RequestId, SendCode, SendError, Session, StrayCode,
};
use livechat_core::request::{BaseUrl, FrameOptions, OrganizationId, Request, agent, customer};
use livechat_core::{Method, Timestamp, Version};
use serde_json::json;

use super::{Host, config};

#[test]
fn nothing_goes_out_before_the_login_has_succeeded() {
    let mut host = Host::new(config());
    host.send("list_chats");
    host.open();
    host.send("send_event");
    assert_eq!(host.sent.len(), 1);
    host.log_in();
    let actions: Vec<_> = host.take_sent().into_iter().map(|f| f["action"].clone()).collect();
    assert_eq!(actions, ["list_chats", "send_event"]);
}

#[test]
fn eleven_requests_wait_for_each_other() {
    for (ping_by, places) in [(PingBy::Websocket, 10), (PingBy::Frame, 9)] {
        let mut host = Host::logged_in(config().ping_by(ping_by));
        for _ in 0..11 {
            host.send("get_chat");
        }
        assert_eq!((host.sent.len(), host.session.pending(), host.session.waiting()), (places, places, 11 - places));
        let first = host.sent.remove(0);
        host.answer(&first);
        assert_eq!((host.sent.len(), host.session.waiting()), (places, 10 - places));
        // The ping needn't wait for the others.
        host.wait(14_999);
        host.receive(&json!({}));
        host.wait(1);
        assert!(host.session.pending() <= 10);
        let pinged = host.pings + host.sent.iter().filter(|f| f["action"] == "ping").count();
        assert_eq!(pinged, 1);
    }
}

#[test]
fn a_full_queue_refuses() {
    let mut host = Host::new(config().max_waiting(2));
    host.send("get_chat");
    let kept = host.send("get_chat");
    assert_eq!(host.refused(Outgoing::new("get_chat", "{}").unwrap()), SendCode::QueueFull);
    assert!(host.session.withdraw(kept.as_str()));
    assert!(!host.session.withdraw(kept.as_str()));
    host.send("get_chat");
    host.open();
    host.log_in();
    assert_eq!(host.sent.len(), 2);
    assert!(!host.session.withdraw(kept.as_str()));
}

#[test]
fn a_request_times_out_after_fifteen_seconds_of_having_been_sent() {
    let mut host = Host::new(config());
    let (read, write) = (host.send("get_chat"), host.send("send_event"));
    host.wait(50_000);
    host.open();
    host.log_in();
    host.wait(14_999);
    assert_eq!(host.take_events(), []);
    host.wait(1);
    let timed_out = |id: &_, may_have_happened| Event::TimedOut { id: Clone::clone(id), may_have_happened };
    assert_eq!(host.take_events(), [timed_out(&read, false), timed_out(&write, true)]);
    assert_eq!(host.session.pending(), 1, "the ping");
    // Late, and once only.
    let request = host.sent.remove(0);
    assert_eq!(host.refused(Outgoing::new("get_chat", "{}").unwrap().id(read.as_str())), SendCode::IdInUse);
    host.answer(&request);
    assert!(matches!(&host.take_events()[..], [Event::Late { id, success: true, .. }] if *id == read));
    assert_eq!(host.session.pending(), 1);
    host.answer(&request);
    assert!(matches!(host.take_events()[..], [Event::Stray { code: StrayCode::UnknownRequestId, .. }]));
    host.session.send(host.time(), Outgoing::new("get_chat", "{}").unwrap().id(read.as_str())).unwrap();
}

#[test]
fn the_time_of_a_request_begins_when_it_is_sent_and_not_at_the_last_input_before() {
    let mut host = Host::logged_in(config());
    host.now += 10_000;
    host.send("get_chat");
    host.wait(14_999);
    host.receive(&json!({"type": "push", "action": "x"}));
    assert_eq!(host.session.pending(), 2, "the request and a ping");
    host.wait(1);
    assert!(host.take_events().iter().any(|e| matches!(e, Event::TimedOut { .. })));
}

#[test]
fn an_answer_after_its_time_is_late_even_if_nobody_woke_the_machine() {
    let mut host = Host::logged_in(config());
    host.send("get_chat");
    let request = host.sent.remove(0);
    host.now += 15_000;
    host.answer(&request);
    assert!(matches!(host.take_events()[..], [Event::TimedOut { .. }, Event::Late { .. }]));
}

#[test]
fn ids_of_the_callers_must_differ_from_all_that_may_be_answered() {
    fn request(id: &str) -> Outgoing<'_> {
        Outgoing::new("get_chat", "{}").unwrap().id(id)
    }
    let mut host = Host::logged_in(config());
    let id = host.session.send(host.time(), request("mine \"quoted\"")).unwrap();
    host.obey();
    assert_eq!(host.refused(request("mine \"quoted\"")), SendCode::IdInUse);
    let frame = host.sent.remove(0);
    assert_eq!(frame["request_id"], "mine \"quoted\"");
    host.answer(&frame);
    assert!(matches!(&host.take_events()[..], [Event::Answered { id: answered, .. }] if *answered == id));
    host.session.send(host.time(), request("mine \"quoted\"")).unwrap();
    // What the machine makes goes round what is taken: the login had 1.
    host.session.send(host.time(), request("2")).unwrap();
    assert_eq!(host.send("get_chat").as_str(), "3");
    assert_eq!(host.refused(request("")), SendCode::BadId);
    assert_eq!(host.refused(request(&"x".repeat(257))), SendCode::BadId);
    // Not even a ping's.
    host.take_sent();
    host.wait(15_000);
    let ping = host.sent.remove(0)["request_id"].as_str().unwrap().to_owned();
    assert_eq!(host.refused(request(&ping)), SendCode::IdInUse);
}

#[test]
fn what_can_not_be_sent_is_refused() {
    let code = |action, payload| Outgoing::new(action, payload).unwrap_err().code();
    assert_eq!(code("", "{}"), SendCode::BadAction);
    assert_eq!(code("get chat", "{}"), SendCode::BadAction);
    assert_eq!(code("login", "{}"), SendCode::ReservedAction);
    assert_eq!(code("ping", "{}"), SendCode::ReservedAction);
    for payload in ["", "[]", "{", "{} {}", "null", r#"{"a":1}}"#, r#"{},"action":"x""#] {
        assert_eq!(code("get_chat", payload), SendCode::BadPayload, "{payload}");
    }
    let mut host = Host::logged_in(config().max_sent_bytes(100));
    let get = Outgoing::new("get_chat", "{}").unwrap();
    assert_eq!(host.refused(get.version(Version::V3_5)), SendCode::VersionTooLow);
    assert_eq!(host.refused(get.author_id("bot")), SendCode::AuthorNotKnown);
    let long = format!(r#"{{"chat_id":"{}"}}"#, "x".repeat(60));
    assert_eq!(host.refused(Outgoing::new("get_chat", &long).unwrap()), SendCode::TooLarge);
    host.session.send(host.time(), get.version(Version::V3_7)).unwrap();
    host.obey();
    assert_eq!(host.take_sent()[0]["version"], "3.7");
    let error = host.session.send(host.time(), get.author_id("")).unwrap_err();
    assert!(error.to_string().starts_with("bad_id: An ID has"), "{error}");
    for code in SendCode::ALL {
        assert!(code.message().ends_with('.'), "{code}");
    }
}

#[test]
fn a_valid_request_goes_out_as_the_frame_that_it_is() {
    let mut host = Host::logged_in(config());
    for version in [Version::V3_6, Version::V3_7] {
        let request = agent::GetChat::new("PJ0MRSHTDG").at(version).unwrap();
        let id = RequestId::parse("mine").unwrap();
        let frame = request.frame(&FrameOptions { request_id: Some(id), ..FrameOptions::default() }).unwrap();
        // Its version is its own: it was validated for that one.
        let outgoing = Outgoing::try_from(&request).unwrap().version(Version::V3_4).id("mine");
        host.session.send(host.time(), outgoing).unwrap();
        host.obey();
        let sent = host.sent.remove(0);
        assert_eq!(sent, serde_json::from_str::<serde_json::Value>(frame.text()).unwrap());
        host.answer(&sent);
    }
    host.take_events();

    let code = |request: Request| Outgoing::try_from(&request).map(|_| ()).map_err(SendError::code);
    let new = |method, body| Request::new(method, Version::V3_6, body, Options::default()).unwrap();
    assert_eq!(code(new(Method::AGENT_LIST_CHATS, "{}")), Ok(()));
    assert_eq!(code(new(Method::AGENT_LOGIN, r#"{"token": "Bearer x"}"#)), Err(SendCode::ReservedAction));
    assert_eq!(code(new(Method::CONFIGURATION_LIST_TAGS, "{}")), Err(SendCode::UnsupportedTransport));
    let twice = r#"{"chat_id": "c", "event": {"type": "custom", "content": {"a": [{"k": 1, "k": 2}]}}}"#;
    assert_eq!(code(new(Method::AGENT_SEND_EVENT, twice)), Err(SendCode::BadPayload));
    let older = agent::GetChat::new("PJ0MRSHTDG").at(Version::V3_5).unwrap();
    assert_eq!(host.refused(Outgoing::try_from(&older).unwrap()), SendCode::VersionTooLow);
    let other = customer::GetChat::new("PJ0MRSHTDG").at(Version::V3_6).unwrap();
    assert_eq!(host.refused(Outgoing::try_from(&other).unwrap()), SendCode::OtherApi);
    let request = agent::GetChat::new("PJ0MRSHTDG").at(Version::V3_6).unwrap();
    assert_eq!(host.refused(Outgoing::try_from(&request).unwrap().id("a\nb")), SendCode::BadId);
}

#[test]
fn a_session_knows_where_to_connect() {
    let of = |api, organization: Option<&str>| {
        let mut config = Config::new(api, Version::V3_6, "Bearer x", "{}").unwrap();
        if let Some(id) = organization {
            config = config.organization(OrganizationId::parse(id).unwrap());
        }
        config.base(BaseUrl::parse("http://localhost:1").unwrap())
    };
    let url = |config| Session::new(config).url().map_err(|e| (e.field(), e.code().as_str()));
    assert_eq!(url(of(Api::Agent, None)).as_deref(), Ok("ws://localhost:1/v3.6/agent/rtm/ws"));
    let customer = "ws://localhost:1/v3.6/customer/rtm/ws?organization_id=142cf3ad";
    assert_eq!(url(of(Api::Customer, Some("142cf3ad"))).as_deref(), Ok(customer));
    assert_eq!(url(of(Api::Customer, None)), Err(("organization_id", "empty")));
    // Only agents' requests have authors.
    let mut host = Host::logged_in(of(Api::Customer, None));
    let get = Outgoing::new("get_chat", "{}").unwrap();
    assert_eq!(host.refused(get.author_id("bot")), SendCode::AuthorNotKnown);
}

#[test]
fn the_limit_of_the_server_holds_requests_back() {
    let mut host = Host::logged_in(config().ping_by(PingBy::Websocket));
    host.send("get_chat");
    host.send("get_chat");
    let [one, two] = host.take_sent().try_into().unwrap();
    host.fail(&one, &json!({"type": "pending_requests_limit_reached", "message": "Limit"}));
    let error = Some("pending_requests_limit_reached".to_owned());
    assert!(matches!(&host.take_events()[..], [Event::Answered { success: false, error: e, .. }] if *e == error));
    host.send("get_chat");
    assert_eq!(host.sent.len(), 0);
    host.answer(&two);
    assert_eq!(host.sent.len(), 1);
    // With nothing else due, until an answer's time is over.
    let last = host.take_sent().remove(0);
    host.fail(&last, &json!({"type": "pending_requests_limit_reached"}));
    host.send("get_chat");
    host.receive(&json!({}));
    host.wait(14_999);
    assert_eq!(host.sent.len(), 0);
    assert_eq!(host.session.wake_at(), Some(Timestamp::from_millis(15_000)));
    host.wait(1);
    assert_eq!(host.sent.len(), 1);
}

#[test]
fn pushes_of_several_versions_are_handed_on_whole() {
    let mut host = Host::logged_in(config());
    host.send("send_event");
    let id = host.sent[0]["request_id"].clone();
    let text = format!(
        r#"{{"new":[1.50],"version":"3.7","request_id":{id},"action":"incoming_event","type":"push","payload":{{"n":1.0}}}}"#
    );
    host.session.received(host.connection(), host.time(), text.as_str());
    host.receive(&json!({"version": "3.6", "action": "incoming_event", "type": "push", "payload": {}}));
    host.receive(&json!({"version": "4.0", "action": "of_tomorrow", "type": "push"}));
    let events = host.take_events();
    let [Event::Push(own), Event::Push(foreign), Event::Push(unknown)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(own.frame.as_str(), text);
    assert_eq!(
        (own.known_version(), own.request_id.as_ref().map(RequestId::as_str)),
        (Some(Version::V3_7), id.as_str())
    );
    assert_eq!((foreign.known_version(), foreign.request_id.clone()), (Some(Version::V3_6), None));
    assert_eq!((unknown.version.as_deref(), unknown.known_version()), (Some("4.0"), None));
    assert_eq!(unknown.action, "of_tomorrow");
    assert_eq!(host.session.pending(), 1, "a push answers nothing");
}

#[test]
fn what_belongs_to_nothing_is_reported_and_changes_nothing() {
    let mut host = Host::logged_in(config().max_received_bytes(200));
    host.send("get_chat");
    let request = host.take_sent().remove(0);
    let id = &request["request_id"];
    for (frame, code) in [
        (json!({"type": "response", "action": "get_chat", "success": true}), StrayCode::NoRequestId),
        (json!({"type": "response", "action": "get_chat", "request_id": 7}), StrayCode::NoRequestId),
        (json!({"type": "response", "action": "get_chat", "request_id": "x"}), StrayCode::UnknownRequestId),
        (json!({"type": "response", "action": "login", "request_id": "1"}), StrayCode::UnknownRequestId),
        (json!({"type": "response", "action": "list_chats", "request_id": id}), StrayCode::OtherAction),
        (json!({"type": "response", "action": "ping", "success": true}), StrayCode::NoRequestId),
        (json!({"type": "news", "action": "get_chat", "request_id": id}), StrayCode::UnknownType),
        (json!({}), StrayCode::UnknownType),
    ] {
        host.receive(&frame);
        let events = host.take_events();
        let [Event::Stray { code: found, frame: kept }] = &events[..] else { panic!("{frame} {events:?}") };
        assert_eq!((*found, kept.as_str()), (code, frame.to_string().as_str()));
    }
    let deep = "[".repeat(199);
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(200));
    for (text, code) in [
        ("", MalformedCode::NotJson),
        (deep.as_str(), MalformedCode::NotJson),
        ("\"text\"", MalformedCode::NotAnObject),
        (r#"{"type":"push","type":"push"}"#, MalformedCode::RepeatedMember),
        (long.as_str(), MalformedCode::TooLarge),
    ] {
        host.session.received(host.connection(), host.time(), text);
        host.obey();
        assert_eq!(host.take_events(), [Event::Malformed { code, bytes: text.len() }]);
    }
    host.answer(&request);
    assert!(matches!(host.take_events()[..], [Event::Answered { success: true, .. }]));
}

#[test]
fn a_frame_as_deep_as_it_is_long_is_read() {
    let mut host = Host::logged_in(config());
    let text =
        format!(r#"{{"type":"push","action":"deep","payload":{}{}}}"#, "[".repeat(1_000_000), "]".repeat(1_000_000));
    host.session.received(host.connection(), host.time(), text);
    host.obey();
    assert!(matches!(&host.take_events()[..], [Event::Push(push)] if push.action == "deep"));
}
