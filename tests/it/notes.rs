//! What a decision says besides allow and deny, in words that name what they are about.

use livechat_core::codec::{InputLimits, Json};
use livechat_core::policy::{Question, Rules, Token};
use livechat_core::{Method, Transport, Version};

fn json(text: &str) -> Json<'_> {
    Json::parse(text, InputLimits::default()).unwrap()
}

fn notes(question: Question<'_>) -> String {
    let decision = question.decide();
    assert!(decision.is_allowed(), "{:?}", decision.message());
    decision.notes().join("\n")
}

#[test]
fn where_the_reference_asks_for_more_the_extra_scope_is_named() {
    let token = Token::new(["agents--all:rw"]);
    let delete = Question::new(Method::CONFIGURATION_DELETE_AGENT, &token);
    assert!(notes(delete).contains("`accounts--all:rw` besides"), "{}", notes(delete));
    let role = json(r#"{"id": "a", "role": "administrator"}"#);
    let update = Question::new(Method::CONFIGURATION_UPDATE_AGENT, &token).body(role);
    assert!(notes(update).contains("`accounts.roles.lc--all:rw`"), "{}", notes(update));
    assert!(!update.rules(Rules::Reference).decide().is_allowed());
    // Nothing to say where both agree, and by the reference's own rules.
    let plain = json(r#"{"id": "a", "name": "b"}"#);
    assert_eq!(notes(update.body(plain)), "");
    let both = Token::new(["agents--all:rw", "accounts--all:rw"]);
    assert_eq!(notes(Question::new(Method::CONFIGURATION_DELETE_AGENT, &both)), "");
    assert_eq!(notes(Question::new(Method::CONFIGURATION_DELETE_AGENT, &both).rules(Rules::Reference)), "");
}

#[test]
fn a_scope_that_would_widen_the_answer_is_named() {
    let agents = Token::new(["agents--all:ro"]);
    let statuses = Question::new(Method::AGENT_LIST_ROUTING_STATUSES, &agents);
    assert!(notes(statuses).contains("`agents-bot--all:ro`"), "{}", notes(statuses));
    let both = Token::new(["agents--all:ro", "agents-bot--all:ro"]);
    assert_eq!(notes(Question::new(Method::AGENT_LIST_ROUTING_STATUSES, &both)), "");
    let login = Question::new(Method::AGENT_LOGIN, &agents).transport(Transport::Rtm);
    assert!(notes(login).contains("pushes about customers") && !notes(login).contains("pushes about agents"));
}

#[test]
fn an_ageing_version_and_a_preview_are_told() {
    let token = Token::new(["chats--all:ro"]);
    let list = Question::new(Method::AGENT_LIST_CHATS, &token);
    assert_eq!(notes(list.version(Version::V3_4)), "Version 3.4 is deprecated since 2026-03-31.");
    assert_eq!(notes(list.version(Version::V3_5)), "");
    assert_eq!(notes(list.version(Version::V3_6)), "");
    assert_eq!(notes(list.version(Version::V3_7)), "Version 3.7 is a preview and may change.");
}

#[test]
fn unknown_scopes_are_named_once() {
    let token = Token::new(["chats--all:ro", "tickets:ro", "tickets:ro"]);
    let list = Question::new(Method::AGENT_LIST_CHATS, &token);
    assert_eq!(notes(list), "The catalogue doesn't know these scopes, and they match nothing: `tickets:ro`.");
}
