//! Writes a corpus to begin with: the samples and the shared vectors, each behind the bytes that choose what is asked.

use std::fs;
use std::path::Path;

use livechat_core::catalogue::NamedType;
use livechat_core::{Method, Version};
use serde_json::Value;

fn main() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seeds: Vec<(&str, Vec<u8>)> = Vec::new();
    for file in ["requests", "responses", "pushes", "webhooks", "structures"] {
        let text = fs::read_to_string(tests.join(format!("samples/{file}.ndjson"))).expect("the samples");
        for line in text.lines() {
            let sample: Value = serde_json::from_str(line).expect("JSON");
            let part = sample["text"].pointer(sample["at"].as_str().unwrap_or_default()).unwrap_or(&Value::Null);
            let of = sample["of"].as_str().expect("a name");
            let version = version(sample["version"].as_str().expect("a version"));
            if file == "requests" {
                seeds.push(("validate", request(of, version, part)));
            }
            let which = NamedType::all().position(|t| t.name == of).unwrap_or(0);
            let chosen = [(which / 64) as u8, ((which % 64) * 4) as u8 + version];
            seeds.push(("json", [&chosen[..], part.to_string().as_bytes()].concat()));
        }
    }
    for (index, command) in ["decide", "validate"].into_iter().enumerate() {
        for entry in fs::read_dir(tests.join("vectors").join(command)).expect("the vectors").flatten() {
            let topic: Value = serde_json::from_slice(&fs::read(entry.path()).expect("a topic")).expect("JSON");
            for case in topic["cases"].as_array().into_iter().flatten() {
                let line = case["line"].as_str().map_or_else(|| case["in"].to_string(), str::to_owned);
                seeds.push(("door", [&[index as u8], line.as_bytes()].concat()));
                if let (Some(method), Some(body)) = (case["in"]["method"].as_str(), case["in"].get("body")) {
                    let version = version(case["in"]["version"].as_str().unwrap_or("3.6"));
                    seeds.push(("validate", request(method, version, body)));
                }
            }
        }
    }
    for (number, (target, seed)) in seeds.iter().enumerate() {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder).expect("the folder");
        fs::write(folder.join(format!("seed-{number:04}")), seed).expect("the seed");
    }
    println!("{} seeds in {}", seeds.len(), corpus.display());
}

fn version(text: &str) -> u8 {
    Version::ALL.iter().position(|v| v.as_str() == text).unwrap_or(0) as u8
}

fn request(method: &str, version: u8, body: &Value) -> Vec<u8> {
    let index = Method::from_name(method).map_or(0, Method::index) as u16;
    [&index.to_be_bytes()[..], &[version], body.to_string().as_bytes()].concat()
}
