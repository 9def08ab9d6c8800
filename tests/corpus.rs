//! Where the shared vectors and the recorded sessions are, for the test binaries.

use std::path::{Path, PathBuf};

/// The folder `tests/`.
pub fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The files of the shared vectors, each with its name for messages, such as `decide/guide.json`, by name.
///
/// # Panics
/// Where the folder can't be read, since then there is nothing to test.
pub fn vectors() -> Vec<(String, PathBuf)> {
    let root = dir().join("vectors");
    let mut files = Vec::new();
    for folder in entries(&root).into_iter().filter(|p| p.is_dir()) {
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

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
