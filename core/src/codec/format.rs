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
    let host = host.split_once(']').map_or_else(|| host.split(':').next().unwrap_or_default(), |(v6, _)| v6);
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && !host.is_empty()
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
    use super::fits;

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
                &["example.com", "ftp://example.com", "https://", "https://:80/", "https://u@/", "https://a b"],
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
