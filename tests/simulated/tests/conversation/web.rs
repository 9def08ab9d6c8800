//! Over the Web: pages, an event, the quota, another region, a webhook.

use livechat_core::answer::{Received, Response, Secrets, WebhookMessage};
use livechat_core::codec::{InputLimits, Options};
use livechat_core::machine::pages::Pages;
use livechat_core::machine::retry::{Attempt, Outcome, RetryDecision, RetryPolicy};
use livechat_core::oauth::{Accounts, Operation, TokenAnswer, TokenIn};
use livechat_core::request::{Region, Request, WebOptions};
use livechat_core::{Method, Version};
use livechat_core_simulated::{Rules, Simulated};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::client::{Came, NOW, options, send, sign_in};

const VERSION: Version = Version::V3_6;

fn request(method: Method, body: &str) -> Request {
    Request::new(method, VERSION, body, Options::default()).unwrap()
}

fn received<'a>(method: Method, came: &'a Came, headers: &'a [(&'a str, &'a str)]) -> Received<'a> {
    Received { method: Some(method), version: VERSION, status: Some(came.status), headers }
}

/// Calls until it succeeds, as the retry policy says; returns the answer and what was decided on the way.
async fn call(request: &Request, options: &mut WebOptions) -> (Came, Vec<String>) {
    let policy = RetryPolicy::default();
    let mut decided = Vec::new();
    let mut now = NOW;
    for attempts in 1.. {
        let came = send(&request.http(options).unwrap()).await;
        let headers = came.headers();
        let response =
            Response::parse(received(request.method(), &came, &headers), came.text(), InputLimits::default());
        if response.outcome().is_ok() {
            drop(headers);
            return (came, decided);
        }
        let decision = policy.decide(&Attempt {
            method: request.method(),
            outcome: Outcome::from(&response),
            attempts,
            began: NOW,
            now,
            random: 0,
            tried_regions: &[],
            renewed_token: false,
        });
        decided.push(decision.code().to_owned());
        match decision {
            RetryDecision::After { wait_ms } => {
                decided.push(wait_ms.to_string());
                now = now.saturating_add_millis(wait_ms);
            }
            RetryDecision::InRegion { region } => options.region = Some(region.parse::<Region>().unwrap()),
            other => panic!("{other:?}"),
        }
    }
    unreachable!()
}

#[tokio::test]
async fn sign_in_and_inspect() {
    let simulated = Simulated::start(Rules::default()).await.unwrap();
    let answer = sign_in(&simulated).await;
    assert!(answer.token(NOW).allows(Method::AGENT_LIST_CHATS));
    assert!(!answer.token(NOW).allows(Method::CONFIGURATION_DELETE_AGENT));

    let accounts = Accounts::at(&simulated.http()).unwrap();
    let info = send(&accounts.inspect(answer.access_token(), TokenIn::Header)).await;
    let info = TokenAnswer::read(Operation::Inspect, info.status, &info.body).unwrap();
    assert_eq!(info.scopes().unwrap().collect::<Vec<_>>(), answer.scopes().unwrap().collect::<Vec<_>>());

    let revoked = send(&accounts.revoke(answer.access_token(), TokenIn::Header)).await;
    assert_eq!(revoked.status, 200);
    let came = send(&request(Method::AGENT_LIST_CHATS, "{}").http(&options(&simulated, &answer)).unwrap()).await;
    let headers = came.headers();
    let response =
        Response::parse(received(Method::AGENT_LIST_CHATS, &came, &headers), came.text(), InputLimits::default());
    assert_eq!(response.outcome().unwrap_err().retry().as_str(), "new_token");
}

