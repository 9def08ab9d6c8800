//! The command `methods`: the catalogue as lines of JSON or as a table, filtered. Reads nothing but the catalogue.

use std::io::Write;
use std::process::ExitCode;

use livechat_core::catalogue::{Access, Api, Area, Webhook};
use livechat_core::policy::{Requirement, Rules};
use livechat_core::{Method, Scope, Transport, Version};

use crate::detail;
use crate::output::{Failure, Out};
use crate::table::{Cell, Color, Grid};
use crate::text::{all_of, count, joined, versions};
use crate::values;

/// List the API's methods, or show one with all that is known of it
///
/// Without METHOD, lists the methods that pass all filters, area by area. With METHOD, shows its endpoint, scopes, parameters and answer.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core methods --area chats --access read
          livechat-core methods agent/send_event --version 3.6
          livechat-core methods --version 3.6 --json")]
pub(crate) struct Args {
    /// Method to show, such as agent/send_event
    #[arg(value_parser = values::method, conflicts_with_all = ["area", "access", "permission", "api", "transport", "webhook", "guide", "search"])]
    method: Option<Method>,
    /// Only what this version of the API has
    #[arg(long, value_name = "V", value_parser = values::version())]
    version: Option<Version>,
    /// Only methods of this area, by its key, such as chats
    #[arg(long, value_parser = values::area)]
    area: Option<Area>,
    /// Only methods that read, or that change something
    #[arg(long, value_parser = values::access())]
    access: Option<Access>,
    /// Only methods that name this scope: as the guide's permission, or in a set that suffices
    #[arg(long, value_name = "SCOPE", value_parser = values::scope)]
    permission: Option<Scope>,
    /// Only methods of this API
    #[arg(long, value_parser = values::api())]
    api: Option<Api>,
    /// Only methods on this transport
    #[arg(long, value_parser = values::transport())]
    transport: Option<Transport>,
    /// Only methods that cause this webhook
    #[arg(long, value_parser = values::webhook)]
    webhook: Option<Webhook>,
    /// Only the methods that the guide names
    #[arg(long)]
    guide: bool,
    /// Only methods with this text in name, summary or notes
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    if let Some(method) = args.method {
        detail::write(method, args.version, args.json, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let methods: Vec<Method> = Method::all().filter(|m| args.passes(*m)).collect();
    if args.json {
        for method in &methods {
            out.json(method)?;
        }
    } else {
        areas(&methods, args.version, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Args {
    fn passes(&self, method: Method) -> bool {
        let versions = self.transport.map_or_else(|| method.versions(), |t| method.versions_on(t));
        let there = self.version.map_or(!versions.is_empty(), |v| versions.contains(v));
        let causes = |webhook: Webhook| {
            let when = |v| self.version.is_none_or(|version| livechat_core::VersionSet::contains(v, version));
            method.webhooks().iter().any(|(w, v)| *w == webhook && when(*v))
        };
        there
            && self.area.is_none_or(|a| method.area() == a)
            && self.access.is_none_or(|a| method.access() == a)
            && self.api.is_none_or(|a| method.api() == a)
            && self.permission.is_none_or(|s| names_scope(method, self.version, s))
            && self.webhook.is_none_or(causes)
            && (!self.guide || method.in_guide())
            && self.search.as_ref().is_none_or(|text| mentions(method, text))
    }
}

/// What a method asks for in a version, or in the newest that has it.
pub(crate) fn requirement(method: Method, version: Option<Version>) -> Option<&'static Requirement> {
    match version {
        Some(version) => Transport::ALL.into_iter().find_map(|t| method.requirement(version, t)),
        None => method.newest_requirement(),
    }
}

fn names_scope(method: Method, version: Option<Version>, scope: Scope) -> bool {
    let alternatives = requirement(method, version).map(|r| r.alternatives(Rules::Guide));
    method.permission() == Some(scope) || alternatives.into_iter().flatten().any(|a| a.scopes().contains(&scope))
}

fn mentions(method: Method, text: &str) -> bool {
    let text = text.to_lowercase();
    let texts = [method.name(), method.summary()].into_iter().chain(method.notes().iter().copied());
    let mut texts = texts.chain(method.acts_on().iter().copied());
    texts.any(|t| t.to_lowercase().contains(&text))
}

/// The guide's permission, or else the sets of scopes that suffice, narrowest first.
fn scopes(method: Method, version: Option<Version>) -> String {
    if let Some(permission) = method.permission() {
        return permission.to_string();
    }
    let alternatives = requirement(method, version).map(|r| r.alternatives(Rules::Reference));
    let mut sets: Vec<&[Scope]> = Vec::new();
    for alternative in alternatives.into_iter().flatten() {
        if !sets.contains(&alternative.scopes()) {
            sets.push(alternative.scopes());
        }
    }
    if sets.is_empty() { "-".into() } else { joined(sets.into_iter().map(all_of), ", or ") }
}

fn areas(methods: &[Method], version: Option<Version>, out: &mut Out) -> Result<(), Failure> {
    let longest = methods.iter().map(|m| m.name().len()).max().unwrap_or_default();
    let mut shown = 0;
    for area in Area::ALL {
        let of_area: Vec<Method> = methods.iter().copied().filter(|m| m.area() == area).collect();
        if of_area.is_empty() {
            continue;
        }
        shown += 1;
        let title = out.painted(anstyle::Style::new().bold(), area.title());
        writeln!(out, "{title} ({area}): {}", count(of_area.len(), "method"))?;
        writeln!(out, "{}\n", area.about())?;
        let mut grid = Grid::new(out, &["METHOD", "ACCESS", "PERMISSION OR SCOPES", "VERSIONS", "SUMMARY"]);
        for method in of_area {
            grid.row([
                Cell::new(method),
                access(method.access()),
                Cell::new(scopes(method, version)),
                Cell::new(versions(method.versions())),
                Cell::new(method.summary()),
            ]);
        }
        grid.at_least(&[longest, 6, 0, 8]).write(out, "")?;
        writeln!(out)?;
    }
    if shown == 0 {
        writeln!(out, "No method passes these filters.")?;
    } else {
        writeln!(out, "{} in {}", count(methods.len(), "method"), count(shown, "area"))?;
    }
    Ok(())
}

/// `read` or `write`, the latter in a colour that asks for care.
pub(crate) fn access(access: Access) -> Cell {
    let cell = Cell::new(access);
    if access == Access::Write { cell.fg(Color::Yellow) } else { cell }
}
