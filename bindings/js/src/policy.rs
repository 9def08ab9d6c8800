//! The decision: what a token and a grant allow, as bits that JavaScript keeps, and in full as JSON.

use livechat_core::door;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The methods that `{"token"?, "grant"?, "version"?, "transport"?}` allows, a bit each by the method's index, 32 in a word.
///
/// Asked once for a token; after that JavaScript answers `allows` by itself, as a string that crosses costs more than the answer. What is wrong is thrown as
/// the text `{"error"}`.
#[wasm_bindgen]
pub fn allowed(question: &str) -> Result<Box<[u32]>, JsValue> {
    let methods = door::allowed_set(question).map_err(|e| JsValue::from_str(&e.to_json_with_pointer()))?;
    #[allow(clippy::cast_possible_truncation, reason = "the halves of a word")]
    let halves = methods.words().iter().flat_map(|word| [*word as u32, (word >> 32) as u32]);
    Ok(halves.collect())
}

/// The decision about one call, or `{"error"}`.
#[wasm_bindgen]
pub fn decide(question: &str) -> String {
    door::decide(question)
}

/// What else is asked about tokens and grants, or `{"error"}`.
#[wasm_bindgen]
pub fn ask_policy(command: &str, question: &str) -> String {
    door::ask_policy(command, question)
}
