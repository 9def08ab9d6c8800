//! Texts from LiveChat that are read where they lie. JavaScript writes a text into one buffer of the module and asks whether it is in order;
//! what isn't goes through the door of JSON, which says what is wrong. The text read last stays, and its members can be asked for.

use std::cell::RefCell;

use livechat_core::answer::{Received, Response, Secrets, WebhookMessage};
use livechat_core::codec::{InputLimits, Json, OwnedJson};
use livechat_core::{Method, Version};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static LAST: RefCell<OwnedJson> = const { RefCell::new(OwnedJson::new()) };
}

/// Above this many bytes the buffer is given back when less is asked for.
const KEPT: usize = 1024 * 1024;

/// Where a text of so many bytes is to be written.
#[wasm_bindgen]
pub fn input(bytes: usize) -> usize {
    INPUT.with_borrow_mut(|input| {
        if input.len() > KEPT && bytes <= KEPT {
            *input = Vec::new();
        }
        if input.len() < bytes {
            input.resize(bytes, 0);
        }
        input.as_ptr().addr()
    })
}

/// Reads what was written; keeps the text if it is in order, and says so.
fn reading(bytes: usize, read: impl for<'a> FnOnce(&'a str) -> Option<Json<'a>>) -> bool {
    INPUT.with_borrow(|input| {
        let text = input.get(..bytes).and_then(|written| std::str::from_utf8(written).ok());
        let json = text.and_then(read);
        if let Some(json) = json {
            LAST.with_borrow_mut(|last| last.set(json));
        }
        json.is_some()
    })
}

fn version(index: usize) -> Version {
    Version::ALL.get(index).copied().unwrap_or(Version::DEFAULT)
}

/// Whether the text is a webhook as documented.
#[wasm_bindgen]
pub fn read_webhook(bytes: usize, at: usize) -> bool {
    reading(bytes, |text| {
        let webhook = WebhookMessage::parse_unverified(version(at), text, InputLimits::default()).ok()?;
        webhook.is_as_documented().then(|| webhook.raw())
    })
}

/// Whether the text is a response of success as documented, to a method by its index.
#[wasm_bindgen]
pub fn read_response(bytes: usize, method: usize, at: usize, status: u16) -> bool {
    reading(bytes, |text| {
        let method = Method::from_index(method)?;
        let received = Received { method: Some(method), version: version(at), status: Some(status), headers: &[] };
        let response = Response::parse(received, text, InputLimits::default());
        if response.outcome().is_ok() && response.is_as_documented() { response.raw() } else { None }
    })
}

/// The JSON of a member of the text that was read last, by an RFC 6901 pointer.
#[wasm_bindgen]
pub fn member(pointer: &str) -> Option<String> {
    LAST.with_borrow(|last| last.json().pointer(pointer).map(|json| json.raw().to_owned()))
}

/// Where such a member stands: its first byte from the text's first that isn't white space, times two to the 26th, and its length; below 0 where there is none.
/// A text has fewer bytes than that, and the number fewer than two to the 53rd, so that it is exact.
#[wasm_bindgen]
#[allow(clippy::cast_precision_loss)]
pub fn member_at(pointer: &str) -> f64 {
    LAST.with_borrow(|last| {
        let start = last.json().raw().as_ptr().addr();
        let found = last.json().pointer(pointer);
        found.map_or(-1.0, |json| {
            (json.raw().as_ptr().addr() - start) as f64 * f64::from(1 << 26) + json.raw().len() as f64
        })
    })
}

/// Secrets of webhooks, kept as digests.
#[wasm_bindgen]
pub struct WebhookSecrets(Secrets);

#[wasm_bindgen]
impl WebhookSecrets {
    /// Takes the secrets that are accepted.
    #[wasm_bindgen(constructor)]
    pub fn new(secrets: Vec<String>) -> Result<WebhookSecrets, JsValue> {
        Secrets::new(secrets).map(WebhookSecrets).map_err(|e| JsValue::from_str(e.code()))
    }

    /// As [`read_webhook`], if the webhook carries one of the secrets.
    pub fn read_webhook(&self, bytes: usize, at: usize) -> bool {
        reading(bytes, |text| {
            let webhook = WebhookMessage::parse(&self.0, version(at), text, InputLimits::default()).ok()?;
            webhook.is_as_documented().then(|| webhook.raw())
        })
    }
}
