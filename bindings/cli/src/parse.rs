//! The command `parse`: lines of JSON, or one text for people. Asks the door that every binding asks.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::{Clean, joined};
use crate::{ask, stream, validate};

/// Parse what came from LiveChat: one text that is given, or lines of JSON from standard input
///
/// Says what it is, what it means, and where it isn't as documented. The exit status is 1 where it is a failure of the API. Without arguments, each
/// line of standard input is {"kind": "response", "frame", "push" or "webhook", "method"?, "version"?, "status"?, "headers"?, "secrets"?, "text"} and
/// gets one line, in order: what was parsed, with "raw" and "warnings", or {"error": {"code", "message"}}.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core parse webhook @webhook.json
          livechat-core parse response @answer.json --method agent/list_chats --status 200
          curl ... | livechat-core parse response - --method agent/get_chat")]
pub(crate) struct Args {
    /// What the text is; left out: questions come from standard input
    #[arg(value_parser = ["response", "frame", "push", "webhook"], requires = "text")]
    kind: Option<String>,
    /// The text, @file, or - for standard input
    text: Option<String>,
    /// Method whose response it is
    #[arg(long, requires = "kind")]
    method: Option<String>,
    /// Version of the API; the newest stable one where it isn't given
    #[arg(long, value_name = "V", requires = "kind")]
    version: Option<String>,
    /// Status of the HTTP response
    #[arg(long, requires = "kind")]
    status: Option<u16>,
    /// The answer as a line of JSON; questions from standard input are answered so anyway
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Ask<'a> {
    kind: &'a str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
}

/// Keys whose values are shown; those of contents are too long for a table, and the secret isn't for a screen.
const SHOWN: [&str; 14] = [
    "kind",
    "type",
    "method",
    "action",
    "version",
    "status",
    "success",
    "request_id",
    "webhook_id",
    "organization_id",
    "push",
    "caused_by",
    "legacy",
    "deprecation",
];

/// What is shown of a failure, and by which names.
const ERROR: &[(&str, &str)] = &[
    ("error", "type"),
    ("message", "message"),
    ("to blame", "blame"),
    ("retry", "retry"),
    ("retry after seconds", "retry_after"),
    ("region", "region"),
    ("advice", "advice"),
];

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let (Some(kind), Some(text)) = (&args.kind, &args.text) else { return stream::run("parse", out) };
    let ask = Ask {
        kind,
        text: ask::content("the text", text)?,
        method: args.method.as_deref(),
        version: args.version.as_deref(),
        status: args.status,
    };
    let (line, answer) = ask::door("parse", &ask)?;
    if args.json {
        writeln!(out, "{line}")?;
    } else {
        show(&answer, out)?;
    }
    Ok(ExitCode::from(u8::from(answer.get("error").is_some())))
}

fn show(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    let mut grid = Grid::new(out, &["", ""]);
    let mut say = |name: &str, value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(list) => joined(list.iter().map(|v| v.as_str().unwrap_or_default()), ", "),
            other => other.to_string(),
        };
        if !value.is_null() && !text.is_empty() {
            grid.row([name.replace('_', " "), Clean(&text).to_string()]);
        }
    };
    for key in SHOWN {
        say(key, &answer[key]);
    }
    if let Some(error) = answer.get("error") {
        for (name, key) in ERROR {
            say(name, &error[*key]);
        }
    }
    for key in ["payload", "additional_data", "raw"] {
        let members = answer[key].as_object().map(|o| joined(o.keys(), ", "));
        if let Some(members) = members.filter(|_| key != "raw" || answer.get("payload").is_none()) {
            say(&format!("{key} has"), &Value::String(members));
        }
    }
    grid.write(out, "")?;
    validate::findings(answer, "warnings", out)
}
