//! A path that was changed in any one place reads as the same call, as another call that stands there letter by letter, or not at all.

use livechat_core::codec::InputLimits;
use livechat_core::request::{
    BaseUrl, FrameOptions, HttpMethod, Incoming, OrganizationId, Read, ReadErrorCode, ReadOptions, RtmConnection,
    WebOptions, read_frame, read_http,
};
use livechat_core::{Method, Transport, Version};
use proptest::prelude::*;

use super::{read, request};

/// Whether what was read stands in the target, letter by letter.
fn is_literal(target: &str, read: &Read) -> bool {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.strip_prefix("https://api.livechatinc.com").unwrap_or(path);
    let customer = read.method().name().starts_with("customer/");
    let organization = read.organization_id().map(livechat_core::request::OrganizationId::as_str);
    path == format!("/v{}{}", read.version(), read.method().path())
        && (!customer || organization.is_some())
        && (read.http_method() == Some(HttpMethod::Get)
            || query == organization.map(|id| format!("organization_id={id}")).unwrap_or_default()
            || query.contains('%'))
}

const PIECES: [&str; 44] = [
    "/",
    "//",
    "/.",
    "/..",
    "../",
    "./",
    "\\",
    "%2f",
    "%2F",
    "%2e",
    "%2E%2E",
    "%61",
    "%00",
    "%",
    "?",
    "#",
    "&",
    "=",
    ";",
    "+",
    " ",
    "\t",
    "\r\n",
    "\0",
    "\u{7f}",
    "ż",
    "A",
    "v3.7",
    "/v3.7",
    "v",
    "3",
    "agent",
    "action",
    "configuration",
    "reports",
    "customer",
    "_",
    ":",
    "@",
    "https://",
    "//api.livechatinc.com",
    "?version=3.7",
    "&organization_id=b",
    "\u{ff0f}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn no_path_is_guessed(
        method in any::<prop::sample::Index>(),
        version in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0usize..4,
        piece in prop_oneof![
            Just(String::new()),
            prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
            "[ -~]{1,2}",
        ],
        upper in any::<bool>(),
        absolute in any::<bool>(),
    ) {
        let method = Method::from_index(method.index(Method::all().len())).unwrap();
        let versions: Vec<Version> = method.versions_on(Transport::Web).iter().collect();
        if versions.is_empty() {
            return Ok(());
        }
        let version = *version.get(&versions);
        let Some(request) = request(method, version, 5) else { return Ok(()) };
        let options = WebOptions { organization_id: OrganizationId::parse("org").ok(), ..Default::default() };
        let Ok(http) = request.http(&options) else { return Ok(()) };
        let whole = http.url();
        let target = if absolute { whole } else { &whole["https://api.livechatinc.com".len()..] };
        let at = at.index(target.len() + 1);
        let (before, after) = target.split_at(at);
        let after = &after[cut.min(after.len())..];
        let mut changed = format!("{before}{piece}{after}");
        if upper && at < changed.len() && changed.is_char_boundary(at) {
            let tail = changed.split_off(at);
            changed.push_str(&tail.to_ascii_uppercase());
        }
        if let Ok(read) = read(http.method().as_str(), &changed, &http) {
            prop_assert!(is_literal(&changed, &read), "{} read as {:?}", changed, read);
        }
    }

    /// The same for a frame and the path of its connection.
    #[test]
    fn no_frame_is_guessed(method in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), cut in 0usize..3, piece in "[ -~]{0,3}") {
        let method = Method::from_index(method.index(Method::all().len())).unwrap();
        let Some(version) = method.versions_on(Transport::Rtm).iter().next_back() else { return Ok(()) };
        let Some(request) = request(method, version, 5) else { return Ok(()) };
        let organization = OrganizationId::parse("org").ok();
        let connection = RtmConnection::new(method.api(), version, organization).unwrap();
        let frame = request.frame(&FrameOptions::default()).unwrap();
        let change = |text: &str| {
            let mut at = at.index(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + cut).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            format!("{}{piece}{}", &text[..at], &text[end.max(at)..])
        };
        let path = change(&connection.url(&BaseUrl::default()));
        if let Ok(opened) = RtmConnection::from_path(&path, &ReadOptions::default()) {
            let literal = opened.url(&BaseUrl::default());
            // An absolute URL may have the base of HTTP, and the organization's name may be encoded.
            prop_assert!(path == literal || path.contains('%') || path == literal.replacen("wss", "https", 1), "{} {}", path, literal);
        }
        let text = change(frame.text());
        if let Ok(livechat_core::request::ReadFrame::Call(call)) = read_frame(&connection, &text, InputLimits::default()) {
            // Numbers that are too great for a float are JSON all the same.
            let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else { return Ok(()) };
            prop_assert_eq!(&value["action"], call.method().action());
            prop_assert!(value.get("version").is_none_or(|v| v == call.version().as_str()));
            prop_assert!(call.version() >= version);
        }
    }
}

