//! The catalogue: complete against the snapshot of the reference, up to date, and refusing a specification with a mistake in it.

use std::fs;
use std::path::{Path, PathBuf};

use livechat_core::catalogue::{
    Area, ChangeKind, DefaultProperty, ErrorType, McpTool, NamedType, PlanLimit, Push, Retry, SystemMessage, Webhook,
    changes,
};
use livechat_core::{Method, Scope, Transport, Version, VersionState};
use spec_codegen::named::named;
use spec_codegen::{drift, emit, root, spec, spec_dir, stale};

#[test]
fn the_generated_files_are_up_to_date() {
    let (spec, faults) = spec(&spec_dir());
    assert!(faults.0.is_empty(), "{:?}", faults.0);
    let stale = stale(&emit::all(&spec, &named(&root())));
    assert!(stale.is_empty(), "run `cargo run -p spec-codegen`; stale: {stale:?}");
}

#[test]
fn nothing_differs_from_the_reference_but_what_is_named() {
    let (spec, _) = spec(&spec_dir());
    assert_eq!(drift::drift(&spec, &spec_dir()), Vec::<String>::new());
}

#[test]
fn each_version_has_its_methods() {
    for (version, count) in [(Version::V3_4, 127), (Version::V3_5, 149), (Version::V3_6, 168), (Version::V3_7, 180)] {
        assert_eq!(Method::all().filter(|m| m.versions().contains(version)).count(), count, "{version}");
    }
    assert_eq!(Method::all().len(), 189);
    assert_eq!(Version::DEFAULT, Version::V3_6);
    assert_eq!(Version::V3_4.state(), VersionState::Deprecated);
}

#[test]
fn names_lead_to_handles_and_back() {
    for method in Method::all() {
        assert_eq!(Method::from_name(method.name()), Some(method));
        assert_eq!(Method::from_index(method.index()), Some(method));
        assert_eq!(method.name(), format!("{}/{}", method.api(), method.action()));
        assert_eq!(Method::from_name(&method.name().to_uppercase()), None);
    }
    assert_eq!(Method::from_index(189), None);
    assert_eq!(Method::from_name(""), None);
    for scope in Scope::all() {
        assert_eq!(Scope::from_name(scope.name()), Some(scope));
    }
    for area in Area::ALL {
        assert_eq!(area.key().parse(), Ok(area));
        assert!(Method::all().any(|m| m.area() == area), "{area} has no method");
    }
    for error in ErrorType::all() {
        assert_eq!(ErrorType::from_name(error.name()), Some(error));
    }
    for push in Push::all() {
        assert_eq!(Push::from_name(push.name()), Some(push));
    }
    for webhook in Webhook::all() {
        assert_eq!(Webhook::from_name(webhook.name()), Some(webhook));
    }
    for ty in NamedType::all() {
        assert!(std::ptr::eq(NamedType::from_name(ty.name).unwrap(), ty));
    }
}

#[test]
fn every_entry_tells_what_it_is() {
    for method in Method::all() {
        let name = method.name();
        assert!(method.summary().ends_with('.') && method.summary().len() > 20, "{name}");
        assert!(!method.acts_on().is_empty(), "{name}");
        assert!(method.source().starts_with("https://"), "{name}");
        assert_eq!(method.rate_limit(), "standard", "{name}");
        assert!(method.transports().next().is_some(), "{name}");
        assert!(!method.is_destructive() || method.access().as_str() == "write", "{name} reads and destroys");
        for field in method.request().unwrap().fields {
            // The short form of the tables leaves out what no message names: descriptions of fields that may be left out.
            let is_left_out = cfg!(feature = "compact") && !field.required;
            assert!(is_left_out || !field.about.is_empty(), "{name} {}", field.name);
        }
    }
    assert!(Method::AGENT_BAN_CUSTOMER.is_destructive());
    assert!(!Method::AGENT_SEND_EVENT.is_idempotent());
    assert!(Method::AGENT_TAG_THREAD.is_idempotent());
    assert_eq!(ErrorType::all().filter(|e| e.in_guide()).count(), 6);
    // Of what passes with time, all but the two in which the server was at work.
    let passing = ErrorType::all().filter(|e| e.retry() == Retry::AfterDelay);
    let uncertain: Vec<&str> = passing.filter(|e| !e.is_turned_away()).map(ErrorType::name).collect();
    assert_eq!(uncertain, ["request_timeout", "internal"]);
    assert!(ErrorType::all().all(|e| !e.is_turned_away() || e.retry() == Retry::AfterDelay));
    assert_eq!(McpTool::all().len(), 8);
    assert_eq!(PlanLimit::all().len(), 11);
    assert_eq!(DefaultProperty::all().len(), 106);
    assert!(SystemMessage::all().len() > 40);
}

