//! Texts of the caller, checked once: ids, tokens, secrets. Pure data; what is secret hides itself from `Debug`.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

named! {
    /// What is wrong with a text that the caller gives.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum InputCode {
        /// Nothing in it.
        Empty = "empty",
        /// Shorter than it must be.
        TooShort = "too_short",
        /// Longer than it may be.
        TooLong = "too_long",
        /// A character that can't be in it.
        BadCharacter = "bad_character",
        /// Copied from a URL without decoding it: there is `%3A` in place of a colon.
        StillEncoded = "still_encoded",
        /// Not the form that it must have.
        BadFormat = "bad_format",
        /// More of them than allowed.
        TooMany = "too_many",
    }
}

/// A text that the caller gives can't be used. The message names the field and its rule, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {code}; {rule}")]
pub struct InputError {
    field: &'static str,
    code: InputCode,
    rule: &'static str,
}

impl InputError {
    pub(super) const fn new(field: &'static str, code: InputCode, rule: &'static str) -> Self {
        Self { field, code, rule }
    }

    /// The field as the vendor names it.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong.
    pub fn code(&self) -> InputCode {
        self.code
    }

    /// What the field may hold.
    pub fn rule(&self) -> &'static str {
        self.rule
    }
}

/// What a text may be: ASCII, of some length, of some characters.
pub(super) struct Rule {
    pub(super) field: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) fits: fn(u8) -> bool,
    pub(super) about: &'static str,
}

impl Rule {
    pub(super) fn check(&self, text: &str) -> Result<(), InputError> {
        let code = match text.len() {
            0 => InputCode::Empty,
            n if n > self.most => InputCode::TooLong,
            _ if !text.bytes().all(self.fits) => InputCode::BadCharacter,
            n if n < self.least => InputCode::TooShort,
            _ => return Ok(()),
        };
        Err(InputError::new(self.field, code, self.about))
    }
}

