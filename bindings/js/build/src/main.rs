//! Builds the wasm modules of the npm package and their JavaScript glue into `pkg/`: cargo for each set of features, then wasm-bindgen.
//!
//! `cargo run -p livechat-core-js-build` in `bindings/js`; `npm run build` does that and the rest.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
/// What cargo makes of the crate.
const BUILT: &str = "livechat_core_js.wasm";
/// Each module with the feature that it is made of.
const MODULES: [(&str, &str); 2] = [("livechat_core", "full"), ("policy", "policy")];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder above the build tool")?;
    let target_folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| package.join("target"), PathBuf::from);
    let out = package.join("pkg");
    ensure_target()?;
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    for (name, feature) in MODULES {
        compile(package, &target_folder, feature)?;
        Bindgen::new()
            .input_path(target_folder.join(TARGET).join("release").join(BUILT))
            .out_name(name)
            .web(true)
            .and_then(|b| {
                b.omit_default_module_path(true).typescript(true).remove_producers_section(true).generate(&out)
            })
            .map_err(|e| format!("wasm-bindgen, {name}: {e:#}"))?;
    }
    Ok(())
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// One module. Flags of the environment don't count, and no path of this machine ends up in it.
fn compile(package: &Path, target_folder: &Path, feature: &str) -> Result<(), Box<dyn Error>> {
    let repository = package.ancestors().nth(2).ok_or("the package isn't in its repository")?;
    let mut flags = vec![format!("--remap-path-prefix={}=/livechat-core", repository.display())];
    if let Some(home) = cargo_home() {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    let status = Command::new(cargo())
        .args(["build", "--release", "--locked", "--package", "livechat-core-js", "--target", TARGET])
        .args(["--no-default-features", "--features", feature])
        .arg("--target-dir")
        .arg(target_folder)
        .current_dir(package)
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("cargo build of the feature {feature} failed").into()) }
}

fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// The standard library for wasm; rustup is asked for it when it is missing.
fn ensure_target() -> Result<(), Box<dyn Error>> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).output()?;
    let sysroot = String::from_utf8(sysroot.stdout)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    let added = Command::new("rustup").args(["target", "add", TARGET]).status().is_ok_and(|s| s.success());
    if added {
        return Ok(());
    }
    Err(format!("the target {TARGET} isn't installed; with rustup: rustup target add {TARGET}").into())
}
