//! A JSON value that stays text: checked once, read where it is asked for, written out as it came. No tree, no IO.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::fault::Fault;
use super::json::{Broken, Cursor, Kind, Why};
use super::text::Text;
use super::validate::{compare, compare_unread};
use crate::Version;
use crate::catalogue::Type;

/// What outside text may have at most. All of it is settable; the defaults fit what the API sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputLimits {
    /// Bytes of the text; by default 16 MiB.
    pub bytes: usize,
    /// Levels of arrays and objects inside each other; by default 64, and never more than 512.
    pub depth: u32,
    /// Values of all kinds, those inside others too; by default a million.
    pub values: usize,
}

impl Default for InputLimits {
    fn default() -> Self {
        Self { bytes: 16 * 1024 * 1024, depth: super::MAX_DEPTH, values: 1_000_000 }
    }
}

named! {
    /// Why a text isn't taken as JSON.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum JsonErrorCode {
        /// It isn't JSON.
        NotJson = "not_json",
        /// More bytes than [`InputLimits::bytes`].
        TooLarge = "too_large",
        /// More levels than [`InputLimits::depth`].
        TooDeep = "too_deep",
        /// More values than [`InputLimits::values`].
        TooMany = "too_many",
    }
}

/// A text isn't JSON, or goes past a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}: the text can't be read as JSON from byte {at} on")]
pub struct JsonError {
    code: JsonErrorCode,
    at: usize,
}

impl JsonError {
    /// What is wrong.
    pub fn code(self) -> JsonErrorCode {
        self.code
    }

    /// The byte where it shows.
    pub fn at(self) -> usize {
        self.at
    }
}

/// The kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A JSON value as it stands in its text. Copies are free; reading a member looks through the object, so it takes time in proportion to what stands before it.
///
/// ```
/// use livechat_core::codec::{InputLimits, Json};
/// let chat = Json::parse(r#"{"id": "PJ0MRSHTDG", "users": [{"present": true}], "size": 1.50}"#, InputLimits::default())?;
/// assert_eq!(chat.get("id").and_then(|id| id.text()).as_deref(), Some("PJ0MRSHTDG"));
/// assert_eq!(chat.pointer("/users/0/present").and_then(|p| p.boolean()), Some(true));
/// assert_eq!(chat.get("size").map(|n| n.raw()), Some("1.50"));
/// # Ok::<(), livechat_core::codec::JsonError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Json<'a>(&'a str);

impl<'a> Json<'a> {
    /// `null`
    pub const NULL: Self = Self("null");

    /// Checks a text from end to end, in one pass and without recursion.
    pub fn parse(text: &'a str, limits: InputLimits) -> Result<Self, JsonError> {
        if text.len() > limits.bytes {
            return Err(JsonError { code: JsonErrorCode::TooLarge, at: limits.bytes });
        }
        let mut cursor = Cursor::new(text);
        let read = cursor.survey(limits.depth, limits.values).and_then(|()| cursor.end());
        read.map(|()| Self(text.trim_matches(SPACE))).map_err(|broken| {
            let Broken { at, why } = broken;
            let code = match why {
                Why::Many => JsonErrorCode::TooMany,
                Why::Deep => JsonErrorCode::TooDeep,
                Why::Syntax => JsonErrorCode::NotJson,
            };
            JsonError { code, at }
        })
    }

