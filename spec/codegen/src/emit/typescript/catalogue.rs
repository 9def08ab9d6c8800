//! The catalogue as data for `ts/catalogue.ts`: columns, shared tables, and only what can't be derived. It is meant to be small when it is compressed.

use std::fmt::Write;

use super::super::policy::{asked, scope_index};
use super::text;
use crate::resolve::{Method, Ranged, Spec};
use crate::scopes::Parsed;
use crate::versions::Versions;

/// Distinct values in the order in which they come; a column holds their places, a character each.
#[derive(Default)]
struct Pool(Vec<String>);

impl Pool {
    fn place(&mut self, value: String) -> char {
        let place = self.0.iter().position(|v| *v == value).unwrap_or_else(|| {
            self.0.push(value);
            self.0.len() - 1
        });
        digit(place)
    }

    fn table(&self) -> String {
        format!("[{}]", self.0.join(", "))
    }
}

/// A small number as a character: `0` and what follows it in ASCII.
fn digit(number: usize) -> char {
    u8::try_from(number + 48).map_or('~', char::from)
}

fn digits(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(digit).collect()
}

fn numbers(list: impl Iterator<Item = usize>) -> String {
    format!("[{}]", list.map(|n| n.to_string()).collect::<Vec<_>>().join(", "))
}

/// Texts of a line each; a text has no line break of its own.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    text(&texts.map(|t| t.replace(['\n', '\t'], " ")).collect::<Vec<_>>().join("\n"))
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    text(&words.collect::<Vec<_>>().join(" "))
}

pub(super) fn catalogue(spec: &Spec) -> String {
    let mut out = String::from(
        "// The catalogue, packed; `../catalogue.ts` reads it. A column is a string with a character for each row: the place in a table, counted\n// from \"0\" in ASCII. Rows of methods, scopes, webhooks, pushes and error types are in the order of core's indexes.\n\n",
    );
    methods(spec, &mut out);
    apis(spec, &mut out);
    method_texts(spec, &mut out);
    versions_and_areas(spec, &mut out);
    scopes(spec, &mut out);
    events(spec, &mut out);
    errors(spec, &mut out);
    out
}

fn method_index(spec: &Spec, name: &str) -> usize {
    spec.methods.iter().position(|m| m.name == name).unwrap_or_default()
}

fn constant(out: &mut String, about: &str, name: &str, fields: &[(&str, String)]) {
    let _ = write!(out, "/** {about} */\nexport const {name} = {{\n");
    for (field, value) in fields {
        let _ = writeln!(out, "  {field}: {value},");
    }
    out.push_str("};\n\n");
}

