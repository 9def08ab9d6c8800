//! Tables of versions, areas, scopes, conditions and requirements: all that a decision looks at besides methods.

use std::fmt::Write;

use indexmap::IndexMap;

use super::{bits, camel, constant, doc, option, perfect_hash, slice, text, texts, words};
use crate::resolve::{Alternative, Method, Spec};
use crate::scopes::Parsed;

pub(super) fn versions(spec: &Spec) -> String {
    let mut out = String::from("use crate::version::{VersionFacts, VersionState};\n\n");
    let names: Vec<String> = spec.line.0.iter().map(|v| format!("V{}", v.replace('.', "_"))).collect();
    out.push_str("/// A version of the API that the catalogue covers, in the order of release.\n");
    out.push_str("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[allow(non_camel_case_types)] // 3.6 has no other spelling\n#[non_exhaustive]\npub enum Version {\n");
    for (name, (version, placed)) in names.iter().zip(&spec.files.versions) {
        let _ = writeln!(out, "{}    {name},", doc(&format!("{version}: {}", placed.spec.about), "    "));
    }
    out.push_str("}\n\nimpl Version {\n    /// All versions, oldest first.\n");
    let all: Vec<String> = names.iter().map(|n| format!("Self::{n}")).collect();
    let _ = writeln!(out, "    pub const ALL: [Self; {}] = [{}];\n}}\n", all.len(), all.join(", "));
    let stable = spec.files.versions.values().rposition(|v| v.spec.state == "stable").unwrap_or_default();
    let _ = writeln!(out, "pub(crate) const NEWEST_STABLE: Version = Version::{};", names[stable]);
    let _ = writeln!(out, "pub(crate) const ALL_BITS: u8 = {:#x};\n", spec.line.all().0);
    let _ = writeln!(out, "pub(crate) static FACTS: [VersionFacts; {}] = [", all.len());
    for (version, placed) in &spec.files.versions {
        let v = &placed.spec;
        let _ = writeln!(
            out,
            "    VersionFacts {{ name: {}, released: {}, state: VersionState::{}, since: {}, about: {} }},",
            text(version),
            option(v.released.as_deref().map(text)),
            camel(&v.state),
            option(v.since.as_deref().map(text)),
            text(&v.about)
        );
    }
    out.push_str("];\n");
    out
}

pub(super) fn areas(spec: &Spec) -> String {
    let mut out = String::from("use crate::catalogue::{ApiFacts, AreaFacts};\n\n");
    out.push_str("/// An area of methods, as an operator grants it.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[non_exhaustive]\npub enum Area {\n");
    for (key, placed) in &spec.files.areas {
        let _ = writeln!(out, "{}    {},", doc(&placed.spec.about, "    "), camel(key));
    }
    let all: Vec<String> = spec.files.areas.keys().map(|k| format!("Self::{}", camel(k))).collect();
    let _ = write!(
        out,
        "}}\n\nimpl Area {{\n    /// All areas, the guide's first.\n    pub const ALL: [Self; {}] = [{}];\n}}\n\n",
        all.len(),
        all.join(", ")
    );
    let _ = writeln!(out, "pub(crate) static AREAS: [AreaFacts; {}] = [", all.len());
    for (key, placed) in &spec.files.areas {
        let a = &placed.spec;
        let _ = writeln!(
            out,
            "    AreaFacts {{ key: {}, title: {}, about: {}, in_guide: {} }},",
            text(key),
            text(&a.title),
            text(&a.about),
            a.in_guide
        );
    }
    out.push_str("];\n\n/// An API; the names of its methods begin with its key.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[non_exhaustive]\npub enum Api {\n");
    for (key, placed) in &spec.files.apis {
        let _ = writeln!(out, "{}    {},", doc(&placed.spec.about, "    "), camel(key));
    }
    let all: Vec<String> = spec.files.apis.keys().map(|k| format!("Self::{}", camel(k))).collect();
    let _ = write!(
        out,
        "}}\n\nimpl Api {{\n    /// All APIs.\n    pub const ALL: [Self; {}] = [{}];\n}}\n\n",
        all.len(),
        all.join(", ")
    );
    let _ = writeln!(out, "pub(crate) static APIS: [ApiFacts; {}] = [", all.len());
    for (key, placed) in &spec.files.apis {
        let a = &placed.spec;
        let _ = writeln!(
            out,
            "    ApiFacts {{ key: {}, title: {}, about: {}, rtm_path: {}, query: {} }},",
            text(key),
            text(&a.title),
            text(&a.about),
            option(a.rtm_path.as_deref().map(text)),
            texts(&a.query)
        );
    }
    out.push_str("];\n");
    out
}

