//! Requests to the accounts service about agents' tokens: exchange, refresh, revoke, inspect. Makes plain data, sends
//! nothing.

use alloc::borrow::Cow;
use alloc::string::String;

use form_urlencoded::Serializer;

use super::ACCOUNTS_URL;
use super::input::{AuthorizationCode, ClientId, ClientSecret, RefreshToken};
use super::pkce::Verifier;
use super::redirect_uri::RedirectUri;
use crate::caller::AccessToken;
use crate::http::{HttpBody, HttpMethod, HttpRequest};
use crate::input::{InputCode, InputError};

const TOKEN_PATH: &str = "/v2/token";
const INFO_PATH: &str = "/v2/info";

/// The accounts service: makes every address and request of signing in.
///
/// Its requests go to one endpoint each and carry their secrets in a header or in the body, unless [`TokenIn::Query`]
/// is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    base: Cow<'static, str>,
}

impl Default for Accounts {
    fn default() -> Self {
        Self::LIVECHAT
    }
}

named! {
    /// Where a request carries the token that it is about; the vendor takes both.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum TokenIn {
        /// In `Authorization: Bearer`.
        #[default]
        Header = "header",
        /// In the query, as `code`. Logs and proxies keep addresses: avoid it.
        Query = "query",
    }
    error UnknownTokenIn = "not a place of a token; it is `header` or `query`";
}

/// What shows that an exchange comes from the application that asked for the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof<'a> {
    /// An application on a server that asked without a challenge.
    Secret(&'a ClientSecret),
    /// An application in a browser or a device, which can't keep a secret.
    Verifier(&'a Verifier),
    /// An application on a server that asked with a challenge; the vendor wants both.
    Both(&'a ClientSecret, &'a Verifier),
}

impl Accounts {
    /// The vendor's own, at [`ACCOUNTS_URL`].
    pub const LIVECHAT: Self = Self { base: Cow::Borrowed(ACCOUNTS_URL) };

    /// Another address, for tests or a proxy: `https://` with a host, or `http://` with this machine's loopback.
    /// Secrets go there.
    pub fn at(base: &str) -> Result<Self, InputError> {
        const WRONG: InputError =
            InputError::new("base", InputCode::BadFormat, "it is https://HOST, or http://localhost, without a path");
        let uri = RedirectUri::parse(base).map_err(|_| WRONG)?;
        let host = uri.authority();
        let loopback = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|name| host.strip_prefix(name).is_some_and(|port| port.is_empty() || port.starts_with(':')));
        let secure = uri.scheme() == "https" || (uri.scheme() == "http" && loopback);
        if secure && matches!(uri.path(), "" | "/") {
            Ok(Self { base: Cow::Owned(base.trim_end_matches('/').into()) })
        } else {
            Err(WRONG)
        }
    }

    /// Where it is, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub(super) fn url(&self, path: &str) -> String {
        let mut url = String::from(self.base());
        url.push_str(path);
        url
    }

    /// Exchanges a code for tokens. The code is good once and for a few minutes; the redirect URI must be the one that
    /// it came to.
    pub fn exchange(
        &self,
        client_id: &ClientId,
        redirect_uri: &RedirectUri,
        code: &AuthorizationCode,
        proof: &Proof<'_>,
    ) -> HttpRequest {
        let (secret, verifier) = match *proof {
            Proof::Secret(secret) => (Some(secret), None),
            Proof::Verifier(verifier) => (None, Some(verifier)),
            Proof::Both(secret, verifier) => (Some(secret), Some(verifier)),
        };
        self.token_request(&[
            ("grant_type", Some("authorization_code")),
            ("code", Some(code.expose())),
            ("client_id", Some(client_id.as_str())),
            ("client_secret", secret.map(ClientSecret::expose)),
            ("redirect_uri", Some(redirect_uri.as_str())),
            ("code_verifier", verifier.map(Verifier::expose)),
        ])
    }

    /// Gets a new access token. An application on a server sends its secret and keeps its refresh token; without a
    /// secret the answer brings a new refresh token, and the one that was sent is dead.
    pub fn refresh(
        &self,
        client_id: &ClientId,
        client_secret: Option<&ClientSecret>,
        refresh_token: &RefreshToken,
    ) -> HttpRequest {
        self.token_request(&[
            ("grant_type", Some("refresh_token")),
            ("refresh_token", Some(refresh_token.expose())),
            ("client_id", Some(client_id.as_str())),
            ("client_secret", client_secret.map(ClientSecret::expose)),
        ])
    }

    fn token_request(&self, fields: &[(&str, Option<&str>)]) -> HttpRequest {
        let mut form = Serializer::new(String::new());
        for (name, value) in fields {
            if let Some(value) = value {
                form.append_pair(name, value);
            }
        }
        HttpRequest::new(HttpMethod::Post, self.url(TOKEN_PATH)).with_body(HttpBody::Form(form.finish()))
    }

    /// Revokes an access token, and the refresh token that came with it.
    pub fn revoke(&self, token: &AccessToken, token_in: TokenIn) -> HttpRequest {
        self.about_token(HttpMethod::Delete, TOKEN_PATH, token.expose(), token_in)
    }

    /// Revokes a refresh token.
    pub fn revoke_refresh(&self, token: &RefreshToken, token_in: TokenIn) -> HttpRequest {
        self.about_token(HttpMethod::Delete, TOKEN_PATH, token.expose(), token_in)
    }

    /// Asks what an access token is: its scopes, account, organization, and how long it lives. Refresh tokens can't be
    /// inspected.
    pub fn inspect(&self, token: &AccessToken, token_in: TokenIn) -> HttpRequest {
        self.about_token(HttpMethod::Get, INFO_PATH, token.expose(), token_in)
    }

    pub(super) fn about_token(&self, method: HttpMethod, path: &str, token: &str, token_in: TokenIn) -> HttpRequest {
        let mut url = self.url(path);
        match token_in {
            TokenIn::Header => HttpRequest::new(method, url).bearer(token),
            TokenIn::Query => {
                push_parameter(&mut url, "code", token);
                HttpRequest::new(method, url)
            }
        }
    }
}

/// Everything but the unreserved characters of RFC 3986 is encoded.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Adds a parameter to the query of a URL that has no fragment.
pub(super) fn push_parameter(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(name);
    url.push('=');
    url.extend(percent_encoding::utf8_percent_encode(value, ENCODED));
}
