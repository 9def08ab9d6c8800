//! What went wrong with a request to the accounts service: status, name, what to do, and all that came. Pure data.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::json::{Members, Unread};
use super::refusal::ErrorName;
use crate::policy::TokenKind;

named! {
    /// What was asked of the accounts service.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Operation {
        /// A code for tokens.
        Exchange = "exchange",
        /// A refresh token for a new access token.
        Refresh = "refresh",
        /// The end of an agent's token.
        Revoke = "revoke",
        /// What an agent's token is.
        Inspect = "inspect",
        /// A customer's token.
        CustomerToken = "customer_token",
        /// The end of a customer's token.
        CustomerRevoke = "customer_revoke",
        /// What a customer's token is.
        CustomerInspect = "customer_inspect",
        /// A token for moving a customer's identity.
        IdentityTransfer = "identity_transfer",
    }
    error UnknownOperation = "not an operation of the accounts service";
}

impl Operation {
    /// Kind of the token that a good answer is about.
    pub fn token_kind(self) -> TokenKind {
        match self {
            Self::Exchange | Self::Refresh | Self::Revoke | Self::Inspect => TokenKind::Oauth,
            Self::CustomerToken | Self::CustomerRevoke | Self::CustomerInspect | Self::IdentityTransfer => {
                TokenKind::Customer
            }
        }
    }

    const fn revokes(self) -> bool {
        matches!(self, Self::Revoke | Self::CustomerRevoke)
    }

    /// Whether the request shows a code or a refresh token, which dies with the refusal.
    const fn spends_a_grant(self) -> bool {
        matches!(self, Self::Exchange | Self::Refresh)
    }
}

named! {
    /// What came in place of an answer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Shape {
        /// An error as the accounts service writes it.
        Error = "error",
        /// JSON of another form.
        OtherJson = "other_json",
        /// Not JSON: a proxy's page, a cut answer, bytes that aren't UTF-8.
        NotJson = "not_json",
        /// An answer without its token, or with a token that no header can carry.
        BadAnswer = "bad_answer",
        /// JSON in which a key stands twice, so that readers could differ on it.
        DuplicateKey = "duplicate_key",
        /// Longer than 256 KiB.
        TooLarge = "too_large",
    }
}

named! {
    /// What to do about an error.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Remedy {
        /// The code or the refresh token is dead: the user must sign in again.
        SignInAgain = "sign_in_again",
        /// The user must consent again.
        AskConsent = "ask_consent",
        /// The token that the request was made with isn't accepted: get another.
        NewToken = "new_token",
        /// Something in the request or in the application's configuration is wrong.
        FixRequest = "fix_request",
        /// The same may succeed later.
        RetryLater = "retry_later",
        /// What was asked for is so already.
        NothingToDo = "nothing_to_do",
        /// No request of this application helps.
        Stop = "stop",
    }
}

impl Remedy {
    /// The same for people.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::SignInAgain => {
                "send the user to sign in again; if that fails too, check client ID, secret and redirect URI"
            }
            Self::AskConsent => "send the user to sign in again with a prompt for consent",
            Self::NewToken => "get a new token, by a refresh or by signing in, and ask once more with it",
            Self::FixRequest => {
                "check parameters, client ID, secret, scopes and redirect URI against the Developer Console"
            }
            Self::RetryLater => "ask again later, with growing pauses",
            Self::NothingToDo => "nothing is left to do",
            Self::Stop => "don't repeat it; the account, the application or the service has to change first",
        }
    }

    /// `None` stands for a redirect.
    pub(super) const fn of(name: ErrorName, operation: Option<Operation>) -> Self {
        use ErrorName as E;
        let grant = matches!(operation, Some(o) if o.spends_a_grant());
        let revokes = matches!(operation, Some(o) if o.revokes());
        match name {
            E::ServerError | E::TemporarilyUnavailable | E::TooManyRedirects => Self::RetryLater,
            E::InvalidGrant | E::UnauthorizedClient | E::Unauthorized if grant => Self::SignInAgain,
            E::IdentityLost => Self::SignInAgain,
            // At a redirect it is the user who isn't signed in.
            E::Unauthorized | E::InvalidGrant if operation.is_none() => Self::SignInAgain,
            E::Unauthorized | E::InvalidGrant => Self::NewToken,
            E::MissingGrant => Self::AskConsent,
            E::ResourceNotFound if revokes => Self::NothingToDo,
            E::BadRequest
            | E::InvalidRequest
            | E::UnauthorizedClient
            | E::InvalidClient
            | E::InvalidScope
            | E::UnsupportedResponseType
            | E::UnsupportedGrantType
            | E::ResourceNotFound
            | E::ClientIdNotFound
            | E::RedirectUriNotSet
            | E::InvalidRedirectUri => Self::FixRequest,
            E::AccessDenied
            | E::Forbidden
            | E::Conflict
            | E::JoinLinkExpired
            | E::TrafficBlocked
            | E::NotImplemented
            | E::CredentialsLoginDisabled => Self::Stop,
        }
    }

    /// Where no documented name is given.
    const fn of_status(status: u16, operation: Operation) -> Self {
        match status {
            401 if operation.spends_a_grant() => Self::SignInAgain,
            401 => Self::NewToken,
            404 if operation.revokes() => Self::NothingToDo,
            408 | 429 | 500..=599 => Self::RetryLater,
            400..=499 => Self::FixRequest,
            _ => Self::Stop,
        }
    }
}

