//! Commands that make requests to the accounts service, about agents' and customers' tokens.

use alloc::string::String;

use super::super::LineError;
use super::super::no_answer::{NoAnswer, unfit};
use super::super::parts::{maybe, must, one_of};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use crate::Timestamp;
use crate::caller::{AccessToken, OrganizationId};
use crate::http::HttpRequest;
use crate::oauth::{
    Accounts, AuthorizationCode, ClientId, ClientSecret, CustomerGrant, EntityId, Operation, Proof, RedirectUri,
    RefreshToken, TokenIn, TransferBy, TransferToken, Verifier,
};
use crate::policy::TokenKind;

/// Where the accounts service is, for tests and proxies.
pub(super) const ACCOUNTS_URL: (&str, Form) = ("accounts_url", Form::Text);

const CLIENT_ID: (&str, Form) = ("client_id", Form::Text);
const ACCESS_TOKEN: (&str, Form) = ("access_token", Form::Text);
const CODE_VERIFIER: (&str, Form) = ("code_verifier", Form::Text);
const TOKEN_IN: (&str, Form) = ("token_in", Form::Text);

pub(super) fn accounts(ask: &Part<'_>) -> Result<Accounts, LineError> {
    let accounts = ask.text("accounts_url").map_or(Ok(Accounts::LIVECHAT), |base| Accounts::at(&base));
    accounts.map_err(|e| unfit("/accounts_url", e))
}

pub(super) fn redirect_uri(ask: &Part<'_>) -> Result<Option<RedirectUri>, LineError> {
    let uri = ask.text("redirect_uri").map(|uri| RedirectUri::parse(&uri));
    uri.transpose().map_err(|e| bad("/redirect_uri", e))
}

/// The token that a decision asks about.
pub(super) fn token_into(scopes: Option<&[&str]>, kind: TokenKind, expiry: Option<Timestamp>, w: &mut Writer) {
    w.key("token").open('{');
    w.texts("scopes", &mut scopes.unwrap_or_default().iter().copied());
    w.text("kind", kind.as_str());
    if let Some(at) = expiry {
        w.signed("expires_at", at.millis().div_euclid(1_000));
    }
    w.close('}');
}

/// Makes the request of an operation.
pub(super) fn request(operation: Operation, json: &str) -> Result<String, NoAnswer> {
    let request = match operation {
        Operation::Exchange => exchange(json),
        Operation::Refresh => refresh(json),
        Operation::Revoke => revoke(json),
        Operation::Inspect | Operation::CustomerInspect => inspect(operation, json),
        Operation::CustomerToken => customer_token(json),
        Operation::CustomerRevoke => customer_revoke(json),
        Operation::IdentityTransfer => identity_transfer(json),
    };
    let mut w = Writer::new();
    w.http("http", &request?);
    Ok(w.finish())
}

#[inline(never)]
fn exchange(json: &str) -> Result<HttpRequest, LineError> {
    const KEYS: Keys = &[
        ACCOUNTS_URL,
        CLIENT_ID,
        ("redirect_uri", Form::Text),
        ("code", Form::Text),
        ("client_secret", Form::Text),
        CODE_VERIFIER,
    ];
    let ask = Part::read(json, KEYS, &["client_id", "redirect_uri", "code"])?;
    let client = must(&ask, "client_id", ClientId::parse)?;
    let uri = redirect_uri(&ask)?.ok_or_else(|| bad("/redirect_uri", "missing"))?;
    let code = must(&ask, "code", AuthorizationCode::parse)?;
    let secret = maybe(&ask, "client_secret", ClientSecret::parse)?;
    let verifier = maybe(&ask, "code_verifier", Verifier::parse)?;
    let proof = match (&secret, &verifier) {
        (Some(secret), Some(verifier)) => Proof::Both(secret, verifier),
        (Some(secret), None) => Proof::Secret(secret),
        (None, Some(verifier)) => Proof::Verifier(verifier),
        (None, None) => return Err(bad("/code_verifier", "missing, and so is `client_secret`; one of them is needed")),
    };
    Ok(accounts(&ask)?.exchange(&client, &uri, &code, &proof))
}

#[inline(never)]
fn refresh(json: &str) -> Result<HttpRequest, LineError> {
    const KEYS: Keys = &[ACCOUNTS_URL, CLIENT_ID, ("refresh_token", Form::Text), ("client_secret", Form::Text)];
    let ask = Part::read(json, KEYS, &["client_id", "refresh_token"])?;
    let client = must(&ask, "client_id", ClientId::parse)?;
    let token = must(&ask, "refresh_token", RefreshToken::parse)?;
    let secret = maybe(&ask, "client_secret", ClientSecret::parse)?;
    Ok(accounts(&ask)?.refresh(&client, secret.as_ref(), &token))
}

#[inline(never)]
fn revoke(json: &str) -> Result<HttpRequest, LineError> {
    let ask = Part::read(json, &[ACCOUNTS_URL, ACCESS_TOKEN, ("refresh_token", Form::Text), TOKEN_IN], &[])?;
    let (accounts, token_in) = (accounts(&ask)?, token_in(&ask)?);
    let access = maybe(&ask, "access_token", AccessToken::parse)?;
    match (access, maybe(&ask, "refresh_token", RefreshToken::parse)?) {
        (Some(_), Some(_)) => Err(bad("/refresh_token", "one token at a time; it has no place beside `access_token`")),
        (Some(access), None) => Ok(accounts.revoke(&access, token_in)),
        (None, Some(refresh)) => Ok(accounts.revoke_refresh(&refresh, token_in)),
        (None, None) => Err(bad("/access_token", "missing")),
    }
}

