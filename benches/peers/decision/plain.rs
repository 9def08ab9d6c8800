//! What one writes by hand: a mask by index, and sets of strings.

use std::collections::{HashMap, HashSet};

use crate::cases::Given;
use crate::facts::Facts;
use crate::peer::Peer;

/// A table of masks by the method's index, each with the bit of its requirement, and a test of bits. Requirements and rights are numbered
/// in the order in which they first appear.
pub struct Masks {
    names: HashMap<&'static str, usize>,
    needs: Vec<u64>,
    rights: Vec<u64>,
    kinds: Vec<Vec<Vec<&'static str>>>,
    areas: Vec<String>,
}

/// What a token meets and a grant gives, as bits.
pub struct Bits {
    pub met: u64,
    given: u64,
}

impl Masks {
    /// The index of a method.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The test alone, without grant.
    #[inline]
    pub fn allows(&self, met: u64, method: usize) -> bool {
        self.needs.get(method).is_some_and(|needs| needs & met != 0)
    }
}

/// The bit of a thing in a list that it is added to if it is new.
fn bit<T: PartialEq + Clone>(list: &mut Vec<T>, thing: &T) -> u64 {
    let at = list.iter().position(|t| t == thing).unwrap_or_else(|| {
        list.push(thing.clone());
        list.len() - 1
    });
    assert!(at < 64, "one word has room for 64");
    1 << at
}

impl Peer for Masks {
    type Holder = Bits;
    type Question<'a> = (&'a Bits, usize);

    const NAME: &'static str = "indexed mask test";

    fn new(facts: &Facts) -> Self {
        let (mut kinds, mut areas) = (Vec::new(), Vec::new());
        let needs = facts.methods.iter().map(|m| bit(&mut kinds, &m.alternatives)).collect();
        let rights = facts.methods.iter().map(|m| bit(&mut areas, &m.right)).collect();
        let names = facts.methods.iter().enumerate().map(|(i, m)| (m.name, i)).collect();
        Self { names, needs, rights, kinds, areas }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Bits {
        let held: HashSet<&str> = facts.closure(scopes).collect();
        let holds = |alternatives: &[Vec<&str>]| alternatives.iter().any(|all| all.iter().all(|s| held.contains(s)));
        let met = self.kinds.iter().enumerate().filter(|(_, a)| holds(a)).fold(0, |met, (i, _)| met | 1 << i);
        let given = given.map_or(u64::MAX, |given| {
            let rights = given.rights();
            self.areas.iter().enumerate().filter(|(_, a)| rights.contains(a)).fold(0, |met, (i, _)| met | 1 << i)
        });
        Bits { met, given }
    }

    fn question<'a>(&self, holder: &'a Bits, method: &'a str) -> (&'a Bits, usize) {
        (holder, self.index(method).unwrap_or(usize::MAX))
    }

    #[inline]
    fn ask(&mut self, (holder, method): &(&Bits, usize)) -> bool {
        self.allows(holder.met, *method) && self.rights.get(*method).is_some_and(|right| right & holder.given != 0)
    }
}

/// What one writes without thinking of cost: alternatives by name in a map, scopes and rights as strings in sets.
pub struct Strings {
    methods: HashMap<&'static str, (Vec<Vec<&'static str>>, String)>,
}

/// What a token holds and a grant gives, as strings.
pub struct Sets {
    scopes: HashSet<&'static str>,
    rights: Option<HashSet<String>>,
}

impl Peer for Strings {
    type Holder = Sets;
    type Question<'a> = (&'a Sets, &'a str);

    const NAME: &'static str = "HashMap and HashSet";

    fn new(facts: &Facts) -> Self {
        let methods = facts.methods.iter().map(|m| (m.name, (m.alternatives.clone(), m.right.clone()))).collect();
        Self { methods }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Sets {
        Sets {
            scopes: facts.closure(scopes).collect(),
            rights: given.map(|given| given.rights().into_iter().collect()),
        }
    }

    fn question<'a>(&self, holder: &'a Sets, method: &'a str) -> (&'a Sets, &'a str) {
        (holder, method)
    }

    #[inline]
    fn ask(&mut self, (holder, method): &(&Sets, &str)) -> bool {
        self.methods.get(method).is_some_and(|(alternatives, right)| {
            holder.rights.as_ref().is_none_or(|rights| rights.contains(right))
                && alternatives.iter().any(|all| all.iter().all(|s| holder.scopes.contains(s)))
        })
    }
}
