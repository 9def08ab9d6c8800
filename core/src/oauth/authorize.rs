//! The address that a user is sent to for signing in. Makes text, opens nothing.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use super::accounts::{Accounts, push_parameter};
use super::input::{ClientId, State};
use super::pkce::Challenge;
use super::redirect_uri::RedirectUri;
use crate::caller::OrganizationId;
use crate::http::hide_query;
use crate::input::{InputCode, InputError, Rule};

/// Most scopes that one address asks for.
const MOST_SCOPES: usize = 256;

/// Page of the accounts service that asks for credentials although the user is signed in, as the vendor's SDK does it.
const SIGN_IN_PAGE: &str = "/signin";

#[derive(Debug, Clone, Copy)]
enum Flow<'a> {
    Implicit,
    Code,
    CodeWithPkce(&'a Challenge),
}

/// What to ask for. How it is made decides the flow, and a challenge can't be lost or added on the way.
///
/// "Sign in with LiveChat" is the same address: [`implicit`](Self::implicit) or
/// [`code_with_pkce`](Self::code_with_pkce), with the options below that the vendor's Accounts SDK has. All parameters
/// but the required ones are left out unless asked for.
#[derive(Debug, Clone)]
pub struct Authorize<'a> {
    client_id: &'a ClientId,
    redirect_uri: &'a RedirectUri,
    state: &'a State,
    flow: Flow<'a>,
    consent: bool,
    sign_in_page: bool,
    scopes: Option<String>,
    email: Option<String>,
    organization_id: Option<&'a OrganizationId>,
}

impl<'a> Authorize<'a> {
    fn new(client_id: &'a ClientId, redirect_uri: &'a RedirectUri, state: &'a State, flow: Flow<'a>) -> Self {
        Self {
            client_id,
            redirect_uri,
            state,
            flow,
            consent: false,
            sign_in_page: false,
            scopes: None,
            email: None,
            organization_id: None,
        }
    }

    /// An access token in the redirect itself, for applications in a browser. It can't be refreshed: sign in again when
    /// it expires.
    pub fn implicit(client_id: &'a ClientId, redirect_uri: &'a RedirectUri, state: &'a State) -> Self {
        Self::new(client_id, redirect_uri, state, Flow::Implicit)
    }

    /// A code that a server exchanges with its secret. Prefer [`code_with_pkce`](Self::code_with_pkce) there too.
    pub fn code(client_id: &'a ClientId, redirect_uri: &'a RedirectUri, state: &'a State) -> Self {
        Self::new(client_id, redirect_uri, state, Flow::Code)
    }

    /// A code that only who has the verifier can exchange: for servers, browsers and devices.
    pub fn code_with_pkce(
        client_id: &'a ClientId,
        redirect_uri: &'a RedirectUri,
        state: &'a State,
        challenge: &'a Challenge,
    ) -> Self {
        Self::new(client_id, redirect_uri, state, Flow::CodeWithPkce(challenge))
    }

    /// Asks for consent even where it was given or isn't needed, to see what a new user sees.
    #[must_use]
    pub fn prompt_consent(mut self) -> Self {
        self.consent = true;
        self
    }

    /// Asks for these scopes and not for all of the application's. They must be configured for it. An empty list
    /// changes nothing.
    pub fn scopes<I>(mut self, scopes: I) -> Result<Self, InputError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        const RULE: Rule = Rule {
            field: "scope",
            least: 1,
            most: 128,
            // As in RFC 6749, and no comma, which separates scopes here.
            fits: |c| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ','),
            about: "a scope is 1 to 128 visible ASCII characters without commas, quotes and backslashes",
        };
        let mut list = String::new();
        for (i, scope) in scopes.into_iter().enumerate() {
            if i >= MOST_SCOPES {
                return Err(InputError::new("scope", InputCode::TooMany, "at most 256 scopes"));
            }
            RULE.check(scope.as_ref())?;
            if i > 0 {
                list.push(',');
            }
            list.push_str(scope.as_ref());
        }
        self.scopes = Some(list).filter(|l| !l.is_empty());
        Ok(self)
    }

    /// Shows the form for credentials even to a user who is signed in, for changing the account. From the vendor's SDK.
    #[must_use]
    pub fn sign_in_page(mut self) -> Self {
        self.sign_in_page = true;
        self
    }

    /// Fills the user's e-mail address into the form. From the vendor's SDK.
    pub fn email_hint(mut self, email: &str) -> Result<Self, InputError> {
        let rule = "it is an e-mail address of at most 320 bytes, without control characters";
        let code = match email.len() {
            0 => Some(InputCode::Empty),
            n if n > 320 => Some(InputCode::TooLong),
            _ if email.chars().any(|c| c.is_control() || c.is_whitespace()) => Some(InputCode::BadCharacter),
            _ => None,
        };
        if let Some(code) = code {
            return Err(InputError::new("email", code, rule));
        }
        self.email = Some(email.to_owned());
        Ok(self)
    }

    /// Signs in to this organization, for users who belong to several. From the vendor's SDK.
    #[must_use]
    pub fn organization(mut self, organization_id: &'a OrganizationId) -> Self {
        self.organization_id = Some(organization_id);
        self
    }
}

/// An address to open in the user's browser. `Debug` shows no values of its query: the state is among them.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizeUrl(String);

impl AuthorizeUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for AuthorizeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthorizeUrl({})", hide_query(&self.0))
    }
}

impl Accounts {
    /// The address to send a user to. More than [`MOST_REDIRECTS`](super::MOST_REDIRECTS) in half a minute lead to an
    /// error page.
    pub fn authorize_url(&self, ask: &Authorize<'_>) -> AuthorizeUrl {
        let mut url = self.url(if ask.sign_in_page { SIGN_IN_PAGE } else { "/" });
        let mut push = |name, value: Option<&str>| {
            if let Some(value) = value {
                push_parameter(&mut url, name, value);
            }
        };
        let (response_type, challenge) = match ask.flow {
            Flow::Implicit => ("token", None),
            Flow::Code => ("code", None),
            Flow::CodeWithPkce(challenge) => ("code", Some(challenge)),
        };
        push("response_type", Some(response_type));
        push("client_id", Some(ask.client_id.as_str()));
        push("redirect_uri", Some(ask.redirect_uri.as_str()));
        push("state", Some(ask.state.expose()));
        push("scope", ask.scopes.as_deref());
        push("prompt", ask.consent.then_some("consent"));
        push("code_challenge", challenge.map(Challenge::expose));
        push("code_challenge_method", challenge.map(|c| c.method().as_str()));
        push("email", ask.email.as_deref());
        push("organization_id", ask.organization_id.map(OrganizationId::as_str));
        AuthorizeUrl(url)
    }
}
