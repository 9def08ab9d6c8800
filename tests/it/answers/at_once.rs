//! A message is mostly checked, taken apart and compared in one pass. What is read of it is the same as where that isn't possible: with a limit of depth
//! below the default, of texts that keep to it.

use livechat_core::answer::{Frame, PushMessage, Received, Response, WebhookMessage};
use livechat_core::catalogue::{Api, Push, Webhook};
use livechat_core::codec::{Fault, InputLimits, Json};
use livechat_core::{Method, Transport, Version};
use livechat_core_tests::dir;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::text::json;

/// What a message is.
#[derive(Clone, Copy, Debug)]
enum Of {
    Webhook(Webhook),
    Push(Push),
    Frame(Method),
    Response(Method),
}

/// A payload, what it is of, and the version of its sample.
fn payloads() -> Vec<(Of, Version, String)> {
    let mut found = Vec::new();
    for file in ["webhooks", "pushes", "responses"] {
        let text = std::fs::read_to_string(dir().join(format!("samples/{file}.ndjson"))).expect("the samples");
        for line in text.lines() {
            let sample = Json::parse(line, InputLimits::default()).expect("JSON");
            let word = |key: &str| sample.get(key).and_then(|v| v.text()).unwrap_or_default();
            let Some(payload) = sample.get("text").and_then(|text| text.pointer(&word("at"))) else { continue };
            let of = match file {
                "webhooks" => Webhook::from_name(&word("of")).map(Of::Webhook),
                "pushes" => Push::from_name(&word("of")).map(Of::Push),
                _ if word("transport") == "rtm" => Method::from_name(&word("of")).map(Of::Frame),
                _ => Method::from_name(&word("of")).map(Of::Response),
            };
            found.push((of.expect("a name"), word("version").parse().expect("a version"), payload.raw().to_owned()));
        }
    }
    found
}

/// Members of a message around a payload; none of an answer over the Web, which is the payload alone.
fn members(of: Of, version: Version, payload: &str) -> Vec<(String, String)> {
    let quoted = |text: &str| format!("\"{text}\"");
    let pairs = match of {
        Of::Webhook(webhook) => vec![
            ("webhook_id", quoted("w1")),
            ("secret_key", quoted("s")),
            ("action", quoted(webhook.name())),
            ("organization_id", quoted("390e44e6-f1e6-0368-a6dd-74a14508c2e5")),
            ("payload", payload.to_owned()),
            ("additional_data", "{}".to_owned()),
        ],
        Of::Push(push) => vec![
            ("version", quoted(version.as_str())),
            ("request_id", quoted("7")),
            ("action", quoted(push.action())),
            ("type", quoted("push")),
            ("payload", payload.to_owned()),
        ],
        Of::Frame(method) => vec![
            ("request_id", quoted("7")),
            ("action", quoted(method.action())),
            ("type", quoted("response")),
            ("success", "true".to_owned()),
            ("payload", payload.to_owned()),
        ],
        Of::Response(_) => Vec::new(),
    };
    pairs.into_iter().map(|(key, value)| (quoted(key), value)).collect()
}

/// All that a message tells.
#[track_caller]
fn told(of: Of, version: Version, text: &str, limits: InputLimits) -> (Vec<String>, Vec<Fault>) {
    let raw = |json: Option<Json<'_>>| json.map_or("absent".to_owned(), |json| json.raw().to_owned());
    let (told, warnings, is_as_documented) = match of {
        Of::Webhook(_) => match WebhookMessage::parse_unverified(version, text, limits) {
            Ok(w) => {
                let texts = [w.webhook_id(), w.action(), w.organization_id()].map(|text| format!("{text:?}"));
                let parts = [Some(w.raw()), w.payload(), w.requester(), w.additional_data()].map(raw);
                ([texts.to_vec(), parts.to_vec()].concat(), w.warnings(), w.is_as_documented())
            }
            Err(error) => (vec![format!("{error:?}")], Vec::new(), true),
        },
        Of::Push(push) => {
            let api = if push.name().starts_with("agent/") { Api::Agent } else { Api::Customer };
            match PushMessage::parse(api, version, text, limits) {
                Ok(p) => {
                    let facts = format!("{:?} {:?} {:?} {}", p.push(), p.action(), p.request_id(), p.version());
                    (vec![facts, raw(Some(p.raw())), raw(p.payload())], p.warnings(), p.is_as_documented())
                }
                Err(error) => (vec![format!("{error:?}")], Vec::new(), true),
            }
        }
        Of::Frame(method) => match Frame::parse(method.api(), version, text, limits) {
            Ok(frame) => {
                let told = match &frame {
                    Frame::Response(r) => {
                        let outcome = format!("{:?}", r.outcome());
                        let facts = format!("{:?} {:?} {:?}", r.method(), r.action(), r.request_id());
                        vec![facts, outcome, raw(r.payload()), raw(Some(r.raw()))]
                    }
                    other => vec![format!("{other:?}"), raw(Some(other.raw()))],
                };
                (told, frame.warnings(), frame.is_as_documented())
            }
            Err(error) => (vec![format!("{error:?}")], Vec::new(), true),
        },
        Of::Response(method) => {
            let received = Received { method: Some(method), version, status: Some(200), headers: &[] };
            let r = Response::parse(received, text, limits);
            let payload = r.outcome().ok().and_then(|success| success.payload());
            let outcome = format!("{:?} {:?}", r.outcome(), r.body());
            (vec![outcome, raw(r.raw()), raw(payload)], r.warnings(), r.is_as_documented())
        }
    };
    assert_eq!(is_as_documented, warnings.is_empty(), "{text}");
    (told, warnings)
}

