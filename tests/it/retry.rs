//! Promises of the retry policy: no write twice that may have happened, delays within bounds, an end.

use livechat_core::answer::{Frame, Received, Response};
use livechat_core::catalogue::{Access, Api, ErrorType, Retry};
use livechat_core::codec::InputLimits;
use livechat_core::machine::budget::Spent;
use livechat_core::machine::retry::{
    AnswerError, Attempt, GiveUpReason, Jitter, Outcome, RetryDecision, RetryPolicy, asked_wait_ms,
};
use livechat_core::{Method, Timestamp, Version};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_seconds(1_794_000_000);

fn attempt(method: Method, outcome: Outcome<'_>) -> Attempt<'_> {
    Attempt { method, outcome, attempts: 1, began: NOW, now: NOW, random: 0, tried_regions: &[], renewed_token: false }
}

fn answered(status: u16, error: Option<&str>) -> Outcome<'static> {
    Outcome::Answered { status: Some(status), headers: &[], error: error.map(AnswerError::named) }
}

fn code(decision: RetryDecision<'_>) -> &'static str {
    match decision {
        RetryDecision::GiveUp { reason, .. } => reason.as_str(),
        other => other.code(),
    }
}

fn decide(method: Method, outcome: Outcome<'_>) -> &'static str {
    code(RetryPolicy::default().decide(&attempt(method, outcome)))
}

const READ: Method = Method::AGENT_LIST_CHATS;
const WRITE: Method = Method::AGENT_SEND_EVENT;
const IDEMPOTENT: Method = Method::AGENT_FOLLOW_CHAT;

#[test]
fn the_table() {
    assert!(WRITE.access() == Access::Write && !WRITE.is_idempotent());
    assert!(IDEMPOTENT.access() == Access::Write && IDEMPOTENT.is_idempotent());
    // Outcome; then for a read, an idempotent write, any other write.
    let again = "retry_after";
    let table: &[(Outcome<'_>, [&str; 3])] = &[
        (Outcome::NotSent, [again, again, again]),
        (Outcome::ConnectionLost, [again, again, "may_have_happened"]),
        (Outcome::TimedOut, [again, again, "may_have_happened"]),
        (answered(429, Some("too_many_requests")), [again, again, again]),
        (answered(200, Some("too_many_requests")), [again, again, again]),
        (answered(503, Some("service_unavailable")), [again, again, again]),
        (answered(500, Some("internal")), [again, again, "may_have_happened"]),
        (answered(429, Some("internal")), [again, again, "may_have_happened"]),
        (answered(200, Some("request_timeout")), [again, again, "may_have_happened"]),
        (answered(200, None), ["succeeded"; 3]),
        (answered(202, None), ["succeeded"; 3]),
        (answered(200, Some("strange")), ["unexpected_answer"; 3]),
        (answered(302, None), ["unexpected_answer"; 3]),
        (answered(429, None), [again, again, again]),
        (answered(425, None), [again, again, again]),
        (answered(408, None), [again, again, "may_have_happened"]),
        (answered(500, None), [again, again, "may_have_happened"]),
        (answered(502, Some("strange")), [again, again, "may_have_happened"]),
        (answered(503, None), [again, again, "may_have_happened"]),
        (answered(504, None), [again, again, "may_have_happened"]),
        (answered(400, Some("validation")), ["needs_fix"; 3]),
        (answered(501, None), ["needs_fix"; 3]),
        (answered(404, None), ["needs_fix"; 3]),
        (answered(402, Some("license_expired")), ["never"; 3]),
        (answered(401, Some("authentication")), ["retry_with_new_token"; 3]),
        (answered(401, None), ["retry_with_new_token"; 3]),
        (answered(421, None), ["region_unknown"; 3]),
        (answered(200, Some("requester_already_offline")), ["needs_login"; 3]),
        (answered(200, Some("pending_requests_limit_reached")), ["retry_after_response"; 3]),
    ];
    for (outcome, expected) in table {
        for (method, expected) in [READ, IDEMPOTENT, WRITE].into_iter().zip(expected) {
            assert_eq!(decide(method, *outcome), *expected, "{method} {outcome:?}");
        }
    }
    let rtm = |error| Outcome::Answered { status: None, headers: &[], error };
    assert_eq!(decide(WRITE, rtm(None)), "succeeded");
    assert_eq!(decide(WRITE, rtm(Some(AnswerError::named("internal")))), "may_have_happened");
    assert_eq!(decide(WRITE, rtm(Some(AnswerError::named("strange")))), "unexpected_answer");
}

#[test]
fn every_error_of_the_catalogue_has_its_remedy() {
    for error in ErrorType::all() {
        let outcome = Outcome::Answered {
            status: Some(200),
            headers: &[],
            error: Some(AnswerError { error_type: Some(error), region: Some("fra") }),
        };
        let expected = match error.retry() {
            Retry::Never => "never",
            Retry::AfterFix => "needs_fix",
            Retry::AfterDelay => "retry_after",
            Retry::NewToken => "retry_with_new_token",
            Retry::OtherRegion => "retry_in_region",
            Retry::AfterResponse => "retry_after_response",
            Retry::AfterLogin => "needs_login",
            other => panic!("{other}"),
        };
        assert_eq!(decide(READ, outcome), expected, "{error:?}");
    }
}

/// What a host would put together by hand.
#[test]
fn an_answer_says_itself_how_the_attempt_ended() {
    fn ended(status: u16, text: &str) -> (&'static str, Option<Spent>) {
        let received = Received { status: Some(status), headers: &[("Retry-After", "7")], ..Received::default() };
        let response = Response::parse(received, text, InputLimits::default());
        let outcome = Outcome::from(&response);
        (decide(WRITE, outcome), Spent::of(&outcome, NOW))
    }
    let quota = r#"{"error": {"type": "too_many_requests", "message": ""}}"#;
    let away = Some(Spent::TurnedAway { wait_ms: Some(7_000) });
    assert_eq!(ended(200, quota), ("retry_after", away));
    assert_eq!(ended(429, "slow down"), ("retry_after", away));
    assert_eq!(ended(200, "{}"), ("succeeded", Some(Spent::Answered(200))));
    assert_eq!(ended(200, "<html>"), ("unexpected_answer", Some(Spent::Answered(200))));
    assert_eq!(ended(500, ""), ("may_have_happened", Some(Spent::Answered(500))));
    let internal = r#"{"error": {"type": "internal", "message": ""}}"#;
    assert_eq!(ended(429, internal), ("may_have_happened", Some(Spent::Answered(429))));
    let misdirected = |region: &str| {
        format!(r#"{{"error": {{"type": "misdirected_request", "message": "", "data": {{"region": {region}}}}}}}"#)
    };
    assert_eq!(ended(421, &misdirected(r#""fra""#)).0, "retry_in_region");
    assert_eq!(ended(421, &misdirected(r#""fr\u0061""#)).0, "region_unknown");
    assert_eq!(ended(421, &misdirected("7")).0, "region_unknown");

    let frame = |success, payload| {
        let text = format!(
            r#"{{"request_id":"1","action":"send_event","type":"response","success":{success},"payload":{payload}}}"#
        );
        let Ok(Frame::Response(response)) = Frame::parse(Api::Agent, Version::V3_6, &text, InputLimits::default())
        else {
            panic!("no response: {text}");
        };
        let outcome = Outcome::from(&response);
        (decide(WRITE, outcome), Spent::of(&outcome, NOW))
    };
    assert_eq!(frame(true, "{}"), ("succeeded", Some(Spent::Unknown)));
    assert_eq!(frame(false, quota), ("retry_after", Some(Spent::TurnedAway { wait_ms: None })));
    assert_eq!(frame(false, internal).0, "may_have_happened");
    assert_eq!(frame(false, "{}").0, "unexpected_answer");
}

#[test]
fn each_region_is_tried_once() {
    let misdirected = |region| Outcome::Answered {
        status: Some(421),
        headers: &[],
        error: Some(AnswerError { region, ..AnswerError::named("misdirected_request") }),
    };
    let tried = |region, tried_regions: &[&str]| {
        let attempt = Attempt { tried_regions, ..attempt(WRITE, misdirected(region)) };
        code(RetryPolicy::default().decide(&attempt))
    };
    let decision = RetryPolicy::default().decide(&attempt(WRITE, misdirected(Some("fra"))));
    assert_eq!(decision, RetryDecision::InRegion { region: "fra" });
    assert_eq!(tried(Some("fra"), &["dal"]), "retry_in_region");
    assert_eq!(tried(Some("FRA"), &["dal", "fra"]), "region_loop");
    assert_eq!(tried(None, &[]), "region_unknown");
    for hostile in ["", "fra\r\nX-Evil: 1", "a/b", "a.example", "an-overly-long-name"] {
        assert_eq!(tried(Some(hostile), &[]), "region_unknown", "{hostile}");
    }
}

#[test]
fn a_new_token_is_tried_once() {
    let refused = attempt(READ, answered(401, Some("authentication")));
    let policy = RetryPolicy::default();
    assert_eq!(code(policy.decide(&Attempt { renewed_token: true, ..refused })), "token_refused");
    assert_eq!(code(RetryPolicy { renew_token: false, ..policy }.decide(&refused)), "token_refused");
}

#[test]
fn headers_come_first_and_are_capped() {
    fn wait<'a>(policy: RetryPolicy, headers: &'a [(&'a str, &'a str)], random: u64) -> RetryDecision<'a> {
        let outcome = Outcome::Answered { status: Some(429), headers, error: None };
        policy.decide(&Attempt { random, ..attempt(WRITE, outcome) })
    }
    let policy = RetryPolicy { max_total_ms: u64::MAX, ..RetryPolicy::default() };
    let after = |wait_ms| RetryDecision::After { wait_ms };
    assert_eq!(wait(policy, &[("retry-AFTER", "7")], 0), after(7_000));
    assert_eq!(wait(policy, &[("retry-after", "7")], u64::MAX), after(7_500));
    assert_eq!(wait(policy, &[("x-ratelimit-reset", "1794000002")], 0), after(2_000));
    assert_eq!(wait(policy, &[("Retry-After", "99999999999999999999")], 0), after(600_000));
    assert_eq!(wait(RetryPolicy { max_asked_ms: 10, ..policy }, &[("Retry-After", "7")], 0), after(10));
    // Nothing to wait for says nothing; the policy's own pause it is.
    let equal = RetryPolicy { jitter: Jitter::Equal, ..policy };
    assert_eq!(wait(equal, &[("Retry-After", "0")], 0), after(250));
    assert_eq!(
        wait(RetryPolicy::default(), &[("Retry-After", "300")], 0),
        RetryDecision::GiveUp { reason: GiveUpReason::OutOfTime, wait_ms: Some(300_000) }
    );
}

#[test]
fn what_is_shown_holds_no_headers() {
    let headers = [("Set-Cookie", "__lc_cst=secret-cookie")];
    let outcome = Outcome::Answered { status: Some(429), headers: &headers, error: None };
    let shown = format!("{:?}", attempt(WRITE, outcome));
    assert!(shown.contains("429") && !shown.contains("secret-cookie"), "{shown}");
}

#[test]
fn pauses_double_up_to_the_cap() {
    let policy = RetryPolicy { max_attempts: u32::MAX, max_total_ms: u64::MAX, ..RetryPolicy::default() };
    let pause = |jitter, attempts, random| {
        let attempt = Attempt { attempts, random, ..attempt(READ, Outcome::TimedOut) };
        match (RetryPolicy { jitter, ..policy }).decide(&attempt) {
            RetryDecision::After { wait_ms } => wait_ms,
            other => panic!("{other:?}"),
        }
    };
    for (attempts, most) in
        [(1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 30_000), (64, 30_000), (65, 30_000), (4_000, 30_000)]
    {
        assert_eq!(pause(Jitter::Full, attempts, u64::MAX), most);
        assert_eq!(pause(Jitter::Full, attempts, 0), 0);
        assert_eq!(pause(Jitter::Equal, attempts, u64::MAX), most);
        assert_eq!(pause(Jitter::Equal, attempts, 0), most / 2);
    }
}

#[test]
fn there_is_an_end() {
    let policy = RetryPolicy::default();
    let lost = attempt(READ, Outcome::TimedOut);
    assert_eq!(code(policy.decide(&Attempt { attempts: 4, ..lost })), "retry_after");
    assert_eq!(code(policy.decide(&Attempt { attempts: 5, ..lost })), "too_many_attempts");
    assert_eq!(code(policy.decide(&Attempt { now: NOW.saturating_add_millis(120_000), ..lost })), "retry_after");
    assert_eq!(code(policy.decide(&Attempt { now: NOW.saturating_add_millis(120_001), ..lost })), "out_of_time");
    // Whatever the remedy.
    for error in ["authentication", "misdirected_request", "pending_requests_limit_reached", "too_many_requests"] {
        let ended = Attempt { attempts: 5, ..attempt(READ, answered(200, Some(error))) };
        assert_eq!(code(policy.decide(&ended)), "too_many_attempts", "{error}");
    }
}

#[test]
fn elements_of_a_batch_are_decided_one_by_one() {
    let batch = Method::from_name("configuration/batch_create_agents").unwrap();
    let single = batch.batch_of().unwrap();
    // The answer as a whole succeeded; the elements that failed are attempts of the single method.
    assert_eq!(decide(batch, answered(200, None)), "succeeded");
    let element = |error| Outcome::Answered { status: None, headers: &[], error: Some(AnswerError::named(error)) };
    assert_eq!(decide(single, element("too_many_requests")), "retry_after");
    assert_eq!(decide(single, element("internal")), "may_have_happened");
    // A batch is as idempotent as its elements.
    for method in Method::all() {
        if let Some(single) = method.batch_of() {
            let policy = RetryPolicy::default();
            assert_eq!(policy.may_repeat(method), policy.may_repeat(single), "{method}");
        }
    }
}

fn any_method() -> impl Strategy<Value = Method> {
    prop::sample::select(Method::all().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn no_write_that_may_have_happened_is_made_twice(
        method in any_method(),
        kind in 0..4u8,
        status in prop::option::of(prop_oneof![200..=599u16, any::<u16>()]),
        error in prop::option::of(prop::sample::select(ErrorType::all().collect::<Vec<_>>())),
        retry_after in "[0-9]{1,25}",
        attempts in any::<u32>(),
        elapsed in any::<u64>(),
        random in any::<u64>(),
        allowed in any::<bool>(),
    ) {
        let headers = [("Retry-After", retry_after.as_str())];
        let error = error.map(|e| AnswerError { error_type: Some(e), region: Some("dal") });
        let outcome = match kind {
            0 => Outcome::NotSent,
            1 => Outcome::ConnectionLost,
            2 => Outcome::TimedOut,
            _ => Outcome::Answered { status, headers: &headers, error },
        };
        let attempt = Attempt { attempts, random, now: NOW.saturating_add_millis(elapsed), ..attempt(method, outcome) };
        let policy = RetryPolicy { repeat_uncertain_writes: allowed, ..RetryPolicy::default() };
        let decision = policy.decide(&attempt);
        prop_assert_eq!(decision, policy.decide(&attempt));
        let uncertain = match outcome {
            Outcome::NotSent => false,
            Outcome::ConnectionLost | Outcome::TimedOut => true,
            Outcome::Answered { error: Some(AnswerError { error_type: Some(e), .. }), .. } => ["internal", "request_timeout"].contains(&e.name()),
            Outcome::Answered { status, .. } => status == Some(408) || status.is_some_and(|s| (500..600).contains(&s)),
        };
        let harmless = method.access() == Access::Read || method.is_idempotent() || allowed;
        if let RetryDecision::GiveUp { reason, .. } = decision {
            prop_assert!(reason != GiveUpReason::MayHaveHappened || uncertain && !harmless);
            return Ok(());
        }
        prop_assert!(!uncertain || harmless, "{:?} {:?}", attempt, decision);
        prop_assert!(attempts < 5);
        if let RetryDecision::After { wait_ms } = decision {
            prop_assert!(elapsed.saturating_add(wait_ms) <= policy.max_total_ms);
            let asked = match outcome {
                Outcome::Answered { .. } => asked_wait_ms(&headers, NOW, false).unwrap().min(policy.max_asked_ms),
                _ => 0,
            };
            prop_assert!(wait_ms >= asked && wait_ms <= asked.max(policy.max_pause_ms) + policy.base_ms);
        }
    }
}
