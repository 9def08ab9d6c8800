#![no_std]
#![forbid(unsafe_code)]
#![doc = include_str!("../README.md")]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[macro_use]
mod named;

pub mod answer;
mod caller;
pub mod catalogue;
pub mod codec;
pub mod data;
pub mod door;
#[allow(clippy::pedantic, reason = "tables that a program wrote")]
#[rustfmt::skip]
mod generated;
mod http;
mod input;
pub mod machine;
pub mod oauth;
pub mod policy;
pub mod request;
mod timestamp;
mod transport;
mod version;

pub use catalogue::Method;
pub use policy::{Decision, Facts, Grant, Question, Scope, Token};
pub use timestamp::{Timestamp, TimestampError};
pub use transport::{Transport, UnknownTransport};
pub use version::{UnknownVersion, Version, VersionSet, VersionState};
