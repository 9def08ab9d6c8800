//! Further facts for people: plan limits, default properties, system messages, the vendor's MCP tools. Pure data.

use super::access::Access;
use super::method::Method;
use super::schema::ValueKind;
use crate::generated::reference::{MCP_TOOLS, PLAN_LIMITS, PROPERTIES, SYSTEM_MESSAGES};
use crate::policy::Scope;
use crate::version::VersionSet;

/// A figure of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanValue {
    /// So many, in the limit's unit.
    Limit(u32),
    /// No limit.
    Unlimited,
}

/// A resource that plans limit. A call over the limit answers `limit_reached`.
#[derive(Debug)]
#[non_exhaustive]
pub struct PlanLimit {
    /// Key of the resource.
    pub name: &'static str,
    /// What is limited.
    pub about: &'static str,
    /// Unit of the figures.
    pub unit: &'static str,
    /// Figures of Starter, Team, Business and Enterprise.
    pub values: [PlanValue; 4],
    /// Methods that answer `limit_reached` when it is spent.
    pub methods: &'static [Method],
}

impl PlanLimit {
    /// All limits.
    pub fn all() -> &'static [Self] {
        &PLAN_LIMITS
    }
}

/// A property that exists by default.
#[derive(Debug)]
#[non_exhaustive]
pub struct DefaultProperty {
    /// `namespace.name`.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Type of its value.
    pub value_type: &'static str,
    /// Where it lives, with the rights of the APIs.
    pub places: &'static [PropertyPlace],
    /// Value by default.
    pub default: Option<ValueKind>,
    /// Versions that have it.
    pub versions: VersionSet,
    /// Further facts.
    pub notes: &'static [&'static str],
}

/// Where a property lives.
#[derive(Debug)]
#[non_exhaustive]
pub struct PropertyPlace {
    /// `chat`, `thread`, `event`, `license` or `group`.
    pub on: &'static str,
    /// API and rights, such as `agent` and `rw`.
    pub rights: &'static [(&'static str, &'static str)],
}

impl DefaultProperty {
    /// All default properties.
    pub fn all() -> &'static [Self] {
        &PROPERTIES
    }
}

/// Whether it is a system message or one of the newer system events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SystemMessageKind {
    /// An event of the type `system_message`.
    Message,
    /// An event of the type `system`.
    Event,
}

/// A type of system message or system event.
#[derive(Debug)]
#[non_exhaustive]
pub struct SystemMessage {
    /// Its type, such as `routing.assigned`.
    pub name: &'static str,
    /// When it occurs.
    pub about: &'static str,
    /// Message or event.
    pub kind: SystemMessageKind,
    /// Variables of its text.
    pub variables: &'static [&'static str],
    /// Versions that have it.
    pub versions: VersionSet,
    /// Further facts.
    pub notes: &'static [&'static str],
}

impl SystemMessage {
    /// All types.
    pub fn all() -> &'static [Self] {
        &SYSTEM_MESSAGES
    }
}

/// A tool of the vendor's own MCP server at `https://mcp.text.com/`.
#[derive(Debug)]
#[non_exhaustive]
pub struct McpTool {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Whether it reads or writes.
    pub access: Access,
    /// Scopes that it needs of LiveChat, all of them.
    pub scopes: &'static [Scope],
    /// Further facts.
    pub notes: &'static [&'static str],
}

impl McpTool {
    /// All tools.
    pub fn all() -> &'static [Self] {
        &MCP_TOOLS
    }
}
