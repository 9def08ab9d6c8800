//! Reads objects with fields, and the unions of such objects: which field a key is, what is absent, twice there or unknown. No tree, no IO.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::fault::{Fault, FaultCode, Path};
use super::format::usual_time;
use super::json::{Broken, Cursor, Kind, Why};
use super::keys::{Found, key};
use super::members::Members;
use super::repeats::Repeats;
use super::text::Text;
use super::types::outside;
use super::validate::{Purpose, Validator};
use super::values::{Bounds, within};
use super::verdict::{UnknownFields, Verdict};
use crate::catalogue::index::{NO, Quick, is_harmless};
use crate::catalogue::{Field, Kind as TypeKind, NamedType, Object, Type, ValueKind, Variant};
use crate::version::{Version, VersionSet};

/// The field that tells a union apart, and the value that is expected of it.
#[derive(Clone, Copy)]
struct Tag {
    name: &'static str,
    value: &'static str,
}

impl Tag {
    fn stands_at(self, cursor: Cursor<'_>) -> bool {
        let rest = cursor.rest().strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(self.value.as_bytes()));
        matches!(rest, Some([b'"', ..]))
    }
}

/// What breaks off the reading of an object that isn't what it was taken for.
fn other_tag<T>(cursor: Cursor<'_>) -> Result<T, Broken> {
    Err(Broken { at: cursor.position(), why: Why::Syntax })
}

impl<'a> Validator<'a> {
    #[inline]
    pub(super) fn object(&mut self, object: &'static Object, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        self.object_with_tag(object, path, depth, None)
    }

    #[inline]
    fn object_with_tag(
        &mut self,
        object: &'static Object,
        path: &Path<'_>,
        depth: u32,
        tag: Option<Tag>,
    ) -> Result<(), Broken> {
        if self.purpose == Purpose::Answer {
            return self.fields::<false>(object, path, depth, None, tag).map(drop);
        }
        if object.rules.is_empty() {
            return self.fields::<true>(object, path, depth, None, tag).map(drop);
        }
        self.object_with_rules(object, path, depth, tag)
    }

    #[inline(never)]
    fn object_with_rules(
        &mut self,
        object: &'static Object,
        path: &Path<'_>,
        depth: u32,
        tag: Option<Tag>,
    ) -> Result<(), Broken> {
        let mut members = Members::new(self.cursor);
        let end = self.fields::<true>(object, path, depth, Some(&mut members), tag)?;
        self.rules(object, &members, path, end);
        Ok(())
    }

    /// Reads the fields of an object and returns where it ends; notes where each value stands that isn't null. Breaks off where a tag, if one is given, doesn't
    /// show the object to be what it is taken for. `OURS`: of a request; then and only then there may be members to note.
    fn fields<const OURS: bool>(
        &mut self,
        object: &'static Object,
        path: &Path<'_>,
        depth: u32,
        mut members: Option<&mut Members<'a>>,
        mut tag: Option<Tag>,
    ) -> Result<usize, Broken> {
        let version = VersionSet::one(self.version);
        let start = self.cursor;
        let mut seen = 0u64;
        let (mut read, mut keys) = (0usize, Repeats::new());
        let mut next = 0usize;
        members = members.filter(|_| OURS);
        // A place of its own, so that it is kept in registers.
        let mut cursor = self.cursor;
        cursor.require(b'{')?;
        if !cursor.take(b'}') {
            loop {
                cursor.space();
                let found = key(&mut cursor, object, next, version)?;
                cursor.space();
                let known = match found {
                    Found::Field(index) => {
                        object.fields.get(index).zip(object.index.keys.get(index)).map(|f| (index, f))
                    }
                    Found::Unknown(_) if tag.is_some() => return other_tag(cursor),
                    Found::Unknown(key) => {
                        if let Some(members) = &mut members {
                            members.unknown();
                        }
                        if keys.stood_before(start, key, read)? {
                            self.duplicate(&Path::Key(path, key), cursor.position());
                        }
                        self.cursor = cursor;
                        self.unknown(object, key, path, depth)?;
                        cursor = self.cursor;
                        None
                    }
                };
                if let Some((index, (field, key))) = known {
                    next = index.wrapping_add(1);
                    if let Some(expected) = tag
                        && field.name == expected.name
                    {
                        if !expected.stands_at(cursor) {
                            return other_tag(cursor);
                        }
                        self.guessing = false;
                        tag = None;
                    }
                    let bit = 1u64.wrapping_shl(u32::try_from(index).unwrap_or_default());
                    if seen & bit != 0 {
                        self.duplicate(&Path::Field(path, field.name), cursor.position());
                    }
                    seen |= bit;
                    if OURS && cursor.byte() != Some(b'n') {
                        if key.mark != NO && !is_harmless(key.mark, cursor.rest()) {
                            self.marks |= 1u64.wrapping_shl(u32::from(key.mark));
                        }
                        if let Some(members) = &mut members {
                            members.add(bit, key.slot, cursor.position());
                        }
                    }
                    if !self.quick::<OURS>(&mut cursor, field, key.quick)? {
                        self.cursor = cursor;
                        let (path, depth) = (Path::Field(path, field.name), depth.saturating_add(1));
                        self.value(&field.ty, Bounds::of(field), field.nullable, &path, depth)?;
                        cursor = self.cursor;
                    }
                }
                read = read.saturating_add(1);
                if !cursor.take(b',') {
                    cursor.require(b'}')?;
                    break;
                }
            }
        }
        self.cursor = cursor;
        let end = cursor.position();
        let due = if OURS { object.index.required } else { object.index.always };
        let absent = due & !seen & object.index.of(self.version);
        if absent != 0 {
            self.absent(object, absent, path, end);
        }
        Ok(end)
    }

