//! What clients send: HTTP requests and frames. Whatever is read can be built again, and what is built is read as the same.

use livechat_core::answer::Frame;
use livechat_core::catalogue::Api;
use livechat_core::codec::{InputLimits, Json, Options, UnknownFields};
use livechat_core::request::{
    AuthorId, BuildErrorCode, Credentials, FileHead, FrameOptions, HttpMethod, HttpRequest, Incoming, OrganizationId,
    Read, ReadError, ReadErrorCode, ReadFrame, ReadOptions, Region, Request, RtmConnection, WebOptions, read_frame,
    read_http,
};
use livechat_core::{Transport, Version};
use serde_json::Value;

use super::{MARK, Script, is_beyond, look, same};

/// What stands in `Authorization`, as the first byte chooses.
const PLANTED: [Option<&str>; 7] = [
    None,
    Some("Bearer s3cr3t"),
    Some("Basic YWNjb3VudDpzM2NyM3Q="),
    Some("Basic s3cr3t"),
    Some("Bearer s3cr3t x"),
    Some("s3cr3t"),
    Some("Basic czNjcjN0"),
];

/// What is planted in `Authorization`; then a request line, headers and an empty line, ended by LF; then the body.
pub fn read(data: &[u8]) {
    let mut script = Script(data);
    let planted = PLANTED[usize::from(script.byte()) % PLANTED.len()];
    let Some((method, target)) = script.line().map(|line| line.split_once(' ').unwrap_or((line, ""))) else { return };
    let Some(mut headers) = script.headers() else { return };
    headers.extend(planted.map(|value| ("authorization", value)));
    let incoming = Incoming { method, target, headers: &headers, body: script.0 };
    assert!(!format!("{incoming:?}").contains(MARK));
    let read = match read_http(incoming, &ReadOptions::default()) {
        Ok(read) => read,
        Err(error) => return refused(&error),
    };
    assert!(!format!("{read:?}").contains(MARK));
    as_it_stands(incoming, &read);
    let options = Options { unknown_fields: UnknownFields::Ignore };
    let request = match read.request(options) {
        Ok(request) => request,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    assert_eq!(request.body(), compact(read.body()));
    if let Some(again) = sent(&read, &request) {
        assert_eq!(again, read_without_spaces(&read, &request));
    }
}

/// What was read is what a reader sees who looks at the parts one by one.
fn as_it_stands(incoming: Incoming<'_>, read: &Read) {
    let local = incoming.target.strip_prefix("https://api.livechatinc.com").unwrap_or(incoming.target);
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    let header = |name: &str| {
        let mut named = incoming.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let (value, again) = (named.next().map(|(_, value)| value.trim_matches([' ', '\t'])), named.next());
        assert!(value.is_none() || again.is_none(), "{name} stands twice");
        value
    };
    let version = read.version().as_str();
    let in_path = path == format!("/v{version}{}", read.method().path());
    let in_header = header("x-api-version");
    assert!(in_path || path == read.method().path() && in_header.is_some(), "{path}");
    assert!(in_header.is_none_or(|v| v == version));
    assert_eq!(read.http_method().map(HttpMethod::as_str), Some(incoming.method));
    assert_eq!(read.credentials().map(Credentials::header_value).as_deref(), header("authorization"));
    assert_eq!(read.region().map(Region::as_str), header("x-region"));
    assert_eq!(read.author_id().map(AuthorId::as_str), header("x-author-id"));
    let mut ids = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "organization_id");
    let own = read.method().api() == Api::Customer;
    assert_eq!(
        read.organization_id().map(OrganizationId::as_str),
        ids.next().filter(|_| own).map(|(_, id)| id).as_deref()
    );
    if read.http_method() == Some(HttpMethod::Post) && read.file().is_none() {
        let text = core::str::from_utf8(incoming.body).expect("JSON");
        assert!(same(read.body(), text) || incoming.body.is_empty() && read.body() == "{}" || is_beyond(incoming.body));
    }
}

fn compact(body: &str) -> String {
    Json::parse(body, InputLimits::default()).expect("JSON").compact()
}

/// Everything of a call but credentials; the body as it is sent.
fn read_without_spaces(read: &Read, request: &Request) -> String {
    let file = read.file().map(|head| (head.name.clone(), head.content_type.clone().unwrap_or_default()));
    format!(
        "{} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {file:?} {}",
        read.method(),
        read.version(),
        read.transport(),
        read.http_method(),
        read.region(),
        read.author_id(),
        read.organization_id(),
        read.request_id(),
        read.token_kind(),
        request.body(),
    )
}

