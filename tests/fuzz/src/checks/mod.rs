//! What must hold for any bytes: one function for each fuzz target. The stable tests run the same functions over the corpus.
//!
//! The first bytes choose what is asked, the rest is the text.

mod answers;
mod budget;
mod pages;
mod redirect;
mod retry;
mod session;
mod typed;
mod wire;

pub use answers::{KINDS, parse, webhook};
pub use budget::budget;
pub use pages::pages;
pub use redirect::redirect;
pub use retry::retry;
pub use session::rtm;
pub use typed::typed;
pub use wire::{frame, read};

use livechat_core::catalogue::{NamedType, Type};
use livechat_core::codec::{
    Fault, FaultCode, InputLimits, Json, JsonError, JsonErrorCode, JsonKind, MAX_FAULTS, Options, UnknownFields,
    compare, validate as judge,
};
use livechat_core::door::{Session, answer_bytes};
use livechat_core::{Method, Version};
use serde_json::{Map, Value};

use crate::validation::model;

/// What is done with the bytes that a fuzzer makes.
pub type Check = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Check); 13] = [
    ("budget", budget),
    ("door", door),
    ("frame", frame),
    ("json", json),
    ("pages", pages),
    ("parse", parse),
    ("read", read),
    ("redirect", redirect),
    ("retry", retry),
    ("rtm", rtm),
    ("typed", typed),
    ("validate", validate),
    ("webhook", webhook),
];

/// What stands for a secret. Where an input has it as a value, no error and no `Debug` may show it.
const MARK: &str = "s3cr3t";

/// How deep `serde_json` reads.
const LEVELS: u32 = 127;

/// A method, a version, and how unknown fields are treated; then the body.
///
/// Core agrees with the model, and every fault says where it is.
pub fn validate(data: &[u8]) {
    let [high, low, choice, text @ ..] = data else { return };
    let Ok(text) = core::str::from_utf8(text) else { return };
    let index = usize::from(u16::from_be_bytes([*high, *low])) % Method::all().len();
    let method = Method::from_index(index).expect("a method");
    let version = Version::ALL[usize::from(choice % 4)];
    let unknown_fields = UnknownFields::ALL[usize::from(choice / 4 % 3)];
    let verdict = judge(method, version, text, Options { unknown_fields });
    look(verdict.faults(), text);
    look(verdict.warnings(), text);
    // Beyond this core looks no further, and the model would need the stack for it.
    if Json::parse(text, InputLimits { depth: 400, ..InputLimits::default() })
        .is_err_and(|e| e.code() != JsonErrorCode::NotJson)
    {
        return;
    }
    let found: Vec<_> = verdict.faults().iter().map(|f| (f.code().to_string(), f.pointer().to_owned())).collect();
    assert_eq!(found, model::validate(method, version, text, unknown_fields.as_str()), "{method} {version}");
}

/// Faults are few, in order, and their pointers lead to something unless it is absent.
fn look(faults: &[Fault], text: &str) {
    assert!(faults.len() <= MAX_FAULTS);
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    for fault in faults {
        let absent = matches!(fault.code(), FaultCode::Missing | FaultCode::Needs);
        let whole = fault.pointer().is_empty();
        // Of a key that stands twice, `serde_json` keeps one.
        let twice = faults.iter().any(|f| f.code() == FaultCode::DuplicateField);
        assert!(absent || whole || twice || value.pointer(fault.pointer()).is_some() || has_twins(text), "{fault}");
        assert!(!fault.message().is_empty());
    }
}

fn has_twins(text: &str) -> bool {
    fn inside(json: Json<'_>) -> bool {
        let mut keys: Vec<_> = json.members().map(|(key, _)| key).collect();
        keys.sort();
        keys.windows(2).any(|pair| pair[0] == pair[1])
            || json.elements().any(inside)
            || json.members().any(|(_, value)| inside(value))
    }
    parsed(text).is_ok_and(inside)
}

fn parsed(text: &str) -> Result<Json<'_>, JsonErrorCode> {
    Json::parse(text, InputLimits { depth: LEVELS, ..InputLimits::default() }).map_err(JsonError::code)
}

