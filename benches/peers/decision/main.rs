//! livechat-core's decision beside policy engines and hand-written sets that answer the same question, in one process. All of them are
//! compared first; where one answers otherwise, nothing is timed. `cargo run --release` runs this and writes the tables.

mod agreement;
mod casbin;
mod cases;
mod cedar;
mod core;
mod facts;
mod peer;
mod plain;
mod rego;
mod tenfold;

use std::hint::black_box;
use std::time::{Duration, Instant};
use std::{env, fs};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use livechat_core::{Method, Token};

use crate::agreement::Agreement;
use crate::cases::{ALLOWED, DENIED, Given, SCOPES, UNGRANTED, grants};
use crate::facts::Facts;
use crate::peer::Peer;
use crate::plain::Masks;
use crate::tenfold::{COPIES, Catalogue, Once, TENFOLD_NAMES, Tenfold};

/// Does the same for every engine.
macro_rules! engines {
    ($each:ident, $($with:expr),*) => {
        $each::<cedar::OnePolicy>($($with),*);
        $each::<cedar::PolicyEach>($($with),*);
        $each::<rego::Interpreter>($($with),*);
        $each::<rego::Compiled>($($with),*);
        $each::<rego::Machine<false>>($($with),*);
        $each::<rego::Machine<true>>($($with),*);
        $each::<casbin::Roles>($($with),*);
    };
}

fn main() {
    let facts = Facts::new();
    compare(&facts);

    let mut criterion = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let chats = &grants()[0];
    ready(&mut criterion, &facts, "allow, question ready", ALLOWED);
    ready(&mut criterion, &facts, "deny, question ready", DENIED);
    named(&mut criterion, &facts, "allow, by name", ALLOWED, None);
    named(&mut criterion, &facts, "deny, by name", DENIED, None);
    named(&mut criterion, &facts, "allow, by name, under a grant", ALLOWED, Some(chats));
    named(&mut criterion, &facts, "deny, by name, under a grant", UNGRANTED, Some(chats));
    token(&mut criterion, &facts);
    sweep(&mut criterion, &facts);
    growth(&mut criterion, &facts);
    criterion.final_summary();
}

/// Compares all answers and, where a report is to be made, leaves word of it beside the figures.
fn compare(facts: &Facts) {
    let mut agreement = Agreement::new(facts);
    agreement.check::<core::Handle>(facts);
    agreement.check::<core::Name>(facts);
    agreement.check::<Masks>(facts);
    agreement.check::<plain::Strings>(facts);
    let all = &mut agreement;
    engines!(compare_one, facts, all);
    println!("{} questions, {} answer alike: {}", all.questions(), all.peers().len(), all.peers().join("; "));
    if let Some(path) = env::var_os("PEERS_AGREEMENT") {
        let text = format!("{{\"questions\": {}, \"peers\": {:?}}}\n", all.questions(), all.peers());
        fs::write(path, text).expect("the report names a file that can be written");
    }
}

fn compare_one<P: Peer>(facts: &Facts, agreement: &mut Agreement) {
    agreement.check::<P>(facts);
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// One question that is made before: what the engine itself costs, beside a bit test.
fn ready(c: &mut Criterion, facts: &Facts, name: &str, method: &str) {
    let mut group = c.benchmark_group(name);
    let token = Token::new(SCOPES);
    let handle = Method::from_name(method).expect("a method of the catalogue");
    group.bench_function(core::Handle::NAME, |b| b.iter(|| black_box(&token).allows(black_box(handle))));
    let mut masks = Masks::new(facts);
    let (index, bits) = (masks.index(method).expect("the same names"), masks.holder(facts, &SCOPES, None));
    group.bench_function(Masks::NAME, |b| b.iter(|| black_box(&masks).allows(black_box(bits.met), black_box(index))));
    let group = &mut group;
    ready_one::<core::Full>(group, facts, method);
    engines!(ready_one, group, facts, method);
}

fn ready_one<P: Peer>(group: &mut Group<'_>, facts: &Facts, method: &str) {
    let mut peer = P::new(facts);
    let holder = peer.holder(facts, &SCOPES, None);
    let question = peer.question(&holder, method);
    group.bench_function(P::NAME, |b| b.iter(|| peer.ask(black_box(&question))));
}

/// One question from the name of the method, as a gateway has it.
fn named(c: &mut Criterion, facts: &Facts, name: &str, method: &str, given: Option<&Given>) {
    let mut group = c.benchmark_group(name);
    let group = &mut group;
    named_one::<core::Name>(group, facts, method, given);
    if given.is_none() {
        group.bench_function(LOOK_UP, |b| b.iter(|| Method::from_name(black_box(method))));
    }
    named_one::<core::Full>(group, facts, method, given);
    named_one::<plain::Strings>(group, facts, method, given);
    engines!(named_one, group, facts, method, given);
}

/// The look-up of the name in core's perfect hash, without any answer about the token.
const LOOK_UP: &str = "perfect-hash look-up alone";

fn named_one<P: Peer>(group: &mut Group<'_>, facts: &Facts, method: &str, given: Option<&Given>) {
    let mut peer = P::new(facts);
    let holder = peer.holder(facts, &SCOPES, given);
    group.bench_function(P::NAME, |b| {
        b.iter(|| {
            let question = peer.question(black_box(&holder), black_box(method));
            peer.ask(&question)
        });
    });
}

/// Making a token, in the form that questions are asked with, from the names of 8 scopes.
fn token(c: &mut Criterion, facts: &Facts) {
    let mut group = c.benchmark_group("token of 8 scopes");
    group.bench_function("livechat-core", |b| b.iter(|| Token::new(black_box(SCOPES))));
    let group = &mut group;
    token_one::<plain::Strings>(group, facts);
    token_one::<cedar::OnePolicy>(group, facts);
    token_one::<rego::Machine<false>>(group, facts);
    // Casbin keeps tokens: each is taken out again, which isn't timed.
    let mut peer = casbin::Roles::new(facts);
    group.bench_function(casbin::Roles::NAME, |b| {
        b.iter_custom(|times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                let start = Instant::now();
                let holder = black_box(peer.holder(facts, black_box(&SCOPES), None));
                total += start.elapsed();
                peer.forget(&holder);
            }
            total
        });
    });
}

