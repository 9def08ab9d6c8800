//! What a session is told once: which API, how to log in, its limits and rhythms. The token is shown by nothing here.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::outgoing::{LOGIN, object};
use crate::catalogue::{Api, Method};
use crate::codec::{Fault, Options, validate};
use crate::request::{BaseUrl, OrganizationId};
use crate::version::Version;

/// Most requests of a connection that may wait for an answer. Source: the vendor's list of errors, `pending_requests_limit_reached`.
pub const MAX_PENDING: usize = 10;

/// Within this time of its opening a connection must be logged in, in milliseconds. Source: the vendor's RTM reference, "Authorization".
pub const LOGIN_WITHIN_MS: u64 = 30_000;

/// A ping is due this often, in milliseconds. Source: the vendor's RTM reference, "Server pinging".
pub const PING_EVERY_MS: u64 = 15_000;

/// About this much silence ends a connection, in milliseconds. Source: as above.
pub const SILENCE_MS: u64 = 30_000;

/// The server gives a request up after this time, in milliseconds. Source: the vendor's list of errors, `request_timeout`.
pub const REQUEST_TIMEOUT_MS: u64 = 15_000;

/// Shortest span that can be set, in milliseconds.
const SHORTEST_MS: u64 = 1_000;

/// Longest span that can be set where the vendor sets none, in milliseconds: a day.
const LONGEST_MS: u64 = 86_400_000;

named! {
    /// How to ping.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum PingBy {
        /// A request with the action `ping`. It works everywhere, and takes one of the ten places of pending requests, as it has an answer.
        #[default]
        Frame = "frame",
        /// A control frame of the websocket. Browsers can't send one; a host that can must report each pong.
        Websocket = "websocket",
    }
}

named! {
    /// What becomes of requests that weren't sent when the connection ends.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum Unsent {
        /// They wait for the next connection.
        #[default]
        Keep = "keep",
        /// They are given back as lost.
        GiveBack = "give_back",
    }
}

/// How a session logs in, its limits and its rhythms. Spans are in milliseconds; one outside of what a setter allows becomes the nearest that is.
#[derive(Debug, Clone)]
pub struct Config {
    pub(super) api: Api,
    pub(super) version: Version,
    login: Login,
    pub(super) organization_id: Option<OrganizationId>,
    pub(super) base: BaseUrl,
    pub(super) ping_by: PingBy,
    pub(super) unsent: Unsent,
    pub(super) restore_status: bool,
    pub(super) login_within: u64,
    pub(super) ping_every: u64,
    pub(super) silence: u64,
    pub(super) request_timeout: u64,
    pub(super) stable_after: u64,
    pub(super) first_pause: u64,
    pub(super) longest_pause: u64,
    pub(super) max_waiting: usize,
    pub(super) max_received: usize,
    pub(super) max_sent: usize,
}

impl Config {
    /// For a connection to an API in a version. `token` is the whole credential with its scheme, such as `Bearer` and an access token; `options` is the
    /// JSON object of what else the login's payload says, such as `{"pushes": {"3.6": ["incoming_chat"], "3.7": ["all"]}}`.
    ///
    /// Both are judged as the payload of the API's `login` in that version.
    pub fn new(api: Api, version: Version, token: &str, options: &str) -> Result<Self, ConfigError> {
        Ok(Self {
            api,
            version,
            login: Login::new(api, version, token, options)?,
            organization_id: None,
            base: BaseUrl::default(),
            ping_by: PingBy::default(),
            unsent: Unsent::default(),
            restore_status: true,
            login_within: LOGIN_WITHIN_MS,
            ping_every: PING_EVERY_MS,
            silence: SILENCE_MS,
            request_timeout: REQUEST_TIMEOUT_MS,
            stable_after: 60_000,
            first_pause: 1_000,
            longest_pause: 60_000,
            max_waiting: 100,
            max_received: 16 * 1024 * 1024,
            max_sent: 1024 * 1024,
        })
    }

    /// The organization that the URL names: the Customer Chat API needs it, on the Agent Chat API the token says it.
    #[must_use]
    pub fn organization(mut self, organization_id: OrganizationId) -> Self {
        self.organization_id = Some(organization_id);
        self
    }

    /// Where the API is; left out: LiveChat.
    #[must_use]
    pub fn base(mut self, base: BaseUrl) -> Self {
        self.base = base;
        self
    }

    /// How to ping; left out: by frames.
    #[must_use]
    pub const fn ping_by(mut self, ping_by: PingBy) -> Self {
        self.ping_by = ping_by;
        self
    }

    /// What becomes of requests that weren't sent when the connection ends; left out: they are kept.
    #[must_use]
    pub const fn unsent(mut self, unsent: Unsent) -> Self {
        self.unsent = unsent;
        self
    }

