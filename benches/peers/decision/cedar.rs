//! Cedar, with one policy over attributes, and with a policy for each method. Scopes and rights come in the request's context as sets,
//! already closed under the algebra of scopes; policies and entities are parsed once.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};

use crate::cases::Given;
use crate::facts::{Facts, MethodFacts};
use crate::peer::Peer;

/// The text of the one policy. Cedar has no loop over a set of sets: single scopes that suffice are one set, and each set of several is an
/// attribute of its own.
fn one_policy(facts: &Facts) -> String {
    let most = facts.methods.iter().map(|m| several(m).count()).max().unwrap_or_default();
    let sets: String = (0..most)
        .map(|i| format!(" ||\n     (resource has all_{i} && context.scopes.containsAll(resource.all_{i}))"))
        .collect();
    format!(
        r#"permit (principal, action == Action::"call", resource)
when {{
    (resource.free || context.scopes.containsAny(resource.any){sets})
    && (!(context has rights) || context.rights.contains(resource.right))
}};"#
    )
}

/// Sets of several scopes of which one must be held whole.
fn several(method: &MethodFacts) -> impl Iterator<Item = &Vec<&'static str>> {
    method.alternatives.iter().filter(|a| a.len() > 1)
}

struct Parts {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    principal: EntityUid,
}

impl Parts {
    fn new(policies: &str, entities: Vec<Entity>) -> Self {
        Self {
            authorizer: Authorizer::new(),
            policies: policies.parse().expect("it is well formed"),
            entities: Entities::from_entities(entities, None).expect("each is there once"),
            principal: uid(&kind("Token"), "token"),
        }
    }

    fn is_allowed(&self, request: &Request) -> bool {
        self.authorizer.is_authorized(request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}

fn kind(name: &str) -> EntityTypeName {
    name.parse().expect("an identifier")
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

fn set<'a>(texts: impl IntoIterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(texts.into_iter().map(|t| RestrictedExpression::new_string(t.to_owned())))
}

fn context(facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Context {
    let rights = given.map(Given::rights);
    let rights = rights.iter().map(|r| ("rights".to_owned(), set(r.iter().map(String::as_str))));
    let scopes = ("scopes".to_owned(), set(facts.closure(scopes)));
    Context::from_pairs(std::iter::once(scopes).chain(rights)).expect("each key once")
}

fn request(parts: &Parts, action: EntityUid, resource: EntityUid, context: &Context) -> Request {
    Request::new(parts.principal.clone(), action, resource, context.clone(), None).expect("there is no schema")
}

/// One policy over the attributes of methods.
pub struct OnePolicy {
    parts: Parts,
    call: EntityUid,
    method: EntityTypeName,
}

impl OnePolicy {
    fn entity(kind: &EntityTypeName, method: &MethodFacts) -> Entity {
        let free = method.alternatives.iter().any(Vec::is_empty);
        let any = method.alternatives.iter().filter(|a| a.len() == 1).flatten().copied();
        let mut attributes = HashMap::from([
            ("free".to_owned(), RestrictedExpression::new_bool(free)),
            ("any".to_owned(), set(any)),
            ("right".to_owned(), RestrictedExpression::new_string(method.right.clone())),
        ]);
        attributes.extend(several(method).enumerate().map(|(i, a)| (format!("all_{i}"), set(a.iter().copied()))));
        Entity::new(uid(kind, method.name), attributes, HashSet::new()).expect("its attributes are literals")
    }
}

impl Peer for OnePolicy {
    type Holder = Context;
    type Question<'a> = Request;

    const NAME: &'static str = "cedar-policy, one policy";

    fn new(facts: &Facts) -> Self {
        let method = kind("Method");
        let entities = facts.methods.iter().map(|m| Self::entity(&method, m)).collect();
        Self { parts: Parts::new(&one_policy(facts), entities), call: uid(&kind("Action"), "call"), method }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Context {
        context(facts, scopes, given)
    }

    fn question<'a>(&self, holder: &'a Context, method: &'a str) -> Request {
        request(&self.parts, self.call.clone(), uid(&self.method, method), holder)
    }

    fn ask(&mut self, question: &Request) -> bool {
        self.parts.is_allowed(question)
    }
}

/// A policy for each method, which is the action.
pub struct PolicyEach {
    parts: Parts,
    action: EntityTypeName,
    license: EntityUid,
}

impl PolicyEach {
    fn policy(text: &mut String, method: &MethodFacts) -> std::fmt::Result {
        let sets = method.alternatives.iter().map(|all| match all.as_slice() {
            [] => "true".to_owned(),
            [one] => format!("context.scopes.contains({one:?})"),
            all => format!("context.scopes.containsAll({all:?})"),
        });
        let sets = sets.collect::<Vec<_>>().join(" || ");
        let MethodFacts { name, right, .. } = method;
        writeln!(
            text,
            "permit (principal, action == Action::{name:?}, resource)
             when {{ ({sets}) && (!(context has rights) || context.rights.contains({right:?})) }};"
        )
    }
}

impl Peer for PolicyEach {
    type Holder = Context;
    type Question<'a> = Request;

    const NAME: &'static str = "cedar-policy, a policy each";

    fn new(facts: &Facts) -> Self {
        let mut text = String::new();
        for method in facts.methods.iter().filter(|m| !m.alternatives.is_empty()) {
            Self::policy(&mut text, method).expect("to a string");
        }
        let license = uid(&kind("License"), "license");
        Self { parts: Parts::new(&text, Vec::new()), action: kind("Action"), license }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Context {
        context(facts, scopes, given)
    }

    fn question<'a>(&self, holder: &'a Context, method: &'a str) -> Request {
        request(&self.parts, uid(&self.action, method), self.license.clone(), holder)
    }

    fn ask(&mut self, question: &Request) -> bool {
        self.parts.is_allowed(question)
    }
}
