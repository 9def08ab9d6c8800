//! Reads values of every type but objects with fields: strings, numbers, arrays, maps, types that are alternatives. No tree, no IO.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::fault::{FaultCode, Path};
use super::json::{Broken, Kind, Number};
use super::members::Scalar;
use super::text::Text;
use super::types::{describe, describe_named, fits, kind_of_values, outside, show};
use super::validate::{Purpose, Validator};
use super::{MAX_DEPTH, format};
use crate::catalogue::{Field, Kind as TypeKind, Limits, NamedType, Type, Value};

/// Limits that hold for a value: the field's, and those of its named type. `true`: the value is inside an array or a map whose count the limits
/// are about.
#[derive(Clone, Copy, Default)]
pub(super) struct Bounds {
    field: Option<(&'static Limits, bool)>,
    own: Option<(&'static Limits, bool)>,
}

impl Bounds {
    pub(super) fn of(field: &'static Field) -> Self {
        Self { field: Some((&field.limits, false)), own: None }
    }

    fn with(self, own: &'static Limits) -> Self {
        Self { own: Some((own, false)), ..self }
    }

    /// The same for the elements.
    pub(super) fn inside(self) -> Self {
        let inside = |limits: Option<(&'static Limits, bool)>| limits.map(|(l, _)| (l, true));
        Self { field: inside(self.field), own: inside(self.own) }
    }

    /// Those of the named type first.
    pub(super) fn values(self) -> impl Iterator<Item = &'static Limits> {
        [self.own, self.field].into_iter().flatten().map(|(l, _)| l)
    }

    /// Those that count elements here.
    pub(super) fn counts(self) -> impl Iterator<Item = &'static Limits> {
        [self.own, self.field].into_iter().flatten().filter(|(_, inside)| !inside).map(|(l, _)| l)
    }
}

impl<'a> Validator<'a> {
    pub(super) fn value(
        &mut self,
        ty: &Type,
        bounds: Bounds,
        nullable: bool,
        path: &Path<'_>,
        depth: u32,
    ) -> Result<(), Broken> {
        let kind = self.cursor.kind()?;
        let position = self.cursor.position();
        if kind == Kind::Null {
            self.cursor.null()?;
            if !nullable && !matches!(ty, Type::Any) {
                self.fault(
                    FaultCode::WrongType,
                    path,
                    position,
                    format!("It may not be null; it is {}.", describe(ty)),
                );
            }
            return Ok(());
        }
        if depth > MAX_DEPTH && matches!(kind, Kind::Array | Kind::Object) {
            return self.too_deep(path);
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
            _ => self.wrong_type(ty, path, depth),
        }
    }

    pub(super) fn wrong_type(&mut self, ty: &Type, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        self.once = false;
        let position = self.cursor.position();
        self.fault(FaultCode::WrongType, path, position, format!("It is {}.", describe(ty)));
        self.any(path, depth)
    }

    /// Any JSON: only its depth is looked at.
    pub(super) fn any(&mut self, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        let mut after = self.cursor;
        let levels = MAX_DEPTH.saturating_add(1).saturating_sub(depth);
        if after.survey(levels, usize::MAX).is_ok() {
            self.cursor = after;
            return Ok(());
        }
        self.any_by_level(path, depth)
    }

    /// The same, with a fault for each value that lies too deep.
    #[cold]
    fn any_by_level(&mut self, path: &Path<'_>, depth: u32) -> Result<(), Broken> {
        match self.cursor.kind()? {
            Kind::Array | Kind::Object if depth > MAX_DEPTH => self.too_deep(path),
            Kind::Array => {
                self.elements(|v, index| v.any_by_level(&Path::Index(path, index), depth.saturating_add(1))).map(drop)
            }
            Kind::Object => {
                self.members(|v, key| v.any_by_level(&Path::Key(path, key), depth.saturating_add(1))).map(drop)
            }
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

    pub(super) fn named(
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
    pub(super) fn allowed(
        &mut self,
        values: &'static [Value],
        scalar: Scalar<'_>,
        path: &Path<'_>,
        position: usize,
    ) -> bool {
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
        if self.purpose == Purpose::Request && !bounds.values().all(|limits| within(limits, text.raw().len())) {
            self.length(bounds, text, path, position);
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

    fn length(&mut self, bounds: Bounds, text: Text<'_>, path: &Path<'_>, position: usize) {
        let (mut short, mut long) = (false, false);
        for limits in bounds.values() {
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
            if let Some(message) = outside(limits.number, value(number)) {
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
            return self.value(first, bounds, false, path, depth);
        }
        let (start, faults, warnings) = (self.cursor, self.verdict.faults.len(), self.verdict.warnings.len());
        for option in core::iter::once(first).chain(fitting) {
            self.trying = self.trying.saturating_add(1);
            self.value(option, bounds, false, path, depth)?;
            self.trying = self.trying.saturating_sub(1);
            if self.verdict.faults.len() == faults {
                return Ok(());
            }
            self.cursor = start;
            self.verdict.faults.truncate(faults);
            self.verdict.warnings.truncate(warnings);
        }
        self.value(first, bounds, false, path, depth)
    }
}

/// Whether a string that takes so many bytes, escapes included, keeps to the limits of its length, where that shows without counting its characters.
pub(super) fn within(limits: &Limits, bytes: usize) -> bool {
    let few = |most: Option<u32>| most.is_none_or(|most| bytes <= most as usize);
    limits.length.min.is_none_or(|least| least <= 1 && bytes >= least as usize)
        && few(limits.length.max)
        && few(limits.max_bytes)
}

fn value(number: Number<'_>) -> f64 {
    match number.raw.parse::<i32>() {
        Ok(short) if number.whole => f64::from(short),
        _ => number.raw.parse().unwrap_or(f64::NAN),
    }
}
