//! Reads an HTTP archive as a browser or a proxy exports it, entry by entry in flat memory. Gives each call as a line in the shape of `read`.

use std::fmt;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Bytes that are looked at to tell an archive from lines.
pub(crate) const PEEKED: usize = 4096;

/// Whether a text that begins so is an archive: one object, whose first member is `log`.
pub(crate) fn is_archive(start: &[u8]) -> bool {
    let mut rest = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    for token in [&b"{"[..], b"\"log\"", b":"] {
        match rest.strip_prefix(token) {
            Some(after) => rest = after.trim_ascii_start(),
            None => return false,
        }
    }
    true
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "startedDateTime")]
    started: Option<String>,
    request: Request,
    #[serde(rename = "_webSocketMessages", default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(rename = "postData")]
    post: Option<Post>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Post {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "type")]
    direction: String,
    data: String,
}

/// A call in the shape that `read` takes.
#[derive(Serialize)]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    headers: Vec<[&'a str; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
}

/// A frame that the client sent.
#[derive(Serialize)]
struct Sent<'a> {
    frame: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
}

impl Entry {
    fn lines<E>(&self, each: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let (request, time) = (&self.request, self.started.as_deref());
        let sent: Vec<&Message> = self.messages.iter().filter(|m| m.direction == "send").collect();
        if request.url.starts_with("ws") {
            for message in sent {
                each(&json(&Sent { frame: &message.data, path: &request.url, time }))?;
            }
            return Ok(());
        }
        // HTTP/2 writes method and host as headers too, with a colon before their names.
        let headers = request.headers.iter().filter(|h| !h.name.starts_with(':'));
        let http = Http {
            method: &request.method,
            path: &request.url,
            headers: headers.map(|h| [h.name.as_str(), h.value.as_str()]).collect(),
            body: request.post.as_ref().and_then(|p| p.text.as_deref()),
            time,
        };
        each(&json(&http))
    }
}

/// These shapes are strings and lists of strings, which always can be written.
fn json(line: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(line).unwrap_or_default()
}

/// Why an archive wasn't read to its end.
pub(crate) enum Stopped<E> {
    /// It isn't an archive, or the file couldn't be read; what is said never repeats what stands there.
    Broken(String),
    /// Whoever was told a line wants no more.
    By(E),
}

/// Reads an archive and tells each call of it.
pub(crate) fn read<E>(from: impl Read, mut each: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), Stopped<E>> {
    let mut by = None;
    let mut json = serde_json::Deserializer::from_reader(io::BufReader::new(from));
    let mut tell = |entry: &Entry| match entry.lines(&mut each) {
        Ok(()) => true,
        Err(e) => {
            by = Some(e);
            false
        }
    };
    let read =
        Object { key: "log", inner: Object { key: "entries", inner: Entries(&mut tell) } }.deserialize(&mut json);
    let read = read.and_then(|found| if found { json.end() } else { Err(Error::custom("it has no log with entries")) });
    match (by, read) {
        (Some(e), _) => Err(Stopped::By(e)),
        (None, Ok(())) => Ok(()),
        (None, Err(e)) => Err(Stopped::Broken(said(&e))),
    }
}

/// What serde says, without the values that it quotes.
fn said(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Io => error.to_string(),
        serde_json::error::Category::Eof => format!("it ends too early, at {place}"),
        serde_json::error::Category::Syntax => format!("it isn't JSON from {place} on"),
        serde_json::error::Category::Data => format!("it isn't an HTTP archive from {place} on"),
    }
}

/// One member of an object; the others are passed over. Gives whether it was there.
struct Object<S> {
    key: &'static str,
    inner: S,
}

impl<'de, S: DeserializeSeed<'de, Value = bool>> DeserializeSeed<'de> for Object<S> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de, Value = bool>> Visitor<'de> for Object<S> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut inner = Some(self.inner);
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            match inner.take_if(|_| key == self.key) {
                Some(seed) => found = map.next_value_seed(seed)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

struct Entries<'f, F>(&'f mut F);

impl<'de, F: FnMut(&Entry) -> bool> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(&Entry) -> bool> Visitor<'de> for Entries<'_, F> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        while let Some(entry) = entries.next_element::<Entry>()? {
            if !(self.0)(&entry) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Result<Vec<String>, String> {
        let mut lines = Vec::new();
        let read = read(text.as_bytes(), |line| {
            lines.push(String::from_utf8_lossy(line).into_owned());
            Ok::<(), ()>(())
        });
        match read {
            Ok(()) => Ok(lines),
            Err(Stopped::Broken(said)) => Err(said),
            Err(Stopped::By(())) => Err("stopped".into()),
        }
    }

    #[test]
    fn archives_are_told_from_lines() {
        for yes in ["{\"log\": {}}", "\u{feff} {\n \"log\" : 5"] {
            assert!(is_archive(yes.as_bytes()), "{yes}");
        }
        for no in ["", "{\"session\": {}}", "[]", "{\"log\"}", "{\"logs\":{}}"] {
            assert!(!is_archive(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn entries_become_lines() {
        let archive = r#"{"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [
            {"startedDateTime": "2026-11-22T10:00:00Z", "time": 5, "response": {"status": 200}, "request": {"method": "POST", "url": "https://api.livechatinc.com/v3.6/agent/action/get_chat",
             "headers": [{"name": ":method", "value": "POST"}, {"name": "X-Region", "value": "fra"}], "postData": {"mimeType": "application/json", "text": "{}"}}},
            {"request": {"method": "GET", "url": "wss://api.livechatinc.com/v3.6/agent/rtm/ws"}, "_webSocketMessages": [
             {"type": "send", "opcode": 1, "data": "{\"action\":\"ping\"}"}, {"type": "receive", "opcode": 1, "data": "{}"}]}
        ]}}"#;
        let lines = lines(archive).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0],
            r#"{"method":"POST","path":"https://api.livechatinc.com/v3.6/agent/action/get_chat","headers":[["X-Region","fra"]],"body":"{}","time":"2026-11-22T10:00:00Z"}"#
        );
        assert_eq!(
            lines[1],
            r#"{"frame":"{\"action\":\"ping\"}","path":"wss://api.livechatinc.com/v3.6/agent/rtm/ws"}"#
        );
    }

    #[test]
    fn what_is_broken_is_said_without_its_values() {
        for (text, expected) in [
            ("{\"log\": {\"entries\": [", "too early"),
            ("{\"log\": {\"entries\": \"s3cret\"}}", "isn't an HTTP archive"),
            ("{\"log\": {}}", "isn't an HTTP archive"),
            ("{\"log\" s3cret", "isn't JSON"),
        ] {
            let said = lines(text).unwrap_err();
            assert!(said.contains(expected) && !said.contains("s3cret"), "{said}");
        }
    }
}