    /// Checks a text and [compares](super::compare) it with what is documented, mostly in one pass. The same as the one after the other.
    ///
    /// ```
    /// use livechat_core::catalogue::Webhook;
    /// use livechat_core::codec::{InputLimits, Json};
    /// let documented = Webhook::THREAD_TAGGED.payload().ok_or("no payload documented")?;
    /// let text = r#"{"chat_id": "PJ0MRSHTDG", "thread_id": "K600PKZON8", "tag": 5}"#;
    /// let (payload, faults) = Json::parse_as(documented, livechat_core::Version::V3_6, text, InputLimits::default())?;
    /// assert_eq!(payload.get("tag").and_then(|tag| tag.integer()), Some(5));
    /// assert_eq!(faults.iter().map(|f| f.to_string()).collect::<Vec<_>>(), ["wrong_type at /tag: It is a string."]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse_as(
        documented: &Type,
        version: Version,
        text: &'a str,
        limits: InputLimits,
    ) -> Result<(Self, Vec<Fault>), JsonError> {
        if let Some(both) = Self::parse_at_once(documented, version, text, limits) {
            return Ok(both);
        }
        let json = Self::parse(text, limits)?;
        Ok((json, compare(documented, version, json)))
    }

    /// A text that was checked before.
    pub(crate) fn checked(text: &'a str) -> Self {
        Self(text.trim_matches(SPACE))
    }

    /// The same in one pass, where that is possible.
    pub(crate) fn parse_at_once(
        documented: &Type,
        version: Version,
        text: &'a str,
        limits: InputLimits,
    ) -> Option<(Self, Vec<Fault>)> {
        let json = Self::trimmed(text);
        let faults = (text.len() <= limits.bytes).then(|| compare_unread(documented, version, json.0, limits))?;
        faults.map(|faults| (json, faults))
    }

    /// A text that is read elsewhere, without the white space around it.
    pub(crate) fn trimmed(text: &'a str) -> Self {
        // Mostly there is none.
        let has_none = text.starts_with(['{', '[']) && text.ends_with(['}', ']']);
        Self(if has_none { text } else { text.trim_matches(SPACE) })
    }

    /// A value that was read elsewhere.
    pub(super) fn read(text: &'a str) -> Self {
        Self(text)
    }

    /// Takes the value at a place of a text that was read before.
    fn take(cursor: &mut Cursor<'a>) -> Option<Self> {
        cursor.space();
        let start = cursor.position();
        cursor.skip().ok()?;
        cursor.between(start, cursor.position()).map(Self)
    }

    /// Its text, byte for byte, without white space around it.
    pub fn raw(&self) -> &'a str {
        self.0
    }

    /// Its kind.
    pub fn kind(&self) -> JsonKind {
        match Cursor::new(self.0).kind() {
            Ok(Kind::Boolean) => JsonKind::Boolean,
            Ok(Kind::Number) => JsonKind::Number,
            Ok(Kind::String) => JsonKind::String,
            Ok(Kind::Array) => JsonKind::Array,
            Ok(Kind::Object) => JsonKind::Object,
            Ok(Kind::Null) | Err(_) => JsonKind::Null,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        self.kind() == JsonKind::Null
    }

    /// A string's text; borrowed where it has no escapes.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.string().map(|text| text.read())
    }

    /// A string as it stands.
    pub(crate) fn string(&self) -> Option<Text<'a>> {
        Cursor::new(self.0).string().ok()
    }

    /// A whole number that isn't negative, written without fraction and exponent.
    pub(crate) fn whole(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// True or false.
    pub fn boolean(&self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number, written without fraction and exponent.
    pub fn integer(&self) -> Option<i64> {
        if self.kind() == JsonKind::Number { self.0.parse().ok() } else { None }
    }

    /// A number, as near as a float is; none beyond the greatest float, such as `1e999`.
    pub fn number(&self) -> Option<f64> {
        if self.kind() == JsonKind::Number { self.0.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
    }

    /// A member of an object; of a key that stands twice the first.
    pub fn get(&self, key: &str) -> Option<Self> {
        let mut cursor = self.inside(b'{')?;
        loop {
            let name = cursor.string().ok()?;
            cursor.require(b':').ok()?;
            if name.is(key) {
                return Self::take(&mut cursor);
            }
            cursor.skip().ok()?;
            if !cursor.take(b',') {
                return None;
            }
        }
    }

    /// The elements of an array; none of anything else.
    pub fn elements(&self) -> impl Iterator<Item = Self> + Clone + use<'a> {
        let mut next = self.inside(b'[');
        core::iter::from_fn(move || {
            let mut cursor = next.take()?;
            let value = Self::take(&mut cursor)?;
            next = cursor.take(b',').then_some(cursor);
            Some(value)
        })
    }

    /// The members of an object in their order; none of anything else.
    pub fn members(&self) -> impl Iterator<Item = (Cow<'a, str>, Self)> + Clone + use<'a> {
        self.entries().map(|(key, value)| (key.read(), value))
    }

    /// The same without reading the keys.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Text<'a>, Self)> + Clone + use<'a> {
        let mut next = self.inside(b'{');
        core::iter::from_fn(move || {
            let mut cursor = next.take()?;
            let key = cursor.string().ok()?;
            cursor.require(b':').ok()?;
            let value = Self::take(&mut cursor)?;
            next = cursor.take(b',').then_some(cursor);
            Some((key, value))
        })
    }

    /// The value that an RFC 6901 pointer leads to. Takes time in proportion to what stands before it.
    pub fn pointer(&self, pointer: &str) -> Option<Self> {
        if pointer.is_empty() {
            return Some(*self);
        }
        // From one value right into the next, so that what stands behind it is never looked at.
        let mut cursor = Cursor::new(self.0);
        for step in pointer.strip_prefix('/')?.split('/') {
            cursor.space();
            match cursor.byte() {
                Some(b'{') if step.contains('~') => enter(&mut cursor, &step.replace("~1", "/").replace("~0", "~"))?,
                Some(b'{') => enter(&mut cursor, step)?,
                Some(b'[') if step == "0" || !step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()) => {
                    element(&mut cursor, step.parse().ok()?)?;
                }
                _ => return None,
            }
        }
        Self::take(&mut cursor)
    }

    /// The same value on one line: without white space, otherwise as it stands.
    pub fn compact(&self) -> String {
        self.rewritten(&|_| false)
    }

    /// The same with the values of such keys masked, at any depth.
    fn rewritten(&self, masked: &dyn Fn(Text<'_>) -> bool) -> String {
        let mut out = String::with_capacity(self.0.len());
        let mut cursor = Cursor::new(self.0);
        loop {
            cursor.space();
            let start = cursor.position();
            if cursor.byte() == Some(b'"') {
                let Ok(text) = cursor.string() else { return out };
                out.push_str(cursor.between(start, cursor.position()).unwrap_or_default());
                // Nothing but a key has a colon behind it.
                if masked(text) && cursor.take(b':') {
                    out.push_str(":\"***\"");
                    if cursor.skip().is_err() {
                        return out;
                    }
                }
                continue;
            }
            let plain = cursor.rest().iter().position(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b'"'));
            cursor.advance(plain.unwrap_or(cursor.rest().len()));
            out.push_str(cursor.between(start, cursor.position()).unwrap_or_default());
            if cursor.position() == start {
                return out;
            }
        }
    }

    /// The place after the bracket, if the value is of that kind and not empty.
    fn inside(&self, bracket: u8) -> Option<Cursor<'a>> {
        let mut cursor = Cursor::new(self.0);
        let end = if bracket == b'{' { b'}' } else { b']' };
        (cursor.take(bracket) && !cursor.take(end)).then_some(cursor)
    }
}

