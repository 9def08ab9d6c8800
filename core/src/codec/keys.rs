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

/// How many bytes of a name stand in a word together with what comes after it.
const SHORT: usize = WORD - 2;

/// Reads a key, which begins at the cursor, and its colon. Fields mostly come in the catalogue's order, so the search begins at `next`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
pub(super) fn key<'a>(
    cursor: &mut Cursor<'a>,
    object: &'static Object,
    next: usize,
    version: VersionSet,
) -> Result<Found<'a>, Broken> {
    if let [b'"', rest @ ..] = cursor.rest()
        && let Some(block) = rest.first_chunk()
        && let Some((index, key)) = search(object.index.keys, next, u128::from_le_bytes(*block), version)
    {
        let length = usize::from(key.length);
        if length <= SHORT || ends(rest, object, index) {
            cursor.advance(length.wrapping_add(3));
            return Ok(Found::Field(index));
        }
    }
    let (found, after) = other(*cursor, object, version)?;
    *cursor = after;
    Ok(found)
}

/// Whether the name of a field is that with which a text begins, and a quote and a colon come after it.
fn ends(text: &[u8], object: &'static Object, index: usize) -> bool {
    let name = object.fields.get(index).map_or("", |field| field.name);
    matches!(text.strip_prefix(name.as_bytes()), Some([b'"', b':', ..]))
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

#[inline(always)]
#[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
fn search(keys: &'static [Key], next: usize, block: u128, version: VersionSet) -> Option<(usize, &'static Key)> {
    let fits = |(_, key): &(usize, &Key)| {
        let mask = MASKS.get(usize::from(key.length)).copied().unwrap_or(u128::MAX);
        block & mask == key.word() && key.is_in(version)
    };
    let mut later = keys.iter().enumerate().skip(next);
    later.find(fits).or_else(|| keys.iter().enumerate().take(next).find(fits))
}

/// How much of a block a name takes of so many bytes, with what comes after it.
static MASKS: [u128; SHORT + 1] = {
    let mut masks = [0; SHORT + 1];
    let mut rest: &mut [u128] = &mut masks;
    let mut mask = 0xffffu128;
    while let Some((first, after)) = rest.split_first_mut() {
        *first = mask;
        mask = mask.wrapping_shl(8) | 0xff;
        rest = after;
    }
    masks
};
