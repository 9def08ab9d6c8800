//! The shapes of the vendor's samples: a request is valid, an answer holds what is documented, and everything is written out as it came.
//!
//! `samples/README.md` says what the files hold. Where the reference contradicts itself, `samples/exceptions.json` names the fault and the reason.

use std::collections::{BTreeMap, BTreeSet};

use livechat_core::catalogue::{NamedType, Push, Type, Webhook};
use livechat_core::codec::{Fault, FaultCode, InputLimits, Json, JsonKind, Options, compare, validate};
use livechat_core::{Method, Version};
use livechat_core_tests::dir;
use serde_json::{Map, Value};

/// How many samples each file has, so that none gets lost.
const FILES: [(&str, usize); 6] =
    [("requests", 403), ("responses", 273), ("pushes", 164), ("webhooks", 70), ("structures", 104), ("errors", 10)];

/// What no type of the catalogue describes: a frame around an empty payload.
const FRAME: &str = "frame";

struct Sample<'a> {
    file: &'static str,
    line: usize,
    of: String,
    version: Version,
    /// Pointer to the part that is of the type; the rest is its envelope or frame.
    at: String,
    elided: bool,
    text: Json<'a>,
}

impl<'a> Sample<'a> {
    fn read(file: &'static str, line: usize, json: Json<'a>) -> Self {
        let text = |key: &str| json.get(key).and_then(|value| value.text()).map(String::from);
        let keys: Vec<_> = json.members().map(|(key, _)| key).collect();
        let known = ["of", "version", "transport", "at", "elided", "text"];
        assert!(keys.iter().all(|key| known.contains(&&**key)), "{file}:{line}");
        Self {
            file,
            line,
            of: text("of").unwrap_or_else(|| panic!("{file}:{line}: of what?")),
            version: text("version").and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("{file}:{line}: version")),
            at: text("at").unwrap_or_default(),
            elided: json.get("elided").and_then(|e| e.boolean()).unwrap_or_default(),
            text: json.get("text").unwrap_or_else(|| panic!("{file}:{line}: no text")),
        }
    }

    fn name(&self) -> String {
        format!("{}.ndjson:{} {} {}", self.file, self.line, self.of, self.version)
    }

    /// The part that is of the type; a frame may lack its payload.
    fn part(&self) -> Option<Json<'a>> {
        self.text.pointer(&self.at)
    }

    fn documented(&self) -> Option<Type> {
        match self.file {
            "responses" => Method::from_name(&self.of).unwrap_or_else(|| panic!("{}", self.name())).response().copied(),
            "pushes" => Push::from_name(&self.of).unwrap_or_else(|| panic!("{}", self.name())).payload().copied(),
            "webhooks" => Webhook::from_name(&self.of).unwrap_or_else(|| panic!("{}", self.name())).payload().copied(),
            _ => match self.of.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
                Some(inner) => Some(Type::Array(Box::leak(Box::new(named(inner))))),
                None => Some(named(&self.of)),
            },
        }
    }

    /// What is wrong with it, pointers relative to the part.
    fn faults(&self) -> Vec<Fault> {
        if self.of == FRAME {
            return Vec::new();
        }
        if self.file == "requests" {
            let method = Method::from_name(&self.of).unwrap_or_else(|| panic!("{}", self.name()));
            let body = self.part().unwrap_or(Json::NULL).raw();
            return validate(method, self.version, body, Options::default()).faults().to_vec();
        }
        let mut found = Vec::new();
        if self.file == "webhooks" && !self.at.is_empty() {
            found.extend(compare(&named("WebhookEnvelope"), self.version, self.text));
        }
        match (self.documented(), self.part()) {
            (Some(documented), Some(part)) => found.extend(compare(&documented, self.version, part)),
            // Without a documented answer there is nothing in it.
            (None, Some(part)) => assert!(matches!(part.raw(), "{}" | "null"), "{}", self.name()),
            (_, None) => assert_eq!(self.at, "/payload", "{}", self.name()),
        }
        found
    }
}

fn named(name: &str) -> Type {
    Type::Named(NamedType::from_name(name).unwrap_or_else(|| panic!("no type {name}")))
}

fn parse(text: &str) -> Json<'_> {
    Json::parse(text, InputLimits::default()).expect("JSON")
}