/// A request to the accounts service that brought no answer.
///
/// `Display` and `Debug` show operation, status, shape, the name if it is a documented one, and what to do; never what
/// came, in which a token may be.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountsError {
    operation: Operation,
    status: u16,
    shape: Shape,
    pointer: Option<&'static str>,
    said: Box<Said>,
}

/// What the service said, apart from the rest so that results stay small.
#[derive(Clone, PartialEq, Eq, Default)]
struct Said {
    name: Option<String>,
    description: Option<String>,
    sub_error: Option<String>,
    request_id: Option<String>,
    invalid_fields: Vec<(String, String)>,
    body: Vec<u8>,
}

impl AccountsError {
    pub(super) fn new(operation: Operation, status: u16, shape: Shape, body: &[u8]) -> Self {
        let kept = body.get(..super::json::MOST_BYTES).unwrap_or(body);
        let said = Box::new(Said { body: kept.into(), ..Said::default() });
        Self { operation, status, shape, pointer: None, said }
    }

    pub(super) fn bad_answer(operation: Operation, status: u16, pointer: &'static str, body: &[u8]) -> Self {
        Self { pointer: Some(pointer), ..Self::new(operation, status, Shape::BadAnswer, body) }
    }

    /// Of a body that can't be read as an object.
    pub(super) fn unread(operation: Operation, status: u16, why: Unread, body: &[u8]) -> Self {
        let shape = match why {
            Unread::TooLarge => Shape::TooLarge,
            Unread::NotJson => Shape::NotJson,
            Unread::NotAnObject => Shape::OtherJson,
            Unread::DuplicateKey => Shape::DuplicateKey,
        };
        Self::new(operation, status, shape, body)
    }

    /// Of an object: the vendor's form of an error in its three writings, or something else.
    pub(super) fn reported(operation: Operation, status: u16, mut members: Members<'_>, body: &[u8]) -> Self {
        let mut error = Self::new(operation, status, Shape::OtherJson, body);
        let said = &mut error.said;
        // The API's own form, `{"error": {"type", "message"}}`, in case a request went there.
        if let Some(mut inner) = members.object("error") {
            said.name = inner.text("type");
            said.description = inner.text("message");
        }
        let mut first = |keys: [&str; 3]| keys.into_iter().find_map(|key| members.text(key));
        said.name = said.name.take().or_else(|| first(["error", "oauth_exception", "identity_exception"]));
        let descriptions = ["error_description", "exception_description", "description"];
        said.description = said.description.take().or_else(|| first(descriptions));
        said.sub_error = members.text("sub_error").or_else(|| members.text("exception_details"));
        said.request_id = members.text("request_id");
        said.invalid_fields = members.object("invalid_fields").map(Members::into_texts).unwrap_or_default();
        if said.name.is_some() {
            error.shape = Shape::Error;
        }
        error
    }

    /// What was asked.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Status of the HTTP answer.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What came.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Of [`Shape::BadAnswer`]: where the answer is wrong, as an RFC 6901 pointer.
    pub fn pointer(&self) -> Option<&'static str> {
        self.pointer
    }

    /// The error as the service names it, which may be one that isn't documented.
    pub fn name(&self) -> Option<&str> {
        self.said.name.as_deref()
    }

    /// The error, if it is a documented one.
    pub fn known(&self) -> Option<ErrorName> {
        self.name()?.parse().ok()
    }

    /// What the service says for people. It comes from outside: show it to nobody who may not see the request.
    pub fn description(&self) -> Option<&str> {
        self.said.description.as_deref()
    }

    /// What the service adds to the name, such as `insufficient_scope`.
    pub fn sub_error(&self) -> Option<&str> {
        self.said.sub_error.as_deref()
    }

    /// ID of the request at the vendor, for asking its support.
    pub fn request_id(&self) -> Option<&str> {
        self.said.request_id.as_deref()
    }

    /// Fields that the service found wrong, with what it says about each.
    pub fn invalid_fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.said.invalid_fields.iter().map(|(name, what)| (name.as_str(), what.as_str()))
    }

    /// What came, cut after 256 KiB. It may hold tokens.
    pub fn body(&self) -> &[u8] {
        &self.said.body
    }

    /// What to do.
    pub fn remedy(&self) -> Remedy {
        if self.sub_error() == Some("insufficient_scope") {
            return Remedy::FixRequest;
        }
        match self.known() {
            Some(name) => Remedy::of(name, Some(self.operation)),
            None => Remedy::of_status(self.status, self.operation),
        }
    }

    /// The same for people.
    pub fn advice(&self) -> &'static str {
        self.remedy().advice()
    }
}

impl fmt::Display for AccountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` brought no answer, status {}: ", self.operation, self.status)?;
        match (self.known(), self.pointer) {
            (Some(name), _) => write!(f, "{name}")?,
            (None, Some(pointer)) => write!(f, "{} at {pointer}", self.shape)?,
            (None, None) => write!(f, "{}", self.shape)?,
        }
        write!(f, "; {}", self.advice())
    }
}

impl fmt::Debug for AccountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountsError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("shape", &self.shape)
            .field("pointer", &self.pointer)
            .field("known", &self.known())
            .field("remedy", &self.remedy())
            .finish_non_exhaustive()
    }
}

impl core::error::Error for AccountsError {}