pub(super) fn conditions(spec: &Spec) -> String {
    let mut out = String::from("use crate::policy::{ConditionFacts, DecidedBy};\n\n");
    out.push_str("/// A condition under which an alternative of a requirement suffices.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Condition {\n");
    for (name, placed) in &spec.files.conditions {
        let _ = writeln!(out, "{}    {},", doc(&placed.spec.about, "    "), camel(name));
    }
    let all: Vec<String> = spec.files.conditions.keys().map(|k| format!("Self::{}", camel(k))).collect();
    let _ = write!(
        out,
        "}}\n\nimpl Condition {{\n    /// All conditions.\n    pub const ALL: [Self; {}] = [{}];\n}}\n\n",
        all.len(),
        all.join(", ")
    );
    let _ = writeln!(out, "pub(crate) static FACTS: [ConditionFacts; {}] = [", all.len());
    for (name, placed) in &spec.files.conditions {
        let _ = writeln!(
            out,
            "    ConditionFacts {{ name: {}, about: {}, decided_by: DecidedBy::{} }},",
            text(name),
            text(&placed.spec.about),
            camel(&placed.spec.decided_by)
        );
    }
    out.push_str("];\n");
    out
}

/// A requirement as it is generated: what a method asks in some versions, the guide's permission included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) reads: Vec<String>,
    pub(super) absent_is_requester: bool,
    pub(super) customer: bool,
    pub(super) opens: Vec<(String, String)>,
    /// Narrowest first; true for the guide's alone.
    pub(super) any: Vec<(Alternative, bool)>,
}

/// The distinct requirements, and the number of each method's.
pub(super) fn asked(spec: &Spec) -> (Vec<Asked>, IndexMap<String, usize>) {
    let mut all: Vec<Asked> = Vec::new();
    let mut of = IndexMap::new();
    for method in &spec.methods {
        let one = of_method(spec, method);
        let number = all.iter().position(|a| *a == one).unwrap_or_else(|| {
            all.push(one);
            all.len() - 1
        });
        of.insert(method.name.clone(), number);
    }
    (all, of)
}

fn of_method(spec: &Spec, method: &Method) -> Asked {
    let customer = method.api == "customer";
    let permission = permission(spec, method);
    let named = method.requirement.as_ref().and_then(|name| spec.requirements.get(name));
    let mut any: Vec<(Alternative, bool)> =
        named.map(|r| r.any.iter().map(|a| (a.clone(), false)).collect()).unwrap_or_default();
    if let Some(permission) = permission {
        let by_facts = |a: &Alternative| {
            a.when.iter().all(|c| spec.files.conditions.get(c).is_none_or(|c| c.spec.decided_by == "facts"))
        };
        let reached = any.iter().any(|(a, _)| a.scopes == [permission.clone()] && by_facts(a));
        if !reached {
            let guide = Alternative { scopes: vec![permission], when: Vec::new() };
            any.push((guide, true));
        }
    }
    any.sort_by_key(|(a, guide)| (a.scopes.len(), width(&a.scopes), a.scopes.clone(), a.when.len(), *guide));
    Asked {
        reads: named.map(|r| r.reads.clone()).unwrap_or_default(),
        absent_is_requester: named.is_some_and(|r| r.absent_is_requester),
        customer,
        opens: named.map(|r| r.opens.iter().map(|o| (o.scope.clone(), o.what.clone())).collect()).unwrap_or_default(),
        any,
    }
}

