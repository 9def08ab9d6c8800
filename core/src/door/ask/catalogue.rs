//! Commands of the catalogue: methods, differences between versions, lists.

use alloc::string::String;

use super::super::LineError;
use super::super::no_answer::NoAnswer;
use super::super::parts;
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use crate::catalogue::{Access, Area, Method, NamedType, Push, Webhook, changes};
use crate::machine::pages::PagedList;

#[inline(never)]
pub(super) fn methods(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys =
        &[("version", Form::Text), ("transport", Form::Text), ("area", Form::Text), ("access", Form::Text)];
    let ask = Part::read(json, KEYS, &[])?;
    let (version, transport) = (parts::maybe_version(&ask, "version")?, parts::maybe_transport(&ask)?);
    let area = ask.parsed::<Area>("area", "")?;
    let access = parts::one_of(&ask, "access", &Access::ALL.map(|a| (a.as_str(), a)))?;
    let mut w = Writer::new();
    w.key("methods").open('[');
    for method in Method::all() {
        let versions = transport.map_or(method.versions(), |t| method.versions_on(t));
        let there = version.map_or(!versions.is_empty(), |v| versions.contains(v));
        if there && area.is_none_or(|a| a == method.area()) && access.is_none_or(|a| a == method.access()) {
            w.raw(&line(method));
        }
    }
    w.close(']');
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn method(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("method", Form::Text)], &["method"])?;
    Ok(line(parts::method(&ask.text("method").unwrap_or_default(), "/method")?))
}

fn line(method: Method) -> String {
    serde_json::to_string(&method).unwrap_or_default()
}

#[inline(never)]
pub(super) fn changed(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("from", Form::Text), ("to", Form::Text), ("on", Form::Text)];
    let ask = Part::read(json, KEYS, &["from", "to"])?;
    let version = |key| -> Result<_, LineError> { Ok(parts::maybe_version(&ask, key)?.unwrap_or_default()) };
    let (from, to, on) = (version("from")?, version("to")?, ask.text("on"));
    if on.as_deref().is_some_and(|on| !is_known(on)) {
        return Err(bad("/on", "no method, type, webhook or push of the catalogue").into());
    }
    let mut w = Writer::new();
    w.text("from", from.as_str());
    w.text("to", to.as_str());
    w.key("changes").open('[');
    for change in changes(from, to).iter().filter(|c| on.as_deref().is_none_or(|on| on == c.on)) {
        w.open('{');
        w.text("kind", change.kind.as_str());
        w.text("what", change.what);
        w.text("on", change.on);
        w.maybe("part", Some(&*change.part).filter(|p| !p.is_empty()));
        w.maybe("detail", Some(&*change.detail).filter(|d| !d.is_empty()));
        w.close('}');
    }
    w.close(']');
    Ok(w.finish())
}

fn is_known(name: &str) -> bool {
    Method::from_name(name).is_some()
        || NamedType::from_name(name).is_some()
        || Webhook::from_name(name).is_some()
        || Push::all().any(|p| p.name() == name)
}

#[inline(never)]
pub(super) fn lists(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("version", Form::Text)], &[])?;
    let version = parts::version(&ask)?;
    let mut w = Writer::new();
    w.text("version", version.as_str());
    w.key("lists").open('[');
    for list in PagedList::all(version) {
        w.open('{');
        list_into(&list, &mut w);
        w.close('}');
    }
    w.close(']');
    Ok(w.finish())
}

/// What is known of a list.
pub(in super::super) fn list_into(list: &PagedList, w: &mut Writer) {
    w.text("method", list.method().name());
    w.text("records", list.records());
    w.maybe("total", list.total());
    for (key, limit) in [("default_limit", list.default_limit()), ("max_limit", list.max_limit())] {
        if let Some(limit) = limit {
            w.signed(key, limit);
        }
    }
    w.texts("only_first", &mut list.only_first().iter().copied());
}
