//! Names of what the accounts service complains about, and a sign-in that it refused. Pure data.

use alloc::string::String;
use core::fmt;

use super::failure::Remedy;

named! {
    /// What the accounts service calls an error, in answers and redirects.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ErrorName {
        /// The request can't be read.
        BadRequest = "bad_request",
        /// A parameter is missing, wrong, or given twice; or the HTTP method or the body is wrong.
        InvalidRequest = "invalid_request",
        /// The client, its secret, the redirect URI, the code or the refresh token isn't known.
        UnauthorizedClient = "unauthorized_client",
        /// Who asks isn't known, or the account isn't authorized.
        Unauthorized = "unauthorized",
        /// The user or the service said no.
        AccessDenied = "access_denied",
        /// Access isn't allowed at all.
        Forbidden = "forbidden",
        /// `response_type` isn't one that this client may use.
        UnsupportedResponseType = "unsupported_response_type",
        /// A scope isn't known, or the user's role may not hold it.
        InvalidScope = "invalid_scope",
        /// The service failed.
        ServerError = "server_error",
        /// The service is overloaded or under maintenance.
        TemporarilyUnavailable = "temporarily_unavailable",
        /// `grant_type` isn't one that may be used.
        UnsupportedGrantType = "unsupported_grant_type",
        /// The code or the token is expired, revoked, or belongs to another client or redirect URI.
        InvalidGrant = "invalid_grant",
        /// The client couldn't show who it is, or the token is another client's.
        InvalidClient = "invalid_client",
        /// The user hasn't given the rights that the client needs now.
        MissingGrant = "missing_grant",
        /// In conflict with the present state.
        Conflict = "conflict",
        /// No such thing, for example no such token.
        ResourceNotFound = "resource_not_found",
        /// A link for joining an organization has expired.
        JoinLinkExpired = "join_link_expired",
        /// The service takes nothing from here.
        TrafficBlocked = "traffic_blocked",
        /// The service can't do that.
        NotImplemented = "not_implemented",
        /// The user has signed out, or was signed out by a new password.
        IdentityLost = "identity_lost",
        /// The account can't sign in with a password, only in another way.
        CredentialsLoginDisabled = "credentials_login_disabled",
        /// A detail: there is no such client.
        ClientIdNotFound = "client_id_not_found",
        /// A detail: the client has no redirect URI.
        RedirectUriNotSet = "redirect_uri_not_set",
        /// A detail: the redirect URI isn't one of the client's.
        InvalidRedirectUri = "invalid_redirect_uri",
        /// A detail: redirects go round in a circle.
        TooManyRedirects = "too_many_redirects",
    }
    error UnknownErrorName = "not an error that the accounts service documents";
}

/// A sign-in that the accounts service refused, as a redirect or its error page says it.
///
/// `Debug` and `Display` show the name only where it is a documented one, and never the texts, which come from outside.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) details: Option<String>,
    pub(super) authentication: bool,
}

impl Refusal {
    /// The error as the service names it, which may be one that isn't documented.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The error, if it is a documented one.
    pub fn known(&self) -> Option<ErrorName> {
        self.name.parse().ok()
    }

    /// What the service says for people.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// What the service adds, such as `too_many_redirects`.
    pub fn details(&self) -> Option<&str> {
        self.details.as_deref()
    }

    /// Whether the user's identity is in doubt, and not what the application asked for.
    pub fn is_authentication(&self) -> bool {
        self.authentication
    }

    /// What to do about it.
    pub fn remedy(&self) -> Remedy {
        let details = self.details().and_then(|d| d.parse::<ErrorName>().ok());
        details.or(self.known()).map_or(Remedy::Stop, |name| Remedy::of(name, None))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.known().map_or("an error that isn't documented", ErrorName::as_str);
        write!(f, "LiveChat refused to sign the user in: {name}; {}", self.remedy().advice())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("known", &self.known())
            .field("authentication", &self.authentication)
            .finish_non_exhaustive()
    }
}
