//! Reaches all of core's public face, one of each kind, so that nothing of it is left out of the module whose imports are looked at.

use livechat_core::answer::{Frame, Received, Response, Secrets, WebhookMessage};
use livechat_core::catalogue::{Api, NamedType, changes};
use livechat_core::codec::{InputLimits, Options, validate};
use livechat_core::data::{PushPayload, WebhookPayload};
use livechat_core::door::Session as DoorSession;
use livechat_core::machine::budget::{Budget, BudgetConfig, Payer, Spent};
use livechat_core::machine::pages::Pages;
use livechat_core::machine::retry::{Attempt, Outcome, RetryPolicy};
use livechat_core::machine::rtm::{Action, Config, Outgoing, Session};
use livechat_core::oauth::{
    Accounts, Authorize, ChallengeMethod, ClientId, CustomerGrant, Operation, PersonalToken, Proof, RedirectUri, State,
    TokenAnswer, TokenIn, TransferAnswer, TransferBy, Verifier, read_code, read_implicit, read_revoked,
};
use livechat_core::policy::{Rules, difference, smallest_scopes, unneeded_scopes};
use livechat_core::request::agent::{GetChat, ListChats, SendEvent};
use livechat_core::request::configuration::BatchCreateAgents;
use livechat_core::request::parts::NewEvent;
use livechat_core::request::{
    Call, Credentials, FrameOptions, HttpBody, Incoming, OrganizationId, ReadOptions, RtmConnection, WebOptions,
    read_frame, read_http,
};
use livechat_core::{Method, Timestamp, Token, Transport, Version, door};

/// Does something with everything and returns how much there was.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export keeps its name")]
pub extern "C" fn everything(length: usize) -> usize {
    let text = "x".repeat(length);
    let parts = [requests, answers, machines, signing_in];
    catalogue(&text) + parts.into_iter().filter_map(|part| part(&text)).sum::<usize>()
}

/// Catalogue, policy, and the function of JSON in, JSON out.
fn catalogue(text: &str) -> usize {
    let token = Token::from_list(text);
    let methods: Vec<Method> = Method::all().collect();
    let mut total: usize = DoorSession::new().line(text.as_bytes(), |_| 1).unwrap_or_default();
    total += ["decide", "validate", "build", "read", "parse", text]
        .iter()
        .map(|c| door::answer(c, text).len())
        .sum::<usize>();
    total += changes(Version::V3_4, Version::V3_7).len() + NamedType::all().count();
    total += smallest_scopes(&methods, Version::DEFAULT, Rules::Guide).len();
    total += unneeded_scopes(&token, &methods, Version::DEFAULT, Rules::Reference).len();
    let change = difference((&token, None), (&token, None), Version::DEFAULT, Transport::Rtm);
    total + change.gained.iter().count() + methods.iter().map(|m| m.summary().len()).sum::<usize>()
}

/// Requests: validated, typed, built, and read back.
fn requests(text: &str) -> Option<usize> {
    let mut total = validate(Method::AGENT_SEND_EVENT, Version::DEFAULT, text, Options::default()).faults().len();
    let request = SendEvent::new(text, NewEvent::message(text)).at(Version::DEFAULT).ok()?;
    let credentials = Credentials::from(PersonalToken::new(text, text).ok()?);
    let web = WebOptions { credentials: Some(credentials), ..WebOptions::default() };
    let http = request.http(&web).ok()?;
    let headers: Vec<(&str, &str)> = http.headers().iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = http.body().map(HttpBody::bytes).unwrap_or_default();
    let incoming = Incoming { method: http.method().as_str(), target: http.url(), headers: &headers, body };
    total += read_http(incoming, &ReadOptions::default()).ok()?.body().len();

    let frame = request.frame(&FrameOptions::default()).ok()?;
    let connection = RtmConnection::from_path(text, &ReadOptions::default());
    let connection = connection.or_else(|_| RtmConnection::new(Api::Agent, Version::DEFAULT, None)).ok()?;
    read_frame(&connection, frame.text(), InputLimits::default()).ok().map(|_| total + 1)
}