/// Sends what was read and reads it again; nothing where it can't be sent for a reason that is known.
fn sent(read: &Read, request: &Request) -> Option<String> {
    let options = WebOptions {
        credentials: read.credentials().cloned(),
        region: read.region(),
        organization_id: read.organization_id().cloned(),
        author_id: read.author_id().cloned(),
        http_method: read.http_method(),
        file: read.file().cloned(),
        ..WebOptions::default()
    };
    assert!(!format!("{options:?} {request:?}").contains(MARK) || shows(read, MARK));
    let http = match request.http(&options) {
        Ok(http) => http,
        Err(error) => {
            let fits = read.credentials().is_none_or(|c| c.fit(read.method().api(), Transport::Web));
            match error.code() {
                BuildErrorCode::WrongTokenKind if !fits => return None,
                // It may stand in the content where it separates nothing.
                BuildErrorCode::BoundaryInContent => {
                    let file = read.file().map(|head| FileHead { boundary: None, ..head.clone() });
                    request.http(&WebOptions { file, ..options.clone() }).expect("another boundary")
                }
                _ => panic!("{error}: {read:?} {}", request.body()),
            }
        }
    };
    let again = back(&http).unwrap_or_else(|error| panic!("{error}: {}", http.url()));
    assert_eq!(again.credentials(), read.credentials());
    assert_eq!(again.body(), request.body());
    let lines = http.headers().iter().flat_map(|(name, value)| [*name, value.as_str()]);
    for line in lines.chain([http.url()]) {
        assert!(line.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{line:?}");
    }
    let request = again.request(Options { unknown_fields: UnknownFields::Ignore }).expect("as valid as before");
    Some(read_without_spaces(&again, &request))
}

/// Whether an ID or the name of a file holds a text: those are no secrets.
fn shows(read: &Read, text: &str) -> bool {
    format!("{:?} {:?} {:?}", read.author_id(), read.organization_id(), read.file()).contains(text)
}

fn back(http: &HttpRequest) -> Result<Read, ReadError> {
    let headers: Vec<(&str, &str)> = http.headers().iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = http.body().map_or(&[][..], |body| body.bytes());
    let incoming = Incoming { method: http.method().as_str(), target: http.url(), headers: &headers, body };
    read_http(incoming, &ReadOptions::default())
}

/// An error names its place and no value. Names of headers and keys may stand in the place.
fn refused(error: &ReadError) {
    assert!(!error.message().contains(MARK), "{error}");
    assert!(!error.message().is_empty());
    let named = error.pointer().starts_with("/headers/") || error.code() == ReadErrorCode::DuplicateKey;
    assert!(named || error.pointer().starts_with("/frame/") || !error.pointer().contains(MARK), "{error}");
}

/// The connection; then the text of a frame.
///
/// A client's frame is built again and read as the same; a server's frame keeps all that it holds.
pub fn frame(data: &[u8]) {
    let [choice, text @ ..] = data else { return };
    let Ok(text) = core::str::from_utf8(text) else { return };
    let api = [Api::Agent, Api::Customer][usize::from(choice / 4 % 2)];
    let version = Version::ALL[usize::from(choice % 4)];
    let organization = Some(OrganizationId::parse("org-1").expect("an ID")).filter(|_| choice / 8 % 2 == 0);
    let Ok(connection) = RtmConnection::new(api, version, organization) else { return };
    match read_frame(&connection, text, InputLimits::default()) {
        Ok(ReadFrame::Ping { version: of, .. }) => assert!(of >= version),
        Ok(ReadFrame::Call(call)) => called(&connection, &call),
        Err(error) => refused(&error),
    }
    let Ok(frame) = Frame::parse(api, version, text, InputLimits::default()) else { return };
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(serde_json::to_value(frame).ok(), Some(value));
    }
    look(&frame.warnings(), text);
    assert!(!format!("{frame:?}").contains(MARK));
    match frame {
        Frame::Response(response) => {
            let _ = (response.request_id(), response.method(), response.payload());
            if let Err(failure) = response.outcome() {
                super::answers::told(&failure);
            }
        }
        Frame::Push(push) => {
            let _ = (push.request_id(), push.push(), push.payload(), push.caused_by().count());
        }
        Frame::Other(other) => assert!(!matches!(other.kind().as_deref(), Some("push" | "response"))),
        _ => {}
    }
}

fn called(connection: &RtmConnection, call: &Read) {
    assert!(call.version() >= connection.version());
    assert_eq!(call.organization_id(), connection.organization_id());
    assert!(!format!("{call:?}").contains(MARK));
    let ignoring = Options { unknown_fields: UnknownFields::Ignore };
    let Ok(request) = call.request(ignoring) else { return };
    let options = FrameOptions {
        request_id: call.request_id().cloned(),
        author_id: call.author_id().cloned(),
        credentials: None,
        connection: Some(connection),
    };
    let frame = request.frame(&options).unwrap_or_else(|error| panic!("{error}: {call:?}"));
    let again = read_frame(connection, frame.text(), InputLimits::default());
    let again = again.unwrap_or_else(|error| panic!("{error}: {}", frame.text()));
    let ReadFrame::Call(again) = again else { panic!("a ping: {}", frame.text()) };
    assert_eq!(again.body(), request.body());
    assert_eq!(read_without_spaces(&again, &request), read_without_spaces(call, &request));
}
