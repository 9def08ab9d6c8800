//! What goes past a limit gets a clear error, and limits are the caller's to set.

use livechat_core::Version;
use livechat_core::answer::{Failure, Frame, PushMessage, Received, Response, Shape, WebhookMessage};
use livechat_core::catalogue::{Api, Retry};
use livechat_core::codec::{InputLimits, JsonError, JsonErrorCode};
use livechat_core::door::answer;
use serde_json::{Value, json};

const LIMITS: InputLimits = InputLimits { bytes: 60, depth: 3, values: 6 };

/// The code that each way of reading a text gives.
#[track_caller]
fn codes(text: &str, limits: InputLimits) -> Option<&'static str> {
    let response = Response::parse(Received { status: Some(200), ..Received::default() }, text, limits);
    let code = response.outcome().err().and_then(Failure::unreadable).map(|e| e.code().as_str());
    assert_eq!(response.outcome().is_err(), code.is_some(), "{text}");
    assert_eq!(response.body().as_bytes(), text.trim().as_bytes(), "the body is kept");
    let frame = Frame::parse(Api::Agent, Version::DEFAULT, text, limits);
    assert_eq!(frame.err().map(|e| e.code().as_str()), code);
    let push = PushMessage::parse(Api::Agent, Version::DEFAULT, text, limits);
    assert_eq!(push.err().map(|e| e.code().as_str()), code);
    let webhook = WebhookMessage::parse_unverified(Version::DEFAULT, text, limits);
    assert_eq!(webhook.err().map(|e| e.code()), code);
    code
}

#[test]
fn limits_are_kept() {
    for (text, code) in [
        (r#"{"a": [[1, 2, 3]]}"#, None),
        (r#"{"a": [[1, 2, 3, 4]]}"#, Some("too_many")),
        (r#"{"a": [[[1]]]}"#, Some("too_deep")),
        (r#"{"a": "01234567890123456789012345678901234567890123456789"}"#, None),
        (r#"{"a": "012345678901234567890123456789012345678901234567890123"}"#, Some("too_large")),
        (r#"{"a": [1, 2}"#, Some("not_json")),
    ] {
        assert_eq!(codes(text, LIMITS), code, "{text}");
    }
    let deep = "[".repeat(1_000_000);
    assert_eq!(codes(&deep, InputLimits::default()), Some("too_deep"));
    let boundless = InputLimits { depth: u32::MAX, ..InputLimits::default() };
    assert_eq!(codes(&deep, boundless), Some("too_deep"));
    assert_eq!(codes(&format!("{}{}", "[".repeat(512), "]".repeat(512)), boundless), None);
}

/// The same call brings the same answer, so waiting doesn't help; and it is JSON, for all that is known.
#[test]
fn a_success_past_a_limit_asks_for_less() {
    for (text, status, retry) in [
        (r#"{"a": [[1, 2, 3, 4]]}"#, 200, Retry::AfterFix),
        (r#"{"a": [[[1]]]}"#, 200, Retry::AfterFix),
        (r#"{"a": [[[1]]]}"#, 503, Retry::AfterDelay),
        (r#"{"a": "#, 200, Retry::AfterDelay),
    ] {
        let response = Response::parse(Received { status: Some(status), ..Received::default() }, text, LIMITS);
        let failure = response.outcome().expect_err("a failure");
        assert_eq!(failure.retry(), retry, "{text}");
        let not_json = failure.unreadable().map(JsonError::code) == Some(JsonErrorCode::NotJson);
        assert_eq!(failure.to_string().contains("isn't JSON"), not_json, "{failure}");
    }
}

/// Comparing with the catalogue goes no deeper than it says, however deep the caller lets a text be.
#[test]
fn a_deep_text_is_compared_without_end_of_the_stack() {
    let limits = InputLimits { depth: 512, ..InputLimits::default() };
    let text = format!("{{\"payload\": {}{}, \"type\": \"push\"}}", "[".repeat(500), "]".repeat(500));
    let push = PushMessage::parse(Api::Agent, Version::DEFAULT, &text, limits).expect("JSON");
    assert!(push.warnings().iter().any(|w| w.code().as_str() == "too_deep"));
}

#[test]
fn the_door_tells_what_goes_past_a_limit() {
    let many = format!("[{}0]", "0,".repeat(1_000_000));
    let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
    for kind in ["response", "frame", "push", "webhook"] {
        for (text, code) in [(&many, "too_large"), (&deep, "bad_json")] {
            let line = json!({"kind": kind, "text": text}).to_string();
            let answer: Value = serde_json::from_str(&answer("parse", &line)).expect("JSON");
            assert_eq!(answer["error"]["code"], code, "{kind}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_kept() {
    let bytes = b"\xff\xfe{\"a\": 1}";
    let headers = [("Retry-After", "5"), ("legacy", "2026-11-22")];
    let received = Received { status: Some(503), headers: &headers, ..Received::default() };
    let response = Response::parse_bytes(received, bytes, InputLimits::default());
    let failure = response.outcome().expect_err("a failure");
    assert_eq!((failure.shape(), failure.status(), failure.unreadable()), (Shape::NotJson, Some(503), None));
    assert_eq!(failure.body().as_bytes(), bytes);
    assert!(failure.retry_after().is_some() && response.legacy() == Some("2026-11-22"));

    let good = Response::parse_bytes(received, b" {\"a\": 1.10}\n", InputLimits::default());
    assert_eq!(good.body().as_bytes(), b"{\"a\": 1.10}");
    let unread = Response::parse_bytes(received, b"{\"a\"", InputLimits::default());
    let code = unread.outcome().expect_err("a failure").unreadable().map(JsonError::code);
    assert_eq!(code, Some(JsonErrorCode::NotJson));
}
