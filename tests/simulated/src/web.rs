//! The Web API: one call in, one answer out, with quota and regions.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::accounts::bearer;
use crate::world::World;

fn failure(status: StatusCode, kind: &str, message: &str, data: &Value) -> Response {
    let mut error = json!({"type": kind, "message": message});
    if !data.is_null() {
        error["data"] = data.clone();
    }
    (status, Json(json!({"error": error}))).into_response()
}

pub(crate) async fn action(
    State(world): State<Arc<World>>,
    Path((version, api, action)): Path<(String, String, String)>,
    verb: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    world.saw("web", format!("{version}/{api}/{action}"), body.clone());
    if verb != Method::POST || version != "v3.6" {
        return failure(StatusCode::NOT_FOUND, "not_found", "no such address", &Value::Null);
    }
    let token = bearer(&headers);
    if world.scopes(token).is_none() {
        return failure(StatusCode::UNAUTHORIZED, "authentication", "no valid token", &Value::Null);
    }
    let named = headers.get("X-Region").and_then(|v| v.to_str().ok());
    if let Some(home) = &world.rules.region
        && named != Some(home)
    {
        let status = StatusCode::MISDIRECTED_REQUEST;
        return failure(status, "misdirected_request", "another data centre", &json!({"region": home}));
    }
    if !world.within_quota() {
        let refused = failure(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "quota used up", &Value::Null);
        return ([("Retry-After", world.rules.retry_after.to_string())], refused).into_response();
    }
    match answer(&world, &format!("{api}/{action}"), &body, None) {
        Ok(answer) => Json(answer).into_response(),
        Err((kind, message)) => failure(StatusCode::BAD_REQUEST, kind, message, &Value::Null),
    }
}

/// What an action does, on both transports.
pub(crate) fn answer(
    world: &World,
    action: &str,
    body: &Value,
    request_id: Option<&str>,
) -> Result<Value, (&'static str, &'static str)> {
    match action {
        "agent/list_chats" => {
            let page_id = body["page_id"].as_str();
            if page_id.is_some() && ["limit", "filters", "sort_order"].iter().any(|k| body.get(k).is_some()) {
                return Err(("validation", "`page_id` stands alone"));
            }
            // A page's ID holds where it begins and how long it is.
            let numbers = page_id.and_then(|id| id.split_once('-'));
            let (from, limit) = match numbers {
                Some((from, limit)) => (from.parse().unwrap_or(0), limit.parse().unwrap_or(10)),
                None => (0, usize::try_from(body["limit"].as_u64().unwrap_or(10)).unwrap_or(10)),
            };
            let (chats, count) = world.chats(from, limit);
            let mut answer = json!({"chats_summary": chats, "found_chats": count});
            if from + limit < count {
                answer["next_page_id"] = json!(format!("{}-{limit}", from + limit));
            }
            if from > 0 {
                answer["previous_page_id"] = json!(format!("{}-{limit}", from.saturating_sub(limit)));
            }
            Ok(answer)
        }
        "agent/send_event" => {
            let chat = body["chat_id"].as_str().unwrap_or_default();
            match world.add_event(chat, &body["event"], request_id) {
                Some(id) => Ok(json!({"event_id": id})),
                None => Err(("not_found", "no such chat")),
            }
        }
        "configuration/register_webhook" => Ok(json!({"id": world.add_webhook(body)})),
        _ => Err(("validation", "the simulation has no such action")),
    }
}
