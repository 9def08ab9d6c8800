//! Retry: whatever an answer says, the policy's limits hold, and no write that may have happened is made again.

use livechat_core::catalogue::ErrorType;
use livechat_core::machine::retry::{AnswerError, Attempt, Jitter, Outcome, RetryDecision, RetryPolicy, asked_wait_ms};
use livechat_core::{Method, Timestamp};

use super::{MARK, Script};

/// A policy, an attempt and how it ended; then a line with the name of an error, one with its region, and headers.
pub fn retry(data: &[u8]) {
    let mut script = Script(data);
    let (choice, kind, method) = (script.byte(), script.byte(), script.short());
    let (status, attempts) = (script.short(), script.byte());
    let (now, began, random) = (script.number(), script.number(), script.number().cast_unsigned());
    let policy = RetryPolicy {
        max_attempts: script.byte().into(),
        max_total_ms: script.number().cast_unsigned(),
        base_ms: script.short().into(),
        max_pause_ms: script.short().into(),
        max_asked_ms: u32::from_be_bytes(script.bytes()).into(),
        jitter: Jitter::ALL[usize::from(choice & 1)],
        repeat_uncertain_writes: choice & 2 != 0,
        renew_token: choice & 4 == 0,
    };
    let (Some(name), Some(region)) = (script.line(), script.line()) else { return };
    let Some(headers) = script.headers() else { return };
    let region = Some(region).filter(|region| !region.is_empty());
    let error = (!name.is_empty()).then(|| AnswerError { region, ..AnswerError::named(name) });
    let outcome = match kind % 8 {
        0 => Outcome::NotSent,
        1 => Outcome::ConnectionLost,
        2 => Outcome::TimedOut,
        3 => Outcome::Answered { status: None, headers: &headers, error },
        _ => Outcome::Answered { status: Some(status), headers: &headers, error },
    };
    assert!(!format!("{outcome:?}").contains(MARK) || region.is_some_and(|r| r.contains(MARK)));
    let tried = ["dal", "fra"];
    let attempt = Attempt {
        method: Method::from_index(usize::from(method) % Method::all().len()).expect("a method"),
        outcome,
        attempts: attempts.into(),
        began: Timestamp::from_micros(began),
        now: Timestamp::from_micros(now),
        random,
        tried_regions: &tried[..usize::from(choice / 8 % 3)],
        renewed_token: choice & 64 != 0,
    };
    let decision = policy.decide(&attempt);
    assert_eq!(policy.decide(&attempt), decision);
    holds(&policy, &attempt, decision);
}

fn holds(policy: &RetryPolicy, attempt: &Attempt<'_>, decision: RetryDecision<'_>) {
    let headers: &[(&str, &str)] = match attempt.outcome {
        Outcome::Answered { headers, .. } => headers,
        _ => &[],
    };
    let asked = asked_wait_ms(headers, attempt.now, true).map(|wait| wait.min(policy.max_asked_ms));
    let taken = attempt.now.millis_since(attempt.began);
    if let RetryDecision::GiveUp { reason, wait_ms } = decision {
        assert!(!reason.message().is_empty());
        return assert!(wait_ms.is_none_or(|wait| Some(wait) <= asked));
    }
    // It is sent again.
    assert!(attempt.attempts < policy.max_attempts && taken <= policy.max_total_ms);
    assert!(!may_have_happened(&attempt.outcome) || policy.may_repeat(attempt.method));
    match decision {
        RetryDecision::After { wait_ms } => {
            assert!(taken.saturating_add(wait_ms) <= policy.max_total_ms);
            let longest = asked.filter(|a| *a > 0).map_or(0, |a| a.saturating_add(policy.base_ms));
            assert!(wait_ms <= policy.max_pause_ms.max(longest), "{wait_ms}");
        }
        RetryDecision::InRegion { region } => {
            assert!(region.len() <= 16 && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
            assert!(!region.is_empty() && !attempt.tried_regions.contains(&region));
        }
        RetryDecision::WithNewToken => assert!(policy.renew_token && !attempt.renewed_token),
        RetryDecision::AfterResponse => {}
        RetryDecision::GiveUp { .. } => unreachable!(),
    }
}

/// By the outcome alone: nothing came back, or a server's failure that doesn't say that nothing was done.
fn may_have_happened(outcome: &Outcome<'_>) -> bool {
    match outcome {
        Outcome::NotSent => false,
        Outcome::ConnectionLost | Outcome::TimedOut => true,
        Outcome::Answered { error: Some(AnswerError { error_type: Some(error), .. }), .. } => {
            [ErrorType::INTERNAL, ErrorType::REQUEST_TIMEOUT].contains(error)
        }
        Outcome::Answered { status, .. } => matches!(status, Some(408 | 500..=599)),
    }
}
