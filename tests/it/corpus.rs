//! What a fuzzer once found stays found: the checks of the fuzz targets, over the inputs that are kept, on a stable toolchain.

use std::fs;
use std::path::PathBuf;

use livechat_core::{Method, Version};
use livechat_core_tests::dir;

#[path = "../fuzz/src/checks.rs"]
#[allow(unreachable_pub, reason = "the same file serves the fuzz targets")]
mod checks;

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

/// The samples and a text of each kind of JSON, for every method and type that the first bytes can choose.
#[test]
fn the_checks_hold_for_the_samples() {
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
        checks::door(&[&[other], text.as_bytes()].concat());
    }
    for file in ["requests", "responses", "pushes", "webhooks", "structures"] {
        let text = fs::read_to_string(dir().join(format!("samples/{file}.ndjson"))).expect("the samples");
        for line in text.lines() {
            checks::json(&[&[0, 0], line.as_bytes()].concat());
            let sample: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let Some(method) = sample["of"].as_str().and_then(Method::from_name) else { continue };
            let version: Version = sample["version"].as_str().and_then(|v| v.parse().ok()).expect("a version");
            let body =
                sample["text"].pointer(sample["at"].as_str().unwrap_or_default()).unwrap_or(&serde_json::Value::Null);
            let chosen = u16::try_from(method.index()).expect("few methods").to_be_bytes();
            checks::validate(&[&chosen[..], &[version as u8], body.to_string().as_bytes()].concat());
            let line = serde_json::json!({"method": method.name(), "version": version.as_str(), "body": body});
            checks::door(&[&[1], line.to_string().as_bytes()].concat());
        }
    }
}
