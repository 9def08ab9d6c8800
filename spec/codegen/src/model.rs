//! The shape of the files in `spec/`, as serde types. Their JSON Schemas are made from these types.
//! Holds no rule about the content: see `check`.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Entries of a file or of a method's part, in the order of the file.
pub type Entries<T> = IndexMap<String, T>;

/// A value, or a table that says more about it.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Short<S, T> {
    /// The short form.
    Short(S),
    /// The table.
    Long(Box<T>),
}

impl<'de, S, T> Deserialize<'de> for Short<S, T>
where
    S: FromScalar,
    T: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V<S, T>(PhantomData<(S, T)>);
        impl<'de, S: FromScalar, T: Deserialize<'de>> Visitor<'de> for V<S, T> {
            type Value = Short<S, T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(S::EXPECTED)
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Self::Value, E> {
                S::from_str(v).map(Short::Short).ok_or_else(|| E::custom(S::EXPECTED))
            }
            fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<Self::Value, E> {
                S::from_bool(v).map(Short::Short).ok_or_else(|| E::custom(S::EXPECTED))
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Self::Value, E> {
                S::from_int(v).map(Short::Short).ok_or_else(|| E::custom(S::EXPECTED))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element::<String>()? {
                    items.push(item);
                }
                S::from_list(items).map(Short::Short).ok_or_else(|| serde::de::Error::custom(S::EXPECTED))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|t| Short::Long(Box::new(t)))
            }
        }
        deserializer.deserialize_any(V(PhantomData))
    }
}

/// What may stand in the short form of [`Short`].
pub trait FromScalar: Sized {
    /// What to say when something else stands there.
    const EXPECTED: &'static str;
    /// From a string.
    fn from_str(_: &str) -> Option<Self> {
        None
    }
    /// From a boolean.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    /// From an integer.
    fn from_int(_: i64) -> Option<Self> {
        None
    }
    /// From a list of strings.
    fn from_list(_: Vec<String>) -> Option<Self> {
        None
    }
}

impl FromScalar for String {
    const EXPECTED: &'static str = "a string, or a table";
    fn from_str(v: &str) -> Option<Self> {
        Some(v.to_owned())
    }
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A string.
    String(String),
    /// An integer.
    Int(i64),
    /// A boolean.
    Bool(bool),
}

impl FromScalar for Scalar {
    const EXPECTED: &'static str = "a string, an integer, a boolean, or a table with `value`";
    fn from_str(v: &str) -> Option<Self> {
        Some(Self::String(v.to_owned()))
    }
    fn from_bool(v: bool) -> Option<Self> {
        Some(Self::Bool(v))
    }
    fn from_int(v: i64) -> Option<Self> {
        Some(Self::Int(v))
    }
}

/// A requirement: by name, or the scopes that are all needed.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Requires {
    /// A name of `requirements.toml`.
    Named(String),
    /// Scopes, all of them needed.
    Scopes(Vec<String>),
}

/// A value with the versions that have it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// What it means.
    pub about: Option<String>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
}

/// A transport with the versions that have it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransportRange {
    /// `web` or `rtm`.
    pub transport: String,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
}

/// A list of strings, each with the versions that have it where not all do.
pub type Names = Vec<Short<String, Value<String>>>;

/// A method.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// One or two sentences in the imperative.
    pub summary: String,
    /// `read` or `write`; a batch method has that of its single method.
    pub access: Option<String>,
    /// Short nouns.
    #[serde(default)]
    pub acts_on: Vec<String>,
    /// What a token must hold; left out: no scope.
    pub requires: Option<Requires>,
    /// The guide's permission.
    pub permission: Option<String>,
    /// Repeating the same call changes nothing more.
    pub idempotent: Option<bool>,
    /// Something is deleted, ended, banned, suspended or revoked.
    pub destructive: Option<bool>,
    /// Webhooks that the call causes.
    #[serde(default)]
    pub webhooks: Names,
    /// Pushes that the call causes.
    #[serde(default)]
    pub pushes: Names,
    /// What a caller must know and no field says.
    #[serde(default)]
    pub notes: Vec<String>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Left out: all of the API.
    pub transports: Option<Vec<Short<String, TransportRange>>>,
    /// Left out: the API's.
    pub http_method: Option<String>,
    /// Left out: `application/json`.
    pub content_type: Option<String>,
    /// The single method that a batch method repeats.
    pub batch_of: Option<String>,
    /// Left out: `standard`.
    pub rate_limit: Option<String>,
    /// Left out: the method's page in the vendor's reference.
    pub source: Option<String>,
    /// Parameters.
    #[serde(default)]
    #[schemars(with = "Entries<Short<String, Field>>")]
    pub request: Entries<toml::Value>,
    /// True where any further parameter is allowed.
    #[serde(default)]
    pub open: bool,
    /// Fields of the answer, or its type.
    pub response: Option<Response>,
    /// Rules between parameters.
    #[serde(default)]
    #[schemars(with = "Vec<Rule>")]
    pub rules: Vec<toml::Value>,
}

