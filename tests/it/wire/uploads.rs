//! Files as multipart: written as browsers do, read strictly, whatever the content.

use livechat_core::codec::{FaultCode, Options};
use livechat_core::request::{
    Boundary, BuildErrorCode, FileHead, FileName, HttpRequest, MediaType, ReadErrorCode, ReadOptions, Request,
    RequestError, WebOptions,
};
use livechat_core::{Method, Version};
use proptest::prelude::*;

use super::{read, read_back};

/// 10 MB, as the reference has it.
const MOST: usize = 10 * 1024 * 1024;

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

fn request(content: &[u8]) -> Result<Request, RequestError> {
    let body = format!(r#"{{"file":"{}"}}"#, base64(content));
    Request::new(Method::AGENT_UPLOAD_FILE, Version::V3_6, &body, Options::default())
}

fn http(content: &[u8], head: FileHead) -> HttpRequest {
    request(content).unwrap().http(&WebOptions { file: Some(head), ..Default::default() }).unwrap()
}

fn head(boundary: &str) -> FileHead {
    FileHead { boundary: Some(Boundary::parse(boundary).unwrap()), ..FileHead::default() }
}

#[test]
fn a_file_is_one_part() {
    let head = FileHead {
        name: Some(FileName::parse("a \"b\"\r\nżółw.png").unwrap()),
        content_type: Some(MediaType::parse("image/png").unwrap()),
        ..head("frontier")
    };
    let http = http(b"\x89PNG\r\n\x1a\n", head.clone());
    assert_eq!(http.header("content-type"), Some("multipart/form-data; boundary=frontier"));
    let expected = [
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0Ażółw.png\"\r\n"
            .as_bytes(),
        b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\r\n--frontier--\r\n",
    ]
    .concat();
    assert_eq!(http.body().unwrap().bytes(), expected);
    let read = read_back(&http).unwrap();
    assert_eq!(read.body(), r#"{"file":"iVBORw0KGgo="}"#);
    assert_eq!(read.file(), Some(&head));
}

#[test]
fn a_boundary_may_not_be_in_the_file() {
    let request = request(b"text with frontier in it").unwrap();
    let options = |boundary| WebOptions { file: Some(head(boundary)), ..Default::default() };
    let e = request.http(&options("frontier")).unwrap_err();
    assert_eq!((e.code(), e.pointer()), (BuildErrorCode::BoundaryInContent, "/boundary"));
    assert!(request.http(&options("another")).is_ok());
    // None given: one is made of the content, the same one for the same content.
    let made = request.http(&WebOptions::default()).unwrap();
    assert_eq!(made.header("content-type"), request.http(&WebOptions::default()).unwrap().header("content-type"));
    assert!(read_back(&made).is_ok());
    for bad in ["", " ", "a ", "a\"", "a\r\n", "ä", "a;b", &"a".repeat(71)] {
        assert!(Boundary::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(http(b"", head("a b:c")).header("content-type"), Some("multipart/form-data; boundary=\"a b:c\""));
}

#[test]
fn names_and_types_of_files_are_checked() {
    for bad in ["", "a\0b", "a\u{7f}", "a\\b", "a\tb", &"a".repeat(256)] {
        assert!(FileName::parse(bad).is_err(), "{bad:?}");
    }
    for bad in ["", "png", "image/", "/png", "image/png; a=b", "image/p ng", "image/png\r\nX: y", "a/b/c"] {
        assert!(MediaType::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn the_limit_is_about_the_files_bytes() {
    let most = request(&vec![7; MOST]).unwrap();
    let http = most.http(&WebOptions::default()).unwrap();
    assert_eq!(read_back(&http).unwrap().body(), most.body());
    let Err(RequestError::Invalid(verdict)) = request(&vec![7; MOST + 1]) else { panic!("a file that is too large") };
    let faults: Vec<_> = verdict.faults().iter().map(|f| (f.code(), f.pointer())).collect();
    assert_eq!(faults, [(FaultCode::TooLong, "/file")]);
}

#[test]
fn what_is_not_one_file_is_refused() {
    let part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: text/plain\r\n\r\nx";
    let good = format!("{part}\r\n--b--\r\n");
    let code = |body: &str| {
        let headers = [("Content-Type", "multipart/form-data; boundary=b")];
        let incoming = livechat_core::request::Incoming {
            method: "POST",
            target: "/v3.6/agent/action/upload_file",
            headers: &headers,
            body: body.as_bytes(),
        };
        livechat_core::request::read_http(incoming, &ReadOptions::default()).map_err(|e| e.code())
    };
    assert!(code(&good).is_ok());
    assert!(code(&good.replace("Content-Type: text/plain\r\n", "")).is_ok());
    assert!(code(&format!("{part}\r\n--b--")).is_ok());
    for (what, body) in [
        ("nothing", String::new()),
        ("a preamble", format!("x\r\n{good}")),
        ("an epilogue", format!("{good}x")),
        ("two parts", format!("{part}\r\n{part}\r\n--b--\r\n")),
        ("no end", part.to_owned()),
        ("a bare line feed before the end", good.replace("x\r\n--b--", "x\n--b--")),
        ("a boundary after a bare line feed", good.replace("\r\n\r\nx", "\r\n\r\nx\n--b\n")),
        ("another field", good.replace("name=\"file\"", "name=\"other\"")),
        ("no field", good.replace("name=\"file\"; ", "")),
        ("two fields", good.replace("name=\"file\"", "name=\"file\"; name=\"file\"")),
        ("no file name", good.replace("; filename=\"a\"", "")),
        ("two file names", good.replace("filename=\"a\"", "filename=\"a\"; filename=\"b\"")),
        ("an encoded file name", good.replace("filename=\"a\"", "filename=\"a\"; filename*=UTF-8''b")),
        ("a file name without quotes", good.replace("filename=\"a\"", "filename=a")),
        ("a file name with escapes", good.replace("filename=\"a\"", "filename=\"a\\\"b\"")),
        ("no form-data", good.replace("form-data", "attachment")),
        ("a third header", good.replace("Content-Type", "Content-Transfer-Encoding: base64\r\nContent-Type")),
        ("a folded header", good.replace("; filename", ";\r\n filename")),
        ("two content types", good.replace("Content-Type: text/plain", "Content-Type: a/b\r\nContent-Type: c/d")),
        ("a content type with parameters", good.replace("text/plain", "text/plain; charset=utf-8")),
        ("no disposition", good.replace("Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n", "")),
    ] {
        assert_eq!(code(&body).err(), Some(ReadErrorCode::BadMultipart), "{what}");
    }
}

#[test]
fn the_content_type_is_that_of_the_method() {
    let http = http(b"x", head("b"));
    let as_json = livechat_core::request::Incoming {
        method: "POST",
        target: "/v3.6/agent/action/upload_file",
        headers: &[("Content-Type", "application/json")],
        body: br#"{"file":"eA=="}"#,
    };
    let code =
        |incoming| livechat_core::request::read_http(incoming, &ReadOptions::default()).map_err(|e| e.code()).err();
    assert_eq!(code(as_json), Some(ReadErrorCode::BadContentType));
    assert_eq!(code(livechat_core::request::Incoming { headers: &[], ..as_json }), Some(ReadErrorCode::BadContentType));
    let e = read("POST", "/v3.6/agent/action/get_chat", &http).unwrap_err();
    assert_eq!(e.code(), ReadErrorCode::BadContentType);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_content_is_read_back(
        content in prop::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'b'), any::<u8>()], 0..60),
        boundary in "[b\\-'()+_,./:=?a-z ]{0,20}[b\\-a-z]",
        name in "[^\\pC\\\\%]{1,40}",
    ) {
        let boundary = Boundary::parse(&boundary).unwrap();
        let inside = content.windows(boundary.as_str().len()).any(|w| w == boundary.as_str().as_bytes());
        let head = FileHead {
            boundary: Some(boundary),
            name: FileName::parse(&name).ok(),
            content_type: Some(MediaType::default()),
        };
        prop_assume!(head.name.is_some());
        let request = request(&content).unwrap();
        match request.http(&WebOptions { file: Some(head.clone()), ..Default::default() }) {
            Ok(http) => {
                prop_assert!(!inside);
                let read = read_back(&http).map_err(|e| TestCaseError::fail(e.to_string()))?;
                prop_assert_eq!(read.body(), request.body());
                prop_assert_eq!(read.file(), Some(&head));
            }
            Err(e) => {
                prop_assert!(inside);
                prop_assert_eq!(e.code(), BuildErrorCode::BoundaryInContent);
            }
        }
    }
}
