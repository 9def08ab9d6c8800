//! Right bodies of every method and version, and what is found when just one thing about them is made wrong.

mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use livechat_core::catalogue::ValueKind;
use livechat_core::codec::{FaultCode, Options, validate};
use livechat_core::{Method, Version};
use serde_json::{Map, Value, json};

use crate::validation::{generate, model};
use places::{Place, field_of_type, kind, paths, places};

/// Bodies that are made for a method and version, to have every field in one of them.
const BODIES: u64 = 30;

/// The same for fields that only few bodies can have.
const MOST_BODIES: u64 = 3_000;

/// Most elements or characters that a body is made longer by.
const MOST: usize = 20_000;

/// A value of the catalogue as JSON.
fn json(value: ValueKind) -> Value {
    match value {
        ValueKind::String(text) => text.into(),
        ValueKind::Integer(number) => number.into(),
        ValueKind::Boolean(flag) => flag.into(),
        ValueKind::Json(text) => serde_json::from_str(text).expect("JSON"),
        _ => Value::Null,
    }
}

fn found(method: Method, version: Version, body: &str) -> Vec<(FaultCode, String)> {
    let verdict = validate(method, version, body, Options::default());
    verdict.faults().iter().map(|f| (f.code(), f.pointer().to_owned())).collect()
}

fn all() -> impl Iterator<Item = (Method, Version)> {
    Method::all().flat_map(|method| method.versions().iter().map(move |version| (method, version)))
}

/// The body with another value at a place.
fn with(body: &Value, pointer: &str, value: Value) -> String {
    let mut body = body.clone();
    *body.pointer_mut(pointer).expect("the place") = value;
    body.to_string()
}

fn without(body: &Value, pointer: &str) -> String {
    let mut body = body.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a field");
    let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    parent.remove(&key.replace("~1", "/").replace("~0", "~")).expect("the field");
    body.to_string()
}

/// A number without fraction.
fn whole(number: f64) -> Value {
    serde_json::from_str(&format!("{number:.0}")).expect("a number")
}

/// What is made wrong at a place, and the code that it gets.
fn wrong(place: &Place, value: &Value) -> Vec<(FaultCode, Value)> {
    let mut all = Vec::new();
    if !place.kinds.is_empty() {
        let other = [json!(true), json!(7), json!("x"), json!([]), json!({})];
        all.extend(other.into_iter().filter(|o| !place.kinds.contains(kind(o))).map(|o| (FaultCode::WrongType, o)));
        if !place.nullable {
            all.push((FaultCode::WrongType, Value::Null));
        }
    }
    if place.whole {
        all.push((FaultCode::WrongType, json!(1.5)));
    }
    let is = kind(value);
    if place.listed && matches!(is, "string" | "number") {
        let none = if is == "string" { json!("none of them") } else { json!(987_654_321) };
        all.push((FaultCode::NotAllowedValue, none));
    }
    if is == "number" && !place.listed {
        let limits = || place.limits.iter().map(|l| l.number);
        all.extend(limits().filter_map(|l| l.min).map(|min| (FaultCode::OutOfRange, whole(min - 1.0))));
        all.extend(limits().filter_map(|l| l.max).map(|max| (FaultCode::OutOfRange, whole(max + 1.0))));
    }
    if is == "string" && !place.listed {
        let long = |most: u32| Value::from("\u{17c}".repeat(most as usize + 1));
        let most = place.limits.iter().filter_map(|l| l.length.max.or(l.max_bytes)).filter(|m| (*m as usize) < MOST);
        all.extend(most.map(|most| (FaultCode::TooLong, long(most))));
        let least = place.limits.iter().filter_map(|l| l.length.min).filter(|least| *least > 0);
        all.extend(least.map(|least| (FaultCode::TooShort, "a".repeat(least as usize - 1).into())));
        all.extend(place.format.map(|_| (FaultCode::BadFormat, json!("\u{7f} neither this nor that"))));
    }
    let count = |more: bool| {
        let bound = move |l: &&livechat_core::catalogue::Limits| if more { l.items.max } else { l.items.min };
        place.counts.iter().copied().filter_map(move |l| bound(&l)).map(|bound| bound as usize)
    };
    match value {
        Value::Array(elements) if !elements.is_empty() => {
            let of = |length: usize| elements.iter().cycle().take(length).cloned().collect::<Value>();
            all.extend(count(true).filter(|most| *most < MOST).map(|most| (FaultCode::TooMany, of(most + 1))));
            all.extend(count(false).filter(|least| *least > 0).map(|least| (FaultCode::TooFew, of(least - 1))));
        }
        Value::Object(members) if !members.is_empty() => {
            let some = members.values().next().expect("an entry");
            let of = |length: usize| (0..length).map(|i| (format!("k{i}"), some.clone())).collect::<Map<_, _>>().into();
            all.extend(count(true).filter(|most| *most < MOST).map(|most| (FaultCode::TooMany, of(most + 1))));
        }
        _ => {}
    }
    all
}

