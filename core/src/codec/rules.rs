//! Rules between the fields of an object: looked up again in the text once the object is read. No tree, no allocation but for faults.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::fault::{FaultCode, Path};
use super::json::{Broken, Cursor, Kind};
use super::members::{Members, Scalar};
use super::types::{outside, show};
use super::validate::Validator;
use crate::catalogue::index::Hints;
use crate::catalogue::{Object, Path as Steps, Rule, RuleKind, Step, ValueKind};

/// The object that a rule is about.
#[derive(Clone, Copy)]
struct Place<'p> {
    at: Cursor<'p>,
    /// Where its members stand, where that is known.
    members: Option<(&'static Object, &'p Members<'p>)>,
    /// Where it ends, where that is known.
    end: Option<usize>,
    /// No key stands twice in an object below, so that a member that was found is the only one.
    once: bool,
}

impl Place<'_> {
    /// Where it ends, which is read only for a fault.
    fn end(&self) -> usize {
        self.end.unwrap_or_else(|| {
            let mut after = self.at;
            if after.skip().is_ok() { after.position() } else { self.at.position() }
        })
    }
}

/// What is done at a place; breaking off ends the walk.
type Visit<'v> = &'v mut dyn FnMut(Cursor<'_>, Kind, &Path<'_>) -> ControlFlow<()>;

/// Goes to every place that a path leads to. The text has been read before, so it is JSON.
fn walk(
    at: Cursor<'_>,
    steps: &[Step],
    once: bool,
    path: &Path<'_>,
    visit: Visit<'_>,
) -> Result<ControlFlow<()>, Broken> {
    let mut cursor = at;
    let kind = cursor.kind()?;
    let Some((step, rest)) = steps.split_first() else { return Ok(visit(cursor, kind, path)) };
    match (step, kind) {
        (Step::Field(_) | Step::Values, Kind::Object) => {
            cursor.require(b'{')?;
            if cursor.take(b'}') {
                return Ok(ControlFlow::Continue(()));
            }
            loop {
                let key = cursor.string()?;
                cursor.require(b':')?;
                let flow = match step {
                    Step::Field(name) if key.is(name) => {
                        let flow = walk(cursor, rest, once, &Path::Field(path, name), visit)?;
                        if once {
                            return Ok(flow);
                        }
                        flow
                    }
                    Step::Values => walk(cursor, rest, once, &Path::Key(path, key), visit)?,
                    _ => ControlFlow::Continue(()),
                };
                if flow.is_break() {
                    return Ok(flow);
                }
                cursor.skip()?;
                if !cursor.take(b',') {
                    return Ok(ControlFlow::Continue(()));
                }
            }
        }
        (Step::Items | Step::Field(_), Kind::Array) => {
            // A name applied to an array goes into each of its elements.
            let rest = if *step == Step::Items { rest } else { steps };
            cursor.require(b'[')?;
            if cursor.take(b']') {
                return Ok(ControlFlow::Continue(()));
            }
            for index in 0usize.. {
                let flow = walk(cursor, rest, once, &Path::Index(path, index), visit)?;
                if flow.is_break() {
                    return Ok(flow);
                }
                cursor.skip()?;
                if !cursor.take(b',') {
                    break;
                }
            }
            Ok(ControlFlow::Continue(()))
        }
        _ => Ok(ControlFlow::Continue(())),
    }
}

/// The same from the object of a rule: a member whose place is known is gone to at once.
fn walk_from(place: Place<'_>, steps: &[Step], path: &Path<'_>, visit: Visit<'_>) -> ControlFlow<()> {
    let flow = match (place.members, steps.split_first()) {
        (Some((object, members)), Some((Step::Field(name), rest))) => match members.place(object, name) {
            Some(at) => walk(at, rest, place.once, &Path::Field(path, name), visit),
            None => Ok(ControlFlow::Continue(())),
        },
        _ => walk(place.at, steps, place.once, path, visit),
    };
    flow.unwrap_or(ControlFlow::Continue(()))
}

