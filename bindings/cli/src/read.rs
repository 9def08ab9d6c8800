//! The command `read`: lines of JSON, or one HTTP request for people. Asks the door that every binding asks.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::Clean;
use crate::{ask, stream};

/// Read HTTP requests back into method, version and body: one that is given, or lines of JSON from standard input
///
/// What isn't written just as LiveChat documents it is refused. Without arguments, each line of standard input is {"method", "path", "headers"?,
/// "body"?} of an HTTP request, or {"frame", "path"} of an RTM connection, and gets one line, in order: {"method": "agent/send_event", "version",
/// "transport", "body"} or {"error": {"code", "message"}}.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core read POST /v3.6/agent/action/get_chat --body '{\"chat_id\": \"PJ0MRSHTDG\"}'
          livechat-core read POST /agent/action/list_chats -H 'X-API-Version: 3.6'
          echo '{\"method\":\"POST\",\"path\":\"/v3.6/agent/action/list_chats\"}' | livechat-core read")]
pub(crate) struct Args {
    /// Method of HTTP, such as POST; left out: questions come from standard input
    #[arg(requires = "path")]
    method: Option<String>,
    /// Path with its query, or a whole URL
    path: Option<String>,
    /// A header, as `Name: value`
    #[arg(short = 'H', long, value_name = "HEADER", requires = "path")]
    header: Vec<String>,
    /// The body: text, @file, or - for standard input
    #[arg(long, requires = "path")]
    body: Option<String>,
    /// The answer as a line of JSON; questions from standard input are answered so anyway
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Ask<'a> {
    method: &'a str,
    path: &'a str,
    headers: Vec<[&'a str; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let (Some(method), Some(path)) = (&args.method, &args.path) else { return stream::run("read", out) };
    let header = |text: &'_ String| -> Result<[String; 2], Failure> {
        let (name, value) =
            text.split_once(':').ok_or_else(|| Failure::said("a header is written as `Name: value`"))?;
        Ok([name.trim().to_owned(), value.trim().to_owned()])
    };
    let headers = args.header.iter().map(header).collect::<Result<Vec<_>, _>>()?;
    let ask = Ask {
        method,
        path,
        headers: headers.iter().map(|[name, value]| [name.as_str(), value.as_str()]).collect(),
        body: args.body.as_deref().map(|b| ask::content("--body", b)).transpose()?,
    };
    let (line, answer) = ask::door("read", &ask)?;
    if args.json {
        writeln!(out, "{line}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut grid = Grid::new(out, &["", ""]);
    for (key, value) in answer.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if *value != Value::Null {
            grid.row([key.replace('_', " "), Clean(&text).to_string()]);
        }
    }
    grid.write(out, "")?;
    Ok(ExitCode::SUCCESS)
}
