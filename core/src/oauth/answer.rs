//! Answers of the accounts service: tokens, read tolerantly so that none is lost to a field that matters less. Pure
//! data.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::failure::{AccountsError, Operation};
use super::input::{ClientId, EntityId, RefreshToken, TransferToken};
use super::json::{Found, Members, Unread};
use crate::Timestamp;
use crate::caller::{AccessToken, AccountId, OrganizationId};
use crate::input::InputError;
use crate::policy::{Token, TokenKind};

/// A token and what is said about it: the answer to an exchange, a refresh, an inspection, or a request for a
/// customer's token.
///
/// Only the access token is required. Another field that has the wrong type is left out, named in
/// [`mistyped`](Self::mistyped) and kept in [`other`](Self::other): the code or the refresh token is spent already, and
/// the answer would be lost with it.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    operation: Operation,
    access_token: AccessToken,
    refresh_token: Option<RefreshToken>,
    token_type: Option<String>,
    expires_in: Option<u64>,
    scopes: Option<Vec<String>>,
    account_id: Option<AccountId>,
    organization_id: Option<OrganizationId>,
    client_id: Option<ClientId>,
    entity_id: Option<EntityId>,
    license_id: Option<u64>,
    mistyped: Vec<&'static str>,
    other: Vec<(String, String)>,
}

impl TokenAnswer {
    /// Reads an answer. The body decides first and the status second: an error in a body of status 200 is an error.
    pub fn read(operation: Operation, status: u16, body: &[u8]) -> Result<Self, AccountsError> {
        let mut members = object(operation, status, body)?;
        let access_token = members.text("access_token").and_then(|t| AccessToken::parse(&t).ok());
        let access_token =
            access_token.ok_or_else(|| AccountsError::bad_answer(operation, status, "/access_token", body))?;
        let mut mistyped = Vec::new();
        let refresh_token = checked(&mut members, &mut mistyped, "/refresh_token", RefreshToken::parse);
        let account_id = checked(&mut members, &mut mistyped, "/account_id", AccountId::parse);
        let organization_id = checked(&mut members, &mut mistyped, "/organization_id", OrganizationId::parse);
        let client_id = checked(&mut members, &mut mistyped, "/client_id", ClientId::parse);
        let entity_id = checked(&mut members, &mut mistyped, "/entity_id", EntityId::parse);
        let token_type = value(members.take_text("token_type"), "/token_type", &mut mistyped);
        let expires_in = value(members.take_number("expires_in"), "/expires_in", &mut mistyped);
        let license_id = value(members.take_number("license_id"), "/license_id", &mut mistyped);
        let scopes = value(members.take_texts("scope"), "/scope", &mut mistyped)
            .or_else(|| value(members.take_texts("scopes"), "/scopes", &mut mistyped));
        let scopes = scopes.map(|list| list.iter().flat_map(|s| split_scopes(s)).map(String::from).collect());
        Ok(Self {
            operation,
            access_token,
            refresh_token,
            token_type,
            expires_in,
            scopes,
            account_id,
            organization_id,
            client_id,
            entity_id,
            license_id,
            mistyped,
            other: members.into_rest(),
        })
    }

    /// The token.
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// What renews it. Store it before anything else: of an application without a secret, the old one is dead now.
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    /// How the token goes into a header: `Bearer`.
    pub fn token_type(&self) -> Option<&str> {
        self.token_type.as_deref()
    }

    /// Seconds from now that it lives.
    pub fn expires_in(&self) -> Option<u64> {
        self.expires_in
    }

    /// Names of its scopes; nothing where the answer says nothing, as about a customer's token.
    pub fn scopes(&self) -> Option<impl Iterator<Item = &str>> {
        self.scopes.as_ref().map(|s| s.iter().map(String::as_str))
    }

    /// Account of the agent.
    pub fn account_id(&self) -> Option<&AccountId> {
        self.account_id.as_ref()
    }

    /// Organization that it is for.
    pub fn organization_id(&self) -> Option<&OrganizationId> {
        self.organization_id.as_ref()
    }

    /// Application that it was issued to.
    pub fn client_id(&self) -> Option<&ClientId> {
        self.client_id.as_ref()
    }

    /// The customer, of a customer's token.
    pub fn entity_id(&self) -> Option<&EntityId> {
        self.entity_id.as_ref()
    }

    /// License that it is for, which only the inspection of a customer's token says.
    pub fn license_id(&self) -> Option<u64> {
        self.license_id
    }

    /// Pointers to known fields that had a wrong type or a wrong form and were left out.
    pub fn mistyped(&self) -> &[&'static str] {
        &self.mistyped
    }

    /// Fields that nothing here knows, and those of a wrong type, with their raw JSON. They may hold secrets.
    pub fn other(&self) -> impl Iterator<Item = (&str, &str)> {
        self.other.iter().map(|(key, raw)| (key.as_str(), raw.as_str()))
    }

