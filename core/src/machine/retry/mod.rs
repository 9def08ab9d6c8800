//! Whether a call is made again, when and how. Pure: the outcome, `now` and a random number in, a decision out.
//!
//! What an error means comes from the catalogue ([`ErrorType::retry`]), and so does whether a method may be repeated ([`Method::access`],
//! [`Method::is_idempotent`]).
//!
//! A **batch** method answers as a whole even where elements fail, so its answer is no failure to repeat: that would repeat what succeeded. Put the
//! elements that failed into a new batch, each decided with [`Attempt::method`] as the single method ([`Method::batch_of`]) and its own error.

mod headers;

use alloc::borrow::Cow;
use core::fmt;

use crate::answer::{Failure, FrameResponse, Received, Response};
use crate::catalogue::{Access, ErrorType, Method, Retry};
use crate::timestamp::Timestamp;
pub use headers::asked_wait_ms;

named! {
    /// How pauses are spread, so that clients that failed together don't come back together.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum Jitter {
        /// From nothing to the whole pause.
        #[default]
        Full = "full",
        /// From half of the pause to the whole.
        Equal = "equal",
    }
    error UnknownJitter = "not a kind of jitter; it is `full` or `equal`";
}

named! {
    /// Why a call isn't made again.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum GiveUpReason {
        /// The call succeeded.
        Succeeded = "succeeded",
        /// The write may have happened already, and making it twice isn't allowed.
        MayHaveHappened = "may_have_happened",
        /// As many attempts as the policy allows were made.
        TooManyAttempts = "too_many_attempts",
        /// The next attempt would begin later than the policy allows.
        OutOfTime = "out_of_time",
        /// The request, the token's rights or the state must be changed first.
        NeedsFix = "needs_fix",
        /// Signing in over RTM must come first.
        NeedsLogin = "needs_login",
        /// Nothing that the caller can do makes it succeed.
        Never = "never",
        /// The token was refused, and a new one too or none can be had.
        TokenRefused = "token_refused",
        /// The call belongs to another region, and the answer doesn't say to which.
        RegionUnknown = "region_unknown",
        /// The call is sent to a region that it came from.
        RegionLoop = "region_loop",
        /// The answer is neither a success nor an error that is known.
        UnexpectedAnswer = "unexpected_answer",
    }
}

impl GiveUpReason {
    /// What to do, for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Succeeded => "The call succeeded; there is nothing to repeat.",
            Self::MayHaveHappened => {
                "The write may have taken effect. Read back whether it did before it is made again."
            }
            Self::TooManyAttempts => "All attempts that the policy allows have failed.",
            Self::OutOfTime => "The time that the policy allows ends before the next attempt.",
            Self::NeedsFix => "The same call fails again. Change the request, the token's rights or what it acts on.",
            Self::NeedsLogin => "Sign in over RTM before the call.",
            Self::Never => "No repetition succeeds. Leave the call alone until a person has acted.",
            Self::TokenRefused => "The token is refused. Sign in again.",
            Self::RegionUnknown => "The organization is in another region, which the answer doesn't name.",
            Self::RegionLoop => "The regions send the call back and forth.",
            Self::UnexpectedAnswer => "The answer is neither a success nor a known error.",
        }
    }
}

/// An error as an answer has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerError<'a> {
    /// Its type; none where the catalogue doesn't know it or the answer has no vendor error, which leaves the decision to the status.
    pub error_type: Option<ErrorType>,
    /// `error.data.region`, if it is there.
    pub region: Option<&'a str>,
}

impl AnswerError<'_> {
    /// The error with this name.
    pub fn named(name: &str) -> Self {
        Self { error_type: ErrorType::from_name(name), region: None }
    }
}

/// A region that is written with escapes counts as not named: none needs them.
impl<'a> From<&Failure<'a>> for AnswerError<'a> {
    fn from(failure: &Failure<'a>) -> Self {
        let region = match failure.region() {
            Some(Cow::Borrowed(region)) => Some(region),
            _ => None,
        };
        Self { error_type: failure.error_type(), region }
    }
}

