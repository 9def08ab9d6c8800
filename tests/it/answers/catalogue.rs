//! What the catalogue knows of answers, pushes and webhooks, and what reading makes of it.

use livechat_core::answer::{Frame, PushMessage, WebhookMessage};
use livechat_core::catalogue::{Api, Blame, ErrorType, Kind, Push, Type, Webhook};
use livechat_core::codec::{FaultCode, InputLimits};
use livechat_core::{Method, Transport, Version};

use super::response;

/// Names of the fields of a type in any version.
fn fields(ty: &Type) -> Vec<&'static str> {
    match ty {
        Type::Object(object) => object.fields.iter().map(|f| f.name).collect(),
        Type::Named(named) => match &named.kind {
            Kind::Object(object) => object.fields.iter().map(|f| f.name).collect(),
            Kind::Union { variants, .. } => variants.iter().flat_map(|v| fields(&Type::Named(v.ty))).collect(),
            _ => Vec::new(),
        },
        Type::OneOf(types) => types.iter().flat_map(fields).collect(),
        _ => Vec::new(),
    }
}

/// A field of that name tells of a failure, so no answer may have one that means something else.
#[test]
fn no_answer_has_a_field_called_error() {
    for method in Method::all() {
        assert!(!method.response().is_some_and(|r| fields(r).contains(&"error")), "{method}");
    }
}

/// Whether a method answers with names that others choose.
fn names_freely(method: Method) -> bool {
    match method.response() {
        Some(Type::Map(_)) => true,
        Some(Type::Named(named)) => matches!(named.kind, Kind::Map(..)),
        _ => false,
    }
}

/// A property, a namespace or a text of the widget may have the name `error`.
#[test]
fn a_name_that_others_chose_is_no_failure() {
    let free: Vec<Method> = Method::all().filter(|m| names_freely(*m)).collect();
    assert!(free.iter().any(|m| m.name() == "configuration/list_properties"));
    assert!(free.iter().any(|m| m.name() == "customer/get_localization"));
    for method in Method::all() {
        for (text, chosen) in [
            (r#"{"error": {"type": "string", "description": "What went wrong", "access": {}}}"#, true),
            (r#"{"error": "Something went wrong"}"#, true),
            (r#"{"error": {"type": "validation"}}"#, true),
            (r#"{"error": {"type": "validation", "message": "Wrong format"}}"#, false),
        ] {
            let good = chosen && names_freely(method);
            for status in [None, Some(200)] {
                assert_eq!(response(Some(method), status, text).outcome().is_ok(), good, "{method} {status:?} {text}");
            }
            assert!(response(Some(method), Some(400), text).outcome().is_err(), "{method} {text}");
            if method.versions_on(Transport::Rtm).is_empty() {
                continue;
            }
            for success in [true, false] {
                let action = method.action();
                let frame =
                    format!(r#"{{"action":"{action}","type":"response","success":{success},"payload":{text}}}"#);
                let frame = Frame::parse(method.api(), Version::DEFAULT, &frame, InputLimits::default()).expect("JSON");
                let Frame::Response(frame) = frame else { panic!("{method}") };
                assert_eq!(frame.outcome().is_ok(), success && good, "{method} {success} {text}");
            }
        }
    }
}

#[test]
fn every_error_type_has_something_to_blame() {
    for error in ErrorType::all() {
        assert_ne!(error.blame(), Blame::Unknown, "{error:?}");
    }
    let blamed = |blame| ErrorType::all().any(|e| e.blame() == blame);
    for blame in Blame::ALL.into_iter().filter(|b| *b != Blame::Unknown) {
        assert!(blamed(blame), "{blame}");
    }
}

#[test]
fn every_push_is_found_by_its_action() {
    for version in Version::ALL {
        for known in Push::all() {
            let api = if known.name().starts_with("agent/") { Api::Agent } else { Api::Customer };
            let text =
                format!(r#"{{"version":"{version}","action":"{}","type":"push","payload":{{}}}}"#, known.action());
            let push = PushMessage::parse(api, Version::DEFAULT, &text, InputLimits::default()).expect("JSON");
            assert_eq!(push.push(), Some(known));
            let unknown = push.warnings().iter().any(|w| w.pointer() == "/action");
            assert_eq!(unknown, !known.versions().contains(version), "{known:?} {version}");
            let causes = |m: &Method| m.pushes().iter().any(|(p, v)| *p == known && v.contains(version));
            assert!(push.caused_by().eq(Method::all().filter(causes)), "{known:?} {version}");
        }
    }
}

#[test]
fn every_webhook_is_found_by_its_action() {
    for version in Version::ALL {
        for known in Webhook::all() {
            let text = format!(r#"{{"secret_key":"s","action":"{}","payload":{{}}}}"#, known.name());
            let webhook = WebhookMessage::parse_unverified(version, &text, InputLimits::default()).expect("JSON");
            assert_eq!(webhook.webhook(), Some(known));
            let unknown = webhook.warnings().iter().any(|w| w.pointer() == "/action");
            assert_eq!(unknown, !known.versions().contains(version), "{known:?} {version}");
            let causes = |m: &Method| m.webhooks().iter().any(|(w, v)| *w == known && v.contains(version));
            assert!(webhook.caused_by().eq(Method::all().filter(causes)), "{known:?} {version}");
        }
    }
}

#[test]
fn every_method_on_rtm_is_found_by_its_action() {
    for version in Version::ALL {
        for method in Method::all() {
            let text = format!(r#"{{"action":"{}","type":"response","success":true}}"#, method.action());
            let frame = Frame::parse(method.api(), version, &text, InputLimits::default()).expect("JSON");
            let Frame::Response(response) = frame else { panic!("{method}") };
            let on_rtm = method.transports().any(|t| t == Transport::Rtm);
            assert_eq!(response.method(), on_rtm.then_some(method));
            let unknown = response.warnings().iter().any(|w| w.code() == FaultCode::NotAllowedValue);
            assert_eq!(unknown, !method.versions_on(Transport::Rtm).contains(version), "{method} {version}");
        }
    }
}
