//! Validating request bodies, beside checking their syntax only and building a tree. `cargo bench -p livechat-core-benches --bench validate`.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use livechat_core::codec::{Options, validate};
use livechat_core::{Method, Version};
use serde::de::IgnoredAny;
use serde_json::Value;

const MESSAGE: &str = r#"{"chat_id":"PJ0MRSHTDG","event":{"type":"message","text":"Your order left our warehouse this morning.","visibility":"all"}}"#;

const ARCHIVES: &str = r#"{"filters":{"query":"refund","from":"2026-10-01T00:00:00.000000Z","to":"2026-11-01T00:00:00.000000Z","group_ids":[1,2,19],
"agents":{"values":["smith@example.com","jones@example.com"]},"tags":{"exists":true},"event_types":{"values":["message","filled_form"]},
"customer_countries":{"values":["PL","US"]}},"sort_order":"desc","limit":100,"highlights":{"pre_tag":"<b>","post_tag":"</b>"}}"#;

/// A chat that begins with a few messages and a rich message: about 1.5 kB.
fn chat() -> String {
    let mut events = String::new();
    for i in 0..5 {
        let _ = write!(
            events,
            r#"{{"type":"message","text":"Message number {i} of a chat that an agent starts for a customer.","custom_id":"m-{i}","visibility":"all","properties":{{"0805e283233042b37f460ed8fbf22160":{{"source":"import"}}}}}},"#
        );
    }
    format!(
        r#"{{"chat":{{"users":[{{"id":"b7eff798-f8df-4364-8059-649c35c9ed0c","type":"customer"}}],"access":{{"group_ids":[1]}},"thread":{{"events":[{events}{{"type":"rich_message","template_id":"quick_replies","elements":[{{"title":"How did we do?","buttons":[{{"type":"message","text":"Well","value":"well","postback_id":"well","user_ids":[]}},{{"type":"message","text":"Badly","value":"badly","postback_id":"badly","user_ids":[]}}]}}]}}]}}}},"active":true,"continuous":true}}"#
    )
}

/// A batch of agents: about 60 kB.
fn batch() -> String {
    let agents: Vec<String> = (0..225)
        .map(|i| {
            format!(
                r#"{{"id":"agent{i}@example.com","name":"Agent {i}","role":"normal","job_title":"Support","max_chats_count":6,"groups":[{{"id":{i},"priority":"normal"}}],"notifications":["incoming_chat","ticket"],"work_scheduler":{{"timezone":"Europe/Warsaw","schedule":[{{"day":"monday","enabled":true,"start":"08:00","end":"16:00"}}]}}}}"#
            )
        })
        .collect();
    format!(r#"{{"requests":[{}]}}"#, agents.join(","))
}

fn validating(c: &mut Criterion) {
    for (name, method, body) in [
        ("send_event, a message", Method::AGENT_SEND_EVENT, MESSAGE.to_owned()),
        ("list_archives, filters", Method::AGENT_LIST_ARCHIVES, ARCHIVES.to_owned()),
        ("start_chat, six events", Method::AGENT_START_CHAT, chat()),
        ("batch_create_agents", Method::CONFIGURATION_BATCH_CREATE_AGENTS, batch()),
    ] {
        let judge = |body: &str| validate(method, Version::DEFAULT, body, Options::default());
        assert_eq!(judge(&body).faults(), [], "{name}");
        let mut group = c.benchmark_group(format!("{name}, {} bytes", body.len()));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("validate", |b| b.iter(|| judge(black_box(&body)).is_valid()));
        group.bench_function("syntax only (serde_json IgnoredAny)", |b| {
            b.iter(|| serde_json::from_str::<IgnoredAny>(black_box(&body)).is_ok());
        });
        group.bench_function("a tree (serde_json Value)", |b| {
            b.iter(|| serde_json::from_str::<Value>(black_box(&body)).is_ok());
        });
        group.finish();
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

criterion_group!(benches, validating);
criterion_main!(benches);
