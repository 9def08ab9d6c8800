//! The command `check`: a recorded session or an HTTP archive, judged call by call. Reads the file, writes rows or lines of JSON, and the audit file.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use livechat_core::Scope;
use livechat_core::door::{Call, Judgement, LineError, Session};
use livechat_core::policy::{Decision, Role, Rules, TokenKind};
use serde::Serialize;
use serde_json::json;

use crate::har::{self, Stopped};
use crate::lines::{Line, Lines};
use crate::output::{Failure, Out};
use crate::progress::Progress;
use crate::rows::Rows;
use crate::summary::Summary;
use crate::{ask, values};

/// Judge a recorded session of calls
///
/// A line {"session": {"token": {"scopes": [...]}, "grant"?, "actor"?, "facts"?, "version"?, "transport"?, "rules"?, "when_unknown"?}} says who
/// calls, or --scopes and --grant do. Each line {"method", "id"?, "time"?, "version"?, "transport"?, "body"?, "facts"?} after it is a call; so is
/// one as it went over the wire, {"method": "POST", "path", "headers"?, "body"?} or {"frame", "path"}. The file may also be an HTTP archive (HAR) of a
/// browser or proxy. What goes to other hosts is counted and passed over; tokens that stand in it are never shown. The exit status is 1
/// when a call was denied or a line couldn't be read, so that a pipeline can stop there.
#[derive(clap::Args)]
#[command(after_help = "\
Examples: livechat-core check session.ndjson
          livechat-core check session.ndjson --audit audit.ndjson --quiet
          livechat-core check recorded.har --scopes chats--access:rw --grant '{\"areas\": {\"chats\": \"read\"}}'
          record-calls | livechat-core check - --json")]
pub(crate) struct Args {
    /// File of newline-delimited JSON, or an HTTP archive; - is standard input
    file: PathBuf,
    /// Scopes that the token of the calls holds, separated by commas; a line with a session replaces them
    #[arg(long, value_name = "SCOPES")]
    scopes: Vec<String>,
    /// Kind of the token
    #[arg(long, value_parser = values::kind(), requires = "scopes")]
    kind: Option<TokenKind>,
    /// Role of the token's agent
    #[arg(long, value_parser = values::role(), requires = "scopes")]
    role: Option<Role>,
    /// What an operator grants: JSON, @file, or - for standard input
    #[arg(long, value_name = "JSON", requires = "scopes")]
    grant: Option<String>,
    /// Whose rules count
    #[arg(long, value_parser = values::rules(), requires = "scopes")]
    rules: Option<Rules>,
    /// Write an audit record for each call to this file, replacing what it held; arguments of the calls are left out
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// A line of JSON for each call, then one with the summary
    #[arg(long)]
    json: bool,
    /// Only the summary
    #[arg(long)]
    quiet: bool,
}

/// What is judged.
struct Source {
    from: Box<dyn Read>,
    name: String,
    /// Bytes of a file that has an end.
    size: Option<u64>,
}

impl Source {
    fn open(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self { from: Box::new(io::stdin()), name: "standard input".into(), size: None });
        }
        let name = path.display().to_string();
        let file = File::open(path).map_err(|e| Failure::file("read", &name, &e))?;
        let size = file.metadata().ok().filter(fs::Metadata::is_file).map(|m| m.len());
        Ok(Self { from: Box::new(file), name, size })
    }
}

/// Where audit records go.
struct Audit {
    to: BufWriter<File>,
    name: String,
    /// The record that is being written; kept for its memory.
    record: Vec<u8>,
}

impl Audit {
    fn create(path: &Path, session: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if let (Ok(a), Ok(b)) = (fs::canonicalize(path), fs::canonicalize(session))
            && a == b
        {
            return Err(Failure::said(format!("the audit would overwrite the session {name}")));
        }
        let file = File::create(path).map_err(|e| Failure::file("write", &name, &e))?;
        Ok(Self { to: BufWriter::with_capacity(128 * 1024, file), name, record: Vec::new() })
    }

    fn record(&mut self, record: &impl Serialize) -> Result<(), Failure> {
        self.record.clear();
        let written = serde_json::to_writer(&mut self.record, record).map_err(io::Error::from);
        self.record.push(b'\n');
        written.and_then(|()| self.to.write_all(&self.record)).map_err(|e| self.failure(&e))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|e| self.failure(&e))
    }

    fn failure(&self, error: &io::Error) -> Failure {
        Failure::file("write", &self.name, error)
    }
}

/// A judged call as `--json` writes it.
#[derive(Serialize)]
struct Judged<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(flatten)]
    decision: &'a Decision<'a>,
}

/// A line that was neither session nor call.
#[derive(Serialize)]
struct Wrong<'a> {
    #[serde(flatten)]
    error: &'a LineError,
    line: u64,
}

/// What each line is told to.
struct Check<'o> {
    out: &'o mut Out,
    /// Nobody reads standard output any more.
    closed: bool,
    json: bool,
    /// None for the summary alone, and for JSON.
    rows: Option<Rows>,
    /// A line of JSON a call.
    lines: bool,
    audit: Option<Audit>,
    summary: Summary,
    progress: Progress,
}

