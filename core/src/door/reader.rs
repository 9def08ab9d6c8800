//! Reads a question by a table of its keys: what each place may hold is said once, all of it is checked in one go, and what is read after that
//! needs no check. Borrows from the line. No tree, no IO.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{ErrorCode, LineError, MAX_LINE};
use crate::Timestamp;
use crate::codec::{InputLimits, Json, JsonErrorCode, JsonKind};

/// Most levels of a line.
const MAX_DEPTH: u32 = 128;

/// Keys of an object with what they may hold.
pub(super) type Keys = &'static [(&'static str, Form)];

/// What a place of a question may hold. Null stands for nothing wherever a key may be left out.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "the commands that read by serde follow")]
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
    /// Any JSON.
    Any,
    /// An object.
    Part(Keys),
}

/// An object that fits its table.
#[derive(Clone)]
pub(super) struct Part<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

#[allow(dead_code, reason = "the commands that read by serde follow")]
impl<'a> Part<'a> {
    /// Reads a line.
    pub(super) fn read(line: &'a str, keys: Keys, required: &[&str]) -> Result<Self, LineError> {
        let json = value(line)?;
        check(json, Form::Part(keys), "")?;
        let part = Self::of(json);
        part.require("", required)?;
        Ok(part)
    }

    /// Members that are null count as left out.
    fn of(json: Json<'a>) -> Self {
        Self(json.members().filter(|(_, value)| !value.is_null()).collect())
    }

    /// Refuses a part without one of these keys.
    pub(super) fn require(&self, at: &str, keys: &[&str]) -> Result<(), LineError> {
        match keys.iter().find(|key| !self.has(key)) {
            Some(key) => Err(bad(&format!("{at}/{key}"), "missing")),
            None => Ok(()),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.json(key).is_some()
    }

    pub(super) fn json(&self, key: &str) -> Option<Json<'a>> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, value)| *value)
    }

    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        self.json(key)?.text()
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<Cow<'a, str>>> {
        Some(self.json(key)?.elements().filter_map(|e| e.text()).collect())
    }

    pub(super) fn words(&self, key: &str) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        let members = self.json(key).into_iter().flat_map(|json| json.members());
        members.filter_map(|(key, value)| Some((key, value.text()?))).collect()
    }

    pub(super) fn groups(&self, key: &str) -> Option<Vec<u64>> {
        Some(self.json(key)?.elements().filter_map(|e| e.raw().parse().ok()).collect())
    }

    pub(super) fn time(&self, key: &str) -> Option<Timestamp> {
        time(self.json(key)?)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.json(key)?.boolean()
    }

    pub(super) fn whole(&self, key: &str) -> Option<u64> {
        self.json(key)?.raw().parse().ok()
    }

    /// A fraction as a number that is spread over all of `u64`, as evenly as it is.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is neither negative nor 2 to the 64th or more
    pub(super) fn random(&self, key: &str) -> Option<u64> {
        fraction(self.json(key)?).map(|n| (n * 18_446_744_073_709_551_616.0) as u64)
    }

    pub(super) fn part(&self, key: &str) -> Option<Self> {
        self.json(key).map(Self::of)
    }

    /// A value with names of its own.
    pub(super) fn parsed<T>(&self, key: &str, at: &str) -> Result<Option<T>, LineError>
    where
        T: core::str::FromStr,
        T::Err: fmt::Display,
    {
        let text = self.text(key);
        text.map(|t| t.parse()).transpose().map_err(|e| bad(&format!("{at}/{key}"), e))
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

/// Finds the first fault, in the order of the line.
fn check(value: Json<'_>, form: Form, at: &str) -> Result<(), LineError> {
    let kind = value.kind();
    let all = |fits: fn(&Json<'_>) -> bool| kind == JsonKind::Array && value.elements().all(|e| fits(&e));
    let is_text = |v: &Json<'_>| v.kind() == JsonKind::String;
    let (fits, expected) = match form {
        Form::Any => (true, ""),
        Form::Text => (is_text(&value), "not a string"),
        Form::Texts => (all(|e| e.kind() == JsonKind::String), "not a list of strings"),
        Form::Groups => (all(|e| e.raw().parse::<u64>().is_ok()), "not a list of group IDs, which are whole numbers"),
        Form::Time => (time(value).is_some(), "not a time; write seconds since 1970 as a number, or RFC 3339"),
        Form::Flag => (kind == JsonKind::Boolean, "not true or false"),
        Form::Whole => (value.raw().parse::<u64>().is_ok(), "not a whole number of at least 0"),
        Form::Fraction => (fraction(value).is_some(), "not a number of at least 0 and below 1"),
        Form::Words => {
            let fits = kind == JsonKind::Object && value.members().all(|(_, v)| is_text(&v));
            if fits {
                once(value, at)?;
            }
            (fits, "not an object of strings")
        }
        Form::Part(_) => (kind == JsonKind::Object, "not an object"),
    };
    if !fits && (kind != JsonKind::Null || at.is_empty()) {
        return Err(bad(at, expected));
    }
    if let Form::Part(keys) = form {
        once(value, at)?;
        for (key, value) in value.members() {
            let at = format!("{at}/{}", escape(&key));
            match keys.iter().find(|(k, _)| *k == key) {
                Some((_, form)) => check(value, *form, &at)?,
                None => return Err(bad(&at, "no such key")),
            }
        }
    }
    Ok(())
}

/// Refuses an object in which a key stands twice: parsers disagree which of them counts.
fn once(object: Json<'_>, at: &str) -> Result<(), LineError> {
    let mut keys: Vec<Cow<'_, str>> = object.members().map(|(key, _)| key).collect();
    keys.sort_unstable();
    match keys.iter().zip(keys.iter().skip(1)).find(|(a, b)| a == b) {
        Some((key, _)) => Err(bad(&format!("{at}/{}", escape(key)), "stands twice")),
        None => Ok(()),
    }
}

/// Says that a part of a question is wrong, without its value.
pub(super) fn bad(pointer: &str, what: impl fmt::Display) -> LineError {
    let at = if pointer.is_empty() { "The line".into() } else { format!("`{pointer}`") };
    LineError::at(ErrorCode::BadRequest, pointer, format!("{at}: {what}."))
}

/// Most characters of a key that a message repeats.
const MOST_OF_KEY: usize = 64;

/// A key as a part of an RFC 6901 pointer, shortened where it is long.
pub(super) fn escape(key: &str) -> String {
    let mut short: String = key.chars().take(MOST_OF_KEY).collect();
    if short.len() < key.len() {
        short.push('…');
    }
    short.replace('~', "~0").replace('/', "~1")
}
