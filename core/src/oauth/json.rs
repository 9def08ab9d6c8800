//! Objects of JSON as their members, each still raw. No tree, no recursion, so depth needs no limit; size has one.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::codec::twice;

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
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

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
        let members: Self = serde_json::from_str(text).map_err(|e| {
            // Another type shows at its first character; what follows may be broken.
            if e.is_data() && serde_json::from_str::<IgnoredAny>(text).is_ok() {
                Unread::NotAnObject
            } else {
                Unread::NotJson
            }
        })?;
        if twice(members.0.iter().map(|(key, _)| Cow::Borrowed(&**key)).collect()).is_some() {
            return Err(Unread::DuplicateKey);
        }
        Ok(members)
    }

    /// Takes a member out, if it can be read. `null` counts as absent.
    fn take<T>(&mut self, key: &str, read: impl Fn(&'a str) -> Option<T>) -> Found<T> {
        let Some(at) = self.0.iter().position(|(k, _)| k == key) else { return Found::Absent };
        let Some(raw) = self.0.get(at).map(|(_, raw)| raw.get()) else { return Found::Absent };
        let found = if raw == "null" { Found::Absent } else { read(raw).map_or(Found::Mistyped, Found::Value) };
        if !matches!(found, Found::Mistyped) {
            self.0.remove(at);
        }
        found
    }

    pub(super) fn take_text(&mut self, key: &str) -> Found<String> {
        self.take(key, |raw| serde_json::from_str(raw).ok())
    }

    /// A text that something else must accept.
    pub(super) fn take_parsed<T>(&mut self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Found<T> {
        self.take(key, |raw| parse(&serde_json::from_str::<String>(raw).ok()?))
    }

    /// A whole number that isn't negative.
    pub(super) fn take_number(&mut self, key: &str) -> Found<u64> {
        self.take(key, |raw| raw.parse().ok())
    }

    /// One text or several.
    pub(super) fn take_texts(&mut self, key: &str) -> Found<Vec<String>> {
        self.take(key, |raw| {
            if raw.starts_with('"') {
                serde_json::from_str(raw).ok().map(|text: String| alloc::vec![text])
            } else {
                serde_json::from_str(raw).ok()
            }
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
        match self.take(key, |raw| Self::read_text(raw).ok()) {
            Found::Value(members) => Some(members),
            Found::Absent | Found::Mistyped => None,
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(k, raw)| k == key && raw.get() != "null")
    }

    /// Those that are texts.
    pub(super) fn into_texts(self) -> Vec<(String, String)> {
        let texts =
            self.0.into_iter().filter_map(|(key, raw)| Some((key.into(), serde_json::from_str(raw.get()).ok()?)));
        texts.collect()
    }

    /// What nobody took, as raw JSON.
    pub(super) fn into_rest(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|(key, raw)| (key.into(), raw.get().into())).collect()
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Borrowed where it is written without escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(v)))
            }

            fn visit_str<E>(self, v: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(v.into())))
            }
        }
        deserializer.deserialize_str(Text)
    }
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
