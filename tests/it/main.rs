//! livechat-core from the outside, in one binary: each module a promise of the public face.

mod agreement;
mod algebra;
mod answers;
mod audit;
mod budget;
mod catalogue;
mod corpus;
mod depth;
mod guide;
mod model;
mod mutations;
mod needs;
mod notes;
mod oauth;
mod order;
mod pages;
mod properties;
mod readme;
mod retry;
mod robust;
mod samples;
mod sessions;
mod typed;
mod validation;
mod vectors;
mod versions;
