//! Whatever comes in at the door, one line of JSON comes out: no panic, no echo of values, the same for text and bytes.

use livechat_core::codec::{
    Fault, FaultCode, InputLimits, Json, MAX_POINTER_BYTES, Options, UnknownFields, compare, validate,
};
use livechat_core::door::{Session, answer, answer_bytes};
use livechat_core::{Method, Version};
use proptest::prelude::*;
use serde_json::Value;

use crate::model;

fn is_one_answer(text: &str) -> Result<(), TestCaseError> {
    prop_assert!(!text.contains('\n'), "{}", text);
    let answer: Value = serde_json::from_str(text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
    let decided = answer.get("effect").is_some() && answer.get("code").is_some();
    let refused = answer["error"]["code"].is_string() && answer["error"]["message"].is_string();
    prop_assert!(decided != refused, "{}", text);
    Ok(())
}

/// JSON of any form, not too deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |f| f.is_finite().then(|| Value::from(f))),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        is_one_answer(&answer_bytes("decide", &bytes))?;
        prop_assert!(answer_bytes("decide", &bytes).contains("error"));
        let _ = Session::new().line(&bytes, |_| ());
    }

    #[test]
    fn any_json_gets_an_answer(json in any_json()) {
        is_one_answer(&answer("decide", &json.to_string()))?;
        is_one_answer(&answer("nothing", &json.to_string()))?;
    }

    #[test]
    fn a_question_with_a_part_replaced_gets_an_answer(
        question in model::generate::question(),
        part in any::<prop::sample::Index>(),
        json in any_json(),
    ) {
        let mut asked = question;
        let keys: Vec<String> = asked.as_object().unwrap().keys().cloned().collect();
        asked[part.get(&keys)] = json.clone();
        is_one_answer(&answer("decide", &asked.to_string()))?;
        // The same inside the token, the grant, the facts.
        for outer in ["token", "grant", "facts"] {
            if let Some(members) = asked.get_mut(outer).and_then(Value::as_object_mut) {
                let keys: Vec<String> = members.keys().cloned().collect();
                if !keys.is_empty() {
                    members.insert(part.get(&keys).clone(), json.clone());
                }
            }
        }
        is_one_answer(&answer("decide", &asked.to_string()))?;
    }

    #[test]
    fn any_text_as_a_body_is_judged(text in ".{0,60}", json in any_json(), method in any::<prop::sample::Index>(), version in 0usize..4) {
        let method = Method::from_index(method.index(Method::all().len())).unwrap();
        let version = Version::ALL[version];
        let judged = validate(method, version, &text, Options::default());
        let is_json = serde_json::from_str::<Value>(&text).is_ok();
        let not_json = judged.faults().iter().any(|f| f.code() == FaultCode::NotJson);
        prop_assert_eq!(is_json, !not_json, "{}", text);
        let judged = validate(method, version, &json.to_string(), Options::default());
        prop_assert!(judged.faults().iter().all(|f| f.code() != FaultCode::NotJson));
        for fault in judged.faults() {
            // What is there can be found by its pointer; what is missing has the pointer that it would have.
            let absent = matches!(fault.code(), FaultCode::Missing | FaultCode::Needs);
            prop_assert!(absent || json.pointer(fault.pointer()).is_some(), "{} {}", json, fault.pointer());
        }
        let line = serde_json::json!({"method": method.name(), "version": version.as_str(), "body": json});
        let answer: Value = serde_json::from_str(&answer("validate", &line.to_string())).unwrap();
        if method.versions().contains(version) {
            prop_assert_eq!(answer["valid"].as_bool(), Some(judged.is_valid()));
        } else {
            prop_assert_eq!(&answer["error"]["code"], "unsupported_version");
        }
    }

    #[test]
    fn a_question_cut_anywhere_is_bad_json(question in model::generate::question(), at in any::<prop::sample::Index>()) {
        let text = question.to_string();
        let cut = at.index(text.len());
        let answer = answer_bytes("decide", &text.as_bytes()[..cut]);
        prop_assert!(answer.contains(r#""code":"bad_json""#), "{}", answer);
    }
}

/// A key as long as the body stands in the pointer of each fault below it: gigabytes, if all were written.
#[test]
fn long_keys_make_no_long_answers() {
    let method = Method::from_name("agent/list_chats").expect("a method");
    let key = "k".repeat(512 * 1024);
    let wrong = |count: usize| (0..count).map(|i| format!("\"n{i}\":0")).collect::<Vec<_>>().join(",");
    let body = format!(r#"{{"filters":{{"properties":{{"{key}":{{{}}}}}}}}}"#, wrong(300));
    let verdict = validate(method, Version::DEFAULT, &body, Options::default());
    let place = format!("/filters/properties/{key}/n0");
    assert_eq!(verdict.faults().iter().map(Fault::pointer).collect::<Vec<_>>(), [place]);

    let body = format!(r#"{{"{key}{key}":[{}0]}}"#, format!("{}{},", "[".repeat(64), "]".repeat(64)).repeat(300));
    let verdict = validate(method, Version::DEFAULT, &body, Options::default());
    assert_eq!(verdict.faults().iter().map(Fault::code).collect::<Vec<_>>(), [FaultCode::UnknownField]);

    // Fields that aren't known, below a key of a map.
    let properties = format!(r#"{{"{key}":{{"n":{{{}}}}}}}"#, wrong(300));
    let body = format!(r#"{{"filters":{{"properties":{properties}}}}}"#);
    let warn = Options { unknown_fields: UnknownFields::Warn };
    let verdict = validate(method, Version::DEFAULT, &body, warn);
    let bytes: usize = verdict.warnings().iter().map(|w| w.pointer().len()).sum();
    assert!((1..=3).contains(&verdict.warnings().len()) && bytes <= 2 * MAX_POINTER_BYTES, "{bytes}");

    // Short keys lose nothing: the first hundred by position, rules of earlier fields among them.
    let body =
        format!(r#"{{"page_id":"x","sort_order":"asc","filters":{{"group_ids":[{}]}}}}"#, vec!["null"; 900].join(","));
    let verdict = validate(method, Version::DEFAULT, &body, Options::default());
    let pointers: Vec<_> = verdict.faults().iter().map(Fault::pointer).collect();
    assert_eq!((pointers.len(), &pointers[..3]), (100, &["/sort_order", "/filters", "/filters/group_ids"][..]));
}

/// The same in answers, whether they are checked first or not, and in objects that a tag tells apart.
#[test]
fn long_keys_in_answers_make_no_long_answers() {
    let method = Method::from_name("agent/get_chat").expect("a method");
    let documented = method.response().expect("an answer");
    let key = "k".repeat(512 * 1024);
    let deep = format!("{}{},", "[".repeat(64), "]".repeat(64)).repeat(300);
    let objects = |count: usize| (0..count).map(|i| format!("\"{key}{i}\":0")).collect::<Vec<_>>().join(",");
    let event = format!(r#"{{"properties":{{{}}},"type":"message"}}"#, objects(9));
    let limits = InputLimits { depth: 100, ..InputLimits::default() };
    for text in [
        format!(r#"{{"{key}{key}":[{deep}0]}}"#),
        format!(r#"{{"properties":{{"{key}{key}":{{"a":[{deep}0]}}}}}}"#),
        format!(r#"{{"properties":{{{}}}}}"#, objects(9)),
        format!("{{{}}}", objects(9)),
        format!(r#"{{"thread":{{"events":[{event},{event}]}}}}"#),
    ] {
        let json = Json::parse(&text, limits).expect("it is JSON");
        let faults = compare(documented, Version::DEFAULT, json);
        let bytes: usize = faults.iter().map(|f| f.pointer().len()).sum();
        assert!(!faults.is_empty() && bytes <= MAX_POINTER_BYTES + 200, "{} {bytes}", faults.len());
        let (_, unread) = Json::parse_as(documented, Version::DEFAULT, &text, limits).expect("it is JSON");
        assert!(unread == faults);
    }
}

/// In objects with fields, maps of plain values and of others, and objects that a tag tells apart; with escapes and without.
#[test]
fn keys_that_stand_twice_are_found_in_objects_of_every_kind() {
    let many = |count: usize| (0..count).map(|i| format!("\"k{i}\":0,")).collect::<Vec<_>>().concat();
    let event = r#""text":"a","type":"message","x":0,"text":"b","type":"message","x":0"#;
    for (method, body, places) in [
        ("agent/list_chats", r#"{"limit":1,"limit":2,"l\u0069mit":3}"#.to_owned(), "/limit /limit"),
        ("agent/list_chats", r#"{"x":0,"y":{},"\u0078":0,"z":0,"y":0}"#.to_owned(), "/x /y"),
        ("agent/list_chats", format!(r#"{{{}"k0":0}}"#, many(64)), "/k0"),
        ("agent/list_chats", format!(r#"{{{}"k0":0}}"#, many(65)), ""),
        (
            "configuration/create_group",
            r#"{"name":"a","agent_priorities":{"a":"first","b":"first","\u0061":"first","b":5}}"#.to_owned(),
            "/agent_priorities/a /agent_priorities/b",
        ),
        (
            "agent/update_chat_properties",
            r#"{"id":"c","properties":{"n":{"a":1,"a":{},"\u0061":"b"},"m":{},"n":{}}}"#.to_owned(),
            "/properties/n/a /properties/n/a /properties/n",
        ),
        (
            "agent/update_chat_properties",
            format!(r#"{{"id":"c","properties":{{"n":{{{}"k0":0}}}}}}"#, many(64)),
            "/properties/n/k0",
        ),
        ("agent/send_event", format!(r#"{{"chat_id":"c","event":{{{event}}}}}"#), "/event/text /event/type /event/x"),
    ] {
        let method = Method::from_name(method).expect("a method");
        for unknown_fields in [UnknownFields::Fault, UnknownFields::Warn, UnknownFields::Ignore] {
            let verdict = validate(method, Version::DEFAULT, &body, Options { unknown_fields });
            let twice = verdict.faults().iter().filter(|f| f.code() == FaultCode::DuplicateField);
            assert_eq!(twice.map(Fault::pointer).collect::<Vec<_>>().join(" "), places, "{body}");
        }
    }
}
