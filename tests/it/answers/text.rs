//! JSON as text: random values with digits, escapes and keys of every kind, and whether two texts say the same to the digit.

use proptest::prelude::*;

use crate::validation::node::{Form, Node};

/// A random value, as text.
pub(super) fn json() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        Just("0"),
        Just("-0"),
        Just("1.10"),
        Just("1e400"),
        Just("-1E-400"),
        Just("12345678901234567890"),
        Just("0.1000000000000000055511151231257827"),
        Just("100000000000000000000000000000000000000000"),
        Just("2.50e+07"),
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        number.prop_map(str::to_owned),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?",
        string(),
    ];
    leaf.prop_recursive(5, 32, 4, |inner| {
        let member = (key(), blank(), inner.clone()).prop_map(|(k, b, v)| format!("{k}{b}:{v}{b}"));
        prop_oneof![
            (blank(), proptest::collection::vec(inner, 0..4))
                .prop_map(|(b, values)| format!("[{b}{}{b}]", values.join(&format!("{b},{b}")))),
            (blank(), proptest::collection::vec(member, 0..4))
                .prop_map(|(b, members)| format!("{{{b}{}}}", members.join(&format!(",{b}")))),
        ]
    })
}

/// A random string with its quotes.
pub(super) fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z_/~ ]{1,6}",
        "\\PC",
        Just("\\n\\t\\\"\\\\\\/".to_owned()),
        Just("\\u0000\\u0041".to_owned()),
        Just("\\ud83d\\ude00".to_owned()),
        Just("\u{7f}\u{2028}".to_owned()),
    ];
    let plain = |piece: String| {
        let escaped = piece.starts_with('\\') && piece.len() > 1;
        if escaped { piece } else { piece.replace('\\', "\\\\").replace('"', "\\\"") }
    };
    proptest::collection::vec(piece.prop_map(plain), 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// A key: one that an envelope has, or any.
fn key() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] =
        &["\"error\"", "\"type\"", "\"payload\"", "\"responses\"", "\"event_id\"", "\"action\"", "\"success\""];
    prop_oneof![proptest::sample::select(KNOWN).prop_map(str::to_owned), string()]
}

fn blank() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just(" ".to_owned()), "[ \t\r\n]{0,3}"]
}

/// Whether two texts are the same value: members in the same order, numbers to the digit, strings by their characters.
#[track_caller]
pub(super) fn same(a: &str, b: &str) -> bool {
    let read = |text: &str| Node::read(text).unwrap_or_else(|| panic!("not JSON: {text}"));
    equal(&read(a), &read(b))
}

fn equal(a: &Node, b: &Node) -> bool {
    match (&a.form, &b.form) {
        (Form::Null, Form::Null) => true,
        (Form::Boolean(a), Form::Boolean(b)) => a == b,
        (Form::Number(a), Form::Number(b)) | (Form::Text(a), Form::Text(b)) => a == b,
        (Form::List(a), Form::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Form::Members(a), Form::Members(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && equal(a, b))
        }
        _ => false,
    }
}

/// The text of a member of an object.
pub(super) fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let Form::Members(members) = Node::read(text)?.form else { return None };
    let (_, node) = members.into_iter().find(|(k, _)| k == key)?;
    text.get(node.at..=node.end)
}
