//! The shared vectors of the second door and of machines: their form, and that the answers are those that they ask for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use livechat_core::door::{Machine, ask, ask_policy};
use livechat_core_tests::{cases, difference, line, topics_of};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::vectors::{SECRET, is_pointer, is_sentence, only, report};

/// Fewest cases of each door; a file that got lost shows here.
const AT_LEAST: [(&str, usize); 2] = [("ask", 200), ("machine", 60)];

/// Every command of `ask`, each of which has a good case and a bad one.
const COMMANDS: [&str; 30] = [
    "allowed",
    "scopes",
    "difference",
    "audit",
    "methods",
    "method",
    "schema",
    "type",
    "changes",
    "lists",
    "retry",
    "pkce",
    "state",
    "authorize_url",
    "redirect",
    "error_page",
    "redirect_uri",
    "personal_token",
    "read_personal_token",
    "region",
    "refresh_due",
    "exchange",
    "refresh",
    "revoke",
    "inspect",
    "customer_token",
    "customer_inspect",
    "customer_revoke",
    "identity_transfer",
    "accounts_answer",
];

/// Commands of each kind of machine.
const TOLD: [(&str, &[&str]); 5] = [
    (
        "rtm",
        &[
            "poll",
            "send",
            "withdraw",
            "opened",
            "received",
            "pong",
            "closed",
            "reconnect",
            "set_token",
            "close",
            "wake",
            "state",
        ],
    ),
    ("budget", &["reserve", "settle", "release", "turned_away", "usage", "configure", "save"]),
    ("budgets", &["reserve", "settle", "release", "turned_away", "usage", "configure", "save", "licenses"]),
    ("pages", &["next_request", "previous_request", "answered", "next_page_id", "list"]),
    ("webhooks", &["parse", "accepts", "rotate"]),
];

/// What every answer is, whatever was asked: an object on one line, and no secret.
fn check(text: &str, expected: &Value, fault: &mut dyn FnMut(String)) {
    match serde_json::from_str::<Value>(text) {
        Ok(found) if found.is_object() => {
            if let Some(what) = difference(expected, Some(&found), "") {
                fault(what);
            }
            let error = found.get("error").and_then(Value::as_object);
            if expected.get("error").is_some() != error.is_some() {
                fault(format!("it is no error where one is expected, or the other way round: {text}"));
            }
            if let Some(error) = error {
                check_error(error, fault);
            }
        }
        _ => fault(format!("the answer isn't an object of JSON: {text}")),
    }
    if text.contains(SECRET) {
        fault("the answer repeats a value of the question".into());
    }
    if text.contains('\n') {
        fault("the answer isn't one line".into());
    }
}

fn check_error(error: &Map<String, Value>, fault: &mut dyn FnMut(String)) {
    only(error, &["code", "message", "pointer", "parameter", "faults"], fault);
    for key in ["code", "message"] {
        if !error.get(key).is_some_and(is_sentence) {
            fault(format!("the error has no `{key}`"));
        }
    }
    if error.get("pointer").is_some_and(|p| !p.as_str().is_some_and(is_pointer)) {
        fault("the error's pointer isn't one".into());
    }
}

#[test]
fn ask_gives_the_answers() {
    let topics = topics_of("ask");
    let mut faults = Vec::new();
    for (file, case) in cases(&topics) {
        let (name, command) = (case["name"].as_str().unwrap_or_default(), case["command"].as_str().unwrap_or_default());
        let mut fault = |what| faults.push(format!("{file}: {name}: {what}"));
        let text = ask(command, &line(case));
        check(&text, &case["out"], &mut fault);
        if ["allowed", "scopes", "difference", "audit"].contains(&command) && ask_policy(command, &line(case)) != text {
            fault("the door of policy alone answers otherwise".into());
        }
    }
    report(&faults);
}

