//! Where the members of an object stand, and plain values to compare: what rules and allowed values are judged by. No allocation.

use super::json::{Broken, Cursor, Kind, Number, Text};
use crate::catalogue::{Object, ValueKind};

/// Most fields of an object; the generator refuses more.
const MOST_FIELDS: usize = 64;

/// Where the members of an object stand, for the rules between them.
pub(super) struct Members<'a> {
    /// Where the object begins.
    pub(super) at: Cursor<'a>,
    /// A bit for each of the catalogue's fields that is there and isn't null.
    present: u64,
    places: [usize; MOST_FIELDS],
    /// A key stands twice, or isn't a field of this version: then the rules look at the text itself.
    pub(super) repeated: bool,
}

impl<'a> Members<'a> {
    pub(super) fn new(at: Cursor<'a>) -> Self {
        Self { at, present: 0, places: [0; MOST_FIELDS], repeated: false }
    }

    pub(super) fn add(&mut self, index: Option<usize>, place: usize) {
        let Some(index) = index else {
            self.repeated = true;
            return;
        };
        let bit = 1u64.wrapping_shl(u32::try_from(index).unwrap_or_default());
        self.repeated |= self.present & bit != 0;
        self.present |= bit;
        if let Some(at) = self.places.get_mut(index) {
            *at = place;
        }
    }

    /// Where the value of a field stands, if it is there and isn't null.
    pub(super) fn place(&self, object: &Object, name: &str) -> Option<Cursor<'a>> {
        let present = |index: usize| self.present & 1u64.wrapping_shl(u32::try_from(index).unwrap_or_default()) != 0;
        let (index, _) = object.fields.iter().enumerate().find(|(i, f)| present(*i) && f.name == name)?;
        self.places.get(index).map(|place| self.at.moved(*place))
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
