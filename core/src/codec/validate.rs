//! Validates a body against the form of a method's request: one pass over the text, every fault with its place. No tree, no IO.
//!
//! A union is told apart by a field that may stand anywhere, so its object is looked through once for that field; the rules between fields
//! look their fields up again. Everything else is read once.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::fault::{Fault, FaultCode, Path};
use super::json::{Broken, Cursor, Kind, Text};
use super::members::{Members, Scalar};
use super::repeats::Repeats;
use super::types::{describe, describe_named, fits, kind_of_values, outside, show};
use super::value::Json;
use super::verdict::{Options, UnknownFields, Verdict};
use super::{MAX_DEPTH, format};
use crate::catalogue::{Field, Kind as TypeKind, Limits, Method, NamedType, Object, Type, Value, Variant};
use crate::version::Version;

/// Validates a body for a method in a version. All faults at once, each with a stable code, a pointer and a message.
///
/// ```
/// use livechat_core::codec::{FaultCode, Options, validate};
/// use livechat_core::{Method, Version};
/// let verdict = validate(
///     Method::AGENT_LIST_CHATS,
///     Version::V3_6,
///     r#"{"limit": 500, "page_id": "x", "sort_order": "up"}"#,
///     Options::default(),
/// );
/// let found: Vec<_> = verdict.faults().iter().map(|f| (f.code(), f.pointer())).collect();
/// assert_eq!(
///     found,
///     [
///         (FaultCode::OutOfRange, "/limit"),
///         (FaultCode::ExcludedBy, "/limit"),
///         (FaultCode::NotAllowedValue, "/sort_order"),
///         (FaultCode::ExcludedBy, "/sort_order"),
///     ]
/// );
/// ```
pub fn validate(method: Method, version: Version, body: &str, options: Options) -> Verdict {
    let Some(request) = method.request() else { return Verdict::default() };
    // No body and null are both a request without parameters.
    let body = if body.trim_matches([' ', '\n', '\r', '\t']) == "null" { "{}" } else { body };
    judge(Type::Object(request), version, body, options, Purpose::Request)
}

/// What of an answer, a push or a webhook isn't as the catalogue documents it: unknown fields and values, fields that are absent or of another type,
/// texts in another format. In order of position, at most [`MAX_FAULTS`](super::MAX_FAULTS) and as many as [`Verdict::faults`] lists. Nothing of this
/// makes the value unusable; lengths, counts and rules are the sender's affair and not looked at.
///
/// ```
/// use livechat_core::codec::{InputLimits, Json, compare};
/// use livechat_core::{Method, Version};
/// let answer = Json::parse(r#"{"thread_id": 5, "mood": "good"}"#, InputLimits::default())?;
/// let documented = Method::AGENT_RESUME_CHAT.response().ok_or("no answer documented")?;
/// let found: Vec<_> = compare(documented, Version::V3_6, answer).iter().map(|f| f.to_string()).collect();
/// assert_eq!(found, ["wrong_type at /thread_id: It is a string.", "unknown_field at /mood: There is no such field in 3.6."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(documented: &Type, version: Version, value: Json<'_>) -> Vec<Fault> {
    judge(*documented, version, value.raw(), Options::default(), Purpose::Answer).faults
}

/// Whose text is judged: the caller's, that must be right, or the vendor's, that is taken as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Request,
    Answer,
}

fn judge(ty: Type, version: Version, text: &str, options: Options, purpose: Purpose) -> Verdict {
    let cursor = Cursor::new(text);
    let mut validator =
        Validator { cursor, version, options, purpose, verdict: Verdict::default(), trying: 0, last: None, once: true };
    let read = validator.value(ty, Bounds::default(), false, &Path::Root, 1);
    let read = read.and_then(|()| validator.cursor.end());
    let mut verdict = validator.verdict;
    if let Err(Broken { at, deep, .. }) = read {
        let (code, message) = if deep {
            (FaultCode::TooDeep, format!("More levels inside each other than are read at all, at byte {at}."))
        } else {
            (FaultCode::NotJson, format!("Not JSON from byte {at} on."))
        };
        verdict.faults = alloc::vec![Fault::new(code, &Path::Root, at, message)];
        verdict.warnings.clear();
    }
    verdict.keep_first();
    verdict
}

