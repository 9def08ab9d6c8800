//! The RTM API: sign in, ping, call, be pushed to, be cut off.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::web::answer;
use crate::world::{Send, World};

pub(crate) async fn connect(
    State(world): State<Arc<World>>,
    Path((version, api)): Path<(String, String)>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| talk(world, socket, version, api))
}

async fn talk(world: Arc<World>, mut socket: WebSocket, version: String, api: String) {
    let version = version.trim_start_matches('v').to_owned();
    let (sender, mut pushes) = mpsc::unbounded_channel();
    let mut signed_in = false;
    loop {
        tokio::select! {
            push = pushes.recv() => match push {
                Some(Send::Push(push)) => {
                    if socket.send(Message::Text(push.to_string().into())).await.is_err() { return }
                }
                Some(Send::Cut) | None => return,
            },
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return };
                let Message::Text(text) = message else { continue };
                let frame: Value = serde_json::from_str(&text).unwrap_or_default();
                let action = frame["action"].as_str().unwrap_or_default().to_owned();
                world.saw("rtm", action.clone(), frame["payload"].clone());
                let result = match action.as_str() {
                    "login" => {
                        let token = frame["payload"]["token"].as_str().unwrap_or_default();
                        if world.scopes(token.strip_prefix("Bearer ").unwrap_or_default()).is_some() {
                            signed_in = true;
                            world.connect(sender.clone());
                            Ok(json!({"my_profile": {"id": crate::world::AGENT, "type": "agent"}, "chats_summary": []}))
                        } else {
                            Err(("authentication", "no valid token"))
                        }
                    }
                    "ping" if signed_in => Ok(Value::Null),
                    // Before signing in a ping does nothing.
                    "ping" => continue,
                    _ if !signed_in => Err(("authentication", "sign in first")),
                    action => answer(&world, &format!("{api}/{action}"), &frame["payload"], frame["request_id"].as_str()),
                };
                let mut response = json!({"action": action, "type": "response", "success": result.is_ok(), "version": version});
                if let Some(id) = frame.get("request_id") {
                    response["request_id"] = id.clone();
                }
                match result {
                    Ok(Value::Null) => {}
                    Ok(payload) => response["payload"] = payload,
                    Err((kind, message)) => response["payload"] = json!({"error": {"type": kind, "message": message}}),
                }
                if socket.send(Message::Text(response.to_string().into())).await.is_err() { return }
            }
        }
    }
}
