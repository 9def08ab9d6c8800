//! What is asked of validation, and what it found. Pure data.

use alloc::vec::Vec;

use super::MAX_POINTER_BYTES;
use super::fault::{Fault, in_order};

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
    /// Puts the faults in order of position, lets go of what is too many, and tells where the last one is.
    pub(super) fn keep_first(&mut self) -> Option<usize> {
        in_order(&mut self.faults);
        self.faults.truncate(super::MAX_FAULTS);
        let mut bytes = 0usize;
        let fits = |fault: &&Fault| {
            bytes = bytes.saturating_add(fault.pointer().len());
            bytes <= MAX_POINTER_BYTES
        };
        let fitting = self.faults.iter().take_while(fits).count();
        self.faults.truncate(fitting.max(1));
        self.faults.last().map(|f| f.position)
    }

    /// Whether some faults must go before there is room for another.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() >= super::MAX_FAULTS.saturating_mul(4) || pointer_bytes(&self.faults) > MAX_POINTER_BYTES
    }

    /// Whether nothing was found.
    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.warnings.is_empty()
    }

    /// Whether there is room for another warning.
    pub(super) fn takes_warning(&self) -> bool {
        self.warnings.len() < super::MAX_FAULTS && pointer_bytes(&self.warnings) <= MAX_POINTER_BYTES
    }

    /// Whether there is no fault.
    pub fn is_valid(&self) -> bool {
        self.faults.is_empty()
    }

    /// What is wrong, in order of position; what is absent stands at the end of the object that lacks it. At most [`MAX_FAULTS`](super::MAX_FAULTS),
    /// and fewer where their pointers would take more than [`MAX_POINTER_BYTES`].
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Unknown fields, where the options ask for warnings.
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }
}

fn pointer_bytes(faults: &[Fault]) -> usize {
    faults.iter().fold(0, |sum, fault| sum.saturating_add(fault.pointer().len()))
}