/// Limits that hold for a value: the field's, and those of its named type. `true`: the value is inside an array or a map whose count the limits
/// are about.
#[derive(Clone, Copy, Default)]
struct Bounds {
    field: Option<(&'static Limits, bool)>,
    own: Option<(&'static Limits, bool)>,
}

impl Bounds {
    fn of(field: &'static Field) -> Self {
        Self { field: Some((&field.limits, false)), own: None }
    }

    fn with(self, own: &'static Limits) -> Self {
        Self { own: Some((own, false)), ..self }
    }

    /// The same for the elements.
    fn inside(self) -> Self {
        let inside = |limits: Option<(&'static Limits, bool)>| limits.map(|(l, _)| (l, true));
        Self { field: inside(self.field), own: inside(self.own) }
    }

    /// Those of the named type first.
    fn values(self) -> impl Iterator<Item = &'static Limits> {
        [self.own, self.field].into_iter().flatten().map(|(l, _)| l)
    }

    /// Those that count elements here.
    fn counts(self) -> impl Iterator<Item = &'static Limits> {
        [self.own, self.field].into_iter().flatten().filter(|(_, inside)| !inside).map(|(l, _)| l)
    }
}

pub(super) struct Validator<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) version: Version,
    options: Options,
    purpose: Purpose,
    verdict: Verdict,
    /// Inside of something whose faults are counted or taken back.
    trying: u32,
    /// Where the last fault is that was kept when there were too many; what comes behind it isn't listed.
    last: Option<usize>,
    /// Nothing read so far may have a key twice in one object.
    pub(super) once: bool,
}

/// How many elements of an array whose elements must differ are compared with each other, so that a hostile one costs little.
const COMPARED_ELEMENTS: usize = 128;

impl<'a> Validator<'a> {
    pub(super) fn fault(&mut self, code: FaultCode, path: &Path<'_>, position: usize, message: impl Into<String>) {
        if self.has_room(position) {
            self.verdict.faults.push(Fault::new(code, path, position, message));
        }
    }

    /// The same, unless that place has a fault of that code already.
    pub(super) fn fault_once(&mut self, code: FaultCode, path: &Path<'_>, position: usize, message: impl Into<String>) {
        if self.has_room(position) {
            let fault = Fault::new(code, path, position, message);
            let known = self.verdict.faults.iter().any(|f| f.code() == code && f.pointer() == fault.pointer());
            if !known {
                self.verdict.faults.push(fault);
            }
        }
    }

    /// Whether a fault may be among the first by position, which are kept in bounded memory. One that isn't has no pointer written for it, since that
    /// may be long.
    fn has_room(&mut self, position: usize) -> bool {
        if self.trying > 0 {
            return !self.verdict.is_full();
        }
        if self.verdict.is_full() {
            self.last = self.verdict.keep_first();
        }
        self.last.is_none_or(|last| position < last)
    }

    fn value(&mut self, ty: Type, bounds: Bounds, nullable: bool, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        let kind = self.cursor.kind()?;
        let position = self.cursor.position();
        if kind == Kind::Null {
            self.cursor.null()?;
            if !nullable && !matches!(ty, Type::Any) {
                self.fault(
                    FaultCode::WrongType,
                    path,
                    position,
                    format!("It may not be null; it is {}.", describe(&ty)),
                );
            }
            return Ok(());
        }
        if depth > MAX_DEPTH && matches!(kind, Kind::Array | Kind::Object) {
            self.fault(FaultCode::TooDeep, path, position, format!("More than {MAX_DEPTH} levels deep."));
            return self.cursor.skip();
        }
        match (ty, kind) {
            (Type::Any, _) => self.any(path, depth),
            (Type::String, Kind::String) => self.string(bounds, None, path),
            (Type::Binary, Kind::String) => self.binary(bounds.values().find_map(|l| l.max_bytes), path),
            (Type::Integer | Type::Number, Kind::Number) => self.number(matches!(ty, Type::Integer), bounds, path),
            (Type::Boolean, Kind::Boolean) => self.boolean(bounds, path),
            (Type::Array(inner), Kind::Array) => self.array(inner, bounds, path, depth),
            (Type::Map(inner), Kind::Object) => self.map(inner, bounds, path, depth),
            (Type::Object(object), Kind::Object) => self.object(object, path, depth),
            (Type::Named(named), _) => self.named(named, bounds, path, depth, kind),
            (Type::OneOf(options), _) => self.one_of(options, bounds, path, depth, kind),
            _ => self.wrong_type(&ty, path, depth),
        }
    }

