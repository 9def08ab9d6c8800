//! What differs between the versions: the same request, answer, push or webhook is right in one and wrong in another.
//!
//! The expectations are the reference's: its tables of each version, its samples where the tables are silent, and the vendor's SDK where that
//! sends what no table has. 3.5 and 3.7 have no samples, so that this is what they are checked by.

use livechat_core::catalogue::{Push, Type, Webhook};
use livechat_core::codec::{InputLimits, Json, compare};
use livechat_core::door::answer;
use livechat_core::{Method, Version};
use serde_json::{Value, json};

const REQUESTS: &str = include_str!("requests.txt");
const ANSWERS: &str = include_str!("answers.txt");

const VISIT: &str = r#"{"started_at":"2026-11-22T10:15:30.123456Z","ip":"192.0.2.1","geolocation":{"country":"Norway","country_code":"NO"}}"#;
const CART: &str = r#"[{"store_uuid":"a1b2c3d4-e5f6-7890-abcd-ef1234567890","store_platform":"shopify","customer_signed_in":true,"subtotal":10.5,"total":12.5,
    "subtotal_usd":11.0,"total_usd":13.1,"currency":"EUR","items":[{"id":1,"quantity":2,"variant_id":3}],"last_updated_at":"2026-11-22T10:15:30Z"}]"#;
const SYSTEM: &str = r#"{"id":"K_2","created_at":"2026-11-22T10:15:30Z","type":"system","source":"cdp","subtype":"summary","version":1,"details":"{}"}"#;
const DELETED: &str =
    r#"{"id":"K_2","created_at":"2026-11-22T10:15:30Z","type":"message","visibility":"all","deleted":true}"#;
const PRODUCT: &str = r#"{"product_id":"7"}"#;

/// The rows of a table, their columns apart and the names of long values replaced.
fn rows<const COLUMNS: usize>(table: &str) -> Vec<[String; COLUMNS]> {
    let long_url = format!("https://example.com/{}", "x".repeat(481));
    let values = [
        ("$visit", VISIT),
        ("$cart", CART),
        ("$system", SYSTEM),
        ("$deleted", DELETED),
        ("$product", PRODUCT),
        ("$long_url", &long_url),
    ];
    let row = |line: &str| {
        let columns: Vec<_> = line.split('|').map(|column| column.trim().to_owned()).collect();
        let mut row: [String; COLUMNS] = columns.try_into().unwrap_or_else(|_| panic!("{line}"));
        if let Some(last) = row.last_mut() {
            *last = values.iter().fold(last.clone(), |text, (name, value)| text.replace(name, value));
        }
        row
    };
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(row).collect()
}

/// An answer, or a push's or webhook's payload, that is right in all versions that have it.
fn plain(of: &str) -> Value {
    let customer =
        json!({"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer", "statistics": {"chats_count": 1}});
    let message = json!({"id": "K_1", "created_at": "2026-11-22T10:15:30Z", "type": "message", "author_id": "a", "text": "x",
        "postback": {"id": "yes", "thread_id": "K", "event_id": "K_0", "type": "message", "value": "v"}});
    let queue = json!({"position": 1, "wait_time": 60, "queued_at": "2026-11-22T10:15:30Z"});
    let thread = json!({"id": "K", "active": true, "user_ids": ["a"], "created_at": "2026-11-22T10:15:30Z", "events": [message], "queue": queue});
    let chat = json!({"id": "P", "users": [customer], "thread": thread});
    let postback = json!({"id": "yes", "toggled": true});
    match of {
        "agent/get_chat" => with(chat, "/is_followed", "false"),
        "customer/get_chat" => chat,
        "agent/list_threads" => json!({"threads": [thread], "found_threads": 1}),
        "agent/list_archives" => json!({"chats": [chat], "found_chats": 1}),
        "agent/list_chats" => json!({"found_chats": 1}),
        "customer/list_chats" => json!({"total_chats": 1}),
        "agent/get_customer" | "customer/get_customer" => customer,
        "customer/get_predicted_agent" => {
            json!({"agent": {"id": "a", "name": "A", "avatar": "x", "is_bot": true}, "queue": false})
        }
        "configuration/get_agent" => {
            json!({"id": "a@example.com", "name": "A", "role": "normal", "login_status": "accepting chats"})
        }
        "configuration/create_bot" => json!({"id": "5c9871d5372c824cbf22d860a707a578"}),
        "push agent/incoming_chat" | "webhook incoming_chat" => json!({"chat": chat}),
        "push agent/incoming_event" | "push customer/incoming_event" | "webhook incoming_event" => {
            json!({"chat_id": "P", "thread_id": "K", "event": message})
        }
        "push agent/customer_updated" | "push customer/customer_updated" => {
            json!({"id": "b7eff798-f8df-4364-8059-649c35c9ed0c"})
        }
        "push agent/incoming_rich_message_postback" | "webhook incoming_rich_message_postback" => {
            json!({"user_id": "a", "chat_id": "P", "thread_id": "K", "event_id": "K_1", "postback": postback})
        }
        "push agent/agent_disconnected" | "push customer/customer_disconnected" => json!({"reason": "internal_error"}),
        "push agent/agent_updated" | "webhook agent_updated" => json!({"id": "a@example.com"}),
        "push customer/incoming_greeting" => {
            json!({"id": 1, "unique_id": "Q", "displayed_first_time": true, "event": {"type": "message", "text": "x"},
            "agent": {"id": "a", "name": "A", "avatar": "x", "is_bot": false}})
        }
        _ => json!({}),
    }
}

