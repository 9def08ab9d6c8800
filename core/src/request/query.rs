//! Parameters of a GET method in a query, in both directions. No IO.
//!
//! As the reference of the Reports API shows it: the fields of an object follow a dot (`filters.from=...`), keys of a map stand in square brackets
//! (`filters.properties[routing][continuous].values=true`), a list repeats its name (`filters.tags.values=a&filters.tags.values=b`). What can't be written so
//! that it is read back as it was (null, an empty object or list, a list of objects) can't be sent by GET.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::{BuildError, BuildErrorCode, ReadError, ReadErrorCode};
use crate::catalogue::{Kind, Object, Type, ValueKind};
use crate::codec::{InputLimits, Json, JsonKind, MAX_DEPTH, step};
use crate::version::Version;

/// What stands for itself in a query: unreserved characters, and two that the reference's samples show as they are.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b'@');

/// Most parameters of a query that is read.
const MOST_PARAMETERS: usize = 1_000;

/// The JSON kinds of plain values that a place may hold.
#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // independent facts, not states
struct Plain {
    string: bool,
    integer: bool,
    number: bool,
    boolean: bool,
}

impl Plain {
    fn and(self, other: Self) -> Self {
        Self {
            string: self.string || other.string,
            integer: self.integer || other.integer,
            number: self.number || other.number,
            boolean: self.boolean || other.boolean,
        }
    }

    /// A text of the query as the JSON that it is here: of several kinds the narrowest that it fits.
    fn read(self, text: &str) -> Option<String> {
        if self.boolean && (text == "true" || text == "false") {
            return Some(text.into());
        }
        let number = Json::parse(text, InputLimits::default()).ok();
        let number = number.filter(|n| n.kind() == JsonKind::Number && n.raw().len() == text.len());
        let whole = !text.contains(['.', 'e', 'E']);
        if number.is_some() && (self.number || self.integer && whole) {
            return Some(text.into());
        }
        self.string.then(|| serde_json::to_string(text).ok()).flatten()
    }
}

