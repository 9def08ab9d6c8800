//! Requirements: what each method asks of a token, by the reference and by the guide.
//!
//! The reference prints scopes with footnotes; here each set of scopes that would be enough stands as an alternative,
//! with the conditions that its footnotes name.

use super::conditions;

/// One way to be allowed: all of these scopes, under all of these conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The scopes, all of them.
    pub scopes: Vec<String>,
    /// The names of the conditions, all of them.
    pub conditions: Vec<String>,
}

fn when(scopes: &[&str], conditions: &[&str]) -> Alternative {
    Alternative {
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        conditions: conditions.iter().map(|condition| (*condition).to_owned()).collect(),
    }
}

fn with(scopes: &[&str]) -> Alternative {
    when(scopes, &[])
}

fn only(scope: &str) -> Vec<Alternative> {
    vec![with(&[scope])]
}

fn nothing() -> Vec<Alternative> {
    Vec::new()
}

/// Everything, or that which a condition says.
fn all_or(all: &str, part: &str, condition: &str) -> Vec<Alternative> {
    vec![with(&[all]), when(&[part], &[condition])]
}

fn reading_chats() -> Vec<Alternative> {
    all_or("chats--all:ro", "chats--access:ro", "chat_in_requester_groups")
}

fn writing_chats() -> Vec<Alternative> {
    all_or("chats--all:rw", "chats--access:rw", "chat_in_requester_groups")
}

fn writing_tags() -> Vec<Alternative> {
    all_or("tags--all:rw", "tags--groups:rw", "groups_of_requester")
}

fn writing_one_group() -> Vec<Alternative> {
    all_or("groups--all:rw", "groups--my:rw", "requester_in_group")
}

fn writing_one_bot() -> Vec<Alternative> {
    all_or("agents-bot--all:rw", "agents-bot--my:rw", "own_bot")
}

fn writing_canned_responses() -> Vec<Alternative> {
    all_or("canned_responses--all:rw", "canned_responses--groups:rw", "groups_of_requester")
}

fn writing_license_properties() -> Vec<Alternative> {
    all_or("properties.license.value--all:rw", "properties.license.value--my:rw", "own_namespace")
}

fn writing_group_properties() -> Vec<Alternative> {
    all_or("properties.group.value--all:rw", "properties.group.value--my:rw", "own_namespace")
}

fn setting_routing_status() -> Vec<Alternative> {
    vec![
        with(&["agents--all:rw", "agents-bot--all:rw"]),
        when(&["agents--all:rw"], &["target_is_agent"]),
        when(&["agents--my:rw"], &["own_agent"]),
        when(&["agents-bot--all:rw"], &["target_is_bot"]),
        when(&["agents-bot--my:rw"], &["own_bot"]),
    ]
}

fn creating_agents() -> Vec<Alternative> {
    let roles = "accounts.roles.lc--all:rw";
    let at_once = "subscription.lc:rw";
    vec![
        when(&["accounts--all:rc"], &["agent_awaits_approval", "role_is_normal"]),
        when(&["accounts--all:rc", roles], &["agent_awaits_approval"]),
        when(&["accounts--all:rw"], &["agent_awaits_approval", "role_is_normal"]),
        when(&["accounts--all:rw", roles], &["agent_awaits_approval"]),
        when(&["accounts--all:rw", at_once], &["role_is_normal"]),
        with(&["accounts--all:rw", at_once, roles]),
    ]
}

fn updating_agents() -> Vec<Alternative> {
    let roles = "accounts.roles.lc--all:rw";
    vec![
        when(&["agents--all:rw"], &["role_is_unchanged"]),
        when(&["agents--my:rw"], &["own_agent", "role_is_unchanged"]),
        with(&["agents--all:rw", roles]),
        when(&["agents--my:rw", roles], &["own_agent"]),
    ]
}

fn deleting_agents() -> Vec<Alternative> {
    vec![with(&["agents--all:rw", "accounts--all:rw"]), when(&["agents--my:rw", "accounts--my:rw"], &["own_agent"])]
}

fn suspending_agents() -> Vec<Alternative> {
    vec![with(&["agents--all:rw", "sessions--all:rw"])]
}

fn admitting_agents() -> Vec<Alternative> {
    vec![with(&["agents--all:rw", "accounts--all:rw", "subscription.lc:rw"])]
}

fn listing_canned_responses() -> Vec<Alternative> {
    vec![
        with(&["canned_responses--all:ro"]),
        when(&["canned_responses--groups:ro"], &["groups_of_requester", "no_private_of_others"]),
    ]
}

