//! The independent model of validation, shared with the tests.

#[path = "../../it/validation/formats.rs"]
mod formats;
#[path = "../../it/validation/model.rs"]
pub mod model;
#[path = "../../it/validation/node.rs"]
mod node;
#[path = "../../it/validation/rules.rs"]
mod rules;
