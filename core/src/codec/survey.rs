//! Passes over JSON values of any kind, level by level and without recursion. No allocation.

use super::json::{Broken, Cursor, Why};

/// How many levels [`Cursor::skip`] can be inside of at once.
const SKIPPED_LEVELS: u32 = 512;

#[allow(clippy::inline_always, reason = "it is the inner loop of everything that reads text")]
impl Cursor<'_> {
    /// Passes over one value of any kind.
    #[inline(always)]
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        self.space();
        match self.byte() {
            Some(b'"') => {
                self.step();
                self.finish().map(drop)
            }
            _ => self.survey(SKIPPED_LEVELS, usize::MAX),
        }
    }

    /// Passes over one value of any kind, level by level and without recursion, up to so many levels and values.
    #[inline(always)]
    pub(super) fn survey(&mut self, most_levels: u32, most_values: usize) -> Result<(), Broken> {
        let place = after(self.text(), self.position(), most_levels, most_values)?;
        *self = self.moved(place);
        Ok(())
    }

    /// Passes over a key and its colon.
    #[inline(always)]
    fn key(&mut self) -> Result<(), Broken> {
        self.require(b'"')?;
        self.finish()?;
        self.require(b':')
    }
}

/// The place after one value.
#[inline(never)]
fn after(text: &str, at: usize, most_levels: u32, most_values: usize) -> Result<usize, Broken> {
    let mut cursor = Cursor::new(text).moved(at);
    // A bit a level: set for objects. The level that is read now is the lowest bit of `inner`.
    let mut outer = [0u64; (SKIPPED_LEVELS >> 6) as usize];
    let mut inner = 0u64;
    let mut depth = 0u32;
    let mut left = most_values;
    loop {
        let Some(less) = left.checked_sub(1) else { return Err(Broken { at: cursor.position(), why: Why::Many }) };
        left = less;
        cursor.space();
        match cursor.byte() {
            Some(b'"') => {
                cursor.step();
                cursor.finish()?;
            }
            Some(b'-' | b'0'..=b'9') => drop(cursor.figure()?),
            Some(b't') => cursor.word("true")?,
            Some(b'f') => cursor.word("false")?,
            Some(b'n') => cursor.word("null")?,
            Some(open @ (b'{' | b'[')) => {
                cursor.step();
                if depth >= most_levels || depth >= SKIPPED_LEVELS {
                    return Err(Broken { at: cursor.position(), why: Why::Deep });
                }
                if depth.trailing_zeros() >= 6
                    && let Some(full) = depth.checked_sub(1)
                    && let Some(word) = outer.get_mut((full >> 6) as usize)
                {
                    *word = inner;
                }
                depth = depth.wrapping_add(1);
                let object = open == b'{';
                inner = inner.wrapping_shl(1) | u64::from(object);
                if !cursor.take(if object { b'}' } else { b']' }) {
                    if object {
                        cursor.key()?;
                    }
                    continue;
                }
                depth = depth.wrapping_sub(1);
                inner = outside(&outer, inner, depth);
            }
            _ => return cursor.broken(),
        }
        // After a value: the next one of its level, or the end of levels.
        loop {
            if depth == 0 {
                return Ok(cursor.position());
            }
            let object = inner & 1 != 0;
            cursor.space();
            let byte = cursor.byte();
            if byte == Some(b',') {
                cursor.step();
                if object {
                    cursor.key()?;
                }
                break;
            }
            if byte != Some(if object { b'}' } else { b']' }) {
                return cursor.broken();
            }
            cursor.step();
            depth = depth.wrapping_sub(1);
            inner = outside(&outer, inner, depth);
        }
    }
}

/// The levels around the one that ended, of which there are so many.
#[inline]
fn outside(outer: &[u64], inner: u64, depth: u32) -> u64 {
    match depth.checked_sub(1) {
        Some(last) if depth.trailing_zeros() >= 6 => outer.get((last >> 6) as usize).copied().unwrap_or_default(),
        _ => inner.wrapping_shr(1),
    }
}
