//! Views on answers as the API gives them, in the forms of 3.4 and 3.6: what is documented has its type, what isn't
//! is kept.

use livechat_core::catalogue::{NamedType, Type};
use livechat_core::codec::{Json, compare};
use livechat_core::data::{
    Chat, Event, FormFieldType, RichMessageTemplate, TextOrFormOption, TextOrInteger, User, Visibility,
};
use livechat_core::{Timestamp, Version};

use super::json;

/// JSON that is all as the catalogue documents a type.
pub(super) fn documented<'a>(name: &str, version: Version, text: &'a str) -> Json<'a> {
    let ty = Type::Named(NamedType::from_name(name).unwrap());
    assert_eq!(compare(&ty, version, json(text)), [], "{name}");
    json(text)
}

pub(super) const CHAT: &str = r#"{
    "id": "PJ0MRSHTDG", "is_followed": true, "access": {"group_ids": [0, 19]},
    "properties": {"routing": {"continuous": true, "score": 1.50},
    "source": {"client_id": "c5e4f61e1a6c3b1521b541bc5c5a2ac5"}},
    "users": [
        {"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer", "name": "Ann \u017b",
        "email": "ann@example.com", "present": true,
         "created_at": "2026-11-02T19:19:50.625101Z", "events_seen_up_to": "2026-11-22T10:15:30.000001Z",
         "session_fields": [{"plan": "gold"}, {"cart": "3"}], "statistics": {"chats_count": 2,
         "last_visit_started_at": "2026-11-22T10:00:00Z"},
         "visit": {"started_at": "2026-11-22T10:00:00Z", "ip": "203.0.113.7", "user_agent": "Mozilla/5.0",
         "geolocation": {"country": "Poland", "country_code": "PL", "latitude": "51.1"},
             "last_pages": [{"opened_at": "2026-11-22T10:01:00Z", "url": "https://example.com/", "title": "Shop"}]},
         "carts": [{"store_uuid": "d0b2a5e2-9ed1-4a0a-9c1b-6e9a1a1f6f70", "store_platform": "shopify",
         "customer_signed_in": false, "subtotal": 10, "total": 12.3,
             "subtotal_usd": 11, "total_usd": 13.5, "currency": "EUR", "items": [{"id": 1, "quantity": 2,
             "variant_id": 3}], "last_updated_at": "2026-11-22T10:02:00Z"}],
         "address": {"city": "Wroclaw"}, "omnichannel": {"twilio": [{"phone_number": "+48123456789"}]}},
        {"id": "smith@example.com", "type": "agent", "name": "Smith", "email": "smith@example.com", "present": false,
        "avatar": "cdn.example.com/s.png", "visibility": "all"}
    ],
    "thread": {
        "id": "K600PKZON8", "active": false, "user_ids": ["b7eff798-f8df-4364-8059-649c35c9ed0c",
        "smith@example.com"], "created_at": "2026-11-22T10:03:00Z",
        "tags": ["refund"], "access": {"group_ids": [0]}, "previous_thread_id": "K600PKZON7", "queue": {"position": 1,
        "wait_time": 30, "queued_at": "2026-11-22T10:03:01Z"},
        "summary": {"status": "ok", "text": "- Wants a refund", "updated_at": "2026-11-22T11:00:00Z"},
        "events": [
            {"id": "E1", "type": "filled_form", "author_id": "b7eff798-f8df-4364-8059-649c35c9ed0c",
            "created_at": "2026-11-22T10:03:00.000001Z", "form_id": "1002", "form_type": "prechat", "fields": [
                {"id": "1", "type": "name", "label": "Name", "answer": "Ann"},
                {"id": "2", "type": "radio", "label": "Topic", "answer": {"id": 2, "label": "Refunds"}},
                {"id": "3", "type": "checkbox", "label": "Shops", "answers": [{"id": "0", "label": "Berlin"},
                {"id": "1", "label": "Paris"}]}]},
            {"id": "E2", "type": "message", "author_id": "b7eff798-f8df-4364-8059-649c35c9ed0c",
            "created_at": "2026-11-22T10:04:00Z", "visibility": "all", "text": "Hi \"there\"",
             "postback": {"id": "action_yes", "thread_id": "K600PKZON8", "event_id": "E0", "type": "message",
             "value": "yes"}},
            {"id": "E3", "type": "file", "author_id": "smith@example.com", "created_at": "2026-11-22T10:05:00Z",
            "name": "a.png", "url": "https://cdn.example.com/a.png", "content_type": "image/png", "size": 1024,
            "width": 8, "height": 4},
            {"id": "E4", "type": "rich_message", "author_id": "smith@example.com",
            "created_at": "2026-11-22T10:06:00Z", "template_id": "quick_replies", "elements": [
                {"title": "Sure?", "buttons": [{"text": "Yes", "type": "message", "value": "yes",
                "postback_id": "action_yes", "user_ids": ["b7eff798-f8df-4364-8059-649c35c9ed0c"]}]}]},
            {"id": "E5", "type": "custom", "author_id": "smith@example.com", "created_at": "2026-11-22T10:07:00Z",
            "visibility": "agents", "content": {"note": {"deep": [1]}}},
            {"id": "E6", "type": "form", "created_at": "2026-11-22T10:08:00Z", "form_id": "7",
            "fields": [{"type": "select", "id": "1", "label": "Which?", "required": true, "options": [{"id": "0",
            "label": "This"}]}]},
            {"id": "E7", "type": "system_message", "created_at": "2026-11-22T10:09:00Z", "text": "Chat archived",
            "system_message_type": "manual_archived_agent", "text_vars": {"agent": "Smith"}},
            {"id": "E8", "type": "system", "created_at": "2026-11-22T10:10:00Z", "source": "cdp",
            "subtype": "store_order_was_created", "version": 1, "details": "{\"order\":1}"}
        ]
    }
}"#;

