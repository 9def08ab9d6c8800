//! Looks for what parsers disagree on: keys that stand twice in one object of a JSON text, and numbers that no double holds. Nothing may hang on such.

use alloc::borrow::Cow;
use alloc::collections::BinaryHeap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json::Cursor;

/// An object or array that is open at a place of the text.
enum Level<'t> {
    Object {
        /// How many of the keys that were read belong to outer objects.
        outer: usize,
        /// The key of the value at this place.
        key: Cow<'t, str>,
    },
    Array {
        index: usize,
    },
}

/// The pointer of a key that stands twice in its object. The text was checked to be JSON. No recursion; time by the length, and for each key by the
/// logarithm of how many its object has.
pub(crate) fn repeated(json: &str) -> Option<String> {
    let mut cursor = Cursor::new(json);
    let (mut levels, mut keys) = (Vec::<Level<'_>>::new(), Vec::<Cow<'_, str>>::new());
    loop {
        cursor.space();
        match cursor.byte()? {
            b'"' => {
                let text = cursor.string().ok()?;
                // Nothing but a key has a colon behind it.
                if cursor.take(b':')
                    && let Some(Level::Object { key, .. }) = levels.last_mut()
                {
                    *key = text.read();
                    keys.push(key.clone());
                }
                continue;
            }
            b'{' => levels.push(Level::Object { outer: keys.len(), key: Cow::Borrowed("") }),
            b'[' => levels.push(Level::Array { index: 0 }),
            b',' => {
                if let Some(Level::Array { index }) = levels.last_mut() {
                    *index = index.saturating_add(1);
                }
            }
            b'}' | b']' => {
                if let Some(Level::Object { outer, .. }) = levels.pop() {
                    if let Some(key) = twice(keys.get(outer..).unwrap_or_default()) {
                        return Some(pointer(&levels, &key));
                    }
                    keys.truncate(outer);
                }
            }
            _ => {}
        }
        cursor.step();
    }
}

/// A key that stands twice among keys. A few are compared with each other; of many a heap is less code than sorting.
pub(crate) fn twice<'t>(keys: &[Cow<'t, str>]) -> Option<Cow<'t, str>> {
    const FEW: usize = 16;
    if keys.len() <= FEW {
        let found = keys.iter().enumerate().find(|(at, key)| keys.iter().take(*at).any(|other| other == *key));
        return found.map(|(_, key)| key.clone());
    }
    let sorted = keys.iter().cloned().collect::<BinaryHeap<_>>().into_sorted_vec();
    let mut pairs = sorted.iter().zip(sorted.iter().skip(1));
    pairs.find(|(a, b)| a == b).map(|(key, _)| key.clone())
}

/// Whether a number of the text is greater than any double. The text was checked to be JSON.
pub(crate) fn has_number_beyond(json: &str) -> bool {
    let mut cursor = Cursor::new(json);
    loop {
        cursor.space();
        match cursor.byte() {
            None => return false,
            Some(b'"') => {
                if cursor.string().is_err() {
                    return false;
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let Ok(number) = cursor.number() else { return false };
                let short = number.whole && number.raw.len() < 300;
                if !short && number.raw.parse().is_ok_and(f64::is_infinite) {
                    return true;
                }
            }
            Some(_) => cursor.step(),
        }
    }
}

/// A key as a step of an RFC 6901 pointer, shortened where it is long.
pub(crate) fn step(key: &str) -> String {
    const MOST: usize = 64;
    let mut short: String = key.chars().take(MOST).collect();
    if short.len() < key.len() {
        short.push('…');
    }
    short.replace('~', "~0").replace('/', "~1")
}

fn pointer(levels: &[Level<'_>], key: &str) -> String {
    let outer = levels.iter().fold(String::new(), |pointer, level| match level {
        Level::Object { key, .. } => format!("{pointer}/{}", step(key)),
        Level::Array { index } => format!("{pointer}/{index}"),
    });
    format!("{outer}/{}", step(key))
}

#[cfg(test)]
mod tests {
    use super::{has_number_beyond, repeated};

    #[test]
    fn a_number_that_no_double_holds_is_found_at_any_depth() {
        let long = alloc::format!("[{{\"a\": -1{}}}]", "0".repeat(310));
        for beyond in ["1e400", r#"{"a": ["1", true, 1.0, -1E+400]}"#, &long] {
            assert!(has_number_beyond(beyond), "{beyond}");
        }
        for good in ["1e300", r#"{"a": ["1e400", "\"1e400", 1.0, -1E-400]}"#, "[]"] {
            assert!(!has_number_beyond(good), "{good}");
        }
    }

    #[test]
    fn a_repeated_key_is_found_at_any_depth() {
        for (json, pointer) in [
            (r#"{"a": 1, "b": {"a": [{"a": 1}, {"a": 2}]}, "c": ["a", "a"], "d": "a"}"#, None),
            (r#"{"a": 1, "b": 2, "a": 3}"#, Some("/a")),
            (r#"{"a": 1, "\u0061": 3}"#, Some("/a")),
            (r#"{"\"": {}, "\\": [], "\"": 1}"#, Some("/\"")),
            (r#"{"x/y": [0, {"~": {"k": 1, "k": 1}}]}"#, Some("/x~1y/1/~0/k")),
            (r#"{"a": {"b": 1}, "b": {"c": ",{\"b\":"}, "a": 1}"#, Some("/a")),
            (r#"[1e400, 123456789012345678901234567890, {"k": 1, "k": 1}]"#, Some("/2/k")),
            ("1", None),
            ("{}", None),
        ] {
            assert_eq!(repeated(json).as_deref(), pointer, "{json}");
        }
    }
}