    /// Whether logging in again asks for the agent's last status with `reconnect`, where the login knows that field; left out: it does.
    #[must_use]
    pub const fn restore_status(mut self, restore: bool) -> Self {
        self.restore_status = restore;
        self
    }

    /// The time that logging in may take, from 1 s to [`LOGIN_WITHIN_MS`], which is also what holds when left out.
    #[must_use]
    pub fn login_within_ms(mut self, ms: u64) -> Self {
        self.login_within = ms.clamp(SHORTEST_MS, LOGIN_WITHIN_MS);
        self
    }

    /// The time between pings, from 1 s to [`PING_EVERY_MS`], which is also what holds when left out.
    #[must_use]
    pub fn ping_every_ms(mut self, ms: u64) -> Self {
        self.ping_every = ms.clamp(SHORTEST_MS, PING_EVERY_MS);
        self
    }

    /// The silence after which a connection is given up, from 1 s to a day; left out: [`SILENCE_MS`]. Less than the time between pings, and that of
    /// their answer, gives up connections that are well.
    #[must_use]
    pub fn silence_ms(mut self, ms: u64) -> Self {
        self.silence = ms.clamp(SHORTEST_MS, LONGEST_MS);
        self
    }

    /// The time that an answer may take, from 1 s to a day; left out: [`REQUEST_TIMEOUT_MS`]. It counts from the sending, and not from the queueing.
    #[must_use]
    pub fn request_timeout_ms(mut self, ms: u64) -> Self {
        self.request_timeout = ms.clamp(SHORTEST_MS, LONGEST_MS);
        self
    }

    /// How long a connection is logged in before the pauses begin anew with the first, up to a day; left out: 60 s.
    #[must_use]
    pub fn stable_after_ms(mut self, ms: u64) -> Self {
        self.stable_after = ms.min(LONGEST_MS);
        self
    }

    /// The first pause before a connection and the longest, each up to a day; left out: 1 s and 60 s. Each pause may be twice as long as the one before.
    #[must_use]
    pub fn pauses_ms(mut self, first: u64, longest: u64) -> Self {
        self.first_pause = first.min(LONGEST_MS);
        self.longest_pause = longest.min(LONGEST_MS);
        self
    }

    /// The first pause and the longest.
    pub(crate) const fn pauses(&self) -> (u64, u64) {
        (self.first_pause, self.longest_pause)
    }

    /// Most requests that wait to be sent; left out: 100. Taking a request costs time in proportion to those that wait.
    #[must_use]
    pub const fn max_waiting(mut self, count: usize) -> Self {
        self.max_waiting = count;
        self
    }

    /// Most bytes of a message that is read; left out: 16 MiB.
    #[must_use]
    pub const fn max_received_bytes(mut self, bytes: usize) -> Self {
        self.max_received = bytes;
        self
    }

    /// Most bytes of a request's frame; left out: 1 MiB.
    #[must_use]
    pub const fn max_sent_bytes(mut self, bytes: usize) -> Self {
        self.max_sent = bytes;
        self
    }

    pub(super) fn set_token(&mut self, token: &str) -> Result<(), ConfigError> {
        self.login = Login::new(self.api, self.version, token, &self.login.options)?;
        Ok(())
    }

    /// The payload of a login, with or without the wish for the last status.
    pub(super) fn login_payload(&self, again: bool) -> String {
        self.login.payload(again && self.restore_status && self.login.can_restore)
    }

    /// The longest pause before an attempt, and from half of it on up to it, where a random number puts it.
    pub(super) fn pause(&self, attempt: u32, random: u64) -> u64 {
        let doubled = self.first_pause.saturating_mul(2u64.saturating_pow(attempt.saturating_sub(1)));
        let ceiling = doubled.min(self.longest_pause);
        let half = ceiling >> 1;
        let spread = u128::from(random).wrapping_mul(u128::from(ceiling.saturating_sub(half).saturating_add(1))) >> 64;
        half.saturating_add(u64::try_from(spread).unwrap_or_default())
    }
}

#[derive(Clone)]
struct Login {
    token: Box<str>,
    /// An object, as the caller wrote it.
    options: Box<str>,
    /// The login has the field `reconnect`, and the options leave it open.
    can_restore: bool,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(..)")
    }
}

impl Login {
    fn new(api: Api, version: Version, token: &str, options: &str) -> Result<Self, ConfigError> {
        let method = Method::from_name(&format!("{}/{LOGIN}", api.key())).ok_or(ConfigCode::NoRtm)?;
        if token.is_empty() || token.chars().any(char::is_control) {
            return Err(ConfigCode::BadToken.into());
        }
        let options = object(options).ok_or(ConfigCode::BadOptions)?;
        let known = method.request().is_some_and(|r| r.field("reconnect", version).is_some());
        let asked = options.get("reconnect").is_some_and(|json| !json.is_null());
        let login =
            Self { token: token.to_owned().into(), options: options.raw().into(), can_restore: known && !asked };
        let verdict = validate(method, version, &login.payload(false), Options::default());
        if verdict.is_valid() {
            Ok(login)
        } else {
            Err(ConfigError { code: ConfigCode::BadOptions, faults: verdict.faults().to_vec() })
        }
    }

