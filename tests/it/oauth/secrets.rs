//! A secret planted wherever one can be shows in no `Debug` and no `Display`.

use std::fmt::{Debug, Display};

use livechat_core::oauth::*;

use super::{CLIENT, ORGANIZATION, client, redirect_uri};

const SECRET: &str = "PLANTED-0123456789-0123456789-0123456789-PLANTED";

#[derive(Default)]
struct Shown(Vec<String>);

impl Shown {
    fn debug(&mut self, value: &impl Debug) {
        self.0.push(format!("{value:?}"));
        self.0.push(format!("{value:#?}"));
    }

    fn both(&mut self, value: &(impl Debug + Display)) {
        self.debug(value);
        self.0.push(value.to_string());
    }
}

fn verifier() -> Verifier {
    Verifier::parse(SECRET).expect("a verifier")
}

fn values(shown: &mut Shown) {
    let personal = PersonalToken::new("account", SECRET).expect("a token");
    shown.debug(&personal);
    shown.debug(&AccessToken::parse(SECRET));
    shown.debug(&RefreshToken::parse(SECRET));
    shown.debug(&AuthorizationCode::parse(SECRET));
    shown.debug(&TransferToken::parse(SECRET));
    shown.debug(&ClientSecret::parse(SECRET));
    shown.debug(&State::parse(SECRET));
    shown.debug(&verifier());
    shown.debug(&verifier().challenge(ChallengeMethod::Plain));
    let secret = ClientSecret::parse(SECRET).expect("a secret");
    shown.debug(&Proof::Both(&secret, &verifier()));
    for broken in [format!("{SECRET} \n"), SECRET.repeat(200), format!("{SECRET}%3A")] {
        shown.both(&AccessToken::parse(&broken).expect_err("broken"));
        shown.both(&ClientId::parse(&format!("{broken}/")).expect_err("broken"));
        shown.both(&State::parse(&format!("{broken}\n")).expect_err("broken"));
        shown.both(&Verifier::parse(&broken).expect_err("broken"));
        shown.both(&PersonalToken::new("a", &format!("{broken}\n")).expect_err("broken"));
        shown.both(&PersonalToken::from_header(&broken).expect_err("broken"));
        shown.both(&RedirectUri::parse(&format!("https://a.example/?{broken}")).expect_err("broken"));
        shown.both(&Accounts::at(&broken).expect_err("broken"));
    }
}

fn requests(shown: &mut Shown) {
    let (client, redirect, state) = (client(), redirect_uri(), State::parse(SECRET).expect("a state"));
    let (access, refresh, code) = (
        AccessToken::parse(SECRET).unwrap(),
        RefreshToken::parse(SECRET).unwrap(),
        AuthorizationCode::parse(SECRET).unwrap(),
    );
    let (secret, transfer) = (ClientSecret::parse(SECRET).unwrap(), TransferToken::parse(SECRET).unwrap());
    let (customer, organization) = (EntityId::parse("e-1").unwrap(), OrganizationId::parse(ORGANIZATION).unwrap());
    let challenge = verifier().challenge(ChallengeMethod::Plain);
    let ask = Authorize::code_with_pkce(&client, &redirect, &state, &challenge);
    shown.debug(&ask);
    shown.debug(&Accounts::LIVECHAT.authorize_url(&ask));
    let accounts = Accounts::LIVECHAT;
    let by_agent =
        CustomerGrant::AgentToken { token: &access, entity_id: Some(&customer), organization_id: Some(&organization) };
    let by_transfer = CustomerGrant::IdentityToken { code: &transfer, verifier: Some(&verifier()) };
    let transfer_by = TransferBy::Agent { token: &access, customer_id: &customer };
    shown.debug(&(by_agent, by_transfer, transfer_by));
    for request in [
        accounts.exchange(&client, &redirect, &code, &Proof::Both(&secret, &verifier())),
        accounts.refresh(&client, Some(&secret), &refresh),
        accounts.revoke(&access, TokenIn::Header),
        accounts.revoke(&access, TokenIn::Query),
        accounts.revoke_refresh(&refresh, TokenIn::Query),
        accounts.inspect(&access, TokenIn::Header),
        accounts.inspect(&access, TokenIn::Query),
        accounts.customer_token(&client, &by_agent, None),
        accounts.customer_token(&client, &by_transfer, None),
        accounts.identity_transfer(&client, &transfer_by, Some(&verifier())),
        accounts.customer_inspect(&access, TokenIn::Query),
        accounts.customer_revoke(&access),
    ] {
        let sent = format!(
            "{} {:?} {}",
            request.url(),
            request.headers(),
            request.body().and_then(HttpBody::text).unwrap_or_default()
        );
        assert!(sent.contains(SECRET), "nothing planted in {request:?}");
        shown.debug(&request);
    }
}

