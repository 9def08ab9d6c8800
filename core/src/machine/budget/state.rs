//! A budget's state as JSON, and back. What comes back is believed only in the form that was written.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Budget, BudgetConfig, Open};
use crate::codec::{InputLimits, Json, JsonErrorCode, JsonKind};
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
#[derive(Serialize)]
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
    /// Nothing where a member is of another form, is missing or stands twice, or where there are others.
    pub(super) fn read(json: Json<'_>) -> Option<Self> {
        let mut form = Self {
            version: VERSION,
            tag: 0,
            next: 0,
            open: Vec::new(),
            log: Vec::new(),
            months: Vec::new(),
            forgotten: None,
            wait_until: None,
        };
        let mut seen = Vec::new();
        for (key, value) in members(json)? {
            if seen.contains(&key) {
                return None;
            }
            match &*key {
                "version" => form.version = number(value)?,
                "tag" => form.tag = number(value)?,
                "next" => form.next = value.whole()?,
                "open" => {
                    form.open = list(value, |e| {
                        elements(e).and_then(|[n, at, paid]| Some((n.whole()?, at.integer()?, paid.boolean()?)))
                    })?;
                }
                "log" => form.log = list(value, |e| e.integer())?,
                "months" => {
                    form.months =
                        list(value, |e| elements(e).and_then(|[month, calls]| Some((number(month)?, calls.whole()?))))?;
                }
                "forgotten" | "wait_until" if value.is_null() => {}
                "forgotten" => form.forgotten = Some(number(value)?),
                "wait_until" => form.wait_until = Some(value.integer()?),
                _ => return None,
            }
            seen.push(key);
        }
        let is_there = |key: &&str| seen.iter().any(|k| k == key);
        ["version", "tag", "next", "open", "log", "months"].iter().all(is_there).then_some(form)
    }

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
pub(super) fn read<T>(json: &str, form: impl Fn(Json<'_>) -> Option<T>) -> Result<T, StateError> {
    let limits = InputLimits { bytes: MAX_STATE, depth: u32::MAX, values: usize::MAX };
    let json = Json::parse(json, limits).map_err(|e| {
        StateError::new(match e.code() {
            JsonErrorCode::TooLarge | JsonErrorCode::TooMany => StateErrorCode::TooLarge,
            JsonErrorCode::TooDeep => StateErrorCode::WrongForm,
            JsonErrorCode::NotJson => StateErrorCode::BadJson,
        })
    })?;
    if json.kind() != JsonKind::Object {
        return Err(StateError::new(StateErrorCode::WrongForm));
    }
    let mut versions = json.members().filter(|(key, _)| key == "version").map(|(_, version)| number(version));
    if (versions.next(), versions.next()) != (Some(Some(VERSION)), None) {
        return Err(StateError::new(StateErrorCode::UnknownVersion));
    }
    form(json).ok_or(StateError::new(StateErrorCode::WrongForm))
}

/// The members of an object.
pub(super) fn members(json: Json<'_>) -> Option<impl Iterator<Item = (Cow<'_, str>, Json<'_>)>> {
    (json.kind() == JsonKind::Object).then(|| json.members())
}

/// A list of which each element can be read.
pub(super) fn list<'a, T>(json: Json<'a>, read: impl Fn(Json<'a>) -> Option<T>) -> Option<Vec<T>> {
    if json.kind() == JsonKind::Array { json.elements().map(read).collect() } else { None }
}

/// The elements of a list of this length.
pub(super) fn elements<const N: usize>(json: Json<'_>) -> Option<[Json<'_>; N]> {
    let mut elements = json.elements();
    let mut found = [Json::NULL; N];
    for place in &mut found {
        *place = elements.next()?;
    }
    elements.next().is_none().then_some(found)
}

/// A whole number that is small.
fn number<T: TryFrom<i64>>(json: Json<'_>) -> Option<T> {
    T::try_from(json.integer()?).ok()
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
        read(json, Form::read)?.budget(config)
    }
}
