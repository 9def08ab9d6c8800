//! The commands for people, and their JSON: `methods`, `explain`, `scopes`, `changes`, and how they refuse.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{binary, complaint, file, lines, run, text};

/// Keys of a line of the catalogue.
const KEYS: [&str; 21] = [
    "method",
    "api",
    "action",
    "area",
    "access",
    "summary",
    "path",
    "http_method",
    "transports",
    "versions",
    "scopes",
    "permission",
    "acts_on",
    "webhooks",
    "pushes",
    "rate_limit",
    "destructive",
    "idempotent",
    "in_guide",
    "notes",
    "source",
];

fn names(args: &[&str]) -> Vec<String> {
    let all = [&["methods", "--json"], args].concat();
    lines(&text(&all, "", 0)).iter().map(|m| m["method"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_catalogue_as_lines() {
    let methods = lines(&text(&["methods", "--json"], "", 0));
    assert_eq!(methods.len(), 189);
    for method in &methods {
        let keys: BTreeSet<&str> = method.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = BTreeSet::from(KEYS);
        if keys.contains("batch_of") {
            expected.insert("batch_of");
        }
        assert_eq!(keys, expected, "{method}");
    }
    for (version, count) in [("3.4", 127), ("3.5", 149), ("3.6", 168), ("3.7", 180)] {
        assert_eq!(names(&["--version", version]).len(), count, "{version}");
    }
    let find = |name: &str| methods.iter().find(|m| m["method"] == name).unwrap();
    let event = find("agent/send_event");
    assert_eq!(event["scopes"], json!([["chats--all:rw"], ["chats--access:rw"]]));
    assert_eq!(event["permission"], "chats--all:rw");
    assert_eq!(event["webhooks"], json!(["incoming_event"]));
    assert_eq!(find("agent/list_chats")["access"], "read");
    assert_eq!(find("configuration/batch_create_agents")["batch_of"], "configuration/create_agent");
    assert_eq!(find("customer/list_chats")["permission"], Value::Null);
}

#[test]
fn filters_narrow_and_add_up() {
    assert_eq!(names(&["--guide"]).len(), 36);
    assert!(names(&["--api", "customer"]).iter().all(|m| m.starts_with("customer/")));
    let chats = names(&["--area", "chats"]);
    let (reads, writes) =
        (names(&["--area", "chats", "--access", "read"]), names(&["--area", "chats", "--access", "write"]));
    assert!(!reads.is_empty() && !writes.is_empty());
    assert_eq!(reads.len() + writes.len(), chats.len());
    assert!(
        names(&["--transport", "rtm"]).iter().all(|m| !m.starts_with("configuration/") && !m.starts_with("reports/"))
    );
    assert!(names(&["--transport", "rtm"]).contains(&"agent/login".to_string()));
    assert!(!names(&["--transport", "web"]).contains(&"agent/login".to_string()));
    assert!(names(&["--webhook", "incoming_event"]).contains(&"agent/send_event".to_string()));
    assert!(!names(&["--webhook", "incoming_event"]).contains(&"agent/get_chat".to_string()));
    assert!(names(&["--permission", "chats--access:rw"]).contains(&"agent/send_event".to_string()));
    assert_eq!(names(&["--search", "SEND_EVENT_PREV"]), ["agent/send_event_preview"]);
    assert_eq!(names(&["--search", "SEND_EVENT_PREV", "--version", "3.5"]), [""; 0]);
    assert_eq!(names(&["--search", "no such text"]), [""; 0]);
    assert_eq!(
        names(&["--version", "3.6", "--area", "bots"]).len(),
        names(&["--area", "bots", "--version", "3.6"]).len()
    );
}

#[test]
fn the_catalogue_as_tables() {
    let out = text(&["methods"], "", 0);
    assert!(out.starts_with("Chats (chats): 11 methods\nList and read chats"));
    assert!(out.ends_with("189 methods in 22 areas\n"));
    let rows =
        out.lines().filter(|l| ["agent/", "customer/", "configuration/", "reports/"].iter().any(|a| l.starts_with(a)));
    assert_eq!(rows.count(), 189);
    assert_eq!(text(&["methods", "--search", "no such text"], "", 0), "No method passes these filters.\n");
}

#[test]
fn one_method() {
    let out = text(&["methods", "agent/list_archives"], "", 0);
    for part in [
        "POST /v{version}/agent/action/list_archives",
        "chats--access:ro, when: The chat is in one of",
        "chats--all:ro (the guide's)",
        "https://platform.text.com/docs/messaging/agent-chat-api/#list-archives",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let row = |text: &str, name: &str| text.lines().find(|l| l.trim_start().starts_with(name)).map(ToString::to_string);
    assert!(row(&out, "filters.surveys ").unwrap().contains("3.4"));
    assert!(row(&out, "limit ").unwrap().contains("default 10, 1 to 100"));
    assert!(out.contains("When `page_id` is sent, `filters`"));
    assert!(row(&out, "StringFilter.values").is_some());
    // In a version, only what it has.
    let newest = text(&["methods", "agent/list_archives", "--version", "3.6"], "", 0);
    assert_eq!(row(&newest, "filters.surveys "), None);
    assert!(row(&newest, "filters.forms ").is_some());

    let out = lines(&text(&["methods", "agent/list_archives", "--json"], "", 0));
    assert_eq!(out.len(), 1);
    assert!(KEYS.iter().all(|key| out[0].get(key).is_some()));
    let parameters = out[0]["parameters"].as_array().unwrap();
    let limit = parameters.iter().find(|p| p["name"] == "limit").unwrap();
    assert_eq!((&limit["type"], &limit["required"]), (&json!("integer"), &json!(false)));
    assert!(out[0]["answer"].as_array().unwrap().iter().any(|f| f["name"] == "found_chats"));
    assert!(complaint(&["methods", "agent/send_event_preview", "--version", "3.5"]).contains("it is in 3.6, 3.7"));
    // Every one can be shown.
    for name in names(&[]) {
        assert!(text(&["methods", &name], "", 0).contains("\nParameters\n"), "{name}");
    }
}

#[test]
fn a_decision_explained() {
    let out = text(&["explain", "agent/send_event", "--scopes", "chats--access:rw"], "", 0);
    assert!(out.starts_with("ALLOW  agent/send_event, version 3.6, web\n"));
    assert!(out.contains("carried by  chats--access:rw"));
    assert!(out.contains("only if     chat_in_requester_groups: The chat is in one of"));
    let out = text(&["explain", "agent/send_event", "--scopes", "customers:ro,tickets:rw"], "", 0);
    assert!(out.starts_with("DENY  agent/send_event"));
    assert!(out.contains("missing_scope") && out.contains("enough  chats--access:rw") && out.contains("`tickets:rw`"));
    let out = text(&["explain", "agent/send_evnt"], "", 0);
    assert!(out.contains("unknown_method") && out.contains("near  agent/send_event\n"), "{out}");
}

#[test]
fn explain_asks_the_door() {
    let out = text(
        &[
            "explain",
            "agent/get_chat",
            "--scopes=chats--access:ro, customers:ro",
            "--kind=oauth",
            "--role=normal",
            "--version=3.5",
            "--transport=rtm",
            "--rules=reference",
            "--when-unknown=deny",
            "--grant={\"areas\":{\"chats\":\"read\"}}",
            "--body={\"chat_id\":\"C\"}",
            "--facts={\"requester\":{\"groups\":[1]},\"chat\":{\"groups\":[1]}}",
            "--json",
        ],
        "",
        0,
    );
    let question = r#"{"method":"agent/get_chat","token":{"scopes":["chats--access:ro","customers:ro"],"kind":"oauth","role":"normal"},
        "version":"3.5","transport":"rtm","rules":"reference","when_unknown":"deny","grant":{"areas":{"chats":"read"}},
        "body":{"chat_id":"C"},"facts":{"requester":{"groups":[1]},"chat":{"groups":[1]}}}"#;
    assert_eq!(out.trim_end(), livechat_core::door::answer("decide", question));
    // Each of them has a say.
    let code = |more: &[&str]| {
        let args = [&["explain", "agent/get_chat", "--json", "--scopes", "chats--access:ro"], more].concat();
        lines(&text(&args, "", 0))[0]["code"].as_str().unwrap().to_string()
    };
    assert_eq!(code(&[]), "allowed");
    assert_eq!(code(&["--kind", "customer"]), "wrong_token_kind");
    assert_eq!(code(&["--version", "9.9"]), "unsupported_version");
    assert_eq!(code(&["--transport", "fax"]), "unsupported_transport");
    assert_eq!(code(&["--when-unknown", "deny"]), "undecided");
    assert_eq!(code(&["--role", "member"]), "role_too_low");
    assert_eq!(code(&["--grant", "{}"]), "not_granted");
    let far = r#"{"requester":{"groups":[1]},"chat":{"groups":[2]}}"#;
    assert_eq!(code(&["--facts", far]), "out_of_reach");
}

#[test]
fn smallest_scopes() {
    let methods = "agent/list_chats, agent/send_event";
    let out = lines(&text(&["scopes", "--for", methods, "--json"], "", 0));
    assert_eq!(
        out,
        [json!({
            "for": ["agent/list_chats", "agent/send_event"], "version": "3.6", "rules": "guide",
            "sets": [
                {"scopes": ["chats--access:rw"], "limits": ["chat_in_requester_groups"], "role": "normal"},
                {"scopes": ["chats--all:rw"], "limits": [], "role": "administrator"},
            ],
        })]
    );
    let held = ["scopes", "--for", methods, "--held", "chats--all:rw,customers:ro,tickets:rw", "--json"];
    let out = lines(&text(&held, "", 0));
    assert_eq!((&out[0]["unneeded"], &out[0]["unknown"]), (&json!(["customers:ro"]), &json!(["tickets:rw"])));
    let out = text(&["scopes", "--for", methods, "--version", "3.5", "--rules", "reference"], "", 0);
    assert!(out.contains("version 3.5") && out.contains("rules of the reference"));
    let free = lines(&text(&["scopes", "--for", "agent/unfollow_chat", "--json"], "", 0));
    assert_eq!(free[0]["sets"], json!([{"scopes": [], "limits": [], "role": null}]));
    // Of a method that the version lacks, the newest one counts, and people are told.
    let out = text(&["scopes", "--for", "agent/create_customer"], "", 0);
    assert!(out.contains("agent/create_customer isn't in version 3.6; it is judged by version 3.5."), "{out}");
}

#[test]
fn all_scopes() {
    let out = lines(&text(&["scopes", "--json"], "", 0));
    let of = |name: &str| out.iter().find(|s| s["scope"] == name).unwrap();
    assert_eq!(of("chats--all:rw")["role"], "administrator");
    assert!(of("chats--all:rw")["methods"].as_u64() > of("chats--all:ro")["methods"].as_u64());
    assert_eq!(of("chats--all:ro")["product"], "livechat");
    assert!(text(&["scopes"], "", 0).contains(&format!("\n{} scopes; ", out.len())));
}

#[test]
fn changes_between_versions() {
    let out = lines(&text(&["changes", "3.5", "3.6", "--json"], "", 0));
    assert!(out.contains(
        &json!({"kind": "added", "what": "method", "on": "agent/send_event_preview", "part": "", "detail": ""})
    ));
    let part = |change: &Value| change["on"] == "agent/list_chats" && change["part"] == "filters.active";
    assert_eq!(out.iter().find(|c| part(c)).unwrap()["kind"], "added");
    let back = lines(&text(&["changes", "3.6", "3.5", "--json"], "", 0));
    assert_eq!(back.len(), out.len());
    assert_eq!(back.iter().find(|c| part(c)).unwrap()["kind"], "removed");
    let table = text(&["changes", "3.5", "3.6"], "", 0);
    assert!(table.ends_with(&format!("\n{} changes from 3.5 to 3.6\n", out.len())));
    assert!(table.contains("\nmethod: 25 changes\n"));
    assert_eq!(text(&["changes", "3.6", "3.6"], "", 0), "0 changes from 3.6 to 3.6\n");
}

#[test]
fn what_is_wrong_is_refused_with_a_hint() {
    for (args, hint) in [
        (&["frobnicate"][..], "unrecognized subcommand"),
        (&[], "Usage"),
        (&["methods", "agent/send_evnt"], "did you mean `agent/send_event`"),
        (&["methods", "send_event"], "`customer/send_event`"),
        (&["methods", "--area", "custmers"], "did you mean `customers`"),
        (&["methods", "--permission", "chats--al:rw"], "`chats--all:rw`"),
        (&["methods", "--webhook", "incoming_chats"], "`incoming_chat`"),
        (&["methods", "--version", "9.9"], "3.4, 3.5, 3.6, 3.7"),
        (&["methods", "--access", "all"], "read, write"),
        (&["methods", "--api", "agents"], "agent, customer"),
        (&["methods", "--transport", "fax"], "web, rtm"),
        (&["methods", "--colour"], "unexpected argument"),
        (&["scopes", "--for", "agent/lst_chats"], "`agent/list_chats`"),
        (&["scopes", "--held", "chats--all:rw"], "--for"),
        (&["changes", "3.5"], "<TO>"),
        (&["changes", "3.5", "v3.6"], "possible values"),
        (&["explain"], "<METHOD>"),
        (&["explain", "agent/get_chat", "--kind", "admin"], "personal, oauth, bot, customer"),
        (&["explain", "agent/get_chat", "--grant", "{"], "--grant isn't JSON"),
        (&["explain", "agent/get_chat", "--body", "1}, \"method\": \"x\""], "--body isn't JSON"),
        (&["explain", "agent/get_chat", "--grant", "{\"areas\":{\"chatz\":\"read\"}}"], "/grant/areas/chatz"),
        (&["explain", "agent/get_chat", "--facts", "{\"chats\":{}}"], "/facts/chats"),
    ] {
        let told = complaint(args);
        assert!(told.contains(hint), "{args:?}: {told}");
    }
}

#[test]
fn help_and_version() {
    assert_eq!(text(&["--version"], "", 0), format!("livechat-core {}\n", env!("CARGO_PKG_VERSION")));
    assert!(text(&["help"], "", 0).contains("check"));
    for command in ["decide", "explain", "check", "methods", "scopes", "changes"] {
        assert!(text(&[command, "--help"], "", 0).contains("Example"), "{command}");
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let out = |variable: Option<&str>| {
        let mut command = binary(&["explain", "agent/unfollow_chat"]);
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(out(Some("CLICOLOR_FORCE")).contains("\x1b["));
    assert!(!out(None).contains("\x1b["));
    assert!(!out(Some("NO_COLOR")).contains("\x1b["));
}

#[test]
fn one_body_is_judged_for_people() {
    let out = text(&["validate", "agent/list_chats", "--body", r#"{"limit": 500, "page_id": "x"}"#], "", 1);
    assert!(out.starts_with("INVALID  agent/list_chats\n"), "{out}");
    assert!(out.contains("/limit  out_of_range") && out.contains("/limit  excluded_by"), "{out}");
    assert_eq!(text(&["validate", "agent/list_chats", "--body", "{}"], "", 0), "VALID  agent/list_chats\n");
    assert_eq!(
        text(&["validate", "agent/list_chats", "--body", "-"], r#"{"limit": 5}"#, 0),
        "VALID  agent/list_chats\n"
    );
    let warned = ["validate", "agent/list_chats", "--body", r#"{"x": 1}"#, "--unknown-fields", "warn"];
    assert!(text(&warned, "", 0).contains("/x        unknown_field"), "{}", text(&warned, "", 0));
    let path = file("body.json", r#"{"chat_id": 5}"#);
    let body = format!("@{}", path.display());
    let out = lines(&text(&["validate", "agent/get_chat", "--body", &body, "--json"], "", 1));
    assert_eq!(out[0]["faults"][0]["pointer"], "/chat_id");
    assert!(complaint(&["validate", "agent/get_chatt"]).contains("no such method"));
    assert!(complaint(&["validate", "agent/get_chat", "--body", "{"]).contains("--body isn't JSON"));
    assert!(complaint(&["validate", "--body", "{}"]).contains("<METHOD>"));
}

#[test]
fn one_text_is_parsed_for_people() {
    let failure = r#"{"error": {"type": "misdirected_request", "message": "Wrong", "data": {"region": "fra"}}}"#;
    let out = text(&["parse", "response", failure, "--status", "421"], "", 1);
    for row in ["kind      response", "error     misdirected_request", "to blame  region", "region    fra"] {
        assert!(out.contains(row), "{row}\n{out}");
    }
    let webhook = r#"{"webhook_id": "w", "secret_key": "do-not-echo", "action": "chat_deactivated", "organization_id": "o",
        "payload": {"chat_id": "c", "thread_id": "t", "mood": 1}}"#;
    let out = text(&["parse", "webhook", "-"], webhook, 0);
    assert!(out.contains("caused by        agent/deactivate_chat"), "{out}");
    assert!(out.contains("/payload/mood  unknown_field"), "{out}");
    assert!(!out.contains("do-not-echo"), "{out}");
    assert!(complaint(&["parse", "webhook", "{"]).contains("JSON"));
    assert!(complaint(&["parse", "letter", "{}"]).contains("letter"));
}

#[test]
fn one_request_is_built_for_people() {
    let body = r#"{"chat_id": "PJ0MRSHTDG", "event": {"type": "message", "text": "it's 1.50"}}"#;
    let curl = text(&["build", "agent/send_event", "--body", body, "--region", "fra", "--curl"], "", 0);
    let expected = r#"curl -X POST 'https://api.livechatinc.com/v3.6/agent/action/send_event' \
  -H "Authorization: Bearer $LIVECHAT_TOKEN" \
  -H 'Content-Type: application/json' \
  -H 'X-Region: fra' \
  --data-raw '{"chat_id":"PJ0MRSHTDG","event":{"type":"message","text":"it'\''s 1.50"}}'
"#;
    assert_eq!(curl, expected);
    let frame = text(&["build", "agent/send_event", "--transport", "rtm", "--body", body, "--request-id", "7"], "", 0);
    assert!(frame.contains(r#""action":"send_event","payload":{"chat_id":"PJ0MRSHTDG","event""#), "{frame}");
    let personal = text(&["build", "agent/list_chats", "--credentials", "personal"], "", 0);
    assert!(personal.starts_with("POST https://api.livechatinc.com/v3.6/agent/action/list_chats\n"), "{personal}");
    assert!(personal.contains("Basic base64($LIVECHAT_ACCOUNT_ID:$LIVECHAT_TOKEN)"), "{personal}");
    let file = text(&["build", "agent/upload_file", "--body", r#"{"file": "aGk="}"#, "--curl"], "", 0);
    assert!(file.contains("-F file=@FILE") && !file.contains("multipart"), "{file}");
    assert!(text(&["build", "agent/get_chat"], "", 1).contains("/chat_id  missing"));
    assert!(complaint(&["build", "customer/list_chats"]).contains("/organization_id"));
    assert!(complaint(&["build", "agent/list_chats", "--version", "9.9"]).contains("version"));
}

#[test]
fn one_request_is_read_for_people() {
    let path = "/agent/action/get_chat";
    let args = ["read", "POST", path, "-H", "X-API-Version: 3.5", "--body", r#"{"chat_id": "c"}"#];
    let out = text(&args, "", 0);
    for row in ["method     agent/get_chat", "version    3.5", "transport  web", r#"body       {"chat_id":"c"}"#] {
        assert!(out.contains(row), "{row}\n{out}");
    }
    let line = lines(&text(&[&args[..], &["--json"]].concat(), "", 0));
    assert_eq!(
        line[0],
        json!({"method": "agent/get_chat", "version": "3.5", "transport": "web", "body": {"chat_id": "c"}})
    );
    assert!(complaint(&["read", "POST", "/v3.6/agent/action/../get_chat"]).contains("/path"));
    assert!(complaint(&["read", "POST", path, "-H", "nothing"]).contains("Name: value"));
    assert!(complaint(&["read", "POST"]).contains("<PATH>"));
}

#[test]
fn what_is_too_large_is_said_to_be() {
    let body = format!("{{{}}}", " ".repeat(16 * 1024 * 1024));
    for args in [&["parse", "response", "-"][..], &["validate", "agent/list_chats", "--body", "-"]] {
        let output = run(args, body.as_bytes());
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("is longer than 16777216 bytes"), "{said}");
    }
}
