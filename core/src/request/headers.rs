//! The headers of an HTTP request that count, read strictly: each once, and none by which servers would read another call. No IO.

use alloc::format;
use alloc::string::String;

use super::error::{ReadError, ReadErrorCode};
use super::multipart::{Boundary, is_token};
use crate::http::{JSON, MULTIPART};

/// Headers that count.
#[derive(Clone, Copy)]
pub(super) enum Counting {
    Authorization,
    ContentType,
    ContentEncoding,
    Version,
    Region,
    Author,
}

impl Counting {
    const ALL: [Self; 6] =
        [Self::Authorization, Self::ContentType, Self::ContentEncoding, Self::Version, Self::Region, Self::Author];

    /// Its name in lower case.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::ContentType => "content-type",
            Self::ContentEncoding => "content-encoding",
            Self::Version => "x-api-version",
            Self::Region => "x-region",
            Self::Author => "x-author-id",
        }
    }
}

/// Headers by which some servers and proxies call something else than the request line says.
const OVERRIDES: [&str; 7] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "x-original-method",
    "x-original-url",
    "x-rewrite-url",
    "x-forwarded-uri",
];

/// Values of the headers that count.
#[derive(Default)]
pub(super) struct Headers<'h> {
    values: [Option<&'h str>; Counting::ALL.len()],
}

impl<'h> Headers<'h> {
    pub(super) fn read(headers: &[(&'h str, &'h str)]) -> Result<Self, ReadError> {
        let mut read = Self::default();
        for (name, value) in headers {
            if name.is_empty() || !name.bytes().all(is_token) {
                return Err(ReadError::new(ReadErrorCode::BadHeader, "/headers", "a name that isn't one of a header"));
            }
            let lower = name.to_ascii_lowercase();
            if value.chars().any(|c| c.is_control() && c != '\t') {
                let message = "a control character in its value";
                return Err(ReadError::new(ReadErrorCode::BadHeader, pointer(&lower), message));
            }
            // Some servers make no difference between `-` and `_`.
            let folded = lower.replace('_', "-");
            if OVERRIDES.contains(&folded.as_str()) {
                let message = "a header by which some servers would read another call";
                return Err(ReadError::new(ReadErrorCode::OverrideHeader, pointer(&lower), message));
            }
            let Some(counting) = Counting::ALL.into_iter().find(|c| c.as_str() == folded) else { continue };
            if folded != lower {
                let message = "some servers take `_` for `-`, and this would be a header that counts";
                return Err(ReadError::new(ReadErrorCode::BadHeader, pointer(&lower), message));
            }
            let Some(slot) = read.values.get_mut(counting as usize) else { continue };
            if slot.is_some() {
                return Err(ReadError::new(ReadErrorCode::DuplicateHeader, pointer(&lower), "it stands twice"));
            }
            *slot = Some(value.trim_matches([' ', '\t']));
        }
        Ok(read)
    }

    pub(super) fn get(&self, header: Counting) -> Option<&'h str> {
        self.values.get(header as usize).copied().flatten()
    }
}

fn pointer(name: &str) -> String {
    format!("/headers/{}", crate::codec::step(name))
}

fn bad_type(message: &'static str) -> ReadError {
    ReadError::new(ReadErrorCode::BadContentType, "/headers/content-type", message)
}

/// Type and parameters of a content type, each parameter's value without quotes.
fn parts(value: &str) -> Option<(&str, impl Iterator<Item = Option<(&str, &str)>>)> {
    let (kind, rest) = value.split_once(';').map_or((value, None), |(kind, rest)| (kind, Some(rest)));
    let parameters = rest.into_iter().flat_map(|rest| rest.split(';')).map(|parameter| {
        let (name, value) = parameter.trim_matches([' ', '\t']).split_once('=')?;
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').filter(|v| !v.contains(['"', '\\']))?,
            None if !value.is_empty() && value.bytes().all(is_token) => value,
            None => return None,
        };
        Some((name, value))
    });
    let kind = kind.trim_end_matches([' ', '\t']);
    (!kind.is_empty()).then_some((kind, parameters))
}

/// A content type of JSON, with no other character set than UTF-8.
pub(super) fn check_json(value: &str) -> Result<(), ReadError> {
    let not_json = || bad_type("not application/json in UTF-8");
    let (kind, mut parameters) = parts(value).ok_or_else(not_json)?;
    let utf8 = |p: Option<(&str, &str)>| {
        p.is_some_and(|(name, value)| name.eq_ignore_ascii_case("charset") && value.eq_ignore_ascii_case("utf-8"))
    };
    let fits = kind.eq_ignore_ascii_case(JSON) && parameters.next().is_none_or(utf8) && parameters.next().is_none();
    if fits { Ok(()) } else { Err(not_json()) }
}

/// The boundary of a multipart content type.
pub(super) fn boundary(value: Option<&str>) -> Result<Boundary, ReadError> {
    let not_multipart = || bad_type("not multipart/form-data with a boundary");
    let (kind, mut parameters) = value.and_then(parts).ok_or_else(not_multipart)?;
    let (Some(Some((name, boundary))), None) = (parameters.next(), parameters.next()) else {
        return Err(not_multipart());
    };
    if !kind.eq_ignore_ascii_case(MULTIPART) || !name.eq_ignore_ascii_case("boundary") {
        return Err(not_multipart());
    }
    Boundary::parse(boundary).map_err(|_| not_multipart())
}

#[cfg(test)]
mod tests {
    use super::{boundary, check_json};

    #[test]
    fn content_types() {
        for good in ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=\"UTF-8\""] {
            assert!(check_json(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "application/json;",
            "application/json, text/plain",
            "application/json; charset=utf-16",
            "application/json; charset=utf-8; charset=utf-8",
            "application/json; version=3",
            "application/jsonp",
            "application/json; charset",
        ] {
            assert!(check_json(bad).is_err(), "{bad}");
        }
        assert_eq!(boundary(Some("multipart/form-data; boundary=\"a b\"")).unwrap().as_str(), "a b");
        for bad in [
            None,
            Some("multipart/form-data"),
            Some("multipart/mixed; boundary=a"),
            Some("multipart/form-data; boundary="),
            Some("multipart/form-data; boundary=\"\""),
            Some("multipart/form-data; boundary=a b"),
            Some("multipart/form-data; boundary=a; boundary=b"),
            Some("multipart/form-data; charset=utf-8; boundary=a"),
        ] {
            assert!(boundary(bad).is_err(), "{bad:?}");
        }
    }
}
