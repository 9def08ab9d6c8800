//! Addresses that LiveChat may send a user back to, and the rule that compares one with those of the Developer Console.
//! Pure functions of text.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::net::Ipv6Addr;

/// Most bytes of an address.
const MOST_BYTES: usize = 2_048;

/// Schemes that a browser runs or opens by itself.
const DANGEROUS: [&str; 8] = ["javascript", "vbscript", "data", "file", "filesystem", "blob", "about", "view-source"];

named! {
    /// Why an address can't be used, or isn't one of those that are configured.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum RedirectUriCode {
        /// Nothing in it.
        Empty = "empty",
        /// Longer than 2048 bytes.
        TooLong = "too_long",
        /// A character that no URI has: a space, a backslash, a control character, something beyond ASCII.
        BadCharacter = "bad_character",
        /// No `scheme://` at its beginning.
        NoScheme = "no_scheme",
        /// Not a scheme, or one that a browser runs or opens by itself.
        BadScheme = "bad_scheme",
        /// No host.
        NoHost = "no_host",
        /// Neither a name nor an IP address.
        BadHost = "bad_host",
        /// Not a port from 1 to 65535, without leading zeros.
        BadPort = "bad_port",
        /// A user or a password before the host.
        Userinfo = "userinfo",
        /// A percent sign that encodes nothing, or bytes that are no UTF-8.
        BadEncoding = "bad_encoding",
        /// A path that could lead elsewhere: `.` or `..` as a segment, an empty segment, an encoded dot, slash,
        /// backslash or percent sign.
        Traversal = "traversal",
        /// A query.
        Query = "query",
        /// A fragment.
        Fragment = "fragment",
        /// No address is configured.
        NoneConfigured = "none_configured",
        /// No configured address has this scheme.
        SchemeDiffers = "scheme_differs",
        /// A configured address has this scheme, but none has this host and port.
        HostDiffers = "host_differs",
        /// A configured address has this scheme, host and port, but none has a path above this one.
        PathDiffers = "path_differs",
    }
}

impl RedirectUriCode {
    const fn message(self) -> &'static str {
        match self {
            Self::Empty => "the address is empty",
            Self::TooLong => "the address is longer than 2048 bytes",
            Self::BadCharacter => "the address has a character that a URI can't have",
            Self::NoScheme => "the address doesn't begin with a scheme and `://`",
            Self::BadScheme => {
                "the scheme isn't one to send a user back to; use https, or the scheme of a native application"
            }
            Self::NoHost => "the address has no host",
            Self::BadHost => "the host is neither a name nor an IP address",
            Self::BadPort => "the port isn't a number from 1 to 65535",
            Self::Userinfo => "the address has a user before the host; leave it out",
            Self::BadEncoding => "a percent sign in the path encodes nothing, or no UTF-8",
            Self::Traversal => {
                "the path has `.`, `..` or an empty segment, or an encoded dot, slash, backslash or percent sign"
            }
            Self::Query => "the address has a query; leave it out",
            Self::Fragment => "the address has a fragment; leave it out",
            Self::NoneConfigured => "no redirect URI is configured; add one in the Developer Console",
            Self::SchemeDiffers => "no configured redirect URI has this scheme",
            Self::HostDiffers => "no configured redirect URI with this scheme has this host and port",
            Self::PathDiffers => "no configured redirect URI with this host has a path above this one",
        }
    }
}

/// An address can't be used for redirects. The message doesn't repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", .code.message())]
pub struct RedirectUriFault {
    code: RedirectUriCode,
}

impl RedirectUriFault {
    /// What is wrong.
    pub fn code(&self) -> RedirectUriCode {
        self.code
    }
}

impl From<RedirectUriCode> for RedirectUriFault {
    fn from(code: RedirectUriCode) -> Self {
        Self { code }
    }
}

/// An address to come back to: scheme, host, perhaps a port, perhaps a path; no user, query or fragment, no path that
/// leads elsewhere.
///
/// It is kept as it is written and never made canonical, since LiveChat compares the text. Stricter than RFC 3986 in
/// the path; laxer in the scheme, which may have an underscore as in the vendor's `my_app://`. A host is required there
/// too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedirectUri {
    text: Box<str>,
    scheme: usize,
    authority: usize,
}

impl RedirectUri {
    /// Checks an address.
    pub fn parse(text: &str) -> Result<Self, RedirectUriFault> {
        Ok(Self::read(text)?)
    }

