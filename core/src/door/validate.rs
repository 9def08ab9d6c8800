//! The command `validate`: a method and a body in, what is wrong with it out.

use alloc::string::{String, ToString};

use serde::Deserialize;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::form::{self, Form, Object, Text, bad};
use super::{ErrorCode, LineError, syntax};
use crate::catalogue::Method;
use crate::codec::{Options, UnknownFields, Verdict, validate};
use crate::{Transport, Version};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask<'a> {
    #[serde(borrow)]
    method: Text<'a>,
    #[serde(borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    transport: Option<Text<'a>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    unknown_fields: Option<Text<'a>>,
}

const KEYS: &[(&str, Form)] = &[
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

pub(super) fn answer(json: &str) -> Result<String, LineError> {
    let Object(ask): Object<Ask<'_>> = serde_json::from_str(json)
        .map_err(|e| if e.is_data() { form::explain(json, KEYS, &["method"]) } else { syntax(&e) })?;
    let (version, transport) = (ask.version.as_ref().map(Text::as_str), ask.transport.as_ref().map(Text::as_str));
    let (method, version) = subject(ask.method.as_str(), version, transport)?;
    let unknown_fields = match &ask.unknown_fields {
        None => UnknownFields::Fault,
        Some(text) => text.as_str().parse().map_err(|e| bad("/unknown_fields", e))?,
    };
    let verdict = validate(method, version, ask.body.map_or("{}", RawValue::get), Options { unknown_fields });
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