    fn wrong_type(&mut self, ty: &Type, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        self.once = false;
        let position = self.cursor.position();
        self.fault(FaultCode::WrongType, path, position, format!("It is {}.", describe(ty)));
        self.any(path, depth)
    }

    /// Any JSON: only its depth is looked at.
    fn any(&mut self, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        match self.cursor.kind()? {
            Kind::Array | Kind::Object if depth > MAX_DEPTH => {
                let position = self.cursor.position();
                self.fault(FaultCode::TooDeep, path, position, format!("More than {MAX_DEPTH} levels deep."));
                self.cursor.skip()
            }
            Kind::Array => {
                self.elements(|v, index| v.any(&Path::Index(path, index), depth.saturating_add(1))).map(drop)
            }
            Kind::Object => self.members(|v, key| v.any(&Path::Key(path, key), depth.saturating_add(1))).map(drop),
            _ => self.cursor.skip(),
        }
    }

    /// Reads an array element by element and returns how many there were.
    fn elements(&mut self, mut each: impl FnMut(&mut Self, usize) -> Result<(), Broken>) -> Result<usize, Broken> {
        self.cursor.require(b'[')?;
        if self.cursor.take(b']') {
            return Ok(0);
        }
        let mut count = 0usize;
        loop {
            each(self, count)?;
            count = count.saturating_add(1);
            if !self.cursor.take(b',') {
                self.cursor.require(b']')?;
                return Ok(count);
            }
        }
    }

