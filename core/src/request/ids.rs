//! IDs and other small values of the wire, each checked once when it is made, so that none can break a URL, a header or a frame. No IO.

use alloc::string::{String, ToString};

use crate::input::{InputError, Rule, checked, visible};

checked! {
    /// A bot in whose name an agent's token calls, up to version 3.5: visible ASCII without spaces, up to 256.
    pub struct AuthorId,
    |text| {
        const ABOUT: &str = "it is 1 to 256 visible ASCII characters, without spaces";
        Rule { field: "author_id", least: 1, most: 256, fits: visible, about: ABOUT }.check(text)
    }
}

checked! {
    /// What matches an RTM answer to its request, of the caller's choice: up to 256 bytes without control characters. The vendor documents no limit.
    pub struct RequestId,
    |text| {
        const ABOUT: &str = "it is 1 to 256 bytes, without control characters";
        Rule { field: "request_id", least: 1, most: 256, fits: |c| !c.is_control(), about: ABOUT }.check(text)
    }
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

const BASE: Rule = Rule {
    field: "base",
    least: 1,
    most: 300,
    fits: visible,
    about: "it is `https://` or `http://`, a host in lower case, and a port where it isn't the usual one; no path",
};

fn base(text: &str) -> Result<(), InputError> {
    BASE.and(text, is_base)
}

fn is_base(text: &str) -> bool {
    let Some(authority) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let (host, port) = match authority.strip_prefix('[') {
        Some(v6) => {
            let Some((v6, port)) = v6.split_once(']') else { return false };
            if v6.parse::<core::net::Ipv6Addr>().is_err() || !(port.is_empty() || port.starts_with(':')) {
                return false;
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
    named && port
}

impl RequestId {
    /// A number, which is an ID like any other.
    pub(crate) fn of(number: u64) -> Self {
        Self(number.to_string().into())
    }
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
        Self(Self::LIVECHAT.into())
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthorId, BaseUrl, RequestId};

    #[test]
    fn nothing_that_breaks_a_url_or_a_header_is_an_id() {
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
