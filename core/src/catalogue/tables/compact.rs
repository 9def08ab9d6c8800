//! The tables, made on first use of the short form that `spec/codegen/src/emit/compact` writes. Memory for them is taken once and never given back.
//!
//! The form can't be wrong, as it is checked in with its generator. What doesn't fit it all the same comes out empty.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use std::sync::LazyLock;

use super::Envelope;
use crate::catalogue::index::{Hints, Index, Key, NO, Quick, key};
use crate::catalogue::{
    Bounds, Field, Kind, Limits, NamedType, Object, Path, Rule, RuleKind, Source, Step, Type, Value, ValueKind, Variant,
};
use crate::generated::compact::{ABOUTS, FIELDS, NAMES, ROW, WORDS};
use crate::version::{Version, VersionSet};

/// All named types.
pub(crate) fn types() -> &'static [&'static NamedType] {
    &TABLES.types
}

/// Parameters of the method with this number.
pub(crate) fn request(method: usize) -> Option<&'static Object> {
    TABLES.requests.get(method)
}

/// Answer of the method with this number.
pub(crate) fn response(method: usize) -> Option<&'static Type> {
    TABLES.responses.get(method).and_then(Option::as_ref)
}

/// Payload of the webhook with this number.
pub(crate) fn webhook(number: usize) -> Option<&'static Type> {
    TABLES.webhooks.get(number).and_then(Option::as_ref)
}

/// Payload of the push with this number.
pub(crate) fn push(number: usize) -> Option<&'static Type> {
    TABLES.pushes.get(number).and_then(Option::as_ref)
}

/// What something comes in.
pub(crate) fn envelope(envelope: Envelope) -> &'static Type {
    TABLES.envelopes.get(envelope as usize).unwrap_or(&Type::Any)
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

struct Tables {
    types: Vec<&'static NamedType>,
    requests: &'static [Object],
    responses: &'static [Option<Type>],
    webhooks: &'static [Option<Type>],
    pushes: &'static [Option<Type>],
    envelopes: [Type; 5],
}

impl Tables {
    fn read() -> Self {
        let mut reader = Reader {
            row: ROW,
            fields: room(FIELDS, || Field::BASE),
            keys: room(FIELDS, || key("", VersionSet::NONE, Quick::Typed, NO, NO)),
            names: NAMES.split('\n').map(|name| (name, NO)).collect(),
            words: Texts::new(WORDS),
            abouts: Texts::new(ABOUTS),
            types: Vec::new(),
        };
        for _ in 0..reader.count() {
            let (number, mark) = (reader.count(), reader.byte());
            if let Some((_, of_name)) = reader.names.get_mut(number) {
                *of_name = mark;
            }
        }
        let count = reader.count();
        let mut types = vec![&NOTHING; count];
        for _ in 0..count {
            let (place, (named, quick)) = (reader.count(), reader.named());
            reader.types.push((named, quick));
            if let Some(at) = types.get_mut(place) {
                *at = named;
            }
        }
        let envelope = |name| types.iter().find(|t| t.name == name).map_or(Type::Any, |t| Type::Named(t));
        Self {
            envelopes: ["ErrorAnswer", "RtmFrame", "RtmPush", "RtmResponse", "WebhookEnvelope"].map(envelope),
            types,
            requests: reader.list(Reader::object),
            responses: reader.list(Reader::maybe_type),
            webhooks: reader.list(Reader::maybe_type),
            pushes: reader.list(Reader::maybe_type),
        }
    }
}

/// Texts that are mostly used in order.
struct Texts {
    rest: core::str::Split<'static, char>,
    seen: Vec<&'static str>,
}

impl Texts {
    fn new(texts: &'static str) -> Self {
        Self { rest: texts.split('\n'), seen: Vec::new() }
    }

    /// The next one for 0, or the one with a number from 1 on.
    fn text(&mut self, number: usize) -> &'static str {
        let Some(before) = number.checked_sub(1) else {
            let text = self.rest.next().unwrap_or_default();
            self.seen.push(text);
            return text;
        };
        self.seen.get(before).copied().unwrap_or_default()
    }
}

fn room<T>(count: usize, empty: fn() -> T) -> &'static mut [T] {
    let mut list = Vec::with_capacity(count);
    list.resize_with(count, empty);
    list.leak()
}