/// Goes to the value of a key; of one that stands twice to the first.
fn enter(cursor: &mut Cursor<'_>, key: &str) -> Option<()> {
    if !cursor.take(b'{') || cursor.take(b'}') {
        return None;
    }
    loop {
        let name = cursor.string().ok()?;
        cursor.require(b':').ok()?;
        if name.is(key) {
            return Some(());
        }
        cursor.skip().ok()?;
        cursor.require(b',').ok()?;
    }
}

/// Goes to an element.
fn element(cursor: &mut Cursor<'_>, index: usize) -> Option<()> {
    if !cursor.take(b'[') || cursor.take(b']') {
        return None;
    }
    for _ in 0..index {
        cursor.skip().ok()?;
        cursor.require(b',').ok()?;
    }
    Some(())
}

/// White space of JSON.
const SPACE: [char; 4] = [' ', '\n', '\r', '\t'];

/// Kind and size only: the value may hold what must not be logged.
impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({:?}, {} bytes)", self.kind(), self.0.len())
    }
}

/// Writes JSON out as it stands, in the way of `serde_json`'s `RawValue`. Making one of those would read the text once more.
fn as_it_stands<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    const RAW: &str = "$serde_json::private::RawValue";
    let mut raw = serializer.serialize_struct(RAW, 1)?;
    raw.serialize_field(RAW, text)?;
    raw.end()
}

/// The value as it stands, on one line; numbers keep their digits.
impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_it_stands(&self.compact(), serializer)
    }
}

/// A value in which the values of some keys are masked, at any depth, as it is written out.
pub(crate) struct Masked<'a>(pub(crate) Json<'a>, pub(crate) &'static [&'static str]);

