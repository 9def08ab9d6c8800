//! `decide` as other programs drive it: each kind of line, order, and pipes that stay open.

use std::io::{BufRead, BufReader, Write};
use std::process::ChildStdout;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{binary, lines, run, text};

const GOOD: &str = r#"{"method":"agent/send_event","token":{"scopes":["chats--access:rw"]}}"#;

fn answers(input: &[u8]) -> Vec<Value> {
    let output = run(&["decide"], input);
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
    lines(&String::from_utf8(output.stdout).unwrap())
}

/// Answers in short: the code of the decision or of the error.
fn codes(input: &[u8]) -> Vec<String> {
    let short = |answer: &Value| match answer.get("error") {
        Some(error) => {
            assert_eq!(answer.as_object().unwrap().len(), 1);
            assert_eq!(error.as_object().unwrap().keys().collect::<Vec<_>>(), ["code", "message"]);
            assert!(!error["message"].as_str().unwrap().is_empty());
            error["code"].as_str().unwrap().to_string()
        }
        None => answer["code"].as_str().unwrap().to_string(),
    };
    answers(input).iter().map(short).collect()
}

#[test]
fn the_two_decisions_of_the_contract() {
    let denied = r#"{"method":"agent/send_event","token":{"scopes":[]}}"#;
    let answers = answers(format!("{GOOD}\n{denied}\n").as_bytes());
    assert_eq!(
        answers[0],
        json!({
            "effect": "allow", "code": "allowed", "method": "agent/send_event", "version": "3.6", "transport": "web",
            "area": "events_and_messages", "access": "write",
            "scopes": ["chats--access:rw"], "limits": ["chat_in_requester_groups"], "notes": [],
        })
    );
    assert_eq!(answers[1]["effect"], "deny");
    assert_eq!(answers[1]["code"], "missing_scope");
    assert_eq!(answers[1]["missing"], json!([["chats--access:rw"], ["chats--all:rw"]]));
    assert!(answers[1]["message"].is_string());
}

#[test]
fn answers_come_in_order_and_bad_lines_get_one_each() {
    let input: &[&[u8]] = &[
        GOOD.as_bytes(),
        b"{",
        br#"{"method":"agent/nothing","token":{"scopes":[]}}"#,
        br#"{"method":"agent/send_event","version":"9.9","token":{"scopes":[]}}"#,
        br#"{"method":"agent/send_event","transport":"fax","token":{"scopes":[]}}"#,
        br#"{"method":"agent/send_event","token":{"scopes":"chats--all:rw"}}"#,
        br#"{"method":"agent/send_event","token":{"scopes":[1]}}"#,
        br#"{"method":"agent/send_event"}"#,
        br#"{"method":"agent/send_event","token":{"scopes":[]},"more":1}"#,
        b"[]",
        b"",
        b"  ",
        b"{\"method\":\"agent/\xff\xfe\",\"token\":{\"scopes\":[]}}",
        b"nonsense",
        GOOD.as_bytes(),
    ];
    let expected = [
        "allowed",
        "bad_json",
        "unknown_method",
        "unsupported_version",
        "unsupported_transport",
        "bad_request",
        "bad_request",
        "bad_request",
        "bad_request",
        "bad_request",
        "bad_json",
        "bad_json",
        "bad_json",
        "bad_json",
        "allowed",
    ];
    assert_eq!(codes(&input.join(&b'\n')), expected);
    assert_eq!(codes(&input.join(&b"\r\n"[..])), expected);
}

#[test]
fn ends_of_input() {
    assert_eq!(codes(b""), [""; 0]);
    assert_eq!(codes(b"\n"), ["bad_json"]);
    assert_eq!(codes(GOOD.as_bytes()), ["allowed"]);
    assert_eq!(codes(format!("{GOOD}\n").as_bytes()), ["allowed"]);
    assert_eq!(codes(format!("{GOOD}\r\n{GOOD}").as_bytes()), ["allowed", "allowed"]);
    assert_eq!(codes(format!("{GOOD}\n\n").as_bytes()), ["allowed", "bad_json"]);
}

#[test]
fn deep_nesting_is_an_error_line() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let body = format!(r#"{{"method":"agent/send_event","token":{{"scopes":[]}},"body":{deep}}}"#);
        assert_eq!(codes(format!("{deep}\n{body}\n{GOOD}\n").as_bytes()), ["bad_json", "bad_json", "allowed"]);
    }
}

