//! What the host happens to know about a call. Everything is optional: what is absent leaves a condition open and never denies. Pure data.

use super::kind::Role;

/// Facts about one call, borrowed from the host.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Who calls.
    pub requester: RequesterFacts<'a>,
    /// The chat that the call is about.
    pub chat: ChatFacts<'a>,
    /// The agent or bot that the call is about.
    pub target: TargetFacts<'a>,
}

/// The agent, bot or customer behind the token.
#[derive(Debug, Clone, Copy, Default)]
pub struct RequesterFacts<'a> {
    /// Their ID.
    pub id: Option<&'a str>,
    /// Their role; where the token has one too, the lower of the two counts.
    pub role: Option<Role>,
    /// Groups that they are a member of.
    pub groups: Option<&'a [u64]>,
    /// Client ID that the token was issued for.
    pub client_id: Option<&'a str>,
}

/// The chat that a call is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChatFacts<'a> {
    /// Groups that the chat is in; 0 is everybody's.
    pub groups: Option<&'a [u64]>,
    /// IDs of its users.
    pub users: Option<&'a [&'a str]>,
}

/// The agent or bot that a call is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct TargetFacts<'a> {
    /// Their ID; what the request says comes first.
    pub id: Option<&'a str>,
    /// Agent or bot.
    pub kind: Option<TargetType>,
    /// Client ID that owns the bot.
    pub owner_client_id: Option<&'a str>,
}

named! {
    /// Whether somebody is a human agent or a bot.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum TargetType {
        /// A human agent.
        Agent = "agent",
        /// A bot.
        Bot = "bot",
    }
    error UnknownTargetType = "not a type of target; it is `agent` or `bot`";
}