fn token_in(ask: &Part<'_>) -> Result<TokenIn, LineError> {
    Ok(ask.parsed("token_in", "")?.unwrap_or_default())
}

#[inline(never)]
fn inspect(operation: Operation, json: &str) -> Result<HttpRequest, LineError> {
    let ask = Part::read(json, &[ACCOUNTS_URL, ACCESS_TOKEN, TOKEN_IN], &["access_token"])?;
    let (accounts, token) = (accounts(&ask)?, must(&ask, "access_token", AccessToken::parse)?);
    let token_in = token_in(&ask)?;
    Ok(match operation {
        Operation::CustomerInspect => accounts.customer_inspect(&token, token_in),
        _ => accounts.inspect(&token, token_in),
    })
}

#[inline(never)]
fn customer_revoke(json: &str) -> Result<HttpRequest, LineError> {
    let ask = Part::read(json, &[ACCOUNTS_URL, ACCESS_TOKEN], &["access_token"])?;
    Ok(accounts(&ask)?.customer_revoke(&must(&ask, "access_token", AccessToken::parse)?))
}

#[inline(never)]
fn customer_token(json: &str) -> Result<HttpRequest, LineError> {
    const KEYS: Keys = &[
        ACCOUNTS_URL,
        CLIENT_ID,
        ("grant_type", Form::Text),
        ("expires_in", Form::Whole),
        ("organization_id", Form::Text),
        ("group_id", Form::Whole),
        ("redirect_uri", Form::Text),
        ACCESS_TOKEN,
        ("entity_id", Form::Text),
        ("identity_transfer_token", Form::Text),
        CODE_VERIFIER,
    ];
    /// Keys that each grant type has of its own, in the order of the names.
    const OWN: [&[&str]; 3] = [
        &["organization_id", "group_id", "redirect_uri"],
        &["access_token", "entity_id", "organization_id"],
        &["identity_transfer_token", "code_verifier"],
    ];
    const NAMES: [(&str, usize); 3] = [("cookie", 0), ("agent_token", 1), ("identity_token", 2)];
    let ask = Part::read(json, KEYS, &["client_id", "grant_type"])?;
    let kind = one_of(&ask, "grant_type", &NAMES)?.unwrap_or_default();
    let own = OWN.get(kind).copied().unwrap_or_default();
    let strange = OWN.iter().copied().flatten().find(|key| ask.has(key) && !own.contains(key));
    if let Some(key) = strange {
        return Err(bad(&alloc::format!("/{key}"), "has no place in this grant type"));
    }
    let client = must(&ask, "client_id", ClientId::parse)?;
    let (accounts, expires_in) = (accounts(&ask)?, ask.whole("expires_in"));
    let organization = maybe(&ask, "organization_id", OrganizationId::parse)?;
    match kind {
        0 => {
            let organization = organization.ok_or_else(|| bad("/organization_id", "missing"))?;
            let uri = redirect_uri(&ask)?;
            let group_id = ask.whole("group_id").map(u32::try_from).transpose();
            let group_id = group_id.map_err(|_| bad("/group_id", "not the ID of a group"))?;
            let grant = CustomerGrant::Cookie { organization_id: &organization, group_id, redirect_uri: uri.as_ref() };
            Ok(accounts.customer_token(&client, &grant, expires_in))
        }
        1 => {
            let token = must(&ask, "access_token", AccessToken::parse)?;
            let entity = maybe(&ask, "entity_id", EntityId::parse)?;
            let (entity_id, organization_id) = (entity.as_ref(), organization.as_ref());
            let grant = CustomerGrant::AgentToken { token: &token, entity_id, organization_id };
            Ok(accounts.customer_token(&client, &grant, expires_in))
        }
        _ => {
            let code = must(&ask, "identity_transfer_token", TransferToken::parse)?;
            let verifier = maybe(&ask, "code_verifier", Verifier::parse)?;
            let grant = CustomerGrant::IdentityToken { code: &code, verifier: verifier.as_ref() };
            Ok(accounts.customer_token(&client, &grant, expires_in))
        }
    }
}

#[inline(never)]
fn identity_transfer(json: &str) -> Result<HttpRequest, LineError> {
    const KEYS: Keys = &[
        ACCOUNTS_URL,
        CLIENT_ID,
        ("bearer_type", Form::Text),
        ACCESS_TOKEN,
        ("customer_id", Form::Text),
        CODE_VERIFIER,
    ];
    let ask = Part::read(json, KEYS, &["client_id", "bearer_type", "access_token"])?;
    let agent = one_of(&ask, "bearer_type", &[("agent", true), ("customer", false)])?.unwrap_or_default();
    let client = must(&ask, "client_id", ClientId::parse)?;
    let token = must(&ask, "access_token", AccessToken::parse)?;
    let customer = maybe(&ask, "customer_id", EntityId::parse)?;
    let by = match (agent, &customer) {
        (true, Some(customer_id)) => TransferBy::Agent { token: &token, customer_id },
        (true, None) => return Err(bad("/customer_id", "missing")),
        (false, None) => TransferBy::Customer { token: &token },
        (false, Some(_)) => return Err(bad("/customer_id", "a customer's own token tells it")),
    };
    let verifier = maybe(&ask, "code_verifier", Verifier::parse)?;
    Ok(accounts(&ask)?.identity_transfer(&client, &by, verifier.as_ref()))
}
