//! Scopes and sets of them, with the algebra that says which scope contains which. Pure data.

use core::fmt;

use super::kind::Role;
pub use crate::generated::scopes::Scope;
use crate::generated::scopes::{ABOUTS, BY_NAME, FACTS, WORDS};

named! {
    /// The product that a scope belongs to.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Product {
        /// LiveChat.
        Livechat = "livechat",
        /// The vendor's accounts, shared by its products.
        Accounts = "accounts",
    }
}

pub(crate) struct ScopeFacts {
    pub(crate) name: &'static str,
    pub(crate) role: Option<Role>,
    pub(crate) product: Option<Product>,
    pub(crate) private: bool,
    pub(crate) closure: ScopeSet,
    pub(crate) width: u8,
}

impl Scope {
    /// Looks a scope up by its name; one look-up in a perfect hash, no allocation.
    pub fn from_name(name: &str) -> Option<Self> {
        BY_NAME.get(name).copied().map(Self::from_index)
    }

    fn facts(self) -> Option<&'static ScopeFacts> {
        FACTS.get(self.index())
    }

    /// Its name, such as `chats--access:rw`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// What it allows.
    pub fn about(self) -> &'static str {
        ABOUTS.get(self.index()).copied().unwrap_or_default()
    }

    /// The lowest role whose tokens may hold it, where that is documented.
    pub fn lowest_role(self) -> Option<Role> {
        self.facts().and_then(|f| f.role)
    }

    /// The product it belongs to, where that is documented.
    pub fn product(self) -> Option<Product> {
        self.facts().and_then(|f| f.product)
    }

    /// Whether it is the vendor's own and can't be configured for an application.
    pub fn is_private(self) -> bool {
        self.facts().is_some_and(|f| f.private)
    }

    /// It and every scope that it contains: `rw` and `rc` contain `ro`; reach `all` contains `access`, `groups` and `my`, `access` contains `my`.
    pub fn closure(self) -> ScopeSet {
        self.facts().map_or(ScopeSet::NONE, |f| f.closure)
    }

    /// How far it reaches: 0 for one's own, 1 for one's groups, 2 for everything.
    pub fn width(self) -> u8 {
        self.facts().map_or(u8::MAX, |f| f.width)
    }

    /// Whether an agent with this role may hold it. True where no lowest role is documented.
    pub fn is_open_to(self, role: Role) -> bool {
        self.lowest_role().is_none_or(|lowest| role >= lowest)
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({})", self.name())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of scopes, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScopeSet(pub(crate) [u64; WORDS]);

impl ScopeSet {
    /// No scope.
    pub const NONE: Self = Self([0; WORDS]);

    /// The set with one scope.
    pub fn one(scope: Scope) -> Self {
        let mut set = Self::NONE;
        set.insert(scope);
        set
    }

    /// Adds a scope.
    pub fn insert(&mut self, scope: Scope) {
        let (word, bit) = (scope.index() >> 6, scope.index() & 63);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1u64.wrapping_shl(u32::try_from(bit).unwrap_or_default());
        }
    }

    /// Adds all scopes of another set.
    pub fn extend(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a |= b;
        }
    }

    /// Whether a scope is in it.
    pub fn contains(&self, scope: Scope) -> bool {
        self.contains_all(&Self::one(scope))
    }

    /// Whether all scopes of another set are in it.
    pub fn contains_all(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(a, b)| a & b == b)
    }

    /// The scopes that are in this set and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut set = *self;
        for (a, b) in set.0.iter_mut().zip(other.0) {
            *a &= !b;
        }
        set
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    /// How many scopes are in it.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Its scopes, in the order of the catalogue; costs as much as there are scopes in it.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Scope> + Clone + use<> {
        self.0.into_iter().zip((0u16..).step_by(64)).flat_map(|(word, base)| {
            let mut rest = word;
            core::iter::from_fn(move || {
                let bit = u16::try_from(rest.trailing_zeros()).unwrap_or(64);
                rest &= rest.wrapping_sub(1);
                (bit < 64).then(|| Scope::from_index(base.saturating_add(bit)))
            })
        })
    }

    /// It and every scope that its scopes contain.
    #[must_use]
    pub fn closure(&self) -> Self {
        self.iter().fold(Self::NONE, |mut all, s| {
            all.extend(&s.closure());
            all
        })
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(iter: I) -> Self {
        iter.into_iter().fold(Self::NONE, |mut set, s| {
            set.insert(s);
            set
        })
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Scope::name)).finish()
    }
}