    /// Reads a value of which a word says what it is, and that is right. What is wrong, or needs a longer look, is left where it is.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is the inner loop of validation")]
    pub(super) fn quick<const OURS: bool>(
        &mut self,
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        quick: Quick,
    ) -> Result<bool, Broken> {
        let quick = match quick {
            Quick::SomeText if !OURS => Quick::Text,
            Quick::SomeWhole if !OURS => Quick::Whole,
            Quick::SomeText | Quick::SomeWhole => {
                let after = limited(*cursor, field, quick)?;
                cursor.advance(after.unwrap_or_default());
                return Ok(after.is_some());
            }
            quick => quick,
        };
        if matches!(quick, Quick::Time | Quick::Word) {
            let Some([b'"', text @ ..]) = cursor.ahead() else { return Ok(false) };
            let length = if quick == Quick::Time { usual_time(text) } else { listed(field, self.version, text) };
            let Some(length) = length.filter(|length| text.get(*length) == Some(&b'"')) else { return Ok(false) };
            cursor.advance(length.wrapping_add(2));
            return Ok(true);
        }
        cursor.quick(quick)
    }

    #[cold]
    fn absent(&mut self, object: &'static Object, absent: u64, path: &Path<'_>, end: usize) {
        let word = if self.purpose == Purpose::Request { "required" } else { "always there" };
        for (index, field) in (0u32..).zip(object.fields) {
            if absent & 1u64.wrapping_shl(index) != 0 {
                let path = Path::Field(path, field.name);
                self.fault(FaultCode::Missing, &path, end, format!("It is {word}: {}", field.about));
            }
        }
    }

    #[cold]
    pub(super) fn duplicate(&mut self, path: &Path<'_>, position: usize) {
        self.once = false;
        self.fault(FaultCode::DuplicateField, path, position, "The key stands twice in its object.");
    }

    #[cold]
    fn unknown(&mut self, object: &'static Object, key: Text<'a>, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        self.once = false;
        let position = self.cursor.position();
        let here = Path::Key(path, key);
        if object.open {
            return self.any(&here, depth.saturating_add(1));
        }
        let elsewhere = object.fields.iter().find(|f| key.is(f.name));
        let message = || match elsewhere {
            Some(field) => {
                let versions: Vec<&str> = field.versions.iter().map(Version::as_str).collect();
                format!("There is no such field in {}; it is in {}.", self.version, versions.join(", "))
            }
            None => format!("There is no such field in {}.", self.version),
        };
        match self.options.unknown_fields {
            UnknownFields::Fault => {
                let message = message();
                self.fault(FaultCode::UnknownField, &here, position, message);
            }
            UnknownFields::Warn if self.verdict.takes_warning() => {
                let fault = Fault::new(FaultCode::UnknownField, &here, position, message());
                self.verdict.warnings.push(fault);
            }
            UnknownFields::Warn | UnknownFields::Ignore => {}
        }
        self.any(&here, depth.saturating_add(1))
    }

