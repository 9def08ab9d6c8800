//! The wasm modules behind the npm package: strings and numbers in, strings and numbers out. It only converts: what it says is decided in core.
//!
//! With the feature `policy` alone the module holds the decision and nothing else.

pub mod policy;

#[cfg(feature = "full")]
pub mod door;
#[cfg(feature = "full")]
pub mod machine;
#[cfg(feature = "full")]
pub mod reading;
