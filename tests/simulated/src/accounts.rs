//! The accounts service: codes, tokens, and what a token may do.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::{ORGANIZATION, World};

const SCOPES: [&str; 3] = ["chats--all:rw", "agents--all:ro", "webhooks.state:rw"];

type Fields = BTreeMap<String, String>;

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": error, "error_description": "refused by the simulation"})))
        .into_response()
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// Everybody says yes: the browser is sent back with a code.
pub(crate) async fn authorize(State(world): State<Arc<World>>, Query(query): Query<Fields>) -> Response {
    world.saw("accounts", "/", json!(query));
    if field(&query, "response_type") != "code" || field(&query, "client_id").is_empty() {
        return refused("invalid_request");
    }
    let code = world.name("code_");
    let challenge = match field(&query, "code_challenge_method") {
        "S256" => field(&query, "code_challenge").to_owned(),
        _ => format!("plain:{}", field(&query, "code_challenge")),
    };
    world.add_code(&code, &challenge, field(&query, "redirect_uri"));
    let back = format!("{}?code={code}&state={}", field(&query, "redirect_uri"), field(&query, "state"));
    (StatusCode::FOUND, [(header::LOCATION, back)]).into_response()
}

pub(crate) async fn token(State(world): State<Arc<World>>, Form(form): Form<Fields>) -> Response {
    world.saw("accounts", "/v2/token", json!(form));
    let scopes = match field(&form, "grant_type") {
        "authorization_code" => {
            let Some((challenge, redirect)) = world.take_code(field(&form, "code")) else {
                return refused("invalid_grant");
            };
            let verifier = field(&form, "code_verifier");
            let hashed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
            if redirect != field(&form, "redirect_uri")
                || challenge != hashed && challenge != format!("plain:{verifier}")
            {
                return refused("invalid_grant");
            }
            SCOPES.map(str::to_owned).to_vec()
        }
        "refresh_token" => match world.take_refresh(field(&form, "refresh_token")) {
            Some(scopes) => scopes,
            None => return refused("invalid_grant"),
        },
        _ => return refused("unsupported_grant_type"),
    };
    let (token, refresh) = (world.name("fra:access_"), world.name("fra:refresh_"));
    world.add_token(&token, Some(&refresh), &scopes);
    Json(json!({
        "access_token": token, "refresh_token": refresh, "account_id": "b7eff798-f8df-4364-8059-649c35c9ed0c",
        "organization_id": ORGANIZATION, "expires_in": 28800, "scope": scopes.join(","), "token_type": "Bearer",
    }))
    .into_response()
}

pub(crate) fn bearer(headers: &HeaderMap) -> &str {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    authorization.strip_prefix("Bearer ").unwrap_or_default()
}

pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Query(query): Query<Fields>,
) -> Response {
    let token = if field(&query, "code").is_empty() { bearer(&headers) } else { field(&query, "code") };
    world.saw("accounts", "revoke", Value::Null);
    if world.revoke(token) { Json(json!({})).into_response() } else { refused("invalid_token") }
}

pub(crate) async fn info(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    world.saw("accounts", "/v2/info", Value::Null);
    let Some(scopes) = world.scopes(bearer(&headers)) else { return refused("invalid_token") };
    Json(json!({
        "access_token": bearer(&headers), "account_id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "client_id": "client",
        "organization_id": ORGANIZATION, "expires_in": 28700, "scope": scopes.join(","), "token_type": "Bearer",
    }))
    .into_response()
}

pub(crate) async fn customer_token(State(world): State<Arc<World>>, Json(body): Json<Value>) -> Response {
    world.saw("accounts", "/v2/customer/token", body.clone());
    if body["organization_id"] != ORGANIZATION {
        return refused("invalid_request");
    }
    let token = world.name("fra:customer_");
    world.add_token(&token, None, &[]);
    Json(json!({
        "access_token": token, "client_id": body["client_id"], "entity_id": "customer-1", "expires_in": 28800,
        "organization_id": ORGANIZATION, "token_type": "Bearer",
    }))
    .into_response()
}
