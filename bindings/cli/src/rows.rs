//! Rows of judged calls, written as they come: columns of a fixed width, cut to the terminal, never cut where the output goes elsewhere.

use std::fmt::Write as _;
use std::io::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use livechat_core::Scope;
use livechat_core::door::{Call, LineError};
use livechat_core::policy::Code;

use crate::explain::effect_style;
use crate::output::{Failure, Out};
use crate::text::{clean_into, cut};

/// Space between columns.
const GAP: usize = 2;
/// More than any column is wide.
const SPACES: &str = "                                                                ";

/// Columns of a terminal that shows everything.
const WIDE: usize = 140;
/// Columns of a terminal that shows times.
const NARROW: usize = 110;
/// Where the time of day stands in RFC 3339.
const TIME_OF_DAY: Range<usize> = 11..19;

/// Widths of the columns before the reason.
#[derive(Clone, Copy)]
struct Columns {
    call: usize,
    /// None where the first call has no time, or the terminal no room.
    time: Option<usize>,
    effect: usize,
    code: usize,
    method: usize,
}

/// Writes rows; keeps the memory of one.
pub(crate) struct Rows {
    width: Option<usize>,
    columns: Option<Columns>,
    row: String,
}

impl Rows {
    /// For a terminal of this width, or for elsewhere.
    pub(crate) fn new(width: Option<usize>) -> Self {
        Self { width, columns: None, row: String::new() }
    }

    /// Decides the columns by the first row, and writes the headers.
    fn columns(&mut self, id: Option<&str>, time: Option<&str>, out: &mut Out) -> Result<Columns, Failure> {
        if let Some(columns) = self.columns {
            return Ok(columns);
        }
        // What is wider pushes the rest of its row to the right. A narrow terminal leaves room for the reason.
        let room = self.width.unwrap_or(usize::MAX);
        let (code, method) = if room < WIDE { (13, 24) } else { (21, 38) };
        let time = time.map(|t| if room < WIDE { TIME_OF_DAY.len() } else { t.chars().count().min(32) });
        let columns = Columns {
            call: id.map_or(0, |id| id.chars().count()).clamp(6, 24),
            time: time.filter(|_| room >= NARROW),
            effect: 6,
            code,
            method,
        };
        self.columns = Some(columns);
        self.row.clear();
        self.cell("CALL", columns.call);
        if let Some(time) = columns.time {
            self.cell("TIME", time);
        }
        self.cell("EFFECT", columns.effect);
        self.cell("CODE", columns.code);
        self.cell("METHOD", columns.method);
        self.row.push_str("REASON");
        let all = 0..self.row.len();
        self.end(all, Style::new().bold(), out)?;
        Ok(columns)
    }

    /// Adds text, filled up to a width.
    fn cell(&mut self, text: &str, width: usize) {
        let start = self.row.len();
        clean_into(&mut self.row, text);
        let added = self.row.get(start..).unwrap_or_default();
        let used = if added.is_ascii() { added.len() } else { added.chars().count() };
        // What is too wide still stands apart from what follows.
        let gap = (width + GAP).saturating_sub(used).max(1);
        self.row.push_str(SPACES.get(..gap).unwrap_or(SPACES));
    }

    fn start(&mut self, number: u64, id: Option<&str>, time: Option<&str>, out: &mut Out) -> Result<Columns, Failure> {
        let columns = self.columns(id, time, out)?;
        self.row.clear();
        match id {
            Some(id) => self.cell(id, columns.call),
            None => self.cell(&format!("#{number}"), columns.call),
        }
        if let Some(width) = columns.time {
            let time = time.unwrap_or("-");
            let short = time.get(TIME_OF_DAY).filter(|_| self.width.is_some_and(|w| w < WIDE));
            self.cell(short.unwrap_or(time), width);
        }
        Ok(columns)
    }

    /// Adds the effect, and says where it stands.
    fn effect(&mut self, text: &str, width: usize) -> Range<usize> {
        let start = self.row.len();
        self.cell(text, width);
        start..start + text.len()
    }

    pub(crate) fn call(
        &mut self,
        number: u64,
        call: &Call<'_>,
        missing: &[Vec<Scope>],
        out: &mut Out,
    ) -> Result<(), Failure> {
        let decision = &call.decision;
        let columns = self.start(number, call.context.id, call.context.time, out)?;
        let effect = self.effect(decision.effect().as_str(), columns.effect);
        self.cell(decision.code().as_str(), columns.code);
        self.cell(decision.method_name(), columns.method);
        match decision.code() {
            Code::Allowed => self.carried(call),
            Code::MissingScope => {
                if let Some(element) = decision.element() {
                    // Writing to a string can't fail.
                    let _ = write!(self.row, "element {element} of the batch ");
                }
                self.row.push_str("needs ");
                self.sets(missing);
            }
            _ => clean_into(&mut self.row, &decision.message().unwrap_or_default()),
        }
        self.end(effect, effect_style(decision.is_allowed()), out)
    }

    pub(crate) fn error(&mut self, number: u64, error: &LineError, out: &mut Out) -> Result<(), Failure> {
        let columns = self.start(number, None, None, out)?;
        let effect = self.effect("error", columns.effect);
        self.cell(error.code().as_str(), columns.code);
        self.cell("-", columns.method);
        clean_into(&mut self.row, error.message());
        self.end(effect, AnsiColor::Magenta.on_default().bold(), out)
    }

    /// The scopes that carried a call, and what is left to the vendor.
    fn carried(&mut self, call: &Call<'_>) {
        let (scopes, limits) = (call.decision.scopes(), call.decision.limits());
        if scopes.is_empty() {
            self.row.push_str("no scope needed");
        } else {
            self.list(scopes.iter().map(Scope::name), ", ");
        }
        if !limits.is_empty() {
            self.row.push_str("; only if ");
            self.list(limits.iter().map(livechat_core::policy::Condition::as_str), ", ");
        }
    }

    fn sets(&mut self, sets: &[Vec<Scope>]) {
        for (i, set) in sets.iter().enumerate() {
            if i > 0 {
                self.row.push_str(", or ");
            }
            self.list(set.iter().map(|s| s.name()), " and ");
        }
    }

    fn list<'a>(&mut self, names: impl Iterator<Item = &'a str>, between: &str) {
        for (i, name) in names.enumerate() {
            if i > 0 {
                self.row.push_str(between);
            }
            self.row.push_str(name);
        }
    }

    /// Writes the row, a part of it in a style.
    fn end(&mut self, styled: Range<usize>, style: Style, out: &mut Out) -> Result<(), Failure> {
        if let Some(width) = self.width {
            cut(&mut self.row, width);
        }
        let parts = (self.row.get(..styled.start), self.row.get(styled.clone()), self.row.get(styled.end..));
        if let (true, (Some(before), Some(within), Some(after))) = (out.colour(), parts) {
            writeln!(out, "{before}{style}{within}{style:#}{after}")?;
        } else {
            self.row.push('\n');
            out.write_all(self.row.as_bytes())?;
        }
        Ok(())
    }
}
