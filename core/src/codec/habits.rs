//! Which variant of a union follows which in a text, so that the next one can be expected. Only makes reading faster: what is expected is checked.

use crate::catalogue::Variant;

/// How many unions are kept in mind.
const UNIONS: usize = 4;

/// How many variants of each; the others aren't expected.
const VARIANTS: usize = 8;

/// No variant.
const NONE: u8 = u8::MAX;

/// What followed what in each of the unions that were met first.
#[derive(Default)]
pub(super) struct Habits([Option<Habit>; UNIONS]);

struct Habit {
    variants: &'static [Variant],
    last: u8,
    next: [u8; VARIANTS],
}

impl Habits {
    /// What followed the last time on what an object of this union was last.
    pub(super) fn next(&self, variants: &'static [Variant]) -> Option<&'static Variant> {
        let Some(habit) = self.0.iter().flatten().find(|habit| core::ptr::eq(habit.variants, variants)) else {
            return variants.first();
        };
        variants.get(usize::from(*habit.next.get(usize::from(habit.last))?))
    }

    /// The object was what was expected.
    pub(super) fn repeat(&mut self, variants: &'static [Variant]) {
        if let Some(habit) = self.0.iter_mut().flatten().find(|habit| core::ptr::eq(habit.variants, variants))
            && let Some(next) = habit.next.get(usize::from(habit.last))
        {
            habit.last = *next;
        }
    }

    /// Notes what an object of a union was.
    pub(super) fn note(&mut self, variants: &'static [Variant], variant: &'static Variant) {
        let ours = |habit: &&mut Option<Habit>| habit.as_ref().is_none_or(|h| core::ptr::eq(h.variants, variants));
        let Some(place) = self.0.iter_mut().find(ours) else { return };
        let habit = place.get_or_insert(Habit { variants, last: NONE, next: [NONE; VARIANTS] });
        let index = variants.iter().position(|v| core::ptr::eq(v, variant));
        let index = index.and_then(|index| u8::try_from(index).ok()).unwrap_or(NONE);
        if let Some(next) = habit.next.get_mut(usize::from(habit.last)) {
            *next = index;
        }
        habit.last = index;
    }
}
