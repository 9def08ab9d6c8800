//! What the headers of an answer say about waiting. Pure functions of text and `now`.

use crate::answer::RetryAfter;
use crate::answer::retry_after::whole_number;
use crate::timestamp::Timestamp;

/// Headers that say when the quota is new, as seconds from now or as a time since 1970.
const RESETS: [&str; 3] = ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

/// The same, always as seconds from now.
const RESETS_AFTER: [&str; 2] = ["ratelimit-reset-after", "x-ratelimit-reset-after"];

/// Headers that say how much of the quota is left.
const REMAINING: [&str; 3] = ["ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"];

/// Numbers from here on are times since 1970 and no spans: it is in 2001, and more than thirty years as a span.
const EPOCH_SECONDS: u64 = 1_000_000_000;

/// Numbers from here on are in milliseconds since 1970.
const EPOCH_MILLIS: u64 = 1_000_000_000_000;

/// How many milliseconds the server asks to wait, by `Retry-After`, else by headers such as `RateLimit-Reset`; none where it says nothing that
/// can be read.
///
/// Names are compared without regard to case. `Retry-After` is read as [`RetryAfter::parse`] does it. A time is measured against the header `Date` where there is one, so that a wrong clock here does no harm.
/// The other headers count when `quota` says that the answer is about the quota, or when they say that nothing of it remains. Of headers
/// that stand more than once the longest wait counts. Nothing is capped here.
///
/// ```
/// use livechat_core::Timestamp;
/// use livechat_core::machine::retry::asked_wait_ms;
/// let now = Timestamp::from_seconds(784_111_770);
/// assert_eq!(asked_wait_ms(&[("retry-after", "7")], now, false), Some(7_000));
/// assert_eq!(asked_wait_ms(&[("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")], now, false), Some(7_000));
/// ```
pub fn asked_wait_ms(headers: &[(&str, &str)], now: Timestamp, quota: bool) -> Option<u64> {
    let values = |names: &'static [&'static str]| {
        let named = move |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        headers.iter().filter(move |(name, _)| named(name.trim())).map(|(_, value)| value.trim())
    };
    let now = values(&["date"]).find_map(Timestamp::parse_http_date).unwrap_or(now);
    let retry_after = values(&["retry-after"]).filter_map(RetryAfter::parse).map(|wait| wait.wait_ms(now));
    if let Some(wait) = retry_after.max() {
        return Some(wait);
    }
    if !quota && !values(&REMAINING).any(|v| whole_number(v) == Some(0)) {
        return None;
    }
    let after = values(&RESETS_AFTER).filter_map(whole_number).map(|s| s.saturating_mul(1_000));
    let at = values(&RESETS).filter_map(whole_number).map(|value| {
        let millis = if value >= EPOCH_MILLIS { value } else { value.saturating_mul(1_000) };
        if value < EPOCH_SECONDS {
            return millis;
        }
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)).millis_since(now)
    });
    after.chain(at).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_794_000_000);

    #[test]
    fn what_headers_say() {
        let wait = |headers: &[(&str, &str)], quota| asked_wait_ms(headers, NOW, quota);
        assert_eq!(wait(&[("RETRY-AFTER", " 3 "), ("Retry-After", "9")], false), Some(9_000));
        assert_eq!(wait(&[("Retry-After", "99999999999999999999999999")], false), Some(u64::MAX));
        assert_eq!(wait(&[("Retry-After", "-1")], false), None);
        assert_eq!(wait(&[("Retry-After", "soon"), ("RateLimit-Reset", "4")], true), Some(4_000));
        assert_eq!(wait(&[("Retry-After", "2"), ("RateLimit-Reset", "4")], true), Some(2_000));
        assert_eq!(wait(&[("RateLimit-Reset", "4")], false), None);
        assert_eq!(wait(&[("RateLimit-Reset", "4"), ("RateLimit-Remaining", "0")], false), Some(4_000));
        assert_eq!(wait(&[("X-RateLimit-Reset", "1794000005")], true), Some(5_000));
        assert_eq!(wait(&[("X-RateLimit-Reset", "1794000005000")], true), Some(5_000));
        assert_eq!(wait(&[("X-RateLimit-Reset", "1793999999")], true), Some(0));
        assert_eq!(wait(&[("X-RateLimit-Reset-After", "6")], true), Some(6_000));
        // Half an hour ahead here, and the server's own clock says how long it means.
        let headers = [("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT")];
        assert_eq!(wait(&headers, false), Some(3_000));
    }
}
