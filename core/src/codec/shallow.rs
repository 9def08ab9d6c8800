//! Looks into a JSON text one level deep. Below that it takes what is JSON by its grammar: any depth, and escapes that stand for half a character. No
//! recursion, no IO.

use alloc::vec::Vec;

use super::json::{Broken, Cursor};
use super::text::Text;
use super::value::{Json, JsonKind};

/// The members of an object, in their order.
pub(crate) type Members<'a> = Vec<(Text<'a>, Json<'a>)>;

/// The text isn't JSON.
pub(crate) struct NotJson;

impl From<Broken> for NotJson {
    fn from(_: Broken) -> Self {
        Self
    }
}

/// The members of the object that a text is; none of another value.
pub(crate) fn members(text: &str) -> Result<Option<Members<'_>>, NotJson> {
    let mut cursor = Cursor::new(text);
    let mut members = Vec::new();
    cursor.space();
    if cursor.byte() != Some(b'{') {
        value(&mut cursor)?;
        cursor.end()?;
        return Ok(None);
    }
    cursor.step();
    if !cursor.take(b'}') {
        loop {
            let key = cursor.string()?;
            cursor.require(b':')?;
            members.push((key, value(&mut cursor)?));
            if !cursor.take(b',') {
                break;
            }
        }
        cursor.require(b'}')?;
    }
    cursor.end()?;
    Ok(Some(members))
}

/// Members with these names, null being as good as none; nothing if one of them stands twice.
pub(crate) fn once<'a, const N: usize>(members: &Members<'a>, names: [&str; N]) -> Option<[Option<Json<'a>>; N]> {
    let mut twice = false;
    let found = names.map(|name| {
        let mut values = members.iter().filter(|(key, _)| key.is(name)).map(|(_, value)| *value);
        let first = values.next();
        twice |= values.next().is_some();
        first.filter(|value| !value.is_null())
    });
    (!twice).then_some(found)
}

/// How many elements an array has that [`members`] gave.
pub(crate) fn count(array: Json<'_>) -> Option<u64> {
    if array.kind() != JsonKind::Array {
        return None;
    }
    let mut cursor = Cursor::new(array.raw());
    cursor.step();
    if cursor.take(b']') {
        return Some(0);
    }
    let mut count = 0u64;
    loop {
        value(&mut cursor).ok()?;
        count = count.saturating_add(1);
        if !cursor.take(b',') {
            return Some(count);
        }
    }
}

fn value<'a>(cursor: &mut Cursor<'a>) -> Result<Json<'a>, Broken> {
    cursor.space();
    let start = *cursor;
    if cursor.skip().is_err() {
        *cursor = start;
        pass(cursor)?;
    }
    match cursor.between(start.position(), cursor.position()) {
        Some(text) => Ok(Json::read(text)),
        None => cursor.broken(),
    }
}

/// Passes over one value.
fn pass(cursor: &mut Cursor<'_>) -> Result<(), Broken> {
    // Whether each level is an object.
    let mut levels: Vec<bool> = Vec::new();
    loop {
        cursor.space();
        match cursor.byte() {
            Some(b'"') => string(cursor)?,
            Some(open @ (b'{' | b'[')) => {
                cursor.step();
                let object = open == b'{';
                if !cursor.take(end(object)) {
                    levels.push(object);
                    key(cursor, object)?;
                    continue;
                }
            }
            Some(b't' | b'f') => drop(cursor.boolean()?),
            Some(b'n') => cursor.null()?,
            _ => drop(cursor.figure()?),
        }
        loop {
            let Some(object) = levels.last().copied() else { return Ok(()) };
            if cursor.take(b',') {
                key(cursor, object)?;
                break;
            }
            cursor.require(end(object))?;
            levels.pop();
        }
    }
}

fn end(object: bool) -> u8 {
    if object { b'}' } else { b']' }
}

fn key(cursor: &mut Cursor<'_>, object: bool) -> Result<(), Broken> {
    if object {
        string(cursor)?;
        cursor.require(b':')?;
    }
    Ok(())
}

fn string(cursor: &mut Cursor<'_>) -> Result<(), Broken> {
    cursor.require(b'"')?;
    loop {
        let byte = cursor.byte();
        cursor.step();
        match byte {
            Some(b'"') => return Ok(()),
            Some(b'\\') => {
                let escape = cursor.byte();
                cursor.step();
                match escape {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                    Some(b'u') => {
                        for _ in 0..4 {
                            if !cursor.byte().is_some_and(|b| b.is_ascii_hexdigit()) {
                                return cursor.broken();
                            }
                            cursor.step();
                        }
                    }
                    _ => return cursor.broken(),
                }
            }
            Some(b' '..) => {}
            _ => return cursor.broken(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde_json::value::RawValue;

    use super::{count, members};

    #[test]
    fn what_is_json_is_told_as_by_serde() {
        for text in [
            "",
            " ",
            "{",
            "{}",
            " { } ",
            "[1",
            "[1,]",
            "[{}]x",
            "{}}",
            "{\"a\":1,}",
            "{\"a\" : [ ] , \"b\":{\"c\":[[]]}}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":[\"\\ud800\",{\"\\udc00\":[1,{}]}]}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\ud800\\x\"}",
            "{\"a\":[\"\\ud800\",01]}",
            "{\"a\":[\"\\ud800\",tru]}",
            "{\"a\":[\"\\ud800\",{]}",
            "{\"a\":[\"\\ud800\",{\"a\"}]}",
            "{\"a\":[\"\\ud800\",{\"a\":1]]}",
            "{\"a\":\"\\ud800\u{1}\"}",
            "{\"a\":\"\\ud800",
            "null",
            "7",
            "-",
            "\"x\"",
            "\"\\ud800\"",
            "{a:1}",
            "{1:1}",
            "[-1.5e3, true, false, null, \"\\ud800\"]",
        ] {
            assert_eq!(members(text).is_ok(), serde_json::from_str::<&RawValue>(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn members_are_raw_and_elements_are_counted() {
        let text = r#"{"a": [1, "\ud800", [2, 3], {"b": ["\ud800"]}] , "\u0061": "x"}"#;
        let found = members(text).ok().flatten().unwrap();
        let shown: Vec<_> = found.iter().map(|(key, value)| (key.read(), value.raw())).collect();
        assert_eq!(shown, [("a".into(), r#"[1, "\ud800", [2, 3], {"b": ["\ud800"]}]"#), ("a".into(), "\"x\"")]);
        let counts: Vec<_> = found.iter().map(|(_, value)| count(*value)).collect();
        assert_eq!(counts, [Some(4), None]);
        assert!(super::once(&found, ["a"]).is_none());
        assert!(super::once(&found, ["b"]).is_some_and(|[b]| b.is_none()));
        let deep: String = ["{\"a\":", &"[".repeat(100_000), &"]".repeat(100_000), "}"].concat();
        assert_eq!(members(&deep).ok().flatten().map(|m| m.len()), Some(1));
    }
}
