//! Writes the catalogue's names as perfect hashes, once as they are and once ten times over, for `decision/tenfold.rs`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use livechat_core::Method;

/// How many times the larger catalogue holds each method.
const COPIES: usize = 10;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let once: Vec<String> = Method::all().map(|m| m.name().to_owned()).collect();
    // The first copy keeps its names, so that both catalogues can be asked the same question.
    let again = (2..=COPIES).flat_map(|copy| once.iter().map(move |name| format!("{name}_{copy}")));
    let tenfold: Vec<String> = once.iter().cloned().chain(again).collect();

    let mut code =
        format!("/// How many times the larger catalogue holds each method.\npub const COPIES: usize = {COPIES};\n");
    write(&mut code, "ONCE", &once);
    write(&mut code, "TENFOLD", &tenfold);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names it"));
    fs::write(out.join("catalogues.rs"), code).expect("the folder is cargo's own");
}

fn write(code: &mut String, name: &str, methods: &[String]) {
    let mut map = phf_codegen::Map::new();
    for (i, method) in methods.iter().enumerate() {
        map.entry(method.as_str(), i.to_string());
    }
    let count = methods.len();
    writeln!(code, "/// Names in their order.\npub static {name}_NAMES: [&str; {count}] = {methods:?};")
        .expect("to a string");
    writeln!(code, "/// Their numbers.\npub static {name}: phf::Map<&'static str, u16> = {};", map.build())
        .expect("to a string");
}
