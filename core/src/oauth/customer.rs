//! Requests about customers' tokens: by cookie, by an agent's token, by moving an identity. Makes plain data, sends
//! nothing.

use alloc::format;

use serde::Serialize;

use super::accounts::{Accounts, TokenIn};
use super::input::{ClientId, EntityId, TransferToken};
use super::pkce::{ChallengeMethod, Verifier};
use super::redirect_uri::RedirectUri;
use crate::caller::{AccessToken, OrganizationId};
use crate::http::{HttpBody, HttpMethod, HttpRequest};

const TOKEN_PATH: &str = "/v2/customer/token";
const TRANSFER_PATH: &str = "/v2/customer/identity_transfer";
// Revocation and inspection are documented without the version.
const REVOKE_PATH: &str = "/customer/token";
const INFO_PATH: &str = "/customer/info";

/// What makes a customer's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerGrant<'a> {
    /// The cookies `__lc_cid` and `__lc_cst`, which the answer sets and the HTTP client sends with the next request;
    /// without them a new customer comes to be. They live for two years from the last request.
    Cookie {
        /// Organization that the customer turns to.
        organization_id: &'a OrganizationId,
        /// Gives the customer an identity in this group only, where the license keeps groups apart
        /// (`chat_between_groups` is false).
        group_id: Option<u32>,
        /// One of the application's; the vendor takes the header `Origin` without it, which only browsers send.
        redirect_uri: Option<&'a RedirectUri>,
    },
    /// An agent's token with the scope `customers:own`, not a personal one.
    AgentToken {
        /// The agent's token.
        token: &'a AccessToken,
        /// The customer; without it a new one comes to be.
        entity_id: Option<&'a EntityId>,
        /// Organization, which the agent's token implies.
        organization_id: Option<&'a OrganizationId>,
    },
    /// A token for moving an identity from another device.
    IdentityToken {
        /// What [`Accounts::identity_transfer`] brought.
        code: &'a TransferToken,
        /// The verifier that it was asked with, if there was one.
        verifier: Option<&'a Verifier>,
    },
}

/// Whose token asks to move a customer's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferBy<'a> {
    /// An agent's, for one of the customers.
    Agent {
        /// The agent's token.
        token: &'a AccessToken,
        /// The customer.
        customer_id: &'a EntityId,
    },
    /// The customer's own.
    Customer {
        /// The customer's token.
        token: &'a AccessToken,
    },
}

#[derive(Serialize)]
struct Ask<'a> {
    grant_type: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_verifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u64>,
}

#[derive(Serialize)]
struct AskTransfer<'a> {
    bearer_type: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_challenge: Option<&'a str>,
}

/// Objects of texts and numbers always serialise.
fn json(body: &impl Serialize) -> HttpBody {
    HttpBody::Json(serde_json::to_string(body).unwrap_or_default())
}

impl Accounts {
    /// Asks for a customer's token. `expires_in` is the lifetime in seconds,
    /// [`ACCESS_TOKEN_SECONDS`](super::ACCESS_TOKEN_SECONDS) without it.
    pub fn customer_token(
        &self,
        client_id: &ClientId,
        grant: &CustomerGrant<'_>,
        expires_in: Option<u64>,
    ) -> HttpRequest {
        let ask = Ask {
            grant_type: "",
            client_id: client_id.as_str(),
            response_type: Some("token"),
            organization_id: None,
            redirect_uri: None,
            entity_id: None,
            code: None,
            code_verifier: None,
            expires_in,
        };
        let mut url = self.url(TOKEN_PATH);
        let mut bearer = None;
        let ask = match *grant {
            CustomerGrant::Cookie { organization_id, group_id, redirect_uri } => {
                if let Some(group) = group_id {
                    // The ID has no character that a path could take for something else.
                    url = self.url(&format!("/v2/customer/{organization_id}/{group}/token"));
                }
                Ask {
                    grant_type: "cookie",
                    organization_id: Some(organization_id.as_str()),
                    redirect_uri: redirect_uri.map(RedirectUri::as_str),
                    ..ask
                }
            }
            CustomerGrant::AgentToken { token, entity_id, organization_id } => {
                bearer = Some(token);
                Ask {
                    grant_type: "agent_token",
                    entity_id: entity_id.map(EntityId::as_str),
                    organization_id: organization_id.map(OrganizationId::as_str),
                    ..ask
                }
            }
            CustomerGrant::IdentityToken { code, verifier } => Ask {
                grant_type: "identity_token",
                response_type: None,
                code: Some(code.expose()),
                code_verifier: verifier.map(Verifier::expose),
                ..ask
            },
        };
        let request = HttpRequest::new(HttpMethod::Post, url);
        let request = match bearer {
            Some(token) => request.bearer(token.expose()),
            None => request,
        };
        request.with_body(json(&ask))
    }

    /// Asks for a token that moves a customer's identity to another device. With a verifier, only who has it can use
    /// the token; the challenge is made with SHA-256, since there is no parameter for the method and the reference's
    /// example is made so.
    pub fn identity_transfer(
        &self,
        client_id: &ClientId,
        by: &TransferBy<'_>,
        verifier: Option<&Verifier>,
    ) -> HttpRequest {
        let (bearer_type, token, customer_id) = match *by {
            TransferBy::Agent { token, customer_id } => ("agent", token, Some(customer_id)),
            TransferBy::Customer { token } => ("customer", token, None),
        };
        let challenge = verifier.map(|v| v.challenge(ChallengeMethod::S256));
        let ask = AskTransfer {
            bearer_type,
            client_id: client_id.as_str(),
            customer_id: customer_id.map(EntityId::as_str),
            code_challenge: challenge.as_ref().map(super::pkce::Challenge::expose),
        };
        HttpRequest::new(HttpMethod::Post, self.url(TRANSFER_PATH)).bearer(token.expose()).with_body(json(&ask))
    }

    /// Asks what a customer's token is.
    pub fn customer_inspect(&self, token: &AccessToken, token_in: TokenIn) -> HttpRequest {
        self.about_token(HttpMethod::Get, INFO_PATH, token.expose(), token_in)
    }

    /// Revokes a customer's token, which goes in the header: no other place is documented.
    pub fn customer_revoke(&self, token: &AccessToken) -> HttpRequest {
        self.about_token(HttpMethod::Delete, REVOKE_PATH, token.expose(), TokenIn::Header)
    }
}
