//! The algebra of scopes: which other scopes one contains. From the vendor's list of scopes.
//!
//! `rw` contains `ro`, `rc` (read and create) contains `ro`. Reach `all` contains `access`, `groups` and `my`; `access` contains `my`.
//! `chats.conversation` with `rw` writes the conversation only: of the chat as a whole it contains `ro`.

/// A scope, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// `chats.conversation`
    pub resource: String,
    /// `all`, or none.
    pub reach: Option<String>,
    /// `rw`, `own`, or none.
    pub right: Option<String>,
}

const REACHES: [&str; 4] = ["all", "access", "groups", "my"];
const RIGHTS: [&str; 4] = ["rw", "rc", "ro", "own"];

impl Parsed {
    /// Takes `resource[--reach][:right]` apart.
    pub fn new(text: &str) -> Result<Self, String> {
        let (head, right) = match text.split_once(':') {
            Some((head, right)) if RIGHTS.contains(&right) => (head, Some(right.to_owned())),
            Some((_, right)) => return Err(format!("`{right}` is no right")),
            None => (text, None),
        };
        let (resource, reach) = match head.split_once("--") {
            Some((resource, reach)) if REACHES.contains(&reach) => (resource, Some(reach.to_owned())),
            Some((_, reach)) => return Err(format!("`{reach}` is no reach")),
            None => (head, None),
        };
        Ok(Self { resource: resource.to_owned(), reach, right })
    }

    /// Whether it contains another scope.
    pub fn contains(&self, other: &Self) -> bool {
        let reach = match (self.reach.as_deref(), other.reach.as_deref()) {
            (a, b) if a == b => true,
            (Some("all"), Some(_)) | (Some("access"), Some("my")) => true,
            _ => false,
        };
        let right = match (self.right.as_deref(), other.right.as_deref()) {
            (a, b) if a == b => true,
            (Some("rw" | "rc"), Some("ro")) => true,
            _ => false,
        };
        if self.resource == other.resource {
            return reach && right;
        }
        self.resource == "chats.conversation"
            && other.resource == "chats"
            && reach
            && self.right.as_deref() == Some("rw")
            && other.right.as_deref() == Some("ro")
    }

    /// Places a scope among others: a wider reach comes later.
    pub fn width(&self) -> usize {
        match self.reach.as_deref() {
            Some("my") => 0,
            Some("groups" | "access") => 1,
            _ => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parsed;

    fn contains(a: &str, b: &str) -> bool {
        Parsed::new(a).unwrap().contains(&Parsed::new(b).unwrap())
    }

    #[test]
    fn the_documented_algebra() {
        assert!(contains("chats--all:rw", "chats--my:ro"));
        assert!(contains("chats--access:rw", "chats--my:rw"));
        assert!(contains("accounts--all:rc", "accounts--my:ro"));
        assert!(contains("tags--all:ro", "tags--groups:ro"));
        assert!(contains("chats.conversation--access:rw", "chats--my:ro"));
        assert!(!contains("chats.conversation--all:rw", "chats--all:rw"));
        assert!(!contains("accounts--all:rw", "accounts--all:rc"));
        assert!(!contains("chats--access:rw", "chats--all:ro"));
        assert!(!contains("agents--all:rw", "agents-bot--my:ro"));
        assert!(!contains("customers:rw", "customers.ban:rw"));
    }
}
