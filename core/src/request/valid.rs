//! A request that can't be invalid: a method, a version that has it, and a body that was validated for both. Pure data.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::catalogue::Method;
use crate::codec::{Fault, InputLimits, Json, Options, Verdict, validate};
use crate::version::Version;

/// Why there is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The method isn't in that version.
    #[error("`{method}` is not in version {version}")]
    UnsupportedVersion {
        /// The method.
        method: Method,
        /// The version.
        version: Version,
    },
    /// The body isn't what the method takes.
    #[error("the body is invalid: {}", Listed(.0.faults()))]
    Invalid(Verdict),
}

struct Listed<'a>(&'a [Fault]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

/// A valid request: whoever has one needs no second check. It is transport-neutral; what goes on the wire is made of it.
///
/// ```
/// use livechat_core::codec::Options;
/// use livechat_core::request::Request;
/// use livechat_core::{Method, Version};
/// let request = Request::new(Method::AGENT_GET_CHAT, Version::V3_6, r#"{ "chat_id": "PJ0MRSHTDG" }"#, Options::default())?;
/// assert_eq!(request.body(), r#"{"chat_id":"PJ0MRSHTDG"}"#);
/// let refused = Request::new(Method::AGENT_GET_CHAT, Version::V3_6, "{}", Options::default());
/// assert!(refused.is_err_and(|e| e.to_string().contains("missing at /chat_id")));
/// # Ok::<(), livechat_core::request::RequestError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    method: Method,
    version: Version,
    body: String,
    warnings: Vec<Fault>,
}

impl Request {
    /// Validates a body. No body and `null` are a request without parameters.
    pub fn new(method: Method, version: Version, body: &str, options: Options) -> Result<Self, RequestError> {
        if !method.versions().contains(version) {
            return Err(RequestError::UnsupportedVersion { method, version });
        }
        let verdict = validate(method, version, body, options);
        if !verdict.is_valid() {
            return Err(RequestError::Invalid(verdict));
        }
        // A valid body is JSON within the limits; null stands for no parameters.
        let limits = InputLimits { bytes: usize::MAX, values: usize::MAX, ..InputLimits::default() };
        let body = Json::parse(body, limits).ok().filter(|b| !b.is_null()).map_or_else(|| "{}".into(), |b| b.compact());
        Ok(Self { method, version, body, warnings: verdict.warnings().to_vec() })
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The version it was validated for.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The body: a JSON object on one line, otherwise as it was given.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Unknown fields that the options let pass with a warning.
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }
}

/// Without the body, which may hold a secret.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} {}, {} bytes)", self.method, self.version, self.body.len())
    }
}
