//! Tokens and grants that questions are asked with.

use livechat_core::Grant;
use livechat_core::catalogue::Area;
use livechat_core::policy::Right;

use crate::facts::Facts;

/// Scopes of an application that answers chats; the token that is timed.
pub const SCOPES: [&str; 8] = [
    "chats--access:rw",
    "customers:ro",
    "customers:rw",
    "agents--all:ro",
    "agents--my:rw",
    "tags--all:ro",
    "groups--all:ro",
    "multicast:ro",
];

/// A question that this token is allowed, one that it is denied, and one that only the first grant denies.
pub const ALLOWED: &str = "agent/send_event";
pub const DENIED: &str = "agent/ban_customer";
pub const UNGRANTED: &str = "agent/update_customer";

/// Tokens from none to all scopes: single ones, such as meet a requirement only together, and one that nobody knows.
pub fn tokens(facts: &Facts) -> Vec<Vec<&'static str>> {
    vec![
        SCOPES.to_vec(),
        vec![],
        vec!["chats--all:ro"],
        vec!["agents--my:rw", "accounts--my:rw"],
        vec!["agents--all:rw", "accounts--all:rw", "sessions--all:rw", "subscription.lc:rw"],
        vec!["webhooks--all:rw", "properties--all:rw", "customers:own"],
        vec!["tickets:ro", "customers.ban:rw", "tags--all:rw", "groups--all:rw"],
        facts.scopes(),
    ]
}

/// What an operator gives, by area.
pub struct Given {
    pub areas: Vec<(Area, Right)>,
}

impl Given {
    /// As livechat-core has it.
    pub fn grant(&self) -> Grant {
        self.areas.iter().fold(Grant::new(), |grant, (area, right)| grant.area(*area, *right))
    }

    /// As a list of rights, such as `chats:read`.
    pub fn rights(&self) -> Vec<String> {
        let mut rights = Vec::new();
        for (area, right) in &self.areas {
            if *right >= Right::Read {
                rights.push(format!("{}:read", area.key()));
            }
            if *right == Right::Write {
                rights.push(format!("{}:write", area.key()));
            }
        }
        rights
    }
}

/// Three grants: of an agent that answers chats, of one that only reads, and of everything but one area.
pub fn grants() -> Vec<Given> {
    let chats = [(Area::Chats, Right::Read), (Area::EventsAndMessages, Right::Write), (Area::Customers, Right::Read)];
    let all = |right: Right| Area::ALL.into_iter().map(move |area| (area, right));
    vec![
        Given { areas: chats.to_vec() },
        Given { areas: all(Right::Read).collect() },
        Given { areas: all(Right::Write).filter(|(area, _)| *area != Area::Chats).collect() },
    ]
}
