//! What the generated lists of views expand to. A view is a checked JSON value and accessors that look their field up
//! in it.

/// A view of an object: `name: type` for a field of that name, `name = "field": type` where the field's name is no
/// name in Rust.
macro_rules! view {
    (
        $(#[$about:meta])*
        $Name:ident {
            $( $(#[$field_about:meta])* $field:ident $(= $key:literal)? : $ty:ty, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        pub struct $Name<'a>(Json<'a>);

        impl<'a> $Name<'a> {
            /// Names of the documented fields of all versions.
            pub const FIELDS: &'static [&'static str] = &[$(key!($field $($key)?)),*];

            $(
                $(#[$field_about])*
                #[inline]
                pub fn $field(&self) -> $ty {
                    Field::of(self.0.get(key!($field $($key)?)))
                }
            )*

            /// A field by its name, documented or not.
            pub fn get(&self, name: &str) -> Option<Json<'a>> {
                self.0.get(name)
            }

            /// The value as it came, with everything that isn't documented.
            pub fn raw(&self) -> Json<'a> {
                self.0
            }
        }

        impl<'a> From<Json<'a>> for $Name<'a> {
            #[inline]
            fn from(json: Json<'a>) -> Self {
                Self(json)
            }
        }

        impl<'a> FromJson<'a> for $Name<'a> {
            #[inline]
            fn from_json(json: Json<'a>) -> Option<Self> {
                (json.kind() == JsonKind::Object).then_some(Self(json))
            }
        }

        /// Name and size only.
        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                sized(f, stringify!($Name), self.0)
            }
        }
    };
}

/// The name of a field: that of its accessor, where no other is given.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// An enumeration as it comes: what isn't known is kept.
macro_rules! choice {
    (
        $(#[$about:meta])*
        $Name:ident {
            $( $(#[$value_about:meta])* $Value:ident = $text:literal $(| $other:literal)*, )+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Name<'a> {
            $( $(#[$value_about])* $Value, )+
            /// A value that the catalogue doesn't know, as it came.
            Unknown(Cow<'a, str>),
        }

        impl<'a> $Name<'a> {
            /// The value's text.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Value => $text, )+
                    Self::Unknown(text) => text,
                }
            }
        }

        impl<'a> From<Cow<'a, str>> for $Name<'a> {
            fn from(text: Cow<'a, str>) -> Self {
                match &*text {
                    $( $text $(| $other)* => Self::$Value, )+
                    _ => Self::Unknown(text),
                }
            }
        }

        impl<'a> FromJson<'a> for $Name<'a> {
            fn from_json(json: Json<'a>) -> Option<Self> {
                json.text().map(Self::from)
            }
        }

        impl fmt::Display for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// A union: views told apart by the text of one field, with accessors for what several of them have.
macro_rules! union {
    (
        $(#[$about:meta])*
        $Name:ident by $tag:literal {
            $( $(#[$variant_about:meta])* $Variant:ident = $value:literal: $View:ident, )+
        }
        {
            $( $(#[$field_about:meta])* $field:ident $(= $key:literal)? : $ty:ty, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $Name<'a> {
            $( $(#[$variant_about])* $Variant($View<'a>), )+
            /// A kind that the catalogue doesn't know.
            Unknown {
                #[doc = concat!("Text of the field `", $tag, "`; empty where it has none.")]
                tag: Cow<'a, str>,
                /// The value as it came.
                raw: Json<'a>,
            },
        }

        impl<'a> $Name<'a> {
            $(
                $(#[$field_about])*
                pub fn $field(&self) -> $ty {
                    Field::of(self.get(key!($field $($key)?)))
                }
            )*

            /// A field by its name, documented or not.
            pub fn get(&self, name: &str) -> Option<Json<'a>> {
                self.raw().get(name)
            }

            /// The value as it came, with everything that isn't documented.
            pub fn raw(&self) -> Json<'a> {
                match self {
                    $( Self::$Variant(view) => view.raw(), )+
                    Self::Unknown { raw, .. } => *raw,
                }
            }
        }

        impl<'a> From<Json<'a>> for $Name<'a> {
            fn from(json: Json<'a>) -> Self {
                let tag = json.get($tag).and_then(|tag| tag.text()).unwrap_or_default();
                match &*tag {
                    $( $value => Self::$Variant(json.into()), )+
                    _ => Self::Unknown { tag, raw: json },
                }
            }
        }

        impl<'a> FromJson<'a> for $Name<'a> {
            fn from_json(json: Json<'a>) -> Option<Self> {
                (json.kind() == JsonKind::Object).then(|| json.into())
            }
        }

        /// Name and size only.
        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                sized(f, stringify!($Name), self.raw())
            }
        }
    };
}

/// A value of one of several types: the first that fits.
macro_rules! one_of {
    ($(#[$about:meta])* $Name:ident { $( $Variant:ident($ty:ty), )+ }) => {
        $(#[$about])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $Name<'a> {
            $( #[doc = concat!("`", stringify!($Variant), "`")] $Variant($ty), )+
        }

        /// Kind of the value only.
        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $( Self::$Variant(_) => concat!(stringify!($Name), "::", stringify!($Variant)), )+
                })
            }
        }

        impl<'a> FromJson<'a> for $Name<'a> {
            fn from_json(json: Json<'a>) -> Option<Self> {
                $( if let Some(value) = FromJson::from_json(json) {
                    return Some(Self::$Variant(value));
                } )+
                None
            }
        }
    };
}

/// The payloads of everything that the API sends on its own, by what it is sent as.
macro_rules! payloads {
    (
        $(#[$about:meta])*
        $Name:ident for $Handle:ident {
            $( $(#[$variant_about:meta])* $Variant:ident = $CONSTANT:ident: $View:ty, )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $Name<'a> {
            $( $(#[$variant_about])* $Variant($View), )+
            /// One that the catalogue doesn't know.
            Unknown {
                /// Its name.
                action: Cow<'a, str>,
                /// The payload as it came.
                raw: Json<'a>,
            },
        }

        impl<'a> $Name<'a> {
            /// Reads a payload.
            pub fn of(kind: $Handle, payload: Json<'a>) -> Self {
                match kind {
                    $( $Handle::$CONSTANT => Self::$Variant(payload.into()), )+
                    _ => Self::Unknown { action: Cow::Borrowed(kind.name()), raw: payload },
                }
            }

            /// Reads a payload by the name that the catalogue has, or hasn't.
            pub fn named(name: impl Into<Cow<'a, str>>, payload: Json<'a>) -> Self {
                let action = name.into();
                match $Handle::from_name(&action) {
                    Some(kind) => Self::of(kind, payload),
                    None => Self::Unknown { action, raw: payload },
                }
            }

            /// The payload as it came, with everything that isn't documented.
            pub fn raw(&self) -> Json<'a> {
                match self {
                    $( Self::$Variant(view) => Behind::json(view.raw()), )+
                    Self::Unknown { raw, .. } => *raw,
                }
            }
        }

        /// Name and size only.
        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                sized(f, stringify!($Name), self.raw())
            }
        }
    };
}

pub(crate) use {choice, key, one_of, payloads, union, view};
