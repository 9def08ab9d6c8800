//! Promises of the budget: no window above the quota and no month above its money, whatever the schedule and however the clock jumps; a restored
//! budget answers like the one that was saved; no reservation is closed twice.

use livechat_core::Timestamp;
use livechat_core::catalogue::{MicroDollars, PriceTier};
use livechat_core::machine::budget::{
    Budget, BudgetConfig, Budgets, Payer, Quota, RefusalCode, Reservation, ReservationErrorCode, Spent, StateErrorCode,
};
use proptest::prelude::*;

const WINDOW: u64 = 1_000;
const LIFE: u64 = 700;
const REQUESTS: u32 = 3;
const PAID_CALLS: u64 = 6;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn config() -> BudgetConfig {
    BudgetConfig {
        quota: Some(Quota { requests: REQUESTS, window_ms: WINDOW }),
        monthly: Some(PriceTier::cost(PAID_CALLS)),
        reservation_ms: LIFE,
        ..BudgetConfig::default()
    }
}

/// Only the one limit that a test is about.
fn quota(requests: u32) -> BudgetConfig {
    BudgetConfig { quota: Some(Quota { requests, window_ms: WINDOW }), ..BudgetConfig::default() }
}

#[derive(Debug, Clone)]
enum Step {
    Reserve(Payer),
    Settle(prop::sample::Index, Spent),
    Release(prop::sample::Index),
    /// Milliseconds, in either direction.
    Clock(i64),
    SaveAndRestore,
}

fn step() -> impl Strategy<Value = Step> {
    let payer = prop_oneof![3 => Just(Payer::License), 1 => Just(Payer::Nobody)];
    let spent = prop_oneof![
        4 => Just(Spent::Answered(200)),
        1 => Just(Spent::Answered(500)),
        1 => Just(Spent::Unknown),
        1 => prop::option::of(0..2_000u64).prop_map(|wait_ms| Spent::TurnedAway { wait_ms }),
    ];
    let day = 86_400_000;
    let clock = prop_oneof![
        8 => 0..400i64,
        4 => 400..1_500i64,
        3 => -1_500..0i64,
        1 => Just(20 * day),
        1 => Just(-20 * day),
    ];
    prop_oneof![
        6 => payer.prop_map(Step::Reserve),
        4 => (any::<prop::sample::Index>(), spent).prop_map(|(i, s)| Step::Settle(i, s)),
        1 => any::<prop::sample::Index>().prop_map(Step::Release),
        6 => clock.prop_map(Step::Clock),
        1 => Just(Step::SaveAndRestore),
    ]
}

/// A call that has a place, and when it can have reached the server.
#[derive(Debug, Clone, Copy)]
struct Call {
    reservation: Reservation,
    reserved: i64,
    /// The latest that it was sent at; none while it is open.
    closed: Option<i64>,
    paid: bool,
    released: bool,
}

impl Call {
    /// When it was sent, as some random part of the time in which it can have been.
    fn sent(&self, part: u64) -> i64 {
        let span = self.closed.unwrap_or(self.reserved) - self.reserved;
        self.reserved + span * i64::try_from(part % 101).unwrap() / 100
    }
}

/// Year and month of a time, by counting days of the Gregorian calendar from March of the year 0 on.
fn month(millis: i64) -> (i64, i64) {
    let days = millis.div_euclid(86_400_000) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    (era * 400 + year + i64::from(month > 9), (month + 2) % 12 + 1)
}

