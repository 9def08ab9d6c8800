//! One method with all that is known of it, for people or as JSON. Reads nothing but the catalogue.

use std::io::Write;

use livechat_core::catalogue::{Push, Webhook};
use livechat_core::policy::{Condition, Rules};
use livechat_core::{Method, Transport, Version, VersionSet};
use serde::Serialize;

use crate::fields::{Fields, Row};
use crate::methods::requirement;
use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::{all_of, joined, versions};

/// The line of the catalogue, with the fields besides.
#[derive(Serialize)]
struct Detail<'a> {
    #[serde(flatten)]
    method: Method,
    parameters: &'a [Row],
    rules: &'a [String],
    types: &'a [Row],
    answer: &'a [Row],
}

pub(crate) fn write(method: Method, version: Option<Version>, json: bool, out: &mut Out) -> Result<(), Failure> {
    let has = method.versions();
    let among = match version {
        Some(version) if !has.contains(version) => {
            let message = format!("{method} isn't in version {version}; it is in {}", joined(has.iter(), ", "));
            return Err(Failure::said(message));
        }
        Some(version) => VersionSet::one(version),
        None => has,
    };
    let request = method.request().map(|object| Fields::of(object, among));
    let types = request.as_ref().map(Fields::types).unwrap_or_default();
    let (parameters, rules) = request.map(|f| (f.rows, f.rules)).unwrap_or_default();
    let answer = method.response().map(|ty| Fields::of_answer(ty, among).rows).unwrap_or_default();
    if json {
        return out.json(&Detail { method, parameters: &parameters, rules: &rules, types: &types, answer: &answer });
    }
    writeln!(out, "{}", out.painted(anstyle::Style::new().bold(), method))?;
    writeln!(out, "{}\n", method.summary())?;
    facts(method, version, among, out)?;
    table("Parameters", &parameters, among, true, out)?;
    section("Rules", out)?;
    if rules.is_empty() {
        writeln!(out, "  none")?;
    }
    for rule in &rules {
        paragraph("  - ", rule, out)?;
    }
    if !types.is_empty() {
        table("Types of the parameters", &types, among, true, out)?;
    }
    let ty = method.response().map_or_else(String::new, |ty| format!(" ({ty})"));
    table(&format!("Answer{ty}"), &answer, among, false, out)
}

fn facts(method: Method, version: Option<Version>, among: VersionSet, out: &mut Out) -> Result<(), Failure> {
    let mut grid = Grid::new(out, &["", ""]);
    let mut fact = |name: &str, text: String| {
        if !text.is_empty() {
            grid.row([name.to_string(), text]);
        }
    };
    let yes = |truth: bool| if truth { "yes" } else { "no" }.to_string();
    fact("endpoint", format!("{} /v{{version}}{}", method.http_method(), method.path()));
    fact("versions", joined(method.versions().iter(), ", "));
    let on = |t: Transport| {
        let on = method.versions_on(t);
        if on == method.versions() { t.to_string() } else { format!("{t} ({})", versions(on)) }
    };
    fact("transports", joined(method.transports().map(on), ", "));
    fact("area", format!("{} ({})", method.area().title(), method.area()));
    fact("access", method.access().to_string());
    fact("acts on", joined(method.acts_on(), ", "));
    fact("permission", method.permission().map(|s| format!("{s} (the guide's)")).unwrap_or_default());
    let needs = requirement(method, version);
    if needs.is_some_and(livechat_core::policy::Requirement::is_free) {
        fact("scopes", "none needed".into());
    }
    for alternative in needs.into_iter().flat_map(|r| r.alternatives(Rules::Reference)) {
        let conditions: Vec<&str> = alternative.conditions().iter().map(Condition::about).collect();
        let when = if conditions.is_empty() { String::new() } else { format!(", when: {}", conditions.join(" ")) };
        fact("scopes", format!("{}{when}", all_of(alternative.scopes())));
    }
    for opens in needs.map_or(&[][..], |r| r.opens()) {
        fact("besides", format!("{} gives {}", opens.scope(), opens.what()));
    }
    let there = |v: VersionSet| !v.intersection(among).is_empty();
    let part = |name: &str, v: VersionSet| {
        if among.intersection(v) == among { name.to_string() } else { format!("{name} ({})", versions(v)) }
    };
    let webhooks = method.webhooks().iter().filter(|(_, v)| there(*v));
    fact("webhooks", joined(webhooks.map(|(w, v)| part(Webhook::name(*w), *v)), ", "));
    let pushes = method.pushes().iter().filter(|(_, v)| there(*v));
    fact("pushes", joined(pushes.map(|(p, v)| part(Push::action(*p), *v)), ", "));
    fact("rate limit", method.rate_limit().into());
    fact("destructive", yes(method.is_destructive()));
    fact("idempotent", yes(method.is_idempotent()));
    fact("batch of", method.batch_of().map(|m| m.to_string()).unwrap_or_default());
    for note in method.notes() {
        fact("note", (*note).into());
    }
    fact("source", method.source().into());
    grid.write(out, "")
}

fn section(title: &str, out: &mut Out) -> Result<(), Failure> {
    writeln!(out, "\n{}", out.painted(anstyle::Style::new().bold(), title))?;
    Ok(())
}

fn table(title: &str, rows: &[Row], among: VersionSet, request: bool, out: &mut Out) -> Result<(), Failure> {
    section(title, out)?;
    if rows.is_empty() {
        writeln!(out, "  {}", if request { "none" } else { "no field is documented" })?;
        return Ok(());
    }
    // A column that says the same in each row says nothing.
    let usual = [versions(among), versions(VersionSet::ALL)];
    let partly = |row: &Row| !usual.contains(&row.versions);
    let columns = [
        ("NAME", true),
        ("TYPE", true),
        ("REQUIRED", request),
        ("LIMITS", true),
        ("VERSIONS", rows.iter().any(partly)),
        ("ABOUT", true),
    ];
    let there = |(cell, (_, there)): (String, (&str, bool))| there.then_some(cell);
    let headers: Vec<&str> = columns.iter().filter(|(_, there)| *there).map(|(header, _)| *header).collect();
    let mut grid = Grid::new(out, &headers);
    for row in rows {
        let cells = [
            row.name.clone(),
            row.ty.clone(),
            if row.required { "yes".into() } else { String::new() },
            row.limits.clone(),
            if partly(row) { row.versions.clone() } else { String::new() },
            row.about.into(),
        ];
        grid.row(cells.into_iter().zip(columns).filter_map(there));
    }
    // Names stay whole where half of the terminal is enough for them.
    let longest = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let room = out.width().map_or(longest, |width| width / 2);
    grid.at_least(&[longest.min(room)]).write(out, "  ")
}

/// Text after a mark, wrapped where there is a terminal.
fn paragraph(mark: &str, text: &str, out: &mut Out) -> Result<(), Failure> {
    let mut grid = Grid::new(out, &[""]);
    grid.row([format!("{mark}{text}")]);
    grid.write(out, "")
}
