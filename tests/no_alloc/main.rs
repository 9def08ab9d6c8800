//! Asking allocates nothing: neither by handle, nor by name, nor a full decision, nor making a token of known scopes, nor judging JSON that is right.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use livechat_core::answer::{PushMessage, WebhookMessage};
use livechat_core::catalogue::{Api, Push, Type, Webhook};
use livechat_core::codec::{InputLimits, Json, Options, compare, validate};
use livechat_core::policy::{ChatFacts, Facts, RequesterFacts, Rules};
use livechat_core::{Grant, Method, Question, Token, Transport, Version};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

#[allow(unsafe_code, reason = "an allocator is unsafe by its nature; this one only counts")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

#[test]
fn asking_allocates_nothing() {
    let token = Token::new(["chats--access:rw", "customers:ro", "agents--all:rw"]);
    let grant = Grant::new().with(Method::AGENT_SEND_EVENT);
    let names: Vec<&str> = Method::all().map(Method::name).collect();
    let body = r#"{"requests": [{"id": "a", "role": "owner", "awaiting_approval": false}], "agent_id": "b", "group_ids": [1, 2],
        "namespace": "\u0061", "role": "\u006eormal", "properties": {"a": {}}, "chat": {"access": {"group_ids": [3]}}}"#;
    let body = Json::parse(body, InputLimits::default()).unwrap();
    let facts = Facts {
        requester: RequesterFacts { id: Some("a"), groups: Some(&[1, 2]), ..Default::default() },
        chat: ChatFacts { groups: Some(&[3]), users: Some(&["b"]) },
        ..Default::default()
    };
    let mut allowed = 0;
    let count = allocations(|| {
        for (method, name) in Method::all().zip(&names) {
            allowed += usize::from(token.allows(method)) + usize::from(token.allows_named(name));
            for version in Version::ALL {
                for transport in Transport::ALL {
                    let question =
                        Question::named(name, &token).version(version).transport(transport).facts(facts).body(body);
                    for rules in [Rules::Guide, Rules::Reference] {
                        let decision = question.rules(rules).decide();
                        allowed += usize::from(decision.is_allowed()) + decision.scopes().len();
                        allowed += usize::from(question.grant(&grant).decide().is_allowed());
                    }
                }
            }
        }
    });
    assert_eq!(count, 0);
    assert!(allowed > 0);
}

#[test]
fn making_a_token_of_known_scopes_allocates_nothing() {
    let scopes = [
        "chats--access:rw",
        "customers:ro",
        "customers:rw",
        "agents--all:ro",
        "tags--all:ro",
        "groups--all:ro",
        "webhooks.state:rw",
        "multicast:rw",
    ];
    let mut token = None;
    assert_eq!(allocations(|| token = Some(Token::new(scopes))), 0);
    assert!(token.unwrap().allows(Method::AGENT_SEND_EVENT));
    assert!(allocations(|| drop(Token::new(["unknown:rw"]))) > 0, "an unknown scope's name is kept");
}

#[test]
fn validating_a_good_body_allocates_nothing() {
    let bodies = [
        (
            Method::AGENT_SEND_EVENT,
            r#"{"chat_id": "PJ0MRSHTDG", "event": {"type": "message", "text": "Hello \u263a", "visibility": "all"}}"#,
        ),
        (
            Method::AGENT_LIST_ARCHIVES,
            r#"{"filters": {"from": "2026-11-01T00:00:00.000000Z", "group_ids": [1, 2]}, "limit": 100}"#,
        ),
        (Method::AGENT_LIST_CHATS, r#"{"page_id": "MTUxNzM5ODEzMTQ5Ng=="}"#),
        (
            Method::CONFIGURATION_REGISTER_WEBHOOK,
            r#"{"action": "incoming_event", "secret_key": "x", "url": "https://example.com/hook", "owner_client_id": "c", "type": "license",
                "filters": {"author_type": "customer", "chat_presence": {"my_bots": true}}}"#,
        ),
        (
            Method::CONFIGURATION_CREATE_GREETING,
            r#"{"type": "normal", "active": true, "name": "x", "group": 0,
                "rules": [{"condition": "and", "type": "visit_time_site", "operator": "equals", "value": "30"}]}"#,
        ),
        (
            Method::CONFIGURATION_BATCH_DELETE_AGENTS,
            r#"{"requests": [{"id": "a@example.com"}, {"id": "b@example.com"}]}"#,
        ),
    ];
    for (method, body) in bodies {
        let mut verdict = None;
        let count = allocations(|| verdict = Some(validate(method, Version::DEFAULT, body, Options::default())));
        assert_eq!(verdict.unwrap().faults(), [], "{method}");
        assert_eq!(count, 0, "{method}");
    }
}

