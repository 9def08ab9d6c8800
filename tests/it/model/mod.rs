//! A second opinion on every decision: may this token call this method?
//!
//! Written from the documents, independent of core, slow on purpose. Names stay strings, sets stay lists, every rule is
//! looked up anew and in the order in which the documents state it, so that it can be read beside them. Where core and
//! this model differ, one of them misread the documents.
//!
//! [`decide`] takes the object that the `decide` command takes, and answers with the parts of a decision that carry
//! meaning: effect, code, limits, missing and pointer. It takes questions that are well formed; what else may come in
//! is not its business.

#![allow(unreachable_pub, reason = "the same files serve a test binary and a program of their own")]

mod conditions;
pub mod generate;
mod methods;
mod requirements;
mod scopes;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use conditions::{Call, Truth};
use requirements::Alternative;

/// What was decided.
struct Decision {
    code: String,
    limits: Vec<String>,
    missing: Option<Vec<Vec<String>>>,
    pointer: Option<String>,
}

impl Decision {
    fn of(code: &str) -> Decision {
        Decision { code: code.to_owned(), limits: Vec::new(), missing: None, pointer: None }
    }

    fn allows(&self) -> bool {
        self.code == "allowed"
    }

    fn into_json(mut self) -> Value {
        let mut object = Map::new();
        object.insert("effect".to_owned(), json!(if self.allows() { "allow" } else { "deny" }));
        object.insert("code".to_owned(), json!(self.code));
        self.limits.sort();
        object.insert("limits".to_owned(), json!(self.limits));
        if let Some(missing) = self.missing {
            object.insert("missing".to_owned(), json!(missing));
        }
        if let Some(pointer) = self.pointer {
            object.insert("pointer".to_owned(), json!(pointer));
        }
        Value::Object(object)
    }
}

/// Answers a question of the `decide` command: `{"effect", "code", "limits", "missing"?, "pointer"?}`.
pub fn decide(question: &Value) -> Value {
    let method = question["method"].as_str().unwrap_or_default();
    let version = question["version"].as_str().unwrap_or("3.6");
    let transport = question["transport"].as_str().unwrap_or("web");

    if !methods::exists(method) {
        return Decision::of("unknown_method").into_json();
    }
    let on_web = methods::versions(method, "web").contains(&version);
    let on_rtm = methods::versions(method, "rtm").contains(&version);
    if !methods::VERSIONS.contains(&version) || !(on_web || on_rtm) {
        return Decision::of("unsupported_version").into_json();
    }
    if !methods::versions(method, transport).contains(&version) {
        return Decision::of("unsupported_transport").into_json();
    }
    if is_wrong_kind(method, transport, question["token"]["kind"].as_str()) {
        return Decision::of("wrong_token_kind").into_json();
    }
    if let (Some(expires_at), Some(now)) = (question["token"]["expires_at"].as_i64(), question["now"].as_i64())
        && now >= expires_at
    {
        return Decision::of("token_expired").into_json();
    }
    if !question["grant"].is_null() && !is_granted(method, version, transport, &question["grant"]) {
        return Decision::of("not_granted").into_json();
    }

    match methods::single_of(method) {
        Some(single) => decide_batch(question, single),
        None => decide_call(question, method, &question["body"]),
    }
    .into_json()
}

fn is_wrong_kind(method: &str, transport: &str, kind: Option<&str>) -> bool {
    let Some(kind) = kind else { return false };
    let of_customer_api = methods::api(method) == "customer";
    if of_customer_api && kind != "customer" {
        return true;
    }
    if !of_customer_api && kind == "customer" {
        return true;
    }
    transport == "rtm" && (kind == "bot" || kind == "personal")
}

fn is_granted(method: &str, version: &str, transport: &str, grant: &Value) -> bool {
    let names = |list: &str, name: &str| {
        grant[list].as_array().is_some_and(|list| list.iter().any(|element| element.as_str() == Some(name)))
    };
    if !grant["versions"].is_null() && !names("versions", version) {
        return false;
    }
    if !grant["transports"].is_null() && !names("transports", transport) {
        return false;
    }
    // Taking a method away takes the batch method that repeats it away, too.
    if names("remove", method) || methods::single_of(method).is_some_and(|single| names("remove", single)) {
        return false;
    }
    if names("add", method) {
        return true;
    }
    match grant["areas"][methods::area(method)].as_str() {
        Some("write") => true,
        Some("read") => methods::access(method) == "read",
        _ => false,
    }
}

