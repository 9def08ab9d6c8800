//! The generated lists of views and builders are the catalogue's: no type, no field and no required parameter more or
//! less.

use std::collections::{BTreeMap, BTreeSet};

use livechat_core::catalogue::{Field, Kind, NamedType, Object, Push, Type, Webhook};
use livechat_core::data::VIEWS;
use livechat_core::request::DRAFTS;
use livechat_core::{Method, VersionSet};

type Names = BTreeSet<&'static str>;

/// Objects by their place in the catalogue, with the versions that have them.
#[derive(Default)]
struct Objects(BTreeMap<String, (&'static Object, VersionSet)>);

impl Objects {
    /// Everything below a type. What has a name stands under that name.
    fn add(&mut self, ty: &Type, path: &str, versions: VersionSet) {
        match ty {
            Type::Array(inner) | Type::Map(inner) => self.add(inner, path, versions),
            Type::OneOf(options) => options.iter().for_each(|option| self.add(option, path, versions)),
            Type::Object(object) if !object.fields.is_empty() || !path.contains('.') => {
                self.object(object, path, versions);
            }
            Type::Named(named) => self.named(named),
            _ => {}
        }
    }

    fn named(&mut self, named: &'static NamedType) {
        match &named.kind {
            Kind::Object(object) if !self.0.contains_key(named.name) => {
                self.object(object, named.name, named.versions);
            }
            Kind::Union { variants, .. } => variants.iter().for_each(|variant| self.named(variant.ty)),
            Kind::Map(inner, _) | Kind::Array(inner, _) => self.add(inner, named.name, named.versions),
            _ => {}
        }
    }

    fn object(&mut self, object: &'static Object, path: &str, versions: VersionSet) {
        self.0.insert(path.to_owned(), (object, versions));
        for name in names(object.fields.iter()) {
            let runs: Vec<&Field> = object.fields.iter().filter(|f| f.name == name).collect();
            let versions = runs.iter().fold(VersionSet::NONE, |all, f| all.union(f.versions));
            for field in runs {
                self.add(&field.ty, &format!("{path}.{name}"), versions);
            }
        }
    }
}

fn names<'f>(fields: impl Iterator<Item = &'f Field>) -> Names {
    fields.map(|f| f.name).collect()
}

fn set(names: &[&'static str]) -> Names {
    names.iter().copied().collect()
}

fn assert_same<T: PartialEq + std::fmt::Debug>(found: &BTreeMap<String, T>, expected: &BTreeMap<String, T>) {
    let paths: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let different: Vec<_> = paths
        .into_iter()
        .map(|path| (path, found.get(path), expected.get(path)))
        .filter(|(_, found, expected)| found != expected)
        .collect();
    assert!(different.is_empty(), "place, what is generated, what the catalogue has: {different:#?}");
}

#[test]
fn views_are_those_of_the_catalogue() {
    let (sent, mut back) = (sent(), Objects::default());
    for method in Method::all().filter(|m| m.batch_of().is_none()) {
        if let Some(answer) = method.response() {
            back.add(answer, method.name(), method.versions());
        }
    }
    for push in Push::all() {
        back.add(push.payload().unwrap(), &format!("push {}", push.name()), push.versions());
    }
    for webhook in Webhook::all() {
        back.add(webhook.payload().unwrap(), &format!("webhook {}", webhook.name()), webhook.versions());
    }
    // Types that no method names come back too: the envelope of webhooks, errors.
    let is_only_sent = |t: &NamedType| sent.0.contains_key(t.name) || !matches!(t.kind, Kind::Object(_));
    NamedType::all().filter(|t| !is_only_sent(t)).for_each(|t| back.named(t));
    let views: BTreeMap<String, Names> = VIEWS.iter().map(|(path, fields)| ((*path).to_owned(), set(fields))).collect();
    assert_eq!(views.len(), VIEWS.len(), "a view stands twice");
    let documented: BTreeMap<String, Names> =
        back.0.iter().map(|(path, (object, _))| (path.clone(), names(object.fields.iter()))).collect();
    assert_same(&views, &documented);
    assert!(views.len() > 250);
}

fn sent() -> Objects {
    let mut sent = Objects::default();
    for method in Method::all().filter(|m| m.batch_of().is_none()) {
        let request = method.request().unwrap();
        if !request.fields.iter().any(|f| matches!(f.ty, Type::Binary)) {
            sent.object(request, method.name(), method.versions());
        }
    }
    sent
}

#[test]
fn builders_are_those_of_the_catalogue_and_new_takes_what_every_version_requires() {
    let sent = sent();
    let (batches, drafts): (Vec<_>, Vec<_>) = DRAFTS.iter().partition(|(path, _, _)| path.contains("/batch_"));
    assert_eq!(batches.len(), 10);
    assert!(batches.iter().all(|(_, required, fields)| *required == ["requests"] && fields.is_empty()));
    let found: BTreeMap<String, (Names, Names)> =
        drafts.iter().map(|(path, required, fields)| ((*path).to_owned(), (set(required), set(fields)))).collect();
    assert_eq!(found.len(), drafts.len(), "a builder stands twice");
    let expected: BTreeMap<String, (Names, Names)> = sent
        .0
        .iter()
        .map(|(path, (object, versions))| {
            let all = names(object.fields.iter());
            let (required, others): (Names, Names) = all.iter().partition(|name| {
                versions.iter().all(|version| object.field(name, version).is_some_and(|f| f.required))
            });
            (path.clone(), (required, others))
        })
        .collect();
    assert_same(&found, &expected);
    assert!(found.len() > 250);
}
