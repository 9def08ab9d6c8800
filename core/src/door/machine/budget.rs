//! The kinds `budget` and `budgets`: places for calls, and money.

use alloc::format;
use alloc::string::String;

use super::super::no_answer::NoAnswer;
use super::super::outcome::{Ended, OUTCOME};
use super::super::parts::{millis, small, whole};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::super::{ErrorCode, LineError};
use super::ceiling;
use crate::catalogue::MicroDollars;
use crate::machine::budget::{
    Budget, BudgetConfig, Budgets, Payer, Quota, Reservation, ReservationError, Spent, StateError, StateErrorCode,
};

/// A budget, or one for each license.
#[allow(clippy::large_enum_variant)] // kept once in its machine
pub(super) enum Kept {
    One(Budget),
    Many(Budgets),
}

const QUOTA: (&str, Form) = ("quota", Form::Part(&[("requests", Form::Whole), ("window_ms", Form::Whole)]));
const MONTHLY: (&str, Form) = ("monthly_microdollars", Form::Whole);
const RESERVATION_MS: (&str, Form) = ("reservation_ms", Form::Whole);
const MAX_OPEN: (&str, Form) = ("max_open", Form::Whole);
const TURNED_AWAY_MS: (&str, Form) = ("turned_away_ms", Form::Whole);
const MAX_ASKED_MS: (&str, Form) = ("max_asked_ms", Form::Whole);
const RESTORE: (&str, Form) = ("restore", Form::Text);
const NOW: (&str, Form) = ("now_ms", Form::Whole);
const LICENSE: (&str, Form) = ("license", Form::Text);
const PLACE: (&str, Form) = ("reservation", Form::Text);

const ONE: Keys = &[QUOTA, MONTHLY, RESERVATION_MS, MAX_OPEN, TURNED_AWAY_MS, MAX_ASKED_MS, RESTORE];
const MANY: Keys =
    &[QUOTA, MONTHLY, RESERVATION_MS, MAX_OPEN, TURNED_AWAY_MS, MAX_ASKED_MS, RESTORE, ("max_licenses", Form::Whole)];
const CONFIGURE: Keys = &[LICENSE, QUOTA, MONTHLY, RESERVATION_MS, MAX_OPEN, TURNED_AWAY_MS, MAX_ASKED_MS];

fn config(ask: &Part<'_>) -> Result<BudgetConfig, LineError> {
    let mut config = BudgetConfig::default();
    if let Some(quota) = ask.part("quota") {
        quota.require("/quota", &["requests", "window_ms"])?;
        config.quota =
            Some(Quota { requests: small(whole(&quota, "requests")?), window_ms: whole(&quota, "window_ms")? });
    }
    config.monthly = ask.whole("monthly_microdollars").map(MicroDollars);
    config.reservation_ms = ask.whole("reservation_ms").unwrap_or(config.reservation_ms);
    config.max_open = ask.whole("max_open").map_or(config.max_open, small);
    config.turned_away_ms = ask.whole("turned_away_ms").unwrap_or(config.turned_away_ms);
    config.max_asked_ms = ask.whole("max_asked_ms").unwrap_or(config.max_asked_ms);
    Ok(config)
}

/// A saved state that can't be restored. The message doesn't repeat it.
fn not_restored(error: StateError) -> LineError {
    match error.code() {
        StateErrorCode::TooLarge => LineError::at(ErrorCode::TooLarge, "/restore", format!("`/restore`: {error}.")),
        _ => bad("/restore", error),
    }
}

impl Kept {
    #[inline(never)]
    pub(super) fn open_one(json: &str) -> Result<Self, LineError> {
        let ask = Part::read(json, ONE, &[])?;
        let config = config(&ask)?;
        let restored = ask.text("restore").map(|state| Budget::restore(config, &state)).transpose();
        Ok(Self::One(restored.map_err(not_restored)?.unwrap_or_else(|| Budget::new(config))))
    }

    #[inline(never)]
    pub(super) fn open_many(json: &str) -> Result<Self, LineError> {
        let ask = Part::read(json, MANY, &["max_licenses"])?;
        let (config, most) = (config(&ask)?, whole(&ask, "max_licenses")?);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let restored = ask.text("restore").map(|state| Budgets::restore(config, most, &state)).transpose();
        Ok(Self::Many(restored.map_err(not_restored)?.unwrap_or_else(|| Budgets::new(config, most))))
    }

