//! Kinds of token and roles of agents. Pure data.

use core::fmt;
use core::str::FromStr;

/// How a token was obtained, which decides where it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TokenKind {
    /// A personal access token of an agent: Web only.
    Personal,
    /// An OAuth access token of an agent.
    Oauth,
    /// A bot's own token: Web only.
    Bot,
    /// A customer's token: the Customer Chat API, and nothing else.
    Customer,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Personal, Self::Oauth, Self::Bot, Self::Customer];

    /// `personal`, `oauth`, `bot` or `customer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Oauth => "oauth",
            Self::Bot => "bot",
            Self::Customer => "customer",
        }
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text isn't a kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of token; it is `personal`, `oauth`, `bot` or `customer`")]
pub struct UnknownTokenKind;

impl FromStr for TokenKind {
    type Err = UnknownTokenKind;

    fn from_str(text: &str) -> Result<Self, UnknownTokenKind> {
        Self::ALL.into_iter().find(|k| k.as_str() == text).ok_or(UnknownTokenKind)
    }
}

/// Role of an agent, lowest first. `member` is the lowest role of an account, the others are roles in LiveChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Member of the organization, without more rights.
    Member,
    /// Ordinary agent.
    Normal,
    /// Configures the license.
    Administrator,
    /// As the owner, without ownership.
    Viceowner,
    /// Owner of the license.
    Owner,
}

impl Role {
    /// All roles, lowest first.
    pub const ALL: [Self; 5] = [Self::Member, Self::Normal, Self::Administrator, Self::Viceowner, Self::Owner];

    /// `member`, `normal`, `administrator`, `viceowner` or `owner`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Normal => "normal",
            Self::Administrator => "administrator",
            Self::Viceowner => "viceowner",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text isn't a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role; it is `member`, `normal`, `administrator`, `viceowner` or `owner`")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|r| r.as_str() == text).ok_or(UnknownRole)
    }
}
