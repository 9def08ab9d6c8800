//! Signing in: what comes back from it is taken only with the state that was sent, and addresses only where they are configured.

use livechat_core::oauth::{
    Operation, RedirectError, RedirectUri, State, TokenAnswer, TransferAnswer, is_registered, read_code,
    read_error_page, read_implicit, read_revoked,
};
use serde_json::{Map, Value};

use super::{MARK, Script};

/// What is read; then a line that goes with it, and the text.
pub fn redirect(data: &[u8]) {
    let mut script = Script(data);
    match script.byte() % 4 {
        0 => code(&mut script),
        1 => implicit(&mut script),
        2 => address(&mut script),
        _ => answer(&mut script),
    }
}

/// Names and values as another reader decodes them.
fn decoded(parameters: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(parameters.as_bytes()).into_owned().collect()
}

/// Query and fragment, found from the other end.
fn parts(url: &str) -> (&str, &str) {
    let (before, fragment) = url.find('#').map_or((url, ""), |at| (&url[..at], &url[at + 1..]));
    (before.find('?').map_or("", |at| &before[at + 1..]), fragment)
}

fn values<'p>(parameters: &'p [(String, String)], name: &str) -> Vec<&'p str> {
    parameters.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
}

/// Whether all but some parameters can be shown.
fn harmless(parameters: &[(String, String)], but: &[&str]) -> bool {
    parameters
        .iter()
        .all(|(name, value)| !name.contains(MARK) && (but.contains(&name.as_str()) || !value.contains(MARK)))
}

fn state_and_url<'a>(script: &mut Script<'a>) -> Option<(State, &'a str)> {
    let state = State::parse(script.line()?).ok()?;
    assert!(!format!("{state:?}").contains(MARK));
    Some((state, core::str::from_utf8(script.0).ok()?))
}

fn refused(error: &RedirectError, parameters: &[(String, String)]) {
    assert!(!error.code().is_empty() && !error.to_string().is_empty());
    if let RedirectError::Fault(_) = error {
        assert!(!format!("{error:?} {error}").contains(MARK));
    } else {
        // A refusal says what the service said, and is in order.
        assert_eq!(values(parameters, "state").len(), 1);
    }
}

fn code(script: &mut Script<'_>) {
    let Some((state, url)) = state_and_url(script) else { return };
    let parameters = decoded(parts(url).0);
    let _ = read_error_page(url).map(|refusal| format!("{refusal:?} {refusal}"));
    match read_code(url, &state) {
        Ok(grant) => {
            assert_eq!(values(&parameters, "state"), [state.expose()]);
            assert_eq!(values(&parameters, "code"), [grant.code().expose()]);
            assert!(values(&parameters, "error").is_empty() && values(&parameters, "access_token").is_empty());
            let shown = format!("{grant:?}");
            assert!(!shown.contains(MARK) || !harmless(&parameters, &["code", "state"]), "{shown}");
            let known = [grant.account_id().is_some(), grant.organization_id().is_some(), grant.client_id().is_some()];
            let read = known.iter().filter(|known| **known).count() + usize::from(grant.scopes().is_some());
            assert_eq!(grant.other().count() + read + 2, parameters.len());
        }
        Err(error) => refused(&error, &parameters),
    }
}

fn implicit(script: &mut Script<'_>) {
    let Some((state, url)) = state_and_url(script) else { return };
    let (query, fragment) = parts(url);
    let parameters = decoded(if fragment.is_empty() { query } else { fragment });
    match read_implicit(url, &state) {
        Ok(grant) => {
            assert!(!fragment.is_empty(), "a token in the query");
            assert_eq!(values(&parameters, "state"), [state.expose()]);
            assert_eq!(values(&parameters, "access_token"), [grant.access_token().expose()]);
            assert!(values(&parameters, "error").is_empty() && values(&parameters, "code").is_empty());
            assert_eq!(values(&parameters, "expires_in")[0].parse(), Ok(grant.expires_in()));
            let shown = format!("{grant:?}");
            assert!(!shown.contains(MARK) || !harmless(&parameters, &["access_token", "state"]), "{shown}");
            let _ = grant.token(livechat_core::Timestamp::from_micros(i64::MAX));
        }
        Err(error) => refused(&error, &parameters),
    }
}

/// Configured addresses; then one that somebody asks for.
fn address(script: &mut Script<'_>) {
    let (Some(configured), Ok(candidate)) = (script.line(), core::str::from_utf8(script.0)) else { return };
    let one = RedirectUri::parse(candidate);
    if let Ok(uri) = &one {
        assert_eq!(uri.as_str(), candidate);
        assert_eq!(format!("{}://{}{}", uri.scheme(), uri.authority(), uri.path()), candidate);
        assert!(candidate.is_ascii() && !candidate.contains(['?', '#', '\\', ' ']));
        assert!(!uri.authority().contains(['@', '/', '%']) && !uri.authority().is_empty());
        assert!(uri.path().split('/').all(|segment| segment != "." && segment != ".."));
    }
    let Ok(configured) = RedirectUri::parse_list(configured) else { return };
    if is_registered(&configured, candidate).is_err() {
        return assert!(!configured.iter().any(|uri| uri.as_str() == candidate));
    }
    assert!(one.is_ok());
    // The scheme and the authority end where the configured address says, whatever the rest is.
    let below = configured.iter().any(|uri| {
        let origin = format!("{}://{}", uri.scheme(), uri.authority());
        let rest = candidate.strip_prefix(&origin);
        let path = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        path.is_some_and(|path| match path.strip_prefix(uri.path()) {
            Some(below) => below.is_empty() || below.starts_with('/') || uri.path().ends_with('/'),
            None => false,
        })
    });
    assert!(below, "{candidate}");
}

/// Operation and status; then the body.
fn answer(script: &mut Script<'_>) {
    let operation = Operation::ALL[usize::from(script.byte()) % Operation::ALL.len()];
    let status = script.short();
    let body = script.0;
    let members = serde_json::from_slice::<Map<String, Value>>(body).ok();
    match TokenAnswer::read(operation, status, body) {
        Ok(answer) => {
            assert!((200..=299).contains(&status));
            if let Some(mut members) = members {
                assert_eq!(members.get("access_token").and_then(Value::as_str), Some(answer.access_token().expose()));
                assert!(members.get("error").is_none_or(Value::is_null));
                for secret in ["access_token", "refresh_token"] {
                    members.remove(secret);
                }
                // Of what isn't known the names are shown, of scopes the texts.
                let shown = format!("{answer:?}");
                assert!(!shown.contains(MARK) || Value::from(members).to_string().contains(MARK), "{shown}");
            }
            let _ = (answer.mistyped(), answer.token(livechat_core::Timestamp::from_micros(i64::MAX)));
        }
        Err(error) => {
            assert!(!format!("{error:?} {error} {}", error.advice()).contains(MARK));
            assert_eq!((error.operation(), error.status()), (operation, status));
            assert_eq!(error.body(), body);
        }
    }
    if let Ok(answer) = TransferAnswer::read(status, body) {
        assert!(!format!("{answer:?}").contains(MARK));
    }
    let empty = body.trim_ascii().is_empty();
    assert!(read_revoked(operation, status, body).is_err() || empty || body.trim_ascii().starts_with(b"{"));
}