#[test]
fn batch_methods_follow_their_single_methods() {
    let batches: Vec<Method> = Method::all().filter(|m| m.batch_of().is_some()).collect();
    assert_eq!(batches.len(), 10);
    for batch in batches {
        let single = batch.batch_of().unwrap();
        assert!(batch.action().starts_with("batch_"), "{batch}");
        assert_eq!(batch.access(), single.access(), "{batch}");
        assert_eq!(batch.is_destructive(), single.is_destructive(), "{batch}");
        for version in batch.versions().iter() {
            let of = |m: Method| std::ptr::from_ref(m.requirement(version, Transport::Web).unwrap());
            assert_eq!(of(batch), of(single), "{batch} in {version}");
        }
        let request = batch.request().unwrap();
        assert_eq!(request.fields[0].name, "requests");
    }
}

#[test]
fn changes_answer_what_a_version_brought() {
    let list = changes(Version::V3_5, Version::V3_6);
    let has =
        |kind, what, on, part| list.iter().any(|c| (c.kind, c.what, c.on, c.part.as_str()) == (kind, what, on, part));
    assert!(has(ChangeKind::Added, "method", "agent/send_event_preview", ""));
    assert!(has(ChangeKind::Removed, "method", "agent/list_customers", ""));
    assert!(has(ChangeKind::Added, "parameter", "agent/list_chats", "filters.active"));
    assert!(has(ChangeKind::Removed, "parameter", "agent/list_chats", "filters.include_active"));
    let methods = |kind| list.iter().filter(|c| c.what == "method" && c.kind == kind).count();
    assert_eq!(149 + methods(ChangeKind::Added) - methods(ChangeKind::Removed), 168);
    // The other way round, what was added is removed.
    let back = changes(Version::V3_6, Version::V3_5);
    assert_eq!(back.len(), list.len());
    for change in &list {
        let kind = match change.kind {
            ChangeKind::Added => ChangeKind::Removed,
            ChangeKind::Removed => ChangeKind::Added,
            ChangeKind::Changed => ChangeKind::Changed,
        };
        assert!(back.iter().any(|b| b.kind == kind && b.on == change.on && b.part == change.part), "{change:?}");
    }
    assert!(changes(Version::V3_6, Version::V3_6).is_empty());
}

/// A copy of the specification in which one file has another text.
fn faults_with(file: &str, change: impl Fn(String) -> String) -> Vec<String> {
    let name = format!("livechat-core-spec-{}-{}", std::process::id(), file.replace('/', "-"));
    let dir = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&dir);
    copy(&spec_dir(), &dir);
    let path = dir.join(file);
    let before = fs::read_to_string(&path).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "the change to {file} changes nothing");
    fs::write(path, after).unwrap();
    let (_, faults) = spec(&dir);
    fs::remove_dir_all(&dir).unwrap();
    faults.0.iter().map(ToString::to_string).collect()
}

fn copy(from: &Path, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_file() && path.extension().is_some_and(|e| e == "toml") {
            fs::copy(&path, to.join(name)).unwrap();
        } else if ["methods", "types"].iter().any(|d| name == *d) {
            copy(&path, &to.join(name));
        }
    }
}

#[track_caller]
fn assert_fault(faults: &[String], file: &str, entry: &str, what: &str) {
    let found = faults.iter().any(|f| f.starts_with(&format!("spec/{file}")) && f.contains(entry) && f.contains(what));
    assert!(found, "expected spec/{file}: {entry}: ...{what}...; got {faults:#?}");
}

