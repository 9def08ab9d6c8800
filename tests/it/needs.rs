//! Smallest scope sets, scopes not needed, allowed methods, and differences, against plain definitions of them.

use livechat_core::policy::{
    ConditionSet, Grant, Question, Right, Rules, Scope, ScopeSet, Token, allowed_methods, difference, smallest_scopes,
    unneeded_scopes,
};
use livechat_core::{Method, Transport, Version, catalogue::Area};

fn names(scopes: &[Scope]) -> Vec<&'static str> {
    scopes.iter().map(|s| s.name()).collect()
}

fn smallest(methods: &[Method]) -> Vec<Vec<&'static str>> {
    smallest_scopes(methods, Version::DEFAULT, Rules::Guide).iter().map(|n| names(&n.scopes)).collect()
}

/// Limits under which a set of scopes allows all methods; none where it doesn't.
fn limits(scopes: impl IntoIterator<Item = Scope>, methods: &[Method], rules: Rules) -> Option<ConditionSet> {
    let token = Token::from(scopes.into_iter().collect::<ScopeSet>());
    methods.iter().try_fold(ConditionSet::NONE, |limits, m| {
        let web = m.versions_on(Transport::Web).contains(Version::DEFAULT);
        let transport = if web { Transport::Web } else { Transport::Rtm };
        let decision = Question::new(*m, &token).transport(transport).rules(rules).decide();
        decision.is_allowed().then(|| limits.union(decision.limits()))
    })
}

fn allows_all(scopes: impl IntoIterator<Item = Scope>, methods: &[Method], rules: Rules) -> bool {
    limits(scopes, methods, rules).is_some()
}

#[test]
fn the_smallest_sets_for_common_jobs() {
    assert_eq!(smallest(&[Method::AGENT_LIST_CHATS]), [["chats--access:ro"], ["chats--all:ro"]]);
    assert_eq!(
        smallest(&[Method::AGENT_LIST_CHATS, Method::AGENT_SEND_EVENT]),
        [["chats--access:rw"], ["chats--all:rw"]]
    );
    assert_eq!(
        smallest(&[Method::AGENT_GET_CHAT, Method::AGENT_BAN_CUSTOMER])[0],
        ["chats--access:ro", "customers.ban:rw"]
    );
    assert_eq!(smallest(&[Method::AGENT_LIST_AGENTS_FOR_TRANSFER]), [Vec::<&str>::new()], "no scope is needed");
    assert_eq!(smallest(&[]), [Vec::<&str>::new()]);
    let delete = smallest_scopes(&[Method::CONFIGURATION_DELETE_AGENT], Version::DEFAULT, Rules::Reference);
    assert_eq!(names(&delete[0].scopes), ["accounts--my:rw", "agents--my:rw"]);
    assert_eq!(names(&delete[1].scopes), ["accounts--all:rw", "agents--all:rw"]);
    assert!(!delete[0].limits.is_empty() && delete[1].limits.is_empty());
}

/// Every set of at most `most` scopes that allows the methods, by trying all of them.
fn by_trying(methods: &[Method], rules: Rules, most: usize) -> Vec<Vec<Scope>> {
    let mut found: Vec<Vec<Scope>> = Vec::new();
    let mut level: Vec<Vec<Scope>> = vec![Vec::new()];
    for _ in 0..=most {
        for set in &level {
            if allows_all(set.iter().copied(), methods, rules) {
                found.push(set.clone());
            }
        }
        if !found.is_empty() {
            return found;
        }
        level = level
            .iter()
            .flat_map(|set| {
                let from = set.last().map_or(0, |s| s.index() + 1);
                Scope::all().skip(from).map(|s| [set.clone(), vec![s]].concat())
            })
            .collect();
    }
    found
}

#[test]
fn no_smaller_set_exists() {
    let jobs: [&[Method]; 6] = [
        &[Method::AGENT_LIST_CHATS, Method::AGENT_TAG_THREAD],
        &[Method::AGENT_GET_CUSTOMER, Method::AGENT_UPDATE_CUSTOMER],
        &[Method::CONFIGURATION_LIST_GROUPS, Method::CONFIGURATION_UPDATE_GROUP],
        &[Method::CONFIGURATION_GET_AGENT, Method::AGENT_SET_ROUTING_STATUS],
        &[Method::CONFIGURATION_SUSPEND_AGENT],
        &[Method::CONFIGURATION_CREATE_AGENT, Method::CONFIGURATION_LIST_TAGS],
    ];
    for rules in [Rules::Guide, Rules::Reference] {
        for job in jobs {
            let sets = smallest_scopes(job, Version::DEFAULT, rules);
            let tried = by_trying(job, rules, 2);
            assert_eq!(sets[0].scopes.len(), tried[0].len(), "{job:?}: {sets:?}");
            for set in &sets {
                assert!(allows_all(set.scopes.iter().copied(), job, rules), "{job:?}: {set:?}");
                for without in &set.scopes {
                    let rest = set.scopes.iter().copied().filter(|s| s != without);
                    // A set may hold a scope more than another one because it is less limited.
                    let open = limits(rest, job, rules);
                    let needed = open.is_none_or(|open| !open.without(set.limits).is_empty());
                    assert!(needed, "{job:?}: {without} isn't needed in {set:?}");
                }
            }
        }
    }
}

