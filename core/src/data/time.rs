//! Times as the API writes them: read without loss, sent in RFC 3339 with microseconds. No clock.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use super::read::FromJson;
use crate::codec::Json;
use crate::timestamp::Timestamp;

/// A point in time as it stands in JSON: its text, and the time that the text tells.
///
/// ```
/// use livechat_core::Timestamp;
/// use livechat_core::data::Time;
/// assert_eq!(Time::from(Timestamp::from_seconds(1_795_342_530)).as_str(), "2026-11-22T10:15:30.000000Z");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Time<'a>(Cow<'a, str>);

impl<'a> Time<'a> {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time; none where the text isn't RFC 3339.
    pub fn timestamp(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.0).ok()
    }

    /// The same, kept apart from what it was read from.
    pub fn into_owned(self) -> Time<'static> {
        Time(Cow::Owned(self.0.into_owned()))
    }

    pub(crate) fn into_text(self) -> Cow<'a, str> {
        self.0
    }
}

impl From<Timestamp> for Time<'_> {
    fn from(timestamp: Timestamp) -> Self {
        Self(Cow::Owned(rfc3339(timestamp)))
    }
}

impl<'a> From<&'a Time<'_>> for Time<'a> {
    fn from(other: &'a Time<'_>) -> Self {
        Self(Cow::Borrowed(&other.0))
    }
}

impl fmt::Display for Time<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> FromJson<'a> for Time<'a> {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.text().map(Self)
    }
}

/// A point in time in RFC 3339, in UTC and with microseconds, as the API asks for. RFC 3339 has four digits for the
/// year: a time outside of the years 0 to 9999 becomes the nearest inside.
pub fn rfc3339(timestamp: Timestamp) -> String {
    // Microseconds of the years 0 and 9999 at their ends.
    let micros = timestamp.micros().clamp(-62_167_219_200_000_000, 253_402_300_799_999_999);
    let nanos = i128::from(micros).saturating_mul(1_000);
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:06}Z", time.microsecond())
}

#[cfg(test)]
mod tests {
    use super::{Time, Timestamp, rfc3339};

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["2026-11-22T10:15:30.000001Z", "1969-12-31T23:59:59.999999Z", "0000-01-01T00:00:00.000000Z"] {
            assert_eq!(rfc3339(Timestamp::parse(text).unwrap()), text);
        }
        for seconds in [0, 951_782_400, 1_709_164_800, -2_208_988_800, 4_102_444_799] {
            let time = Timestamp::from_seconds(seconds);
            assert_eq!(Time::from(time).timestamp(), Some(time));
        }
    }

    #[test]
    fn a_time_without_a_year_of_four_digits_is_the_nearest() {
        assert_eq!(rfc3339(Timestamp::from_micros(i64::MAX)), "9999-12-31T23:59:59.999999Z");
        assert_eq!(rfc3339(Timestamp::from_micros(i64::MIN)), "0000-01-01T00:00:00.000000Z");
    }
}
