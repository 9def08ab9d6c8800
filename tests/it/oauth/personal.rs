//! Personal access tokens in a header, as a client writes and a gateway reads them.

use livechat_core::Transport;
use livechat_core::catalogue::Api;
use livechat_core::oauth::{PersonalToken, Region, region_of};
use livechat_core::request::Credentials;
use proptest::prelude::*;

fn fault(header: &str) -> &'static str {
    PersonalToken::from_header(header).map_or_else(|f| f.code().as_str(), |_| "taken")
}

#[test]
fn a_header_is_read_strictly() {
    let token = PersonalToken::new("account", "dal:secret").expect("a token");
    assert_eq!(token.header_value(), "Basic YWNjb3VudDpkYWw6c2VjcmV0");
    for (header, expected) in [
        ("Basic YWNjb3VudDpkYWw6c2VjcmV0", "taken"),
        ("basic YWNjb3VudDpkYWw6c2VjcmV0", "taken"),
        ("Bearer YWNjb3VudDpkYWw6c2VjcmV0", "not_basic"),
        ("BasicYWNjb3VudDpkYWw6c2VjcmV0", "not_basic"),
        ("Basic  YWNjb3VudDpkYWw6c2VjcmV0", "not_basic"),
        ("", "not_basic"),
        ("Basic YWNjb3VudDpkYWw6c2VjcmV0 ", "bad_base64"),
        ("Basic YWNjb3VudDpkYWw6c2VjcmV", "bad_base64"),
        // The same bytes with and without padding, and with bits that no encoder leaves.
        ("Basic YTpi", "taken"),
        ("Basic YTpiYg==", "taken"),
        ("Basic YTpiYg", "bad_base64"),
        ("Basic YTpiYh==", "bad_base64"),
        ("Basic YT-_", "bad_base64"),
        ("Basic YWI=", "no_colon"),
        ("Basic ", "no_colon"),
        ("Basic OmI=", "empty_account_id"),
        ("Basic YTo=", "empty_token"),
        // `a@b:c`, and `a:dal%3Ab`.
        ("Basic YUBiOmM=", "bad_character"),
        ("Basic YTpkYWwlM0Fi", "still_encoded"),
        // A line break and a byte beyond ASCII inside.
        ("Basic YTpiCmM=", "bad_character"),
        ("Basic YTr/", "bad_character"),
        ("Basic YTrDqQ==", "bad_character"),
    ] {
        assert_eq!(fault(header), expected, "{header}");
    }
    assert_eq!(fault(&format!("Basic {}", "QUFB".repeat(3_000))), "too_long");
    // The first colon divides; the token may have more.
    let read = PersonalToken::from_base64("YWNjb3VudDpkYWw6c2VjcmV0").expect("a token");
    assert_eq!((read.account_id().as_str(), read.token().expose()), ("account", "dal:secret"));
    assert!(PersonalToken::new("a:b", "c").is_err() && PersonalToken::new("", "c").is_err());
    assert!(PersonalToken::new("a", "").is_err() && PersonalToken::new("a", "b\r\nc").is_err());
}

#[test]
fn it_is_what_a_request_is_made_with() {
    let token = PersonalToken::new("account", "dal:secret").expect("a token");
    let credentials = Credentials::from(token.clone());
    assert_eq!(credentials.header_value(), token.header_value());
    assert!(credentials.fit(Api::Agent, Transport::Web) && !credentials.fit(Api::Agent, Transport::Rtm));
}

#[test]
fn a_token_may_name_its_region() {
    for (token, region) in [
        ("dal:a", Some(Region::Dal)),
        ("fra:a", Some(Region::Fra)),
        ("dal-a", Some(Region::Dal)),
        ("fra-a:b", Some(Region::Fra)),
        ("DAL:a", None),
        ("dala", None),
        ("dal", None),
        ("test_dal:a", None),
        ("", None),
    ] {
        assert_eq!(region_of(token), region, "{token}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(account in "[A-Za-z0-9_-]{1,60}", token in "[!-$&-~]{1,80}") {
        let made = PersonalToken::new(&account, &token).expect("visible");
        let read = PersonalToken::from_header(&made.header_value()).expect("what was written");
        prop_assert_eq!((read.account_id().as_str(), read.token().expose()), (account.as_str(), token.as_str()));
        prop_assert_eq!(read, made);
    }

    #[test]
    fn any_header_is_answered_and_written_back_the_same(text in "(Basic )?[A-Za-z0-9+/=]{0,24}") {
        if let Ok(token) = PersonalToken::from_header(&text) {
            prop_assert_eq!(token.header_value(), text);
        }
    }
}
