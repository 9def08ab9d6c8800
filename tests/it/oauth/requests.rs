//! Requests to the accounts service, to the letter.

use livechat_core::oauth::{
    AccessToken, Accounts, AuthorizationCode, ClientSecret, CustomerGrant, EntityId, HttpRequest, OrganizationId,
    Proof, RefreshToken, TokenIn, TransferBy, TransferToken, Verifier,
};
use serde_json::{Value, json};

use super::{CLIENT, ORGANIZATION, client, pairs, redirect_uri};

const VERIFIER: &str = "wuR7p4rc0UCqMx3r4jnwve1PqsiySUlf1pWVsCi1FqAeTZNQ5";

fn shown(request: &HttpRequest) -> String {
    let headers: Vec<String> = request.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let body = request.body().and_then(|b| b.text()).unwrap_or_default();
    format!("{} {} [{}] {body}", request.method(), request.url(), headers.join(", "))
}

#[test]
fn a_code_is_exchanged_with_its_proof() {
    let code = AuthorizationCode::parse("dal:test_tnlRmy73mg9eaFESA").expect("a code");
    let secret = ClientSecret::parse("test_d7&MEp=1+Yo3").expect("a secret");
    let verifier = Verifier::parse(VERIFIER).expect("a verifier");
    for (proof, expected) in [
        (Proof::Secret(&secret), &["client_secret"][..]),
        (Proof::Verifier(&verifier), &["code_verifier"]),
        (Proof::Both(&secret, &verifier), &["client_secret", "code_verifier"]),
    ] {
        let request = Accounts::LIVECHAT.exchange(&client(), &redirect_uri(), &code, &proof);
        assert_eq!((request.method().as_str(), request.url()), ("POST", "https://accounts.livechat.com/v2/token"));
        assert_eq!(request.headers(), [("Content-Type", "application/x-www-form-urlencoded".to_owned())]);
        let mut sent = pairs(request.body().and_then(|b| b.text()).expect("a body"), true);
        sent.sort();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("client_id", CLIENT),
            ("redirect_uri", "https://my-application.com"),
        ];
        fields.extend(expected.iter().map(|n| (*n, if *n == "client_secret" { secret.expose() } else { VERIFIER })));
        fields.sort_unstable();
        assert_eq!(sent, fields.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect::<Vec<_>>());
    }
}

#[test]
fn agents_tokens_are_refreshed_revoked_and_inspected() {
    let accounts = Accounts::at("http://localhost:8080").expect("a base");
    let (access, refresh) =
        (AccessToken::parse("dal:a&b").expect("a token"), RefreshToken::parse("test_r").expect("a token"));
    let secret = ClientSecret::parse("s").expect("a secret");
    let form = "POST http://localhost:8080/v2/token [Content-Type: application/x-www-form-urlencoded]";
    let refreshed = format!("{form} grant_type=refresh_token&refresh_token=test_r&client_id={CLIENT}");
    for (request, expected) in [
        (accounts.refresh(&client(), Some(&secret), &refresh), format!("{refreshed}&client_secret=s")),
        (accounts.refresh(&client(), None, &refresh), refreshed.clone()),
        (
            accounts.revoke(&access, TokenIn::Header),
            "DELETE http://localhost:8080/v2/token [Authorization: Bearer dal:a&b] ".into(),
        ),
        (accounts.revoke(&access, TokenIn::Query), "DELETE http://localhost:8080/v2/token?code=dal%3Aa%26b [] ".into()),
        (
            accounts.revoke_refresh(&refresh, TokenIn::Header),
            "DELETE http://localhost:8080/v2/token [Authorization: Bearer test_r] ".into(),
        ),
        (
            accounts.inspect(&access, TokenIn::Header),
            "GET http://localhost:8080/v2/info [Authorization: Bearer dal:a&b] ".into(),
        ),
        (accounts.inspect(&access, TokenIn::Query), "GET http://localhost:8080/v2/info?code=dal%3Aa%26b [] ".into()),
    ] {
        assert_eq!(shown(&request), expected);
    }
}

