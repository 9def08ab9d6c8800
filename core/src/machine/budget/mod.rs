//! A license's budget: how many requests within a window, and how much money in a month, for all of its tokens together. No clock: the
//! caller passes `now`.
//!
//! A call is **reserved** before it is sent and **settled** when its outcome is known, or **released** if it was never sent. A reservation that is
//! neither in time expires and counts as a call that was made. Each attempt of a retry needs a reservation of its own.
//!
//! **Requests**: the vendor publishes no quota, so the operator sets one. It is kept by a log of calls and not by a token bucket, which would
//! let twice the quota through in one window. A call takes its place from reservation until a window after settlement, whichever of these moments it
//! reaches the server in, so no window of the server's sees more than the quota.
//!
//! **Money**: the month's spend after a call is the exact price of that many paid calls ([`PriceTier::cost`]); reservations count as if all become
//! calls. Months are of the calendar in UTC. A call between the end of one month and the beginning of the next is checked
//! against both, and counts in both.
//!
//! **Clocks that jump**: calls keep their place by the time that was given with them, so time that runs backwards frees nothing, and the promises above
//! hold for the times as given. A jump forward ends windows and months, as it says that they are over.

mod many;
mod month;
mod reservation;
mod state;

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;

use crate::catalogue::{MicroDollars, PriceTier};
use crate::timestamp::Timestamp;
pub use many::{Budgets, TooManyLicenses};
use month::{begins, month_of, span};
pub use reservation::{
    NotAReservation, Payer, Refusal, RefusalCode, Reservation, ReservationError, ReservationErrorCode, Spent,
    UnknownPayer,
};
pub use state::{MAX_STATE, StateError, StateErrorCode};

/// Most requests of a quota: a place in the log is kept for each. A greater quota becomes this.
pub const MAX_QUOTA: u32 = 1_000_000;

/// Longest life of a reservation, in milliseconds: a day. A longer one becomes this.
pub const MAX_RESERVATION_MS: u64 = 86_400_000;

/// The status whose calls the vendor doesn't charge. Source: the vendor's page of prices.
pub const FREE_STATUS: u16 = 500;

/// How many months are remembered, for clocks that jump back.
const MONTHS: usize = 24;

/// So many requests within so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Most requests, at most [`MAX_QUOTA`].
    pub requests: u32,
    /// Length of the window.
    pub window_ms: u64,
}

/// What a budget allows. Times are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetConfig {
    /// Requests within a window; none: as many as you like.
    pub quota: Option<Quota>,
    /// Most money in a month; none: no limit.
    pub monthly: Option<MicroDollars>,
    /// How long a reservation stays open, at most [`MAX_RESERVATION_MS`]. Longer than any call takes from reservation to outcome.
    pub reservation_ms: u64,
    /// Most open reservations.
    pub max_open: u32,
    /// Wait after the server turned a call away without saying for how long.
    pub turned_away_ms: u64,
    /// Longest wait that the server is believed; one that is longer becomes this.
    pub max_asked_ms: u64,
}

/// No quota and no limit of money; reservations of a minute, 10,000 open at most; a second after a call that was turned away, an hour at most.
impl Default for BudgetConfig {
    fn default() -> Self {
        Self {
            quota: None,
            monthly: None,
            reservation_ms: 60_000,
            max_open: 10_000,
            turned_away_ms: 1_000,
            max_asked_ms: 3_600_000,
        }
    }
}

/// How much of a budget is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Places taken in the window that ends now, open reservations included; 0 without a quota.
    pub requests: u64,
    /// Open reservations.
    pub open: u64,
    /// Cost of the month's calls, open reservations not included.
    pub spent: MicroDollars,
    /// Until when the server asked to wait.
    pub wait_until: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    at: Timestamp,
    paid: bool,
}