/// Letters, digits, hyphen and underscore: nothing that a URL or a header could take for something else.
const fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Visible ASCII, so that a header can carry it.
const fn visible(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

const fn visible_or_space(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte == b' '
}

macro_rules! id {
    ($(#[$about:meta])* $Name:ident = $field:literal) => {
        $(#[$about])*
        ///
        /// 1 to 128 characters: letters, digits, `-`, `_`.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Name(Box<str>);

        impl $Name {
            const RULE: Rule = Rule {
                field: $field,
                least: 1,
                most: 128,
                fits: plain,
                about: "it is 1 to 128 characters: letters, digits, `-`, `_`",
            };

            /// Checks a text.
            pub fn parse(text: &str) -> Result<Self, InputError> {
                Self::RULE.check(text).map(|()| Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// ID of an application, from the Developer Console.
    ClientId = "client_id"
}
id! {
    /// ID of an organization.
    OrganizationId = "organization_id"
}
id! {
    /// ID of an agent's account.
    AccountId = "account_id"
}
id! {
    /// ID of a customer.
    EntityId = "entity_id"
}

macro_rules! secret {
    ($(#[$about:meta])* $Name:ident = $field:literal, $most:literal, $fits:expr, $rule:literal) => {
        $(#[$about])*
        ///
        /// `Debug` doesn't show it, and equality takes the same time wherever two of one length differ.
        #[derive(Clone)]
        pub struct $Name(Box<str>);

        impl $Name {
            const RULE: Rule = Rule { field: $field, least: 1, most: $most, fits: $fits, about: $rule };

            /// The text itself, for sending or storing it.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($Name), "(..)"))
            }
        }

        impl PartialEq for $Name {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $Name {}
    };
}

macro_rules! token {
    ($(#[$about:meta])* $Name:ident = $field:literal) => {
        secret! {
            $(#[$about])*
            $Name = $field, 4096, visible, "it is 1 to 4096 visible ASCII characters, without spaces"
        }

        impl $Name {
            /// Checks a text.
            pub fn parse(text: &str) -> Result<Self, InputError> {
                Self::RULE.check(text)?;
                if text.contains("%3A") || text.contains("%3a") {
                    return Err(InputError::new($field, InputCode::StillEncoded, "write `:` where it has `%3A`"));
                }
                Ok(Self(text.into()))
            }
        }
    };
}

token! {
    /// A token that calls the API: of an agent, a bot or a customer. It goes as `Authorization: Bearer`.
    AccessToken = "access_token"
}
token! {
    /// A token that gets new access tokens. An application that keeps no secret gets a new one with every use, and the
    /// old one is dead.
    RefreshToken = "refresh_token"
}
token! {
    /// What a redirect brings: good once, for a few minutes.
    AuthorizationCode = "code"
}
token! {
    /// What moves a customer's identity to another device.
    TransferToken = "identity_transfer_token"
}

secret! {
    /// Secret of an application that runs on a server, from the Developer Console.
    ClientSecret = "client_secret", 4096, visible, "it is 1 to 4096 visible ASCII characters, without spaces"
}

impl ClientSecret {
    /// Checks a text.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        Self::RULE.check(text).map(|()| Self(text.into()))
    }
}

secret! {
    /// What the redirect must bring back unchanged.
    ///
    /// The vendor leaves it to the caller; here there is none without it, and none that is empty: a redirect that
    /// nobody asked for could otherwise sign the user in to a stranger's account, or hand over a stranger's code. It
    /// must be unguessable and bound to the browser's session that began to sign in.
    State = "state", 1024, visible_or_space,
    "it is 1 to 1024 printable ASCII characters, unguessable and kept for this user's sign-in"
}

impl State {
    /// From 32 random bytes of the caller: 43 characters.
    pub fn from_random(bytes: &[u8; 32]) -> Self {
        let text: String = URL_SAFE_NO_PAD.encode(bytes);
        Self(text.into())
    }

    /// Checks a text.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        Self::RULE.check(text).map(|()| Self(text.into()))
    }

    /// Whether a redirect brought it back. For texts of its length the time doesn't depend on where they differ.
    pub fn matches(&self, came_back: &str) -> bool {
        self.0.as_bytes().ct_eq(came_back.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{AccessToken, ClientId, InputCode, State};

    #[test]
    fn texts_at_their_edges() {
        let code = |text: &str| ClientId::parse(text).map_err(|e| e.code()).err();
        assert_eq!(code(""), Some(InputCode::Empty));
        assert_eq!(code(&"a".repeat(128)), None);
        assert_eq!(code(&"a".repeat(129)), Some(InputCode::TooLong));
        for bad in ["..", "a/b", "a%2fb", "a b", "a\r\nb", "é"] {
            assert_eq!(code(bad), Some(InputCode::BadCharacter), "{bad}");
        }
        let code = |text: &str| AccessToken::parse(text).map_err(|e| e.code()).err();
        assert_eq!(code("dal:a-b_c.d~e+/="), None);
        assert_eq!(code("dal%3Aabc"), Some(InputCode::StillEncoded));
        assert_eq!(code("a b"), Some(InputCode::BadCharacter));
        assert_eq!(code("a\nb"), Some(InputCode::BadCharacter));
    }

    #[test]
    fn errors_name_the_field_and_not_the_text() {
        let error = State::parse("pl\u{7}anted").expect_err("a control character");
        assert_eq!((error.field(), error.code()), ("state", InputCode::BadCharacter));
        assert!(!format!("{error} {error:?}").contains("anted"));
    }

    #[test]
    fn a_state_matches_itself_only() {
        let state = State::from_random(&[0xfb; 32]);
        assert_eq!(state.expose().len(), 43);
        assert!(state.matches(state.expose()));
        let shorter = state.expose().split_at(42).0;
        assert!(!state.matches("") && !state.matches(shorter));
    }
}
