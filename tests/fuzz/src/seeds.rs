//! What the fuzzers begin with: the samples and the shared vectors, each behind the bytes that choose what is asked, and a few scripts by hand.

use std::fs;
use std::path::Path;

use livechat_core::catalogue::NamedType;
use livechat_core::{Method, Version};
use serde_json::Value;

use super::checks::{COMMANDS, KINDS};

/// Seeds, each with its target. `tests` is the folder of the samples and vectors.
pub fn all(tests: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = Vec::new();
    samples(tests, &mut seeds);
    vectors(tests, &mut seeds);
    seeds.extend(by_hand());
    seeds
}

type Seeds = Vec<(&'static str, Vec<u8>)>;

fn samples(tests: &Path, seeds: &mut Seeds) {
    for file in ["requests", "responses", "pushes", "webhooks", "structures"] {
        let text = fs::read_to_string(tests.join(format!("samples/{file}.ndjson"))).expect("the samples");
        for line in text.lines() {
            let sample: Value = serde_json::from_str(line).expect("JSON");
            let part = sample["text"].pointer(sample["at"].as_str().unwrap_or_default()).unwrap_or(&Value::Null);
            let of = sample["of"].as_str().expect("a name");
            let version = sample["version"].as_str().expect("a version");
            let chosen = number(version);
            if let (Some(method), "requests") = (Method::from_name(of), file) {
                seeds.push(("validate", request(of, chosen, part)));
                let line = format!("POST /v{version}{}?organization_id=o", method.path());
                let line =
                    if of.starts_with("customer/") { &line[..] } else { line.split('?').next().unwrap_or_default() };
                seeds.push(("read", format!("\u{1}{line}\n\n{part}").into_bytes()));
                let frame = serde_json::json!({"action": method.action(), "payload": part});
                let api = u8::from(of.starts_with("customer/")) * 4;
                seeds.push(("frame", [&[chosen + api][..], frame.to_string().as_bytes()].concat()));
            }
            let which = NamedType::all().position(|t| t.name == of).unwrap_or(0);
            let type_ = [(which / 64) as u8, ((which % 64) * 4) as u8 + chosen];
            seeds.push(("json", [&type_[..], part.to_string().as_bytes()].concat()));
            let whole = sample["text"].to_string();
            match file {
                "responses" => {
                    let method = Method::from_name(of).map_or(0, Method::index) as u16;
                    let head = [&[chosen * 4, 0, 200][..], &method.to_be_bytes(), b"\n"].concat();
                    seeds.push(("parse", [&head[..], whole.as_bytes()].concat()));
                }
                "pushes" => {
                    let action = of.rsplit('/').next().unwrap_or_default();
                    let push =
                        serde_json::json!({"type": "push", "action": action, "version": version, "payload": part});
                    seeds.push(("frame", [&[chosen][..], push.to_string().as_bytes()].concat()));
                }
                "webhooks" => {
                    let seed = format!("{}s3cr3t-of-the-hook\n\n{whole}", char::from(chosen));
                    seeds.push(("webhook", seed.into_bytes()));
                }
                _ => {}
            }
            if file != "requests" {
                seeds.push(("typed", [&[which as u8][..], part.to_string().as_bytes()].concat()));
            }
        }
    }
}

fn vectors(tests: &Path, seeds: &mut Seeds) {
    for (index, command) in COMMANDS.into_iter().enumerate() {
        for entry in fs::read_dir(tests.join("vectors").join(command)).expect("the vectors").flatten() {
            let topic: Value = serde_json::from_slice(&fs::read(entry.path()).expect("a topic")).expect("JSON");
            for case in topic["cases"].as_array().into_iter().flatten() {
                let line = case["line"].as_str().map_or_else(|| case["in"].to_string(), str::to_owned);
                seeds.push(("door", [&[index as u8], line.as_bytes()].concat()));
                let asked: Value = serde_json::from_str(&line).unwrap_or_default();
                match command {
                    "validate" => {
                        let version = number(asked["version"].as_str().unwrap_or("3.6"));
                        if let (Some(method), Some(body)) = (asked["method"].as_str(), asked.get("body")) {
                            seeds.push(("validate", request(method, version, body)));
                        }
                    }
                    "build" => {
                        seeds.extend(http(&case["out"]["http"], "url"));
                        seeds.extend(frame(&case["out"]));
                    }
                    "read" => {
                        seeds.extend(http(&asked, "path"));
                        seeds.extend(frame(&asked));
                    }
                    "parse" => seeds.extend(answer(&asked)),
                    _ => {}
                }
            }
        }
    }
}

/// An HTTP request as the target `read` takes it.
fn http(asked: &Value, target: &str) -> Option<(&'static str, Vec<u8>)> {
    let mut text = format!("\0{} {}\n", asked["method"].as_str()?, asked[target].as_str()?);
    for (name, value) in asked["headers"].as_object().into_iter().flatten() {
        text.extend([name, ": ", value.as_str().unwrap_or_default(), "\n"]);
    }
    text += "\n";
    match &asked["body"] {
        Value::Null => {}
        Value::String(body) => text += body,
        body => text += &body.to_string(),
    }
    Some(("read", text.into_bytes()))
}

fn frame(asked: &Value) -> Option<(&'static str, Vec<u8>)> {
    let text = asked["text"].as_str().map(str::to_owned).or_else(|| Some(asked.get("frame")?.to_string()))?;
    let path = asked["path"].as_str().unwrap_or("/v3.6/agent");
    let choice = number(path.get(2..5).unwrap_or_default()) + u8::from(path.contains("customer")) * 4;
    Some(("frame", [&[choice][..], text.as_bytes()].concat()))
}

fn answer(asked: &Value) -> Option<(&'static str, Vec<u8>)> {
    let text = asked["text"].as_str()?;
    let version = number(asked["version"].as_str().unwrap_or("3.6"));
    if let Some(secrets) = asked["secrets"].as_array() {
        let secrets: String = secrets.iter().filter_map(|s| Some(format!("{}\n", s.as_str()?))).collect();
        return Some(("webhook", format!("{}{secrets}\n{text}", char::from(version)).into_bytes()));
    }
    let kind = KINDS.iter().position(|kind| asked["kind"] == *kind)? as u8;
    let status = asked["status"].as_u64().and_then(|s| u16::try_from(s).ok());
    let method = asked["method"].as_str().and_then(Method::from_name);
    let flags = u8::from(status.is_none()) * 16 + u8::from(method.is_none()) * 32;
    let method = method.map_or(0, Method::index) as u16;
    let mut seed = vec![kind + version * 4 + flags];
    seed.extend(status.unwrap_or_default().to_be_bytes());
    seed.extend(method.to_be_bytes());
    for (name, value) in asked["headers"].as_object().into_iter().flatten() {
        seed.extend(format!("{name}: {}\n", value.as_str().unwrap_or_default()).bytes());
    }
    seed.push(b'\n');
    seed.extend(text.bytes());
    Some(("parse", seed))
}

/// Seeds of the targets that neither samples nor vectors have.
fn by_hand() -> Seeds {
    let mut seeds: Seeds = Vec::new();
    let upload = "Content-Type: multipart/form-data; boundary=b\n\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
        filename=\"a%22.txt\"\r\nContent-Type: text/plain\r\n\r\nHello b\r\n--b--\r\n";
    let limits = "\u{3}\0\0\u{1}\0\u{9}\0\0\u{1}\0\0\u{9}\0\0\0\0\0\0\u{1}\0";
    let state = "{\"version\":1,\"tag\":0,\"next\":3,\"open\":[[1,5,true]],\"log\":[1,2],\"months\":[[24322,7]],\
        \"forgotten\":24321,\"wait_until\":9}";
    let steps = "\0\0\0\0\0\0\0\u{8}\0\0\0\u{1}\u{2}\0\0\u{5}\0\u{9}\0\0";
    for (target, text) in [
        ("frame", "\u{1}{\"action\":\"get_chat\",\"author_id\":\"bot\",\"payload\":{\"chat_id\":\"s3cr3t\"}}"),
        ("typed", "\0{\"id\":\"s3cr3t\",\"users\":[{\"type\":\"customer\",\"email\":\"s3cr3t\",\"carts\":[{}]}]}"),
        ("redirect", "\0st@te\nhttps://a.example/back?code=dal%3As3cr3t&state=st%40t"),
        ("redirect", "\u{1}st@te\nhttps://a.example/#access_token=a&token_type=Bearer&expires_in=1&state=st%40te2"),
        ("read", &format!("\u{2}POST /v3.5/agent/action/upload_file\nX-Author-Id: bot\nX-Region: fra\n{upload}")[..]),
        ("read", "\u{1}POST /agent/action/get_chat\nX-API-Version: 3.6\nCookie: s3cr3t\n\n{\"chat_id\":\"s3cr3t\"}"),
        ("redirect", "\0st@te\nhttps://a.example/back?code=dal%3As3cr3t&state=st%40te&scope=a,b&client_id=c"),
        ("redirect", "\0st@te\n/back?error=access_denied&error_description=no&state=st@te"),
        (
            "redirect",
            "\u{1}st@te\nhttps://a.example/#access_token=s3cr3t&token_type=Bearer&expires_in=28800&state=st%40te",
        ),
        ("redirect", "\u{1}st@te\nhttps://a.example/?oauth_exception=invalid_client&state=st%40te"),
        ("redirect", "\u{2}https://a.example/back/,http://localhost:3000, my_app://x\nhttps://a.example/back/agent"),
        ("redirect", "\u{2}https://[::1]:80/app\nhttps://[::1]:80/application%C3%B3"),
        (
            "redirect",
            "\u{3}\0\0\u{7f}{\"error\":\"invalid_grant\",\"error_description\":\"s3cr3t\",\"request_id\":\"1\"}",
        ),
        ("budget", &format!("\0\u{2}{limits}{state}\n{steps}\u{7}0.1.5\n")),
        ("budget", &format!("\u{2}\u{9}{limits}{{\"version\":1,\"licenses\":[[\"a\",{state}]]}}\n{steps}")),
        (
            "pages",
            "\u{2}\0\u{25}{\"limit\":2}\n\
            \0\u{1}{\"chats_summary\":[{},{}],\"found_chats\":5,\"next_page_id\":\"s3cr3t\"}\n\
            \0\u{1}{\"chats_summary\":[{}],\"next_page_id\":\"b\",\"previous_page_id\":\"a\"}\n\
            \0\u{1}{\"chats_summary\":[],\"next_page_id\":\"s3cr3t\"}\n\0\u{1}{\"chats_summary\":[]}\n",
        ),
        ("pages", "\u{2}\u{1}\u{25}{}\n\0\u{1}{\"error\":{\"type\":\"s3cr3t\"}}\n\0\u{1}<html>\n"),
    ] {
        seeds.push((target, text.as_bytes().to_vec()));
    }
    let token = b"{\"access_token\":\"s3cr3t\",\"refresh_token\":\"s3cr3t\",\"expires_in\":9,\
        \"scope\":\"chats--all:ro\",\"account_id\":7,\"new\":[]}";
    seeds.push(("redirect", [&[3, 0, 0, 200][..], token].concat()));
    for (kind, status, name, rest) in [
        (4u8, 429u16, "too_many_requests", "\nRetry-After: 3\n\n"),
        (5, 200, "misdirected_request", "fra\nDate: Sun, 06 Nov 1994 08:49:37 GMT\n\n"),
        (6, 503, "", "\nRateLimit-Reset: 1794000005\nX-RateLimit-Remaining: 0\n\n"),
        (2, 0, "", "\n\n"),
    ] {
        let numbers = [&[0u8; 24][..], &[9, 0, 0, 0, 0, 9, 9, 9, 9, 1, 1, 1, 1, 0, 9, 9, 9]].concat();
        let method = (Method::AGENT_SEND_EVENT.index() as u16).to_be_bytes();
        let head = [&[1, kind][..], &method, &status.to_be_bytes(), &[1], &numbers, name.as_bytes(), b"\n"].concat();
        seeds.push(("retry", [&head[..], rest.as_bytes()].concat()));
    }
    // Logged in; requests and answers, pings, a broken socket, and again.
    let push = br#"{"type":"push","action":"agent_disconnected","version":"3.6","payload":{"reason":"s3cr3t"}}"#;
    let day = [
        10u8, 5, 0, 0, 1, 1, 0, 0, 3, 2, 12, 5, 6, 0, 1, 4, 13, 60, 0, 8, 0, 2, 17, 0, 0, 0, 0, 0, 0, 0, 0, 13, 60, 0,
        10, 5, 14, 90, 0,
    ];
    let more = [15u8, 0, 0, 90, 0, 12, 0, 17, 1, 1, 1, 1, 1, 1, 1, 1, 13, 90, 0, 10, 13, 200, 0, 16, 3];
    // So many requests that the next ping comes while they wait.
    let full = [10u8, 5, 13, 20, 0, 2, 15, 13, 50, 0, 2, 15, 5, 13, 90, 0];
    for way in [0u8, 1, 2, 4, 7] {
        seeds.push(("rtm", [&[way][..], &full, &more].concat()));
        let text = [&[7, push.len() as u8][..], push].concat();
        seeds.push(("rtm", [&[way][..], &day, &text, &more].concat()));
        seeds.push(("rtm", [&[way][..], &day, &more, &day].concat()));
    }
    seeds
}

fn number(version: &str) -> u8 {
    Version::ALL.iter().position(|v| v.as_str() == version).unwrap_or(0) as u8
}

fn request(method: &str, version: u8, body: &Value) -> Vec<u8> {
    let index = Method::from_name(method).map_or(0, Method::index) as u16;
    [&index.to_be_bytes()[..], &[version], body.to_string().as_bytes()].concat()
}
