//! Looks for keys that stand twice in one object of a JSON text. Parsers disagree which of the two counts, so nothing may hang on one.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::step;
use crate::codec::{InputLimits, Json};

/// An object or array that is open at a place of the text.
enum Level<'t> {
    Object {
        keys: BTreeSet<Cow<'t, str>>,
        /// The key of the value at this place.
        key: Cow<'t, str>,
        /// Whether a key comes next.
        before_key: bool,
    },
    Array {
        index: usize,
    },
}

/// The pointer of the first key that stands twice in its object. The text was checked to be JSON. No recursion; time by the length, and for each key by the
/// logarithm of how many its object has.
pub(crate) fn repeated(json: &str) -> Option<String> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut rest = json;
    // Outside of strings, these bytes are all that make levels and keys.
    while let Some(at) = rest.find(['"', '{', '}', '[', ']', ',']) {
        let from = rest.get(at..)?;
        let byte = from.bytes().next()?;
        rest = from.get(1..)?;
        match (byte, levels.last_mut()) {
            (b'"', level) => {
                let end = end_of_string(rest)?;
                let text = rest.get(..end)?;
                rest = rest.get(end.saturating_add(1)..)?;
                if let Some(Level::Object { keys, key, before_key }) = level
                    && core::mem::replace(before_key, false)
                {
                    *key = unescaped(text);
                    if !keys.insert(key.clone()) {
                        return Some(pointer(&levels));
                    }
                }
            }
            (b'{', _) => levels.push(Level::Object { keys: BTreeSet::new(), key: Cow::Borrowed(""), before_key: true }),
            (b'[', _) => levels.push(Level::Array { index: 0 }),
            (b',', Some(Level::Object { before_key, .. })) => *before_key = true,
            (b',', Some(Level::Array { index })) => *index = index.saturating_add(1),
            _ => drop(levels.pop()),
        }
    }
    None
}

/// Where the quote is that ends a string.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let quoted = format!("\"{text}\"");
    let limits = InputLimits { bytes: usize::MAX, ..InputLimits::default() };
    let text = Json::parse(&quoted, limits).ok().and_then(|json| json.text().map(Cow::into_owned));
    Cow::Owned(text.unwrap_or_default())
}

fn pointer(levels: &[Level<'_>]) -> String {
    levels.iter().fold(String::new(), |pointer, level| match level {
        Level::Object { key, .. } => format!("{pointer}/{}", step(key)),
        Level::Array { index } => format!("{pointer}/{index}"),
    })
}

#[cfg(test)]
mod tests {
    use super::repeated;

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
