//! An HTTP request as plain data, for the host to send. Nothing here sends anything.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

named! {
    /// Method of an HTTP request.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum HttpMethod {
        /// Reads.
        Get = "GET",
        /// Makes or asks.
        Post = "POST",
        /// Replaces.
        Put = "PUT",
        /// Removes.
        Delete = "DELETE",
    }
}

/// What a request carries. `Debug` shows its kind and length only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// `application/x-www-form-urlencoded`.
    Form(String),
    /// `application/json`.
    Json(String),
}

impl Body {
    /// The text to send.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Form(text) | Self::Json(text) => text,
        }
    }

    /// Value of the header `Content-Type`, which is among the request's headers already.
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::Form(_) => "application/x-www-form-urlencoded",
            Self::Json(_) => "application/json",
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.content_type(), self.as_str().len())
    }
}

/// An HTTP request. `Debug` shows neither values of the query, nor the header `Authorization`, nor the body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: HttpMethod,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Body>,
}

impl HttpRequest {
    pub(super) fn new(method: HttpMethod, url: String) -> Self {
        Self { method, url, headers: Vec::new(), body: None }
    }

    /// The token consists of visible ASCII, which its type has checked.
    #[must_use]
    pub(super) fn bearer(mut self, token: &str) -> Self {
        self.headers.push(("Authorization", format!("Bearer {token}")));
        self
    }

    #[must_use]
    pub(super) fn with_body(mut self, body: Body) -> Self {
        self.headers.push(("Content-Type", body.content_type().into()));
        self.body = Some(body);
        self
    }

    /// Its method.
    pub fn method(&self) -> HttpMethod {
        self.method
    }

    /// The whole URL, with its query.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// All headers but those that an HTTP client sets by itself: `Host`, `Content-Length`.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// What it carries.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Headers<'a>(&'a [(&'static str, String)]);
        impl fmt::Debug for Headers<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shown = self.0.iter().map(|(name, value)| {
                    (*name, if name.eq_ignore_ascii_case("Authorization") { ".." } else { value.as_str() })
                });
                f.debug_map().entries(shown).finish()
            }
        }
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &hide_query(&self.url))
            .field("headers", &Headers(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// A URL without the values of its query.
pub(super) fn hide_query(url: &str) -> String {
    let Some((base, query)) = url.split_once('?') else { return url.into() };
    let mut shown = String::from(base);
    for (i, pair) in query.split('&').enumerate() {
        shown.push(if i == 0 { '?' } else { '&' });
        shown.push_str(pair.split('=').next().unwrap_or_default());
        shown.push_str("=..");
    }
    shown
}