    /// Texts repeat themselves: an object is first read as the variant that came after the last one before, and again by its tag if it isn't that.
    pub(super) fn union(
        &mut self,
        tag: &'static str,
        variants: &'static [Variant],
        path: &Path<'_>,
        depth: u32,
    ) -> Result<(), Broken> {
        if let Some(Variant { tag: value, ty: NamedType { kind: TypeKind::Object(object), .. }, versions }) =
            self.habits.next(variants)
            && versions.contains(self.version)
            && !self.guessing
            && self.verdict.is_clean()
        {
            let (start, once, trying) = (self.cursor, self.once, self.trying);
            self.guessing = true;
            let read = self.object_with_tag(object, path, depth, Some(Tag { name: tag, value }));
            if !core::mem::take(&mut self.guessing) {
                self.habits.repeat(variants);
                return read;
            }
            // Nothing is kept of what was found so far.
            (self.cursor, self.once, self.trying) = (start, once, trying);
            (self.verdict, self.last) = (Verdict::default(), None);
        }
        self.union_by_tag(tag, variants, path, depth)
    }

    /// Looks for the tag first.
    #[inline(never)]
    fn union_by_tag(
        &mut self,
        tag: &'static str,
        variants: &'static [Variant],
        path: &Path<'_>,
        depth: u32,
    ) -> Result<(), Broken> {
        let found = self.tag(tag)?;
        let here = Path::Field(path, tag);
        let version = self.version;
        // If the tag is bad, nothing of the object is judged.
        let once = core::mem::replace(&mut self.once, false);
        let in_version = || variants.iter().filter(move |v| v.versions.contains(version));
        let names = || {
            let names: Vec<String> = in_version().map(|v| format!("`{}`", v.tag)).collect();
            format!("It is one of {}.", names.join(", "))
        };
        match found {
            Some((Kind::String, mut at)) => {
                let position = at.position();
                let (plain, text) = (at, at.string()?);
                let is = |v: &&Variant| Tag { name: tag, value: v.tag }.stands_at(plain);
                if let Some(variant) = in_version().find(is).or_else(|| in_version().find(|v| text.is(v.tag))) {
                    self.once = once;
                    self.habits.note(variants, variant);
                    return self.named(variant.ty, Bounds::default(), path, depth, Kind::Object);
                }
                self.fault(FaultCode::NotAllowedValue, &here, position, names());
            }
            Some((_, at)) => self.fault(FaultCode::WrongType, &here, at.position(), names()),
            None => {
                self.any(path, depth)?;
                let end = self.cursor.position();
                self.fault(FaultCode::Missing, &here, end, names());
                return Ok(());
            }
        }
        self.any(path, depth)
    }

    /// Looks for the member that tells a union apart, in the object that begins here.
    fn tag(&self, tag: &str) -> Result<Option<(Kind, Cursor<'a>)>, Broken> {
        let mut cursor = self.cursor;
        cursor.require(b'{')?;
        if cursor.take(b'}') {
            return Ok(None);
        }
        loop {
            cursor.space();
            let found = match cursor.rest().strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(tag.as_bytes())) {
                Some([b'"', ..]) => {
                    cursor.advance(tag.len().wrapping_add(2));
                    true
                }
                _ => cursor.string()?.is(tag),
            };
            cursor.require(b':')?;
            let kind = cursor.kind()?;
            if found {
                return Ok(Some((kind, cursor)));
            }
            cursor.skip()?;
            if !cursor.take(b',') {
                return Ok(None);
            }
        }
    }
}

/// How many bytes a string or a whole number takes that keeps to its limits, if that shows at once.
#[inline(never)]
fn limited(start: Cursor<'_>, field: &'static Field, quick: Quick) -> Result<Option<usize>, Broken> {
    let own = match &field.ty {
        Type::Named(NamedType { kind: TypeKind::Scalar { limits, .. }, .. }) => limits,
        _ => &field.limits,
    };
    let limits = [own, &field.limits];
    let mut cursor = start;
    let length = |cursor: Cursor<'_>| cursor.position().wrapping_sub(start.position());
    let right = match (quick, cursor.byte()) {
        (Quick::SomeText, Some(b'"')) => {
            cursor.step();
            cursor.finish()?;
            limits.iter().all(|l| within(l, length(cursor).wrapping_sub(2)))
        }
        (Quick::SomeWhole, Some(b'-' | b'0'..=b'9')) if cursor.figure()? => {
            let raw = start.between(start.position(), cursor.position());
            let value = raw.and_then(|raw| raw.parse::<i32>().ok()).map(f64::from);
            value.is_some_and(|value| limits.iter().all(|l| outside(l.number, value).is_none()))
        }
        _ => false,
    };
    Ok(right.then(|| length(cursor)))
}

