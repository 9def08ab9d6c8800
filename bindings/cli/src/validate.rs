//! The command `validate`: lines of JSON, or one body for people. Asks the door that every binding asks.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::ask;
use crate::explain::effect_style;
use crate::output::{Failure, Out};
use crate::stream;
use crate::table::Grid;
use crate::text::Clean;

/// Validate request bodies: one that is given, or lines of JSON from standard input
///
/// With a method, its body is judged and what is wrong is listed; the exit status is 1 then. Without one, each line of standard input has a method
/// and its body: {"method", "version"?, "transport"?, "body"?, "unknown_fields"?: "fault", "warn" or "ignore"}. Each gets one line, in order:
/// {"valid": true, "warnings"} or {"valid": false, "faults": [{"code", "pointer", "message"}], "warnings"}, or {"error": {"code", "message"}}
/// where the line isn't such a question.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core validate agent/list_chats --body '{\"limit\": 500}'
          livechat-core validate agent/start_chat --version 3.5 --body @chat.json
          echo '{\"method\":\"agent/list_chats\",\"body\":{\"limit\":500}}' | livechat-core validate")]
pub(crate) struct Args {
    /// Method whose body is judged; left out: questions come from standard input
    method: Option<String>,
    /// The body: JSON, @file, or - for standard input; left out: no parameters
    #[arg(long, value_name = "JSON", requires = "method")]
    body: Option<String>,
    /// Version of the API; the newest stable one where it isn't given
    #[arg(long, value_name = "V", requires = "method")]
    version: Option<String>,
    /// web or rtm
    #[arg(long, requires = "method")]
    transport: Option<String>,
    /// What to make of fields that the method doesn't have
    #[arg(long, value_name = "WAY", value_parser = ["fault", "warn", "ignore"], requires = "method")]
    unknown_fields: Option<String>,
    /// The answer as a line of JSON; questions from standard input are answered so anyway
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Ask<'a> {
    method: &'a str,
    version: Option<&'a str>,
    transport: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
    unknown_fields: Option<&'a str>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let Some(method) = &args.method else { return stream::run("validate", out) };
    let ask = Ask {
        method,
        version: args.version.as_deref(),
        transport: args.transport.as_deref(),
        body: ask::json("--body", args.body.as_deref())?,
        unknown_fields: args.unknown_fields.as_deref(),
    };
    let (line, answer) = ask::door("validate", &ask)?;
    if args.json {
        writeln!(out, "{line}")?;
    } else {
        verdict(method, &answer, out)?;
    }
    Ok(ExitCode::from(u8::from(answer["valid"] != true)))
}

/// Whether a body is valid, and what is wrong with it.
pub(crate) fn verdict(method: &str, answer: &Value, out: &mut Out) -> Result<(), Failure> {
    let valid = answer["valid"] == true;
    let word = out.painted(effect_style(valid), if valid { "VALID" } else { "INVALID" });
    writeln!(out, "{word}  {}", Clean(method))?;
    findings(answer, "faults", out)?;
    findings(answer, "warnings", out)
}

/// A table of faults or warnings.
pub(crate) fn findings(answer: &Value, key: &str, out: &mut Out) -> Result<(), Failure> {
    let found = answer[key].as_array().map(Vec::as_slice).unwrap_or_default();
    if found.is_empty() {
        return Ok(());
    }
    let text = |finding: &Value, key: &str| Clean(finding[key].as_str().unwrap_or_default()).to_string();
    let mut grid = Grid::new(out, &[key, "code", "what"]);
    for finding in found {
        let pointer = text(finding, "pointer");
        let place = if pointer.is_empty() { "(the whole)".to_owned() } else { pointer };
        grid.row([place, text(finding, "code"), text(finding, "message")]);
    }
    grid.write(out, "  ")
}
