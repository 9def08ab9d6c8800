//! The command `changes`: what differs between two versions of the API. Reads nothing but the catalogue.

use std::io::Write;
use std::process::ExitCode;

use anstyle::Style;
use livechat_core::Version;
use livechat_core::catalogue::{Change, ChangeKind, changes};
use serde::Serialize;

use crate::output::{Failure, Out};
use crate::table::{Cell, Color, Grid};
use crate::text::count;
use crate::values;

/// Show what changed between two versions of the API
///
/// Methods, transports, parameters, answers, values, types, webhooks and pushes that were added, removed or changed.
#[derive(clap::Args)]
#[command(after_help = "Example: livechat-core changes 3.5 3.6")]
pub(crate) struct Args {
    /// Version to start from
    #[arg(value_parser = values::version())]
    from: Version,
    /// Version to arrive at
    #[arg(value_parser = values::version())]
    to: Version,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    what: &'static str,
    on: &'static str,
    part: &'a str,
    detail: &'a str,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let list = changes(args.from, args.to);
    if args.json {
        for Change { kind, what, on, part, detail, .. } in &list {
            out.json(&Row { kind: kind.as_str(), what, on, part, detail })?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut kinds: Vec<&str> = Vec::new();
    for change in &list {
        if !kinds.contains(&change.what) {
            kinds.push(change.what);
        }
    }
    for what in kinds {
        let of_kind: Vec<&Change> = list.iter().filter(|c| c.what == what).collect();
        let title = out.painted(Style::new().bold(), format!("{what}: {}", count(of_kind.len(), "change")));
        writeln!(out, "{title}")?;
        let mut grid = Grid::new(out, &["CHANGE", "ON", "PART", "DETAIL"]);
        for change in of_kind {
            let colour = match change.kind {
                ChangeKind::Added => Color::Green,
                ChangeKind::Removed => Color::Red,
                ChangeKind::Changed => Color::Yellow,
            };
            grid.row([
                Cell::new(change.kind.as_str()).fg(colour),
                Cell::new(change.on),
                Cell::new(&change.part),
                Cell::new(&change.detail),
            ]);
        }
        grid.write(out, "  ")?;
        writeln!(out)?;
    }
    writeln!(out, "{} from {} to {}", count(list.len(), "change"), args.from, args.to)?;
    Ok(ExitCode::SUCCESS)
}
