//! The algebra of scopes, as the vendor's list of scopes states it.

use livechat_core::Scope;
use livechat_core::policy::{Role, ScopeSet};

fn scope(name: &str) -> Scope {
    Scope::from_name(name).unwrap_or_else(|| panic!("no scope {name}"))
}

fn contains(a: &str, b: &str) -> bool {
    scope(a).closure().contains(scope(b))
}

#[test]
fn writing_contains_reading() {
    assert!(contains("chats--all:rw", "chats--all:ro"));
    assert!(contains("customers:rw", "customers:ro"));
    assert!(contains("accounts--all:rc", "accounts--all:ro"));
    assert!(!contains("chats--all:ro", "chats--all:rw"));
    assert!(!contains("accounts--all:rw", "accounts--all:rc"), "not documented");
}

#[test]
fn a_wider_reach_contains_a_narrower_one() {
    assert!(contains("chats--all:ro", "chats--access:ro"));
    assert!(contains("chats--all:ro", "chats--my:ro"));
    assert!(contains("chats--access:ro", "chats--my:ro"));
    assert!(contains("tags--all:rw", "tags--groups:ro"));
    assert!(contains("agents--all:rw", "agents--my:ro"));
    assert!(!contains("chats--my:ro", "chats--access:ro"));
    assert!(!contains("chats--access:rw", "chats--all:ro"));
}

#[test]
fn resources_stay_apart() {
    for (a, b) in [
        ("agents--all:rw", "agents-bot--all:rw"),
        ("customers:rw", "customers.ban:rw"),
        ("accounts--all:rw", "accounts.roles--all:rw"),
        ("webhooks--all:rw", "webhooks.state:ro"),
        ("properties--all:rw", "properties.configuration:rw"),
    ] {
        assert!(!contains(a, b), "{a} {b}");
        assert!(!contains(b, a), "{b} {a}");
    }
}

#[test]
fn the_legacy_conversation_scopes_read_metadata_and_write_none() {
    assert!(contains("chats.conversation--all:rw", "chats--all:ro"));
    assert!(contains("chats.conversation--access:rw", "chats--access:ro"));
    assert!(!contains("chats.conversation--access:rw", "chats--all:ro"));
    for right in ["chats--all:rw", "chats--access:rw", "chats--my:rw"] {
        assert!(!contains("chats.conversation--all:rw", right), "{right}");
    }
}

#[test]
fn containing_is_an_order() {
    for a in Scope::all() {
        assert!(a.closure().contains(a), "{a} contains itself");
        for b in a.closure().iter() {
            assert!(a.closure().contains_all(&b.closure()), "{a} contains all that {b} contains");
            assert!(a == b || !b.closure().contains(a), "{a} and {b} contain each other");
        }
        assert_eq!(a.closure().closure(), a.closure());
    }
}

#[test]
fn a_scope_that_contains_another_needs_no_lower_role() {
    // Otherwise a token could hold by containment what its role may not hold. The vendor's list has one such pair.
    let mut odd = Vec::new();
    for a in Scope::all() {
        for b in a.closure().iter() {
            if a.lowest_role().zip(b.lowest_role()).is_some_and(|(wide, narrow)| wide < narrow) {
                odd.push((a.name(), b.name()));
            }
        }
    }
    assert_eq!(odd, [("agents-bot--all:ro", "agents-bot--my:ro")]);
    assert_eq!(scope("chats--all:rw").lowest_role(), Some(Role::Administrator));
    assert_eq!(scope("chats--access:rw").lowest_role(), Some(Role::Normal));
    assert_eq!(scope("tags--all:ro").lowest_role(), None, "assigned to no role");
}

#[test]
fn sets_behave_like_sets() {
    let set: ScopeSet = [scope("chats--all:rw"), scope("customers:ro")].into_iter().collect();
    assert_eq!(set.len(), 2);
    assert!(set.contains(scope("customers:ro")));
    assert!(!set.contains(scope("customers:rw")));
    assert_eq!(
        set.without(&ScopeSet::one(scope("customers:ro"))).iter().map(Scope::name).collect::<Vec<_>>(),
        ["chats--all:rw"]
    );
    assert_eq!(Scope::all().collect::<ScopeSet>().iter().count(), Scope::all().len());
    assert_eq!(format!("{:?}", ScopeSet::one(scope("customers:ro"))), r#"{"customers:ro"}"#);
}
