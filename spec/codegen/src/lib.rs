//! Reads `spec/`, checks it, and writes livechat-core's tables. See `spec/README.md` for the format.

pub mod check;
pub mod drift;
pub mod emit;
pub mod fields;
pub mod load;
pub mod model;
pub mod named;
pub mod resolve;
pub mod scopes;
pub mod versions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use load::Faults;
use resolve::Spec;

/// The folder `spec/` of this repository.
pub fn spec_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Reads and checks `spec/`.
pub fn spec(dir: &Path) -> (Spec, Faults) {
    let mut faults = Faults::default();
    let files = load::files(dir, &mut faults);
    let spec = Spec::new(files, &mut faults);
    faults.0.sort();
    faults.0.dedup();
    (spec, faults)
}

/// The repository's root.
pub fn root() -> PathBuf {
    spec_dir().parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Paths of generated files that differ from what would be written, and of those that nothing writes any more.
pub fn stale(output: &emit::Output) -> Vec<String> {
    let root = root();
    let mut stale: Vec<String> = output
        .iter()
        .filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path.clone())
        .collect();
    for dir in ["bindings/js/ts/generated", "core/src/generated", "spec/schema"] {
        for entry in fs::read_dir(root.join(dir)).into_iter().flatten().flatten() {
            let path = format!("{dir}/{}", entry.file_name().to_string_lossy());
            if !output.contains_key(&path) {
                stale.push(path);
            }
        }
    }
    stale
}

fn write(output: &emit::Output, stale: &[String]) -> std::io::Result<()> {
    for path in stale {
        let file = root().join(path);
        match output.get(path) {
            Some(text) => {
                if let Some(dir) = file.parent() {
                    fs::create_dir_all(dir)?;
                }
                fs::write(file, text)?;
            }
            None => fs::remove_file(file)?,
        }
    }
    Ok(())
}

/// Runs a command: `write` (the default), `check` or `drift`.
pub fn run(mut args: impl Iterator<Item = String>) -> ExitCode {
    let command = args.next().unwrap_or_else(|| "write".to_owned());
    if !["write", "check", "drift"].contains(&command.as_str()) {
        eprintln!("spec-codegen: `{command}` is not a command; it is write, check or drift");
        return ExitCode::from(2);
    }
    let dir = std::env::var_os("SPEC_DIR").map_or_else(spec_dir, PathBuf::from);
    let (spec, faults) = spec(&dir);
    for fault in &faults.0 {
        eprintln!("{fault}");
    }
    let drift = if command == "write" { Vec::new() } else { drift::drift(&spec, &dir) };
    for line in &drift {
        eprintln!("{line}");
    }
    if !faults.0.is_empty() || !drift.is_empty() || command == "drift" {
        eprintln!("spec-codegen: {} faults, {} drifts", faults.0.len(), drift.len());
        return if faults.0.is_empty() && drift.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let output = emit::all(&spec, &named::named(&root()));
    let stale = stale(&output);
    if command == "check" {
        for path in &stale {
            eprintln!("stale: {path}; run `cargo run -p spec-codegen`");
        }
        return if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match write(&output, &stale) {
        Ok(()) => {
            eprintln!(
                "spec-codegen: {} methods; {} of {} files written",
                spec.methods.len(),
                stale.len(),
                output.len()
            );
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("spec-codegen: {e}");
            ExitCode::FAILURE
        }
    }
}