#[test]
fn the_model_knows_its_months() {
    for (text, expected) in [
        ("2026-02-28T23:59:59Z", (2026, 2)),
        ("2024-02-29T00:00:00Z", (2024, 2)),
        ("2026-12-31T00:00:00Z", (2026, 12)),
        ("2027-01-01T00:00:00Z", (2027, 1)),
    ] {
        assert_eq!(month(at(text).millis()), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_window_and_no_month_gets_too_much(
        begins in prop_oneof![Just("2026-03-31T23:59:58Z"), Just("2026-12-31T23:59:59Z"), Just("2026-06-15T12:00:00Z")],
        steps in prop::collection::vec(step(), 1..120),
        parts in prop::collection::vec(0..101u64, 120),
    ) {
        let mut now = at(begins).millis();
        let mut budget = Budget::new(config());
        let mut twin = budget.clone();
        let mut calls: Vec<Call> = Vec::new();
        for step in steps {
            let time = Timestamp::from_millis(now);
            match step {
                Step::Reserve(payer) => {
                    let answer = budget.reserve(time, payer);
                    prop_assert_eq!(answer, twin.reserve(time, payer));
                    match answer {
                        Ok(reservation) => calls.push(Call {
                            reservation,
                            reserved: now,
                            closed: None,
                            paid: payer == Payer::License,
                            released: false,
                        }),
                        Err(refusal) => prop_assert!(refusal.until().is_none_or(|u| u > time), "{:?}", refusal),
                    }
                }
                Step::Settle(index, spent) if !calls.is_empty() => {
                    let call = index.index(calls.len());
                    let call = &mut calls[call];
                    let before = budget.usage(time).spent;
                    let answer = budget.settle(time, call.reservation, spent);
                    prop_assert_eq!(answer, twin.settle(time, call.reservation, spent));
                    if answer.is_ok() {
                        prop_assert!(call.closed.is_none() && !call.released);
                        call.closed = Some(now.max(call.reserved));
                        call.paid &= spent != Spent::Answered(500);
                    }
                    prop_assert!(budget.usage(time).spent >= before);
                }
                Step::Release(index) if !calls.is_empty() => {
                    let call = index.index(calls.len());
                    let call = &mut calls[call];
                    let answer = budget.release(time, call.reservation);
                    prop_assert_eq!(answer, twin.release(time, call.reservation));
                    if answer.is_ok() {
                        prop_assert!(call.closed.is_none() && !call.released);
                        call.released = true;
                    }
                }
                Step::Clock(by) => now += by,
                Step::SaveAndRestore => {
                    let saved = budget.save();
                    twin = Budget::restore(config(), &saved).unwrap();
                    prop_assert_eq!(twin.save(), saved);
                }
                Step::Settle(..) | Step::Release(_) => {}
            }
            prop_assert_eq!(&budget.usage(time), &twin.usage(time));
            // Whatever expired was given up until its end at the latest.
            for call in &mut calls {
                let end = call.reserved + i64::try_from(LIFE).unwrap();
                if call.closed.is_none() && !call.released && end <= now {
                    call.closed = Some(end);
                }
            }
        }
        let calls: Vec<Call> = calls.into_iter().filter(|c| !c.released).collect();
        let sent: Vec<i64> = calls.iter().zip(parts).map(|(c, part)| c.sent(part)).collect();
        for times in [&sent, &calls.iter().map(|c| c.reserved).collect()] {
            for last in times {
                let inside = times.iter().filter(|t| last - i64::try_from(WINDOW).unwrap() < **t && *t <= last).count();
                prop_assert!(inside <= REQUESTS as usize, "{} in a window: {:?}", inside, calls);
            }
            for last in times {
                let paid = calls.iter().zip(times).filter(|(c, t)| c.paid && month(**t) == month(*last)).count();
                prop_assert!(paid as u64 <= PAID_CALLS, "{} in a month: {:?}", paid, calls);
            }
        }
    }

    #[test]
    fn what_is_no_state_is_refused_without_a_panic(text in r#"[\{\}\[\]",:0-9a-z_. -]{0,80}"#) {
        prop_assert!(Budget::restore(config(), &text).is_err());
        prop_assert!(Budgets::restore(config(), 10, &text).is_err());
    }

    #[test]
    fn any_state_of_the_form_can_be_worked_with(
        next in any::<u64>(),
        mut open in prop::collection::vec((any::<u64>(), any::<i64>(), any::<bool>()), 0..5),
        mut log in prop::collection::vec(any::<i64>(), 0..6),
        mut months in prop::collection::vec((any::<i32>(), any::<u64>()), 0..30),
        forgotten in prop::option::of(any::<i32>()),
        wait_until in prop::option::of(any::<i64>()),
        now in any::<i64>(),
    ) {
        open.sort_unstable();
        log.sort_unstable();
        months.sort_unstable();
        let state = serde_json::json!({
            "version": 1, "tag": 0, "next": next, "open": open, "log": log, "months": months,
            "forgotten": forgotten, "wait_until": wait_until,
        });
        let Ok(mut budget) = Budget::restore(config(), &state.to_string()) else { return Ok(()) };
        let now = Timestamp::from_micros(now);
        let _ = budget.usage(now);
        if let Ok(reservation) = budget.reserve(now, Payer::License) {
            let answer = budget.settle(now, reservation, Spent::TurnedAway { wait_ms: Some(u64::MAX) });
            prop_assert!(answer.is_ok());
        }
        let saved = budget.save();
        prop_assert_eq!(Budget::restore(config(), &saved).unwrap(), budget);
    }
}

#[test]
fn the_price_is_exact_at_the_edges_of_tiers() {
    for (calls, cost) in [
        (0, 0),
        (1, 270),
        (1_000_000, 270_000_000),
        (1_000_001, 270_000_220),
        (10_000_000, 270_000_000 + 9_000_000 * 220),
        (10_000_001, 270_000_000 + 9_000_000 * 220 + 170),
        (u64::MAX, u64::MAX),
    ] {
        assert_eq!(PriceTier::cost(calls), MicroDollars(cost), "{calls}");
    }
    assert_eq!(PriceTier::all().first().map(|t| t.above), Some(0));
}

#[test]
fn the_last_cent_is_spent_and_not_one_more() {
    let monthly = Some(MicroDollars(2 * 270 + 269));
    let mut budget = Budget::new(BudgetConfig { monthly, ..BudgetConfig::default() });
    let now = at("2026-02-28T23:00:00Z");
    let first = budget.reserve(now, Payer::License).unwrap();
    budget.reserve(now, Payer::License).unwrap();
    let refusal = budget.reserve(now, Payer::License).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::SpendUsedUp, Some(at("2026-03-01T00:00:00Z"))));
    assert!(budget.reserve(now, Payer::Nobody).is_ok());
    // Status 500 is free.
    budget.settle(now, first, Spent::Answered(500)).unwrap();
    assert!(budget.reserve(now, Payer::License).is_ok());
    assert!(budget.reserve(now, Payer::License).is_err());
    assert!(budget.reserve(at("2026-03-01T00:00:00Z"), Payer::License).is_ok());
    // Back in the old month, which stays used.
    assert!(budget.reserve(now, Payer::License).is_err());
}

