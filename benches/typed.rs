//! The structs that one would write to read the benchmarks' texts with serde: texts borrowed, unknown fields passed over.

#![allow(dead_code, reason = "fields are read by serde and by nobody else")]
#![allow(missing_docs, clippy::struct_field_names, reason = "the fields are the API's")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct SendEvent<'a> {
    chat_id: &'a str,
    #[serde(borrow)]
    event: Event<'a>,
}

#[derive(Deserialize)]
pub struct IncomingEvent<'a> {
    chat_id: &'a str,
    thread_id: &'a str,
    #[serde(borrow)]
    event: Event<'a>,
}

#[derive(Deserialize)]
pub struct IncomingChat<'a> {
    #[serde(borrow)]
    chat: Chat<'a>,
}

#[derive(Deserialize)]
pub struct ChatPage<'a> {
    #[serde(borrow)]
    chats_summary: Vec<Summary<'a>>,
    found_chats: u64,
    next_page_id: Option<&'a str>,
    previous_page_id: Option<&'a str>,
}

/// All kinds of events in one; serde's own tagged enumerations read each event twice.
#[derive(Deserialize)]
pub struct Event<'a> {
    id: Option<&'a str>,
    custom_id: Option<&'a str>,
    r#type: &'a str,
    author_id: Option<&'a str>,
    created_at: Option<&'a str>,
    text: Option<&'a str>,
    visibility: Option<&'a str>,
    system_message_type: Option<&'a str>,
    #[serde(borrow)]
    text_vars: Option<BTreeMap<&'a str, Value>>,
}

#[derive(Deserialize)]
struct Chat<'a> {
    id: &'a str,
    #[serde(borrow)]
    users: Vec<User<'a>>,
    properties: Option<BTreeMap<&'a str, BTreeMap<&'a str, Value>>>,
    access: Option<Access>,
    thread: Option<Thread<'a>>,
}

#[derive(Deserialize)]
struct Summary<'a> {
    id: &'a str,
    #[serde(borrow)]
    last_thread_summary: Option<Thread<'a>>,
    users: Vec<User<'a>>,
    last_event_per_type: BTreeMap<&'a str, LastEvent<'a>>,
    properties: Option<BTreeMap<&'a str, BTreeMap<&'a str, Value>>>,
    access: Option<Access>,
    is_followed: Option<bool>,
}

#[derive(Deserialize)]
struct LastEvent<'a> {
    thread_id: &'a str,
    thread_created_at: &'a str,
    #[serde(borrow)]
    event: Event<'a>,
}

#[derive(Deserialize)]
struct Thread<'a> {
    id: &'a str,
    active: bool,
    user_ids: Vec<&'a str>,
    #[serde(borrow)]
    events: Option<Vec<Event<'a>>>,
    properties: Option<BTreeMap<&'a str, BTreeMap<&'a str, Value>>>,
    access: Option<Access>,
    previous_thread_id: Option<&'a str>,
    created_at: &'a str,
}

#[derive(Deserialize)]
struct User<'a> {
    id: &'a str,
    r#type: &'a str,
    name: Option<&'a str>,
    email: Option<&'a str>,
    email_verified: Option<bool>,
    statistics: Option<Statistics>,
    created_at: Option<&'a str>,
    present: Option<bool>,
    events_seen_up_to: Option<&'a str>,
    avatar: Option<&'a str>,
    visibility: Option<&'a str>,
}

#[derive(Deserialize)]
struct Statistics {
    chats_count: Option<u32>,
    threads_count: Option<u32>,
    visits_count: Option<u32>,
}

#[derive(Deserialize)]
struct Access {
    group_ids: Vec<i64>,
}
