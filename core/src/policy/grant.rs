//! What an operator gives one AI agent: areas, single methods, versions and transports. No IO.

use core::fmt;

use crate::catalogue::{Access, Area, Method};
use crate::generated::methods::WORDS;
use crate::transport::Transport;
use crate::version::{Version, VersionSet};

named! {
    /// What is given in an area.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
    pub enum Right {
        /// Nothing.
        #[default]
        None = "none",
        /// Methods that read.
        Read = "read",
        /// All methods.
        Write = "write",
    }
    error UnknownRight = "not a right; it is `none`, `read` or `write`";
}

impl Right {
    fn covers(self, access: Access) -> bool {
        match access {
            Access::Read => self >= Self::Read,
            Access::Write => self == Self::Write,
        }
    }
}

/// A set of methods, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MethodSet([u64; WORDS]);

impl MethodSet {
    /// No method.
    pub const NONE: Self = Self([0; WORDS]);

    /// Adds a method.
    pub fn insert(&mut self, method: Method) {
        if let Some(word) = self.0.get_mut(method.index() >> 6) {
            *word |= bit(method);
        }
    }

    /// Takes a method out.
    pub fn remove(&mut self, method: Method) {
        if let Some(word) = self.0.get_mut(method.index() >> 6) {
            *word &= !bit(method);
        }
    }

    /// Whether a method is in it.
    #[inline]
    pub fn contains(&self, method: Method) -> bool {
        self.0.get(method.index() >> 6).is_some_and(|word| word & bit(method) != 0)
    }

    /// Its bits, 64 a word, by [`Method::index`]: for hosts that keep the answers and test them where they stand.
    pub fn words(&self) -> &[u64] {
        &self.0
    }

    /// Its methods, in the order of the catalogue.
    pub fn iter(&self) -> impl Iterator<Item = Method> + use<> {
        let set = *self;
        Method::all().filter(move |m| set.contains(*m))
    }
}

#[inline]
fn bit(method: Method) -> u64 {
    1u64.wrapping_shl(u32::from(method.0 & 63))
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(iter: I) -> Self {
        iter.into_iter().fold(Self::NONE, |mut set, m| {
            set.insert(m);
            set
        })
    }
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Method::name)).finish()
    }
}

/// What an operator gives one AI agent. What it doesn't name is not granted; a method that was taken away stays away.
///
/// ```
/// use livechat_core::policy::Right;
/// use livechat_core::{Grant, Method, catalogue::Area};
/// let grant = Grant::new()
///     .area(Area::Customers, Right::Write)
///     .without(Method::AGENT_BAN_CUSTOMER);
/// assert!(grant.grants(Method::AGENT_UPDATE_CUSTOMER));
/// assert!(!grant.grants(Method::AGENT_BAN_CUSTOMER));
/// assert!(!grant.grants(Method::AGENT_SEND_EVENT));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    methods: MethodSet,
    removed: MethodSet,
    versions: VersionSet,
    web: bool,
    rtm: bool,
}

impl Default for Grant {
    fn default() -> Self {
        Self::new()
    }
}

impl Grant {
    /// A grant of nothing, in every version and on every transport.
    pub const fn new() -> Self {
        Self { methods: MethodSet::NONE, removed: MethodSet::NONE, versions: VersionSet::ALL, web: true, rtm: true }
    }

    /// Gives a right in an area, besides what is given already.
    #[must_use]
    pub fn area(mut self, area: Area, right: Right) -> Self {
        for method in Method::all().filter(|m| m.area() == area && right.covers(m.access())) {
            self.methods.insert(method);
        }
        self
    }

    /// Gives a single method.
    #[must_use]
    pub fn with(mut self, method: Method) -> Self {
        self.methods.insert(method);
        self
    }

    /// Takes a single method away, whatever else gives it, and with it the batch method that repeats it.
    #[must_use]
    pub fn without(mut self, method: Method) -> Self {
        self.removed.insert(method);
        for batch in Method::all().filter(|m| m.batch_of() == Some(method)) {
            self.removed.insert(batch);
        }
        self
    }

    /// Limits the grant to these versions.
    #[must_use]
    pub fn versions(mut self, versions: VersionSet) -> Self {
        self.versions = versions;
        self
    }

    /// Limits the grant to these transports.
    #[must_use]
    pub fn transports(mut self, transports: impl IntoIterator<Item = Transport>) -> Self {
        (self.web, self.rtm) = (false, false);
        for transport in transports {
            match transport {
                Transport::Web => self.web = true,
                Transport::Rtm => self.rtm = true,
            }
        }
        self
    }

    /// Whether it gives a method, in the versions and on the transports that it is limited to. Two bit tests.
    #[inline]
    pub fn grants(&self, method: Method) -> bool {
        self.methods.contains(method) && !self.removed.contains(method)
    }

    /// Whether it gives a method in a version and on a transport.
    #[inline]
    pub fn grants_at(&self, method: Method, version: Version, transport: Transport) -> bool {
        self.grants(method) && self.versions.contains(version) && self.has_transport(transport)
    }

    pub(crate) fn has_version(&self, version: Version) -> bool {
        self.versions.contains(version)
    }

    pub(crate) fn has_transport(&self, transport: Transport) -> bool {
        match transport {
            Transport::Web => self.web,
            Transport::Rtm => self.rtm,
        }
    }

    pub(crate) fn has_removed(&self, method: Method) -> bool {
        self.removed.contains(method)
    }

    /// The methods that it gives.
    pub fn methods(&self) -> MethodSet {
        Method::all().filter(|m| self.grants(*m)).collect()
    }
}