/// The budget of one license, shared by its tokens.
///
/// Reserving and closing take time that grows with the number of open reservations, and with the logarithm of the quota.
///
/// ```
/// use livechat_core::Timestamp;
/// use livechat_core::catalogue::MicroDollars;
/// use livechat_core::machine::budget::{Budget, BudgetConfig, Payer, Quota, RefusalCode, Spent};
///
/// let mut budget = Budget::new(BudgetConfig {
///     quota: Some(Quota { requests: 2, window_ms: 1_000 }),
///     monthly: Some(MicroDollars::from_cents(5_000)),
///     ..BudgetConfig::default()
/// });
/// let now = Timestamp::from_seconds(1_794_000_000);
/// let first = budget.reserve(now, Payer::License).unwrap();
/// let second = budget.reserve(now, Payer::Nobody).unwrap();
/// budget.settle(now, first, Spent::Answered(200)).unwrap();
/// assert!(budget.settle(now, first, Spent::Answered(500)).is_err());
///
/// let refusal = budget.reserve(now, Payer::License).unwrap_err();
/// assert_eq!((refusal.code(), refusal.until()), (RefusalCode::QuotaUsedUp, Some(now.saturating_add_millis(1_000))));
///
/// budget.release(now, second).unwrap();
/// assert!(budget.reserve(now, Payer::License).is_ok());
/// assert_eq!(budget.usage(now).spent, MicroDollars(270));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    config: BudgetConfig,
    /// Tells budgets of different licenses apart, so that one doesn't close another's reservations.
    tag: u32,
    /// Number of the next reservation.
    next: u64,
    /// By number.
    open: Vec<(u64, Open)>,
    /// Until when calls were under way, in order; the latest ones, as many as the quota has.
    log: VecDeque<Timestamp>,
    /// Paid calls of the latest months, by month.
    months: Vec<(i32, u64)>,
    /// Nothing is known of this month and those before it.
    forgotten: Option<i32>,
    wait_until: Option<Timestamp>,
}

impl Budget {
    /// An unused budget.
    pub fn new(config: BudgetConfig) -> Self {
        Self {
            config,
            tag: 0,
            next: 0,
            open: Vec::new(),
            log: VecDeque::new(),
            months: Vec::new(),
            forgotten: None,
            wait_until: None,
        }
    }

    /// Sets what it allows from now on. What was used stays used; of calls that the old window had left, a longer new one may not know.
    pub fn configure(&mut self, config: BudgetConfig) {
        self.config = config;
        self.trim();
    }

    /// Takes a place for one call, to be sent at once.
    pub fn reserve(&mut self, now: Timestamp, payer: Payer) -> Result<Reservation, Refusal> {
        self.expire(now);
        let paid = payer == Payer::License;
        if let Some(until) = self.wait_until.filter(|until| now < *until) {
            return Err(Refusal { code: RefusalCode::AskedToWait, until: Some(until) });
        }
        self.check_quota(now)?;
        if let Some(most) = self.config.monthly.filter(|_| paid) {
            self.check_spend(now, most)?;
        }
        let number = self.next;
        let Some(next) = number.checked_add(1).filter(|_| self.open.len() < self.config.max_open as usize) else {
            let until = self.open.iter().map(|(_, o)| self.ends(*o)).min();
            return Err(Refusal { code: RefusalCode::TooManyOpen, until });
        };
        self.next = next;
        self.open.push((number, Open { at: now, paid }));
        Ok(Reservation { tag: self.tag, number, at: now })
    }

    /// Closes a reservation whose call was sent. What the server says about waiting is heeded even where the reservation is closed already.
    pub fn settle(&mut self, now: Timestamp, reservation: Reservation, how: Spent) -> Result<(), ReservationError> {
        if let Spent::TurnedAway { wait_ms } = how {
            self.turned_away(now, wait_ms);
        }
        self.expire(now);
        let mut open = self.take(reservation)?;
        open.paid &= how != Spent::Answered(FREE_STATUS);
        self.spend(open, now);
        Ok(())
    }

    /// Gives the place of a call back that was never sent.
    pub fn release(&mut self, now: Timestamp, reservation: Reservation) -> Result<(), ReservationError> {
        self.expire(now);
        self.take(reservation).map(drop)
    }

    /// Heeds a server that turned a call away: refuses all until the wait is over. A shorter wait doesn't end a longer one.
    pub fn turned_away(&mut self, now: Timestamp, wait_ms: Option<u64>) {
        let wait = wait_ms.unwrap_or(self.config.turned_away_ms).min(self.config.max_asked_ms);
        self.wait_until = self.wait_until.max(Some(now.saturating_add_millis(wait)));
    }

    /// How much is used.
    pub fn usage(&mut self, now: Timestamp) -> Usage {
        self.expire(now);
        let open = self.open.len();
        let taken = self.config.quota.map_or(0, |quota| open.saturating_add(self.counted(now, quota)));
        let calls = self.calls(month_of(now));
        Usage {
            requests: u64::try_from(taken).unwrap_or(u64::MAX),
            open: u64::try_from(open).unwrap_or(u64::MAX),
            spent: PriceTier::cost(calls),
            wait_until: self.wait_until.filter(|until| now < *until),
        }
    }

    /// Paid calls of a month.
    fn calls(&self, month: i32) -> u64 {
        self.months.iter().find(|(m, _)| *m == month).map_or(0, |(_, calls)| *calls)
    }

    /// When a reservation expires.
    fn ends(&self, open: Open) -> Timestamp {
        open.at.saturating_add_millis(self.config.reservation_ms.min(MAX_RESERVATION_MS))
    }

