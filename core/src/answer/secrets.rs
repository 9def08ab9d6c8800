//! Secrets of webhooks: kept as digests, compared in constant time, never shown.

use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// Why there are no secrets to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// Nothing could ever be accepted.
    #[error("no_secret: no secret is given to compare with")]
    NoSecret,
    /// Whoever sends an empty one would be accepted.
    #[error("empty_secret: a secret is empty")]
    EmptySecret,
}

impl SecretsError {
    /// Its stable code: `no_secret` or `empty_secret`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSecret => "no_secret",
            Self::EmptySecret => "empty_secret",
        }
    }
}

/// Secrets that are accepted, several while one is being replaced. Only their digests are kept.
///
/// ```
/// use livechat_core::answer::Secrets;
/// let secrets = Secrets::new(["new", "old"])?;
/// assert!(secrets.accept("old") && !secrets.accept("older"));
/// assert_eq!(format!("{secrets:?}"), "Secrets(2)");
/// # Ok::<(), livechat_core::answer::SecretsError>(())
/// ```
#[derive(Clone)]
pub struct Secrets(Vec<[u8; 32]>);

impl Secrets {
    /// Takes one secret or more, none of them empty.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, SecretsError> {
        let digest = |secret: S| match secret.as_ref() {
            "" => Err(SecretsError::EmptySecret),
            secret => Ok(Sha256::digest(secret).into()),
        };
        let digests = secrets.into_iter().map(digest).collect::<Result<Vec<_>, _>>()?;
        if digests.is_empty() { Err(SecretsError::NoSecret) } else { Ok(Self(digests)) }
    }

    /// Whether a secret is one of them. The time that it takes depends on the length of the given text and on nothing that is secret: digests have
    /// one length, all of them are compared, and to their ends.
    pub fn accept(&self, secret: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(secret).into();
        self.0.iter().fold(Choice::from(0), |found, own| found | own.ct_eq(&digest)).into()
    }
}

/// How many there are.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}
