//! The header `Retry-After`, read once for everybody who asks. Pure functions of text.

use crate::timestamp::Timestamp;

/// How long to wait, as the header `Retry-After` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds from now.
    Seconds(u64),
    /// Until then.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads a value of the header, RFC 9110 10.2.3: seconds, or a date in the form that is in use today (`Sun, 06 Nov 1994 08:49:37 GMT`); its obsolete
    /// forms are ignored. Seconds too many to count become the most there are.
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim_ascii();
        whole_number(value).map(Self::Seconds).or_else(|| Timestamp::parse_http_date(value).map(Self::At))
    }

    /// Milliseconds to wait from `now` on; nothing is capped.
    pub fn wait_ms(self, now: Timestamp) -> u64 {
        match self {
            Self::Seconds(seconds) => seconds.saturating_mul(1_000),
            Self::At(time) => time.millis_since(now),
        }
    }
}

/// A whole number; one that is too great becomes the greatest.
pub(crate) fn whole_number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::RetryAfter;
    use crate::timestamp::Timestamp;

    #[test]
    fn waiting_is_in_seconds_or_until_a_date() {
        for (value, read) in [
            ("0", Some(RetryAfter::Seconds(0))),
            (" 120 ", Some(RetryAfter::Seconds(120))),
            ("99999999999999999999999", Some(RetryAfter::Seconds(u64::MAX))),
            (" Sun, 06 Nov 1994 08:49:37 GMT", Some(RetryAfter::At(Timestamp::from_seconds(784_111_777)))),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ] {
            assert_eq!(RetryAfter::parse(value), read, "{value}");
        }
        let at = |seconds| RetryAfter::At(Timestamp::from_seconds(seconds)).wait_ms(Timestamp::from_seconds(10));
        assert_eq!((at(13), at(9)), (3_000, 0));
        assert_eq!(RetryAfter::Seconds(u64::MAX).wait_ms(Timestamp::from_seconds(0)), u64::MAX);
    }
}
