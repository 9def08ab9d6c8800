//! What comes back: responses, frames, pushes and webhooks. Nothing of them is lost, and no webhook is let in without its secret.

use std::collections::BTreeMap;

use livechat_core::answer::{
    Failure, PushMessage, Received, Response, RetryAfter, Secrets, Shape, WebhookError, WebhookMessage,
};
use livechat_core::catalogue::{Api, Kind, Type};
use livechat_core::codec::{InputLimits, Json};
use livechat_core::door::answer;
use livechat_core::{Method, Version};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::{MARK, Script, is_beyond, line_of, look};

/// The kinds of texts, as the first byte chooses them.
pub const KINDS: [&str; 4] = ["response", "frame", "push", "webhook"];

/// Whether the keys of a method's answer are names that others choose, of properties or of phrases.
fn has_chosen_keys(method: Method) -> bool {
    match method.response() {
        Some(Type::Map(_)) => true,
        Some(Type::Named(named)) => matches!(named.kind, Kind::Map(..)),
        _ => false,
    }
}

/// A kind, a version, whether there are status and method, and these; then headers, one a line, an empty line, and the body.
pub fn parse(data: &[u8]) {
    let mut script = Script(data);
    let (choice, status, method) = (script.byte(), script.short(), script.short());
    let kind = KINDS[usize::from(choice % 4)];
    let version = Version::ALL[usize::from(choice / 4 % 4)];
    let status = Some(status).filter(|_| choice & 16 == 0);
    let method = Method::from_index(usize::from(method) % Method::all().len()).filter(|_| choice & 32 == 0);
    let Some(headers) = script.headers() else { return };
    let received = Received { method, version, status, headers: &headers };
    response(received, script.0);
    let Ok(text) = core::str::from_utf8(script.0) else { return };
    if let Ok(push) = PushMessage::parse(Api::Agent, version, text, InputLimits::default()) {
        keeps(push.raw(), text);
        look(&push.warnings(), text);
    }
    through_the_door(kind, received, text);
}

fn response(received: Received<'_>, bytes: &[u8]) {
    let response = Response::parse_bytes(received, bytes, InputLimits::default());
    assert_eq!(response.received().status, received.status);
    let text = core::str::from_utf8(bytes).ok();
    if let (Some(raw), Some(text)) = (response.raw(), text) {
        keeps(raw, text);
        look(&response.warnings(), text);
    } else {
        assert_eq!(response.body().as_bytes(), bytes);
    }
    let answered = received.status.is_none_or(|s| (200..=299).contains(&s));
    match response.outcome() {
        Ok(success) => {
            assert!(answered && (success.payload().is_some() || bytes.trim_ascii().is_empty()));
            // A success is no failure by any reading, but where the keys of the answer are names that others choose.
            let value = text.and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
            let chosen = received.method.is_some_and(has_chosen_keys);
            assert!(chosen || !value["error"].is_object() && !value["error"].is_string());
        }
        Err(failure) => {
            told(failure);
            assert_eq!(failure.status(), received.status);
            let mut waits = received.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
            assert_eq!(failure.retry_after(), waits.find_map(|(_, value)| RetryAfter::parse(value)));
        }
    }
    for element in response.elements() {
        if let Err(failure) = element {
            told(&failure);
        }
    }
    let _ = (response.legacy(), response.deprecation());
    assert!(!format!("{response:?}").contains(MARK));
}

/// What can be asked of a failure. It keeps the body, and shows nothing of it.
pub fn told(failure: &Failure<'_>) {
    let _ = (failure.retry(), failure.blame(), failure.message(), failure.region(), failure.data());
    assert!(failure.error_type().is_none() || failure.type_name().is_some());
    assert_eq!(failure.advice().is_some(), failure.error_type().is_some());
    assert_eq!(failure.shape() == Shape::NotJson, failure.body().json().is_none());
    assert!(!format!("{failure:?} {failure}").contains(MARK));
}

/// What was read is written out as it came.
fn keeps(raw: Json<'_>, text: &str) {
    assert_eq!(raw.raw(), text.trim_matches([' ', '\n', '\r', '\t']));
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(serde_json::to_value(raw).ok(), Some(value));
    }
}

fn through_the_door(kind: &str, received: Received<'_>, text: &str) {
    let mut line = json!({"kind": kind, "version": received.version.as_str(), "text": text});
    let headers: Map<String, Value> =
        received.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    let more = [
        ("status", received.status.map(Value::from)),
        ("method", received.method.map(|m| m.name().into())),
        ("headers", Some(headers.into())),
    ];
    for (key, value) in more.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        line[key] = value;
    }
    let line = answer("parse", &line.to_string());
    assert!(!line.contains('\n'));
    let Some(answered) = line_of(&line) else { return };
    if let Some(code) = answered["error"]["code"].as_str().filter(|_| answered["kind"].is_null()) {
        let told = answered["error"]["message"].as_str().unwrap_or_default();
        assert!(!told.contains(MARK), "{told}");
        let known = ["bad_json", "bad_request", "too_large", "unsupported_version", "unsupported_transport"];
        assert!(known.contains(&code), "{line}");
        return;
    }
    assert_eq!(answered["kind"], kind);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(answered["raw"], value);
    } else if !is_beyond(text.as_bytes()) {
        // Of what isn't JSON only a response comes through, with its text.
        assert_eq!((kind, answered["text"].as_str()), ("response", Some(text)));
        assert!(answered["success"] == false || text.trim_ascii().is_empty());
    }
}

/// A version; secrets, one a line, up to an empty line; then the text.
///
/// Who gets in has one of the secrets at `/secret_key`, by another reader of JSON; who has it gets in.
pub fn webhook(data: &[u8]) {
    let mut script = Script(data);
    let version = Version::ALL[usize::from(script.byte() % 4)];
    let mut given = Vec::new();
    loop {
        match script.line() {
            Some("") => break,
            Some(secret) => given.push(secret),
            None => return,
        }
    }
    let Ok(text) = core::str::from_utf8(script.0) else { return };
    let Ok(secrets) = Secrets::new(&given) else { return assert!(given.is_empty()) };
    assert_eq!(format!("{secrets:?}"), format!("Secrets({})", given.len()));
    let members = serde_json::from_str::<BTreeMap<String, &RawValue>>(text).unwrap_or_default();
    let secret = members.get("secret_key").and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
    let has = secret.is_some_and(|secret| given.contains(&secret.as_str()));
    match WebhookMessage::parse(&secrets, version, text, InputLimits::default()) {
        Ok(webhook) => {
            assert!(has, "let in");
            keeps(webhook.raw(), text);
            look(&webhook.warnings(), text);
            let _ = (webhook.webhook_id(), webhook.organization_id(), webhook.requester(), webhook.additional_data());
            let _ = (webhook.payload(), webhook.webhook(), webhook.caused_by().count());
            assert!(!format!("{webhook:?}").contains(MARK));
        }
        Err(error) => {
            assert!(!has || !matches!(error, WebhookError::WrongSecret), "kept out");
            assert!(!format!("{error:?} {error}").contains(MARK));
        }
    }
    let line = json!({"kind": "webhook", "version": version.as_str(), "text": text, "secrets": given});
    let answered = line_of(&answer("parse", &line.to_string())).unwrap_or_default();
    assert!(has || answered["verified"].is_null(), "let in through the door");
}
