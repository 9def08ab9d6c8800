//! Texts of the caller, checked once: ids, tokens, secrets. Pure data; what is secret hides itself from `Debug`.

use alloc::string::String;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::input::{InputError, Rule, checked, plain, secret, token, visible};

const fn visible_or_space(c: char) -> bool {
    visible(c) || c == ' '
}

macro_rules! id {
    ($(#[$about:meta])* $Name:ident = $field:literal) => {
        checked! {
            $(#[$about])*
            ///
            /// 1 to 128 characters: letters, digits, `-`, `_`.
            pub struct $Name,
            |text| {
                const ABOUT: &str = "it is 1 to 128 characters: letters, digits, `-`, `_`";
                Rule { field: $field, least: 1, most: 128, fits: plain, about: ABOUT }.check(text)
            }
        }
    };
}

id! {
    /// ID of an application, from the Developer Console.
    ClientId = "client_id"
}
id! {
    /// ID of a customer.
    EntityId = "entity_id"
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

    use super::{ClientId, State};
    use crate::input::InputCode;

    #[test]
    fn texts_at_their_edges() {
        let code = |text: &str| ClientId::parse(text).map_err(|e| e.code()).err();
        assert_eq!(code(""), Some(InputCode::Empty));
        assert_eq!(code(&"a".repeat(128)), None);
        assert_eq!(code(&"a".repeat(129)), Some(InputCode::TooLong));
        for bad in ["..", "a/b", "a%2fb", "a b", "a\r\nb", "é"] {
            assert_eq!(code(bad), Some(InputCode::BadCharacter), "{bad}");
        }
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
