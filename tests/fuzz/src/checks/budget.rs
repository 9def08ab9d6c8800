//! Budgets: a state from anywhere is refused or kept to the letter, and what is restored keeps to its limits from then on.

use livechat_core::Timestamp;
use livechat_core::catalogue::MicroDollars;
use livechat_core::machine::budget::{
    Budget, BudgetConfig, Budgets, Payer, Quota, Reservation, ReservationErrorCode, Spent,
};

use super::{MARK, Script};

/// Most steps of a script.
const STEPS: usize = 200;

/// A configuration, a line with a state, and steps: each a byte and what it takes.
pub fn budget(data: &[u8]) {
    let mut script = Script(data);
    let (choice, most) = (script.byte(), script.byte());
    let quota = Quota { requests: script.byte().into(), window_ms: u32::from_be_bytes(script.bytes()).into() };
    let config = BudgetConfig {
        quota: Some(quota).filter(|_| choice & 1 == 0),
        monthly: Some(MicroDollars::from_cents(script.byte().into())).filter(|_| choice & 2 == 0),
        reservation_ms: u32::from_be_bytes(script.bytes()).into(),
        max_open: most.into(),
        turned_away_ms: script.short().into(),
        max_asked_ms: script.number().cast_unsigned(),
    };
    let Some(state) = script.line() else { return };
    let restored = Budget::restore(config, state);
    if let Err(error) = &restored {
        assert!(!format!("{error:?} {error}").contains(MARK));
    }
    if let Ok(budgets) = Budgets::restore(config, 3, state) {
        assert!(budgets.licenses().count() <= 3);
        assert_eq!(Budgets::restore(config, 3, &budgets.save()).as_ref(), Ok(&budgets));
    }
    let mut budget = restored.unwrap_or_else(|_| Budget::new(config));
    let mut now = Timestamp::from_micros(script.number());
    let mut given = Vec::new();
    for number in 0..STEPS {
        if script.is_over() {
            break;
        }
        step(&mut script, &mut budget, &config, &mut now, &mut given);
        if number % 8 == 0 {
            kept(config, &budget);
        }
    }
    kept(config, &budget);
}

/// What is saved is restored to the same.
fn kept(config: BudgetConfig, budget: &Budget) {
    assert_eq!(Budget::restore(config, &budget.save()).as_ref(), Ok(budget));
}

fn step(
    script: &mut Script<'_>,
    budget: &mut Budget,
    config: &BudgetConfig,
    now: &mut Timestamp,
    given: &mut Vec<Reservation>,
) {
    match script.byte() % 8 {
        0 | 1 => reserve(Payer::ALL[usize::from(script.byte() & 1)], budget, config, *now, given),
        2 => {
            let how = match script.byte() % 4 {
                0 => Spent::Answered(200),
                1 => Spent::Answered(500),
                2 => Spent::TurnedAway { wait_ms: Some(script.number().cast_unsigned()) },
                _ => Spent::Unknown,
            };
            if let Some(reservation) = taken(script, given) {
                let _ = budget.settle(*now, reservation, how);
                let again = budget.settle(*now, reservation, how).map_err(|e| e.code());
                assert!(matches!(again, Err(ReservationErrorCode::Closed | ReservationErrorCode::Unknown)));
            }
        }
        3 => {
            if let Some(reservation) = taken(script, given) {
                let _ = budget.release(*now, reservation);
                assert!(budget.release(*now, reservation).is_err());
            }
        }
        4 => budget.turned_away(*now, Some(script.number().cast_unsigned()).filter(|wait| wait & 1 == 0)),
        5 => *now = now.saturating_add_millis(script.short().into()),
        6 => *now = Timestamp::from_micros(script.number()),
        _ => {
            // A reservation that comes from elsewhere.
            let text = script.line().unwrap_or_default();
            if let Ok(reservation) = text.parse::<Reservation>() {
                assert_eq!(reservation.to_string().parse(), Ok(reservation));
                let open = budget.usage(*now).open;
                let released = budget.release(*now, reservation).is_ok();
                assert_eq!(budget.usage(*now).open, open - u64::from(released));
            }
        }
    }
}

fn taken(script: &mut Script<'_>, given: &[Reservation]) -> Option<Reservation> {
    let which = usize::from(script.byte());
    given.get(which % given.len().max(1)).copied()
}

fn reserve(payer: Payer, budget: &mut Budget, config: &BudgetConfig, now: Timestamp, given: &mut Vec<Reservation>) {
    let before = budget.usage(now);
    match budget.reserve(now, payer) {
        Ok(reservation) => {
            let usage = budget.usage(now);
            assert!(before.wait_until.is_none(), "asked to wait");
            assert!(usage.open <= config.max_open.into());
            assert!(config.quota.is_none_or(|quota| usage.requests <= quota.requests.into()));
            assert!(config.monthly.is_none_or(|most| payer == Payer::Nobody || usage.spent <= most));
            assert_eq!(reservation.to_string().parse(), Ok(reservation));
            given.push(reservation);
        }
        Err(refusal) => {
            let last = now == Timestamp::from_micros(i64::MAX);
            assert!(refusal.until().is_none_or(|until| until > now || last), "{refusal:?} {now:?}");
            assert_eq!(budget.usage(now), before);
        }
    }
}