/// Holds the one way of reading against the other, and returns whether the message is as documented.
#[track_caller]
fn same(of: Of, version: Version, text: &str) -> bool {
    let at_once = told(of, version, text, InputLimits::default());
    let slowly = told(of, version, text, InputLimits { depth: 63, ..InputLimits::default() });
    assert_eq!(at_once, slowly, "{of:?} {version} {text}");
    at_once.1.is_empty()
}

fn text(members: &[(String, String)], blank: &str) -> String {
    let members: Vec<_> = members.iter().map(|(key, value)| format!("{blank}{key}{blank}:{blank}{value}")).collect();
    format!("{blank}{{{}{blank}}}{blank}", members.join(&format!("{blank},")))
}

#[test]
fn samples_in_every_version_and_order_are_read_the_same() {
    let (mut right, mut wrong) = (0, 0);
    for (of, sampled, payload) in payloads() {
        for version in [sampled, Version::V3_5, Version::V3_7] {
            let members = members(of, sampled, &payload);
            if members.is_empty() {
                same(of, version, &payload);
                continue;
            }
            for start in 0..members.len() {
                let mut members = members.clone();
                members.rotate_left(start);
                for blank in ["", "\n "] {
                    let fits = same(of, version, &text(&members, blank));
                    *(if fits { &mut right } else { &mut wrong }) += 1;
                }
            }
        }
    }
    assert!(right > 1_000 && wrong > 1_000, "{right} {wrong}");
}

/// Pointers of all places inside a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            places(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::Array(elements) => {
            (0..).zip(elements).for_each(|(index, value): (usize, _)| places(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// A payload with another value, or with one more member, at a place.
fn changed(payload: &str, place: Index, value: &str, add: bool) -> Option<String> {
    let (mut payload, value): (Value, Value) = (serde_json::from_str(payload).ok()?, serde_json::from_str(value).ok()?);
    let mut found = Vec::new();
    places(&payload, "", &mut found);
    let place = payload.pointer_mut(place.get::<String>(&found))?;
    match place.as_object_mut().filter(|_| add) {
        Some(members) => drop(members.insert("colour".into(), value)),
        None => *place = value,
    }
    Some(payload.to_string())
}

/// A text up to somewhere.
fn cut_off(text: &str, end: Index) -> &str {
    let end = end.index(text.len() + 1);
    (0..=end).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_wrong_with_a_message_is_read_the_same(
        (of, sampled, payload) in proptest::sample::select(payloads()),
        (version, order, place, member) in any::<(Index, Index, Index, Index)>(),
        (value, change, cut) in (json(), 0usize..12, any::<Index>()),
    ) {
        let version = *version.get(&Version::ALL);
        let payload = match change {
            0 => changed(&payload, place, &value, false),
            1 => changed(&payload, place, &value, true),
            _ => None,
        }.unwrap_or(payload);
        let mut members = members(of, sampled, &payload);
        if members.is_empty() {
            same(of, version, if change == 2 { cut_off(&payload, cut) } else { &payload });
            return Ok(());
        }
        let count = members.len();
        members.rotate_left(if change == 3 { order.index(count) } else { 0 });
        let at = member.index(count);
        let (key, old) = members[at].clone();
        match change {
            4 => drop(members.remove(at)),
            5 => members.insert(order.index(count), (key, value)),
            6 => members[at].1 = value,
            7 => members.insert(order.index(count), ("\"colour\"".into(), value)),
            8 => members[at].0 = key.replace('a', "\\u0061").replace('o', "\\u006f"),
            9 => members[at].1 = "null".into(),
            10 => members.insert(order.index(count), (key, old)),
            11 => members[at].1 = ["false", "{}", "[]", "\"3.4\"", r#"{"error": {"type": "validation", "message": "x"}}"#]
                [order.index(5)].into(),
            _ => {}
        }
        let text = text(&members, ["", " "][order.index(2)]);
        same(of, version, if change == 2 { cut_off(&text, cut) } else { &text });
    }
}

#[test]
fn payloads_at_the_limit_of_depth_are_read_the_same_as_by_a_wider_limit() {
    let wide = InputLimits { depth: 80, ..InputLimits::default() };
    let method = Method::all().find(|m| m.versions_on(Transport::Rtm).contains(Version::V3_6)).expect("a method");
    for levels in 60..70 {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        for of in [
            Of::Webhook(Webhook::INCOMING_CHAT),
            Of::Push(Push::from_name("agent/incoming_chat").expect("it")),
            Of::Frame(method),
        ] {
            let text = text(&members(of, Version::V3_6, &format!("{{\"chat\":{{}},\"x\":{deep}}}")), "");
            let (usual, wider) =
                (told(of, Version::V3_6, &text, InputLimits::default()), told(of, Version::V3_6, &text, wide));
            if levels <= 62 {
                assert_eq!(usual, wider, "{text}");
            } else {
                assert!(usual.0[0].contains("TooDeep"), "{:?}", usual.0);
                assert!(wider.1.iter().any(|f| f.code().as_str() == "too_deep"), "{:?}", wider.1);
            }
        }
    }
}