#[test]
fn a_mistake_in_the_specification_names_file_and_entry() {
    let send = "methods/events_and_messages.toml";
    let faults = faults_with(send, |t| t.replacen("requires = \"chats_write\"", "requires = [\"chats--every:rw\"]", 1));
    assert_fault(&faults, send, "agent/send_event", "no scope `chats--every:rw`");
    let faults = faults_with(send, |t| t.replacen("[\"incoming_event\"]", "[\"incoming_evnt\"]", 1));
    assert_fault(&faults, send, "agent/send_event", "no webhook `incoming_evnt`");
    let faults = faults_with(send, |t| t.replacen("since = \"3.6\"", "since = \"3.7\"\nuntil = \"3.5\"", 1));
    assert_fault(&faults, send, "agent/send_event_preview", "later than until");
    let faults = faults_with(send, |t| t.replacen("type = \"NewEvent\"", "type = \"OldEvent\"", 1));
    assert_fault(&faults, send, "agent/send_event", "no type `OldEvent`");
    let faults = faults_with(send, |t| t.replacen("acts_on", "acts_upon", 1));
    assert_fault(&faults, send, "agent/send_event", "unknown field `acts_upon`");
    let faults = faults_with(send, |t| format!("{t}\n[\"agent/send_event\"]\nsummary = \"again\"\n"));
    assert_fault(&faults, send, "", "duplicate key");
    let chats = "methods/chats.toml";
    let faults = faults_with(chats, |t| format!("{t}\n[\"agent/send_event\"]\nsummary = \"x\"\naccess = \"read\"\n"));
    assert_fault(&faults, send, "agent/send_event", "already");
    let faults = faults_with(chats, |t| t.replacen("excludes = [\"filters\"", "excludes = [\"filtres\"", 1));
    assert_fault(&faults, chats, "agent/list_chats", "`filtres`, which is not there");
    let webhooks = "methods/webhooks.toml";
    let faults = faults_with(webhooks, |t| t.replacen("is = [\"", "is = [\"incoming_chta\", \"", 1));
    assert_fault(&faults, webhooks, "configuration/register_webhook", "incoming_chta");
    let faults = faults_with(chats, |t| t.replacen("default = \"desc\"", "default = \"down\"", 1));
    assert_fault(&faults, chats, "agent/list_chats", "the default of `sort_order`");
    let faults = faults_with("scopes.toml", |t| t.replacen("[\"chats--all:ro\"]", "[\"chats--all:read\"]", 1));
    assert_fault(&faults, "scopes.toml", "chats--all:read", "is no right");
    let faults = faults_with("versions.toml", |t| t.replacen("[\"3.7\"]", "[\"3.1\"]", 1));
    assert_fault(&faults, "versions.toml", "", "not in order");
    let faults = faults_with("requirements.toml", |t| t.replacen("when = [\"own_agent\"]", "when = [\"my_agent\"]", 1));
    assert_fault(&faults, "requirements.toml", "set_routing_status", "no condition `my_agent`");
    let faults = faults_with("disconnects.toml", |t| {
        t.replacen("\"stop\"", "\"wait\"", 1).replacen("agent/license_expired", "agent/licence_expired", 1)
    });
    assert_fault(&faults, "disconnects.toml", "agent/access_token_revoked", "`advice` is `wait`");
    assert_fault(&faults, "disconnects.toml", "agent/licence_expired", "is no reason");
    assert_fault(&faults, "disconnects.toml", "agent/license_expired", "is missing");
    let faults = faults_with("errors.toml", |t| t.replacen("retry = \"new_token\"", "retry = \"whenever\"", 1));
    assert_fault(&faults, "errors.toml", "authentication", "`whenever`");
    let faults = faults_with("types/enums.toml", |t| t.replacen("[SortOrder]", "[sort_order]", 1));
    assert_fault(&faults, "types/enums.toml", "sort_order", "scalars are in lower case");
}
