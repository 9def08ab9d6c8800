//! Which addresses LiveChat sends a user back to.

use livechat_core::oauth::{RedirectUri, RedirectUriCode, is_registered};
use proptest::prelude::*;

fn judged(configured: &str, candidate: &str) -> &'static str {
    let configured = RedirectUri::parse_list(configured).expect("configured addresses");
    is_registered(&configured, candidate).map_or_else(|fault| fault.code().as_str(), |()| "yes")
}

#[test]
fn the_table_of_the_reference() {
    for (configured, candidate, expected) in [
        ("http://livechat.com", "http://livechat.com", "yes"),
        ("http://livechat.com", "http://livechat.com/archives", "yes"),
        ("http://livechat.com", "http://livechat.com/archives/../", "traversal"),
        ("http://livechat.com/archives", "http://livechat.com", "path_differs"),
        ("http://livechat.com/archives", "http://livechat.com/archives", "yes"),
        ("http://livechat.com/archives", "http://livechat.com/archives/chats", "yes"),
        ("http://localhost:3000", "http://localhost:3000", "yes"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000", "yes"),
        ("http://localhost:3000", "http://localhost:4000", "host_differs"),
        ("https://livechat.com", "http://livechat.com", "scheme_differs"),
        ("http://livechat.com", "https://livechat.com", "scheme_differs"),
    ] {
        assert_eq!(judged(configured, candidate), expected, "{configured} {candidate}");
    }
}

#[test]
fn where_the_reference_is_silent_the_stricter_rule_holds() {
    for (configured, candidate, expected) in [
        // A prefix ends where a segment ends.
        ("https://a.example/app", "https://a.example/application", "path_differs"),
        ("https://a.example/app", "https://a.example/app/", "yes"),
        ("https://a.example/app/", "https://a.example/app/x", "yes"),
        // A slash at the end is part of the path.
        ("https://a.example/app/", "https://a.example/app", "path_differs"),
        ("https://a.example/", "https://a.example", "path_differs"),
        ("https://a.example", "https://a.example/", "yes"),
        // Letter by letter.
        ("https://a.example", "https://A.example", "host_differs"),
        ("https://a.example", "HTTPS://a.example", "scheme_differs"),
        ("https://a.example", "https://a.example:443", "host_differs"),
        ("https://a.example", "https://a.example.evil.example", "host_differs"),
        ("https://a.example/a%20b", "https://a.example/a%20b", "yes"),
        ("https://a.example/App", "https://a.example/app", "path_differs"),
        // Of several, the nearest tells what is wrong.
        ("http://x.example, https://a.example/b , https://c.example", "https://a.example/d", "path_differs"),
        ("https://a.example/b,http://x.example", "https://a.example/d", "path_differs"),
        ("http://x.example,https://y.example,http://z.example", "https://a.example", "host_differs"),
        ("http://x.example,https://a.example", "https://a.example/d", "yes"),
        ("my_app://callback", "my_app://callback/x", "yes"),
        ("https://[::1]:80", "https://[::1]:80/x", "yes"),
    ] {
        assert_eq!(judged(configured, candidate), expected, "{configured} {candidate}");
    }
    assert_eq!(is_registered(&[], "https://a.example").map_err(|f| f.code()), Err(RedirectUriCode::NoneConfigured));
}

#[test]
fn what_is_no_address_to_come_back_to() {
    for (candidate, expected) in [
        ("", "empty"),
        ("a.example/b", "no_scheme"),
        ("//a.example/b", "no_scheme"),
        ("https:/a.example", "no_scheme"),
        ("https:a.example", "no_scheme"),
        ("://a.example", "bad_scheme"),
        ("1s://a.example", "bad_scheme"),
        ("javascript://a.example/%0Aalert(1)", "bad_scheme"),
        ("JavaScript://a.example/", "bad_scheme"),
        ("data://a.example", "bad_scheme"),
        ("https://", "no_host"),
        ("https:///b", "no_host"),
        ("https://:80", "no_host"),
        ("my_app://", "no_host"),
        ("https://.", "bad_host"),
        ("https://a..b", "bad_host"),
        ("https://a.example.", "bad_host"),
        ("https://a%2eexample", "bad_host"),
        ("https://[::g]", "bad_host"),
        ("https://[::1", "bad_host"),
        ("https://[::1]x", "bad_host"),
        ("https://a.example:", "bad_port"),
        ("https://a.example:0", "bad_port"),
        ("https://a.example:080", "bad_port"),
        ("https://a.example:65536", "bad_port"),
        ("https://a.example:+1", "bad_port"),
        ("https://a.example:80:80", "bad_port"),
        ("https://u@a.example", "userinfo"),
        ("https://a.example@evil.example", "userinfo"),
        ("https://u:p@a.example/", "userinfo"),
        ("https://a.example?x=1", "query"),
        ("https://a.example/?", "query"),
        ("https://a.example#x", "fragment"),
        ("https://a.example/#", "fragment"),
        ("https://a.example/?x#y", "fragment"),
        ("https://a.example/b c", "bad_character"),
        ("https://a.example\\@evil.example", "bad_character"),
        ("https://a.example/\r\nSet-Cookie: x", "bad_character"),
        (" https://a.example", "bad_character"),
        ("https://a.example/é", "bad_character"),
        ("https://a.example/<b>", "bad_character"),
        ("https://a.example/[b]", "bad_character"),
        ("https://a.example/%00", "bad_character"),
        ("https://a.example/%0d%0a", "bad_character"),
        ("https://a.example/..", "traversal"),
        ("https://a.example/.", "traversal"),
        ("https://a.example/b/./c", "traversal"),
        ("https://a.example/b/..;x/c", "traversal"),
        ("https://a.example/%2e%2e/c", "traversal"),
        ("https://a.example/.%2E/c", "traversal"),
        ("https://a.example/%252e%252e/c", "traversal"),
        ("https://a.example/b%2f..%2fc", "traversal"),
        ("https://a.example/b%5c..%5Cc", "traversal"),
        ("https://a.example//evil.example", "traversal"),
        ("https://a.example/b//", "traversal"),
        ("https://a.example/%c0%ae%c0%ae/", "bad_encoding"),
        ("https://a.example/%", "bad_encoding"),
        ("https://a.example/%2", "bad_encoding"),
        ("https://a.example/%+1", "bad_encoding"),
        ("https://a.example/%zz", "bad_encoding"),
    ] {
        let fault = RedirectUri::parse(candidate).expect_err(candidate);
        assert_eq!(fault.code().as_str(), expected, "{candidate}");
    }
    let longest = format!("https://a.example/{}", "b".repeat(2_030));
    assert!(RedirectUri::parse(&longest).is_ok());
    let fault = RedirectUri::parse(&format!("{longest}b")).expect_err("too long");
    assert_eq!(fault.code(), RedirectUriCode::TooLong);
    for good in [
        "https://a.example/...",
        "https://a.example/b.c/.d/e..",
        "https://a.example/b;c=1",
        "https://a.example/p%C3%B3",
    ] {
        assert_eq!(RedirectUri::parse(good).expect(good).as_str(), good);
    }
}

#[test]
fn an_address_has_its_parts() {
    let uri = RedirectUri::parse("https://a.example:8443/b/c").expect("an address");
    assert_eq!((uri.scheme(), uri.authority(), uri.path()), ("https", "a.example:8443", "/b/c"));
    let uri = RedirectUri::parse("com.example.app://back").expect("an address");
    assert_eq!((uri.scheme(), uri.authority(), uri.path()), ("com.example.app", "back", ""));
    assert!(RedirectUri::parse_list("").is_err() && RedirectUri::parse_list("https://a.example,").is_err());
}

/// Text of the form of an address, much of it hostile.
fn shaped() -> impl Strategy<Value = String> {
    "https?://[a-z.@:0-9\\[\\]]{1,12}(/[a-z.%2eE5cf;]{0,6}){0,4}"
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_taken_covers_itself(text in ".{0,60}", shaped in shaped()) {
        for text in [text, shaped] {
            let Ok(uri) = RedirectUri::parse(&text) else { continue };
            prop_assert_eq!(format!("{}://{}{}", uri.scheme(), uri.authority(), uri.path()), text.clone());
            prop_assert!(uri.covers(&uri).is_ok());
            prop_assert!(uri.path().split('/').all(|s| s != ".." && s != "."));
            let configured = std::slice::from_ref(&uri);
            for hostile in ["/../x", "/%2e%2e/x", "/..", "?x", "#x", "//evil.example", "\\"] {
                let candidate = format!("{text}{hostile}");
 prop_assert!(is_registered(configured, &candidate).is_err(), "{}", candidate);
            }
            // Behind a path it is a path.
            if uri.path().is_empty() {
                for hostile in ["@evil.example", ".evil.example", ":1"] {
                    let candidate = format!("{text}{hostile}");
 prop_assert!(is_registered(configured, &candidate).is_err(), "{}", candidate);
                }
            }
        }
    }
}
