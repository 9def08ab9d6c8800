//! Conditions: what a call has to be like, besides the scopes, for an alternative to apply.

use serde_json::{Map, Value};

/// What is known of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Too little is known.
    Open,
}

use Truth::{False, Open, True};

/// One call of one method that is no batch.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method's name.
    pub method: String,
    /// The kind of the token, if known.
    pub kind: Option<String>,
    /// The body, if it is a JSON object.
    pub body: Option<Map<String, Value>>,
    /// The facts, or null.
    pub facts: Value,
}

/// Whether a condition is about the `request` or about the `facts`.
pub fn kind_of(condition: &str) -> &'static str {
    match condition {
        "chat_in_requester_groups"
        | "own_agent"
        | "target_is_agent"
        | "target_is_bot"
        | "own_bot"
        | "requester_in_group"
        | "groups_of_requester"
        | "own_namespace"
        | "customer_token" => "facts",
        "agent_awaits_approval" | "role_is_normal" | "role_is_unchanged" | "only_own_bots" | "no_private_of_others" => {
            "request"
        }
        _ => panic!("no such condition: {condition}"),
    }
}

/// What is known of a condition of a call.
pub fn evaluate(condition: &str, call: &Call) -> Truth {
    match condition {
        "chat_in_requester_groups" => chat_in_requester_groups(call),
        "own_agent" => own_agent(call),
        "target_is_agent" => target_is(call, "agent"),
        "target_is_bot" => target_is(call, "bot"),
        "own_bot" => own_bot(call),
        "requester_in_group" => requester_in_group(call),
        "groups_of_requester" => groups_of_requester(call),
        "own_namespace" => own_namespace(call),
        "customer_token" => customer_token(call),
        "agent_awaits_approval" => agent_awaits_approval(call),
        "role_is_normal" => role_is_normal(call),
        "role_is_unchanged" => role_is_unchanged(call),
        "only_own_bots" => absent_or_false(call, "all"),
        "no_private_of_others" => absent_or_false(call, "include_all_private"),
        _ => panic!("no such condition: {condition}"),
    }
}

fn truth(known: bool) -> Truth {
    if known { True } else { False }
}

// What the facts say.

fn fact(call: &Call, of: &str, name: &str) -> Option<String> {
    call.facts[of][name].as_str().map(str::to_owned)
}

fn group_facts(call: &Call, of: &str) -> Option<Vec<u64>> {
    let list = call.facts[of]["groups"].as_array()?;
    Some(list.iter().filter_map(Value::as_u64).collect())
}

fn same(one: Option<String>, other: Option<String>) -> Truth {
    match (one, other) {
        (Some(one), Some(other)) => truth(one == other),
        _ => Open,
    }
}

// Chats.

fn chat_in_requester_groups(call: &Call) -> Truth {
    // The groups of the chat; an element that is not a group's number is None.
    let mut groups: Vec<Option<u64>> = Vec::new();
    let mut from_body = false;
    if call.method == "agent/start_chat"
        && let Some(body) = &call.body
        && let Some(asked) = Value::Object(body.clone()).pointer("/chat/access/group_ids")
    {
        from_body = true;
        // What is no list of groups says nothing, and hides what the facts say.
        groups = match asked.as_array() {
            Some(list) => list.iter().map(Value::as_u64).collect(),
            None => vec![None],
        };
    }
    if !from_body {
        groups = group_facts(call, "chat").unwrap_or_default().into_iter().map(Some).collect();
    }

    let own = group_facts(call, "requester");
    if groups.contains(&Some(0)) {
        return True;
    }
    if let Some(own) = &own
        && own.iter().any(|group| groups.contains(&Some(*group)))
    {
        return True;
    }
    if let Some(id) = fact(call, "requester", "id")
        && let Some(users) = call.facts["chat"]["users"].as_array()
        && users.iter().any(|user| user.as_str() == Some(id.as_str()))
    {
        return True;
    }

    let all_are_numbers = groups.iter().all(Option::is_some);
    if !groups.is_empty() && all_are_numbers && own.is_some() { False } else { Open }
}

// Agents and bots.

/// Whom a call acts on.
#[derive(PartialEq, Eq)]
enum Target {
    /// The requester, because the body names nobody.
    Requester,
    /// The one of this ID.
    Id(String),
    /// Not known.
    Unknown,
}

fn target(call: &Call) -> Target {
    let field = if call.method == "agent/set_routing_status" { "agent_id" } else { "id" };
    let Some(body) = &call.body else {
        return match fact(call, "target", "id") {
            Some(id) => Target::Id(id),
            None => Target::Unknown,
        };
    };
    match body.get(field) {
        Some(Value::String(id)) => Target::Id(id.clone()),
        None if call.method == "agent/set_routing_status" => Target::Requester,
        _ => Target::Unknown,
    }
}

fn is_bot_token(call: &Call) -> bool {
    call.kind.as_deref() == Some("bot")
}

