//! What is wrong with a body: a stable code, a pointer to the place, and a message for people. Pure data.

use alloc::collections::BinaryHeap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::text::Text;

named! {
    /// What is wrong with a value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum FaultCode {
        /// A required field is absent.
        Missing = "missing",
        /// The request has no such field in this version.
        UnknownField = "unknown_field",
        /// The key stands twice in its object.
        DuplicateField = "duplicate_field",
        /// Another JSON type is expected.
        WrongType = "wrong_type",
        /// None of the values that are allowed in this version.
        NotAllowedValue = "not_allowed_value",
        /// More characters or bytes than allowed.
        TooLong = "too_long",
        /// Fewer characters than required.
        TooShort = "too_short",
        /// More elements or entries than allowed.
        TooMany = "too_many",
        /// Fewer elements or entries than required.
        TooFew = "too_few",
        /// A number below the least or above the greatest.
        OutOfRange = "out_of_range",
        /// Not in the format that the field has.
        BadFormat = "bad_format",
        /// It may not be sent together with another field.
        ExcludedBy = "excluded_by",
        /// Another field needs it, or one of several must be sent.
        Needs = "needs",
        /// Equal to an earlier element of an array whose elements must differ.
        NotUnique = "not_unique",
        /// The body isn't JSON.
        NotJson = "not_json",
        /// Arrays and objects inside each other beyond [`MAX_DEPTH`](super::MAX_DEPTH).
        TooDeep = "too_deep",
    }
}

/// One thing that is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    code: FaultCode,
    pointer: String,
    message: String,
    pub(super) position: usize,
}

impl Fault {
    pub(super) fn new(code: FaultCode, path: &Path<'_>, position: usize, message: impl Into<String>) -> Self {
        Self { code, pointer: path.to_string(), message: message.into(), position }
    }

    /// A fault whose place is known as a pointer.
    pub(crate) fn at(code: FaultCode, pointer: &str, position: usize, message: &str) -> Self {
        Self { code, pointer: pointer.into(), message: message.into(), position }
    }

    /// The same fault of a value that is a part of another: where the part is, as a pointer and as a byte.
    pub(crate) fn under(mut self, outer: &str, position: usize) -> Self {
        self.pointer.insert_str(0, outer);
        self.position = self.position.saturating_add(position);
        self
    }

    /// Its stable code.
    pub fn code(&self) -> FaultCode {
        self.code
    }

    /// RFC 6901 pointer into the body: of a missing field the one that it would have.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong, and what would be right. It never repeats values of the body.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl core::fmt::Display for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} at {}: {}", self.code, self.pointer, self.message)
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("code", self.code.as_str())?;
        map.serialize_entry("pointer", &self.pointer)?;
        map.serialize_entry("message", &self.message)?;
        map.end()
    }
}

/// Where a value is: a list on the stack, made into a pointer only when somebody asks.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    /// A field of the catalogue.
    Field(&'p Path<'p>, &'p str),
    /// A key of the body.
    Key(&'p Path<'p>, Text<'p>),
    Index(&'p Path<'p>, usize),
}

impl core::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        fn escaped(f: &mut core::fmt::Formatter<'_>, chars: impl Iterator<Item = char>) -> core::fmt::Result {
            f.write_str("/")?;
            for c in chars {
                match c {
                    '~' => f.write_str("~0")?,
                    '/' => f.write_str("~1")?,
                    c => core::fmt::Write::write_char(f, c)?,
                }
            }
            Ok(())
        }
        // From the root on, without recursion.
        let mut steps: Vec<&Path<'_>> = Vec::new();
        let mut at = self;
        loop {
            match at {
                Self::Root => break,
                Self::Field(parent, _) | Self::Key(parent, _) | Self::Index(parent, _) => {
                    steps.push(at);
                    at = parent;
                }
            }
        }
        for step in steps.into_iter().rev() {
            match step {
                Self::Root => {}
                Self::Field(_, name) => escaped(f, name.chars())?,
                Self::Key(_, key) => escaped(f, key.chars())?,
                Self::Index(_, index) => write!(f, "/{index}")?,
            }
        }
        Ok(())
    }
}

/// Puts faults in order of position; those of one place stay as they are. A heap of numbers is less code than sorting faults.
pub(crate) fn in_order(faults: &mut Vec<Fault>) {
    if faults.is_sorted_by_key(|fault| fault.position) {
        return;
    }
    let places: Vec<(usize, usize)> = faults.iter().enumerate().map(|(index, f)| (f.position, index)).collect();
    let mut old: Vec<Option<Fault>> = core::mem::take(faults).into_iter().map(Some).collect();
    let sorted = BinaryHeap::from(places).into_sorted_vec();
    faults.extend(sorted.iter().filter_map(|(_, index)| old.get_mut(*index)?.take()));
}
