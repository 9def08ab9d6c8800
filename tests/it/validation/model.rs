//! A second opinion on every body of a request, independent of core and slow on purpose.
//!
//! The text becomes a tree, and the tree is judged from the top as the catalogue describes it: first the values, then
//! what is missing, then the rules. In the end the faults are put in the order of the text.

use livechat_core::catalogue::{Bounds, Kind, Limits, NamedType, Object, Type, Value, ValueKind};
use livechat_core::{Method, Version};

use super::node::{Form, Node};
use super::{formats, rules};

/// The deepest level of a body; the body is the first.
const LEVELS: usize = 64;

/// The most faults that are reported.
const MOST: usize = 100;

/// The faults of a body as code and pointer, in their order. `unknown` says what an unknown field is: `fault`, `warn`
/// or `ignore`.
pub fn validate(method: Method, version: Version, body: &str, unknown: &str) -> Vec<(String, String)> {
    let mut found = examine(method, version, body, unknown == "fault");
    if unknown != "fault" {
        found.retain(|(code, _)| code != "unknown_field");
    }
    found.truncate(MOST);
    found
}

/// The warnings of a body whose unknown fields are to be warned of.
pub fn warnings(method: Method, version: Version, body: &str) -> Vec<(String, String)> {
    let mut found = examine(method, version, body, false);
    found.retain(|(code, _)| code == "unknown_field");
    found
}

fn examine(method: Method, version: Version, body: &str, is_strict: bool) -> Vec<(String, String)> {
    let Some(mut root) = Node::read(body) else { return vec![("not_json".to_owned(), String::new())] };
    if root.is_null() {
        root.form = Form::Members(Vec::new());
    }
    let mut judge = Judge { version, is_strict, faults: Vec::new() };
    judge.depth(&root, "");
    if let Some(request) = method.request() {
        judge.object(&root, request, "");
    }
    judge.faults.sort_by_key(|fault| fault.at);
    judge.faults.into_iter().map(|fault| (fault.code.to_owned(), fault.pointer)).collect()
}

/// A pointer one step further.
pub fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Whether a value of a body is one of the catalogue.
pub fn equals(node: &Node, value: &ValueKind) -> bool {
    match (&node.form, value) {
        (Form::Text(text), ValueKind::String(value)) => text == value,
        (Form::Number(text), ValueKind::Integer(value)) => *text == value.to_string(),
        (Form::Boolean(flag), ValueKind::Boolean(value)) => flag == value,
        _ => false,
    }
}

/// The bytes that padded base64 stands for; none where writing them again gives another text.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=');
    let bits: String =
        digits.chars().map(|c| DIGITS.find(c).map(|digit| format!("{digit:06b}"))).collect::<Option<_>>()?;
    let whole = bits.as_bytes().chunks_exact(8).map(|bits| u8::from_str_radix(std::str::from_utf8(bits).ok()?, 2).ok());
    let bytes: Vec<u8> = whole.collect::<Option<_>>()?;
    let mut again = bytes.iter().fold(String::new(), |bits, byte| format!("{bits}{byte:08b}"));
    while !again.len().is_multiple_of(6) {
        again.push('0');
    }
    let is_padded = text.len().is_multiple_of(4) && text.len() - digits.len() <= 2;
    (is_padded && again == bits).then_some(bytes)
}

fn is_whole(text: &str) -> bool {
    !text.contains(['.', 'e', 'E'])
}

pub fn is_outside(number: f64, bounds: &Bounds<f64>) -> bool {
    bounds.min.is_some_and(|min| number < min) || bounds.max.is_some_and(|max| number > max)
}

/// Whether the JSON kind of a value is that of a type.
fn fits(node: &Node, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Binary => matches!(node.form, Form::Text(_)),
        Type::Integer => matches!(&node.form, Form::Number(text) if is_whole(text)),
        Type::Number => matches!(node.form, Form::Number(_)),
        Type::Boolean => matches!(node.form, Form::Boolean(_)),
        Type::Any => true,
        Type::Array(_) => matches!(node.form, Form::List(_)),
        Type::Map(_) | Type::Object(_) => matches!(node.form, Form::Members(_)),
        Type::OneOf(options) => options.iter().any(|option| fits(node, option)),
        Type::Named(named) => match &named.kind {
            Kind::Scalar { base, .. } => fits(node, base),
            Kind::Enum(values) => values.iter().any(|value| match value.value {
                ValueKind::String(_) => fits(node, &Type::String),
                ValueKind::Integer(_) => fits(node, &Type::Integer),
                ValueKind::Boolean(_) => fits(node, &Type::Boolean),
                _ => false,
            }),
            Kind::Array(..) => matches!(node.form, Form::List(_)),
            _ => matches!(node.form, Form::Members(_)),
        },
        _ => false,
    }
}

