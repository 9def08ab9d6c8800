//! The shared vectors: their form, and that the door gives the answers that they ask for. Other languages run the same files.

use std::collections::BTreeSet;

use livechat_core::door::{ErrorCode, answer};
use livechat_core::policy::Code;
use livechat_core_tests::{cases, difference, line, topics};
use serde_json::{Map, Value};

use crate::{answers, wire};

/// Fewest cases that the corpus has; a file that got lost shows here.
const AT_LEAST: usize = 2040;

/// What may be wrong with a line, whatever the command.
const LINE_ERRORS: [&str; 3] = ["bad_json", "bad_request", "too_large"];

/// What only a question about a request gets as an error; `decide` answers it with a denial.
const REQUEST_ERRORS: [&str; 3] = ["unknown_method", "unsupported_version", "unsupported_transport"];

/// What only a question about a text that came gets as an error.
const PARSE_ERRORS: [&str; 3] = ["unknown_method", "unsupported_version", "wrong_secret"];

/// What may be wrong with a request.
const FAULTS: [&str; 16] = [
    "missing",
    "unknown_field",
    "duplicate_field",
    "wrong_type",
    "not_allowed_value",
    "too_long",
    "too_short",
    "too_many",
    "too_few",
    "out_of_range",
    "bad_format",
    "excluded_by",
    "needs",
    "not_unique",
    "not_json",
    "too_deep",
];

/// Faults that no case can have: no field of a request has a smallest length, and a body that isn't JSON makes a line that isn't.
const FAULTS_NOT_MET: [&str; 2] = ["too_short", "not_json"];

/// Most faults that are told.
const MOST_FAULTS: usize = 100;

/// Text that stands in values of lines that an answer may not repeat.
pub(crate) const SECRET: &str = "do-not-echo";

/// Panics with every fault of a test, one a line.
pub(crate) fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_door_gives_the_answers() {
    let topics = topics();
    let mut faults = Vec::new();
    let mut count = 0;
    for (file, case) in cases(&topics) {
        count += 1;
        let text = answer(case["command"].as_str().unwrap_or_default(), &line(case));
        let place = format!("{file}: {}", case["name"].as_str().unwrap_or_default());
        match serde_json::from_str::<Value>(&text) {
            Ok(found) => {
                if let Some(what) = difference(&case["out"], Some(&found), "") {
                    faults.push(format!("{place}: {what}"));
                }
            }
            Err(e) => faults.push(format!("{place}: the answer isn't JSON: {e}")),
        }
        if text.contains(SECRET) {
            faults.push(format!("{place}: the answer repeats a value of the line"));
        }
        if text.contains('\n') {
            faults.push(format!("{place}: the answer isn't one line"));
        }
    }
    report(&faults);
    assert!(count >= AT_LEAST, "only {count} cases");
}

#[test]
fn the_files_have_their_form() {
    let mut faults = Vec::new();
    for (file, topic) in &topics() {
        let mut fault = |what: String| faults.push(format!("{file}: {what}"));
        let Some(members) = topic.as_object() else {
            fault("not an object".into());
            continue;
        };
        only(members, &["$schema", "about", "cases"], &mut fault);
        if topic["$schema"] != "../vectors.schema.json" {
            fault("names another schema".into());
        }
        if !is_sentence(&topic["about"]) {
            fault("doesn't say what it is about".into());
        }
        let command = file.split('/').next().unwrap_or_default();
        let mut names = BTreeSet::new();
        for case in topic["cases"].as_array().into_iter().flatten() {
            let name = case["name"].as_str().unwrap_or_default();
            if !names.insert(name) {
                fault(format!("two cases are called `{name}`"));
            }
            check_case(case, command, &mut |what| fault(format!("{name}: {what}")));
        }
        if names.is_empty() {
            fault("has no cases".into());
        }
    }
    report(&faults);
}

