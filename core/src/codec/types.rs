//! What a type is in words, and which JSON kinds fit it. Pure functions of the catalogue.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json::Kind;
use crate::catalogue::{Bounds, Kind as TypeKind, NamedType, Type, Value, ValueKind};

/// What is wrong with a number, if it is outside of bounds.
pub(super) fn outside(bounds: Bounds<f64>, number: f64) -> Option<String> {
    let below = bounds.min.is_some_and(|least| number < least);
    let above = bounds.max.is_some_and(|most| number > most);
    (below || above || number.is_nan()).then(|| match (bounds.min.map(decimal), bounds.max.map(decimal)) {
        (Some(least), Some(most)) => format!("It is from {least} to {most}."),
        (Some(least), None) => format!("It is {least} or more."),
        (None, Some(most)) => format!("It is {most} or less."),
        (None, None) => "It is a number.".into(),
    })
}

/// A bound as people write it, to three places; the formatting of any float is large.
#[allow(clippy::cast_possible_truncation, reason = "no bound is that far out")]
pub(crate) fn decimal(bound: f64) -> String {
    let sign = if bound < 0.0 { "-" } else { "" };
    let size = if bound < 0.0 { -bound } else { bound };
    let thousandths = (size * 1_000.0 + 0.5) as i64;
    let (whole, rest) = (thousandths.div_euclid(1_000), thousandths.rem_euclid(1_000));
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let places = format!("{rest:03}");
    format!("{sign}{whole}.{}", places.trim_end_matches('0'))
}

/// The JSON kind of an enumeration's values.
pub(super) fn kind_of_values(values: &[Value]) -> Kind {
    match values.first().map(|v| v.value) {
        Some(ValueKind::Integer(_)) => Kind::Number,
        Some(ValueKind::Boolean(_)) => Kind::Boolean,
        _ => Kind::String,
    }
}

/// Whether a value of this kind can be of a type at all.
pub(super) fn fits(ty: &Type, kind: Kind, whole: bool) -> bool {
    match ty {
        Type::Any => true,
        Type::String | Type::Binary => kind == Kind::String,
        Type::Integer => kind == Kind::Number && whole,
        Type::Number => kind == Kind::Number,
        Type::Boolean => kind == Kind::Boolean,
        Type::Array(_) => kind == Kind::Array,
        Type::Map(_) | Type::Object(_) => kind == Kind::Object,
        Type::OneOf(options) => options.iter().any(|o| fits(o, kind, whole)),
        Type::Named(named) => match &named.kind {
            TypeKind::Scalar { base, .. } => fits(base, kind, whole),
            TypeKind::Enum(values) => kind_of_values(values) == kind,
            TypeKind::Object(_) | TypeKind::Union { .. } | TypeKind::Map(..) => kind == Kind::Object,
            TypeKind::Array(..) => kind == Kind::Array,
        },
    }
}

pub(super) fn show(value: ValueKind) -> String {
    match value {
        ValueKind::String(s) => format!("`{s}`"),
        ValueKind::Integer(i) => format!("{i}"),
        ValueKind::Boolean(b) => format!("{b}"),
        ValueKind::Json(j) => j.into(),
    }
}

pub(super) fn describe(ty: &Type) -> String {
    match ty {
        Type::String => "a string".into(),
        Type::Integer => "a whole number".into(),
        Type::Number => "a number".into(),
        Type::Boolean => "true or false".into(),
        Type::Any => "any JSON".into(),
        Type::Binary => "the content of a file".into(),
        Type::Array(_) => "an array".into(),
        Type::Map(_) | Type::Object(_) => "an object".into(),
        Type::Named(named) => describe_named(named),
        Type::OneOf(options) => options.iter().map(describe).collect::<Vec<_>>().join(", or "),
    }
}

pub(super) fn describe_named(named: &NamedType) -> String {
    match &named.kind {
        TypeKind::Scalar { base, .. } => describe(base),
        TypeKind::Enum(values) => match kind_of_values(values) {
            Kind::Number => "a whole number".into(),
            Kind::Boolean => "true or false".into(),
            _ => "a string".into(),
        },
        TypeKind::Object(_) | TypeKind::Union { .. } | TypeKind::Map(..) => "an object".into(),
        TypeKind::Array(..) => "an array".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn bounds_are_written_as_people_do() {
        for (bound, text) in [
            (0.0, "0"),
            (900.0, "900"),
            (-1.0, "-1"),
            (0.5, "0.5"),
            (-0.25, "-0.25"),
            (0.57, "0.57"),
            (2.05, "2.05"),
            (1e12, "1000000000000"),
        ] {
            assert_eq!(decimal(bound), text);
        }
    }
}