/// The limits that hold for a value: those of it as a whole, and those of a single value, which go down to elements.
#[derive(Clone, Default)]
struct Held {
    whole: Vec<&'static Limits>,
    single: Vec<&'static Limits>,
}

impl Held {
    fn with(&self, limits: &'static Limits) -> Held {
        let mut held = self.clone();
        held.whole.insert(0, limits);
        held.single.insert(0, limits);
        held
    }
}

#[derive(Clone)]
struct Fault {
    at: usize,
    code: &'static str,
    pointer: String,
}

pub struct Judge {
    version: Version,
    /// An unknown field is a fault.
    is_strict: bool,
    faults: Vec<Fault>,
}

impl Judge {
    fn fault(&mut self, code: &'static str, at: usize, pointer: &str) {
        self.faults.push(Fault { at, code, pointer: pointer.to_owned() });
    }

    /// A fault that a rule found; one of the same code in the same place is enough.
    pub fn rule(&mut self, code: &'static str, at: usize, pointer: &str) {
        if !self.faults.iter().any(|fault| fault.code == code && fault.pointer == pointer) {
            self.fault(code, at, pointer);
        }
    }

    fn depth(&mut self, node: &Node, pointer: &str) {
        if is_too_deep(node, pointer) {
            return self.fault("too_deep", node.at, pointer);
        }
        match &node.form {
            Form::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.depth(element, &child(pointer, &index.to_string()));
                }
            }
            Form::Members(members) => {
                for (key, value) in members {
                    self.depth(value, &child(pointer, key));
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, node: &Node, ty: &'static Type, held: &Held, pointer: &str) {
        if is_too_deep(node, pointer) {
            return;
        }
        if !fits(node, ty) {
            return self.fault("wrong_type", node.at, pointer);
        }
        match ty {
            Type::Array(element) | Type::Map(element) => self.several(node, element, held, pointer),
            Type::Object(object) => self.object(node, object, pointer),
            Type::OneOf(options) => self.one_of(node, options, held, pointer),
            Type::Named(named) => self.named(node, named, held, pointer),
            Type::Binary => self.binary(node, held, pointer),
            _ => self.single(node, held, None, pointer),
        }
    }

    /// The content of a file: base64, whose bytes the limit is about.
    fn binary(&mut self, node: &Node, held: &Held, pointer: &str) {
        let Form::Text(text) = &node.form else { return };
        match from_base64(text) {
            None => self.fault("bad_format", node.at, pointer),
            Some(bytes) => {
                if held.single.iter().any(|l| l.max_bytes.is_some_and(|max| bytes.len() > max as usize)) {
                    self.fault("too_long", node.at, pointer);
                }
            }
        }
    }

    fn one_of(&mut self, node: &Node, options: &'static [Type], held: &Held, pointer: &str) {
        let before = self.faults.clone();
        let mut first = None;
        for option in options.iter().filter(|option| fits(node, option)) {
            self.faults.clone_from(&before);
            self.value(node, option, held, pointer);
            if self.faults[before.len()..].iter().all(|fault| !self.is_strict && fault.code == "unknown_field") {
                return;
            }
            first.get_or_insert_with(|| self.faults.clone());
        }
        self.faults = first.unwrap_or(before);
    }

    fn named(&mut self, node: &Node, named: &'static NamedType, held: &Held, pointer: &str) {
        match &named.kind {
            Kind::Scalar { format, limits, .. } => self.single(node, &held.with(limits), *format, pointer),
            Kind::Enum(values) => {
                if self.is_allowed(node, values) {
                    self.single(node, held, None, pointer);
                } else {
                    self.fault("not_allowed_value", node.at, pointer);
                }
            }
            Kind::Map(element, limits) | Kind::Array(element, limits) => {
                self.several(node, element, &held.with(limits), pointer);
            }
            Kind::Object(object) => self.object(node, object, pointer),
            Kind::Union { tag, variants } => {
                let Form::Members(members) = &node.form else { return };
                let at = child(pointer, tag);
                let Some((_, value)) = members.iter().find(|(key, _)| key == tag) else {
                    return self.fault("missing", node.end, &at);
                };
                let Form::Text(text) = &value.form else { return self.fault("wrong_type", value.at, &at) };
                match variants.iter().find(|v| v.tag == text && v.versions.contains(self.version)) {
                    Some(variant) => self.named(node, variant.ty, held, pointer),
                    None => self.fault("not_allowed_value", value.at, &at),
                }
            }
            _ => {}
        }
    }

    fn is_allowed(&self, node: &Node, values: &[Value]) -> bool {
        values.iter().any(|value| value.versions.contains(self.version) && equals(node, &value.value))
    }

    /// A string, a number or a flag of the right type, against its limits and its format; each code once.
    fn single(&mut self, node: &Node, held: &Held, format: Option<&str>, pointer: &str) {
        let is_listed = |limits: &&Limits| limits.values.is_empty() || self.is_allowed(node, limits.values);
        if !held.single.iter().all(is_listed) {
            return self.fault("not_allowed_value", node.at, pointer);
        }
        let any = |broken: &dyn Fn(&Limits) -> bool| held.single.iter().any(|limits| broken(limits));
        let mut codes = Vec::new();
        match &node.form {
            Form::Number(text) => {
                let number = text.parse().unwrap_or(f64::NAN);
                if any(&|limits| is_outside(number, &limits.number)) {
                    codes.push("out_of_range");
                }
            }
            Form::Text(text) => {
                let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
                if any(&|limits| limits.length.min.is_some_and(|min| length < min)) {
                    codes.push("too_short");
                }
                let is_too_long = any(&|limits| limits.length.max.is_some_and(|max| length > max));
                if is_too_long || any(&|limits| limits.max_bytes.is_some_and(|max| bytes > max)) {
                    codes.push("too_long");
                }
                if format.is_some_and(|format| !formats::holds(format, text)) {
                    codes.push("bad_format");
                }
            }
            _ => {}
        }
        for code in codes {
            self.fault(code, node.at, pointer);
        }
    }

    /// The elements of an array or the values of a map.
    fn several(&mut self, node: &Node, ty: &'static Type, held: &Held, pointer: &str) {
        let values: Vec<(String, &Node)> = match &node.form {
            Form::List(elements) => elements.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect(),
            Form::Members(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
            _ => return,
        };
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        if held.whole.iter().any(|limits| limits.items.min.is_some_and(|min| count < min)) {
            self.fault("too_few", node.at, pointer);
        }
        if held.whole.iter().any(|limits| limits.items.max.is_some_and(|max| count > max)) {
            self.fault("too_many", node.at, pointer);
        }
        let is_unique = matches!(node.form, Form::List(_)) && held.whole.iter().any(|limits| limits.unique);
        let inner = Held { whole: Vec::new(), single: held.single.clone() };
        for (place, (name, value)) in values.iter().enumerate() {
            let at = child(pointer, name);
            if values[..place].iter().any(|(other, _)| other == name) {
                self.fault("duplicate_field", value.at, &at);
            }
            self.value(value, ty, &inner, &at);
            let stands_alone = |fault: &Fault| {
                fault.at == value.at && (fault.code == "wrong_type" || fault.code == "not_allowed_value")
            };
            if is_unique
                && values[..place].iter().any(|(_, other)| is_same(other, value))
                && !self.faults.iter().any(stands_alone)
            {
                self.fault("not_unique", value.at, &at);
            }
        }
    }

    fn object(&mut self, node: &Node, object: &'static Object, pointer: &str) {
        let Form::Members(members) = &node.form else { return self.fault("wrong_type", node.at, pointer) };
        for (place, (key, value)) in members.iter().enumerate() {
            let at = child(pointer, key);
            if members[..place].iter().any(|(other, _)| other == key) {
                self.fault("duplicate_field", value.at, &at);
            }
            match object.field(key, self.version) {
                Some(field) if value.is_null() => {
                    if !field.nullable && !matches!(field.ty, Type::Any) {
                        self.fault("wrong_type", value.at, &at);
                    }
                }
                Some(field) => self.value(value, &field.ty, &Held::default().with(&field.limits), &at),
                None if object.open => {}
                None => self.fault("unknown_field", value.at, &at),
            }
        }
        let version = self.version;
        for field in object.fields.iter().filter(|field| field.required && field.versions.contains(version)) {
            if !members.iter().any(|(key, _)| key == field.name) {
                self.fault("missing", node.end, &child(pointer, field.name));
            }
        }
        for rule in object.rules.iter().filter(|rule| rule.versions.contains(version)) {
            rules::judge(self, rule, node, pointer);
        }
    }
}

/// Each name of a pointer begins with a slash and holds none. Only arrays and objects are levels.
fn is_too_deep(node: &Node, pointer: &str) -> bool {
    matches!(node.form, Form::List(_) | Form::Members(_)) && 1 + pointer.matches('/').count() > LEVELS
}

fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.form, &other.form) {
        (Form::Text(one), Form::Text(other)) | (Form::Number(one), Form::Number(other)) => one == other,
        (Form::Boolean(one), Form::Boolean(other)) => one == other,
        _ => false,
    }
}
