//! Commands of policy: what a token may call, which scopes a job needs, what differs, and records of decisions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::form::{self, FACTS, GRANT, TOKEN};
use super::super::no_answer::NoAnswer;
use super::super::parts;
use super::super::reader::{Form, Keys, Part};
use super::super::writer::Writer;
use super::super::{LineError, decide};
use crate::catalogue::Method;
use crate::policy::{
    AuditContext, Condition, Grant, MethodSet, Rules, Scope, ScopeSet, Token, allowed_methods, difference,
    smallest_scopes, unneeded_scopes,
};
use crate::{Transport, Version};

/// A version and a transport in which a token is looked at.
fn place(ask: &Part<'_>, w: &mut Writer) -> Result<(Version, Transport), LineError> {
    let place = (parts::version(ask)?, parts::maybe_transport(ask)?.unwrap_or_default());
    w.text("version", place.0.as_str());
    w.text("transport", place.1.as_str());
    Ok(place)
}

#[inline(never)]
pub(super) fn allowed(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("token", TOKEN), ("grant", GRANT), ("version", Form::Text), ("transport", Form::Text)];
    let ask = Part::read(json, KEYS, &["token"])?;
    let (token, grant) = (form::token(&ask, "")?, form::grant(&ask, "")?);
    let mut w = Writer::new();
    let (version, transport) = place(&ask, &mut w)?;
    let methods = allowed_methods(&token, grant.as_ref(), version, transport);
    w.texts("methods", &mut methods.map(Method::name));
    Ok(w.finish())
}

/// The methods that a token, a grant, or both allow in a version and on a transport, as a set, for hosts that keep its bits and ask them without this door:
/// `{token?, grant?, version?, transport?}`, with the errors of [`ask`](super::ask). Without a token the grant alone counts.
///
/// ```
/// use livechat_core::Method;
/// use livechat_core::door::allowed_set;
/// let set = allowed_set(r#"{"token": {"scopes": ["chats--access:rw"]}}"#)?;
/// assert!(set.contains(Method::AGENT_SEND_EVENT) && !set.contains(Method::AGENT_BAN_CUSTOMER));
/// # Ok::<(), livechat_core::door::LineError>(())
/// ```
pub fn allowed_set(json: &str) -> Result<MethodSet, LineError> {
    const KEYS: Keys = &[("token", TOKEN), ("grant", GRANT), ("version", Form::Text), ("transport", Form::Text)];
    let ask = Part::read(super::super::text(json.as_bytes())?, KEYS, &[])?;
    let token = if ask.has("token") { Some(form::token(&ask, "")?) } else { None };
    let grant = form::grant(&ask, "")?;
    let (version, transport) = (parts::version(&ask)?, parts::maybe_transport(&ask)?.unwrap_or_default());
    let token = |m: &Method| token.as_ref().is_none_or(|t| t.allows_at(*m, version, transport));
    let grant = |m: &Method| grant.as_ref().is_none_or(|g| g.grants_at(*m, version, transport));
    let there = |m: &Method| m.versions_on(transport).contains(version);
    Ok(Method::all().filter(|m| there(m) && token(m) && grant(m)).collect())
}

#[inline(never)]
pub(super) fn scopes(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("methods", Form::Texts), ("version", Form::Text), ("rules", Form::Text), ("token", TOKEN)];
    let ask = Part::read(json, KEYS, &["methods"])?;
    let mut methods: Vec<Method> = Vec::new();
    for (i, name) in ask.texts("methods").unwrap_or_default().iter().enumerate() {
        methods.push(parts::method(name, &format!("/methods/{i}"))?);
    }
    let (version, rules) = (parts::version(&ask)?, ask.parsed::<Rules>("rules", "")?.unwrap_or_default());
    let mut w = Writer::new();
    w.text("version", version.as_str());
    w.key("sets").open('[');
    for need in smallest_scopes(&methods, version, rules) {
        w.open('{');
        w.texts("scopes", &mut need.scopes.iter().map(|s| s.name()));
        w.texts("limits", &mut need.limits.iter().map(Condition::as_str));
        w.close('}');
    }
    w.close(']');
    if ask.has("token") {
        let unneeded = unneeded_scopes(&form::token(&ask, "")?, &methods, version, rules);
        w.texts("unneeded", &mut unneeded.iter().map(|s| s.name()));
    }
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn differing(json: &str) -> Result<String, NoAnswer> {
    const SIDE: Form = Form::Part(&[("token", TOKEN), ("grant", GRANT)]);
    const KEYS: Keys = &[("first", SIDE), ("second", SIDE), ("version", Form::Text), ("transport", Form::Text)];
    let ask = Part::read(json, KEYS, &["first", "second"])?;
    let (first, second) = (side(&ask, "first")?, side(&ask, "second")?);
    let mut w = Writer::new();
    let (version, transport) = place(&ask, &mut w)?;
    let found = difference((&first.0, first.1.as_ref()), (&second.0, second.1.as_ref()), version, transport);
    let methods = |set: MethodSet| set.iter().map(Method::name);
    w.texts("gained", &mut methods(found.gained));
    w.texts("lost", &mut methods(found.lost));
    w.texts("scopes_gained", &mut names(&found.scopes_gained));
    w.texts("scopes_lost", &mut names(&found.scopes_lost));
    Ok(w.finish())
}

fn side(ask: &Part<'_>, key: &str) -> Result<(Token, Option<Grant>), LineError> {
    let (at, part) = (format!("/{key}"), ask.part(key));
    let Some(part) = part else { return Err(super::super::reader::bad(&at, "missing")) };
    Ok((form::token(&part, &at)?, form::grant(&part, &at)?))
}

fn names(set: &ScopeSet) -> impl Iterator<Item = &'static str> {
    set.iter().map(Scope::name)
}

#[inline(never)]
pub(super) fn audit(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[
        ("method", Form::Text),
        ("version", Form::Text),
        ("transport", Form::Text),
        ("token", TOKEN),
        ("grant", GRANT),
        ("body", Form::Any),
        ("facts", FACTS),
        ("rules", Form::Text),
        ("when_unknown", Form::Text),
        ("now", Form::Time),
        ("time", Form::Text),
        ("id", Form::Text),
        ("actor", Form::Text),
        ("arguments", Form::Flag),
    ];
    let ask = Part::read(json, KEYS, &["method", "token"])?;
    let (time, id, actor) = (ask.text("time"), ask.text("id"), ask.text("actor"));
    let context = AuditContext {
        time: time.as_deref(),
        id: id.as_deref(),
        actor: actor.as_deref(),
        arguments: ask.flag("arguments").unwrap_or_default(),
    };
    let answer = decide::with(&ask, |question| {
        let decision = question.decide();
        let mut w = Writer::new();
        w.key("decision").raw(&serde_json::to_string(&decision).unwrap_or_default());
        w.key("record").raw(&decision.audit(context).to_json());
        w.finish()
    });
    Ok(answer?)
}
