//! Why a question of [`ask`](super::ask) or of a machine has no answer: an error of a line, with its pointer, and with codes of what was asked. Pure data.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::LineError;
use super::reader::bad;
use super::writer::Writer;
use crate::codec::Fault;
use crate::input::InputError;

/// What is answered in place of an answer. The message repeats no value.
pub(super) struct NoAnswer {
    code: &'static str,
    message: Cow<'static, str>,
    pointer: Option<String>,
    parameter: Option<&'static str>,
    faults: Vec<Fault>,
}

impl NoAnswer {
    pub(super) fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), pointer: None, parameter: None, faults: Vec::new() }
    }

    /// About a place of the question, or of the answer that it is about.
    pub(super) fn at(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// About a parameter of an address.
    pub(super) fn parameter(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter).filter(|p| !p.is_empty());
        self
    }

    /// With all that is wrong with a body.
    pub(super) fn faults(mut self, faults: &[Fault]) -> Self {
        self.faults = faults.to_vec();
        self
    }

    pub(super) fn to_json(&self) -> String {
        let mut w = Writer::new();
        w.key("error").open('{');
        w.text("code", self.code);
        w.text("message", &self.message);
        w.maybe("pointer", self.pointer.as_deref());
        w.maybe("parameter", self.parameter);
        if !self.faults.is_empty() {
            w.faults("faults", &self.faults);
        }
        w.close('}');
        w.finish()
    }
}

impl From<LineError> for NoAnswer {
    fn from(error: LineError) -> Self {
        let pointer = error.pointer().map(String::from);
        Self { pointer, ..Self::new(error.code().as_str(), error.message) }
    }
}

/// A text of the question that its rule doesn't take.
pub(super) fn unfit(pointer: &str, error: InputError) -> LineError {
    bad(pointer, error.rule())
}