#[test]
fn all_methods_at_once_have_smallest_sets_too() {
    let all: Vec<Method> = Method::all().filter(|m| m.versions().contains(Version::DEFAULT)).collect();
    let agent: Vec<Method> = all.into_iter().filter(|m| m.api().key() != "customer").collect();
    let sets = smallest_scopes(&agent, Version::DEFAULT, Rules::Guide);
    assert!(!sets.is_empty());
    assert!(allows_all(sets[0].scopes.iter().copied(), &agent, Rules::Guide));
}

#[test]
fn what_a_token_holds_and_does_not_need() {
    let token = Token::new(["chats--all:rw", "customers:rw", "agents--all:ro", "customers.ban:rw"]);
    let job = [Method::AGENT_LIST_CHATS, Method::AGENT_GET_CUSTOMER];
    let unneeded = unneeded_scopes(&token, &job, Version::DEFAULT, Rules::Guide);
    assert_eq!(names(&unneeded), ["agents--all:ro", "customers.ban:rw"]);
    // Of two that do, the narrow one stays, unless only the wide one is sure.
    let both = Token::new(["customers:rw", "customers:ro"]);
    assert_eq!(names(&unneeded_scopes(&both, &job[1..], Version::DEFAULT, Rules::Guide)), ["customers:rw"]);
    let chats = Token::new(["chats--all:ro", "chats--access:ro"]);
    assert_eq!(names(&unneeded_scopes(&chats, &job[..1], Version::DEFAULT, Rules::Guide)), ["chats--access:ro"]);
    assert_eq!(names(&unneeded_scopes(&token, &[], Version::DEFAULT, Rules::Guide)).len(), 4);
}

#[test]
fn a_grant_narrows_what_a_token_allows() {
    let token = Token::new(["chats--all:rw", "customers:rw", "customers.ban:rw"]);
    let grant = Grant::new()
        .area(Area::Chats, Right::Read)
        .area(Area::Customers, Right::Write)
        .without(Method::AGENT_BAN_CUSTOMER);
    let both: Vec<Method> = allowed_methods(&token, Some(&grant), Version::DEFAULT, Transport::Web).collect();
    assert!(both.contains(&Method::AGENT_LIST_CHATS));
    assert!(both.contains(&Method::AGENT_UPDATE_CUSTOMER));
    assert!(!both.contains(&Method::AGENT_START_CHAT));
    assert!(!both.contains(&Method::AGENT_BAN_CUSTOMER));
    for method in Method::all() {
        let alone = allowed_methods(&token, None, Version::DEFAULT, Transport::Web).any(|m| m == method);
        assert_eq!(both.contains(&method), alone && grant.grants(method), "{method}");
    }
}

#[test]
fn the_difference_of_two_tokens_or_grants() {
    let (before, after) = (Token::new(["chats--access:rw"]), Token::new(["chats--access:ro", "customers:ro"]));
    let change = difference((&before, None), (&after, None), Version::DEFAULT, Transport::Web);
    assert!(change.lost.contains(Method::AGENT_SEND_EVENT));
    assert!(change.gained.contains(Method::AGENT_GET_CUSTOMER));
    assert!(!change.lost.contains(Method::AGENT_LIST_CHATS));
    assert_eq!(change.scopes_gained.iter().map(Scope::name).collect::<Vec<_>>(), ["customers:ro"]);
    assert!(change.scopes_lost.iter().any(|s| s.name() == "chats--access:rw"));
    let (narrow, wide) = (Grant::new().area(Area::Chats, Right::Read), Grant::new().area(Area::Chats, Right::Write));
    let change = difference((&before, Some(&narrow)), (&before, Some(&wide)), Version::DEFAULT, Transport::Web);
    assert!(change.gained.contains(Method::AGENT_START_CHAT));
    assert_eq!(change.lost.iter().count(), 0);
}
