//! Running the benchmarks, in a folder of its own for each run, and reading a run back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use serde_json::{Value, json};

use crate::figures::Figures;
use crate::machine;

/// Figures with what is known of their run.
pub struct Run {
    pub figures: Figures,
    pub day: String,
    pub load: String,
    pub questions: u64,
    pub peers: usize,
    /// The runs that were less quiet.
    pub others: Vec<Figures>,
}

/// Where runs are kept.
pub fn folder(package: &Path) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| package.join("target"), PathBuf::from);
    target.join("criterion").join("peers")
}

/// Measures once, into a folder that is emptied before.
pub fn measure(package: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let about = json!({ "day": machine::day(), "load": machine::load() });
    fs::write(folder.join("run.json"), about.to_string())?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["bench", "--locked", "--bench", "decision"])
        .current_dir(package)
        .env("CRITERION_HOME", folder)
        .env("PEERS_AGREEMENT", folder.join("agreement.json"))
        .status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("the benchmarks failed")) }
}

/// The quietest of the runs that are there.
pub fn quietest(folder: &Path) -> io::Result<Run> {
    let mut runs = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("agreement.json").exists() {
            runs.push(read(&path)?);
        }
    }
    runs.sort_by(|a, b| a.figures.unrest().total_cmp(&b.figures.unrest()));
    let mut runs = runs.into_iter();
    let quietest = runs.next().ok_or_else(|| io::Error::other("no run was measured yet"))?;
    Ok(Run { others: runs.map(|r| r.figures).collect(), ..quietest })
}

fn read(folder: &Path) -> io::Result<Run> {
    let json = |name: &str| -> io::Result<Value> { Ok(serde_json::from_slice(&fs::read(folder.join(name))?)?) };
    let (about, agreement) = (json("run.json")?, json("agreement.json")?);
    let text = |key: &str| about[key].as_str().unwrap_or("unknown").to_owned();
    Ok(Run {
        figures: Figures::read(folder)?,
        day: text("day"),
        load: text("load"),
        questions: agreement["questions"].as_u64().unwrap_or_default(),
        peers: agreement["peers"].as_array().map_or(0, Vec::len),
        others: Vec::new(),
    })
}
