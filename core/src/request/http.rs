//! An HTTP request as plain data, for the host's own client to send. No IO.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

named! {
    /// The HTTP methods that the API takes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum HttpMethod {
        /// Parameters in the query.
        Get = "GET",
        /// Parameters in the body.
        Post = "POST",
    }
    error UnknownHttpMethod = "not an HTTP method of the API; it is `GET` or `POST`";
}

/// The body of an HTTP request.
#[derive(Clone, PartialEq, Eq)]
pub enum HttpBody {
    /// A JSON object on one line.
    Json(String),
    /// A file as multipart.
    Multipart(Vec<u8>),
}

impl HttpBody {
    /// Its bytes, as they are sent.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Json(text) => text.as_bytes(),
            Self::Multipart(bytes) => bytes,
        }
    }
}

/// Kind and size only.
impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Json(_) => "Json",
            Self::Multipart(_) => "Multipart",
        };
        write!(f, "{kind}({} bytes)", self.bytes().len())
    }
}

/// An HTTP request, ready to be sent. URL and header values hold no control characters and no characters beyond ASCII.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    pub(super) method: HttpMethod,
    pub(super) url: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Option<HttpBody>,
}

impl HttpRequest {
    /// The HTTP method.
    pub fn method(&self) -> HttpMethod {
        self.method
    }

    /// The absolute URL, query included.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers in their order, each name once. The value of `Authorization` is a secret.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The body; none with GET.
    pub fn body(&self) -> Option<&HttpBody> {
        self.body.as_ref()
    }
}

/// Without query, header values and body, which may hold what must not be logged.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        write!(f, "HttpRequest({} {path}, ", self.method)?;
        f.debug_list().entries(self.headers.iter().map(|(name, _)| name)).finish()?;
        write!(f, ", {:?})", self.body)
    }
}
