//! Typed views of any JSON: no accessor fails, each agrees with the value as another reader has it, and nothing is shown.

use core::fmt::Debug;

use livechat_core::catalogue::{Push, Webhook};
use livechat_core::codec::{InputLimits, Json, JsonKind};
use livechat_core::data::{
    Access, Cart, Chat, ChatSummary, CustomEvent, Customer, Elements, Entries, Event, FileEvent, FilledFormEvent,
    FormEvent, FromJson, LastEvent, MessageEvent, Postback, PushPayload, RichMessageEvent, SystemEvent,
    SystemMessageEvent, Thread, ThreadSummary, User, VIEWS, Visit, WebhookPayload,
};
use serde_json::Value;

use super::{MARK, has_twins};

/// Which push and webhook; then the text.
pub fn typed(data: &[u8]) {
    let [which, text @ ..] = data else { return };
    let Ok(text) = core::str::from_utf8(text) else { return };
    let Ok(json) = Json::parse(text, InputLimits::default()) else { return };
    for view in [text_of(&Chat::from(json)), text_of(&Thread::from(json)), text_of(&Event::from(json))] {
        assert!(!view.contains(MARK), "{view}");
    }
    chat(&Chat::from(json));
    summary(&ChatSummary::from(json));
    thread(&Thread::from(json));
    event(&Event::from(json));
    user(&User::from(json));
    customer(&Customer::from(json));
    payloads(*which, json);
    fields(*which, json, text);
}

fn text_of(view: &impl Debug) -> String {
    format!("{view:?}")
}

/// Something that an accessor gives, looked at in whole.
trait Look {
    fn look(&self);
}

impl<T: Debug> Look for Option<T> {
    fn look(&self) {
        let _ = text_of(self);
    }
}

impl<'a, T: FromJson<'a> + Debug> Look for Elements<'a, T> {
    fn look(&self) {
        let raw = self.raw().map_or(0, |raw| raw.elements().count());
        let shown: Vec<String> = self.iter().map(|element| text_of(&element)).collect();
        assert!(shown.len() <= raw);
        assert_eq!(self.is_empty(), self.iter().next().is_none());
    }
}

impl<'a, T: FromJson<'a>> Look for Entries<'a, T> {
    fn look(&self) {
        let raw = self.raw().map_or(0, |raw| raw.members().count());
        let keys: Vec<_> = self.iter().map(|(key, _)| key).collect();
        assert!(keys.len() <= raw);
        // Of a key that stands twice the first counts, which may be of another type.
        let first = |key: &str| self.raw().and_then(|raw| raw.members().find(|(k, _)| k == key)).is_some();
        assert!(keys.iter().all(|key| first(key)));
    }
}

/// Calls all accessors of a view, which are as many as it has fields.
macro_rules! all {
    ($View:ident $view:expr; $($field:ident)+) => {{
        let names = [$(stringify!($field)),+];
        assert!(names.iter().map(|name| name.trim_end_matches('_')).eq($View::FIELDS.iter().copied()), "{names:?}");
        $( $view.$field().look(); )+
        assert!(!text_of($view).contains(MARK));
    }};
}

fn chat(view: &Chat<'_>) {
    all!(Chat view; id thread users properties access is_followed);
    view.thread().iter().for_each(thread);
    view.users().iter().for_each(|u| user(&u));
    view.properties().iter().for_each(|(namespace, values)| {
        assert!(view.properties().get(&namespace).is_some() || has_twins(view.raw().raw()));
        values.look();
    });
    view.access().iter().for_each(|access| all!(Access access; group_ids));
}

fn summary(view: &ChatSummary<'_>) {
    all!(ChatSummary view; id last_thread_summary last_thread_info users last_event_per_type properties access
        is_followed);
    for (_, last) in &view.last_event_per_type() {
        all!(LastEvent &last; thread_id thread_created_at event);
        last.event().iter().for_each(event);
    }
    for thread in view.last_thread_summary().iter().chain(&view.last_thread_info()) {
        all!(ThreadSummary thread; id created_at user_ids properties active access tags queue);
    }
}

fn thread(view: &Thread<'_>) {
    all!(Thread view; id active user_ids restricted_access events summary properties access tags queue queues_duration
        previous_thread_id next_thread_id previous_accessible_thread_id next_accessible_thread_id created_at
        customer_visit);
    let _ = view.created_at().and_then(|at| at.timestamp());
    view.events().iter().for_each(|e| event(&e));
}

