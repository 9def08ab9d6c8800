//! Where a run of plain characters of a string ends: many bytes at a time, in plain words of 64 bits. Pure functions of bytes.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = ONES.wrapping_shl(7);
const QUOTES: u64 = ONES.wrapping_mul(b'"' as u64);
const ESCAPES: u64 = ONES.wrapping_mul(b'\\' as u64);
const CONTROLS: u64 = ONES.wrapping_mul(0x20);

/// How many bytes come before the first that doesn't stand for itself in a string: a quote, a backslash, a control character; none if all of them do.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of everything that reads text")]
pub(super) fn stop(block: [u8; 8]) -> Option<usize> {
    // None is known before the number is, so that long runs are passed over without waiting for it.
    let stops = stops(u64::from_le_bytes(block));
    if stops == 0 { None } else { Some(stops.trailing_zeros() as usize >> 3) }
}

/// The highest bit of each such byte; of what comes after the first, some bits may be wrong.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of everything that reads text")]
fn stops(word: u64) -> u64 {
    // A byte that becomes zero, or is below a bound, shows in its highest bit; the lowest such bit is always right.
    let (quote, escape) = (word ^ QUOTES, word ^ ESCAPES);
    let quote = quote.wrapping_sub(ONES) & !quote;
    let escape = escape.wrapping_sub(ONES) & !escape;
    let control = word.wrapping_sub(CONTROLS) & !word;
    (quote | escape | control) & HIGH
}

#[cfg(test)]
mod tests {
    use super::stop;

    #[test]
    fn the_first_byte_that_is_not_plain_is_found() {
        let is_plain = |b: u8| b != b'"' && b != b'\\' && b >= 0x20;
        for byte in 0..=u8::MAX {
            for place in 0..8usize {
                for other in [b'a', b'!', 0x7f, 0x80, 0xff, b'#', b']', b'['] {
                    let mut block = [other; 8];
                    block.iter_mut().skip(place).take(1).for_each(|b| *b = byte);
                    // What comes after doesn't count.
                    if let Some(last) = block.get_mut(place + 3) {
                        *last = b'"';
                    }
                    let first = block.iter().position(|b| !is_plain(*b));
                    assert_eq!(stop(block), first, "{block:?}");
                }
            }
        }
    }
}
