//! Building and reading back gives method, version, transport, body, credentials, region, author and organization, for every method.

use livechat_core::codec::{InputLimits, MAX_DEPTH, Options};
use livechat_core::request::{
    AccessToken, AccountId, AuthorId, BaseUrl, BuildErrorCode, Credentials, FrameOptions, HttpMethod, OrganizationId,
    ReadFrame, ReadOptions, Region, Request, RequestId, RtmConnection, WebOptions, read_frame,
};
use livechat_core::{Method, Transport, Version};
use proptest::prelude::*;
use serde_json::Value;

use super::{ORGANIZATION, read_back, request};

fn token(text: &str) -> AccessToken {
    AccessToken::parse(text).unwrap()
}

fn visible() -> impl Strategy<Value = String> {
    "[!-$&-~]{1,40}"
}

/// Credentials that the method's API takes over the Web.
fn credentials(customer: bool) -> BoxedStrategy<Option<Credentials>> {
    let of = |make: fn(AccessToken) -> Credentials| visible().prop_map(move |t| Some(make(token(&t))));
    if customer {
        return prop_oneof![Just(None), of(Credentials::Customer)].boxed();
    }
    let personal = ("[A-Za-z0-9_-]{1,20}", visible()).prop_map(|(account, t)| {
        Some(Credentials::Personal { account_id: AccountId::parse(&account).unwrap(), token: token(&t) })
    });
    prop_oneof![Just(None), of(Credentials::Bearer), of(Credentials::Bot), personal].boxed()
}

/// What a bot's token is taken for on the wire.
fn as_read(credentials: Option<&Credentials>) -> Option<Credentials> {
    credentials.map(|c| match c {
        Credentials::Bot(token) => Credentials::Bearer(token.clone()),
        other => other.clone(),
    })
}

/// Equal as JSON, whatever the order of keys.
fn same(a: &str, b: &str) -> bool {
    a == b || serde_json::from_str::<Value>(a).ok() == serde_json::from_str::<Value>(b).ok()
}

fn takes_author(method: Method, version: Version) -> bool {
    method.name().starts_with("agent/") && ["3.4", "3.5"].contains(&version.as_str())
}

