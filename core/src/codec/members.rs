//! Where the members of an object stand, and plain values to compare: what rules and allowed values are judged by. No allocation.

use super::json::{Broken, Cursor, Kind, Number};
use super::text::Text;
use crate::catalogue::index::SLOTS;
use crate::catalogue::{Object, ValueKind};

/// Where the members of an object stand, for the rules between them.
pub(super) struct Members<'a> {
    /// Where the object begins.
    pub(super) at: Cursor<'a>,
    /// A bit for each of the catalogue's fields that is there and isn't null.
    pub(super) present: u64,
    /// Where those stand that rules begin with.
    places: [usize; SLOTS],
    /// A key stands twice, or isn't a field of this version: then the rules look at the text itself.
    pub(super) repeated: bool,
}

impl<'a> Members<'a> {
    pub(super) fn new(at: Cursor<'a>) -> Self {
        Self { at, present: 0, places: [0; SLOTS], repeated: false }
    }

    /// Notes a field with its bit and its number among those that rules begin with.
    #[inline]
    pub(super) fn add(&mut self, bit: u64, slot: u8, place: usize) {
        self.repeated |= self.present & bit != 0;
        self.present |= bit;
        if let Some(at) = self.places.get_mut(usize::from(slot)) {
            *at = place;
        }
    }

    /// Notes a key that isn't a field of this version.
    pub(super) fn unknown(&mut self) {
        self.repeated = true;
    }

    /// Where the value of a field stands that a rule begins with, if it is there and isn't null.
    pub(super) fn place(&self, object: &Object, name: &str) -> Option<Cursor<'a>> {
        let present = |index: u32| self.present & 1u64.wrapping_shl(index) != 0;
        let mut fields = (0u32..).zip(object.fields).zip(object.index.keys);
        let (_, key) = fields.find(|((index, field), _)| present(*index) && field.name == name)?;
        self.places.get(usize::from(key.slot)).map(|place| self.at.moved(*place))
    }
}

/// A plain value of the body.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    String(Text<'a>),
    Number(Number<'a>),
    Boolean(bool),
    Other,
}

impl<'a> Scalar<'a> {
    /// Reads a value; of an array, an object or null only that it is there.
    pub(super) fn read(cursor: &mut Cursor<'a>, kind: Kind) -> Result<Self, Broken> {
        Ok(match kind {
            Kind::String => Self::String(cursor.string()?),
            Kind::Number => Self::Number(cursor.number()?),
            Kind::Boolean => Self::Boolean(cursor.boolean()?),
            Kind::Null | Kind::Array | Kind::Object => {
                cursor.skip()?;
                Self::Other
            }
        })
    }

    pub(super) fn is(self, value: ValueKind) -> bool {
        match (self, value) {
            (Self::String(text), ValueKind::String(value)) => text.is(value),
            (Self::Number(number), ValueKind::Integer(value)) => number.whole && number.raw.parse() == Ok(value),
            (Self::Boolean(a), ValueKind::Boolean(b)) => a == b,
            _ => false,
        }
    }

    pub(super) fn equals(self, other: Scalar<'_>) -> bool {
        match (self, other) {
            (Self::String(a), Scalar::String(b)) => a.same(&b),
            (Self::Number(a), Scalar::Number(b)) => a.raw == b.raw,
            (Self::Boolean(a), Scalar::Boolean(b)) => a == b,
            _ => false,
        }
    }
}
