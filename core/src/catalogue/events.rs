//! Webhooks and pushes: what the API sends on its own. Pure data.

use core::fmt;

use super::method::Method;
use super::schema::Type;
use super::tables;
use crate::generated::events::{PUSH_DOCS, PUSHES, WEBHOOK_DOCS, WEBHOOKS};
pub use crate::generated::events::{Push, Webhook};
use crate::version::VersionSet;

/// What people read of a webhook or push.
pub(crate) struct EventDocs {
    pub(crate) about: &'static str,
    pub(crate) notes: &'static [&'static str],
}

pub(crate) struct WebhookFacts {
    pub(crate) name: &'static str,
    pub(crate) versions: VersionSet,
    pub(crate) in_guide: bool,
    pub(crate) filters: &'static [(&'static str, VersionSet)],
    pub(crate) additional_data: &'static [(&'static str, VersionSet)],
}

impl Webhook {
    fn facts(self) -> Option<&'static WebhookFacts> {
        WEBHOOKS.get(self.index())
    }

    fn docs(self) -> Option<&'static EventDocs> {
        WEBHOOK_DOCS.get(self.index())
    }

    /// Looks a webhook up by its action.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|w| w.name() == name)
    }

    /// Its action, such as `incoming_chat`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// What it signals.
    pub fn about(self) -> &'static str {
        self.docs().map_or("", |d| d.about)
    }

    /// Further facts.
    pub fn notes(self) -> &'static [&'static str] {
        self.docs().map_or(&[], |d| d.notes)
    }

    /// Versions that have it.
    pub fn versions(self) -> VersionSet {
        self.facts().map_or(VersionSet::NONE, |f| f.versions)
    }

    /// Whether the guide names it.
    pub fn in_guide(self) -> bool {
        self.facts().is_some_and(|f| f.in_guide)
    }

    /// Filters that its registration accepts, with their versions.
    pub fn filters(self) -> &'static [(&'static str, VersionSet)] {
        self.facts().map_or(&[], |f| f.filters)
    }

    /// Additional data that it can carry, with their versions.
    pub fn additional_data(self) -> &'static [(&'static str, VersionSet)] {
        self.facts().map_or(&[], |f| f.additional_data)
    }

    /// Type of its payload.
    pub fn payload(self) -> Option<&'static Type> {
        tables::webhook(self.index())
    }

    /// Methods that cause it.
    pub fn caused_by(self) -> impl Iterator<Item = Method> {
        Method::all().filter(move |m| m.webhooks().iter().any(|(w, _)| *w == self))
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Webhook({})", self.name())
    }
}

pub(crate) struct PushFacts {
    pub(crate) name: &'static str,
    pub(crate) versions: VersionSet,
}

impl Push {
    fn facts(self) -> Option<&'static PushFacts> {
        PUSHES.get(self.index())
    }

    fn docs(self) -> Option<&'static EventDocs> {
        PUSH_DOCS.get(self.index())
    }

    /// Looks a push up by its name, `agent/<action>` or `customer/<action>`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|p| p.name() == name)
    }

    /// Its name, such as `agent/incoming_chat`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// Its action, such as `incoming_chat`.
    pub fn action(self) -> &'static str {
        self.name().split_once('/').map_or("", |(_, action)| action)
    }

    /// What it signals.
    pub fn about(self) -> &'static str {
        self.docs().map_or("", |d| d.about)
    }

    /// Further facts.
    pub fn notes(self) -> &'static [&'static str] {
        self.docs().map_or(&[], |d| d.notes)
    }

    /// Versions that have it.
    pub fn versions(self) -> VersionSet {
        self.facts().map_or(VersionSet::NONE, |f| f.versions)
    }

    /// Type of its payload.
    pub fn payload(self) -> Option<&'static Type> {
        tables::push(self.index())
    }

    /// Methods that cause it.
    pub fn caused_by(self) -> impl Iterator<Item = Method> {
        Method::all().filter(move |m| m.pushes().iter().any(|(p, _)| *p == self))
    }
}

impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Push({})", self.name())
    }
}
