//! The second door: JSON in, JSON out, for what the five commands of [`answer`](super::answer) leave out and what needs no memory. Pure functions;
//! the host passes times and random bytes.
//!
//! [`ask`] takes the name of a command and one JSON object and gives one JSON object. `key?` may be left out, or be null. Where there is no answer it is
//! `{"error": {"code", "message", "pointer"?, "parameter"?, "faults"?}}`: codes are those of [`ErrorCode`] and those named below, the pointer (RFC 6901) leads into
//! the question. No message repeats a value of the question. In answers, `key?` is absent where there is nothing to say, unless `null` is named.
//!
//! Points in time (`now`, `received_at`, `expires_at`) are seconds since 1970 or RFC 3339, as in `decide`; in answers they are seconds. What ends in `_ms` is in
//! whole milliseconds. `version` is the newest stable one where it is left out, `transport` is `web`.
//!
//! # Policy
//! `token` and `grant` are those of `decide`.
//!
//! | command | question | answer |
//! |---|---|---|
//! | `allowed` | `{token, grant?, version?, transport?}` | `{version, transport, methods: [name]}` |
//! | `scopes` | `{methods: [name], version?, rules?, token?}` | `{version, sets: [{scopes: [name], limits: [condition]}], unneeded?: [scope]}`: the smallest sets; with a token, the held scopes that the methods don't need |
//! | `difference` | `{first: {token, grant?}, second: {token, grant?}, version?, transport?}` | `{version, transport, gained: [method], lost: [method], scopes_gained: [scope], scopes_lost: [scope]}` |
//! | `audit` | a question of `decide`, with `{time?, id?, actor?, arguments?: bool}` | `{decision: {...}, record: {...}}` |
//!
//! # Catalogue
//! | command | question | answer |
//! |---|---|---|
//! | `methods` | `{version?, transport?, area?, access?}`, here without defaults | `{methods: [line]}`, each as the command line's `methods` writes it |
//! | `method` | `{method}` | the line |
//! | `schema` | `{method, version?, of?: "request" or "answer"}` | `{method, version, of, type?, open?: true, fields: [field], rules: [rule]}`; an answer of a named type has `type` and no fields |
//! | `type` | `{type, version?}` | `{type, version, kind: "scalar" or "enum" or "object" or "union" or "map" or "array", about?, secret?: true}` with `{base, format?, limits}`, `{values}`, `{fields, rules, open?}`, `{tag, variants: [{value, type}]}` or `{of, limits}`; `unknown_type` |
//! | `changes` | `{from, to, on?}` | `{from, to, changes: [{kind: "added" or "removed" or "changed", what, on, part?, detail?}]}`, of one method, type, webhook or push with `on` |
//! | `lists` | `{version?}` | `{version, lists: [{method, records, total?, default_limit?, max_limit?, only_first: [field]}]}`: the methods that answer in pages |
//!
//! A field is `{name, type, about?, required?: true, optional?: true, nullable?: true, secret?: true, default?, limits, fields?, rules?}`, the limits being
//! `{values?, min?, max?, min_length?, max_length?, max_bytes?, min_items?, max_items?, unique?: true}` in place. `type` is written as in the specification: `string`, `[T]`, `{T}`,
//! `A | B`, `object` with `fields`, or a name that `type` explains. A rule is `{at?, about?}` with one of `exactly_one`, `at_least_one`, `at_most_one`,
//! `together` (`[path]`), or with `{field, is?: [value], needs?: [path], excludes?: [path], allows?: {path: [value]}, bounds?: {path: {min?, max?}}}`.
//!
//! # Retries
//! | command | question | answer |
//! |---|---|---|
//! | `retry` | `{method, outcome, attempts, began_ms, now_ms, random, tried_regions?: [region], renewed_token?, policy?}` | `{code, message?}` with `{wait_ms}` (`retry_after`), `{region}` (`retry_in_region`), nothing (`retry_with_new_token`, `retry_after_response`), or `{reason, wait_ms?}` (`give_up`) |
//!
//! - `outcome` is `{kind: "answered", status?, headers?: {name: value}, text? or error?: {type?, region?}}`, `{kind: "not_sent"}`, `{kind: "connection_lost"}` or `{kind: "timed_out"}`. `text` is the body
//!   as it came; `error` what a reader made of it, empty for a failure without a type.
//! - `policy` is `{max_attempts?, max_total_ms?, base_ms?, max_pause_ms?, max_asked_ms?, jitter?: "full" or "equal", repeat_uncertain_writes?, renew_token?}`.
//! - `random` is a number of at least 0 and below 1, as `Math.random()` gives it.
//!
//! # Signing in
//! | command | question | answer |
//! |---|---|---|
//! | `pkce` | `{random}` or `{code_verifier}`, `code_challenge_method?: "S256" or "plain"` | `{code_verifier, code_challenge, code_challenge_method}` |
//! | `state` | `{random}` | `{state}` |
//! | `authorize_url` | `{flow: "implicit" or "code" or "code_with_pkce", client_id, redirect_uri, state, code_verifier?, code_challenge_method?, scopes?: [name], prompt?: "consent", sign_in_page?, email?, organization_id?}` | `{url}` |
//! | `redirect` | `{flow: "implicit" or "code", url, state, received_at?}` | `{code}` or `{access_token, expires_in, expires_at?, token}`, each with `{scopes?, account_id?, organization_id?, client_id?, other: {name: value}}`; or `{refused}` |
//! | `error_page` | `{url}` | `{refused}`, null where the address says no error |
//! | `redirect_uri` | `{uri, configured?: [uri]}` | `{valid: true, scheme, authority, path}` or `{valid: false, code, message}`; with `configured` it must be one that LiveChat takes |
//! | `personal_token` | `{account_id, token}` | `{authorization, base64}` |
//! | `read_personal_token` | `{authorization}` or `{base64}` | `{account_id, token}`; the codes of [`PersonalTokenCode`](crate::oauth::PersonalTokenCode) |
//! | `region` | `{token}` | `{region}`, null where the token names none |
//! | `refresh_due` | `{expires_at, now, margin_ms?}` | `{due}` |
//!
//! `random` is 32 bytes in base64 or base64url, from a generator made for secrets, and used once. A `refused` is `{name, known: bool, description?, details?, authentication: bool, remedy,
//! advice}`. A redirect that can't be taken is an error with a code of [`RedirectCode`](crate::oauth::RedirectCode) and the `parameter`.
//!
//! # Requests to the accounts service
//! Each takes `accounts_url?` besides, for tests and proxies, and answers `{http: {method, url, headers, body? or body_base64?}}`, in the shape of `build`: it holds the secrets.
//!
//! | command | question |
//! |---|---|
//! | `exchange` | `{client_id, redirect_uri, code, client_secret?, code_verifier?}`, at least one of the last two |
//! | `refresh` | `{client_id, refresh_token, client_secret?}` |
//! | `revoke` | `{access_token or refresh_token, token_in?: "header" or "query"}` |
//! | `inspect` | `{access_token, token_in?}` |
//! | `customer_token` | `{client_id, grant_type, expires_in?}` with `"cookie"`: `{organization_id, group_id?, redirect_uri?}`, `"agent_token"`: `{access_token, entity_id?, organization_id?}`, `"identity_token"`: `{identity_transfer_token, code_verifier?}` |
//! | `customer_inspect` | `{access_token, token_in?}` |
//! | `customer_revoke` | `{access_token}` |
//! | `identity_transfer` | `{client_id, bearer_type: "agent" or "customer", access_token, customer_id?, code_verifier?}`; an agent names the customer |
//!
//! `accounts_answer` reads what came back: `{operation, status, body, received_at?}`, `operation` being the command that made the request and `body` the text. It answers
//! - `{operation, access_token, refresh_token?, token_type?, expires_in?, expires_at?, scopes?, account_id?, organization_id?, client_id?, entity_id?, license_id?, mistyped: [pointer],
//!   other: {...}, token}`; `token` is the one for `decide`, with scopes, kind and, where `received_at` was given, expiry;
//! - `{operation, identity_transfer_token, expires_in?}` or `{operation, revoked: true}`;
//! - `{operation, failure: {status, shape, pointer?, name?, known, description?, sub_error?, request_id?, invalid_fields: {name: what}, remedy, advice}}`.

