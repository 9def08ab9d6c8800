//! Points in time as the caller gives them; core reads no clock.

use alloc::format;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// The text or number isn't a time that can be represented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time; write seconds since 1970 as a number, or RFC 3339 such as 2026-11-22T10:15:30Z")]
pub struct TimestampError;

impl Timestamp {
    /// From microseconds since 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From seconds since 1970; seconds too many to represent become the last point in time that can be.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// From seconds with a fraction, as `Date.now() / 1000` gives them.
    #[allow(clippy::cast_possible_truncation)] // a cast of a float saturates; a fraction of a microsecond is dropped
    pub fn from_seconds_f64(seconds: f64) -> Result<Self, TimestampError> {
        if seconds.is_finite() { Ok(Self((seconds * 1_000_000.0) as i64)) } else { Err(TimestampError) }
    }

    /// From RFC 3339.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| TimestampError)?;
        let micros = time.unix_timestamp().checked_mul(1_000_000).ok_or(TimestampError)?;
        micros.checked_add(i64::from(time.microsecond())).map(Self).ok_or(TimestampError)
    }

    /// From a date as a header has it, RFC 9110 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT` and none of the obsolete forms. The day of the week is read and
    /// not believed.
    pub(crate) fn parse_http_date(text: &str) -> Option<Self> {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (weekday, rest) = text.split_once(", ")?;
        let mut parts = rest.split(' ');
        let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let form = DAYS.contains(&weekday) && day.len() == 2 && parts.next() == Some("GMT") && parts.next().is_none();
        let month = MONTHS.iter().zip(1u8..).find(|(name, _)| **name == month).filter(|_| form)?.1;
        Self::parse(&format!("{year}-{month:02}-{day}T{time}Z")).ok().filter(|_| time.len() == 8)
    }

    /// From milliseconds since 1970, as `Date.now()` gives them; too many become the last point in time that can be.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970, towards the earlier one.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// So many milliseconds later, or the last point in time that can be.
    #[must_use]
    pub const fn saturating_add_millis(self, millis: u64) -> Self {
        let micros = millis.saturating_mul(1_000);
        Self(self.0.saturating_add_unsigned(micros))
    }

    /// Milliseconds that have passed since an earlier point in time; 0 if that is later.
    pub const fn millis_since(self, earlier: Self) -> u64 {
        if self.0 > earlier.0 { self.0.abs_diff(earlier.0).div_euclid(1_000) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn the_three_forms_agree() {
        let seconds = Timestamp::from_seconds(1_795_342_530);
        assert_eq!(Timestamp::parse("2026-11-22T10:15:30Z"), Ok(seconds));
        assert_eq!(Timestamp::parse("2026-11-22T11:15:30.000000+01:00"), Ok(seconds));
        assert_eq!(Timestamp::from_seconds_f64(1_795_342_530.0), Ok(seconds));
        assert_eq!(Timestamp::from_millis(1_795_342_530_000), seconds);
        assert!(Timestamp::parse("yesterday").is_err());
        assert!(Timestamp::from_seconds_f64(f64::NAN).is_err());
    }

    #[test]
    fn dates_of_headers_have_one_form() {
        let time = Some(Timestamp::from_seconds(784_111_777));
        assert_eq!(Timestamp::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), time);
        for other in [
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0200",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sun, 06 Nov 1994 08:49:37.5 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "06 Nov 94 08:49 EST",
            "",
        ] {
            assert_eq!(Timestamp::parse_http_date(other), None, "{other}");
        }
    }

    #[test]
    fn spans_of_time_have_no_overflow_and_no_way_back() {
        let now = Timestamp::from_millis(-1_500);
        assert_eq!(now.millis(), -1_500);
        assert_eq!(Timestamp::from_micros(-1).millis(), -1);
        assert_eq!(now.saturating_add_millis(2_000), Timestamp::from_millis(500));
        assert_eq!(now.saturating_add_millis(2_000).millis_since(now), 2_000);
        assert_eq!(now.millis_since(now.saturating_add_millis(1)), 0);
        assert_eq!(now.saturating_add_millis(u64::MAX).micros(), i64::MAX);
    }
}