/// Answers, pushes and webhooks in the shapes of the reference's samples.
#[test]
fn reading_and_comparing_what_is_documented_allocates_nothing() {
    let mut compared = 0;
    for file in ["responses", "pushes", "webhooks"] {
        let path = livechat_core_tests::dir().join(format!("samples/{file}.ndjson"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for line in text.lines() {
            let sample = Json::parse(line, InputLimits::default()).unwrap();
            let word = |key: &str| sample.get(key).and_then(|v| v.text()).unwrap_or_default();
            let (of, at) = (word("of"), word("at"));
            let documented: Option<&Type> = match file {
                "responses" => Method::from_name(&of).and_then(Method::response),
                "pushes" => Push::from_name(&of).and_then(Push::payload),
                _ => Webhook::from_name(&of).and_then(Webhook::payload),
            };
            let part = sample.get("text").and_then(|text| text.pointer(&at));
            let (Some(documented), Some(part)) = (documented, part) else { continue };
            let (version, raw) = (word("version").parse().unwrap(), part.raw());
            let mut faults = None;
            let count = allocations(|| {
                let json = Json::parse(raw, InputLimits::default()).unwrap();
                faults = Some(compare(documented, version, json));
            });
            if faults.is_some_and(|f| f.is_empty()) {
                assert_eq!(count, 0, "{of} {version}");
                compared += 1;
            }
        }
    }
    assert!(compared > 250, "{compared}");
}

#[test]
fn comparing_a_good_payload_allocates_nothing() {
    let documented = Webhook::INCOMING_EVENT.payload().unwrap();
    let event = r#"{"id": "K600PKZON8_1", "custom_id": "31-0C", "type": "message", "author_id": "smith@example.com",
        "created_at": "2026-11-22T10:15:30.010200Z", "text": "Hello \u263a", "properties": {"a": {"b": 1}, "c": {"b": [{}, 2.5]}}}"#;
    let payload = format!(r#"{{"chat_id": "PJ0MRSHTDG", "thread_id": "K600PKZON8", "event": {event}}}"#);
    let mut both = None;
    let mut alone = None;
    let count = allocations(|| {
        both = Json::parse_as(documented, Version::DEFAULT, &payload, InputLimits::default()).ok();
        alone = both.as_ref().map(|(json, _)| compare(documented, Version::DEFAULT, *json));
    });
    assert_eq!(both.map(|(_, faults)| faults), Some(Vec::new()));
    assert_eq!(alone, Some(Vec::new()));
    assert_eq!(count, 0);
}

#[test]
fn reading_a_good_message_allocates_nothing() {
    let payload = r#"{"chat_id": "PJ0MRSHTDG", "thread_id": "K600PKZON8", "tag": "x"}"#;
    let webhook = format!(
        r#"{{"webhook_id": "w", "secret_key": "s", "action": "thread_tagged", "organization_id": "o", "payload": {payload}}}"#
    );
    let push = format!(r#"{{"version": "3.6", "action": "thread_tagged", "type": "push", "payload": {payload}}}"#);
    let (limits, version) = (InputLimits::default(), Version::V3_6);
    let mut good = Vec::with_capacity(2);
    let count = allocations(|| {
        let webhook = WebhookMessage::parse_unverified(version, &webhook, limits);
        good.push(webhook.is_ok_and(|w| w.is_as_documented() && w.warnings().is_empty()));
        let push = PushMessage::parse(Api::Agent, Version::V3_7, &push, limits);
        good.push(push.is_ok_and(|p| p.is_as_documented() && p.warnings().is_empty()));
    });
    assert_eq!((good, count), (vec![true, true], 0));
}
