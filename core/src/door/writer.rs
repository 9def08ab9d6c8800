//! Writes answers: JSON on one line, appended to one text. Whoever writes keeps brackets in pairs. Pure.

use alloc::format;
use alloc::string::String;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::codec::{Fault, InputLimits, Json};
use crate::http::{HttpBody, HttpRequest};

/// JSON that is being written.
pub(super) struct Writer(String);

impl Writer {
    /// An object, whose members follow.
    pub(super) fn new() -> Self {
        Self("{".into())
    }

    /// Ends the object.
    pub(super) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn comma(&mut self) {
        if !self.0.ends_with(['{', '[', ':']) {
            self.0.push(',');
        }
    }

    /// A key, whose value follows.
    pub(super) fn key(&mut self, key: &str) -> &mut Self {
        self.string(key);
        self.0.push(':');
        self
    }

    /// A string, as an element or after a key.
    pub(super) fn string(&mut self, text: &str) {
        self.comma();
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                c if c < ' ' => {
                    let digit = |value: u32| char::from_digit(value & 15, 16).unwrap_or('0');
                    let code = u32::from(c);
                    self.0.push_str("\\u00");
                    self.0.extend([digit(code >> 4), digit(code)]);
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// A bracket that opens, as an element or after a key.
    pub(super) fn open(&mut self, bracket: char) {
        self.comma();
        self.0.push(bracket);
    }

    /// A bracket that closes.
    pub(super) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// JSON that is on one line already, as an element or after a key.
    pub(super) fn raw(&mut self, json: &str) {
        self.comma();
        self.0.push_str(json);
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.key(key).string(value);
    }

    /// A text that may be absent.
    pub(super) fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// A text, or null.
    pub(super) fn nullable(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.key(key).raw("null"),
        }
    }

    pub(super) fn whole(&mut self, key: &str, value: u64) {
        self.key(key).raw(&format!("{value}"));
    }

    pub(super) fn signed(&mut self, key: &str, value: i64) {
        self.key(key).raw(&format!("{value}"));
    }

    /// A number, or null.
    pub(super) fn moment(&mut self, key: &str, millis: Option<i64>) {
        match millis {
            Some(millis) => self.signed(key, millis),
            None => self.key(key).raw("null"),
        }
    }

    pub(super) fn flag(&mut self, key: &str, value: bool) {
        self.key(key).raw(if value { "true" } else { "false" });
    }

    /// A flag that is absent where it doesn't hold.
    pub(super) fn mark(&mut self, key: &str, value: bool) {
        if value {
            self.flag(key, true);
        }
    }

    pub(super) fn texts(&mut self, key: &str, values: &mut dyn Iterator<Item = &str>) {
        self.key(key).open('[');
        for value in values {
            self.string(value);
        }
        self.close(']');
    }

    /// JSON text that came from outside; null where it isn't JSON.
    pub(super) fn json(&mut self, key: &str, text: &str) {
        let limits = InputLimits { bytes: usize::MAX, depth: u32::MAX, values: usize::MAX };
        let json = Json::parse(text, limits).unwrap_or(Json::NULL);
        self.key(key).raw(&json.compact());
    }

    pub(super) fn faults(&mut self, key: &str, faults: &[Fault]) {
        self.key(key).open('[');
        for fault in faults {
            self.open('{');
            self.text("code", fault.code().as_str());
            self.text("pointer", fault.pointer());
            self.text("message", fault.message());
            self.close('}');
        }
        self.close(']');
    }

    /// A request as every binding gives it: headers as an object, a JSON body as itself, other bytes as base64. It holds the secrets.
    pub(super) fn http(&mut self, key: &str, request: &HttpRequest) {
        self.key(key).open('{');
        self.text("method", request.method().as_str());
        self.text("url", request.url());
        self.key("headers").open('{');
        for (name, value) in request.headers() {
            self.text(name, value);
        }
        self.close('}');
        match request.body() {
            None => {}
            Some(HttpBody::Json(text)) => self.json("body", text),
            Some(other) => self.text("body_base64", &STANDARD.encode(other.bytes())),
        }
        self.close('}');
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    #[test]
    fn what_is_written_is_json_on_one_line() {
        let mut w = Writer::new();
        w.text("a\"\\", "\u{0}\u{1f}\n\r\t\"\\é\u{2028}{");
        w.key("list").open('[');
        w.raw("1");
        w.open('{');
        w.mark("no", false);
        w.close('}');
        w.string("[");
        w.close(']');
        w.json("raw", "{ \"b\" : [ 1 ,\n 2 ] }");
        w.json("broken", "{");
        w.nullable("none", None);
        let text = w.finish();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "a\"\\": "\u{0}\u{1f}\n\r\t\"\\é\u{2028}{", "list": [1, {}, "["], "raw": {"b": [1, 2]}, "broken": null, "none": null
        });
        assert_eq!(value, expected);
        assert!(!text.contains('\n'));
    }
}