#[expect(clippy::match_same_arms, reason = "a table, one row a method, to be read beside the reference")]
#[expect(clippy::too_many_lines, reason = "a table, one row a method, to be read beside the reference")]
/// What the reference asks for. A batch method asks for what its single method asks for.
pub fn of_reference(method: &str) -> Vec<Alternative> {
    match method {
        // Chats of the agent API.
        "agent/follow_chat" => reading_chats(),
        "agent/get_chat" => reading_chats(),
        "agent/list_archives" => reading_chats(),
        "agent/list_chats" => reading_chats(),
        "agent/list_threads" => reading_chats(),
        "agent/mark_events_as_seen" => reading_chats(),
        "agent/add_user_to_chat" => writing_chats(),
        "agent/deactivate_chat" => writing_chats(),
        "agent/delete_chat_properties" => writing_chats(),
        "agent/delete_event_properties" => writing_chats(),
        "agent/delete_thread_properties" => writing_chats(),
        "agent/remove_user_from_chat" => writing_chats(),
        "agent/request_thread_summary" => writing_chats(),
        "agent/resume_chat" => writing_chats(),
        "agent/send_event" => writing_chats(),
        "agent/send_event_preview" => writing_chats(),
        "agent/send_rich_message_postback" => writing_chats(),
        "agent/send_thinking_indicator" => writing_chats(),
        "agent/send_typing_indicator" => writing_chats(),
        "agent/start_chat" => writing_chats(),
        "agent/tag_thread" => writing_chats(),
        "agent/transfer_chat" => writing_chats(),
        "agent/untag_thread" => writing_chats(),
        "agent/update_chat_properties" => writing_chats(),
        "agent/update_event_properties" => writing_chats(),
        "agent/update_thread_properties" => writing_chats(),
        "agent/list_agents_for_transfer" => nothing(),
        "agent/unfollow_chat" => nothing(),
        "agent/upload_file" => nothing(),

        // Customers, statuses and sessions of the agent API.
        "agent/ban_customer" => only("customers.ban:rw"),
        "agent/create_customer" => only("customers:rw"),
        "agent/update_customer" => only("customers:rw"),
        "agent/get_customer" => only("customers:ro"),
        "agent/list_customers" => only("customers:ro"),
        "agent/subscribe_customers" => only("customers:ro"),
        "agent/unsubscribe_customers" => only("customers:ro"),
        "agent/multicast" => only("multicast:rw"),
        "agent/set_away_status" => only("agents--my:rw"),
        "agent/set_routing_status" => setting_routing_status(),
        "agent/list_routing_statuses" => only("agents--all:ro"),
        "agent/change_push_notifications" => nothing(),
        "agent/get_license_info" => nothing(),
        "agent/login" => nothing(),
        "agent/logout" => nothing(),
        "agent/update_session" => nothing(),

        // Agents.
        "configuration/create_agent" | "configuration/batch_create_agents" => creating_agents(),
        "configuration/update_agent" | "configuration/batch_update_agents" => updating_agents(),
        "configuration/delete_agent" | "configuration/batch_delete_agents" => deleting_agents(),
        "configuration/suspend_agent" | "configuration/batch_suspend_agents" => suspending_agents(),
        "configuration/unsuspend_agent" | "configuration/batch_unsuspend_agents" => admitting_agents(),
        "configuration/approve_agent" | "configuration/batch_approve_agents" => admitting_agents(),
        "configuration/get_agent" => all_or("agents--all:ro", "agents--my:ro", "own_agent"),
        "configuration/list_agents" => only("agents--all:ro"),
        "configuration/reactivate_email" => only("agents--all:rw"),
        "configuration/request_agent_unsuspension" => nothing(),

        // Bots.
        "configuration/create_bot" | "configuration/batch_create_bots" => only("agents-bot--my:rw"),
        "configuration/update_bot" | "configuration/batch_update_bots" => writing_one_bot(),
        "configuration/delete_bot" | "configuration/batch_delete_bots" => writing_one_bot(),
        "configuration/get_bot" => all_or("agents-bot--all:ro", "agents-bot--my:ro", "own_bot"),
        "configuration/list_bots" => all_or("agents-bot--all:ro", "agents-bot--my:ro", "only_own_bots"),
        "configuration/reset_bot_secret" => only("agents-bot--my:rw"),
        "configuration/issue_bot_token" => nothing(),
        "configuration/create_bot_template" => only("bots.templates:rw"),
        "configuration/update_bot_template" => only("bots.templates:rw"),
        "configuration/delete_bot_template" => only("bots.templates:rw"),
        "configuration/list_bot_templates" => only("bots.templates:rw"),
        "configuration/reset_bot_template_secret" => only("bots.templates:rw"),

        // Groups and auto access.
        "configuration/create_group" => only("groups--all:rw"),
        "configuration/list_groups" => only("groups--all:ro"),
        "configuration/get_group" => all_or("groups--all:ro", "groups--my:ro", "requester_in_group"),
        "configuration/update_group" => writing_one_group(),
        "configuration/delete_group" => writing_one_group(),
        "configuration/add_auto_access" => only("access_rules:rw"),
        "configuration/update_auto_access" => only("access_rules:rw"),
        "configuration/delete_auto_access" => only("access_rules:rw"),
        "configuration/list_auto_accesses" => only("access_rules:ro"),

        // Tags, canned responses, greetings, translations.
        "configuration/create_tag" => writing_tags(),
        "configuration/update_tag" => writing_tags(),
        "configuration/delete_tag" => writing_tags(),
        "configuration/list_tags" => all_or("tags--all:ro", "tags--groups:ro", "groups_of_requester"),
        "configuration/create_canned_response" => only("canned_responses_write"),
        "configuration/update_canned_response" => writing_canned_responses(),
        "configuration/delete_canned_response" => writing_canned_responses(),
        "configuration/list_canned_responses" => listing_canned_responses(),
        "configuration/create_greeting" => only("greetings:rw"),
        "configuration/update_greeting" => only("greetings:rw"),
        "configuration/delete_greeting" => only("greetings:rw"),
        "configuration/get_greeting" => only("greetings:ro"),
        "configuration/list_greetings" => only("greetings:ro"),
        "configuration/list_translations" => only("languages_read"),
        "configuration/update_translations" | "configuration/batch_update_translations" => only("languages_write"),

        // Properties.
        "configuration/list_properties" => only("properties.configuration:rw"),
        "configuration/publish_property" => only("properties.configuration:rw"),
        "configuration/register_property" => only("properties.configuration:rw"),
        "configuration/unregister_property" => only("properties.configuration:rw"),
        "configuration/update_license_properties" => writing_license_properties(),
        "configuration/delete_license_properties" => writing_license_properties(),
        "configuration/list_license_properties" => {
            all_or("properties.license.value--all:ro", "properties.license.value--my:ro", "own_namespace")
        }
        "configuration/update_group_properties" => writing_group_properties(),
        "configuration/delete_group_properties" => writing_group_properties(),
        "configuration/list_group_properties" => {
            all_or("properties.group.value--all:ro", "properties.group.value--my:ro", "own_namespace")
        }
        "configuration/list_groups_properties" => only("properties.group.value--all:ro"),

        // Webhooks.
        "configuration/list_webhooks" => only("webhooks.configuration:rw"),
        "configuration/register_webhook" => only("webhooks.configuration:rw"),
        "configuration/unregister_webhook" => only("webhooks.configuration:rw"),
        "configuration/enable_license_webhooks" => only("webhooks.state:rw"),
        "configuration/disable_license_webhooks" => only("webhooks.state:rw"),
        "configuration/get_license_webhooks_state" => only("webhooks.state:ro"),
        "configuration/list_webhook_names" => nothing(),

        // Bans, domains, the license.
        "configuration/ban_customer" => only("banlist_write"),
        "configuration/unban_customer" => only("banlist_write"),
        "configuration/list_customer_bans" => only("banlist_read"),
        "configuration/add_allowed_domain" => only("domain_manage"),
        "configuration/delete_allowed_domain" => only("domain_manage"),
        "configuration/list_allowed_domains" => only("domain_manage"),
        "configuration/check_product_limits_for_plan" => only("subscription.lc:rw"),
        "configuration/update_company_details" => only("organization--my:rw"),
        "configuration/get_license_id" => nothing(),
        "configuration/get_organization_id" => nothing(),
        "configuration/get_product_source" => nothing(),
        "configuration/list_channels" => nothing(),

        // Reports.
        "reports/agents/availability" => only("reports_read"),
        "reports/agents/performance" => only("reports_read"),
        "reports/chats/duration" => only("reports_read"),
        "reports/chats/engagement" => only("reports_read"),
        "reports/chats/first_response_time" => only("reports_read"),
        "reports/chats/forms" => only("reports_read"),
        "reports/chats/greetings_conversion" => only("reports_read"),
        "reports/chats/groups" => only("reports_read"),
        "reports/chats/queued_visitors" => only("reports_read"),
        "reports/chats/queued_visitors_left" => only("reports_read"),
        "reports/chats/ranking" => only("reports_read"),
        "reports/chats/ratings" => only("reports_read"),
        "reports/chats/response_time" => only("reports_read"),
        "reports/chats/surveys" => only("reports_read"),
        "reports/chats/tags" => only("reports_read"),
        "reports/chats/total_chats" => only("reports_read"),
        "reports/customers/unique_visitors" => only("reports_read"),
        "reports/sales/abandoned_carts" => only("reports_read"),
        "reports/stats/visitor_domains" => only("reports_read"),
        "reports/tags/chat_usage" => only("reports_read"),

        // The customer API goes by the kind of the token alone.
        "customer/accept_greeting"
        | "customer/cancel_greeting"
        | "customer/check_goals"
        | "customer/deactivate_chat"
        | "customer/delete_chat_properties"
        | "customer/delete_event"
        | "customer/delete_event_properties"
        | "customer/delete_thread_properties"
        | "customer/get_chat"
        | "customer/get_configuration"
        | "customer/get_customer"
        | "customer/get_dynamic_configuration"
        | "customer/get_form"
        | "customer/get_localization"
        | "customer/get_predicted_agent"
        | "customer/get_url_info"
        | "customer/list_chats"
        | "customer/list_group_properties"
        | "customer/list_group_statuses"
        | "customer/list_license_properties"
        | "customer/list_threads"
        | "customer/login"
        | "customer/mark_events_as_seen"
        | "customer/request_email_verification"
        | "customer/request_welcome_message"
        | "customer/resume_chat"
        | "customer/send_event"
        | "customer/send_greeting_button_clicked"
        | "customer/send_rich_message_postback"
        | "customer/send_sneak_peek"
        | "customer/set_customer_session_fields"
        | "customer/start_chat"
        | "customer/update_chat_properties"
        | "customer/update_customer"
        | "customer/update_customer_page"
        | "customer/update_event_properties"
        | "customer/update_thread_properties"
        | "customer/upload_file" => vec![when(&[], &["customer_token"])],

        _ => panic!("no requirement of {method}"),
    }
}