#[test]
fn long_lines() {
    let body = |bytes: usize| {
        let text = "x".repeat(bytes);
        format!(r#"{{"method":"agent/send_event","token":{{"scopes":["chats--all:rw"]}},"body":{{"text":"{text}"}}}}"#)
    };
    let ten = 10 * 1024 * 1024;
    let input = format!("{}\n{}\n{GOOD}\n", "y".repeat(ten), body(ten));
    assert_eq!(codes(input.as_bytes()), ["bad_json", "allowed", "allowed"]);
    let over = 17 * 1024 * 1024;
    let input = format!("{GOOD}\n{}\n{GOOD}\n{}", body(over), "y".repeat(over));
    assert_eq!(codes(input.as_bytes()), ["allowed", "too_large", "allowed", "too_large"]);
}

/// Lines of a process, as they come.
fn listen(stdout: ChildStdout) -> mpsc::Receiver<String> {
    let (tell, hear) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    hear
}

const SOON: Duration = Duration::from_secs(20);

#[test]
fn a_dialogue_over_pipes() {
    let mut child = binary(&["decide"]).spawn().unwrap();
    let mut ask = child.stdin.take().unwrap();
    let answers = listen(child.stdout.take().unwrap());
    for question in [GOOD, "{", GOOD] {
        writeln!(ask, "{question}").unwrap();
        let answer = answers.recv_timeout(SOON).expect("no answer while the input stays open");
        assert_eq!(answer.contains("\"error\""), question == "{");
    }
    // Half a question behind a whole one doesn't hold the answer back.
    write!(ask, "{GOOD}\n{{\"method\":").unwrap();
    ask.flush().unwrap();
    assert!(answers.recv_timeout(SOON).unwrap().contains("\"allow\""));
    drop(ask);
    assert!(answers.recv_timeout(SOON).unwrap().contains("bad_json"));
    assert!(child.wait().unwrap().success());
}

#[test]
#[cfg(target_os = "linux")]
fn a_line_without_end_takes_flat_memory() {
    let mut child = binary(&["decide"]).spawn().unwrap();
    let mut ask = child.stdin.take().unwrap();
    let answers = listen(child.stdout.take().unwrap());
    let part = vec![b'x'; 1024 * 1024];
    for _ in 0..200 {
        ask.write_all(&part).unwrap();
    }
    write!(ask, "\n{GOOD}\n").unwrap();
    assert!(answers.recv_timeout(SOON).unwrap().contains("too_large"));
    assert!(answers.recv_timeout(SOON).unwrap().contains("\"allow\""));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap().trim().trim_end_matches(" kB");
    assert!(peak.parse::<u64>().unwrap() < 64 * 1024, "{peak} kB");
    drop(ask);
    assert!(child.wait().unwrap().success());
}

#[test]
#[cfg(unix)]
fn a_closed_output_ends_it_quietly() {
    let mut child = binary(&["decide"]).spawn().unwrap();
    let mut ask = child.stdin.take().unwrap();
    drop(child.stdout.take());
    for _ in 0..100_000 {
        if writeln!(ask, "{GOOD}").is_err() {
            break;
        }
    }
    drop(ask);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));

    let mut child = binary(&["methods", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_cannot_be_written_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = binary(&["methods", "--json"]).stdout(full).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("can't write to standard output"));
}

#[test]
fn every_question_of_the_door_gets_its_answer() {
    let questions = [
        r#"{"method":"agent/send_event","token":{"scopes":["chats--access:rw"],"kind":"bot","role":"normal","expires_at":10},"now":11}"#,
        r#"{"method":"agent/send_event","transport":"rtm","version":"3.5","token":{"scopes":["chats--all:rw"]},"grant":{"areas":{"chats":"write"}}}"#,
        r#"{"method":"agent/get_chat","token":{"scopes":["chats--access:ro"]},"facts":{"requester":{"groups":[1]},"chat":{"groups":[2]}},"rules":"reference","when_unknown":"deny"}"#,
    ];
    let out = text(&["decide"], &questions.join("\n"), 0);
    let expected: Vec<String> = questions.iter().map(|q| livechat_core::door::answer("decide", q)).collect();
    assert_eq!(out.lines().collect::<Vec<_>>(), expected);
    assert_eq!(
        lines(&out).iter().map(|a| &a["code"]).collect::<Vec<_>>(),
        ["token_expired", "not_granted", "out_of_reach"]
    );
}

#[test]
fn the_shared_vectors() {
    let topics = livechat_core_tests::topics();
    let commands: BTreeSet<&str> =
        livechat_core_tests::cases(&topics).filter_map(|(_, case)| case["command"].as_str()).collect();
    for command in commands {
        let cases: Vec<(&str, &Value)> =
            livechat_core_tests::cases(&topics).filter(|(_, case)| case["command"] == command).collect();
        assert!(cases.len() > 100, "{command}");
        let input: String = cases.iter().map(|(_, case)| livechat_core_tests::line(case) + "\n").collect();
        let output = run(&[command], input.as_bytes());
        assert!(output.status.success() && output.stderr.is_empty(), "{command}");
        let answers = lines(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(answers.len(), cases.len(), "one answer a line");
        for ((file, case), answer) in cases.iter().zip(&answers) {
            let difference = livechat_core_tests::difference(&case["out"], Some(answer), "");
            assert_eq!(difference, None, "{file}: {}", case["name"]);
        }
    }
}
