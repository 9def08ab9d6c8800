//! Parts of questions that several commands have: method, version, transport, numbers, texts with rules of their own. Reads, decides nothing.

use alloc::format;
use alloc::vec::Vec;

use super::reader::{Part, bad};
use super::{ErrorCode, LineError};
use crate::catalogue::Method;
use crate::input::InputError;
use crate::{Transport, Version};

/// The method with this name.
pub(super) fn method(name: &str, pointer: &str) -> Result<Method, LineError> {
    let unknown = || LineError::at(ErrorCode::UnknownMethod, pointer, "The catalogue has no such method.");
    Method::from_name(name).ok_or_else(unknown)
}

/// The method under the key `method`, in the version that is asked for or meant.
pub(super) fn subject(ask: &Part<'_>) -> Result<(Method, Version), LineError> {
    let (method, version) = (method(&ask.text("method").unwrap_or_default(), "/method")?, version(ask)?);
    if method.versions().contains(version) {
        return Ok((method, version));
    }
    let message = format!("`{method}` is not in version {version}.");
    Err(LineError::at(ErrorCode::UnsupportedVersion, "/version", message))
}

/// The version under a key, if it is there.
pub(super) fn maybe_version(ask: &Part<'_>, key: &str) -> Result<Option<Version>, LineError> {
    let version = ask.text(key).map(|v| v.parse::<Version>()).transpose();
    version.map_err(|e| LineError::at(ErrorCode::UnsupportedVersion, &format!("/{key}"), format!("`/{key}`: {e}.")))
}

/// The same; without one the newest that is stable.
pub(super) fn version(ask: &Part<'_>) -> Result<Version, LineError> {
    Ok(maybe_version(ask, "version")?.unwrap_or_default())
}

/// The transport, if it is there.
pub(super) fn maybe_transport(ask: &Part<'_>) -> Result<Option<Transport>, LineError> {
    let transport = ask.text("transport").map(|t| t.parse::<Transport>()).transpose();
    transport.map_err(|e| LineError::at(ErrorCode::UnsupportedTransport, "/transport", format!("`/transport`: {e}.")))
}

/// A text that has rules of its own, if it is there.
pub(super) fn maybe<T>(
    ask: &Part<'_>,
    key: &str,
    parse: fn(&str) -> Result<T, InputError>,
) -> Result<Option<T>, LineError> {
    ask.text(key).map(|t| parse(&t)).transpose().map_err(|e| super::no_answer::unfit(&format!("/{key}"), e))
}

/// The same, which must be there.
pub(super) fn must<T>(ask: &Part<'_>, key: &str, parse: fn(&str) -> Result<T, InputError>) -> Result<T, LineError> {
    maybe(ask, key, parse)?.ok_or_else(|| bad(&format!("/{key}"), "missing"))
}

/// One of several names, each with what it stands for.
pub(super) fn one_of<T: Copy>(ask: &Part<'_>, key: &str, names: &[(&str, T)]) -> Result<Option<T>, LineError> {
    let Some(text) = ask.text(key) else { return Ok(None) };
    if let Some((_, value)) = names.iter().find(|(name, _)| *name == text) {
        return Ok(Some(*value));
    }
    let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    Err(bad(&format!("/{key}"), format!("not one of `{}`", known.join("`, `"))))
}

/// A number that must be there.
pub(super) fn whole(ask: &Part<'_>, key: &str) -> Result<u64, LineError> {
    ask.whole(key).ok_or_else(|| bad(&format!("/{key}"), "missing"))
}

/// A number of 32 bits; one that is greater becomes the greatest.
pub(super) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A point in time of a key that ends in `_ms`; one that is too late to represent becomes the last that can be.
pub(super) fn millis(ask: &Part<'_>, key: &str) -> Result<crate::Timestamp, LineError> {
    let millis = i64::try_from(whole(ask, key)?).unwrap_or(i64::MAX);
    Ok(crate::Timestamp::from_millis(millis))
}