/// A fact about the target, unless the facts are about another one than the body names.
fn target_fact(call: &Call, name: &str) -> Option<String> {
    if let Target::Id(id) = target(call)
        && let Some(known) = fact(call, "target", "id")
        && known != id
    {
        return None;
    }
    fact(call, "target", name)
}

fn type_of_target(call: &Call) -> Option<String> {
    let told = target_fact(call, "type");
    match target(call) {
        Target::Requester => Some(if is_bot_token(call) { "bot" } else { "agent" }.to_owned()),
        Target::Id(id) if !is_bot_token(call) && fact(call, "requester", "id") == Some(id.clone()) => {
            Some(told.unwrap_or("agent".to_owned()))
        }
        _ => told,
    }
}

fn target_is(call: &Call, wanted: &str) -> Truth {
    match type_of_target(call) {
        Some(found) => truth(found == wanted),
        None => Open,
    }
}

fn own_agent(call: &Call) -> Truth {
    let target = target(call);
    if target == Target::Unknown {
        return if fact(call, "target", "type").as_deref() == Some("bot") { False } else { Open };
    }
    // A bot is no agent.
    if is_bot_token(call) {
        return False;
    }
    if target == Target::Requester {
        return True;
    }
    if target_fact(call, "type").as_deref() == Some("bot") {
        return False;
    }
    match target {
        Target::Id(id) => same(Some(id), fact(call, "requester", "id")),
        _ => Open,
    }
}

fn own_bot(call: &Call) -> Truth {
    if type_of_target(call).as_deref() == Some("agent") {
        return False;
    }
    if is_bot_token(call) {
        if target(call) == Target::Requester {
            return True;
        }
        if let Target::Id(id) = target(call)
            && fact(call, "requester", "id") == Some(id)
        {
            return True;
        }
    }
    same(fact(call, "requester", "client_id"), target_fact(call, "owner_client_id"))
}

// Groups.

fn requester_in_group(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    let Some(group) = body.get("id").and_then(Value::as_u64) else { return Open };
    match group_facts(call, "requester") {
        Some(own) => truth(own.contains(&group)),
        None => Open,
    }
}

fn groups_of_requester(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    let body = Value::Object(body.clone());
    let field = match call.method.as_str() {
        // Without groups it lists those of the requester.
        "configuration/list_canned_responses" if body.get("group_ids").is_none() => return True,
        "configuration/create_tag" | "configuration/list_canned_responses" => &body["group_ids"],
        "configuration/list_tags" => &body["filters"]["group_ids"],
        // Which groups it has now, the body doesn't tell; those that it names are the ones it gets.
        "configuration/update_tag"
        | "configuration/delete_tag"
        | "configuration/update_canned_response"
        | "configuration/delete_canned_response" => return Open,
        other => panic!("{other} names no groups"),
    };
    let Some(own) = group_facts(call, "requester") else { return Open };
    let asked: Vec<Option<u64>> = match field {
        Value::Number(_) => vec![field.as_u64()],
        Value::Array(list) => list.iter().map(Value::as_u64).collect(),
        _ => return Open,
    };
    if asked.is_empty() {
        return Open;
    }
    if asked.iter().flatten().any(|group| !own.contains(group)) {
        return False;
    }
    if asked.contains(&None) { Open } else { True }
}

// Properties.

fn own_namespace(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    let Some(own) = fact(call, "requester", "client_id") else { return Open };
    let lists = ["configuration/list_license_properties", "configuration/list_group_properties"];
    if lists.contains(&call.method.as_str()) {
        return match body.get("namespace") {
            Some(Value::String(namespace)) => truth(*namespace == own),
            _ => Open,
        };
    }
    match body.get("properties") {
        Some(Value::Object(properties)) if !properties.is_empty() => {
            truth(properties.keys().all(|namespace| *namespace == own))
        }
        _ => Open,
    }
}

// Tokens.

fn customer_token(call: &Call) -> Truth {
    match &call.kind {
        Some(kind) => truth(kind == "customer"),
        None => Open,
    }
}

// What the body asks for.

fn agent_awaits_approval(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    match body.get("awaiting_approval") {
        None | Some(Value::Bool(true)) => True,
        Some(Value::Bool(false)) => False,
        Some(_) => Open,
    }
}

fn role_is_normal(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    match body.get("role") {
        None => True,
        Some(Value::String(role)) => truth(role == "normal"),
        Some(_) => Open,
    }
}

fn role_is_unchanged(call: &Call) -> Truth {
    let Some(body) = &call.body else { return Open };
    truth(!body.contains_key("role"))
}

fn absent_or_false(call: &Call, field: &str) -> Truth {
    let Some(body) = &call.body else { return Open };
    match body.get(field) {
        None | Some(Value::Bool(false)) => True,
        Some(Value::Bool(true)) => False,
        Some(_) => Open,
    }
}
