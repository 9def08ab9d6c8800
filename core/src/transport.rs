//! The two ways to reach a method. Pure data.

use core::fmt;
use core::str::FromStr;

/// How a call travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Transport {
    /// HTTP request and answer.
    #[default]
    Web,
    /// A frame on a websocket.
    Rtm,
}

impl Transport {
    /// Both, Web first.
    pub const ALL: [Self; 2] = [Self::Web, Self::Rtm];

    /// `web` or `rtm`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Rtm => "rtm",
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is neither `web` nor `rtm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a transport; it is `web` or `rtm`")]
pub struct UnknownTransport;

impl FromStr for Transport {
    type Err = UnknownTransport;

    fn from_str(text: &str) -> Result<Self, UnknownTransport> {
        Self::ALL.into_iter().find(|t| t.as_str() == text).ok_or(UnknownTransport)
    }
}