#[test]
fn customers_tokens_come_by_cookie_agent_and_transfer() {
    let accounts = Accounts::LIVECHAT;
    let organization = OrganizationId::parse(ORGANIZATION).expect("an ID");
    let customer = EntityId::parse("bf18d1a8-1afe-4a3e-4cc0-a3148f1143db").expect("an ID");
    let (agent, transfer) =
        (AccessToken::parse("dal:agent").expect("a token"), TransferToken::parse("dal:move").expect("a token"));
    let verifier = Verifier::parse(VERIFIER).expect("a verifier");
    let redirect = redirect_uri();
    let cookie =
        |group_id, redirect_uri| CustomerGrant::Cookie { organization_id: &organization, group_id, redirect_uri };
    let by_agent = |entity_id, organization_id| CustomerGrant::AgentToken { token: &agent, entity_id, organization_id };
    let by_transfer = CustomerGrant::IdentityToken { code: &transfer, verifier: Some(&verifier) };
    let ask = |grant, expires_in| accounts.customer_token(&client(), &grant, expires_in);
    for (request, path, bearer, body) in [
        (
            ask(cookie(None, Some(&redirect)), None),
            "token",
            false,
            json!({"grant_type": "cookie", "client_id": CLIENT, "response_type": "token",
                "organization_id": ORGANIZATION, "redirect_uri": "https://my-application.com"}),
        ),
        (
            ask(cookie(Some(7), None), None),
            "390e44e6-f1e6-0368-86dd-74a14508c2ef/7/token",
            false,
            json!({"grant_type": "cookie", "client_id": CLIENT, "response_type": "token",
                "organization_id": ORGANIZATION}),
        ),
        (
            ask(by_agent(None, None), None),
            "token",
            true,
            json!({"grant_type": "agent_token", "client_id": CLIENT, "response_type": "token"}),
        ),
        (
            ask(by_agent(Some(&customer), Some(&organization)), Some(600)),
            "token",
            true,
            json!({"grant_type": "agent_token", "client_id": CLIENT, "response_type": "token",
                "entity_id": customer.as_str(), "organization_id": ORGANIZATION, "expires_in": 600}),
        ),
        (
            ask(by_transfer, None),
            "token",
            false,
            json!({"grant_type": "identity_token", "client_id": CLIENT, "code": "dal:move", "code_verifier": VERIFIER}),
        ),
        (
            accounts.identity_transfer(&client(), &TransferBy::Agent { token: &agent, customer_id: &customer }, None),
            "identity_transfer",
            true,
            json!({"bearer_type": "agent", "client_id": CLIENT, "customer_id": customer.as_str()}),
        ),
        (
            accounts.identity_transfer(&client(), &TransferBy::Customer { token: &agent }, Some(&verifier)),
            "identity_transfer",
            true,
            json!({"bearer_type": "customer", "client_id": CLIENT,
                "code_challenge": "WJ0n9-UvKyEKNlD1gCUMc2mt2ST99gGE3MBSPdBDwvU"}),
        ),
    ] {
        assert_eq!(request.method().as_str(), "POST");
        assert_eq!(request.url(), format!("https://accounts.livechat.com/v2/customer/{path}"));
        let mut headers = vec![("Content-Type", "application/json".to_owned())];
        if bearer {
            headers.insert(0, ("Authorization", "Bearer dal:agent".to_owned()));
        }
        assert_eq!(request.headers(), headers);
        let sent: Value = serde_json::from_str(request.body().and_then(|b| b.text()).expect("a body")).expect("JSON");
        assert_eq!(sent, body);
    }
    assert_eq!(
        shown(&accounts.customer_inspect(&agent, TokenIn::Header)),
        "GET https://accounts.livechat.com/customer/info [Authorization: Bearer dal:agent] "
    );
    assert_eq!(
        shown(&accounts.customer_revoke(&agent)),
        "DELETE https://accounts.livechat.com/customer/token [Authorization: Bearer dal:agent] "
    );
}

/// Nothing that a header or a path could take for something else gets into one.
#[test]
fn no_value_breaks_out() {
    for bad in ["a\r\nX: y", "a\nb", "a\0b", "a b", "é", "", "\u{7f}"] {
        assert!(AccessToken::parse(bad).is_err(), "{bad:?}");
        assert!(RefreshToken::parse(bad).is_err(), "{bad:?}");
        assert!(AuthorizationCode::parse(bad).is_err(), "{bad:?}");
        assert!(ClientSecret::parse(bad).is_err(), "{bad:?}");
        assert!(OrganizationId::parse(bad).is_err(), "{bad:?}");
    }
    for bad in ["..", "a/b", "a?b", "a#b", "%2e", "a\"b"] {
        assert!(OrganizationId::parse(bad).is_err() && EntityId::parse(bad).is_err(), "{bad}");
    }
}
