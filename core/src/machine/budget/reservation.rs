//! What goes in and out of a budget: reservations, refusals, outcomes. Pure data.

use core::fmt;
use core::str::FromStr;

use crate::catalogue::ErrorType;
use crate::machine::retry::{Outcome, asked_wait_ms};
use crate::timestamp::Timestamp;

named! {
    /// Who pays for a call.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Payer {
        /// The license: a private app, or a personal access token.
        License = "license",
        /// Nobody: a public Marketplace app.
        Nobody = "nobody",
    }
    error UnknownPayer = "not who pays for a call; it is `license` or `nobody`";
}

/// A place in a budget for one call. As text it can be kept outside; what it names is closed once only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reservation {
    /// Of the budget that it is from.
    pub(super) tag: u32,
    pub(super) number: u64,
    pub(super) at: Timestamp,
}

impl fmt::Display for Reservation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}.{}", self.tag, self.number, self.at.micros())
    }
}

/// The text isn't a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reservation")]
pub struct NotAReservation;

impl FromStr for Reservation {
    type Err = NotAReservation;

    fn from_str(text: &str) -> Result<Self, NotAReservation> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(NotAReservation);
        let (tag, number, at) = (part()?, part()?, part()?);
        let read = Self {
            tag: u32::from_str_radix(tag, 16).map_err(|_| NotAReservation)?,
            number: number.parse().map_err(|_| NotAReservation)?,
            at: Timestamp::from_micros(at.parse().map_err(|_| NotAReservation)?),
        };
        Ok(read)
    }
}

named! {
    /// Why a call gets no place.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum RefusalCode {
        /// The server turned a call away, and its wait isn't over.
        AskedToWait = "asked_to_wait",
        /// The window has no place left.
        QuotaUsedUp = "quota_used_up",
        /// The month's money is spent or reserved.
        SpendUsedUp = "spend_used_up",
        /// Too many reservations are open.
        TooManyOpen = "too_many_open",
    }
}

/// A call gets no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Refusal {
    pub(super) code: RefusalCode,
    pub(super) until: Option<Timestamp>,
}

impl Refusal {
    /// Why.
    pub fn code(&self) -> RefusalCode {
        self.code
    }

    /// When to ask again; the reason may end earlier, as reservations are settled or released. None: time alone doesn't end it.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// The same for people.
    pub fn message(&self) -> &'static str {
        match self.code {
            RefusalCode::AskedToWait => "The server asked to wait.",
            RefusalCode::QuotaUsedUp => "The license's quota of requests is used up.",
            RefusalCode::SpendUsedUp => "The license's money for the month is spent or reserved.",
            RefusalCode::TooManyOpen => "Too many reservations are open; settle or release them.",
        }
    }
}

named! {
    /// Why a reservation can't be closed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ReservationErrorCode {
        /// The budget gave no such reservation.
        Unknown = "unknown_reservation",
        /// It was settled or released before, or has expired.
        Closed = "closed_reservation",
    }
}

/// A reservation can't be closed. Nothing was refunded or charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", match self.code {
    ReservationErrorCode::Unknown => "this budget gave no such reservation",
    ReservationErrorCode::Closed => "the reservation was settled or released before, or has expired",
})]
pub struct ReservationError {
    pub(super) code: ReservationErrorCode,
}

impl ReservationError {
    /// Why.
    pub fn code(&self) -> ReservationErrorCode {
        self.code
    }
}

/// How a call ended that had a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// With an answer of this status, good or bad. [`FREE_STATUS`](super::FREE_STATUS) costs nothing.
    Answered(u16),
    /// With `too_many_requests` or 429. It is charged like any other, and nothing is let through until the wait is over.
    TurnedAway {
        /// How long the server asks to wait, as [`asked_wait_ms`] reads it.
        wait_ms: Option<u64>,
    },
    /// Unknown: no answer came. It is charged.
    Unknown,
}

impl Spent {
    /// How a call ended, for a host that has its outcome for [retrying](crate::machine::retry) too. None: it was never sent, so release its reservation.
    ///
    /// An answer without a status, as over RTM, counts as unknown; both are charged.
    ///
    /// ```
    /// use livechat_core::Timestamp;
    /// use livechat_core::machine::budget::Spent;
    /// use livechat_core::machine::retry::Outcome;
    /// let now = Timestamp::from_seconds(1_794_000_000);
    /// let turned_away = Outcome::Answered { status: Some(429), headers: &[("Retry-After", "3")], error: None };
    /// assert_eq!(Spent::of(&turned_away, now), Some(Spent::TurnedAway { wait_ms: Some(3_000) }));
    /// assert_eq!(Spent::of(&Outcome::TimedOut, now), Some(Spent::Unknown));
    /// assert_eq!(Spent::of(&Outcome::NotSent, now), None);
    /// ```
    pub fn of(outcome: &Outcome<'_>, now: Timestamp) -> Option<Self> {
        match *outcome {
            Outcome::NotSent => None,
            Outcome::ConnectionLost | Outcome::TimedOut => Some(Self::Unknown),
            Outcome::Answered { status, headers, error } => {
                let quota = match error.and_then(|e| e.error_type) {
                    Some(error) => error == ErrorType::TOO_MANY_REQUESTS,
                    None => status == Some(429),
                };
                let turned_away = || Self::TurnedAway { wait_ms: asked_wait_ms(headers, now, true) };
                Some(if quota { turned_away() } else { status.map_or(Self::Unknown, Self::Answered) })
            }
        }
    }
}
