//! Who may call where, and that no secret shows.

use livechat_core::codec::{InputLimits, Options};
use livechat_core::policy::{Code, TokenKind};
use livechat_core::request::{
    AccessToken, AccountId, AuthorId, BuildErrorCode, Credentials, FrameOptions, Incoming, OrganizationId, ReadOptions,
    Request, RtmConnection, WebOptions, read_frame, read_http,
};
use livechat_core::{Method, Question, Token, Transport, Version};

use super::{ORGANIZATION, request};

fn all_kinds() -> [Credentials; 4] {
    let token = || AccessToken::parse("do-not-echo").unwrap();
    let account_id = AccountId::parse("account").unwrap();
    [
        Credentials::Personal { account_id, token: token() },
        Credentials::Bearer(token()),
        Credentials::Bot(token()),
        Credentials::Customer(token()),
    ]
}

/// A request can be built with just the kinds of token that the decision doesn't turn away.
#[test]
fn credentials_fit_where_the_decision_takes_their_kind() {
    for method in Method::all() {
        for version in method.versions().iter() {
            for transport in Transport::ALL.into_iter().filter(|t| method.versions_on(*t).contains(version)) {
                for credentials in all_kinds() {
                    let token = Token::new([""; 0]).with_kind(credentials.kind());
                    let question = Question::new(method, &token).version(version).transport(transport);
                    let turned_away = question.decide().code() == Code::WrongTokenKind;
                    let fit = credentials.fit(method.api(), transport);
                    assert_eq!(fit, !turned_away, "{method} {version} {transport} {}", credentials.kind());
                }
            }
        }
    }
}

#[test]
fn credentials_that_do_not_fit_are_refused() {
    let of = |name: &str| request(Method::from_name(name).unwrap(), Version::V3_6, 1).unwrap();
    let web = |name: &str, credentials: &Credentials| {
        let organization_id = Some(OrganizationId::parse(ORGANIZATION).unwrap());
        let options = WebOptions { credentials: Some(credentials.clone()), organization_id, ..Default::default() };
        of(name).http(&options).err().map(|e| e.code())
    };
    let rtm = |name: &str, credentials: &Credentials| {
        let options = FrameOptions { credentials: Some(credentials.clone()), ..Default::default() };
        of(name).frame(&options).err().map(|e| e.code())
    };
    let wrong = Some(BuildErrorCode::WrongTokenKind);
    for credentials in all_kinds() {
        let kind = credentials.kind();
        let customer = kind == TokenKind::Customer;
        for name in ["agent/get_chat", "configuration/list_agents", "reports/chats/duration"] {
            assert_eq!(web(name, &credentials), wrong.filter(|_| customer), "{name} {kind}");
        }
        assert_eq!(web("customer/get_chat", &credentials), wrong.filter(|_| !customer), "{kind}");
        assert_eq!(rtm("agent/get_chat", &credentials), wrong.filter(|_| kind != TokenKind::Oauth), "{kind}");
        assert_eq!(rtm("customer/get_chat", &credentials), wrong.filter(|_| !customer), "{kind}");
    }
}

/// What a vector can't say: that a kind is not told.
#[test]
fn the_kind_of_a_token_is_told_as_far_as_it_shows() {
    let kind = |target, value| {
        let headers = [("Authorization", value)];
        let incoming = Incoming { method: "POST", target, headers: &headers, body: b"{}" };
        read_http(incoming, &ReadOptions::default()).unwrap().token_kind()
    };
    assert_eq!(kind("/v3.6/agent/action/get_chat", "Basic YTpi"), Some(TokenKind::Personal));
    assert_eq!(kind("/v3.6/agent/action/get_chat", "Bearer b"), None);
    assert_eq!(kind("/v3.6/customer/action/get_chat?organization_id=a", "Bearer b"), Some(TokenKind::Customer));
    assert_eq!(kind("/v3.6/customer/action/get_chat?organization_id=a", "Basic YTpi"), Some(TokenKind::Personal));
}