fn event(view: &Event<'_>) {
    let _ = (view.id(), view.custom_id(), view.author_id(), view.visibility(), view.text(), view.deleted());
    let _ = (view.created_at().and_then(|at| at.timestamp()), view.form_id(), view.form_type());
    view.properties().look();
    match view {
        Event::Message(m) => {
            all!(MessageEvent m; id custom_id type_ author_id created_at visibility text postback properties deleted);
            m.postback().iter().for_each(|p| all!(Postback p; id thread_id event_id type_ value ecommerce));
        }
        Event::File(f) => {
            all!(FileEvent f; id custom_id type_ author_id created_at visibility properties name url thumbnail_url
            thumbnail2x_url content_type size width height alternative_text deleted);
        }
        Event::Form(f) => {
            all!(FormEvent f; id custom_id type_ author_id created_at visibility properties form_id form_type
            fields deleted);
        }
        Event::FilledForm(f) => {
            all!(FilledFormEvent f; id custom_id type_ author_id created_at visibility properties form_id form_type fields
                deleted);
            f.fields().iter().for_each(|field| {
                field.answer().look();
                field.answers().look();
            });
        }
        Event::RichMessage(r) => {
            all!(RichMessageEvent r; id custom_id type_ author_id created_at visibility properties template_id elements
                deleted);
            r.elements().iter().flat_map(|e| e.buttons()).for_each(|button| button.user_ids().look());
        }
        Event::Custom(c) => {
            all!(CustomEvent c; id custom_id type_ author_id created_at content visibility properties deleted);
        }
        Event::SystemMessage(s) => {
            all!(SystemMessageEvent s; id custom_id type_ created_at visibility text system_message_type text_vars);
        }
        Event::System(s) => {
            all!(SystemEvent s; id custom_id source type_ subtype version details created_at visibility);
        }
        Event::Unknown { tag, raw } => {
            assert_eq!(raw.get("type").and_then(|t| t.text()).unwrap_or_default(), *tag);
        }
        _ => {}
    }
}

fn user(view: &User<'_>) {
    let _ = (view.id(), view.name(), view.email(), view.present(), view.events_seen_up_to(), view.avatar());
    if let User::Customer(c) = view {
        customer(&Customer::from(c.raw()));
    }
}

fn customer(view: &Customer<'_>) {
    all!(Customer view; id type_ name email email_verified avatar phone_number created_at session_fields statistics visit
        last_visit agent_last_event_created_at customer_last_event_created_at chat_ids present events_seen_up_to followed
        online group_ids tickets state carts omnichannel address);
    view.session_fields().iter().for_each(|fields| fields.look());
    view.visit().iter().for_each(|v| all!(Visit v; started_at ended_at referrer ip user_agent geolocation last_pages));
    view.carts().iter().for_each(|c| {
        all!(Cart &c; store_uuid store_platform customer_signed_in subtotal total subtotal_usd total_usd currency items
            last_updated_at);
    });
}

/// Payloads of everything that the API sends on its own, and of what nobody knows.
fn payloads(which: u8, json: Json<'_>) {
    let push = Push::all().nth(usize::from(which) % Push::all().count()).expect("a push");
    let webhook = Webhook::all().nth(usize::from(which) % Webhook::all().count()).expect("a webhook");
    for payload in [PushPayload::of(push, json), PushPayload::named(push.name(), json), PushPayload::named(MARK, json)]
    {
        assert_eq!(payload.raw().raw(), json.raw());
        assert!(!text_of(&payload).contains(MARK));
    }
    for payload in [WebhookPayload::of(webhook, json), WebhookPayload::named(MARK, json)] {
        assert_eq!(payload.raw().raw(), json.raw());
        assert!(!text_of(&payload).contains(MARK));
    }
    if let PushPayload::AgentIncomingChat(payload) = PushPayload::named("agent/incoming_chat", json) {
        payload.chat().iter().for_each(chat);
    }
}

/// Each documented field of some views, by its name, is what another reader finds there.
fn fields(which: u8, json: Json<'_>, text: &str) {
    let view = Chat::from(json);
    let value = serde_json::from_str::<Value>(text).ok().filter(|_| !has_twins(text));
    let names = VIEWS.iter().skip(usize::from(which)).step_by(256).flat_map(|(_, fields)| *fields);
    for name in names {
        let found = view.get(name);
        if let Some(value) = &value {
            let there = value.as_object().and_then(|object| object.get(*name));
            assert_eq!(found.map(|found| serde_json::to_value(found).ok()), there.map(|there| Some(there.clone())));
        }
        let Some(found) = found else { continue };
        assert_eq!(found.text().is_some(), found.kind() == JsonKind::String);
        assert!(found.integer().is_none() || found.number().is_some());
        assert!(found.elements().next().is_none() || found.kind() == JsonKind::Array);
    }
}