/// Each element is a call of its own. All have to be allowed, and the first one that is not decides.
fn decide_batch(question: &Value, single: &str) -> Decision {
    let requests = match question["body"]["requests"].as_array() {
        Some(requests) if !requests.is_empty() => requests,
        _ => return decide_call(question, single, &Value::Null),
    };
    let mut limits = BTreeSet::new();
    for (index, request) in requests.iter().enumerate() {
        let mut decision = decide_call(question, single, request);
        if !decision.allows() {
            decision.pointer = Some(format!("/requests/{index}"));
            return decision;
        }
        limits.extend(decision.limits);
    }
    let mut decision = Decision::of("allowed");
    decision.limits = limits.into_iter().collect();
    decision
}

/// What scopes, role, facts and body say about one call; everything before that has been settled.
fn decide_call(question: &Value, method: &str, body: &Value) -> Decision {
    let call = call(question, method, body);
    let alternatives = requirements::of(method, question["rules"].as_str().unwrap_or("guide"));
    if alternatives.is_empty() {
        return Decision::of("allowed");
    }

    let held = known_scopes(question);
    let effective = scopes_within_role(&held, role(question));

    let mut possible: Vec<&Alternative> = Vec::new();
    for alternative in &alternatives {
        if !scopes::all_held(&effective, &alternative.scopes) {
            continue;
        }
        if open_conditions(alternative, &call).is_empty() && !has_false_condition(alternative, &call) {
            return Decision::of("allowed");
        }
        if !has_false_condition(alternative, &call) {
            possible.push(alternative);
        }
    }

    // The fewest open conditions, then the widest reach, then the one that is listed first.
    possible.sort_by_key(|alternative| {
        let open = open_conditions(alternative, &call).len();
        (open, u32::MAX - scopes::reach_of(&alternative.scopes))
    });
    if let Some(best) = possible.first() {
        let deny = question["when_unknown"].as_str() == Some("deny");
        let mut decision = Decision::of(if deny { "undecided" } else { "allowed" });
        decision.limits = open_conditions(best, &call);
        return decision;
    }

    let applicable: Vec<&Alternative> =
        alternatives.iter().filter(|alternative| !has_false_request_condition(alternative, &call)).collect();
    if !applicable.iter().any(|alternative| scopes::all_held(&held, &alternative.scopes)) {
        let mut decision = Decision::of("missing_scope");
        decision.missing = Some(missing(&alternatives, &call));
        return decision;
    }
    if !applicable.iter().any(|alternative| scopes::all_held(&effective, &alternative.scopes)) {
        return Decision::of("role_too_low");
    }
    let mut decision = Decision::of("out_of_reach");
    decision.missing = Some(missing(&alternatives, &call));
    decision
}

fn call(question: &Value, method: &str, body: &Value) -> Call {
    Call {
        method: method.to_owned(),
        kind: question["token"]["kind"].as_str().map(str::to_owned),
        body: body.as_object().cloned(),
        facts: question["facts"].clone(),
    }
}

fn known_scopes(question: &Value) -> Vec<String> {
    let mut held = Vec::new();
    if let Some(list) = question["token"]["scopes"].as_array() {
        for scope in list.iter().filter_map(Value::as_str) {
            if scopes::is_known(scope) {
                held.push(scope.to_owned());
            }
        }
    }
    held
}

