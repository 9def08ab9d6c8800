//! `benches/RESULTS.md`: every figure in it comes from criterion's files, every version from the lock file.

use std::fmt::Write as _;

use crate::figures::{Figures, digits, time};
use crate::goals::goals;
use crate::groups;
use crate::run::Run;

/// What a report is made from.
pub struct Report<'a> {
    pub run: &'a Run,
    pub machine: String,
    pub compiler: String,
    pub versions: Vec<(String, String)>,
}

/// The tables: a group, the row that the others are compared with, and what is asked.
const TABLES: [(&str, &str, &str); 8] = [
    (
        groups::ALLOW_READY,
        groups::HANDLE,
        "May the token call `agent/send_event`? Everything is made before; the engine answers.",
    ),
    (groups::DENY_READY, groups::HANDLE, "The same of `agent/ban_customer`, for which a scope is missing."),
    (groups::ALLOW_NAMED, groups::NAME, "The question is made from the method's name each time, as a gateway has it."),
    (groups::DENY_NAMED, groups::NAME, "The same of `agent/ban_customer`."),
    (groups::GRANTED[0], groups::NAME, "An operator's grant by area must give `agent/send_event` too, and does."),
    (
        groups::GRANTED[1],
        groups::NAME,
        "The scopes suffice for `agent/update_customer`; the grant only lets customers be read.",
    ),
    (groups::SWEEP, groups::NAME, "Every method of the catalogue once; the figure is the mean of one question."),
    (
        groups::TOKEN,
        groups::CORE,
        "From the names of 8 scopes to the form that questions are asked with, closed under the algebra of scopes. \
      For livechat-core, the requirements that it meets are found here already; for casbin, the token's roles are put into its role graph.",
    ),
];

impl Report<'_> {
    /// As Markdown.
    pub fn to_markdown(&self) -> Result<String, String> {
        let mut text = String::new();
        self.head(&mut text).and_then(|()| self.goals(&mut text)).map_err(|e| e.to_string())??;
        text.push_str("![Times of one question, on a logarithmic scale](results.svg)\n");
        for (group, base, about) in TABLES {
            table(&mut text, self.run, group, base, about)?;
        }
        growth(&mut text, &self.run.figures)?;
        text.push_str(HOW);
        Ok(text)
    }

    fn head(&self, text: &mut String) -> std::fmt::Result {
        let Run { day, load, questions, peers, others, figures } = self.run;
        writeln!(text, "<!-- Written by `cargo run --release` in benches/peers. Do not edit. -->\n")?;
        writeln!(text, "# The decision beside its peers\n")?;
        writeln!(
            text,
            "May a token with these scopes call this method of version 3.6 over the Web, and does an operator's grant by area give it? \
             livechat-core, three policy engines and two hand-written checks answer the same question in one process, from the same facts. \
             Before anything is timed, {} answers of each of {} are compared (about every method and one that isn't there, by tokens of no to all scopes, without a grant and under several): \
             all are alike.\n",
            digits(*questions as f64),
            peers
        )?;
        writeln!(text, "- Machine: {}; load average before the run {load}", self.machine)?;
        writeln!(text, "- Day: {day}")?;
        writeln!(text, "- Compiler: {}, `lto = \"fat\"`, one codegen unit", self.compiler)?;
        let versions = self.versions.iter().map(|(name, version)| format!("{name} {version}")).collect::<Vec<_>>();
        writeln!(text, "- Versions: {}", versions.join(", "))?;
        writeln!(
            text,
            "- Figures: criterion's medians; the quietest of {} runs (median absolute deviation of {} % on average)",
            others.len() + 1,
            digits(figures.unrest() * 100.0)
        )?;
        writeln!(text, "- Again: `cargo run --release` in `benches/peers`\n")
    }

    fn goals(&self, text: &mut String) -> Result<Result<(), String>, std::fmt::Error> {
        let goals = match goals(&self.run.figures) {
            Ok(goals) => goals,
            Err(error) => return Ok(Err(error)),
        };
        writeln!(text, "| goal | | measured | |\n|---|---|---|---|")?;
        for goal in goals {
            let met = if goal.met { "met" } else { "missed" };
            writeln!(text, "| {} | {} | {} | {met} |", goal.what, goal.goal, goal.measured)?;
        }
        writeln!(text)?;
        Ok(Ok(()))
    }
}

