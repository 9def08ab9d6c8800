//! Lines of bytes, of any length in flat memory: what is longer than a question may be is skipped, not kept. Reads, and does nothing else.

use std::io::{BufRead, BufReader, Read};

use livechat_core::door::MAX_LINE;

use crate::output::Failure;

/// Bytes that are read at once.
const BUFFER: usize = 256 * 1024;
/// Memory that a line may leave behind for the next one.
const KEPT: usize = 1024 * 1024;

/// A line without its end, which is LF, CRLF, or the end of the input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// Its bytes, at most [`MAX_LINE`].
    Bytes(&'a [u8]),
    /// It was longer, and is gone.
    TooLong,
}

/// A reader of lines.
pub(crate) struct Lines<R> {
    from: BufReader<R>,
    name: String,
    line: Vec<u8>,
    bytes: u64,
}

impl<R: Read> Lines<R> {
    /// Reads from a source, which messages call by the name.
    pub(crate) fn new(from: R, name: impl Into<String>) -> Self {
        Self { from: BufReader::with_capacity(BUFFER, from), name: name.into(), line: Vec::new(), bytes: 0 }
    }

    /// The next line; none at the end. `idle` runs before the source is asked for more, which may block: whoever waits for answers to the
    /// lines so far gets them then. It is told the bytes that those lines took.
    pub(crate) fn next(&mut self, idle: impl FnOnce(u64) -> Result<(), Failure>) -> Result<Option<Line<'_>>, Failure> {
        if !self.from.buffer().contains(&b'\n') {
            idle(self.bytes)?;
        }
        self.line.clear();
        self.line.shrink_to(KEPT);
        // The line, its CR and its LF.
        let most = MAX_LINE as u64 + 2;
        let name = &self.name;
        let failed = |e| Failure::file("read", name, &e);
        let read = (&mut self.from).take(most).read_until(b'\n', &mut self.line).map_err(failed)? as u64;
        self.bytes += read;
        if read == 0 {
            return Ok(None);
        }
        let ended = self.line.last() == Some(&b'\n');
        if !ended && read == most {
            self.line.clear();
            self.bytes += self.from.skip_until(b'\n').map_err(failed)? as u64;
            return Ok(Some(Line::TooLong));
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some(if line.len() > MAX_LINE { Line::TooLong } else { Line::Bytes(line) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(input: &[u8]) -> Vec<Option<usize>> {
        let mut lines = Lines::new(input, "test");
        let mut out = Vec::new();
        while let Some(line) = lines.next(|_| Ok(())).unwrap() {
            out.push(match line {
                Line::Bytes(bytes) => Some(bytes.len()),
                Line::TooLong => None,
            });
        }
        assert_eq!(lines.bytes, input.len() as u64);
        out
    }

    #[test]
    fn ends_of_lines() {
        assert_eq!(lengths(b""), []);
        assert_eq!(lengths(b"\n"), [Some(0)]);
        assert_eq!(lengths(b"a\nbb\r\n\r\nccc"), [Some(1), Some(2), Some(0), Some(3)]);
        assert_eq!(lengths(b"a\r"), [Some(1)]);
    }

    #[test]
    fn the_longest_line_is_kept_and_a_longer_one_skipped() {
        for (more, end, kept) in [
            (0, "", true),
            (0, "\n", true),
            (0, "\r\n", true),
            (1, "", false),
            (1, "\n", false),
            (1, "\r\n", false),
            (2, "", false),
            (2, "\n", false),
            (300_000, "\n", false),
        ] {
            let mut input = vec![b'x'; MAX_LINE + more];
            input.extend_from_slice(end.as_bytes());
            let long = kept.then_some(MAX_LINE);
            assert_eq!(lengths(&input), [long], "{more} {end:?}");
            if !end.is_empty() {
                input.extend_from_slice(b"yz\n");
                assert_eq!(lengths(&input), [long, Some(2)], "{more} {end:?}");
            }
        }
    }

    #[test]
    fn idle_runs_before_each_wait_and_not_between() {
        let mut lines = Lines::new(&b"a\nb\nc"[..], "test");
        let mut idle = Vec::new();
        for i in 0..4 {
            lines
                .next(|_| {
                    idle.push(i);
                    Ok(())
                })
                .unwrap();
        }
        assert_eq!(idle, [0, 2, 3]);
    }
}
