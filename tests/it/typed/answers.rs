//! Views on the answers of methods, in the forms that the versions give them.

use livechat_core::answer::{Frame, PushMessage, Received, Response, WebhookMessage};
use livechat_core::catalogue::{Api, ErrorType};
use livechat_core::codec::{InputLimits, Json, compare};
use livechat_core::data::*;
use livechat_core::request::{agent, configuration, customer, reports};
use livechat_core::{Method, Version};

use super::json;
use super::views::{CHAT, documented};

/// JSON that is all as the catalogue documents a method's answer.
fn answer(method: Method, version: Version, text: &str) -> Json<'_> {
    assert_eq!(compare(method.response().unwrap(), version, json(text)), [], "{method}");
    json(text)
}

#[test]
fn lists_of_chats_differ_between_versions() {
    let summary = r#"{"id": "PJ0MRSHTDG", "users": [{"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer",
        "last_visit": {"ip": "203.0.113.7"}}],
        "last_event_per_type": {"message": {"thread_id": "K600PKZON8", "thread_created_at": "2026-11-22T10:03:00Z",
        "event": {"id": "E1", "type": "message", "author_id": "a", "created_at": "2026-11-22T10:04:00Z",
        "text": "Hi"}}},
        "last_thread_summary": {"id": "K600PKZON8", "created_at": "2026-11-22T10:03:00Z", "user_ids": ["a"],
        "tags": ["x"]}, "is_followed": false}"#;
    let text = format!(
        r#"{{"chats_summary": [{summary}], "found_chats": 1,
        "next_page_id": "MTUxNzM5ODEzMTQ5Ng=="}}"#
    );
    let list = agent::ListChats::answer(answer(Method::AGENT_LIST_CHATS, Version::V3_4, &text));
    assert_eq!(list.found_chats(), Some(1));
    assert!(list.next_page_id().is_some_and(|p| p == "MTUxNzM5ODEzMTQ5Ng==") && list.previous_page_id().is_none());
    assert!(list.chats_info().is_empty());
    let chat = list.chats_summary().iter().next().unwrap();
    let latest = chat.last_event_per_type().get("message").unwrap();
    assert_eq!(latest.event().and_then(|e| e.text()).as_deref(), Some("Hi"));
    assert!(chat.last_thread_summary().unwrap().tags().iter().eq(["x"]));
    let User::Customer(customer) = chat.users().iter().next().unwrap() else { panic!() };
    assert!(customer.visit().is_none() && customer.last_visit().is_some());

    let newer = text
        .replace("chats_summary", "chats_info")
        .replace("last_thread_summary", "last_thread_info")
        .replace("last_visit", "visit");
    let list = agent::ListChats::answer(answer(Method::AGENT_LIST_CHATS, Version::V3_7, &newer));
    assert!(list.chats_info().iter().next().unwrap().last_thread_info().is_some());

    let archives = format!(r#"{{"chats": [{CHAT}], "found_chats": 1}}"#);
    let archives = agent::ListArchives::answer(json(&archives));
    assert_eq!(archives.chats().iter().next().and_then(|c| c.thread()).map(|t| t.events().iter().count()), Some(8));
}

