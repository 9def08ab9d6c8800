//! Formats of scalars: whether a text is a time, an address, a number. Pure functions of text, no allocation.

use core::net::IpAddr;

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime};

/// Whether a text has a format; a format that isn't known here has no rule.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format {
        "rfc3339" => rfc3339(text),
        "date" => date(text).is_some(),
        "hh:mm" => clock(text).is_some(),
        "url" => url(text),
        "email" => email(text),
        "uuid" => uuid(text),
        "e164" => e164(text),
        "ip" => text.parse::<IpAddr>().is_ok(),
        "iso3166-1-alpha-2" => text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
        _ => true,
    }
}

/// What a text of this format looks like, for messages.
pub(super) fn example(format: &str) -> &'static str {
    match format {
        "rfc3339" => "a time as in RFC 3339, such as 2026-11-22T10:15:30.123456Z",
        "date" => "a date such as 2026-11-22",
        "hh:mm" => "a time of day such as 09:30",
        "url" => "a URL that begins with https:// or http://",
        "email" => "an e-mail address",
        "uuid" => "a UUID",
        "e164" => "a telephone number such as +48123456789",
        "ip" => "an IP address",
        "iso3166-1-alpha-2" => "a country as two capital letters, such as PL",
        _ => "another format",
    }
}

/// So many digits and nothing else.
fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// How many bytes a time takes with which a text begins, if it is written as the API does: UTC, at most nine digits of a second's fraction, a day that
/// every such month has. Takes a part of what [`rfc3339`] takes and nothing else, in a tenth of its time.
pub(super) fn usual_time(text: &[u8]) -> Option<usize> {
    const DATE: Shape = Shape::new(*b"0000-00-");
    const DAY: Shape = Shape::new(*b"00T00:00");
    const CLOCK: Shape = Shape::new(*b"00:00:00");
    const MICROSECONDS: Shape = Shape::new(*b".000000Z");
    let (date, day) = (*text.first_chunk()?, *text.get(8..)?.first_chunk()?);
    let (clock, rest) = text.get(11..)?.split_first_chunk()?;
    let (date, day, clock) = (DATE.digits(date)?, DAY.digits(day)?, CLOCK.digits(*clock)?);
    let (month, day) = (pair(date, 5), pair(day, 0));
    let last = if month == 2 { 28 } else { 30 };
    let fits = (1..=12).contains(&month)
        && (1..=last).contains(&day)
        && pair(clock, 0) < 24
        && pair(clock, 3) < 60
        && pair(clock, 6) < 60;
    let fraction = match rest {
        [b'Z', ..] => 0,
        // As the API writes nearly all of them.
        rest if rest.first_chunk().is_some_and(|micros| MICROSECONDS.digits(*micros).is_some()) => 7,
        [b'.', rest @ ..] => {
            let digits = rest.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
            let usual = (1..=9).contains(&digits) && rest.get(digits) == Some(&b'Z');
            usual.then_some(digits.wrapping_add(1))?
        }
        _ => return None,
    };
    fits.then_some(fraction.wrapping_add(20))
}

/// Eight bytes of which some are digits, written as zeros, and the others are given.
struct Shape {
    bytes: u64,
    /// What makes the highest bit of a byte show when it is wrong.
    add: u64,
}

impl Shape {
    const fn new(shape: [u8; 8]) -> Self {
        let (mut add, mut rest) = (0u64, shape.as_slice());
        while let Some((byte, before)) = rest.split_last() {
            // Nine and less remain below the highest bit, or nothing but zero.
            add = add.wrapping_shl(8) | if *byte == b'0' { 0x76 } else { 0x7f };
            rest = before;
        }
        Self { bytes: u64::from_le_bytes(shape), add }
    }

    /// The digits' values in their places, if the text has this shape.
    fn digits(&self, text: [u8; 8]) -> Option<u64> {
        const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
        let values = u64::from_le_bytes(text) ^ self.bytes;
        ((values.wrapping_add(self.add) | values) & HIGH == 0).then_some(values)
    }
}

/// The number of two digits that stand from a place on.
fn pair(digits: u64, place: u32) -> u64 {
    let digits = digits.wrapping_shr(place.wrapping_mul(8));
    (digits & 0xf).wrapping_mul(10).wrapping_add(digits.wrapping_shr(8) & 0xf)
}

/// With a capital T and Z, and without leap seconds, which the library would take.
fn rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(10) == Some(&b'T')
        && !text.ends_with('z')
        && bytes.get(17..19).is_some_and(|seconds| seconds < b"60")
        && OffsetDateTime::parse(text, &Rfc3339).is_ok()
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

fn clock(text: &str) -> Option<()> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    ((hours < 24 && minutes < 60) || (hours == 24 && minutes == 0)).then_some(())
}

