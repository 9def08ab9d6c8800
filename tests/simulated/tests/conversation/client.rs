//! What the tests share: reqwest sends what core builds and hands back what came.

use livechat_core::Timestamp;
use livechat_core::oauth::{
    Accounts, Authorize, ChallengeMethod, ClientId, Operation, Proof, RedirectUri, State, TokenAnswer, Verifier,
    read_code,
};
use livechat_core::request::{BaseUrl, Credentials, HttpRequest, WebOptions};
use livechat_core_simulated::Simulated;
use reqwest::redirect::Policy;

/// The time that core is told.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_342_530);

/// An answer as it came.
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Came {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn headers(&self) -> Vec<(&str, &str)> {
        self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
    }
}

async fn came(sent: reqwest::RequestBuilder) -> Came {
    let response = sent.send().await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().iter().map(|(n, v)| (n.to_string(), v.to_str().unwrap().to_owned())).collect();
    Came { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().redirect(Policy::none()).build().unwrap()
}

/// Sends what core builds.
pub(crate) async fn send(request: &HttpRequest) -> Came {
    let mut sent = http().request(request.method().as_str().parse().unwrap(), request.url());
    for (name, value) in request.headers() {
        sent = sent.header(*name, value);
    }
    came(sent.body(request.body().map(|b| b.bytes().to_vec()).unwrap_or_default())).await
}

/// Signs in with a code and PKCE, as an application does.
pub(crate) async fn sign_in(simulated: &Simulated) -> TokenAnswer {
    let accounts = Accounts::at(&simulated.http()).unwrap();
    let client = ClientId::parse("9cbf3a968289727cb3cdfe83ab1d9836").unwrap();
    let back = RedirectUri::parse("https://my-application.example/back").unwrap();
    let (state, verifier) = (State::from_random(&[7; 32]), Verifier::from_random(&[9; 32]));
    let challenge = verifier.challenge(ChallengeMethod::S256);
    let url = accounts.authorize_url(&Authorize::code_with_pkce(&client, &back, &state, &challenge));
    let redirected = came(http().get(url.as_str())).await;
    let location = redirected.headers.iter().find(|(n, _)| n == "location").map(|(_, v)| v.clone()).unwrap();
    let grant = read_code(&location, &state).unwrap();
    let exchange = accounts.exchange(&client, &back, grant.code(), &Proof::Verifier(&verifier));
    let answer = send(&exchange).await;
    TokenAnswer::read(Operation::Exchange, answer.status, &answer.body).unwrap()
}

/// Options for a call of somebody who has signed in.
pub(crate) fn options(simulated: &Simulated, answer: &TokenAnswer) -> WebOptions {
    WebOptions {
        credentials: Some(Credentials::Bearer(answer.access_token().clone())),
        base: BaseUrl::parse(&simulated.http()).unwrap(),
        ..WebOptions::default()
    }
}