    fn payload(&self, restore: bool) -> String {
        let token = serde_json::to_string(&self.token).unwrap_or_default();
        let restore = if restore { r#","reconnect":true"# } else { "" };
        let rest = self.options.strip_prefix('{').unwrap_or_default().trim_start();
        let comma = if rest.starts_with('}') { "" } else { "," };
        format!(r#"{{"token":{token}{restore}{comma}{rest}"#)
    }
}

named! {
    /// What is wrong with a configuration.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ConfigCode {
        /// The API has no RTM transport.
        NoRtm = "no_rtm",
        /// The token is empty or holds control characters.
        BadToken = "bad_token",
        /// The options aren't what the login takes.
        BadOptions = "bad_options",
    }
}

/// A configuration that can't be. It repeats nothing of the token or the options' values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {}", self.message())]
pub struct ConfigError {
    code: ConfigCode,
    faults: Vec<Fault>,
}

impl ConfigError {
    /// What is wrong.
    pub const fn code(&self) -> ConfigCode {
        self.code
    }

    /// The same in a sentence.
    pub const fn message(&self) -> &'static str {
        match self.code {
            ConfigCode::NoRtm => "Only the agent and customer APIs have RTM.",
            ConfigCode::BadToken => {
                "The token is empty or holds control characters; write the scheme, a space and the token."
            }
            ConfigCode::BadOptions => "The options aren't an object that the login takes in this version.",
        }
    }

    /// What is wrong with the options, with pointers into the login's payload.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

impl From<ConfigCode> for ConfigError {
    fn from(code: ConfigCode) -> Self {
        Self { code, faults: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{Config, ConfigCode};
    use crate::catalogue::Api;
    use crate::version::Version;

    fn agent(options: &str) -> Config {
        Config::new(Api::Agent, Version::V3_6, "Bearer fra:secret", options).unwrap()
    }

    #[test]
    fn the_login_says_what_it_is_told_and_reconnect_on_top() {
        assert_eq!(agent(" { } ").login_payload(false), r#"{"token":"Bearer fra:secret"}"#);
        assert_eq!(agent("{}").login_payload(true), r#"{"token":"Bearer fra:secret","reconnect":true}"#);
        let options = r#""away":true,"pushes":{"3.6":["incoming_chat"],"3.7":["all"]}}"#;
        let payload = agent(&format!("{{{options}")).login_payload(true);
        assert_eq!(payload, format!(r#"{{"token":"Bearer fra:secret","reconnect":true,{options}"#));
        assert_eq!(agent(r#"{"reconnect":false}"#).login_payload(true).matches("reconnect").count(), 1);
        assert!(!agent("{}").restore_status(false).login_payload(true).contains("reconnect"));
        let customer = Config::new(Api::Customer, Version::V3_6, "Bearer x", "{}").unwrap();
        assert!(!customer.login_payload(true).contains("reconnect"));
    }

    #[test]
    fn what_is_wrong_is_refused_and_nothing_shows_the_token() {
        for (api, token, options, code) in [
            (Api::Configuration, "Bearer secret", "{}", ConfigCode::NoRtm),
            (Api::Agent, "", "{}", ConfigCode::BadToken),
            (Api::Agent, "Bearer secret\r\n", "{}", ConfigCode::BadToken),
            (Api::Agent, "Bearer secret", "[]", ConfigCode::BadOptions),
            (Api::Agent, "Bearer secret", r#"{"away": "secret"}"#, ConfigCode::BadOptions),
            (Api::Agent, "Bearer secret", r#"{"token": "secret"}"#, ConfigCode::BadOptions),
        ] {
            let error = Config::new(api, Version::V3_6, token, options).unwrap_err();
            assert_eq!(error.code(), code, "{options}");
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
        let mut config = agent(r#"{"timezone":"Europe/Warsaw"}"#);
        config.set_token("Bearer other-secret").unwrap();
        assert!(config.login_payload(false).contains("other-secret") && config.login_payload(false).contains("Warsaw"));
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_stay_in_their_upper_half() {
        let config = agent("{}").pauses_ms(1_000, 10_000);
        for (attempt, ceiling) in [(1, 1_000), (2, 2_000), (4, 8_000), (5, 10_000), (u32::MAX, 10_000)] {
            assert_eq!(config.pause(attempt, 0), ceiling >> 1);
            assert_eq!(config.pause(attempt, u64::MAX), ceiling);
        }
        assert_eq!(agent("{}").pauses_ms(0, 0).pause(3, u64::MAX), 0);
    }
}
