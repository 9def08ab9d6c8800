//! The command `retry`: an attempt that has ended in, whether and how to make the call again out.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::LineError;
use super::super::no_answer::NoAnswer;
use super::super::outcome::{Ended, OUTCOME};
use super::super::parts;
use super::super::reader::{Form, Keys, Part};
use super::super::writer::Writer;
use crate::machine::retry::{Attempt, RetryDecision, RetryPolicy};

const POLICY: Form = Form::Part(&[
    ("max_attempts", Form::Whole),
    ("max_total_ms", Form::Whole),
    ("base_ms", Form::Whole),
    ("max_pause_ms", Form::Whole),
    ("max_asked_ms", Form::Whole),
    ("jitter", Form::Text),
    ("repeat_uncertain_writes", Form::Flag),
    ("renew_token", Form::Flag),
]);

const KEYS: Keys = &[
    ("method", Form::Text),
    ("outcome", OUTCOME),
    ("attempts", Form::Whole),
    ("began_ms", Form::Whole),
    ("now_ms", Form::Whole),
    ("random", Form::Fraction),
    ("tried_regions", Form::Texts),
    ("renewed_token", Form::Flag),
    ("policy", POLICY),
];

#[inline(never)]
pub(super) fn retry(json: &str) -> Result<String, NoAnswer> {
    let needed = ["method", "outcome", "attempts", "began_ms", "now_ms", "random"];
    let ask = Part::read(json, KEYS, &needed)?;
    let method = parts::method(&ask.text("method").unwrap_or_default(), "/method")?;
    let (policy, ended) = (policy(&ask)?, Ended::read(&ask, Some(method))?);
    let (attempts, began) = (parts::small(parts::whole(&ask, "attempts")?), parts::millis(&ask, "began_ms")?);
    let now = parts::millis(&ask, "now_ms")?;
    let tried = ask.texts("tried_regions").unwrap_or_default();
    let tried: Vec<&str> = tried.iter().map(AsRef::as_ref).collect();
    Ok(ended.with(|outcome| {
        let attempt = Attempt {
            method,
            outcome,
            attempts,
            began,
            now,
            random: ask.random("random").unwrap_or_default(),
            tried_regions: &tried,
            renewed_token: ask.flag("renewed_token").unwrap_or_default(),
        };
        write(&policy.decide(&attempt))
    }))
}

fn policy(ask: &Part<'_>) -> Result<RetryPolicy, LineError> {
    let mut policy = RetryPolicy::default();
    let Some(form) = ask.part("policy") else { return Ok(policy) };
    let RetryPolicy { max_total_ms, base_ms, max_pause_ms, max_asked_ms, .. } = &mut policy;
    let spans = [
        ("max_total_ms", max_total_ms),
        ("base_ms", base_ms),
        ("max_pause_ms", max_pause_ms),
        ("max_asked_ms", max_asked_ms),
    ];
    for (key, span) in spans {
        *span = form.whole(key).unwrap_or(*span);
    }
    policy.max_attempts = form.whole("max_attempts").map_or(policy.max_attempts, parts::small);
    policy.jitter = form.parsed("jitter", "/policy")?.unwrap_or(policy.jitter);
    policy.repeat_uncertain_writes = form.flag("repeat_uncertain_writes").unwrap_or(policy.repeat_uncertain_writes);
    policy.renew_token = form.flag("renew_token").unwrap_or(policy.renew_token);
    Ok(policy)
}

fn write(decision: &RetryDecision<'_>) -> String {
    let mut w = Writer::new();
    w.text("code", decision.code());
    match *decision {
        RetryDecision::After { wait_ms } => w.whole("wait_ms", wait_ms),
        RetryDecision::InRegion { region } => w.text("region", region),
        RetryDecision::WithNewToken | RetryDecision::AfterResponse => {}
        RetryDecision::GiveUp { reason, wait_ms } => {
            w.text("reason", reason.as_str());
            w.text("message", reason.message());
            if let Some(wait_ms) = wait_ms {
                w.whole("wait_ms", wait_ms);
            }
        }
    }
    w.finish()
}
