//! The form of requests, answers and payloads: fields with their types and limits, and the rules between them. Pure data.

use super::index::{Hints, Index};
use super::tables;
use crate::version::VersionSet;

/// A type.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Type {
    /// Text.
    String,
    /// Whole number.
    Integer,
    /// Number.
    Number,
    /// True or false.
    Boolean,
    /// Any JSON.
    Any,
    /// Bytes of a part of a multipart body.
    Binary,
    /// A named type.
    Named(&'static NamedType),
    /// Elements of a type.
    Array(&'static Type),
    /// Free keys, values of a type.
    Map(&'static Type),
    /// One of several types.
    OneOf(&'static [Type]),
    /// Fields in place.
    Object(&'static Object),
}

/// Fields and the rules between them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Object {
    /// In the vendor's order. A field whose facts changed stands once for each run of versions.
    pub fields: &'static [Field],
    /// Rules.
    pub rules: &'static [Rule],
    /// Whether a request may have further fields. Answers always may.
    pub open: bool,
    pub(crate) index: Index,
}

impl Object {
    /// A field as it is in a version.
    pub fn field(&self, name: &str, version: crate::Version) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name && f.versions.contains(version))
    }
}

/// A field, as it is in a set of versions.
#[derive(Debug)]
#[non_exhaustive]
#[allow(clippy::struct_excessive_bools)] // independent facts, not states
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether a request must have it, given what it stands in.
    pub required: bool,
    /// Whether an answer may lack it.
    pub optional: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether it is a token or a secret, never to be logged.
    pub secret: bool,
    /// What the vendor assumes when it is left out.
    pub default: Option<ValueKind>,
    /// Its limits.
    pub limits: Limits,
    /// Versions with these facts.
    pub versions: VersionSet,
    /// Where it is from.
    pub source: Source,
}

impl Field {
    pub(crate) const BASE: Self = Self {
        name: "",
        about: "",
        ty: Type::Any,
        required: false,
        optional: false,
        nullable: false,
        secret: false,
        default: None,
        limits: Limits::NONE,
        versions: VersionSet::ALL,
        source: Source::Reference,
    };
}

/// Where a fact is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The vendor's reference.
    Reference,
    /// The vendor's SDK.
    Sdk,
    /// A sample of the reference.
    Sample,
    /// The guide.
    Guide,
}

/// Limits of a value. Those of single values hold for the elements of an array.
#[derive(Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Allowed values; empty: any.
    pub values: &'static [Value],
    /// Least and greatest number.
    pub number: Bounds<f64>,
    /// Fewest and most Unicode characters.
    pub length: Bounds<u32>,
    /// Most bytes of UTF-8.
    pub max_bytes: Option<u32>,
    /// Fewest and most elements or entries.
    pub items: Bounds<u32>,
    /// Elements differ from each other.
    pub unique: bool,
}

impl Limits {
    pub(crate) const NONE: Self = Self {
        values: &[],
        number: Bounds::NONE_F,
        length: Bounds::NONE_U,
        max_bytes: None,
        items: Bounds::NONE_U,
        unique: false,
    };
}

/// A least and a greatest value, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds<T> {
    /// The least.
    pub min: Option<T>,
    /// The greatest.
    pub max: Option<T>,
}

impl Bounds<f64> {
    pub(crate) const NONE_F: Self = Self { min: None, max: None };
}

impl Bounds<u32> {
    pub(crate) const NONE_U: Self = Self { min: None, max: None };
}

/// An allowed value.
#[derive(Debug)]
#[non_exhaustive]
pub struct Value {
    /// The value.
    pub value: ValueKind,
    /// What it means.
    pub about: &'static str,
    /// Versions that allow it.
    pub versions: VersionSet,
}

/// A plain JSON value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ValueKind {
    /// A string.
    String(&'static str),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// Something else, as JSON.
    Json(&'static str),
}

/// A step of a path through fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Field(&'static str),
    /// Each element of an array.
    Items,
    /// Each value of a map.
    Values,
}

/// A path through fields.
pub type Path = &'static [Step];

/// A rule between fields.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Where the paths begin: the rule holds at each such place.
    pub at: Path,
    /// What it demands.
    pub kind: RuleKind,
    /// Versions in which it holds.
    pub versions: VersionSet,
    /// Why.
    pub about: &'static str,
    pub(crate) hints: Hints,
}

/// What a rule demands.
#[derive(Debug)]
#[non_exhaustive]
pub enum RuleKind {
    /// Just one of these is sent.
    ExactlyOne(&'static [Path]),
    /// One or more of these are sent.
    AtLeastOne(&'static [Path]),
    /// None or one of these is sent.
    AtMostOne(&'static [Path]),
    /// All of these or none are sent.
    Together(&'static [Path]),
    /// When a field is sent, or has one of some values.
    When {
        /// The field; a path that ends in an element means that there is one.
        field: Path,
        /// Its values; empty: when it is sent.
        is: &'static [ValueKind],
        /// These must be sent too.
        needs: &'static [Path],
        /// These may not be sent.
        excludes: &'static [Path],
        /// These have one of some values, if they are sent.
        allows: &'static [(Path, &'static [ValueKind])],
        /// These have a number within bounds, if they are sent; text is read as a number.
        bounds: &'static [(Path, Bounds<f64>)],
    },
}

/// A named type.
#[derive(Debug)]
#[non_exhaustive]
pub struct NamedType {
    /// Its name: scalars in lower case, others in `CamelCase`.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Versions that have it.
    pub versions: VersionSet,
    /// Whether it is a token or a secret.
    pub secret: bool,
}

impl NamedType {
    /// All named types.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        tables::types().iter().copied()
    }

    /// Looks a type up by its name.
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::all().find(|t| t.name == name)
    }
}

/// The kinds of named types.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A string or number with a meaning of its own.
    Scalar {
        /// Its JSON type.
        base: Type,
        /// Its format, such as `rfc3339`.
        format: Option<&'static str>,
        /// Its limits.
        limits: Limits,
    },
    /// An enumeration.
    Enum(&'static [Value]),
    /// Fields.
    Object(Object),
    /// Types told apart by a field's value.
    Union {
        /// The field.
        tag: &'static str,
        /// The members.
        variants: &'static [Variant],
    },
    /// Free keys.
    Map(Type, Limits),
    /// Elements.
    Array(Type, Limits),
}

/// A member of a union.
#[derive(Debug)]
#[non_exhaustive]
pub struct Variant {
    /// Value of the tag.
    pub tag: &'static str,
    /// Its type.
    pub ty: &'static NamedType,
    /// Versions that have it.
    pub versions: VersionSet,
}