#[test]
fn a_chat_is_read_with_everything_in_it() {
    let chat = Chat::from(documented("Chat", Version::V3_6, CHAT));
    assert!(chat.id().is_some_and(|id| id == "PJ0MRSHTDG"));
    assert_eq!(chat.is_followed(), Some(true));
    assert!(chat.access().unwrap().group_ids().iter().map(livechat_core::data::GroupId::get).eq([0, 19]));
    let routing = chat.properties().get("routing").unwrap();
    assert_eq!(routing.get("continuous").and_then(|v| v.boolean()), Some(true));
    assert_eq!(routing.get("score").map(|v| v.raw()), Some("1.50"));
    assert!(chat.properties().iter().map(|(namespace, _)| namespace).eq(["routing", "source"]));

    let users: Vec<User> = chat.users().iter().collect();
    let [User::Customer(customer), User::Agent(agent)] = &users[..] else { panic!("{users:?}") };
    assert_eq!(customer.name().as_deref(), Some("Ann \u{17b}"));
    assert_eq!(users[0].name(), customer.name());
    assert_eq!(users[1].id().map(|id| id.as_str().to_owned()), agent.id().map(|id| id.to_string()));
    assert_eq!(customer.events_seen_up_to().unwrap().as_str(), "2026-11-22T10:15:30.000001Z");
    assert_eq!(customer.events_seen_up_to().unwrap().timestamp(), Some(Timestamp::from_micros(1_795_342_530_000_001)));
    let plan: Vec<_> = customer.session_fields().iter().filter_map(|f| f.get("plan")).collect();
    assert_eq!(plan, ["gold"]);
    assert_eq!(customer.statistics().and_then(|s| s.chats_count()), Some(2));
    let visit = customer.visit().unwrap();
    assert!(visit.geolocation().and_then(|g| g.country_code()).is_some_and(|c| c == "PL"));
    assert!(visit.last_pages().iter().filter_map(|p| p.title()).eq(["Shop"]));
    let cart = customer.carts().iter().next().unwrap();
    assert_eq!((cart.total(), cart.customer_signed_in()), (Some(12.3), Some(false)));
    assert_eq!(cart.items().iter().next().and_then(|i| i.quantity()), Some(2.0));
    assert_eq!(customer.address().and_then(|a| a.city()).as_deref(), Some("Wroclaw"));
    let twilio = customer.omnichannel().unwrap().twilio().iter().next().unwrap();
    assert_eq!(twilio.get("phone_number").and_then(|p| p.text()).as_deref(), Some("+48123456789"));
    assert_eq!((agent.present(), agent.visibility()), (Some(false), Some(Visibility::All)));

    let thread = chat.thread().unwrap();
    assert_eq!((thread.active(), thread.queue().and_then(|q| q.position())), (Some(false), Some(1)));
    assert!(thread.tags().iter().eq(["refund"]));
    assert_eq!(thread.summary().and_then(|s| s.text()).as_deref(), Some("- Wants a refund"));
    assert!(thread.next_thread_id().is_none());
}

