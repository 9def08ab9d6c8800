//! Reads the files of `spec/` into the types of `model`. Each entry is decoded on its own, so that a fault names file and entry.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use crate::model;

/// A mistake in `spec/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File below `spec/`.
    pub file: String,
    /// Entry of the file, or empty.
    pub entry: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.entry.is_empty() {
            write!(f, "spec/{}: {}", self.file, self.message)
        } else {
            write!(f, "spec/{}: {}: {}", self.file, self.entry, self.message)
        }
    }
}

/// Collects faults, so that one run shows all of them.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, file: &str, entry: &str, message: impl Into<String>) {
        self.0.push(Fault { file: file.to_owned(), entry: entry.to_owned(), message: message.into() });
    }
}

/// An entry and the file that it stands in.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// File below `spec/`.
    pub file: String,
    /// The entry.
    pub spec: T,
}

/// Entries of several files by name.
pub type Catalogue<T> = IndexMap<String, Placed<T>>;

/// All files, decoded.
#[derive(Debug, Default)]
pub struct Files {
    /// `versions.toml`
    pub versions: Catalogue<model::Version>,
    /// `apis.toml`
    pub apis: Catalogue<model::Api>,
    /// `areas.toml`
    pub areas: Catalogue<model::Area>,
    /// `scopes.toml`
    pub scopes: Catalogue<model::Scope>,
    /// `conditions.toml`
    pub conditions: Catalogue<model::Condition>,
    /// `requirements.toml`
    pub requirements: Catalogue<model::Requirement>,
    /// `params.toml`
    pub params: Catalogue<model::Field>,
    /// `types/*.toml`
    pub types: Catalogue<model::Type>,
    /// `methods/*.toml`
    pub methods: Catalogue<model::Method>,
    /// `pushes.toml`
    pub pushes: Catalogue<model::Push>,
    /// `webhooks.toml`
    pub webhooks: Catalogue<model::Webhook>,
    /// `disconnects.toml`
    pub disconnects: Catalogue<model::Disconnect>,
    /// `errors.toml`
    pub errors: Catalogue<model::ErrorType>,
    /// `plans.toml`
    pub plans: Catalogue<model::Plan>,
    /// `prices.toml`
    pub prices: Catalogue<model::PriceTier>,
    /// `properties.toml`
    pub properties: Catalogue<model::Property>,
    /// `system_messages.toml`
    pub system_messages: Catalogue<model::SystemMessage>,
    /// `mcp.toml`
    pub mcp: Catalogue<model::McpTool>,
}

/// Reads everything below `spec/`.
pub fn files(spec: &Path, faults: &mut Faults) -> Files {
    Files {
        versions: file(spec, "versions.toml", faults),
        apis: file(spec, "apis.toml", faults),
        areas: file(spec, "areas.toml", faults),
        scopes: file(spec, "scopes.toml", faults),
        conditions: file(spec, "conditions.toml", faults),
        requirements: file(spec, "requirements.toml", faults),
        params: file(spec, "params.toml", faults),
        types: folder(spec, "types", faults),
        methods: folder(spec, "methods", faults),
        pushes: file(spec, "pushes.toml", faults),
        webhooks: file(spec, "webhooks.toml", faults),
        disconnects: file(spec, "disconnects.toml", faults),
        errors: file(spec, "errors.toml", faults),
        plans: file(spec, "plans.toml", faults),
        prices: file(spec, "prices.toml", faults),
        properties: file(spec, "properties.toml", faults),
        system_messages: file(spec, "system_messages.toml", faults),
        mcp: file(spec, "mcp.toml", faults),
    }
}

fn file<T: DeserializeOwned>(spec: &Path, name: &str, faults: &mut Faults) -> Catalogue<T> {
    let mut out = Catalogue::new();
    read(&spec.join(name), name, &mut out, faults);
    out
}

fn folder<T: DeserializeOwned>(spec: &Path, name: &str, faults: &mut Faults) -> Catalogue<T> {
    let mut out = Catalogue::new();
    let mut paths: Vec<PathBuf> = match fs::read_dir(spec.join(name)) {
        Ok(dir) => dir.filter_map(|e| e.ok().map(|e| e.path())).collect(),
        Err(e) => {
            faults.add(name, "", e.to_string());
            return out;
        }
    };
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    for path in paths {
        let file = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        read(&path, &file, &mut out, faults);
    }
    out
}

fn read<T: DeserializeOwned>(path: &Path, file: &str, out: &mut Catalogue<T>, faults: &mut Faults) {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) => return faults.add(file, "", e.to_string()),
    };
    // A key that stands twice is refused by the TOML parser, with its line.
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(e) => return faults.add(file, "", e.to_string()),
    };
    for (name, value) in table {
        match T::deserialize(value) {
            Ok(spec) => {
                if let Some(first) = out.get(&name) {
                    faults.add(file, &name, format!("stands in spec/{} already", first.file));
                } else {
                    out.insert(name, Placed { file: file.to_owned(), spec });
                }
            }
            Err(e) => faults.add(file, &name, e.to_string().trim().to_owned()),
        }
    }
}
