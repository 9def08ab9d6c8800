//! A decision as a record to keep. Time and ids come from the caller; arguments are left out unless asked for; secrets never get in.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::decision::{ConditionNames, Decision, ScopeNames};
use super::outcome::Code;
use crate::catalogue::{Access, Area};
use crate::codec::Masked;
use crate::generated::secrets::SECRET_FIELDS;

/// What the caller adds to a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditContext<'a> {
    /// When, as the caller writes times.
    pub time: Option<&'a str>,
    /// ID of the call, for finding it again.
    pub id: Option<&'a str>,
    /// Who called: the name of the AI agent, never its token.
    pub actor: Option<&'a str>,
    /// Whether to keep the request's body. Fields that hold tokens or secrets are masked all the same.
    pub arguments: bool,
}

/// A record of one decision, ready to be serialised.
///
/// ```
/// use livechat_core::policy::AuditContext;
/// use livechat_core::{Method, Question, Token};
/// let token = Token::new(["customers:ro"]);
/// let decision = Question::new(Method::AGENT_GET_CUSTOMER, &token).decide();
/// let record = decision.audit(AuditContext { id: Some("call-7"), ..Default::default() });
/// assert!(record.to_json().starts_with(r#"{"id":"call-7","effect":"allow","code":"allowed""#));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AuditRecord<'a> {
    decision: Decision<'a>,
    context: AuditContext<'a>,
}

impl<'a> Decision<'a> {
    /// Makes a record of it.
    pub fn audit(&self, context: AuditContext<'a>) -> AuditRecord<'a> {
        AuditRecord { decision: *self, context }
    }
}

impl AuditRecord<'_> {
    /// The record as one line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for AuditRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = &self.decision;
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in [("time", self.context.time), ("id", self.context.id), ("actor", self.context.actor)] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        map.serialize_entry("effect", decision.effect().as_str())?;
        map.serialize_entry("code", decision.code().as_str())?;
        map.serialize_entry("method", decision.method_name())?;
        map.serialize_entry("version", decision.version_name())?;
        map.serialize_entry("transport", decision.transport_name())?;
        map.serialize_entry("area", &decision.area().map(Area::key))?;
        map.serialize_entry("access", &decision.access().map(Access::as_str))?;
        map.serialize_entry("rules", decision.question().rules.as_str())?;
        map.serialize_entry("scopes", &ScopeNames(decision.scopes().iter()))?;
        map.serialize_entry("limits", &ConditionNames(decision.limits()))?;
        if matches!(decision.code(), Code::MissingScope | Code::OutOfReach) {
            let missing = decision.missing();
            let names: Vec<_> = missing.iter().map(|set| ScopeNames(set.iter().copied())).collect();
            map.serialize_entry("missing", &names)?;
        }
        if let Some(element) = decision.element() {
            map.serialize_entry("pointer", &format!("/requests/{element}"))?;
        }
        if let (true, Some(body)) = (self.context.arguments, decision.question().body) {
            map.serialize_entry("arguments", &Masked(body, SECRET_FIELDS))?;
        }
        map.end()
    }
}
