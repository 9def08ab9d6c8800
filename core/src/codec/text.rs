//! A string of a JSON text: its characters, its length, whether it equals another. Allocates only where one with escapes is read whole.

use alloc::borrow::Cow;

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Text<'a> {
    pub(crate) fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// Its characters, escapes resolved.
    pub(super) fn chars(&self) -> impl Iterator<Item = char> + Clone + use<'a> {
        let mut rest = self.raw.chars();
        core::iter::from_fn(move || {
            let c = rest.next()?;
            if c != '\\' {
                return Some(c);
            }
            match rest.next()? {
                'b' => Some('\u{8}'),
                'f' => Some('\u{c}'),
                'n' => Some('\n'),
                'r' => Some('\r'),
                't' => Some('\t'),
                'u' => {
                    let mut unit = || {
                        (0..4).fold(0u32, |v, _| {
                            v.wrapping_shl(4) | rest.next().and_then(|c| c.to_digit(16)).unwrap_or(0)
                        })
                    };
                    let first = unit();
                    if (0xD800..=0xDBFF).contains(&first) {
                        rest.next();
                        rest.next();
                        let mut unit = || {
                            (0..4).fold(0u32, |v, _| {
                                v.wrapping_shl(4) | rest.next().and_then(|c| c.to_digit(16)).unwrap_or(0)
                            })
                        };
                        let second = unit();
                        let high = first.wrapping_sub(0xD800).wrapping_shl(10);
                        char::from_u32(high.wrapping_add(second.wrapping_sub(0xDC00)).wrapping_add(0x10000))
                    } else {
                        char::from_u32(first)
                    }
                }
                other => Some(other),
            }
        })
    }

    /// The text; borrowed where it has no escapes.
    pub(crate) fn read(&self) -> Cow<'a, str> {
        self.plain().map_or_else(|| Cow::Owned(self.chars().collect()), Cow::Borrowed)
    }

    /// The text itself, where it stands there without escapes.
    pub(super) fn plain(&self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    #[inline]
    pub(crate) fn is(&self, other: &str) -> bool {
        match self.plain() {
            Some(raw) => raw == other,
            None => self.chars().eq(other.chars()),
        }
    }

    pub(super) fn same(&self, other: &Text<'_>) -> bool {
        match other.plain() {
            Some(raw) => self.is(raw),
            None => self.chars().eq(other.chars()),
        }
    }

    /// As it stands, escapes included: no fewer bytes than the string has characters, or bytes of UTF-8, and none only if it is empty.
    pub(super) fn raw(&self) -> &'a str {
        self.raw
    }

    /// Unicode characters.
    pub(super) fn length(&self) -> usize {
        match self.plain() {
            Some(raw) => raw.chars().count(),
            None => self.chars().count(),
        }
    }

    /// Bytes of UTF-8.
    pub(super) fn bytes(&self) -> usize {
        match self.plain() {
            Some(raw) => raw.len(),
            None => self.chars().map(char::len_utf8).fold(0, usize::saturating_add),
        }
    }
}