/// How an attempt ended.
#[derive(Clone, Copy)]
pub enum Outcome<'a> {
    /// With an answer.
    Answered {
        /// HTTP status; none over RTM.
        status: Option<u16>,
        /// Headers of the answer, names in any case; none over RTM.
        headers: &'a [(&'a str, &'a str)],
        /// The error in it. The vendor sends errors with the status 200 too, so the body counts first.
        error: Option<AnswerError<'a>>,
    },
    /// The network failed before anything of the request was sent.
    NotSent,
    /// The connection broke when the request may have been sent.
    ConnectionLost,
    /// No answer came in time.
    TimedOut,
}

/// An answer over the Web, with its status, its headers and the error in it.
impl<'a> From<&Response<'a>> for Outcome<'a> {
    fn from(response: &Response<'a>) -> Self {
        let Received { status, headers, .. } = response.received();
        Self::Answered { status, headers, error: response.outcome().err().map(AnswerError::from) }
    }
}

/// An answer over RTM.
impl<'a> From<&FrameResponse<'a>> for Outcome<'a> {
    fn from(response: &FrameResponse<'a>) -> Self {
        let error = response.outcome().err().as_ref().map(AnswerError::from);
        Self::Answered { status: None, headers: &[], error }
    }
}

/// Without the headers, which may set cookies.
impl fmt::Debug for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { status, error, .. } => {
                f.debug_struct("Answered").field("status", status).field("error", error).finish_non_exhaustive()
            }
            Self::NotSent => f.write_str("NotSent"),
            Self::ConnectionLost => f.write_str("ConnectionLost"),
            Self::TimedOut => f.write_str("TimedOut"),
        }
    }
}

/// An attempt that has ended, and what came before it.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The method that was called.
    pub method: Method,
    /// How it ended.
    pub outcome: Outcome<'a>,
    /// How many attempts were made, this one included.
    pub attempts: u32,
    /// When the first attempt began.
    pub began: Timestamp,
    /// The time now.
    pub now: Timestamp,
    /// A random number, evenly distributed over all of `u64`, new for each decision.
    pub random: u64,
    /// Regions that the call was sent to so far, this attempt's included where it is known.
    pub tried_regions: &'a [&'a str],
    /// Whether this attempt was made with a token that was renewed for the call.
    pub renewed_token: bool,
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryDecision<'a> {
    /// Send the same again after so many milliseconds.
    After {
        /// How long to wait.
        wait_ms: u64,
    },
    /// Send the same at once to another region, and remember the region for the organization.
    InRegion {
        /// The region; fit for a header.
        region: &'a str,
    },
    /// Obtain another token, then send the same with it.
    WithNewToken,
    /// Wait until an answer that is still due on the connection has come, then send the same.
    AfterResponse,
    /// Don't send it again.
    GiveUp {
        /// Why.
        reason: GiveUpReason,
        /// After how many milliseconds the server takes requests again, where it says so and the call itself isn't to blame.
        wait_ms: Option<u64>,
    },
}

impl RetryDecision<'_> {
    const fn give_up(reason: GiveUpReason) -> Self {
        Self::GiveUp { reason, wait_ms: None }
    }

    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::After { .. } => "retry_after",
            Self::InRegion { .. } => "retry_in_region",
            Self::WithNewToken => "retry_with_new_token",
            Self::AfterResponse => "retry_after_response",
            Self::GiveUp { .. } => "give_up",
        }
    }
}

