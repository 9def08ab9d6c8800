//! Tables: columns without rules, wrapped to the terminal, one row a line where the output goes elsewhere.

use std::io::Write;

use comfy_table::{Attribute, ColumnConstraint, ContentArrangement, Table, Width, presets};
pub(crate) use comfy_table::{Cell, Color};

use crate::output::{Failure, Out};

/// Space between columns.
const GAP: u16 = 2;

/// A table that is written whole.
pub(crate) struct Grid {
    table: Table,
    least: Vec<u16>,
}

impl Grid {
    pub(crate) fn new(out: &Out, headers: &[&str]) -> Self {
        let mut table = Table::new();
        // Width and colour are decided by `Out`, not by the table.
        table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
        if let Some(width) = out.width() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        if out.colour() {
            table.enforce_styling();
        }
        if headers.iter().any(|h| !h.is_empty()) {
            table.set_header(headers.iter().map(|h| Cell::new(h).add_attribute(Attribute::Bold)));
        }
        Self { table, least: Vec::new() }
    }

    /// Makes columns at least so wide, so that tables below each other line up.
    pub(crate) fn at_least(mut self, widths: &[usize]) -> Self {
        self.least = widths.iter().map(|w| u16::try_from(*w).unwrap_or(u16::MAX)).collect();
        self
    }

    pub(crate) fn row<T: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.table.add_row(cells.into_iter().map(Into::into).collect::<Vec<Cell>>());
    }

    /// Writes the table, each line after an indent.
    pub(crate) fn write(mut self, out: &mut Out, indent: &str) -> Result<(), Failure> {
        if let Some(width) = self.table.width() {
            let indent = u16::try_from(indent.len()).unwrap_or_default();
            self.table.set_width(width.saturating_sub(indent).max(1));
        }
        for (i, column) in self.table.column_iter_mut().enumerate() {
            column.set_padding((0, GAP));
            if let Some(least) = self.least.get(i).filter(|w| **w > 0) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least.saturating_add(GAP))));
            }
        }
        for line in self.table.lines() {
            writeln!(out, "{indent}{}", line.trim_end())?;
        }
        Ok(())
    }
}
