//! Where the shared vectors and the recorded sessions are, for the test binaries.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder `tests/`.
pub fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Folders whose vectors are of another door than `answer`.
pub const OTHER_DOORS: [&str; 2] = ["ask", "machine"];

/// The files of the shared vectors for `answer`, each with its name for messages, such as `decide/guide.json`, by name.
///
/// # Panics
/// Where the folder can't be read, since then there is nothing to test.
pub fn vectors() -> Vec<(String, PathBuf)> {
    files(|folder| !OTHER_DOORS.contains(&folder))
}

fn files(wanted: impl Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let root = dir().join("vectors");
    let mut files = Vec::new();
    let named = |p: &PathBuf| p.file_name().is_some_and(|n| wanted(&n.to_string_lossy()));
    for folder in entries(&root).into_iter().filter(|p| p.is_dir()).filter(named) {
        for file in entries(&folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            files.push((name, file));
        }
    }
    files
}

/// The recorded day of an AI support agent.
pub fn support_day() -> PathBuf {
    dir().join("sessions/support_day.ndjson")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).and_then(|d| d.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>());
    let mut paths = listed.unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    paths.sort();
    paths
}

/// Every topic's file for `answer`, parsed.
///
/// # Panics
/// Where a file isn't JSON.
pub fn topics() -> Vec<(String, Value)> {
    parsed(vectors())
}

/// The same of one of [`OTHER_DOORS`].
///
/// # Panics
/// Where a file isn't JSON.
pub fn topics_of(door: &str) -> Vec<(String, Value)> {
    parsed(files(|folder| folder == door))
}

fn parsed(files: Vec<(String, PathBuf)>) -> Vec<(String, Value)> {
    let read = |(name, path)| {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let topic = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, topic)
    };
    files.into_iter().map(read).collect()
}

/// Every case with its file.
pub fn cases(topics: &[(String, Value)]) -> impl Iterator<Item = (&str, &Value)> {
    topics.iter().flat_map(|(file, topic)| topic["cases"].as_array().into_iter().flatten().map(|c| (file.as_str(), c)))
}

/// The line of a case, as a program would write it.
pub fn line(case: &Value) -> String {
    case["line"].as_str().map_or_else(|| case["in"].to_string(), str::to_owned)
}

/// Where an answer isn't what a case expects: every key of `out` is equal, objects key by key, arrays of the same length element by element.
pub fn difference(expected: &Value, found: Option<&Value>, at: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(members), Some(Value::Object(found))) => {
            members.iter().find_map(|(key, value)| difference(value, found.get(key), &format!("{at}/{key}")))
        }
        (Value::Array(elements), Some(Value::Array(found))) if elements.len() == found.len() => {
            let pairs = elements.iter().zip(found).enumerate();
            pairs.into_iter().find_map(|(i, (value, found))| difference(value, Some(found), &format!("{at}/{i}")))
        }
        (expected, Some(found)) if expected == found => None,
        (expected, Some(found)) => Some(format!("{at}: expected {expected}, found {found}")),
        (expected, None) => Some(format!("{at}: expected {expected}, found nothing")),
    }
}

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
