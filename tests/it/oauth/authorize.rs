//! The address that a user is sent to, flow by flow.

use livechat_core::oauth::{
    Accounts, Authorize, ChallengeMethod, OrganizationId, RedirectUri, State, Verifier, read_code, read_implicit,
};
use proptest::prelude::*;

use super::{CLIENT, STATE, client, encode, pairs, redirect_uri, state};

/// The vector of RFC 7636, appendix B.
#[test]
fn the_challenge_of_the_rfc() {
    let octets = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
        240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    let verifier = Verifier::from_random(&octets);
    assert_eq!(verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let challenge = verifier.challenge(ChallengeMethod::S256);
    assert_eq!(challenge.expose(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert_eq!(verifier.challenge(ChallengeMethod::Plain).expose(), verifier.expose());
}

#[test]
fn verifiers_have_43_to_128_unreserved_characters() {
    let code = |text: &str| Verifier::parse(text).map_err(|e| e.code().as_str()).err();
    assert_eq!(code(&"a".repeat(43)), None);
    assert_eq!(code(&"-._~09AZaz".repeat(12)), None);
    assert_eq!(code(&"a".repeat(128)), None);
    assert_eq!(code(""), Some("empty"));
    assert_eq!(code(&"a".repeat(42)), Some("too_short"));
    assert_eq!(code(&"a".repeat(129)), Some("too_long"));
    for bad in ["+", "/", "=", "%", " ", "\n", "é"] {
        assert_eq!(code(&format!("{}{bad}", "a".repeat(50))), Some("bad_character"), "{bad}");
    }
}

#[test]
fn every_flow_has_its_address() {
    let (client, redirect, state) = (client(), redirect_uri(), state());
    let common = format!("client_id={CLIENT}&redirect_uri=https%3A%2F%2Fmy-application.com&state={STATE}");
    let url = |ask: &Authorize<'_>| Accounts::LIVECHAT.authorize_url(ask).into_string();

    let implicit = url(&Authorize::implicit(&client, &redirect, &state));
    assert_eq!(implicit, format!("https://accounts.livechat.com/?response_type=token&{common}"));
    let code = url(&Authorize::code(&client, &redirect, &state));
    assert_eq!(code, format!("https://accounts.livechat.com/?response_type=code&{common}"));

    let verifier = Verifier::parse(&"-._~a".repeat(9)).expect("a verifier");
    for (method, challenge) in [
        (ChallengeMethod::Plain, "-._~a".repeat(9)),
        (ChallengeMethod::S256, "YiPxdz2tbI10tscLkylK8QL1Y-BXMc8u2de70YZ7f2E".into()),
    ] {
        let made = verifier.challenge(method);
        assert_eq!(made.expose(), challenge);
        assert_eq!(
            url(&Authorize::code_with_pkce(&client, &redirect, &state, &made)),
            format!("{code}&code_challenge={challenge}&code_challenge_method={method}")
        );
    }

    let organization = OrganizationId::parse("o-1").expect("an ID");
    let sign_in = Authorize::implicit(&client, &redirect, &state)
        .prompt_consent()
        .sign_in_page()
        .organization(&organization)
        .scopes(["chats--all:ro", "agents--my:rw"])
        .and_then(|a| a.email_hint("smith+1@example.com"))
        .expect("good values");
    assert_eq!(
        url(&sign_in),
        format!(
            "https://accounts.livechat.com/signin?response_type=token&{common}&scope=chats--all%3Aro%2Cagents--my%3Arw\
             &prompt=consent&email=smith%2B1%40example.com&organization_id=o-1"
        )
    );
    assert_eq!(url(&Authorize::implicit(&client, &redirect, &state).scopes([""; 0]).expect("none")), implicit);
}

#[test]
fn values_of_an_address_have_rules() {
    assert_eq!(State::parse("").expect_err("empty").code().as_str(), "empty");
    let (client, redirect, state) = (client(), redirect_uri(), state());
    let ask = || Authorize::implicit(&client, &redirect, &state);
    for bad in ["", "a,b", "a b", "a\nb", "\"", "é"] {
        assert!(ask().scopes([bad]).is_err(), "{bad}");
    }
    assert!(ask().scopes(vec!["a"; 256]).is_ok() && ask().scopes(vec!["a"; 257]).is_err());
    for bad in ["", "a b@c.d", "a@b\r\n"] {
        assert!(ask().email_hint(bad).is_err(), "{bad}");
    }
}

#[test]
fn another_base_is_secure_or_this_machine() {
    for good in
        ["https://a.example", "https://a.example:8443/", "http://localhost:3000", "http://127.0.0.1", "http://[::1]:80"]
    {
        assert_eq!(Accounts::at(good).expect(good).base(), good.trim_end_matches('/'));
    }
    for bad in [
        "",
        "http://a.example",
        "http://localhost.a.example",
        "http://127.0.0.1.a.example",
        "https://a.example/v2",
        "https://u@a.example",
        "https://a.example?x",
        "ftp://localhost",
    ] {
        assert!(Accounts::at(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn what_goes_out_comes_back(
        state in "[ -~]{1,80}",
        random in any::<[u8; 32]>(),
        path in "(/[a-zA-Z0-9_~!$&'()*+,=:@-]{1,9}){0,3}",
        s256 in any::<bool>(),
        plus in any::<bool>(),
    ) {
        let state = State::parse(&state).expect("printable");
        let redirect = RedirectUri::parse(&format!("https://a.example:8443{path}")).expect("a redirect URI");
        let client = client();
        let challenge = Verifier::from_random(&random)
            .challenge(if s256 { ChallengeMethod::S256 } else { ChallengeMethod::Plain });
        let url = Accounts::LIVECHAT.authorize_url(&Authorize::code_with_pkce(&client, &redirect, &state, &challenge));
        let (_, query) = url.as_str().split_once('?').expect("a query");
        // However the server takes a plus sign.
        let sent = pairs(query, plus);
        let value = |name: &str| sent.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        prop_assert_eq!(sent.len(), 6);
        prop_assert_eq!(value("state"), Some(state.expose()));
        prop_assert_eq!(value("redirect_uri"), Some(redirect.as_str()));
        prop_assert_eq!(value("code_challenge"), Some(challenge.expose()));
        prop_assert_eq!(Verifier::parse(challenge.expose()).map(|v| v.expose().len()), Ok(43));

        let mut returned = encode(state.expose());
        if plus {
            returned = returned.replace("%20", "+");
        }
        let grant = read_code(&format!("{redirect}?code=dal%3Aabc&state={returned}"), &state);
        let grant = grant.expect("a code");
        prop_assert_eq!(grant.code().expose(), "dal:abc");
        let grant = read_implicit(
            &format!("{redirect}#access_token=dal%3Aabc&token_type=bearer&expires_in=5&state={returned}"),
            &state,
        );
        let grant = grant.expect("a token");
        prop_assert_eq!(grant.access_token().expose(), "dal:abc");
    }
}
