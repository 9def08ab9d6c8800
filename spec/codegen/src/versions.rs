//! Sets of versions, as bits in the order of `versions.toml`.

use std::fmt;

/// A set of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Versions(pub u8);

impl Versions {
    /// Versions that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// Versions that are in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// Versions that are in the first only.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// No version.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// All versions of the other are in this.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The versions of the catalogue, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Line(pub Vec<String>);

impl Line {
    /// All versions.
    pub fn all(&self) -> Versions {
        (0..self.0.len()).fold(Versions::default(), |all, i| all.or(self.one(i)))
    }

    /// The set with one version.
    pub fn one(&self, index: usize) -> Versions {
        Versions(1 << index)
    }

    fn index(&self, name: &str) -> Result<usize, String> {
        self.0.iter().position(|v| v == name).ok_or_else(|| format!("no version `{name}` in versions.toml"))
    }

    /// Versions from `since` to `until`, both included.
    pub fn range(&self, since: Option<&str>, until: Option<&str>) -> Result<Versions, String> {
        let from = since.map_or(Ok(0), |v| self.index(v))?;
        let to = until.map_or(Ok(self.0.len() - 1), |v| self.index(v))?;
        if from > to {
            return Err(format!("since `{}` is later than until `{}`", self.0[from], self.0[to]));
        }
        let mut set = Versions::default();
        for i in from..=to {
            set = set.or(self.one(i));
        }
        Ok(set)
    }

    /// Names of a set.
    pub fn names(&self, set: Versions) -> Vec<&str> {
        self.0.iter().enumerate().filter(|(i, _)| set.0 & (1 << i) != 0).map(|(_, v)| v.as_str()).collect()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}
