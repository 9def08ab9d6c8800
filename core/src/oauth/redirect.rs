//! What comes back from signing in: a code in the query, a token in the fragment, or a refusal. Pure functions of the
//! address.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::answer::{split_scopes, token};
use super::input::{AuthorizationCode, ClientId, State};
use super::refusal::Refusal;
use crate::Timestamp;
use crate::caller::{AccessToken, AccountId, OrganizationId};
use crate::codec::twice;
use crate::input::InputError;
use crate::policy::{Token, TokenKind};

/// Most bytes of an address that is read.
const MOST_BYTES: usize = 16 * 1024;

/// Most parameters of an address that is read.
const MOST_PARAMETERS: usize = 64;

named! {
    /// Why a redirect isn't taken.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum RedirectCode {
        /// Longer than 16 KiB.
        TooLong = "too_long",
        /// More than 64 parameters.
        TooMany = "too_many",
        /// The state isn't the one that was sent: somebody else began this sign-in, or it is an old one.
        StateDiffers = "state_differs",
        /// A parameter is missing or empty.
        Missing = "missing",
        /// A parameter stands twice.
        Duplicate = "duplicate",
        /// A percent sign that encodes nothing, or bytes that are no UTF-8.
        BadEncoding = "bad_encoding",
        /// A value that the parameter can't have.
        BadValue = "bad_value",
        /// A parameter of another flow, or of this one in the wrong part of the address.
        Unexpected = "unexpected",
    }
}

/// A redirect isn't taken. The message names the parameter, never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the redirect isn't taken: {code}{}{parameter}", if .parameter.is_empty() { "" } else { ", parameter " })]
pub struct RedirectFault {
    code: RedirectCode,
    parameter: &'static str,
}

impl RedirectFault {
    /// What is wrong.
    pub fn code(&self) -> RedirectCode {
        self.code
    }

    /// The parameter; empty where the fault is the whole address's or that of a parameter that isn't known.
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }
}

/// A redirect that brings nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RedirectError {
    /// It can't be trusted or read.
    #[error(transparent)]
    Fault(RedirectFault),
    /// It is in order, and says no.
    #[error("{0}")]
    Refused(Refusal),
}

impl RedirectError {
    /// A stable name: that of the fault, or `refused`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code.as_str(),
            Self::Refused(_) => "refused",
        }
    }
}

fn fault(code: RedirectCode, parameter: &'static str) -> RedirectError {
    RedirectError::Fault(RedirectFault { code, parameter })
}

/// What a redirect says besides its code or token. It is for finding one's way; the answer of the token endpoint is
/// what counts.
#[derive(Clone, PartialEq, Eq, Default)]
struct About {
    scopes: Option<Vec<String>>,
    account_id: Option<AccountId>,
    organization_id: Option<OrganizationId>,
    client_id: Option<ClientId>,
    other: Vec<(String, String)>,
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("About")
            .field("scopes", &self.scopes)
            .field("account_id", &self.account_id)
            .field("organization_id", &self.organization_id)
            .field("client_id", &self.client_id)
            .field("other", &self.other.len())
            .finish()
    }
}

macro_rules! about {
    ($Name:ident) => {
        impl $Name {
            /// Names of the scopes, where the redirect says them.
            pub fn scopes(&self) -> Option<impl Iterator<Item = &str>> {
                self.about.scopes.as_ref().map(|s| s.iter().map(String::as_str))
            }

            /// Account of the agent, where the redirect says it.
            pub fn account_id(&self) -> Option<&AccountId> {
                self.about.account_id.as_ref()
            }

            /// Organization, where the redirect says it.
            pub fn organization_id(&self) -> Option<&OrganizationId> {
                self.about.organization_id.as_ref()
            }

            /// Application, where the redirect says it.
            pub fn client_id(&self) -> Option<&ClientId> {
                self.about.client_id.as_ref()
            }

            /// Parameters that nothing here knows, and IDs that can't be any. They may hold secrets.
            pub fn other(&self) -> impl Iterator<Item = (&str, &str)> {
                self.about.other.iter().map(|(name, value)| (name.as_str(), value.as_str()))
            }
        }
    };
}

/// A code, to be exchanged within minutes and once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeGrant {
    code: AuthorizationCode,
    about: About,
}

about!(CodeGrant);

impl CodeGrant {
    /// The code.
    pub fn code(&self) -> &AuthorizationCode {
        &self.code
    }
}

/// A token that came with the redirect itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImplicitGrant {
    access_token: AccessToken,
    expires_in: u64,
    about: About,
}

