//! What the generated lists of builders expand to. A builder is a list of names and JSON texts; its setters say what
//! may go in.

/// A builder of an object: constants, what `new` takes, setters; of a method's request also the call.
///
/// `name: [type]` is a field of that name, `name = "field": [type]` one whose name is no name in Rust; a lifetime
/// before the colon is that of the type.
macro_rules! draft {
    (
        $(#[$about:meta])*
        $Name:ident
        $(#[$new_about:meta])*
        new $(<$new_life:lifetime>)? ( $( $arg:ident $(= $arg_key:literal)? : [$($arg_ty:tt)*] ),* )
        { $( const $const_key:literal = $const:literal, )* }
        {
            $( $(#[$field_about:meta])* $field:ident $(= $key:literal)? $(<$life:lifetime>)? : [$($ty:tt)*], )*
        }
        $( calls $METHOD:ident -> $Answer:ty )?
    ) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $Name(Draft);

        impl $Name {
            /// Names of the fields that `new` sets: those that every version requires.
            pub const REQUIRED: &'static [&'static str] = &[$($const_key,)* $(key!($arg $($arg_key)?)),*];
            /// Names of the fields that have setters.
            pub const FIELDS: &'static [&'static str] = &[$(key!($field $($key)?)),*];

            $(#[$new_about])*
            pub fn new $(<$new_life>)? ( $( $arg: value!($($arg_ty)*) ),* ) -> Self {
                let draft = Draft::default();
                $( let draft = draft.with::<Cow<'_, str>>($const_key, $const); )*
                $( let draft = draft.with::<$($arg_ty)*>(key!($arg $($arg_key)?), $arg); )*
                Self(draft)
            }

            $(
                $(#[$field_about])*
                #[must_use]
                pub fn $field $(<$life>)? (self, value: value!($($ty)*)) -> Self {
                    Self(self.0.with::<$($ty)*>(key!($field $($key)?), value))
                }
            )*

            /// Adds a field that the catalogue needn't know. Validation judges it where the catalogue does, else the
            /// request lists it as a warning.
            #[must_use]
            pub fn extra(self, name: impl Into<String>, value: impl Into<JsonText>) -> Self {
                Self(self.0.extra(name.into(), value.into()))
            }

            $(
                /// Makes the request for a version: writes its body and validates it. Fails where the version lacks
                /// the method, a field or a value, or where a limit or a rule between fields is broken.
                pub fn at(self, version: Version) -> Result<Request, RequestError> {
                    self.0.request(Method::$METHOD, version)
                }

                /// Views an answer.
                pub fn answer<'a>(json: Json<'a>) -> $Answer {
                    json.into()
                }
            )?
        }

        $(
            impl Call for $Name {
                const METHOD: Method = Method::$METHOD;
                type Answer<'a> = $Answer;

                fn at(self, version: Version) -> Result<Request, RequestError> {
                    Self::at(self, version)
                }
            }
        )?

        impl Piece for $Name {
            fn part(self) -> Part {
                self.0.part()
            }
        }

        /// Name and number of fields only.
        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.sized(f, stringify!($Name))
            }
        }
    };
}

/// What a parameter takes: a plain number or truth value itself, anything else from whatever becomes it.
macro_rules! value {
    (bool) => { bool };
    (i64) => { i64 };
    (u64) => { u64 };
    (f64) => { f64 };
    ($($ty:tt)*) => { impl Into<$($ty)*> };
}

/// An enumeration to send: values that some version knows.
macro_rules! pick {
    ($(#[$about:meta])* $Name:ident { $( $(#[$value_about:meta])* $Value:ident = $text:literal, )+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $( $(#[$value_about])* $Value, )+
        }

        impl $Name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$Value),+];

            /// The value's text.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$Value => $text, )+
                }
            }

            /// The value that has this text, such as one that was read from an answer.
            pub fn from_name(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Piece for $Name {
            fn part(self) -> Part {
                Cow::Borrowed(self.as_str()).part()
            }
        }
    };
}

/// A union to send, made from one of its builders.
macro_rules! either {
    (
        $(#[$about:meta])*
        $Name:ident {
            $(
                $(#[$variant_about:meta])*
                $variant:ident $(<$life:lifetime>)? ( $( $arg:ident : [$($arg_ty:tt)*] ),* ) -> $Builder:ident,
            )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $Name(Draft);

        impl $Name {
            $(
                $(#[$variant_about])*
                pub fn $variant $(<$life>)? ( $( $arg: value!($($arg_ty)*) ),* ) -> Self {
                    $Builder::new($($arg),*).into()
                }
            )+
        }

        $(
            impl From<$Builder> for $Name {
                fn from(builder: $Builder) -> Self {
                    Self(builder.0)
                }
            }
        )+

        impl Piece for $Name {
            fn part(self) -> Part {
                self.0.part()
            }
        }

        /// Name and number of fields only.
        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.sized(f, stringify!($Name))
            }
        }
    };
}

/// A value of one of several types to send, made from any of them.
macro_rules! one_from {
    ($(#[$about:meta])* $Name:ident $(<$life:lifetime>)? { $( $Variant:ident($ty:ty): $($From:ty),+; )+ }) => {
        $(#[$about])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $Name $(<$life>)? {
            $( #[doc = concat!("`", stringify!($Variant), "`")] $Variant($ty), )+
        }

        one_from! { @from $Name [$($life)?] $( $($From => $Variant),+ ),+ }

        impl $(<$life>)? Piece for $Name $(<$life>)? {
            fn part(self) -> Part {
                match self {
                    $( Self::$Variant(value) => value.part(), )+
                }
            }
        }

        /// Kind of the value only.
        impl $(<$life>)? fmt::Debug for $Name $(<$life>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $( Self::$Variant(_) => concat!(stringify!($Name), "::", stringify!($Variant)), )+
                })
            }
        }
    };
    (@from $Name:ident [] $( $From:ty => $Variant:ident ),+) => {
        $(
            impl From<$From> for $Name {
                fn from(value: $From) -> Self {
                    Self::$Variant(value.into())
                }
            }
        )+
    };
    (@from $Name:ident [$life:lifetime] $( $From:ty => $Variant:ident ),+) => {
        $(
            impl<$life> From<$From> for $Name<$life> {
                fn from(value: $From) -> Self {
                    Self::$Variant(value.into())
                }
            }
        )+
    };
}

pub(crate) use {draft, either, one_from, pick, value};
