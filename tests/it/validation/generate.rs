//! Random bodies: most of them in order, and made so that every limit, every rule and every form of JSON is broken.
//!
//! A body is made from a row of draws. A draw of zero takes the plainest choice, so that a body shrinks when its draws
//! do.

use livechat_core::catalogue::{Bounds, Kind, Limits, NamedType, Object, Path, RuleKind, Step, Type, ValueKind};
use livechat_core::{Method, Version};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use super::draft::{Draft, Style};
use super::samples::{COUNTS, KEYS, ODDITIES, SPECIAL, TEXTS, UNKNOWN, of_format};

/// As many draws as a body takes; what goes beyond takes the plainest choice.
const DRAWS: usize = 2_000;

/// How deep fields go that need not be there.
const DEPTH: usize = 7;

/// A random body of a random method in one of its versions.
pub fn question() -> impl Strategy<Value = (Method, Version, String)> {
    vec(any::<u16>(), DRAWS).prop_map(from_draws)
}

/// The body of a seed: the same one every time.
pub fn from_seed(seed: u64) -> (Method, Version, String) {
    from_draws(draws(seed, DRAWS))
}

fn draws(seed: u64, count: usize) -> Vec<u16> {
    let mut state = seed;
    let draw = |_| {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) & 0xFFFF) as u16
    };
    (0..count).map(draw).collect()
}

fn from_draws(draws: Vec<u16>) -> (Method, Version, String) {
    let mut draws = draws;
    let rest = draws.split_off(draws.len().min(2));
    let mut first = Draws { left: draws.into_iter() };
    let special = SPECIAL.iter().filter_map(|name| Method::from_name(name));
    // Each of the special methods as often as five others.
    let methods: Vec<Method> = Method::all().chain(special.flat_map(|method| [method; 5])).collect();
    let method = methods[first.below(methods.len())];
    let versions: Vec<Version> = method.versions().iter().rev().collect();
    let version = versions[first.below(versions.len())];
    (method, version, body(method, version, rest))
}

/// A body of a method in a version, made from draws.
pub fn body(method: Method, version: Version, draws: Vec<u16>) -> String {
    // What the whole body is like has draws of its own, so that a long body leaves some.
    let mut draws = draws;
    let rest = draws.split_off(draws.len().min(12));
    let mut draws = Draws { left: draws.into_iter() };
    let wildness = [0, 0, 0, 0, 5, 10, 20, 40][draws.below(8)];
    let density = [0, 20, 40, 60, 90][draws.below(5)];
    let style = Style { escapes: [0, 0, 0, 4, 30][draws.below(5)], blanks: [0, 0, 0, 3, 20][draws.below(5)] };
    let damages = [0, 0, 0, 0, 1, 1, 2, 5][draws.below(8)];
    let is_broken = draws.percent(3);
    let draws_of_body = Draws { left: rest.into_iter() };
    let mut maker = Maker { version, wildness, density, deepest: DEPTH, draws: draws_of_body };
    let mut draft = method.request().map_or(Draft::raw("null"), |request| maker.object(request, 0));
    for _ in 0..damages {
        maker.damage(&mut draft);
    }
    let mut text = String::new();
    draft.write(&style, &mut maker.draws, &mut text);
    if is_broken { draws.broken(&text) } else { text }
}

/// A body without mistakes, but where rules between fields need a second try; `density` says how many, in a hundred, are
/// there of the fields that need not be, at any depth.
pub fn right(method: Method, version: Version, density: usize, seed: u64) -> String {
    let left = draws(seed, DRAWS).into_iter();
    let mut maker = Maker { version, wildness: 0, density, deepest: usize::MAX, draws: Draws { left } };
    let draft = method.request().map_or(Draft::raw("null"), |request| maker.object(request, 0));
    let mut text = String::new();
    draft.write(&Style { escapes: 0, blanks: 0 }, &mut maker.draws, &mut text);
    text
}

