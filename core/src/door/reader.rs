//! Reads a question by a table of its keys: what each place may hold is said once, all of it is checked in one go, and what is read after that
//! needs no check. Borrows from the line. No tree, no IO.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{ErrorCode, LineError, MAX_LINE};
use crate::Timestamp;
pub(super) use crate::codec::step as escape;
use crate::codec::{InputLimits, Json, JsonErrorCode, JsonKind, has_number_beyond, repeated};

/// Most levels of a line.
const MAX_DEPTH: u32 = 128;

/// Keys of an object with what they may hold.
pub(super) type Keys = &'static [(&'static str, Form)];

/// What a place of a question may hold. Null stands for nothing wherever a key may be left out.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A list of whole numbers that aren't negative.
    Groups,
    /// Seconds since 1970, or RFC 3339.
    Time,
    /// True or false.
    Flag,
    /// A whole number that isn't negative.
    Whole,
    /// A number of at least 0 and below 1.
    Fraction,
    /// An object with free keys, its values strings.
    Words,
    /// Headers: an object of strings, in which a key may stand twice, or a list of pairs of strings.
    Headers,
    /// Any JSON.
    Any,
    /// An object.
    Part(Keys),
}

/// Most keys of a table.
const MOST_KEYS: usize = 24;

/// An object that fits its table: what stands at each key. The value of a key is none of the line's where the key is left out or null.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    keys: Keys,
    values: [Option<Json<'a>>; MOST_KEYS],
}

#[allow(dead_code, reason = "some are for the commands of machines and of signing in")]
impl<'a> Part<'a> {
    /// Reads a line.
    pub(super) fn read(line: &'a str, keys: Keys, required: &[&str]) -> Result<Self, LineError> {
        let json = value(line)?;
        if json.kind() != JsonKind::Object {
            return Err(bad("", "not an object"));
        }
        let part = members(json, keys).map_err(|wrong| wrong_at(wrong.code, &wrong.at, &wrong.what))?;
        part.require("", required)?;
        Ok(part)
    }

    /// Members that are null count as left out.
    fn of(json: Json<'a>, keys: Keys) -> Self {
        let mut part = Self { keys, values: [None; MOST_KEYS] };
        for (key, value) in json.entries() {
            let place = keys.iter().zip(&mut part.values).find(|((k, _), _)| key.is(k));
            if let Some((_, place)) = place.filter(|_| !value.is_null()) {
                *place = Some(value);
            }
        }
        part
    }

    fn find(&self, key: &str) -> Option<(Form, Json<'a>)> {
        let ((_, form), value) = self.keys.iter().zip(&self.values).find(|((k, _), _)| *k == key)?;
        Some((*form, (*value)?))
    }

    /// Refuses a part without one of these keys.
    pub(super) fn require(&self, at: &str, keys: &[&str]) -> Result<(), LineError> {
        match keys.iter().find(|key| !self.has(key)) {
            Some(key) => Err(bad_in(at, key, &"missing")),
            None => Ok(()),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.json(key).is_some()
    }

    pub(super) fn json(&self, key: &str) -> Option<Json<'a>> {
        self.find(key).map(|(_, value)| value)
    }

    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.json(key)?.text()
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<Cow<'a, str>>> {
        Some(self.json(key)?.elements().filter_map(|e| e.text()).collect())
    }

    /// Headers, which [`Form::Headers`] says how to write.
    pub(super) fn headers(&self, key: &str) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        self.json(key).into_iter().flat_map(pairs).flatten().collect()
    }

    pub(super) fn words(&self, key: &str) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        let members = self.json(key).into_iter().flat_map(|json| json.members());
        members.filter_map(|(key, value)| Some((key, value.text()?))).collect()
    }

    pub(super) fn groups(&self, key: &str) -> Option<Vec<u64>> {
        Some(self.json(key)?.elements().filter_map(|e| e.whole()).collect())
    }

    pub(super) fn time(&self, key: &str) -> Option<Timestamp> {
        time(self.json(key)?)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.json(key)?.boolean()
    }

    pub(super) fn whole(&self, key: &str) -> Option<u64> {
        self.json(key)?.whole()
    }

    /// A fraction as a number that is spread over all of `u64`, as evenly as it is.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is neither negative nor 2 to the 64th or more
    pub(super) fn random(&self, key: &str) -> Option<u64> {
        fraction(self.json(key)?).map(|n| (n * 18_446_744_073_709_551_616.0) as u64)
    }

    pub(super) fn part(&self, key: &str) -> Option<Self> {
        match self.find(key)? {
            (Form::Part(keys), value) => Some(Self::of(value, keys)),
            _ => None,
        }
    }

    /// A part that must be there.
    pub(super) fn must(&self, key: &str, at: &str) -> Result<Self, LineError> {
        self.part(key).ok_or_else(|| bad_in(at, key, &"missing"))
    }

    /// A value with names of its own.
    pub(super) fn parsed<T>(&self, key: &str, at: &str) -> Result<Option<T>, LineError>
    where
        T: core::str::FromStr,
        T::Err: fmt::Display,
    {
        let text = self.text(key);
        text.map(|t| t.parse()).transpose().map_err(|e| bad_in(at, key, &e))
    }
}

