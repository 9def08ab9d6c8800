//! What goes in and out of a budget: reservations, refusals, outcomes. Pure data.

use core::fmt;
use core::str::FromStr;

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
        /// How long the server asks to wait, as [`asked_wait_ms`](crate::machine::retry::asked_wait_ms) reads it.
        wait_ms: Option<u64>,
    },
    /// Unknown: no answer came. It is charged.
    Unknown,
}