/// A row of draws.
pub struct Draws {
    left: std::vec::IntoIter<u16>,
}

impl Draws {
    /// A number below `end`; zero from a draw of zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.left.next().unwrap_or(0)) * end / 0x1_0000
    }

    /// True so many times in a hundred; false from a draw of zero.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) + percent >= 100
    }

    pub fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.below(choices.len())]
    }

    fn oddity(&mut self) -> Draft {
        Draft::raw(self.pick(ODDITIES))
    }

    /// The text with one character too many or too few, or cut off.
    fn broken(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        let place = self.below(chars.len() + 1);
        match self.below(4) {
            0 => chars.truncate(place),
            1 => drop(chars.drain(place..chars.len().min(place + 1))),
            2 => chars.insert(place, ['}', ',', '"', '\\', '0', '\u{1}', '\u{feff}', 'x'][self.below(8)]),
            _ => return [text, self.pick(&["}", "null", ",", "x", "//"])].concat(),
        }
        chars.into_iter().collect()
    }
}

struct Maker {
    version: Version,
    /// How often, in a hundred, a value is not what it should be.
    wildness: usize,
    /// How often, in a hundred, a field is there that need not be.
    density: usize,
    /// How deep fields go that need not be there.
    deepest: usize,
    draws: Draws,
}

impl Maker {
    fn object(&mut self, object: &'static Object, depth: usize) -> Draft {
        let version = self.version;
        let mut members = Vec::new();
        for field in object.fields.iter().filter(|field| field.versions.contains(version)) {
            let is_there = if field.required {
                !self.draws.percent(self.wildness / 2)
            } else {
                depth < self.deepest && self.draws.percent(self.density)
            };
            if is_there {
                let value = if field.nullable && self.draws.percent(20) {
                    Draft::raw("null")
                } else {
                    self.value(&field.ty, &[&field.limits], depth + 1)
                };
                members.push((field.name.to_owned(), value));
            }
        }
        if (object.open && self.draws.percent(30)) || self.draws.percent(self.wildness / 3) {
            members.push((self.draws.pick(UNKNOWN).to_owned(), self.draws.oddity()));
        }
        if self.draws.percent(30) {
            let place = self.draws.below(members.len().max(1));
            members.rotate_left(place);
        }
        let mut draft = Draft::Members(members);
        for rule in object.rules.iter().filter(|rule| rule.versions.contains(version)) {
            if let Some(inner) = self.schema(object, rule.at)
                && !self.draws.percent(self.wildness.max(2) * 2)
            {
                for place in draft.at(rule.at) {
                    self.settle(inner, &rule.kind, place, depth);
                }
            }
        }
        draft
    }

