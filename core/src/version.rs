//! Versions of the API and sets of them. Pure data.

use core::fmt;
use core::str::FromStr;

use crate::generated::versions::FACTS;
pub use crate::generated::versions::Version;

named! {
    /// What the vendor promises of a version. Source: the vendor's changelog.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum VersionState {
        /// Still answers; will be switched off.
        Deprecated = "deprecated",
        /// Supported, with a newer stable version beside it.
        Legacy = "legacy",
        /// Recommended for production.
        Stable = "stable",
        /// A preview of the next version; may change.
        Preview = "preview",
    }
}

pub(crate) struct VersionFacts {
    pub(crate) name: &'static str,
    pub(crate) released: Option<&'static str>,
    pub(crate) state: VersionState,
    pub(crate) since: Option<&'static str>,
    pub(crate) about: &'static str,
}

impl Version {
    /// The newest stable version; what is meant where none is given.
    pub const DEFAULT: Self = crate::generated::versions::NEWEST_STABLE;

    fn facts(self) -> Option<&'static VersionFacts> {
        FACTS.get(self as usize)
    }

    /// The version without a `v`, such as `3.6`.
    pub fn as_str(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// Day of the release, `YYYY-MM-DD`; none for a preview.
    pub fn released(self) -> Option<&'static str> {
        self.facts().and_then(|f| f.released)
    }

    /// What the vendor promises of it.
    pub fn state(self) -> VersionState {
        self.facts().map_or(VersionState::Preview, |f| f.state)
    }

    /// Since when it is in its state, `YYYY-MM-DD`, where that isn't the day of the release.
    pub fn state_since(self) -> Option<&'static str> {
        self.facts().and_then(|f| f.since)
    }

    /// What it brought.
    pub fn about(self) -> &'static str {
        self.facts().map_or("", |f| f.about)
    }
}

impl Default for Version {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text isn't one of the versions that the catalogue covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a version of the catalogue; versions are written without a `v`, such as 3.6")]
pub struct UnknownVersion;

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::ALL.into_iter().find(|v| v.as_str() == text).ok_or(UnknownVersion)
    }
}

/// A set of versions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct VersionSet(pub(crate) u8);

impl VersionSet {
    /// No version.
    pub const NONE: Self = Self(0);
    /// Every version of the catalogue.
    pub const ALL: Self = Self(crate::generated::versions::ALL_BITS);

    /// The set with one version.
    pub const fn one(version: Version) -> Self {
        Self(1u8.wrapping_shl(version as u32))
    }

    /// Whether a version is in it.
    pub const fn contains(self, version: Version) -> bool {
        self.0 & Self::one(version).0 != 0
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Versions that are in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Versions that are in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Its versions, oldest first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Version> + Clone {
        Version::ALL.into_iter().filter(move |v| self.contains(*v))
    }
}

impl FromIterator<Version> for VersionSet {
    fn from_iter<I: IntoIterator<Item = Version>>(iter: I) -> Self {
        iter.into_iter().fold(Self::NONE, |set, v| set.union(Self::one(v)))
    }
}

impl fmt::Debug for VersionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Version::as_str)).finish()
    }
}
