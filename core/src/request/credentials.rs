//! Who calls: tokens that are never shown, and the header that carries them, in both directions. No IO.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use super::error::{BadValue, BadValueCode};
use super::ids::{checked, made_of};
use crate::catalogue::Api;
use crate::policy::TokenKind;
use crate::transport::Transport;

checked! {
    /// The account that a personal access token belongs to: visible ASCII without a colon, up to 256.
    pub struct AccountId,
    |text| made_of(text, 256, |c| c.is_ascii_graphic() && c != ':', "an account ID has 1 to 256 visible ASCII characters, no colon")
}

/// A token: visible ASCII without spaces, up to 4,096. Neither `Debug` nor an error shows it; [`AccessToken::secret`] does.
#[derive(Clone)]
pub struct AccessToken(String);

impl AccessToken {
    /// Checks a text.
    pub fn parse(text: &str) -> Result<Self, BadValue> {
        made_of(text, 4_096, |c| c.is_ascii_graphic(), "a token has 1 to 4,096 visible ASCII characters, no spaces")
            .map(|()| Self(text.to_owned()))
    }

    /// The token itself: for the wire, not for logs.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl core::str::FromStr for AccessToken {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        Self::parse(text)
    }
}

/// In time that depends on the lengths alone.
impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for AccessToken {}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(hidden)")
    }
}

/// What a call is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// A personal access token of an agent, sent as Basic.
    Personal {
        /// The agent's account.
        account_id: AccountId,
        /// The token.
        token: AccessToken,
    },
    /// An OAuth access token of an agent. One that was read may be a bot's own: on the wire they look alike.
    Bearer(AccessToken),
    /// A bot's own token.
    Bot(AccessToken),
    /// A customer's token.
    Customer(AccessToken),
}

impl Credentials {
    /// The kind of the token.
    pub fn kind(&self) -> TokenKind {
        match self {
            Self::Personal { .. } => TokenKind::Personal,
            Self::Bearer(_) => TokenKind::Oauth,
            Self::Bot(_) => TokenKind::Bot,
            Self::Customer(_) => TokenKind::Customer,
        }
    }

    /// The value of the `Authorization` header. It is as secret as the token.
    pub fn header_value(&self) -> String {
        match self {
            Self::Personal { account_id, token } => {
                format!("Basic {}", STANDARD.encode(format!("{account_id}:{}", token.secret())))
            }
            Self::Bearer(token) | Self::Bot(token) | Self::Customer(token) => format!("Bearer {}", token.secret()),
        }
    }

    /// Whether an API takes them on a transport: customers' tokens and agents' keep to their own APIs; personal and bots' tokens to the Web.
    pub fn fit(&self, api: Api, transport: Transport) -> bool {
        match self.kind() {
            TokenKind::Customer => api == Api::Customer,
            TokenKind::Oauth => api != Api::Customer,
            TokenKind::Personal | TokenKind::Bot => api != Api::Customer && transport == Transport::Web,
        }
    }

    /// Reads the value of an `Authorization` header that was sent to an API. Strict: the scheme in the documented case, one space, padded base64 without
    /// spare bits, one split at the first colon.
    pub(super) fn read(value: &str, api: Api) -> Result<Self, BadValue> {
        const BASIC: &str = "Basic takes the base64 of `account_id:token`";
        if let Some(token) = value.strip_prefix("Bearer ") {
            let token = AccessToken::parse(token)?;
            return Ok(if api == Api::Customer { Self::Customer(token) } else { Self::Bearer(token) });
        }
        let bad = || BadValue::new(BadValueCode::BadFormat, BASIC);
        let Some(encoded) = value.strip_prefix("Basic ") else {
            return Err(BadValue::new(BadValueCode::BadFormat, "it is `Basic ...` or `Bearer ...`"));
        };
        let decoded = STANDARD.decode(encoded).map_err(|_| bad())?;
        let (account_id, token) =
            core::str::from_utf8(&decoded).ok().and_then(|t| t.split_once(':')).ok_or_else(bad)?;
        Ok(Self::Personal { account_id: AccountId::parse(account_id)?, token: AccessToken::parse(token)? })
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, AccountId, Credentials};
    use crate::catalogue::Api;
    use alloc::format;

    #[test]
    fn basic_is_split_at_the_first_colon() {
        let token = AccessToken::parse("dal:fake").unwrap();
        let personal = Credentials::Personal { account_id: AccountId::parse("a1").unwrap(), token };
        assert_eq!(personal.header_value(), "Basic YTE6ZGFsOmZha2U=");
        assert_eq!(Credentials::read("Basic YTE6ZGFsOmZha2U=", Api::Agent), Ok(personal));
    }

    #[test]
    fn what_is_not_quite_an_authorization_is_refused() {
        for bad in [
            "",
            "Bearer",
            "Bearer ",
            "bearer x",
            "Bearer  x",
            "Bearer x y",
            "Bearer x, Bearer y",
            "Token x",
            "Basic  YTE6ZGFsOmZha2U=",
            "Basic YTE6ZGFsOmZha2U= ",
            "Basic YTE6ZGFsOmZha2U",
            "Basic YTE6ZGFsOmZha2V=",
            "Basic YTE6Z GFsOmZha2U=",
            "Basic YWI=",
            "Basic OmI=",
            "Basic YTo=",
            "Basic /////w==",
        ] {
            assert!(Credentials::read(bad, Api::Agent).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_debug_shows_a_token() {
        let token = AccessToken::parse("s3cr3t").unwrap();
        let personal = Credentials::Personal { account_id: AccountId::parse("a1").unwrap(), token: token.clone() };
        assert!(!format!("{token:?} {personal:?} {:?}", Credentials::Bot(token.clone())).contains("s3cr3t"));
        assert_ne!(token, AccessToken::parse("s3cr3u").unwrap());
    }
}
