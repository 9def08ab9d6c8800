//! Reads the target of an HTTP request, strictly: nothing that two servers could read as two paths. No IO.

use super::error::{ReadError, ReadErrorCode};
use crate::catalogue::{Api, Method};
use crate::version::Version;

/// Path and query of a target that may be an absolute URL.
pub(super) fn split<'t>(target: &'t str, bases: &[&str]) -> Result<(&'t str, Option<&'t str>), ReadError> {
    let local = if target.starts_with('/') {
        target
    } else {
        let after = bases.iter().find_map(|base| target.strip_prefix(base)).filter(|rest| rest.starts_with('/'));
        after.ok_or_else(|| {
            let message = "neither a path nor a URL of the API, written in lower case and without user or port";
            ReadError::new(ReadErrorCode::OtherHost, "/path", message)
        })?
    };
    if local.contains('#') {
        return Err(ReadError::path("it has a fragment, which is never sent"));
    }
    Ok(local.split_once('?').map_or((local, None), |(path, query)| (path, Some(query))))
}

/// The segments of a path, if each is one that every server reads alike.
fn segments(path: &str) -> Result<impl Iterator<Item = &str> + Clone, ReadError> {
    let wrong = |message| Err(ReadError::path(message));
    if path.contains('%') {
        return wrong("percent-encoding in the path; names of the API have nothing to encode");
    }
    if !path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_-.".contains(&b)) {
        return wrong("a character in the path that no name of the API has");
    }
    if path.bytes().any(|b| b.is_ascii_uppercase()) {
        return wrong("upper case in the path; names of the API are in lower case");
    }
    let segments = path.strip_prefix('/').unwrap_or(path).split('/');
    for segment in segments.clone() {
        match segment {
            "" => return wrong("an empty segment in the path, or a slash at its end"),
            "." | ".." => return wrong("a dot segment in the path"),
            _ => {}
        }
    }
    Ok(segments)
}

/// A version in the path, `v3.6`: none where the path doesn't begin with one.
fn version(segment: &str) -> Result<Option<Version>, ReadError> {
    let Some(number) = segment.strip_prefix('v').filter(|n| n.starts_with(|c: char| c.is_ascii_digit())) else {
        return Ok(None);
    };
    number.parse().map(Some).map_err(|_| unknown_version("/path"))
}

pub(super) fn unknown_version(pointer: &'static str) -> ReadError {
    ReadError::new(
        ReadErrorCode::UnsupportedVersion,
        pointer,
        "no version of the catalogue; versions are written as in v3.6",
    )
}

/// What a path names: method, and version where it has one.
pub(super) fn method(path: &str) -> Result<(Method, Option<Version>), ReadError> {
    let form = || {
        ReadError::path(
            "not of the form /v3.6/agent/action/..., .../configuration/action/..., .../customer/action/... or /v3.6/reports/...",
        )
    };
    let mut segments = segments(path)?;
    let mut first = segments.next().ok_or_else(form)?;
    let version = version(first)?;
    if version.is_some() {
        first = segments.next().ok_or_else(form)?;
    }
    let api = Api::ALL.into_iter().find(|api| api.key() == first).ok_or_else(form)?;
    if api != Api::Reports && segments.next() != Some("action") {
        return Err(form());
    }
    let count = segments.clone().count();
    if count != if api == Api::Reports { 2 } else { 1 } {
        return Err(form());
    }
    let action =
        segments.fold(alloc::string::String::from(api.key()), |name, segment| alloc::format!("{name}/{segment}"));
    // The catalogue says where a method is; a name that stands in another path isn't it.
    let local = version.map_or(path, |v| path.get(v.as_str().len().saturating_add(2)..).unwrap_or_default());
    let method = Method::from_name(&action).filter(|m| m.path() == local);
    let message = "the API has no such method";
    method.map(|m| (m, version)).ok_or_else(|| ReadError::new(ReadErrorCode::UnknownMethod, "/path", message))
}

/// API and version of a websocket's path.
pub(super) fn rtm(path: &str) -> Result<(Api, Version), ReadError> {
    let form = || ReadError::path("not of the form /v3.6/agent/rtm/ws or /v3.6/customer/rtm/ws");
    let mut segments = segments(path)?;
    let version = version(segments.next().ok_or_else(form)?)?.ok_or_else(form)?;
    let local = path.get(version.as_str().len().saturating_add(2)..).unwrap_or_default();
    let api = Api::ALL.into_iter().find(|api| api.rtm_path() == Some(local)).ok_or_else(form)?;
    Ok((api, version))
}
