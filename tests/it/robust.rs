//! Whatever comes in at the door, one line of JSON comes out: no panic, no echo of values, the same for text and bytes.

use livechat_core::codec::{Fault, FaultCode, MAX_POINTER_BYTES, Options, UnknownFields, validate};
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
