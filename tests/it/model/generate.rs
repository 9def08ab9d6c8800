//! Random questions: well formed, and made so that every rule is met, broken and left open.
//!
//! A question is made from a row of draws. A draw of zero always takes the plainest choice, so that a question shrinks
//! when its draws do, and a row of zeros is the shortest question there is.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde_json::{Map, Value, json};

use super::{methods, requirements, scopes};

/// As many draws as the longest question takes; what goes beyond takes the plainest choice.
const DRAWS: usize = 400;

/// Methods whose requirements have conditions of their own.
const SPECIAL: &[&str] = &[
    "agent/send_event",
    "agent/list_chats",
    "agent/start_chat",
    "agent/set_routing_status",
    "configuration/create_agent",
    "configuration/update_agent",
    "configuration/delete_agent",
    "configuration/get_agent",
    "configuration/get_bot",
    "configuration/update_bot",
    "configuration/delete_bot",
    "configuration/list_bots",
    "configuration/get_group",
    "configuration/update_group",
    "configuration/delete_group",
    "configuration/create_tag",
    "configuration/update_tag",
    "configuration/delete_tag",
    "configuration/list_tags",
    "configuration/list_canned_responses",
    "configuration/update_canned_response",
    "configuration/delete_canned_response",
    "configuration/list_license_properties",
    "configuration/update_license_properties",
    "configuration/delete_license_properties",
    "configuration/list_group_properties",
    "configuration/update_group_properties",
    "configuration/delete_group_properties",
    "configuration/register_webhook",
    "configuration/list_webhooks",
    "configuration/register_property",
];

/// Fields that decide about some method or other.
const DECOYS: &[&str] = &[
    "chat",
    "agent_id",
    "id",
    "role",
    "awaiting_approval",
    "all",
    "include_all_private",
    "group_id",
    "group_ids",
    "filters",
    "namespace",
    "properties",
];

/// Names that no method has.
const UNKNOWN_METHODS: &[&str] = &[
    "agent/unknown",
    "send_event",
    "Agent/send_event",
    "agent/send_event ",
    "agent/",
    "",
    "configuration/send_event",
    "customer/ban_customer",
    "configuration/batch_list_agents",
    "configuration/batch_request_agent_unsuspension",
    "configuration/create_agents",
    "reports/duration",
];

/// Scopes that the documents do not name, some of them close to ones that they do.
const UNKNOWN_SCOPES: &[&str] = &[
    "nothing:rw",
    "",
    "chats--all:rx",
    "chats--all",
    "CHATS--ALL:RW",
    "chats--all:rw ",
    "chats.conversation--all:ro",
    "agents--groups:rw",
    "tags--my:ro",
    "customers--all:rw",
    "accounts--my:rc",
    "multicast",
    ":rw",
    "--all:rw",
];

const IDS: &[&str] = &["smith@example.com", "jones@example.com", "2c1b8da190222160e8f9e077af4c625b"];
const CLIENTS: &[&str] = &["0805e283233042b37f460ed8fbf22160", "9cbf3a968289727cb3cdfe83ab1d9836"];
const ROLES: &[&str] = &["owner", "viceowner", "administrator", "normal", "member"];
const NOW: i64 = 1_780_000_000;

/// A random question of the `decide` command.
pub fn question() -> impl Strategy<Value = Value> {
    vec(any::<u16>(), DRAWS).prop_map(from_draws)
}

/// The question of a seed: the same one every time.
pub fn from_seed(seed: u64) -> Value {
    let mut state = seed;
    let draw = |_| {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) & 0xFFFF) as u16
    };
    from_draws((0..DRAWS).map(draw).collect())
}

fn from_draws(draws: Vec<u16>) -> Value {
    Draws { left: draws.into_iter() }.question()
}

struct Draws {
    left: std::vec::IntoIter<u16>,
}

impl Draws {
    // Choices.

