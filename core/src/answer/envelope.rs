//! What stands around a payload: finding its members, and comparing envelope and payload with the catalogue. Pure functions.

use alloc::vec::Vec;

use crate::catalogue::Type;
use crate::codec::{Fault, FaultCode, InputLimits, Json, MAX_FAULTS, compare};
use crate::version::Version;

/// Members of an object by name.
pub(super) struct Members<'a, const N: usize> {
    /// The first of each name.
    pub(super) first: [Option<Json<'a>>; N],
    /// Whether the name stands again.
    pub(super) again: [bool; N],
}

/// Finds members in one pass; of what isn't an object there are none.
pub(super) fn members<'a, const N: usize>(object: Json<'a>, names: [&str; N]) -> Members<'a, N> {
    let mut found = Members { first: [None; N], again: [false; N] };
    for (key, value) in object.members() {
        let places = names.iter().zip(&mut found.first).zip(&mut found.again);
        if let Some(((_, first), again)) = places.into_iter().find(|((name, _), _)| **name == key) {
            *again = first.is_some();
            first.get_or_insert(value);
        }
    }
    found
}

/// Collects what isn't as documented in an envelope and in its parts.
pub(super) struct Comparison<'a> {
    whole: Json<'a>,
    version: Version,
    found: Vec<Fault>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(whole: Json<'a>, envelope: &Type, version: Version) -> Self {
        Self { whole, version, found: compare(envelope, version, whole) }
    }

    /// Compares the payload too. Where it is absent, that counts if the catalogue has fields that are always there.
    pub(super) fn payload(&mut self, documented: Option<&Type>, payload: Option<Json<'a>>) {
        let Some(documented) = documented else { return };
        if let Some(payload) = payload {
            self.part("/payload", documented, payload);
        } else if Json::parse("{}", InputLimits::default())
            .is_ok_and(|nothing| !compare(documented, self.version, nothing).is_empty())
        {
            let end = self.whole.raw().len();
            self.found.push(Fault::at(FaultCode::Missing, "/payload", end, "It is always there with this action."));
        }
    }

    /// Compares a part and returns how many findings it has.
    pub(super) fn part(&mut self, pointer: &str, documented: &Type, part: Json<'a>) -> usize {
        let position = self.position(part);
        let found = compare(documented, self.version, part);
        let count = found.len();
        self.found.extend(found.into_iter().map(|fault| fault.under(pointer, position)));
        count
    }

    /// Takes out what was found inside of a place.
    pub(super) fn forget(&mut self, inside: &str) {
        self.found.retain(|fault| !fault.pointer().starts_with(inside));
    }

    /// Notes a value that the catalogue doesn't have.
    pub(super) fn unknown(&mut self, pointer: &str, value: Json<'a>, message: &str) {
        let position = self.position(value);
        self.found.push(Fault::at(FaultCode::NotAllowedValue, pointer, position, message));
    }

    /// All of it, in order of position.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        self.found.sort_by_key(Fault::position);
        self.found.truncate(MAX_FAULTS);
        self.found
    }

    /// Where a part begins, which is a slice of the whole.
    fn position(&self, part: Json<'a>) -> usize {
        part.raw().as_ptr().addr().saturating_sub(self.whole.raw().as_ptr().addr())
    }
}

/// A value as it is written out: equal to what came in.
macro_rules! written_as_it_came {
    ($($Name:ident)+) => {$(
        impl serde::Serialize for $Name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.raw().serialize(serializer)
            }
        }
    )+};
}
pub(super) use written_as_it_came;
