//! The command `scopes`: the smallest sets of scopes for a list of methods, or all scopes. Reads nothing but the catalogue.

use std::io::Write;
use std::process::ExitCode;

use anstyle::Style;
use livechat_core::policy::{Condition, Product, Role, Rules, ScopeNeed, ScopeSet, smallest_scopes, unneeded_scopes};
use livechat_core::{Method, Question, Scope, Token, Transport, Version};
use serde::Serialize;

use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::{Clean, all_of, count, joined};
use crate::values;

/// Find the smallest scopes for a job, or list all scopes
///
/// With --for, names the smallest sets of scopes with which a token may call all of the methods, what limits each set, and the lowest role
/// that may hold it. With --held besides, names the held scopes that the methods don't need. Without --for, lists all scopes.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core scopes --for agent/list_chats,agent/send_event
          livechat-core scopes --for agent/get_chat --held chats--all:rw,customers:ro
          livechat-core scopes")]
pub(crate) struct Args {
    /// Methods, separated by commas
    #[arg(long = "for", value_name = "METHODS", value_delimiter = ',', value_parser = values::method)]
    methods: Vec<Method>,
    /// Version of the API; the newest stable one where it isn't given
    #[arg(long, value_name = "V", value_parser = values::version())]
    version: Option<Version>,
    /// Whose rules count
    #[arg(long, value_parser = values::rules())]
    rules: Option<Rules>,
    /// Scopes that a token holds, separated by commas
    #[arg(long, value_name = "SCOPES", requires = "methods")]
    held: Option<Vec<String>>,
    /// JSON: one object with --for, one a line without
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Needs<'a> {
    #[serde(rename = "for")]
    methods: Vec<&'static str>,
    version: &'static str,
    rules: &'static str,
    sets: Vec<Set>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unneeded: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Set {
    scopes: Vec<&'static str>,
    limits: Vec<&'static str>,
    role: Option<&'static str>,
}

#[derive(Serialize)]
struct Row {
    scope: &'static str,
    role: Option<&'static str>,
    product: Option<&'static str>,
    private: bool,
    about: &'static str,
    methods: usize,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let version = args.version.unwrap_or_default();
    let rules = args.rules.unwrap_or_default();
    if args.methods.is_empty() {
        all(version, rules, args.json, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let sets = smallest_scopes(&args.methods, version, rules);
    let token = args.held.as_deref().map(|held| Token::new(values::names(held)));
    let unneeded = token.as_ref().map(|token| unneeded_scopes(token, &args.methods, version, rules));
    if args.json {
        out.json(&Needs {
            methods: args.methods.iter().map(|m| m.name()).collect(),
            version: version.as_str(),
            rules: rules.as_str(),
            sets: sets.iter().map(Set::of).collect(),
            unneeded: unneeded.map(|scopes| scopes.into_iter().map(Scope::name).collect()),
            unknown: token.as_ref().map(|token| token.unknown_scopes().collect()),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    smallest(&args.methods, version, rules, &sets, out)?;
    if let (Some(token), Some(unneeded)) = (&token, unneeded) {
        held(token, &unneeded, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The lowest role that may hold all of these, as far as it is documented.
fn lowest_role(scopes: &[Scope]) -> Option<Role> {
    scopes.iter().filter_map(|s| s.lowest_role()).max()
}

impl Set {
    fn of(need: &ScopeNeed) -> Self {
        Self {
            scopes: need.scopes.iter().map(|s| s.name()).collect(),
            limits: need.limits.iter().map(Condition::as_str).collect(),
            role: lowest_role(&need.scopes).map(Role::as_str),
        }
    }
}

fn smallest(
    methods: &[Method],
    version: Version,
    rules: Rules,
    sets: &[ScopeNeed],
    out: &mut Out,
) -> Result<(), Failure> {
    let title = format!("Smallest scopes for {} in version {version}", joined(methods, ", "));
    writeln!(out, "{}", out.painted(Style::new().bold(), title))?;
    writeln!(out, "By the rules of the {rules}, smallest first; each line is enough.\n")?;
    let mut grid = Grid::new(out, &["SCOPES", "LOWEST ROLE", "LIMITS"]);
    for need in sets {
        let role = lowest_role(&need.scopes).map_or("-", Role::as_str);
        grid.row([all_of(&need.scopes), role.into(), joined(need.limits.iter(), ", ")]);
    }
    grid.write(out, "")?;
    let mut told: Vec<Condition> = Vec::new();
    for condition in sets.iter().flat_map(|s| s.limits.iter()) {
        if !told.contains(&condition) {
            if told.is_empty() {
                writeln!(out, "\nLimits: it is enough only if")?;
            }
            told.push(condition);
            writeln!(out, "  {condition}: {}", condition.about())?;
        }
    }
    for method in methods.iter().filter(|m| !m.versions().contains(version)) {
        let newest = method.versions().iter().next_back().map_or("-", Version::as_str);
        writeln!(out, "\n{method} isn't in version {version}; it is judged by version {newest}.")?;
    }
    Ok(())
}

fn held(token: &Token, unneeded: &[Scope], out: &mut Out) -> Result<(), Failure> {
    if unneeded.is_empty() {
        writeln!(out, "\nEvery held scope is needed.")?;
    } else {
        writeln!(out, "\nHeld and not needed: {}", joined(unneeded, ", "))?;
    }
    let unknown = joined(token.unknown_scopes().map(Clean), ", ");
    if !unknown.is_empty() {
        writeln!(out, "Not in the catalogue, and of no use: {unknown}")?;
    }
    Ok(())
}

/// How many methods of a version a token with this scope alone may call that one without any scope may not.
fn opened(scope: Scope, version: Version, rules: Rules) -> usize {
    let (with, without) = (Token::from(ScopeSet::one(scope)), Token::from(ScopeSet::NONE));
    let may = |token: &Token, method: Method| {
        let on = |t| Question::new(method, token).version(version).transport(t).rules(rules).decide().is_allowed();
        Transport::ALL.into_iter().any(on)
    };
    Method::all().filter(|m| may(&with, *m) && !may(&without, *m)).count()
}

fn all(version: Version, rules: Rules, json: bool, out: &mut Out) -> Result<(), Failure> {
    let rows: Vec<Row> = Scope::all()
        .map(|scope| Row {
            scope: scope.name(),
            role: scope.lowest_role().map(Role::as_str),
            product: scope.product().map(Product::as_str),
            private: scope.is_private(),
            about: scope.about(),
            methods: opened(scope, version, rules),
        })
        .collect();
    if json {
        return rows.iter().try_for_each(|row| out.json(row));
    }
    let mut grid = Grid::new(out, &["SCOPE", "LOWEST ROLE", "PRODUCT", "METHODS", "ABOUT"]);
    for row in &rows {
        let private = if row.private { " The vendor's own." } else { "" };
        grid.row([
            row.scope.to_string(),
            row.role.unwrap_or("-").into(),
            row.product.unwrap_or("-").into(),
            row.methods.to_string(),
            format!("{}{private}", row.about),
        ]);
    }
    grid.write(out, "")?;
    writeln!(out, "\n{}; methods that each opens alone in version {version}", count(rows.len(), "scope"))?;
    Ok(())
}
