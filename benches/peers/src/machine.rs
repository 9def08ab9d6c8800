//! What the figures were measured on and with.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Processor, cores, system.
pub fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|l| l.strip_prefix("model name")).and_then(|l| l.split_once(':'));
    let model = model.map_or("a processor that doesn't say its name", |(_, name)| name.trim());
    let virtual_machine = if info.contains("hypervisor") { ", virtual machine" } else { "" };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}{virtual_machine}, {cores} cores, {}", says("uname", &["-sm"]))
}

/// The compiler.
pub fn compiler() -> String {
    says("rustc", &["--version"])
}

/// The day, in UTC.
pub fn day() -> String {
    says("date", &["-u", "+%Y-%m-%d"])
}

/// How busy the machine was in the minute before, where it says so.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().filter(|t| !t.is_empty()).unwrap_or("unknown").to_owned()
}

fn says(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().ok().filter(|o| o.status.success());
    output.map_or_else(|| "unknown".to_owned(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned())
}

/// Versions of packages as the lock file has them, in the order asked for.
pub fn versions(lock: &Path, names: &[&str]) -> std::io::Result<Vec<(String, String)>> {
    let text = fs::read_to_string(lock)?;
    let quoted = |line: Option<&str>, key: &str| {
        line.and_then(|l| l.strip_prefix(key)).map(|v| v.trim_matches(|c| c == '"' || c == ' ').to_owned())
    };
    let packages: Vec<(String, String)> = text
        .split("[[package]]\n")
        .filter_map(|p| Some((quoted(p.lines().next(), "name = ")?, quoted(p.lines().nth(1), "version = ")?)))
        .collect();
    Ok(names.iter().filter_map(|n| packages.iter().find(|(name, _)| name == n)).cloned().collect())
}
