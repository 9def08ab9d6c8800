//! What goes on the wire and comes back from it: building and reading are each other's inverse, and reading guesses nothing.

mod callers;
pub(crate) mod forms;
mod hostile;
mod mutated;
mod queries;
mod round_trip;
mod uploads;

use livechat_core::codec::Options;
use livechat_core::request::{
    BuildErrorCode, FrameOptions, HttpRequest, Incoming, OrganizationId, Read, ReadError, ReadOptions, Request,
    WebOptions, read_http,
};
use livechat_core::{Method, Version};

use crate::validation::generate;

/// An organization, as the reference's samples show one.
const ORGANIZATION: &str = "142cf3ad-5d54-4cf6-8ce1-3773d14d7f3f";

/// A valid request with a body made from a seed, in which no key stands twice; none where no body of the first few is such.
fn request(method: Method, version: Version, seed: u64) -> Option<Request> {
    let mut state = seed ^ (method.index() as u64) << 32;
    let mut draw = || {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) & 0xFFFF) as u16
    };
    (0..60).find_map(|_| {
        let body = generate::body(method, version, (0..600).map(|_| draw()).collect());
        let request = Request::new(method, version, &body, Options::default()).ok()?;
        let options = WebOptions { organization_id: OrganizationId::parse(ORGANIZATION).ok(), ..Default::default() };
        let codes = [
            request.http(&options).err().map(|e| e.code()),
            request.frame(&FrameOptions::default()).err().map(|e| e.code()),
        ];
        (!codes.contains(&Some(BuildErrorCode::DuplicateKey))).then_some(request)
    })
}

/// Reads what was built, as a server gets it: the path alone.
fn read_back(http: &HttpRequest) -> Result<Read, ReadError> {
    let target = http.url().strip_prefix("https://api.livechatinc.com").expect("the API's host");
    read(http.method().as_str(), target, http)
}

fn read(verb: &str, target: &str, http: &HttpRequest) -> Result<Read, ReadError> {
    let headers: Vec<(&str, &str)> = http.headers().iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = http.body().map_or(&[][..], |body| body.bytes());
    read_http(Incoming { method: verb, target, headers: &headers, body }, &ReadOptions::default())
}
