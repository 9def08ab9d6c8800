//! The policy as plain data, taken from livechat-core's own catalogue, so that every peer answers the same question:
//! may a token with these scopes call this method of version 3.6 over the Web, and does an operator's grant by area give it?
//! Conditions on the call (one's own agent, a chat of one's groups) are left out: no peer is told anything of the call.

use std::collections::HashMap;

use livechat_core::catalogue::Access;
use livechat_core::policy::Rules;
use livechat_core::{Method, Scope, Transport, Version};

use crate::tenfold::{ONCE_NAMES, TENFOLD_NAMES};

/// The version that is asked about.
pub const VERSION: Version = Version::V3_6;
/// The transport that is asked about.
pub const TRANSPORT: Transport = Transport::Web;

/// What a peer is told of one method.
#[derive(Clone)]
pub struct MethodFacts {
    pub name: &'static str,
    /// Sets of scopes of which one must be held whole. The empty set is held by every token; without any set, the method isn't there.
    pub alternatives: Vec<Vec<&'static str>>,
    /// Area and access, such as `chats:read`.
    pub right: String,
}

/// The whole policy.
pub struct Facts {
    pub methods: Vec<MethodFacts>,
    /// Each scope with itself and all that it contains.
    closures: HashMap<&'static str, Vec<&'static str>>,
}

impl Facts {
    /// The catalogue as it is.
    pub fn new() -> Self {
        let methods: Vec<MethodFacts> = Method::all().map(of_method).collect();
        assert!(methods.iter().map(|m| m.name).eq(ONCE_NAMES), "the build script saw another catalogue");
        assert_eq!(VERSION, Version::DEFAULT, "core's short ways ask about another version");
        let closures = Scope::all().map(|s| (s.name(), s.closure().iter().map(Scope::name).collect())).collect();
        Self { methods, closures }
    }

    /// Ten times as many methods, which ask for the same scopes.
    pub fn tenfold(&self) -> Self {
        let methods = TENFOLD_NAMES.iter().zip(self.methods.iter().cycle());
        let methods = methods.map(|(name, like)| MethodFacts { name, ..like.clone() }).collect();
        Self { methods, closures: self.closures.clone() }
    }

    /// These scopes and all that they contain; unknown ones contain nothing and are left out.
    pub fn closure<'a>(&'a self, scopes: &'a [&str]) -> impl Iterator<Item = &'static str> + 'a {
        scopes.iter().filter_map(|s| self.closures.get(s)).flatten().copied()
    }

    /// All scopes that are known.
    pub fn scopes(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = self.closures.keys().copied().collect();
        names.sort_unstable();
        names
    }
}

fn of_method(method: Method) -> MethodFacts {
    let alternatives = match method.requirement(VERSION, TRANSPORT) {
        None => Vec::new(),
        Some(requirement) if requirement.is_free() => vec![Vec::new()],
        Some(requirement) => {
            requirement.alternatives(Rules::Guide).map(|a| a.scopes().iter().map(|s| s.name()).collect()).collect()
        }
    };
    let access = match method.access() {
        Access::Read => "read",
        Access::Write => "write",
    };
    MethodFacts { name: method.name(), alternatives, right: format!("{}:{access}", method.area().key()) }
}
