//! Budgets of several licenses, as a gateway keeps them. No clock, no IO.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::state::{Form, VERSION, elements, list, members, read};
use super::{Budget, BudgetConfig, StateError, StateErrorCode};
use crate::codec::Json;

/// There are as many licenses as allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are as many licenses as allowed")]
pub struct TooManyLicenses;

/// A budget for each license. The key is whatever tells licenses apart, such as the organization's ID.
///
/// ```
/// use livechat_core::Timestamp;
/// use livechat_core::machine::budget::{BudgetConfig, Budgets, Payer, Spent};
/// let now = Timestamp::from_seconds(1_794_000_000);
/// let mut budgets = Budgets::new(BudgetConfig::default(), 100);
/// let reservation = budgets.of("390e44e6").unwrap().reserve(now, Payer::License).unwrap();
/// // Another license's budget doesn't know it.
/// assert!(budgets.of("58737b58").unwrap().release(now, reservation).is_err());
/// assert!(budgets.of("390e44e6").unwrap().settle(now, reservation, Spent::Answered(200)).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budgets {
    config: BudgetConfig,
    most: usize,
    licenses: BTreeMap<String, Budget>,
}

#[derive(Serialize)]
struct Forms<'a> {
    version: u32,
    licenses: Vec<(Cow<'a, str>, Form)>,
}

impl Budgets {
    /// No budget yet. Each license gets this configuration, and there are at most so many licenses.
    pub fn new(config: BudgetConfig, most: usize) -> Self {
        Self { config, most, licenses: BTreeMap::new() }
    }

    /// The budget of a license, made when it is asked for first.
    pub fn of(&mut self, license: &str) -> Result<&mut Budget, TooManyLicenses> {
        if !self.licenses.contains_key(license) {
            if self.licenses.len() >= self.most {
                return Err(TooManyLicenses);
            }
            let budget = Budget { tag: tag(license), ..Budget::new(self.config) };
            self.licenses.insert(license.into(), budget);
        }
        self.licenses.get_mut(license).ok_or(TooManyLicenses)
    }

    /// Licenses that have a budget, in order.
    pub fn licenses(&self) -> impl Iterator<Item = &str> {
        self.licenses.keys().map(String::as_str)
    }

    /// The state of all as JSON, without the configuration.
    pub fn save(&self) -> String {
        let licenses = self.licenses.iter().map(|(license, budget)| (Cow::from(license), Form::of(budget))).collect();
        serde_json::to_string(&Forms { version: VERSION, licenses }).unwrap_or_default()
    }

    /// The budgets whose state was saved, all of this configuration.
    pub fn restore(config: BudgetConfig, most: usize, json: &str) -> Result<Self, StateError> {
        let licenses = read(json, licenses)?;
        if licenses.len() > most {
            return Err(StateError::new(StateErrorCode::TooLarge));
        }
        let mut budgets = Self::new(config, most);
        for (license, form) in licenses {
            let budget = Budget { tag: tag(&license), ..form.budget(config)? };
            if budgets.licenses.insert(license, budget).is_some() {
                return Err(StateError::new(StateErrorCode::WrongForm));
            }
        }
        Ok(budgets)
    }
}

/// The licenses of a form with their budgets.
fn licenses(json: Json<'_>) -> Option<Vec<(String, Form)>> {
    let mut members = members(json)?.filter(|(key, _)| key != "version");
    let (key, value) = members.next()?;
    if key != "licenses" || members.next().is_some() {
        return None;
    }
    list(value, |pair| {
        elements(pair).and_then(|[license, form]| Some((license.text()?.into_owned(), Form::read(form)?)))
    })
}

/// A number that differs between licenses, but for one pair in four thousand million.
fn tag(license: &str) -> u32 {
    let digest = Sha256::digest(license.as_bytes());
    digest.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
