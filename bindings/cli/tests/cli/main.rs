//! The binary from outside: what other programs rely on, and what people see. Runs it as a process; writes only to the build's own
//! temporary directory.

mod check;
mod decide;
mod people;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

/// The binary, with pipes for its three streams and nothing in the environment that asks for colour.
fn binary(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_livechat-core"));
    command.args(args).env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it on some input, to its end.
fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = binary(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // It may not read all of it.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Its standard output, with the exit status that is expected.
fn text(args: &[&str], input: &str, status: i32) -> String {
    let output = run(args, input.as_bytes());
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert_eq!(output.status.code(), Some(status), "{args:?}\n{out}\n{err}");
    assert_eq!(err.is_empty(), status != 2, "{args:?}: {err}");
    out
}

/// Its standard error, where the command was wrong.
fn complaint(args: &[&str]) -> String {
    let output = run(args, b"");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Lines of JSON.
fn lines(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A file of this name for one test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}
