//! `benches/results.svg`: bars on a logarithmic scale, in colours that follow the reader's light or dark scheme.

use crate::figures::{Figure, Figures, time};
use crate::goals::is_engine;
use crate::groups;

const WIDTH: f64 = 880.0;
/// Where bars begin, and how long the longest may be; a time stands beside each.
const LEFT: f64 = 230.0;
const LENGTH: f64 = 510.0;
const ROW: f64 = 24.0;
/// The scale's ends, as powers of ten, in nanoseconds.
const FROM: f64 = 0.1;

const STYLE: &str = "
  .ground { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .title { font-weight: 600; font-size: 15px }
  .faint { fill: #59636e; font-size: 11px } .grid { stroke: #d1d9e0 } .core { fill: #1a7f37 } .plain { fill: #57606a } .engine { fill: #bc4c00 }
  .once { opacity: .45 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
    .core { fill: #3fb950 } .plain { fill: #9198a1 } .engine { fill: #f0883e }
  }
";

struct Canvas {
    body: String,
    y: f64,
    /// Decades that the scale has.
    decades: f64,
}

/// The drawing.
pub fn plot(figures: &Figures) -> Result<String, String> {
    let panels = [
        ("May it? The question is ready", groups::ALLOW_READY),
        ("May it? From the method's name", groups::ALLOW_NAMED),
    ];
    let groups = panels.map(|(_, group)| group).into_iter().chain([groups::GROWTH_TENFOLD]);
    let longest = groups.flat_map(|g| figures.of(g)).map(|f| f.median).fold(1.0, f64::max);
    let mut canvas = Canvas { body: String::new(), y: 34.0, decades: (longest / FROM).log10().ceil() };
    for (title, group) in panels {
        canvas.title(title);
        let top = canvas.y;
        figures.of(group).for_each(|f| canvas.bar(&f.name, f, None));
        canvas.scale(top);
    }

    canvas.title("Ten times the methods, from the name: once (faint) and ten times");
    let top = canvas.y;
    let once = figures.get(groups::STRUCTURE_ONCE, "by name")?;
    canvas.bar("livechat-core's structure", figures.get(groups::STRUCTURE_TENFOLD, "by name")?, Some(once));
    for figure in figures.of(groups::GROWTH_TENFOLD) {
        canvas.bar(&figure.name, figure, Some(figures.get(groups::GROWTH_ONCE, &figure.name)?));
    }
    canvas.scale(top);

    let height = canvas.y;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <title>Times of one question, on a logarithmic scale</title>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}</svg>\n",
        canvas.body
    ))
}

impl Canvas {
    fn length(&self, nanoseconds: f64) -> f64 {
        ((nanoseconds / FROM).log10() / self.decades * LENGTH).max(1.0)
    }

    fn title(&mut self, text: &str) {
        self.body += &format!("<text class=\"title\" x=\"16\" y=\"{:.0}\">{}</text>\n", self.y, escaped(text));
        self.y += 14.0;
    }

    /// A bar with its name and time; with another figure, that one stands faint above it.
    fn bar(&mut self, name: &str, figure: &Figure, faint: Option<&Figure>) {
        let class = match name {
            n if n.starts_with("livechat-core") => "core",
            n if is_engine(n) => "engine",
            _ => "plain",
        };
        let (y, middle) = (self.y, self.y + ROW / 2.0 + 4.0);
        let (top, height) = if faint.is_some() { (y + ROW / 2.0, ROW / 2.0 - 3.0) } else { (y + 3.0, ROW - 6.0) };
        let length = self.length(figure.median);
        let end = LEFT + length.max(faint.map_or(0.0, |p| self.length(p.median))) + 6.0;
        if let Some(faint) = faint {
            let length = self.length(faint.median);
            self.body += &format!(
                "<rect class=\"{class} once\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"{height}\"/>\n",
                y + 3.0
            );
        }
        let label =
            faint.map_or_else(|| time(figure.median), |p| format!("{} → {}", time(p.median), time(figure.median)));
        self.body += &format!(
            "<text x=\"{:.0}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>\n\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{height}\"/>\n\
             <text class=\"faint\" x=\"{end:.1}\" y=\"{middle:.1}\">{label}</text>\n",
            LEFT - 8.0,
            escaped(name)
        );
        self.y += ROW;
    }

    /// Lines at powers of ten, from the top of a panel to here, with their times below.
    fn scale(&mut self, top: f64) {
        let mut decade = 1.0;
        while decade <= self.decades {
            let x = LEFT + decade / self.decades * LENGTH;
            let label = time(FROM * 10f64.powf(decade)).replace(".00", "").replace(".0", "");
            self.body += &format!(
                "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{:.1}\" stroke-dasharray=\"2 3\"/>\n\
                 <text class=\"faint\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>\n",
                self.y + 4.0,
                self.y + 17.0
            );
            decade += 1.0;
        }
        self.y += 48.0;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