/// The guide's permission of a method, or of the single method that it repeats.
fn permission(spec: &Spec, method: &Method) -> Option<String> {
    method.permission.clone().or_else(|| {
        let single = method.batch_of.as_ref()?;
        spec.methods.iter().find(|m| m.name == *single)?.permission.clone()
    })
}

fn width(scopes: &[String]) -> usize {
    scopes.iter().map(|s| Parsed::new(s).map_or(0, |p| p.width())).sum()
}

pub(super) fn scope_index(spec: &Spec, name: &str) -> usize {
    spec.files.scopes.get_index_of(name).unwrap_or_default()
}

fn scope_bits(spec: &Spec, scopes: &[String]) -> String {
    bits(scopes.iter().map(|s| scope_index(spec, s)), words(spec.files.scopes.len()))
}

pub(super) fn scopes(spec: &Spec) -> String {
    let count = spec.files.scopes.len();
    let (asked, _) = asked(spec);
    let parsed: Vec<Parsed> = spec
        .files
        .scopes
        .keys()
        .map(|s| Parsed::new(s).unwrap_or(Parsed { resource: s.clone(), reach: None, right: None }))
        .collect();
    let mut out = String::from(
        "use super::requirements::RequirementSet;\nuse crate::policy::{Product, Role, ScopeFacts, ScopeSet};\n\n\
         /// A scope, as a small copyable handle.\n#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Scope(u16);\n\n",
    );
    let _ = writeln!(out, "pub(crate) const WORDS: usize = {};\n", words(count));
    out.push_str("impl Scope {\n");
    for (i, (name, placed)) in spec.files.scopes.iter().enumerate() {
        let about = format!("`{name}`: {}", placed.spec.about);
        let _ = writeln!(out, "{}    pub const {}: Self = Self({i});", doc(&about, "    "), constant(name));
    }
    let _ = write!(
        out,
        "\n    /// All scopes.\n    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {{\n        (0..{count}).map(Self)\n    }}\n\n    \
         /// Its place in [`Scope::all`].\n    #[inline]\n    pub const fn index(self) -> usize {{\n        self.0 as usize\n    }}\n\n    \
         pub(crate) const fn from_index(index: u16) -> Self {{\n        Self(index)\n    }}\n\n    \
         /// The requirements that it alone meets, by the guide.\n    pub(crate) fn meets(self) -> RequirementSet {{\n        MEETS.get(self.index()).copied().unwrap_or(RequirementSet::NONE)\n    }}\n}}\n\n"
    );
    let _ = writeln!(out, "pub(crate) static FACTS: [ScopeFacts; {count}] = [");
    for (i, (name, placed)) in spec.files.scopes.iter().enumerate() {
        let s = &placed.spec;
        let closure = (0..count).filter(|j| parsed[i].contains(&parsed[*j]));
        let _ = writeln!(
            out,
            "    ScopeFacts {{ name: {}, role: {}, product: {}, private: {}, closure: ScopeSet({}), width: {} }},",
            text(name),
            option(s.role.as_deref().map(|r| format!("Role::{}", camel(r)))),
            option(s.product.as_deref().map(|p| format!("Product::{}", camel(p)))),
            s.private,
            bits(closure, words(count)),
            parsed[i].width()
        );
    }
    out.push_str("];\n\n");
    out.push_str(&super::events::abouts("ABOUTS", spec.files.scopes.values().map(|placed| placed.spec.about.as_str())));
    let _ = writeln!(out, "\nstatic MEETS: [RequirementSet; {count}] = [");
    let all_names: Vec<&String> = spec.files.scopes.keys().collect();
    for (i, name) in all_names.iter().enumerate() {
        let met = asked.iter().enumerate().filter(|(_, a)| {
            a.any.iter().any(|(alt, _)| alt.scopes.iter().all(|s| parsed[i].contains(&parsed[scope_index(spec, s)])))
        });
        let _ =
            writeln!(out, "    RequirementSet({}), // {name}", bits(met.map(|(n, _)| n + 1), words(asked.len() + 1)));
    }
    out.push_str("];\n\n");
    out.push_str(&perfect_hash(spec.files.scopes.keys().map(String::as_str), "u16"));
    out
}

