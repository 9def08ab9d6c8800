//! A file as the one part of a multipart body (RFC 7578), written and read strictly. No IO.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::error::{ReadError, ReadErrorCode};
use crate::input::{Rule, checked, visible};

checked! {
    /// What separates the parts of a multipart body: 1 to 70 characters of RFC 2046, the last one no space.
    pub struct Boundary,
    |text| {
        const ABOUT: &str = "it is 1 to 70 letters, digits, spaces and '()+_,-./:=?, and doesn't end with a space";
        let fits = |c: char| c.is_ascii_alphanumeric() || " '()+_,-./:=?".contains(c);
        Rule { field: "boundary", least: 1, most: 70, fits, about: ABOUT }.and(text, |t| !t.ends_with(' '))
    }
}

impl Boundary {
    /// A boundary that can't be in the content, as far as anybody knows: it is made of the content's own SHA-256.
    pub fn of(content: &[u8]) -> Self {
        let hash = Sha256::digest(content);
        let hex = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
        let hex = hex.filter_map(|digit| char::from_digit(u32::from(digit), 16));
        let text: String = "livechat-core-".chars().chain(hex).collect();
        Self(text.into())
    }

    /// Its text as the parameter of a content type, in quotes where it needs them.
    pub(super) fn parameter(&self) -> String {
        if self.0.bytes().all(is_token) { self.0.as_ref().into() } else { format!("\"{}\"", self.0) }
    }
}

checked! {
    /// The name of a file: 1 to 255 bytes of any text. Quotes and line breaks in it are sent as browsers send them. Neither other control characters nor
    /// backslashes, which some servers take for escapes.
    pub struct FileName,
    |text| {
        const ABOUT: &str = "it is 1 to 255 bytes, without control characters and backslashes";
        let fits = |c: char| c == '\r' || c == '\n' || !c.is_control() && c != '\\';
        Rule { field: "file_name", least: 1, most: 255, fits, about: ABOUT }.check(text)
    }
}

impl Default for FileName {
    fn default() -> Self {
        Self("file".into())
    }
}

checked! {
    /// The content type of a file, such as `image/png`, without parameters.
    pub struct MediaType,
    |text| {
        const ABOUT: &str = "it is `type/subtype`, such as image/png, without parameters";
        let token = |t: &str| !t.is_empty() && t.bytes().all(is_token);
        let form = |t: &str| t.split_once('/').is_some_and(|(a, b)| token(a) && token(b));
        Rule { field: "content_type", least: 1, most: 127, fits: visible, about: ABOUT }.and(text, form)
    }
}

impl Default for MediaType {
    fn default() -> Self {
        Self("application/octet-stream".into())
    }
}

/// Whether a byte may stand in a token of HTTP (RFC 9110).
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// What goes with the content of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileHead {
    /// What separates the parts; left out when building, it is made of the content.
    pub boundary: Option<Boundary>,
    /// The name; left out, `file`.
    pub name: Option<FileName>,
    /// The content type; left out, `application/octet-stream`.
    pub content_type: Option<MediaType>,
}

/// Whether a text occurs in bytes.
fn contains(bytes: &[u8], text: &[u8]) -> bool {
    !text.is_empty() && bytes.windows(text.len()).any(|w| w == text)
}

/// Writes the body; none if the boundary occurs in the content.
pub(super) fn write(field: &str, head: &FileHead, boundary: &Boundary, content: &[u8]) -> Option<Vec<u8>> {
    if contains(content, boundary.0.as_bytes()) {
        return None;
    }
    let name = head.name.clone().unwrap_or_default().0;
    // As the HTML standard has it for names in multipart/form-data.
    let name = name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22");
    let content_type = head.content_type.clone().unwrap_or_default();
    let start = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
    );
    let end = format!("\r\n--{boundary}--\r\n");
    Some([start.as_bytes(), content, end.as_bytes()].concat())
}

fn bad(message: &'static str) -> ReadError {
    ReadError::new(ReadErrorCode::BadMultipart, "/body", message)
}

/// Reads a body that is one file in the part named `field`: the head and the content. A file name's `%22`, `%0D` and `%0A` are read as what browsers mean by
/// them.
pub(super) fn read<'b>(field: &str, boundary: Boundary, body: &'b [u8]) -> Result<(FileHead, &'b [u8]), ReadError> {
    let start = format!("--{boundary}\r\n");
    let end = format!("\r\n--{boundary}--");
    let inner = body.strip_prefix(start.as_bytes()).ok_or_else(|| bad("it doesn't begin with the boundary"))?;
    let inner = inner.strip_suffix(b"\r\n").unwrap_or(inner);
    let inner = inner.strip_suffix(end.as_bytes()).ok_or_else(|| bad("it doesn't end with the boundary and `--`"))?;
    let gap = inner.windows(4).position(|w| w == b"\r\n\r\n").ok_or_else(|| bad("the part has no headers"))?;
    let (head, content) = inner.split_at_checked(gap).ok_or_else(|| bad("the part has no headers"))?;
    let content = content.get(4..).unwrap_or_default();
    // A reader that is less strict about line breaks would see another part. The head has none but those between its lines.
    if contains(content, format!("--{boundary}").as_bytes()) {
        return Err(bad("it has more than one part, or its boundary inside of the file"));
    }
    let head = core::str::from_utf8(head).map_err(|_| bad("the headers of the part aren't UTF-8"))?;
    let mut read = FileHead { boundary: Some(boundary), ..FileHead::default() };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or_else(|| bad("a header of the part isn't `name: value`"))?;
        let value = value.trim_matches([' ', '\t']);
        if value.chars().any(char::is_control) {
            return Err(bad("a control character in the headers of the part"));
        }
        if name.eq_ignore_ascii_case("content-disposition") && read.name.is_none() {
            read.name = Some(disposition(field, value)?);
        } else if name.eq_ignore_ascii_case("content-type") && read.content_type.is_none() {
            read.content_type = Some(MediaType::parse(value).map_err(|_| bad("the part has no plain content type"))?);
        } else {
            return Err(bad(
                "the part has a header besides Content-Disposition and Content-Type, or one of them twice",
            ));
        }
    }
    if read.name.is_none() {
        return Err(bad("the part has no Content-Disposition"));
    }
    Ok((read, content))
}

/// The file name of `form-data; name="file"; filename="..."`.
fn disposition(field: &str, value: &str) -> Result<FileName, ReadError> {
    let kind = "form-data";
    let mut rest = value
        .get(..kind.len())
        .filter(|k| k.eq_ignore_ascii_case(kind))
        .and_then(|_| value.get(kind.len()..))
        .ok_or_else(|| bad("the part isn't form-data"))?;
    let (mut named, mut file) = (false, None);
    while !rest.is_empty() {
        let quoted = || bad("the part's name or file name isn't written as `name=\"...\"`");
        let (key, after) = rest.strip_prefix(';').and_then(|r| r.split_once("=\"")).ok_or_else(quoted)?;
        let (text, after) = after.split_once('"').ok_or_else(quoted)?;
        rest = after.trim_start_matches(' ');
        match key.trim_start_matches(' ') {
            "name" if !named && text == field => named = true,
            "filename" if file.is_none() => {
                let name = text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
                file = Some(FileName::parse(&name).map_err(|_| bad("the part has a bad file name"))?);
            }
            _ => return Err(bad("the part isn't the method's file, or has further parameters")),
        }
    }
    file.filter(|_| named).ok_or_else(|| bad("the part lacks its name or its file name"))
}