/// The same with a value put in.
fn with(mut answer: Value, pointer: &str, value: &str) -> Value {
    let value: Value = serde_json::from_str(value).unwrap_or_else(|e| panic!("{value}: {e}"));
    let Some((parent, key)) = pointer.rsplit_once('/') else { return value };
    match answer.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Array(elements) => elements[key.parse::<usize>().expect("a number")] = value,
        Value::Object(members) => drop(members.insert(key.to_owned(), value)),
        other => panic!("{pointer}: {other}"),
    }
    answer
}

fn versions(text: &str) -> Vec<Version> {
    text.split(' ').map(|version| version.parse().expect("a version")).collect()
}

#[test]
fn requests_are_right_in_their_versions_only() {
    let mut wrong = Vec::new();
    let rows = rows(REQUESTS);
    assert_eq!(rows.len(), 62);
    for [method, right, faults, body] in &rows {
        for version in Version::ALL {
            let line = format!(r#"{{"method":"{method}","version":"{version}","body":{body}}}"#);
            let found: Value = serde_json::from_str(&answer("validate", &line)).expect("JSON");
            let found = match (found["error"]["code"].as_str(), found["faults"].as_array()) {
                (Some(code), _) => code.to_owned(),
                (None, Some(faults)) => {
                    let text = |fault: &Value| {
                        [&fault["code"], &fault["pointer"]].map(|v| v.as_str().unwrap_or("?").to_owned()).join(" ")
                    };
                    faults.iter().map(text).collect::<Vec<_>>().join(", ")
                }
                (None, None) => String::new(),
            };
            let expected = if versions(right).contains(&version) { "" } else { faults };
            // Where the method isn't there at all, a row about a field has nothing to say.
            let absent = found == "unsupported_version" && !expected.is_empty();
            if found != expected && !absent {
                wrong.push(format!("{method} {version} {body}: {found}"));
            }
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
}

#[test]
fn answers_pushes_and_webhooks_are_right_in_their_versions_only() {
    let mut wrong = Vec::new();
    let rows = rows(ANSWERS);
    assert_eq!(rows.len(), 62);
    for [of, right, faults, pointer, value] in &rows {
        let (documented, all): (&Type, _) = if let Some(name) = of.strip_prefix("push ") {
            let push = Push::from_name(name).unwrap_or_else(|| panic!("{name}"));
            (push.payload().expect("a payload"), push.versions())
        } else if let Some(name) = of.strip_prefix("webhook ") {
            let webhook = Webhook::from_name(name).unwrap_or_else(|| panic!("{name}"));
            (webhook.payload().expect("a payload"), webhook.versions())
        } else {
            let method = Method::from_name(of).unwrap_or_else(|| panic!("{of}"));
            (method.response().expect("an answer"), method.versions())
        };
        let text = with(plain(of), pointer, value).to_string();
        let json = Json::parse(&text, InputLimits::default()).expect("JSON");
        let mut differs = false;
        for version in all.iter() {
            let found: Vec<_> =
                compare(documented, version, json).iter().map(|f| format!("{} {}", f.code(), f.pointer())).collect();
            let (mut found, mut expected) = (found, Vec::new());
            if !versions(right).contains(&version) {
                differs = true;
                expected.extend(faults.split(", ").map(|fault| fault.trim().to_owned()));
            }
            found.sort();
            expected.sort();
            if found != expected {
                wrong.push(format!("{of} {pointer} {version}: {found:?}"));
            }
        }
        assert!(differs, "{of} {pointer}: right in every version");
    }
    assert_eq!(wrong, [] as [&str; 0]);
}
