//! Commands that answer JSON with JSON, a line for a line. Reads standard input, writes standard output.

use std::io::{self, Write};
use std::process::ExitCode;

use livechat_core::door::{self, LineError};

use crate::lines::{Line, Lines};
use crate::output::{Failure, Out};

/// Answer questions from standard input, one JSON object a line
///
/// A line asks whether a token may make a call: {"method", "version"?, "transport"?, "token": {"scopes", "kind"?, "role"?, "expires_at"?},
/// "grant"?, "body"?, "facts"?, "rules"?, "when_unknown"?, "now"?}. Each gets one line, in order: the decision, or {"error": {"code",
/// "message"}} where the line isn't such a question.
#[derive(clap::Args)]
#[command(after_help = "\
Example: echo '{\"method\":\"agent/send_event\",\"token\":{\"scopes\":[\"chats--access:rw\"]}}' | livechat-core decide")]
pub(crate) struct Decide {
    /// Accepted as everywhere; answers are JSON with and without it
    #[arg(long = "json")]
    _json: bool,
}

/// Answers each line of standard input by one command of the door.
pub(crate) fn run(command: &str, out: &mut Out) -> Result<ExitCode, Failure> {
    let mut lines = Lines::new(io::stdin().lock(), "standard input");
    while let Some(line) = lines.next(|_| Ok(out.flush()?))? {
        let answer = match line {
            Line::Bytes(bytes) => door::answer_bytes(command, bytes),
            Line::TooLong => LineError::too_large().to_json(),
        };
        out.write_all(answer.as_bytes())?;
        out.write_all(b"\n")?;
    }
    Ok(ExitCode::SUCCESS)
}
