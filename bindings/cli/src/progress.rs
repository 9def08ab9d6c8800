//! How far a long input has been read, on standard error where that is a terminal. Reads the clock.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Time after which an input counts as long.
const LONG: Duration = Duration::from_millis(500);
/// Time between two figures.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written over.
pub(crate) struct Progress {
    total: Option<u64>,
    /// When the next figure may be shown; none where nobody would see it.
    next: Option<Instant>,
    /// Characters that stand on the line.
    shown: usize,
}

impl Progress {
    /// For an input of so many bytes, if that is known.
    pub(crate) fn new(total: Option<u64>, wanted: bool) -> Self {
        let seen = wanted && io::stderr().is_terminal();
        Self { total, next: seen.then(|| Instant::now() + LONG), shown: 0 }
    }

    /// So many bytes have been read.
    pub(crate) fn at(&mut self, bytes: u64) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + PAUSE);
        let text = match self.total.filter(|total| *total > 0) {
            Some(total) => {
                format!("{} of {}, {} %", megabytes(bytes), megabytes(total), bytes.min(total) * 100 / total)
            }
            None => megabytes(bytes),
        };
        self.write(&text);
    }

    /// Leaves the line as it was found.
    pub(crate) fn clear(&mut self) {
        if self.shown > 0 {
            self.write("");
        }
    }

    fn write(&mut self, text: &str) {
        let mut to = io::stderr().lock();
        // Who doesn't see it misses nothing.
        let _ = write!(to, "\r{text:<width$}\r{text}", width = self.shown).and_then(|()| to.flush());
        self.shown = text.len();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
