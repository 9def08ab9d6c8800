//! What a fuzzer once found stays found: the checks of the fuzz targets, over the inputs that are kept, on a stable toolchain.

use std::fs;
use std::path::PathBuf;

use livechat_core_tests::dir;

#[path = "../fuzz/src/checks/mod.rs"]
#[allow(unreachable_pub, reason = "the same file serves the fuzz targets")]
pub(crate) mod checks;
#[path = "../fuzz/src/seeds.rs"]
#[allow(
    unreachable_pub,
    clippy::cast_possible_truncation,
    reason = "the same file serves the fuzz targets; the catalogue is small"
)]
mod seeds;

/// The inputs that are kept for a target; without a folder there are none.
fn kept(target: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir().join("fuzz/found").join(target)) else { return Vec::new() };
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn what_was_found_is_mended() {
    let targets = fs::read_dir(dir().join("fuzz/targets")).expect("the targets");
    let mut names: Vec<_> = targets.map(|t| t.expect("a target").path().file_stem().unwrap().to_owned()).collect();
    names.sort();
    let mut known: Vec<_> = checks::TARGETS.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(names, known, "each target has its check");
    for (target, check) in checks::TARGETS {
        for path in kept(target) {
            println!("{}", path.display());
            check(&fs::read(path).expect("an input"));
        }
    }
}

/// A text of each kind of JSON, for many of the methods and types that the first bytes can choose.
#[test]
fn the_checks_hold_for_odd_texts() {
    let texts = [
        "{}",
        "[]",
        "null",
        r#"{"a":1,"a":2}"#,
        "1e400",
        r#""\ud800""#,
        r#""\udd00""#,
        r#""\ud83d\ude00""#,
        r#"["a\\" , " b\" " ]"#,
        "{",
        "",
        r#"{"type":"message"}"#,
        "\u{feff}{}",
    ];
    for (index, text) in (0u16..).zip(texts.iter().cycle().take(texts.len() * 40)) {
        let [high, low] = (index * 7).to_be_bytes();
        let other = index.to_le_bytes()[0];
        checks::validate(&[&[high, low, other][..], text.as_bytes()].concat());
        checks::json(&[&[other % 5, other.wrapping_mul(11)], text.as_bytes()].concat());
        for (_, check) in checks::TARGETS {
            check(&[&[other], text.as_bytes()].concat());
            check(&[&[other, 0, 0, 0, 0, b'\n'], text.as_bytes()].concat());
        }
    }
}

/// What the fuzzers begin with holds, and there is something for each of them.
#[test]
fn the_checks_hold_for_the_seeds() {
    let seeds = seeds::all(&dir());
    for (target, check) in checks::TARGETS {
        let of: Vec<_> = seeds.iter().filter(|(name, _)| *name == target).map(|(_, seed)| seed).collect();
        assert!(!of.is_empty(), "{target}");
        for seed in of {
            println!("{target} {:?}", String::from_utf8_lossy(seed));
            check(seed);
            // A text that ends too early, at every tenth byte.
            (0..seed.len().min(600)).step_by(10).for_each(|end| check(&seed[..end]));
        }
    }
    assert_eq!(seeds.iter().filter(|(name, _)| checks::TARGETS.iter().all(|(target, _)| target != name)).count(), 0);
}