/// A type to compare with and a version; then the text.
///
/// The same texts are JSON here and for `serde_json`, with the same value, and are written out as they came.
pub fn json(data: &[u8]) {
    let [which, choice, text @ ..] = data else { return };
    let Ok(text) = core::str::from_utf8(text) else { return };
    let json = match (parsed(text), serde_json::from_str::<Value>(text)) {
        (Ok(json), Ok(value)) => {
            assert_eq!(self::value(json), Some(value.clone()));
            assert_eq!(serde_json::from_str::<Value>(&json.compact()).ok(), Some(value));
            json
        }
        // A number that no float holds is JSON all the same, and keeps its digits.
        (Ok(json), Err(error)) if error.to_string().starts_with("number out of range") => json,
        (Err(JsonErrorCode::TooDeep), _) | (Err(_), Err(_)) => return,
        (ours, theirs) => panic!("{ours:?} {theirs:?}"),
    };
    assert_eq!(json.raw(), text.trim_matches([' ', '\n', '\r', '\t']));
    let compact = json.compact();
    let again = parsed(&compact).expect("JSON");
    assert_eq!(again.compact(), compact);
    assert_eq!(serde_json::to_string(&json).ok(), Some(compact));
    let types = NamedType::all().count();
    let named = NamedType::all().nth((usize::from(*which) * 64 + usize::from(choice / 4)) % types).expect("a type");
    let version = Version::ALL[usize::from(choice % 4)];
    look(&compare(&Type::Named(named), version, json), text);
    assert_eq!(compare(&Type::Any, version, json), []);
}

/// The value as one reads it part by part; none where a number goes beyond floats.
fn value(json: Json<'_>) -> Option<Value> {
    Some(match json.kind() {
        JsonKind::Null => Value::Null,
        JsonKind::Boolean => json.boolean()?.into(),
        JsonKind::Number => serde_json::from_str(json.raw()).ok()?,
        JsonKind::String => json.text()?.into(),
        JsonKind::Array => json.elements().map(value).collect::<Option<_>>()?,
        JsonKind::Object => {
            let members = json.members().map(|(key, value)| Some((key.into_owned(), self::value(value)?)));
            Value::Object(members.collect::<Option<Map<_, _>>>()?)
        }
    })
}

/// The commands of the door, as the first byte chooses them.
pub const COMMANDS: [&str; 5] = ["decide", "validate", "build", "read", "parse"];

/// A command; then the line. Whatever comes in, one line of JSON comes out: an answer or an error.
pub fn door(data: &[u8]) {
    let [command, line @ ..] = data else { return };
    let command = COMMANDS[usize::from(*command) % COMMANDS.len()];
    let answer = answer_bytes(command, line);
    assert!(!answer.contains('\n'));
    let Some(value) = line_of(&answer) else { return };
    let answered = match command {
        "decide" => value["effect"].is_string(),
        "validate" => value["valid"].is_boolean(),
        "build" => value["http"].is_object() || value["frame"].is_object() || value["valid"] == false,
        "read" => value["version"].is_string(),
        _ => value["kind"].is_string(),
    };
    assert!(answered != value["error"]["code"].is_string(), "{answer}");
    assert!(
        serde_json::from_slice::<Value>(line).is_ok() || value["error"]["code"].is_string() || is_beyond(line),
        "{answer}"
    );
    let mut session = Session::new();
    for line in line.split(|byte| *byte == b'\n') {
        let _ = session.line(line, |_| ());
    }
}

/// A line that the door wrote; none where it holds numbers that `serde_json` makes no value of.
fn line_of(answer: &str) -> Option<Value> {
    let value = serde_json::from_str(answer);
    assert!(value.is_ok() || is_beyond(answer.as_bytes()), "{answer}");
    value.ok()
}

/// A line that is JSON, but for numbers and strings that `serde_json` makes no value of, in parts that aren't looked at.
fn is_beyond(line: &[u8]) -> bool {
    serde_json::from_slice::<&serde_json::value::RawValue>(line).is_ok()
}

/// Whether two texts are the same JSON, as far as `serde_json` makes values of them.
fn same(a: &str, b: &str) -> bool {
    a == b || serde_json::from_str::<Value>(a).ok() == serde_json::from_str::<Value>(b).ok()
}

/// Bytes that are taken one after the other; after the end there are zeros.
struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    fn byte(&mut self) -> u8 {
        self.bytes::<1>()[0]
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let taken = self.take(N);
        let mut bytes = [0; N];
        bytes[..taken.len()].copy_from_slice(taken);
        bytes
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn short(&mut self) -> u16 {
        u16::from_be_bytes(self.bytes())
    }

    fn number(&mut self) -> i64 {
        i64::from_be_bytes(self.bytes())
    }

    /// The rest up to a byte, which is passed over.
    fn until(&mut self, end: u8) -> &'a [u8] {
        let at = self.0.iter().position(|b| *b == end);
        let taken = self.take(at.unwrap_or(self.0.len()));
        self.take(1);
        taken
    }

    /// The same as text, where it is.
    fn line(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.until(b'\n')).ok()
    }

    /// Headers, one a line, up to an empty line.
    fn headers(&mut self) -> Option<Vec<(&'a str, &'a str)>> {
        let mut headers = Vec::new();
        loop {
            match self.line()? {
                "" => return Some(headers),
                line => headers.push(line.split_once(": ").unwrap_or((line, ""))),
            }
        }
    }
}