fn methods(spec: &Spec, out: &mut String) {
    let (all, of) = asked(spec);
    let apis: Vec<&String> = spec.files.apis.keys().collect();
    let api = |m: &Method| apis.iter().position(|a| **a == m.api).unwrap_or_default();
    let names = spec.methods.iter().map(|m| format!("{}{}", digit(api(m)), m.action)).collect::<Vec<_>>().join(" ");
    let areas = spec.files.areas.keys().map(|a| spec.methods.iter().filter(|m| m.area == *a).count());
    let flags = spec
        .methods
        .iter()
        .map(|m| usize::from(m.access == "write") + 2 * usize::from(m.destructive) + 4 * usize::from(m.idempotent));
    let mut tables: [Pool; 7] = Default::default();
    let mut columns: [String; 7] = Default::default();
    for m in &spec.methods {
        // As the catalogue's lines have them: by the reference, widest reach first, each set once.
        let mut sets: Vec<&Vec<String>> = Vec::new();
        for (alternative, guide_only) in all[of[&m.name]].any.iter().rev() {
            if !guide_only && !sets.contains(&&alternative.scopes) {
                sets.push(&alternative.scopes);
            }
        }
        let sets: Vec<String> = sets.into_iter().map(|s| numbers(s.iter().map(|s| scope_index(spec, s)))).collect();
        let webhooks: Vec<&str> = spec.webhooks.keys().map(String::as_str).collect();
        let pushes: Vec<&str> = spec.pushes.keys().map(String::as_str).collect();
        let push_api = if m.api == "customer" { "customer" } else { "agent" };
        let full: Vec<Ranged> = m.pushes.iter().map(|(p, v)| (format!("{push_api}/{p}"), *v)).collect();
        let values = [
            format!("[{}, {}]", m.web.0, m.rtm.0),
            format!("[{}]", sets.join(", ")),
            m.permission.as_ref().map_or("-1".to_owned(), |p| scope_index(spec, p).to_string()),
            lines(m.acts_on.iter().map(String::as_str)),
            caused(spec, &m.webhooks, &webhooks),
            caused(spec, &full, &pushes),
            format!("{}, {}", text(&m.http_method), text(&m.rate_limit)),
        ];
        for ((table, column), value) in tables.iter_mut().zip(&mut columns).zip(values) {
            column.push(table.place(value));
        }
    }
    let batches = spec.methods.iter().enumerate().filter_map(|(i, m)| {
        let single = method_index(spec, m.batch_of.as_ref()?);
        Some([i, single])
    });
    let batches = numbers(batches.flatten());
    let fields = ["spans", "scopes", "permission", "actsOn", "webhooks", "pushes", "kind"];
    let mut rows =
        vec![("names", text(&names)), ("areas", numbers(areas)), ("flags", text(&digits(flags))), ("batches", batches)];
    rows.extend(fields.iter().zip(&columns).map(|(f, c)| (*f, text(c))));
    constant(
        out,
        "Methods: API and action, how many an area has, `write` + 2 destructive + 4 idempotent, pairs of a batch method and its single one, and places in `METHOD_TABLES`.",
        "METHODS",
        &rows,
    );
    let tables: Vec<(&str, String)> = fields.iter().zip(&tables).map(|(f, t)| (*f, t.table())).collect();
    constant(
        out,
        "What columns of `METHODS` point to: versions on Web and RTM as bits, sets of scopes, the guide's permission, nouns, webhooks and pushes with the versions that have them in the low bits, HTTP method and class of the rate limit in turn.",
        "METHOD_TABLES",
        &tables,
    );
}

fn apis(spec: &Spec, out: &mut String) {
    let exceptions = |found: &dyn Fn(&Method) -> Option<String>| {
        let list: Vec<String> =
            spec.methods.iter().enumerate().filter_map(|(i, m)| Some(format!("{i}: {}", text(&found(m)?)))).collect();
        format!("{{{}}} as Record<number, string>", list.join(", "))
    };
    let source = |m: &Method| {
        let api = &spec.files.apis[&m.api].spec;
        let page = api.docs.get(if m.web.is_empty() { "rtm" } else { "web" }).map(String::as_str).unwrap_or_default();
        let of = m.batch_of.as_ref().unwrap_or(&m.name);
        let derived = format!("{page}/#{}", of.rsplit('/').next().unwrap_or(of).replace('_', "-"));
        (derived != m.source).then(|| m.source.clone())
    };
    let path = |m: &Method| {
        let derived = spec.files.apis[&m.api].spec.path.replace("{action}", &m.action);
        (derived != m.path).then(|| m.path.clone())
    };
    let column = |get: &dyn Fn(&crate::model::Api) -> String| {
        format!("[{}]", spec.files.apis.values().map(|a| text(&get(&a.spec))).collect::<Vec<_>>().join(", "))
    };
    let keys = words(spec.files.apis.keys().map(String::as_str));
    let _ = write!(out, "/** Keys of APIs. */\nexport const API_NAMES: string = {keys};\n\n");
    constant(
        out,
        "APIs: title and meaning.",
        "API_TABLE",
        &[("titles", column(&|a| a.title.clone())), ("abouts", column(&|a| a.about.clone()))],
    );
    constant(
        out,
        "APIs: path of a method, pages of the reference; and methods whose path or page doesn't follow from it.",
        "PLACES",
        &[
            ("paths", column(&|a| a.path.clone())),
            ("web", column(&|a| a.docs.get("web").cloned().unwrap_or_default())),
            ("rtm", column(&|a| a.docs.get("rtm").cloned().unwrap_or_default())),
            ("otherPaths", exceptions(&path)),
            ("otherPages", exceptions(&source)),
        ],
    );
}

