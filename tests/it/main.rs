//! livechat-core from the outside, in one binary: each module a promise of the public face.

mod agreement;
mod algebra;
mod audit;
mod catalogue;
mod guide;
mod model;
mod needs;
mod notes;
mod properties;
mod readme;
mod robust;
mod sessions;
mod validation;
mod vectors;
