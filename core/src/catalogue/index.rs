//! What validation looks up of objects and rules, worked out by the generator from their fields. Pure data, and no fact that doesn't stand in them.

use crate::generated::names::HARMLESS;
use crate::version::{Version, VersionSet};

/// An object's fields, in a form that is quick to search.
#[derive(Debug)]
pub(crate) struct Index {
    /// One a field, in the same order.
    pub(crate) keys: &'static [Key],
    /// A bit a field: a request must have it.
    pub(crate) required: u64,
    /// A bit a field: an answer must have it.
    pub(crate) always: u64,
    /// A bit a field: a version has it.
    pub(crate) versions: [u64; Version::ALL.len()],
}

impl Index {
    /// A bit for each field that a version has.
    pub(crate) fn of(&self, version: Version) -> u64 {
        self.versions.get(version as usize).copied().unwrap_or_default()
    }
}

/// A field as its key is searched.
#[derive(Debug)]
pub(crate) struct Key {
    /// The first [`WORD`] bytes of its name, the quote and the colon after it, zeros after a shorter one.
    pub(crate) word: [u64; 2],
    /// Bytes of its name.
    pub(crate) length: u8,
    /// Versions that have it.
    pub(crate) versions: VersionSet,
    /// What its value is, in short.
    pub(crate) quick: Quick,
    /// Number among the fields of its object that rules begin with, or [`NO`].
    pub(crate) slot: u8,
    /// Bit of its name in [`Hints`], or [`NO`] where no path of a rule ends in a field of this name.
    pub(crate) mark: u8,
}

/// How many bytes of a key are compared at once.
pub(crate) const WORD: usize = 16;

impl Key {
    /// Whether it is in one of the versions.
    pub(crate) fn is_in(&self, versions: VersionSet) -> bool {
        !self.versions.intersection(versions).is_empty()
    }
}

/// No number.
pub(crate) const NO: u8 = u8::MAX;

/// Most fields of an object that its rules begin with; the generator refuses more.
pub(crate) const SLOTS: usize = 16;

/// A key of a name that has fewer than 256 bytes.
pub(crate) const fn key(name: &str, versions: VersionSet, quick: Quick, slot: u8, mark: u8) -> Key {
    let (mut low, mut high) = (0u64, 0u64);
    let (mut shift, mut rest) = (0u32, name.as_bytes());
    // What comes after the name.
    let mut ends: &[u8] = b"\":";
    while shift < u128::BITS {
        let byte = match (rest.split_first(), ends.split_first()) {
            (Some((byte, after)), _) => {
                rest = after;
                *byte as u64
            }
            (None, Some((byte, after))) => {
                ends = after;
                *byte as u64
            }
            (None, None) => break,
        };
        match shift.checked_sub(u64::BITS) {
            None => low |= byte.wrapping_shl(shift),
            Some(shift) => high |= byte.wrapping_shl(shift),
        }
        shift = shift.wrapping_add(8);
    }
    #[allow(clippy::cast_possible_truncation, reason = "a short name")]
    let (word, length) = ([low, high], name.len() as u8);
    Key { word, length, versions, quick, slot, mark }
}

/// Whether a text begins with a value of the fields of a mark's name that breaks no rule, wherever it stands.
pub(crate) fn is_harmless(mark: u8, text: &[u8]) -> bool {
    HARMLESS.iter().any(|(of, value)| {
        let rest = text.strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(value.as_bytes()));
        *of == mark && matches!(rest, Some([b'"', ..]))
    })
}

/// What a field's value is, where that is said in a word. Null apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quick {
    /// Its type has to be looked at.
    Typed,
    /// Any string.
    Text,
    /// Any string in an answer; in a request its length is limited.
    SomeText,
    /// A string in the format `rfc3339`.
    Time,
    /// One of some strings, and nothing else is asked of it.
    Word,
    /// True or false.
    Flag,
    /// Any whole number.
    Whole,
    /// Any whole number in an answer; in a request its value is limited.
    SomeWhole,
}

/// What lets a rule rest without a look at the text. Bits stand for names of fields, several for the same where they are many; the highest is always set.
#[derive(Debug)]
pub(crate) struct Hints {
    /// Of the field that decides whether the rule applies; all for rules without one.
    pub(crate) trigger: u64,
    /// Of the fields that may be wrong if it applies; all where one may be absent.
    pub(crate) targets: u64,
    /// Bits of the object's own fields that the paths are, if each is such a field and nothing else.
    pub(crate) own: u64,
}

/// The bit that is always set.
pub(crate) const ALWAYS: u64 = 1u64.wrapping_shl(63);

#[cfg(test)]
mod tests {
    use super::{NO, Quick, SLOTS, key};
    use crate::catalogue::{Kind, Method, NamedType, Object, Push, Step, Type, Webhook};
    use crate::version::Version;

    fn of_type(ty: &'static Type, check: &mut dyn FnMut(&'static Object)) {
        match ty {
            Type::Object(object) => of_object(object, check),
            Type::Array(inner) | Type::Map(inner) => of_type(inner, check),
            Type::OneOf(options) => options.iter().for_each(|t| of_type(t, check)),
            _ => {}
        }
    }

    fn of_object(object: &'static Object, check: &mut dyn FnMut(&'static Object)) {
        check(object);
        object.fields.iter().for_each(|f| of_type(&f.ty, check));
    }

    /// Objects with their fields, everywhere in the catalogue but for other named types inside.
    fn objects(check: &mut dyn FnMut(&'static Object)) {
        for named in NamedType::all() {
            match &named.kind {
                Kind::Object(object) => of_object(object, check),
                Kind::Map(ty, _) | Kind::Array(ty, _) => of_type(ty, check),
                _ => {}
            }
        }
        Method::all().filter_map(Method::request).for_each(|o| of_object(o, check));
        let answers = Method::all().filter_map(Method::response);
        let payloads = Webhook::all().filter_map(Webhook::payload).chain(Push::all().filter_map(Push::payload));
        answers.chain(payloads).for_each(|t| of_type(t, check));
    }

    #[test]
    fn the_index_says_what_the_fields_say() {
        let mut count = 0;
        objects(&mut |object| {
            count += 1;
            let index = &object.index;
            assert_eq!(index.keys.len(), object.fields.len());
            for (bit, (field, found)) in object.fields.iter().zip(index.keys).enumerate() {
                let is_set = |bits: u64| bits & 1 << bit != 0;
                let made = key(field.name, field.versions, found.quick, found.slot, found.mark);
                assert_eq!(alloc::format!("{found:?}"), alloc::format!("{made:?}"));
                assert_eq!(usize::from(found.length), field.name.len(), "{}", field.name);
                assert_eq!(is_set(index.required), field.required, "{}", field.name);
                assert_eq!(is_set(index.always), !field.optional, "{}", field.name);
                for version in Version::ALL {
                    assert_eq!(is_set(index.of(version)), field.versions.contains(version), "{}", field.name);
                }
                let begins = |rule: &crate::catalogue::Rule| match rule.at {
                    [Step::Field(name), ..] => *name == field.name,
                    _ => false,
                };
                let is_start = object.rules.iter().any(begins);
                assert!(!is_start || usize::from(found.slot) < SLOTS, "{}", field.name);
                assert!(found.mark == NO || found.mark < 63, "{}", field.name);
                if found.quick != Quick::Typed {
                    assert!(!matches!(field.ty, Type::Object(_) | Type::Array(_) | Type::Map(_) | Type::Any));
                }
            }
        });
        assert!(count > 500, "{count}");
    }
}