#[test]
fn a_call_over_the_end_of_a_month_counts_in_both() {
    let mut budget = Budget::new(BudgetConfig { monthly: Some(MicroDollars(270)), ..BudgetConfig::default() });
    let reservation = budget.reserve(at("2026-03-31T23:59:59.9Z"), Payer::License).unwrap();
    let april = at("2026-04-01T00:00:01Z");
    budget.settle(april, reservation, Spent::Unknown).unwrap();
    assert_eq!(budget.usage(april).spent, MicroDollars(270));
    let refusal = budget.reserve(april, Payer::License).unwrap_err();
    assert_eq!(refusal.until(), Some(at("2026-05-01T00:00:00Z")));
    assert!(budget.reserve(at("2026-03-30T00:00:00Z"), Payer::License).is_err());
    assert!(budget.reserve(at("2026-02-01T00:00:00Z"), Payer::License).is_ok());
}

#[test]
fn what_may_reach_the_next_month_is_checked_against_it() {
    let monthly = Some(PriceTier::cost(2));
    let (march, april) = (at("2026-03-31T23:59:59.9Z"), at("2026-04-01T00:00:01Z"));
    // Open ones of March may be sent in April.
    let mut budget = Budget::new(BudgetConfig { monthly, ..BudgetConfig::default() });
    let first = budget.reserve(march, Payer::License).unwrap();
    budget.reserve(march, Payer::License).unwrap();
    assert_eq!(budget.reserve(april, Payer::License).unwrap_err().until(), Some(at("2026-05-01T00:00:00Z")));
    budget.release(april, first).unwrap();
    assert!(budget.reserve(april, Payer::License).is_ok());

    // April is spent when the clock goes back to the last second of March.
    let mut budget = Budget::new(BudgetConfig { monthly, ..BudgetConfig::default() });
    for _ in 0..2 {
        let reservation = budget.reserve(april, Payer::License).unwrap();
        budget.settle(april, reservation, Spent::Answered(200)).unwrap();
    }
    assert!(budget.reserve(march, Payer::License).is_err());
    assert!(budget.reserve(at("2026-03-31T12:00:00Z"), Payer::License).is_ok());
}

