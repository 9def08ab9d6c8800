//! What the forms for people of the door's commands share: JSON from an argument, a file or standard input, and the door's answer. Reads files that are named.

use std::fs;
use std::io::{self, Read};

use livechat_core::door;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::output::Failure;

/// The text of an argument: itself, `@file` for what is in a file, `-` for standard input.
pub(crate) fn content(name: &str, argument: &str) -> Result<String, Failure> {
    let file = argument.strip_prefix('@');
    if argument != "-" && file.is_none() {
        return Ok(argument.into());
    }
    let most = door::MAX_LINE as u64 + 1;
    let mut text = String::new();
    let (from, read) = match file {
        Some(path) => (path, fs::File::open(path).and_then(|f| f.take(most).read_to_string(&mut text))),
        None => ("standard input", io::stdin().take(most).read_to_string(&mut text)),
    };
    read.map_err(|e| Failure::said(format!("{name}: can't read {from}: {e}")))?;
    if text.len() > door::MAX_LINE {
        return Err(Failure::said(format!("{name} is longer than {} bytes", door::MAX_LINE)));
    }
    Ok(text)
}

/// The JSON of an argument, as it was written.
pub(crate) fn json(name: &str, argument: Option<&str>) -> Result<Option<Box<RawValue>>, Failure> {
    let Some(argument) = argument else { return Ok(None) };
    let text = content(name, argument)?;
    serde_json::from_str(&text).map(Some).map_err(|e| Failure::said(format!("{name} isn't JSON: {e}")))
}

/// What the door answers to a question, as text and read; an error of the question ends the command.
pub(crate) fn door(command: &str, question: &impl Serialize) -> Result<(String, Value), Failure> {
    let question = serde_json::to_string(question).map_err(|e| Failure::said(e.to_string()))?;
    let answer = door::answer(command, &question);
    let value: Value = serde_json::from_str(&answer).map_err(|e| Failure::said(e.to_string()))?;
    match value.pointer("/error/code").filter(|_| value.get("kind").is_none()) {
        Some(_) => Err(Failure::said(value.pointer("/error/message").and_then(Value::as_str).unwrap_or_default())),
        None => Ok((answer, value)),
    }
}