/// Seconds since 1970 or RFC 3339.
fn time(json: Json<'_>) -> Option<Timestamp> {
    match json.kind() {
        JsonKind::Number => match json.integer() {
            Some(seconds) => Some(Timestamp::from_seconds(seconds)),
            None => Timestamp::from_seconds_f64(json.number()?).ok(),
        },
        _ => Timestamp::parse(&json.text()?).ok(),
    }
}

fn fraction(json: Json<'_>) -> Option<f64> {
    json.number().filter(|n| (0.0..1.0).contains(n))
}

/// A line as JSON.
pub(super) fn value(line: &str) -> Result<Json<'_>, LineError> {
    let limits = InputLimits { bytes: MAX_LINE, depth: MAX_DEPTH, values: usize::MAX };
    Json::parse(line, limits).map_err(|e| match e.code() {
        JsonErrorCode::TooLarge | JsonErrorCode::TooMany => LineError::too_large(),
        JsonErrorCode::TooDeep => {
            LineError::new(ErrorCode::BadJson, format!("More than {MAX_DEPTH} levels deep, from byte {} on.", e.at()))
        }
        JsonErrorCode::NotJson if e.at() >= line.trim_end().len() => {
            LineError::new(ErrorCode::BadJson, "The JSON ends too early.")
        }
        JsonErrorCode::NotJson => LineError::new(ErrorCode::BadJson, format!("Not JSON from byte {} on.", e.at())),
    })
}

/// What is wrong in a line, and where.
struct Wrong {
    at: String,
    code: ErrorCode,
    what: &'static str,
}

impl Wrong {
    fn new(what: &'static str) -> Self {
        Self { at: String::new(), code: ErrorCode::BadRequest, what }
    }

    fn inside(self, key: &str) -> Self {
        Self { at: format!("/{}{}", escape(key), self.at), ..self }
    }
}

/// Finds the first fault, in the order of the line.
fn check(value: Json<'_>, form: Form) -> Result<(), Wrong> {
    let kind = value.kind();
    if kind == JsonKind::Null {
        return Ok(());
    }
    let (fits, what) = match form {
        Form::Any => (true, ""),
        Form::Text => (kind == JsonKind::String, "not a string"),
        Form::Texts => (all(value, |e| e.kind() == JsonKind::String), "not a list of strings"),
        Form::Groups => (all(value, |e| e.whole().is_some()), "not a list of group IDs, which are whole numbers"),
        Form::Time => (time(value).is_some(), "not a time; write seconds since 1970 as a number, or RFC 3339"),
        Form::Flag => (kind == JsonKind::Boolean, "not true or false"),
        Form::Fraction => (fraction(value).is_some(), "not a number of at least 0 and below 1"),
        Form::Whole => (value.whole().is_some(), "not a whole number of at least 0"),
        Form::Headers => (
            matches!(kind, JsonKind::Object | JsonKind::Array) && pairs(value).all(|pair| pair.is_some()),
            "not an object of strings or a list of pairs of strings",
        ),
        Form::Words | Form::Part(_) => (kind == JsonKind::Object, "not an object"),
    };
    if !fits {
        let wrong = Wrong::new(what);
        let beyond = matches!(form, Form::Time) && has_number_beyond(value.raw());
        return Err(if beyond { Wrong { code: ErrorCode::BadJson, what: BEYOND, ..wrong } } else { wrong });
    }
    match form {
        Form::Part(keys) => members(value, keys).map(drop),
        Form::Words => words(value),
        _ => Ok(()),
    }
}

