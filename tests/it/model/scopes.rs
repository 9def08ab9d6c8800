//! Scopes: which there are, the lowest role that may hold each, and which one contains which.

/// Every scope that the documents name, with the lowest role of an agent that may hold it; "" where none is given.
pub const SCOPES: &[(&str, &str)] = &[
    ("agents--my:rw", "normal"),
    ("agents--my:ro", "normal"),
    ("agents--all:rw", "administrator"),
    ("agents--all:ro", "normal"),
    ("access_rules:ro", "administrator"),
    ("access_rules:rw", "administrator"),
    ("agents-bot--my:ro", "administrator"),
    ("agents-bot--my:rw", "administrator"),
    ("agents-bot--all:ro", "normal"),
    ("agents-bot--all:rw", "administrator"),
    ("canned_responses--groups:ro", "normal"),
    ("canned_responses--groups:rw", "administrator"),
    ("canned_responses--all:ro", "administrator"),
    ("canned_responses--all:rw", "administrator"),
    ("groups--my:rw", "administrator"),
    ("groups--my:ro", "normal"),
    ("groups--all:rw", "administrator"),
    ("groups--all:ro", "normal"),
    ("chats--all:ro", "administrator"),
    ("chats--access:ro", "normal"),
    ("chats--my:ro", "normal"),
    ("chats.conversation--all:rw", "administrator"),
    ("chats.conversation--access:rw", "normal"),
    ("chats.conversation--my:rw", "normal"),
    ("chats--all:rw", "administrator"),
    ("chats--access:rw", "normal"),
    ("chats--my:rw", "normal"),
    ("customers.ban:rw", "normal"),
    ("customers:own", "administrator"),
    ("customers:ro", "normal"),
    ("customers:rw", "normal"),
    ("multicast:rw", "normal"),
    ("properties--my:ro", "administrator"),
    ("properties--my:rw", "administrator"),
    ("properties--all:ro", "administrator"),
    ("properties.configuration:rw", "administrator"),
    ("tags--all:rw", "administrator"),
    // The next two are listed as "not assigned to any role".
    ("tags--all:ro", ""),
    ("tags--groups:rw", ""),
    ("tags--groups:ro", "normal"),
    ("webhooks--my:ro", "administrator"),
    ("webhooks--my:rw", "administrator"),
    ("webhooks--all:ro", "administrator"),
    ("webhooks--all:rw", "administrator"),
    ("webhooks.state:ro", "administrator"),
    ("webhooks.state:rw", "administrator"),
    ("webhooks.configuration:rw", "administrator"),
    ("properties.license.value--my:rw", "administrator"),
    ("properties.license.value--all:rw", "administrator"),
    ("properties.group.value--my:rw", "administrator"),
    ("properties.group.value--all:rw", "administrator"),
    ("accounts--my:ro", "member"),
    ("accounts--my:rw", "member"),
    ("accounts--all:ro", "member"),
    ("accounts--all:rw", "administrator"),
    ("accounts--all:rc", "member"),
    ("accounts.roles--all:ro", "member"),
    ("accounts.roles--all:rw", "administrator"),
    ("accounts.roles.lc--all:rw", "administrator"),
    ("sessions--my:ro", "member"),
    ("sessions--my:rw", "member"),
    ("organization--my:rw", "owner"),
    // Asked for by methods, or by the guide, and missing from the list of scopes.
    ("greetings:ro", ""),
    ("greetings:rw", ""),
    ("banlist_read", ""),
    ("banlist_write", ""),
    ("reports_read", ""),
    ("bots.templates:rw", ""),
    ("multicast:ro", ""),
    ("properties.license.value--my:ro", ""),
    ("properties.license.value--all:ro", ""),
    ("properties.group.value--my:ro", ""),
    ("properties.group.value--all:ro", ""),
    ("subscription.lc:rw", ""),
    ("sessions--all:rw", ""),
    ("properties--all:rw", ""),
    // Asked for by methods that are new in 3.7.
    ("canned_responses_write", ""),
    ("domain_manage", ""),
    ("languages_read", ""),
    ("languages_write", ""),
];

/// Whether the documents name this scope at all.
pub fn is_known(scope: &str) -> bool {
    SCOPES.iter().any(|(name, _)| *name == scope)
}

/// The lowest role that may hold a scope, if it has one.
pub fn lowest_role(scope: &str) -> Option<&'static str> {
    let (_, role) = SCOPES.iter().find(|(name, _)| *name == scope)?;
    if role.is_empty() { None } else { Some(role) }
}

/// The place of a role among the roles, the weakest first.
pub fn rank_of_role(role: &str) -> Option<usize> {
    ["member", "normal", "administrator", "viceowner", "owner"].iter().position(|name| *name == role)
}

/// `resource--reach:permission` in three parts; the reach is "" where there is none, and so is the permission.
fn parts(scope: &str) -> (String, String, String) {
    let (front, permission) = match scope.split_once(':') {
        Some((front, permission)) => (front, permission),
        None => (scope, ""),
    };
    let (resource, reach) = match front.split_once("--") {
        Some((resource, reach)) => (resource, reach),
        None => (front, ""),
    };
    (resource.to_owned(), reach.to_owned(), permission.to_owned())
}

fn reach_contains(held: &str, wanted: &str) -> bool {
    held == wanted
        || (held == "all" && (wanted == "access" || wanted == "groups" || wanted == "my"))
        || (held == "access" && wanted == "my")
}

fn permission_contains(held: &str, wanted: &str) -> bool {
    held == wanted || (held == "rw" && wanted == "ro") || (held == "rc" && wanted == "ro")
}

/// Whether who holds the first scope has what the second one gives.
pub fn contains(held: &str, wanted: &str) -> bool {
    if held == wanted {
        return true;
    }
    let (held_resource, held_reach, held_permission) = parts(held);
    let (resource, reach, permission) = parts(wanted);
    if held_resource == resource {
        return reach_contains(&held_reach, &reach) && permission_contains(&held_permission, &permission);
    }
    // The older conversation scopes let their holder read the chats themselves.
    held_resource == "chats.conversation"
        && held_permission == "rw"
        && resource == "chats"
        && permission == "ro"
        && reach_contains(&held_reach, &reach)
}

/// Whether every wanted scope is one of the held ones or contained in one of them.
pub fn all_held(held: &[String], wanted: &[String]) -> bool {
    wanted.iter().all(|wanted| held.iter().any(|held| contains(held, wanted)))
}

/// How far a set of scopes reaches: own things count nothing, those of one's groups one, everything two.
pub fn reach_of(scopes: &[String]) -> u32 {
    let mut sum = 0;
    for scope in scopes {
        let (_, reach, _) = parts(scope);
        sum += match reach.as_str() {
            "my" => 0,
            "groups" | "access" => 1,
            _ => 2,
        };
    }
    sum
}