fn check_case(case: &Value, command: &str, fault: &mut dyn FnMut(String)) {
    let Some(members) = case.as_object() else { return fault("not an object".into()) };
    only(members, &["name", "command", "in", "line", "out"], fault);
    if !is_sentence(&case["name"]) {
        fault("has no name".into());
    }
    if case["command"] != command {
        fault("its command isn't the folder's".into());
    }
    match (members.get("in"), members.get("line")) {
        (Some(Value::Object(_)), None) => {}
        (None, Some(Value::String(line))) if !line.contains(['\n', '\r']) => {}
        _ => fault("needs either `in`, an object, or `line`, one line of text".into()),
    }
    match (case["out"].as_object(), command) {
        (Some(out), "validate" | "build" | "read") if out.contains_key("error") => {
            check_error(out, &[LINE_ERRORS, REQUEST_ERRORS].concat(), fault);
        }
        (Some(out), "validate") => check_validity(out, fault),
        (Some(out), "parse") if !out.contains_key("kind") => {
            check_error(out, &[&LINE_ERRORS[..], &PARSE_ERRORS].concat(), fault);
        }
        (Some(out), "parse") => {
            answers::form::check(out, fault);
            check_findings(out.get("warnings").unwrap_or(&Value::Null), &FAULTS, fault);
        }
        (Some(out), "build") if out.contains_key("valid") => check_validity(out, fault),
        (Some(out), "build") => wire::forms::check_built(out, fault),
        (Some(out), "read") => wire::forms::check_read(out, fault),
        (Some(out), "decide") if out.contains_key("error") => check_error(out, &LINE_ERRORS, fault),
        (Some(out), "decide") => check_decision(out, fault),
        (Some(_), _) => fault(format!("there is no command `{command}`")),
        (None, _) => fault("has no `out`".into()),
    }
}

fn check_error(out: &Map<String, Value>, codes: &[&str], fault: &mut dyn FnMut(String)) {
    only(out, &["error"], fault);
    let Some(error) = out["error"].as_object() else { return fault("`error` isn't an object".into()) };
    only(error, &["code", "message"], fault);
    let code = error.get("code").and_then(Value::as_str);
    if !code.is_some_and(|c| codes.contains(&c)) {
        fault("no code of an error".into());
    }
}

fn check_validity(out: &Map<String, Value>, fault: &mut dyn FnMut(String)) {
    only(out, &["valid", "faults", "warnings"], fault);
    match out.get("valid") {
        Some(Value::Bool(true)) if out.contains_key("faults") || !out.contains_key("warnings") => {
            fault("what is valid has `warnings` and no `faults`".into());
        }
        Some(Value::Bool(false)) if !out.contains_key("faults") => fault("lacks `faults`".into()),
        Some(Value::Bool(_)) => {}
        _ => fault("`valid` isn't a boolean".into()),
    }
    if let Some(faults) = out.get("faults") {
        check_findings(faults, &FAULTS, fault);
        if !faults.as_array().is_some_and(|f| (1..=MOST_FAULTS).contains(&f.len())) {
            fault(format!("`faults` isn't a list of 1 to {MOST_FAULTS}"));
        }
    }
    if let Some(warnings) = out.get("warnings") {
        check_findings(warnings, &["unknown_field"], fault);
    }
}

fn check_findings(findings: &Value, codes: &[&str], fault: &mut dyn FnMut(String)) {
    let Some(findings) = findings.as_array() else { return fault("findings aren't a list".into()) };
    for finding in findings {
        let Some(members) = finding.as_object() else { return fault("a finding isn't an object".into()) };
        only(members, &["code", "pointer", "message"], fault);
        if !finding["code"].as_str().is_some_and(|c| codes.contains(&c)) {
            fault(format!("{} is no code of a finding", finding["code"]));
        }
        if !finding["pointer"].as_str().is_some_and(is_pointer) {
            fault(format!("{} is no pointer", finding["pointer"]));
        }
        if finding.get("message").is_some_and(|m| !m.is_string()) {
            fault("`message` isn't a string".into());
        }
    }
}

