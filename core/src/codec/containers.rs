//! Reads arrays and maps: each element as its type says, how many there are, which are equal. No tree, no IO.

use alloc::format;

use super::fault::{Fault, FaultCode, Path};
use super::json::{Broken, Cursor, Kind};
use super::members::Scalar;
use super::repeats::Repeats;
use super::text::Text;
use super::validate::{Purpose, Validator};
use super::values::Bounds;
use crate::catalogue::index::Quick;
use crate::catalogue::{Bounds as Range, Kind as TypeKind, Limits, NamedType, Type};

/// How many elements of an array whose elements must differ are compared with each other, so that a hostile one costs little.
const COMPARED_ELEMENTS: usize = 128;

impl<'a> Validator<'a> {
    fn count(&mut self, count: usize, what: &str, bounds: Bounds, path: &Path<'_>, position: usize) {
        let (mut few, mut many) = (false, false);
        for limits in bounds.counts() {
            if let Some(least) = limits.items.min
                && count < least as usize
                && !core::mem::replace(&mut few, true)
            {
                self.fault(FaultCode::TooFew, path, position, format!("It has at least {least} {what}."));
            }
            if let Some(most) = limits.items.max
                && count > most as usize
                && !core::mem::replace(&mut many, true)
            {
                self.fault(FaultCode::TooMany, path, position, format!("It has at most {most} {what}."));
            }
        }
    }

    /// What is asked of a value of a type within bounds, where a word says all of it.
    fn word_for(&self, ty: &Type, bounds: Bounds) -> Quick {
        let (base, format, own) = match ty {
            Type::Named(NamedType { kind: TypeKind::Scalar { base, format, limits }, .. }) => (base, *format, limits),
            ty => (ty, None, &Limits::NONE),
        };
        let quick = match (base, format) {
            (Type::String, None) => Quick::Text,
            (Type::Integer, _) => Quick::Whole,
            (Type::Boolean, _) => Quick::Flag,
            _ => return Quick::Typed,
        };
        let answer = self.purpose == Purpose::Answer;
        let free = |l: &Limits| {
            let none = |r: Range<u32>| r.min.is_none() && r.max.is_none();
            let number = l.number.min.is_none() && l.number.max.is_none();
            l.values.is_empty() && (answer || number && none(l.length) && l.max_bytes.is_none())
        };
        if free(own) && bounds.values().all(free) { quick } else { Quick::Typed }
    }

    pub(super) fn array(
        &mut self,
        inner: &'static Type,
        bounds: Bounds,
        path: &Path<'_>,
        depth: u32,
    ) -> Result<(), Broken> {
        let start = self.cursor;
        let unique = self.purpose == Purpose::Request && bounds.counts().any(|l| l.unique);
        let inside = bounds.inside();
        let quick = if unique { Quick::Typed } else { self.word_for(inner, inside) };
        let mut cursor = self.cursor;
        let mut count = 0usize;
        cursor.require(b'[')?;
        if !cursor.take(b']') {
            loop {
                cursor.space();
                if !cursor.quick(quick)? {
                    self.cursor = cursor;
                    let path = Path::Index(path, count);
                    if unique {
                        self.unique_element(inner, inside, &path, depth, (start, count))?;
                    } else {
                        self.value(inner, inside, false, &path, depth.saturating_add(1))?;
                    }
                    cursor = self.cursor;
                }
                count = count.saturating_add(1);
                if !cursor.take(b',') {
                    cursor.require(b']')?;
                    break;
                }
            }
        }
        self.cursor = cursor;
        if self.purpose == Purpose::Request {
            self.count(count, "elements", bounds, path, start.position());
        }
        Ok(())
    }