    /// Counts reservations as calls that nobody has closed in time.
    fn expire(&mut self, now: Timestamp) {
        let is_over = |open: &Open| self.ends(*open) <= now;
        if self.open.iter().any(|(_, open)| is_over(open)) {
            let (over, open): (Vec<_>, Vec<_>) = self.open.iter().copied().partition(|(_, open)| is_over(open));
            self.open = open;
            for (_, open) in over {
                self.spend(open, now);
            }
        }
    }

    fn take(&mut self, reservation: Reservation) -> Result<Open, ReservationError> {
        let error = |code| Err(ReservationError { code });
        if reservation.tag != self.tag || reservation.number >= self.next {
            return error(ReservationErrorCode::Unknown);
        }
        let at = self.open.partition_point(|(number, _)| *number < reservation.number);
        match self.open.get(at).copied() {
            Some((number, open)) if number == reservation.number => {
                // Of a state that was lost when an older one was restored.
                if open.at != reservation.at {
                    return error(ReservationErrorCode::Unknown);
                }
                self.open.remove(at);
                Ok(open)
            }
            _ => error(ReservationErrorCode::Closed),
        }
    }

    /// Counts a call that was under way until now, or until its reservation ended.
    fn spend(&mut self, open: Open, now: Timestamp) {
        let until = now.min(self.ends(open)).max(open.at);
        let place = self.log.partition_point(|t| *t <= until);
        self.log.insert(place, until);
        if open.paid {
            let (first, last) = (month_of(open.at), month_of(until));
            for month in [Some(first), Some(last).filter(|m| *m != first)].into_iter().flatten() {
                let at = self.months.partition_point(|(m, _)| *m < month);
                match self.months.get_mut(at) {
                    Some((m, calls)) if *m == month => *calls = calls.saturating_add(1),
                    _ => self.months.insert(at, (month, 1)),
                }
            }
        }
        self.trim();
    }

    /// Lets go of what no answer depends on.
    fn trim(&mut self) {
        let most = self.config.quota.map_or(0, |q| q.requests.min(MAX_QUOTA) as usize);
        let excess = self.log.len().saturating_sub(most);
        self.log.drain(..excess);
        let excess = self.months.len().saturating_sub(MONTHS);
        self.forgotten = self.forgotten.max(self.months.drain(..excess).next_back().map(|(month, _)| month));
    }

    /// How many calls of the log take a place in the window that ends now.
    fn counted(&self, now: Timestamp, quota: Quota) -> usize {
        let left = self.log.partition_point(|t| t.saturating_add_millis(quota.window_ms) <= now);
        self.log.len().saturating_sub(left)
    }

    /// Refuses where the window has no place left.
    fn check_quota(&self, now: Timestamp) -> Result<(), Refusal> {
        let Some(quota) = self.config.quota else { return Ok(()) };
        let counted = self.counted(now, quota);
        let most = quota.requests.min(MAX_QUOTA) as usize;
        let Some(excess) = self.open.len().saturating_add(counted).checked_sub(most) else { return Ok(()) };
        // So many places and one more must become free. There is an excess only where the quota was larger before.
        let log = self.log.iter().skip(self.log.len().saturating_sub(counted)).take(excess.saturating_add(1)).copied();
        let ends: BinaryHeap<Timestamp> = log.chain(self.open.iter().map(|(_, o)| self.ends(*o))).collect();
        let ends = ends.into_sorted_vec();
        let until = ends.get(excess).map(|t| t.saturating_add_millis(quota.window_ms));
        Err(Refusal { code: RefusalCode::QuotaUsedUp, until })
    }

    /// Refuses where one more paid call may cost more than the month has left.
    fn check_spend(&self, now: Timestamp, most: MicroDollars) -> Result<(), Refusal> {
        let ends = self.ends(Open { at: now, paid: true });
        let full = (month_of(now)..=month_of(ends)).rev().find(|month| {
            let calls = self.calls(*month);
            let (from, to) = span(*month);
            let inside = |(_, open): &&(u64, Open)| open.paid && open.at <= to && self.ends(*open) >= from;
            let open = self.open.iter().filter(inside).count();
            let calls = calls.saturating_add(u64::try_from(open).unwrap_or(u64::MAX)).saturating_add(1);
            self.forgotten >= Some(*month) || PriceTier::cost(calls) > most
        });
        let Some(full) = full else { return Ok(()) };
        // In no month, if one call is too dear.
        let until = begins(full.saturating_add(1)).filter(|_| PriceTier::cost(1) <= most);
        Err(Refusal { code: RefusalCode::SpendUsedUp, until })
    }
}
