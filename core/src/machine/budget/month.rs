//! Calendar months in UTC. Pure functions.

use time::{Date, Month, OffsetDateTime, Time};

use crate::timestamp::Timestamp;

/// Seconds since 1970 of the first and last points in time that have a date of four digits.
const DATED: (i64, i64) = (-377_705_116_800, 253_402_300_799);

/// The month of a point in time, counted from January of the year 0. Times beyond the years of four digits belong to the first or last month.
pub(super) fn month_of(at: Timestamp) -> i32 {
    let seconds = at.micros().div_euclid(1_000_000).clamp(DATED.0, DATED.1);
    let date = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    date.year().saturating_mul(12).saturating_add(i32::from(u8::from(date.month()))).saturating_sub(1)
}

/// When a month begins; none beyond the years of four digits.
pub(super) fn begins(month: i32) -> Option<Timestamp> {
    let number = u8::try_from(month.rem_euclid(12)).ok()?.checked_add(1)?;
    let date = Date::from_calendar_date(month.div_euclid(12), Month::try_from(number).ok()?, 1).ok()?;
    Some(Timestamp::from_seconds(OffsetDateTime::new_utc(date, Time::MIDNIGHT).unix_timestamp()))
}

/// The first and the last point in time of a month.
pub(super) fn span(month: i32) -> (Timestamp, Timestamp) {
    let (least, greatest) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    let from = begins(month).filter(|_| month > month_of(least));
    let to = begins(month.saturating_add(1)).map(|next| Timestamp::from_micros(next.micros().saturating_sub(1)));
    (from.unwrap_or(least), to.unwrap_or(greatest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_at_midnight_utc() {
        let at = |text| Timestamp::parse(text).unwrap();
        let november = month_of(at("2026-11-22T10:15:30Z"));
        assert_eq!(november, 2026 * 12 + 10);
        assert_eq!(begins(november), Some(at("2026-11-01T00:00:00Z")));
        assert_eq!(month_of(at("2026-11-30T23:59:59.999999Z")), november);
        assert_eq!(month_of(at("2026-12-01T00:00:00Z")), november + 1);
        assert_eq!(month_of(at("2026-12-01T00:30:00+01:00")), november);
        assert_eq!(begins(november + 2), Some(at("2027-01-01T00:00:00Z")));
        assert_eq!(month_of(Timestamp::from_micros(-1)), 1969 * 12 + 11);
    }

    #[test]
    fn the_ends_of_time_have_a_month() {
        assert_eq!(month_of(Timestamp::from_micros(i64::MAX)), 9999 * 12 + 11);
        assert_eq!(month_of(Timestamp::from_micros(i64::MIN)), -9999 * 12);
        assert_eq!(begins(9999 * 12 + 12), None);
        assert_eq!(begins(i32::MIN), None);
        for at in [Timestamp::from_micros(i64::MAX), Timestamp::from_micros(i64::MIN), Timestamp::from_seconds(0)] {
            let (from, to) = span(month_of(at));
            assert!(from <= at && at <= to);
            assert_eq!((month_of(from), month_of(to)), (month_of(at), month_of(at)));
        }
    }
}
