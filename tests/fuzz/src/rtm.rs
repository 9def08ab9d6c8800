//! A host of the RTM machine and its account of the machine's promises, shared with the tests.

#[path = "../../it/rtm/world.rs"]
pub mod world;