fn redirects(shown: &mut Shown) {
    let state = State::parse(SECRET).expect("a state");
    for rest in [
        format!("code={SECRET}&x={SECRET}&account_id={SECRET}/"),
        format!("code={SECRET}&{SECRET}=1"),
        format!("code={SECRET}%00"),
        format!("error={SECRET}&error_description={SECRET}"),
        format!("error=access_denied&exception_details={SECRET}"),
        format!("access_token={SECRET}&token_type=Bearer&expires_in=5&x={SECRET}"),
        format!("access_token={SECRET}&token_type={SECRET}&expires_in={SECRET}"),
        format!("{SECRET}=1&{SECRET}=2"),
    ] {
        for state_sent in [SECRET, "other"] {
            let url = format!("https://a.example/back?state={state_sent}&{rest}");
            shown.debug(&read_code(&url, &state));
            shown.debug(&read_implicit(&url.replace('?', "#"), &state));
            let errors = [read_code(&url, &state).err(), read_implicit(&url.replace('?', "#"), &state).err()];
            for error in errors.iter().flatten() {
                shown.both(error);
            }
            shown.debug(&read_error_page(&url));
            if let Some(refusal) = read_error_page(&url) {
                shown.both(&refusal);
            }
        }
    }
}

fn answers(shown: &mut Shown) {
    for body in [
        format!(r#"{{"access_token":"{SECRET}","refresh_token":"{SECRET}","new":"{SECRET}","token_type":"{SECRET}"}}"#),
        format!(r#"{{"access_token":"{SECRET}","refresh_token":["{SECRET}"],"client_id":"{SECRET}/"}}"#),
        format!(r#"{{"access_token":["{SECRET}"]}}"#),
        format!(r#"{{"access_token":"{SECRET}","access_token":"{SECRET}"}}"#),
        format!(r#"{{"error":"{SECRET}","error_description":"{SECRET}","invalid_fields":{{"code":"{SECRET}"}}}}"#),
        format!(r#"{{"error":"invalid_grant","sub_error":"{SECRET}","request_id":"{SECRET}"}}"#),
        format!(r#"{{"identity_transfer_token":"{SECRET}"}}"#),
        format!("<html>{SECRET}"),
    ] {
        for status in [200, 401] {
            let body = body.as_bytes();
            shown.debug(&TransferAnswer::read(status, body));
            shown.debug(&read_revoked(Operation::Revoke, status, body));
            let read = TokenAnswer::read(Operation::Refresh, status, body);
            shown.debug(&read);
            match &read {
                Ok(answer) => shown.debug(&answer.token(livechat_core::Timestamp::from_seconds(0))),
                Err(error) => shown.both(error),
            }
        }
    }
}

#[test]
fn nothing_planted_is_shown() {
    let mut shown = Shown::default();
    values(&mut shown);
    requests(&mut shown);
    redirects(&mut shown);
    answers(&mut shown);
    assert!(shown.0.len() > 250 && shown.0.iter().any(|text| text.contains(CLIENT)), "{}", shown.0.len());
    for text in shown.0 {
        assert!(!text.contains("PLANTED") && !text.contains("UExBTlRFRC"), "{text}");
    }
}
