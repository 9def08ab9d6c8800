//! The formats of strings, each by its definition.

use std::net::IpAddr;

/// Whether a text has a format; every text has a format that nobody knows.
pub fn holds(format: &str, text: &str) -> bool {
    match format {
        "rfc3339" => is_time(text),
        "date" => is_date(text),
        "hh:mm" => text == "24:00" || is_clock(text),
        "url" => is_url(text),
        "email" => is_email(text),
        "uuid" => is_uuid(text),
        "e164" => is_phone(text),
        "ip" => text.parse::<IpAddr>().is_ok(),
        "iso3166-1-alpha-2" => text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase()),
        _ => true,
    }
}

/// A number of just so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.chars().all(|c| c.is_ascii_digit())).then(|| text.parse().ok())?
}

fn is_between(text: &str, least: u32, greatest: u32) -> bool {
    digits(text, 2).is_some_and(|number| (least..=greatest).contains(&number))
}

fn is_clock(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hours, minutes)| is_between(hours, 0, 23) && is_between(minutes, 0, 59))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let Some(year) = digits(year, 4) else { return false };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        "02" if is_leap_year => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        "01" | "03" | "05" | "07" | "08" | "10" | "12" => 31,
        _ => return false,
    };
    is_between(day, 1, last)
}

fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let clock = if let Some(clock) = time.strip_suffix('Z') {
        clock
    } else {
        let Some(sign) = time.rfind(['+', '-']) else { return false };
        if !is_clock(&time[sign + 1..]) {
            return false;
        }
        &time[..sign]
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let Some((minutes, seconds)) = clock.rsplit_once(':') else { return false };
    let is_fraction = !fraction.is_empty() && fraction.chars().all(|c| c.is_ascii_digit());
    is_date(date) && is_clock(minutes) && is_between(seconds, 0, 59) && is_fraction
}

fn is_url(text: &str) -> bool {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // In brackets an address of version 6, which has colons of its own; else the port follows a colon.
    let host = if host.starts_with('[') {
        host.find(']').filter(|end| *end > 1).map_or("", |_| host)
    } else {
        host.split(':').next().filter(|_| host.chars().all(|c| c != '[' && c != ']')).unwrap_or_default()
    };
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) && !host.is_empty()
}

fn is_email(text: &str) -> bool {
    if text.chars().any(char::is_whitespace) {
        return false;
    }
    let parts: Vec<&str> = text.split('@').collect();
    let [name, domain] = parts[..] else { return false };
    let has_dot_inside = domain.char_indices().any(|(place, c)| c == '.' && place > 0 && place + 1 < domain.len());
    !name.is_empty() && has_dot_inside
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.concat().chars().all(|c| c.is_ascii_hexdigit())
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|number| {
        (2..=15).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit()) && !number.starts_with('0')
    })
}
