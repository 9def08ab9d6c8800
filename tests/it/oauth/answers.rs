//! Answers of the accounts service: what is read, what is kept, and what an error asks for.

use livechat_core::oauth::{
    AccountsError, EntityId, ErrorName, Operation, Remedy, Shape, TokenAnswer, TransferAnswer, read_revoked,
};
use livechat_core::policy::TokenKind;
use livechat_core::request::Credentials;
use livechat_core::{Method, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn full() -> Value {
    json!({
        "access_token": "dal:test_YTJQ6GDVgQf8kQDPw", "account_id": "b7eff798-f8df-4364-8059-649c35c9ed0c",
        "client_id": "9cbf3a968289727cb3cdfe83ab1d9836", "expires_in": 28_800,
        "organization_id": "390e44e6-f1e6-0368-86dd-74a14508c2ef", "refresh_token": "test_gfalskcakg2347o8326",
        "scope": "chats--all:ro,chats--access:rw", "token_type": "Bearer"
    })
}

fn read(operation: Operation, status: u16, body: &Value) -> Result<TokenAnswer, AccountsError> {
    TokenAnswer::read(operation, status, body.to_string().as_bytes())
}

#[test]
fn an_answer_is_a_token() {
    let answer = read(Operation::Exchange, 200, &full()).expect("an answer");
    assert_eq!(answer.access_token().expose(), "dal:test_YTJQ6GDVgQf8kQDPw");
    // What signing in brings is what requests are made with.
    let credentials = Credentials::Bearer(answer.access_token().clone());
    assert_eq!(credentials.header_value(), "Bearer dal:test_YTJQ6GDVgQf8kQDPw");
    assert_eq!(answer.refresh_token().expect("a token").expose(), "test_gfalskcakg2347o8326");
    assert_eq!(answer.account_id().expect("an ID").as_str(), "b7eff798-f8df-4364-8059-649c35c9ed0c");
    assert_eq!(answer.organization_id().expect("an ID").as_str(), "390e44e6-f1e6-0368-86dd-74a14508c2ef");
    assert_eq!(answer.client_id().expect("an ID").as_str(), "9cbf3a968289727cb3cdfe83ab1d9836");
    assert_eq!((answer.token_type(), answer.expires_in()), (Some("Bearer"), Some(28_800)));
    assert_eq!(answer.scopes().expect("scopes").collect::<Vec<_>>(), ["chats--all:ro", "chats--access:rw"]);
    assert!(answer.mistyped().is_empty() && answer.other().next().is_none());

    let received = Timestamp::from_seconds(1_000);
    let token = answer.token(received);
    assert_eq!((token.kind(), token.expires_at()), (Some(TokenKind::Oauth), answer.expires_at(received)));
    assert_eq!(token.expires_at(), Some(Timestamp::from_seconds(29_800)));
    assert!(token.allows(Method::AGENT_LIST_CHATS) && !token.allows(Method::AGENT_BAN_CUSTOMER));
}

#[test]
fn scopes_come_in_several_writings() {
    for scope in [json!("a,b"), json!("a b"), json!(" a ,\tb,"), json!(["a", "b"]), json!(["a b"])] {
        let answer = read(Operation::Inspect, 200, &json!({"access_token": "t", "scope": scope})).expect("an answer");
        assert_eq!(answer.scopes().expect("scopes").collect::<Vec<_>>(), ["a", "b"], "{scope}");
        let answer = read(Operation::Inspect, 200, &json!({"access_token": "t", "scopes": scope})).expect("an answer");
        assert_eq!(answer.scopes().expect("scopes").collect::<Vec<_>>(), ["a", "b"], "{scope}");
    }
    let answer = read(Operation::Inspect, 200, &json!({"access_token": "t"})).expect("an answer");
    assert!(answer.scopes().is_none());
    assert!(!answer.token(Timestamp::from_seconds(0)).allows(Method::AGENT_LIST_CHATS));
}

#[test]
fn a_customers_token_calls_the_customers_api() {
    let body = json!({"access_token": "dal:t", "entity_id": "bf18d1a8", "expires_in": 28_800, "license_id": 2_491_303});
    let answer = read(Operation::CustomerInspect, 200, &body).expect("an answer");
    assert_eq!((answer.entity_id().map(EntityId::as_str), answer.license_id()), (Some("bf18d1a8"), Some(2_491_303)));
    let token = answer.token(Timestamp::from_seconds(0));
    assert_eq!(token.kind(), Some(TokenKind::Customer));
    assert!(token.allows(Method::CUSTOMER_SEND_EVENT) && !token.allows(Method::AGENT_SEND_EVENT));
}

#[test]
fn a_token_is_never_lost_to_a_lesser_field() {
    let body = r#"{"access_token":"t","refresh_token":7,"expires_in":"28800","scope":{"a":1},"account_id":["x"],
        "organization_id":"../x","license_id":-1,"client_id":null,"entity_id":"\ud800","new":{"deep":[1.50]}}"#;
    let answer = TokenAnswer::read(Operation::Refresh, 200, body.as_bytes()).expect("an answer");
    assert_eq!(
        answer.mistyped(),
        ["/refresh_token", "/account_id", "/organization_id", "/entity_id", "/expires_in", "/license_id", "/scope"]
    );
    assert_eq!(answer.expires_at(Timestamp::from_seconds(0)), None);
    let other: Vec<_> = answer.other().collect();
    assert_eq!(other[0], ("refresh_token", "7"));
    assert_eq!(other.last(), Some(&("new", r#"{"deep":[1.50]}"#)));
    assert!(!other.iter().any(|(key, _)| *key == "client_id" || *key == "access_token"));
    // Times have an end.
    let body = json!({"access_token": "t", "expires_in": u64::MAX});
    let answer = read(Operation::Refresh, 200, &body).expect("an answer");
    assert_eq!(answer.expires_at(Timestamp::from_seconds(0)).map(Timestamp::micros), Some(i64::MAX));
}

#[test]
fn an_answer_without_its_token_is_an_error() {
    for body in [
        json!({}),
        json!({"access_token": null}),
        json!({"access_token": 1}),
        json!({"access_token": ""}),
        json!({"access_token": "a\r\nb"}),
    ] {
        let error = read(Operation::Exchange, 200, &body).expect_err("no token");
        assert_eq!((error.shape(), error.pointer()), (Shape::BadAnswer, Some("/access_token")), "{body}");
        assert_eq!(error.body(), body.to_string().as_bytes());
    }
    let large = vec![b' '; 300_000];
    for (body, shape) in [
        (&b""[..], Shape::NotJson),
        (b"<html>sign in</html>", Shape::NotJson),
        (b"\xff", Shape::NotJson),
        (b"[]", Shape::OtherJson),
        (br#"{"access_token":"a","access_token":"b"}"#, Shape::DuplicateKey),
        (&large, Shape::TooLarge),
    ] {
        let error = TokenAnswer::read(Operation::Exchange, 200, body).expect_err("no answer");
        assert_eq!((error.shape(), error.remedy()), (shape, Remedy::Stop));
        assert_eq!(error.body().len(), body.len().min(256 * 1024));
    }
    // The body decides first, and a token in an error is none.
    let mut body = full();
    assert_eq!(read(Operation::Exchange, 500, &body).expect_err("an error").shape(), Shape::OtherJson);
    body["error"] = json!("server_error");
    assert_eq!(read(Operation::Exchange, 200, &body).expect_err("an error").known(), Some(ErrorName::ServerError));
}

#[test]
fn errors_are_read_in_their_writings() {
    let body = json!({
        "error": "invalid_request", "error_description": "Malformed.", "sub_error": null, "request_id": "5903c51b",
        "invalid_fields": {"name": "is required", "x": 1}
    });
    let error = read(Operation::Exchange, 422, &body).expect_err("an error");
    assert_eq!((error.status(), error.shape(), error.name()), (422, Shape::Error, Some("invalid_request")));
    assert_eq!((error.description(), error.sub_error()), (Some("Malformed."), None));
    assert_eq!(error.request_id(), Some("5903c51b"));
    assert_eq!(error.invalid_fields().collect::<Vec<_>>(), [("name", "is required")]);
    for body in [
        json!({"oauth_exception": "unauthorized_client", "exception_description": "No."}),
        json!({"identity_exception": "unauthorized_client", "description": "No."}),
        json!({"error": {"type": "unauthorized_client", "message": "No."}}),
    ] {
        let error = read(Operation::CustomerToken, 401, &body).expect_err("an error");
        assert_eq!((error.known(), error.description()), (Some(ErrorName::UnauthorizedClient), Some("No.")), "{body}");
    }
    let error = read(Operation::Inspect, 404, &json!({"error": "brand_new"})).expect_err("an error");
    assert_eq!((error.shape(), error.name(), error.known()), (Shape::Error, Some("brand_new"), None));
    let error = read(Operation::Inspect, 404, &json!({"message": "no Route"})).expect_err("an error");
    assert_eq!((error.shape(), error.name()), (Shape::OtherJson, None));
}

#[test]
fn an_error_says_what_to_do() {
    use Operation as O;
    use Remedy as R;
    for (operation, status, name, expected) in [
        // A refresh token or a code is dead.
        (O::Refresh, 401, "invalid_grant", R::SignInAgain),
        (O::Refresh, 401, "unauthorized_client", R::SignInAgain),
        (O::Refresh, 401, "unauthorized", R::SignInAgain),
        (O::Exchange, 401, "unauthorized_client", R::SignInAgain),
        (O::Refresh, 401, "", R::SignInAgain),
        (O::Refresh, 401, "invalid_client", R::FixRequest),
        (O::Refresh, 500, "server_error", R::RetryLater),
        (O::Refresh, 429, "temporarily_unavailable", R::RetryLater),
        (O::Refresh, 429, "", R::RetryLater),
        (O::Refresh, 503, "", R::RetryLater),
        (O::Inspect, 401, "unauthorized", R::NewToken),
        (O::Inspect, 401, "", R::NewToken),
        (O::CustomerToken, 401, "unauthorized_client", R::FixRequest),
        (O::CustomerToken, 403, "access_denied", R::Stop),
        (O::Revoke, 404, "resource_not_found", R::NothingToDo),
        (O::Revoke, 404, "", R::NothingToDo),
        (O::CustomerRevoke, 404, "", R::NothingToDo),
        (O::Inspect, 404, "resource_not_found", R::FixRequest),
        (O::Exchange, 422, "invalid_request", R::FixRequest),
        (O::Exchange, 403, "missing_grant", R::AskConsent),
        (O::Exchange, 403, "traffic_blocked", R::Stop),
        (O::Exchange, 400, "brand_new", R::FixRequest),
    ] {
        let body = if name.is_empty() { json!({"x": 1}) } else { json!({"error": name}) };
        let error = read(operation, status, &body).expect_err("an error");
        assert_eq!(error.remedy(), expected, "{operation} {status} {name}");
        assert!(error.to_string().contains(expected.advice()));
    }
    let body = json!({"error": "access_denied", "sub_error": "insufficient_scope"});
    assert_eq!(read(O::CustomerToken, 403, &body).expect_err("an error").remedy(), R::FixRequest);
}

#[test]
fn a_revocation_has_nothing_in_it() {
    for body in ["", " \n", "{}"] {
        assert_eq!(read_revoked(Operation::Revoke, 200, body.as_bytes()), Ok(()));
    }
    for (status, body) in [(200, "<html>"), (404, ""), (404, "{}"), (200, r#"{"error":"server_error"}"#)] {
        assert!(read_revoked(Operation::Revoke, status, body.as_bytes()).is_err(), "{status} {body}");
    }
}

#[test]
fn a_transfer_token_is_read() {
    let answer =
        TransferAnswer::read(200, br#"{"identity_transfer_token":"dal:t","expires_in":3600}"#).expect("an answer");
    assert_eq!((answer.transfer_token().expose(), answer.expires_in()), ("dal:t", Some(3_600)));
    let error = TransferAnswer::read(200, br#"{"access_token":"t"}"#).expect_err("another answer");
    assert_eq!(error.pointer(), Some("/identity_transfer_token"));
}

/// Each name is read back as itself and has advice of its own kind.
#[test]
fn every_documented_name_is_known() {
    for name in ErrorName::ALL {
        assert_eq!(name.as_str().parse(), Ok(name));
        let error = read(Operation::Exchange, 400, &json!({"error": name.as_str()})).expect_err("an error");
        assert_eq!(error.known(), Some(name));
        assert!(!error.advice().is_empty());
    }
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..120), status in 100u16..600) {
        for operation in Operation::ALL {
            prop_assert!(TokenAnswer::read(operation, status, &bytes).is_err());
        }
    }

    #[test]
    fn unknown_fields_are_kept_to_the_digit(key in "[a-z]{1,3}[0-9]", number in "-?[1-9][0-9]{0,30}(\\.[0-9]{1,20})?") {
        let body = format!(r#"{{"{key}": {number}, "access_token": "t"}}"#);
        let answer = TokenAnswer::read(Operation::Inspect, 200, body.as_bytes()).expect("an answer");
        prop_assert_eq!(answer.other().collect::<Vec<_>>(), [(key.as_str(), number.as_str())]);
    }
}