/// When calls are made again. Times are in milliseconds.
///
/// ```
/// use livechat_core::answer::{Received, Response};
/// use livechat_core::codec::InputLimits;
/// use livechat_core::machine::retry::{Attempt, GiveUpReason, Outcome, RetryDecision, RetryPolicy};
/// use livechat_core::{Method, Timestamp};
///
/// let policy = RetryPolicy::default();
/// let now = Timestamp::from_seconds(1_794_000_000);
/// let received = Received { status: Some(429), headers: &[("Retry-After", "3")], ..Received::default() };
/// let body = r#"{"error": {"type": "too_many_requests", "message": "Too many requests"}}"#;
/// let response = Response::parse(received, body, InputLimits::default());
/// let mut attempt = Attempt {
///     method: Method::AGENT_SEND_EVENT,
///     outcome: Outcome::from(&response),
///     attempts: 1,
///     began: now,
///     now,
///     random: 0,
///     tried_regions: &[],
///     renewed_token: false,
/// };
/// assert_eq!(policy.decide(&attempt), RetryDecision::After { wait_ms: 3_000 });
///
/// // The event may have been sent.
/// attempt.outcome = Outcome::TimedOut;
/// let decision = policy.decide(&attempt);
/// assert_eq!(decision, RetryDecision::GiveUp { reason: GiveUpReason::MayHaveHappened, wait_ms: None });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Most attempts, the first included.
    pub max_attempts: u32,
    /// Longest time from the beginning of the first attempt to the beginning of the last.
    pub max_total_ms: u64,
    /// The first pause before jitter; it doubles with each attempt. A wait that the server asks for gets up to as much on top.
    pub base_ms: u64,
    /// Longest pause where the server asks for none.
    pub max_pause_ms: u64,
    /// Longest wait that the server is believed; one that is longer becomes this.
    pub max_asked_ms: u64,
    /// How pauses are spread.
    pub jitter: Jitter,
    /// Whether a write that isn't idempotent is made again although it may have happened. Leave it off where making it twice does harm.
    pub repeat_uncertain_writes: bool,
    /// Whether another token can be had. Off for personal access tokens.
    pub renew_token: bool,
}

/// Five attempts within two minutes, pauses from half a second to half a minute with full jitter, and a server believed for ten minutes.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            max_total_ms: 120_000,
            base_ms: 500,
            max_pause_ms: 30_000,
            max_asked_ms: 600_000,
            jitter: Jitter::Full,
            repeat_uncertain_writes: false,
            renew_token: true,
        }
    }
}

/// What an outcome asks for, before the policy is looked at.
enum Remedy {
    Nothing(GiveUpReason),
    /// A pause; whether the request may have taken effect, and whether the quota is the reason.
    Pause {
        uncertain: bool,
        quota: bool,
    },
    Token,
    Region,
    Response,
}

impl RetryPolicy {
    /// Decides what to do after an attempt. The same attempt always gets the same decision.
    ///
    /// An error of the catalogue decides, else the status. After [`Outcome::TimedOut`], [`Outcome::ConnectionLost`], `request_timeout`,
    /// `internal`, 408 and any 5xx without a known error, a write may have happened; it is made again only if it is idempotent or
    /// the policy allows it. Requests that were turned away (`too_many_requests`, `service_unavailable`, 425, 429) are repeated whatever they do.
    ///
    /// The wait is the one that headers ask for ([`asked_wait_ms`]), capped, plus from 0 to `base_ms`; where they ask for none or for 0, it
    /// grows exponentially with jitter up to `max_pause_ms`.
    pub fn decide<'a>(&self, attempt: &Attempt<'a>) -> RetryDecision<'a> {
        let remedy = remedy(&attempt.outcome);
        if let Remedy::Nothing(reason) = remedy {
            return RetryDecision::give_up(reason);
        }
        let asked = match (&remedy, &attempt.outcome) {
            (Remedy::Pause { quota, .. }, Outcome::Answered { headers, .. }) => {
                asked_wait_ms(headers, attempt.now, *quota).map(|wait| wait.min(self.max_asked_ms)).filter(|w| *w > 0)
            }
            _ => None,
        };
        let give_up = |reason| RetryDecision::GiveUp { reason, wait_ms: asked };
        if matches!(remedy, Remedy::Pause { uncertain: true, .. }) && !self.may_repeat(attempt.method) {
            return give_up(GiveUpReason::MayHaveHappened);
        }
        if attempt.attempts >= self.max_attempts {
            return give_up(GiveUpReason::TooManyAttempts);
        }
        let wait_ms = match remedy {
            Remedy::Pause { .. } => match asked {
                Some(asked) => asked.saturating_add(scaled(attempt.random, self.base_ms)),
                None => self.pause(attempt.attempts, attempt.random),
            },
            _ => 0,
        };
        if attempt.now.millis_since(attempt.began).saturating_add(wait_ms) > self.max_total_ms {
            return give_up(GiveUpReason::OutOfTime);
        }
        match remedy {
            Remedy::Nothing(reason) => RetryDecision::give_up(reason),
            Remedy::Pause { .. } => RetryDecision::After { wait_ms },
            Remedy::Token if attempt.renewed_token || !self.renew_token => give_up(GiveUpReason::TokenRefused),
            Remedy::Token => RetryDecision::WithNewToken,
            Remedy::Region => in_region(attempt),
            Remedy::Response => RetryDecision::AfterResponse,
        }
    }

    /// Whether a call that may have happened is made again.
    pub fn may_repeat(&self, method: Method) -> bool {
        method.access() == Access::Read || method.is_idempotent() || self.repeat_uncertain_writes
    }

    /// The pause after so many attempts where the server asks for none.
    fn pause(&self, attempts: u32, random: u64) -> u64 {
        let doubled = 1u64.checked_shl(attempts.saturating_sub(1)).unwrap_or(u64::MAX);
        let whole = self.base_ms.saturating_mul(doubled).min(self.max_pause_ms);
        match self.jitter {
            Jitter::Full => scaled(random, whole),
            Jitter::Equal => {
                let half = whole.div_euclid(2);
                whole.saturating_sub(half).saturating_add(scaled(random, half))
            }
        }
    }
}