#[test]
fn each_kind_of_event_has_its_view() {
    let chat = Chat::from(json(CHAT));
    let events: Vec<Event> = chat.thread().unwrap().events().into_iter().collect();
    let ids: Vec<String> = events.iter().filter_map(Event::id).map(|id| id.to_string()).collect();
    assert_eq!(ids, ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"]);
    let [
        Event::FilledForm(filled),
        Event::Message(message),
        Event::File(file),
        Event::RichMessage(rich),
        Event::Custom(custom),
        Event::Form(form),
        Event::SystemMessage(line),
        Event::System(system),
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    let answers: Vec<_> = filled.fields().iter().map(|f| f.answer()).collect();
    assert!(matches!(&answers[0], Some(TextOrFormOption::Text(text)) if text == "Ann"));
    let Some(TextOrFormOption::FormOption(option)) = &answers[1] else { panic!() };
    assert!(matches!(option.id(), Some(TextOrInteger::Integer(2))));
    assert!(answers[2].is_none());
    assert!(filled.fields().iter().flat_map(|f| f.answers()).filter_map(|a| a.label()).eq(["Berlin", "Paris"]));

    assert_eq!(message.text().as_deref(), Some("Hi \"there\""));
    assert!(message.postback().and_then(|p| p.event_id()).is_some_and(|id| id == "E0"));
    assert!(message.author_id() == events[1].author_id() && message.author_id().is_some());
    assert_eq!(
        (file.size(), file.width(), file.url().map(|u| u.to_string())),
        (Some(1024), Some(8), Some("https://cdn.example.com/a.png".into()))
    );
    assert_eq!(rich.template_id(), Some(RichMessageTemplate::QuickReplies));
    let button = rich.elements().iter().flat_map(|e| e.buttons()).next().unwrap();
    assert_eq!(button.postback_id().as_deref(), Some("action_yes"));
    assert_eq!(button.user_ids().iter().count(), 1);
    assert_eq!(custom.visibility(), Some(Visibility::Agents));
    assert_eq!(custom.content().get("note").map(|n| n.raw()), Some(r#"{"deep": [1]}"#));
    assert!(form.author_id().is_none());
    assert_eq!(form.fields().iter().next().and_then(|f| f.type_()), Some(FormFieldType::Select));
    assert_eq!(line.system_message_type().as_deref(), Some("manual_archived_agent"));
    assert_eq!(line.text_vars().get("agent").and_then(|a| a.text()).as_deref(), Some("Smith"));
    assert_eq!((system.version(), system.details().as_deref()), (Some(1), Some(r#"{"order":1}"#)));
    // What several kinds share is read without asking for the kind.
    assert_eq!(events.iter().filter(|e| e.author_id().is_some()).count(), 5);
    assert!(events.iter().filter_map(Event::text).eq(["Hi \"there\"", "Chat archived"]));
}

#[test]
fn what_is_not_known_is_kept() {
    let text = r#"{
        "id": 7, "users": [null, 5, {"type": "robot", "id": "R2", "name": "R2", "beeps": 12.0}, {"id": "x"}],
        "properties": [], "mood": {"a": null},
        "thread": {"active": "yes", "created_at": "long ago", "user_ids": ["a", 1, "b"], "events": {"0": {}},
        "access": {"group_ids": ["0", 1]}}
    }"#;
    let chat = Chat::from(json(text));
    assert!(chat.id().is_none());
    assert_eq!(chat.get("id").and_then(|id| id.integer()), Some(7));
    assert_eq!(chat.get("mood").map(|m| m.raw()), Some(r#"{"a": null}"#));
    assert!(chat.is_followed().is_none() && chat.access().is_none());
    assert_eq!(chat.raw().raw(), text);
    // Users that are none are passed over; the raw list has them.
    let users: Vec<User> = chat.users().into_iter().collect();
    assert_eq!(users.len(), 2);
    assert_eq!(chat.users().raw().map(|r| r.elements().count()), Some(4));
    let User::Unknown { tag, raw } = &users[0] else { panic!("{users:?}") };
    assert_eq!((tag.as_ref(), raw.get("beeps").map(|b| b.raw())), ("robot", Some("12.0")));
    assert_eq!(users[0].name().as_deref(), Some("R2"));
    assert!(matches!(&users[1], User::Unknown { tag, .. } if tag.is_empty()));
    // A list that is none is empty, and still there.
    assert!(chat.properties().is_empty() && chat.properties().raw().is_some());
    let thread = chat.thread().unwrap();
    assert!(thread.active().is_none());
    let created = thread.created_at().unwrap();
    assert_eq!((created.as_str(), created.timestamp()), ("long ago", None));
    assert!(thread.user_ids().iter().eq(["a", "b"]));
    assert!(thread.events().is_empty() && thread.tags().raw().is_none());
    assert!(thread.access().unwrap().group_ids().iter().map(livechat_core::data::GroupId::get).eq([1]));

    let event = Event::from(json(
        r#"{"id": "E", "type": "hologram", "visibility": "aliens", "created_at": "2026-11-22T10:15:30Z",
            "depth": 1e2}"#,
    ));
    let Event::Unknown { tag, raw } = &event else { panic!() };
    assert_eq!((tag.as_ref(), raw.get("depth").map(|d| d.raw())), ("hologram", Some("1e2")));
    assert_eq!(event.visibility(), Some(Visibility::Unknown("aliens".into())));
    assert_eq!(event.visibility().unwrap().as_str(), "aliens");
    assert!(event.id().is_some() && event.created_at().and_then(|t| t.timestamp()).is_some());
    // Nothing that isn't an object is a view of one, and yet a view of it harms nobody.
    assert!(Chat::from(json("[1]")).thread().is_none());
    assert!(Chat::from(Json::NULL).users().is_empty());
    // Among lists and maps, what is none is passed over.
    let chat = Chat::from(json(
        r#"{"properties": {"a": 5, "b": {"c": null}},
            "users": [{"type": "customer", "session_fields": [[], {"x": "y"}]}]}"#,
    ));
    assert!(chat.properties().iter().map(|(namespace, _)| namespace).eq(["b"]));
    assert!(chat.properties().get("a").is_none());
    assert_eq!(chat.properties().get("b").and_then(|b| b.get("c")).map(|c| c.is_null()), Some(true));
    let Some(User::Customer(customer)) = chat.users().iter().next() else { panic!() };
    assert_eq!(customer.session_fields().iter().count(), 1);
}

#[test]
fn debug_shows_names_and_sizes() {
    let chat = Chat::from(json(
        r#"{"id": "PJ0MRSHTDG", "properties": {"a": {"b": "hush"}}, "thread": {"events": [{"type": "message",
            "text": "hush"}]}}"#,
    ));
    let thread = chat.thread().unwrap();
    let event = thread.events().iter().next().unwrap();
    let shown = format!("{chat:?} {:?} {:?} {thread:?} {event:?}", chat.properties(), thread.events());
    assert_eq!(shown, "Chat(129 bytes) Entries(20 bytes) Elements(49 bytes) Thread(61 bytes) Event(47 bytes)");
    let values = json(r#"{"default_value": "hush"}"#);
    let definition = livechat_core::data::PropertyDefinition::from(values);
    assert_eq!(format!("{:?}", definition.default_value()), "Some(TextOrIntegerOrBoolean::Text)");
}
