//! The fixed sets of names, as types and as lists.

use std::fmt::Write;

use super::super::constant;
use super::{comment, default_version, text, union};
use crate::named::Named;
use crate::resolve::Spec;

/// Names that core's enumerations have in TypeScript, where another says more or the plain one is taken: file, name, name there.
const RENAMED: &[(&str, &str, &str)] = &[
    ("catalogue/access.rs", "Access", "MethodAccess"),
    ("door/mod.rs", "ErrorCode", "LineErrorCode"),
    ("door/session.rs", "Passed", "PassedReason"),
    ("machine/budget/reservation.rs", "Payer", "BudgetPayer"),
    ("machine/budget/reservation.rs", "RefusalCode", "BudgetRefusalCode"),
    ("machine/budget/reservation.rs", "ReservationErrorCode", "BudgetReservationErrorCode"),
    ("machine/budget/state.rs", "StateErrorCode", "BudgetStateErrorCode"),
    ("machine/rtm/config.rs", "ConfigCode", "RtmConfigCode"),
    ("machine/rtm/config.rs", "PingBy", "RtmPingBy"),
    ("machine/rtm/config.rs", "Unsent", "RtmUnsent"),
    ("machine/rtm/event.rs", "State", "RtmState"),
    ("machine/rtm/event.rs", "StrayCode", "RtmStrayCode"),
    ("machine/rtm/frame.rs", "MalformedCode", "RtmMalformedCode"),
    ("machine/rtm/outgoing.rs", "SendCode", "RtmSendCode"),
    ("oauth/accounts.rs", "TokenIn", "TokenPlace"),
    ("oauth/failure.rs", "Operation", "SignInOperation"),
    ("oauth/failure.rs", "Remedy", "SignInRemedy"),
    ("oauth/failure.rs", "Shape", "SignInShape"),
    ("oauth/refusal.rs", "ErrorName", "SignInErrorName"),
    ("policy/outcome.rs", "Code", "DecisionCode"),
    ("policy/scope.rs", "Product", "ScopeProduct"),
];

pub(super) fn names(spec: &Spec, named: &[Named]) -> String {
    let mut out = String::from(
        "// Fixed sets of names. The lists are for run time, in the order of the catalogue; what isn't imported isn't bundled.\n",
    );
    let default = &spec.line.0[default_version(spec)];
    let versions: Vec<(&str, &str)> =
        spec.files.versions.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str())).collect();
    list(&mut out, "Version", "A version of the API that the catalogue covers, oldest first.", &versions);
    let _ = write!(
        out,
        "\n/** The version where none is named: the newest stable one. */\nexport const DEFAULT_VERSION = {} as const;\nexport type DefaultVersion = typeof DEFAULT_VERSION;\n",
        text(default)
    );
    let apis: Vec<(&str, &str)> = spec.files.apis.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str())).collect();
    list(&mut out, "ApiName", "An API; names of methods begin with it.", &apis);
    let areas: Vec<(&str, &str)> = spec.files.areas.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str())).collect();
    list(&mut out, "Area", "An area of methods, as an operator grants it.", &areas);
    let conditions: Vec<(&str, &str)> =
        spec.files.conditions.iter().map(|(k, v)| (k.as_str(), v.spec.about.as_str())).collect();
    list(
        &mut out,
        "Condition",
        "A condition under which scopes suffice; `limits` of a decision names those left open.",
        &conditions,
    );
    let errors: Vec<(&str, &str)> =
        spec.files.errors.iter().map(|(k, v)| (k.as_str(), v.spec.meaning.as_str())).collect();
    list(&mut out, "ErrorType", "A type of an error that the API answers with.", &errors);
    let mut limits: Vec<&str> = Vec::new();
    for method in &spec.methods {
        if !limits.contains(&method.rate_limit.as_str()) {
            limits.push(&method.rate_limit);
        }
    }
    list(
        &mut out,
        "RateLimit",
        "Class of a method's rate limit.",
        &limits.into_iter().map(|l| (l, "")).collect::<Vec<_>>(),
    );
    for (name, about, names) in [
        ("MethodName", "A method, of any version.", spec.methods.iter().map(|m| &m.name).collect::<Vec<_>>()),
        ("ScopeName", "A scope that the catalogue knows.", spec.files.scopes.keys().collect()),
        ("WebhookName", "A webhook's action, of any version.", spec.webhooks.keys().collect()),
        ("PushName", "A push, of any version.", spec.pushes.keys().collect()),
    ] {
        let _ =
            write!(out, "\n/** {about} */\nexport type {name} =\n  | {};\n", union(&names).replace(" | ", "\n  | "));
    }
    for named in named {
        let renamed = RENAMED.iter().find(|(file, name, _)| *file == named.file && *name == named.name);
        let name = renamed.map_or(named.name.as_str(), |(_, _, there)| there);
        let values: Vec<(&str, &str)> = named.values.iter().map(|(v, about)| (v.as_str(), about.as_str())).collect();
        list(&mut out, name, &named.about, &values);
    }
    out
}

/// A list with the type of its members.
fn list(out: &mut String, name: &str, about: &str, values: &[(&str, &str)]) {
    let mut lines = vec![about.to_owned()];
    lines.extend(values.iter().filter(|(_, about)| !about.is_empty()).map(|(v, about)| format!("- `{v}`: {about}")));
    let plural = plural(name);
    let literals: Vec<String> = values.iter().map(|(v, _)| text(v)).collect();
    let _ = write!(
        out,
        "\n/** All of {{@link {name}}}. */\nexport const {plural} = /* @__PURE__ */ Object.freeze([{}] as const);\n{}export type {name} = (typeof {plural})[number];\n",
        literals.join(", "),
        comment(&lines, "")
    );
}

/// `TokenKind` as `TOKEN_KINDS`.
fn plural(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() & !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c);
    }
    let snake = constant(&snake);
    match snake.strip_suffix('Y') {
        Some(stem) if !stem.ends_with('B') => format!("{stem}IES"),
        _ if snake.ends_with("SS") => format!("{snake}ES"),
        _ if snake.ends_with('S') => snake,
        _ => format!("{snake}S"),
    }
}
