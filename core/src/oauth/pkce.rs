//! Proof that who exchanges a code is who asked for it (RFC 7636). Pure functions of the caller's random bytes.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::input::{InputError, Rule};

named! {
    /// How the challenge follows from the verifier.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum ChallengeMethod {
        /// SHA-256 in base64url without padding. Use this one: who reads the address doesn't learn the verifier.
        #[default]
        S256 = "S256",
        /// The verifier itself; what the vendor assumes where no method is given.
        Plain = "plain",
    }
}

/// What the application keeps until it exchanges the code. `Debug` doesn't show it.
#[derive(Clone)]
pub struct Verifier(Box<str>);

/// 43 to 128 characters, by RFC 7636 and the vendor alike.
const RULE: Rule = Rule {
    field: "code_verifier",
    least: 43,
    most: 128,
    fits: |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'),
    about: "it is 43 to 128 characters: letters, digits, `-`, `.`, `_`, `~`",
};

impl Verifier {
    /// From 32 random bytes of the caller: 43 characters. They must come from a generator made for secrets, and be used
    /// once.
    pub fn from_random(bytes: &[u8; 32]) -> Self {
        let text: String = URL_SAFE_NO_PAD.encode(bytes);
        Self(text.into())
    }

    /// Checks a text that was made elsewhere or stored.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        RULE.check(text).map(|()| Self(text.into()))
    }

    /// The text itself, for storing it until the redirect comes.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What goes into the address that asks for a code.
    ///
    /// ```
    /// use livechat_core::oauth::{ChallengeMethod, Verifier};
    /// # fn main() -> Result<(), livechat_core::oauth::InputError> {
    /// let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")?;
    /// let challenge = verifier.challenge(ChallengeMethod::S256);
    /// assert_eq!(challenge.expose(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    /// # Ok(())
    /// # }
    /// ```
    pub fn challenge(&self, method: ChallengeMethod) -> Challenge {
        let text = match method {
            ChallengeMethod::S256 => URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.as_bytes())).into(),
            ChallengeMethod::Plain => self.0.clone(),
        };
        Challenge { text, method }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(..)")
    }
}

impl PartialEq for Verifier {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Verifier {}

/// What the address shows of a verifier. A plain one is the verifier, so `Debug` shows the method only.
#[derive(Clone)]
pub struct Challenge {
    text: Box<str>,
    method: ChallengeMethod,
}

impl Challenge {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// How it was made.
    pub fn method(&self) -> ChallengeMethod {
        self.method
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({})", self.method)
    }
}

impl PartialEq for Challenge {
    fn eq(&self, other: &Self) -> bool {
        self.method == other.method && bool::from(self.text.as_bytes().ct_eq(other.text.as_bytes()))
    }
}

impl Eq for Challenge {}
