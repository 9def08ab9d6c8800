//! Inputs that the benchmarks share: a token as an agent's application has it, and calls as it makes them.

pub mod texts;
pub mod typed;

use livechat_core::Method;

/// Scopes of an application that answers chats.
pub const SCOPES: [&str; 8] = [
    "chats--access:rw",
    "customers:ro",
    "customers:rw",
    "agents--all:ro",
    "agents--my:rw",
    "tags--all:ro",
    "groups--all:ro",
    "multicast:ro",
];

/// Calls that such an application makes, some of which it may not.
pub const CALLS: [Method; 16] = [
    Method::AGENT_LIST_CHATS,
    Method::AGENT_GET_CHAT,
    Method::AGENT_SEND_EVENT,
    Method::AGENT_SEND_EVENT,
    Method::AGENT_LIST_THREADS,
    Method::AGENT_GET_CUSTOMER,
    Method::AGENT_UPDATE_CUSTOMER,
    Method::AGENT_BAN_CUSTOMER,
    Method::AGENT_TAG_THREAD,
    Method::AGENT_TRANSFER_CHAT,
    Method::CONFIGURATION_LIST_AGENTS,
    Method::CONFIGURATION_DELETE_AGENT,
    Method::CONFIGURATION_LIST_GROUPS,
    Method::CONFIGURATION_CREATE_TAG,
    Method::AGENT_SET_ROUTING_STATUS,
    Method::AGENT_MULTICAST,
];