/// The role of the requester: the lower one where the token and the facts both give one.
fn role(question: &Value) -> Option<usize> {
    let of_token = question["token"]["role"].as_str().and_then(scopes::rank_of_role);
    let of_facts = question["facts"]["requester"]["role"].as_str().and_then(scopes::rank_of_role);
    match (of_token, of_facts) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The scopes that count for a requester of this role.
fn scopes_within_role(held: &[String], role: Option<usize>) -> Vec<String> {
    let Some(role) = role else { return held.to_vec() };
    let mut effective = Vec::new();
    for scope in held {
        let lowest = scopes::lowest_role(scope).and_then(scopes::rank_of_role);
        if lowest.is_none_or(|lowest| lowest <= role) {
            effective.push(scope.clone());
        }
    }
    effective
}

fn open_conditions(alternative: &Alternative, call: &Call) -> Vec<String> {
    let is_open = |condition: &&String| conditions::evaluate(condition, call) == Truth::Open;
    alternative.conditions.iter().filter(is_open).cloned().collect()
}

fn has_false_condition(alternative: &Alternative, call: &Call) -> bool {
    alternative.conditions.iter().any(|condition| conditions::evaluate(condition, call) == Truth::False)
}

fn has_false_request_condition(alternative: &Alternative, call: &Call) -> bool {
    alternative.conditions.iter().any(|condition| {
        conditions::kind_of(condition) == "request" && conditions::evaluate(condition, call) == Truth::False
    })
}

/// The sets of scopes that would each have been enough, the smallest and narrowest first.
fn missing(alternatives: &[Alternative], call: &Call) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    for alternative in alternatives {
        if has_false_condition(alternative, call) {
            continue;
        }
        let mut set = alternative.scopes.clone();
        set.sort();
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let is_strict_superset = |set: &Vec<String>| {
        sets.iter().any(|other| other.len() < set.len() && other.iter().all(|scope| set.contains(scope)))
    };
    let mut smallest: Vec<Vec<String>> = sets.iter().filter(|set| !is_strict_superset(set)).cloned().collect();
    smallest.sort_by_key(|set| (set.len(), scopes::reach_of(set), set.clone()));
    smallest
}

#[cfg(test)]
mod tests {
    use std::borrow::Borrow;
    use std::collections::BTreeMap;

    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    use super::*;

    /// A question about a method on the newest stable version, with these scopes and these further keys.
    fn ask(method: &str, scopes: &[&str], more: impl Borrow<Value>) -> Value {
        let mut question = json!({"method": method, "token": {"scopes": scopes}});
        for (key, value) in more.borrow().as_object().unwrap() {
            if key == "token" {
                for (key, value) in value.as_object().unwrap() {
                    question["token"][key] = value.clone();
                }
            } else {
                question[key] = value.clone();
            }
        }
        decide(&question)
    }

    fn allowed(limits: &[&str]) -> Value {
        json!({"effect": "allow", "code": "allowed", "limits": limits})
    }

    fn denied(code: &str) -> Value {
        json!({"effect": "deny", "code": code, "limits": []})
    }

    #[test]
    fn every_chat_is_open_to_chats_all_and_ones_own_to_chats_access() {
        let in_groups = |chat: &[u64], own: &[u64]| {
            let facts = json!({"facts": {"requester": {"groups": own}, "chat": {"groups": chat}}});
            ask("agent/send_event", &["chats--access:rw"], facts)
        };
        assert_eq!(ask("agent/send_event", &["chats--all:rw"], json!({})), allowed(&[]));
        assert_eq!(ask("agent/send_event", &["chats--access:rw"], json!({})), allowed(&["chat_in_requester_groups"]));
        assert_eq!(in_groups(&[1, 2], &[2]), allowed(&[]));
        assert_eq!(in_groups(&[0], &[2]), allowed(&[]));
        assert_eq!(in_groups(&[], &[2]), allowed(&["chat_in_requester_groups"]));
        let mut out = denied("out_of_reach");
        out["missing"] = json!([["chats--all:rw"]]);
        assert_eq!(in_groups(&[1], &[2]), out);
        assert_eq!(in_groups(&[1], &[]), out);
    }

    #[test]
    fn who_would_be_safe_is_not_allowed_what_is_open() {
        let answer = ask("agent/send_event", &["chats--access:rw"], json!({"when_unknown": "deny"}));
        assert_eq!(answer, json!({"effect": "deny", "code": "undecided", "limits": ["chat_in_requester_groups"]}));
    }

    #[test]
    fn a_missing_scope_is_named_the_narrowest_first() {
        let mut answer = denied("missing_scope");
        answer["missing"] = json!([["chats--access:rw"], ["chats--all:rw"]]);
        let near_misses = ["chats--my:rw", "chats--all:ro", "chats.conversation--all:rw", "chats--all:rwx"];
        assert_eq!(ask("agent/send_event", &near_misses, json!({})), answer);
        // A set that holds another one is left out, a set that the facts rule out as well.
        answer["missing"] = json!([["agents--all:rw"]]);
        let facts = json!({"facts": {"requester": {"id": "a"}, "target": {"id": "b", "type": "agent"}}});
        assert_eq!(ask("agent/set_routing_status", &[], facts), answer);
    }

    #[test]
    fn conversation_scopes_read_chats() {
        let scopes = ["chats.conversation--access:rw"];
        assert_eq!(ask("agent/get_chat", &scopes, json!({})), allowed(&["chat_in_requester_groups"]));
        assert_eq!(ask("agent/get_chat", &["chats.conversation--all:rw"], json!({})), allowed(&[]));
    }

    #[test]
    fn denials_come_in_order() {
        let none: &[&str] = &[];
        assert_eq!(ask("agent/nothing", none, json!({"version": "1"})), denied("unknown_method"));
        assert_eq!(
            ask("agent/list_customers", none, json!({"transport": "carrier pigeon"})),
            denied("unsupported_version")
        );
        let personal = json!({"token": {"kind": "personal", "expires_at": 5}, "now": 5, "grant": {"areas": {}}});
        assert_eq!(ask("agent/login", none, personal.clone()), denied("unsupported_transport"));
        assert_eq!(ask("customer/get_chat", none, personal.clone()), denied("wrong_token_kind"));
        assert_eq!(ask("agent/get_chat", none, personal.clone()), denied("token_expired"));
        let mut in_time = personal;
        in_time["now"] = json!(4);
        assert_eq!(ask("agent/get_chat", none, in_time), denied("not_granted"));
        let over_rtm = |kind: &str| json!({"token": {"kind": kind}, "transport": "rtm"});
        assert_eq!(ask("agent/login", none, over_rtm("bot")), denied("wrong_token_kind"));
        assert_eq!(ask("agent/login", none, over_rtm("oauth")), allowed(&[]));
    }

    #[test]
    fn a_grant_names_what_it_gives() {
        let granted =
            |grant: Value| ask("agent/send_event", &["chats--all:rw"], json!({"grant": grant}))["code"].clone();
        assert_eq!(granted(json!({"areas": {"events_and_messages": "write"}})), "allowed");
        assert_eq!(granted(json!({"areas": {"events_and_messages": "read"}})), "not_granted");
        assert_eq!(granted(json!({"areas": {"chats": "write"}})), "not_granted");
        assert_eq!(granted(json!({"areas": {}, "add": ["agent/send_event"]})), "allowed");
        let both = json!({"areas": {}, "add": ["agent/send_event"], "remove": ["agent/send_event"]});
        assert_eq!(granted(both), "not_granted");
        assert_eq!(granted(json!({"areas": {"events_and_messages": "write"}, "versions": ["3.5"]})), "not_granted");
    }

    #[test]
    fn a_role_holds_only_what_it_may_hold() {
        let role = |role: &str| ask("agent/send_event", &["chats--all:rw"], json!({"token": {"role": role}}));
        assert_eq!(role("administrator"), allowed(&[]));
        assert_eq!(role("normal"), denied("role_too_low"));
        let lower = json!({"token": {"role": "owner"}, "facts": {"requester": {"role": "normal"}}});
        assert_eq!(ask("agent/send_event", &["chats--all:rw"], lower), denied("role_too_low"));
    }

    #[test]
    fn agents_that_do_not_wait_need_the_subscription_by_the_reference_alone() {
        let create = |scopes: &[&str], rules: &str| {
            let body = json!({"awaiting_approval": false, "role": "administrator"});
            ask("configuration/create_agent", scopes, json!({"body": body, "rules": rules}))
        };
        assert_eq!(create(&["accounts--all:rw"], "guide"), allowed(&[]));
        let mut answer = denied("missing_scope");
        answer["missing"] = json!([["accounts--all:rw", "accounts.roles.lc--all:rw", "subscription.lc:rw"]]);
        assert_eq!(create(&["accounts--all:rw", "accounts--all:rc"], "reference"), answer);
        let bodiless = ask("configuration/create_agent", &["accounts--all:rc"], json!({}));
        assert_eq!(bodiless, allowed(&["agent_awaits_approval", "role_is_normal"]));
    }

    #[test]
    fn ones_own_routing_status_is_ones_own_by_the_guide_too() {
        let set = |body: Value, kind: &str| {
            let facts = json!({"requester": {"id": "me"}, "target": {}});
            let more = json!({"body": body, "facts": facts, "token": {"kind": kind}});
            ask("agent/set_routing_status", &["agents--my:rw"], more)
        };
        assert_eq!(set(json!({"status": "offline"}), "oauth"), allowed(&[]));
        assert_eq!(set(json!({"agent_id": "me"}), "oauth"), allowed(&[]));
        assert_eq!(set(json!({"agent_id": "you"}), "oauth")["code"], "out_of_reach");
        assert_eq!(set(json!({"status": "offline"}), "bot")["code"], "out_of_reach");
        let bot = json!({"body": {}, "token": {"kind": "bot"}});
        assert_eq!(ask("agent/set_routing_status", &["agents-bot--my:rw"], bot), allowed(&[]));
    }

    #[test]
    fn of_what_is_open_the_widest_is_reported() {
        let scopes = ["agents--my:rw", "agents-bot--all:rw"];
        assert_eq!(ask("agent/set_routing_status", &scopes, json!({})), allowed(&["target_is_bot"]));
        // The roles' scope leaves one condition open, without it there are two.
        let scopes = ["accounts--all:rc", "accounts.roles.lc--all:rw"];
        assert_eq!(ask("configuration/create_agent", &scopes, json!({})), allowed(&["agent_awaits_approval"]));
    }

    #[test]
    fn deleting_agents_takes_accounts_by_the_reference() {
        let delete = |rules: &str| ask("configuration/delete_agent", &["agents--all:rw"], json!({"rules": rules}));
        assert_eq!(delete("guide"), allowed(&[]));
        let mut answer = denied("missing_scope");
        answer["missing"] = json!([["accounts--my:rw", "agents--my:rw"], ["accounts--all:rw", "agents--all:rw"]]);
        assert_eq!(delete("reference"), answer);
    }

    #[test]
    fn groups_in_the_body_are_compared_with_those_of_the_requester() {
        let list = |group_ids: Value| {
            let more =
                json!({"body": {"filters": {"group_ids": group_ids}}, "facts": {"requester": {"groups": [1, 2]}}});
            ask("configuration/list_tags", &["tags--groups:ro"], more)
        };
        assert_eq!(list(json!([1, 2])), allowed(&[]));
        assert_eq!(list(json!([])), allowed(&["groups_of_requester"]));
        assert_eq!(list(json!([1, "2"])), allowed(&["groups_of_requester"]));
        assert_eq!(list(json!(["2", 3]))["missing"], json!([["tags--all:ro"]]));
    }

    #[test]
    fn a_customer_method_needs_a_customers_token() {
        assert_eq!(ask("customer/get_chat", &[], json!({})), allowed(&["customer_token"]));
        assert_eq!(ask("customer/get_chat", &[], json!({"token": {"kind": "customer"}})), allowed(&[]));
    }

    #[test]
    fn the_first_denied_element_decides_a_batch() {
        let batch = |requests: Value| {
            let more = json!({"body": {"requests": requests}, "rules": "reference"});
            ask("configuration/batch_update_agents", &["agents--all:rw"], more)
        };
        assert_eq!(batch(json!([{"id": "a"}, {"id": "b"}])), allowed(&[]));
        assert_eq!(batch(json!([{"id": "a"}, 7])), allowed(&["role_is_unchanged"]));
        let second = batch(json!([{"id": "a"}, {"id": "b", "role": "owner"}]));
        assert_eq!(second["pointer"], "/requests/1");
        assert_eq!(second["missing"][0], json!(["accounts.roles.lc--all:rw", "agents--my:rw"]));
        assert_eq!(batch(json!([])), allowed(&["role_is_unchanged"]));
    }

    #[test]
    fn names_versions_and_transports_are_those_of_the_snapshot() {
        let snapshot: BTreeMap<String, Value> =
            serde_json::from_str(include_str!("../../../spec/upstream/methods.json")).unwrap();
        assert_eq!(methods::METHODS.len(), 189);
        assert_eq!(methods::METHODS.len(), snapshot.len());
        for (name, entry) in snapshot {
            assert!(methods::exists(&name), "{name}");
            for transport in ["web", "rtm"] {
                let versions = methods::versions(&name, transport).join(" ");
                assert_eq!(entry[transport], versions, "{name} {transport}");
            }
        }
    }

    #[test]
    fn every_requirement_names_scopes_that_there_are() {
        for row in methods::METHODS {
            for rules in ["guide", "reference"] {
                for alternative in requirements::of(row.0, rules) {
                    assert!(alternative.scopes.iter().all(|scope| scopes::is_known(scope)), "{}", row.0);
                    for condition in &alternative.conditions {
                        assert!(["facts", "request"].contains(&conditions::kind_of(condition)));
                    }
                }
            }
        }
        assert_eq!(requirements::GUIDE.len(), 36);
        assert!(requirements::GUIDE.iter().all(|(method, _)| methods::exists(method)));
    }

    /// A big heap of questions comes to every code and every limit, and finds every condition true, false and open.
    #[test]
    fn questions_reach_every_rule() {
        let mut codes: BTreeMap<String, usize> = BTreeMap::new();
        let mut limits: BTreeMap<String, usize> = BTreeMap::new();
        let mut truths: BTreeMap<String, usize> = BTreeMap::new();
        let mut asked = BTreeSet::new();
        for seed in 0..10_000 {
            let question = generate::from_seed(seed);
            let answer = decide(&question);
            *codes.entry(answer["code"].as_str().unwrap().to_owned()).or_default() += 1;
            for limit in answer["limits"].as_array().unwrap() {
                *limits.entry(limit.as_str().unwrap().to_owned()).or_default() += 1;
            }
            let method = question["method"].as_str().unwrap();
            asked.insert(method.to_owned());
            if methods::exists(method) && methods::single_of(method).is_none() {
                let call = call(&question, method, &question["body"]);
                for condition in requirements::of_reference(method).iter().flat_map(|one| &one.conditions) {
                    let truth = conditions::evaluate(condition, &call);
                    *truths.entry(format!("{condition}: {truth:?}")).or_default() += 1;
                }
            }
        }
        assert_eq!(codes.len(), 11, "{codes:?}");
        assert_eq!(limits.len(), 14, "{limits:?}");
        assert_eq!(truths.len(), 14 * 3, "{truths:?}");
        for (what, times) in codes.iter().chain(&limits).chain(&truths) {
            assert!(*times >= 5, "{what}: {times}");
        }
        assert!(methods::METHODS.iter().all(|row| asked.contains(row.0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A host that would be safe is allowed what is allowed without limits, and nothing else.
        #[test]
        fn safe_hosts_are_allowed_what_is_sure(mut question in generate::question()) {
            question["when_unknown"] = json!("allow");
            let answer = decide(&question);
            question["when_unknown"] = json!("deny");
            let sure = answer["effect"] == "allow" && answer["limits"] == json!([]);
            prop_assert_eq!(decide(&question)["effect"] == "allow", sure);
        }

        /// What the reference allows, the guide allows.
        #[test]
        fn the_guide_allows_what_the_reference_allows(mut question in generate::question()) {
            question["rules"] = json!("reference");
            let strict = decide(&question)["effect"] == "allow";
            question["rules"] = json!("guide");
            prop_assert_eq!(strict, strict && decide(&question)["effect"] == "allow");
        }

        /// The sets called missing are enough, once the role does not stand in the way.
        #[test]
        fn what_is_missing_would_be_enough(mut question in generate::question()) {
            let answer = decide(&question);
            if answer.get("pointer").is_none() && let Some(sets) = answer["missing"].as_array() {
                question["when_unknown"] = json!("allow");
                for set in sets {
                    question["token"]["scopes"] = set.clone();
                    let again = decide(&question);
                    prop_assert_eq!(again["effect"] == "allow" || again["code"] == "role_too_low", true, "{}", set);
                }
            }
        }
    }
}
