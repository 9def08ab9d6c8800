//! livechat-core for JavaScript: converts and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// JSON in, JSON out: see `livechat_core::door`.
#[cfg(feature = "full")]
#[wasm_bindgen]
pub fn answer(command: &str, json: &str) -> String {
    livechat_core::door::answer(command, json)
}

/// The decision, JSON in, JSON out.
#[wasm_bindgen]
pub fn decide(json: &str) -> String {
    livechat_core::door::answer("decide", json)
}