#[test]
fn months_that_are_forgotten_are_spent() {
    let mut budget = Budget::new(BudgetConfig { monthly: Some(PriceTier::cost(1)), ..BudgetConfig::default() });
    let month = |n: u32| at(&format!("{}-{:02}-15T00:00:00Z", 2020 + n / 12, n % 12 + 1));
    for n in 0..25 {
        let reservation = budget.reserve(month(n), Payer::License).unwrap();
        budget.settle(month(n), reservation, Spent::Answered(200)).unwrap();
    }
    let mut budget =
        Budget::restore(BudgetConfig { monthly: Some(PriceTier::cost(2)), ..BudgetConfig::default() }, &budget.save())
            .unwrap();
    let refusal = budget.reserve(month(0), Payer::License).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::SpendUsedUp, Some(at("2020-02-01T00:00:00Z"))));
    assert!(budget.reserve(month(1), Payer::License).is_ok());
}

#[test]
fn a_budget_too_small_for_a_call_names_no_end() {
    let mut budget = Budget::new(BudgetConfig { monthly: Some(MicroDollars(269)), ..BudgetConfig::default() });
    let refusal = budget.reserve(at("2026-02-01T00:00:00Z"), Payer::License).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::SpendUsedUp, None));
    let refusal = Budget::new(quota(0)).reserve(at("2026-02-01T00:00:00Z"), Payer::Nobody).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::QuotaUsedUp, None));
}

#[test]
fn a_place_is_free_a_window_after_the_call_ended() {
    let mut budget = Budget::new(quota(1));
    let now = at("2026-02-01T00:00:00Z");
    let later = |ms| now.saturating_add_millis(ms);
    let reservation = budget.reserve(now, Payer::Nobody).unwrap();
    // Open: until it expires at the latest.
    assert_eq!(budget.reserve(later(10), Payer::Nobody).unwrap_err().until(), Some(later(60_000 + WINDOW)));
    budget.settle(later(300), reservation, Spent::Answered(200)).unwrap();
    assert_eq!(budget.reserve(later(1_299), Payer::Nobody).unwrap_err().until(), Some(later(1_300)));
    assert!(budget.reserve(later(1_300), Payer::Nobody).is_ok());
}

#[test]
fn a_reservation_is_closed_once() {
    let mut budget = Budget::new(BudgetConfig::default());
    let now = at("2026-02-01T00:00:00Z");
    let code = |result: Result<(), livechat_core::machine::budget::ReservationError>| result.unwrap_err().code();
    let settled = budget.reserve(now, Payer::License).unwrap();
    let released = budget.reserve(now, Payer::License).unwrap();
    let expired = budget.reserve(now, Payer::License).unwrap();
    budget.settle(now, settled, Spent::Answered(200)).unwrap();
    budget.release(now, released).unwrap();
    let end = now.saturating_add_millis(60_000);
    for reservation in [settled, released, expired] {
        assert_eq!(code(budget.release(end, reservation)), ReservationErrorCode::Closed);
        assert_eq!(code(budget.settle(end, reservation, Spent::Answered(500))), ReservationErrorCode::Closed);
    }
    // The expired one was charged.
    assert_eq!(budget.usage(end).spent, MicroDollars(2 * 270));
    let forged: Reservation = "0.3.1769904000000000".parse().unwrap();
    assert_eq!(code(budget.release(end, forged)), ReservationErrorCode::Unknown);
    let other_time: Reservation = {
        let text = budget.reserve(end, Payer::License).unwrap().to_string();
        text.replace(&end.micros().to_string(), "5").parse().unwrap()
    };
    assert_eq!(code(budget.release(end, other_time)), ReservationErrorCode::Unknown);
    assert_eq!(settled.to_string().parse(), Ok(settled));
    for text in ["", "0", "0.1", "x.1.2", "0.1.2.3", "0.-1.2"] {
        assert!(text.parse::<Reservation>().is_err(), "{text}");
    }
}

#[test]
fn the_server_is_heeded_up_to_the_cap() {
    let mut budget = Budget::new(BudgetConfig::default());
    let now = at("2026-02-01T00:00:00Z");
    let later = |ms| now.saturating_add_millis(ms);
    let reservation = budget.reserve(now, Payer::Nobody).unwrap();
    budget.settle(now, reservation, Spent::TurnedAway { wait_ms: Some(5_000) }).unwrap();
    // Too late for the reservation, and heeded all the same; a shorter wait ends nothing.
    assert!(budget.settle(now, reservation, Spent::TurnedAway { wait_ms: None }).is_err());
    let refusal = budget.reserve(later(4_999), Payer::Nobody).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::AskedToWait, Some(later(5_000))));
    assert_eq!(budget.usage(now).wait_until, Some(later(5_000)));
    assert!(budget.reserve(later(5_000), Payer::Nobody).is_ok());
    budget.turned_away(now, Some(u64::MAX));
    assert_eq!(budget.reserve(now, Payer::Nobody).unwrap_err().until(), Some(later(3_600_000)));
}

