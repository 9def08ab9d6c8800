//! What can't be sent is refused at the end, if not by the compiler; what the catalogue doesn't know goes through as
//! an extra only.

use livechat_core::Version;
use livechat_core::catalogue::Method;
use livechat_core::codec::FaultCode;
use livechat_core::data::Event;
use livechat_core::request::parts::*;
use livechat_core::request::{JsonText, RequestError, agent, configuration};

use super::{everywhere, json, refused};

#[test]
fn what_only_the_whole_shows_is_refused_at_the_end() {
    refused(Version::V3_6, agent::ListChats::new().limit(101), &[(FaultCode::OutOfRange, "/limit")]);
    refused(Version::V3_6, agent::ListChats::new().limit(5).page_id("x"), &[(FaultCode::ExcludedBy, "/limit")]);
    refused(
        Version::V3_6,
        agent::SendEvent::new("C1", NewEvent::file("not a url")),
        &[(FaultCode::BadFormat, "/event/url")],
    );
    refused(
        Version::V3_6,
        agent::ListThreads::new("C1").filters(
            agent::ListThreadsFilters::new().from(Event::from(json(r#"{"created_at":"x"}"#)).created_at().unwrap()),
        ),
        &[(FaultCode::BadFormat, "/filters/from")],
    );
    // A number that JSON can't have.
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let product = agent::SendRichMessagePostbackPostbackEcommerce::new("P1").quantity(number);
        let postback = agent::SendRichMessagePostbackPostback::new("a", true).ecommerce(product);
        refused(
            Version::V3_6,
            agent::SendRichMessagePostback::new("C1", "T1", "E1", postback),
            &[(FaultCode::WrongType, "/postback/ecommerce/quantity")],
        );
    }
    // A value, and a method, that the version lacks.
    let ecommerce = NewRichMessageEvent::new(RichMessageTemplate::Ecommerce);
    refused(
        Version::V3_4,
        agent::SendEvent::new("C1", ecommerce),
        &[(FaultCode::NotAllowedValue, "/event/template_id")],
    );
    let preview = agent::SendEventPreview::new("C1", NewMessageEvent::new("Hel"));
    assert!(matches!(
        preview.at(Version::V3_5),
        Err(RequestError::UnsupportedVersion { method: Method::AGENT_SEND_EVENT_PREVIEW, version: Version::V3_5 })
    ));
    // Of a field that is set twice, and of a key that comes twice, the later counts.
    everywhere(agent::GetChat::new("C1").thread_id("T1").thread_id("T2"), r#"{"chat_id":"C1","thread_id":"T2"}"#);
    let twice = [("ns", vec![("a", JsonText::from(1)), ("a", JsonText::from(2))]), ("ns", vec![("b", false.into())])];
    everywhere(agent::UpdateChatProperties::new("C1", twice), r#"{"id":"C1","properties":{"ns":{"b":false}}}"#);
}

#[test]
fn extras_pass_with_a_warning_and_nothing_else_does() {
    let send = |event: NewMessageEvent| agent::SendEvent::new("C1", event);
    let mood = JsonText::parse(r#"{"a/b": [1.0]}"#).unwrap();
    let call = send(NewMessageEvent::new("Hi").extra("mood", mood.clone())).extra("a~/b", true);
    let request = call.clone().at(Version::V3_6).unwrap();
    assert_eq!(
        request.body(),
        r#"{"chat_id":"C1","event":{"type":"message","text":"Hi","mood":{"a/b":[1.0]}},"a~/b":true}"#
    );
    let warned: Vec<_> = request.warnings().iter().map(|w| (w.code(), w.pointer())).collect();
    assert_eq!(warned, [(FaultCode::UnknownField, "/event/mood"), (FaultCode::UnknownField, "/a~0~1b")]);
    // A field that the version lacks stays a fault beside extras.
    let hours = WorkScheduler::new().schedule([WorkShift::new(Weekday::Monday, true, "08:30", "14:30")]);
    let update = configuration::UpdateAgent::new("smith@example.com").work_scheduler(hours).extra("mood", mood.clone());
    assert!(
        update.at(Version::V3_4).is_err_and(|e| e.to_string().contains("unknown_field at /work_scheduler/schedule"))
    );
    // What an extra says of a known field is judged, and what stands inside of an extra is the extra's.
    refused(Version::V3_6, call.extra("attach_to_last_thread", 1), &[(FaultCode::WrongType, "/attach_to_last_thread")]);
    let inside = agent::ListChats::new().extra("filters", JsonText::parse(r#"{"mood": 1}"#).unwrap());
    assert_eq!(inside.at(Version::V3_6).unwrap().warnings()[0].pointer(), "/filters/mood");
    let beside = agent::ListChats::new().extra("filter", mood).filters(agent::ListChatsFilters::new().active(true));
    assert!(beside.at(Version::V3_5).is_err_and(|e| e.to_string().contains("unknown_field at /filters/active")));
    // More extras than a request lists warnings for can't be told from mistakes.
    let many = (0..150).fold(agent::ListChats::new(), |call, i| call.extra(format!("x{i}"), true));
    assert!(many.at(Version::V3_6).is_err());
}

#[test]
fn debug_shows_no_content() {
    let login = agent::Login::new("Bearer hush");
    let event = NewEvent::message("hush");
    let id: GroupIdOrAgentId = "hush".into();
    let text = JsonText::string("hush");
    assert_eq!(
        format!("{login:?} {event:?} {id:?} {text:?}"),
        "Login(1 fields) NewEvent(2 fields) GroupIdOrAgentId::AgentId JsonText(6 bytes)"
    );
    let fault = agent::Login::new("hush").timezone("x").extra("mood", true).at(Version::V3_6).unwrap();
    assert!(!format!("{fault:?}").contains("hush"));
}