    /// Reads the element with this number of an array that begins there, whose elements must differ.
    fn unique_element(
        &mut self,
        inner: &'static Type,
        bounds: Bounds,
        path: &Path<'_>,
        depth: u32,
        (start, index): (Cursor<'a>, usize),
    ) -> Result<(), Broken> {
        let kind = self.cursor.kind()?;
        let at = self.cursor;
        let before = self.verdict.faults.len();
        self.trying = self.trying.saturating_add(1);
        self.value(inner, bounds, false, path, depth.saturating_add(1))?;
        self.trying = self.trying.saturating_sub(1);
        let refused = |f: &Fault| matches!(f.code(), FaultCode::WrongType | FaultCode::NotAllowedValue);
        if !self.verdict.faults.iter().skip(before).any(refused) && stood_before(start, index, at, kind)? {
            self.fault(FaultCode::NotUnique, path, at.position(), "It equals an earlier element.");
        }
        Ok(())
    }

    pub(super) fn map(
        &mut self,
        inner: &'static Type,
        bounds: Bounds,
        path: &Path<'_>,
        depth: u32,
    ) -> Result<(), Broken> {
        let start = self.cursor;
        let inside = bounds.inside();
        let quick = if matches!(inner, Type::Any) { Quick::Text } else { self.word_for(inner, inside) };
        let mut cursor = self.cursor;
        let (mut known, mut keys) = (KnownKeys::default(), Repeats::new());
        let mut count = 0usize;
        cursor.require(b'{')?;
        if !cursor.take(b'}') {
            loop {
                cursor.require(b'"')?;
                let begin = cursor.position();
                let escaped = cursor.finish()?;
                let end = cursor.position().wrapping_sub(1);
                cursor.require(b':')?;
                cursor.space();
                let key = || Text::new(start.between(begin, end).unwrap_or_default(), escaped);
                if known.may_have(start.bytes(begin, end), escaped) && keys.stood_before(start, key(), count)? {
                    self.duplicate(&Path::Key(path, key()), cursor.position());
                }
                if !cursor.quick(quick)? {
                    self.cursor = cursor;
                    self.value(inner, inside, false, &Path::Key(path, key()), depth.saturating_add(1))?;
                    cursor = self.cursor;
                }
                count = count.saturating_add(1);
                if !cursor.take(b',') {
                    cursor.require(b'}')?;
                    break;
                }
            }
        }
        self.cursor = cursor;
        if self.purpose == Purpose::Request {
            self.count(count, "entries", bounds, path, start.position());
        }
        Ok(())
    }
}

/// The keys of an object read so far, by a few of their bytes.
#[derive(Default)]
struct KnownKeys {
    bits: [u64; 4],
    /// One was written with escapes, so that its bytes say nothing.
    escaped: bool,
}

impl KnownKeys {
    /// Takes a key; false if it can't be one that was taken before.
    fn may_have(&mut self, bytes: &[u8], escaped: bool) -> bool {
        if escaped {
            self.escaped = true;
            return true;
        }
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let (first, middle, last) = (byte(0), byte(bytes.len() >> 1), byte(bytes.len().saturating_sub(1)));
        let sum = first.wrapping_mul(3).wrapping_add(middle.wrapping_mul(29)).wrapping_add(last.wrapping_mul(101));
        let [length, ..] = bytes.len().to_le_bytes();
        let sum = sum.wrapping_add(length.wrapping_mul(7));
        let bit = 1u64.wrapping_shl(u32::from(sum));
        let Some(bits) = self.bits.get_mut(usize::from(sum >> 6)) else { return true };
        let there = *bits & bit != 0;
        *bits |= bit;
        there || self.escaped
    }
}

/// Whether a plain element equals one of the elements before it, in the array that begins at `start`.
fn stood_before(start: Cursor<'_>, index: usize, at: Cursor<'_>, kind: Kind) -> Result<bool, Broken> {
    if index > COMPARED_ELEMENTS || matches!(kind, Kind::Null | Kind::Array | Kind::Object) {
        return Ok(false);
    }
    let (mut at, mut earlier) = (at, start);
    let scalar = Scalar::read(&mut at, kind)?;
    earlier.require(b'[')?;
    for _ in 0..index {
        let kind = earlier.kind()?;
        if Scalar::read(&mut earlier, kind)?.equals(scalar) {
            return Ok(true);
        }
        earlier.take(b',');
    }
    Ok(false)
}
