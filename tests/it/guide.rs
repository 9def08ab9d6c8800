//! The guide's table, row by row: 36 methods in 10 areas, and its 18 webhooks with what triggers them.

use livechat_core::catalogue::{Access, Method, Webhook};
use livechat_core::policy::{Code, Question, Scope, Token};

/// Area's title, method, access, permission, what it acts on, webhook.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

#[rustfmt::skip]
const TABLE: [Row; 36] = [
    ("Chats", "agent/list_chats", "read", "chats--all:ro", "chat", None),
    ("Chats", "agent/list_threads", "read", "chats--all:ro", "thread", None),
    ("Chats", "agent/get_chat", "read", "chats--all:ro", "chat", None),
    ("Chats", "agent/list_archives", "read", "chats--all:ro", "archive", None),
    ("Chats", "agent/start_chat", "write", "chats--all:rw", "chat", Some("incoming_chat")),
    ("Chats", "agent/resume_chat", "write", "chats--all:rw", "chat", Some("incoming_chat")),
    ("Chats", "agent/deactivate_chat", "write", "chats--all:rw", "chat", Some("chat_deactivated")),
    ("Events & messages", "agent/send_event", "write", "chats--all:rw", "event", Some("incoming_event")),
    ("Events & messages", "agent/send_event_preview", "write", "chats--all:rw", "event", None),
    ("Events & messages", "agent/send_rich_message_postback", "write", "chats--all:rw", "event", Some("incoming_rich_message_postback")),
    ("Chat access & users", "agent/transfer_chat", "write", "chats--all:rw", "chat", Some("chat_transferred")),
    ("Chat access & users", "agent/add_user_to_chat", "write", "chats--all:rw", "chat user", Some("user_added_to_chat")),
    ("Chat access & users", "agent/remove_user_from_chat", "write", "chats--all:rw", "chat user", Some("user_removed_from_chat")),
    ("Chat properties & tags", "agent/update_chat_properties", "write", "chats--all:rw", "chat property", Some("chat_properties_updated")),
    ("Chat properties & tags", "agent/tag_thread", "write", "chats--all:rw", "thread tag", Some("thread_tagged")),
    ("Chat properties & tags", "agent/untag_thread", "write", "chats--all:rw", "thread tag", Some("thread_untagged")),
    ("Customers", "agent/get_customer", "read", "customers:ro", "customer", None),
    ("Customers", "agent/update_customer", "write", "customers:rw", "customer", None),
    ("Customers", "agent/ban_customer", "write", "customers.ban:rw", "customer", None),
    ("Agents", "configuration/create_agent", "write", "accounts--all:rw", "agent", Some("agent_created")),
    ("Agents", "configuration/get_agent", "read", "agents--all:ro", "agent", None),
    ("Agents", "configuration/list_agents", "read", "agents--all:ro", "agent", None),
    ("Agents", "configuration/update_agent", "write", "agents--all:rw", "agent", Some("agent_updated")),
    ("Agents", "configuration/delete_agent", "write", "agents--all:rw", "agent", Some("agent_deleted")),
    ("Groups", "configuration/create_group", "write", "groups--all:rw", "group", Some("group_created")),
    ("Groups", "configuration/list_groups", "read", "groups--all:ro", "group", None),
    ("Groups", "configuration/update_group", "write", "groups--all:rw", "group", Some("group_updated")),
    ("Groups", "configuration/delete_group", "write", "groups--all:rw", "group", Some("group_deleted")),
    ("Webhooks", "configuration/register_webhook", "write", "webhooks--all:rw", "webhook", None),
    ("Webhooks", "configuration/list_webhooks", "read", "webhooks--all:ro", "webhook", None),
    ("Webhooks", "configuration/unregister_webhook", "write", "webhooks--all:rw", "webhook", None),
    ("Tags & properties (config)", "configuration/create_tag", "write", "tags--all:rw", "tag", Some("tag_created")),
    ("Tags & properties (config)", "configuration/list_tags", "read", "tags--all:ro", "tag", None),
    ("Tags & properties (config)", "configuration/register_property", "write", "properties--all:rw", "property", None),
    ("Routing status", "agent/set_routing_status", "write", "agents--my:rw", "routing status", Some("routing_status_set")),
    ("Routing status", "agent/list_routing_statuses", "read", "agents--all:ro", "routing status", None),
];

