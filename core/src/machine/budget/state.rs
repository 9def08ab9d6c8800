//! A budget's state as JSON, and back. What comes back is believed only in the form that was written.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Budget, BudgetConfig, Open};
use crate::timestamp::Timestamp;

/// Most bytes of a saved state that is read: 64 MiB.
pub const MAX_STATE: usize = 64 * 1024 * 1024;

/// Version of the form.
pub(super) const VERSION: u32 = 1;

named! {
    /// Why a state can't be restored.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum StateErrorCode {
        /// The text isn't JSON.
        BadJson = "bad_json",
        /// The state is of another version of this library's form, or has no version.
        UnknownVersion = "unknown_version",
        /// It isn't the state that was asked for, or contradicts itself.
        WrongForm = "wrong_form",
        /// It is longer than [`MAX_STATE`], or has more licenses than allowed.
        TooLarge = "too_large",
    }
}

/// A state can't be restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", match self.code {
    StateErrorCode::BadJson => "the saved state is not JSON",
    StateErrorCode::UnknownVersion => "the saved state has a form that this version does not read",
    StateErrorCode::WrongForm => "the text is not the saved state of a budget, or was changed",
    StateErrorCode::TooLarge => "the saved state is too large",
})]
pub struct StateError {
    code: StateErrorCode,
}

impl StateError {
    pub(super) const fn new(code: StateErrorCode) -> Self {
        Self { code }
    }

    /// Why.
    pub fn code(&self) -> StateErrorCode {
        self.code
    }
}

/// A budget without its configuration. Times are in microseconds since 1970.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    version: u32,
    tag: u32,
    next: u64,
    /// Number, time, and whether it is paid.
    open: Vec<(u64, i64, bool)>,
    log: Vec<i64>,
    /// Month and calls.
    months: Vec<(i32, u64)>,
    forgotten: Option<i32>,
    wait_until: Option<i64>,
}

impl Form {
    pub(super) fn of(budget: &Budget) -> Self {
        Self {
            version: VERSION,
            tag: budget.tag,
            next: budget.next,
            open: budget.open.iter().map(|(number, o)| (*number, o.at.micros(), o.paid)).collect(),
            log: budget.log.iter().map(|t| t.micros()).collect(),
            months: budget.months.clone(),
            forgotten: budget.forgotten,
            wait_until: budget.wait_until.map(Timestamp::micros),
        }
    }

    pub(super) fn budget(self, config: BudgetConfig) -> Result<Budget, StateError> {
        if self.version != VERSION {
            return Err(StateError::new(StateErrorCode::UnknownVersion));
        }
        // Each list is written in order, and the first two of them without equals.
        let ordered = self.open.is_sorted_by(|a, b| a.0 < b.0)
            && self.months.is_sorted_by(|a, b| a.0 < b.0)
            && self.log.is_sorted()
            && self.open.last().is_none_or(|(number, ..)| *number < self.next);
        if !ordered {
            return Err(StateError::new(StateErrorCode::WrongForm));
        }
        let open =
            self.open.into_iter().map(|(number, at, paid)| (number, Open { at: Timestamp::from_micros(at), paid }));
        let mut budget = Budget::new(config);
        budget.tag = self.tag;
        budget.next = self.next;
        budget.open = open.collect();
        budget.log = self.log.into_iter().map(Timestamp::from_micros).collect();
        budget.months = self.months;
        budget.forgotten = self.forgotten;
        budget.wait_until = self.wait_until.map(Timestamp::from_micros);
        budget.trim();
        Ok(budget)
    }
}

/// Reads a form, its version first.
pub(super) fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, StateError> {
    #[derive(Deserialize)]
    struct Version {
        version: Option<u32>,
    }
    if json.len() > MAX_STATE {
        return Err(StateError::new(StateErrorCode::TooLarge));
    }
    let error = |code| move |_| StateError::new(code);
    let whole: &RawValue = serde_json::from_str(json).map_err(error(StateErrorCode::BadJson))?;
    // An array would pass for the fields in their order.
    if !whole.get().starts_with('{') {
        return Err(StateError::new(StateErrorCode::WrongForm));
    }
    match serde_json::from_str(json).map_err(error(StateErrorCode::UnknownVersion))? {
        Version { version: Some(VERSION) } => serde_json::from_str(json).map_err(error(StateErrorCode::WrongForm)),
        Version { .. } => Err(StateError::new(StateErrorCode::UnknownVersion)),
    }
}

impl Budget {
    /// The state as JSON, with the version of its form in it and without the configuration. It holds no token and no secret.
    pub fn save(&self) -> String {
        serde_json::to_string(&Form::of(self)).unwrap_or_default()
    }

    /// The budget whose state was saved. With the same configuration it answers as the one that was saved; with another, as after
    /// [`Budget::configure`].
    ///
    /// ```
    /// use livechat_core::Timestamp;
    /// use livechat_core::machine::budget::{Budget, BudgetConfig, Payer, Spent, StateErrorCode};
    /// let now = Timestamp::from_seconds(1_794_000_000);
    /// let mut before = Budget::new(BudgetConfig::default());
    /// let reservation = before.reserve(now, Payer::License).unwrap();
    /// let mut after = Budget::restore(BudgetConfig::default(), &before.save()).unwrap();
    /// assert!(after.settle(now, reservation, Spent::Answered(200)).is_ok());
    ///
    /// let error = Budget::restore(BudgetConfig::default(), r#"{"version": 2}"#).unwrap_err();
    /// assert_eq!(error.code(), StateErrorCode::UnknownVersion);
    /// ```
    pub fn restore(config: BudgetConfig, json: &str) -> Result<Self, StateError> {
        read::<Form>(json)?.budget(config)
    }
}
