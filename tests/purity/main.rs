//! Core holds no clock, randomness, socket or file: it builds for a target that has no operating system, and as WebAssembly it
//! imports nothing. Builds with cargo, so it has a binary of its own; `tests/run` leaves it out where a target isn't installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasmparser::{Parser, Payload};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn build(arguments: &[&str]) {
    let status = Command::new(env!("CARGO"))
        .arg("build")
        .args(arguments)
        .args(["--quiet", "--target-dir"])
        .arg(root().join("target/purity"))
        .current_dir(root())
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .expect("cargo runs");
    assert!(status.success(), "cargo build {arguments:?}");
}

#[test]
fn core_builds_without_std() {
    build(&["-p", "livechat-core", "--no-default-features", "--target", "thumbv7m-none-eabi"]);
}

#[test]
fn as_webassembly_it_imports_nothing() {
    build(&["-p", "livechat-core-no-io", "--target", "wasm32-unknown-unknown"]);
    let file = root().join("target/purity/wasm32-unknown-unknown/debug/livechat_core_no_io.wasm");
    let bytes = std::fs::read(file).expect("the module is built");
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload.expect("a module") {
            Payload::ImportSection(section) => {
                imports.extend(section.into_imports().map(|i| format!("{:?}", i.expect("an import"))));
            }
            Payload::ExportSection(section) => {
                exports.extend(section.into_iter().map(|e| e.expect("an export").name.to_owned()));
            }
            _ => {}
        }
    }
    assert_eq!(imports, Vec::<String>::new());
    assert!(exports.iter().any(|e| e == "everything"), "{exports:?}");
}
