//! Signing in: addresses, redirects and token requests as plain data in and out. No IO, no clock, no randomness.
//!
//! The host opens the address of [`Accounts::authorize_url`], reads what comes back with [`read_code`] or
//! [`read_implicit`], sends the requests that [`Accounts`] makes, and gives status and body of the answers to
//! [`TokenAnswer::read`], [`TransferAnswer::read`] and [`read_revoked`]. Random bytes come from the host; points in
//! time too.
//!
//! ```
//! use livechat_core::oauth::{
//!     Accounts, Authorize, ChallengeMethod, ClientId, Operation, Proof, RedirectUri, State, TokenAnswer, Verifier,
//!     read_code,
//! };
//! use livechat_core::{Method, Timestamp};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = ClientId::parse("9cbf3a968289727cb3cdfe83ab1d9836")?;
//! let redirect = RedirectUri::parse("https://my-application.com/back")?;
//! // Random bytes of the host, kept for this user until the redirect comes.
//! let (state, verifier) = (State::from_random(&[7; 32]), Verifier::from_random(&[9; 32]));
//!
//! let challenge = verifier.challenge(ChallengeMethod::S256);
//! let url = Accounts::LIVECHAT.authorize_url(&Authorize::code_with_pkce(&client, &redirect, &state, &challenge));
//! assert!(url.as_str().starts_with("https://accounts.livechat.com/?response_type=code&client_id="));
//!
//! let came_back = format!("https://my-application.com/back?code=test_7W91&state={}", state.expose());
//! let grant = read_code(&came_back, &state)?;
//! let request = Accounts::LIVECHAT.exchange(&client, &redirect, grant.code(), &Proof::Verifier(&verifier));
//! assert_eq!(request.url(), "https://accounts.livechat.com/v2/token");
//!
//! // Sent by the host; this is what came back.
//! let body = br#"{"access_token": "dal:test_YT", "expires_in": 28800, "scope": "chats--all:ro"}"#;
//! let answer = TokenAnswer::read(Operation::Exchange, 200, body)?;
//! assert!(answer.token(Timestamp::from_seconds(0)).allows(Method::AGENT_LIST_CHATS));
//! # Ok(())
//! # }
//! ```
//!
//! What holds a token, a code, a state or a verifier shows nothing of it in `Debug` and has no `Display`. Tokens,
//! codes, states and verifiers themselves are compared in constant time; whole requests and addresses aren't. Memory is
//! not wiped when it is dropped.
//!
//! Source: the vendor's pages on OAuth, customers' tokens and personal tokens, its description of the accounts
//! endpoints, and for the parameters of "Sign in with LiveChat" its Accounts SDK.

mod accounts;
mod answer;
mod authorize;
mod customer;
mod failure;
mod input;
mod json;
mod personal;
mod pkce;
mod redirect;
mod redirect_uri;
mod refusal;

pub use accounts::{Accounts, Proof, TokenIn, UnknownTokenIn};
pub use answer::{TokenAnswer, TransferAnswer, read_revoked, refresh_due};
pub use authorize::{Authorize, AuthorizeUrl};
pub use customer::{CustomerGrant, TransferBy};
pub use failure::{AccountsError, Operation, Remedy, Shape, UnknownOperation};
pub use input::{AuthorizationCode, ClientId, ClientSecret, EntityId, RefreshToken, State, TransferToken};
pub use personal::{PersonalToken, PersonalTokenCode, PersonalTokenFault, region_of};
pub use pkce::{Challenge, ChallengeMethod, Verifier};
pub use redirect::{
    CodeGrant, ImplicitGrant, RedirectCode, RedirectError, RedirectFault, read_code, read_error_page, read_implicit,
};
pub use redirect_uri::{RedirectUri, RedirectUriCode, RedirectUriFault, is_registered};
pub use refusal::{ErrorName, Refusal, UnknownErrorName};

pub use crate::caller::{AccessToken, AccountId, OrganizationId, Region, UnknownRegion};
pub use crate::http::{HttpBody, HttpMethod, HttpRequest, UnknownHttpMethod};
pub use crate::input::{InputCode, InputError};

/// Where LiveChat signs in.
pub const ACCOUNTS_URL: &str = "https://accounts.livechat.com";

/// Seconds that an access token of an agent or a customer lives, if the answer says nothing else.
pub const ACCESS_TOKEN_SECONDS: u64 = 28_800;

/// Seconds that a token for moving a customer's identity lives, if the answer says nothing else.
pub const TRANSFER_TOKEN_SECONDS: u64 = 3_600;

/// Access tokens, and beside them refresh tokens, that a client can have for one user. One more revokes the oldest.
pub const MOST_TOKENS: usize = 25;

/// Redirects to LiveChat that a client may make for one user in [`REDIRECT_WINDOW_SECONDS`]; then LiveChat shows its
/// error page.
pub const MOST_REDIRECTS: usize = 3;

/// Seconds in which [`MOST_REDIRECTS`] are counted.
pub const REDIRECT_WINDOW_SECONDS: u64 = 30;
