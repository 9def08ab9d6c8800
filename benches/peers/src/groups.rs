//! Names of groups and rows, as `decision/main.rs` gives them to criterion; a report fails where one is missing.

pub const ALLOW_READY: &str = "allow, question ready";
pub const DENY_READY: &str = "deny, question ready";
pub const ALLOW_NAMED: &str = "allow, by name";
pub const DENY_NAMED: &str = "deny, by name";
pub const GRANTED: [&str; 2] = ["allow, by name, under a grant", "deny, by name, under a grant"];
pub const TOKEN: &str = "token of 8 scopes";
pub const SWEEP: &str = "whole catalogue, by name";
pub const STRUCTURE_ONCE: &str = "growth: structure, once";
pub const STRUCTURE_TENFOLD: &str = "growth: structure, tenfold";
pub const GROWTH_ONCE: &str = "growth: allow, by name, once";
pub const GROWTH_TENFOLD: &str = "growth: allow, by name, tenfold";

pub const CORE: &str = "livechat-core";
pub const HANDLE: &str = "livechat-core, by handle";
pub const NAME: &str = "livechat-core, by name";
pub const FULL: &str = "livechat-core, full decision";
pub const MASKS: &str = "indexed mask test";
pub const LOOK_UP: &str = "perfect-hash look-up alone";
