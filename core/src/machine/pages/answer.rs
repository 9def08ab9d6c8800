//! Reads of a page's answer what paging needs: how many records, and the pages around. Everything else is passed over. No IO.

use alloc::borrow::Cow;
use alloc::string::String;

use super::list::{NEXT, PREVIOUS, PagedList};
use super::{MAX_PAGE_ID, PagesError, PagesErrorCode};
use crate::codec::shallow::{count, members};
use crate::codec::{Json, JsonKind};

/// What an answer says.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) records: u64,
    pub(super) total: Option<u64>,
    pub(super) next: Option<String>,
    pub(super) previous: Option<String>,
}

pub(super) fn read(list: &PagedList, json: &str) -> Result<Answer, PagesError> {
    let wrong = |at| PagesError::at(PagesErrorCode::WrongAnswer, at);
    let members = members(json).map_err(|_| PagesError::new(PagesErrorCode::NotJson))?.ok_or(wrong(None))?;
    let mut answer = Answer::default();
    let (mut records, mut next, mut previous, mut error) = (None, None, None, false);
    for (key, value) in members {
        // Parsers disagree which of two equal keys counts.
        let once = |seen: &mut Option<()>, at| if seen.replace(()).is_some() { Err(wrong(Some(at))) } else { Ok(()) };
        if key.is(list.records()) {
            once(&mut records, list.records())?;
            answer.records = if value.is_null() { 0 } else { count(value).ok_or(wrong(Some(list.records())))? };
        } else if key.is(NEXT) {
            once(&mut next, NEXT)?;
            answer.next = page_id(value).ok_or(wrong(Some(NEXT)))?;
        } else if key.is(PREVIOUS) {
            once(&mut previous, PREVIOUS)?;
            answer.previous = page_id(value).ok_or(wrong(Some(PREVIOUS)))?;
        } else if list.total().is_some_and(|total| key.is(total)) {
            // No more than an estimate, so that a strange one does no harm.
            answer.total = value.whole();
        } else if key.is("error") {
            // As everywhere, an object or a text tells of a failure.
            error |= matches!(value.kind(), JsonKind::Object | JsonKind::String);
        }
    }
    // An error counts first, whatever stands beside it, and an answer without records isn't the end of a list.
    if error {
        return Err(PagesError::new(PagesErrorCode::ErrorAnswer));
    }
    if records.is_some() { Ok(answer) } else { Err(wrong(Some(list.records()))) }
}

/// An ID of a page, where it is one or null. An empty one would lead to the first page again and is none.
#[allow(clippy::option_option, reason = "whether it is right, and whether it is there")]
fn page_id(value: Json<'_>) -> Option<Option<String>> {
    if value.is_null() {
        return Some(None);
    }
    let id = value.text().filter(|id| id.len() <= MAX_PAGE_ID)?;
    Some((!id.is_empty()).then(|| Cow::into_owned(id)))
}
