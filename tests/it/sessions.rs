//! The recorded day of an AI support agent, and of the operator after it: what each call is judged to be, and what is kept of it.

use std::collections::BTreeMap;

use livechat_core::door::{Judgement, Session};
use livechat_core::policy::Code;
use livechat_core_tests::support_day;
use serde_json::Value;

/// Calls that are denied, why, and the sets of scopes that would have been enough. All others are allowed.
#[rustfmt::skip]
const DENIED: [(&str, Code, &[&[&str]]); 23] = [
    // The assistant.
    ("a17", Code::OutOfReach, &[&["chats--all:ro"]]), // a chat of the group 7
    ("a21", Code::MissingScope, &[&["customers:rw"]]), // the token reads customers, whatever the grant says
    ("a22", Code::NotGranted, &[]), // taken away from an area that may be written
    ("a25", Code::UnknownMethod, &[]), // made up
    ("a30", Code::NotGranted, &[]), // taken away
    ("a31", Code::UnsupportedVersion, &[]), // came with 3.7
    ("a33", Code::MissingScope, &[&["canned_responses--all:ro"]]), // private ones of others
    ("a34", Code::UnsupportedTransport, &[]), // on RTM only
    ("a35", Code::NotGranted, &[]), // an area to read
    ("a36", Code::NotGranted, &[]), // an area to read
    ("a37", Code::UnknownMethod, &[]), // made up
    ("a38", Code::RoleTooLow, &[]), // an administrator's scope
    ("a40", Code::OutOfReach, &[&["agents-bot--my:rw"], &["agents--all:rw"], &["agents-bot--all:rw"]]), // another's status
    ("a42", Code::OutOfReach, &[&["chats--all:rw"]]), // a chat for the group 7
    ("a45", Code::NotGranted, &[]), // a version that isn't granted
    ("a48", Code::TokenExpired, &[]), // three seconds late
    // The operator, by the reference's rules, and denied what stays open.
    ("b02", Code::MissingScope, &[&["accounts--all:rc", "accounts.roles.lc--all:rw"], &["accounts--all:rw", "accounts.roles.lc--all:rw"]]),
    ("b03", Code::MissingScope, &[&["accounts--all:rc", "accounts.roles.lc--all:rw"], &["accounts--all:rw", "accounts.roles.lc--all:rw"]]),
    ("b06", Code::MissingScope, &[&["accounts--all:rw", "agents--all:rw"]]),
    ("b07", Code::MissingScope, &[&["agents--all:rw", "sessions--all:rw"]]),
    ("b09", Code::Undecided, &[]), // agent or bot?
    ("b15", Code::WrongTokenKind, &[]), // a personal token over RTM
    ("b17", Code::MissingScope, &[&["chats--access:rw"], &["chats--all:rw"]]),
];

/// Calls of which something stays open.
const LIMITED: [(&str, &str); 3] =
    [("a05", "chat_in_requester_groups"), ("a18", "chat_in_requester_groups"), ("b09", "target_is_agent")];

/// Every line of the day with the record of its call, if it is one.
fn day() -> Vec<(Value, Option<Value>)> {
    let text = std::fs::read_to_string(support_day()).unwrap();
    let mut session = Session::new();
    let judge = |line: &str| {
        let record = session.line(line.as_bytes(), |judgement| match judgement {
            Judgement::Set | Judgement::Passed(_) => None,
            Judgement::Call(call) => Some(call.decision.audit(call.context).to_json()),
        });
        let record = record.unwrap_or_else(|e| panic!("{line}\n{e}"));
        (serde_json::from_str(line).unwrap(), record.map(|r| serde_json::from_str(&r).unwrap()))
    };
    text.lines().map(judge).collect()
}

/// The calls alone.
fn calls() -> Vec<(Value, Value)> {
    day().into_iter().filter_map(|(line, record)| Some((line, record?))).collect()
}

#[test]
fn every_line_is_judged() {
    let day = day();
    let sessions = day.iter().filter(|(_, record)| record.is_none()).count();
    assert_eq!((day.len(), sessions), (68, 2));
    for (line, record) in &day {
        assert_eq!(record.is_none(), line.get("session").is_some(), "{line}");
    }
    assert!(day[0].1.is_none(), "the first line says who calls");
}

#[test]
fn each_call_is_judged_as_the_documents_say() {
    for (line, record) in calls() {
        let id = line["id"].as_str().unwrap();
        let denied = DENIED.iter().find(|(denied, ..)| *denied == id);
        let code = denied.map_or(Code::Allowed, |(_, code, _)| *code);
        assert_eq!(record["code"], code.as_str(), "{record}");
        assert_eq!(record["effect"], if denied.is_some() { "deny" } else { "allow" }, "{record}");
        let sets: &[&[&str]] = denied.map_or(&[], |(.., sets)| sets);
        let missing: Vec<Value> = record["missing"].as_array().cloned().unwrap_or_default();
        assert_eq!(missing, sets.iter().map(|set| Value::from(set.to_vec())).collect::<Vec<_>>(), "{record}");
        let limits: Vec<&str> = LIMITED.iter().filter(|(limited, _)| *limited == id).map(|(_, limit)| *limit).collect();
        assert_eq!(record["limits"], Value::from(limits), "{record}");
        let pointer = (id == "b03").then_some("/requests/1");
        assert_eq!(record.get("pointer").and_then(Value::as_str), pointer, "{record}");
    }
}

