//! livechat-core from the outside, in one binary: each module a promise of the public face.

mod agreement;
mod algebra;
mod guide;
mod model;
mod properties;
