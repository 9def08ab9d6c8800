//! Reads JSON text piece by piece, strictly as in RFC 8259, without allocation. Knows nothing of fields.

/// The text isn't JSON; where that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    /// More levels inside each other than are read.
    pub(super) deep: bool,
    /// More values than are read.
    pub(super) many: bool,
}

/// The kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// A place in a JSON text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    raw: &'a str,
    escaped: bool,
}

/// A number as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'a> {
    pub(super) raw: &'a str,
    /// Without fraction and exponent.
    pub(super) whole: bool,
}

/// How many levels [`Cursor::skip`] can be inside of at once.
const SKIPPED_LEVELS: u32 = 512;

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The text from one place to another.
    pub(super) fn between(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(start..end)
    }

    /// The same text from another place.
    pub(super) fn moved(&self, at: usize) -> Self {
        Self { text: self.text, at }
    }

    fn broken<T>(&self) -> Result<T, Broken> {
        Err(Broken { at: self.at, deep: false, many: false })
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn step(&mut self) {
        // A text is shorter than the greatest number.
        self.at = self.at.wrapping_add(1);
    }

    #[inline]
    pub(super) fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.step();
        }
    }

    /// Takes a byte after white space, if it is there.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        self.space();
        let there = self.byte() == Some(byte);
        if there {
            self.step();
        }
        there
    }

    /// Takes a byte after white space.
    #[inline]
    pub(super) fn require(&mut self, byte: u8) -> Result<(), Broken> {
        if self.take(byte) { Ok(()) } else { self.broken() }
    }

    /// The text is at its end, but for white space.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.byte().is_none() { Ok(()) } else { self.broken() }
    }

    /// The kind of the value that begins here, after white space.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, Broken> {
        self.space();
        match self.byte() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => self.broken(),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Broken> {
        let end = self.at.saturating_add(word.len());
        if self.text.as_bytes().get(self.at..end) == Some(word.as_bytes()) {
            self.at = end;
            Ok(())
        } else {
            self.broken()
        }
    }

    pub(super) fn null(&mut self) -> Result<(), Broken> {
        self.space();
        self.word("null")
    }

    pub(super) fn boolean(&mut self) -> Result<bool, Broken> {
        self.space();
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    pub(super) fn string(&mut self) -> Result<Text<'a>, Broken> {
        self.require(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.plain();
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return self.broken(),
            }
        }
        let Some(raw) = self.text.get(start..self.at) else { return self.broken() };
        self.step();
        Ok(Text { raw, escaped })
    }

    /// Passes over characters of a string that stand for themselves, eight bytes at a time.
    #[inline]
    fn plain(&mut self) {
        const ONES: u64 = u64::from_ne_bytes([1; 8]);
        const HIGH: u64 = ONES.wrapping_shl(7);
        const QUOTES: u64 = ONES.wrapping_mul(b'"' as u64);
        const ESCAPES: u64 = ONES.wrapping_mul(b'\\' as u64);
        const CONTROLS: u64 = ONES.wrapping_mul(0x20);
        let Some(mut rest) = self.text.as_bytes().get(self.at..) else { return };
        while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
            let word = u64::from_le_bytes(*chunk);
            // A byte that becomes zero, or is below a bound, shows in its highest bit; the lowest such bit is always right.
            let (quote, escape) = (word ^ QUOTES, word ^ ESCAPES);
            let quote = quote.wrapping_sub(ONES) & !quote;
            let escape = escape.wrapping_sub(ONES) & !escape;
            let control = word.wrapping_sub(CONTROLS) & !word;
            let stop = (quote | escape | control) & HIGH;
            if stop != 0 {
                self.at = self.at.wrapping_add((stop.trailing_zeros() >> 3) as usize);
                return;
            }
            self.at = self.at.wrapping_add(8);
            rest = tail;
        }
        for byte in rest {
            if *byte == b'"' || *byte == b'\\' || *byte < 0x20 {
                return;
            }
            self.step();
        }
    }

    fn escape(&mut self) -> Result<(), Broken> {
        self.step();
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.step();
                Ok(())
            }
            Some(b'u') => {
                self.step();
                let unit = self.hex()?;
                match unit {
                    0xD800..=0xDBFF => {
                        // A high surrogate is half a character; the other half must follow.
                        self.word("\\u")?;
                        if (0xDC00..=0xDFFF).contains(&self.hex()?) { Ok(()) } else { self.broken() }
                    }
                    0xDC00..=0xDFFF => self.broken(),
                    _ => Ok(()),
                }
            }
            _ => self.broken(),
        }
    }

    fn hex(&mut self) -> Result<u32, Broken> {
        let mut value = 0u32;
        for _ in 0..4 {
            let Some(digit) = self.byte().and_then(|b| char::from(b).to_digit(16)) else { return self.broken() };
            value = value.wrapping_shl(4) | digit;
            self.step();
        }
        Ok(value)
    }

    fn digits(&mut self) -> Result<(), Broken> {
        if !matches!(self.byte(), Some(b'0'..=b'9')) {
            return self.broken();
        }
        while let Some(b'0'..=b'9') = self.byte() {
            self.step();
        }
        Ok(())
    }

    pub(super) fn number(&mut self) -> Result<Number<'a>, Broken> {
        self.space();
        let start = self.at;
        let mut whole = true;
        if self.byte() == Some(b'-') {
            self.step();
        }
        if self.byte() == Some(b'0') {
            self.step();
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            whole = false;
            self.step();
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            whole = false;
            self.step();
            if let Some(b'+' | b'-') = self.byte() {
                self.step();
            }
            self.digits()?;
        }
        let Some(raw) = self.text.get(start..self.at) else { return self.broken() };
        Ok(Number { raw, whole })
    }

    /// Passes over one value of any kind.
    #[inline]
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        match self.kind()? {
            Kind::Null => self.null(),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::String => self.string().map(drop),
            Kind::Array | Kind::Object => self.survey(SKIPPED_LEVELS, usize::MAX),
        }
    }

    /// Passes over one value of any kind, level by level and without recursion, up to so many levels and values.
    pub(super) fn survey(&mut self, most_levels: u32, most_values: usize) -> Result<(), Broken> {
        // A bit a level: set for objects.
        let mut levels = [0u64; (SKIPPED_LEVELS >> 6) as usize];
        let mut depth = 0u32;
        let mut values = 0usize;
        loop {
            values = values.saturating_add(1);
            if values > most_values {
                return Err(Broken { at: self.at, deep: false, many: true });
            }
            match self.kind()? {
                Kind::Null => self.null()?,
                Kind::Boolean => drop(self.boolean()?),
                Kind::Number => drop(self.number()?),
                Kind::String => drop(self.string()?),
                kind @ (Kind::Array | Kind::Object) => {
                    let object = kind == Kind::Object;
                    self.step();
                    let Some(word) = levels.get_mut((depth >> 6) as usize).filter(|_| depth < most_levels) else {
                        return Err(Broken { at: self.at, deep: true, many: false });
                    };
                    let bit = 1u64.wrapping_shl(depth & 63);
                    *word = if object { *word | bit } else { *word & !bit };
                    depth = depth.saturating_add(1);
                    if !self.take(if object { b'}' } else { b']' }) {
                        if object {
                            self.string()?;
                            self.require(b':')?;
                        }
                        continue;
                    }
                    depth = depth.saturating_sub(1);
                }
            }
            // After a value: the next one of its level, or the end of levels.
            loop {
                let Some(level) = depth.checked_sub(1) else { return Ok(()) };
                let object = levels.get((level >> 6) as usize).is_some_and(|w| w & 1u64.wrapping_shl(level & 63) != 0);
                if self.take(b',') {
                    if object {
                        self.string()?;
                        self.require(b':')?;
                    }
                    break;
                }
                self.require(if object { b'}' } else { b']' })?;
                depth = level;
            }
        }
    }
}

impl<'a> Text<'a> {
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

    /// The text itself, where it stands there without escapes.
    pub(super) fn plain(&self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    #[inline]
    pub(super) fn is(&self, other: &str) -> bool {
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
