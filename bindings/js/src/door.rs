//! The doors of JSON in core.

use livechat_core::door;
use wasm_bindgen::prelude::wasm_bindgen;

/// The door that is the same in every language: a command and a question in, an answer or `{"error"}` out.
#[wasm_bindgen]
pub fn answer(command: &str, json: &str) -> String {
    door::answer(command, json)
}

/// What the rest of core answers without keeping anything.
#[wasm_bindgen]
pub fn ask(command: &str, json: &str) -> String {
    door::ask(command, json)
}