about!(ImplicitGrant);

impl ImplicitGrant {
    /// The token. Its type is `Bearer`; a redirect with another isn't taken.
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// Seconds from now that it lives.
    pub fn expires_in(&self) -> u64 {
        self.expires_in
    }

    /// When it expires, `received` being when the redirect came.
    pub fn expires_at(&self, received: Timestamp) -> Timestamp {
        received.saturating_add_millis(self.expires_in.saturating_mul(1_000))
    }

    /// The token for decisions. One whose scopes the redirect doesn't say has none; inspect it first.
    pub fn token(&self, received: Timestamp) -> Token {
        token(self.about.scopes.as_deref(), TokenKind::Oauth, Some(self.expires_at(received)))
    }
}

/// Reads the redirect of the code flows: the whole address that the browser was sent to, or its path and query.
///
/// The state is compared before anything else is looked at. Scheme, host and path aren't compared: behind a proxy a
/// host sees others.
///
/// ```
/// use livechat_core::oauth::{State, read_code};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let state = State::parse("i8XNjC4b8KVok4uw5RftR38Wgp2BFwql")?;
/// let grant = read_code("/back?code=dal%3Atest_7W91&state=i8XNjC4b8KVok4uw5RftR38Wgp2BFwql", &state)?;
/// assert_eq!(grant.code().expose(), "dal:test_7W91");
/// assert_eq!(read_code("/back?code=dal%3Atest_7W91&state=i8", &state).unwrap_err().code(), "state_differs");
/// # Ok(())
/// # }
/// ```
pub fn read_code(redirected: &str, state: &State) -> Result<CodeGrant, RedirectError> {
    let (query, _) = parts(redirected)?;
    let mut parameters = Parameters::read(query, state)?;
    if parameters.has("access_token") {
        return Err(fault(RedirectCode::Unexpected, "access_token"));
    }
    let code = parameters.required("code")?;
    let code = AuthorizationCode::parse(&code).map_err(|_| fault(RedirectCode::BadValue, "code"))?;
    Ok(CodeGrant { code, about: parameters.about() })
}

/// Reads the redirect of the implicit flow: the whole address with its fragment, which browsers don't send to servers.
///
/// The state is compared before anything else is looked at. A refusal may stand in the query instead; a token there
/// isn't taken, since servers and logs have seen it.
///
/// ```
/// use livechat_core::oauth::{State, read_implicit};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let state = State::parse("i8XNjC4b8K")?;
/// let url = "https://a.example/#access_token=dal%3Atest_DQ&token_type=Bearer&expires_in=28800&state=i8XNjC4b8K";
/// assert_eq!(read_implicit(url, &state)?.expires_in(), 28_800);
/// # Ok(())
/// # }
/// ```
pub fn read_implicit(redirected: &str, state: &State) -> Result<ImplicitGrant, RedirectError> {
    let (query, fragment) = parts(redirected)?;
    let in_query = fragment.is_empty();
    let mut parameters = Parameters::read(if in_query { query } else { fragment }, state)?;
    for (unexpected, parameter) in [(true, "code"), (in_query, "access_token")] {
        if unexpected && parameters.has(parameter) {
            return Err(fault(RedirectCode::Unexpected, parameter));
        }
    }
    let access_token = parameters.required("access_token")?;
    let access_token = AccessToken::parse(&access_token).map_err(|_| fault(RedirectCode::BadValue, "access_token"))?;
    if !parameters.required("token_type")?.eq_ignore_ascii_case("Bearer") {
        return Err(fault(RedirectCode::BadValue, "token_type"));
    }
    let seconds = parameters.required("expires_in")?;
    let digits = seconds.bytes().all(|b| b.is_ascii_digit());
    let expires_in = seconds.parse().ok().filter(|_| digits);
    let expires_in = expires_in.ok_or_else(|| fault(RedirectCode::BadValue, "expires_in"))?;
    Ok(ImplicitGrant { access_token, expires_in, about: parameters.about() })
}

/// Reads LiveChat's own error page, where a sign-in ends that can't go back to the application: a native application
/// that shows the pages itself sees its address. Nothing if the address says no error. There is no state on it, so it
/// is news and never proof.
pub fn read_error_page(url: &str) -> Option<Refusal> {
    let (query, _) = parts(url).ok()?;
    Parameters::decode(query).ok()?.refusal().filter(|refusal| !refusal.name.is_empty())
}

