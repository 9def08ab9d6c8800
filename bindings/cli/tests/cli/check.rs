//! `check`: rows, lines of JSON, the summary, audit files, and the exit status that a pipeline gates on.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::{binary, complaint, file, lines, run, text};

const SESSION: &str = r#"{"session":{"actor":"helper","token":{"scopes":["chats--access:rw","customers:ro"]}}}
{"id":"a","time":"2026-11-22T10:15:30Z","method":"agent/send_event","body":{"chat_id":"C","event":{"type":"message","text":"secret words"}}}
{"id":"b","time":"2026-11-22T10:15:31Z","method":"agent/get_customer","body":{"id":"K"}}
"#;
const BAD: &str = r#"{"id":"c","method":"agent/ban_customer","body":{"id":"K","ban":{"days":1}}}

{"id":"d","method":"agent/nothing"}
"#;

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_exit_status_gates() {
    let good = file("gate-good.ndjson", SESSION);
    let bad = file("gate-bad.ndjson", &format!("{SESSION}{BAD}"));
    let denied = file("gate-denied.ndjson", &format!("{SESSION}{}", r#"{"method":"agent/ban_customer"}"#));
    let wrong = file("gate-wrong.ndjson", &format!("{SESSION}{{"));
    for (session, status) in [(&good, 0), (&bad, 1), (&denied, 1), (&wrong, 1)] {
        for more in [&[][..], &["--quiet"], &["--json"], &["--json", "--quiet"]] {
            text(&[&["check", path(session)], more].concat(), "", status);
        }
    }
    text(&["check", "-"], SESSION, 0);
    text(&["check", "-"], "", 0);
    text(&["check", "-"], r#"{"method":"agent/list_chats"}"#, 1);
    assert!(complaint(&["check", "no/such/file"]).contains("no/such/file"));
    assert!(complaint(&["check"]).contains("<FILE>"));
}

#[test]
fn rows_for_people() {
    let out = text(&["check", "-"], &format!("{SESSION}{BAD}"), 1);
    let rows: Vec<&str> = out.lines().collect();
    assert!(rows[0].starts_with("CALL    TIME                  EFFECT  CODE "));
    assert!(rows[1].starts_with("a       2026-11-22T10:15:30Z  allow   allowed "));
    assert!(rows[1].ends_with("  chats--access:rw; only if chat_in_requester_groups"));
    assert!(rows[2].ends_with("  customers:ro"));
    assert!(rows[3].starts_with("c       -                     deny    missing_scope "));
    assert!(rows[3].ends_with("  needs customers.ban:rw"), "{}", rows[3]);
    assert!(rows[4].starts_with("#5      -                     error   bad_json "));
    assert!(rows[5].contains("unknown_method"));
    assert!(out.contains("4 calls: 2 allowed (1 with limits), 2 denied, 1 line in error"));
    assert!(!out.contains('\x1b'));
    // Alike with --quiet, without the rows.
    let quiet = text(&["check", "-", "--quiet"], &format!("{SESSION}{BAD}"), 1);
    assert!(quiet.starts_with("4 calls: "));
    assert!(out.ends_with(&quiet));
}

#[test]
fn what_comes_from_a_session_steers_no_terminal() {
    let session = format!("{SESSION}{}\n", r#"{"id":"\u001b[2Jx","method":"agent/\u001b[31m\u202e"}"#);
    let out = text(&["check", "-"], &session, 1);
    assert!(!out.contains('\x1b') && !out.contains('\u{202e}'));
    assert!(out.contains(r"\u{1b}[2Jx"));
}

#[test]
fn lines_of_json_and_the_summary() {
    let out = lines(&text(&["check", "-", "--json"], &format!("{SESSION}{BAD}"), 1));
    let short: Vec<_> = out.iter().map(|l| (l["line"].as_u64(), l["id"].as_str(), l["code"].as_str())).collect();
    assert_eq!(
        short,
        [
            (Some(2), Some("a"), Some("allowed")),
            (Some(3), Some("b"), Some("allowed")),
            (Some(4), Some("c"), Some("missing_scope")),
            (Some(5), None, None),
            (Some(6), Some("d"), Some("unknown_method")),
            (None, None, None),
        ]
    );
    assert_eq!(out[0]["limits"], json!(["chat_in_requester_groups"]));
    assert_eq!(out[3]["error"]["code"], "bad_json");
    let summary = json!({"summary": {
        "calls": 4, "allowed": 2, "denied": 2, "allowed_with_limits": 1, "errors": 1,
        "denied_by_code": {"missing_scope": 1, "unknown_method": 1},
        "areas": {
            "events_and_messages": {"calls": 1, "allowed": 1, "denied": 0},
            "customers": {"calls": 2, "allowed": 1, "denied": 1},
            "-": {"calls": 1, "allowed": 0, "denied": 1},
        },
        "missing_scopes": [{"scope": "customers.ban:rw", "calls": 1}],
    }});
    assert_eq!(out[5], summary);
    assert_eq!(lines(&text(&["check", "-", "--json", "--quiet"], &format!("{SESSION}{BAD}"), 1)), [summary]);
}

#[test]
fn missing_scopes_are_ranked_and_held_ones_left_out() {
    // Creating an agent with a role needs two scopes, of which one is held.
    let session = r#"{"session":{"token":{"scopes":["accounts--all:rw"]},"rules":"reference"}}
{"method":"agent/get_customer"}
{"method":"configuration/create_agent","body":{"role":"administrator","awaiting_approval":true}}
{"method":"configuration/create_agent","body":{"role":"administrator","awaiting_approval":true}}
"#;
    let out = lines(&text(&["check", "-", "--json", "--quiet"], session, 1));
    let ranked = json!([{"scope": "accounts.roles.lc--all:rw", "calls": 2}, {"scope": "customers:ro", "calls": 1}]);
    assert_eq!(out[0]["summary"]["missing_scopes"], ranked);
}

#[test]
fn the_audit_has_a_record_a_call_and_no_arguments() {
    let session = file("audited.ndjson", &format!("{SESSION}{BAD}"));
    let audit = file("audit.ndjson", "what was there before\n");
    text(&["check", path(&session), "--audit", path(&audit), "--quiet"], "", 1);
    let text = fs::read_to_string(&audit).unwrap();
    for gone in ["secret words", "chat_id", "arguments", "body", "before"] {
        assert!(!text.contains(gone), "{gone}");
    }
    let records = lines(&text);
    assert_eq!(records.len(), 5);
    assert_eq!(records[0]["actor"], "helper");
    assert_eq!(records[0]["id"], "a");
    assert_eq!(records[0]["time"], "2026-11-22T10:15:30Z");
    assert_eq!(records[2]["missing"][0], json!(["customers.ban:rw"]));
    assert_eq!(records[3]["line"], 5);
    assert_eq!(records[3]["error"]["code"], "bad_json");
    assert_eq!(records[4]["code"], "unknown_method");
}

#[test]
fn an_audit_that_cannot_be_kept_is_told() {
    let session = file("kept.ndjson", SESSION);
    let told = complaint(&["check", path(&session), "--audit", path(&session)]);
    assert!(told.contains("would overwrite"), "{told}");
    assert_eq!(fs::read_to_string(&session).unwrap(), SESSION);
    complaint(&["check", path(&session), "--audit", "no/such/directory/audit"]);
    if Path::new("/dev/full").exists() {
        let output = run(&["check", path(&session), "--audit", "/dev/full", "--quiet"], b"");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
#[cfg(unix)]
fn a_file_is_judged_to_its_end_though_nobody_reads_the_rows() {
    let call = "{\"method\":\"agent/list_chats\"}\n";
    let last = "{\"method\":\"agent/ban_customer\"}\n";
    let session = file("unread.ndjson", &format!("{SESSION}{}{last}", call.repeat(20_000)));
    let audit = file("unread-audit.ndjson", "");
    let mut child = binary(&["check", path(&session), "--audit", path(&audit)]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(1), Vec::new()));
    assert_eq!(fs::read_to_string(&audit).unwrap().lines().count(), 20_003);
}

#[test]
fn a_session_that_is_still_being_written() {
    let audit = file("live-audit.ndjson", "");
    let mut child = binary(&["check", "-", "--json", "--audit", path(&audit)]).spawn().unwrap();
    let mut calls = child.stdin.take().unwrap();
    let mut judged = BufReader::new(child.stdout.take().unwrap());
    write!(calls, "{SESSION}").unwrap();
    let mut line = String::new();
    judged.read_line(&mut line).unwrap();
    assert!(line.contains("\"allow\""));
    // The record isn't held back either.
    assert!(fs::read_to_string(&audit).unwrap().lines().count() >= 1);
    drop(calls);
    assert!(child.wait().unwrap().success());
}

/// A token that stands in recorded requests.
const SECRET: &str = "do-not-echo";

#[test]
fn calls_as_they_went_over_the_wire() {
    let authorization = format!("Bearer {SECRET}");
    let http = |path: &str, body: &str| {
        json!({"method": "POST", "path": path, "headers": {"Authorization": authorization}, "body": body, "id": "c"})
            .to_string()
    };
    let input = [
        json!({"session": {"token": {"scopes": ["chats--access:rw"]}, "grant": {"areas": {"chats": "read", "events_and_messages": "write"}}}}).to_string(),
        http("/v3.6/agent/action/send_event", "{}"),
        http("https://api.livechatinc.com/v3.5/agent/action/list_chats", "{}"),
        http("/v3.6/agent/action/ban_customer", "{}"),
        json!({"frame": {"action": "get_chat", "payload": {"chat_id": "x"}}, "path": "/v3.6/agent/rtm/ws"}).to_string(),
        json!({"frame": {"action": "ping"}, "path": "/v3.6/agent/rtm/ws"}).to_string(),
        json!({"method": "GET", "path": "wss://api.livechatinc.com/v3.6/agent/rtm/ws"}).to_string(),
        json!({"method": "OPTIONS", "path": "https://api.livechatinc.com/v3.6/agent/action/send_event"}).to_string(),
        http("https://example.com/v3.6/agent/action/send_event", "{}"),
        http("https://API.livechatinc.com:443/v3.6/agent/action/send_event", "{}"),
        http("/v3.6/agent/action//send_event", "{}"),
        http("/v3.6/agent/action/send_event", r#"{"a":1,"a":2}"#),
    ];
    let out = lines(&text(&["check", "-", "--json"], &input.join("\n"), 1));
    let said: Vec<(Value, Value, Value)> = out[..out.len() - 1]
        .iter()
        .map(|l| (l["line"].clone(), l["method"].clone(), l.get("code").unwrap_or(&l["error"]["code"]).clone()))
        .collect();
    let row = |line: u64, method: Value, code: &str| (json!(line), method, json!(code));
    assert_eq!(
        said,
        [
            row(2, json!("agent/send_event"), "allowed"),
            row(3, json!("agent/list_chats"), "allowed"),
            row(4, json!("agent/ban_customer"), "not_granted"),
            row(5, json!("agent/get_chat"), "allowed"),
            row(10, Value::Null, "bad_request"),
            row(11, Value::Null, "bad_request"),
            row(12, Value::Null, "bad_request"),
        ]
    );
    assert_eq!(out[1]["version"], "3.5");
    assert_eq!(out[3]["transport"], "rtm");
    let passed = &out[out.len() - 1]["summary"]["passed_over"];
    assert_eq!(*passed, json!({"connection": 1, "other_host": 1, "ping": 1, "preflight": 1}));
}

fn archive(entries: &[Value]) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": "browser", "version": "1"}, "entries": entries}}).to_string()
}

fn entry(method: &str, url: &str, body: Option<&str>) -> Value {
    let mut request = json!({
        "method": method, "url": url, "httpVersion": "h2", "cookies": [{"name": "s", "value": SECRET}], "queryString": [],
        "headers": [{"name": ":authority", "value": "x"}, {"name": "authorization", "value": format!("Bearer {SECRET}")}],
    });
    if let Some(body) = body {
        request["postData"] = json!({"mimeType": "application/json", "text": body});
    }
    json!({"startedDateTime": "2026-11-22T10:00:00.000Z", "request": request, "response": {"content": {"text": SECRET}}})
}

#[test]
fn an_archive_of_a_browser() {
    const API: &str = "https://api.livechatinc.com/v3.6/agent/action";
    let mut socket = entry("GET", "wss://api.livechatinc.com/v3.6/agent/rtm/ws", None);
    let login = json!({"action": "login", "payload": {"token": format!("Bearer {SECRET}")}}).to_string();
    socket["_webSocketMessages"] =
        json!([{"type": "send", "data": login, "opcode": 1}, {"type": "receive", "data": "{}", "opcode": 1}]);
    let entries = [
        entry("OPTIONS", &format!("{API}/list_chats"), None),
        entry("POST", &format!("{API}/list_chats"), Some("{}")),
        entry("POST", &format!("{API}/ban_customer"), Some("{}")),
        entry("GET", "https://cdn.example.com/app.js", None),
        socket,
    ];
    let path = file("browser.har", &archive(&entries)).display().to_string();
    let audit = file("browser-audit.ndjson", "").display().to_string();
    let args = ["check", &path, "--scopes", "chats--all:ro", "--audit", &audit];
    let out = text(&args, "", 1);
    assert!(out.contains("3 calls: 2 allowed") && out.contains("1 denied, 0 lines in error"), "{out}");
    assert!(out.contains("passed over: 1 to other hosts, 1 preflight"), "{out}");
    let audit = std::fs::read_to_string(&audit).unwrap();
    assert_eq!(audit.lines().count(), 3);
    assert!(!out.contains(SECRET) && !audit.contains(SECRET), "{out}{audit}");
    assert!(text(&[&args[..4], &["--grant", r#"{"areas": {}}"#]].concat(), "", 1).contains("not_granted"));

    // Without anybody who calls, calls are errors and the rest is passed over.
    let out = text(&["check", &path], "", 1);
    assert!(out.contains("0 calls") && out.contains("3 lines in error") && !out.contains(SECRET), "{out}");

    // What is broken at its end is judged up to there.
    let whole = archive(&entries);
    let broken = file("broken.har", &whole[..whole.len() - 20]).display().to_string();
    let output = run(&["check", &broken, "--scopes", "chats--all:ro"], b"");
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.contains("ban_customer") && err.contains("to its end"), "{out}{err}");
    assert!(!err.contains(SECRET));
}
