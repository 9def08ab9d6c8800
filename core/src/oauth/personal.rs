//! Personal access tokens, as a header carries them, and the data centre that a token names. Pure functions of text.

use alloc::string::String;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::caller::{AccessToken, AccountId, Region};
use crate::input::{InputCode, InputError};

/// Most bytes of a header that is read: both parts at their longest, in base64.
const MOST_BYTES: usize = 8_192;

/// A personal access token with the account that it belongs to. `Debug` shows the account only.
///
/// It calls the Agent Chat, Configuration and Reports APIs over the Web with the header of
/// [`header_value`](Self::header_value): not RTM, not the Customer Chat API, and it makes no customers' tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalToken {
    account_id: AccountId,
    token: AccessToken,
}

named! {
    /// Why a header isn't that of a personal access token.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum PersonalTokenCode {
        /// Another scheme than `Basic`, or not exactly one space after it.
        NotBasic = "not_basic",
        /// Longer than 8192 bytes, or one of its parts longer than it may be.
        TooLong = "too_long",
        /// Not base64 in its strict form, with padding and nothing else.
        BadBase64 = "bad_base64",
        /// No colon between the account and the token.
        NoColon = "no_colon",
        /// Nothing before the first colon.
        EmptyAccountId = "empty_account_id",
        /// Nothing after the first colon.
        EmptyToken = "empty_token",
        /// Something beyond visible ASCII, or an account that has more than letters, digits, `-` and `_`.
        BadCharacter = "bad_character",
        /// The token was copied from a URL without decoding it: there is `%3A` in place of a colon.
        StillEncoded = "still_encoded",
    }
}

/// A header isn't that of a personal access token. The message doesn't repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not `Basic` with base64 of `account_id:token`: {code}")]
pub struct PersonalTokenFault {
    code: PersonalTokenCode,
}

impl PersonalTokenFault {
    /// What is wrong.
    pub fn code(&self) -> PersonalTokenCode {
        self.code
    }
}

impl From<PersonalTokenCode> for PersonalTokenFault {
    fn from(code: PersonalTokenCode) -> Self {
        Self { code }
    }
}

impl PersonalToken {
    /// From the account's ID and the token, as the Developer Console shows them.
    pub fn new(account_id: &str, token: &str) -> Result<Self, InputError> {
        Ok(Self { account_id: AccountId::parse(account_id)?, token: AccessToken::parse(token)? })
    }

    /// From parts that were checked before.
    pub fn of(account_id: AccountId, token: AccessToken) -> Self {
        Self { account_id, token }
    }

    /// From the base64 that the Developer Console shows beside them.
    pub fn from_base64(encoded: &str) -> Result<Self, PersonalTokenFault> {
        use PersonalTokenCode as Code;
        if encoded.len() > MOST_BYTES {
            return Err(Code::TooLong.into());
        }
        let bytes = STANDARD.decode(encoded).map_err(|_| Code::BadBase64)?;
        let text = String::from_utf8(bytes).map_err(|_| Code::BadCharacter)?;
        // The account's ID has no colon; the token may have one, after its data centre.
        let (account_id, token) = text.split_once(':').ok_or(Code::NoColon)?;
        if account_id.is_empty() {
            return Err(Code::EmptyAccountId.into());
        }
        if token.is_empty() {
            return Err(Code::EmptyToken.into());
        }
        Self::new(account_id, token).map_err(|e| match e.code() {
            InputCode::TooLong => Code::TooLong.into(),
            InputCode::StillEncoded => Code::StillEncoded.into(),
            _ => Code::BadCharacter.into(),
        })
    }

    /// From the value of the header `Authorization`, as a gateway gets it. The scheme may have any case, as in RFC
    /// 9110.
    pub fn from_header(value: &str) -> Result<Self, PersonalTokenFault> {
        match value.split_once(' ') {
            Some((scheme, encoded)) if scheme.eq_ignore_ascii_case("Basic") && !encoded.starts_with(' ') => {
                Self::from_base64(encoded)
            }
            _ => Err(PersonalTokenCode::NotBasic.into()),
        }
    }

    /// ID of the account.
    pub fn account_id(&self) -> &AccountId {
        &self.account_id
    }

    /// The token.
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// Both parts.
    pub fn into_parts(self) -> (AccountId, AccessToken) {
        (self.account_id, self.token)
    }

    /// Value of the header `Authorization`.
    ///
    /// ```
    /// use livechat_core::oauth::PersonalToken;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let token = PersonalToken::new("b7eff798-f8df-4364-8059-649c35c9ed0c", "dal:test_YT")?;
    /// assert_eq!(PersonalToken::from_header(&token.header_value())?, token);
    /// # Ok(())
    /// # }
    /// ```
    pub fn header_value(&self) -> String {
        let mut value = String::from("Basic ");
        STANDARD.encode_string(alloc::format!("{}:{}", self.account_id, self.token.expose()), &mut value);
        value
    }
}

/// The data centre that a token names at its beginning: `dal:`, `fra:`, or with a hyphen in older ones. Newer tokens
/// name none.
///
/// ```
/// use livechat_core::oauth::{Region, region_of};
/// assert_eq!(region_of("fra-a:vky95357S7KM1E4dXwv1DQ"), Some(Region::Fra));
/// assert_eq!(region_of("test_gfalskcakg2347o8326"), None);
/// ```
pub fn region_of(token: &str) -> Option<Region> {
    Region::ALL.into_iter().find(|r| token.strip_prefix(r.as_str()).is_some_and(|rest| rest.starts_with([':', '-'])))
}
