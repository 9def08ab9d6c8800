//! Names that bindings give as lists and types: the ones of core's own enumerations, all of them, in their order.

use std::collections::BTreeMap;

use livechat_core::{answer, catalogue, codec, door, machine, oauth, policy, request};
use spec_codegen::root;

/// The lists of the generated file, by name.
fn lists() -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(root().join("bindings/js/ts/generated/names.ts")).unwrap();
    let mut out = BTreeMap::new();
    for line in text.lines() {
        let Some((name, values)) =
            line.strip_prefix("export const ").and_then(|l| l.split_once(" = /* @__PURE__ */ Object.freeze("))
        else {
            continue;
        };
        let values = values.strip_suffix(" as const);").unwrap();
        out.insert(name.to_owned(), serde_json::from_str(values).unwrap());
    }
    out
}

#[test]
fn lists_are_those_of_core() {
    let mut lists = lists();
    macro_rules! check {
        ($($list:literal = $all:expr,)+) => {$(
            let names: Vec<&str> = $all.into_iter().map(|v| v.as_str()).collect();
            assert_eq!(lists.remove($list).unwrap_or_default(), names, $list);
        )+};
    }
    check! {
        "BLAMES" = catalogue::Blame::ALL,
        "BUDGET_REFUSAL_CODES" = machine::budget::RefusalCode::ALL,
        "BUDGET_STATE_ERROR_CODES" = machine::budget::StateErrorCode::ALL,
        "BUILD_ERROR_CODES" = request::BuildErrorCode::ALL,
        "CHALLENGE_METHODS" = oauth::ChallengeMethod::ALL,
        "CHANGE_KINDS" = catalogue::ChangeKind::ALL,
        "DECISION_CODES" = policy::Code::ALL,
        "EFFECTS" = policy::Effect::ALL,
        "FAULT_CODES" = codec::FaultCode::ALL,
        "GIVE_UP_REASONS" = machine::retry::GiveUpReason::ALL,
        "HTTP_METHODS" = request::HttpMethod::ALL,
        "INPUT_CODES" = request::InputCode::ALL,
        "JITTERS" = machine::retry::Jitter::ALL,
        "JSON_ERROR_CODES" = codec::JsonErrorCode::ALL,
        "LINE_ERROR_CODES" = door::ErrorCode::ALL,
        "RTM_MALFORMED_CODES" = machine::rtm::MalformedCode::ALL,
        "METHOD_ACCESSES" = catalogue::Access::ALL,
        "PAGES_ERROR_CODES" = machine::pages::PagesErrorCode::ALL,
        "PASSED_REASONS" = door::Passed::ALL,
        "BUDGET_PAYERS" = machine::budget::Payer::ALL,
        "PERSONAL_TOKEN_CODES" = oauth::PersonalTokenCode::ALL,
        "RTM_PING_BYS" = machine::rtm::PingBy::ALL,
        "SCOPE_PRODUCTS" = policy::Product::ALL,
        "READ_ERROR_CODES" = request::ReadErrorCode::ALL,
        "RECONNECT_ADVICES" = catalogue::ReconnectAdvice::ALL,
        "REDIRECT_CODES" = oauth::RedirectCode::ALL,
        "REDIRECT_URI_CODES" = oauth::RedirectUriCode::ALL,
        "REGIONS" = request::Region::ALL,
        "SIGN_IN_REMEDIES" = oauth::Remedy::ALL,
        "BUDGET_RESERVATION_ERROR_CODES" = machine::budget::ReservationErrorCode::ALL,
        "RETRIES" = catalogue::Retry::ALL,
        "RIGHTS" = policy::Right::ALL,
        "ROLES" = policy::Role::ALL,
        "RTM_CONFIG_CODES" = machine::rtm::ConfigCode::ALL,
        "RTM_STATES" = machine::rtm::State::ALL,
        "RULES" = policy::Rules::ALL,
        "RTM_SEND_CODES" = machine::rtm::SendCode::ALL,
        "SHAPES" = answer::Shape::ALL,
        "SIGN_IN_ERROR_NAMES" = oauth::ErrorName::ALL,
        "SIGN_IN_OPERATIONS" = oauth::Operation::ALL,
        "SIGN_IN_SHAPES" = oauth::Shape::ALL,
        "RTM_STRAY_CODES" = machine::rtm::StrayCode::ALL,
        "TARGET_TYPES" = policy::TargetType::ALL,
        "TOKEN_KINDS" = policy::TokenKind::ALL,
        "TOKEN_PLACES" = oauth::TokenIn::ALL,
        "TRANSPORTS" = livechat_core::Transport::ALL,
        "UNKNOWN_FIELDS" = codec::UnknownFields::ALL,
        "RTM_UNSENTS" = machine::rtm::Unsent::ALL,
        "VERSIONS" = livechat_core::Version::ALL,
        "VERSION_STATES" = livechat_core::VersionState::ALL,
        "WHEN_UNKNOWNS" = policy::WhenUnknown::ALL,
    }
    let conditions: Vec<&str> = policy::Condition::ALL.into_iter().map(policy::Condition::as_str).collect();
    assert_eq!(lists.remove("CONDITIONS").unwrap_or_default(), conditions);
    let errors: Vec<&str> = catalogue::ErrorType::all().map(catalogue::ErrorType::name).collect();
    assert_eq!(lists.remove("ERROR_TYPES").unwrap_or_default(), errors);
    let areas: Vec<&str> = catalogue::Area::ALL.into_iter().map(catalogue::Area::key).collect();
    assert_eq!(lists.remove("AREAS").unwrap_or_default(), areas);
    let apis: Vec<&str> = catalogue::Api::ALL.into_iter().map(catalogue::Api::key).collect();
    assert_eq!(lists.remove("API_NAMES").unwrap_or_default(), apis);
    assert!(lists.remove("RATE_LIMITS").is_some());
    assert!(lists.is_empty(), "not compared with core: {:?}", lists.keys());
}
