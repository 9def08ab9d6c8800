//! Finds the field that a key is, mostly by its first sixteen bytes at once. Reads the text and the catalogue, nothing else.

use super::json::{Broken, Cursor};
use super::text::Text;
use crate::catalogue::Object;
use crate::catalogue::index::{Key, WORD};
use crate::version::VersionSet;

/// What a key is.
pub(super) enum Found<'a> {
    /// The field with this number.
    Field(usize),
    /// No field of this version.
    Unknown(Text<'a>),
}

/// Reads a key, which begins at the cursor, and its colon. Fields mostly come in the catalogue's order, so the search begins at `next`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
pub(super) fn key<'a>(
    cursor: &mut Cursor<'a>,
    object: &'static Object,
    next: usize,
    version: VersionSet,
) -> Result<Found<'a>, Broken> {
    if let Some([b'"', rest @ ..]) = cursor.ahead()
        && let Some(block) = rest.first_chunk()
        && let Some((index, length)) = search(object.index.keys, next, Block::new(block), version)
        && (length <= SHORT || ends(rest, object, index))
    {
        cursor.advance(length.wrapping_add(3));
        return Ok(Found::Field(index));
    }
    let (found, after) = other(*cursor, object, version)?;
    *cursor = after;
    Ok(found)
}

/// Whether the name of a field goes on as a text does, of which the first word is that of the field, and a quote and a colon come after it.
fn ends(text: &[u8], object: &'static Object, index: usize) -> bool {
    let name = object.fields.get(index).map_or("", |field| field.name).as_bytes();
    let (done, rest) = name.split_at_checked(WORD).unwrap_or((name, &[]));
    let text = text.get(done.len()..).and_then(|text| text.strip_prefix(rest));
    matches!(text, Some([b'"', b':', ..]))
}

/// A key that is unknown, written with escapes or before white space, or near the end of the text.
#[inline(never)]
fn other<'a>(
    mut cursor: Cursor<'a>,
    object: &'static Object,
    version: VersionSet,
) -> Result<(Found<'a>, Cursor<'a>), Broken> {
    let key = cursor.string()?;
    cursor.require(b':')?;
    let mut fields = object.fields.iter().zip(object.index.keys);
    let found = fields.position(|(field, k)| k.is_in(version) && key.is(field.name));
    Ok((found.map_or(Found::Unknown(key), Found::Field), cursor))
}

/// The bytes that a key begins with, after its quote.
#[derive(Clone, Copy)]
struct Block {
    low: u64,
    high: u64,
}

impl Block {
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
    fn new(bytes: &[u8; WORD]) -> Self {
        let (low, high) = bytes.split_at(WORD >> 1);
        let word = |half: &[u8]| half.first_chunk().map_or(0, |half| u64::from_le_bytes(*half));
        Self { low: word(low), high: word(high) }
    }

    /// As much as a name takes of so many bytes, with what comes after it.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
    fn first(self, length: usize) -> Self {
        let [low, high] = MASKS.get(length).copied().unwrap_or([u64::MAX; 2]);
        Self { low: self.low & low, high: self.high & high }
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
    fn is(self, key: &Key) -> bool {
        let [low, high] = key.word;
        self.low == low && self.high == high
    }
}

/// Finds the field of a version whose name a block begins with; its number and the name's length.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
fn search(keys: &'static [Key], next: usize, block: Block, version: VersionSet) -> Option<(usize, usize)> {
    if let Some(key) = keys.get(next)
        && block.first(usize::from(key.length)).is(key)
        && key.is_in(version)
    {
        return Some((next, usize::from(key.length)));
    }
    elsewhere(keys, next, block, version)
}

/// The same of the other fields.
#[inline(never)]
fn elsewhere(keys: &'static [Key], next: usize, block: Block, version: VersionSet) -> Option<(usize, usize)> {
    let block =
        block.first(quote(block.low).or_else(|| quote(block.high).map(|at| at.wrapping_add(8))).unwrap_or(WORD));
    let fits = |key: &Key| block.is(key) && key.is_in(version);
    let (before, later) = keys.split_at_checked(next).unwrap_or((keys, &[]));
    let later = later.iter().position(fits).map(|index| index.wrapping_add(before.len()));
    let index = later.or_else(|| before.iter().position(fits))?;
    keys.get(index).map(|key| (index, usize::from(key.length)))
}

/// How many bytes come before the first quote.
#[inline]
fn quote(word: u64) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let word = word ^ ONES.wrapping_mul(u64::from(b'"'));
    // A byte that is zero shows in its highest bit; the lowest such bit is always right.
    let zeros = word.wrapping_sub(ONES) & !word & ONES.wrapping_shl(7);
    (zeros != 0).then(|| zeros.trailing_zeros() as usize >> 3)
}

/// How many bytes of a name stand in a word together with what comes after it.
const SHORT: usize = WORD - 2;

/// How much of a block a name takes of so many bytes, with what comes after it.
static MASKS: [[u64; 2]; SHORT + 1] = {
    let mut masks = [[0; 2]; SHORT + 1];
    let mut rest: &mut [[u64; 2]] = &mut masks;
    let mut mask = [0xffff, 0];
    while let Some((first, after)) = rest.split_first_mut() {
        *first = mask;
        let [low, high] = mask;
        mask = if low == u64::MAX { [low, high.wrapping_shl(8) | 0xff] } else { [low.wrapping_shl(8) | 0xff, 0] };
        rest = after;
    }
    masks
};

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{Cursor, Found, Object, VersionSet, key};
    use crate::catalogue::{Kind, NamedType};
    use crate::version::Version;

    /// The field that a key at the beginning of a text is, wherever the search begins; it must be the same from everywhere.
    fn found(object: &'static Object, text: &str, version: Version) -> Option<usize> {
        let from = |next: usize| {
            let mut cursor = Cursor::new(text);
            let found = key(&mut cursor, object, next, VersionSet::one(version)).unwrap();
            assert_eq!(text.get(..cursor.position()).and_then(|t| t.chars().last()), Some(':'), "{text}");
            if let Found::Field(index) = found { Some(index) } else { None }
        };
        let first = from(0);
        assert!((1..=object.fields.len()).all(|next| from(next) == first), "{text}");
        first
    }

    #[test]
    fn a_key_is_the_field_of_its_name_and_no_other() {
        let mut lengths = [false; 40];
        for named in NamedType::all() {
            let Kind::Object(object) = &named.kind else { continue };
            for (field, version) in object.fields.iter().flat_map(|f| Version::ALL.map(|version| (f, version))) {
                let name = field.name;
                let (shorter, _) = name.split_at(name.len() - 1);
                let keys = [name.into(), shorter.into(), format!("{name}x"), format!("{name}\\\""), format!("x{name}")];
                for written in keys {
                    let expected = object.fields.iter().position(|f| f.name == written && f.versions.contains(version));
                    for end in ["", "1", " 1, \"a\": \"a long value\""] {
                        for colon in [":", " :"] {
                            assert_eq!(
                                found(object, &format!("\"{written}\"{colon}{end}"), version),
                                expected,
                                "{written}"
                            );
                        }
                    }
                }
                lengths.iter_mut().skip(name.len()).take(1).for_each(|l| *l = true);
            }
        }
        assert!(lengths.iter().skip(2).take(20).all(|l| *l), "names of all lengths {lengths:?}");
    }
}
