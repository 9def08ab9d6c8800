//! The ways to ask, beside a plain mask test, a perfect-hash look-up and sets of strings that answer the same question.
//! `cargo bench -p livechat-core-benches`; each figure is for one question.

use std::collections::{HashMap, HashSet};
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use livechat_core::policy::{AuditContext, ChatFacts, Facts, RequesterFacts};
use livechat_core::{Grant, Method, Question, Token, Transport, Version};
use livechat_core_benches::{CALLS, SCOPES};

/// The hand-written check that core is compared with: a table of masks indexed by the method, and a test of bits.
struct Masks {
    needs: Vec<u64>,
    held: u64,
}

impl Masks {
    fn new(token: &Token) -> Self {
        let needs = Method::all().map(|m| if token.allows(m) { 1u64 << (m.index() % 48) } else { 1 << 60 }).collect();
        Self { needs, held: (1 << 48) - 1 }
    }

    #[inline(never)]
    fn allows(&self, method: usize) -> bool {
        self.needs.get(method).is_some_and(|needs| needs & self.held != 0)
    }
}

#[inline(never)]
fn by_handle(token: &Token, method: Method) -> bool {
    token.allows(method)
}

#[inline(never)]
fn by_name(token: &Token, method: &str) -> bool {
    token.allows_named(method)
}

/// The perfect-hash look-up alone, without any answer about the token.
#[inline(never)]
fn look_up(method: &str) -> bool {
    Method::from_name(method).is_some()
}

/// What one writes without thinking of cost: scopes as strings in a set, requirements as lists of strings by name.
struct Strings {
    held: HashSet<String>,
    needs: HashMap<String, Vec<String>>,
}

impl Strings {
    fn new(token: &Token) -> Self {
        let closure = token.closure().iter().map(|s| s.name().to_owned()).collect();
        let needs = Method::all()
            .map(|m| {
                let requirement = m.newest_requirement();
                let scopes = requirement.into_iter().flat_map(|r| r.alternatives(livechat_core::policy::Rules::Guide));
                (m.name().to_owned(), scopes.filter_map(|a| a.scopes().first()).map(|s| s.name().to_owned()).collect())
            })
            .collect();
        Self { held: closure, needs }
    }

    #[inline(never)]
    fn allows(&self, method: &str) -> bool {
        self.needs.get(method).is_some_and(|needs| needs.iter().any(|s| self.held.contains(s)))
    }
}

fn asking(c: &mut Criterion) {
    let token = Token::new(SCOPES);
    let (masks, strings) = (Masks::new(&token), Strings::new(&token));
    let indexes: Vec<usize> = CALLS.iter().map(|m| m.index()).collect();
    let names: Vec<&str> = CALLS.iter().map(|m| m.name()).collect();
    let grant = Grant::new().with(Method::AGENT_SEND_EVENT).with(Method::AGENT_GET_CHAT);
    // The contestants answer alike before they are timed.
    for (method, name) in CALLS.iter().zip(&names) {
        assert_eq!(token.allows(*method), masks.allows(method.index()), "{name}");
        assert_eq!(token.allows(*method), by_name(&token, name), "{name}");
        assert_eq!(token.allows(*method), strings.allows(name), "{name}");
    }

    let mut group = c.benchmark_group("allowed by handle");
    group.throughput(Throughput::Elements(16));
    group.bench_function("token.allows", |b| {
        b.iter(|| black_box(&CALLS).iter().filter(|m| by_handle(black_box(&token), **m)).count());
    });
    group.bench_function("token.allows_at and grant.grants_at", |b| {
        b.iter(|| {
            let (token, grant) = (black_box(&token), black_box(&grant));
            let ok = |m: &&Method| {
                grant.grants_at(**m, Version::V3_6, Transport::Web)
                    && token.allows_at(**m, Version::V3_6, Transport::Web)
            };
            black_box(&CALLS).iter().filter(ok).count()
        });
    });
    group.bench_function("plain mask test", |b| {
        b.iter(|| black_box(&indexes).iter().filter(|i| black_box(&masks).allows(**i)).count());
    });
    group.finish();

    let mut group = c.benchmark_group("allowed by name");
    group.throughput(Throughput::Elements(16));
    group.bench_function("token.allows_named", |b| {
        b.iter(|| black_box(&names).iter().filter(|n| by_name(black_box(&token), n)).count());
    });
    group.bench_function("perfect-hash look-up alone", |b| {
        b.iter(|| black_box(&names).iter().filter(|n| look_up(n)).count());
    });
    group.bench_function("HashMap and HashSet of strings", |b| {
        b.iter(|| black_box(&names).iter().filter(|n| black_box(&strings).allows(n)).count());
    });
    group.finish();
}

fn deciding(c: &mut Criterion) {
    let token = Token::new(SCOPES);
    let known = Facts {
        requester: RequesterFacts { id: Some("smith@example.com"), groups: Some(&[1, 2]), ..Default::default() },
        chat: ChatFacts { groups: Some(&[2]), users: Some(&["smith@example.com"]) },
        ..Default::default()
    };
    let mut group = c.benchmark_group("full decision");
    let mut ask = |name: &str, question: Question<'_>, allowed: bool| {
        assert_eq!(question.decide().is_allowed(), allowed, "{name}");
        group.bench_function(name, |b| b.iter(|| black_box(black_box(question).decide())));
    };
    let send = Question::new(Method::AGENT_SEND_EVENT, &token);
    ask("allow, one alternative open", send, true);
    ask("allow, with facts", send.facts(known), true);
    ask("allow, by name", Question::named("agent/send_event", &token), true);
    ask("deny, scope missing", Question::new(Method::AGENT_BAN_CUSTOMER, &token), false);
    ask("deny, several alternatives", Question::new(Method::CONFIGURATION_CREATE_AGENT, &token), false);
    let grant = Grant::new().with(Method::AGENT_GET_CHAT);
    ask("deny, not granted", send.grant(&grant), false);
    group.finish();
}

fn making(c: &mut Criterion) {
    let mut group = c.benchmark_group("token of 8 scopes");
    group.bench_function("Token::new", |b| b.iter(|| Token::new(black_box(SCOPES))));
    group.bench_function("HashSet of strings", |b| {
        b.iter(|| black_box(SCOPES).iter().map(|s| (*s).to_owned()).collect::<HashSet<String>>());
    });
    group.finish();

    let mut group = c.benchmark_group("text");
    let token = Token::new(SCOPES);
    let decision = Question::new(Method::AGENT_SEND_EVENT, &token).decide();
    group.bench_function("audit record as JSON", |b| {
        b.iter(|| black_box(&decision).audit(AuditContext::default()).to_json());
    });
    let line = r#"{"method":"agent/send_event","token":{"scopes":["chats--access:rw","customers:ro"]},"body":{"chat_id":"PJ0MRSHTDG","event":{"type":"message","text":"Hello"}}}"#;
    group.bench_function("door: decide, JSON to JSON", |b| {
        b.iter(|| livechat_core::door::answer("decide", black_box(line)));
    });
    group.finish();
}

criterion_group!(benches, asking, deciding, making);
criterion_main!(benches);