/// What a type is in a query.
enum Shape {
    Plain(Plain),
    List(Plain),
    Object(&'static Object),
    Map(&'static Type),
    /// Nothing that a query can hold.
    Other,
}

fn shape(ty: &'static Type) -> Shape {
    let none = Plain::default();
    match ty {
        Type::String => Shape::Plain(Plain { string: true, ..none }),
        Type::Integer => Shape::Plain(Plain { integer: true, ..none }),
        Type::Number => Shape::Plain(Plain { number: true, ..none }),
        Type::Boolean => Shape::Plain(Plain { boolean: true, ..none }),
        Type::Array(element) => list(element),
        Type::Map(value) => Shape::Map(value),
        Type::Object(object) => Shape::Object(object),
        Type::OneOf(options) => {
            let all = options.iter().try_fold(none, |all, option| match shape(option) {
                Shape::Plain(one) => Some(all.and(one)),
                _ => None,
            });
            all.map_or(Shape::Other, Shape::Plain)
        }
        Type::Named(named) => match &named.kind {
            Kind::Scalar { base, .. } => shape(base),
            Kind::Enum(values) => match values.first().map(|v| v.value) {
                Some(ValueKind::Integer(_)) => Shape::Plain(Plain { integer: true, ..none }),
                Some(ValueKind::Boolean(_)) => Shape::Plain(Plain { boolean: true, ..none }),
                _ => Shape::Plain(Plain { string: true, ..none }),
            },
            Kind::Object(object) => Shape::Object(object),
            Kind::Map(value, _) => Shape::Map(value),
            Kind::Array(element, _) => list(element),
            Kind::Union { .. } => Shape::Other,
        },
        Type::Any | Type::Binary => Shape::Other,
    }
}

fn list(element: &'static Type) -> Shape {
    match shape(element) {
        Shape::Plain(plain) => Shape::List(plain),
        _ => Shape::Other,
    }
}

/// Writes parameters, percent-encoded and joined by `&`.
pub(super) struct Writer<'w> {
    pub(super) version: Version,
    pub(super) query: &'w mut String,
}

impl Writer<'_> {
    /// One parameter.
    pub(super) fn pair(&mut self, name: &str, value: &str) {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        self.query.extend(utf8_percent_encode(name, KEPT));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value, KEPT));
    }

    /// The members of a valid body.
    pub(super) fn body(&mut self, object: &'static Object, body: Json<'_>) -> Result<(), BuildError> {
        self.members(object, body, "", "/body", 0)
    }

    fn members(
        &mut self,
        object: &'static Object,
        value: Json<'_>,
        name: &str,
        pointer: &str,
        depth: u32,
    ) -> Result<(), BuildError> {
        for (key, value) in value.members() {
            let pointer = format!("{pointer}/{}", step(&key));
            let Some(field) = object.field(&key, self.version) else {
                return Err(not_in_query(pointer, "no field of the catalogue, so a query can't carry it"));
            };
            let name = if name.is_empty() { key.to_string() } else { format!("{name}.{key}") };
            self.value(&field.ty, value, &name, &pointer, depth)?;
        }
        Ok(())
    }

    fn value(
        &mut self,
        ty: &'static Type,
        value: Json<'_>,
        name: &str,
        pointer: &str,
        depth: u32,
    ) -> Result<(), BuildError> {
        let deeper = depth.saturating_add(1);
        if deeper > MAX_DEPTH {
            return Err(not_in_query(pointer.into(), "nested too deeply for a query"));
        }
        let empty = || Err(not_in_query(pointer.into(), "empty, which a query can't say; leave it out or use POST"));
        match (shape(ty), value.kind()) {
            (_, JsonKind::Null) => Err(not_in_query(pointer.into(), "null, which a query can't say; leave it out")),
            (Shape::Object(_) | Shape::Map(_), JsonKind::Object) if value.members().next().is_none() => empty(),
            (Shape::List(_), JsonKind::Array) if value.elements().next().is_none() => empty(),
            (Shape::Object(object), JsonKind::Object) => self.members(object, value, name, pointer, deeper),
            (Shape::Map(inner), JsonKind::Object) => value.members().try_for_each(|(key, value)| {
                let pointer = format!("{pointer}/{}", step(&key));
                if key.is_empty() || key.contains(['[', ']']) {
                    return Err(not_in_query(
                        pointer,
                        "a query writes this key in brackets, so it can't be empty or have some",
                    ));
                }
                self.value(inner, value, &format!("{name}[{key}]"), &pointer, deeper)
            }),
            (Shape::List(plain), JsonKind::Array) => value
                .elements()
                .enumerate()
                .try_for_each(|(i, value)| self.plain(plain, value, name, &format!("{pointer}/{i}"))),
            (Shape::Plain(plain), _) => self.plain(plain, value, name, pointer),
            _ => Err(not_in_query(pointer.into(), "not a value that a query can carry; use POST")),
        }
    }

    fn plain(&mut self, plain: Plain, value: Json<'_>, name: &str, pointer: &str) -> Result<(), BuildError> {
        let text = match value.kind() {
            JsonKind::String => value.text().unwrap_or_default(),
            JsonKind::Number | JsonKind::Boolean => Cow::Borrowed(value.raw()),
            _ => return Err(not_in_query(pointer.into(), "not a plain value, and a query carries no others")),
        };
        let read = plain.read(&text);
        let read = read.as_deref().and_then(|json| Json::parse(json, InputLimits::default()).ok());
        if !read.is_some_and(|read| read.kind() == value.kind() && (read.text() == value.text())) {
            return Err(not_in_query(
                pointer.into(),
                "in a query it would be read as a value of another type; use POST",
            ));
        }
        self.pair(name, &text);
        Ok(())
    }
}

fn not_in_query(pointer: String, message: &'static str) -> BuildError {
    BuildError::new(BuildErrorCode::NotInQuery, pointer, message)
}

fn bad(code: ReadErrorCode, message: &'static str) -> ReadError {
    ReadError::new(code, "/path", message)
}

/// Splits a query into decoded pairs. Strict: what servers read in different ways (a bare `+` or `;`, a parameter without `=`) is refused.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, ReadError> {
    let mut pairs = Vec::new();
    for part in query.split('&') {
        let Some((name, value)) = part.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(bad(ReadErrorCode::BadQuery, "a part of the query isn't `name=value`"));
        };
        if pairs.len() >= MOST_PARAMETERS {
            return Err(bad(ReadErrorCode::TooMany, "more than 1,000 parameters in the query"));
        }
        pairs.push((decoded(name)?, decoded(value)?));
    }
    Ok(pairs)
}

