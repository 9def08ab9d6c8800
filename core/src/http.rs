//! An HTTP request as plain data, for the host's own client to send: what requests of the API and of signing in are written as. No IO.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The content type of JSON.
pub(crate) const JSON: &str = "application/json";
/// The content type of a form.
const FORM: &str = "application/x-www-form-urlencoded";
/// The content type of a file, without its boundary.
pub(crate) const MULTIPART: &str = "multipart/form-data";

named! {
    /// The HTTP methods that the vendor's services take.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum HttpMethod {
        /// Parameters in the query.
        Get = "GET",
        /// Parameters in the body.
        Post = "POST",
        /// Revokes a token; the API itself doesn't take it.
        Delete = "DELETE",
    }
    error UnknownHttpMethod = "not an HTTP method that the vendor takes; it is `GET`, `POST` or `DELETE`";
}

/// The body of an HTTP request. `Debug` shows its kind and length only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpBody {
    /// A JSON object on one line.
    Json(String),
    /// Names and values, URL-encoded.
    Form(String),
    /// A file as multipart.
    Multipart(Vec<u8>),
}

impl HttpBody {
    /// Its bytes, as they are sent.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Json(text) | Self::Form(text) => text.as_bytes(),
            Self::Multipart(bytes) => bytes,
        }
    }

    /// Its text; none of a file.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Json(text) | Self::Form(text) => Some(text),
            Self::Multipart(_) => None,
        }
    }

    /// Its media type without parameters. The header `Content-Type`, with the boundary of a file, is among the request's headers already.
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::Json(_) => JSON,
            Self::Form(_) => FORM,
            Self::Multipart(_) => MULTIPART,
        }
    }
}

impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.content_type(), self.bytes().len())
    }
}

/// An HTTP request, ready to be sent. URL and header values hold no control characters and no characters beyond ASCII.
///
/// `Debug` shows neither values of the query, nor the header `Authorization`, nor the body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: HttpMethod,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<HttpBody>,
}

impl HttpRequest {
    pub(crate) const fn new(method: HttpMethod, url: String) -> Self {
        Self { method, url, headers: Vec::new(), body: None }
    }

    /// Adds a header, whose value its type has checked.
    #[must_use]
    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a token, which is visible ASCII, as its type has checked.
    #[must_use]
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.with_header("Authorization", format!("Bearer {token}"))
    }

    /// Adds a body and its content type.
    #[must_use]
    pub(crate) fn with_body(self, body: HttpBody) -> Self {
        let content_type = body.content_type();
        self.with_body_of(body, content_type)
    }

    /// The same with a content type that has parameters.
    #[must_use]
    pub(crate) fn with_body_of(mut self, body: HttpBody, content_type: impl Into<String>) -> Self {
        self.body = Some(body);
        self.with_header("Content-Type", content_type)
    }

    /// The HTTP method.
    pub fn method(&self) -> HttpMethod {
        self.method
    }

    /// The absolute URL, query included.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers in their order, each name once: all but those that an HTTP client sets by itself, such as `Host` and `Content-Length`. The value of
    /// `Authorization` is a secret.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The body, if there is one.
    pub fn body(&self) -> Option<&HttpBody> {
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
pub(crate) fn hide_query(url: &str) -> String {
    let Some((base, query)) = url.split_once('?') else { return url.into() };
    let mut shown = String::from(base);
    for (i, pair) in query.split('&').enumerate() {
        shown.push(if i == 0 { '?' } else { '&' });
        shown.push_str(pair.split('=').next().unwrap_or_default());
        shown.push_str("=..");
    }
    shown
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{HttpBody, HttpMethod, HttpRequest};

    #[test]
    fn debug_shows_no_secret() {
        let request = HttpRequest::new(HttpMethod::Post, "https://a.example/b?code=s3cret&c=s3cret".into());
        let request = request.bearer("s3cret").with_body(HttpBody::Form("d=s3cret".into()));
        let shown = format!("{request:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("https://a.example/b?code=..&c=..") && shown.contains("x-www-form-urlencoded"));
        assert_eq!(request.header("content-TYPE"), Some("application/x-www-form-urlencoded"));
    }
}
