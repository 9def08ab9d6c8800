//! Why a call can't go on the wire, or one read from it is refused: codes, places and messages. Pure data.

use alloc::borrow::Cow;

use crate::catalogue::Method;
use crate::codec::JsonErrorCode;
use crate::version::Version;

named! {
    /// Why a request can't be put on the wire.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum BuildErrorCode {
        /// The method isn't on that transport in its version.
        UnsupportedTransport = "unsupported_transport",
        /// Credentials that the API doesn't take, or not there.
        WrongTokenKind = "wrong_token_kind",
        /// What the call needs isn't given.
        Missing = "missing",
        /// What is given has no place in this call.
        NotAllowed = "not_allowed",
        /// A parameter that can't stand in a query, or wouldn't come out of it as it went in.
        NotInQuery = "not_in_query",
        /// A key stands twice in one object of the body.
        DuplicateKey = "duplicate_key",
        /// The boundary occurs in the file.
        BoundaryInContent = "boundary_in_content",
        /// The content of the file isn't base64.
        BadFormat = "bad_format",
        /// A version below that of the connection, or another API than its.
        WrongConnection = "wrong_connection",
    }
}

/// A valid request that can't be sent as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at {pointer}: {message}")]
pub struct BuildError {
    code: BuildErrorCode,
    pointer: Cow<'static, str>,
    message: Cow<'static, str>,
}

impl BuildError {
    pub(super) fn new(
        code: BuildErrorCode,
        pointer: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code, pointer: pointer.into(), message: message.into() }
    }

    /// What is wrong.
    pub fn code(&self) -> BuildErrorCode {
        self.code
    }

    /// Where: an option, such as `/organization_id`, or a place of the body, such as `/body/filters`.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The same for people. It repeats no values.
    pub fn message(&self) -> &str {
        &self.message
    }
}

named! {
    /// Why what a client sent isn't read as a call.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ReadErrorCode {
        /// The API has no such method.
        UnknownMethod = "unknown_method",
        /// No such version, or the method isn't in it.
        UnsupportedVersion = "unsupported_version",
        /// The method isn't on this transport in its version.
        UnsupportedTransport = "unsupported_transport",
        /// An absolute URL of another host than the API's.
        OtherHost = "other_host",
        /// No path of the API, or one that isn't written as documented.
        BadPath = "bad_path",
        /// A version neither in the path nor in the header.
        NoVersion = "no_version",
        /// Path and header name two versions.
        VersionConflict = "version_conflict",
        /// The query isn't written as documented.
        BadQuery = "bad_query",
        /// A parameter of the query that the method doesn't have.
        UnknownParameter = "unknown_parameter",
        /// A parameter that stands twice and isn't a list.
        DuplicateParameter = "duplicate_parameter",
        /// A parameter that every call of the API needs.
        MissingParameter = "missing_parameter",
        /// An HTTP method that the API's method doesn't take.
        WrongHttpMethod = "wrong_http_method",
        /// A header whose name or value isn't as it should be, or that doesn't go with the call.
        BadHeader = "bad_header",
        /// A header that counts stands twice.
        DuplicateHeader = "duplicate_header",
        /// A header by which some servers read another call than the one that stands there.
        OverrideHeader = "override_header",
        /// An `Authorization` that isn't Basic or Bearer as documented.
        BadCredentials = "bad_credentials",
        /// A content type that the method doesn't take.
        BadContentType = "bad_content_type",
        /// The body or frame isn't JSON.
        NotJson = "not_json",
        /// More bytes than the limits allow.
        TooLarge = "too_large",
        /// More levels inside each other than the limits allow.
        TooDeep = "too_deep",
        /// More values than the limits allow.
        TooMany = "too_many",
        /// JSON, but no object.
        NotObject = "not_object",
        /// A key stands twice in one object.
        DuplicateKey = "duplicate_key",
        /// A body where none may be.
        UnexpectedBody = "unexpected_body",
        /// The multipart body isn't one file, written as documented.
        BadMultipart = "bad_multipart",
        /// The frame isn't one of a request.
        BadFrame = "bad_frame",
    }
}

/// What a client sent can't be accounted for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at {pointer}: {message}")]
pub struct ReadError {
    code: ReadErrorCode,
    pointer: Cow<'static, str>,
    message: Cow<'static, str>,
}

impl ReadError {
    pub(super) fn new(
        code: ReadErrorCode,
        pointer: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code, pointer: pointer.into(), message: message.into() }
    }

    pub(super) fn path(message: &'static str) -> Self {
        Self::new(ReadErrorCode::BadPath, "/path", message)
    }

    pub(super) fn not_in(method: Method, version: Version, pointer: &'static str) -> Self {
        let message = alloc::format!("`{method}` is not in version {version}");
        Self::new(ReadErrorCode::UnsupportedVersion, pointer, message)
    }

    pub(super) fn not_on(method: Method, version: Version, transport: crate::Transport, pointer: &'static str) -> Self {
        let message = alloc::format!("`{method}` is not on {transport} in version {version}");
        Self::new(ReadErrorCode::UnsupportedTransport, pointer, message)
    }

    pub(super) fn json(error: crate::codec::JsonError, pointer: &'static str) -> Self {
        let (code, what) = match error.code() {
            JsonErrorCode::TooLarge => (ReadErrorCode::TooLarge, "too large"),
            JsonErrorCode::TooDeep => (ReadErrorCode::TooDeep, "nested too deeply"),
            JsonErrorCode::TooMany => (ReadErrorCode::TooMany, "too many values"),
            JsonErrorCode::NotJson => (ReadErrorCode::NotJson, "not JSON"),
        };
        Self::new(code, pointer, alloc::format!("{what}, from byte {} on", error.at()))
    }

    /// What is wrong.
    pub fn code(&self) -> ReadErrorCode {
        self.code
    }

    /// Where: `/method`, `/path` (the query included), `/headers/<name>` with the name in lower case, `/body` or a place in it, `/frame` or a place in it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The same for people. It repeats no values.
    pub fn message(&self) -> &str {
        &self.message
    }
}