/// Places in a list of names, each shifted to make room for the versions.
fn caused(spec: &Spec, names: &[Ranged], list: &[&str]) -> String {
    let width = spec.line.0.len();
    numbers(
        names.iter().map(|(n, v)| (list.iter().position(|l| l == n).unwrap_or_default() << width) | usize::from(v.0)),
    )
}

fn method_texts(spec: &Spec, out: &mut String) {
    let texts = spec.methods.iter().map(|m| {
        let parts = std::iter::once(&m.summary).chain(&m.notes).map(|t| t.replace(['\n', '\t'], " "));
        parts.collect::<Vec<_>>().join("\t")
    });
    let joined = text(&texts.collect::<Vec<_>>().join("\n"));
    let _ = write!(
        out,
        "/** Methods: a line each, the summary and after tabs the notes. */\nexport const METHOD_TEXTS: string = {joined};\n\n"
    );
}

fn versions_and_areas(spec: &Spec, out: &mut String) {
    let (versions, areas) = (&spec.files.versions, &spec.files.areas);
    let _ = write!(
        out,
        "/** Names of versions, and keys of areas. */\nexport const VERSION_NAMES: string = {};\nexport const AREA_NAMES: string = {};\n\n",
        words(versions.keys().map(String::as_str)),
        words(areas.keys().map(String::as_str))
    );
    constant(
        out,
        "Versions: date of the release, state, since when, what each brought; what isn't known is empty.",
        "VERSION_TABLE",
        &[
            ("released", lines(versions.values().map(|v| v.spec.released.as_deref().unwrap_or_default()))),
            ("states", words(versions.values().map(|v| v.spec.state.as_str()))),
            ("since", lines(versions.values().map(|v| v.spec.since.as_deref().unwrap_or_default()))),
            ("abouts", lines(versions.values().map(|v| v.spec.about.as_str()))),
        ],
    );
    constant(
        out,
        "Areas: title, meaning, whether the guide names it.",
        "AREA_TABLE",
        &[
            ("titles", lines(areas.values().map(|a| a.spec.title.as_str()))),
            ("abouts", lines(areas.values().map(|a| a.spec.about.as_str()))),
            ("guide", text(&digits(areas.values().map(|a| usize::from(a.spec.in_guide))))),
        ],
    );
}

fn scopes(spec: &Spec, out: &mut String) {
    let scopes = &spec.files.scopes;
    let parsed: Vec<Option<Parsed>> = scopes.keys().map(|s| Parsed::new(s).ok()).collect();
    let contains = |i: usize| {
        let inside = (0..parsed.len()).filter(move |j| *j != i);
        let inside = inside.filter(|j| matches!((&parsed[i], &parsed[*j]), (Some(a), Some(b)) if a.contains(b)));
        numbers(inside)
    };
    let (mut roles, mut products) = (Pool(vec![text("")]), Pool(vec![text("")]));
    let place = |pool: &mut Pool, get: &dyn Fn(&crate::model::Scope) -> Option<&String>| -> String {
        scopes.values().map(|s| pool.place(text(get(&s.spec).map_or("", String::as_str)))).collect()
    };
    let role = text(&place(&mut roles, &|s| s.role.as_ref()));
    let product = text(&place(&mut products, &|s| s.product.as_ref()));
    let _ = write!(
        out,
        "/** Names of scopes. */\nexport const SCOPE_NAMES: string = {};\n\n",
        words(scopes.keys().map(String::as_str))
    );
    constant(
        out,
        "Scopes: meaning, lowest role, product, whether it is private, the others that it contains.",
        "SCOPE_TABLE",
        &[
            ("abouts", lines(scopes.values().map(|s| s.spec.about.as_str()))),
            ("role", role),
            ("roles", roles.table()),
            ("product", product),
            ("products", products.table()),
            ("isPrivate", text(&digits(scopes.values().map(|s| usize::from(s.spec.private))))),
            ("contains", format!("[{}]", (0..scopes.len()).map(contains).collect::<Vec<_>>().join(", "))),
        ],
    );
}

