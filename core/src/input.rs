//! Texts of the caller that are checked once, when a value is made of them: what is wrong with one, and the rule it breaks. Pure data.

named! {
    /// What is wrong with a text that the caller gives.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum InputCode {
        /// Nothing in it.
        Empty = "empty",
        /// Shorter than it must be.
        TooShort = "too_short",
        /// Longer than it may be.
        TooLong = "too_long",
        /// A character that can't be in it, such as a line break.
        BadCharacter = "bad_character",
        /// Copied from a URL without decoding it: there is `%3A` in place of a colon.
        StillEncoded = "still_encoded",
        /// Not the form that it must have.
        BadFormat = "bad_format",
        /// More of them than allowed.
        TooMany = "too_many",
    }
}

/// A text that the caller gives can't be used. The message names the field and its rule, never the text, which may be secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {code}; {rule}")]
pub struct InputError {
    field: &'static str,
    code: InputCode,
    rule: &'static str,
}

impl InputError {
    pub(crate) const fn new(field: &'static str, code: InputCode, rule: &'static str) -> Self {
        Self { field, code, rule }
    }

    /// The field as the vendor names it.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong.
    pub fn code(&self) -> InputCode {
        self.code
    }

    /// What the field may hold.
    pub fn rule(&self) -> &'static str {
        self.rule
    }
}

/// What a text may be: of some length in bytes, of some characters.
pub(crate) struct Rule {
    pub(crate) field: &'static str,
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) fits: fn(char) -> bool,
    pub(crate) about: &'static str,
}

impl Rule {
    pub(crate) fn check(&self, text: &str) -> Result<(), InputError> {
        let code = match text.len() {
            0 => InputCode::Empty,
            n if n > self.most => InputCode::TooLong,
            _ if !text.chars().all(self.fits) => InputCode::BadCharacter,
            n if n < self.least => InputCode::TooShort,
            _ => return Ok(()),
        };
        Err(InputError::new(self.field, code, self.about))
    }

    /// One more demand, on a text that the rule takes.
    pub(crate) fn and(&self, text: &str, form: impl FnOnce(&str) -> bool) -> Result<(), InputError> {
        self.check(text)?;
        if form(text) { Ok(()) } else { Err(InputError::new(self.field, InputCode::BadFormat, self.about)) }
    }
}

/// Letters, digits, hyphen and underscore: nothing that a URL or a header could take for something else.
pub(crate) const fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Visible ASCII, so that a header can carry it.
pub(crate) const fn visible(c: char) -> bool {
    c.is_ascii_graphic()
}

/// Declares a text that is checked when it is made, and that may be shown.
macro_rules! checked {
    ($(#[$meta:meta])* pub struct $Name:ident, $check:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(alloc::boxed::Box<str>);

        impl $Name {
            /// Checks a text.
            pub fn parse(text: &str) -> Result<Self, $crate::input::InputError> {
                let check: fn(&str) -> Result<(), $crate::input::InputError> = $check;
                check(text).map(|()| Self(text.into()))
            }

            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $Name {
            type Err = $crate::input::InputError;

            fn from_str(text: &str) -> Result<Self, $crate::input::InputError> {
                Self::parse(text)
            }
        }

        impl core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($Name), "({:?})"), self.0)
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use checked;

/// Declares a text that is checked when it is made, and never shown.
macro_rules! secret {
    ($(#[$about:meta])* $Name:ident = $field:literal, $most:literal, $fits:expr, $rule:literal) => {
        $(#[$about])*
        ///
        /// `Debug` doesn't show it, and equality takes the same time wherever two of one length differ.
        #[derive(Clone)]
        pub struct $Name(alloc::boxed::Box<str>);

        impl $Name {
            const RULE: $crate::input::Rule =
                $crate::input::Rule { field: $field, least: 1, most: $most, fits: $fits, about: $rule };

            /// The text itself, for sending or storing it, not for logs.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $Name {
            type Err = $crate::input::InputError;

            fn from_str(text: &str) -> Result<Self, $crate::input::InputError> {
                Self::parse(text)
            }
        }

        impl core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($Name), "(..)"))
            }
        }

        impl PartialEq for $Name {
            fn eq(&self, other: &Self) -> bool {
                subtle::ConstantTimeEq::ct_eq(self.0.as_bytes(), other.0.as_bytes()).into()
            }
        }

        impl Eq for $Name {}
    };
}
pub(crate) use secret;

/// Declares a secret that is a token of the vendor's.
macro_rules! token {
    ($(#[$about:meta])* $Name:ident = $field:literal) => {
        $crate::input::secret! {
            $(#[$about])*
            $Name = $field, 4096, $crate::input::visible, "it is 1 to 4096 visible ASCII characters, without spaces"
        }

        impl $Name {
            /// Checks a text.
            pub fn parse(text: &str) -> Result<Self, $crate::input::InputError> {
                use $crate::input::{InputCode, InputError};
                Self::RULE.check(text)?;
                if text.contains("%3A") || text.contains("%3a") {
                    return Err(InputError::new($field, InputCode::StillEncoded, "write `:` where it has `%3A`"));
                }
                Ok(Self(text.into()))
            }
        }
    };
}
pub(crate) use token;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{InputCode, Rule, visible};

    #[test]
    fn a_rule_names_what_is_wrong_and_not_the_text() {
        const RULE: Rule = Rule { field: "id", least: 2, most: 4, fits: visible, about: "it is 2 to 4 visible ASCII" };
        let code = |text: &str| RULE.check(text).map_err(|e| e.code()).err();
        assert_eq!(code(""), Some(InputCode::Empty));
        assert_eq!(code("a"), Some(InputCode::TooShort));
        assert_eq!((code("ab"), code("abcd")), (None, None));
        assert_eq!(code("abcde"), Some(InputCode::TooLong));
        assert_eq!((code("a b"), code("é")), (Some(InputCode::BadCharacter), Some(InputCode::BadCharacter)));
        let error = RULE.and("xyz", |_| false).unwrap_err();
        assert_eq!((error.field(), error.code()), ("id", InputCode::BadFormat));
        assert!(!format!("{error} {error:?}").contains("xyz"));
    }
}
