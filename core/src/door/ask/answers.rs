//! The command `accounts_answer`: what the accounts service answered in, tokens or a failure with its remedy out.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::no_answer::NoAnswer;
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::accounts::token_into;
use crate::Timestamp;
use crate::caller::{AccountId, OrganizationId};
use crate::oauth::{
    AccountsError, ClientId, EntityId, Operation, RefreshToken, TokenAnswer, TransferAnswer, read_revoked,
};

#[inline(never)]
pub(super) fn accounts_answer(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys =
        &[("operation", Form::Text), ("status", Form::Whole), ("body", Form::Text), ("received_at", Form::Time)];
    let ask = Part::read(json, KEYS, &["operation", "status", "body"])?;
    let operation = ask.text("operation").unwrap_or_default();
    let operation = Operation::ALL.into_iter().find(|o| o.as_str() == operation);
    let operation = operation.ok_or_else(|| bad("/operation", "not an operation of the accounts service"))?;
    let status = ask.whole("status").and_then(|s| u16::try_from(s).ok()).filter(|s| (100..=599).contains(s));
    let status = status.ok_or_else(|| bad("/status", "not a status of HTTP, a whole number from 100 to 599"))?;
    let body = ask.text("body").unwrap_or_default();
    let mut w = Writer::new();
    w.text("operation", operation.as_str());
    let read = match operation {
        Operation::Revoke | Operation::CustomerRevoke => {
            read_revoked(operation, status, body.as_bytes()).map(|()| w.flag("revoked", true))
        }
        Operation::IdentityTransfer => TransferAnswer::read(status, body.as_bytes()).map(|answer| {
            w.text("identity_transfer_token", answer.transfer_token().expose());
            lifetime(answer.expires_in(), &mut w);
        }),
        _ => TokenAnswer::read(operation, status, body.as_bytes())
            .map(|answer| token(operation, &answer, ask.time("received_at"), &mut w)),
    };
    if let Err(error) = read {
        failure(&error, &mut w);
    }
    Ok(w.finish())
}

fn lifetime(expires_in: Option<u64>, w: &mut Writer) {
    if let Some(seconds) = expires_in {
        w.whole("expires_in", seconds);
    }
}

fn token(operation: Operation, answer: &TokenAnswer, received: Option<Timestamp>, w: &mut Writer) {
    w.text("access_token", answer.access_token().expose());
    w.maybe("refresh_token", answer.refresh_token().map(RefreshToken::expose));
    w.maybe("token_type", answer.token_type());
    lifetime(answer.expires_in(), w);
    let expiry = received.and_then(|received| answer.expires_at(received));
    if let Some(at) = expiry {
        w.signed("expires_at", at.millis().div_euclid(1_000));
    }
    let scopes: Option<Vec<&str>> = answer.scopes().map(Iterator::collect);
    if let Some(scopes) = &scopes {
        w.texts("scopes", &mut scopes.iter().copied());
    }
    w.maybe("account_id", answer.account_id().map(AccountId::as_str));
    w.maybe("organization_id", answer.organization_id().map(OrganizationId::as_str));
    w.maybe("client_id", answer.client_id().map(ClientId::as_str));
    w.maybe("entity_id", answer.entity_id().map(EntityId::as_str));
    if let Some(license) = answer.license_id() {
        w.whole("license_id", license);
    }
    w.texts("mistyped", &mut answer.mistyped().iter().copied());
    w.key("other").open('{');
    for (name, raw) in answer.other() {
        w.json(name, raw);
    }
    w.close('}');
    token_into(scopes.as_deref(), operation.token_kind(), expiry, w);
}

fn failure(error: &AccountsError, w: &mut Writer) {
    w.key("failure").open('{');
    w.whole("status", error.status().into());
    w.text("shape", error.shape().as_str());
    w.maybe("pointer", error.pointer());
    w.maybe("name", error.name());
    w.flag("known", error.known().is_some());
    w.maybe("description", error.description());
    w.maybe("sub_error", error.sub_error());
    w.maybe("request_id", error.request_id());
    w.key("invalid_fields").open('{');
    for (name, what) in error.invalid_fields() {
        w.text(name, what);
    }
    w.close('}');
    w.text("remedy", error.remedy().as_str());
    w.text("advice", error.advice());
    w.close('}');
}
