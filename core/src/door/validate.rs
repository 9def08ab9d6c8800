//! The command `validate`: a method and a body in, what is wrong with it out.

use alloc::string::{String, ToString};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::reader::{Form, Keys, Part};
use super::{ErrorCode, LineError};
use crate::catalogue::Method;
use crate::codec::{Options, UnknownFields, Verdict, validate};
use crate::{Transport, Version};

pub(super) const KEYS: Keys = &[
    ("method", Form::Text),
    ("version", Form::Text),
    ("transport", Form::Text),
    ("body", Form::Any),
    ("unknown_fields", Form::Text),
];

/// The method and version that a line asks about, if they and the transport go together.
pub(super) fn subject(
    method: &str,
    version: Option<&str>,
    transport: Option<&str>,
) -> Result<(Method, Version), LineError> {
    let fault = |code, message: String| Err(LineError::new(code, message));
    let Some(method) = Method::from_name(method) else {
        return fault(ErrorCode::UnknownMethod, "The catalogue has no such method.".into());
    };
    let version = match version.map_or(Ok(Version::DEFAULT), str::parse) {
        Ok(version) if method.versions().contains(version) => version,
        Ok(version) => {
            return fault(ErrorCode::UnsupportedVersion, alloc::format!("`{method}` is not in version {version}."));
        }
        Err(e) => return fault(ErrorCode::UnsupportedVersion, e.to_string()),
    };
    match transport.map(str::parse::<Transport>) {
        None => Ok((method, version)),
        Some(Ok(transport)) if method.versions_on(transport).contains(version) => Ok((method, version)),
        Some(Ok(transport)) => {
            let message = alloc::format!("`{method}` is not on {transport} in version {version}.");
            fault(ErrorCode::UnsupportedTransport, message)
        }
        Some(Err(e)) => fault(ErrorCode::UnsupportedTransport, e.to_string()),
    }
}

#[inline(never)]
pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let ask = Part::read(json, KEYS, &["method"])?;
    let text = |key| ask.text(key);
    let (method, version) = subject(
        text("method").as_deref().unwrap_or_default(),
        text("version").as_deref(),
        text("transport").as_deref(),
    )?;
    let unknown_fields = ask.parsed("unknown_fields", "")?.unwrap_or(UnknownFields::Fault);
    let body = ask.json("body").map_or("{}", |body| body.raw());
    let verdict = validate(method, version, body, Options { unknown_fields });
    Ok(serde_json::to_string(&verdict).unwrap_or_default())
}

/// The JSON object that every binding gives.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("valid", &self.is_valid())?;
        if !self.is_valid() {
            map.serialize_entry("faults", self.faults())?;
        }
        map.serialize_entry("warnings", self.warnings())?;
        map.end()
    }
}
