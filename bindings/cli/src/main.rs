//! `livechat-core` at the shell: the arguments, and which command they go to. What a command says is decided in `livechat_core`;
//! this crate reads lines and arguments, and writes lines and tables. It opens no connection and reads no clock but for its progress line.

#![allow(clippy::doc_markdown, reason = "doc comments of arguments are help texts, where backticks would show")]

mod ask;
mod build;
mod changes;
mod check;
mod detail;
mod explain;
mod fields;
mod har;
mod lines;
mod methods;
mod output;
mod parse;
mod progress;
mod read;
mod rows;
mod scopes;
mod stream;
mod summary;
mod table;
mod text;
mod validate;
mod values;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use output::{Failure, Out};

/// Exit status of a command that could not be carried out.
const WRONG: u8 = 2;

/// What the LiveChat API offers, and what a token may do with it.
///
/// Every command works offline, from a catalogue of all methods of the versions 3.4 to 3.7.
#[derive(Parser)]
#[command(name = "livechat-core", version, arg_required_else_help = true, after_help = STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const STATUS: &str = "\
Exit status: 0 when the question was answered, 2 when the command itself was wrong or a file couldn't be read.
1 says no: `check` had a call that was denied or a line in error, the one body of `validate` or `build` is invalid, the one text of `parse` is a failure.";

#[derive(Subcommand)]
enum Command {
    Decide(stream::Decide),
    Explain(explain::Args),
    Validate(validate::Args),
    Build(build::Args),
    Read(read::Args),
    Parse(parse::Args),
    Check(check::Args),
    Methods(methods::Args),
    Scopes(scopes::Args),
    Changes(changes::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = Out::stdout();
    let done = match &cli.command {
        Command::Decide(_) => stream::run("decide", &mut out),
        Command::Explain(args) => explain::run(args, &mut out),
        Command::Validate(args) => validate::run(args, &mut out),
        Command::Build(args) => build::run(args, &mut out),
        Command::Read(args) => read::run(args, &mut out),
        Command::Parse(args) => parse::run(args, &mut out),
        Command::Check(args) => check::run(args, &mut out),
        Command::Methods(args) => methods::run(args, &mut out),
        Command::Scopes(args) => scopes::run(args, &mut out),
        Command::Changes(args) => changes::run(args, &mut out),
    };
    let done = done.and_then(|status| match out.flush() {
        // `check` has judged all that it was to judge, whether or not somebody read its last rows.
        Err(e) => match Failure::from(e) {
            Failure::Closed => Ok(status),
            failure @ Failure::Said(_) => Err(failure),
        },
        Ok(()) => Ok(status),
    });
    match done {
        Ok(status) => status,
        // Whoever read the output has seen enough.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Said(message)) => {
            drop(out);
            let style = clap::builder::Styles::styled().get_error().to_owned();
            // Nobody is left to tell when standard error is closed too.
            let _ = writeln!(anstream::stderr(), "{style}error:{style:#} {}", text::Clean(&message));
            ExitCode::from(WRONG)
        }
    }
}