fn token_one<P: Peer>(group: &mut Group<'_>, facts: &Facts) {
    let mut peer = P::new(facts);
    group.bench_function(P::NAME, |b| b.iter(|| peer.holder(facts, black_box(&SCOPES), None)));
}

/// Every method of the catalogue by name; the figure is for one question.
fn sweep(c: &mut Criterion, facts: &Facts) {
    let mut group = c.benchmark_group("whole catalogue, by name");
    group.throughput(Throughput::Elements(facts.methods.len() as u64));
    let group = &mut group;
    sweep_one::<core::Name>(group, facts);
    sweep_one::<core::Full>(group, facts);
    sweep_one::<plain::Strings>(group, facts);
    engines!(sweep_one, group, facts);
}

fn sweep_one<P: Peer>(group: &mut Group<'_>, facts: &Facts) {
    let mut peer = P::new(facts);
    let holder = peer.holder(facts, &SCOPES, None);
    let names: Vec<&str> = facts.methods.iter().map(|m| m.name).collect();
    group.bench_function(P::NAME, |b| {
        b.iter(|| {
            let allowed = black_box(&names).iter().filter(|name| {
                let question = peer.question(black_box(&holder), name);
                peer.ask(&question)
            });
            allowed.count()
        });
    });
}

/// The same structure and the same engines over the catalogue and over one ten times as large. The question is about a method of the last copy.
fn growth(c: &mut Criterion, facts: &Facts) {
    let (once, tenfold) = (Once::new(), Tenfold::new());
    let token = Token::new(SCOPES);
    let count = Method::all().len();
    let allowed = move |m: &u16| Method::from_index(usize::from(*m) % count).is_some_and(|m| token.allows(m));
    let copies = u16::try_from(TENFOLD_NAMES.len()).expect("it is numbered so");
    let met_once = once.met((0..copies).take(count).filter(&allowed));
    let met_tenfold = tenfold.met((0..copies).filter(&allowed));
    let last = format!("{ALLOWED}_{COPIES}");
    for (method, name) in facts.methods.iter().zip(TENFOLD_NAMES.iter().skip(count * (COPIES - 1))) {
        let expected = once.allows_named(&met_once, method.name);
        assert_eq!(tenfold.allows_named(&met_tenfold, name), expected, "{name}");
    }

    structure(c, "once", &once, &met_once, ALLOWED);
    structure(c, "tenfold", &tenfold, &met_tenfold, &last);

    let larger = facts.tenfold();
    assert_eq!(larger.methods.len(), count * COPIES);
    let mut group = c.benchmark_group("growth: allow, by name, once");
    let all = &mut group;
    named_one::<plain::Strings>(all, facts, ALLOWED, None);
    engines!(named_one, all, facts, ALLOWED, None);
    group.finish();
    let mut group = c.benchmark_group("growth: allow, by name, tenfold");
    let all = &mut group;
    named_one::<plain::Strings>(all, &larger, &last, None);
    engines!(named_one, all, &larger, &last, None);
}

/// By handle, by name, and the union of the rows of 8 scopes.
fn structure<const WORDS: usize>(
    c: &mut Criterion,
    size: &str,
    catalogue: &Catalogue<WORDS>,
    met: &tenfold::Met<WORDS>,
    method: &str,
) {
    let mut group = c.benchmark_group(format!("growth: structure, {size}"));
    let handle = catalogue.find(method).expect("it is in the catalogue");
    assert!(catalogue.allows(met, handle) && catalogue.allows_named(met, method), "{method}");
    group.bench_function("by handle", |b| b.iter(|| black_box(catalogue).allows(black_box(met), black_box(handle))));
    group
        .bench_function("by name", |b| b.iter(|| black_box(catalogue).allows_named(black_box(met), black_box(method))));
    let rows: Vec<_> = (0..8).map(|row| catalogue.met((row..).step_by(8).take_while(|m| *m < 8 * 20))).collect();
    group.bench_function("rows of 8 scopes together", |b| b.iter(|| tenfold::Met::together(black_box(&rows))));
}
