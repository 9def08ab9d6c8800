//! What comes back from signing in, and what somebody else sends in its place.

use livechat_core::oauth::{RedirectError, Remedy, State, read_code, read_error_page, read_implicit};
use livechat_core::policy::TokenKind;
use livechat_core::{Method, Timestamp};
use proptest::prelude::*;

use super::{STATE, state};

fn code_fault(parameters: &str) -> String {
    fault(read_code(&format!("https://a.example/back?{parameters}"), &state()).map(|_| ()))
}

fn implicit_fault(after: &str) -> String {
    fault(read_implicit(&format!("https://a.example/back{after}"), &state()).map(|_| ()))
}

fn fault(read: Result<(), RedirectError>) -> String {
    match read {
        Ok(()) => "taken".into(),
        Err(RedirectError::Fault(fault)) => format!("{} {}", fault.code(), fault.parameter()),
        Err(error) => error.code().into(),
    }
}

#[test]
fn a_code_is_read() {
    let url = format!("https://a.example/b?code=test_7W91a-oM&state={STATE}&organization_id=o-1&scope=a,b&new=1");
    let grant = read_code(&url, &state()).expect("a code");
    assert_eq!(grant.code().expose(), "test_7W91a-oM");
    assert_eq!(grant.organization_id().map(ToString::to_string).as_deref(), Some("o-1"));
    assert_eq!(grant.scopes().expect("scopes").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(grant.other().collect::<Vec<_>>(), [("new", "1")]);
    assert!(grant.account_id().is_none() && grant.client_id().is_none());
}

#[test]
fn a_token_is_read() {
    let rest = format!("expires_in=28800&state={STATE}&scope=chats--all:ro");
    let url = format!("https://a.example/#access_token=dal%3Atest_DQ&token_type=Bearer&{rest}");
    let grant = read_implicit(&url, &state()).expect("a token");
    assert_eq!((grant.access_token().expose(), grant.expires_in()), ("dal:test_DQ", 28_800));
    let token = grant.token(Timestamp::from_seconds(100));
    assert_eq!(token.kind(), Some(TokenKind::Oauth));
    assert_eq!(token.expires_at(), Some(Timestamp::from_seconds(28_900)));
    assert!(token.allows(Method::AGENT_LIST_CHATS));
    // A lifetime without end ends with time.
    let url = url.replace("28800", "18446744073709551615");
    let grant = read_implicit(&url, &state()).expect("a token");
    assert_eq!(grant.expires_at(Timestamp::from_seconds(100)).micros(), i64::MAX);
}

#[test]
fn the_state_comes_first() {
    // Everything else is wrong too, and isn't looked at.
    for other in ["", "&code=a&code=b", "&error=access_denied", "&code=%zz", "&access_token=x"] {
        assert_eq!(code_fault(&format!("x=y{other}")), "missing state");
        assert_eq!(code_fault(&format!("state={other}")), "missing state");
        assert_eq!(code_fault(&format!("state=other{other}")), "state_differs state");
        assert_eq!(code_fault(&format!("state={STATE}&state={STATE}{other}")), "duplicate state");
        assert_eq!(implicit_fault(&format!("#state=other{other}")), "state_differs state");
    }
    let (shorter, longer) = (&STATE[1..], format!("{STATE}x"));
    for near in [shorter, &longer, &STATE.to_lowercase(), &format!("{STATE}%00")] {
        assert_eq!(code_fault(&format!("code=a&state={near}")), "state_differs state");
    }
    // Another parameter of almost that name is none.
    assert_eq!(code_fault(&format!("code=a&State={STATE}")), "missing state");
}

#[test]
fn hostile_codes_are_refused() {
    for (parameters, expected) in [
        ("code=abc", "taken"),
        ("", "missing code"),
        ("code=", "missing code"),
        ("code", "missing code"),
        ("code=a&code=a", "duplicate code"),
        ("code=a&%63ode=b", "duplicate code"),
        ("code=a&x=1&x=2", "duplicate "),
        ("code=a%0d%0aX: y", "bad_value code"),
        ("code=a+b", "bad_value code"),
        ("code=a%20b", "bad_value code"),
        ("code=%C3%A9", "bad_value code"),
        ("code=%FF", "bad_encoding "),
        ("code=a%2", "bad_encoding "),
        ("code=a%zz", "bad_encoding "),
        ("code=dal%253Aabc", "bad_value code"),
        ("code=a&access_token=b", "unexpected access_token"),
        ("error=access_denied", "refused"),
        ("code=a&error=access_denied", "unexpected code"),
        ("code=a&error=", "unexpected code"),
        ("oauth_exception=invalid_scope", "refused"),
        ("identity_exception=unauthorized", "refused"),
    ] {
        assert_eq!(code_fault(&format!("state={STATE}&{parameters}")), expected, "{parameters}");
    }
    assert_eq!(
        fault(read_code(&format!("https://a.example/#code=a&state={STATE}"), &state()).map(|_| ())),
        "missing state"
    );
    assert_eq!(code_fault(&format!("state={STATE}&code={}", "a".repeat(4_097))), "bad_value code");
    assert_eq!(code_fault(&format!("state={STATE}&code=a&{}", "x&".repeat(9_000))), "too_long ");
    let many = (0..63).map(|i| format!("&x{i}=")).collect::<Vec<_>>().concat();
    assert_eq!(code_fault(&format!("state={STATE}{many}&code=a")), "too_many ");
    assert_eq!(code_fault(&format!("state={STATE}{}", many.replace("x0=", "code=a"))), "taken");
}

#[test]
fn hostile_tokens_are_refused() {
    let good = format!("state={STATE}&access_token=t&token_type=Bearer&expires_in=5");
    assert_eq!(implicit_fault(&format!("#{good}")), "taken");
    assert_eq!(implicit_fault(&format!("?x=1#{good}")), "taken");
    // Servers and logs have seen it.
    assert_eq!(implicit_fault(&format!("?{good}")), "unexpected access_token");
    assert_eq!(implicit_fault(&format!("?{good}#x=1")), "missing state");
    assert_eq!(implicit_fault(&format!("?state={STATE}&error=access_denied")), "refused");
    for (from, to, expected) in [
        ("access_token=t", "access_token=", "missing access_token"),
        ("access_token=t", "x=t", "missing access_token"),
        ("access_token=t", "access_token=a%0Ab", "bad_value access_token"),
        ("access_token=t", "access_token=dal%253At", "bad_value access_token"),
        ("access_token=t", "access_token=t&access_token=t", "duplicate access_token"),
        ("access_token=t", "access_token=t&code=c", "unexpected code"),
        ("access_token=t", "access_token=t&error=x", "unexpected access_token"),
        ("Bearer", "mac", "bad_value token_type"),
        ("token_type=Bearer", "x=1", "missing token_type"),
        ("expires_in=5", "x=1", "missing expires_in"),
        ("expires_in=5", "expires_in=%2B5", "bad_value expires_in"),
        ("expires_in=5", "expires_in=-5", "bad_value expires_in"),
        ("expires_in=5", "expires_in=5.0", "bad_value expires_in"),
        ("expires_in=5", "expires_in=99999999999999999999", "bad_value expires_in"),
    ] {
        assert_eq!(implicit_fault(&format!("#{}", good.replace(from, to))), expected, "{to}");
    }
}

#[test]
fn a_refusal_says_what_to_do() {
    let url = format!("/back?state={STATE}&error=access_denied&error_description=No+way");
    let Err(RedirectError::Refused(refusal)) = read_code(&url, &state()) else { panic!("no refusal") };
    assert_eq!((refusal.name(), refusal.description()), ("access_denied", Some("No way")));
    assert_eq!(refusal.remedy(), Remedy::Stop);
    assert!(!refusal.is_authentication());

    let page =
        "https://accounts.livechat.com/ooops?oauth_exception=invalid_request&exception_details=too_many_redirects";
    let refusal = read_error_page(page).expect("an error page");
    assert_eq!((refusal.name(), refusal.details()), ("invalid_request", Some("too_many_redirects")));
    assert_eq!(refusal.remedy(), Remedy::RetryLater);
    let page = "https://accounts.livechat.com/?identity_exception=identity_lost";
    let refusal = read_error_page(page).expect("an error page");
    assert!(refusal.is_authentication());
    assert_eq!(refusal.remedy(), Remedy::SignInAgain);
    let refusal = read_error_page("?oauth_exception=something_new").expect("an error page");
    assert_eq!((refusal.name(), refusal.known(), refusal.remedy()), ("something_new", None, Remedy::Stop));
    for none in ["", "https://a.example/?code=a", "https://a.example/?oauth_exception="] {
        assert!(read_error_page(none).is_none(), "{none}");
    }
}

proptest! {
    #[test]
    fn any_address_is_answered(text in ".{0,80}", parameters in "[a-z_=&%#?+0-9]{0,60}", state in "[ -~]{1,20}") {
        let state = State::parse(&state).expect("printable");
        for url in [text, parameters.clone(), format!("?code={parameters}"), format!("#access_token={parameters}")] {
            // Nobody knows the state, so nothing is taken.
            if !url.contains("state") {
                prop_assert_eq!(read_code(&url, &state).expect_err("no state").code(), "missing");
                prop_assert!(read_implicit(&url, &state).is_err());
            }
            let _ = read_error_page(&url);
        }
    }

    #[test]
    fn a_state_of_one_other_character_differs(state in "[!-~]{1,60}", at: prop::sample::Index, by in 1u8..94) {
        let mut other = state.clone().into_bytes();
        let place = at.index(other.len());
        other[place] = (other[place] - b'!' + by) % 94 + b'!';
        let other = String::from_utf8(other).expect("ASCII");
        let url = format!("/?code=a&state={}", super::encode(&other));
        let read = read_code(&url, &State::parse(&state).expect("printable"));
        prop_assert_eq!(read.expect_err("another state").code(), "state_differs");
    }
}
