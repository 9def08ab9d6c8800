//! Reading a view's fields where they stand: one value, the elements of an array, the entries of a map. No allocation
//! but for texts with escapes.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

use crate::answer::Failure;
use crate::codec::{Json, JsonKind};

/// What a view can hand out of JSON.
pub trait FromJson<'a>: Sized {
    /// The value, if it has the right JSON type.
    fn from_json(json: Json<'a>) -> Option<Self>;
}

impl<'a> FromJson<'a> for Json<'a> {
    /// Any value, null too.
    fn from_json(json: Json<'a>) -> Option<Self> {
        Some(json)
    }
}

impl<'a> FromJson<'a> for Cow<'a, str> {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.text()
    }
}

impl<'a> FromJson<'a> for bool {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.boolean()
    }
}

impl<'a> FromJson<'a> for i64 {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.integer()
    }
}

impl<'a> FromJson<'a> for f64 {
    fn from_json(json: Json<'a>) -> Option<Self> {
        json.number()
    }
}

/// How a field is handed out: one value as an option, several as a list that is empty where the field is absent.
pub(crate) trait Field<'a> {
    fn of(json: Option<Json<'a>>) -> Self;
}

impl<'a, T: FromJson<'a>> Field<'a> for Option<T> {
    #[inline]
    fn of(json: Option<Json<'a>>) -> Self {
        T::from_json(json?)
    }
}

macro_rules! several {
    ($(#[$about:meta])* $Name:ident, $Item:ty, $kind:ident, |$json:ident| $items:expr) => {
        $(#[$about])*
        pub struct $Name<'a, T> {
            json: Option<Json<'a>>,
            of: PhantomData<fn() -> T>,
        }

        impl<'a, T: FromJson<'a>> $Name<'a, T> {
            /// One after the other, in their order. Doesn't allocate; a loop over the list itself allocates its
            /// iterator once.
            pub fn iter(&self) -> impl Iterator<Item = $Item> + Clone + use<'a, T> {
                let $json = self.json.unwrap_or(Json::NULL);
                $items
            }

            /// Whether there is none. Takes the time of reading the first.
            pub fn is_empty(&self) -> bool {
                self.iter().next().is_none()
            }

            /// The value as it came, whatever it is; none where the field is absent.
            pub fn raw(&self) -> Option<Json<'a>> {
                self.json
            }
        }

        impl<'a, T> From<Json<'a>> for $Name<'a, T> {
            fn from(json: Json<'a>) -> Self {
                Self { json: Some(json), of: PhantomData }
            }
        }

        impl<'a, T> Field<'a> for $Name<'a, T> {
            #[inline]
            fn of(json: Option<Json<'a>>) -> Self {
                Self { json, of: PhantomData }
            }
        }

        impl<'a, T> FromJson<'a> for $Name<'a, T> {
            fn from_json(json: Json<'a>) -> Option<Self> {
                (json.kind() == JsonKind::$kind).then(|| json.into())
            }
        }

        impl<'a, T: FromJson<'a> + 'a> IntoIterator for $Name<'a, T> {
            type Item = $Item;
            type IntoIter = Box<dyn Iterator<Item = $Item> + 'a>;

            fn into_iter(self) -> Self::IntoIter {
                Box::new(self.iter())
            }
        }

        impl<'a, T: FromJson<'a> + 'a> IntoIterator for &$Name<'a, T> {
            type Item = $Item;
            type IntoIter = Box<dyn Iterator<Item = $Item> + 'a>;

            fn into_iter(self) -> Self::IntoIter {
                Box::new(self.iter())
            }
        }

        impl<T> Clone for $Name<'_, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $Name<'_, T> {}

        /// Name and size only.
        impl<T> fmt::Debug for $Name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                sized(f, stringify!($Name), self.json.unwrap_or(Json::NULL))
            }
        }
    };
}

several! {
    /// The elements of an array, each read when the iterator comes to it.
    ///
    /// Empty where the field is absent, null or no array; [`raw`](Self::raw) tells these apart. An element that isn't
    /// what it should be, such as a null among objects, is passed over; the raw value has it.
    Elements, T, Array, |json| json.elements().filter_map(T::from_json)
}

several! {
    /// The entries of an object with free keys, each read when the iterator comes to it.
    ///
    /// Empty where the field is absent, null or no object; [`raw`](Self::raw) tells these apart. An entry whose value
    /// isn't what it should be is passed over; the raw value has it.
    Entries, (Cow<'a, str>, T), Object, |json| json.members().filter_map(|(k, v)| Some((k, T::from_json(v)?)))
}

impl<'a, T: FromJson<'a>> Entries<'a, T> {
    /// The value of a key; of one that stands twice the first. Looks through what stands before it.
    pub fn get(&self, key: &str) -> Option<T> {
        T::from_json(self.json?.get(key)?)
    }
}

/// What stands behind a view; null where nothing does.
pub(crate) trait Behind<'a> {
    fn json(self) -> Json<'a>;
}

impl<'a> Behind<'a> for Json<'a> {
    fn json(self) -> Json<'a> {
        self
    }
}

impl<'a> Behind<'a> for Option<Json<'a>> {
    fn json(self) -> Json<'a> {
        self.unwrap_or(Json::NULL)
    }
}

/// The answer of a batch method: an answer or an error for each request, in the order of the requests.
pub struct Batch<'a, T> {
    json: Json<'a>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: From<Json<'a>>> Batch<'a, T> {
    /// One after the other: the single method's answer, or the failure that stands in its place.
    pub fn elements(&self) -> impl Iterator<Item = Result<T, Failure<'a>>> + Clone + use<'a, T> {
        let responses = self.json.get("responses").unwrap_or(Json::NULL);
        responses.elements().map(|element| Failure::told(element, None).map_or_else(|| Ok(element.into()), Err))
    }

    /// The value as it came.
    pub fn raw(&self) -> Json<'a> {
        self.json
    }
}

impl<'a, T> From<Json<'a>> for Batch<'a, T> {
    fn from(json: Json<'a>) -> Self {
        Self { json, of: PhantomData }
    }
}

impl<T> Clone for Batch<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Batch<'_, T> {}

/// Name and size only.
impl<T> fmt::Debug for Batch<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sized(f, "Batch", self.json)
    }
}

/// What `Debug` shows of a view: the value may hold what must not be logged.
pub(crate) fn sized(f: &mut fmt::Formatter<'_>, name: &str, json: Json<'_>) -> fmt::Result {
    write!(f, "{name}({} bytes)", json.raw().len())
}
