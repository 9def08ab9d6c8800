//! Reads core's own sets of names, the enumerations of its macro `named!`, out of its source: they stand there once, and bindings give them too.
//! Reads `core/src`, writes nothing. A test compares what comes of it with the enumerations.

use std::fs;
use std::path::{Path, PathBuf};

/// An enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// File below `core/src`.
    pub file: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Names with their meaning.
    pub values: Vec<(String, String)>,
}

/// All of them, in the order of files.
pub fn named(root: &Path) -> Vec<Named> {
    let core = root.join("core/src");
    let mut files = Vec::new();
    collect(&core, &mut files);
    files.sort();
    let mut out = Vec::new();
    for path in files {
        let name = path.strip_prefix(&core).map(|p| p.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        if let Ok(text) = fs::read_to_string(&path) {
            out.extend(parse(&name, &text));
        }
    }
    out
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The enumerations of one file.
pub fn parse(file: &str, text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "named! {" {
            continue;
        }
        let mut about = Vec::new();
        let mut one: Option<Named> = None;
        for line in lines.by_ref().take_while(|l| *l != "}") {
            let line = line.trim();
            if let Some(doc) = line.strip_prefix("///") {
                about.push(doc.trim().to_owned());
            } else if let Some(name) = line.strip_prefix("pub enum ") {
                let name = name.trim_end_matches('{').trim().to_owned();
                let about = said(&mut about);
                one = Some(Named { file: file.to_owned(), name, about, values: Vec::new() });
            } else if let (Some(one), Some((variant, value))) = (&mut one, line.split_once(" = "))
                && variant.chars().all(char::is_alphanumeric)
                && let Some(value) = value.strip_prefix('"').and_then(|v| v.strip_suffix("\","))
            {
                one.values.push((value.to_owned(), said(&mut about)));
            }
        }
        out.extend(one);
    }
    out
}

/// The lines of a comment as one, links of rustdoc as plain code.
fn said(lines: &mut Vec<String>) -> String {
    let text = std::mem::take(lines).join(" ").replace("[`", "`").replace("`]", "`");
    text.trim().to_owned()
}