/// How many bytes the value takes with which a text begins, if it is one of those that a field has in a version. No value has anything to escape.
#[inline]
fn listed(field: &'static Field, version: Version, text: &[u8]) -> Option<usize> {
    let values = match &field.ty {
        Type::Named(named) => match &named.kind {
            TypeKind::Enum(values) => values,
            _ => field.limits.values,
        },
        _ => field.limits.values,
    };
    values.iter().filter(|v| v.versions.contains(version)).find_map(|v| match v.value {
        ValueKind::String(value) => {
            let begins = text.strip_prefix(value.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'"'));
            begins.then_some(value.len())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::Version;
    use crate::catalogue::{NamedType, Type};
    use crate::codec::{InputLimits, Json, compare};
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    fn found(ty: &Type, version: Version, text: &str) -> Vec<String> {
        let json = Json::parse(text, InputLimits::default()).unwrap();
        let faults = compare(ty, version, json);
        let both = Json::parse_as(ty, version, text, InputLimits::default()).unwrap();
        assert_eq!(both.1, faults, "{text}");
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_an_object_is_taken_for_first_leaves_no_trace() {
        let event = Type::Named(NamedType::from_name("Event").unwrap());
        let wrong: Vec<_> = (0..500).map(|i| format!("\"p{i}\":5")).collect();
        let wrong = wrong.join(",");
        for tag in ["message", "file", "filled_form", "rich_message", "form", "custom", "none"] {
            let before = format!(r#"{{"type":"{tag}","properties":{{{wrong}}}}}"#);
            let behind = format!(r#"{{"properties":{{{wrong}}},"type":"{tag}"}}"#);
            let (before, behind) = (found(&event, Version::V3_6, &before), found(&event, Version::V3_6, &behind));
            assert_eq!(before.len(), if tag == "none" { 1 } else { 100 }, "{tag}");
            assert_eq!(behind, before, "{tag}");
        }
    }

    #[test]
    fn what_came_before_an_object_of_a_union_changes_nothing() {
        let event = NamedType::from_name("Event").unwrap();
        let (one, several) = (Type::Named(event), Type::Array(&*alloc::boxed::Box::leak(Type::Named(event).into())));
        let events = [
            r#"{"id":"1","type":"message","author_id":"a","created_at":"2026-11-22T10:15:30Z","text":"x"}"#,
            r#"{"id":"1","text":"x","author_id":"a","created_at":"2026-11-22T10:15:30Z","type":"message"}"#,
            r#"{"id":"1","name":"x","author_id":"a","created_at":"x","type":"file"}"#,
            r#"{"id":"1","text_vars":{},"created_at":"2026-11-22T10:15:30Z","type":"system_message","system_message_type":"x"}"#,
            r#"{"id":"1","ty\u0070e":"message"}"#,
            r#"{"type":"message","type":"file","id":5}"#,
            r#"{"type":"system","id":"1"}"#,
            r#"{"id":5,"type":5}"#,
            r#"{"id":5,"colour":"red"}"#,
            r#"{ "colour" : "red" , "type" : "message" }"#,
            "{}",
            "7",
        ];
        for version in Version::ALL {
            for (first, second) in events.iter().flat_map(|first| events.iter().map(move |second| (first, second))) {
                for third in events {
                    let text = format!("[{first},{second},{first},{third}]");
                    let places = [(0, *first), (1, *second), (2, *first), (3, third)];
                    let alone = places.iter().flat_map(|(place, event)| {
                        let faults = found(&one, version, event);
                        faults.into_iter().map(move |f| {
                            let (code, rest) = f.split_once(" at ").unwrap();
                            format!("{code} at /{place}{rest}")
                        })
                    });
                    assert_eq!(found(&several, version, &text), alone.collect::<Vec<_>>(), "{version} {text}");
                }
            }
        }
    }
}
