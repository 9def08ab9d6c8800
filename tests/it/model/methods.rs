//! The methods: which there are, in which versions on which transport, in which area, reading or writing.

/// Versions that there are.
pub const VERSIONS: &[&str] = &["3.4", "3.5", "3.6", "3.7"];

const ALL: &str = "3.4 3.5 3.6 3.7";
const FROM_3_5: &str = "3.5 3.6 3.7";
const FROM_3_6: &str = "3.6 3.7";
const NEVER: &str = "";

/// Name; versions that have it on the Web API; versions that have it on the RTM API; area; access.
#[rustfmt::skip]
pub const METHODS: &[(&str, &str, &str, &str, &str)] = &[
    // The agent API.
    ("agent/add_user_to_chat", ALL, ALL, "chat_access_and_users", "write"),
    ("agent/ban_customer", ALL, ALL, "customers", "write"),
    ("agent/change_push_notifications", NEVER, "3.4", "session", "write"),
    ("agent/create_customer", "3.4 3.5", "3.4 3.5", "customers", "write"),
    ("agent/deactivate_chat", ALL, ALL, "chats", "write"),
    ("agent/delete_chat_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/delete_event_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/delete_thread_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/follow_chat", ALL, ALL, "chats", "write"),
    ("agent/get_chat", ALL, ALL, "chats", "read"),
    ("agent/get_customer", ALL, ALL, "customers", "read"),
    ("agent/get_license_info", "3.5", NEVER, "license", "read"),
    ("agent/list_agents_for_transfer", ALL, ALL, "chat_access_and_users", "read"),
    ("agent/list_archives", ALL, ALL, "chats", "read"),
    ("agent/list_chats", ALL, ALL, "chats", "read"),
    ("agent/list_customers", "3.4 3.5", "3.4 3.5", "customers", "read"),
    ("agent/list_routing_statuses", ALL, ALL, "routing_status", "read"),
    ("agent/list_threads", ALL, ALL, "chats", "read"),
    ("agent/login", NEVER, ALL, "session", "write"),
    ("agent/logout", NEVER, ALL, "session", "write"),
    ("agent/mark_events_as_seen", ALL, ALL, "chats", "write"),
    ("agent/multicast", ALL, ALL, "multicast", "write"),
    ("agent/remove_user_from_chat", ALL, ALL, "chat_access_and_users", "write"),
    ("agent/request_thread_summary", FROM_3_6, FROM_3_6, "chats", "write"),
    ("agent/resume_chat", ALL, ALL, "chats", "write"),
    ("agent/send_event", ALL, ALL, "events_and_messages", "write"),
    ("agent/send_event_preview", FROM_3_6, FROM_3_6, "events_and_messages", "write"),
    ("agent/send_rich_message_postback", ALL, ALL, "events_and_messages", "write"),
    ("agent/send_thinking_indicator", FROM_3_6, FROM_3_6, "events_and_messages", "write"),
    ("agent/send_typing_indicator", ALL, ALL, "events_and_messages", "write"),
    ("agent/set_away_status", NEVER, ALL, "session", "write"),
    ("agent/set_routing_status", ALL, ALL, "routing_status", "write"),
    ("agent/start_chat", ALL, ALL, "chats", "write"),
    ("agent/subscribe_customers", NEVER, FROM_3_6, "session", "write"),
    ("agent/tag_thread", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/transfer_chat", ALL, ALL, "chat_access_and_users", "write"),
    ("agent/unfollow_chat", ALL, ALL, "chats", "write"),
    ("agent/unsubscribe_customers", NEVER, FROM_3_6, "session", "write"),
    ("agent/untag_thread", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/update_chat_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/update_customer", ALL, ALL, "customers", "write"),
    ("agent/update_event_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/update_session", NEVER, FROM_3_6, "session", "write"),
    ("agent/update_thread_properties", ALL, ALL, "chat_properties_and_tags", "write"),
    ("agent/upload_file", ALL, NEVER, "events_and_messages", "write"),
    // The configuration API.
    ("configuration/add_allowed_domain", "3.7", NEVER, "license", "write"),
    ("configuration/add_auto_access", ALL, NEVER, "auto_access", "write"),
    ("configuration/approve_agent", ALL, NEVER, "agents", "write"),
    ("configuration/ban_customer", "3.7", NEVER, "customer_bans", "write"),
    ("configuration/batch_approve_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_create_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_create_bots", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/batch_delete_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_delete_bots", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/batch_suspend_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_unsuspend_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_update_agents", FROM_3_5, NEVER, "agents", "write"),
    ("configuration/batch_update_bots", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/batch_update_translations", "3.7", NEVER, "translations", "write"),
    ("configuration/check_product_limits_for_plan", FROM_3_5, NEVER, "license", "read"),
    ("configuration/create_agent", ALL, NEVER, "agents", "write"),
    ("configuration/create_bot", ALL, NEVER, "bots", "write"),
    ("configuration/create_bot_template", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/create_canned_response", "3.7", NEVER, "canned_responses", "write"),
    ("configuration/create_greeting", FROM_3_6, NEVER, "greetings", "write"),
    ("configuration/create_group", ALL, NEVER, "groups", "write"),
    ("configuration/create_tag", FROM_3_5, NEVER, "tags_and_properties", "write"),
    ("configuration/delete_agent", ALL, NEVER, "agents", "write"),
    ("configuration/delete_allowed_domain", "3.7", NEVER, "license", "write"),
    ("configuration/delete_auto_access", ALL, NEVER, "auto_access", "write"),
    ("configuration/delete_bot", ALL, NEVER, "bots", "write"),
    ("configuration/delete_bot_template", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/delete_canned_response", "3.7", NEVER, "canned_responses", "write"),
    ("configuration/delete_greeting", FROM_3_6, NEVER, "greetings", "write"),
    ("configuration/delete_group", ALL, NEVER, "groups", "write"),
    ("configuration/delete_group_properties", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/delete_license_properties", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/delete_tag", FROM_3_5, NEVER, "tags_and_properties", "write"),
    ("configuration/disable_license_webhooks", ALL, NEVER, "webhooks", "write"),
    ("configuration/enable_license_webhooks", ALL, NEVER, "webhooks", "write"),
    ("configuration/get_agent", ALL, NEVER, "agents", "read"),
    ("configuration/get_bot", ALL, NEVER, "bots", "read"),
    ("configuration/get_greeting", FROM_3_6, NEVER, "greetings", "read"),
    ("configuration/get_group", ALL, NEVER, "groups", "read"),
    ("configuration/get_license_id", "3.4", NEVER, "license", "read"),
    ("configuration/get_license_webhooks_state", ALL, NEVER, "webhooks", "read"),
    ("configuration/get_organization_id", "3.4", NEVER, "license", "read"),
    ("configuration/get_product_source", FROM_3_5, NEVER, "license", "read"),
    ("configuration/issue_bot_token", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/list_agents", ALL, NEVER, "agents", "read"),
    ("configuration/list_allowed_domains", "3.7", NEVER, "license", "read"),
    ("configuration/list_auto_accesses", ALL, NEVER, "auto_access", "read"),
    ("configuration/list_bot_templates", FROM_3_5, NEVER, "bots", "read"),
    ("configuration/list_bots", ALL, NEVER, "bots", "read"),
    ("configuration/list_canned_responses", "3.7", NEVER, "canned_responses", "read"),
    ("configuration/list_channels", FROM_3_5, NEVER, "license", "read"),
    ("configuration/list_customer_bans", FROM_3_6, NEVER, "customer_bans", "read"),
    ("configuration/list_greetings", FROM_3_6, NEVER, "greetings", "read"),
    ("configuration/list_group_properties", "3.4", NEVER, "tags_and_properties", "read"),
    ("configuration/list_groups", ALL, NEVER, "groups", "read"),
    ("configuration/list_groups_properties", FROM_3_5, NEVER, "tags_and_properties", "read"),
    ("configuration/list_license_properties", ALL, NEVER, "tags_and_properties", "read"),
    ("configuration/list_properties", ALL, NEVER, "tags_and_properties", "read"),
    ("configuration/list_tags", FROM_3_5, NEVER, "tags_and_properties", "read"),
    ("configuration/list_translations", "3.7", NEVER, "translations", "read"),
    ("configuration/list_webhook_names", ALL, NEVER, "webhooks", "read"),
    ("configuration/list_webhooks", ALL, NEVER, "webhooks", "read"),
    ("configuration/publish_property", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/reactivate_email", FROM_3_6, NEVER, "agents", "write"),
    ("configuration/register_property", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/register_webhook", ALL, NEVER, "webhooks", "write"),
    ("configuration/request_agent_unsuspension", ALL, NEVER, "agents", "write"),
    ("configuration/reset_bot_secret", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/reset_bot_template_secret", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/suspend_agent", ALL, NEVER, "agents", "write"),
    ("configuration/unban_customer", FROM_3_6, NEVER, "customer_bans", "write"),
    ("configuration/unregister_property", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/unregister_webhook", ALL, NEVER, "webhooks", "write"),
    ("configuration/unsuspend_agent", ALL, NEVER, "agents", "write"),
    ("configuration/update_agent", ALL, NEVER, "agents", "write"),
    ("configuration/update_auto_access", ALL, NEVER, "auto_access", "write"),
    ("configuration/update_bot", ALL, NEVER, "bots", "write"),
    ("configuration/update_bot_template", FROM_3_5, NEVER, "bots", "write"),
    ("configuration/update_canned_response", "3.7", NEVER, "canned_responses", "write"),
    ("configuration/update_company_details", FROM_3_6, NEVER, "license", "write"),
    ("configuration/update_greeting", FROM_3_6, NEVER, "greetings", "write"),
    ("configuration/update_group", ALL, NEVER, "groups", "write"),
    ("configuration/update_group_properties", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/update_license_properties", ALL, NEVER, "tags_and_properties", "write"),
    ("configuration/update_tag", FROM_3_5, NEVER, "tags_and_properties", "write"),
    ("configuration/update_translations", "3.7", NEVER, "translations", "write"),
    // The customer API.
    ("customer/accept_greeting", ALL, ALL, "customer_session", "write"),
    ("customer/cancel_greeting", ALL, ALL, "customer_session", "write"),
    ("customer/check_goals", ALL, NEVER, "customer_session", "write"),
    ("customer/deactivate_chat", ALL, ALL, "customer_chat", "write"),
    ("customer/delete_chat_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/delete_event", FROM_3_6, FROM_3_6, "customer_chat", "write"),
    ("customer/delete_event_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/delete_thread_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/get_chat", ALL, ALL, "customer_chat", "read"),
    ("customer/get_configuration", ALL, NEVER, "customer_session", "read"),
    ("customer/get_customer", ALL, ALL, "customer_session", "read"),
    ("customer/get_dynamic_configuration", ALL, NEVER, "customer_session", "read"),
    ("customer/get_form", ALL, ALL, "customer_chat", "read"),
    ("customer/get_localization", ALL, NEVER, "customer_session", "read"),
    ("customer/get_predicted_agent", "3.4 3.5 3.6", "3.4 3.5 3.6", "customer_chat", "read"),
    ("customer/get_url_info", ALL, ALL, "customer_chat", "read"),
    ("customer/list_chats", ALL, ALL, "customer_chat", "read"),
    ("customer/list_group_properties", ALL, NEVER, "customer_session", "read"),
    ("customer/list_group_statuses", ALL, ALL, "customer_chat", "read"),
    ("customer/list_license_properties", ALL, NEVER, "customer_session", "read"),
    ("customer/list_threads", ALL, ALL, "customer_chat", "read"),
    ("customer/login", NEVER, ALL, "customer_session", "write"),
    ("customer/mark_events_as_seen", ALL, ALL, "customer_chat", "write"),
    ("customer/request_email_verification", ALL, NEVER, "customer_session", "write"),
    ("customer/request_welcome_message", FROM_3_6, FROM_3_6, "customer_session", "write"),
    ("customer/resume_chat", ALL, ALL, "customer_chat", "write"),
    ("customer/send_event", ALL, ALL, "customer_chat", "write"),
    ("customer/send_greeting_button_clicked", FROM_3_6, FROM_3_6, "customer_session", "write"),
    ("customer/send_rich_message_postback", ALL, ALL, "customer_chat", "write"),
    ("customer/send_sneak_peek", ALL, ALL, "customer_chat", "write"),
    ("customer/set_customer_session_fields", ALL, ALL, "customer_session", "write"),
    ("customer/start_chat", ALL, ALL, "customer_chat", "write"),
    ("customer/update_chat_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/update_customer", ALL, ALL, "customer_session", "write"),
    ("customer/update_customer_page", NEVER, ALL, "customer_session", "write"),
    ("customer/update_event_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/update_thread_properties", ALL, ALL, "customer_chat", "write"),
    ("customer/upload_file", ALL, NEVER, "customer_chat", "write"),
    // The reports API.
    ("reports/agents/availability", ALL, NEVER, "reports", "read"),
    ("reports/agents/performance", ALL, NEVER, "reports", "read"),
    ("reports/chats/duration", ALL, NEVER, "reports", "read"),
    ("reports/chats/engagement", ALL, NEVER, "reports", "read"),
    ("reports/chats/first_response_time", ALL, NEVER, "reports", "read"),
    ("reports/chats/forms", FROM_3_5, NEVER, "reports", "read"),
    ("reports/chats/greetings_conversion", ALL, NEVER, "reports", "read"),
    ("reports/chats/groups", FROM_3_6, NEVER, "reports", "read"),
    ("reports/chats/queued_visitors", FROM_3_6, NEVER, "reports", "read"),
    ("reports/chats/queued_visitors_left", FROM_3_6, NEVER, "reports", "read"),
    ("reports/chats/ranking", ALL, NEVER, "reports", "read"),
    ("reports/chats/ratings", ALL, NEVER, "reports", "read"),
    ("reports/chats/response_time", ALL, NEVER, "reports", "read"),
    ("reports/chats/surveys", "3.4", NEVER, "reports", "read"),
    ("reports/chats/tags", ALL, NEVER, "reports", "read"),
    ("reports/chats/total_chats", ALL, NEVER, "reports", "read"),
    ("reports/customers/unique_visitors", FROM_3_6, NEVER, "reports", "read"),
    ("reports/sales/abandoned_carts", "3.7", NEVER, "reports", "read"),
    ("reports/stats/visitor_domains", "3.7", NEVER, "reports", "read"),
    ("reports/tags/chat_usage", FROM_3_5, NEVER, "reports", "read"),
];

/// A batch method and the method that it calls for each of its elements.
const BATCHES: &[(&str, &str)] = &[
    ("configuration/batch_approve_agents", "configuration/approve_agent"),
    ("configuration/batch_create_agents", "configuration/create_agent"),
    ("configuration/batch_create_bots", "configuration/create_bot"),
    ("configuration/batch_delete_agents", "configuration/delete_agent"),
    ("configuration/batch_delete_bots", "configuration/delete_bot"),
    ("configuration/batch_suspend_agents", "configuration/suspend_agent"),
    ("configuration/batch_unsuspend_agents", "configuration/unsuspend_agent"),
    ("configuration/batch_update_agents", "configuration/update_agent"),
    ("configuration/batch_update_bots", "configuration/update_bot"),
    ("configuration/batch_update_translations", "configuration/update_translations"),
];

fn row(method: &str) -> &'static (&'static str, &'static str, &'static str, &'static str, &'static str) {
    METHODS.iter().find(|row| row.0 == method).unwrap_or_else(|| panic!("no such method: {method}"))
}

/// Whether there is a method of this name in any version.
pub fn exists(method: &str) -> bool {
    METHODS.iter().any(|row| row.0 == method)
}

/// The versions that have a method on a transport.
pub fn versions(method: &str, transport: &str) -> Vec<&'static str> {
    let row = row(method);
    match transport {
        "web" => row.1.split_whitespace().collect(),
        "rtm" => row.2.split_whitespace().collect(),
        _ => Vec::new(),
    }
}

/// The area of a method, as grants name it.
pub fn area(method: &str) -> &'static str {
    row(method).3
}

/// "read" or "write".
pub fn access(method: &str) -> &'static str {
    row(method).4
}

/// The part of a method's name before the first slash.
pub fn api(method: &str) -> &str {
    method.split('/').next().unwrap_or_default()
}

/// The method that a batch method calls for each of its elements.
pub fn single_of(batch: &str) -> Option<&'static str> {
    BATCHES.iter().find(|(name, _)| *name == batch).map(|(_, single)| *single)
}
