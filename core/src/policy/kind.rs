//! Kinds of token and roles of agents. Pure data.

named! {
    /// How a token was obtained, which decides where it may be used.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum TokenKind {
        /// A personal access token of an agent: Web only.
        Personal = "personal",
        /// An OAuth access token of an agent.
        Oauth = "oauth",
        /// A bot's own token: Web only.
        Bot = "bot",
        /// A customer's token: the Customer Chat API, and nothing else.
        Customer = "customer",
    }
    error UnknownTokenKind = "not a kind of token; it is `personal`, `oauth`, `bot` or `customer`";
}

named! {
    /// Role of an agent, lowest first. `member` is the lowest role of an account, the others are roles in LiveChat.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Role {
        /// Member of the organization, without more rights.
        Member = "member",
        /// Ordinary agent.
        Normal = "normal",
        /// Configures the license.
        Administrator = "administrator",
        /// As the owner, without ownership.
        Viceowner = "viceowner",
        /// Owner of the license.
        Owner = "owner",
    }
    error UnknownRole = "not a role; it is `member`, `normal`, `administrator`, `viceowner` or `owner`";
}