#[test]
fn a_frame_goes_with_its_connection() {
    let chat = request(Method::AGENT_GET_CHAT, Version::V3_6, 1).unwrap();
    let code = |path| {
        let connection = RtmConnection::from_path(path, &ReadOptions::default()).unwrap();
        let options = FrameOptions { connection: Some(&connection), ..Default::default() };
        chat.frame(&options).err().map(|e| (e.code(), e.pointer().to_owned()))
    };
    assert_eq!(code("/v3.6/agent/rtm/ws"), None);
    assert_eq!(code("/v3.4/agent/rtm/ws"), None);
    let wrong = |pointer: &str| Some((BuildErrorCode::WrongConnection, pointer.to_owned()));
    assert_eq!(code("/v3.7/agent/rtm/ws"), wrong("/version"));
    assert_eq!(code("/v3.6/customer/rtm/ws?organization_id=a"), wrong("/method"));
}

#[test]
fn an_author_goes_with_old_versions_of_the_agent_api_alone() {
    let author_id = Some(AuthorId::parse("bot").unwrap());
    for method in Method::all() {
        for version in method.versions().iter() {
            let knows = method.name().starts_with("agent/") && ["3.4", "3.5"].contains(&version.as_str());
            let request = request(method, version, 0).unwrap();
            let organization_id = Some(OrganizationId::parse(ORGANIZATION).unwrap());
            let web = WebOptions { author_id: author_id.clone(), organization_id, ..Default::default() };
            let frame = FrameOptions { author_id: author_id.clone(), ..Default::default() };
            if method.versions_on(Transport::Web).contains(version) {
                let pointer = request.http(&web).err().map(|e| e.pointer().to_owned());
                assert_eq!(pointer.as_deref(), (!knows).then_some("/author_id"), "{method} {version}");
            }
            if method.versions_on(Transport::Rtm).contains(version) {
                let pointer = request.frame(&frame).err().map(|e| e.pointer().to_owned());
                assert_eq!(pointer.as_deref(), (!knows).then_some("/author_id"), "{method} {version}");
            }
        }
    }
}

#[test]
fn no_secret_shows() {
    let secret = "do-not-echo";
    let encoded = "YWNjb3VudDpkby1ub3QtZWNobw=="; // account:do-not-echo
    let hidden = |text: String| {
        assert!(!text.contains(secret) && !text.contains(encoded) && !text.contains("ZG8tbm90LWVjaG8"), "{text}");
    };
    let body = format!(r#"{{"token":"Bearer {secret}"}}"#);
    let login = Request::new(Method::AGENT_LOGIN, Version::V3_6, &body, Options::default()).unwrap();
    hidden(format!("{login:?} {:?}", login.frame(&FrameOptions::default()).unwrap()));
    let chat = request(Method::AGENT_GET_CHAT, Version::V3_6, 1).unwrap();
    for credentials in all_kinds() {
        let options = WebOptions { credentials: Some(credentials.clone()), ..Default::default() };
        hidden(format!("{credentials:?} {options:?}"));
        match chat.http(&options) {
            Ok(http) => {
                hidden(format!("{http:?}"));
                let headers: Vec<(&str, &str)> = http.headers().iter().map(|(n, v)| (*n, v.as_str())).collect();
                let target = format!("{}?key={secret}", "/v3.6/agent/action/get_chat");
                let body = format!(r#"{{"{secret}": 1"#);
                let incoming = Incoming { method: "POST", target: &target, headers: &headers, body: body.as_bytes() };
                hidden(format!("{incoming:?}"));
                hidden(format!("{:?}", read_http(incoming, &ReadOptions::default())));
                let incoming = Incoming { target: "/v3.6/agent/action/get_chat", ..incoming };
                hidden(format!("{:?}", read_http(incoming, &ReadOptions::default())));
                let incoming = Incoming { body: b"{}", ..incoming };
                hidden(format!("{:?}", read_http(incoming, &ReadOptions::default()).unwrap()));
            }
            Err(e) => hidden(format!("{e} {e:?}")),
        }
    }
    for value in [format!("Basic {secret}"), format!("Bearer {secret} x"), format!("Token {secret}"), secret.to_owned()]
    {
        let headers = [("Authorization", value.as_str())];
        let incoming =
            Incoming { method: "POST", target: "/v3.6/agent/action/get_chat", headers: &headers, body: b"{}" };
        let e = read_http(incoming, &ReadOptions::default()).unwrap_err();
        hidden(format!("{e} {e:?}"));
    }
    let connection = RtmConnection::from_path("/v3.6/agent/rtm/ws", &ReadOptions::default()).unwrap();
    hidden(format!(
        "{:?}",
        read_frame(&connection, login.frame(&FrameOptions::default()).unwrap().text(), InputLimits::default())
    ));
    hidden(format!("{:?}", AccessToken::parse(&format!("{secret}\n"))));
}
