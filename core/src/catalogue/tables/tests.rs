//! The short form against the statics: the same but for the descriptions that no message has in it.

#![allow(clippy::arithmetic_side_effects, clippy::panic, clippy::unwrap_used, reason = "a test")]

use alloc::collections::BTreeSet;
use alloc::format;

use super::{Envelope, compact, statics};
use crate::catalogue::{Kind, Limits, Method, NamedType, Object, Push, Type, Value, Webhook};

const ENVELOPES: [Envelope; 5] =
    [Envelope::ErrorAnswer, Envelope::RtmFrame, Envelope::RtmPush, Envelope::RtmResponse, Envelope::Webhook];

/// Where a field can be missed, so that a message says what it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Request,
    Answer,
}

#[derive(Default)]
struct Comparison {
    /// Types that were gone into.
    seen: BTreeSet<(&'static str, Option<Place>)>,
    fields: usize,
    said: usize,
}

impl Comparison {
    fn types(&mut self, found: Option<&'static Type>, meant: Option<&'static Type>, place: Option<Place>) {
        assert_eq!(found.is_some(), meant.is_some());
        if let (Some(found), Some(meant)) = (found, meant) {
            self.ty(found, meant, place);
        }
    }

    fn ty(&mut self, found: &'static Type, meant: &'static Type, place: Option<Place>) {
        match (found, meant) {
            (Type::Named(found), Type::Named(meant)) => self.named(found, meant, place),
            (Type::Array(found), Type::Array(meant)) | (Type::Map(found), Type::Map(meant)) => {
                self.ty(found, meant, place);
            }
            (Type::OneOf(found), Type::OneOf(meant)) => {
                assert_eq!(found.len(), meant.len());
                found.iter().zip(*meant).for_each(|(found, meant)| self.ty(found, meant, place));
            }
            (Type::Object(found), Type::Object(meant)) => self.object(found, meant, place),
            _ => assert_eq!(format!("{found:?}"), format!("{meant:?}")),
        }
    }

    fn named(&mut self, found: &'static NamedType, meant: &'static NamedType, place: Option<Place>) {
        assert_eq!(found.name, meant.name);
        assert_eq!((found.versions, found.secret), (meant.versions, meant.secret), "{}", meant.name);
        if !self.seen.insert((meant.name, place)) {
            return;
        }
        match (&found.kind, &meant.kind) {
            (
                Kind::Scalar { base, format, limits },
                Kind::Scalar { base: meant_base, format: meant_format, limits: meant_limits },
            ) => {
                self.ty(base, meant_base, place);
                assert_eq!(format, meant_format);
                same_limits(limits, meant_limits);
            }
            (Kind::Enum(found), Kind::Enum(meant)) => same_values(found, meant),
            (Kind::Object(found), Kind::Object(meant)) => self.object(found, meant, place),
            (Kind::Union { tag, variants }, Kind::Union { tag: meant_tag, variants: meant }) => {
                assert_eq!((*tag, variants.len()), (*meant_tag, meant.len()));
                for (found, meant) in variants.iter().zip(*meant) {
                    assert_eq!((found.tag, found.versions), (meant.tag, meant.versions));
                    self.named(found.ty, meant.ty, place);
                }
            }
            (Kind::Map(found, limits), Kind::Map(meant, meant_limits))
            | (Kind::Array(found, limits), Kind::Array(meant, meant_limits)) => {
                self.ty(found, meant, place);
                same_limits(limits, meant_limits);
            }
            _ => panic!("{} is of another kind", meant.name),
        }
    }

    fn object(&mut self, found: &'static Object, meant: &'static Object, place: Option<Place>) {
        assert_eq!(found.open, meant.open);
        assert_eq!(format!("{:?}", found.index), format!("{:?}", meant.index));
        assert_eq!(found.fields.len(), meant.fields.len());
        for (found, meant) in found.fields.iter().zip(meant.fields) {
            self.fields += 1;
            let name = meant.name;
            assert_eq!(found.name, name);
            assert_eq!(
                (found.required, found.optional, found.nullable, found.secret, found.default),
                (meant.required, meant.optional, meant.nullable, meant.secret, meant.default),
                "{name}"
            );
            assert_eq!((found.versions, found.source), (meant.versions, meant.source), "{name}");
            same_limits(&found.limits, &meant.limits);
            let missed = match place {
                Some(Place::Request) => meant.required,
                Some(Place::Answer) => !meant.optional,
                None => false,
            };
            assert!(found.about == meant.about || found.about.is_empty() && !missed, "{name}: {}", found.about);
            self.said += usize::from(missed);
            self.ty(&found.ty, &meant.ty, place);
        }
        assert_eq!(found.rules.len(), meant.rules.len());
        for (found, meant) in found.rules.iter().zip(meant.rules) {
            assert_eq!(
                format!("{:?} {:?} {:?} {:?}", found.at, found.kind, found.versions, found.hints),
                format!("{:?} {:?} {:?} {:?}", meant.at, meant.kind, meant.versions, meant.hints)
            );
        }
    }
}

fn same_limits(found: &Limits, meant: &Limits) {
    same_values(found.values, meant.values);
    assert_eq!(
        (found.number, found.length, found.max_bytes, found.items, found.unique),
        (meant.number, meant.length, meant.max_bytes, meant.items, meant.unique)
    );
}

fn same_values(found: &[Value], meant: &[Value]) {
    let plain = |values: &[Value]| {
        format!("{:?}", values.iter().map(|v| (v.value, v.versions)).collect::<alloc::vec::Vec<_>>())
    };
    assert_eq!(plain(found), plain(meant));
}

#[test]
fn the_short_form_says_what_the_statics_say() {
    let mut comparison = Comparison::default();
    assert_eq!(compact::types().len(), statics::types().len());
    for (found, meant) in compact::types().iter().zip(statics::types()) {
        comparison.named(found, meant, None);
    }
    for method in Method::all().map(Method::index) {
        let (found, meant) = (compact::request(method), statics::request(method));
        comparison.object(found.unwrap(), meant.unwrap(), Some(Place::Request));
        comparison.types(compact::response(method), statics::response(method), Some(Place::Answer));
    }
    for number in Webhook::all().map(Webhook::index) {
        comparison.types(compact::webhook(number), statics::webhook(number), Some(Place::Answer));
    }
    for number in Push::all().map(Push::index) {
        comparison.types(compact::push(number), statics::push(number), Some(Place::Answer));
    }
    for envelope in ENVELOPES {
        comparison.ty(compact::envelope(envelope), statics::envelope(envelope), Some(Place::Answer));
    }
    assert!(comparison.fields > 2000 && comparison.said > 500, "{} {}", comparison.fields, comparison.said);
}

#[test]
fn past_the_last_there_is_nothing() {
    let last = Method::all().len();
    assert!(compact::request(last).is_none() && compact::response(last).is_none());
    assert!(compact::webhook(Webhook::all().len()).is_none() && compact::push(Push::all().len()).is_none());
}