#[test]
fn open_reservations_are_limited() {
    let mut budget = Budget::new(BudgetConfig { max_open: 1, ..BudgetConfig::default() });
    let now = at("2026-02-01T00:00:00Z");
    budget.reserve(now, Payer::Nobody).unwrap();
    let refusal = budget.reserve(now, Payer::Nobody).unwrap_err();
    assert_eq!((refusal.code(), refusal.until()), (RefusalCode::TooManyOpen, Some(now.saturating_add_millis(60_000))));
}

#[test]
fn a_smaller_quota_holds_at_once() {
    let mut budget = Budget::new(quota(5));
    let now = at("2026-02-01T00:00:00Z");
    for ms in [0, 100, 200] {
        let at = now.saturating_add_millis(ms);
        let reservation = budget.reserve(at, Payer::Nobody).unwrap();
        budget.settle(at, reservation, Spent::Answered(200)).unwrap();
    }
    budget.reserve(now.saturating_add_millis(300), Payer::Nobody).unwrap();
    budget.configure(quota(2));
    let later = now.saturating_add_millis(400);
    // The log keeps two; with the open one there are three, so that two must leave.
    assert_eq!(budget.reserve(later, Payer::Nobody).unwrap_err().until(), Some(now.saturating_add_millis(1_200)));
    assert!(budget.reserve(now.saturating_add_millis(1_200), Payer::Nobody).is_ok());
}

#[test]
fn states_of_another_form_are_refused() {
    let saved = Budget::new(config()).save();
    let code = |text: &str| Budget::restore(config(), text).unwrap_err().code();
    assert_eq!(code(""), StateErrorCode::BadJson);
    assert_eq!(code("{"), StateErrorCode::BadJson);
    assert_eq!(code("{}"), StateErrorCode::UnknownVersion);
    assert_eq!(code(&saved.replace("\"version\":1", "\"version\":2")), StateErrorCode::UnknownVersion);
    assert_eq!(code(&saved.replace("\"version\":1", "\"version\":\"1\"")), StateErrorCode::UnknownVersion);
    assert_eq!(code(&saved.replace("\"log\"", "\"logs\"")), StateErrorCode::WrongForm);
    assert_eq!(code(&saved.replace("\"log\":[]", "\"log\":[2,1]")), StateErrorCode::WrongForm);
    assert_eq!(code(&saved.replace("\"months\":[]", "\"months\":[[1,2],[1,2]]")), StateErrorCode::WrongForm);
    assert_eq!(code(&saved.replace("\"open\":[]", "\"open\":[[0,0,true]]")), StateErrorCode::WrongForm);
    assert_eq!(code(&saved.replace("\"months\":[]", "\"months\":[[1,-2]]")), StateErrorCode::WrongForm);
    assert_eq!(code("[1,0,0,[],[],[],null,null]"), StateErrorCode::WrongForm);
    assert_eq!(code(&format!("{saved}{saved}")), StateErrorCode::BadJson);
    assert!(Budgets::restore(config(), 1, &saved).is_err());
}

#[test]
fn licenses_have_budgets_of_their_own() {
    let now = at("2026-02-01T00:00:00Z");
    let mut budgets = Budgets::new(quota(1), 2);
    let reservation = budgets.of("a").unwrap().reserve(now, Payer::License).unwrap();
    let other = budgets.of("b").unwrap().reserve(now, Payer::License).unwrap();
    assert!(budgets.of("c").is_err());
    assert_eq!(budgets.licenses().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(budgets.of("b").unwrap().release(now, reservation).unwrap_err().code(), ReservationErrorCode::Unknown);
    let saved = budgets.save();
    let mut restored = Budgets::restore(quota(1), 2, &saved).unwrap();
    assert_eq!(restored, budgets);
    assert!(restored.of("a").unwrap().reserve(now, Payer::License).is_err());
    assert!(restored.of("b").unwrap().settle(now, other, Spent::Answered(200)).is_ok());
    assert_eq!(Budgets::restore(quota(1), 1, &saved).unwrap_err().code(), StateErrorCode::TooLarge);
    assert_eq!(
        Budgets::restore(quota(1), 2, &saved.replace("\"b\"", "\"a\"")).unwrap_err().code(),
        StateErrorCode::WrongForm
    );
}