    /// Reads an object member by member and returns how many there were.
    fn members(&mut self, mut each: impl FnMut(&mut Self, Text<'a>) -> Result<(), Broken>) -> Result<usize, Broken> {
        self.cursor.require(b'{')?;
        if self.cursor.take(b'}') {
            return Ok(0);
        }
        let mut count = 0usize;
        loop {
            let key = self.cursor.string()?;
            self.cursor.require(b':')?;
            each(self, key)?;
            count = count.saturating_add(1);
            if !self.cursor.take(b',') {
                self.cursor.require(b'}')?;
                return Ok(count);
            }
        }
    }

    fn named(
        &mut self,
        named: &'static NamedType,
        bounds: Bounds,
        path: &Path<'_>,
        depth: u32,
        kind: Kind,
    ) -> Result<(), Broken> {
        match (&named.kind, kind) {
            (TypeKind::Scalar { base, format, limits }, _) => match (base, kind) {
                (Type::String, Kind::String) => self.string(bounds.with(limits), *format, path),
                (Type::Integer | Type::Number, Kind::Number) => {
                    self.number(matches!(base, Type::Integer), bounds.with(limits), path)
                }
                (Type::Boolean, Kind::Boolean) => self.boolean(bounds.with(limits), path),
                _ => self.wrong_type(base, path, depth),
            },
            (TypeKind::Enum(values), _) if kind_of_values(values) == kind => {
                let position = self.cursor.position();
                let scalar = Scalar::read(&mut self.cursor, kind)?;
                self.allowed(values, scalar, path, position);
                Ok(())
            }
            (TypeKind::Object(object), Kind::Object) => self.object(object, path, depth),
            (TypeKind::Union { tag, variants }, Kind::Object) => self.union(tag, variants, path, depth),
            (TypeKind::Map(inner, limits), Kind::Object) => self.map(inner, bounds.with(limits), path, depth),
            (TypeKind::Array(inner, limits), Kind::Array) => self.array(inner, bounds.with(limits), path, depth),
            _ => {
                let position = self.cursor.position();
                self.once = false;
                self.fault(FaultCode::WrongType, path, position, format!("It is {}.", describe_named(named)));
                self.any(path, depth)
            }
        }
    }

    /// Reports a value that is none of those that are allowed in this version.
    fn allowed(&mut self, values: &'static [Value], scalar: Scalar<'_>, path: &Path<'_>, position: usize) -> bool {
        let version = self.version;
        let in_version = || values.iter().filter(move |v| v.versions.contains(version));
        if in_version().any(|v| scalar.is(v.value)) {
            return true;
        }
        let names: Vec<String> = in_version().map(|v| show(v.value)).collect();
        self.fault(FaultCode::NotAllowedValue, path, position, format!("It is one of {}.", names.join(", ")));
        false
    }

    fn one_of_values(&mut self, bounds: Bounds, scalar: Scalar<'_>, path: &Path<'_>, position: usize) -> bool {
        for limits in bounds.values() {
            if !limits.values.is_empty() && !self.allowed(limits.values, scalar, path, position) {
                return false;
            }
        }
        true
    }

    fn string(&mut self, bounds: Bounds, format: Option<&'static str>, path: &Path<'_>) -> Result<(), Broken> {
        let position = self.cursor.position();
        let text = self.cursor.string()?;
        if !self.one_of_values(bounds, Scalar::String(text), path, position) {
            return Ok(());
        }
        let ours = self.purpose == Purpose::Request;
        let (mut short, mut long) = (false, false);
        for limits in bounds.values().filter(|_| ours) {
            if let Some(least) = limits.length.min
                && text.length() < least as usize
                && !core::mem::replace(&mut short, true)
            {
                self.fault(FaultCode::TooShort, path, position, format!("It has at least {least} characters."));
            }
            if let Some(most) = limits.length.max
                && text.length() > most as usize
                && !core::mem::replace(&mut long, true)
            {
                self.fault(FaultCode::TooLong, path, position, format!("It has at most {most} characters."));
            }
            if let Some(most) = limits.max_bytes
                && text.bytes() > most as usize
                && !core::mem::replace(&mut long, true)
            {
                self.fault(FaultCode::TooLong, path, position, format!("It has at most {most} bytes of UTF-8."));
            }
        }
        if let Some(format) = format {
            let fits = match text.plain() {
                Some(plain) => format::fits(format, plain),
                // Written with escapes, which is rare where a format is asked for.
                None => format::fits(format, &text.chars().collect::<String>()),
            };
            if !fits {
                self.fault(FaultCode::BadFormat, path, position, format!("It is {}.", format::example(format)));
            }
        }
        Ok(())
    }

    fn number(&mut self, whole: bool, bounds: Bounds, path: &Path<'_>) -> Result<(), Broken> {
        let position = self.cursor.position();
        let number = self.cursor.number()?;
        if whole && !number.whole {
            self.fault(FaultCode::WrongType, path, position, "It is a whole number, without fraction and exponent.");
            return Ok(());
        }
        if !self.one_of_values(bounds, Scalar::Number(number), path, position) {
            return Ok(());
        }
        for limits in bounds.values() {
            let free = limits.number.min.is_none() && limits.number.max.is_none();
            if free || self.purpose == Purpose::Answer {
                continue;
            }
            if let Some(message) = outside(limits.number, number.raw.parse().unwrap_or(f64::NAN)) {
                self.fault(FaultCode::OutOfRange, path, position, message);
                break;
            }
        }
        Ok(())
    }

    fn boolean(&mut self, bounds: Bounds, path: &Path<'_>) -> Result<(), Broken> {
        let position = self.cursor.position();
        let value = self.cursor.boolean()?;
        self.one_of_values(bounds, Scalar::Boolean(value), path, position);
        Ok(())
    }

    fn count(&mut self, count: usize, what: &str, bounds: Bounds, path: &Path<'_>, position: usize) {
        let ours = self.purpose == Purpose::Request;
        let (mut few, mut many) = (false, false);
        for limits in bounds.counts().filter(|_| ours) {
            if let Some(least) = limits.items.min
                && count < least as usize
                && !core::mem::replace(&mut few, true)
            {
                self.fault(FaultCode::TooFew, path, position, format!("It has at least {least} {what}."));
            }
            if let Some(most) = limits.items.max
                && count > most as usize
                && !core::mem::replace(&mut many, true)
            {
                self.fault(FaultCode::TooMany, path, position, format!("It has at most {most} {what}."));
            }
        }
    }

    fn array(&mut self, inner: &'static Type, bounds: Bounds, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        let position = self.cursor.position();
        let unique = self.purpose == Purpose::Request && bounds.counts().any(|l| l.unique);
        let start = self.cursor;
        let count = self.elements(|v, index| {
            let path = Path::Index(path, index);
            let kind = v.cursor.kind()?;
            let at = v.cursor;
            let before = v.verdict.faults.len();
            v.trying = v.trying.saturating_add(u32::from(unique));
            v.value(*inner, bounds.inside(), false, &path, depth.saturating_add(1))?;
            v.trying = v.trying.saturating_sub(u32::from(unique));
            let refused = |f: &Fault| matches!(f.code(), FaultCode::WrongType | FaultCode::NotAllowedValue);
            if unique && !v.verdict.faults.iter().skip(before).any(refused) && stood_before(start, index, at, kind)? {
                v.fault(FaultCode::NotUnique, &path, at.position(), "It equals an earlier element.");
            }
            Ok(())
        })?;
        self.count(count, "elements", bounds, path, position);
        Ok(())
    }

    fn map(&mut self, inner: &'static Type, bounds: Bounds, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        let position = self.cursor.position();
        let start = self.cursor;
        let (mut read, mut keys) = (0usize, Repeats::new());
        let count = self.members(|v, key| {
            if keys.stood_before(start, key, read)? {
                v.duplicate(key, path);
            }
            read = read.saturating_add(1);
            v.value(*inner, bounds.inside(), false, &Path::Key(path, key), depth.saturating_add(1))
        })?;
        self.count(count, "entries", bounds, path, position);
        Ok(())
    }

    fn duplicate(&mut self, key: Text<'a>, path: &Path<'_>) {
        self.once = false;
        self.cursor.space();
        let position = self.cursor.position();
        self.fault(FaultCode::DuplicateField, &Path::Key(path, key), position, "The key stands twice in its object.");
    }

    fn object(&mut self, object: &'static Object, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        if object.rules.is_empty() || self.purpose == Purpose::Answer {
            return self.fields(object, path, depth, |_, _| {}).map(drop);
        }
        let mut members = Members::new(self.cursor);
        let end = self.fields(object, path, depth, |index, place| members.add(index, place))?;
        self.rules(object, &members, path, end);
        Ok(())
    }

