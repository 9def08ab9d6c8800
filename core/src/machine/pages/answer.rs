//! Reads of a page's answer what paging needs: how many records, and the pages around. Everything else is passed over. No IO.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::list::{NEXT, PREVIOUS, PagedList};
use super::{MAX_PAGE_ID, PagesError, PagesErrorCode};

/// What an answer says.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) records: u64,
    pub(super) total: Option<u64>,
    pub(super) next: Option<String>,
    pub(super) previous: Option<String>,
}

pub(super) fn read(list: &PagedList, json: &str) -> Result<Answer, PagesError> {
    let mut reading = Reading { list, answer: Answer::default(), seen: Seen::default(), at: None };
    let mut reader = serde_json::Deserializer::from_str(json);
    let read = (&mut reading).deserialize(&mut reader).and_then(|()| reader.end());
    let Reading { answer, seen, at, .. } = reading;
    match read {
        Err(e) if e.is_data() => Err(PagesError::at(PagesErrorCode::WrongAnswer, at)),
        Err(_) => Err(PagesError::new(PagesErrorCode::NotJson)),
        // An error counts first, whatever stands beside it, and an answer without records isn't the end of a list.
        Ok(()) if seen.error => Err(PagesError::new(PagesErrorCode::ErrorAnswer)),
        Ok(()) if seen.records => Ok(answer),
        Ok(()) => Err(PagesError::at(PagesErrorCode::WrongAnswer, Some(list.records()))),
    }
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // a bit a field
struct Seen {
    records: bool,
    next: bool,
    previous: bool,
    error: bool,
}

struct Reading<'l> {
    list: &'l PagedList,
    answer: Answer,
    seen: Seen,
    /// The field that is being read.
    at: Option<&'static str>,
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for &mut Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // Parsers disagree which of two equal keys counts.
        let once = |seen: &mut bool| {
            if core::mem::replace(seen, true) { Err(A::Error::custom("a key stands twice")) } else { Ok(()) }
        };
        while let Some(Key(key)) = map.next_key()? {
            if key == self.list.records() {
                self.at = Some(self.list.records());
                once(&mut self.seen.records)?;
                self.answer.records = map.next_value_seed(Count)?;
            } else if key == NEXT {
                self.at = Some(NEXT);
                once(&mut self.seen.next)?;
                self.answer.next = page_id(map.next_value()?)?;
            } else if key == PREVIOUS {
                self.at = Some(PREVIOUS);
                once(&mut self.seen.previous)?;
                self.answer.previous = page_id(map.next_value()?)?;
            } else if self.list.total().is_some_and(|total| key == total) {
                // No more than an estimate, so that a strange one does no harm.
                self.answer.total = map.next_value::<&RawValue>()?.get().parse().ok();
            } else if key == "error" {
                // As everywhere, an object or a text tells of a failure.
                self.seen.error |= map.next_value::<&RawValue>()?.get().starts_with(['{', '"']);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.at = None;
        }
        Ok(())
    }
}

/// An ID of a page. An empty one would lead to the first page again and is none.
fn page_id<E: Error>(id: Option<Key<'_>>) -> Result<Option<String>, E> {
    match id {
        Some(Key(id)) if id.len() > MAX_PAGE_ID => Err(E::custom("too long")),
        Some(Key(id)) if !id.is_empty() => Ok(Some(id.into_owned())),
        _ => Ok(None),
    }
}

/// Counts the elements of an array; null has none.
struct Count;

impl<'de> DeserializeSeed<'de> for Count {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_unit<E>(self) -> Result<u64, E> {
        Ok(0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<u64, A::Error> {
        let mut count = 0u64;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count = count.saturating_add(1);
        }
        Ok(count)
    }
}