fn url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Without user and port.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let named = match host.strip_prefix('[') {
        Some(v6) => v6.split_once(']').is_some_and(|(v6, _)| !v6.is_empty()),
        None => !host.contains(['[', ']']) && !host.starts_with(':') && !host.is_empty(),
    };
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && named
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let mut inner = domain.chars();
    let _ends = (inner.next(), inner.next_back());
    let inside = inner.as_str().contains('.');
    !local.is_empty() && inside && !domain.contains('@') && !text.chars().any(char::is_whitespace)
}

fn uuid(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part =
        |count| parts.next().is_some_and(|p: &str| p.len() == count && p.bytes().all(|b| b.is_ascii_hexdigit()));
    part(8) && part(4) && part(4) && part(4) && part(12) && parts.next().is_none()
}

fn e164(text: &str) -> bool {
    let Some(number) = text.strip_prefix('+') else { return false };
    (2..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::{fits, rfc3339, usual_time};
    use alloc::string::ToString;

    /// A row of numbers that look random, the same every time.
    fn numbers() -> impl Iterator<Item = u64> {
        let mut state = 0u64;
        core::iter::from_fn(move || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            Some(mixed ^ (mixed >> 27))
        })
    }

    #[test]
    fn a_usual_time_is_one_that_the_library_takes() {
        let mut numbers = numbers();
        let mut draw = |end: usize| usize::try_from(numbers.next().unwrap() % end as u64).unwrap();
        let mut usual = 0;
        for _ in 0..200_000 {
            let fraction = ["", ".1", ".123456", ".123456789", ".1234567890", "."].get(draw(6)).unwrap();
            let (year, month, day) = (draw(10_000), draw(14), draw(33));
            let (hour, minute, second) = (draw(26), draw(62), draw(62));
            let text = alloc::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z");
            let mut text = text.into_bytes();
            if draw(3) == 0 {
                let odd = b"019:-./TZtz+ \x80".get(draw(14)).unwrap();
                *text.get_mut(draw(20)).unwrap() = *odd;
            }
            let text = alloc::string::String::from_utf8_lossy(&text).to_string();
            let length = usual_time([&text, "\", 5"].concat().as_bytes());
            assert_eq!(length, usual_time(text.as_bytes()), "{text}");
            if let Some(length) = length {
                assert!(text.get(..length).is_some_and(rfc3339), "{text}");
                usual += 1;
            }
        }
        assert!(usual > 20_000, "{usual}");
        for time in ["2026-11-22T10:15:30Z", "0000-02-28T00:00:00.0Z", "9999-12-30T23:59:59.123456789Z"] {
            assert_eq!(usual_time(time.as_bytes()), Some(time.len()), "{time}");
        }
    }

    #[test]
    fn formats_at_their_edges() {
        for (format, good, bad) in [
            (
                "rfc3339",
                &["2026-11-22T10:15:30Z", "2026-11-22T10:15:30.123456+01:00"][..],
                &[
                    "2026-11-22",
                    "2026-11-22T10:15:30",
                    "2026-02-30T10:15:30Z",
                    "2026-11-22t10:15:30Z",
                    "2026-12-31T23:59:60Z",
                ][..],
            ),
            ("date", &["2024-02-29"], &["2023-02-29", "2024-2-9", "2024-02-29Z"]),
            ("hh:mm", &["00:00", "23:59", "24:00"], &["24:01", "9:30", "12:60"]),
            (
                "url",
                &["https://example.com", "http://a/b?c#d"],
                &[
                    "example.com",
                    "ftp://example.com",
                    "https://",
                    "https://:80/",
                    "https://u@/",
                    "https://a b",
                    "https://]a",
                    "https://a]b",
                    "https://[]",
                    "https://[::1",
                ],
            ),
            ("email", &["a@b.c"], &["a@b", "@b.c", "a@b.c@d.e", "a b@c.d", "a@.b", "a@b."]),
            (
                "uuid",
                &["b7eff798-f8df-4364-8059-649c35c9ed0c"],
                &["b7eff798f8df43648059649c35c9ed0c", "b7eff798-f8df-4364-8059-649c35c9ed0g"],
            ),
            ("e164", &["+48123456789"], &["48123456789", "+0123", "+1234567890123456"]),
            ("ip", &["192.0.2.1", "2001:db8::1"], &["192.0.2.256", "example.com"]),
            ("iso3166-1-alpha-2", &["PL"], &["pl", "POL"]),
        ] {
            for text in good {
                assert!(fits(format, text), "{format} {text}");
            }
            for text in bad {
                assert!(!fits(format, text), "{format} {text}");
            }
        }
        assert!(fits("no such format", "anything"));
    }
}
