//! The machine's own time: it only goes forward, whatever the caller's clock does. Pure.

use crate::timestamp::Timestamp;

/// A point in the machine's time, in microseconds that have passed since its first input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Moment(u64);

impl Moment {
    pub(super) const fn after_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms.saturating_mul(1_000)))
    }

    /// Whether so much time has passed since then.
    pub(super) const fn is_past(self, ms: u64, now: Self) -> bool {
        self.after_ms(ms).0 <= now.0
    }
}

/// Sums up the steps of the caller's clock.
///
/// A step back counts as no time at all. What comes after it counts from there, so that a clock that was set back doesn't stop the machine;
/// unless the very next time is past the highest one again: then the step was one wrong time, and what counts is the way from the highest.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    now: Moment,
    last: Option<Timestamp>,
    /// The highest time, while the last one is a step back from it.
    peak: Option<Timestamp>,
}

impl Clock {
    /// Takes the time of an input; true if it is a step back.
    pub(super) fn advance(&mut self, now: Timestamp) -> bool {
        let Some(last) = self.last else {
            self.last = Some(now);
            return false;
        };
        self.last = Some(now);
        if now < last {
            self.peak = self.peak.or(Some(last));
            return true;
        }
        let from = self.peak.filter(|peak| now >= *peak).unwrap_or(last);
        self.now = Moment(self.now.0.saturating_add(now.micros().abs_diff(from.micros())));
        if now > last {
            self.peak = None;
        }
        false
    }

    pub(super) const fn now(&self) -> Moment {
        self.now
    }

    /// A moment on the caller's clock, as that clock last was; none before the first input.
    pub(super) fn at(&self, moment: Moment) -> Option<Timestamp> {
        let ahead = moment.0.saturating_sub(self.now.0);
        self.last.map(|last| Timestamp::from_micros(last.micros().saturating_add_unsigned(ahead)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Moment};
    use crate::timestamp::Timestamp;

    fn passed(times: &[i64]) -> Moment {
        let mut clock = Clock::default();
        for t in times {
            clock.advance(Timestamp::from_millis(*t));
        }
        clock.now()
    }

    #[test]
    fn only_progress_counts() {
        let ms = |ms| Moment::default().after_ms(ms);
        assert_eq!(passed(&[1_000, 1_500, 3_000]), ms(2_000));
        // Set back, and going on from there, past the old time too.
        assert_eq!(passed(&[10_000, 2_000, 2_500, 3_000]), ms(1_000));
        assert_eq!(passed(&[10_000, 9_000, 9_500, 10_500]), ms(1_500));
        // One wrong time, or several.
        assert_eq!(passed(&[10_000, 0, 10_001]), ms(1));
        assert_eq!(passed(&[10_000, 50, 20, 20, 10_001]), ms(1));
        assert_eq!(passed(&[0, i64::MIN, i64::MAX, i64::MAX]), Moment(i64::MAX.unsigned_abs()));
    }

    #[test]
    fn a_moment_is_told_by_the_clock_as_it_last_was() {
        let mut clock = Clock::default();
        assert_eq!(clock.at(Moment::default()), None);
        clock.advance(Timestamp::from_millis(10_000));
        let due = clock.now().after_ms(5_000);
        assert_eq!(clock.at(due), Some(Timestamp::from_millis(15_000)));
        assert!(clock.advance(Timestamp::from_millis(1_000)));
        assert_eq!(clock.at(due), Some(Timestamp::from_millis(6_000)));
    }
}