    fn read(text: &str) -> Result<Self, RedirectUriCode> {
        use RedirectUriCode as Code;
        match text.len() {
            0 => return Err(Code::Empty),
            n if n > MOST_BYTES => return Err(Code::TooLong),
            _ => {}
        }
        // Characters first: what no URI has, another program could read in its own way.
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b)) {
            return Err(Code::BadCharacter);
        }
        if text.contains('#') {
            return Err(Code::Fragment);
        }
        if text.contains('?') {
            return Err(Code::Query);
        }
        let (scheme, rest) = text.split_once("://").ok_or(Code::NoScheme)?;
        check_scheme(scheme)?;
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        check_authority(authority)?;
        check_path(path)?;
        let end = text.len().saturating_sub(path.len());
        Ok(Self { text: text.into(), scheme: scheme.len(), authority: end })
    }

    /// Addresses as the Developer Console holds them: separated by commas, with spaces around if you like.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, RedirectUriFault> {
        text.split(',').map(|uri| Self::parse(uri.trim_matches(' '))).collect()
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before `://`.
    pub fn scheme(&self) -> &str {
        self.text.get(..self.scheme).unwrap_or_default()
    }

    /// Host and port, as they are written.
    pub fn authority(&self) -> &str {
        self.text.get(self.scheme.saturating_add(3)..self.authority).unwrap_or_default()
    }

    /// The path, which is empty or begins with a slash.
    pub fn path(&self) -> &str {
        self.text.get(self.authority..).unwrap_or_default()
    }

    /// Whether LiveChat sends a user to another address when this one is configured.
    ///
    /// Scheme, host and port must be equal letter by letter, as the vendor says. The path must be equal, or lie below
    /// at a slash: the vendor asks for a prefix and is silent about `/app` and `/application`, which are strangers
    /// here. A slash at the end of the configured path must be there in the other one too; `https://a.example` and
    /// `https://a.example:443` differ.
    pub fn covers(&self, other: &Self) -> Result<(), RedirectUriFault> {
        Ok(self.compare(other)?)
    }

    fn compare(&self, other: &Self) -> Result<(), RedirectUriCode> {
        if self.scheme() != other.scheme() {
            return Err(RedirectUriCode::SchemeDiffers);
        }
        if self.authority() != other.authority() {
            return Err(RedirectUriCode::HostDiffers);
        }
        let below = other.path().strip_prefix(self.path()).ok_or(RedirectUriCode::PathDiffers)?;
        let at_a_slash = below.is_empty() || below.starts_with('/') || self.path().ends_with('/');
        if at_a_slash { Ok(()) } else { Err(RedirectUriCode::PathDiffers) }
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether an address is one that LiveChat accepts, given those configured for the application. The fault is that of
/// the nearest.
///
/// ```
/// use livechat_core::oauth::{RedirectUri, RedirectUriCode, is_registered};
/// # fn main() -> Result<(), livechat_core::oauth::RedirectUriFault> {
/// let configured = RedirectUri::parse_list("https://a.example/back, http://localhost:3000")?;
/// assert!(is_registered(&configured, "https://a.example/back/agent").is_ok());
/// let fault = is_registered(&configured, "http://localhost:4000").unwrap_err();
/// assert_eq!(fault.code(), RedirectUriCode::HostDiffers);
/// # Ok(())
/// # }
/// ```
pub fn is_registered(configured: &[RedirectUri], candidate: &str) -> Result<(), RedirectUriFault> {
    let candidate = RedirectUri::parse(candidate)?;
    let mut nearest = RedirectUriCode::NoneConfigured;
    for uri in configured {
        match (uri.compare(&candidate), nearest) {
            (Ok(()), _) => return Ok(()),
            (Err(RedirectUriCode::PathDiffers), _) => nearest = RedirectUriCode::PathDiffers,
            (Err(_), RedirectUriCode::PathDiffers) => {}
            (Err(RedirectUriCode::HostDiffers), _) => nearest = RedirectUriCode::HostDiffers,
            (Err(_), RedirectUriCode::HostDiffers) => {}
            (Err(code), _) => nearest = code,
        }
    }
    Err(nearest.into())
}

fn check_scheme(scheme: &str) -> Result<(), RedirectUriCode> {
    let letter_first = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let fits = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-._".contains(&b));
    let dangerous = DANGEROUS.iter().any(|d| d.eq_ignore_ascii_case(scheme));
    if letter_first && fits && !dangerous { Ok(()) } else { Err(RedirectUriCode::BadScheme) }
}

fn check_authority(authority: &str) -> Result<(), RedirectUriCode> {
    if authority.contains('@') {
        return Err(RedirectUriCode::Userinfo);
    }
    let (host_fits, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (address, after) = rest.split_once(']').ok_or(RedirectUriCode::BadHost)?;
        let port = if after.is_empty() { None } else { Some(after.strip_prefix(':').ok_or(RedirectUriCode::BadHost)?) };
        (address.parse::<Ipv6Addr>().is_ok(), port)
    } else {
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        if host.is_empty() {
            return Err(RedirectUriCode::NoHost);
        }
        let labels = host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        (labels, port)
    };
    if !host_fits {
        return Err(RedirectUriCode::BadHost);
    }
    let port_fits =
        |p: &str| p.bytes().all(|b| b.is_ascii_digit()) && !p.starts_with('0') && p.parse::<u16>().is_ok_and(|n| n > 0);
    if port.is_none_or(port_fits) { Ok(()) } else { Err(RedirectUriCode::BadPort) }
}

fn check_path(path: &str) -> Result<(), RedirectUriCode> {
    if path.contains(['[', ']']) {
        return Err(RedirectUriCode::BadCharacter);
    }
    // Each percent sign encodes a byte, and not one that a second decoding or a server could take for a part of the
    // path.
    for (at, _) in path.match_indices('%') {
        let hex = at.checked_add(1).zip(at.checked_add(3)).and_then(|(from, to)| path.get(from..to));
        let hex = hex.filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit())).ok_or(RedirectUriCode::BadEncoding)?;
        match u8::from_str_radix(hex, 16).map_err(|_| RedirectUriCode::BadEncoding)? {
            b'.' | b'/' | b'\\' | b'%' => return Err(RedirectUriCode::Traversal),
            b if b.is_ascii_control() => return Err(RedirectUriCode::BadCharacter),
            _ => {}
        }
    }
    // An overlong dot or slash is no UTF-8.
    if percent_encoding::percent_decode_str(path).decode_utf8().is_err() {
        return Err(RedirectUriCode::BadEncoding);
    }
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        // Some servers cut parameters off before they look for dots.
        let name = segment.split(';').next().unwrap_or_default();
        let empty_inside = segment.is_empty() && segments.peek().is_some();
        if matches!(name, "." | "..") || empty_inside {
            return Err(RedirectUriCode::Traversal);
        }
    }
    Ok(())
}