    /// A number below `end`; zero from a draw of zero.
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.left.next().unwrap_or(0)) * end / 0x1_0000
    }

    /// True so many times in a hundred; false from a draw of zero.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// A value of a type that is seldom the right one.
    fn oddity(&mut self) -> Value {
        let oddities = [
            json!(null),
            json!(true),
            json!(false),
            json!(-1),
            json!(1.5),
            json!(7),
            json!("odd"),
            json!(""),
            json!([]),
            json!(["1"]),
            json!({}),
            json!(5_000_000_000_u64),
        ];
        oddities[self.below(oddities.len())].clone()
    }

    // The question.

    fn question(&mut self) -> Value {
        let method = self.method();
        let mut question = Map::new();
        question.insert("method".to_owned(), json!(method));
        question.insert("token".to_owned(), self.token(method));
        if let Some(version) = self.version(method) {
            question.insert("version".to_owned(), json!(version));
        }
        if let Some(transport) = self.transport(method) {
            question.insert("transport".to_owned(), json!(transport));
        }
        if self.percent(45) {
            question.insert("now".to_owned(), json!(NOW));
        }
        if self.percent(25) {
            question.insert("grant".to_owned(), self.grant(method));
        }
        if self.percent(75) {
            question.insert("facts".to_owned(), self.facts());
        }
        if self.percent(80) {
            let body = match methods::single_of(method) {
                Some(single) => self.batch_body(single),
                None => self.body(method),
            };
            question.insert("body".to_owned(), body);
        }
        if self.percent(60) {
            question.insert("rules".to_owned(), json!(self.pick(&["guide", "reference", "reference"])));
        }
        if self.percent(50) {
            question.insert("when_unknown".to_owned(), json!(self.pick(&["allow", "deny"])));
        }
        Value::Object(question)
    }

    fn method(&mut self) -> &'static str {
        match self.below(100) {
            0..30 => methods::METHODS[self.below(methods::METHODS.len())].0,
            30..80 => self.pick(SPECIAL),
            80..96 => {
                let batches: Vec<&str> = methods::METHODS
                    .iter()
                    .map(|row| row.0)
                    .filter(|name| methods::single_of(name).is_some())
                    .collect();
                self.pick(&batches)
            }
            _ => self.pick(UNKNOWN_METHODS),
        }
    }

    fn version(&mut self, method: &str) -> Option<&'static str> {
        let mut its_own = Vec::new();
        if methods::exists(method) {
            its_own.extend(methods::versions(method, "web"));
            its_own.extend(methods::versions(method, "rtm"));
        }
        match self.below(100) {
            0..25 if its_own.contains(&"3.6") => None,
            0..94 if !its_own.is_empty() => Some(self.pick(&its_own)),
            94..97 => Some(self.pick(&["", "3", "3.3", "3.8", "v3.6", "3.60", "4.0", "latest"])),
            _ => Some(self.pick(methods::VERSIONS)),
        }
    }

    fn transport(&mut self, method: &str) -> Option<&'static str> {
        let on = |transport: &str| methods::exists(method) && !methods::versions(method, transport).is_empty();
        match self.below(100) {
            0..35 if on("web") => None,
            35..65 if on("web") => Some("web"),
            0..94 if on("rtm") => Some("rtm"),
            0..94 => None,
            94..97 => Some("rtm"),
            _ => Some(self.pick(&["", "WEB", "http", "websocket"])),
        }
    }

    // The token.

    fn token(&mut self, method: &str) -> Value {
        let mut token = Map::new();
        token.insert("scopes".to_owned(), json!(self.scopes(method)));
        let kind = match self.below(100) {
            0..45 => None,
            _ if method.starts_with("customer/") && self.percent(75) => Some("customer"),
            45..70 => Some("oauth"),
            70..82 => Some("personal"),
            82..97 => Some("bot"),
            _ => Some("customer"),
        };
        if let Some(kind) = kind {
            token.insert("kind".to_owned(), json!(kind));
        }
        if self.percent(35) {
            token.insert("role".to_owned(), json!(self.pick(ROLES)));
        }
        if self.percent(30) {
            let ahead = [3_600, 1, 3_600, 1, 0, -1][self.below(6)];
            token.insert("expires_at".to_owned(), json!(NOW + ahead));
        }
        Value::Object(token)
    }

    fn scopes(&mut self, method: &str) -> Vec<String> {
        let asked = scopes_asked(method);
        let near = scopes_near(&asked);
        let known: Vec<&str> = scopes::SCOPES.iter().map(|(name, _)| *name).collect();
        let mut held = Vec::new();
        // Often just what one of the alternatives asks for.
        let alternatives = alternatives(method);
        if !alternatives.is_empty() && self.percent(40) {
            held.extend(alternatives[self.below(alternatives.len())].scopes.clone());
            if self.percent(50) {
                return held;
            }
        }
        let count = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8][self.below(13)];
        while held.len() < count {
            let scope = match self.below(100) {
                0..60 if !asked.is_empty() => self.pick(&asked),
                0..84 if !near.is_empty() => self.pick(&near),
                97.. => self.pick(UNKNOWN_SCOPES),
                _ => self.pick(&known),
            };
            held.push(scope.to_owned());
        }
        held
    }

    // The grant.

    fn grant(&mut self, method: &str) -> Value {
        let mut areas = Map::new();
        if methods::exists(method) && self.percent(90) {
            let right = self.pick(&["write", "write", "write", "write", "read", "read", "none"]);
            areas.insert(methods::area(method).to_owned(), json!(right));
        }
        for _ in 0..self.below(3) {
            let area = methods::METHODS[self.below(methods::METHODS.len())].3;
            let right = self.pick(&["write", "read", "none"]);
            areas.entry(area).or_insert(json!(right));
        }
        let mut grant = Map::new();
        grant.insert("areas".to_owned(), Value::Object(areas));
        if self.percent(25) {
            grant.insert("add".to_owned(), self.names(method));
        }
        if self.percent(20) {
            grant.insert("remove".to_owned(), self.names(method));
        }
        if self.percent(20) {
            let lists =
                [json!(methods::VERSIONS), json!(methods::VERSIONS), json!(["3.6"]), json!(["3.5", "3.7"]), json!([])];
            grant.insert("versions".to_owned(), lists[self.below(lists.len())].clone());
        }
        if self.percent(20) {
            let lists = [json!(["web", "rtm"]), json!(["web"]), json!(["rtm"]), json!([])];
            grant.insert("transports".to_owned(), lists[self.below(lists.len())].clone());
        }
        Value::Object(grant)
    }

    /// Names of methods: often the method's own, for a batch sometimes that of its single method.
    fn names(&mut self, method: &str) -> Value {
        let mut names = Vec::new();
        for _ in 0..self.below(3) {
            names.push(methods::METHODS[self.below(methods::METHODS.len())].0);
        }
        if methods::exists(method) && self.percent(60) {
            names.push(method);
        }
        if let Some(single) = methods::single_of(method)
            && self.percent(40)
        {
            names.push(single);
        }
        json!(names)
    }

    // The facts.

    fn facts(&mut self) -> Value {
        let mut facts = Map::new();
        if self.percent(85) {
            let mut requester = Map::new();
            if self.percent(75) {
                requester.insert("id".to_owned(), json!(self.pick(IDS)));
            }
            if self.percent(30) {
                requester.insert("role".to_owned(), json!(self.pick(ROLES)));
            }
            if self.percent(70) {
                requester.insert("groups".to_owned(), self.groups());
            }
            if self.percent(70) {
                requester.insert("client_id".to_owned(), json!(self.pick(CLIENTS)));
            }
            facts.insert("requester".to_owned(), Value::Object(requester));
        }
        if self.percent(65) {
            let mut chat = Map::new();
            if self.percent(75) {
                chat.insert("groups".to_owned(), self.groups());
            }
            if self.percent(30) {
                let users: Vec<&str> = (0..self.below(3)).map(|_| self.pick(IDS)).collect();
                chat.insert("users".to_owned(), json!(users));
            }
            facts.insert("chat".to_owned(), Value::Object(chat));
        }
        if self.percent(65) {
            let mut target = Map::new();
            if self.percent(60) {
                target.insert("id".to_owned(), json!(self.pick(IDS)));
            }
            if self.percent(60) {
                target.insert("type".to_owned(), json!(self.pick(&["agent", "bot"])));
            }
            if self.percent(60) {
                target.insert("owner_client_id".to_owned(), json!(self.pick(CLIENTS)));
            }
            facts.insert("target".to_owned(), Value::Object(target));
        }
        Value::Object(facts)
    }

    fn group(&mut self) -> u64 {
        [1, 2, 3, 42, 1, 2, 3, 0][self.below(8)]
    }

    fn groups(&mut self) -> Value {
        let groups: Vec<u64> = (0..self.below(5)).map(|_| self.group()).collect();
        json!(groups)
    }

    // The body.

    fn batch_body(&mut self, single: &str) -> Value {
        if self.percent(10) {
            return self.oddity();
        }
        let mut body = Map::new();
        if self.percent(95) {
            let requests =
                if self.percent(8) { self.oddity() } else { (0..self.below(5)).map(|_| self.body(single)).collect() };
            body.insert("requests".to_owned(), requests);
        }
        Value::Object(body)
    }

    fn body(&mut self, method: &str) -> Value {
        if self.percent(6) {
            return self.oddity();
        }
        let mut body = Map::new();
        for field in fields_that_matter(method) {
            if self.percent(80) {
                let value = self.field(method, field);
                body.insert((*field).to_owned(), value);
            }
        }
        if self.percent(20) {
            let others =
                ["id", "agent_id", "role", "all", "group_ids", "group_id", "namespace", "properties", "chat_id"];
            let field = self.pick(&others);
            if !body.contains_key(field) {
                let value = self.field(method, field);
                body.insert(field.to_owned(), value);
            }
        }
        // A field that decides about another method must not decide about this one.
        if self.percent(25) {
            let decoy = self.pick(DECOYS);
            let value = self.field(method, decoy);
            body.entry(decoy.to_owned()).or_insert(value);
        }
        Value::Object(body)
    }

    fn field(&mut self, method: &str, field: &str) -> Value {
        if self.percent(14) {
            return self.oddity();
        }
        match field {
            "id" if method.contains("group") || method.contains("canned_response") => json!(self.group()),
            "id" | "agent_id" => json!(self.pick(IDS)),
            "role" => json!(self.pick(&["normal", "normal", "administrator", "viceowner", "owner", "Normal"])),
            "awaiting_approval" | "all" | "include_all_private" => json!(self.percent(50)),
            "group_id" => json!(self.group()),
            "group_ids" => self.groups_of_body(),
            "filters" => self.nested("group_ids", Self::groups_of_body),
            "chat" => self.nested("access", |draws| draws.nested("group_ids", Self::groups_of_body)),
            "namespace" => json!(self.pick(CLIENTS)),
            "properties" => {
                let mut properties = Map::new();
                for _ in 0..self.below(3) {
                    properties.insert(self.pick(CLIENTS).to_owned(), json!({"name": "value"}));
                }
                Value::Object(properties)
            }
            _ => json!("value"),
        }
    }

    /// An object with one field, which may be missing or odd; or no object.
    fn nested(&mut self, field: &str, inside: impl Fn(&mut Self) -> Value) -> Value {
        match self.below(100) {
            0..4 => json!({}),
            4..92 => {
                let value = inside(self);
                json!({ field: value })
            }
            92..96 => {
                let value = self.oddity();
                json!({ field: value })
            }
            _ => self.oddity(),
        }
    }

    fn groups_of_body(&mut self) -> Value {
        if self.percent(5) {
            return json!(self.group());
        }
        let mut groups = Vec::new();
        for _ in 0..self.below(4) {
            groups.push(if self.percent(10) { self.oddity() } else { json!(self.group()) });
        }
        json!(groups)
    }
}

