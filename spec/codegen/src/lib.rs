//! Reads `spec/`, checks it, and writes livechat-core's tables. See `spec/README.md` for the format.

pub mod drift;
pub mod fields;
pub mod load;
pub mod model;
pub mod resolve;
pub mod scopes;
pub mod versions;

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

/// Runs a command.
pub fn run(mut args: impl Iterator<Item = String>) -> ExitCode {
    let dir = std::env::var_os("SPEC_DIR").map_or_else(spec_dir, PathBuf::from);
    let command = args.next().unwrap_or_else(|| "write".to_owned());
    let (spec, faults) = spec(&dir);
    for fault in &faults.0 {
        eprintln!("{fault}");
    }
    let drift = drift::drift(&spec, &dir);
    for line in &drift {
        eprintln!("{line}");
    }
    eprintln!("{command}: {} faults, {} drifts", faults.0.len(), drift.len());
    if faults.0.is_empty() && drift.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
