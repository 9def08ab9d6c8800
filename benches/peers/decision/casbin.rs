//! Casbin, with roles: a row gives a method to those who have a role, a role is a scope or several scopes together, a token has the roles that
//! its scopes are enough for. Casbin goes through its rows until one allows, so the cheapest comparison, of the method, comes first.

use std::collections::{HashMap, HashSet};

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, RbacApi};

use crate::cases::Given;
use crate::facts::Facts;
use crate::peer::Peer;

const MODEL: &str = "
[request_definition]
r = token, method, grant

[policy_definition]
p = role, method, right

[role_definition]
g = _, _
g2 = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.method == p.method && g(r.token, p.role) && (r.grant == \"\" || g2(r.grant, p.right))
";

/// Of a method that needs no scope; every token has it.
const ANYONE: &str = "anyone";

/// The enforcer, with the roles that its rows name.
pub struct Roles {
    enforcer: Enforcer,
    roles: HashMap<String, Vec<&'static str>>,
    made: usize,
}

/// Names under which the enforcer knows a token and a grant.
pub struct Names {
    pub token: String,
    grant: String,
}

fn role(scopes: &[&'static str]) -> String {
    if scopes.is_empty() { ANYONE.to_owned() } else { scopes.join("+") }
}

impl Roles {
    /// Takes a token out again.
    pub fn forget(&mut self, holder: &Names) {
        pollster::block_on(self.enforcer.delete_roles_for_user(&holder.token, None)).expect("it is in memory");
    }
}

impl Peer for Roles {
    type Holder = Names;
    type Question<'a> = (&'a str, &'a str, &'a str);

    const NAME: &'static str = "casbin";

    fn new(facts: &Facts) -> Self {
        let rows = facts
            .methods
            .iter()
            .flat_map(|m| m.alternatives.iter().map(|a| vec![role(a), m.name.to_owned(), m.right.clone()]));
        let rows: Vec<Vec<String>> = rows.collect();
        let all = facts.methods.iter().flat_map(|m| &m.alternatives);
        let roles = all.map(|a| (role(a), a.clone())).collect();
        let enforcer = pollster::block_on(async {
            let model = DefaultModel::from_str(MODEL).await.expect("it is well formed");
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await.expect("it is in memory");
            enforcer.add_policies(rows).await.expect("each row is there once");
            enforcer
        });
        Self { enforcer, roles, made: 0 }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Names {
        self.made += 1;
        let token = format!("token:{}", self.made);
        let grant = given.map_or_else(String::new, |_| format!("grant:{}", self.made));
        let held: HashSet<&str> = facts.closure(scopes).collect();
        let has = self.roles.iter().filter(|(_, all)| all.iter().all(|s| held.contains(s)));
        let has: Vec<String> = has.map(|(name, _)| name.clone()).collect();
        let rights = given.map_or_else(Vec::new, Given::rights);
        let rights: Vec<Vec<String>> = rights.into_iter().map(|right| vec![grant.clone(), right]).collect();
        pollster::block_on(async {
            self.enforcer.add_roles_for_user(&token, has, None).await.expect("it is in memory");
            if !rights.is_empty() {
                self.enforcer.add_named_grouping_policies("g2", rights).await.expect("it is in memory");
            }
        });
        Names { token, grant }
    }

    fn question<'a>(&self, holder: &'a Names, method: &'a str) -> (&'a str, &'a str, &'a str) {
        (&holder.token, method, &holder.grant)
    }

    fn ask(&mut self, question: &(&str, &str, &str)) -> bool {
        self.enforcer.enforce(*question).expect("the matcher is sound")
    }
}