fn texts() -> Vec<(&'static str, usize, String)> {
    let read = |(file, count)| {
        let path = dir().join(format!("samples/{file}.ndjson"));
        (file, count, std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    };
    FILES.into_iter().map(read).collect()
}

fn samples<'a>(texts: &'a [(&'static str, usize, String)]) -> Vec<Sample<'a>> {
    let of_file = |(file, count, text): &'a (&'static str, usize, String)| {
        let samples: Vec<_> = (1..).zip(text.lines()).map(|(n, line)| Sample::read(file, n, parse(line))).collect();
        assert_eq!(samples.len(), *count, "{file}");
        samples
    };
    texts.iter().flat_map(of_file).collect()
}

/// Where the reference is wrong: file, what the sample is of, version, code, pointer.
fn exceptions() -> BTreeSet<[String; 5]> {
    let text = std::fs::read_to_string(dir().join("samples/exceptions.json")).expect("the exceptions");
    let list: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let mut all = BTreeSet::new();
    for exception in &list {
        let text = |key: &str| exception[key].as_str().unwrap_or_else(|| panic!("{key}: {exception}")).to_owned();
        assert!(text("why").len() > 20, "{exception}");
        for version in exception["versions"].as_array().unwrap_or_else(|| panic!("versions: {exception}")) {
            for fault in exception["faults"].as_array().unwrap_or_else(|| panic!("faults: {exception}")) {
                let (code, pointer) = fault.as_str().and_then(|f| f.split_once(' ')).expect("a code and a pointer");
                let version = version.as_str().expect("a version").to_owned();
                let new = all.insert([text("file"), text("of"), version, code.to_owned(), pointer.to_owned()]);
                assert!(new, "twice: {exception}");
            }
        }
    }
    all
}

#[test]
fn samples_are_right_but_for_the_named_exceptions() {
    let texts = texts();
    let exceptions = exceptions();
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    for sample in samples(&texts) {
        // What the source leaves out can only be missing.
        for fault in sample.faults().iter().filter(|f| !(sample.elided && f.code() == FaultCode::Missing)) {
            let (code, pointer) = (fault.code().to_string(), fault.pointer().to_owned());
            let key = [sample.file.into(), sample.of.clone(), sample.version.to_string(), code, pointer];
            if !exceptions.contains(&key) {
                wrong.push(format!("{}: {fault}", sample.name()));
            }
            met.insert(key);
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
    assert_eq!(exceptions.difference(&met).collect::<Vec<_>>(), [] as [&[String; 5]; 0], "no longer needed");
}

#[test]
fn samples_are_written_out_as_they_came() {
    for sample in samples(&texts()) {
        let raw = sample.text.raw();
        let spaced = spaced(raw);
        let json = parse(&spaced);
        assert_eq!(json.compact(), raw, "{}", sample.name());
        assert_eq!(serde_json::to_string(&json).expect("a text"), raw, "{}", sample.name());
        let value: Value = serde_json::from_str(raw).expect("JSON");
        assert_eq!(serde_json::from_str::<Value>(&json.compact()).expect("JSON"), value);
        assert_eq!(read(json), value, "{}", sample.name());
    }
}

/// Of what there are samples, so that whole methods don't lose theirs.
#[test]
fn samples_are_of_most_of_the_api() {
    let texts = texts();
    let mut of: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for sample in samples(&texts) {
        of.entry(sample.file).or_default().insert(sample.of.clone());
    }
    let counts: Vec<_> = FILES.iter().map(|(file, _)| (*file, of[file].len())).collect();
    assert_eq!(
        counts,
        [("requests", 158), ("responses", 134), ("pushes", 92), ("webhooks", 40), ("structures", 36), ("errors", 1)]
    );
}

/// The same value with white space wherever it may stand.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        let structural = !inside && "{}[],:".contains(c);
        out.push_str(if structural { "\n\t " } else { "" });
        out.push(c);
        out.push_str(if structural { " \r" } else { "" });
        inside ^= c == '"' && !escaped;
        escaped = inside && c == '\\' && !escaped;
    }
    out
}

/// The value as one reads it part by part.
fn read(json: Json<'_>) -> Value {
    match json.kind() {
        JsonKind::Null => Value::Null,
        JsonKind::Boolean => json.boolean().into(),
        JsonKind::Number => json.integer().map_or_else(|| json.number().into(), Value::from),
        JsonKind::String => json.text().into(),
        JsonKind::Array => json.elements().map(read).collect(),
        JsonKind::Object => {
            Value::Object(json.members().map(|(key, value)| (key.into_owned(), read(value))).collect::<Map<_, _>>())
        }
    }
}