#[tokio::test]
async fn chats_over_pages_forward_and_back() {
    let simulated = Simulated::start(Rules { chats: 25, ..Rules::default() }).await.unwrap();
    let mut options = options(&simulated, &sign_in(&simulated).await);
    let mut pages = Pages::new(Method::AGENT_LIST_CHATS, VERSION, r#"{"limit": 10, "sort_order": "asc"}"#).unwrap();
    let mut found: Vec<Vec<String>> = Vec::new();
    while let Some(body) = pages.next_request(NOW).unwrap() {
        let (came, _) = call(&request(Method::AGENT_LIST_CHATS, &body), &mut options).await;
        let headers = came.headers();
        let response =
            Response::parse(received(Method::AGENT_LIST_CHATS, &came, &headers), came.text(), InputLimits::default());
        assert_eq!(response.warnings(), [], "{}", came.text());
        pages.answered(NOW, came.text()).unwrap();
        found.push(ids(&came));
    }
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
    let body = pages.previous_request(NOW).unwrap().unwrap();
    let (came, _) = call(&request(Method::AGENT_LIST_CHATS, &body), &mut options).await;
    pages.answered(NOW, came.text()).unwrap();
    assert_eq!(ids(&came), found[1]);
}

fn ids(came: &Came) -> Vec<String> {
    let answer: serde_json::Value = serde_json::from_slice(&came.body).unwrap();
    answer["chats_summary"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect()
}

const EVENT: &str =
    r#"{"chat_id": "CHAT003", "event": {"type": "message", "text": "Dzień dobry", "visibility": "all"}}"#;

#[tokio::test]
async fn an_event_is_sent_once_although_the_quota_was_used_up() {
    let simulated = Simulated::start(Rules { quota: 2, retry_after: 7, ..Rules::default() }).await.unwrap();
    let mut options = options(&simulated, &sign_in(&simulated).await);
    for expected in [&[][..], &[], &["retry_after", "7000"]] {
        let (_, decided) = call(&request(Method::AGENT_SEND_EVENT, EVENT), &mut options).await;
        assert_eq!(decided, expected);
    }
    let texts = simulated.seen().iter().filter(|s| s.what == "v3.6/agent/send_event").count();
    assert_eq!(texts, 4);
}

#[tokio::test]
async fn a_call_goes_to_the_region_that_it_is_sent_to() {
    let simulated = Simulated::start(Rules { region: Some("fra".into()), ..Rules::default() }).await.unwrap();
    let mut options = options(&simulated, &sign_in(&simulated).await);
    let (_, decided) = call(&request(Method::AGENT_LIST_CHATS, "{}"), &mut options).await;
    assert_eq!(decided, ["retry_in_region"]);
    let (_, decided) = call(&request(Method::AGENT_LIST_CHATS, "{}"), &mut options).await;
    assert_eq!(decided, [""; 0], "the region is remembered");
}

/// Takes one request and answers it: a webhook's receiver, as small as it can be.
async fn receive(listener: tokio::net::TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
        if body.len() >= length.unwrap().parse().unwrap() {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            return body.to_owned();
        }
    }
}

#[tokio::test]
async fn a_webhook_comes_with_its_secret() {
    let simulated = Simulated::start(Rules::default()).await.unwrap();
    let mut options = options(&simulated, &sign_in(&simulated).await);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let register = serde_json::json!({
        "action": "incoming_event", "secret_key": "s3cret", "url": url, "type": "license", "owner_client_id": "client",
    });
    call(&request(Method::CONFIGURATION_REGISTER_WEBHOOK, &register.to_string()), &mut options).await;
    let receiver = tokio::spawn(receive(listener));
    call(&request(Method::AGENT_SEND_EVENT, EVENT), &mut options).await;
    let text = receiver.await.unwrap();

    let limits = InputLimits::default();
    let wrong = Secrets::new(["another"]).unwrap();
    assert_eq!(WebhookMessage::parse(&wrong, VERSION, &text, limits).unwrap_err().code(), "wrong_secret");
    let secrets = Secrets::new(["another", "s3cret"]).unwrap();
    let webhook = WebhookMessage::parse(&secrets, VERSION, &text, limits).unwrap();
    assert_eq!(webhook.warnings(), []);
    assert!(webhook.caused_by().any(|m| m == Method::AGENT_SEND_EVENT));
    let said = webhook.payload().and_then(|p| p.pointer("/event/text")).and_then(|t| t.text());
    assert_eq!(said.as_deref(), Some("Dzień dobry"));
}
