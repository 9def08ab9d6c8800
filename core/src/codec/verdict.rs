//! What is asked of validation, and what it found. Pure data.

use alloc::vec::Vec;

use super::fault::Fault;

named! {
    /// What to make of fields that the request doesn't have in this version.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum UnknownFields {
        /// A fault.
        #[default]
        Fault = "fault",
        /// A warning.
        Warn = "warn",
        /// Nothing.
        Ignore = "ignore",
    }
    error UnknownUnknownFields = "not a way to treat unknown fields; it is `fault`, `warn` or `ignore`";
}

/// How to validate.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// What to make of fields that the request doesn't have in this version.
    pub unknown_fields: UnknownFields,
}

/// What validation found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Fault>,
}

impl Verdict {
    /// Puts the faults in order of position and lets go of what is too many.
    pub(super) fn keep_first(&mut self) {
        self.faults.sort_by_key(|f| f.position);
        self.faults.truncate(super::MAX_FAULTS);
    }

    /// Whether there is no fault.
    pub fn is_valid(&self) -> bool {
        self.faults.is_empty()
    }

    /// What is wrong, in order of position; what is absent stands at the end of the object that lacks it. At most [`MAX_FAULTS`](super::MAX_FAULTS).
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Unknown fields, where the options ask for warnings.
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }
}