/// Query and fragment of an address.
fn parts(url: &str) -> Result<(&str, &str), RedirectError> {
    if url.len() > MOST_BYTES {
        return Err(fault(RedirectCode::TooLong, ""));
    }
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (_, query) = rest.split_once('?').unwrap_or((rest, ""));
    Ok((query, fragment))
}

struct Parameters<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Parameters<'a> {
    /// Decoded and no more; nothing is judged but their number.
    fn decode(text: &'a str) -> Result<Self, RedirectError> {
        let mut pairs = form_urlencoded::parse(text.as_bytes());
        let decoded: Vec<_> = pairs.by_ref().take(MOST_PARAMETERS).collect();
        if pairs.next().is_some() {
            return Err(fault(RedirectCode::TooMany, ""));
        }
        Ok(Self(decoded))
    }

    /// Those of a redirect whose state is right, each once, and which isn't a refusal.
    fn read(text: &'a str, state: &State) -> Result<Self, RedirectError> {
        let mut parameters = Self::decode(text)?;
        let mut states = parameters.0.iter().filter(|(name, _)| name == "state").map(|(_, value)| value);
        let (first, second) = (states.next(), states.next());
        let came_back = first.filter(|s| !s.is_empty()).ok_or_else(|| fault(RedirectCode::Missing, "state"))?;
        if second.is_some() {
            return Err(fault(RedirectCode::Duplicate, "state"));
        }
        if !state.matches(came_back) {
            return Err(fault(RedirectCode::StateDiffers, "state"));
        }
        parameters.take("state");
        parameters.check_each_once()?;
        check_encoding(text)?;
        match parameters.refusal() {
            None => Ok(parameters),
            Some(_) if parameters.has("code") => Err(fault(RedirectCode::Unexpected, "code")),
            Some(_) if parameters.has("access_token") => Err(fault(RedirectCode::Unexpected, "access_token")),
            Some(refusal) => Err(RedirectError::Refused(refusal)),
        }
    }

    fn check_each_once(&self) -> Result<(), RedirectError> {
        const KNOWN: [&str; 9] = [
            "code",
            "access_token",
            "token_type",
            "expires_in",
            "error",
            "scope",
            "account_id",
            "organization_id",
            "client_id",
        ];
        let names = self.0.iter().map(|(name, _)| Cow::Borrowed(&**name));
        let Some(name) = twice(&names.collect::<Vec<_>>()) else { return Ok(()) };
        Err(fault(RedirectCode::Duplicate, KNOWN.into_iter().find(|known| *known == name).unwrap_or_default()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_ref())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.remove(at).1.into_owned())
    }

    /// A value that breaks its rule stays among the parameters.
    fn take_parsed<T>(&mut self, name: &str, parse: fn(&str) -> Result<T, InputError>) -> Option<T> {
        let value = parse(self.get(name)?).ok()?;
        self.take(name);
        Some(value)
    }

    fn required(&mut self, name: &'static str) -> Result<String, RedirectError> {
        self.take(name).filter(|value| !value.is_empty()).ok_or_else(|| fault(RedirectCode::Missing, name))
    }

    /// OAuth writes `error`, LiveChat's pages `oauth_exception` and `identity_exception`.
    fn refusal(&self) -> Option<Refusal> {
        let first = |names: [&str; 3]| names.into_iter().find_map(|n| self.get(n));
        let name = first(["error", "oauth_exception", "identity_exception"])?.to_string();
        Some(Refusal {
            name,
            description: first(["error_description", "exception_description", "description"]).map(String::from),
            details: self.get("exception_details").map(String::from),
            authentication: self.has("identity_exception") && !self.has("error") && !self.has("oauth_exception"),
        })
    }

    fn about(mut self) -> About {
        About {
            scopes: self.take("scope").map(|list| split_scopes(&list).map(String::from).collect()),
            account_id: self.take_parsed("account_id", AccountId::parse),
            organization_id: self.take_parsed("organization_id", OrganizationId::parse),
            client_id: self.take_parsed("client_id", ClientId::parse),
            other: self.0.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        }
    }
}

/// Decoding passes over what is broken; here it is refused.
fn check_encoding(text: &str) -> Result<(), RedirectError> {
    let broken = || fault(RedirectCode::BadEncoding, "");
    for (at, _) in text.match_indices('%') {
        let hex = at.checked_add(1).zip(at.checked_add(3)).and_then(|(from, to)| text.get(from..to));
        hex.filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit())).ok_or_else(broken)?;
    }
    percent_encoding::percent_decode_str(text).decode_utf8().map(|_| ()).map_err(|_| broken())
}
