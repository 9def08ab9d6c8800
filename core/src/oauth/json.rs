//! Objects of JSON as their members, each still raw. No tree, no recursion, so depth needs no limit; size has one.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{InputLimits, Json, JsonKind, shallow, twice};

/// Most bytes of an answer.
pub(super) const MOST_BYTES: usize = 256 * 1024;

/// Why a body isn't an object that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    NotJson,
    NotAnObject,
    DuplicateKey,
}

/// Members of an object, in their order.
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// A member that is asked for by its name.
pub(super) enum Found<T> {
    Absent,
    /// There, and not of the type that it should have. It stays among the members.
    Mistyped,
    Value(T),
}

impl<'a> Members<'a> {
    pub(super) fn read(body: &'a [u8]) -> Result<Self, Unread> {
        if body.len() > MOST_BYTES {
            return Err(Unread::TooLarge);
        }
        let text = core::str::from_utf8(body).map_err(|_| Unread::NotJson)?;
        Self::read_text(text)
    }

    fn read_text(text: &'a str) -> Result<Self, Unread> {
        let members = shallow::members(text).map_err(|_| Unread::NotJson)?.ok_or(Unread::NotAnObject)?;
        let members = Self(members.into_iter().map(|(key, value)| (key.read(), value)).collect());
        let keys: Vec<_> = members.0.iter().map(|(key, _)| Cow::Borrowed(&**key)).collect();
        if twice(&keys).is_some() {
            return Err(Unread::DuplicateKey);
        }
        Ok(members)
    }

    /// Takes a member out, if it can be read. `null` counts as absent.
    fn take<T>(&mut self, key: &str, read: impl Fn(Json<'a>) -> Option<T>) -> Found<T> {
        let Some(at) = self.0.iter().position(|(k, _)| k == key) else { return Found::Absent };
        let Some(json) = self.0.get(at).map(|(_, json)| *json) else { return Found::Absent };
        let found = if json.is_null() { Found::Absent } else { read(json).map_or(Found::Mistyped, Found::Value) };
        if !matches!(found, Found::Mistyped) {
            self.0.remove(at);
        }
        found
    }

    pub(super) fn take_text(&mut self, key: &str) -> Found<String> {
        self.take(key, text)
    }

    /// A text that something else must accept.
    pub(super) fn take_parsed<T>(&mut self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Found<T> {
        self.take(key, |json| parse(&json.text()?))
    }

    /// A whole number that isn't negative.
    pub(super) fn take_number(&mut self, key: &str) -> Found<u64> {
        self.take(key, |json| json.whole())
    }

    /// One text or several.
    pub(super) fn take_texts(&mut self, key: &str) -> Found<Vec<String>> {
        self.take(key, |json| match json.kind() {
            JsonKind::String => Some(alloc::vec![text(json)?]),
            JsonKind::Array => Json::parse(json.raw(), InputLimits::default()).ok()?.elements().map(text).collect(),
            _ => None,
        })
    }

    /// A text, where another type counts as absent.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.take_text(key) {
            Found::Value(text) => Some(text),
            Found::Absent | Found::Mistyped => None,
        }
    }

    /// An object, where another type counts as absent.
    pub(super) fn object(&mut self, key: &str) -> Option<Self> {
        match self.take(key, |json| Self::read_text(json.raw()).ok()) {
            Found::Value(members) => Some(members),
            Found::Absent | Found::Mistyped => None,
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(k, json)| k == key && !json.is_null())
    }

    /// Those that are texts.
    pub(super) fn into_texts(self) -> Vec<(String, String)> {
        self.0.into_iter().filter_map(|(key, json)| Some((key.into(), text(json)?))).collect()
    }

    /// What nobody took, as raw JSON.
    pub(super) fn into_rest(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|(key, json)| (key.into(), json.raw().into())).collect()
    }
}

fn text(json: Json<'_>) -> Option<String> {
    json.text().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use super::{Found, Members, Unread};

    fn unread(body: &[u8]) -> Option<Unread> {
        Members::read(body).err()
    }

    #[test]
    fn what_is_no_object_has_its_name() {
        for bad in [&b""[..], b"{", b"[1", b"{}}", b"\xff{}", b"<html>", b"{\"a\":1,}"] {
            assert_eq!(unread(bad), Some(Unread::NotJson), "{}", String::from_utf8_lossy(bad));
        }
        for other in [&b"[]"[..], b"null", b" 7 ", b"\"{}\""] {
            assert_eq!(unread(other), Some(Unread::NotAnObject));
        }
        // The same key, once with an escape.
        assert_eq!(unread(br#"{"ab": 1, "c": 2, "\u0061b": 3}"#), Some(Unread::DuplicateKey));
        assert_eq!(unread(&vec![b' '; super::MOST_BYTES + 1]), Some(Unread::TooLarge));
    }

    #[test]
    fn depth_costs_no_stack() {
        let body = [r#"{"a":"#, &"[".repeat(120_000), &"]".repeat(120_000), "}"].concat();
        let mut members = Members::read(body.as_bytes()).expect("an object");
        assert!(matches!(members.take_text("a"), Found::Mistyped));
        assert!(matches!(members.take_texts("a"), Found::Mistyped));
        assert!(members.object("a").is_none());
        assert_eq!(unread("[".repeat(250_000).as_bytes()), Some(Unread::NotJson));
    }
}
