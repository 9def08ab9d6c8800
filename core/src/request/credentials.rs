//! What a call is made with, and the header that carries it, in both directions. No IO.

use alloc::format;
use alloc::string::String;

use crate::caller::{AccessToken, AccountId};
use crate::catalogue::Api;
use crate::input::{InputCode, InputError};
use crate::oauth::PersonalToken;
use crate::policy::TokenKind;
use crate::transport::Transport;

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
            Self::Personal { account_id, token } => PersonalToken::of(account_id.clone(), token.clone()).header_value(),
            Self::Bearer(token) | Self::Bot(token) | Self::Customer(token) => format!("Bearer {}", token.expose()),
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
    pub(super) fn read(value: &str, api: Api) -> Result<Self, InputError> {
        let bad = |rule| InputError::new("authorization", InputCode::BadFormat, rule);
        if let Some(token) = value.strip_prefix("Bearer ") {
            let token = AccessToken::parse(token)?;
            return Ok(if api == Api::Customer { Self::Customer(token) } else { Self::Bearer(token) });
        }
        let encoded = value.strip_prefix("Basic ").ok_or_else(|| bad("it is `Basic ...` or `Bearer ...`"))?;
        let personal = PersonalToken::from_base64(encoded);
        personal.map(Self::from).map_err(|_| bad("Basic takes the base64 of `account_id:token`"))
    }
}

impl From<PersonalToken> for Credentials {
    fn from(personal: PersonalToken) -> Self {
        let (account_id, token) = personal.into_parts();
        Self::Personal { account_id, token }
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
    }
}
