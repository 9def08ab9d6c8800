//! A body before it is text: it can be changed, and written in more ways than one.

use std::fmt::Write;

use livechat_core::catalogue::{Step, ValueKind};

use super::generate::Draws;

/// A value to write. Members may have the same key twice.
#[derive(Clone)]
pub enum Draft {
    /// As it shall stand in the text.
    Raw(String),
    /// The content of a string.
    Text(String),
    List(Vec<Draft>),
    Members(Vec<(String, Draft)>),
}

/// How to write: how often, in a hundred, a character is escaped that need not be, and a blank is put in.
pub struct Style {
    pub escapes: usize,
    pub blanks: usize,
}

impl Draft {
    pub fn raw(text: &str) -> Draft {
        Draft::Raw(text.to_owned())
    }

    pub fn text(text: &str) -> Draft {
        Draft::Text(text.to_owned())
    }

    pub fn of(value: &ValueKind) -> Draft {
        match value {
            ValueKind::String(text) | ValueKind::Json(text) => Draft::text(text),
            ValueKind::Integer(number) => Draft::Raw(number.to_string()),
            ValueKind::Boolean(flag) => Draft::Raw(flag.to_string()),
            _ => Draft::raw("null"),
        }
    }

    pub fn is(&self, value: &ValueKind) -> bool {
        match (self, Draft::of(value)) {
            (Draft::Text(one), Draft::Text(other)) | (Draft::Raw(one), Draft::Raw(other)) => *one == other,
            _ => false,
        }
    }

    // The tree.

    /// How many values there are in it, itself included.
    pub fn count(&self) -> usize {
        match self {
            Draft::List(elements) => 1 + elements.iter().map(Draft::count).sum::<usize>(),
            Draft::Members(members) => 1 + members.iter().map(|(_, value)| value.count()).sum::<usize>(),
            _ => 1,
        }
    }

    /// The value of a number, in the order of the text.
    pub fn nth(&mut self, left: &mut usize) -> Option<&mut Draft> {
        if *left == 0 {
            return Some(self);
        }
        *left -= 1;
        match self {
            Draft::List(elements) => elements.iter_mut().find_map(|element| element.nth(left)),
            Draft::Members(members) => members.iter_mut().find_map(|(_, value)| value.nth(left)),
            _ => None,
        }
    }

    // Paths.

    /// The values to which a path leads.
    pub fn at(&mut self, path: &[Step]) -> Vec<&mut Draft> {
        let Some((step, rest)) = path.split_first() else { return vec![self] };
        match (step, self) {
            (Step::Field(name), Draft::Members(members)) => {
                members.iter_mut().filter(|(key, _)| key == name).flat_map(|(_, value)| value.at(rest)).collect()
            }
            (Step::Values, Draft::Members(members)) => {
                members.iter_mut().flat_map(|(_, value)| value.at(rest)).collect()
            }
            (Step::Items, Draft::List(elements)) => elements.iter_mut().flat_map(|value| value.at(rest)).collect(),
            _ => Vec::new(),
        }
    }

    pub fn has(&mut self, path: &[Step]) -> bool {
        !self.at(path).is_empty()
    }

    /// Takes out the field with which a path ends.
    pub fn remove(&mut self, path: &[Step]) {
        if let Some((Step::Field(name), before)) = path.split_last() {
            for object in self.at(before) {
                if let Draft::Members(members) = object {
                    members.retain(|(key, _)| key != name);
                }
            }
        }
    }

    // The text.

    pub fn write(&self, style: &Style, draws: &mut Draws, out: &mut String) {
        blanks(style, draws, out);
        match self {
            Draft::Raw(text) => out.push_str(text),
            Draft::Text(text) => string(text, style, draws, out),
            Draft::List(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    element.write(style, draws, out);
                }
                blanks(style, draws, out);
                out.push(']');
            }
            Draft::Members(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    blanks(style, draws, out);
                    string(key, style, draws, out);
                    blanks(style, draws, out);
                    out.push(':');
                    value.write(style, draws, out);
                }
                blanks(style, draws, out);
                out.push('}');
            }
        }
        blanks(style, draws, out);
    }
}

fn blanks(style: &Style, draws: &mut Draws, out: &mut String) {
    if style.blanks > 0 && draws.percent(style.blanks) {
        out.push_str(draws.pick(&[" ", "\n", "\t", "\r\n", "   "]));
    }
}

fn string(text: &str, style: &Style, draws: &mut Draws, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        let is_escaped = style.escapes > 0 && draws.percent(style.escapes);
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '/' if is_escaped => out.push_str("\\/"),
            '\n' => out.push_str("\\n"),
            _ if is_escaped || c.is_control() => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
