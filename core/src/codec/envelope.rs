//! Reads a message of which some members tell what another one is: checked, taken apart and compared in one pass, as long as they stand before it. No tree,
//! no IO. What isn't as documented is not told here, only that there is something.

use super::fault::Path;
use super::json::Broken;
use super::keys::{Found, key};
use super::validate::{Purpose, Validator, is_within};
use super::value::{InputLimits, Json};
use super::values::Bounds;
use super::verdict::Options;
use crate::catalogue::{Kind, NamedType, Object, Type};
use crate::version::{Version, VersionSet};

/// A member of a message.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) name: &'static str,
    /// The first of its name.
    pub(crate) value: Option<Json<'a>>,
    /// Whether the name stands again.
    pub(crate) again: bool,
}

impl<'a> Part<'a> {
    /// One that wasn't read yet.
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name, value: None, again: false }
    }

    /// Notes a value of its name.
    pub(crate) fn add(&mut self, value: Json<'a>) {
        self.again = self.value.is_some();
        self.value.get_or_insert(value);
    }
}

/// What the members before a payload tell of it.
pub(crate) enum Told {
    /// What it is compared with; none if any JSON will do.
    Documented(Option<&'static Type>),
    /// In which version the whole message is compared.
    In(Version),
    /// Not enough.
    Nothing,
}

/// Name of the member that the others tell of.
const PAYLOAD: &str = "payload";

/// Reads a message, and tells whether it was compared from end to end and is as documented. Nothing of a text that has to be looked at more closely: one
/// that is broken, may go past a limit, or is no object.
pub(crate) fn message<'a>(
    envelope: &'static Type,
    mut version: Version,
    text: &'a str,
    limits: InputLimits,
    parts: &mut [Part<'a>],
    told: &dyn Fn(&[Part<'a>], Version) -> Told,
) -> Option<(Json<'a>, bool)> {
    let Type::Named(NamedType { kind: Kind::Object(object), .. }) = envelope else { return None };
    let raw = Json::trimmed(text);
    if text.len() > limits.bytes || !is_within(raw.raw(), limits) {
        return None;
    }
    loop {
        for part in parts.iter_mut() {
            *part = Part::named(part.name);
        }
        let mut validator = Validator::new(raw.raw(), version, Options::default(), Purpose::Answer);
        match validator.envelope(object, parts, told).ok()? {
            Read::To { is_as_documented } => {
                validator.cursor.end().ok()?;
                let is_as_documented = is_as_documented && validator.verdict.is_clean();
                return (!validator.deep).then_some((raw, is_as_documented));
            }
            Read::Other(other) => version = other,
        }
    }
}

/// How far a message was read.
enum Read {
    /// To its end.
    To { is_as_documented: bool },
    /// To where it says that it is of another version.
    Other(Version),
}

impl<'a> Validator<'a> {
    fn envelope(
        &mut self,
        object: &'static Object,
        parts: &mut [Part<'a>],
        told: &dyn Fn(&[Part<'a>], Version) -> Told,
    ) -> Result<Read, Broken> {
        let version = VersionSet::one(self.version);
        let (mut seen, mut next) = (0u64, 0usize);
        let (mut is_as_documented, mut compared) = (true, false);
        // A place of its own, so that it is kept in registers.
        let mut cursor = self.cursor;
        cursor.require(b'{')?;
        if cursor.take(b'}') {
            self.cursor = cursor;
            return Ok(Read::To { is_as_documented: false });
        }
        loop {
            cursor.space();
            let found = key(&mut cursor, object, next, version)?;
            cursor.space();
            let start = cursor.position();
            let index = if let Found::Field(index) = found { index } else { usize::MAX };
            if let Some((field, key)) = object.fields.get(index).zip(object.index.keys.get(index)) {
                next = index.wrapping_add(1);
                let bit = 1u64.wrapping_shl(u32::try_from(index).unwrap_or_default());
                is_as_documented &= seen & bit == 0;
                seen |= bit;
                let (mut ty, mut bounds, mut nullable) = (&field.ty, Bounds::of(field), field.nullable);
                if field.name == PAYLOAD && !compared {
                    match told(parts, self.version) {
                        Told::In(other) if other != self.version => return Ok(Read::Other(other)),
                        Told::In(_) | Told::Nothing => {}
                        Told::Documented(documented) => {
                            compared = true;
                            if let Some(documented) = documented {
                                (ty, bounds, nullable) = (documented, Bounds::default(), false);
                            }
                        }
                    }
                }
                if !self.quick::<false>(&mut cursor, field, key.quick)? {
                    self.cursor = cursor;
                    self.value(ty, bounds, nullable, &Path::Root, 2)?;
                    cursor = self.cursor;
                }
                let raw = cursor.between(start, cursor.position()).map(Json::read);
                // Parts mostly stand in the catalogue's order.
                let in_place = parts.get(index).is_some_and(|part| part.name == field.name);
                let place = if in_place { Some(index) } else { parts.iter().position(|p| p.name == field.name) };
                if let Some((part, raw)) = place.and_then(|place| parts.get_mut(place)).zip(raw) {
                    part.add(raw);
                }
            } else {
                is_as_documented = false;
                self.cursor = cursor;
                self.any(&Path::Root, 2)?;
                cursor = self.cursor;
            }
            if !cursor.take(b',') {
                cursor.require(b'}')?;
                break;
            }
        }
        self.cursor = cursor;
        let absent = object.index.always & !seen & object.index.of(self.version);
        Ok(Read::To { is_as_documented: is_as_documented && compared && absent == 0 })
    }
}
