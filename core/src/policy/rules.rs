//! Which rules a question is decided by, and what to answer where they leave something open. Pure data.

named! {
    /// Which source says what a method needs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum Rules {
        /// The guide's permission suffices for its methods, and so do the reference's alternatives.
        #[default]
        Guide = "guide",
        /// Only the vendor's reference.
        Reference = "reference",
    }
    error UnknownRules = "not a rule source; it is `guide` or `reference`";
}

named! {
    /// What to answer when a condition stays open.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum WhenUnknown {
        /// Allow, and name the condition in the limits: the vendor settles it.
        #[default]
        Allow = "allow",
        /// Deny as undecided.
        Deny = "deny",
    }
    error UnknownWhenUnknown = "not an answer to the unknown; it is `allow` or `deny`";
}
