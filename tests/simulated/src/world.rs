//! What the simulated LiveChat knows: chats, tokens, quota, webhooks, connections. No network but for the webhooks it sends.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

/// How the simulation behaves.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Chats of the license.
    pub chats: usize,
    /// Calls of the Web API until one is turned away; then the quota is fresh again.
    pub quota: usize,
    /// The data centre of the license; a call that names another one is misdirected.
    pub region: Option<String>,
    /// Seconds that a turned-away call is told to wait.
    pub retry_after: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { chats: 25, quota: usize::MAX, region: None, retry_after: 2 }
    }
}

/// A request of a client.
#[derive(Debug, Clone)]
pub struct Seen {
    /// `web`, `rtm` or `accounts`.
    pub by: &'static str,
    /// The action or path.
    pub what: String,
    /// What came with it.
    pub body: Value,
}

/// What goes to a connection.
pub(crate) enum Send {
    Push(Value),
    Cut,
}

#[derive(Default)]
struct State {
    chats: Vec<Value>,
    calls: usize,
    made: usize,
    /// Code → challenge and redirect URI.
    codes: BTreeMap<String, (String, String)>,
    /// Token → scopes.
    tokens: BTreeMap<String, Vec<String>>,
    refresh: BTreeMap<String, Vec<String>>,
    webhooks: Vec<Value>,
    connections: Vec<UnboundedSender<Send>>,
    seen: Vec<Seen>,
}

pub(crate) struct World {
    pub(crate) rules: Rules,
    state: Mutex<State>,
}

/// Organization of the license.
pub(crate) const ORGANIZATION: &str = "390e44e6-f1e6-4d87-8a2a-8d1c7c1c0b11";
/// The agent behind every token.
pub(crate) const AGENT: &str = "ana@example.com";

impl World {
    pub(crate) fn new(rules: Rules) -> Self {
        let chats = (0..rules.chats).map(|i| {
            let at = format!("2026-11-{:02}T09:00:00.000000Z", 1 + i % 28);
            json!({
                "id": format!("CHAT{i:03}"),
                "users": [
                    {"id": format!("customer-{i}"), "type": "customer", "present": true, "events_seen_up_to": at},
                    {"id": AGENT, "type": "agent", "present": true, "visibility": "all"},
                ],
                "properties": {}, "access": {"group_ids": [0]}, "is_followed": false, "events": [],
            })
        });
        let state = State { chats: chats.collect(), ..State::default() };
        Self { rules, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn saw(&self, by: &'static str, what: impl Into<String>, body: Value) {
        self.state().seen.push(Seen { by, what: what.into(), body });
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state().seen.clone()
    }

    /// A new name that nobody has.
    pub(crate) fn name(&self, what: &str) -> String {
        let mut state = self.state();
        state.made += 1;
        format!("{what}{}", state.made)
    }

    pub(crate) fn add_code(&self, code: &str, challenge: &str, redirect: &str) {
        self.state().codes.insert(code.into(), (challenge.into(), redirect.into()));
    }

    /// A code works once.
    pub(crate) fn take_code(&self, code: &str) -> Option<(String, String)> {
        self.state().codes.remove(code)
    }

    pub(crate) fn add_token(&self, token: &str, refresh: Option<&str>, scopes: &[String]) {
        let mut state = self.state();
        state.tokens.insert(token.into(), scopes.to_vec());
        if let Some(refresh) = refresh {
            state.refresh.insert(refresh.into(), scopes.to_vec());
        }
    }

    pub(crate) fn take_refresh(&self, token: &str) -> Option<Vec<String>> {
        self.state().refresh.remove(token)
    }

    pub(crate) fn scopes(&self, token: &str) -> Option<Vec<String>> {
        self.state().tokens.get(token).cloned()
    }

    pub(crate) fn revoke(&self, token: &str) -> bool {
        self.state().tokens.remove(token).is_some()
    }

    /// Counts a call; false: this one is too many.
    pub(crate) fn within_quota(&self) -> bool {
        let mut state = self.state();
        state.calls += 1;
        if state.calls > self.rules.quota {
            state.calls = 0;
            return false;
        }
        true
    }

    /// Chats from one on, and how many there are.
    pub(crate) fn chats(&self, from: usize, limit: usize) -> (Vec<Value>, usize) {
        let state = self.state();
        let page = state.chats.iter().skip(from).take(limit).map(summary).collect();
        (page, state.chats.len())
    }

    /// Adds an event to a chat and tells everybody.
    pub(crate) fn add_event(&self, chat: &str, event: &Value, request_id: Option<&str>) -> Option<String> {
        let id = self.name("EVENT_");
        let mut state = self.state();
        let found = state.chats.iter_mut().find(|c| c["id"] == chat)?;
        let mut event = event.clone();
        event["id"] = json!(id);
        event["author_id"] = json!(AGENT);
        event["created_at"] = json!("2026-11-22T10:00:00.000000Z");
        if event.get("visibility").is_none() {
            event["visibility"] = json!("all");
        }
        if let Some(events) = found["events"].as_array_mut() {
            events.push(event.clone());
        }
        let payload = json!({"chat_id": chat, "thread_id": format!("T_{chat}"), "event": event});
        let mut push = json!({"version": "3.6", "action": "incoming_event", "type": "push", "payload": payload});
        if let Some(id) = request_id {
            push["request_id"] = json!(id);
        }
        state.connections.retain(|c| c.send(Send::Push(push.clone())).is_ok());
        let hooks: Vec<Value> = state.webhooks.iter().filter(|w| w["action"] == "incoming_event").cloned().collect();
        drop(state);
        for hook in hooks {
            let url = hook["url"].as_str().unwrap_or_default().to_owned();
            let body = json!({
                "webhook_id": hook["id"], "secret_key": hook["secret_key"], "action": "incoming_event",
                "organization_id": ORGANIZATION, "payload": payload, "additional_data": {},
            });
            tokio::spawn(async move {
                let sent =
                    reqwest::Client::new().post(url).header("Content-Type", "application/json").body(body.to_string());
                // Who doesn't listen gets nothing.
                let _ = sent.send().await;
            });
        }
        Some(id)
    }

    pub(crate) fn add_webhook(&self, body: &Value) -> String {
        let id = self.name("webhook");
        let mut hook = body.clone();
        hook["id"] = json!(id);
        self.state().webhooks.push(hook);
        id
    }

    pub(crate) fn connect(&self, connection: UnboundedSender<Send>) {
        self.state().connections.push(connection);
    }

    pub(crate) fn cut(&self, reason: Option<&str>) {
        for connection in self.state().connections.drain(..) {
            if let Some(reason) = reason {
                let push = json!({"version": "3.6", "action": "agent_disconnected", "type": "push", "payload": {"reason": reason}});
                // One that is gone needs no farewell.
                let _ = connection.send(Send::Push(push));
            }
            let _ = connection.send(Send::Cut);
        }
    }
}

fn summary(chat: &Value) -> Value {
    let mut summary = chat.clone();
    if let Some(members) = summary.as_object_mut() {
        members.remove("events");
    }
    summary
}
