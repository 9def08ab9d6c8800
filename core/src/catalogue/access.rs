//! Areas, APIs, and whether a method reads or writes. Pure data.

use core::fmt;
use core::str::FromStr;

use crate::generated::areas::{APIS, AREAS};
pub use crate::generated::areas::{Api, Area};
use crate::transport::Transport;

named! {
    /// Whether a method reads or changes something.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Access {
        /// It only reads.
        Read = "read",
        /// It changes something, be it only the requester's own state.
        Write = "write",
    }
}

pub(crate) struct AreaFacts {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) in_guide: bool,
}

impl Area {
    fn facts(self) -> Option<&'static AreaFacts> {
        AREAS.get(self as usize)
    }

    /// Its key, as a grant names it.
    pub fn key(self) -> &'static str {
        self.facts().map_or("", |f| f.key)
    }

    /// Its title, for people.
    pub fn title(self) -> &'static str {
        self.facts().map_or("", |f| f.title)
    }

    /// What is in it.
    pub fn about(self) -> &'static str {
        self.facts().map_or("", |f| f.about)
    }

    /// Whether the guide names it.
    pub fn in_guide(self) -> bool {
        self.facts().is_some_and(|f| f.in_guide)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The text isn't the key of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an area of the catalogue")]
pub struct UnknownArea;

impl FromStr for Area {
    type Err = UnknownArea;

    fn from_str(text: &str) -> Result<Self, UnknownArea> {
        Self::ALL.into_iter().find(|a| a.key() == text).ok_or(UnknownArea)
    }
}

pub(crate) struct ApiFacts {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) rtm_path: Option<&'static str>,
    pub(crate) query: &'static [&'static str],
}

impl Api {
    fn facts(self) -> Option<&'static ApiFacts> {
        APIS.get(self as usize)
    }

    /// Its key, with which the names of its methods begin.
    pub fn key(self) -> &'static str {
        self.facts().map_or("", |f| f.key)
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        self.facts().map_or("", |f| f.title)
    }

    /// What it is for.
    pub fn about(self) -> &'static str {
        self.facts().map_or("", |f| f.about)
    }

    /// Path of its websocket after the version, if it has one.
    pub fn rtm_path(self) -> Option<&'static str> {
        self.facts().and_then(|f| f.rtm_path)
    }

    /// Query parameters that every call of it needs.
    pub fn query(self) -> &'static [&'static str] {
        self.facts().map_or(&[], |f| f.query)
    }

    /// Whether it has a transport.
    pub fn has(self, transport: Transport) -> bool {
        transport == Transport::Web || self.rtm_path().is_some()
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
