//! Headers, bodies and frames that nobody who means well sends: refused with a code, and nothing panics.

use livechat_core::codec::{InputLimits, Options};
use livechat_core::door::answer;
use livechat_core::request::{Incoming, ReadErrorCode, ReadFrame, ReadOptions, RtmConnection, read_frame, read_http};
use livechat_core::{Method, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

const TARGET: &str = "/v3.6/agent/action/get_chat";

fn with_headers(target: &str, headers: &[(&str, &str)]) -> Result<(Method, Version), ReadErrorCode> {
    let incoming = Incoming { method: "POST", target, headers, body: br#"{"chat_id":"a"}"# };
    read_http(incoming, &ReadOptions::default()).map(|r| (r.method(), r.version())).map_err(|e| e.code())
}

#[test]
fn the_version_comes_by_path_or_header() {
    let read = |target, header| with_headers(target, &[("x-api-VERSION", header)]);
    let call = |version| Ok((Method::AGENT_GET_CHAT, version));
    assert_eq!(read("/agent/action/get_chat", "3.5"), call(Version::V3_5));
    assert_eq!(read(TARGET, "3.6"), call(Version::V3_6));
    for other in ["3.5", "3.7"] {
        assert_eq!(read(TARGET, other), Err(ReadErrorCode::VersionConflict));
    }
    for bad in ["v3.6", "3.60", "", "3.6, 3.6", "latest"] {
        assert_eq!(read(TARGET, bad), Err(ReadErrorCode::UnsupportedVersion), "{bad}");
    }
    let reports =
        Incoming { method: "GET", target: "/reports/chats/duration", headers: &[("X-API-Version", "3.4")], body: &[] };
    assert_eq!(read_http(reports, &ReadOptions::default()).unwrap().version(), Version::V3_4);
}

#[test]
fn headers_that_count_stand_once() {
    use ReadErrorCode::{BadContentType, BadCredentials, BadHeader, DuplicateHeader, OverrideHeader};
    for (headers, expected) in [
        (&[("User-Agent", "ż"), ("Accept", "*/*"), ("Accept", "*/*")][..], None),
        (&[("Authorization", "Bearer a"), ("X-Region", "dal"), ("Content-Encoding", "identity")], None),
        (&[("Authorization", "Bearer a"), ("authorization", "Bearer a")], Some(DuplicateHeader)),
        (&[("Authorization", "Bearer a"), ("Authorization", "Basic YTpi")], Some(DuplicateHeader)),
        (&[("X-API-Version", "3.6"), ("x-api-version", "3.6")], Some(DuplicateHeader)),
        (&[("Content-Type", "application/json"), ("Content-Type", "application/json")], Some(DuplicateHeader)),
        (&[("X-Region", "dal"), ("X-REGION", "fra")], Some(DuplicateHeader)),
        (&[("X_API_Version", "3.5")], Some(BadHeader)),
        (&[("x_region", "fra")], Some(BadHeader)),
        (&[("X-HTTP-Method-Override", "GET")], Some(OverrideHeader)),
        (&[("x_http_method_override", "GET")], Some(OverrideHeader)),
        (&[("X-HTTP-Method", "GET")], Some(OverrideHeader)),
        (&[("X-Method-Override", "GET")], Some(OverrideHeader)),
        (&[("X-Original-URL", "/")], Some(OverrideHeader)),
        (&[("X-Rewrite-URL", "/")], Some(OverrideHeader)),
        (&[("X-Region", "us")], Some(BadHeader)),
        (&[("X-Region", "DAL")], Some(BadHeader)),
        (&[("X-Author-Id", "bot")], Some(BadHeader)),
        (&[("Content-Encoding", "gzip")], Some(BadHeader)),
        (&[("Content-Encoding", "br")], Some(BadHeader)),
        (&[("Content-Encoding", "identity, gzip")], Some(BadHeader)),
        (&[("Content-Encoding", "")], Some(BadHeader)),
        (&[("Accept", "a\0")], Some(BadHeader)),
        (&[("Accept", "a\rb")], Some(BadHeader)),
        (&[("Accept", "a\tb")], None),
        (&[("Content-Type", "text/plain")], Some(BadContentType)),
        (&[("Content-Type", "application/x-www-form-urlencoded")], Some(BadContentType)),
        (&[("Content-Type", "application/json; charset=utf-16")], Some(BadContentType)),
        (&[("Content-Type", "")], Some(BadContentType)),
        (&[("Authorization", "")], Some(BadCredentials)),
        (&[("Authorization", "Bearer a, Basic YTpi")], Some(BadCredentials)),
        (&[("Accept", "a\r\nX-Region: dal")], Some(BadHeader)),
        (&[("Accept\r\nX-Region", "dal")], Some(BadHeader)),
        (&[("", "a")], Some(BadHeader)),
        (&[("X-Region ", "dal")], Some(BadHeader)),
    ] {
        assert_eq!(with_headers(TARGET, headers).err(), expected, "{headers:?}");
    }
    let author = [("X-Author-Id", "bot")];
    assert!(with_headers("/v3.5/agent/action/get_chat", &author).is_ok());
    assert_eq!(with_headers("/v3.5/configuration/action/list_agents", &author), Err(BadHeader));
}

#[test]
fn the_body_is_one_object() {
    use ReadErrorCode::{DuplicateKey, NotJson, NotObject, TooDeep, TooLarge, TooMany};
    let limits = InputLimits { bytes: 1_000, values: 100, ..InputLimits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let code = |body: &[u8]| {
        let incoming = Incoming { method: "POST", target: TARGET, headers: &[], body };
        read_http(incoming, &options).map(|read| read.body().to_owned()).map_err(|e| (e.code(), e.pointer().to_owned()))
    };
    assert_eq!(code(b""), Ok("{}".into()));
    assert_eq!(code(b" {\"a\" : 1.10}\n"), Ok("{\"a\" : 1.10}".into()));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(64), "]".repeat(64));
    let many = format!("{{\"a\":[{}1]}}", "1,".repeat(100));
    for (body, expected, pointer) in [
        (&b"null"[..], NotObject, "/body"),
        (b"[]", NotObject, "/body"),
        (b"\"{}\"", NotObject, "/body"),
        (b" ", NotJson, "/body"),
        (b"{}{}", NotJson, "/body"),
        (b"{'a':1}", NotJson, "/body"),
        (b"\xef\xbb\xbf{}", NotJson, "/body"),
        (b"{\"a\":\"\xff\"}", NotJson, "/body"),
        (b"a=b", NotJson, "/body"),
        (br#"{"a":1,"a":1}"#, DuplicateKey, "/body/a"),
        (br#"{"a":1,"\u0061":1}"#, DuplicateKey, "/body/a"),
        (br#"{"x":[0,{"b":{"c":1e999,"c":2}}]}"#, DuplicateKey, "/body/x/1/b/c"),
        (deep.as_bytes(), TooDeep, "/body"),
        (many.as_bytes(), TooMany, "/body"),
        (&[b' '; 1_001], TooLarge, "/body"),
    ] {
        assert_eq!(code(body), Err((expected, pointer.to_owned())), "{}", String::from_utf8_lossy(body));
    }
    let get = Incoming { method: "GET", target: "/v3.6/reports/chats/duration", headers: &[], body: b"{}" };
    assert_eq!(read_http(get, &options).unwrap_err().code(), ReadErrorCode::UnexpectedBody);
}

#[test]
fn a_frame_is_one_request() {
    use ReadErrorCode::{
        BadFrame, DuplicateKey, NotJson, NotObject, UnknownMethod, UnsupportedTransport, UnsupportedVersion,
    };
    let opened = |path| RtmConnection::from_path(path, &ReadOptions::default());
    let newest = opened("/v3.6/agent/rtm/ws").unwrap();
    let older = opened("/v3.5/agent/rtm/ws?organization_id=org").unwrap();
    let customer = opened("wss://api.livechatinc.com/v3.6/customer/rtm/ws?organization_id=org").unwrap();
    let code = |connection: &RtmConnection, text: &str| {
        read_frame(connection, text, InputLimits::default()).err().map(|e| (e.code(), e.pointer().to_owned()))
    };
    for (text, expected) in [
        (r#"{"action":"get_chat"}"#, None),
        (r#"{"action":"get_chat","payload":{},"request_id":"1","version":"3.7"}"#, None),
        (r#"{"action":"login","payload":{"token":"Bearer a"}}"#, None),
        ("", Some((NotJson, ""))),
        ("[]", Some((NotObject, ""))),
        ("{}", Some((BadFrame, "/action"))),
        (r#"{"action":null}"#, Some((BadFrame, "/action"))),
        (r#"{"action":1}"#, Some((BadFrame, "/action"))),
        (r#"{"action":"get_chat","action":"ban_customer"}"#, Some((DuplicateKey, "/action"))),
        (r#"{"action":"get_chat","payload":{"chat_id":"a","chat_id":"b"}}"#, Some((DuplicateKey, "/payload/chat_id"))),
        (r#"{"action":"get_chat","type":"request"}"#, Some((BadFrame, "/type"))),
        (r#"{"action":"get_chat","Version":"3.6"}"#, Some((BadFrame, "/Version"))),
        (r#"{"action":"get_chat","payload":null}"#, Some((BadFrame, "/payload"))),
        (r#"{"action":"get_chat","payload":[]}"#, Some((BadFrame, "/payload"))),
        (r#"{"action":"get_chat","request_id":1}"#, Some((BadFrame, "/request_id"))),
        (r#"{"action":"get_chat","request_id":""}"#, Some((BadFrame, "/request_id"))),
        (r#"{"action":"get_chat","request_id":"a\nb"}"#, Some((BadFrame, "/request_id"))),
        (r#"{"action":"get_chat","version":3.6}"#, Some((BadFrame, "/version"))),
        (r#"{"action":"get_chat","version":"v3.6"}"#, Some((UnsupportedVersion, "/version"))),
        (r#"{"action":"get_chat","version":"3.3"}"#, Some((UnsupportedVersion, "/version"))),
        (r#"{"action":"get_chat","version":"3.5"}"#, Some((BadFrame, "/version"))),
        (r#"{"action":"get_chat","author_id":"bot"}"#, Some((BadFrame, "/author_id"))),
        (r#"{"action":"create_agent"}"#, Some((UnknownMethod, "/action"))),
        (r#"{"action":"agent/get_chat"}"#, Some((UnknownMethod, "/action"))),
        (r#"{"action":"GET_CHAT"}"#, Some((UnknownMethod, "/action"))),
        (r#"{"action":"upload_file"}"#, Some((UnsupportedTransport, "/action"))),
        (r#"{"action":"ping","payload":{"a":1}}"#, Some((BadFrame, "/payload"))),
        (r#"{"action":"ping","author_id":"a"}"#, Some((BadFrame, "/author_id"))),
        (r#"{"action":"change_push_notifications"}"#, Some((UnsupportedVersion, "/action"))),
    ] {
        let expected = expected.map(|(code, pointer)| (code, format!("/frame{pointer}")));
        if text.contains("change_push") && Method::from_name("agent/change_push_notifications").is_none() {
            continue;
        }
        assert_eq!(code(&newest, text), expected, "{text}");
    }
    assert_eq!(code(&older, r#"{"action":"get_chat","author_id":"bot"}"#), None);
    // The author goes by the frame's own version.
    let newer = r#"{"action":"get_chat","author_id":"bot","version":"3.6"}"#;
    assert_eq!(code(&older, newer), Some((BadFrame, "/frame/author_id".into())));
    assert_eq!(code(&customer, r#"{"action":"get_chat"}"#), None);
    assert_eq!(code(&customer, r#"{"action":"follow_chat"}"#), Some((UnknownMethod, "/frame/action".into())));
    for text in [r#"{"action":"ping","payload":{}}"#, r#"{"action":"ping"}"#] {
        let read = read_frame(&newest, text, InputLimits::default());
        assert_eq!(read, Ok(ReadFrame::Ping { version: Version::V3_6, request_id: None }));
    }
}

#[test]
fn a_connection_is_its_path() {
    use ReadErrorCode::{
        BadPath, BadQuery, DuplicateParameter, MissingParameter, OtherHost, UnknownParameter, UnsupportedVersion,
    };
    for (path, expected) in [
        ("/v3.6/agent/rtm/ws", None),
        ("https://api.livechatinc.com/v3.6/agent/rtm/ws", None),
        ("ws://api.livechatinc.com/v3.6/agent/rtm/ws", Some(OtherHost)),
        ("/agent/rtm/ws", Some(BadPath)),
        ("/v3.6/agent/rtm/ws/", Some(BadPath)),
        ("/v3.6/agent/rtm", Some(BadPath)),
        ("/v3.6/configuration/rtm/ws", Some(BadPath)),
        ("/v3.6/agent/action/get_chat", Some(BadPath)),
        ("/v3.6/agent/%72tm/ws", Some(BadPath)),
        ("/v2.0/agent/rtm/ws", Some(UnsupportedVersion)),
        ("/v3.6/customer/rtm/ws", Some(MissingParameter)),
        ("/v3.6/customer/rtm/ws?organization_id=a&organization_id=b", Some(DuplicateParameter)),
        ("/v3.6/agent/rtm/ws?organization_id=a&version=3.7", Some(UnknownParameter)),
        ("/v3.6/agent/rtm/ws?", Some(BadQuery)),
    ] {
        let opened = RtmConnection::from_path(path, &ReadOptions::default());
        assert_eq!(opened.err().map(|e| e.code()), expected, "{path}");
    }
    let customer = livechat_core::catalogue::Api::Customer;
    assert!(RtmConnection::new(customer, Version::V3_6, None).is_err());
    assert!(RtmConnection::new(livechat_core::catalogue::Api::Reports, Version::V3_6, None).is_err());
}

/// What the vectors can't ask for: that numbers and escapes come out as they went in.
#[test]
fn the_door_keeps_every_digit() {
    let body = r#"{"chat_id":"\u017c","event":{"type":"custom","content":{"n":[1.10,1e400,12345678901234567890,-0]}}}"#;
    let line = format!(r#"{{"method":"agent/send_event","body":{body}}}"#);
    let built = answer("build", &line);
    assert!(built.contains(&format!(r#""body":{body}}}"#)), "{built}");
    let built = answer("build", &format!(r#"{{"transport":"rtm",{}"#, &line[1..]));
    assert!(built.contains(&format!(r#""payload":{body}}}"#)), "{built}");
    let line = format!(r#"{{"method":"POST","path":"/v3.6/agent/action/send_event","body":{body}}}"#);
    let read = answer("read", &line);
    assert!(read.contains(&format!(r#""body":{body}"#)), "{read}");
    let framed = answer(
        "read",
        &format!(r#"{{"path":"/v3.6/agent/rtm/ws","frame":{{"action":"send_event","payload":{body}}}}}"#),
    );
    assert!(framed.contains(&format!(r#""body":{body}"#)), "{framed}");
}

fn any_header() -> impl Strategy<Value = (String, String)> {
    let names = ["Authorization", "Content-Type", "X-API-Version", "X-Region", "X-Author-Id", "Content-Encoding"];
    let name = prop_oneof![prop::sample::select(names.to_vec()).prop_map(str::to_owned), ".{0,8}"];
    let values =
        ["Bearer a", "Basic YTpi", "application/json", "multipart/form-data; boundary=b", "3.6", "fra", "identity"];
    (name, prop_oneof![prop::sample::select(values.to_vec()).prop_map(str::to_owned), ".{0,12}"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn anything_gets_an_answer(
        verb in prop_oneof![Just("GET".to_owned()), Just("POST".to_owned()), ".{0,5}"],
        target in prop_oneof![
            Just(TARGET.to_owned()),
            "/v3\\.[4-7]/(agent|customer|configuration)/action/(get_chat|upload_file|list_agents)(\\?[a-z_%&=.\\[\\]+0-9]{0,30})?",
            "/v3\\.[4-7]/reports/chats/(tags|duration)\\?filters\\.[a-z_%&=.\\[\\]+0-9]{0,40}",
            ".{0,40}",
        ],
        headers in prop::collection::vec(any_header(), 0..5),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..60),
            "[{}\\[\\]\":,a0 \\\\]{0,40}".prop_map(String::into_bytes),
            "--b\r\n(Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n){0,2}\r\n.{0,9}\r\n--b--(\r\n)?".prop_map(String::into_bytes),
        ],
        text in prop_oneof![".{0,60}", "[{}\\[\\]\":,a0 \\\\]{0,40}"],
    ) {
        let pairs: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let incoming = Incoming { method: &verb, target: &target, headers: &pairs, body: &body };
        let read = read_http(incoming, &ReadOptions::default());
        if let Ok(read) = &read {
            prop_assert!(serde_json::from_str::<Value>(read.body()).is_ok_and(|b| b.is_object()));
            prop_assert!(read.method().versions_on(read.transport()).contains(read.version()));
            // Whatever was read is a call that can be asked about and validated.
            let _verdict = read.request(Options::default());
        }
        let _opened = RtmConnection::from_path(&target, &ReadOptions::default());
        let connection = RtmConnection::from_path("/v3.4/agent/rtm/ws", &ReadOptions::default()).unwrap();
        let _frame = read_frame(&connection, &text, InputLimits::default());
        // The door says the same.
        let asked = json!({"method": verb, "path": target, "headers": headers, "body": String::from_utf8_lossy(&body)});
        let answered: Value = serde_json::from_str(&answer("read", &asked.to_string())).unwrap();
        if std::str::from_utf8(&body).is_ok() {
            prop_assert_eq!(answered["method"].as_str(), read.as_ref().ok().map(|r| r.method().name()), "{}", answered);
        }
        let framed = json!({"path": target, "text": text});
        for (command, line) in [("read", framed), ("build", json!({"method": "agent/get_chat", "body": text, "region": text}))] {
            let answered: Value = serde_json::from_str(&answer(command, &line.to_string())).unwrap();
            prop_assert!(answered.is_object());
        }
    }
}