/// Each way of writing a path that isn't the documented one, and what is said of it.
#[test]
fn paths_that_are_not_the_documented_one() {
    use ReadErrorCode::{
        BadPath, BadQuery, NoVersion, OtherHost, UnknownMethod, UnknownParameter, UnsupportedTransport,
        UnsupportedVersion, WrongHttpMethod,
    };
    let code = |method: &str, target: &str| {
        let incoming = Incoming { method, target, headers: &[], body: b"{}" };
        read_http(incoming, &ReadOptions::default()).err().map(|e| e.code())
    };
    for (target, expected) in [
        ("/v3.6/agent/action/get_chat", None),
        ("https://api.livechatinc.com/v3.6/agent/action/get_chat", None),
        ("", Some(OtherHost)),
        ("*", Some(OtherHost)),
        ("v3.6/agent/action/get_chat", Some(OtherHost)),
        ("http://api.livechatinc.com/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("HTTPS://api.livechatinc.com/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://API.livechatinc.com/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://api.livechatinc.com.evil.example/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://api.livechatinc.com:443/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://api.livechatinc.com@evil.example/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://u@api.livechatinc.com/v3.6/agent/action/get_chat", Some(OtherHost)),
        ("https://api.livechatinc.com", Some(OtherHost)),
        ("//api.livechatinc.com/v3.6/agent/action/get_chat", Some(BadPath)),
        ("/", Some(BadPath)),
        ("/v3.6/agent/action/get_chat/", Some(BadPath)),
        ("/v3.6//agent/action/get_chat", Some(BadPath)),
        ("/v3.6/agent/./action/get_chat", Some(BadPath)),
        ("/v3.6/agent/action/../action/get_chat", Some(BadPath)),
        ("/v3.6/agent/action/..", Some(BadPath)),
        ("/v3.6/agent/action/get%5Fchat", Some(BadPath)),
        ("/v3.6/agent/action%2Fget_chat", Some(BadPath)),
        ("/v3.6/agent/action/get_chat%00", Some(BadPath)),
        ("/v3.6/agent/action/get_chat;a=b", Some(BadPath)),
        ("/v3.6/agent/action\\get_chat", Some(BadPath)),
        ("/v3.6/agent/action/GET_CHAT", Some(BadPath)),
        ("/V3.6/agent/action/get_chat", Some(BadPath)),
        ("/v3.6/agent/action/get_chat#x", Some(BadPath)),
        ("/v3.6/agent/action/get_chat ", Some(BadPath)),
        ("/v3.6/agent/get_chat", Some(BadPath)),
        ("/v3.6/agent/action", Some(BadPath)),
        ("/v3.6/agent/action/get_chat/more", Some(BadPath)),
        ("/v3.6/agents/action/get_chat", Some(BadPath)),
        ("/v3.6/v3.6/agent/action/get_chat", Some(BadPath)),
        ("/vx/agent/action/get_chat", Some(BadPath)),
        ("/v3.6/agent/rtm/ws", Some(BadPath)),
        ("/v3.6/reports/chats", Some(BadPath)),
        ("/v3.6/reports/action/chats/duration", Some(BadPath)),
        ("/v3.6", Some(BadPath)),
        ("/v3.3/agent/action/get_chat", Some(UnsupportedVersion)),
        ("/v3/agent/action/get_chat", Some(UnsupportedVersion)),
        ("/v3.60/agent/action/get_chat", Some(UnsupportedVersion)),
        ("/v3.6.0/agent/action/get_chat", Some(UnsupportedVersion)),
        ("/v03.6/agent/action/get_chat", Some(UnsupportedVersion)),
        ("/v3.7/reports/chats/surveys", Some(UnsupportedVersion)),
        ("/v3.6/agent/action/create_agent", Some(UnknownMethod)),
        ("/v3.6/configuration/action/get_chat", Some(UnknownMethod)),
        ("/v3.6/agent/action/get-chat", Some(UnknownMethod)),
        ("/v3.6/reports/chats/nothing", Some(UnknownMethod)),
        ("/v3.6/agent/action/login", Some(UnsupportedTransport)),
        ("/agent/action/get_chat", Some(NoVersion)),
        ("/v3.6/agent/action/get_chat?", Some(BadQuery)),
        ("/v3.6/agent/action/get_chat?version=3.7", Some(UnknownParameter)),
        ("/v3.6/agent/action/get_chat?organization_id=org", Some(UnknownParameter)),
        ("/v3.6/customer/action/get_chat?organization_id=org", None),
        ("/v3.6/customer/action/get_chat", Some(ReadErrorCode::MissingParameter)),
        ("/v3.6/customer/action/get_chat?organization_id=", Some(BadQuery)),
        ("/v3.6/customer/action/get_chat?organization_id=a%20b", Some(BadQuery)),
        ("/v3.6/customer/action/get_chat?organization_id=a&organization_id=a", Some(ReadErrorCode::DuplicateParameter)),
        ("/v3.6/customer/action/get_chat?organization_id=a&chat_id=b", Some(UnknownParameter)),
        ("/v3.6/customer/action/get_configuration?organization_id=a", Some(WrongHttpMethod)),
    ] {
        assert_eq!(code("POST", target), expected, "{target}");
    }
    for verb in ["GET", "PUT", "DELETE", "post", "", "POST ", "OPTIONS"] {
        assert_eq!(code(verb, "/v3.6/agent/action/get_chat"), Some(WrongHttpMethod), "{verb:?}");
    }
}