fn table(text: &mut String, run: &Run, group: &str, base: &str, about: &str) -> Result<(), String> {
    let base = run.figures.get(group, base)?;
    *text += &format!("\n## {group}\n\n{about}\n\n| | median | 95 % interval | other runs | beside {} |\n", base.name);
    text.push_str("|---|--:|--:|--:|--:|\n");
    for figure in run.figures.of(group) {
        let ratio = digits(figure.median / base.median);
        let interval = format!("{} to {}", time(figure.low), time(figure.high));
        let others = run.others.iter().map(|other| Ok(time(other.get(group, &figure.name)?.median)));
        let others = others.collect::<Result<Vec<_>, String>>()?.join(", ");
        *text += &format!("| {} | {} | {interval} | {others} | {ratio} |\n", figure.name, time(figure.median));
    }
    Ok(())
}

fn growth(text: &mut String, figures: &Figures) -> Result<(), String> {
    text.push_str(GROWTH);
    text.push_str("\n| | once | ten times | grows by |\n|---|--:|--:|--:|\n");
    let groups = [
        ("livechat-core's structure, ", groups::STRUCTURE_ONCE, groups::STRUCTURE_TENFOLD),
        ("", groups::GROWTH_ONCE, groups::GROWTH_TENFOLD),
    ];
    for (before, once, tenfold) in groups {
        for small in figures.of(once) {
            let large = figures.get(tenfold, &small.name)?;
            let (name, ratio) = (&small.name, digits(large.median / small.median));
            *text += &format!("| {before}{name} | {} | {} | {ratio} |\n", time(small.median), time(large.median));
        }
    }
    Ok(())
}

const GROWTH: &str = "
## Ten times the catalogue

What it shows: whether looking up and testing takes longer with ten times as many methods, and what the engines do then. What it doesn't show: it is a copy of
livechat-core's structure (a perfect hash of names, a table from method to requirement, requirements as bits), not core itself, whose catalogue has one size. The copy
takes the worst case, a requirement, and so a bit, for each method. Names of the further copies end with a number, so they are two
or three characters longer, which costs whoever hashes or compares them. The question is about the last copy of `agent/send_event`: of casbin's growth, which stops
at the first row that allows, a part is that the row came early before and comes late now. All tables are warm; nothing is said of a catalogue that
has to be fetched from memory first. A full decision looks at one method's alternatives and isn't measured here. Making a token does
grow: the rows of its scopes are put together word by word. The rows here are made up; their content doesn't change the work.
";

const HOW: &str = "
## What is compared, and in whose favour

- Facts for the peers are generated at start from livechat-core's catalogue: the alternatives of each method's requirement, conditions left out, by the rules of the
  guide. No peer is told anything of the call itself. livechat-core's full decision goes through conditions and leaves them open, which the others don't.
- The engines get scopes that are closed under the algebra (`rw` contains `ro`, `all` contains `access`) already, and sets instead of arrays.
- cedar-policy and regorus get token and grant with the request: cheaper than an entity store or a data document that changes with each token. \"Question ready\" leaves
  out that request: what remains is `is_authorized`, `execute` or `enforce`.
- cedar-policy: one policy over attributes of methods as entities, or a policy for each method without entities. Cedar looks at every policy. A schema,
  which would check requests too, isn't used.
- regorus: one short rule over a data document, by the interpreter, by its compiled policy, and by its virtual machine, which is kept between questions; and
  there a second time with a rule that is written for speed. The virtual machine needs the feature `arc`.
- casbin: roles, with the comparison of the method first in the matcher, as that ends most rows early. It stops at the first row that allows, so what comes early in the
  catalogue costs less; `agent/send_event` does. Its cache of answers is off.
- By name is the look-up and a bit test, so a ratio below 1 between the two is noise.
- \"HashMap and HashSet\" is what one writes without thinking of cost; the mask test and the look-up alone are the floor: the first knows no names, the second gives no answer.
- Single questions are asked again and again, so all is in the processor's cache; the sweep over the catalogue is less kind to branch prediction.
- Below 2 ns, the loop that measures is a part of what is measured; ratios there say no more than that both are about as fast as can be told.
- Each dependency has the fewest features that do the job, see `benches/peers/Cargo.toml`.
";
