//! The command `build`: lines of JSON, or one request for people, with a placeholder where the token goes. Asks the door that every binding asks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use livechat_core::Method;
use livechat_core::catalogue::Api;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::Clean;
use crate::{ask, stream, validate};

/// Build requests: one that is given, or lines of JSON from standard input
///
/// With a method, its request is shown as it goes on the wire, or as a curl command; where the token goes stands $LIVECHAT_TOKEN, so that no
/// secret is on the command line. Without one, each line of standard input is {"method", "version"?, "transport"?, "body"?, "credentials"?,
/// "region"?, "organization_id"?, "request_id"?, "author_id"?} and gets one line, in order: {"http": {"method", "url", "headers", "body"}},
/// {"frame": {...}}, what `validate` says of an invalid body, or {"error": {"code", "message"}}.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core build agent/get_chat --body '{\"chat_id\": \"PJ0MRSHTDG\"}' --curl
          livechat-core build agent/send_event --transport rtm --body @event.json
          echo '{\"method\":\"agent/list_chats\",\"credentials\":{\"bearer\":\"...\"}}' | livechat-core build")]
pub(crate) struct Args {
    /// Method to call; left out: questions come from standard input
    method: Option<String>,
    /// The body: JSON, @file, or - for standard input; left out: no parameters
    #[arg(long, value_name = "JSON", requires = "method")]
    body: Option<String>,
    /// Version of the API; the newest stable one where it isn't given
    #[arg(long, value_name = "V", requires = "method")]
    version: Option<String>,
    /// web or rtm; web where it isn't given
    #[arg(long, requires = "method")]
    transport: Option<String>,
    /// Kind of token; a customer's for the Customer Chat API, else bearer
    #[arg(long, value_name = "KIND", value_parser = ["personal", "bearer", "bot", "customer"], requires = "method")]
    credentials: Option<String>,
    /// Data centre
    #[arg(long, value_parser = ["dal", "fra"], requires = "method")]
    region: Option<String>,
    /// Organization, which every call of the Customer Chat API needs
    #[arg(long, value_name = "ID", requires = "method")]
    organization_id: Option<String>,
    /// Bot in whose name the call is made, up to 3.5
    #[arg(long, value_name = "ID", requires = "method")]
    author_id: Option<String>,
    /// Name of an RTM request, which its response repeats
    #[arg(long, value_name = "ID", requires = "method")]
    request_id: Option<String>,
    /// A curl command
    #[arg(long, requires = "method", conflicts_with = "json")]
    curl: bool,
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
    credentials: Option<Value>,
    region: Option<&'a str>,
    organization_id: Option<&'a str>,
    author_id: Option<&'a str>,
    request_id: Option<&'a str>,
}

/// Stands where the token goes.
const TOKEN: &str = "$LIVECHAT_TOKEN";
/// Stands where the account of a personal token goes.
const ACCOUNT: &str = "$LIVECHAT_ACCOUNT_ID";

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let Some(method) = &args.method else { return stream::run("build", out) };
    let customer = Method::from_name(method).is_some_and(|m| m.api() == Api::Customer);
    let kind = args.credentials.as_deref().unwrap_or(if customer { "customer" } else { "bearer" });
    let credentials = match kind {
        _ if args.transport.as_deref() == Some("rtm") => None,
        // The account is never shown as it is encoded.
        "personal" => Some(json!({"personal": {"account_id": "account", "token": TOKEN}})),
        kind => Some(json!({ kind: TOKEN })),
    };
    let ask = Ask {
        method,
        version: args.version.as_deref(),
        transport: args.transport.as_deref(),
        body: ask::json("--body", args.body.as_deref())?,
        credentials,
        region: args.region.as_deref(),
        organization_id: args.organization_id.as_deref(),
        author_id: args.author_id.as_deref(),
        request_id: args.request_id.as_deref(),
    };
    let (line, answer) = ask::door("build", &ask)?;
    let valid = answer.get("valid").is_none();
    // Once more, for the order of keys and the digits of numbers.
    let built: Built = serde_json::from_str(&line).map_err(|e| Failure::said(e.to_string()))?;
    match built {
        _ if args.json => writeln!(out, "{line}")?,
        Built { frame: Some(frame), .. } => writeln!(out, "{}", Clean(frame.get()))?,
        Built { http: Some(http), .. } if args.curl => curl(&http, kind == "personal", out)?,
        Built { http: Some(http), .. } => request(&http, kind == "personal", out)?,
        Built { .. } => validate::verdict(method, &answer, out)?,
    }
    if valid && !args.json {
        validate::findings(&answer, "warnings", out)?;
    }
    Ok(ExitCode::from(u8::from(!valid)))
}

#[derive(Deserialize)]
struct Built {
    http: Option<Http>,
    frame: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Http {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<Box<RawValue>>,
    body_base64: Option<String>,
}

impl Http {
    /// Headers, with the personal token's as it reads before it is encoded.
    fn headers(&self, personal: bool) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.headers.iter().map(move |(name, value)| {
            let encoded = personal && name.eq_ignore_ascii_case("authorization");
            let plain = || format!("Basic base64({ACCOUNT}:{TOKEN})").into();
            (name.as_str(), if encoded { plain() } else { value.as_str().into() })
        })
    }
}

fn request(http: &Http, personal: bool, out: &mut Out) -> Result<(), Failure> {
    writeln!(out, "{} {}", Clean(&http.method), Clean(&http.url))?;
    let mut grid = Grid::new(out, &["", ""]);
    for (name, value) in http.headers(personal) {
        grid.row([Clean(name).to_string(), Clean(&value).to_string()]);
    }
    grid.write(out, "  ")?;
    if let Some(body) = &http.body {
        writeln!(out, "\n{}", Clean(body.get()))?;
    } else if http.body_base64.is_some() {
        writeln!(out, "\n(the file as multipart; --json shows it in base64)")?;
    }
    Ok(())
}

/// A text in single quotes of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", Clean(text).to_string().replace('\'', r"'\''"))
}

fn curl(http: &Http, personal: bool, out: &mut Out) -> Result<(), Failure> {
    write!(out, "curl -X {} {}", Clean(&http.method), quoted(&http.url))?;
    if personal {
        write!(out, " \\\n  -u \"{ACCOUNT}:{TOKEN}\"")?;
    }
    let file = http.body_base64.is_some();
    for (name, value) in http.headers(personal) {
        let secret = name.eq_ignore_ascii_case("authorization");
        // curl writes these itself.
        if secret && personal || file && name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let header = format!("{name}: {value}");
        // In double quotes the shell puts the token in its place.
        let header = if secret { format!("\"{}\"", Clean(&header)) } else { quoted(&header) };
        write!(out, " \\\n  -H {header}")?;
    }
    if let Some(body) = &http.body {
        write!(out, " \\\n  --data-raw {}", quoted(body.get()))?;
    } else if file {
        write!(out, " \\\n  -F file=@FILE")?;
    }
    writeln!(out)?;
    Ok(())
}
