//! The form of what the shared vectors expect of `build` and `read`.

use serde_json::{Map, Value};

type Members = Map<String, Value>;

/// What `build` answers where the request is valid.
pub(crate) fn check_built(out: &Members, fault: &mut dyn FnMut(String)) {
    only(out, &["http", "frame", "warnings"], fault);
    match (out.get("http"), out.get("frame")) {
        (Some(Value::Object(http)), None) => {
            only(http, &["method", "url", "headers", "body", "body_base64"], fault);
            texts(http, &["method", "url", "body_base64"], fault);
            if http.get("headers").is_some_and(|h| !h.as_object().is_some_and(|h| h.values().all(Value::is_string))) {
                fault("`headers` isn't an object of strings".into());
            }
            if http.contains_key("body") && http.contains_key("body_base64") {
                fault("a body is JSON or bytes, not both".into());
            }
        }
        (None, Some(Value::Object(frame))) => {
            only(frame, &["version", "request_id", "action", "author_id", "payload"], fault);
            texts(frame, &["version", "request_id", "action", "author_id"], fault);
        }
        _ => fault("has neither `http` nor `frame`".into()),
    }
}

/// What `read` answers where it understands the call.
pub(crate) fn check_read(out: &Members, fault: &mut dyn FnMut(String)) {
    let about = ["version", "transport", "organization_id", "request_id"];
    let needed: &[&str] = if out.get("ping") == Some(&Value::Bool(true)) {
        only(out, &[&about[..], &["ping"]].concat(), fault);
        &["version", "transport"]
    } else {
        only(out, &[&about[..], &["method", "body", "region", "author_id", "token_kind"]].concat(), fault);
        texts(out, &["method", "region", "author_id", "token_kind"], fault);
        if out.get("body").is_some_and(|b| !b.is_object()) {
            fault("`body` isn't an object".into());
        }
        &["method", "version", "transport", "body"]
    };
    texts(out, &about, fault);
    for key in needed.iter().filter(|key| !out.contains_key(**key)) {
        fault(format!("`out` lacks `{key}`"));
    }
}

fn only(members: &Members, keys: &[&str], fault: &mut dyn FnMut(String)) {
    for key in members.keys().filter(|k| !keys.contains(&k.as_str())) {
        fault(format!("the key `{key}` has no place here"));
    }
}

fn texts(members: &Members, keys: &[&str], fault: &mut dyn FnMut(String)) {
    for key in keys.iter().filter(|key| members.get(**key).is_some_and(|v| !v.is_string())) {
        fault(format!("`{key}` isn't a string"));
    }
}
