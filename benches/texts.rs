//! Texts that the benchmarks read: bodies of requests, payloads of webhooks, an answer. Names and keys as the API has them, content made up.

use std::fmt::Write;

/// A body of `agent/send_event`.
pub const MESSAGE: &str = r#"{"chat_id":"PJ0MRSHTDG","event":{"type":"message","text":"Your order left our warehouse this morning.","visibility":"all"}}"#;

/// A body of `agent/list_archives`.
pub const ARCHIVES: &str = r#"{"filters":{"query":"refund","from":"2026-10-01T00:00:00.000000Z","to":"2026-11-01T00:00:00.000000Z","group_ids":[1,2,19],
"agents":{"values":["smith@example.com","jones@example.com"]},"tags":{"exists":true},"event_types":{"values":["message","filled_form"]},
"customer_countries":{"values":["PL","US"]}},"sort_order":"desc","limit":100,"highlights":{"pre_tag":"<b>","post_tag":"</b>"}}"#;

/// A body of `agent/start_chat` with a few messages and a rich message: about 1.4 kB.
pub fn start_chat() -> String {
    let mut events = String::new();
    for i in 0..5 {
        let _ = write!(
            events,
            r#"{{"type":"message","text":"Message number {i} of a chat that an agent starts for a customer.","custom_id":"m-{i}","visibility":"all","properties":{{"0805e283233042b37f460ed8fbf22160":{{"source":"import"}}}}}},"#
        );
    }
    format!(
        r#"{{"chat":{{"users":[{{"id":"b7eff798-f8df-4364-8059-649c35c9ed0c","type":"customer"}}],"access":{{"group_ids":[1]}},"thread":{{"events":[{events}{{"type":"rich_message","template_id":"quick_replies","elements":[{{"title":"How did we do?","buttons":[{{"type":"message","text":"Well","value":"well","postback_id":"well","user_ids":[]}},{{"type":"message","text":"Badly","value":"badly","postback_id":"badly","user_ids":[]}}]}}]}}]}}}},"active":true,"continuous":true}}"#
    )
}

/// A body of `configuration/batch_create_agents`: about 70 kB.
pub fn batch() -> String {
    let agents: Vec<String> = (0..225)
        .map(|i| {
            format!(
                r#"{{"id":"agent{i}@example.com","name":"Agent {i}","role":"normal","job_title":"Support","max_chats_count":6,"groups":[{{"id":{i},"priority":"normal"}}],"notifications":["incoming_chat","ticket"],"work_scheduler":{{"timezone":"Europe/Warsaw","schedule":[{{"day":"monday","enabled":true,"start":"08:00","end":"16:00"}}]}}}}"#
            )
        })
        .collect();
    format!(r#"{{"requests":[{}]}}"#, agents.join(","))
}

/// The payload of a webhook `incoming_event`: about 0.3 kB.
pub fn incoming_event() -> String {
    format!(r#"{{"chat_id":"PJ0MRSHTDG","thread_id":"K600PKZON8","event":{}}}"#, message(1))
}

fn message(i: usize) -> String {
    let (author, text) = if i.is_multiple_of(2) {
        ("b7eff798-f8df-4364-8059-649c35c9ed0c", "Hi! My parcel has not come yet. Can you tell me where it is?")
    } else {
        ("smith@example.com", "Hello, I have found your order. It left our warehouse this morning.")
    };
    format!(
        r#"{{"id":"K600PKZON8_{i}","custom_id":"31-0C-1C-07-DB-{:02}","type":"message","author_id":"{author}","created_at":"2026-11-22T10:{:02}:{:02}.010200Z","text":"{text}","visibility":"all"}}"#,
        i % 100,
        i / 60 % 60,
        i % 60
    )
}

fn note(i: usize) -> String {
    format!(
        r#"{{"id":"K600PKZON8_{i}","type":"system_message","created_at":"2026-11-22T10:{:02}:{:02}.010200Z","visibility":"all","text":"Chat was assigned to Agent Smith","system_message_type":"routing.assigned_inactive","text_vars":{{"agent":"Agent Smith"}}}}"#,
        i / 60 % 60,
        i % 60
    )
}

fn users() -> &'static str {
    r#"[{"id":"b7eff798-f8df-4364-8059-649c35c9ed0c","type":"customer","name":"Thomas Anderson","email":"t.anderson@example.com","email_verified":false,"statistics":{"chats_count":3,"threads_count":9,"visits_count":5},"created_at":"2026-10-11T15:19:21.010200Z","present":true,"events_seen_up_to":"2026-11-22T10:11:12.010200Z"},{"id":"smith@example.com","type":"agent","name":"Agent Smith","email":"smith@example.com","present":true,"events_seen_up_to":"2026-11-22T10:11:12.010200Z","avatar":"cdn.livechatinc.com/avatars/1.png","visibility":"all"}]"#
}

/// The payload of a webhook `incoming_chat` with so many events: with two about 1.5 kB.
pub fn incoming_chat(events: usize) -> String {
    let events: Vec<String> = (0..events).map(|i| if i % 8 == 7 { note(i) } else { message(i) }).collect();
    format!(
        r#"{{"chat":{{"id":"PJ0MRSHTDG","users":{},"properties":{{"routing":{{"continuous":false,"pinned":false}},"source":{{"client_id":"c5e4f61e1a6c3b1521b541bc5c5a2ac5"}}}},"access":{{"group_ids":[0]}},"thread":{{"id":"K600PKZON8","active":true,"user_ids":["b7eff798-f8df-4364-8059-649c35c9ed0c","smith@example.com"],"events":[{}],"properties":{{"routing":{{"idle":false,"last_transfer_timestamp":0}}}},"access":{{"group_ids":[0]}},"previous_thread_id":"K600PKZOM8","created_at":"2026-11-22T10:11:12.288340Z"}}}}}}"#,
        users(),
        events.join(",")
    )
}

/// A page of 100 chats, the answer of `agent/list_chats`: about 120 kB.
pub fn chats() -> String {
    let chats: Vec<String> = (0..100)
        .map(|i| {
            format!(
                r#"{{"id":"PJ0MRSH{i:03}","last_thread_summary":{{"id":"K600PKZ{i:03}","created_at":"2026-11-22T10:11:12.383000Z","user_ids":["smith@example.com","b7eff798-f8df-4364-8059-649c35c9ed0c"],"properties":{{"routing":{{"idle":false}}}},"active":false,"access":{{"group_ids":[0]}}}},"users":{},"last_event_per_type":{{"message":{{"thread_id":"K600PKZ{i:03}","thread_created_at":"2026-11-22T10:11:12.383000Z","event":{}}}}},"properties":{{"routing":{{"continuous":false}}}},"access":{{"group_ids":[0]}},"is_followed":false}}"#,
                users(),
                message(i)
            )
        })
        .collect();
    format!(
        r#"{{"chats_summary":[{}],"found_chats":1340,"next_page_id":"MTUxNzM5ODEzMTQ5Ng==","previous_page_id":"MTUxNzM5ODEzMTQ5Ng=="}}"#,
        chats.join(",")
    )
}