/// Webhook, methods that trigger it.
#[rustfmt::skip]
const WEBHOOKS: [(&str, &[&str]); 18] = [
    ("incoming_chat", &["agent/start_chat", "agent/resume_chat"]),
    ("incoming_event", &["agent/send_event"]),
    ("incoming_rich_message_postback", &["agent/send_rich_message_postback"]),
    ("chat_deactivated", &["agent/deactivate_chat"]),
    ("chat_transferred", &["agent/transfer_chat"]),
    ("user_added_to_chat", &["agent/add_user_to_chat"]),
    ("user_removed_from_chat", &["agent/remove_user_from_chat"]),
    ("chat_properties_updated", &["agent/update_chat_properties"]),
    ("thread_tagged", &["agent/tag_thread"]),
    ("thread_untagged", &["agent/untag_thread"]),
    ("routing_status_set", &["agent/set_routing_status"]),
    ("agent_created", &["configuration/create_agent"]),
    ("agent_updated", &["configuration/update_agent"]),
    ("agent_deleted", &["configuration/delete_agent"]),
    ("group_created", &["configuration/create_group"]),
    ("group_updated", &["configuration/update_group"]),
    ("group_deleted", &["configuration/delete_group"]),
    ("tag_created", &["configuration/create_tag"]),
];

fn method(name: &str) -> Method {
    Method::from_name(name).unwrap_or_else(|| panic!("no method {name}"))
}

#[test]
fn the_table_is_in_the_catalogue() {
    for (area, name, access, permission, acts_on, webhook) in TABLE {
        let m = method(name);
        assert_eq!(m.area().title(), area, "{name}");
        assert_eq!(m.access().as_str(), access, "{name}");
        assert_eq!(m.permission().map(Scope::name), Some(permission), "{name}");
        assert_eq!(m.acts_on(), [acts_on], "{name}");
        let webhooks: Vec<&str> = m.webhooks().iter().map(|(w, _)| w.name()).collect();
        match webhook {
            Some(webhook) => assert!(webhooks.contains(&webhook), "{name} causes {webhooks:?}"),
            // The reference names one where the guide doesn't, and only while the customer has active chats.
            None if name == "agent/update_customer" => assert_eq!(webhooks, ["customer_session_fields_updated"]),
            None => assert!(webhooks.is_empty(), "{name} causes {webhooks:?}"),
        }
        assert_eq!(m.path(), format!("/{}/action/{}", m.api(), m.action()));
        assert_eq!(m.http_method(), "POST");
    }
    let named = Method::all().filter(|m| m.in_guide()).count();
    assert_eq!(named, TABLE.len(), "no other method has a permission of the guide");
}

#[test]
fn each_permission_suffices_alone() {
    for (_, name, _, permission, ..) in TABLE {
        let token = Token::new([permission]);
        assert!(token.allows(method(name)), "{name}");
        let decision = Question::new(method(name), &token).decide();
        assert!(decision.is_allowed(), "{name}: {:?}", decision.message());
        assert!(decision.scopes().iter().all(|s| s.name() == permission));
    }
}

#[test]
fn a_right_to_read_does_not_write() {
    let mut tried = 0;
    for (_, name, access, permission, ..) in TABLE {
        let Some(resource) = permission.strip_suffix(":rw") else {
            assert_eq!(access, "read", "{name}");
            continue;
        };
        assert_eq!(access, "write", "{name}");
        let token = Token::new([format!("{resource}:ro")]);
        let decision = Question::new(method(name), &token).decide();
        assert_eq!(decision.code(), Code::MissingScope, "{name}");
        assert!(!token.allows(method(name)), "{name}");
        tried += 1;
    }
    assert_eq!(tried, 25);
}

#[test]
fn every_webhook_has_its_triggers() {
    for (name, triggers) in WEBHOOKS {
        let webhook = Webhook::from_name(name).unwrap_or_else(|| panic!("no webhook {name}"));
        assert!(webhook.in_guide(), "{name}");
        let causes: Vec<&str> = webhook.caused_by().map(Method::name).collect();
        for trigger in triggers {
            assert!(causes.contains(trigger), "{name} is caused by {causes:?}");
        }
        // The guide's methods cause it only where the guide says so.
        let of_guide: Vec<&str> = causes.iter().copied().filter(|c| method(c).in_guide()).collect();
        assert_eq!(of_guide.len(), triggers.len(), "{name}: {of_guide:?}");
    }
    assert_eq!(Webhook::all().filter(|w| w.in_guide()).count(), WEBHOOKS.len());
}

#[test]
fn the_ten_areas_come_first() {
    let titles: Vec<&str> =
        livechat_core::catalogue::Area::ALL.iter().filter(|a| a.in_guide()).map(|a| a.title()).collect();
    let mut expected: Vec<&str> = TABLE.iter().map(|r| r.0).collect();
    expected.dedup();
    assert_eq!(titles, expected);
    assert!(TABLE.iter().any(|r| method(r.1).access() == Access::Read));
}
