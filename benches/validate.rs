//! Checking what goes out and what comes in: bodies of requests and payloads of webhooks, beside checking their syntax only, building a tree and reading
//! them into structs. `cargo bench -p livechat-core-benches --bench validate`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use livechat_core::answer::{Frame, WebhookMessage};
use livechat_core::catalogue::{Api, Type, Webhook};
use livechat_core::codec::{InputLimits, Json, Options, compare, validate};
use livechat_core::{Method, Version};
use livechat_core_benches::texts;
use livechat_core_benches::typed::{ChatPage, IncomingChat, IncomingEvent, SendEvent};
use serde::de::IgnoredAny;
use serde_json::Value;

/// Whether a text is fine.
type Judge<'a> = &'a dyn Fn(&str) -> bool;

/// Whether a text can be read into a struct.
type Reads = fn(&str) -> bool;

macro_rules! reads {
    ($to:ty) => {
        (|text| serde_json::from_str::<$to>(text).is_ok()) as Reads
    };
}

/// What people have without this library; all agree that the text is fine.
fn peers(c: &mut Criterion, name: &str, text: &str, typed: Option<Reads>, ours: &[(&str, Judge<'_>)]) {
    let mut group = c.benchmark_group(format!("{name}, {} bytes", text.len()));
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (way, judge) in ours {
        assert!(judge(text), "{name}: {way}");
        group.bench_function(*way, |b| b.iter(|| judge(black_box(text))));
    }
    let theirs: [(&str, Option<Reads>); 3] = [
        ("syntax only (serde_json IgnoredAny)", Some(reads!(IgnoredAny))),
        ("a tree (serde_json Value)", Some(reads!(Value))),
        ("structs (serde derive)", typed),
    ];
    for (way, reads) in theirs {
        if let Some(reads) = reads {
            assert!(reads(text), "{name}: {way}");
            group.bench_function(way, |b| b.iter(|| reads(black_box(text))));
        }
    }
    group.finish();
}

fn requests(c: &mut Criterion) {
    for (name, method, body, typed) in [
        ("send_event, a message", Method::AGENT_SEND_EVENT, texts::MESSAGE.to_owned(), Some(reads!(SendEvent))),
        ("list_archives, filters", Method::AGENT_LIST_ARCHIVES, texts::ARCHIVES.to_owned(), None),
        ("start_chat, six events", Method::AGENT_START_CHAT, texts::start_chat(), None),
        ("batch_create_agents", Method::CONFIGURATION_BATCH_CREATE_AGENTS, texts::batch(), None),
    ] {
        let judge = |body: &str| validate(method, Version::DEFAULT, body, Options::default()).is_valid();
        peers(c, name, &body, typed, &[("validate", &judge)]);
    }
    let bad = r#"{"chat_id":7,"event":{"type":"mesage","text":"Hello"},"colour":"red"}"#;
    let mut group = c.benchmark_group("a body with three faults");
    group.bench_function("validate", |b| {
        b.iter(|| {
            validate(Method::AGENT_SEND_EVENT, Version::DEFAULT, black_box(bad), Options::default()).faults().len()
        });
    });
    group.finish();
}

fn answers(c: &mut Criterion) {
    let payload =
        |action: &str| Webhook::from_name(action).and_then(Webhook::payload).expect("a webhook with a payload");
    let event = texts::incoming_event();
    let page = Method::AGENT_LIST_CHATS.response().expect("an answer");
    for (name, documented, text, typed) in [
        ("webhook incoming_event", payload("incoming_event"), event, reads!(IncomingEvent)),
        ("webhook incoming_chat", payload("incoming_chat"), texts::incoming_chat(2), reads!(IncomingChat)),
        ("webhook incoming_chat, long", payload("incoming_chat"), texts::incoming_chat(232), reads!(IncomingChat)),
        ("page of 100 chats", page, texts::chats(), reads!(ChatPage)),
    ] {
        answer(c, name, documented, &text, typed);
    }
}

/// What stands around a payload too: which webhook or push it is, and its members.
fn messages(c: &mut Criterion) {
    let payload = texts::incoming_chat(2);
    let (limits, version) = (InputLimits::default(), Version::DEFAULT);
    let webhook = |text: &str| {
        WebhookMessage::parse_unverified(version, text, limits).is_ok_and(|webhook| webhook.is_as_documented())
    };
    let push = |text: &str| Frame::parse(Api::Agent, version, text, limits).is_ok_and(|frame| frame.is_as_documented());
    let around = [
        (
            "whole webhook incoming_chat",
            r#""webhook_id":"w1","secret_key":"s","action":"incoming_chat","organization_id":"390e44e6-f1e6-0368-a6dd-74a14508c2e5""#,
            &webhook as Judge<'_>,
        ),
        (
            "whole push incoming_chat",
            r#""version":"3.6","request_id":"7","action":"incoming_chat","type":"push""#,
            &push,
        ),
    ];
    for (name, members, judge) in around {
        peers(c, name, &format!("{{{members},\"payload\":{payload}}}"), None, &[("parse, is_as_documented", judge)]);
    }
}

fn answer(c: &mut Criterion, name: &str, documented: &Type, text: &str, typed: Reads) {
    let parse = |text: &str| Json::parse(text, InputLimits::default()).is_ok();
    let read = Json::parse(text, InputLimits::default()).expect("JSON");
    assert_eq!(compare(documented, Version::DEFAULT, read), [], "{name}");
    let alone = |_: &str| compare(documented, Version::DEFAULT, black_box(read)).is_empty();
    let both = |text: &str| {
        Json::parse_as(documented, Version::DEFAULT, text, InputLimits::default()).is_ok_and(|(_, f)| f.is_empty())
    };
    peers(c, name, text, Some(typed), &[("parse", &parse), ("compare", &alone), ("parse_as, both at once", &both)]);
}

criterion_group!(benches, requests, answers, messages);
criterion_main!(benches);
