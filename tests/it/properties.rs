//! Promises of the decision that hold for any question.

use livechat_core::policy::{Code, Question, Rules, Token};
use livechat_core::{Method, Transport, Version};
use proptest::prelude::*;
use serde_json::Value;

use crate::model;

fn ask(question: &Value) -> Value {
    let answer = livechat_core::door::answer("decide", &question.to_string());
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert!(answer.get("error").is_none(), "{question} {answer}");
    answer
}

fn allowed(question: &Value) -> bool {
    ask(question)["effect"] == "allow"
}

fn with_scopes(question: &Value, more: &[&str]) -> Value {
    let mut question = question.clone();
    let scopes = question["token"]["scopes"].as_array_mut().unwrap();
    scopes.extend(more.iter().map(|s| Value::from(*s)));
    question
}

fn any_scope() -> impl Strategy<Value = &'static str> {
    let names: Vec<&str> = livechat_core::Scope::all().map(livechat_core::Scope::name).collect();
    proptest::sample::select(names)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn more_scopes_never_turn_allow_into_deny(
        question in model::generate::question(),
        more in proptest::collection::vec(any_scope(), 1..4),
    ) {
        if allowed(&question) {
            prop_assert!(allowed(&with_scopes(&question, &more)));
        }
    }

    #[test]
    fn unknown_scopes_change_nothing_but_the_notes(question in model::generate::question()) {
        let (mut before, mut after) = (ask(&question), ask(&with_scopes(&question, &["tickets--all:rw", "chats--everything:rw"])));
        let note = after["notes"].to_string();
        prop_assert!(note.contains("`tickets--all:rw`"), "{}", note);
        before["notes"].take();
        after["notes"].take();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn taking_from_a_grant_never_allows_more(question in model::generate::question(), which in any::<prop::sample::Index>()) {
        let mut less = question.clone();
        let Some(grant) = less.get_mut("grant").and_then(Value::as_object_mut) else { return Ok(()) };
        // Any area or added method less, or a method taken away.
        let areas: Vec<String> = grant.get("areas").and_then(Value::as_object).map(|a| a.keys().cloned().collect()).unwrap_or_default();
        if !areas.is_empty() {
            grant["areas"].as_object_mut().unwrap().remove(which.get(&areas));
        } else if let Some(add) = grant.get_mut("add").and_then(Value::as_array_mut) {
            add.pop();
        }
        let mut taken = question.clone();
        taken["grant"]["remove"] = serde_json::json!([question["method"]]);
        if !allowed(&question) {
            prop_assert!(!allowed(&less));
        }
        if Method::from_name(question["method"].as_str().unwrap()).is_some() {
            prop_assert!(!allowed(&taken));
        }
    }

    #[test]
    fn a_grant_never_allows_what_the_token_does_not(question in model::generate::question()) {
        let mut alone = question.clone();
        alone.as_object_mut().unwrap().remove("grant");
        if !allowed(&alone) {
            prop_assert!(!allowed(&question));
        }
    }

    #[test]
    fn facts_never_turn_a_want_of_scope_into_allow(question in model::generate::question()) {
        let mut without = question.clone();
        without.as_object_mut().unwrap().remove("facts");
        let before = ask(&without);
        if before["code"] == Code::MissingScope.as_str() {
            prop_assert!(!allowed(&question));
        }
    }

    #[test]
    fn the_guide_allows_at_least_what_the_reference_allows(question in model::generate::question()) {
        let (mut guide, mut reference) = (question.clone(), question);
        guide["rules"] = "guide".into();
        reference["rules"] = "reference".into();
        if allowed(&reference) {
            prop_assert!(allowed(&guide));
        }
    }

    #[test]
    fn a_host_that_denies_the_unknown_is_never_left_with_limits(question in model::generate::question()) {
        let mut strict = question;
        strict["when_unknown"] = "deny".into();
        let answer = ask(&strict);
        if answer["effect"] == "allow" {
            prop_assert_eq!(&answer["limits"], &serde_json::json!([]));
        }
        prop_assert_eq!(answer["code"] == "undecided", answer["effect"] == "deny" && answer["limits"] != serde_json::json!([]));
    }

    #[test]
    fn each_set_of_missing_would_have_been_enough(question in model::generate::question()) {
        let answer = ask(&question);
        for set in answer.get("missing").and_then(Value::as_array).into_iter().flatten() {
            let mut asked = question.clone();
            let token = asked["token"].as_object_mut().unwrap();
            token["scopes"] = set.clone();
            token.remove("role");
            asked["facts"]["requester"].as_object_mut().map(|r| r.remove("role"));
            asked["when_unknown"] = "allow".into();
            let then = ask(&asked);
            // Another element of a batch may ask for more.
            let later = then["pointer"] != answer["pointer"] && then.get("pointer").is_some();
            prop_assert!(then["effect"] == "allow" || later, "{} {}", set, then);
        }
    }

    #[test]
    fn by_handle_as_by_name_as_in_full(scopes in proptest::collection::vec(any_scope(), 0..9), kind in 0usize..5) {
        let mut token = Token::new(&scopes);
        if let Some(kind) = livechat_core::policy::TokenKind::ALL.get(kind) {
            token = token.with_kind(*kind);
        }
        for method in Method::all() {
            for version in Version::ALL {
                for transport in Transport::ALL {
                    let full = Question::new(method, &token).version(version).transport(transport).decide().is_allowed();
                    prop_assert_eq!(token.allows_at(method, version, transport), full, "{} {} {}", method, version, transport);
                }
            }
            let full = Question::new(method, &token).decide().is_allowed();
            prop_assert_eq!(token.allows(method), full);
            prop_assert_eq!(token.allows_named(method.name()), full);
            prop_assert_eq!(Question::named(method.name(), &token).rules(Rules::Guide).decide().is_allowed(), full);
        }
    }
}
