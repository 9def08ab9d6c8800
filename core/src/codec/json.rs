//! Reads JSON text piece by piece, strictly as in RFC 8259, without allocation. Knows nothing of fields.

use super::scan::stop;
use super::text::Text;
use crate::catalogue::index::Quick;

/// The text isn't JSON; where that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) why: Why,
}

/// Why a text isn't read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It isn't JSON.
    Syntax,
    /// More levels inside each other than are read.
    Deep,
    /// More values than are read.
    Many,
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

/// A number as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'a> {
    pub(super) raw: &'a str,
    /// Without fraction and exponent.
    pub(super) whole: bool,
}

// What isn't inlined gets the text and a place, and returns a place, so that these are kept in registers.
#[allow(clippy::inline_always, reason = "it is the inner loop of everything that reads text")]
impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The text from one place to another.
    pub(super) fn between(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(start..end)
    }

    /// The same as bytes.
    #[inline(always)]
    pub(super) fn bytes(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }

    /// All bytes from here on.
    #[inline(always)]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The same; none if the place lies behind the text, which it never does.
    #[inline(always)]
    pub(super) fn ahead(&self) -> Option<&'a [u8]> {
        self.text.as_bytes().get(self.at..)
    }

    /// The same text from another place.
    #[inline(always)]
    pub(super) fn moved(&self, at: usize) -> Self {
        Self { text: self.text, at }
    }

    #[inline(always)]
    pub(super) fn broken<T>(&self) -> Result<T, Broken> {
        Err(Broken { at: self.at, why: Why::Syntax })
    }

    #[inline(always)]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    pub(super) fn step(&mut self) {
        self.advance(1);
    }

    #[inline(always)]
    pub(super) fn advance(&mut self, bytes: usize) {
        // A text is shorter than the greatest number.
        self.at = self.at.wrapping_add(bytes);
    }

    #[inline(always)]
    pub(super) fn space(&mut self) {
        if let Some(0..=b' ') = self.byte() {
            self.at = spaces(self.text, self.at);
        }
    }

    /// Takes a byte after white space, if it is there.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        // Mostly there is none.
        if self.byte() != Some(byte) {
            self.space();
            if self.byte() != Some(byte) {
                return false;
            }
        }
        self.step();
        true
    }

    /// Takes a byte after white space.
    #[inline(always)]
    pub(super) fn require(&mut self, byte: u8) -> Result<(), Broken> {
        if self.take(byte) { Ok(()) } else { self.broken() }
    }

    /// The text is at its end, but for white space.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.byte().is_none() { Ok(()) } else { self.broken() }
    }

    /// The kind of the value that begins here, after white space.
    #[inline(always)]
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

    #[inline(always)]
    pub(super) fn word(&mut self, word: &str) -> Result<(), Broken> {
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

    #[inline(always)]
    pub(super) fn boolean(&mut self) -> Result<bool, Broken> {
        self.space();
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    pub(super) fn string(&mut self) -> Result<Text<'a>, Broken> {
        self.require(b'"')?;
        let start = self.at;
        let escaped = self.finish()?;
        let Some(raw) = self.text.get(start..self.at.wrapping_sub(1)) else { return self.broken() };
        Ok(Text::new(raw, escaped))
    }

    /// Passes over a string whose first quote was taken; returns whether it has escapes.
    #[inline(always)]
    pub(super) fn finish(&mut self) -> Result<bool, Broken> {
        self.plain();
        if self.byte() == Some(b'"') {
            self.step();
            return Ok(false);
        }
        self.at = finish_escaped(self.text, self.at)?;
        Ok(true)
    }

    /// Passes over characters of a string that stand for themselves.
    #[inline(always)]
    fn plain(&mut self) {
        let mut rest = self.rest();
        while let Some((block, after)) = rest.split_first_chunk() {
            if let Some(plain) = stop(*block) {
                self.at = self.text.len().wrapping_sub(rest.len()).wrapping_add(plain);
                return;
            }
            rest = after;
        }
        self.at = plain_end(self.text, self.text.len().wrapping_sub(rest.len()));
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

    /// Passes over digits, of which there must be one.
    #[inline(always)]
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
        let whole = self.figure()?;
        let Some(raw) = self.text.get(start..self.at) else { return self.broken() };
        Ok(Number { raw, whole })
    }

    /// Passes over a number; returns whether it has neither fraction nor exponent.
    #[inline(always)]
    pub(super) fn figure(&mut self) -> Result<bool, Broken> {
        if self.byte() == Some(b'-') {
            self.step();
        }
        if self.byte() == Some(b'0') {
            self.step();
        } else {
            self.digits()?;
        }
        if let Some(b'.' | b'e' | b'E') = self.byte() {
            self.at = fraction(self.text, self.at)?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Passes over a value that is what the word says; anything else is left where it is.
    #[inline(always)]
    pub(super) fn quick(&mut self, quick: Quick) -> Result<bool, Broken> {
        match (quick, self.byte()) {
            (Quick::Text, Some(b'"')) => {
                self.step();
                self.finish()?;
                Ok(true)
            }
            (Quick::Whole, Some(b'-' | b'0'..=b'9')) => {
                let mut after = *self;
                let whole = after.figure()?;
                if whole {
                    *self = after;
                }
                Ok(whole)
            }
            (Quick::Flag, Some(b't' | b'f')) => {
                self.boolean()?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// The place after white space.
#[inline(never)]
fn spaces(text: &str, at: usize) -> usize {
    let mut cursor = Cursor { text, at };
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = cursor.byte() {
        cursor.step();
    }
    cursor.at
}

/// The place after a string, from an escape in it on.
#[inline(never)]
fn finish_escaped(text: &str, at: usize) -> Result<usize, Broken> {
    let mut cursor = Cursor { text, at };
    while cursor.byte() == Some(b'\\') {
        cursor.escape()?;
        cursor.plain();
    }
    if cursor.byte() != Some(b'"') {
        return cursor.broken();
    }
    cursor.step();
    Ok(cursor.at)
}

/// The place after plain characters where the text ends soon.
#[inline(never)]
fn plain_end(text: &str, at: usize) -> usize {
    let mut cursor = Cursor { text, at };
    while let Some(byte) = cursor.byte()
        && byte != b'"'
        && byte != b'\\'
        && byte >= 0x20
    {
        cursor.step();
    }
    cursor.at
}

/// The place after a number, from its fraction or exponent on.
#[inline(never)]
fn fraction(text: &str, at: usize) -> Result<usize, Broken> {
    let mut cursor = Cursor { text, at };
    if cursor.byte() == Some(b'.') {
        cursor.step();
        cursor.digits()?;
    }
    if let Some(b'e' | b'E') = cursor.byte() {
        cursor.step();
        if let Some(b'+' | b'-') = cursor.byte() {
            cursor.step();
        }
        cursor.digits()?;
    }
    Ok(cursor.at)
}