    /// When it expires, `received` being when the answer came; nothing where the answer doesn't say.
    pub fn expires_at(&self, received: Timestamp) -> Option<Timestamp> {
        self.expires_in.map(|seconds| received.saturating_add_millis(seconds.saturating_mul(1_000)))
    }

    /// The token for decisions: its scopes, its kind, when it expires. One whose scopes aren't said has none; inspect
    /// it first.
    pub fn token(&self, received: Timestamp) -> Token {
        token(self.scopes.as_deref(), self.operation.token_kind(), self.expires_at(received))
    }
}

pub(super) fn token(scopes: Option<&[String]>, kind: TokenKind, expires_at: Option<Timestamp>) -> Token {
    let token = Token::new(scopes.unwrap_or_default()).with_kind(kind);
    match expires_at {
        Some(at) => token.with_expiry(at),
        None => token,
    }
}

/// Scopes of a list: the reference separates by commas, OAuth by spaces.
pub(super) fn split_scopes(list: &str) -> impl Iterator<Item = &str> {
    list.split(|c: char| c == ',' || c.is_whitespace()).filter(|s| !s.is_empty())
}

/// Whether it is time to refresh a token, `margin` before it expires.
///
/// ```
/// use core::time::Duration;
/// use livechat_core::Timestamp;
/// use livechat_core::oauth::refresh_due;
/// let (expires_at, margin) = (Timestamp::from_seconds(1_000), Duration::from_secs(60));
/// assert!(!refresh_due(expires_at, Timestamp::from_seconds(939), margin));
/// assert!(refresh_due(expires_at, Timestamp::from_seconds(940), margin));
/// ```
pub fn refresh_due(expires_at: Timestamp, now: Timestamp, margin: Duration) -> bool {
    now.saturating_add_millis(u64::try_from(margin.as_millis()).unwrap_or(u64::MAX)) >= expires_at
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other: Vec<&str> = self.other().map(|(key, _)| key).collect();
        f.debug_struct("TokenAnswer")
            .field("operation", &self.operation)
            .field("access_token", &self.access_token)
            .field("refresh_token", &self.refresh_token)
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .field("account_id", &self.account_id)
            .field("organization_id", &self.organization_id)
            .field("client_id", &self.client_id)
            .field("entity_id", &self.entity_id)
            .field("license_id", &self.license_id)
            .field("mistyped", &self.mistyped)
            .field("other", &other)
            .finish_non_exhaustive()
    }
}

/// The answer to a request for moving a customer's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferAnswer {
    token: TransferToken,
    expires_in: Option<u64>,
}

impl TransferAnswer {
    /// Reads an answer.
    pub fn read(status: u16, body: &[u8]) -> Result<Self, AccountsError> {
        let operation = Operation::IdentityTransfer;
        let mut members = object(operation, status, body)?;
        let token = members.text("identity_transfer_token").and_then(|t| TransferToken::parse(&t).ok());
        let token =
            token.ok_or_else(|| AccountsError::bad_answer(operation, status, "/identity_transfer_token", body))?;
        Ok(Self { token, expires_in: value(members.take_number("expires_in"), "", &mut Vec::new()) })
    }

    /// What the other device exchanges.
    pub fn transfer_token(&self) -> &TransferToken {
        &self.token
    }

    /// Seconds from now that it lives.
    pub fn expires_in(&self) -> Option<u64> {
        self.expires_in
    }
}

/// Reads the answer to a revocation, which has nothing in it when it worked.
pub fn read_revoked(operation: Operation, status: u16, body: &[u8]) -> Result<(), AccountsError> {
    if (200..300).contains(&status) && body.trim_ascii().is_empty() {
        return Ok(());
    }
    object(operation, status, body).map(|_| ())
}

/// The object of a good answer.
fn object(operation: Operation, status: u16, body: &[u8]) -> Result<Members<'_>, AccountsError> {
    let members = Members::read(body).map_err(|why: Unread| AccountsError::unread(operation, status, why, body))?;
    let error = ["error", "oauth_exception", "identity_exception"].iter().any(|key| members.has(key));
    if !error && (200..300).contains(&status) {
        return Ok(members);
    }
    Err(AccountsError::reported(operation, status, members, body))
}

fn value<T>(found: Found<T>, pointer: &'static str, mistyped: &mut Vec<&'static str>) -> Option<T> {
    match found {
        Found::Value(value) => Some(value),
        Found::Absent => None,
        Found::Mistyped => {
            mistyped.push(pointer);
            None
        }
    }
}

/// A text that has rules of its own. One that breaks them stays among the members, as one of a wrong type does.
fn checked<T>(
    members: &mut Members<'_>,
    mistyped: &mut Vec<&'static str>,
    pointer: &'static str,
    parse: fn(&str) -> Result<T, InputError>,
) -> Option<T> {
    let key = pointer.trim_start_matches('/');
    value(members.take_parsed(key, |text| parse(text).ok()), pointer, mistyped)
}
