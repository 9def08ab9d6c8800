//! What lasts longer than a call: sessions, budgets, pages.

use livechat_core::door;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A machine of core that is fed with the time.
#[wasm_bindgen]
pub struct Machine(door::Machine);

#[wasm_bindgen]
impl Machine {
    /// Opens one.
    #[wasm_bindgen(constructor)]
    pub fn open(kind: &str, config: &str) -> Result<Machine, JsValue> {
        door::Machine::open(kind, config).map(Machine).map_err(|e| JsValue::from_str(&e.to_json_with_pointer()))
    }

    /// Tells it what happened; returns what it says.
    pub fn tell(&mut self, command: &str, json: &str) -> String {
        self.0.tell(command, json)
    }
}