/// The first places of a room, which are no longer in it then.
#[allow(clippy::mut_mut, reason = "the room itself gets smaller")]
fn places<T>(room: &mut &'static mut [T], count: usize) -> &'static mut [T] {
    room.split_off_mut(..count).unwrap_or_default()
}

struct Reader {
    /// What is to be read yet.
    row: &'static [u8],
    /// Room for the fields of all objects, and for their keys: one piece of memory each.
    fields: &'static mut [Field],
    keys: &'static mut [Key],
    /// Names of fields, each with its bit in the hints of rules.
    names: Vec<(&'static str, u8)>,
    words: Texts,
    abouts: Texts,
    /// Named types so far, each with the word for a value of it.
    types: Vec<(&'static NamedType, Quick)>,
}

impl Reader {
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.row.split_first() else { return 0 };
        self.row = rest;
        *byte
    }

    /// A number in groups of seven bits, the lowest first.
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0u64, 0u32);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f).wrapping_shl(shift);
            shift = shift.wrapping_add(7);
            if byte & 0x80 == 0 {
                return number;
            }
        }
    }

    fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_default()
    }

    fn flag(&mut self) -> bool {
        self.number() != 0
    }

    fn signed(number: u64) -> i64 {
        number.wrapping_shr(1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg()
    }

    #[allow(clippy::cast_precision_loss, reason = "it is exact: the generator writes others by their bits")]
    fn float(&mut self) -> f64 {
        let number = self.number();
        if number & 1 != 0 { f64::from_bits(self.number()) } else { Self::signed(number.wrapping_shr(1)) as f64 }
    }

    /// Bits by their numbers.
    fn bits(&mut self) -> u64 {
        (0..self.count()).fold(0, |bits, _| bits | 1u64.wrapping_shl(self.small()))
    }

    fn name(&mut self) -> &'static str {
        self.name_and_mark().0
    }

    fn name_and_mark(&mut self) -> (&'static str, u8) {
        let number = self.count();
        self.names.get(number).copied().unwrap_or(("", NO))
    }

    fn word(&mut self) -> &'static str {
        let number = self.count();
        self.words.text(number)
    }

    fn about(&mut self) -> &'static str {
        let number = self.count();
        self.abouts.text(number)
    }

    fn versions(&mut self) -> VersionSet {
        VersionSet(self.byte())
    }

    fn list<T>(&mut self, read: fn(&mut Self) -> T) -> &'static [T] {
        let count = self.count();
        self.so_many(count, read)
    }

    fn so_many<T>(&mut self, count: usize, mut read: impl FnMut(&mut Self) -> T) -> &'static [T] {
        let mut list = Vec::with_capacity(count);
        (0..count).for_each(|_| list.push(read(self)));
        list.leak()
    }

    fn named(&mut self) -> (&'static NamedType, Quick) {
        let bits = self.number();
        let (name, more) = (self.word(), bits & 0x40 != 0);
        let secret = more && self.flag();
        let versions = if more { self.versions() } else { VersionSet::ALL };
        let kind = match bits & 7 {
            0 => {
                let base = self.ty();
                let format = self.flag().then(|| self.word());
                Kind::Scalar { base, format, limits: self.limits().0 }
            }
            1 => Kind::Enum(self.values()),
            2 => Kind::Object(self.object()),
            3 => Kind::Union { tag: self.name(), variants: self.list(Self::variant) },
            4 => Kind::Map(self.ty(), self.limits().0),
            _ => Kind::Array(self.ty(), self.limits().0),
        };
        let named = NamedType { name, about: "", kind, versions, secret };
        (Box::leak(Box::new(named)), quick(bits.wrapping_shr(3)))
    }

    fn variant(&mut self) -> Variant {
        let tag = self.word();
        let number = self.count();
        Variant { tag, ty: self.types.get(number).map_or(&NOTHING, |(named, _)| named), versions: self.versions() }
    }

    fn maybe_type(&mut self) -> Option<Type> {
        self.flag().then(|| self.ty())
    }

    fn ty(&mut self) -> Type {
        self.type_and_word().0
    }

    /// A type, and the word for a value of it that has no limits.
    fn type_and_word(&mut self) -> (Type, Quick) {
        let ty = match self.count() {
            0 => return (Type::String, Quick::Text),
            1 => return (Type::Integer, Quick::Whole),
            2 => Type::Number,
            3 => return (Type::Boolean, Quick::Flag),
            4 => Type::Any,
            5 => Type::Binary,
            6 => Type::Array(Box::leak(Box::new(self.ty()))),
            7 => Type::Map(Box::leak(Box::new(self.ty()))),
            8 => Type::OneOf(self.list(Self::ty)),
            9 => Type::Object(Box::leak(Box::new(self.object()))),
            number => {
                let named = number.checked_sub(10).and_then(|n| self.types.get(n));
                return named.map_or((Type::Any, Quick::Typed), |(named, word)| (Type::Named(named), *word));
            }
        };
        (ty, Quick::Typed)
    }

    fn object(&mut self) -> Object {
        let head = self.count();
        let more = head & 1 != 0;
        let open = more && self.flag();
        let (rules, starts) = if more { (self.list(Self::rule), self.list(Self::name)) } else { Default::default() };
        let mut index = Index { keys: &[], required: 0, always: 0, versions: [0; Version::ALL.len()] };
        let count = head.wrapping_shr(1);
        let (fields, keys) = (places(&mut self.fields, count), places(&mut self.keys, count));
        let mut bit = 1u64;
        for (at, at_key) in fields.iter_mut().zip(keys.iter_mut()) {
            let (field, quick, mark) = self.field();
            let slot = starts.iter().position(|s| *s == field.name).and_then(|n| u8::try_from(n).ok()).unwrap_or(NO);
            *at_key = key(field.name, field.versions, quick, slot, mark);
            index.required |= if field.required { bit } else { 0 };
            index.always |= if field.optional { 0 } else { bit };
            for (version, bits) in Version::ALL.into_iter().zip(&mut index.versions) {
                *bits |= if field.versions.contains(version) { bit } else { 0 };
            }
            bit = bit.wrapping_shl(1);
            *at = field;
        }
        index.keys = keys;
        Object { fields, rules, open, index }
    }

    fn field(&mut self) -> (Field, Quick, u8) {
        let bits = self.byte();
        let has = |bit: u8| bits & bit != 0;
        let (name, mark) = self.name_and_mark();
        let mut field = Field { name, required: has(1), optional: has(2), ..Field::BASE };
        if has(4) {
            field.about = self.about();
        }
        if has(8) {
            field.versions = self.versions();
        }
        if has(0x40) {
            let rest = self.byte();
            (field.nullable, field.secret) = (rest & 1 != 0, rest & 2 != 0);
            field.source = match rest.wrapping_shr(2) {
                1 => Source::Sdk,
                2 => Source::Sample,
                3 => Source::Guide,
                _ => Source::Reference,
            };
        }
        if has(0x20) {
            field.default = Some(self.plain());
        }
        let limits = has(0x10).then(|| self.limits());
        let (ty, mut word) = self.type_and_word();
        field.ty = ty;
        if let Some((limits, limited)) = limits {
            (field.limits, word) = (limits, limited);
        }
        (field, word, mark)
    }

    fn limits(&mut self) -> (Limits, Quick) {
        let bits = self.number();
        let has = |bit: u32| bits & 8u64.wrapping_shl(bit) != 0;
        let mut limits = Limits { unique: has(8), ..Limits::NONE };
        if has(0) {
            limits.values = self.values();
        }
        limits.number.min = has(1).then(|| self.float());
        limits.number.max = has(2).then(|| self.float());
        limits.length.max = has(3).then(|| self.small());
        limits.items.max = has(4).then(|| self.small());
        limits.items.min = has(5).then(|| self.small());
        limits.length.min = has(6).then(|| self.small());
        limits.max_bytes = has(7).then(|| self.small());
        (limits, quick(bits))
    }

    fn values(&mut self) -> &'static [Value] {
        let head = self.count();
        self.so_many(head.wrapping_shr(1), |reader| {
            if head & 1 == 0 {
                Value { value: ValueKind::String(reader.word()), about: "", versions: VersionSet::ALL }
            } else {
                Value { value: reader.plain(), about: "", versions: reader.versions() }
            }
        })
    }

    fn plain(&mut self) -> ValueKind {
        match self.byte() {
            0 => ValueKind::String(self.word()),
            1 => ValueKind::Integer(Self::signed(self.number())),
            2 => ValueKind::Boolean(false),
            3 => ValueKind::Boolean(true),
            _ => ValueKind::Json(self.word()),
        }
    }

    fn path(&mut self) -> Path {
        self.list(|reader| match reader.byte() {
            0 => Step::Items,
            1 => Step::Values,
            _ => Step::Field(reader.name()),
        })
    }

    fn paths(&mut self) -> &'static [Path] {
        self.list(Self::path)
    }

    fn rule(&mut self) -> Rule {
        let (kind, at, versions) = (self.byte(), self.path(), self.versions());
        let hints = Hints { trigger: self.bits(), targets: self.bits(), own: self.bits() };
        let kind = match kind {
            0 => RuleKind::ExactlyOne(self.paths()),
            1 => RuleKind::AtLeastOne(self.paths()),
            2 => RuleKind::AtMostOne(self.paths()),
            3 => RuleKind::Together(self.paths()),
            _ => RuleKind::When {
                field: self.path(),
                is: self.list(Self::plain),
                needs: self.paths(),
                excludes: self.paths(),
                allows: self.list(|reader| (reader.path(), reader.list(Self::plain))),
                bounds: self.list(|reader| {
                    let path = reader.path();
                    let min = reader.flag().then(|| reader.float());
                    (path, Bounds { min, max: reader.flag().then(|| reader.float()) })
                }),
            },
        };
        Rule { at, kind, versions, about: "", hints }
    }
}

fn quick(bits: u64) -> Quick {
    match bits & 7 {
        1 => Quick::Text,
        2 => Quick::SomeText,
        3 => Quick::Time,
        4 => Quick::Word,
        5 => Quick::Flag,
        6 => Quick::Whole,
        7 => Quick::SomeWhole,
        _ => Quick::Typed,
    }
}

/// What a type that isn't there would be.
static NOTHING: NamedType =
    NamedType { name: "", about: "", kind: Kind::Enum(&[]), versions: VersionSet::NONE, secret: false };
