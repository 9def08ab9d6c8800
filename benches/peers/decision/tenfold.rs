//! A copy of livechat-core's look-up structure, built for the catalogue as it is and for one ten times as large: a perfect hash of the names,
//! a table from method to requirement, and requirements as bits. It is built for the worst case, where each method has a requirement, and so
//! a bit, of its own; in core's catalogue, methods share them.

#[allow(clippy::unreadable_literal, reason = "tables that a program wrote")]
mod catalogues {
    include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));
}

pub use catalogues::{COPIES, ONCE_NAMES, TENFOLD_NAMES};
use catalogues::{ONCE, TENFOLD};

/// Methods and their requirements; number 0 is never met.
pub struct Catalogue<const WORDS: usize> {
    names: &'static phf::Map<&'static str, u16>,
    needs: Vec<u16>,
}

/// The requirements that a token meets.
pub struct Met<const WORDS: usize>([u64; WORDS]);

/// The catalogue as it is.
pub type Once = Catalogue<3>;
/// Ten times as large.
pub type Tenfold = Catalogue<30>;

impl Once {
    /// Of the names as they are.
    pub fn new() -> Self {
        Self::of(&ONCE)
    }
}

impl Tenfold {
    /// Of the names ten times over.
    pub fn new() -> Self {
        Self::of(&TENFOLD)
    }
}

impl<const WORDS: usize> Catalogue<WORDS> {
    fn of(names: &'static phf::Map<&'static str, u16>) -> Self {
        assert!(names.len() < WORDS * 64, "a bit for each and one for number 0");
        Self { names, needs: (1..).take(names.len()).collect() }
    }

    /// The number of a method, from its name.
    #[inline]
    pub fn find(&self, name: &str) -> Option<u16> {
        self.names.get(name).copied()
    }

    /// A token that may call these methods.
    pub fn met(&self, allowed: impl Iterator<Item = u16>) -> Met<WORDS> {
        let mut words = [0; WORDS];
        for number in allowed.filter_map(|m| self.needs.get(usize::from(m))) {
            words[usize::from(number >> 6)] |= 1 << (number & 63);
        }
        Met(words)
    }

    /// By handle.
    #[inline]
    pub fn allows(&self, met: &Met<WORDS>, method: u16) -> bool {
        let number = self.needs.get(usize::from(method)).copied().unwrap_or_default();
        met.0.get(usize::from(number >> 6)).is_some_and(|word| word >> (number & 63) & 1 != 0)
    }

    /// By name.
    #[inline]
    pub fn allows_named(&self, met: &Met<WORDS>, name: &str) -> bool {
        self.find(name).is_some_and(|m| self.allows(met, m))
    }
}

impl<const WORDS: usize> Met<WORDS> {
    /// What the scopes of a token meet together, each of them one row of bits: the part of making a token that grows with the catalogue.
    pub fn together(rows: &[Self]) -> Self {
        let mut words = [0; WORDS];
        for row in rows {
            for (word, more) in words.iter_mut().zip(row.0) {
                *word |= more;
            }
        }
        Self(words)
    }
}