pub(super) fn requirements(spec: &Spec) -> String {
    let (asked, _) = asked(spec);
    let count = words(asked.len() + 1);
    let mut out = String::from(
        "use super::scopes::Scope;\nuse crate::policy::{Alternative, ConditionSet, Opens, Requirement, ScopeSet};\n\n\
         /// A set of requirements by number, as bits. Number 0 is never met.\n#[derive(Clone, Copy, PartialEq, Eq, Debug)]\n",
    );
    let _ = writeln!(
        out,
        "pub(crate) struct RequirementSet(pub(crate) [u64; {count}]);\n\npub(crate) const REQUIREMENT_WORDS: usize = {count};\n"
    );
    let _ = writeln!(
        out,
        "/// Requirements that no scope is needed for.\npub(crate) static FREE: RequirementSet = RequirementSet({});",
        bits(asked.iter().enumerate().filter(|(_, a)| a.any.is_empty() && !a.customer).map(|(i, _)| i + 1), count)
    );
    let _ = writeln!(
        out,
        "/// Requirements of the customers' API.\npub(crate) static CUSTOMER: RequirementSet = RequirementSet({});",
        bits(asked.iter().enumerate().filter(|(_, a)| a.customer).map(|(i, _)| i + 1), count)
    );
    let combined: Vec<String> = asked
        .iter()
        .enumerate()
        .flat_map(|(i, a)| {
            a.any.iter().filter(|(alt, _)| alt.scopes.len() > 1).map(move |(alt, _)| (i + 1, alt.scopes.clone()))
        })
        .filter(|(i, scopes)| {
            // Left out where a single scope of the set meets the requirement already.
            !asked[i - 1].any.iter().any(|(alt, _)| alt.scopes.len() == 1 && scopes.contains(&alt.scopes[0]))
        })
        .map(|(i, scopes)| format!("(ScopeSet({}), {i})", scope_bits(spec, &scopes)))
        .collect();
    let _ = writeln!(
        out,
        "/// Sets of several scopes that meet a requirement together.\npub(crate) static COMBINATIONS: &[(ScopeSet, u16)] = &[{}];\n",
        combined.join(", ")
    );
    let _ = writeln!(out, "pub(crate) static REQUIREMENTS: [Requirement; {}] = [", asked.len());
    for a in &asked {
        let mut conditions: Vec<usize> = Vec::new();
        let condition = |name: &String| spec.files.conditions.get_index_of(name).unwrap_or_default();
        let alternatives = slice(a.any.iter().map(|(alt, guide_only)| {
            let when: Vec<usize> = alt.when.iter().map(condition).collect();
            conditions.extend(&when);
            format!(
                "Alternative {{ scopes: {}, set: ScopeSet({}), when: ConditionSet({:#x}), guide_only: {guide_only} }}",
                slice(alt.scopes.iter().map(|s| format!("Scope::{}", constant(s)))),
                scope_bits(spec, &alt.scopes),
                when.iter().fold(0u16, |b, i| b | 1 << i)
            )
        }));
        let opens = slice(
            a.opens
                .iter()
                .map(|(scope, what)| format!("Opens {{ scope: Scope::{}, what: {} }}", constant(scope), text(what))),
        );
        let _ = writeln!(
            out,
            "    Requirement {{ alternatives: {alternatives}, opens: {opens}, reads: {}, absent_is_requester: {}, customer: {}, conditions: ConditionSet({:#x}) }},",
            texts(&a.reads),
            a.absent_is_requester,
            a.customer,
            conditions.iter().fold(0u16, |b, i| b | 1 << i)
        );
    }
    out.push_str("];\n");
    out
}
