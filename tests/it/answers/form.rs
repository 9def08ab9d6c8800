//! The form of what `parse` answers, as the vectors expect it.

use serde_json::{Map, Value};

use crate::vectors::only;

/// Reports the keys of an expected answer that have no place in its kind, and those that it lacks.
pub(crate) fn check(out: &Map<String, Value>, fault: &mut dyn FnMut(String)) {
    let kind = out.get("kind").and_then(Value::as_str).unwrap_or_default();
    let keys: &[&str] = match kind {
        "response" => {
            &["method", "version", "status", "success", "error", "legacy", "deprecation", "elements", "raw", "text"]
        }
        "frame" => &["type", "request_id", "action", "version", "success", "payload", "method", "push", "error", "raw"],
        "push" => &["type", "version", "action", "request_id", "payload", "push", "caused_by", "raw"],
        "webhook" => &[
            "webhook_id",
            "secret_key",
            "action",
            "organization_id",
            "payload",
            "requester",
            "additional_data",
            "caused_by",
            "verified",
            "raw",
        ],
        _ => return fault("no kind of a text".into()),
    };
    only(out, &[&["kind", "warnings"], keys].concat(), fault);
    if !out.contains_key("warnings") {
        fault("lacks `warnings`".into());
    }
    if kind == "response" && out.get("success").and_then(Value::as_bool).is_none() {
        fault("a response says whether it is a success".into());
    }
    if out.get("success") == Some(&Value::Bool(true)) && kind == "response" && out.contains_key("error") {
        fault("a success has no `error`".into());
    }
    if let Some(error) = out.get("error").and_then(Value::as_object) {
        let keys = ["type", "message", "shape", "retry", "blame", "data", "region", "retry_after", "retry_at"];
        only(error, &[&keys[..], &["advice", "known"]].concat(), fault);
    }
}