#[test]
fn the_configuration_is_read() {
    let text = r#"[{"id": "smith@example.com", "account_id": "d24fa41e-bc16-41b8-a15b-9ca45ff7e0cf", "name": "Smith",
        "role": "administrator", "login_status": "accepting chats",
        "max_chats_count": 5, "last_logout": "2026-11-22T10:15:30Z", "groups": [{"id": 0, "priority": "normal"}],
        "notifications": ["new_visitor"],
        "work_scheduler": {"timezone": "Europe/Warsaw", "schedule": [{"day": "monday", "enabled": true,
        "start": "08:30", "end": "14:30"}]}}]"#;
    let agents = configuration::ListAgents::answer(answer(Method::CONFIGURATION_LIST_AGENTS, Version::V3_6, text));
    let smith = agents.iter().next().unwrap();
    assert_eq!(smith.role(), Some(AgentRole::Administrator));
    assert_eq!(smith.groups().iter().next().and_then(|g| g.priority()), Some(RoutingPriority::Normal));
    let shift = smith.work_scheduler().unwrap().schedule().iter().next().unwrap();
    assert_eq!(shift.day(), Some(Weekday::Monday));
    assert!(shift.start().is_some_and(|s| s == "08:30"));

    let old = r#"{"id": "smith@example.com", "name": "Smith", "role": "owner", "login_status": "not accepting chats",
        "work_scheduler": {"monday": {"start": "08:30", "end": "14:30"}}}"#;
    let smith = configuration::GetAgent::answer(answer(Method::CONFIGURATION_GET_AGENT, Version::V3_4, old));
    assert!(smith.work_scheduler().and_then(|w| w.monday()).and_then(|d| d.end()).is_some_and(|e| e == "14:30"));

    let text = r#"{"id": 7, "name": "Sales", "language_code": "en",
        "agent_priorities": {"smith@example.com": "supervisor"}, "routing_status": "offline"}"#;
    let group = configuration::GetGroup::answer(answer(Method::CONFIGURATION_GET_GROUP, Version::V3_6, text));
    assert_eq!(group.agent_priorities().get("smith@example.com"), Some(RoutingPriority::Supervisor));
    assert_eq!(group.routing_status(), Some(GroupRoutingStatus::Offline));
    assert_eq!(group.id().map(livechat_core::data::GroupId::get), Some(7));

    let text = r#"[{"id": "5c9871d5372c824cbf22d860a707a578", "name": "Bot", "owner_client_id": "asXdesldiAJSq9padj",
        "max_chats_count": 6}]"#;
    let bots = configuration::ListBots::answer(json(text));
    assert!(bots.iter().next().unwrap().id().is_some_and(|id| id == "5c9871d5372c824cbf22d860a707a578"));

    let text = r#"[{"id": "pqi8oasdjahuakndw9nsad9na", "url": "https://example.com/hook", "action": "incoming_event",
        "owner_client_id": "asXdesldiAJSq9padj", "type": "license",
        "secret_key": "hush", "filters": {"author_type": "customer",
        "chat_presence": {"user_ids": {"values": ["smith@example.com"]}, "my_bots": true}}}]"#;
    let webhooks =
        configuration::ListWebhooks::answer(answer(Method::CONFIGURATION_LIST_WEBHOOKS, Version::V3_6, text));
    let webhook = webhooks.iter().next().unwrap();
    assert_eq!(webhook.action(), Some(WebhookAction::IncomingEvent));
    let presence = webhook.filters().and_then(|f| f.chat_presence()).unwrap();
    assert_eq!(presence.my_bots(), Some(true));
    assert!(presence.user_ids().unwrap().values().iter().eq(["smith@example.com"]));
    assert!(!format!("{:?}", webhook.secret_key()).contains("hush"));

    let text = r#"[{"name": "refund", "group_ids": [0, 1], "created_at": "2026-11-22T10:15:30Z",
        "author_id": "smith@example.com"}]"#;
    let tags = configuration::ListTags::answer(answer(Method::CONFIGURATION_LIST_TAGS, Version::V3_6, text));
    assert_eq!(tags.iter().next().unwrap().group_ids().iter().count(), 2);

    let text = r#"{"score": {"type": "int", "access": {"chat": {"agent": ["read", "write"], "customer": ["read"]}},
        "domain": [1, 2], "default_value": 1}}"#;
    let properties = configuration::ListProperties::answer(json(text));
    let score = properties.get("score").unwrap();
    assert_eq!(score.type_(), Some(PropertyType::Int));
    assert!(matches!(score.default_value(), Some(TextOrIntegerOrBoolean::Integer(1))));

    let text = r#"{"0805e283233042b37f460ed8fbf22160": {"color": "red"}}"#;
    let properties = configuration::ListLicenseProperties::answer(json(text));
    let color = properties.get("0805e283233042b37f460ed8fbf22160").and_then(|p| p.get("color"));
    assert_eq!(color.and_then(|c| c.text()).as_deref(), Some("red"));

    let text = r#"{"id": 1, "type": "normal", "active": true, "name": "Hello", "group": 0,
        "rules": [{"condition": "or", "type": "url_funnel", "urls": [{"url": "https://a", "operator": "contains"}]}],
        "properties": {"greeting-message_text": "Hi", "is_exit_intent": true}}"#;
    let greeting = Greeting::from(documented("Greeting", Version::V3_6, text));
    assert_eq!(greeting.properties().unwrap().greeting_message_text().as_deref(), Some("Hi"));
    assert_eq!(greeting.rules().iter().flat_map(|r| r.urls()).count(), 1);

    let text = r#"[{"id": "1faad6f5f1d6e8fdf27e8af9839783b7", "access": {"groups": [0]},
        "conditions": {"geolocation": {"values": [{"country": "US"}]}}, "next_id": ""}]"#;
    let rules = configuration::ListAutoAccesses::answer(json(text));
    let rule = rules.iter().next().unwrap();
    let place = rule.conditions().and_then(|c| c.geolocation()).unwrap().values().iter().next().unwrap();
    assert_eq!(place.country().as_deref(), Some("US"));
}

