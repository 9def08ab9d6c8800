//! Values of arguments, looked up in the catalogue; a name that isn't there gets those that are near it. Pure functions.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use livechat_core::catalogue::{Access, Api, Area, Webhook};
use livechat_core::policy::{Role, Rules, TokenKind};
use livechat_core::{Method, Scope, Transport, Version};

use crate::text::{joined, near};

/// What to say of a name that isn't there.
fn unknown<'a>(what: &str, text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let near = near(text, names);
    if near.is_empty() {
        format!("not {what} of the catalogue")
    } else {
        format!("not {what} of the catalogue; did you mean {}?", joined(near.iter().map(|n| format!("`{n}`")), ", "))
    }
}

pub(crate) fn method(name: &str) -> Result<Method, String> {
    let name = name.trim();
    Method::from_name(name).ok_or_else(|| unknown("a method", name, Method::all().map(Method::name)))
}

/// Names of methods that are near a name that isn't one.
pub(crate) fn methods_near(name: &str) -> Vec<&'static str> {
    near(name, Method::all().map(Method::name))
}

pub(crate) fn area(key: &str) -> Result<Area, String> {
    key.parse().map_err(|_| {
        let known = unknown("an area", key, Area::ALL.map(Area::key));
        format!("{known}\n  [areas: {}]", joined(Area::ALL, ", "))
    })
}

pub(crate) fn scope(name: &str) -> Result<Scope, String> {
    Scope::from_name(name).ok_or_else(|| unknown("a scope", name, Scope::all().map(Scope::name)))
}

pub(crate) fn webhook(name: &str) -> Result<Webhook, String> {
    Webhook::from_name(name).ok_or_else(|| unknown("a webhook", name, Webhook::all().map(Webhook::name)))
}

/// A value of a short list, which the help shows.
fn choice<T, const N: usize>(names: [&'static str; N]) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|text| text.parse::<T>())
}

pub(crate) fn version() -> impl TypedValueParser<Value = Version> {
    choice(Version::ALL.map(Version::as_str))
}

pub(crate) fn transport() -> impl TypedValueParser<Value = Transport> {
    choice(Transport::ALL.map(Transport::as_str))
}

pub(crate) fn role() -> impl TypedValueParser<Value = Role> {
    choice(Role::ALL.map(Role::as_str))
}

pub(crate) fn kind() -> impl TypedValueParser<Value = TokenKind> {
    choice(TokenKind::ALL.map(TokenKind::as_str))
}

pub(crate) fn rules() -> impl TypedValueParser<Value = Rules> {
    choice([Rules::Guide.as_str(), Rules::Reference.as_str()])
}

pub(crate) fn access() -> impl TypedValueParser<Value = Access> {
    PossibleValuesParser::new([Access::Read.as_str(), Access::Write.as_str()])
        .map(|text| if text == Access::Read.as_str() { Access::Read } else { Access::Write })
}

pub(crate) fn api() -> impl TypedValueParser<Value = Api> {
    PossibleValuesParser::new(Api::ALL.map(Api::key))
        .try_map(|text| Api::ALL.into_iter().find(|a| a.key() == text).ok_or("not an API"))
}

/// The names in a list that is separated by commas or white space.
pub(crate) fn names(lists: &[String]) -> impl Iterator<Item = &str> {
    let separator = |c: char| c == ',' || c.is_whitespace();
    lists.iter().flat_map(move |list| list.split(separator)).map(str::trim).filter(|name| !name.is_empty())
}
