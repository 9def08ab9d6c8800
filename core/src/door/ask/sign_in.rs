//! Commands of signing in: verifiers and states of the host's random bytes, and the address to send a user to.

use alloc::string::String;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::LineError;
use super::super::no_answer::{NoAnswer, unfit};
use super::super::parts::{maybe, must, one_of};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::accounts::{ACCOUNTS_URL, accounts, redirect_uri};
use crate::caller::OrganizationId;
use crate::oauth::{Authorize, ChallengeMethod, ClientId, State, Verifier};

const CHALLENGE_METHODS: [(&str, ChallengeMethod); 2] =
    [("S256", ChallengeMethod::S256), ("plain", ChallengeMethod::Plain)];

/// The host's 32 random bytes, in base64 of either alphabet, padded or not.
fn random(ask: &Part<'_>) -> Result<[u8; 32], LineError> {
    let text = ask.text("random").unwrap_or_default();
    let text = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| bad("/random", "not 32 bytes in base64"))
}

#[inline(never)]
pub(super) fn pkce(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("random", Form::Text), ("code_verifier", Form::Text), ("code_challenge_method", Form::Text)];
    let ask = Part::read(json, KEYS, &[])?;
    let verifier = match (ask.has("random"), maybe(&ask, "code_verifier", Verifier::parse)?) {
        (true, Some(_)) => return Err(bad("/random", "has no place beside `code_verifier`").into()),
        (false, Some(verifier)) => verifier,
        (true, None) => Verifier::from_random(&random(&ask)?),
        (false, None) => return Err(bad("/random", "missing").into()),
    };
    let method = one_of(&ask, "code_challenge_method", &CHALLENGE_METHODS)?.unwrap_or_default();
    let mut w = Writer::new();
    w.text("code_verifier", verifier.expose());
    w.text("code_challenge", verifier.challenge(method).expose());
    w.text("code_challenge_method", method.as_str());
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn state(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("random", Form::Text)], &["random"])?;
    let mut w = Writer::new();
    w.text("state", State::from_random(&random(&ask)?).expose());
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn authorize_url(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[
        ACCOUNTS_URL,
        ("flow", Form::Text),
        ("client_id", Form::Text),
        ("redirect_uri", Form::Text),
        ("state", Form::Text),
        ("code_verifier", Form::Text),
        ("code_challenge_method", Form::Text),
        ("scopes", Form::Texts),
        ("prompt", Form::Text),
        ("sign_in_page", Form::Flag),
        ("email", Form::Text),
        ("organization_id", Form::Text),
    ];
    let ask = Part::read(json, KEYS, &["flow", "client_id", "redirect_uri", "state"])?;
    let flow = one_of(&ask, "flow", &[("implicit", 0), ("code", 1), ("code_with_pkce", 2)])?.unwrap_or_default();
    let client = must(&ask, "client_id", ClientId::parse)?;
    let uri = redirect_uri(&ask)?.ok_or_else(|| bad("/redirect_uri", "missing"))?;
    let state = must(&ask, "state", State::parse)?;
    let verifier = maybe(&ask, "code_verifier", Verifier::parse)?;
    let method = one_of(&ask, "code_challenge_method", &CHALLENGE_METHODS)?;
    let challenge = match (flow, &verifier) {
        (2, None) => return Err(bad("/code_verifier", "missing").into()),
        (2, Some(verifier)) => Some(verifier.challenge(method.unwrap_or_default())),
        (_, None) if method.is_none() => None,
        (_, found) => {
            let pointer = if found.is_some() { "/code_verifier" } else { "/code_challenge_method" };
            return Err(bad(pointer, "only the flow `code_with_pkce` has one").into());
        }
    };
    let mut authorize = match (flow, &challenge) {
        (_, Some(challenge)) => Authorize::code_with_pkce(&client, &uri, &state, challenge),
        (0, None) => Authorize::implicit(&client, &uri, &state),
        (_, None) => Authorize::code(&client, &uri, &state),
    };
    let fits = |pointer, result: Result<_, _>| result.map_err(|e| unfit(pointer, e));
    authorize = fits("/scopes", authorize.scopes(ask.texts("scopes").unwrap_or_default()))?;
    if one_of(&ask, "prompt", &[("consent", ())])?.is_some() {
        authorize = authorize.prompt_consent();
    }
    if ask.flag("sign_in_page") == Some(true) {
        authorize = authorize.sign_in_page();
    }
    if let Some(email) = ask.text("email") {
        authorize = fits("/email", authorize.email_hint(&email))?;
    }
    let organization = maybe(&ask, "organization_id", OrganizationId::parse)?;
    if let Some(organization) = &organization {
        authorize = authorize.organization(organization);
    }
    let mut w = Writer::new();
    w.text("url", accounts(&ask)?.authorize_url(&authorize).as_str());
    Ok(w.finish())
}