#[test]
fn every_method_takes_the_plainest_body_and_a_full_one() {
    let mut longest = 0;
    for (method, version) in all() {
        for density in [0, 50, 90] {
            let bodies = (0..40).map(|seed| generate::right(method, version, density, seed));
            let right = bodies.filter(|b| model::validate(method, version, b, "fault").is_empty());
            let body = right.max_by_key(String::len).unwrap_or_else(|| panic!("{method} {version} {density}"));
            assert_eq!(found(method, version, &body), [], "{method} {version} {body}");
            longest = longest.max(body.len());
        }
    }
    assert!(longest > 2_000, "{longest}");
}

/// What was made wrong so far.
#[derive(Default)]
struct Met {
    /// How often each code was asked for.
    codes: BTreeMap<&'static str, usize>,
    /// Fields of types, by version.
    types: BTreeSet<(Version, String)>,
}

impl Met {
    /// Whether a field's type was met; deep inside of a type any request of the version serves.
    fn has(&self, version: Version, path: &str) -> bool {
        field_of_type(path).is_some_and(|field| self.types.contains(&(version, field.to_owned())))
    }

    /// Makes bodies and everything in them wrong, one by one, until no path is left.
    fn go(&mut self, method: Method, version: Version, seeds: Range<u64>, left: &mut BTreeSet<String>) {
        let Some(request) = method.request() else { return };
        let mut seen = BTreeSet::new();
        for seed in seeds {
            left.retain(|path| seed < BODIES || !self.has(version, path));
            if left.is_empty() {
                return;
            }
            let density = if seed % 2 == 0 { 50 } else { 90 };
            let text = generate::right(method, version, density, seed);
            // In a large body a rule between fields may be broken; that is no hindrance.
            let before = found(method, version, &text);
            // A number that no float holds may stand where anything does.
            let Ok(body) = serde_json::from_str::<Value>(&text) else { continue };
            for place in places(request, version, &body) {
                let value = body.pointer(&place.pointer).expect("the place");
                let is_empty = value.as_array().is_some_and(Vec::is_empty);
                // A null says nothing of what a value may be.
                if value.is_null()
                    || before.iter().any(|(_, pointer)| *pointer == place.pointer)
                    || !seen.insert((place.path.clone(), kind(value), is_empty))
                {
                    continue;
                }
                left.remove(&place.path);
                self.types.extend(field_of_type(&place.path).map(|field| (version, field.to_owned())));
                self.at(method, version, &body, &place, &before);
            }
        }
    }

    fn at(&mut self, method: Method, version: Version, body: &Value, place: &Place, before: &[(FaultCode, String)]) {
        for (code, value) in wrong(place, body.pointer(&place.pointer).expect("the place")) {
            let text = with(body, &place.pointer, value);
            let found = found(method, version, &text);
            let expected = (code, place.pointer.clone());
            assert!(found.contains(&expected), "{method} {version}: {expected:?} {found:?} {text}");
            *self.codes.entry(code.as_str()).or_default() += 1;
        }
        if place.required {
            let text = without(body, &place.pointer);
            let found = found(method, version, &text);
            let expected = (FaultCode::Missing, place.pointer.clone());
            // Rules may want the field too.
            let new: Vec<_> = found.iter().filter(|f| f.0 != FaultCode::Needs && !before.contains(f)).collect();
            assert_eq!(new, [&expected], "{method} {version} {} {text}", place.pointer);
            *self.codes.entry("missing").or_default() += 1;
        }
    }
}

#[test]
fn one_wrong_value_has_its_fault_at_its_place() {
    let mut met = Met::default();
    let mut rare = Vec::new();
    for (method, version) in all() {
        let mut left = method.request().map(|request| paths(request, version)).unwrap_or_default();
        met.go(method, version, 0..BODIES, &mut left);
        rare.push((method, version, left));
    }
    for (method, version, left) in &mut rare {
        met.go(*method, *version, BODIES..MOST_BODIES, left);
    }
    rare.retain(|(_, _, left)| !left.is_empty());
    assert_eq!(rare, []);
    for (code, least) in [
        ("missing", 1_500),
        ("wrong_type", 40_000),
        ("not_allowed_value", 600),
        ("out_of_range", 250),
        ("bad_format", 500),
        ("too_long", 35),
        ("too_many", 80),
        ("too_few", 4),
    ] {
        assert!(met.codes[code] >= least, "{:?}", met.codes);
    }
}