#[test]
fn a_batch_answers_each_request() {
    let text = r#"{"responses": [{"id": "a@example.com"}, {"error": {"type": "validation", "message": "No."}}, {}]}"#;
    let batch = configuration::BatchCreateAgents::answer(json(text));
    let elements: Vec<_> = batch.elements().collect();
    assert!(matches!(&elements[0], Ok(created) if created.id().is_some_and(|id| id == "a@example.com")));
    assert!(matches!(&elements[1], Err(failure) if failure.error_type() == Some(ErrorType::VALIDATION)));
    assert!(matches!(&elements[2], Ok(created) if created.id().is_none()));
    assert_eq!(batch.raw().raw(), text);
    // A method without an answer of its own has the JSON as it came.
    let deleted = configuration::BatchDeleteAgents::answer(json(r#"{"responses": [{}]}"#));
    assert!(deleted.elements().next().is_some_and(|e| e.is_ok_and(|json| json.raw() == "{}")));
}

#[test]
fn reports_are_read() {
    let text = r#"{"name": "ratings-report", "total": 3, "records": {"2026-11-22": {"chats": 3, "bad": 1, "good": 2},
        "2026-11-23": {}}}"#;
    let report = reports::ChatsRatings::answer(answer(Method::REPORTS_CHATS_RATINGS, Version::V3_6, text));
    let days: Vec<(String, Option<i64>)> =
        report.records().iter().map(|(day, r)| (day.into_owned(), r.good())).collect();
    assert_eq!(days, [("2026-11-22".to_owned(), Some(2)), ("2026-11-23".to_owned(), None)]);
    let text = r#"{"name": "tags-report", "total": 3, "records": {"2026-11-22": {"refund": 2}}}"#;
    let report = reports::ChatsTags::answer(answer(Method::REPORTS_CHATS_TAGS, Version::V3_4, text));
    assert_eq!(report.records().get("2026-11-22").and_then(|tags| tags.get("refund")), Some(2));
}