    /// Reads the fields of an object and returns where it ends; tells where each value stands that isn't null.
    fn fields(
        &mut self,
        object: &'static Object,
        path: &Path<'_>,
        depth: u32,
        mut member: impl FnMut(Option<usize>, usize),
    ) -> Result<usize, Broken> {
        let start = self.cursor;
        let mut seen = 0u64;
        let (mut read, mut keys) = (0usize, Repeats::new());
        // Fields mostly come in the catalogue's order, so the search goes on from the last one.
        let mut last = 0usize;
        self.members(|v, key| {
            let found = v.find(object, key, last);
            read = read.saturating_add(1);
            let Some((index, field)) = found else {
                member(None, v.cursor.position());
                if keys.stood_before(start, key, read.saturating_sub(1))? {
                    v.duplicate(key, path);
                }
                return v.unknown(object, key, path, depth);
            };
            last = index;
            let bit = 1u64.wrapping_shl(u32::try_from(index).unwrap_or_default());
            if seen & bit != 0 {
                v.duplicate(key, path);
            }
            seen |= bit;
            if v.cursor.kind()? != Kind::Null {
                member(Some(index), v.cursor.position());
            }
            let path = Path::Field(path, field.name);
            v.value(field.ty, Bounds::of(field), field.nullable, &path, depth.saturating_add(1))
        })?;
        let end = self.cursor.position();
        for (index, field) in (0u32..).zip(object.fields) {
            let (due, word) = match self.purpose {
                Purpose::Request => (field.required, "required"),
                Purpose::Answer => (!field.optional, "always there"),
            };
            if due && seen & 1u64.wrapping_shl(index) == 0 && field.versions.contains(self.version) {
                let path = Path::Field(path, field.name);
                self.fault(FaultCode::Missing, &path, end, format!("It is {word}: {}", field.about));
            }
        }
        Ok(end)
    }