fn events(spec: &Spec, out: &mut String) {
    let bits = |all: &mut dyn Iterator<Item = Versions>| text(&digits(all.map(|v| usize::from(v.0))));
    let webhooks = &spec.files.webhooks;
    let pushes = &spec.files.pushes;
    let _ = write!(
        out,
        "/** Names of webhooks and of pushes. */\nexport const WEBHOOK_NAMES: string = {};\nexport const PUSH_NAMES: string = {};\n\n",
        words(webhooks.keys().map(String::as_str)),
        words(pushes.keys().map(String::as_str))
    );
    let mut lists: [Pool; 2] = Default::default();
    let mut columns: [String; 2] = Default::default();
    for webhook in spec.webhooks.values() {
        for (i, list) in [&webhook.filters, &webhook.additional_data].into_iter().enumerate() {
            columns[i].push(lists[i].place(words(list.iter().map(|(n, _)| n.as_str()))));
        }
    }
    let notes = |notes: &[String]| notes.join("\t");
    let webhook_texts: Vec<String> =
        webhooks.values().map(|w| with_notes(&w.spec.about, &notes(&w.spec.notes))).collect();
    let push_texts: Vec<String> = pushes.values().map(|p| with_notes(&p.spec.about, &notes(&p.spec.notes))).collect();
    constant(
        out,
        "Webhooks: a line each, the meaning and after tabs the notes; versions as bits, whether the guide names it, filters and additional data.",
        "WEBHOOK_TABLE",
        &[
            ("texts", text(&webhook_texts.join("\n"))),
            ("versions", bits(&mut spec.webhooks.values().map(|w| w.versions))),
            ("guide", text(&digits(webhooks.values().map(|w| usize::from(w.spec.in_guide))))),
            ("filter", text(&columns[0])),
            ("filters", lists[0].table()),
            ("data", text(&columns[1])),
            ("additionalData", lists[1].table()),
        ],
    );
    constant(
        out,
        "Pushes: a line each, the meaning and after tabs the notes; versions as bits.",
        "PUSH_TABLE",
        &[("texts", text(&push_texts.join("\n"))), ("versions", bits(&mut spec.pushes.values().map(|p| p.versions)))],
    );
}

fn with_notes(about: &str, notes: &str) -> String {
    let joined = if notes.is_empty() { about.to_owned() } else { format!("{about}\t{notes}") };
    joined.replace('\n', " ")
}

fn errors(spec: &Spec, out: &mut String) {
    let errors = &spec.files.errors;
    let (mut retries, mut blames) = (Pool::default(), Pool::default());
    let retry: String = errors.values().map(|e| retries.place(text(&e.spec.retry))).collect();
    let blame: String = errors.values().map(|e| blames.place(text(&e.spec.blame))).collect();
    let flags = errors.values().map(|e| {
        let on = |t: &str| e.spec.transports.as_ref().is_none_or(|l| l.iter().any(|x| x == t));
        usize::from(e.spec.turned_away)
            + 2 * usize::from(e.spec.in_guide)
            + 4 * usize::from(on("web"))
            + 8 * usize::from(on("rtm"))
    });
    constant(
        out,
        "Error types: name, meaning, what to do, retry, blame, and turned away + 2 guide + 4 Web + 8 RTM.",
        "ERROR_TABLE",
        &[
            ("names", words(errors.keys().map(String::as_str))),
            ("meanings", lines(errors.values().map(|e| e.spec.meaning.as_str()))),
            ("advices", lines(errors.values().map(|e| e.spec.advice.as_str()))),
            ("retry", text(&retry)),
            ("retries", retries.table()),
            ("blame", text(&blame)),
            ("blames", blames.table()),
            ("flags", text(&digits(flags))),
        ],
    );
}