fn decoded(text: &str) -> Result<String, ReadError> {
    let not_so = |message| bad(ReadErrorCode::BadQuery, message);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16));
                let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high.wrapping_shl(4) | low).ok());
                bytes.push(code.ok_or_else(|| not_so("a `%` in the query without two hexadecimal digits"))?);
            }
            b'+' => return Err(not_so("a bare `+` in the query, which may be a space or a plus; write %20 or %2B")),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b':' | b'@' | b'/' | b'?'
            | b'[' | b']' | b'=' => bytes.push(byte),
            _ if byte.is_ascii_alphanumeric() => bytes.push(byte),
            _ => return Err(not_so("a character in the query that has to be percent-encoded")),
        }
    }
    String::from_utf8(bytes).map_err(|_| not_so("the query isn't UTF-8"))
}

/// Parameters that were read, as they come together to a body.
enum Node {
    Value(String),
    List(Vec<String>),
    Members(Vec<(String, Node)>),
}

/// Makes the body of decoded pairs, by the types of the catalogue.
pub(super) fn body(object: &'static Object, version: Version, pairs: &[(String, String)]) -> Result<String, ReadError> {
    let mut root = Node::Members(Vec::new());
    for (name, text) in pairs {
        parameter(object, version, &mut root, name, text)?;
    }
    let mut json = String::new();
    write(&root, &mut json);
    Ok(json)
}

fn parameter(
    object: &'static Object,
    version: Version,
    root: &mut Node,
    name: &str,
    text: &str,
) -> Result<(), ReadError> {
    let unknown = || bad(ReadErrorCode::UnknownParameter, "the query has a parameter that the method doesn't take");
    let (mut object, mut rest, mut node) = (object, name, root);
    // An object's field, then as many keys of maps as there are; from there a field again, or the value.
    for _ in 0..MAX_DEPTH {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (field, after) = rest.split_at_checked(end).ok_or_else(unknown)?;
        let field = object.field(field, version).ok_or_else(unknown)?;
        node = member(node, field.name).ok_or_else(unknown)?;
        rest = after;
        let mut shape_here = shape(&field.ty);
        while let Shape::Map(inner) = shape_here {
            let (key, after) = rest.strip_prefix('[').and_then(|r| r.split_once(']')).ok_or_else(unknown)?;
            if key.is_empty() || key.contains('[') {
                return Err(unknown());
            }
            node = member(node, key).ok_or_else(unknown)?;
            rest = after;
            shape_here = shape(inner);
        }
        match shape_here {
            Shape::Object(inner) => {
                object = inner;
                rest = rest.strip_prefix('.').ok_or_else(unknown)?;
            }
            Shape::Plain(plain) | Shape::List(plain) if rest.is_empty() => {
                let value = plain.read(text);
                let value = value.ok_or_else(|| bad(ReadErrorCode::BadQuery, "a parameter isn't of its type"))?;
                return put(node, value, matches!(shape_here, Shape::List(_)));
            }
            _ => return Err(unknown()),
        }
    }
    Err(unknown())
}

/// The member of that name, made where there is none yet.
fn member<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    if let Node::Value(text) = node
        && text.is_empty()
    {
        *node = Node::Members(Vec::new());
    }
    let Node::Members(members) = node else { return None };
    let at = members.iter().position(|(n, _)| n == name).unwrap_or(members.len());
    if at == members.len() {
        // Nothing yet: no JSON value is an empty text.
        members.push((name.into(), Node::Value(String::new())));
    }
    members.get_mut(at).map(|(_, node)| node)
}

fn put(node: &mut Node, value: String, list: bool) -> Result<(), ReadError> {
    match node {
        Node::List(elements) => elements.push(value),
        Node::Value(text) if text.is_empty() => {
            *node = if list { Node::List(alloc::vec![value]) } else { Node::Value(value) };
        }
        _ => {
            let message = "a parameter that isn't a list stands twice in the query";
            return Err(bad(ReadErrorCode::DuplicateParameter, message));
        }
    }
    Ok(())
}

/// Writes JSON; a name has at most [`MAX_DEPTH`] steps and maps of a fixed number of levels, so this goes no deeper.
fn write(node: &Node, out: &mut String) {
    match node {
        Node::Value(json) => out.push_str(json),
        Node::List(elements) => {
            out.push('[');
            out.push_str(&elements.join(","));
            out.push(']');
        }
        Node::Members(members) => {
            out.push('{');
            for (i, (name, node)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(name).unwrap_or_default());
                out.push(':');
                write(node, out);
            }
            out.push('}');
        }
    }
}
