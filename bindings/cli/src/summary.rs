//! What a session came to: counts by code and area, and the scopes that were missing. Counts, and writes them once at the end.

use std::collections::BTreeMap;
use std::io::Write;

use anstyle::Style;
use livechat_core::Scope;
use livechat_core::catalogue::Area;
use livechat_core::door::{Call, Passed};
use livechat_core::policy::Code;
use serde::Serialize;

use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::{count, joined};

/// Calls of one area.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    calls: u64,
    allowed: u64,
    denied: u64,
}

/// Counts of a session.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    all: Counts,
    limited: u64,
    errors: u64,
    codes: BTreeMap<Code, u64>,
    areas: BTreeMap<Area, Counts>,
    /// Calls whose method is unknown, and which therefore have no area.
    elsewhere: Counts,
    missing: BTreeMap<Scope, u64>,
    /// What called no method of the API.
    passed: BTreeMap<Passed, u64>,
}

impl Counts {
    fn add(&mut self, allowed: bool) {
        self.calls += 1;
        if allowed {
            self.allowed += 1;
        } else {
            self.denied += 1;
        }
    }
}

impl Summary {
    /// Counts a call, of which these sets of scopes would have been enough.
    pub(crate) fn call(&mut self, call: &Call<'_>, missing: &[Vec<Scope>]) {
        let decision = &call.decision;
        let allowed = decision.is_allowed();
        self.all.add(allowed);
        match decision.area() {
            Some(area) => self.areas.entry(area).or_default().add(allowed),
            None => self.elsewhere.add(allowed),
        }
        if allowed {
            self.limited += u64::from(!decision.limits().is_empty());
            return;
        }
        *self.codes.entry(decision.code()).or_default() += 1;
        // Of the set that lacks the least; the first of them has the narrowest reach.
        let held = call.token.effective();
        let lacking = |set: &Vec<Scope>| set.iter().filter(|s| !held.contains(**s)).count();
        let nearest = missing.iter().min_by_key(|set| lacking(set));
        for scope in nearest.into_iter().flatten().filter(|s| !held.contains(**s)) {
            *self.missing.entry(*scope).or_default() += 1;
        }
    }

    /// Counts what called no method of the API.
    pub(crate) fn passed(&mut self, passed: Passed) {
        *self.passed.entry(passed).or_default() += 1;
    }

    /// Counts a line that was neither session nor call.
    pub(crate) fn error(&mut self) {
        self.errors += 1;
    }

    /// Whether a call was denied or a line was wrong.
    pub(crate) fn found_something(&self) -> bool {
        self.all.denied > 0 || self.errors > 0
    }

    /// Missing scopes, those that most calls lacked first.
    fn ranked(&self) -> Vec<(Scope, u64)> {
        let mut ranked: Vec<(Scope, u64)> = self.missing.iter().map(|(s, n)| (*s, *n)).collect();
        ranked.sort_by_key(|(scope, n)| (std::cmp::Reverse(*n), scope.name()));
        ranked
    }

    /// The areas that had calls, those without an area last.
    fn areas(&self) -> impl Iterator<Item = (&'static str, Counts)> {
        let known = self.areas.iter().map(|(area, counts)| (area.key(), *counts));
        known.chain((self.elsewhere.calls > 0).then_some(("-", self.elsewhere)))
    }

    pub(crate) fn write_json(&self, out: &mut Out) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct Line<'a> {
            summary: Inner<'a>,
        }
        #[derive(Serialize)]
        struct Inner<'a> {
            #[serde(flatten)]
            all: Counts,
            allowed_with_limits: u64,
            errors: u64,
            denied_by_code: BTreeMap<&'a str, u64>,
            areas: BTreeMap<&'a str, Counts>,
            missing_scopes: Vec<Missing>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            passed_over: BTreeMap<&'static str, u64>,
        }
        #[derive(Serialize)]
        struct Missing {
            scope: &'static str,
            calls: u64,
        }
        out.json(&Line {
            summary: Inner {
                all: self.all,
                allowed_with_limits: self.limited,
                errors: self.errors,
                denied_by_code: self.codes.iter().map(|(code, n)| (code.as_str(), *n)).collect(),
                areas: self.areas().collect(),
                missing_scopes: self.ranked().into_iter().map(|(s, n)| Missing { scope: s.name(), calls: n }).collect(),
                passed_over: self.passed.iter().map(|(passed, n)| (passed.as_str(), *n)).collect(),
            },
        })
    }

    /// Writes tables, after an empty line where rows stand above.
    pub(crate) fn write(&self, after_rows: bool, out: &mut Out) -> Result<(), Failure> {
        let Counts { calls, allowed, denied } = self.all;
        if after_rows && calls + self.errors > 0 {
            writeln!(out)?;
        }
        let line = format!(
            "{calls} {}: {allowed} allowed ({} with limits), {denied} denied, {} {}",
            if calls == 1 { "call" } else { "calls" },
            self.limited,
            self.errors,
            if self.errors == 1 { "line in error" } else { "lines in error" },
        );
        writeln!(out, "{}", out.painted(Style::new().bold(), line))?;
        if !self.passed.is_empty() {
            let word = |(passed, n): (&Passed, &u64)| match passed {
                Passed::OtherHost => format!("{n} to other hosts"),
                other => count(usize::try_from(*n).unwrap_or(usize::MAX), other.as_str()),
            };
            writeln!(out, "passed over: {}", joined(self.passed.iter().map(word), ", "))?;
        }
        if !self.codes.is_empty() {
            writeln!(out)?;
            let mut grid = Grid::new(out, &["DENIED BY", "CALLS"]);
            for (code, n) in &self.codes {
                grid.row([code.to_string(), n.to_string()]);
            }
            grid.write(out, "")?;
        }
        if calls > 0 {
            writeln!(out)?;
            let mut grid = Grid::new(out, &["AREA", "CALLS", "ALLOWED", "DENIED"]);
            for (area, counts) in self.areas() {
                grid.row([
                    area.to_string(),
                    counts.calls.to_string(),
                    counts.allowed.to_string(),
                    counts.denied.to_string(),
                ]);
            }
            grid.write(out, "")?;
        }
        let ranked = self.ranked();
        if !ranked.is_empty() {
            writeln!(
                out,
                "\n{} missing, by the nearest set that would have been enough",
                count(ranked.len(), "scope")
            )?;
            let mut grid = Grid::new(out, &["MISSING SCOPE", "CALLS"]);
            for (scope, n) in ranked {
                grid.row([scope.to_string(), n.to_string()]);
            }
            grid.write(out, "")?;
        }
        Ok(())
    }
}