/// A number from 0 to `most`, evenly.
#[allow(clippy::cast_possible_truncation)] // a 64-bit number times another, without its lower half, has 64 bits
fn scaled(random: u64, most: u64) -> u64 {
    let product = u128::from(random).saturating_mul(u128::from(most).saturating_add(1));
    (product >> 64) as u64
}

fn remedy(outcome: &Outcome<'_>) -> Remedy {
    match outcome {
        Outcome::NotSent => Remedy::Pause { uncertain: false, quota: false },
        Outcome::ConnectionLost | Outcome::TimedOut => Remedy::Pause { uncertain: true, quota: false },
        Outcome::Answered { status, error, .. } => match error {
            Some(AnswerError { error_type: Some(error), .. }) => of_error(*error),
            error => of_status(*status, error.is_some()),
        },
    }
}

fn of_error(error: ErrorType) -> Remedy {
    match error.retry() {
        Retry::AfterDelay => {
            Remedy::Pause { uncertain: !error.is_turned_away(), quota: error == ErrorType::TOO_MANY_REQUESTS }
        }
        Retry::NewToken => Remedy::Token,
        Retry::OtherRegion => Remedy::Region,
        Retry::AfterResponse => Remedy::Response,
        Retry::AfterLogin => Remedy::Nothing(GiveUpReason::NeedsLogin),
        Retry::AfterFix => Remedy::Nothing(GiveUpReason::NeedsFix),
        Retry::Never => Remedy::Nothing(GiveUpReason::Never),
    }
}

/// What a status asks for where the body has no error that is known.
fn of_status(status: Option<u16>, failed: bool) -> Remedy {
    match status {
        None | Some(200..=299) if !failed => Remedy::Nothing(GiveUpReason::Succeeded),
        Some(401) => Remedy::Token,
        Some(408) => Remedy::Pause { uncertain: true, quota: false },
        Some(421) => Remedy::Region,
        Some(425) => Remedy::Pause { uncertain: false, quota: false },
        Some(429) => Remedy::Pause { uncertain: false, quota: true },
        Some(400..=499 | 501 | 505) => Remedy::Nothing(GiveUpReason::NeedsFix),
        // A proxy on the way may answer 503, too, for a server that has done the work.
        Some(500..=599) => Remedy::Pause { uncertain: true, quota: false },
        _ => Remedy::Nothing(GiveUpReason::UnexpectedAnswer),
    }
}

/// Most characters of the name of a region that is followed.
const MAX_REGION: usize = 16;

fn in_region<'a>(attempt: &Attempt<'a>) -> RetryDecision<'a> {
    let region = match attempt.outcome {
        Outcome::Answered { error: Some(error), .. } => error.region,
        _ => None,
    };
    // It goes into a header, so it is nothing but a word.
    let word =
        |r: &&str| (1..=MAX_REGION).contains(&r.len()) && r.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match region.filter(word) {
        None => RetryDecision::give_up(GiveUpReason::RegionUnknown),
        Some(region) if attempt.tried_regions.iter().any(|t| t.eq_ignore_ascii_case(region)) => {
            RetryDecision::give_up(GiveUpReason::RegionLoop)
        }
        Some(region) => RetryDecision::InRegion { region },
    }
}
