//! The order of keys means nothing, nor does white space: a right body stays right.

use std::fmt::Write;

use livechat_core::codec::{FaultCode, InputLimits, Json, JsonKind, MAX_FAULTS, Options, validate};
use livechat_core::{Method, Version};

use crate::validation::generate;

/// Whether a key stands twice in an object: then it matters which one comes first.
fn has_twins(json: Json<'_>) -> bool {
    let mut keys: Vec<_> = json.members().map(|(key, _)| key).collect();
    keys.sort();
    keys.windows(2).any(|pair| pair[0] == pair[1])
        || json.elements().any(has_twins)
        || json.members().any(|(_, value)| has_twins(value))
}

/// The same value with the members of every object in another order, one of several, and blanks between.
fn reordered(json: Json<'_>, turn: usize, out: &mut String) {
    match json.kind() {
        JsonKind::Object => {
            let mut members: Vec<_> = json.members().collect();
            let first = turn % 7 % members.len().max(1);
            match turn % 3 {
                0 => members.reverse(),
                1 => members.rotate_left(first),
                _ => members.sort_by(|a, b| a.0.cmp(&b.0)),
            }
            out.push('{');
            for (index, (key, value)) in members.into_iter().enumerate() {
                let key = serde_json::to_string(&key).expect("a string");
                let _ = write!(out, "{}{key}\n:", if index == 0 { "" } else { " , " });
                reordered(value, turn / 3 + index, out);
            }
            out.push('}');
        }
        JsonKind::Array => {
            out.push('[');
            for (index, value) in json.elements().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                reordered(value, turn + index, out);
            }
            out.push(']');
        }
        _ => out.push_str(json.raw()),
    }
}

fn faults(method: Method, version: Version, body: &str) -> Vec<(FaultCode, String)> {
    let verdict = validate(method, version, body, Options::default());
    let mut found: Vec<_> = verdict.faults().iter().map(|f| (f.code(), f.pointer().to_owned())).collect();
    found.sort();
    found
}

#[test]
fn keys_may_stand_in_any_order() {
    let (mut right, mut wrong, mut moved) = (0, 0, 0);
    for seed in 0..1_500 {
        let (method, version, body) = generate::from_seed(seed);
        let Ok(json) = Json::parse(&body, InputLimits { depth: 512, ..InputLimits::default() }) else { continue };
        let before = faults(method, version, &body);
        let twins = has_twins(json);
        for turn in 0..4 {
            let mut other = String::new();
            reordered(json, turn, &mut other);
            moved += usize::from(other != body);
            let after = faults(method, version, &other);
            // Which of several fields is one too many, and which of too many faults are told of, is a matter of order.
            if twins || before.iter().any(|(code, _)| *code == FaultCode::ExcludedBy) || before.len() == MAX_FAULTS {
                continue;
            }
            assert_eq!(before, after, "{method} {version} seed {seed}");
            right += usize::from(before.is_empty());
            wrong += usize::from(!before.is_empty());
        }
    }
    assert!(right > 2_000 && wrong > 800 && moved > 3_000, "{right} {wrong} {moved}");
}
