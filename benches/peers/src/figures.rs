//! What criterion measured, read back from its own files.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

/// One line of a table: nanoseconds for one question.
#[derive(Debug, Clone)]
pub struct Figure {
    pub group: String,
    pub name: String,
    pub median: f64,
    pub low: f64,
    pub high: f64,
    /// Median absolute deviation, as a share of the median.
    pub spread: f64,
}

/// All of a run.
#[derive(Debug, Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Reads all that is below a folder.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut figures = Self::default();
        figures.gather(folder)?;
        figures.0.sort_by(|a, b| a.median.total_cmp(&b.median));
        Ok(figures)
    }

    fn gather(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                let figure = (path.file_name().is_some_and(|n| n == "new")).then(|| figure(&path)).transpose()?;
                match figure {
                    Some(figure) => self.0.push(figure),
                    None => self.gather(&path)?,
                }
            }
        }
        Ok(())
    }

    /// Those of a group, fastest first.
    pub fn of<'a>(&'a self, group: &str) -> impl Iterator<Item = &'a Figure> + use<'a> {
        let group = group.to_owned();
        self.0.iter().filter(move |f| f.group == group)
    }

    /// One of them.
    pub fn get(&self, group: &str, name: &str) -> Result<&Figure, String> {
        self.of(group).find(|f| f.name == name).ok_or_else(|| format!("no figure of {name} in {group}"))
    }

    /// How much the samples of a run scatter: the mean of the spreads. The quieter of two runs has the smaller one.
    pub fn unrest(&self) -> f64 {
        let sum: f64 = self.0.iter().map(|f| f.spread).sum();
        sum / self.0.len().max(1) as f64
    }
}

fn figure(folder: &Path) -> io::Result<Figure> {
    let read = |name: &str| -> io::Result<Value> { Ok(serde_json::from_slice(&fs::read(folder.join(name))?)?) };
    let (what, estimates) = (read("benchmark.json")?, read("estimates.json")?);
    let text = |key: &str| what[key].as_str().unwrap_or_default().to_owned();
    let questions = what["throughput"]["Elements"].as_f64().unwrap_or(1.0);
    let number = |value: &Value| {
        value.as_f64().map(|n| n / questions).ok_or_else(|| io::Error::other("an estimate without figure"))
    };
    let median = &estimates["median"];
    let point = number(&median["point_estimate"])?;
    Ok(Figure {
        group: text("group_id"),
        name: text("function_id"),
        median: point,
        low: number(&median["confidence_interval"]["lower_bound"])?,
        high: number(&median["confidence_interval"]["upper_bound"])?,
        spread: number(&estimates["median_abs_dev"]["point_estimate"])? / point,
    })
}

/// A time for people, with three digits that count.
pub fn time(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n => (n / 1e6, "ms"),
    };
    format!("{} {unit}", digits(value))
}

/// A number with three digits that count.
pub fn digits(value: f64) -> String {
    let places = match value {
        v if v < 10.0 => 2,
        v if v < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.places$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest.is_empty() { grouped } else { format!("{grouped}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::{digits, time};

    #[test]
    fn figures_have_three_digits() {
        assert_eq!([digits(1.234), digits(12.34), digits(123.4), digits(12_345.0)], ["1.23", "12.3", "123", "12,345"]);
        assert_eq!([time(1.5), time(1_500.0), time(2_500_000.0)], ["1.50 ns", "1.50 µs", "2.50 ms"]);
    }
}
