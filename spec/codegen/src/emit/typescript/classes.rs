//! Which declarations are one: the versions and directions in which a type is the same, with all that it refers to.

use std::collections::{BTreeMap, HashMap};

use super::render::{CLOSE, OPEN, Way};
use crate::versions::Versions;

/// A declaration in one version and direction.
pub(super) struct State {
    /// Name in the catalogue; unique.
    pub(super) name: String,
    pub(super) way: Way,
    /// Place of the version.
    pub(super) version: usize,
    /// What `Render` wrote.
    pub(super) template: String,
}

/// Declarations that are the same.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// Name in the catalogue.
    pub(super) name: String,
    /// Versions in which it is sent.
    pub(super) sent: Versions,
    /// Versions in which it comes back.
    pub(super) back: Versions,
    /// A state of it.
    pub(super) example: usize,
    /// Its name in TypeScript.
    pub(super) shown: String,
}

/// All states with their classes.
pub(super) struct Classes {
    pub(super) states: Vec<State>,
    pub(super) all: Vec<Class>,
    of: Vec<usize>,
    at: BTreeMap<(String, Way, usize), usize>,
}

impl Classes {
    /// Splits the states of each name until those that stay together refer to the same. `base` gives a name's plain spelling.
    pub(super) fn new(states: Vec<State>, default: usize, base: &dyn Fn(&str) -> String, line: &[String]) -> Self {
        let at: BTreeMap<_, _> =
            states.iter().enumerate().map(|(i, s)| ((s.name.clone(), s.way, s.version), i)).collect();
        let mut of = vec![0; states.len()];
        let mut count = 0;
        loop {
            let mut numbers: HashMap<(&str, String), usize> = HashMap::new();
            let next: Vec<usize> = states
                .iter()
                .map(|s| {
                    let text = fill(&s.template, &|name| {
                        at.get(&(name.to_owned(), s.way, s.version)).map_or_else(String::new, |i| of[*i].to_string())
                    });
                    let number = numbers.len();
                    *numbers.entry((&s.name, text)).or_insert(number)
                })
                .collect();
            let found = numbers.len();
            of = next;
            if found == count {
                break;
            }
            count = found;
        }
        let mut all: Vec<Option<Class>> = vec![None; count];
        for (i, s) in states.iter().enumerate() {
            let class = all[of[i]].get_or_insert_with(|| Class {
                name: s.name.clone(),
                sent: Versions::default(),
                back: Versions::default(),
                example: i,
                shown: String::new(),
            });
            let one = Versions(1 << s.version);
            match s.way {
                Way::Sent => class.sent = class.sent.or(one),
                Way::Back => class.back = class.back.or(one),
            }
        }
        let mut classes = Self { states, all: all.into_iter().flatten().collect(), of, at };
        let shown: Vec<String> = classes.all.iter().map(|c| classes.shown(c, default, base, line)).collect();
        for (class, shown) in classes.all.iter_mut().zip(shown) {
            class.shown = shown;
        }
        classes
    }

    fn shown(&self, class: &Class, default: usize, base: &dyn Fn(&str) -> String, line: &[String]) -> String {
        let is_back = |c: &Class| !c.back.is_empty();
        let versions = |c: &Class| if is_back(c) { c.back } else { c.sent };
        let input = if is_back(class) || !self.comes_back(&class.name) { "" } else { "Input" };
        let name = base(&class.name) + input;
        let own = versions(class);
        let alone = self.all.iter().filter(|c| c.name == class.name && is_back(c) == is_back(class)).count() == 1;
        if alone || own.contains(Versions(1 << default)) {
            return name;
        }
        let mut there = (0..line.len()).filter(|i| own.contains(Versions(1 << i)));
        let older = there.clone().rfind(|i| *i < default);
        let version = older.or_else(|| there.next()).unwrap_or_default();
        format!("{name}_{}", super::suffix(&line[version]))
    }

    fn comes_back(&self, name: &str) -> bool {
        self.all.iter().any(|c| c.name == name && !c.back.is_empty())
    }

    /// The class of a name in one version and direction.
    pub(super) fn get(&self, name: &str, way: Way, version: usize) -> Option<&Class> {
        self.at.get(&(name.to_owned(), way, version)).map(|i| &self.all[self.of[*i]])
    }

    /// What a class declares, with the names of all others; and these names.
    pub(super) fn declaration(&self, class: &Class) -> (String, Vec<String>) {
        let state = &self.states[class.example];
        let used = std::cell::RefCell::new(Vec::new());
        let text = fill(&state.template, &|name| {
            let shown = self.get(name, state.way, state.version).map(|c| c.shown.clone()).unwrap_or_default();
            used.borrow_mut().push(shown.clone());
            shown
        });
        (text.replace(super::render::OWN, &class.shown), used.into_inner())
    }

    /// Names under which a version gives its types, each with the class that it is.
    pub(super) fn exports(&self, version: usize, base: &dyn Fn(&str) -> String) -> Vec<(String, &Class)> {
        let mut out: Vec<(String, &Class)> = Vec::new();
        for ((name, way, at), i) in &self.at {
            if *at != version {
                continue;
            }
            let class = &self.all[self.of[*i]];
            let input = *way == Way::Sent
                && self.comes_back(name)
                && self.get(name, Way::Back, version).is_none_or(|c| c.shown != class.shown);
            let exported = base(name) + if input { "Input" } else { "" };
            if !out.iter().any(|(e, _)| *e == exported) {
                out.push((exported, class));
            }
        }
        out
    }
}

/// Replaces the marks for other declarations.
fn fill(template: &str, name: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let (marked, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        out.push_str(&name(marked));
        rest = after;
    }
    out + rest
}
