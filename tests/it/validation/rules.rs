//! The rules between fields, over the values of an object and nothing else: where a path leads is a question to the
//! text, whatever the types say.

use livechat_core::catalogue::{Bounds, Path, Rule, RuleKind, Step, ValueKind};

use super::model::{Judge, child, equals, is_outside};
use super::node::{Form, Node};

/// A value that a path leads to.
struct Spot<'a> {
    node: &'a Node,
    pointer: String,
}

/// Every value to which a path leads from a place, in the order of the text.
fn walk<'a>(node: &'a Node, pointer: &str, path: &[Step]) -> Vec<Spot<'a>> {
    let Some((step, rest)) = path.split_first() else { return vec![Spot { node, pointer: pointer.to_owned() }] };
    let mut spots = Vec::new();
    match (step, &node.form) {
        (Step::Field(name), Form::Members(members)) => {
            for (key, value) in members.iter().filter(|(key, _)| key == name) {
                spots.extend(walk(value, &child(pointer, key), rest));
            }
        }
        (Step::Field(_), Form::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                spots.extend(walk(element, &child(pointer, &index.to_string()), path));
            }
        }
        (Step::Items, Form::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                spots.extend(walk(element, &child(pointer, &index.to_string()), rest));
            }
        }
        (Step::Values, Form::Members(members)) => {
            for (key, value) in members {
                spots.extend(walk(value, &child(pointer, key), rest));
            }
        }
        _ => {}
    }
    spots
}

impl<'a> Spot<'a> {
    fn values(&self, path: &[Step]) -> Vec<Spot<'a>> {
        walk(self.node, &self.pointer, path)
    }

    /// The first value that makes a path sent.
    fn first(&self, path: &[Step]) -> Option<Spot<'a>> {
        let ends_in_elements = path.last() == Some(&Step::Items);
        self.values(path).into_iter().find(|spot| ends_in_elements || !spot.node.is_null())
    }

    fn sends(&self, path: &[Step]) -> bool {
        self.first(path).is_some()
    }

    /// Where a path that leads nowhere would lead: the end of the object that lacks it, and its pointer.
    fn lack(&self, path: &[Step]) -> (usize, String) {
        let names: Vec<&str> =
            path.iter().map_while(|step| if let Step::Field(name) = step { Some(*name) } else { None }).collect();
        let pointer = names.iter().fold(self.pointer.clone(), |pointer, name| child(&pointer, name));
        let mut object = self.node;
        for name in names.iter().take(names.len().saturating_sub(1)) {
            let Form::Members(members) = &object.form else { break };
            let inner = members.iter().find(|(key, value)| key == name && matches!(value.form, Form::Members(_)));
            let Some((_, inner)) = inner else { break };
            object = inner;
        }
        (object.end, pointer)
    }
}

/// Judges one rule of an object, at every place where it holds.
pub fn judge(judge: &mut Judge, rule: &Rule, object: &Node, pointer: &str) {
    let places = walk(object, pointer, rule.at);
    for place in places.iter().filter(|place| matches!(place.node.form, Form::Members(_))) {
        match &rule.kind {
            RuleKind::ExactlyOne(paths) => {
                one_at_least(judge, place, paths);
                one_at_most(judge, place, paths);
            }
            RuleKind::AtLeastOne(paths) => one_at_least(judge, place, paths),
            RuleKind::AtMostOne(paths) => one_at_most(judge, place, paths),
            RuleKind::Together(paths) if paths.iter().any(|path| place.sends(path)) => all(judge, place, paths),
            RuleKind::When { field, is, needs, excludes, allows, bounds } => {
                let is_met = is.is_empty()
                    || place.values(field).iter().any(|spot| is.iter().any(|value| equals(spot.node, value)));
                if place.sends(field) && is_met {
                    all(judge, place, needs);
                    for spot in excludes.iter().filter_map(|path| place.first(path)) {
                        judge.rule("excluded_by", spot.node.at, &spot.pointer);
                    }
                    for (path, values) in *allows {
                        allowed(judge, place, path, values);
                    }
                    for (path, bounds) in *bounds {
                        bounded(judge, place, path, bounds);
                    }
                }
            }
            _ => {}
        }
    }
}

fn one_at_least(judge: &mut Judge, place: &Spot, paths: &[Path]) {
    if !paths.iter().any(|path| place.sends(path)) {
        judge.rule("needs", place.node.end, &place.pointer);
    }
}

fn one_at_most(judge: &mut Judge, place: &Spot, paths: &[Path]) {
    let mut sent: Vec<Spot> = paths.iter().filter_map(|path| place.first(path)).collect();
    sent.sort_by_key(|spot| spot.node.at);
    for spot in sent.iter().skip(1) {
        judge.rule("excluded_by", spot.node.at, &spot.pointer);
    }
}

fn all(judge: &mut Judge, place: &Spot, paths: &[Path]) {
    for path in paths.iter().filter(|path| !place.sends(path)) {
        let (end, pointer) = place.lack(path);
        judge.rule("needs", end, &pointer);
    }
}

fn allowed(judge: &mut Judge, place: &Spot, path: Path, values: &[ValueKind]) {
    for spot in place.values(path) {
        let single = if matches!(spot.node.form, Form::List(_)) { spot.values(&[Step::Items]) } else { vec![spot] };
        for spot in single.iter().filter(|spot| !spot.node.is_null()) {
            if !values.iter().any(|value| equals(spot.node, value)) {
                judge.rule("not_allowed_value", spot.node.at, &spot.pointer);
            }
        }
    }
}

fn bounded(judge: &mut Judge, place: &Spot, path: Path, bounds: &Bounds<f64>) {
    for spot in place.values(path) {
        let number = match &spot.node.form {
            Form::Number(text) => text.parse().unwrap_or(f64::NAN),
            Form::Text(text) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => number,
                _ => {
                    judge.rule("bad_format", spot.node.at, &spot.pointer);
                    continue;
                }
            },
            _ => continue,
        };
        if is_outside(number, bounds) {
            judge.rule("out_of_range", spot.node.at, &spot.pointer);
        }
    }
}