    fn value(&mut self, ty: &'static Type, limits: &[&'static Limits], depth: usize) -> Draft {
        if self.draws.percent(self.wildness / 3) {
            return self.draws.oddity();
        }
        let listed = limits.iter().find(|limits| !limits.values.is_empty());
        if let (Some(limits), false) = (listed, matches!(ty, Type::Array(_) | Type::Map(_))) {
            return self.listed(limits.values);
        }
        match ty {
            Type::String => self.string(limits, None),
            Type::Binary => {
                let good = !self.draws.percent(self.wildness + 10);
                let texts = if good { ["YQ==", "", "/+8=", "aGk="] } else { ["a", "YQ=", "YR==", "-_-_"] };
                Draft::text(self.draws.pick(&texts))
            }
            Type::Integer => self.number(limits, false),
            Type::Number => self.number(limits, true),
            Type::Boolean => Draft::raw(self.draws.pick(&["true", "false"])),
            Type::Array(element) => self.list(element, limits, depth),
            Type::Map(value) => self.map(value, limits, depth),
            Type::OneOf(options) => {
                let option = &options[self.draws.below(options.len())];
                self.value(option, limits, depth)
            }
            Type::Object(object) => self.object(object, depth),
            Type::Named(named) => self.named(named, limits, depth),
            _ => self.draws.oddity(),
        }
    }

    fn named(&mut self, named: &'static NamedType, limits: &[&'static Limits], depth: usize) -> Draft {
        let with = |own| [&[own], limits].concat();
        match &named.kind {
            Kind::Scalar { base: Type::String, format, limits } => self.string(&with(limits), *format),
            Kind::Scalar { base, limits, .. } => self.value(base, &with(limits), depth),
            Kind::Enum(values) => self.listed(values),
            Kind::Object(object) => self.object(object, depth),
            Kind::Union { tag, variants } => {
                let mine: Vec<_> = variants.iter().filter(|v| v.versions.contains(self.version)).collect();
                let Some(variant) = mine.get(self.draws.below(mine.len())) else { return Draft::raw("null") };
                let mut draft = self.named(variant.ty, limits, depth);
                if self.draws.percent(self.wildness / 2) {
                    let odd = self.draws.oddity();
                    draft.at(&[Step::Field(tag)]).into_iter().for_each(|value| *value = odd.clone());
                }
                draft
            }
            Kind::Map(value, limits) => self.map(value, &with(limits), depth),
            Kind::Array(element, limits) => self.list(element, &with(limits), depth),
            _ => Draft::raw("null"),
        }
    }

    fn listed(&mut self, values: &'static [livechat_core::catalogue::Value]) -> Draft {
        let is_any = self.draws.percent(self.wildness);
        let mine: Vec<_> = values.iter().filter(|value| is_any || value.versions.contains(self.version)).collect();
        if self.draws.percent(self.wildness / 2) || mine.is_empty() {
            return Draft::text("none_of_them");
        }
        Draft::of(&mine[self.draws.below(mine.len())].value)
    }

    fn string(&mut self, limits: &[&'static Limits], format: Option<&str>) -> Draft {
        let (good, bad) = of_format(format.unwrap_or_default());
        let texts = if self.draws.percent(self.wildness) { bad } else { good };
        let mut text = self.draws.pick(texts).to_owned();
        let min = limits.iter().filter_map(|l| l.length.min).max().unwrap_or(0) as usize;
        let max = limits.iter().filter_map(|l| l.length.max.or(l.max_bytes)).min().map(|max| max as usize);
        if format.is_none() && text.chars().count() < min {
            "abc".repeat(min).clone_into(&mut text);
        }
        if let Some(max) = max.filter(|max| *max < 20_000)
            && self.draws.percent(self.wildness + 20)
        {
            let unit = if self.draws.percent(30) { "\u{17c}" } else { "a" };
            let length = (max + self.draws.below(3)).saturating_sub(1);
            text = text.chars().chain(unit.repeat(length).chars()).take(length).collect();
        }
        Draft::Text(text)
    }

    fn number(&mut self, limits: &[&'static Limits], has_fraction: bool) -> Draft {
        let min = limits.iter().filter_map(|l| l.number.min).fold(0.0, f64::max);
        let max = limits.iter().filter_map(|l| l.number.max).fold(1e9, f64::min);
        let off = if self.draws.percent(self.wildness) { 1.0 } else { 0.0 };
        let number = match self.draws.below(4) {
            0 => min - off,
            1 => max + off,
            2 => f64::min(min + 2.0, max),
            _ => f64::min(min + 7.0, max),
        };
        if has_fraction && self.draws.percent(30) {
            return Draft::Raw(format!("{number:.2}"));
        }
        Draft::Raw(format!("{number:.0}"))
    }

    /// How many elements or entries.
    fn amount(&mut self, limits: &[&'static Limits], depth: usize) -> usize {
        let bounds: Vec<Bounds<u32>> = limits.iter().map(|limits| limits.items).collect();
        let min = bounds.iter().filter_map(|b| b.min).max().unwrap_or(0) as usize;
        let max = bounds.iter().filter_map(|b| b.max).min().unwrap_or(1_000) as usize;
        match self.draws.below(100) {
            _ if self.draws.percent(self.wildness / 2) && min > 0 => min - 1,
            _ if self.draws.percent(self.wildness / 2) && max <= 200 => max + 1,
            75.. if depth < self.deepest => (min + 3).min(max),
            40.. if depth < self.deepest => (min + 1).min(max),
            _ => min.max(usize::from(depth < 3)),
        }
    }

    fn list(&mut self, element: &'static Type, limits: &[&'static Limits], depth: usize) -> Draft {
        let amount = self.amount(limits, depth);
        let some: Vec<Draft> = (0..amount.min(4)).map(|_| self.element(element, limits, depth)).collect();
        if limits.iter().any(|limits| limits.unique) {
            let mut elements = vec![self.element(element, limits, depth)];
            if self.draws.percent(40) {
                elements.push(elements[0].clone());
            }
            return Draft::List(elements);
        }
        Draft::List(some.iter().cycle().take(amount).cloned().collect())
    }

    fn map(&mut self, value: &'static Type, limits: &[&'static Limits], depth: usize) -> Draft {
        let amount = self.amount(limits, depth);
        let entry = |index: usize| (format!("{}{}", KEYS[index % KEYS.len()], "x".repeat(index / KEYS.len())), index);
        let entries = (0..amount).map(entry).map(|(key, _)| (key, self.element(value, limits, depth)));
        Draft::Members(entries.collect())
    }

    /// What limits a list doesn't limit the lists in it.
    fn element(&mut self, ty: &'static Type, limits: &[&'static Limits], depth: usize) -> Draft {
        match ty {
            Type::Array(_) | Type::Map(_) => self.value(ty, &[], depth + 1),
            _ => self.value(ty, limits, depth + 1),
        }
    }

    // Rules.

    /// The fields of the objects to which a path leads.
    fn schema(&self, object: &'static Object, path: &[Step]) -> Option<&'static Object> {
        let mut object = object;
        for step in path {
            let Step::Field(name) = step else { continue };
            let mut ty = &object.field(name, self.version)?.ty;
            while let Type::Array(inner) | Type::Map(inner) = ty {
                ty = inner;
            }
            object = match ty {
                Type::Object(object) => object,
                Type::Named(NamedType { kind: Kind::Object(object), .. }) => object,
                _ if matches!(path, [.., Step::Items]) => object, // a union: no rule asks for a field there
                _ => return None,
            };
        }
        Some(object)
    }

    /// Puts a field in its place, and what it stands in.
    fn ensure(&mut self, object: &'static Object, path: Path, place: &mut Draft, depth: usize) {
        let (Some((Step::Field(name), rest)), Draft::Members(members)) = (path.split_first(), place) else { return };
        let Some(field) = object.field(name, self.version) else { return };
        if !members.iter().any(|(key, _)| key == name) {
            members.push(((*name).to_owned(), self.value(&field.ty, &[&field.limits], depth + 1)));
        }
        if let Some(inner) = self.schema(object, &path[..1])
            && let Some((_, value)) = members.iter_mut().find(|(key, _)| key == name)
        {
            self.ensure(inner, rest, value, depth + 1);
        }
    }

    fn settle(&mut self, object: &'static Object, rule: &RuleKind, place: &mut Draft, depth: usize) {
        let sent = |paths: &[Path], place: &mut Draft| paths.iter().filter(|path| place.has(path)).count();
        match rule {
            RuleKind::ExactlyOne(paths) | RuleKind::AtLeastOne(paths) | RuleKind::AtMostOne(paths) => {
                let keep = self.draws.below(paths.len());
                if !matches!(rule, RuleKind::AtMostOne(_)) && sent(paths, place) == 0 {
                    self.ensure(object, paths[keep], place, depth);
                }
                if !matches!(rule, RuleKind::AtLeastOne(_)) && sent(paths, place) > 1 {
                    let others = paths.iter().enumerate().filter(|(index, _)| *index != keep);
                    others.for_each(|(_, path)| place.remove(path));
                }
            }
            RuleKind::Together(paths) if sent(paths, place) > 0 => {
                paths.iter().for_each(|path| self.ensure(object, path, place, depth));
            }
            RuleKind::When { field, is, needs, excludes, allows, bounds } => {
                let has_one = |value: &mut Draft| is.iter().any(|one: &ValueKind| value.is(one));
                if !place.has(field) || !(is.is_empty() || place.at(field).into_iter().any(has_one)) {
                    return;
                }
                if is.is_empty() && !excludes.is_empty() && self.draws.percent(60) {
                    return place.remove(field);
                }
                needs.iter().for_each(|path| self.ensure(object, path, place, depth));
                excludes.iter().for_each(|path| place.remove(path));
                for (path, values) in *allows {
                    let value = Draft::of(&values[self.draws.below(values.len())]);
                    place.at(path).into_iter().for_each(|old| *old = value.clone());
                }
                for (path, _) in *bounds {
                    let texts = ["10", "0", "900", "900.5", "-1", "ten", "1.5", "", "9e2", "inf"];
                    let value = Draft::text(self.draws.pick(if self.wildness > 0 { &texts } else { &texts[..3] }));
                    place.at(path).into_iter().for_each(|old| *old = value.clone());
                }
            }
            _ => {}
        }
    }

    // Damage.

    fn damage(&mut self, draft: &mut Draft) {
        let mut number = self.draws.below(draft.count());
        let Some(value) = draft.nth(&mut number) else { return };
        match (self.draws.below(12), &mut *value) {
            (0..2, Draft::Members(members)) if !members.is_empty() => {
                members.remove(self.draws.below(members.len()));
            }
            (2..4, Draft::Members(members)) => {
                let place = self.draws.below(members.len() + 1);
                members.insert(place, (self.draws.pick(UNKNOWN).to_owned(), self.draws.oddity()));
            }
            (4..7, Draft::Members(members)) if !members.is_empty() => {
                let mut twin = members[self.draws.below(members.len())].clone();
                if self.draws.percent(40) {
                    twin.1 = self.draws.oddity();
                }
                members.insert(self.draws.below(members.len() + 1), twin);
            }
            (7, Draft::Members(members)) if !members.is_empty() => {
                let place = self.draws.below(members.len());
                self.draws.pick(UNKNOWN).clone_into(&mut members[place].0);
            }
            (0..6, Draft::List(elements)) => {
                let amount = COUNTS[self.draws.below(COUNTS.len())];
                let odd = if self.draws.percent(30) { vec![self.draws.oddity()] } else { Vec::new() };
                *elements = elements.iter().chain(&odd).cycle().take(amount).cloned().collect();
            }
            (0..4, Draft::Text(text)) => text.push_str(self.draws.pick(&["", " ", "x", "\u{1F600}", "\n", "@", "."])),
            (4, Draft::Text(text)) => text.clear(),
            (5, Draft::Text(text)) => *text = text.repeat([2, 30, 300][self.draws.below(3)]),
            (6, Draft::Text(_)) => *value = Draft::text(self.draws.pick(TEXTS)),
            (8, _) => {
                let levels = [1, 2, 20, 56, 58, 60, 61, 62, 63, 64, 65, 70, 200][self.draws.below(13)];
                for level in 0..levels {
                    let inner = std::mem::replace(value, Draft::raw("null"));
                    *value = if level % 3 == 1 {
                        Draft::Members(vec![("a/~b".to_owned(), inner)])
                    } else {
                        Draft::List(vec![inner])
                    };
                }
            }
            (9, _) => *value = Draft::raw("null"),
            _ => *value = self.draws.oddity(),
        }
    }
}