#[test]
fn machines_give_the_answers() {
    let topics = topics_of("machine");
    let mut faults = Vec::new();
    for (file, case) in cases(&topics) {
        let (name, kind) = (case["name"].as_str().unwrap_or_default(), case["kind"].as_str().unwrap_or_default());
        let mut fault = |what| faults.push(format!("{file}: {name}: {what}"));
        let mut machine = match Machine::open(kind, &case["config"].to_string()) {
            Err(error) => {
                let mut told = json!({"code": error.code().as_str(), "message": error.message()});
                if let Some(pointer) = error.pointer() {
                    told["pointer"] = pointer.into();
                }
                let expected = if case["out"].is_null() { &json!({"opened": true}) } else { &case["out"] };
                check(&json!({ "error": told }).to_string(), expected, &mut fault);
                continue;
            }
            Ok(_) if !case["out"].is_null() => {
                fault("it opens".into());
                continue;
            }
            Ok(machine) => machine,
        };
        for (i, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
            let text = machine.tell(step["command"].as_str().unwrap_or_default(), &line(step));
            check(&text, &step["out"], &mut |what| fault(format!("step {i}: {what}")));
            let shown = format!("{machine:?}");
            if shown != format!("Machine({kind})") {
                fault(format!("`Debug` shows {shown}"));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_files_have_their_form() {
    let mut faults = Vec::new();
    for (door, at_least) in AT_LEAST {
        let topics = topics_of(door);
        let count = cases(&topics).count();
        if count < at_least {
            faults.push(format!("{door}: only {count} cases"));
        }
        for (file, topic) in &topics {
            let mut fault = |what: String| faults.push(format!("{file}: {what}"));
            if let Some(members) = topic.as_object() {
                only(members, &["$schema", "about", "cases"], &mut fault);
            }
            if topic["$schema"] != "../vectors.schema.json" || !is_sentence(&topic["about"]) {
                fault("has no schema, or doesn't say what it is about".into());
            }
            let mut names = BTreeSet::new();
            for case in topic["cases"].as_array().into_iter().flatten() {
                let name = case["name"].as_str().unwrap_or_default();
                if name.is_empty() || !names.insert(name) {
                    fault(format!("`{name}` is no name, or that of two cases"));
                }
                let mut fault = |what| fault(format!("{name}: {what}"));
                if door == "ask" {
                    check_question(case, &["name"], &mut fault);
                } else {
                    check_machine(case, &mut fault);
                }
            }
            if names.is_empty() {
                fault("has no cases".into());
            }
        }
    }
    report(&faults);
}

fn check_question(case: &Value, more: &[&str], fault: &mut dyn FnMut(String)) {
    let Some(members) = case.as_object() else { return fault("not an object".into()) };
    only(members, &[more, &["command", "in", "line", "out"]].concat(), fault);
    match (members.get("in"), members.get("line")) {
        (Some(Value::Object(_)), None) => {}
        (None, Some(Value::String(line))) if !line.contains(['\n', '\r']) => {}
        _ => fault("needs either `in`, an object, or `line`, one line of text".into()),
    }
    if !case["command"].is_string() || !case["out"].is_object() {
        fault("has no `command` or no `out`".into());
    }
}

fn check_machine(case: &Value, fault: &mut dyn FnMut(String)) {
    let Some(members) = case.as_object() else { return fault("not an object".into()) };
    only(members, &["name", "kind", "config", "steps", "out"], fault);
    if !case["config"].is_object() || !case["kind"].is_string() {
        fault("has no `kind` or no `config`".into());
    }
    match (members.get("steps").and_then(Value::as_array), members.get("out")) {
        (Some(steps), None) if !steps.is_empty() => {
            for step in steps {
                check_question(step, &[], fault);
            }
        }
        (None, Some(out)) if out["error"].is_object() => {}
        _ => fault("needs either `steps` or `out`, an error".into()),
    }
}

/// Each command has an answer and an error in the corpus, so that a binding that lost one shows.
#[test]
fn every_command_is_met() {
    let (asked, machines) = (topics_of("ask"), topics_of("machine"));
    for command in COMMANDS {
        let of: Vec<_> = cases(&asked).filter(|(_, case)| case["command"] == command).collect();
        assert!(of.iter().any(|(_, case)| case["out"].get("error").is_none()), "{command} has no good case");
        assert!(of.iter().any(|(_, case)| case["out"].get("error").is_some()), "{command} has no bad case");
    }
    assert_eq!(TOLD.map(|(kind, _)| kind), Machine::KINDS);
    for (kind, commands) in TOLD {
        let of_kind = |case: &&Value| case["kind"] == kind;
        let steps = || cases(&machines).map(|(_, c)| c).filter(of_kind).filter_map(|c| c["steps"].as_array()).flatten();
        assert!(cases(&machines).map(|(_, c)| c).filter(of_kind).any(|c| !c["out"].is_null()), "{kind} always opens");
        for command in commands {
            let of: Vec<_> = steps().filter(|step| step["command"] == *command).collect();
            assert!(of.iter().any(|s| s["out"].get("error").is_none()), "{kind}: {command} has no good step");
            assert!(of.iter().any(|s| s["out"].get("error").is_some()), "{kind}: {command} has no bad step");
        }
    }
}

#[test]
fn what_is_too_long_is_said_to_be() {
    let long = format!("{{\"token\":\"{}\"}}", "a".repeat(livechat_core::door::MAX_LINE));
    assert!(ask("region", &long).starts_with(r#"{"error":{"code":"too_large""#));
    assert!(Machine::open("rtm", &long).is_err_and(|e| e.code().as_str() == "too_large"));
}

/// An object on one line: an answer, which may hold what was asked about, or a whole error, which repeats no value.
fn is_one_answer(text: &str) -> Result<(), String> {
    let found: Value = serde_json::from_str(text).map_err(|e| format!("{e}: {text}"))?;
    let mut faults = Vec::new();
    if let Some(error) = found.get("error").and_then(Value::as_object) {
        check_error(error, &mut |what| faults.push(what));
        if text.contains(SECRET) {
            faults.push("the error repeats a value".into());
        }
    }
    if !found.is_object() || text.contains('\n') {
        faults.push("it is no object on one line".into());
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("{}: {text}", faults.join("; "))) }
}

/// The lines of the corpus, each with its command.
static ASKED: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let topics = topics_of("ask");
    let all = cases(&topics).map(|(_, case)| (case["command"].as_str().unwrap_or_default().to_string(), line(case)));
    all.filter(|(command, _)| COMMANDS.contains(&&**command)).collect()
});

#[test]
fn a_question_that_is_cut_off_gets_an_error() {
    for (command, line) in ASKED.iter() {
        let cuts = (0..line.trim_end().len()).step_by(7).filter(|cut| line.is_char_boundary(*cut));
        for cut in cuts {
            let text = ask(command, &line[..cut]);
            assert!(text.starts_with(r#"{"error":{"code":"bad_json""#), "{command} {}: {text}", &line[..cut]);
        }
    }
}

/// A machine of the corpus that opens, and the steps of its kind.
struct Told {
    kind: String,
    config: String,
    steps: Vec<(String, String)>,
}

static MACHINES: LazyLock<Vec<Told>> = LazyLock::new(|| {
    let topics = topics_of("machine");
    let all: Vec<&Value> = cases(&topics).map(|(_, case)| case).filter(|case| case["steps"].is_array()).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let steps = |kind: &Value| {
        let of_kind = all.iter().filter(|case| case["kind"] == *kind).filter_map(|case| case["steps"].as_array());
        of_kind.flatten().map(|step| (text(&step["command"]), line(step))).collect()
    };
    let told = |case: &&Value| Told {
        kind: text(&case["kind"]),
        config: case["config"].to_string(),
        steps: steps(&case["kind"]),
    };
    all.iter().map(told).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Questions of one command put to another.
    #[test]
    fn no_question_breaks_the_door(command in any::<prop::sample::Index>(), question in any::<prop::sample::Index>()) {
        let text = ask(&command.get(&ASKED).0, &question.get(&ASKED).1);
        prop_assert_eq!(is_one_answer(&text), Ok(()));
    }

    /// Steps of all machines of a kind in any order.
    #[test]
    fn no_order_breaks_a_machine(
        machine in any::<prop::sample::Index>(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
    ) {
        let Told { kind, config, steps } = machine.get(&MACHINES);
        let mut machine = Machine::open(kind, config).map_err(|e| TestCaseError::fail(e.to_string()))?;
        for index in order {
            let (command, question) = index.get(steps);
            prop_assert_eq!(is_one_answer(&machine.tell(command, question)), Ok(()), "{} {}", kind, command);
        }
    }
}
