//! For arbitrary text and JSON in each place: what came in comes out to the digit, unknown fields change nothing but warnings, nothing panics, and
//! nothing of a text shows in Debug.

use livechat_core::answer::{Frame, Shape};
use livechat_core::codec::FaultCode;
use livechat_core::door::{ErrorCode, answer};
use livechat_core::{Method, Version};
use livechat_core_tests::{cases, topics};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::text::{json, member, same, string};
use super::{ask, frame, push, response, webhook};

/// Most findings of an answer.
const MOST_WARNINGS: usize = 100;

/// Texts of the vectors that are JSON, each with its question.
fn questions() -> Vec<(Value, Value)> {
    let topics = topics();
    let parsed = cases(&topics).filter(|(_, case)| case["command"] == "parse" && case["out"].get("kind").is_some());
    let read = |(_, case): (&str, &Value)| {
        let text = serde_json::from_str(case["in"]["text"].as_str()?).ok()?;
        Some((case["in"].clone(), text))
    };
    parsed.filter_map(read).collect()
}

/// Pointers of all objects inside a value.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(at.to_owned());
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                objects(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                objects(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Takes a key out, wherever it stands.
fn without(value: &mut Value, key: &str) {
    match value {
        Value::Object(members) => {
            members.remove(key);
            members.values_mut().for_each(|v| without(v, key));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|v| without(v, key)),
        _ => {}
    }
}

fn places(warnings: &Value) -> Vec<String> {
    let place = |w: &Value| format!("{} {}", w["code"].as_str().unwrap(), w["pointer"].as_str().unwrap());
    warnings.as_array().unwrap().iter().map(place).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn what_came_in_comes_out_in_each_place(value in json(), method in any::<prop::sample::Index>(), status in 200u16..600) {
        let envelopes = [
            ("response", value.clone(), None),
            ("response", format!("{{\"error\": {{\"type\": \"x\", \"data\": {value}}}}}"), None),
            ("frame", value.clone(), None),
            ("frame", format!("{{\"action\": \"send_event\", \"type\": \"response\", \"success\": true, \"payload\": {value}}}"), Some("payload")),
            ("frame", format!("{{\"action\": \"incoming_event\", \"type\": \"push\", \"payload\":{value}, \"request_id\": {value}}}"), Some("request_id")),
            ("push", format!("{{\"action\": \"chat_deleted\", \"type\": \"push\", \"version\": {value}, \"payload\": {value}}}"), Some("version")),
            ("push", value.clone(), None),
            ("webhook", format!("{{\"action\": \"thread_tagged\", \"secret_key\": \"s\", \"payload\": {value}}}"), Some("payload")),
            ("webhook", format!("{{\"webhook_id\": {value}, \"secret_key\": \"s\", \"additional_data\": {value}}}"), Some("additional_data")),
        ];
        let method = Method::from_index(method.index(Method::all().len())).unwrap();
        let version = method.versions().iter().next_back().unwrap();
        for (kind, text, place) in envelopes {
            let question = json!({"kind": kind, "text": text, "status": status, "method": method.name(), "version": version.as_str()});
            let answer = answer("parse", &question.to_string());
            let Some(raw) = member(&answer, "raw") else {
                // Two keys of one name in a webhook.
                prop_assert!(kind == "webhook" && answer.contains("stands twice"), "{}", answer);
                continue;
            };
            prop_assert!(same(raw, &text), "{} {}", text, raw);
            if let Some(place) = place {
                prop_assert!(same(member(&answer, place).unwrap(), &value), "{} {}", value, answer);
            }
        }
        prop_assert!(same(&serde_json::to_string(&response(None, None, &value).raw()).unwrap(), &value));
        prop_assert!(same(&serde_json::to_string(&frame(&value)).unwrap(), &value));
        prop_assert!(same(&serde_json::to_string(&push(&value)).unwrap(), &value));
    }

    #[test]
    fn data_of_an_error_comes_out_as_it_came(value in json(), kind in string()) {
        let text = format!("{{\"error\":{{\"type\":{kind},\"data\":{value}}}}}");
        let response = response(None, Some(400), &text);
        let failure = response.outcome().expect_err("a failure");
        prop_assert_eq!(failure.shape(), Shape::Vendor);
        prop_assert!(same(failure.data().unwrap().raw(), &value));
        let name: String = serde_json::from_str(&kind).unwrap();
        let told = failure.type_name();
        prop_assert_eq!(told.as_deref(), Some(name.as_str()));
    }

    #[test]
    fn any_text_gets_an_answer(text in ".{0,80}", kind in 0usize..4, secret in any::<bool>()) {
        let kind = ["response", "frame", "push", "webhook"][kind];
        let secrets = (kind == "webhook" && secret).then_some(["s"]);
        let answer = ask(&json!({"kind": kind, "text": text, "secrets": secrets}));
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        match (kind, answer["error"]["code"].as_str()) {
            ("response", None) if is_json => {}
            ("response", None) => prop_assert_eq!(&answer["text"], &Value::from(text)),
            (_, None) => prop_assert!(is_json),
            (_, Some(code)) => prop_assert_eq!(code, if is_json { "wrong_secret" } else { "bad_json" }),
        }
    }

    #[test]
    fn a_question_with_a_part_replaced_gets_an_answer(
        question in proptest::sample::select(questions()), part in json(), key in any::<prop::sample::Index>(),
    ) {
        let (mut question, _) = question;
        let Ok(part) = serde_json::from_str::<Value>(&part) else { return Ok(()) };
        let keys = ["kind", "text", "method", "version", "api", "status", "headers", "secrets", "other"];
        question[*key.get(&keys)] = part;
        let answer = ask(&question);
        let code = answer["error"]["code"].as_str();
        prop_assert!(answer.get("kind").is_some() || ErrorCode::ALL.iter().any(|c| Some(c.as_str()) == code), "{}", answer);
    }

    #[test]
    fn a_text_cut_anywhere_is_told(question in proptest::sample::select(questions()), at in any::<prop::sample::Index>()) {
        let (mut question, _) = question;
        let text = question["text"].as_str().unwrap().trim_end().to_owned();
        let cut = text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        let cut = &text[..*at.get(&cut)];
        prop_assume!(serde_json::from_str::<Value>(cut).is_err());
        question["text"] = cut.into();
        let answer = ask(&question);
        if question["kind"] == "response" {
            prop_assert_eq!(&answer["text"], &Value::from(cut));
        } else {
            prop_assert_eq!(&answer["error"]["code"], "bad_json");
        }
    }

    #[test]
    fn an_unknown_field_changes_nothing_but_warnings(
        question in proptest::sample::select(questions()), place in any::<prop::sample::Index>(), value in json(),
    ) {
        const KEY: &str = "a field that nobody documents";
        let (mut question, mut text) = question;
        let Ok(value) = serde_json::from_str::<Value>(&value) else { return Ok(()) };
        let before = ask(&question);
        let mut found = Vec::new();
        objects(&text, "", &mut found);
        prop_assume!(!found.is_empty());
        let at = place.get(&found);
        // A key that stands twice in a text stands once in what is written here.
        prop_assume!(!places(&before["warnings"]).iter().any(|w| w.starts_with("duplicate_field")));
        text.pointer_mut(at).unwrap()[KEY] = value;
        question["text"] = text.to_string().into();
        let mut after = ask(&question);
        let here = format!("{at}/{KEY}");
        let (old, new) = (places(&before["warnings"]), places(&after["warnings"]));
        let mut more: Vec<_> = new.iter().filter(|w| !old.contains(w)).collect();
        more.retain(|w| !w.split_once(' ').is_some_and(|(_, pointer)| pointer.starts_with(&here)));
        prop_assert!(more.is_empty(), "{} {:?}", question, more);
        prop_assert!(old.iter().all(|w| new.contains(w)), "{} {:?} {:?}", question, old, new);
        let mut before = before;
        for answer in [&mut before, &mut after] {
            answer.as_object_mut().unwrap().remove("warnings");
            without(answer, KEY);
        }
        prop_assert_eq!(before, after);
    }

    #[test]
    fn nothing_of_a_text_shows_in_debug(value in json(), known in any::<bool>()) {
        const MARK: &str = "s3cret";
        let kind = if known { "internal" } else { MARK };
        for text in [
            format!("{{\"{MARK}\": {value}, \"secret_key\": \"{MARK}\", \"action\": \"{MARK}\", \"request_id\": \"{MARK}\"}}"),
            format!("{{\"error\": {{\"type\": \"{kind}\", \"message\": \"{MARK}\", \"data\": [\"{MARK}\", {value}]}}}}"),
            format!("{{\"type\": \"push\", \"version\": \"{MARK}\", \"action\": \"{MARK}\", \"payload\": \"{MARK}\"}}"),
            format!("{{\"type\": \"response\", \"action\": \"send_event\", \"payload\": {{\"error\": {{\"type\": \"{MARK}\"}}}}}}"),
            format!("{{\"type\": \"{MARK}\"}}"),
            format!("\"{MARK}\""),
            MARK.to_owned(),
        ] {
            let answered = response(Some(Method::AGENT_SEND_EVENT), Some(500), &text);
            let mut shown = format!("{answered:?} {:?} {:?}", answered.outcome(), answered.warnings());
            shown += &answered.outcome().map_or_else(|e| format!("{e}"), |_| String::new());
            if text != MARK {
                let (frame, push, webhook) = (frame(&text), push(&text), webhook(&text));
                shown = format!("{shown} {frame:?} {push:?} {webhook:?} {:?}", push.payload());
            }
            // A pointer of a warning names the key that it is about, and a key is no value.
            let keys = shown.matches(&format!("/{MARK}\"")).count();
            prop_assert_eq!(shown.matches(MARK).count(), keys, "{}", shown);
        }
    }
}

#[test]
fn digits_are_kept() {
    for number in ["1.10", "1e400", "-0", "0.10E-05", "12345678901234567890", "123456789012345678901234567890.00"] {
        let text = format!("{{\"event_id\": {number}, \"error\": null}}");
        let answer = answer("parse", &json!({"kind": "response", "text": text}).to_string());
        assert!(answer.contains(&format!("\"raw\":{{\"event_id\":{number},\"error\":null}}")), "{answer}");
    }
}

/// What came is in every answer of the corpus, whether the case shows it or not, and what didn't come isn't.
#[test]
fn the_corpus_comes_through() {
    for (question, text) in questions() {
        let answer = ask(&question);
        assert_eq!(answer["raw"], text, "{question}");
        let envelope: &[&str] = match question["kind"].as_str().unwrap() {
            "frame" => &["type", "request_id", "action", "version", "success", "payload"],
            "push" => &["type", "version", "action", "request_id", "payload"],
            "webhook" => {
                let verified = question["secrets"].is_array().then_some(&Value::Bool(true));
                assert_eq!(answer.get("verified"), verified, "{question}");
                let names = ["webhook_id", "secret_key", "action", "organization_id", "payload"];
                &[&names[..], &["requester", "additional_data"]].concat()
            }
            _ => {
                assert_eq!(answer.get("error").is_some(), answer["success"] == false, "{question}");
                assert!(answer.get("text").is_none() && answer.get("payload").is_none(), "{question}");
                &[]
            }
        };
        for key in envelope {
            assert_eq!(answer.get(key), text.get(key), "{question} {key}");
        }
    }
}

#[test]
fn of_a_key_that_stands_twice_the_first_counts() {
    let text =
        r#"{"type": "push", "action": "chat_deleted", "action": "b", "type": "response", "payload": 1, "payload": 2}"#;
    let push = push(text);
    assert_eq!((push.action().as_deref(), push.payload().map(|p| p.raw())), (Some("chat_deleted"), Some("1")));
    assert!(matches!(frame(text), Frame::Push(_)));
    let duplicates = push.warnings().iter().filter(|w| w.code() == FaultCode::DuplicateField).count();
    assert_eq!(duplicates, 3);
    // A success is one by every reading of the text.
    let told = response(None, Some(200), r#"{"error": null, "error": {"type": "internal"}}"#);
    assert!(told.outcome().is_err());
}

#[test]
fn warnings_are_in_order_and_not_without_end() {
    let members: Vec<String> = (0..500).map(|i| format!("\"x{i}\": {i}")).collect();
    let payload = members.join(",");
    let text = format!(
        "{{\"version\": \"3.6\", {payload}, \"action\": \"chat_deleted\", \"type\": \"push\", \"payload\": {{{payload}}}}}"
    );
    let warnings = push(&text).warnings();
    let pointers: Vec<_> = warnings.iter().map(|w| w.pointer().to_owned()).collect();
    let expected: Vec<_> = (0..MOST_WARNINGS).map(|i| format!("/x{i}")).collect();
    assert_eq!(pointers, expected);
    // The envelope and the payload are told in the order in which they stand.
    let text = r#"{"payload": {"a": 1}, "b": 2, "action": "chat_deleted", "type": "push", "version": "3.6"}"#;
    let pointers: Vec<_> = push(text).warnings().iter().map(|w| w.pointer().to_owned()).collect();
    assert_eq!(pointers, ["/payload/a", "/payload/chat_id", "/b"]);
    let version = Version::DEFAULT;
    assert_eq!(push(text).version(), version);
}