fn web(request: &Request, options: &WebOptions) -> Result<bool, TestCaseError> {
    let (method, version) = (request.method(), request.version());
    let built = request.http(options);
    let get = options.http_method == Some(HttpMethod::Get) || method.http_method() == "GET";
    if let Err(e) = &built
        && get
    {
        prop_assert_eq!(e.code(), BuildErrorCode::NotInQuery, "{}", e);
        return Ok(false);
    }
    let http = built.map_err(|e| TestCaseError::fail(format!("{method} {version} {}: {e}", request.body())))?;
    let read = read_back(&http).map_err(|e| TestCaseError::fail(format!("{} {e}", http.url())))?;
    prop_assert_eq!((read.method(), read.version()), (method, version));
    prop_assert_eq!(read.transport(), Transport::Web);
    prop_assert!(same(read.body(), request.body()), "{} {} {}", http.url(), read.body(), request.body());
    prop_assert_eq!(read.http_method(), Some(http.method()));
    prop_assert_eq!(read.credentials().cloned(), as_read(options.credentials.as_ref()));
    prop_assert_eq!(read.region(), options.region);
    prop_assert_eq!(read.author_id(), options.author_id.as_ref());
    let organization = options.organization_id.as_ref().filter(|_| method.name().starts_with("customer/"));
    prop_assert_eq!(read.organization_id(), organization);
    prop_assert_eq!(read.request_id(), None);
    let again = read.request(Options::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
    prop_assert!(same(again.body(), request.body()));
    // What is sent is visible ASCII on one line.
    let headers = http.headers().iter().flat_map(|(name, value)| [*name, value]);
    for text in headers.chain([http.url()]) {
        prop_assert!(text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{:?}", text);
    }
    Ok(true)
}

fn rtm(request: &Request, lowest: Version, options: &FrameOptions<'_>) -> Result<(), TestCaseError> {
    let (method, version) = (request.method(), request.version());
    let organization = OrganizationId::parse(ORGANIZATION).unwrap();
    let connection = RtmConnection::new(method.api(), lowest, Some(organization)).unwrap();
    let reopened = RtmConnection::from_path(&connection.url(&BaseUrl::default()), &ReadOptions::default());
    prop_assert_eq!(reopened.as_ref(), Ok(&connection));
    let options = FrameOptions { connection: Some(&connection), ..options.clone() };
    let frame = request.frame(&options).map_err(|e| TestCaseError::fail(format!("{method} {version}: {e}")))?;
    let read = read_frame(&connection, frame.text(), InputLimits::default());
    let read = read.map_err(|e| TestCaseError::fail(format!("{} {e}", frame.text())))?;
    let ReadFrame::Call(read) = read else { return Err(TestCaseError::fail("a ping")) };
    prop_assert_eq!((read.method(), read.version()), (method, version));
    prop_assert_eq!(read.transport(), Transport::Rtm);
    prop_assert_eq!(read.body(), request.body());
    prop_assert_eq!(read.request_id(), options.request_id.as_ref());
    prop_assert_eq!(read.author_id(), options.author_id.as_ref());
    prop_assert_eq!(read.organization_id(), connection.organization_id());
    prop_assert_eq!((read.credentials(), read.region(), read.http_method()), (None, None, None));
    Ok(())
}

#[test]
fn every_method_in_every_version_on_every_transport() {
    let (mut sent, mut framed, mut queries, mut refused) = (0, 0, 0, 0);
    for method in Method::all() {
        for version in method.versions().iter() {
            for seed in 0..3 {
                let request = request(method, version, seed).unwrap_or_else(|| panic!("{method} {version}: no body"));
                let organization_id = Some(OrganizationId::parse(ORGANIZATION).unwrap());
                for http_method in [None, Some(HttpMethod::Get), Some(HttpMethod::Post)] {
                    let options =
                        WebOptions { organization_id: organization_id.clone(), http_method, ..Default::default() };
                    let takes = http_method.is_none_or(|verb| method.http_method().contains(verb.as_str()));
                    if !method.versions_on(Transport::Web).contains(version) {
                        let code = request.http(&options).map_err(|e| e.code());
                        assert_eq!(code.err(), Some(BuildErrorCode::UnsupportedTransport), "{method}");
                    } else if !takes {
                        assert_eq!(request.http(&options).unwrap_err().pointer(), "/http_method", "{method}");
                    } else {
                        let done = web(&request, &options).unwrap_or_else(|e| panic!("{method} {version}: {e}"));
                        sent += 1;
                        queries += usize::from(done && http_method == Some(HttpMethod::Get) && request.body() != "{}");
                        refused += usize::from(!done);
                    }
                }
                if method.versions_on(Transport::Rtm).contains(version) {
                    for lowest in Version::ALL.into_iter().filter(|v| *v <= version) {
                        rtm(&request, lowest, &FrameOptions::default()).unwrap_or_else(|e| panic!("{method}: {e}"));
                        framed += 1;
                    }
                } else {
                    let code = request.frame(&FrameOptions::default()).map_err(|e| e.code());
                    assert_eq!(code.err(), Some(BuildErrorCode::UnsupportedTransport), "{method}");
                }
            }
        }
    }
    assert!(sent > 3_500 && framed > 1_000 && queries > 60 && refused > 10, "{sent} {framed} {queries} {refused}");
}

/// The deepest body that is valid goes through both transports.
#[test]
fn the_deepest_body() {
    let levels = MAX_DEPTH as usize - 3;
    let body = format!(
        r#"{{"chat_id":"c","event":{{"type":"custom","content":{{"a":{}{}}}}}}}"#,
        "[".repeat(levels),
        "]".repeat(levels)
    );
    let request = Request::new(Method::AGENT_SEND_EVENT, Version::V3_6, &body, Options::default()).unwrap();
    assert!(web(&request, &WebOptions::default()).unwrap());
    rtm(&request, Version::V3_6, &FrameOptions::default()).unwrap();
}

/// Where the catalogue knows no fields, validation lets a repeated key pass; the wire doesn't.
#[test]
fn a_key_that_stands_twice_is_not_sent() {
    let body = r#"{"chat_id":"c","event":{"type":"custom","content":{"a":[{"k":1,"k":2}]}}}"#;
    let request = Request::new(Method::AGENT_SEND_EVENT, Version::V3_6, body, Options::default()).unwrap();
    for e in [request.http(&WebOptions::default()).unwrap_err(), request.frame(&FrameOptions::default()).unwrap_err()] {
        assert_eq!((e.code(), e.pointer()), (BuildErrorCode::DuplicateKey, "/body/event/content/a/0/k"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_was_built_is_read_back(
        method in any::<prop::sample::Index>(),
        version in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        agents in credentials(false),
        customers in credentials(true),
        region in prop::option::of(prop::sample::select(&Region::ALL[..])),
        author in prop::option::of("[!-~]{1,30}"),
        organization in "[A-Za-z0-9_-]{1,64}",
        request_id in prop::option::of("\\PC{1,20}"),
        verb in prop::option::of(prop::sample::select(&HttpMethod::ALL[..])),
    ) {
        let method = Method::from_index(method.index(Method::all().len())).unwrap();
        let versions: Vec<Version> = method.versions().iter().collect();
        let version = *version.get(&versions);
        let Some(request) = request(method, version, seed) else { return Ok(()) };
        let customer = method.name().starts_with("customer/");
        let author_id = author.filter(|_| takes_author(method, version)).map(|a| AuthorId::parse(&a).unwrap());
        let credentials = if customer { customers } else { agents };
        let bot = matches!(credentials, Some(Credentials::Bot(_)));
        if method.versions_on(Transport::Web).contains(version) {
            web(&request, &WebOptions {
                credentials: credentials.clone(),
                region,
                organization_id: Some(OrganizationId::parse(&organization).unwrap()),
                author_id: author_id.clone().filter(|_| !bot),
                http_method: verb.filter(|verb| method.http_method().contains(verb.as_str())),
                ..WebOptions::default()
            })?;
        }
        if method.versions_on(Transport::Rtm).contains(version) {
            let credentials = credentials.filter(|c| matches!(c, Credentials::Bearer(_) | Credentials::Customer(_)));
            let request_id = request_id.map(|id| RequestId::parse(&id).unwrap());
            rtm(&request, version, &FrameOptions { request_id, author_id, credentials, connection: None })?;
        }
    }
}