    /// The budget that a question is about.
    fn budget(&mut self, ask: &Part<'_>) -> Result<&mut Budget, NoAnswer> {
        match (self, ask.text("license")) {
            (Self::One(budget), None) => Ok(budget),
            (Self::One(_), Some(_)) => Err(bad("/license", "no such key").into()),
            (Self::Many(_), None) => Err(bad("/license", "missing").into()),
            (Self::Many(budgets), Some(license)) => budgets.of(&license).map_err(|_| {
                NoAnswer::new("too_many_licenses", "There are as many licenses as allowed.").at("/license")
            }),
        }
    }

    #[inline(never)]
    pub(super) fn tell(&mut self, command: &str, json: &str) -> Result<String, NoAnswer> {
        let mut w = Writer::new();
        match command {
            "reserve" => self.reserve(json, &mut w)?,
            "settle" => self.settle(json, &mut w)?,
            "release" => {
                let ask = Part::read(json, &[LICENSE, NOW, PLACE], &["now_ms", "reservation"])?;
                let (now, place) = (millis(&ask, "now_ms")?, place(&ask)?);
                self.budget(&ask)?.release(now, place).map_err(not_closed)?;
                w.flag("released", true);
            }
            "turned_away" => {
                let ask = Part::read(json, &[LICENSE, NOW, ("wait_ms", Form::Whole)], &["now_ms"])?;
                let (now, wait) = (millis(&ask, "now_ms")?, ask.whole("wait_ms"));
                let budget = self.budget(&ask)?;
                budget.turned_away(now, wait);
                w.moment("wait_until_ms", budget.usage(now).wait_until.map(ceiling));
            }
            "usage" => {
                let ask = Part::read(json, &[LICENSE, NOW], &["now_ms"])?;
                let now = millis(&ask, "now_ms")?;
                let usage = self.budget(&ask)?.usage(now);
                w.whole("requests", usage.requests);
                w.whole("open", usage.open);
                w.whole("spent_microdollars", usage.spent.0);
                w.moment("wait_until_ms", usage.wait_until.map(ceiling));
            }
            "configure" => {
                let ask = Part::read(json, CONFIGURE, &[])?;
                let config = config(&ask)?;
                self.budget(&ask)?.configure(config);
                w.flag("configured", true);
            }
            "save" => {
                Part::read(json, &[], &[])?;
                let state = match self {
                    Self::One(budget) => budget.save(),
                    Self::Many(budgets) => budgets.save(),
                };
                w.text("state", &state);
            }
            "licenses" => {
                let Self::Many(budgets) = self else { return Err(super::no_command()) };
                Part::read(json, &[], &[])?;
                w.texts("licenses", &mut budgets.licenses());
            }
            _ => return Err(super::no_command()),
        }
        Ok(w.finish())
    }

    fn reserve(&mut self, json: &str, w: &mut Writer) -> Result<(), NoAnswer> {
        let ask = Part::read(json, &[LICENSE, NOW, ("payer", Form::Text)], &["now_ms"])?;
        let (now, payer) = (millis(&ask, "now_ms")?, ask.parsed("payer", "")?.unwrap_or(Payer::License));
        match self.budget(&ask)?.reserve(now, payer) {
            Ok(place) => w.text("reservation", &format!("{place}")),
            Err(refusal) => {
                w.key("refused").open('{');
                w.text("code", refusal.code().as_str());
                w.text("message", refusal.message());
                w.moment("until_ms", refusal.until().map(ceiling));
                w.close('}');
            }
        }
        Ok(())
    }

    fn settle(&mut self, json: &str, w: &mut Writer) -> Result<(), NoAnswer> {
        let ask =
            Part::read(json, &[LICENSE, NOW, PLACE, ("outcome", OUTCOME)], &["now_ms", "reservation", "outcome"])?;
        let (now, place) = (millis(&ask, "now_ms")?, place(&ask)?);
        let spent = Ended::read(&ask, None)?.with(|outcome| Spent::of(&outcome, now));
        let budget = self.budget(&ask)?;
        // What was never sent costs nothing.
        let closed = match spent {
            Some(spent) => budget.settle(now, place, spent),
            None => budget.release(now, place),
        };
        closed.map_err(not_closed)?;
        w.flag(if spent.is_some() { "settled" } else { "released" }, true);
        Ok(())
    }
}

fn place(ask: &Part<'_>) -> Result<Reservation, LineError> {
    let place = ask.parsed("reservation", "")?;
    place.ok_or_else(|| bad("/reservation", "missing"))
}

fn not_closed(error: ReservationError) -> NoAnswer {
    NoAnswer::new(error.code().as_str(), format!("{error}.")).at("/reservation")
}
