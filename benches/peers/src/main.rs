//! Measures the decision beside its peers twice, and writes `benches/RESULTS.md` and `benches/results.svg` from the quieter run.
//!
//! ```text
//! cargo run --release               measures and writes
//! cargo run --release -- --report   writes again from the last runs
//! ```

mod figures;
mod goals;
mod groups;
mod machine;
mod plot;
mod report;
mod run;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use report::Report;

/// How often it is measured.
const RUNS: usize = 2;

/// Packages whose versions the report names.
const PACKAGES: [&str; 6] = ["livechat-core", "cedar-policy", "regorus", "casbin", "phf", "criterion"];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => measure().and_then(|()| write()),
        ["--report"] => write(),
        _ => Err("usage: cargo run --release [-- --report]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn measure() -> Result<(), String> {
    let folder = run::folder(package());
    (1..=RUNS).try_for_each(|i| {
        run::measure(package(), &folder.join(format!("run-{i}"))).map_err(|e| format!("run {i} of {RUNS}: {e}"))
    })
}

fn write() -> Result<(), String> {
    let run = run::quietest(&run::folder(package())).map_err(|e| e.to_string())?;
    let versions = machine::versions(&package().join("Cargo.lock"), &PACKAGES).map_err(|e| e.to_string())?;
    let report = Report { run: &run, machine: machine::machine(), compiler: machine::compiler(), versions };
    let text = report.to_markdown()?;
    let out = package().join("..");
    fs::write(out.join("RESULTS.md"), &text).map_err(|e| e.to_string())?;
    fs::write(out.join("results.svg"), plot::plot(&run.figures)?).map_err(|e| e.to_string())?;
    print!("{text}");
    Ok(())
}
