//! Payloads of pushes and webhooks by what they were sent as, and the envelope of webhooks.

use livechat_core::Version;
use livechat_core::catalogue::{NamedType, Push, Type, Webhook};
use livechat_core::codec::compare;
use livechat_core::data::{
    AgentDisconnectReason, Event, PushPayload, TransferReason, User, WebhookAction, WebhookEnvelope, WebhookPayload,
};

use super::json;

#[test]
fn every_push_and_webhook_has_a_payload_of_its_own() {
    let raw = json(r#"{"chat_id": "C1", "odd": 1.50}"#);
    let mut seen = Vec::new();
    for push in Push::all() {
        let payload = PushPayload::of(push, raw);
        assert!(!matches!(payload, PushPayload::Unknown { .. }), "{push:?}");
        assert_eq!(payload.raw().raw(), raw.raw(), "{push:?}");
        let variant = std::mem::discriminant(&payload);
        assert!(!seen.contains(&variant), "{push:?} shares a variant");
        seen.push(variant);
        assert_eq!(format!("{payload:?}"), "PushPayload(30 bytes)");
        assert_eq!(std::mem::discriminant(&PushPayload::named(push.name(), raw)), std::mem::discriminant(&payload));
    }
    let mut seen = Vec::new();
    for webhook in Webhook::all() {
        let payload = WebhookPayload::of(webhook, raw);
        assert!(!matches!(payload, WebhookPayload::Unknown { .. }), "{webhook:?}");
        assert_eq!(payload.raw().raw(), raw.raw(), "{webhook:?}");
        let variant = std::mem::discriminant(&payload);
        assert!(!seen.contains(&variant), "{webhook:?} shares a variant");
        seen.push(variant);
    }
}

#[test]
fn what_the_catalogue_lacks_keeps_name_and_payload() {
    let raw = json(r#"{"chat_id": "C1"}"#);
    match PushPayload::named("agent/chat_teleported", raw) {
        PushPayload::Unknown { action, raw } => {
            assert_eq!((action.as_ref(), raw.raw()), ("agent/chat_teleported", r#"{"chat_id": "C1"}"#));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        WebhookPayload::named("chat_teleported".to_owned(), raw),
        WebhookPayload::Unknown { action, .. } if action == "chat_teleported"
    ));
}

#[test]
fn pushes_are_read() {
    let payload = json(
        r#"{"chat_id": "C1", "thread_id": "T1", "user": {"id": "smith@example.com", "type": "agent", "present": true},
            "reason": "manual"}"#,
    );
    let PushPayload::AgentUserAddedToChat(added) = PushPayload::of(Push::AGENT_USER_ADDED_TO_CHAT, payload) else {
        panic!()
    };
    assert!(matches!(added.user(), Some(User::Agent(agent)) if agent.present() == Some(true)));
    assert!(added.user().and_then(|u| u.id()).is_some_and(|id| id == "smith@example.com"));

    let payload = json(r#"{"reason": "connection_timeout"}"#);
    let PushPayload::AgentAgentDisconnected(gone) = PushPayload::of(Push::AGENT_AGENT_DISCONNECTED, payload) else {
        panic!()
    };
    assert_eq!(gone.reason(), Some(AgentDisconnectReason::ConnectionTimeout));

    let payload = json(
        r#"{"chat_id": "C1", "event": {"id": "E1", "type": "message", "text": "Hi", "recipients": "all"},
            "thread_id": "T1"}"#,
    );
    let PushPayload::CustomerIncomingEvent(incoming) = PushPayload::of(Push::CUSTOMER_INCOMING_EVENT, payload) else {
        panic!()
    };
    assert_eq!(incoming.event().and_then(|e| e.text()).as_deref(), Some("Hi"));
}

#[test]
fn a_webhook_is_read_from_its_envelope_on() {
    let text = r#"{
        "webhook_id": "5bcfab9b1b3f4ea4a6f2", "secret_key": "hush-hush", "action": "chat_transferred",
        "organization_id": "390e44e6-f1e6-0368c-z6ddb-74g14508c2ex",
        "additional_data": {"chat_properties": {"source": {"easyflow": 1}},
        "chat_presence_user_ids": ["smith@example.com"]},
        "payload": {"chat_id": "C1", "thread_id": "T1", "requester_id": "jones@example.com", "reason": "manual",
            "transferred_to": {"group_ids": [19], "agent_ids": ["smith@example.com"]},
            "queue": {"position": 42, "wait_time": 1337, "queued_at": "2026-12-09T12:01:18.909000Z"}}
    }"#;
    let envelope = WebhookEnvelope::from(json(text));
    let documented = Type::Named(NamedType::from_name("WebhookEnvelope").unwrap());
    assert_eq!(compare(&documented, Version::V3_6, envelope.raw()), []);
    assert_eq!(envelope.action(), Some(WebhookAction::ChatTransferred));
    assert_eq!(envelope.secret_key().map(|s| s.reveal().to_owned()).as_deref(), Some("hush-hush"));
    let shown = format!("{envelope:?} {:?} {:?}", envelope.secret_key(), envelope.payload());
    assert!(!shown.contains("hush"), "{shown}");
    let data = envelope.additional_data().unwrap();
    assert!(data.chat_presence_user_ids().iter().eq(["smith@example.com"]));
    let source = data.chat_properties().get("source").and_then(|s| s.get("easyflow"));
    assert_eq!(source.and_then(|v| v.integer()), Some(1));

    let action = envelope.action().unwrap();
    let WebhookPayload::ChatTransferred(payload) = WebhookPayload::named(action.as_str(), envelope.payload().unwrap())
    else {
        panic!()
    };
    assert_eq!(payload.reason(), Some(TransferReason::Manual));
    assert!(payload.transferred_to().unwrap().group_ids().iter().map(livechat_core::data::GroupId::get).eq([19]));
    let queue = payload.queue().unwrap();
    assert_eq!((queue.position(), queue.wait_time()), (Some(42), Some(1337)));
    assert_eq!(
        queue.queued_at().and_then(|t| t.timestamp()).map(livechat_core::Timestamp::millis),
        Some(1_796_817_678_909)
    );

    let incoming = json(
        r#"{"chat_id": "C1", "thread_id": "T1", "event": {"id": "E", "type": "system_message", "text": "Archived",
            "system_message_type": "manual_archived_agent"}}"#,
    );
    let WebhookPayload::IncomingEvent(incoming) = WebhookPayload::of(Webhook::INCOMING_EVENT, incoming) else {
        panic!()
    };
    assert!(matches!(incoming.event(), Some(Event::SystemMessage(m)) if m.text().as_deref() == Some("Archived")));
}
