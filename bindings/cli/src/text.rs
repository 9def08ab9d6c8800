//! Text for people: words for lists and sets, names that are near a mistyped one, text that can't steer a terminal. Pure functions.

use std::fmt::{self, Write};

use livechat_core::policy::Scope;
use livechat_core::{Version, VersionSet};

/// Text from outside, in which characters that would steer a terminal are written as escapes.
pub(crate) struct Clean<'a>(pub(crate) &'a str);

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) {
            return f.pad(self.0);
        }
        let mut clean = String::with_capacity(self.0.len());
        clean_into(&mut clean, self.0);
        f.pad(&clean)
    }
}

/// Adds text from outside to a row, as [`Clean`] shows it.
pub(crate) fn clean_into(row: &mut String, text: &str) {
    if is_plain(text) {
        return row.push_str(text);
    }
    for c in text.chars() {
        if c.is_control() || steers(c) {
            row.extend(c.escape_unicode());
        } else {
            row.push(c);
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// Invisible characters that turn the direction of what follows, or hide in a name.
fn steers(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Shortens text to a number of characters; what was cut ends in an ellipsis.
pub(crate) fn cut(text: &mut String, width: usize) {
    if text.len() <= width {
        return;
    }
    let mut places = text.char_indices().map(|(at, _)| at).skip(width.saturating_sub(1));
    if let (Some(at), Some(_)) = (places.next(), places.next()) {
        text.truncate(at);
        if width > 0 {
            text.push('…');
        }
    }
}

/// `1 method`, `2 methods`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("{n} {noun}") } else { format!("{n} {noun}s") }
}

/// `all`, `3.6`, `3.4-3.6`, or a list where there are gaps.
pub(crate) fn versions(set: VersionSet) -> String {
    if set == VersionSet::ALL {
        return "all".into();
    }
    let mut runs: Vec<(Version, Version)> = Vec::new();
    for (i, version) in Version::ALL.into_iter().enumerate().filter(|(_, v)| set.contains(*v)) {
        match runs.last_mut() {
            Some(run) if i > 0 && Version::ALL.get(i - 1) == Some(&run.1) => run.1 = version,
            _ => runs.push((version, version)),
        }
    }
    let run = |(a, b): &(Version, Version)| if a == b { a.to_string() } else { format!("{a}-{b}") };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// Things one after the other.
pub(crate) fn joined<T: fmt::Display>(things: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut out = String::new();
    for thing in things {
        if !out.is_empty() {
            out.push_str(between);
        }
        // Writing to a string can't fail.
        let _ = write!(out, "{thing}");
    }
    out
}

/// Scopes that are all needed.
pub(crate) fn all_of(scopes: &[Scope]) -> String {
    if scopes.is_empty() { "no scope".into() } else { joined(scopes, " and ") }
}

/// Most names that are suggested.
const MOST_NEAR: usize = 5;

/// Names that somebody may have meant, nearest first. A name `<api>/<action>` is also known by its action.
pub(crate) fn near<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let length = text.chars().count();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let whole = name.to_lowercase();
        let action = match whole.split_once('/') {
            Some((_, action)) if !text.contains('/') => action,
            _ => &whole,
        };
        let elsewhere = |(_, action): (&str, &str)| text.split_once('/').is_some_and(|(_, a)| a == action);
        let slips = distance(&text, action);
        let rank = if slips == 0 {
            Some(0)
        } else if whole.split_once('/').is_some_and(elsewhere) || length >= 3 && action.starts_with(&text) {
            Some(1)
        } else if slips <= (length / 3).clamp(1, 4) {
            Some(1 + slips)
        } else if length >= 3 && (action.contains(&text) || text.contains(action)) {
            Some(10)
        } else {
            None
        };
        if let Some(rank) = rank {
            found.push((rank, name));
        }
    }
    found.sort_by_key(|(rank, name)| (*rank, name.len()));
    found.truncate(MOST_NEAR);
    found.into_iter().map(|(_, name)| name).collect()
}

/// How many characters have to be added, taken away or replaced to make one text of another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cost, y) in costs.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = *cost;
            left = replaced.min(*cost + 1).min(left + 1);
            *cost = left;
        }
        if let Some(first) = costs.first_mut() {
            *first = i + 1;
        }
    }
    costs.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_steers_nothing() {
        assert_eq!(Clean("plain é").to_string(), "plain é");
        assert_eq!(Clean("a\x1b[31mb\r\n\u{202e}").to_string(), "a\\u{1b}[31mb\\u{d}\\u{a}\\u{202e}");
        assert_eq!(format!("{:<6}|", Clean("ab")), "ab    |");
    }

    #[test]
    fn cutting_counts_characters() {
        for (text, width, expected) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("éèê", 3, "éèê"),
            ("éèêë", 3, "éè…"),
            ("ab", 1, "…"),
            ("ab", 0, ""),
        ] {
            let mut text = text.to_string();
            cut(&mut text, width);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn version_sets_in_words() {
        let set = |names: &[&str]| names.iter().map(|n| n.parse::<Version>().unwrap()).collect::<VersionSet>();
        assert_eq!(versions(VersionSet::ALL), "all");
        assert_eq!(versions(set(&["3.6"])), "3.6");
        assert_eq!(versions(set(&["3.5", "3.6", "3.7"])), "3.5-3.7");
        assert_eq!(versions(set(&["3.4", "3.6", "3.7"])), "3.4, 3.6-3.7");
    }

    #[test]
    fn near_names() {
        let names = ["agent/send_event", "customer/send_event", "agent/send_event_preview", "agent/list_chats"];
        assert_eq!(near("send_event", names)[..2], ["agent/send_event", "customer/send_event"]);
        assert_eq!(near("agent/list_chat", names), ["agent/list_chats"]);
        assert_eq!(near("agent/lst_chats", names), ["agent/list_chats"]);
        assert_eq!(near("customer/list_chats", names)[0], "agent/list_chats");
        assert_eq!(near("zzz", names), [""; 0]);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }
}