/// The session that the arguments tell, as a line.
fn told(args: &Args) -> Result<Option<String>, Failure> {
    if args.scopes.is_empty() {
        return Ok(None);
    }
    let scopes: Vec<&str> = values::names(&args.scopes).collect();
    let token =
        json!({"scopes": scopes, "kind": args.kind.map(TokenKind::as_str), "role": args.role.map(Role::as_str)});
    let grant = ask::json("--grant", args.grant.as_deref())?;
    let rules = args.rules.map(Rules::as_str);
    Ok(Some(json!({"session": {"token": token, "grant": grant, "rules": rules}}).to_string()))
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let told = told(args)?;
    let source = Source::open(&args.file)?;
    let audit = args.audit.as_deref().map(|path| Audit::create(path, &args.file)).transpose()?;
    // Rows on the same terminal say enough, and the two would mix.
    let progress = Progress::new(source.size, args.quiet || out.width().is_none());
    let mut check = Check {
        rows: (!args.quiet && !args.json).then(|| Rows::new(out.width())),
        lines: args.json && !args.quiet,
        json: args.json,
        out,
        closed: false,
        audit,
        summary: Summary::default(),
        progress,
    };
    let mut session = Session::new();
    if let Some(line) = told {
        let set = session.line(line.as_bytes(), |_| ());
        set.map_err(|e| Failure::said(format!("the session of the arguments: {}", e.message())))?;
    }
    let Source { from, name, size } = source;
    let mut from = BufReader::with_capacity(har::PEEKED, from);
    let start = from.fill_buf().map_err(|e| Failure::file("read", &name, &e))?;
    if har::is_archive(start) {
        check.archive(from, &name, &mut session)?;
    } else {
        check.lines(Lines::new(from, name), size.is_some(), &mut session)?;
    }
    check.finish()
}

impl Check<'_> {
    fn lines(&mut self, mut lines: Lines<impl Read>, ends: bool, session: &mut Session) -> Result<(), Failure> {
        let mut number = 0;
        while let Some(line) = lines.next(|bytes| self.idle(bytes))? {
            number += 1;
            match line {
                Line::Bytes(bytes) => self.line(number, bytes, session)?,
                Line::TooLong => self.wrong(number, &LineError::too_large())?,
            }
            // A file is judged to its end all the same, for its audit and its status; a stream may have none.
            if self.closed && !ends {
                break;
            }
        }
        Ok(())
    }

    fn archive(&mut self, from: impl Read, name: &str, session: &mut Session) -> Result<(), Failure> {
        let mut number = 0;
        let read = har::read(from, |line| {
            number += 1;
            self.line(number, line, session)
        });
        match read {
            Ok(()) => Ok(()),
            Err(Stopped::By(failure)) => Err(failure),
            // What was judged so far is told before.
            Err(Stopped::Broken(why)) => {
                self.write_summary()?;
                Err(Failure::said(format!("can't read {name} to its end: {why}")))
            }
        }
    }

    fn line(&mut self, number: u64, line: &[u8], session: &mut Session) -> Result<(), Failure> {
        let judged = session.line(line, |judgement| match judgement {
            Judgement::Call(call) => self.call(number, &call),
            Judgement::Passed(passed) => {
                self.summary.passed(passed);
                Ok(())
            }
            Judgement::Set => Ok(()),
        });
        judged.unwrap_or_else(|error| self.wrong(number, &error))
    }

    fn call(&mut self, number: u64, call: &Call<'_>) -> Result<(), Failure> {
        let missing = call.decision.missing();
        self.summary.call(call, &missing);
        if let Some(audit) = &mut self.audit {
            audit.record(&call.decision.audit(call.context))?;
        }
        let shown = self.show_call(number, call, &missing);
        self.unless_closed(shown)
    }

    fn show_call(&mut self, number: u64, call: &Call<'_>, missing: &[Vec<Scope>]) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        if self.lines {
            let (id, time) = (call.context.id, call.context.time);
            return self.out.json(&Judged { line: number, id, time, decision: &call.decision });
        }
        match &mut self.rows {
            Some(rows) => rows.call(number, call, missing, self.out),
            None => Ok(()),
        }
    }

    fn wrong(&mut self, number: u64, error: &LineError) -> Result<(), Failure> {
        self.summary.error();
        let record = Wrong { error, line: number };
        if let Some(audit) = &mut self.audit {
            audit.record(&record)?;
        }
        let shown = match &mut self.rows {
            _ if self.closed => Ok(()),
            Some(rows) => rows.error(number, error, self.out),
            None if self.lines => self.out.json(&record),
            None => Ok(()),
        };
        self.unless_closed(shown)
    }

    fn unless_closed(&mut self, written: Result<(), Failure>) -> Result<(), Failure> {
        match written {
            Err(Failure::Closed) => {
                self.closed = true;
                Ok(())
            }
            written => written,
        }
    }

    /// Before waiting for more of the session.
    fn idle(&mut self, bytes: u64) -> Result<(), Failure> {
        self.progress.at(bytes);
        if let Some(audit) = &mut self.audit {
            audit.flush()?;
        }
        if self.closed {
            return Ok(());
        }
        let flushed = self.out.flush().map_err(Failure::from);
        self.unless_closed(flushed)
    }

    fn finish(&mut self) -> Result<ExitCode, Failure> {
        self.write_summary()?;
        Ok(ExitCode::from(u8::from(self.summary.found_something())))
    }

    fn write_summary(&mut self) -> Result<(), Failure> {
        self.progress.clear();
        if let Some(audit) = &mut self.audit {
            audit.flush()?;
        }
        if !self.closed {
            let written = if self.json {
                self.summary.write_json(self.out)
            } else {
                self.summary.write(self.rows.is_some(), self.out)
            };
            self.unless_closed(written)?;
        }
        Ok(())
    }
}
