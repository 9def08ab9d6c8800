//! What was aimed at, and what came of it.

use crate::figures::{Figure, Figures, digits, time};
use crate::groups;

/// A goal with what was measured.
pub struct Goal {
    pub what: &'static str,
    pub goal: String,
    pub measured: String,
    pub met: bool,
}

/// Whether a row is a policy engine.
pub fn is_engine(name: &str) -> bool {
    ["cedar-policy", "regorus", "casbin"].iter().any(|engine| name.starts_with(engine))
}

fn fastest_engine<'a>(figures: &'a Figures, group: &str) -> Result<&'a Figure, String> {
    figures.of(group).find(|f| is_engine(&f.name)).ok_or_else(|| format!("no engine in {group}"))
}

/// A ratio may be at most so much in each of some groups; the worst of them counts.
fn at_most(
    figures: &Figures,
    what: &'static str,
    limit: f64,
    pairs: &[(&str, &str, &str, &str)],
) -> Result<Goal, String> {
    let mut worst = 0.0f64;
    for (group, name, beside_group, beside) in pairs {
        worst = worst.max(figures.get(group, name)?.median / figures.get(beside_group, beside)?.median);
    }
    let measured = format!("{} times", digits(worst));
    Ok(Goal { what, goal: format!("at most {} times", digits(limit)), measured, met: worst <= limit })
}

/// The fastest engine must take at least so many times as long, in each of some groups; the least ratio counts.
fn at_least(figures: &Figures, what: &'static str, limit: f64, name: &str, groups: &[&str]) -> Result<Goal, String> {
    let mut least: Option<(f64, &Figure)> = None;
    for group in groups {
        let engine = fastest_engine(figures, group)?;
        let ratio = engine.median / figures.get(group, name)?.median;
        if least.is_none_or(|(r, _)| ratio < r) {
            least = Some((ratio, engine));
        }
    }
    let (ratio, engine) = least.ok_or("no groups")?;
    let measured = format!("{} times ({}: {})", digits(ratio), engine.name, time(engine.median));
    Ok(Goal { what, goal: format!("at least {} times", digits(limit)), measured, met: ratio >= limit })
}

/// The slowest of some figures may take at most so long.
fn within(figures: &Figures, what: &'static str, limit: f64, rows: &[(&str, &str)]) -> Result<Goal, String> {
    let mut slowest = 0.0f64;
    for (group, name) in rows {
        slowest = slowest.max(figures.get(group, name)?.median);
    }
    Ok(Goal { what, goal: format!("at most {}", time(limit)), measured: time(slowest), met: slowest <= limit })
}

/// All goals.
pub fn goals(figures: &Figures) -> Result<Vec<Goal>, String> {
    use groups::{FULL, HANDLE, LOOK_UP, MASKS, NAME};
    let same = |group, name, beside| (group, name, group, beside);
    let ready = [groups::ALLOW_READY, groups::DENY_READY];
    let named = [groups::ALLOW_NAMED, groups::DENY_NAMED];
    let full: Vec<(&str, &str)> = ready.into_iter().chain(named).chain(groups::GRANTED).map(|g| (g, FULL)).collect();
    let every = [named[0], named[1], groups::GRANTED[0], groups::GRANTED[1], groups::SWEEP];
    Ok(vec![
        at_most(figures, "by handle, beside an indexed mask test", 1.5, &ready.map(|g| same(g, HANDLE, MASKS)))?,
        at_least(figures, "the fastest engine, question ready, beside by handle", 400.0, HANDLE, &ready)?,
        at_most(
            figures,
            "by name, beside the perfect-hash look-up alone, which is a part of it",
            1.0,
            &named.map(|g| same(g, NAME, LOOK_UP)),
        )?,
        at_least(figures, "the fastest engine, from the name, beside by name", 40.0, NAME, &every)?,
        within(figures, "full decision, the slowest of those below", 100.0, &full)?,
        within(figures, "token of 8 scopes", 200.0, &[(groups::TOKEN, groups::CORE)])?,
        at_most(
            figures,
            "ten times the catalogue, by handle and by name, beside once (flat within a quarter)",
            1.25,
            &["by handle", "by name"].map(|n| (groups::STRUCTURE_TENFOLD, n, groups::STRUCTURE_ONCE, n)),
        )?,
    ])
}
