//! Typed views of what comes back and typed builders of what is sent: complete against the catalogue, and right on
//! values as the API has them.

use livechat_core::Version;
use livechat_core::codec::{FaultCode, InputLimits, Json};
use livechat_core::request::{Call, RequestError};

mod answers;
mod catalogue;
mod payloads;
mod refusals;
mod requests;
mod views;

fn json(text: &str) -> Json<'_> {
    Json::parse(text, InputLimits::default()).unwrap()
}

/// The request of each version that has the method.
#[track_caller]
#[allow(clippy::needless_pass_by_value)] // reads better where it is called
fn everywhere<C: Call + Clone>(call: C, body: &str) {
    for version in C::METHOD.versions().iter() {
        at(version, call.clone(), body);
    }
}

#[track_caller]
fn at<C: Call>(version: Version, call: C, body: &str) {
    let request = call.at(version).unwrap_or_else(|e| panic!("{} {version}: {e}", C::METHOD));
    assert_eq!((request.method(), request.version()), (C::METHOD, version));
    assert_eq!(request.body(), body, "{}", C::METHOD);
    assert!(request.warnings().is_empty());
}

#[track_caller]
fn refused<C: Call>(version: Version, call: C, expected: &[(FaultCode, &str)]) {
    match call.at(version) {
        Err(RequestError::Invalid(verdict)) => {
            let found: Vec<_> = verdict.faults().iter().map(|f| (f.code(), f.pointer())).collect();
            assert_eq!(found, expected);
        }
        other => panic!("{other:?}"),
    }
}
