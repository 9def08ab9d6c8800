//! The command `explain`: one decision, for people. Asks the door that every binding asks, and says its answer in words.

use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use livechat_core::door;
use livechat_core::policy::{Condition, Role, Rules, TokenKind};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ask;
use crate::output::{Failure, Out};
use crate::table::Grid;
use crate::text::{Clean, joined};
use crate::values;

/// Explain whether a token may call a method, and why
///
/// Says which scopes carried the call and under which limits, or what would have been enough. The exit status is 0 for a denial too.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core explain agent/send_event --scopes chats--access:rw
          livechat-core explain configuration/create_agent --scopes accounts--all:rw --body '{\"awaiting_approval\": false}'
          livechat-core explain agent/ban_customer --scopes customers.ban:rw --grant '{\"areas\": {\"customers\": \"read\"}}'")]
pub(crate) struct Args {
    /// Method to ask about, such as agent/send_event
    method: String,
    /// Scopes that the token holds, separated by commas
    #[arg(long, value_name = "SCOPES")]
    scopes: Vec<String>,
    /// Kind of the token
    #[arg(long, value_parser = values::kind())]
    kind: Option<TokenKind>,
    /// Role of the token's agent
    #[arg(long, value_parser = values::role())]
    role: Option<Role>,
    /// Version of the API; the newest stable one where it isn't given
    #[arg(long, value_name = "V")]
    version: Option<String>,
    /// web or rtm; web where it isn't given
    #[arg(long)]
    transport: Option<String>,
    /// Whose rules count
    #[arg(long, value_parser = values::rules())]
    rules: Option<Rules>,
    /// What a condition that the facts leave open does
    #[arg(long, value_name = "EFFECT", value_parser = ["allow", "deny"])]
    when_unknown: Option<String>,
    /// What an operator grants: {"areas": {"chats": "read"}, "add": [...], "remove": [...], "versions": [...], "transports": [...]}
    #[arg(long, value_name = "JSON")]
    grant: Option<String>,
    /// Body of the request
    #[arg(long, value_name = "JSON")]
    body: Option<String>,
    /// What is known: {"requester": {"id", "role", "groups", "client_id"}, "chat": {"groups", "users"}, "target": {"id", "type", "owner_client_id"}}
    #[arg(long, value_name = "JSON")]
    facts: Option<String>,
    /// The decision as a line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Ask<'a> {
    method: &'a str,
    version: Option<&'a str>,
    transport: Option<&'a str>,
    token: AskToken<'a>,
    grant: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
    facts: Option<Box<RawValue>>,
    rules: Option<&'static str>,
    when_unknown: Option<&'a str>,
}

#[derive(Serialize)]
struct AskToken<'a> {
    scopes: Vec<&'a str>,
    kind: Option<&'static str>,
    role: Option<&'static str>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Wrong { error: Wrong },
    Decision(Box<Decision>),
}

#[derive(Deserialize)]
struct Wrong {
    message: String,
}

#[derive(Deserialize)]
struct Decision {
    effect: String,
    code: String,
    method: String,
    version: String,
    transport: String,
    area: Option<String>,
    access: Option<String>,
    scopes: Vec<String>,
    limits: Vec<String>,
    notes: Vec<String>,
    #[serde(default)]
    missing: Vec<Vec<String>>,
    pointer: Option<String>,
    message: Option<String>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let ask = Ask {
        method: &args.method,
        version: args.version.as_deref(),
        transport: args.transport.as_deref(),
        token: AskToken {
            scopes: values::names(&args.scopes).collect(),
            kind: args.kind.map(TokenKind::as_str),
            role: args.role.map(Role::as_str),
        },
        grant: ask::json("--grant", args.grant.as_deref())?,
        body: ask::json("--body", args.body.as_deref())?,
        facts: ask::json("--facts", args.facts.as_deref())?,
        rules: args.rules.map(Rules::as_str),
        when_unknown: args.when_unknown.as_deref(),
    };
    let question = serde_json::to_string(&ask).map_err(|e| Failure::said(e.to_string()))?;
    let answer = door::answer("decide", &question);
    match serde_json::from_str(&answer).map_err(|e| Failure::said(e.to_string()))? {
        Answer::Wrong { error } => return Err(Failure::said(error.message)),
        Answer::Decision(_) if args.json => writeln!(out, "{answer}")?,
        Answer::Decision(decision) => write(&decision, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Allowed in green, denied in red.
pub(crate) fn effect_style(allowed: bool) -> Style {
    let colour = if allowed { AnsiColor::Green } else { AnsiColor::Red };
    colour.on_default().bold()
}

fn write(decision: &Decision, out: &mut Out) -> Result<(), Failure> {
    let allowed = decision.effect == "allow";
    let effect = out.painted(effect_style(allowed), decision.effect.to_uppercase());
    let (method, version, transport) = (Clean(&decision.method), Clean(&decision.version), Clean(&decision.transport));
    writeln!(out, "{effect}  {method}, version {version}, {transport}")?;
    let mut grid = Grid::new(out, &["", ""]);
    let mut say = |name: &str, text: &str| grid.row([name.to_string(), Clean(text).to_string()]);
    say("code", &decision.code);
    if let (Some(area), Some(access)) = (&decision.area, &decision.access) {
        say("what", &format!("{access} in the area {area}"));
    }
    if let Some(message) = &decision.message {
        say("why", message);
    }
    if allowed && decision.scopes.is_empty() {
        say("carried by", "no scope; none is needed");
    } else if !decision.scopes.is_empty() {
        say("carried by", &decision.scopes.join(", "));
    }
    for limit in &decision.limits {
        let about = Condition::ALL.into_iter().find(|c| c.as_str() == limit).map_or("", Condition::about);
        say(if allowed { "only if" } else { "open" }, &format!("{limit}: {about}"));
    }
    for set in &decision.missing {
        say("enough", &joined(set, " and "));
    }
    if let Some(pointer) = &decision.pointer {
        say("element", pointer);
    }
    if decision.code == "unknown_method" {
        for name in values::methods_near(&decision.method) {
            say("near", name);
        }
    }
    for note in &decision.notes {
        say("note", note);
    }
    grid.write(out, "  ")
}