impl Serialize for Masked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.rewritten(&|key| self.1.iter().any(|secret| key.is(secret)));
        as_it_stands(&text, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{InputLimits, Json, JsonErrorCode, JsonKind, compare};
    use crate::Version;
    use crate::catalogue::Webhook;
    use alloc::vec::Vec;

    fn parse(text: &str) -> Json<'_> {
        Json::parse(text, InputLimits::default()).unwrap()
    }

    #[test]
    fn values_are_read_where_they_stand() {
        let json = parse(" {\"a\" : [1, -2.50 , \"x\\n\\u0041\"], \"~/\": {\"\": null}, \"a\": 9, \"t\": true}\n");
        assert_eq!(json.kind(), JsonKind::Object);
        assert_eq!(json.pointer("/a/0").and_then(|v| v.integer()), Some(1));
        assert_eq!(json.pointer("/a/1").map(|v| v.raw()), Some("-2.50"));
        assert_eq!(json.pointer("/a/1").and_then(|v| v.integer()), None);
        assert_eq!(json.pointer("/a/2").and_then(|v| v.text()).as_deref(), Some("x\nA"));
        assert_eq!(json.pointer("/~0~1/").map(|v| v.kind()), Some(JsonKind::Null));
        for nowhere in ["a", "/a/3", "/a/00", "/a/-", "/b", "/t/0"] {
            assert!(json.pointer(nowhere).is_none(), "{nowhere}");
        }
        let keys: Vec<_> = json.members().map(|(k, _)| k.into_owned()).collect();
        assert_eq!(keys, ["a", "~/", "a", "t"]);
        assert_eq!((parse("-2.50").number(), parse("1e999").number()), (Some(-2.5), None));
        assert_eq!(parse("[]").elements().count(), 0);
        assert_eq!(parse("{}").members().count(), 0);
    }

    #[test]
    fn compact_text_is_the_same_value_on_one_line() {
        let text = "{ \"a b\" :\t[ 1.0 ,\r\n \"x \\\" \\\\\" , \"\" ] , \"\u{e9}\" : { } }";
        assert_eq!(parse(text).compact(), "{\"a b\":[1.0,\"x \\\" \\\\\",\"\"],\"\u{e9}\":{}}");
        assert_eq!(
            serde_json::to_string(&[parse(" 1.10e5 "), parse(" [1e400, \"\\u00e9\"] ")]).unwrap(),
            "[1.10e5,[1e400,\"\\u00e9\"]]"
        );
        assert_eq!(serde_json::to_value(parse("{\"a\": [1]}")).unwrap(), serde_json::json!({"a": [1]}));
    }

    #[test]
    fn limits_hold() {
        let code = |text: &str, limits| Json::parse(text, limits).map_err(super::JsonError::code).err();
        let limits = InputLimits { bytes: 20, depth: 2, values: 4 };
        assert_eq!(code("[[1, 2]]", limits), None);
        assert_eq!(code("[[1, 2, 3]]", limits), Some(JsonErrorCode::TooMany));
        assert_eq!(code("[[[]]]", limits), Some(JsonErrorCode::TooDeep));
        assert_eq!(code("[1, 2,                  3]", limits), Some(JsonErrorCode::TooLarge));
        assert_eq!(code("[1, 2", limits), Some(JsonErrorCode::NotJson));
        assert_eq!(code("", limits), Some(JsonErrorCode::NotJson));
        let deep = "[".repeat(2_000_000);
        assert_eq!(
            code(&deep, InputLimits { depth: u32::MAX, ..InputLimits::default() }),
            Some(JsonErrorCode::TooDeep)
        );
    }

    #[test]
    fn both_at_once_is_the_same_as_one_after_the_other() {
        let documented = Webhook::THREAD_TAGGED.payload().unwrap();
        let both = |text: &str, limits| Json::parse_as(documented, Version::V3_6, text, limits).map(|(_, f)| f);
        let after = |text, limits| Json::parse(text, limits).map(|j| compare(documented, Version::V3_6, j));
        let unknown: Vec<_> = (0..150).map(|i| alloc::format!("\"a{i}\":1")).collect();
        let (open, close) = ("[".repeat(64), "]".repeat(64));
        // What is too deep stands behind more faults than are listed.
        let deep = alloc::format!(" {{{},\"b\":{open}{close}}} ", unknown.join(","));
        // The same behind keys so long that few faults are listed.
        let long = "k".repeat(600 * 1024);
        let far = alloc::format!("{{\"{long}1\":1,\"{long}2\":1,\"b\":{open}{close}}}");
        let good = "\n{\"chat_id\":\"a\",\"thread_id\":\"b\",\"tag\":\"c\"}";
        for text in [deep.as_str(), good, "{\"tag\":5} ", "{\"tag\":", "[[[[1]]]]", ""] {
            for (bytes, depth, values) in
                [(10_000, 64, 10_000), (10_000, 70, 10_000), (40, 64, 10_000), (10_000, 2, 10_000), (10_000, 64, 4)]
            {
                let limits = InputLimits { bytes, depth, values };
                assert_eq!(both(text, limits), after(text, limits), "{text} {limits:?}");
            }
        }
        for text in [&deep, &far] {
            assert_eq!(both(text, InputLimits::default()).map_err(super::JsonError::code), Err(JsonErrorCode::TooDeep));
        }
        let limits = InputLimits { depth: 70, ..InputLimits::default() };
        assert!(both(&far, limits) == after(&far, limits));
        assert_eq!(both(&far, limits).map(|faults| faults.len()), Ok(1));
    }

    #[test]
    fn debug_shows_no_content() {
        assert_eq!(alloc::format!("{:?}", parse("{\"token\": \"s\"}")), "Json(Object, 14 bytes)");
    }
}
