//! Commands about redirects: what one brings, the vendor's error page, and whether an address can be one's own.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::no_answer::NoAnswer;
use super::super::parts::{must, one_of};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::accounts::token_into;
use crate::caller::{AccountId, OrganizationId};
use crate::oauth::{
    ClientId, RedirectError, RedirectUri, Refusal, State, is_registered, read_code, read_error_page, read_implicit,
};
use crate::policy::TokenKind;

#[inline(never)]
pub(super) fn redirect(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("flow", Form::Text), ("url", Form::Text), ("state", Form::Text), ("received_at", Form::Time)];
    let ask = Part::read(json, KEYS, &["flow", "url", "state"])?;
    let implicit = one_of(&ask, "flow", &[("implicit", true), ("code", false)])?.unwrap_or_default();
    let (url, state) = (ask.text("url").unwrap_or_default(), must(&ask, "state", State::parse)?);
    let mut w = Writer::new();
    if implicit {
        let grant = match read_implicit(&url, &state) {
            Ok(grant) => grant,
            Err(error) => return not_taken(error),
        };
        w.text("access_token", grant.access_token().expose());
        w.whole("expires_in", grant.expires_in());
        let expiry = ask.time("received_at").map(|received| grant.expires_at(received));
        if let Some(at) = expiry {
            w.signed("expires_at", at.millis().div_euclid(1_000));
        }
        let scopes: Option<Vec<&str>> = grant.scopes().map(Iterator::collect);
        token_into(scopes.as_deref(), TokenKind::Oauth, expiry, &mut w);
        about(scopes.as_deref(), (grant.account_id(), grant.organization_id(), grant.client_id()), &mut w);
        other(&mut grant.other(), &mut w);
    } else {
        let grant = match read_code(&url, &state) {
            Ok(grant) => grant,
            Err(error) => return not_taken(error),
        };
        w.text("code", grant.code().expose());
        let scopes: Option<Vec<&str>> = grant.scopes().map(Iterator::collect);
        about(scopes.as_deref(), (grant.account_id(), grant.organization_id(), grant.client_id()), &mut w);
        other(&mut grant.other(), &mut w);
    }
    Ok(w.finish())
}

type Ids<'a> = (Option<&'a AccountId>, Option<&'a OrganizationId>, Option<&'a ClientId>);

/// What a redirect says besides.
fn about(scopes: Option<&[&str]>, ids: Ids<'_>, w: &mut Writer) {
    if let Some(scopes) = scopes {
        w.texts("scopes", &mut scopes.iter().copied());
    }
    w.maybe("account_id", ids.0.map(AccountId::as_str));
    w.maybe("organization_id", ids.1.map(OrganizationId::as_str));
    w.maybe("client_id", ids.2.map(ClientId::as_str));
}

fn other(pairs: &mut dyn Iterator<Item = (&str, &str)>, w: &mut Writer) {
    w.key("other").open('{');
    for (name, value) in pairs {
        w.text(name, value);
    }
    w.close('}');
}

/// A redirect that brings nothing: a refusal is an answer, what can't be trusted is an error.
fn not_taken(error: RedirectError) -> Result<String, NoAnswer> {
    match error {
        RedirectError::Refused(refusal) => {
            let mut w = Writer::new();
            refused(&refusal, &mut w);
            Ok(w.finish())
        }
        RedirectError::Fault(fault) => {
            let error = NoAnswer::new(fault.code().as_str(), format!("{fault}."));
            Err(error.at("/url").parameter(fault.parameter()))
        }
    }
}

fn refused(refusal: &Refusal, w: &mut Writer) {
    w.key("refused").open('{');
    w.text("name", refusal.name());
    w.flag("known", refusal.known().is_some());
    w.maybe("description", refusal.description());
    w.maybe("details", refusal.details());
    w.flag("authentication", refusal.is_authentication());
    w.text("remedy", refusal.remedy().as_str());
    w.text("advice", refusal.remedy().advice());
    w.close('}');
}

#[inline(never)]
pub(super) fn error_page(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("url", Form::Text)], &["url"])?;
    let mut w = Writer::new();
    match read_error_page(&ask.text("url").unwrap_or_default()) {
        Some(refusal) => refused(&refusal, &mut w),
        None => w.key("refused").raw("null"),
    }
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn redirect_uri(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("uri", Form::Text), ("configured", Form::Texts)], &["uri"])?;
    let mut configured = Vec::new();
    for (i, uri) in ask.texts("configured").unwrap_or_default().iter().enumerate() {
        configured.extend(RedirectUri::parse_list(uri).map_err(|e| bad(&format!("/configured/{i}"), e))?);
    }
    let uri = ask.text("uri").unwrap_or_default();
    let registered = || if ask.has("configured") { is_registered(&configured, &uri) } else { Ok(()) };
    let found = RedirectUri::parse(&uri).and_then(|uri| registered().map(|()| uri));
    let mut w = Writer::new();
    w.flag("valid", found.is_ok());
    match found {
        Ok(uri) => {
            w.text("scheme", uri.scheme());
            w.text("authority", uri.authority());
            w.text("path", uri.path());
        }
        Err(fault) => {
            w.text("code", fault.code().as_str());
            w.text("message", &format!("{fault}."));
        }
    }
    Ok(w.finish())
}