fn all(value: Json<'_>, fits: fn(&Json<'_>) -> bool) -> bool {
    value.kind() == JsonKind::Array && value.elements().all(|e| fits(&e))
}

/// Checks the members of an object with known keys, none of which may stand twice: parsers disagree which of two counts.
fn members(object: Json<'_>, keys: Keys) -> Result<Part<'_>, Wrong> {
    let mut part = Part { keys, values: [None; MOST_KEYS] };
    let mut seen = 0u32;
    for (key, value) in object.entries() {
        let wrong = |what| Wrong::new(what).inside(&key.read());
        let places = keys.iter().zip(&mut part.values).zip(0u32..);
        let known = { places }.find(|(((k, _), _), _)| key.is(k));
        let Some((((_, form), place), index)) = known else { return Err(wrong("no such key")) };
        let bit = 1u32.wrapping_shl(index);
        if seen & bit != 0 {
            return Err(wrong("stands twice"));
        }
        seen |= bit;
        if !value.is_null() {
            check(value, *form).map_err(|wrong| wrong.inside(&key.read()))?;
            *place = Some(value);
        }
    }
    Ok(part)
}

/// Checks an object of strings with free keys.
fn words(object: Json<'_>) -> Result<(), Wrong> {
    if let Some((key, _)) = object.members().find(|(_, value)| value.kind() != JsonKind::String) {
        return Err(Wrong::new("not a string").inside(&key));
    }
    repeated(object.raw()).map_or(Ok(()), |at| Err(Wrong { at, ..Wrong::new("stands twice") }))
}

/// The pairs of headers; none in place of what isn't one.
fn pairs(headers: Json<'_>) -> impl Iterator<Item = Option<(Cow<'_, str>, Cow<'_, str>)>> {
    let object = headers.members().map(|(key, value)| Some((key, value.text()?)));
    let list = headers.elements().map(|pair| {
        let mut texts = pair.elements().map(|e| e.text());
        match (texts.next(), texts.next(), texts.next()) {
            (Some(key), Some(value), None) => key.zip(value),
            _ => None,
        }
    });
    object.chain(list)
}

/// What is wrong with a number that parsers read as infinite, or not at all.
const BEYOND: &str = "a number beyond the greatest that there is in most languages";

/// Refuses JSON on whose meaning parsers disagree: keys that stand twice, numbers that no double holds. Doesn't name keys, which may be anything.
pub(super) fn plain(json: Json<'_>, at: &str) -> Result<(), LineError> {
    if repeated(json.raw()).is_some() {
        return Err(bad(at, "a key stands twice in one object"));
    }
    if has_number_beyond(json.raw()) {
        return Err(wrong_at(ErrorCode::BadJson, at, &BEYOND));
    }
    Ok(())
}

/// Says that a part of a question is wrong, without its value.
pub(super) fn bad(pointer: &str, what: impl fmt::Display) -> LineError {
    wrong_at(ErrorCode::BadRequest, pointer, &what)
}

/// The same of a key in a part.
#[inline(never)]
pub(super) fn bad_in(at: &str, key: &str, what: &dyn fmt::Display) -> LineError {
    wrong_at(ErrorCode::BadRequest, &format!("{at}/{key}"), what)
}

#[inline(never)]
fn wrong_at(code: ErrorCode, pointer: &str, what: &dyn fmt::Display) -> LineError {
    let at = if pointer.is_empty() { "The line".into() } else { format!("`{pointer}`") };
    LineError::at(code, pointer, format!("{at}: {what}."))
}

#[cfg(test)]
mod tests {
    use super::{Form, Keys, MOST_KEYS};

    #[test]
    fn each_table_of_a_command_has_room() {
        fn fits(keys: Keys) -> bool {
            let inside = |form: &Form| if let Form::Part(keys) = form { fits(keys) } else { true };
            keys.len() <= MOST_KEYS && keys.iter().all(|(_, form)| inside(form))
        }
        use crate::door::{build, decide, parse, read, session, validate};
        for keys in [build::KEYS, decide::KEYS, parse::KEYS, read::KEYS, session::KEYS, validate::KEYS] {
            assert!(fits(keys));
        }
    }
}
