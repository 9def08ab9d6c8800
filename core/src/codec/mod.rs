//! The codec: JSON as it stands on the wire. Validates request bodies, holds what comes back against what is documented, and keeps JSON as text that is
//! read where it is asked for; each in one pass and without a tree.
//!
//! The forms, with their limits and the rules between fields, are the catalogue's ([`Method::request`](crate::Method::request),
//! [`Method::response`](crate::Method::response)); nothing here knows a method by name. No IO; a valid body is judged without allocation, but for a text that has a format and is written with escapes.

mod binary;
mod containers;
mod envelope;
mod fault;
mod format;
mod habits;
mod json;
mod keys;
mod members;
mod objects;
mod owned;
mod repeated;
mod repeats;
mod rules;
mod scan;
pub(crate) mod shallow;
mod survey;
mod text;
mod types;
mod validate;
mod value;
mod values;
mod verdict;

pub(crate) use envelope::{Part, Told, message};
pub(crate) use repeated::{has_number_beyond, repeated, step, twice};
pub(crate) use text::Text;
pub(crate) use types::decimal;
pub(crate) use value::Masked;

pub(crate) use fault::in_order;

pub use fault::{Fault, FaultCode};
pub use owned::OwnedJson;
pub use validate::{compare, validate};
pub use value::{InputLimits, Json, JsonError, JsonErrorCode, JsonKind};
pub use verdict::{Options, UnknownFields, UnknownUnknownFields, Verdict};

/// Most levels of arrays and objects inside each other, the body being the first.
pub const MAX_DEPTH: u32 = 64;

/// Most faults that one answer lists; what is wrong beyond is found once these are mended.
pub const MAX_FAULTS: usize = 100;

/// Most bytes of all pointers of one answer, but for a single one that is longer. A key may be as long as the body; if it stood in every pointer, a
/// body of megabytes would make gigabytes.
pub const MAX_POINTER_BYTES: usize = 1024 * 1024;