#[test]
fn the_day_adds_up() {
    let mut counts = BTreeMap::new();
    for (_, record) in calls() {
        *counts.entry(record["code"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    let expected = [
        ("allowed", 43),
        ("missing_scope", 7),
        ("not_granted", 5),
        ("out_of_reach", 3),
        ("role_too_low", 1),
        ("token_expired", 1),
        ("undecided", 1),
        ("unknown_method", 2),
        ("unsupported_transport", 1),
        ("unsupported_version", 1),
        ("wrong_token_kind", 1),
    ];
    assert_eq!(counts, expected.into_iter().map(|(code, n)| (code.to_owned(), n)).collect());
    assert_eq!(DENIED.len(), 23);
}

#[test]
fn records_say_who_and_when() {
    let (mut times, mut ids) = (Vec::new(), Vec::new());
    for (line, record) in calls() {
        for key in ["time", "id", "method"] {
            assert_eq!(record[key], line[key], "{record}");
        }
        let id = line["id"].as_str().unwrap().to_owned();
        let (actor, rules) =
            if id.starts_with('a') { ("aria-support", "guide") } else { ("dana-operations", "reference") };
        assert_eq!(record["actor"], actor, "{record}");
        assert_eq!(record["rules"], rules, "{record}");
        assert_eq!(record["version"], *line.get("version").unwrap_or(&"3.6".into()), "{record}");
        assert_eq!(record["transport"], *line.get("transport").unwrap_or(&"web".into()), "{record}");
        times.push(line["time"].as_str().unwrap().to_owned());
        ids.push(id);
    }
    assert!(times.is_sorted(), "the day runs forward");
    let calls = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), calls, "every ID stands once");
}

#[test]
fn records_hold_no_bodies() {
    const KEYS: [&str; 16] = [
        "time",
        "id",
        "actor",
        "effect",
        "code",
        "method",
        "version",
        "transport",
        "area",
        "access",
        "rules",
        "scopes",
        "limits",
        "missing",
        "pointer",
        "message",
    ];
    let mut searched = 0;
    for (line, record) in calls() {
        for key in record.as_object().unwrap().keys() {
            assert!(KEYS.contains(&key.as_str()), "{key}: {record}");
        }
        let record = record.to_string();
        for text in texts(&line["body"]).into_iter().chain(texts(&line["facts"])) {
            // Shorter ones, such as `day`, are a part of other words.
            if text.len() > 8 {
                assert!(!record.contains(text), "{text}: {record}");
                searched += 1;
            }
        }
    }
    assert!(searched > 100, "{searched}");
}

/// Every string of a value, keys left out.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(elements) => elements.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn an_array_is_no_line() {
    let mut session = Session::new();
    for line in [
        r#"[{"token":{"scopes":["chats--all:rw"]}},null,null,null,null,null,null,null,null]"#,
        r#"{"session":[{"scopes":["chats--all:rw"]},null,null,null,null,null,null,null]}"#,
        r#"{"session":{"token":[["chats--all:rw"],null,null,null]}}"#,
    ] {
        let error = session.line(line.as_bytes(), |_| ()).unwrap_err();
        assert_eq!(error.code().as_str(), "bad_request", "{line}");
    }
    let call = br#"{"method":"agent/list_chats"}"#;
    assert!(session.line(call, |_| ()).unwrap_err().message().contains("who calls"));
}

#[test]
fn after_a_bad_session_line_nobody_calls() {
    let call = br#"{"method":"agent/list_chats"}"#;
    for bad in [
        &br#"{"session":{"token":{"scopes":["chats--all:rw"]},"grant":{"remove":["agent/list_chat"]}}}"#[..],
        br#"{"session":{"token":{"scopes":["chats--all:rw"]},"grants":{}}}"#,
        br#"{"session":{"token":"#,
        br#"{"session":{"token":{"scopes":[]}},"method":"agent/list_chats"}"#,
        b"{\"session\":{\"actor\":\"\xff\"}}",
    ] {
        let mut session = Session::new();
        session.line(br#"{"session":{"token":{"scopes":["chats--all:ro"]}}}"#, |_| ()).unwrap();
        session.line(br#"{"method":7}"#, |_| ()).unwrap_err();
        session.line(call, |_| ()).expect("a bad call leaves the session as it was");
        session.line(bad, |_| ()).unwrap_err();
        assert!(session.line(call, |_| ()).unwrap_err().message().contains("who calls"), "{}", bad.escape_ascii());
    }
}