mod accounts;
mod answers;
mod catalogue;
mod policy;
mod redirect;
mod retry;
mod schema;
mod sign_in;
mod tokens;

use alloc::string::String;

pub(super) use catalogue::list_into;
pub use policy::allowed_set;

use super::no_answer::NoAnswer;
use super::{ErrorCode, text};
use crate::oauth::Operation;

/// Answers a question that is written as JSON, of a command of this [module](self).
///
/// ```
/// use livechat_core::door::ask;
/// let json = ask("scopes", r#"{"methods": ["agent/send_event"]}"#);
/// assert!(json.starts_with(r#"{"version":"3.6","sets":[{"scopes":["chats--access:rw"],"#));
/// assert!(ask("scopes", "{}").starts_with(r#"{"error":{"code":"bad_request""#));
/// ```
pub fn ask(command: &str, json: &str) -> String {
    with(command, json, |command, json| match command {
        "methods" => catalogue::methods(json),
        "method" => catalogue::method(json),
        "schema" => schema::schema(json),
        "type" => schema::named(json),
        "changes" => catalogue::changed(json),
        "lists" => catalogue::lists(json),
        "retry" => retry::retry(json),
        "pkce" => sign_in::pkce(json),
        "state" => sign_in::state(json),
        "authorize_url" => sign_in::authorize_url(json),
        "redirect" => redirect::redirect(json),
        "error_page" => redirect::error_page(json),
        "redirect_uri" => redirect::redirect_uri(json),
        "personal_token" => tokens::personal_token(json),
        "read_personal_token" => tokens::read_personal_token(json),
        "region" => tokens::region(json),
        "refresh_due" => tokens::due(json),
        "accounts_answer" => answers::accounts_answer(json),
        _ => match command.parse::<Operation>() {
            Ok(operation) => accounts::request(operation, json),
            Err(_) => of_policy(command, json),
        },
    })
}

/// The same for the commands of policy alone: where the size of a program counts, it has nothing of signing in and retrying in it.
pub fn ask_policy(command: &str, json: &str) -> String {
    with(command, json, of_policy)
}

fn of_policy(command: &str, json: &str) -> Result<String, NoAnswer> {
    match command {
        "allowed" => policy::allowed(json),
        "scopes" => policy::scopes(json),
        "difference" => policy::differing(json),
        "audit" => policy::audit(json),
        _ => Err(NoAnswer::new(ErrorCode::BadRequest.as_str(), "No such command.")),
    }
}

fn with(command: &str, json: &str, answer: fn(&str, &str) -> Result<String, NoAnswer>) -> String {
    let answered = text(json.as_bytes()).map_err(NoAnswer::from).and_then(|json| answer(command, json));
    answered.unwrap_or_else(|e| e.to_json())
}