/// Answers, pushes and webhooks, as JSON and in views.
fn answers(text: &str) -> Option<usize> {
    let limits = InputLimits::default();
    let received = Received { method: Some(ListChats::METHOD), status: Some(200), ..Received::default() };
    let response = Response::parse_bytes(received, text.as_bytes(), limits);
    let mut total = response.warnings().len();
    total += response.outcome().err().map_or(0, |failure| failure.to_string().len());
    total += response.typed::<ListChats>().map_or(0, |chats| chats.chats_summary().iter().count());
    let batch = Response::parse(Received::default(), text, limits);
    total += batch.typed::<BatchCreateAgents>().map_or(0, |b| b.elements().filter(Result::is_err).count());
    if let Ok(frame) = Frame::parse(Api::Agent, Version::DEFAULT, text, limits) {
        total += frame.warnings().len();
        total += match frame {
            Frame::Response(response) => response.typed::<GetChat>().map_or(0, |chat| chat.users().iter().count()),
            Frame::Push(push) if matches!(push.data(), PushPayload::Unknown { .. }) => 1,
            _ => 0,
        };
    }
    let webhook = WebhookMessage::parse(&Secrets::new([text]).ok()?, Version::DEFAULT, text, limits).ok()?;
    let known = !matches!(webhook.data(), WebhookPayload::Unknown { .. });
    Some(total + webhook.warnings().len() + usize::from(known))
}

/// The machines that are fed with the time.
fn machines(text: &str) -> Option<usize> {
    let now = Timestamp::from_seconds(i64::try_from(text.len()).ok()?);
    let mut total = 0;
    let config = Config::new(Api::Agent, Version::DEFAULT, "Bearer token", "{}").ok()?;
    let mut session = Session::new(config.organization(OrganizationId::parse("142cf3ad").ok()?));
    total += session.url().ok()?.len();
    let request = GetChat::new(text).at(Version::DEFAULT).ok();
    if let Some(outgoing) = request.as_ref().and_then(|r| Outgoing::try_from(r).ok()) {
        session.send(now, outgoing).ok()?;
    }
    while let Some(action) = session.poll() {
        match action {
            Action::Connect(connection) => {
                session.opened(connection, now);
                session.received(connection, now, text);
            }
            Action::Send(connection, frame) => {
                total += frame.as_str().len();
                session.closed(connection, now, None, text);
            }
            _ => total += 1,
        }
    }
    total += usize::from(session.reconnect(now, 7).is_some());

    let mut pages = Pages::new(Method::AGENT_LIST_CHATS, Version::DEFAULT, "{}").ok()?;
    total += pages.next_request(now).ok()?.map_or(0, |body| body.len());
    total += pages.answered(now, text).map_or(0, |_| 1);

    let response = Response::parse(Received::default(), text, InputLimits::default());
    let outcome = Outcome::from(&response);
    let method = Method::AGENT_LIST_CHATS;
    let attempt =
        Attempt { method, outcome, attempts: 1, began: now, now, random: 7, tried_regions: &[], renewed_token: false };
    total += RetryPolicy::default().decide(&attempt).code().len();

    let mut budget = Budget::new(BudgetConfig::default());
    let reservation = budget.reserve(now, Payer::License).ok()?;
    budget.settle(now, reservation, Spent::of(&outcome, now)?).ok()?;
    Some(total + Budget::restore(BudgetConfig::default(), &budget.save()).ok()?.save().len())
}

/// Addresses, redirects, requests and answers of signing in.
fn signing_in(text: &str) -> Option<usize> {
    let (client, redirect) = (ClientId::parse("client").ok()?, RedirectUri::parse("https://a.example/back").ok()?);
    let (state, verifier) = (State::from_random(&[7; 32]), Verifier::from_random(&[9; 32]));
    let accounts = Accounts::at(text).unwrap_or_default();
    let challenge = verifier.challenge(ChallengeMethod::S256);
    let ask = Authorize::code_with_pkce(&client, &redirect, &state, &challenge).scopes([text]).ok()?;
    let mut total = accounts.authorize_url(&ask).as_str().len();
    if let Ok(grant) = read_code(text, &state) {
        total += accounts.exchange(&client, &redirect, grant.code(), &Proof::Verifier(&verifier)).url().len();
    }
    total += read_implicit(text, &state).map_or(0, |grant| grant.access_token().expose().len());
    total += usize::from(read_revoked(Operation::Exchange, 200, text.as_bytes()).is_ok());
    total += usize::from(TransferAnswer::read(200, text.as_bytes()).is_ok());
    let answer = TokenAnswer::read(Operation::Exchange, 200, text.as_bytes()).ok()?;
    let token = answer.access_token();
    let grant = CustomerGrant::AgentToken { token, entity_id: None, organization_id: answer.organization_id() };
    for request in [
        accounts.refresh(&client, None, answer.refresh_token()?),
        accounts.inspect(token, TokenIn::Header),
        accounts.revoke(token, TokenIn::Query),
        accounts.customer_token(&client, &grant, None),
        accounts.identity_transfer(&client, &TransferBy::Customer { token }, Some(&verifier)),
    ] {
        total += request.url().len();
    }
    Some(total + Credentials::Bearer(token.clone()).header_value().len())
}