#[test]
fn customers_have_views_of_their_own() {
    let text = r#"{"id": "PJ0MRSHTDG", "users": [{"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer",
        "present": true}, {"id": "c8a1", "type": "agent", "name": "Smith", "job_title": "Support"}],
        "thread": {"id": "K600PKZON8", "active": true, "user_ids": [], "created_at": "2026-11-22T10:03:00Z",
        "events": [{"id": "E1", "type": "message", "author_id": "c8a1", "created_at": "2026-11-22T10:04:00Z",
        "text": "Hi"}]}}"#;
    let chat: CustomerChat = customer::GetChat::answer(json(text));
    let users: Vec<CustomerUserView> = chat.users().iter().collect();
    let [CustomerUserView::Customer(_), CustomerUserView::Agent(smith)] = &users[..] else { panic!("{users:?}") };
    assert_eq!(smith.job_title().as_deref(), Some("Support"));
    assert!(chat.thread().unwrap().events().iter().all(|e| matches!(e, CustomerEvent::Message(_))));
    let text = r#"{"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer", "chat_ids": ["PJ0MRSHTDG"],
        "tickets": [{"ticket_id": "T-1", "created_at": "2026-11-22T10:03:00Z"}]}"#;
    let ann: Customer = agent::GetCustomer::answer(answer(Method::AGENT_GET_CUSTOMER, Version::V3_6, text));
    assert!(ann.chat_ids().iter().eq(["PJ0MRSHTDG"]));
    let phrases = customer::GetLocalization::answer(json(r#"{"Agents_currently_not_available": "Nobody here"}"#));
    assert_eq!(phrases.get("Agents_currently_not_available").as_deref(), Some("Nobody here"));
}

#[test]
fn an_answer_is_viewed_as_what_was_called() {
    let received = |method| Received { method, version: Version::V3_6, status: Some(200), headers: &[] };
    let text = r#"{"id": "PJ0MRSHTDG"}"#;
    let get_chat = |method| {
        let response = Response::parse(received(method), text, InputLimits::default());
        response.typed::<agent::GetChat>().and_then(|chat| chat.id().map(|id| id.as_str().to_owned()))
    };
    assert_eq!(get_chat(Some(Method::AGENT_GET_CHAT)).as_deref(), Some("PJ0MRSHTDG"));
    assert_eq!(get_chat(None).as_deref(), Some("PJ0MRSHTDG"));
    assert_eq!(get_chat(Some(Method::AGENT_LIST_CHATS)), None);
    let failed = r#"{"error": {"type": "validation", "message": "No."}}"#;
    let failed = Response::parse(received(Some(Method::AGENT_GET_CHAT)), failed, InputLimits::default());
    assert!(failed.typed::<agent::GetChat>().is_none());
    let empty = Response::parse(received(Some(Method::AGENT_FOLLOW_CHAT)), "", InputLimits::default());
    assert!(empty.typed::<agent::FollowChat>().is_some());

    let frame = |action, success| {
        let text = serde_json::json!({"request_id": "1", "action": action, "type": "response", "success": success,
            "payload": {"id": "PJ0MRSHTDG"}});
        let text = text.to_string();
        let Ok(Frame::Response(response)) = Frame::parse(Api::Agent, Version::V3_6, &text, InputLimits::default())
        else {
            panic!("no response: {text}");
        };
        response.typed::<agent::GetChat>().and_then(|chat| chat.id().map(|id| id.as_str().to_owned()))
    };
    assert_eq!(frame("get_chat", true).as_deref(), Some("PJ0MRSHTDG"));
    assert_eq!((frame("list_chats", true), frame("get_chat", false)), (None, None));
}

#[test]
fn pushes_and_webhooks_are_viewed_by_their_action() {
    let push = |api, text| PushMessage::parse(api, Version::V3_6, text, InputLimits::default()).unwrap().data();
    let text = r#"{"version": "3.6", "action": "chat_deleted", "type": "push", "payload": {"chat_id": "PJ0MRSHTDG"}}"#;
    let PushPayload::AgentChatDeleted(deleted) = push(Api::Agent, text) else { panic!("another push") };
    assert!(deleted.chat_id().is_some_and(|id| id == "PJ0MRSHTDG"));
    let text = r#"{"action": "chat_folded", "type": "push", "payload": {"chat_id": "PJ0MRSHTDG"}}"#;
    assert!(matches!(push(Api::Agent, text), PushPayload::Unknown { action, raw }
        if action == "chat_folded" && raw.get("chat_id").is_some()));
    assert!(push(Api::Agent, r#"{"action": "chat_deleted"}"#).raw().is_null());
    assert!(matches!(push(Api::Agent, "[]"), PushPayload::Unknown { action, .. } if action.is_empty()));

    let webhook = |text| WebhookMessage::parse_unverified(Version::V3_6, text, InputLimits::default()).unwrap().data();
    let text = r#"{"action": "chat_deactivated", "payload": {"chat_id": "PJ0MRSHTDG"}}"#;
    let WebhookPayload::ChatDeactivated(deactivated) = webhook(text) else { panic!("another webhook") };
    assert!(deactivated.chat_id().is_some_and(|id| id == "PJ0MRSHTDG"));
    assert!(matches!(webhook(r#"{"action": "chat_folded"}"#), WebhookPayload::Unknown { action, .. }
        if action == "chat_folded"));
}
