//! Machines fed with `now`: what to do next, and when. No clock, no IO.

pub mod budget;
pub mod pages;
pub mod retry;
pub mod rtm;