/// The permission that the guide gives for each of its methods.
pub const GUIDE: &[(&str, &str)] = &[
    ("agent/list_chats", "chats--all:ro"),
    ("agent/list_threads", "chats--all:ro"),
    ("agent/get_chat", "chats--all:ro"),
    ("agent/list_archives", "chats--all:ro"),
    ("agent/start_chat", "chats--all:rw"),
    ("agent/resume_chat", "chats--all:rw"),
    ("agent/deactivate_chat", "chats--all:rw"),
    ("agent/send_event", "chats--all:rw"),
    ("agent/send_event_preview", "chats--all:rw"),
    ("agent/send_rich_message_postback", "chats--all:rw"),
    ("agent/transfer_chat", "chats--all:rw"),
    ("agent/add_user_to_chat", "chats--all:rw"),
    ("agent/remove_user_from_chat", "chats--all:rw"),
    ("agent/update_chat_properties", "chats--all:rw"),
    ("agent/tag_thread", "chats--all:rw"),
    ("agent/untag_thread", "chats--all:rw"),
    ("agent/get_customer", "customers:ro"),
    ("agent/update_customer", "customers:rw"),
    ("agent/ban_customer", "customers.ban:rw"),
    ("configuration/create_agent", "accounts--all:rw"),
    ("configuration/get_agent", "agents--all:ro"),
    ("configuration/list_agents", "agents--all:ro"),
    ("configuration/update_agent", "agents--all:rw"),
    ("configuration/delete_agent", "agents--all:rw"),
    ("configuration/create_group", "groups--all:rw"),
    ("configuration/list_groups", "groups--all:ro"),
    ("configuration/update_group", "groups--all:rw"),
    ("configuration/delete_group", "groups--all:rw"),
    ("configuration/register_webhook", "webhooks--all:rw"),
    ("configuration/list_webhooks", "webhooks--all:ro"),
    ("configuration/unregister_webhook", "webhooks--all:rw"),
    ("configuration/create_tag", "tags--all:rw"),
    ("configuration/list_tags", "tags--all:ro"),
    ("configuration/register_property", "properties--all:rw"),
    ("agent/set_routing_status", "agents--my:rw"),
    ("agent/list_routing_statuses", "agents--all:ro"),
];

/// The alternatives of a method by a rule source, `guide` or `reference`.
pub fn of(method: &str, rules: &str) -> Vec<Alternative> {
    let mut alternatives = of_reference(method);
    if rules == "reference" {
        return alternatives;
    }
    if let Some((_, permission)) = GUIDE.iter().find(|(name, _)| *name == method) {
        // Where the reference names just this scope and ties it to facts at most, the guide says the same in short:
        // one's own routing status stays one's own.
        let said_already = alternatives.iter().any(|alternative| {
            alternative.scopes == [*permission]
                && alternative.conditions.iter().all(|condition| conditions::kind_of(condition) == "facts")
        });
        if !said_already {
            alternatives.push(with(&[permission]));
        }
    }
    alternatives
}