/// Whether a path leads to a value that isn't null; one that ends in an element, whether there is one.
fn sent(at: Place<'_>, steps: &[Step]) -> bool {
    let nulls = steps.last() == Some(&Step::Items);
    let flow = walk_from(at, steps, &Path::Root, &mut |_, kind, _| {
        if nulls || kind != Kind::Null { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    flow.is_break()
}

/// Where the first value of a path is that makes it sent.
fn first(at: Place<'_>, steps: &[Step]) -> Option<usize> {
    let nulls = steps.last() == Some(&Step::Items);
    let mut position = None;
    let _ = walk_from(at, steps, &Path::Root, &mut |cursor, kind, _| {
        if nulls || kind != Kind::Null {
            position = Some(cursor.position());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    position
}

fn name(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Items => out.push_str("[]"),
            Step::Values => out.push_str(".*"),
        }
    }
    format!("`{out}`")
}

fn names(paths: &[Steps]) -> String {
    paths.iter().map(|p| name(p)).collect::<Vec<_>>().join(", ")
}

/// Whether a rule applies: the field is sent, or has one of the values, which is returned.
#[allow(clippy::option_option)] // doesn't apply, applies as it is sent, applies by a value
fn applies(field: &[Step], is: &[ValueKind], at: Place<'_>) -> Option<Option<ValueKind>> {
    if is.is_empty() {
        return sent(at, field).then_some(None);
    }
    let mut found = None;
    let _ = walk_from(at, field, &Path::Root, &mut |mut cursor, kind, _| {
        let scalar = Scalar::read(&mut cursor, kind).unwrap_or(Scalar::Other);
        found = is.iter().copied().find(|v| scalar.is(*v));
        if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found.map(Some)
}

impl<'a> Validator<'a> {
    /// Judges the rules of an object that begins at `start` and ends at `end`.
    pub(super) fn rules(&mut self, object: &'static Object, members: &Members<'a>, path: &Path<'_>, end: usize) {
        let version = self.version;
        let known = (!members.repeated).then_some((object, members));
        let once = self.once;
        for rule in object.rules.iter().filter(|r| r.versions.contains(version)) {
            if self.rests(rule, members) {
                continue;
            }
            if rule.at.is_empty() {
                self.rule(rule, Place { at: members.at, members: known, end: Some(end), once }, path);
            } else {
                let place = Place { at: members.at, members: known, end: Some(end), once };
                let _ = walk_from(place, rule.at, path, &mut |at, kind, path| {
                    if kind == Kind::Object {
                        self.rule(rule, Place { at, members: None, end: None, once }, path);
                    }
                    ControlFlow::Continue(())
                });
            }
        }
    }

    /// Whether it shows without a look at the text that nothing breaks a rule.
    fn rests(&self, rule: &'static Rule, members: &Members<'_>) -> bool {
        // Otherwise there may be more in the text than the fields that were read.
        if members.repeated || !self.once {
            return false;
        }
        let Hints { trigger, targets, own } = rule.hints;
        if own == 0 {
            return self.marks & trigger == 0 || self.marks & targets == 0;
        }
        let there = members.present & own;
        match rule.kind {
            RuleKind::ExactlyOne(_) => there.is_power_of_two(),
            RuleKind::AtLeastOne(_) => there != 0,
            RuleKind::AtMostOne(_) => there & there.wrapping_sub(1) == 0,
            RuleKind::Together(_) => there == 0,
            RuleKind::When { .. } => false,
        }
    }

    fn rule(&mut self, rule: &'static Rule, at: Place<'_>, path: &Path<'_>) {
        match &rule.kind {
            RuleKind::ExactlyOne(paths) => {
                self.at_least_one(paths, at, path, "one");
                self.at_most_one(paths, at, path);
            }
            RuleKind::AtLeastOne(paths) => self.at_least_one(paths, at, path, "one or more"),
            RuleKind::AtMostOne(paths) => self.at_most_one(paths, at, path),
            RuleKind::Together(paths) => {
                if paths.iter().any(|p| sent(at, p)) {
                    for absent in paths.iter().filter(|p| !sent(at, p)) {
                        self.needs(absent, at, path, format!("It goes together with {}.", names(paths)));
                    }
                }
            }
            RuleKind::When { field, is, needs, excludes, allows, bounds } => {
                let Some(value) = applies(field, is, at) else { return };
                // Made only for a fault.
                let when = || match value {
                    None => format!("{} is sent", name(field)),
                    Some(value) => format!("{} is {}", name(field), show(value)),
                };
                for absent in needs.iter().filter(|p| !sent(at, p)) {
                    self.needs(absent, at, path, format!("It must be sent when {}.", when()));
                }
                for excluded in *excludes {
                    self.excluded(excluded, at, path, &|| format!("It may not be sent when {}.", when()));
                }
                for (steps, values) in *allows {
                    self.allows(steps, values, at, path, &when);
                }
                for (steps, bounds) in *bounds {
                    self.bounds(steps, *bounds, at, path);
                }
            }
        }
    }

    fn at_least_one(&mut self, paths: &[Steps], at: Place<'_>, path: &Path<'_>, how: &str) {
        if !paths.iter().any(|p| sent(at, p)) {
            self.fault_once(FaultCode::Needs, path, at.end(), format!("It needs {how} of {}.", names(paths)));
        }
    }

    fn at_most_one(&mut self, paths: &[Steps], at: Place<'_>, path: &Path<'_>) {
        let earliest = paths.iter().filter_map(|p| first(at, p)).min();
        for steps in paths {
            if first(at, steps) > earliest {
                self.excluded(steps, at, path, &|| format!("Only one of {} may be sent.", names(paths)));
            }
        }
    }

    /// Reports an absent path at the end of the deepest object on it that is there.
    fn needs(&mut self, steps: &[Step], at: Place<'_>, path: &Path<'_>, message: String) {
        let Some((Step::Field(name), rest)) = steps.split_first() else {
            return self.fault_once(FaultCode::Needs, path, at.end(), message);
        };
        let mut inner = None;
        let _ = walk_from(at, &[Step::Field(name)], path, &mut |cursor, kind, _| {
            if kind == Kind::Object {
                inner = Some(cursor.position());
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        let path = Path::Field(path, name);
        match inner {
            Some(begins) => {
                self.needs(
                    rest,
                    Place { at: at.at.moved(begins), members: None, end: None, once: at.once },
                    &path,
                    message,
                );
            }
            // Nothing of the rest is there.
            None => self.needs_below(rest, &path, at.end(), message),
        }
    }

    fn needs_below(&mut self, steps: &[Step], path: &Path<'_>, end: usize, message: String) {
        match steps.split_first() {
            Some((Step::Field(name), rest)) => self.needs_below(rest, &Path::Field(path, name), end, message),
            _ => self.fault_once(FaultCode::Needs, path, end, message),
        }
    }

    /// Reports the first value of a path, if it is sent.
    fn excluded(&mut self, steps: &[Step], at: Place<'_>, path: &Path<'_>, message: &dyn Fn() -> String) {
        let nulls = steps.last() == Some(&Step::Items);
        let _ = walk_from(at, steps, path, &mut |cursor, kind, path| {
            if !nulls && kind == Kind::Null {
                return ControlFlow::Continue(());
            }
            self.fault_once(FaultCode::ExcludedBy, path, cursor.position(), message());
            ControlFlow::Break(())
        });
    }

    fn allows(
        &mut self,
        steps: &[Step],
        values: &[ValueKind],
        at: Place<'_>,
        path: &Path<'_>,
        when: &dyn Fn() -> String,
    ) {
        let message = || {
            let allowed: Vec<String> = values.iter().map(|v| show(*v)).collect();
            format!("When {}, it is one of {}.", when(), allowed.join(", "))
        };
        let mut judge = |mut cursor: Cursor<'_>, kind: Kind, path: &Path<'_>| {
            let position = cursor.position();
            let scalar = Scalar::read(&mut cursor, kind).unwrap_or(Scalar::Other);
            if kind != Kind::Null && !values.iter().any(|v| scalar.is(*v)) {
                self.fault_once(FaultCode::NotAllowedValue, path, position, message());
            }
            ControlFlow::Continue(())
        };
        let _ = walk_from(at, steps, path, &mut |cursor, kind, path| {
            if kind == Kind::Array {
                let _ = walk(cursor, &[Step::Items], true, path, &mut judge);
                return ControlFlow::Continue(());
            }
            judge(cursor, kind, path)
        });
    }

    fn bounds(&mut self, steps: &[Step], bounds: crate::catalogue::Bounds<f64>, at: Place<'_>, path: &Path<'_>) {
        let _ = walk_from(at, steps, path, &mut |mut cursor, kind, path| {
            let position = cursor.position();
            let number: f64 = match Scalar::read(&mut cursor, kind).unwrap_or(Scalar::Other) {
                Scalar::Number(number) => number.raw.parse().unwrap_or(f64::NAN),
                Scalar::String(text) => {
                    let number = text.plain().map_or_else(|| decimal(&text.chars().collect::<String>()), decimal);
                    let Some(number) = number else {
                        self.fault_once(FaultCode::BadFormat, path, position, "It is a number, written as text.");
                        return ControlFlow::Continue(());
                    };
                    number
                }
                Scalar::Boolean(_) | Scalar::Other => return ControlFlow::Continue(()),
            };
            if let Some(message) = outside(bounds, number) {
                self.fault_once(FaultCode::OutOfRange, path, position, message);
            }
            ControlFlow::Continue(())
        });
    }
}

/// A finite decimal number in a text.
fn decimal(text: &str) -> Option<f64> {
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use crate::codec::{Options, validate};
    use crate::{Method, Version};
    use alloc::string::ToString;
    use alloc::vec::Vec;

    #[test]
    fn a_rule_holds_where_its_fields_are_not_read_as_fields() {
        let found = |method, body| -> Vec<_> {
            let verdict = validate(method, Version::V3_6, body, Options::default());
            verdict.faults().iter().map(ToString::to_string).collect()
        };
        // An array where an object should be: nothing inside is read as a field, and the rule still speaks of it.
        assert_eq!(
            found(Method::AGENT_LIST_ARCHIVES, r#"{"filters":[{"thread_ids":["K600PKZON8"],"query":"refund"}]}"#),
            [
                "wrong_type at /filters: It is an object.",
                "excluded_by at /filters/0/query: It may not be sent when `filters.thread_ids` is sent.",
            ]
        );
        let chat = r#"{"chat":{"thread":{"events":{"type":"message","text":"Hi","visibility":"agents"}}}}"#;
        assert_eq!(found(Method::AGENT_START_CHAT, chat), ["wrong_type at /chat/thread/events: It is an array."]);
        let chat = r#"{"chat":{"thread":[{"events":[{"type":"message","text":"Hi","visibility":"agents"}]}]}}"#;
        assert_eq!(
            found(Method::AGENT_START_CHAT, chat),
            [
                "wrong_type at /chat/thread: It is an object.",
                "not_allowed_value at /chat/thread/0/events/0/visibility: When `type` is `message`, it is one of `all`.",
            ]
        );
    }
}