fn check_decision(out: &Map<String, Value>, fault: &mut dyn FnMut(String)) {
    let needed = ["effect", "code", "scopes", "limits"];
    let more = ["method", "version", "transport", "area", "access", "notes", "missing", "pointer", "message"];
    only(out, &[&needed[..], &more[..]].concat(), fault);
    for key in needed {
        if !out.contains_key(key) {
            fault(format!("`out` lacks `{key}`"));
        }
    }
    let get = |key: &str| out.get(key).unwrap_or(&Value::Null);
    let code = get("code").as_str().unwrap_or_default();
    if !Code::ALL.iter().any(|c| c.as_str() == code) {
        fault(format!("`{code}` is no code of a decision"));
    }
    let allowed = code == Code::Allowed.as_str();
    if get("effect") != if allowed { "allow" } else { "deny" } {
        fault("`effect` doesn't go with `code`".into());
    }
    for key in ["scopes", "limits", "notes"] {
        if out.contains_key(key) && !is_texts(get(key)) {
            fault(format!("`{key}` isn't a list of strings"));
        }
    }
    for key in ["method", "version", "transport", "area", "access", "message", "pointer"] {
        let nullable = key == "area" || key == "access";
        if out.get(key).is_some_and(|v| !(v.is_string() || nullable && v.is_null())) {
            fault(format!("`{key}` isn't a string"));
        }
    }
    if !allowed && get("scopes").as_array().is_some_and(|s| !s.is_empty()) {
        fault("a denial has no scopes".into());
    }
    if let Some(pointer) = get("pointer").as_str() {
        let index = pointer.strip_prefix("/requests/").and_then(|i| i.parse::<usize>().ok());
        if index.is_none_or(|i| pointer != format!("/requests/{i}")) {
            fault("`pointer` isn't that of an element of a batch".into());
        }
    }
    let wants_missing = code == Code::MissingScope.as_str() || code == Code::OutOfReach.as_str();
    match out.get("missing") {
        None if wants_missing => fault("lacks `missing`".into()),
        Some(_) if !wants_missing => fault("`missing` doesn't go with `code`".into()),
        Some(sets) if !sets.as_array().is_some_and(|s| !s.is_empty() && s.iter().all(is_texts)) => {
            fault("`missing` isn't a list of lists of strings".into());
        }
        _ => {}
    }
}

/// Reports the keys that have no place here.
pub(crate) fn only(members: &Map<String, Value>, keys: &[&str], fault: &mut dyn FnMut(String)) {
    for key in members.keys().filter(|k| !keys.contains(&k.as_str())) {
        fault(format!("the key `{key}` has no place here"));
    }
}

pub(crate) fn is_sentence(value: &Value) -> bool {
    value.as_str().is_some_and(|s| !s.trim().is_empty())
}

/// A pointer of RFC 6901.
pub(crate) fn is_pointer(text: &str) -> bool {
    let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    escaped && (text.is_empty() || text.starts_with('/'))
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|a| a.iter().all(Value::is_string))
}

/// The corpus comes to every code, so that a binding that lost one shows.
#[test]
fn every_code_is_met() {
    let topics = topics();
    let met: BTreeSet<&str> = cases(&topics)
        .filter_map(|(_, case)| case.pointer("/out/code").or_else(|| case.pointer("/out/error/code"))?.as_str())
        .collect();
    for code in Code::ALL.map(Code::as_str) {
        assert!(met.contains(code), "{code}");
    }
    // A line that is too long is no matter for a file that people read.
    for code in ErrorCode::ALL.into_iter().filter(|c| *c != ErrorCode::TooLarge) {
        assert!(met.contains(code.as_str()), "{code}");
    }
    for code in REQUEST_ERRORS {
        assert!(met.contains(code), "{code}");
    }
    let faults: BTreeSet<&str> = cases(&topics)
        .filter_map(|(_, case)| case.pointer("/out/faults")?.as_array())
        .flatten()
        .filter_map(|fault| fault["code"].as_str())
        .collect();
    for code in FAULTS {
        assert_eq!(faults.contains(code), !FAULTS_NOT_MET.contains(&code), "{code}");
    }
}