    fn find(&self, object: &'static Object, key: Text<'_>, from: usize) -> Option<(usize, &'static Field)> {
        let fits = |field: &Field| field.versions.contains(self.version) && key.is(field.name);
        let mut fields = object.fields.iter().enumerate();
        let later = fields.clone().skip(from).find(|(_, f)| fits(f));
        later.or_else(|| fields.find(|(index, f)| *index < from && fits(f)))
    }

    fn unknown(&mut self, object: &'static Object, key: Text<'a>, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        self.once = false;
        self.cursor.space();
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

    fn union(
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
                let text = at.string()?;
                if let Some(variant) = in_version().find(|v| text.is(v.tag)) {
                    self.once = once;
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
            let key = cursor.string()?;
            cursor.require(b':')?;
            let kind = cursor.kind()?;
            if key.is(tag) {
                return Ok(Some((kind, cursor)));
            }
            cursor.skip()?;
            if !cursor.take(b',') {
                return Ok(None);
            }
        }
    }

    fn one_of(
        &mut self,
        options: &'static [Type],
        bounds: Bounds,
        path: &Path<'_>,
        depth: u32,
        kind: Kind,
    ) -> Result<(), Broken> {
        let whole = kind == Kind::Number && self.cursor.moved(self.cursor.position()).number()?.whole;
        let mut fitting = options.iter().filter(|o| fits(o, kind, whole)).peekable();
        let Some(first) = fitting.next() else { return self.wrong_type(&Type::OneOf(options), path, depth) };
        if fitting.peek().is_none() {
            return self.value(*first, bounds, false, path, depth);
        }
        let (start, faults, warnings) = (self.cursor, self.verdict.faults.len(), self.verdict.warnings.len());
        for option in core::iter::once(first).chain(fitting) {
            self.trying = self.trying.saturating_add(1);
            self.value(*option, bounds, false, path, depth)?;
            self.trying = self.trying.saturating_sub(1);
            if self.verdict.faults.len() == faults {
                return Ok(());
            }
            self.cursor = start;
            self.verdict.faults.truncate(faults);
            self.verdict.warnings.truncate(warnings);
        }
        self.value(*first, bounds, false, path, depth)
    }
}

/// Whether a plain element equals one of the elements before it, in the array that begins at `start`.
fn stood_before(start: Cursor<'_>, index: usize, at: Cursor<'_>, kind: Kind) -> Result<bool, Broken> {
    if index > COMPARED_ELEMENTS || matches!(kind, Kind::Null | Kind::Array | Kind::Object) {
        return Ok(false);
    }
    let (mut at, mut earlier) = (at, start);
    let scalar = Scalar::read(&mut at, kind)?;
    earlier.require(b'[')?;
    for _ in 0..index {
        let kind = earlier.kind()?;
        if Scalar::read(&mut earlier, kind)?.equals(scalar) {
            return Ok(true);
        }
        earlier.take(b',');
    }
    Ok(false)
}
