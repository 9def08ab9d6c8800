//! What random bodies are made of.

/// Methods whose bodies have much in them, or rules; the one with lists of different elements more than once.
pub const SPECIAL: &[&str] = &[
    "agent/list_archives",
    "agent/list_archives",
    "agent/list_archives",
    "agent/list_chats",
    "agent/list_customers",
    "agent/list_threads",
    "agent/add_user_to_chat",
    "agent/multicast",
    "agent/resume_chat",
    "agent/send_event",
    "agent/start_chat",
    "agent/transfer_chat",
    "agent/update_customer",
    "configuration/add_auto_access",
    "configuration/ban_customer",
    "configuration/batch_create_agents",
    "configuration/batch_update_bots",
    "configuration/create_agent",
    "configuration/create_bot",
    "configuration/create_greeting",
    "configuration/create_group",
    "configuration/register_property",
    "configuration/register_webhook",
    "configuration/unban_customer",
    "configuration/update_bot",
    "configuration/update_greeting",
    "customer/list_group_statuses",
    "customer/send_event",
    "customer/start_chat",
    "customer/update_customer",
    "reports/agents/availability",
    "reports/chats/duration",
];

/// Contents of strings.
pub const TEXTS: &[&str] =
    &["text", "smith@example.com", "Zażółć", "a/b~c", "say \"hi\"\\", "two\nlines", "\u{1F600}\u{e9}", "", " ", "0"];
/// Keys of maps.
pub const KEYS: &[&str] = &["name", "0805e283233042b37f460ed8fbf22160", "a/b", "m~n", "", "\u{1F600}", "key"];
/// Keys that most objects do not have.
pub const UNKNOWN: &[&str] =
    &["unknown", "Type", "type ", "a/b", "m~n", "", "~1", "\u{e9}", "id", "type", "name", "filters"];
/// Numbers of elements, about the limits that there are.
pub const COUNTS: &[usize] = &[0, 1, 2, 3, 6, 11, 21, 26, 51, 101, 120, 201];
/// Values that are seldom the right ones.
pub const ODDITIES: &[&str] = &[
    "null",
    "true",
    "false",
    "-1",
    "0",
    "1.5",
    "1.0",
    "1e2",
    "-0",
    "1E400",
    "12345678901234567890123",
    "\"odd\"",
    "\"\"",
    "\"1\"",
    "[]",
    "[null]",
    "[\"1\"]",
    "{}",
    "{\"a\":1,\"a\":2}",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "500000000000",
];

/// Texts of a format, and texts that are close to it.
pub fn of_format(format: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match format {
        "rfc3339" => (
            &["2026-11-22T10:15:30Z", "2026-11-22T10:15:30.123456+02:00", "2024-02-29T23:59:59-00:30"],
            &[
                "2026-11-22",
                "2026-11-22 10:15:30Z",
                "2026-11-22T10:15:30",
                "2026-02-29T10:15:30Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:15:30.Z",
                "2026-11-22T10:15Z",
                "2026-11-22T10:15:30+2",
                "2026-11-22T10:15:30+02:60",
            ],
        ),
        "date" => {
            (&["2026-11-22", "2024-02-29"], &["2026-02-29", "2026-13-01", "2026-00-10", "22-11-2026", "2026-1-1"])
        }
        "hh:mm" => (&["09:30", "00:00", "23:59", "24:00"], &["24:01", "9:30", "12:60", "12:30:00", "noon", "12-30"]),
        "url" => (
            &["https://example.com", "http://example.com:80/a?b=c#d", "https://[2001:db8::1]/"],
            &["example.com", "ftp://example.com", "https://", "https:///a", "https://exa mple.com", "http:example.com"],
        ),
        "email" => (
            &["smith@example.com", "a+b@c.d.example"],
            &["smith", "@example.com", "smith@example", "a@b@example.com", "smith @example.com", "smith@"],
        ),
        "uuid" => (
            &["2c1b8da1-9022-4160-a8f9-e077af4c625b", "2C1B8DA1-9022-4160-A8F9-E077AF4C625B"],
            &[
                "2c1b8da190224160a8f9e077af4c625b",
                "2c1b8da1-9022-4160-a8f9-e077af4c625g",
                "2c1b8da-19022-4160-a8f9-e077af4c625b",
            ],
        ),
        "e164" => (
            &["+48123456789", "+12", "+123456789012345"],
            &["48123456789", "+0123", "+1", "+1234567890123456", "+48 12"],
        ),
        "ip" => (
            &["192.0.2.1", "2001:db8::1", "::"],
            &["192.0.2.256", "192.0.2", "2001:db8:::1", "localhost", "192.0.2.1 "],
        ),
        "iso3166-1-alpha-2" => (&["PL", "US"], &["pl", "POL", "P", "P1", "ÉL"]),
        _ => (TEXTS, TEXTS),
    }
}
