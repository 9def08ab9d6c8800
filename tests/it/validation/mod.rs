//! Bodies of requests, judged by an independent model and made at random.

#![allow(unreachable_pub, reason = "the same files serve a test binary and a program of their own")]

mod draft;
mod formats;
pub mod generate;
pub mod model;
pub mod node;
mod rules;
mod samples;

use livechat_core::{Method, Version};

/// Whether the model finds just these faults, each written as its code and its pointer.
#[track_caller]
fn finds(method: &str, version: &str, body: &str, faults: &[&str]) {
    let method = Method::from_name(method).expect("a method");
    let version: Version = version.parse().expect("a version");
    let found = model::validate(method, version, body, "fault");
    let found: Vec<String> = found.iter().map(|(code, pointer)| format!("{code} {pointer}")).collect();
    assert_eq!(found, faults, "{method} {version} {body}");
}

fn event(event: &str) -> String {
    format!(r#"{{"chat_id":"c","event":{event}}}"#)
}

fn rule(rule: &str) -> String {
    format!(r#"{{"properties":{{}},"rules":[{rule}]}}"#)
}

#[test]
fn a_body_in_order_has_no_faults() {
    finds("agent/send_event", "3.6", &event(r#"{"type":"message","text":"Hi"}"#), &[]);
    finds("agent/list_chats", "3.6", "", &["not_json "]);
    finds("agent/list_chats", "3.6", " null ", &[]);
    finds("agent/list_chats", "3.6", "{}", &[]);
    finds("agent/list_chats", "3.6", r#"{"limit":100,"sort\u005forder":"\u0061sc"}"#, &[]);
    finds("configuration/ban_customer", "3.7", "null", &["missing /seconds", "needs "]);
}

#[test]
fn what_is_not_json_has_one_fault() {
    for body in
        ["{", "{}}", "{'a':1}", r#"{"a":01}"#, r#"{"a":1,}"#, r#"{"a":"\x"}"#, "{\"a\":\"\n\"}", "\u{feff}{}", "-"]
    {
        finds("agent/list_chats", "3.6", body, &["not_json "]);
    }
}

#[test]
fn values_have_their_types() {
    finds("agent/list_chats", "3.6", "[]", &["wrong_type "]);
    finds(
        "agent/list_chats",
        "3.6",
        r#"{"limit":"1","page_id":2,"filters":[]}"#,
        &[
            "wrong_type /limit",
            "excluded_by /limit",
            "wrong_type /page_id",
            "wrong_type /filters",
            "excluded_by /filters",
        ],
    );
    finds("agent/list_chats", "3.6", r#"{"limit":1.0}"#, &["wrong_type /limit"]);
    finds("agent/list_chats", "3.6", r#"{"limit":null}"#, &["wrong_type /limit"]);
    finds(
        "agent/list_chats",
        "3.6",
        r#"{"filters":{"active":null,"group_ids":[0,null,"1",-1]}}"#,
        &["wrong_type /filters/group_ids/1", "wrong_type /filters/group_ids/2", "out_of_range /filters/group_ids/3"],
    );
}

#[test]
fn fields_are_those_of_the_version() {
    finds("agent/list_chats", "3.4", r#"{"filters":{"active":true}}"#, &["unknown_field /filters/active"]);
    finds("agent/list_chats", "3.6", r#"{"a/b~":[{}],"":0}"#, &["unknown_field /a~1b~0", "unknown_field /"]);
    let (method, version) = (Method::from_name("agent/list_chats").expect("a method"), Version::DEFAULT);
    assert_eq!(model::validate(method, version, r#"{"x":1}"#, "warn"), []);
    assert_eq!(model::validate(method, version, r#"{"x":1}"#, "ignore"), []);
    assert_eq!(model::warnings(method, version, r#"{"x":1}"#), [("unknown_field".to_owned(), "/x".to_owned())]);
}

#[test]
fn a_key_that_stands_twice_is_judged_twice() {
    finds(
        "agent/list_chats",
        "3.6",
        r#"{"limit":0,"\u006cimit":101}"#,
        &["out_of_range /limit", "duplicate_field /limit", "out_of_range /limit"],
    );
    finds(
        "agent/list_chats",
        "3.6",
        r#"{"x":0,"x":0}"#,
        &["unknown_field /x", "duplicate_field /x", "unknown_field /x"],
    );
}

#[test]
fn what_is_missing_stands_at_the_end_of_its_object() {
    finds(
        "agent/transfer_chat",
        "3.6",
        r#"{"target":{"type":"x"},"foo":1}"#,
        &["not_allowed_value /target/type", "missing /target/ids", "unknown_field /foo", "missing /id"],
    );
    finds("agent/transfer_chat", "3.6", r#"{"id":null}"#, &["wrong_type /id"]);
}

#[test]
fn limits_hold_for_values_and_elements() {
    finds("agent/list_chats", "3.6", r#"{"limit":0}"#, &["out_of_range /limit"]);
    finds("agent/list_chats", "3.6", r#"{"limit":100}"#, &[]);
    let ids = vec!["1"; 201].join(",");
    finds(
        "agent/list_chats",
        "3.6",
        &format!(r#"{{"filters":{{"group_ids":[{ids}]}}}}"#),
        &["too_many /filters/group_ids"],
    );
    finds(
        "configuration/create_group",
        "3.6",
        &format!(r#"{{"name":"{}","agent_priorities":{{}}}}"#, "ż".repeat(180)),
        &[],
    );
    finds(
        "configuration/create_group",
        "3.6",
        &format!(r#"{{"name":"{}","agent_priorities":{{"a/b":"never","c":1}}}}"#, "a".repeat(181)),
        &["too_long /name", "not_allowed_value /agent_priorities/a~1b", "wrong_type /agent_priorities/c"],
    );
    let text = |length: usize| event(&format!(r#"{{"type":"message","text":"{}"}}"#, "ż".repeat(length)));
    finds("agent/send_event", "3.6", &text(8_192), &[]);
    finds("agent/send_event", "3.6", &text(8_193), &["too_long /event/text"]);
    finds(
        "agent/list_archives",
        "3.6",
        r#"{"filters":{"agent_types":{"all_values":["human","x","human","x",1,1]}}}"#,
        &[
            "not_allowed_value /filters/agent_types/all_values/1",
            "not_unique /filters/agent_types/all_values/2",
            "not_allowed_value /filters/agent_types/all_values/3",
            "wrong_type /filters/agent_types/all_values/4",
            "wrong_type /filters/agent_types/all_values/5",
        ],
    );
}

#[test]
fn a_limit_comes_before_the_format() {
    let body = |url: &str| {
        format!(r#"{{"action":"incoming_chat","secret_key":"","url":"{url}","owner_client_id":"","type":"license"}}"#)
    };
    finds("configuration/register_webhook", "3.6", &body("https://example.com"), &[]);
    finds("configuration/register_webhook", "3.4", &body(&"x".repeat(501)), &["bad_format /url"]);
    finds("configuration/register_webhook", "3.6", &body(&"x".repeat(501)), &["too_long /url", "bad_format /url"]);
}

#[test]
fn unions_are_told_apart_by_their_tag() {
    finds("agent/send_event", "3.6", &event(r#"{"x":1,"x":1}"#), &["missing /event/type"]);
    finds("agent/send_event", "3.6", &event(r#"{"x":1,"type":null}"#), &["wrong_type /event/type"]);
    finds("agent/send_event", "3.6", &event(r#"{"x":1,"type":"system"}"#), &["not_allowed_value /event/type"]);
    finds("agent/send_event", "3.6", &event("[]"), &["wrong_type /event"]);
    finds(
        "agent/send_event",
        "3.6",
        &event(r#"{"text":1,"type":"message","url":""}"#),
        &["wrong_type /event/text", "unknown_field /event/url"],
    );
}

#[test]
fn one_of_several_types_is_enough() {
    let body = |ids: &str| format!(r#"{{"id":"c","target":{{"type":"agent","ids":[{ids}]}}}}"#);
    finds("agent/transfer_chat", "3.6", &body(r#"0,"smith@example.com""#), &[]);
    finds(
        "agent/transfer_chat",
        "3.6",
        &body("-1,1.5,true"),
        &["out_of_range /target/ids/0", "wrong_type /target/ids/1", "wrong_type /target/ids/2"],
    );
    let body = |answer: &str| {
        let field = format!(r#"{{"type":"radio","id":"1","label":"?","answer":{answer}}}"#);
        event(&format!(r#"{{"type":"filled_form","form_id":"f","fields":[{field}]}}"#))
    };
    finds("agent/send_event", "3.6", &body(r#""yes""#), &[]);
    finds("agent/send_event", "3.6", &body(r#"{"id":2}"#), &["missing /event/fields/0/answer/label"]);
    finds("agent/send_event", "3.6", &body("2"), &["wrong_type /event/fields/0/answer"]);
}

#[test]
fn one_of_some_fields_is_needed() {
    finds("configuration/ban_customer", "3.7", r#"{"seconds":1,"ip":null}"#, &["wrong_type /ip", "needs "]);
    finds("configuration/ban_customer", "3.7", r#"{"seconds":1,"ip":"::1","customer_id":"c"}"#, &[]);
    finds("configuration/unban_customer", "3.6", "{}", &["needs "]);
    finds("configuration/unban_customer", "3.6", r#"{"ip":"::1"}"#, &[]);
    finds("configuration/unban_customer", "3.6", r#"{"customer_id":"c","ip":"::1"}"#, &["excluded_by /ip"]);
    finds(
        "configuration/unban_customer",
        "3.6",
        r#"{"ip":5,"customer_id":"c"}"#,
        &["wrong_type /ip", "excluded_by /customer_id"],
    );
}

#[test]
fn some_fields_go_together_or_exclude_each_other() {
    finds(
        "agent/list_archives",
        "3.6",
        r#"{"highlights":{"pre_tag":"<b>"},"limit":1}"#,
        &["needs /highlights/post_tag"],
    );
    finds(
        "agent/list_chats",
        "3.6",
        r#"{"page_id":"p","limit":0,"sort_order":"asc"}"#,
        &["out_of_range /limit", "excluded_by /limit", "excluded_by /sort_order"],
    );
    // A rule finds no fault anew that another rule has found.
    finds(
        "agent/list_threads",
        "3.6",
        r#"{"chat_id":"c","page_id":"p","min_events_count":1,"limit":3}"#,
        &["excluded_by /limit"],
    );
}

#[test]
fn a_rule_holds_where_its_place_is() {
    let body = r#"{"filters":{"from":"2026-11-22T10:15:30Z","to":"2026-11-22T10:15:30Z",
        "agent_response":{"first":false,"agents":{},"groups":{}},"greetings":{"values":[],"exists":true}}}"#;
    finds(
        "reports/chats/duration",
        "3.6",
        body,
        &[
            "excluded_by /filters/agent_response/agents",
            "excluded_by /filters/agent_response/groups",
            "excluded_by /filters/greetings/exists",
        ],
    );
    let body = r#"{"chat":{"thread":{"events":[
        {"type":"message","text":"","visibility":"all"},{"type":"message","text":"","visibility":"agents"},
        {"type":"x","visibility":"agents"}]}}}"#;
    finds(
        "agent/start_chat",
        "3.6",
        body,
        &["not_allowed_value /chat/thread/events/1/visibility", "not_allowed_value /chat/thread/events/2/type"],
    );
}

#[test]
fn a_value_needs_other_fields() {
    let body = |answer: &str| {
        let field = format!(r#"{{"type":"group_chooser","id":"1","label":"?","answer":{answer}}}"#);
        event(&format!(r#"{{"type":"filled_form","form_id":"f","fields":[{field}]}}"#))
    };
    finds("agent/send_event", "3.6", &body(r#"{"id":"2","label":"a","group_id":0}"#), &[]);
    finds(
        "agent/send_event",
        "3.6",
        &body(r#"{"id":"2"}"#),
        &["missing /event/fields/0/answer/label", "needs /event/fields/0/answer/group_id"],
    );
    let hours = r#"{"day":"monday","start":"09:00","end":"24:00","enabled":true}"#;
    let body = |schedule: &str| format!(r#"{{"name":"b","work_scheduler":{{"schedule":[{schedule}]}}}}"#);
    // The object's own rule and that of the scheduler find the same.
    finds("configuration/create_bot", "3.6", &body(hours), &["needs /work_scheduler/timezone"]);
}

#[test]
fn an_element_excludes_by_its_first_value() {
    let body = |template: &str| {
        event(&format!(
            r#"{{"type":"rich_message","template_id":"{template}","elements":[{{}},{{"ecommerce":1}},{{"ecommerce":1}}]}}"#
        ))
    };
    finds(
        "agent/send_event",
        "3.6",
        &body("cards"),
        &[
            "wrong_type /event/elements/1/ecommerce",
            "excluded_by /event/elements/1/ecommerce",
            "wrong_type /event/elements/2/ecommerce",
        ],
    );
}

#[test]
fn bounds_read_text_as_a_number() {
    let body = |value: &str| {
        let fields = r#""condition":"and","type":"visit_time_site","operator":"equals""#;
        rule(&format!(r#"{{{fields},"value":{value}}}"#))
    };
    let faults = |value: &str| {
        let method = Method::from_name("configuration/update_greeting").expect("a method");
        let found = model::validate(method, Version::DEFAULT, &body(value), "ignore");
        let found = found.into_iter().filter(|(_, pointer)| pointer == "/rules/0/value");
        found.map(|(code, _)| code).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(faults(r#""900""#), "");
    assert_eq!(faults(r#""901""#), "out_of_range");
    assert_eq!(faults(r#""soon""#), "bad_format");
    assert_eq!(faults(r#""inf""#), "bad_format");
    assert_eq!(faults("-1"), "wrong_type out_of_range");
    assert_eq!(faults("[]"), "wrong_type");
}

#[test]
fn depth_and_number_of_faults_have_an_end() {
    let nested = |levels: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    let pointer = format!("/x{}", "/0".repeat(63));
    finds("agent/list_chats", "3.6", &nested(63), &["unknown_field /x"]);
    finds("agent/list_chats", "3.6", &nested(64), &["unknown_field /x", &format!("too_deep {pointer}")]);
    finds("agent/list_chats", "3.6", &nested(200), &["unknown_field /x", &format!("too_deep {pointer}")]);
    let method = Method::from_name("agent/list_chats").expect("a method");
    let body = format!(r#"{{"filters":{{"group_ids":[{}]}}}}"#, vec!["null"; 150].join(","));
    assert_eq!(model::validate(method, Version::DEFAULT, &body, "fault").len(), 100);
}

#[test]
fn formats_are_what_they_say() {
    let good = [
        ("rfc3339", "2026-11-22T10:15:30Z"),
        ("rfc3339", "2026-11-22T10:15:30.123456-09:30"),
        ("date", "2024-02-29"),
        ("hh:mm", "24:00"),
        ("url", "https://user@example.com:80/a?b#c"),
        ("email", "a@b.c"),
        ("uuid", "2C1B8DA1-9022-4160-a8f9-e077af4c625b"),
        ("e164", "+12"),
        ("ip", "::ffff:192.0.2.1"),
        ("iso3166-1-alpha-2", "PL"),
        ("something else", ""),
    ];
    let bad = [
        ("rfc3339", "2026-02-29T10:15:30Z"),
        ("rfc3339", "2026-11-22T10:15:30"),
        ("rfc3339", "2026-11-22T10:15:30.Z"),
        ("date", "2100-02-29"),
        ("hh:mm", "24:01"),
        ("url", "https://:80/"),
        ("url", "https://a b"),
        ("email", "a@b.c@d.e"),
        ("email", "a@.b"),
        ("uuid", "2c1b8da190224160a8f9e077af4c625b"),
        ("e164", "+0123"),
        ("ip", "192.0.2.256"),
        ("iso3166-1-alpha-2", "pl"),
    ];
    assert_eq!(good.iter().find(|(format, text)| !formats::holds(format, text)), None);
    assert_eq!(bad.iter().find(|(format, text)| formats::holds(format, text)), None);
}

#[test]
fn random_bodies_are_of_all_kinds() {
    let mut codes = std::collections::BTreeMap::new();
    for seed in 0..4_000 {
        let (method, version, body) = generate::from_seed(seed);
        let found = model::validate(method, version, &body, "fault");
        let is_json = !found.iter().any(|(code, _)| code == "not_json");
        // Of numbers that nothing can hold, and of nesting, serde_json has a view of its own.
        if !body.contains("1E400") && !body.contains("[[") && !body.contains("[{\"a/") && !body.contains("\\u") {
            assert_eq!(serde_json::from_str::<serde_json::Value>(&body).is_ok(), is_json, "{body}");
        }
        if found.is_empty() {
            *codes.entry("valid".to_owned()).or_insert(0) += 1;
        }
        for (code, _) in found {
            *codes.entry(code).or_insert(0) += 1;
        }
    }
    // No text of a request has a least length.
    let all = "bad_format duplicate_field excluded_by missing needs not_allowed_value not_json not_unique out_of_range \
               too_deep too_few too_long too_many unknown_field valid wrong_type";
    assert_eq!(codes.keys().cloned().collect::<Vec<_>>().join(" "), all, "{codes:?}");
    assert!(codes["valid"] > 1_500, "{codes:?}");
}

proptest::proptest! {
    #[test]
    fn the_model_takes_every_body((method, version, body) in generate::question()) {
        let strict = model::validate(method, version, &body, "fault");
        let lenient = model::validate(method, version, &body, "warn");
        proptest::prop_assert!(strict.len() <= 100);
        if strict.len() < 100 {
            let known: Vec<_> = strict.into_iter().filter(|(code, _)| code != "unknown_field").collect();
            proptest::prop_assert_eq!(known, lenient);
        }
    }
}
