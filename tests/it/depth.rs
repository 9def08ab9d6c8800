//! However deep a text goes, the stack doesn't grow with it: each entry point reads a megabyte of brackets on a small stack.

use std::thread;

use livechat_core::catalogue::{NamedType, Push, Type, Webhook};
use livechat_core::codec::{
    FaultCode, InputLimits, Json, JsonError, JsonErrorCode, MAX_DEPTH, Options, compare, validate,
};
use livechat_core::door::answer;
use livechat_core::{Method, Version};

/// Bytes of the stack, of which a build without optimisation needs most.
const STACK: usize = 128 * 1024;

/// The same for a line, whose parts go through `serde_json`: it calls itself for up to 128 levels.
const STACK_OF_LINES: usize = 512 * 1024;

const MEGABYTE: usize = 1024 * 1024;

fn on_a_stack(size: usize, work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(size).spawn(work).expect("a thread").join().expect("no fault");
}

/// Texts of a megabyte that go down and down, and those that come up again.
fn deep() -> Vec<String> {
    let pieces = [
        ("[", "]"),
        (r#"{"event":"#, "}"),
        (r#"[{"filters":"#, "}]"),
        (r#"{"chat":{"thread":{"events":["#, "]}}}"),
        ("[[],", "]"),
    ];
    let open = pieces.map(|(down, _)| down.repeat(MEGABYTE / down.len()));
    let closed = pieces.map(|(down, up)| {
        let levels = MEGABYTE / (down.len() + up.len());
        format!("{}1{}", down.repeat(levels), up.repeat(levels))
    });
    open.into_iter().chain(closed).collect()
}

/// As deep as a text may be, with the deepest place in each kind of value.
fn deepest() -> Vec<String> {
    let levels = MAX_DEPTH as usize;
    let pieces = [("[", "]"), (r#"{"event":"#, "}"), (r#"{"properties":"#, "}"), (r#"{"a/b":"#, "}")];
    pieces
        .map(|(down, up)| format!("{}{}", down.repeat(levels - 1), up.repeat(levels - 1)).replace(":}", ":1}"))
        .to_vec()
}

#[test]
fn requests_of_any_depth() {
    on_a_stack(STACK, || {
        for text in deep().into_iter().chain(deepest()) {
            for method in Method::all() {
                let verdict = validate(method, Version::V3_6, &text, Options::default());
                let found =
                    verdict.faults().iter().any(|f| matches!(f.code(), FaultCode::TooDeep | FaultCode::NotJson));
                assert!(found || text.len() < MEGABYTE / 2, "{method} {:?}", verdict.faults());
            }
        }
    });
}

#[test]
fn answers_of_any_depth() {
    on_a_stack(STACK, || {
        let limits = InputLimits { depth: u32::MAX, ..InputLimits::default() };
        for text in deep() {
            assert_eq!(Json::parse(&text, limits).map_err(JsonError::code).err(), Some(JsonErrorCode::TooDeep));
        }
        // What may be read at all, however generous the limits, can be compared and read on.
        let (down, up) = ("[".repeat(511), "]".repeat(511));
        let objects = format!("{}1{}", r#"{"event":"#.repeat(511), "}".repeat(511));
        for text in deepest().into_iter().chain([format!("{down}{{\"a\":1}}{up}"), objects]) {
            let json = Json::parse(&text, limits).expect("JSON");
            assert_eq!(json.compact(), text);
            let mut at = json;
            while let Some(inside) = at.elements().next().or_else(|| at.members().next().map(|(_, value)| value)) {
                at = inside;
            }
            let methods = Method::all().filter_map(|m| m.response().copied());
            let pushes = Push::all().filter_map(|p| p.payload().copied());
            let webhooks = Webhook::all().filter_map(|w| w.payload().copied());
            for documented in methods.chain(pushes).chain(webhooks).chain(NamedType::all().map(Type::Named)) {
                let _ = compare(&documented, Version::V3_6, json);
            }
        }
    });
}

#[test]
fn lines_of_any_depth() {
    on_a_stack(STACK_OF_LINES, || {
        for text in deep() {
            let line = format!(r#"{{"method":"agent/send_event","token":{{"scopes":[]}},"body":{text}}}"#);
            assert!(answer("decide", &line).contains(r#""code":"bad_json""#), "{}", answer("decide", &line));
            assert!(answer("decide", &text).contains(r#""code":"bad_"#));
            let line = format!(r#"{{"method":"agent/send_event","body":{text}}}"#);
            let answer = answer("validate", &line);
            assert!(answer.contains(r#""code":"bad_json""#) || answer.contains(r#""code":"too_deep""#), "{answer}");
        }
    });
}