/// An answer: its fields, or a type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Response {
    /// A type expression.
    Type(String),
    /// Fields.
    #[schemars(with = "Entries<Short<String, Field>>")]
    Fields(Entries<toml::Value>),
}

/// A parameter or field.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // keys of a table, each on its own
pub struct Field {
    /// A type expression.
    #[serde(rename = "type")]
    pub ty: String,
    /// Must be sent.
    #[serde(default)]
    pub required: bool,
    /// May be absent from an answer.
    #[serde(default)]
    pub optional: bool,
    /// Null is documented.
    #[serde(default)]
    pub nullable: bool,
    /// A token or a secret.
    #[serde(default)]
    pub secret: bool,
    /// What it means.
    #[serde(default)]
    pub about: String,
    /// What the vendor assumes.
    #[schemars(with = "Option<Scalar>")]
    pub default: Option<toml::Value>,
    /// Limits.
    #[serde(flatten)]
    pub limits: Limits,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// What differs from a version on.
    #[serde(default)]
    pub changed: Vec<Change>,
    /// `sdk`, `guide`, `sample`; left out: the vendor's reference.
    pub source: Option<String>,
}

/// Limits of a value; those of single values hold for the elements of an array.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Allowed values.
    #[serde(rename = "enum")]
    pub values: Option<Vec<Short<Scalar, Value<Scalar>>>>,
    /// Least number.
    pub min: Option<f64>,
    /// Greatest number.
    pub max: Option<f64>,
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// Most bytes of UTF-8.
    pub max_bytes: Option<u64>,
    /// Fewest elements.
    pub min_items: Option<u64>,
    /// Most elements.
    pub max_items: Option<u64>,
    /// Elements differ from each other.
    pub unique: Option<bool>,
}

/// Facts of a field that hold from a version on.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// First version with these facts.
    pub since: String,
    /// A type expression.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Must be sent.
    pub required: Option<bool>,
    /// May be absent from an answer.
    pub optional: Option<bool>,
    /// Null is documented.
    pub nullable: Option<bool>,
    /// What it means.
    pub about: Option<String>,
    /// What the vendor assumes.
    #[schemars(with = "Option<Scalar>")]
    pub default: Option<toml::Value>,
    /// Limits.
    #[serde(flatten)]
    pub limits: Limits,
    /// `sdk`, `guide`, `sample`; left out: as before.
    pub source: Option<String>,
}

/// A rule between fields.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Where the paths begin.
    pub at: Option<String>,
    /// Just one of these.
    pub exactly_one: Option<Vec<String>>,
    /// One or more of these.
    pub at_least_one: Option<Vec<String>>,
    /// None or one of these.
    pub at_most_one: Option<Vec<String>>,
    /// All of these or none.
    pub together: Option<Vec<String>>,
    /// The field that the rule hangs on.
    pub field: Option<String>,
    /// The rule holds when `field` has one of these values.
    pub is: Option<Vec<Scalar>>,
    /// May not be sent.
    pub excludes: Option<Vec<String>>,
    /// Must be sent.
    pub needs: Option<Vec<String>>,
    /// Values that another field is limited to.
    pub allows: Option<Entries<Vec<Scalar>>>,
    /// Limits that another field has.
    pub bounds: Option<Entries<Limits>>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Why.
    pub about: Option<String>,
}

/// A named type. Just one of `base`, `enum`, `fields`, `variants`, `any_of`, `map`, `array` stands in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// What it is.
    pub about: String,
    /// The JSON type of a scalar.
    pub base: Option<String>,
    /// The format of a scalar.
    pub format: Option<String>,
    /// Limits; `enum` makes an enumeration.
    #[serde(flatten)]
    pub limits: Limits,
    /// Fields of an object.
    #[schemars(with = "Option<Entries<Short<String, Field>>>")]
    pub fields: Option<Entries<toml::Value>>,
    /// Any further field is allowed in a request.
    #[serde(default)]
    pub open: bool,
    /// The field that tells the members of a union apart.
    pub tag: Option<String>,
    /// The members by the tag's value.
    pub variants: Option<Entries<Short<String, Variant>>>,
    /// The type of a map's values.
    pub map: Option<String>,
    /// The type of an array's elements.
    pub array: Option<String>,
    /// Rules between fields.
    #[serde(default)]
    #[schemars(with = "Vec<Rule>")]
    pub rules: Vec<toml::Value>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// A token or a secret.
    #[serde(default)]
    pub secret: bool,
    /// Left out: the vendor's reference.
    pub source: Option<String>,
}

/// A member of a union.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// A type's name.
    #[serde(rename = "type")]
    pub ty: String,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// What it means.
    pub about: Option<String>,
}

/// A requirement.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What it stands for.
    pub about: String,
    /// Path of the request's field that tells what the conditions are about.
    pub reads: Option<String>,
    /// `requester` where the absence of that field means the requester.
    pub absent: Option<String>,
    /// One of these suffices; none: no scope is needed.
    #[serde(default)]
    pub any: Vec<Alternative>,
    /// Scopes that aren't required and widen the answer.
    #[serde(default)]
    pub opens: Vec<Opens>,
}