/// The fields of a body that a condition of this method looks at.
fn fields_that_matter(method: &str) -> &'static [&'static str] {
    match method {
        "agent/start_chat" => &["chat"],
        "agent/set_routing_status" => &["status", "agent_id"],
        "configuration/create_agent" => &["role", "awaiting_approval"],
        "configuration/update_agent" => &["id", "role"],
        "configuration/list_bots" => &["all"],
        "configuration/create_tag" | "configuration/update_tag" | "configuration/delete_tag" => &["name", "group_ids"],
        "configuration/list_tags" => &["filters"],
        "configuration/list_canned_responses" => &["group_ids", "include_all_private"],
        "configuration/update_canned_response" | "configuration/delete_canned_response" => &["id", "group_id"],
        "configuration/list_license_properties" | "configuration/list_group_properties" => &["namespace"],
        "configuration/update_license_properties"
        | "configuration/delete_license_properties"
        | "configuration/update_group_properties"
        | "configuration/delete_group_properties" => &["properties"],
        _ => &["id"],
    }
}

/// The alternatives of a method, by both sources.
fn alternatives(method: &str) -> Vec<requirements::Alternative> {
    if !methods::exists(method) {
        return Vec::new();
    }
    let method = methods::single_of(method).unwrap_or(method);
    let mut alternatives = requirements::of(method, "reference");
    for alternative in requirements::of(method, "guide") {
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    alternatives
}

/// Every scope that an alternative of a method names.
fn scopes_asked(method: &str) -> Vec<&'static str> {
    let alternatives = alternatives(method);
    let is_asked =
        |name: &&str| alternatives.iter().any(|alternative| alternative.scopes.iter().any(|scope| scope == name));
    scopes::SCOPES.iter().map(|(name, _)| *name).filter(is_asked).collect()
}

/// The scopes that contain one of these, or are contained in one, or are about the same resource.
fn scopes_near(asked: &[&str]) -> Vec<&'static str> {
    let resource = |scope: &str| scope.split([':', '-']).next().unwrap_or_default().to_owned();
    let is_near = |name: &&str| {
        asked.iter().any(|scope| {
            scopes::contains(name, scope) || scopes::contains(scope, name) || resource(name) == resource(scope)
        })
    };
    scopes::SCOPES.iter().map(|(name, _)| *name).filter(is_near).collect()
}
