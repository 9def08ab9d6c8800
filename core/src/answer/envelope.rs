//! What stands around a payload: reading its members, and comparing envelope and payload with the catalogue. Pure functions.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::catalogue::Type;
use crate::codec::{
    Fault, FaultCode, InputLimits, Json, JsonError, MAX_FAULTS, Part, Told, compare, in_order, message,
};
use crate::version::Version;

/// Finds members in one pass; of what isn't an object there are none.
pub(super) fn members<'a, const N: usize>(object: Json<'a>, names: [&'static str; N]) -> [Part<'a>; N] {
    let mut parts = names.map(Part::named);
    for (key, value) in object.members() {
        if let Some(part) = parts.iter_mut().find(|part| part.name == key) {
            part.add(value);
        }
    }
    parts
}

/// A message with its members, and whether it was compared with the catalogue on the way and is as documented.
pub(super) type Message<'a, const N: usize> = (Json<'a>, [Part<'a>; N], bool);

/// Reads a message: mostly in one pass, in which `told` says what its payload is compared with.
pub(super) fn read<'a, const N: usize>(
    envelope: &'static Type,
    version: Version,
    text: &'a str,
    limits: InputLimits,
    names: [&'static str; N],
    told: &dyn Fn(&[Part<'a>], Version) -> Told,
) -> Result<Message<'a, N>, JsonError> {
    let mut parts = names.map(Part::named);
    if let Some((raw, as_documented)) = message(envelope, version, text, limits, &mut parts, told) {
        return Ok((raw, parts, as_documented));
    }
    let raw = Json::parse(text, limits)?;
    Ok((raw, members(raw, names), false))
}

/// The text of a member that was read already.
pub(super) fn text_of<'a>(parts: &[Part<'a>], name: &str) -> Option<Cow<'a, str>> {
    parts.iter().find(|part| part.name == name)?.value?.text()
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
        in_order(&mut self.found);
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
