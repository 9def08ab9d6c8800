//! Audit records: complete, without arguments unless asked for, and never with a secret.

use livechat_core::codec::{InputLimits, Json};
use livechat_core::policy::{AuditContext, Question, Token};
use livechat_core::{Method, Timestamp};
use serde_json::{Value, json};

fn record(method: Method, body: &Value, arguments: bool) -> Value {
    let token = Token::new(["webhooks.configuration:rw"]);
    let body = body.to_string();
    let body = Json::parse(&body, InputLimits::default()).unwrap();
    let decision = Question::new(method, &token).body(body).now(Timestamp::from_seconds(0)).decide();
    let context = AuditContext { time: Some("2026-11-22T10:15:30Z"), id: Some("7"), actor: Some("helper"), arguments };
    serde_json::from_str(&decision.audit(context).to_json()).unwrap()
}

#[test]
fn a_record_says_who_what_and_why() {
    let record = record(Method::AGENT_BAN_CUSTOMER, &json!({"id": "c"}), false);
    assert_eq!(
        record,
        json!({
            "time": "2026-11-22T10:15:30Z", "id": "7", "actor": "helper", "effect": "deny", "code": "missing_scope",
            "method": "agent/ban_customer", "version": "3.6", "transport": "web", "area": "customers", "access": "write",
            "rules": "guide", "scopes": [], "limits": [], "missing": [["customers.ban:rw"]]
        })
    );
}

#[test]
fn arguments_come_in_only_when_asked_for_and_without_secrets() {
    let secret = "s3cr3t-that-nobody-may-see";
    let body = json!({
        "action": "incoming_chat", "secret_key": secret, "url": "https://example.com",
        "nested": [{"bot_secret": secret, "token": secret, "firebase_token": secret, "secret": {"deep": secret}}]
    });
    let without = record(Method::CONFIGURATION_REGISTER_WEBHOOK, &body, false);
    assert!(without.get("arguments").is_none());
    let with = record(Method::CONFIGURATION_REGISTER_WEBHOOK, &body, true);
    assert_eq!(with["arguments"]["url"], "https://example.com");
    assert_eq!(with["arguments"]["secret_key"], "***");
    assert!(!with.to_string().contains(secret), "{with}");
}

#[test]
fn masking_looks_at_what_a_key_says_and_leaves_everything_else() {
    let token = Token::new(["webhooks.configuration:rw"]);
    let text = r#"{ "secret_\u006bey" : [ 1, "x" ] , "list": ["secret", "token"], "n": 1.50, "a": {"token" : "\"}", "b": "token"} }"#;
    let body = Json::parse(text, InputLimits::default()).unwrap();
    let context = AuditContext { arguments: true, ..Default::default() };
    let decision = Question::new(Method::CONFIGURATION_REGISTER_WEBHOOK, &token).body(body).decide();
    let record = decision.audit(context).to_json();
    let arguments =
        r#""arguments":{"secret_\u006bey":"***","list":["secret","token"],"n":1.50,"a":{"token":"***","b":"token"}}}"#;
    assert!(record.ends_with(arguments), "{record}");
}

#[test]
fn errors_do_not_repeat_what_may_be_secret() {
    let secret = "fra:s3cr3t";
    for line in [
        json!({"method": "agent/send_event", "token": secret}),
        json!({"method": "agent/send_event", "token": {"scopes": secret}}),
        json!({"method": "agent/send_event", "token": {"scopes": [], "kind": secret}}),
        json!({"method": "agent/send_event", "token": {"scopes": [], "expires_at": secret}}),
        json!({"method": "agent/send_event", "token": {"scopes": []}, "grant": {"areas": {"chats": secret}}}),
        json!({"method": "agent/send_event", "token": {"scopes": []}, "grant": {"add": [secret]}}),
        json!({"method": "agent/send_event", "token": {"scopes": []}, "rules": secret}),
        json!({"method": "agent/send_event", "token": {"scopes": []}, "facts": {"requester": secret}}),
    ] {
        let answer = livechat_core::door::answer("decide", &line.to_string());
        assert!(answer.contains("bad_request"), "{answer}");
        assert!(!answer.contains("s3cr3t"), "{line} {answer}");
    }
    let broken = livechat_core::door::answer("decide", r#"{"token": "fra:s3cr3t" "#);
    assert!(broken.contains("bad_json") && !broken.contains("s3cr3t"), "{broken}");
}