/// One way to meet a requirement.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// All of these.
    pub scopes: Vec<String>,
    /// All of these conditions.
    #[serde(default)]
    pub when: Vec<String>,
}

/// A scope that widens the answer.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    /// The scope.
    pub scope: String,
    /// What it opens.
    pub what: String,
}

/// An area.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its title.
    pub title: String,
    /// What is in it.
    pub about: String,
    /// Named by the guide.
    #[serde(default)]
    pub in_guide: bool,
}

/// A version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Date of the release.
    pub released: Option<String>,
    /// `deprecated`, `legacy`, `stable` or `preview`.
    pub state: String,
    /// Since when it is in that state.
    pub since: Option<String>,
    /// What it brought.
    pub about: String,
}

/// An API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Its transports.
    pub transports: Vec<String>,
    /// HTTP methods of its methods.
    pub http_method: String,
    /// Path of a method after the version.
    pub path: String,
    /// Path of the websocket after the version.
    pub rtm_path: Option<String>,
    /// Query parameters that every call needs.
    #[serde(default)]
    pub query: Vec<String>,
    /// Kinds of token that it takes.
    pub token_kinds: Vec<String>,
    /// Pages of the vendor's reference by transport.
    pub docs: Entries<String>,
}

/// A scope.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// What it allows.
    pub about: String,
    /// Lowest role that may hold it.
    pub role: Option<String>,
    /// `livechat` or `accounts`.
    pub product: Option<String>,
    /// Can't be configured for an application.
    #[serde(default)]
    pub private: bool,
    /// Left out: the vendor's list of scopes.
    pub source: Option<String>,
}

/// What to do after a disconnection.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    /// `reconnect`, `back_off`, `new_token`, `other_region`, `stop` or `close`.
    pub advice: String,
}

/// An error type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorType {
    /// What happened.
    pub meaning: String,
    /// Whether and when to try again.
    pub retry: String,
    /// Of what passes with time: the error says that nothing of the call was done, so that a write can be sent again too.
    #[serde(default)]
    pub turned_away: bool,
    /// What has to change before the call can succeed.
    pub blame: String,
    /// What to do.
    pub advice: String,
    /// Named by the guide.
    #[serde(default)]
    pub in_guide: bool,
    /// Where it happens; left out: on both.
    pub transports: Option<Vec<String>>,
    /// Left out: the vendor's list of errors.
    pub source: Option<String>,
}

/// A webhook.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// What it signals.
    pub about: String,
    /// Filters that its registration accepts.
    #[serde(default)]
    pub filters: Names,
    /// Additional data that it can carry.
    #[serde(default)]
    pub additional_data: Names,
    /// Named by the guide.
    #[serde(default)]
    pub in_guide: bool,
    /// Further facts.
    #[serde(default)]
    pub notes: Vec<String>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Fields of the payload, or its type.
    pub payload: Option<Response>,
    /// Left out: its place in the vendor's reference.
    pub source: Option<String>,
}

/// A push.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// What it signals.
    pub about: String,
    /// Further facts.
    #[serde(default)]
    pub notes: Vec<String>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Fields of the payload, or its type.
    pub payload: Option<Response>,
    /// Left out: its place in the vendor's reference.
    pub source: Option<String>,
}

/// A resource that a plan limits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What is limited.
    pub about: String,
    /// Unit of the figures.
    pub unit: String,
    /// Figure of the plan, or `unlimited`.
    pub starter: Scalar,
    /// Figure of the plan, or `unlimited`.
    pub team: Scalar,
    /// Figure of the plan, or `unlimited`.
    pub business: Scalar,
    /// Figure of the plan, or `unlimited`.
    pub enterprise: Scalar,
    /// Methods that answer `limit_reached` when it is spent.
    #[serde(default)]
    pub methods: Vec<String>,
}

/// A tier of the prices of calls.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceTier {
    /// Which calls it prices.
    pub about: String,
    /// How many calls of a month come before it.
    pub above: u64,
    /// Price of a thousand calls, in millionths of a US dollar.
    pub micro_dollars_per_1000: u64,
}

/// A property that exists by default.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What it says.
    pub about: String,
    /// Type of its value.
    #[serde(rename = "type")]
    pub ty: String,
    /// Chat, thread, event, license or group, each with the rights of the APIs.
    pub on: Entries<Entries<String>>,
    /// Value by default.
    #[schemars(with = "Option<Scalar>")]
    pub default: Option<toml::Value>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Further facts.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A system message or system event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemMessage {
    /// When it occurs.
    pub about: String,
    /// `system_message` or `system_event`.
    pub kind: String,
    /// Variables of its text.
    #[serde(default)]
    pub variables: Vec<String>,
    /// First version.
    pub since: Option<String>,
    /// Last version.
    pub until: Option<String>,
    /// Further facts.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A tool of the vendor's own MCP server.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct McpTool {
    /// What it does.
    pub about: String,
    /// `read` or `write`.
    pub access: String,
    /// Scopes, all of them needed.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Further facts.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A condition of a requirement's alternative.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// When it holds.
    pub about: String,
    /// `request` or `facts`.
    pub decided_by: String,
}
