//! Enumerations whose variants have stable names: the name is written once, beside the variant.

/// Declares an enumeration with `ALL`, `as_str` and `Display`, and with `error ... = ...` also `FromStr`.
macro_rules! named {
    (
        $(#[$meta:meta])*
        pub enum $Name:ident {
            $( $(#[$about:meta])* $Variant:ident = $text:literal, )+
        }
        $( error $Unknown:ident = $message:literal; )?
    ) => {
        $(#[$meta])*
        pub enum $Name {
            $( $(#[$about])* $Variant, )+
        }

        impl $Name {
            /// All of them, in order.
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$Variant),+];

            /// Its stable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$Variant => $text, )+
                }
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $(
            #[doc = concat!("The text is no name of a [`", stringify!($Name), "`].")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
            #[error($message)]
            pub struct $Unknown;

            impl core::str::FromStr for $Name {
                type Err = $Unknown;

                fn from_str(text: &str) -> Result<Self, $Unknown> {
                    Self::ALL.into_iter().find(|v| v.as_str() == text).ok_or($Unknown)
                }
            }
        )?
    };
}
