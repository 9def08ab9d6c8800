//! Texts and numbers with a meaning of their own: what the generated list of them expands to, and which may stand for
//! which. Pure data.

use alloc::borrow::Cow;
use core::fmt;

use super::{AgentId, BotId, CustomerId, UserId, Uuid};
use crate::codec::Json;
use crate::data::read::FromJson;

/// A text of its own type, read and sent.
macro_rules! text {
    ($(#[$about:meta])* $Name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Name<'a>(Cow<'a, str>);

        impl<'a> $Name<'a> {
            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Its text, for as long as what it was read from is there.
            pub fn into_text(self) -> Cow<'a, str> {
                self.0
            }

            /// The same, kept apart from what it was read from.
            pub fn into_owned(self) -> $Name<'static> {
                $Name(Cow::Owned(self.0.into_owned()))
            }
        }

        impl<'a> From<&'a str> for $Name<'a> {
            fn from(text: &'a str) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl<'a> From<&'a String> for $Name<'a> {
            fn from(text: &'a String) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl<'a> From<&'a $Name<'_>> for $Name<'a> {
            fn from(other: &'a $Name<'_>) -> Self {
                Self(Cow::Borrowed(&other.0))
            }
        }

        impl From<String> for $Name<'_> {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text))
            }
        }

        impl<'a> From<Cow<'a, str>> for $Name<'a> {
            fn from(text: Cow<'a, str>) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $Name<'_> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $Name<'_> {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $Name<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'a> FromJson<'a> for $Name<'a> {
            fn from_json(json: Json<'a>) -> Option<Self> {
                json.text().map(Self)
            }
        }

        impl Piece for $Name<'_> {
            fn part(self) -> Part {
                self.0.part()
            }
        }
    };
}

/// A whole number of its own type, read and sent.
macro_rules! number {
    ($(#[$about:meta])* $Name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Name(i64);

        impl $Name {
            /// Its number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $Name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<'a> FromJson<'a> for $Name {
            fn from_json(json: Json<'a>) -> Option<Self> {
                json.integer().map(Self)
            }
        }

        impl Piece for $Name {
            fn part(self) -> Part {
                self.0.part()
            }
        }
    };
}

pub(crate) use {number, text};

/// One kind of ID stands where a wider one is asked for.
macro_rules! stands_for {
    ($($Narrow:ident => $Wide:ident),+ $(,)?) => {
        $(
            impl<'a> From<$Narrow<'a>> for $Wide<'a> {
                fn from(id: $Narrow<'a>) -> Self {
                    id.into_text().into()
                }
            }
        )+
    };
}

stands_for! {
    AgentId => UserId,
    BotId => UserId,
    CustomerId => UserId,
    BotId => AgentId,
    CustomerId => Uuid,
}

/// A token or secret as it came, or to be sent. It is shown only to who asks for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<'a>(Cow<'a, str>);

impl<'a> Secret<'a> {
    /// The text. Not for logs.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The text, for as long as what it was read from is there. Not for logs.
    pub fn into_revealed(self) -> Cow<'a, str> {
        self.0
    }
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Secret<'a> {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl<'a> FromJson<'a> for Secret<'a> {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.text().map(Self)
    }
}

/// Without the secret.
impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
