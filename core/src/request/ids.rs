//! IDs and other small values of the wire, each checked once when it is made, so that none can break a URL, a header or a frame. No IO.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::error::{BadValue, BadValueCode};

/// Declares a text that is checked when it is made.
macro_rules! checked {
    ($(#[$meta:meta])* pub struct $Name:ident, $check:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(alloc::string::String);

        impl $Name {
            /// Checks a text.
            pub fn parse(text: &str) -> Result<Self, BadValue> {
                let check: fn(&str) -> Result<(), BadValue> = $check;
                check(text).map(|()| Self(alloc::borrow::ToOwned::to_owned(text)))
            }

            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $Name {
            type Err = BadValue;

            fn from_str(text: &str) -> Result<Self, BadValue> {
                Self::parse(text)
            }
        }

        impl core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($Name), "({:?})"), self.0)
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(super) use checked;

/// Not empty, not too long, and only of such characters.
pub(super) fn made_of(
    text: &str,
    most: usize,
    allowed: impl Fn(char) -> bool,
    message: &'static str,
) -> Result<(), BadValue> {
    if text.is_empty() {
        return Err(BadValue::new(BadValueCode::Empty, message));
    }
    if text.len() > most {
        return Err(BadValue::new(BadValueCode::TooLong, message));
    }
    if !text.chars().all(allowed) {
        return Err(BadValue::new(BadValueCode::BadCharacter, message));
    }
    Ok(())
}

checked! {
    /// An organization, as the Customer Chat API and RTM connections ask for it: letters, digits, `-` and `_`, up to 64. It is a UUID today; the vendor's
    /// samples also show numbers.
    pub struct OrganizationId,
    |text| made_of(text, 64, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_', "an organization ID has 1 to 64 letters, digits, `-` and `_`")
}

checked! {
    /// A bot in whose name an agent's token calls, up to version 3.5: visible ASCII without spaces, up to 256.
    pub struct AuthorId,
    |text| made_of(text, 256, |c| c.is_ascii_graphic(), "an author ID has 1 to 256 visible ASCII characters, no spaces")
}

checked! {
    /// What matches an RTM answer to its request: up to 256 bytes without control characters, of the caller's choice.
    pub struct RequestId,
    |text| made_of(text, 256, |c| !c.is_control(), "a request ID has 1 to 256 bytes, no control characters")
}

named! {
    /// A data centre, named by the header `X-Region`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Region {
        /// Dallas, United States.
        Dal = "dal",
        /// Frankfurt, Germany.
        Fra = "fra",
    }
    error UnknownRegion = "not a region; it is `dal` or `fra`";
}

checked! {
    /// Where the API is: scheme, host and port, without a path. [`BaseUrl::default`] is LiveChat; another one serves tests and proxies.
    ///
    /// ```
    /// use livechat_core::request::BaseUrl;
    /// assert_eq!(BaseUrl::default().as_str(), "https://api.livechatinc.com");
    /// assert!(BaseUrl::parse("http://127.0.0.1:8080").is_ok());
    /// assert!(BaseUrl::parse("https://user@example.com/path").is_err());
    /// ```
    pub struct BaseUrl, base
}

const BASE_FORM: &str =
    "a base URL is `https://` or `http://`, a host in lower case, and a port where it isn't the usual one; no path";

fn base(text: &str) -> Result<(), BadValue> {
    let bad = |code| Err(BadValue::new(code, BASE_FORM));
    made_of(text, 300, |c| c.is_ascii_graphic(), BASE_FORM)?;
    let Some(authority) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return bad(BadValueCode::BadFormat);
    };
    let (host, port) = match authority.strip_prefix('[') {
        Some(v6) => {
            let Some((v6, port)) = v6.split_once(']') else { return bad(BadValueCode::BadFormat) };
            if v6.parse::<core::net::Ipv6Addr>().is_err() || !(port.is_empty() || port.starts_with(':')) {
                return bad(BadValueCode::BadFormat);
            }
            (v6, port.strip_prefix(':'))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let named = authority.starts_with('[') || host.split('.').all(label);
    let port = port.is_none_or(|p| {
        !p.starts_with('0') && p.bytes().all(|b| b.is_ascii_digit()) && p.parse::<u16>().is_ok_and(|p| p > 0)
    });
    if named && port { Ok(()) } else { bad(BadValueCode::BadFormat) }
}

impl BaseUrl {
    /// The host of all APIs. Source: the reference, "Methods" of each API.
    pub const LIVECHAT: &'static str = "https://api.livechatinc.com";

    /// The same for websockets: `wss://` for `https://`, `ws://` for `http://`.
    pub fn websocket(&self) -> String {
        self.0.replacen("http", "ws", 1)
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self(Self::LIVECHAT.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthorId, BaseUrl, OrganizationId, RequestId};
    use crate::request::BadValueCode;

    #[test]
    fn nothing_that_breaks_a_url_or_a_header_is_an_id() {
        for bad in ["", "a b", "a\r\nb", "a\0", "ä", "a&b=c", "a#", "a/b", "a?b", "a%20", "a+b"] {
            assert!(OrganizationId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(OrganizationId::parse("142cf3ad-5d54-4cf6-8ce1-3773d14d7f3f").is_ok());
        assert_eq!(OrganizationId::parse(&"a".repeat(65)).unwrap_err().code(), BadValueCode::TooLong);
        for bad in ["", "a b", "a\n", "\u{7f}", "é"] {
            assert!(AuthorId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(RequestId::parse("zażółć 1").is_ok());
        assert!(RequestId::parse("a\n").is_err());
    }

    #[test]
    fn a_base_is_scheme_host_and_port() {
        for good in [BaseUrl::LIVECHAT, "http://localhost:1", "https://[::1]:8443", "https://a-b.example"] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.livechatinc.com",
            "ftp://a",
            "https://",
            "https://a/",
            "https://a/b",
            "https://u@a",
            "https://u:p@a",
            "https://a:",
            "https://a:0",
            "https://a:65536",
            "https://a:080",
            "https://a..b",
            "https://A",
            "https://a?b",
            "https://a#b",
            "https://a\\b",
            "https://[::1",
            "https://[::1]x",
            "https://a b",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(BaseUrl::default().websocket(), "wss://api.livechatinc.com");
        assert_eq!(BaseUrl::parse("http://http.example").unwrap().websocket(), "ws://http.example");
    }
}
