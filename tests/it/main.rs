//! livechat-core from the outside, in one binary: each module a promise of the public face.

mod agreement;
mod algebra;
mod answers;
mod audit;
mod budget;
mod catalogue;
mod guide;
mod model;
mod needs;
mod notes;
mod oauth;
mod pages;
mod properties;
mod readme;
mod retry;
mod robust;
mod sessions;
mod validation;
mod vectors;
