//! The kind `pages`: a list that is gone through page by page.

use alloc::string::String;

use super::super::ask::list_into;
use super::super::no_answer::NoAnswer;
use super::super::parts::{millis, small, subject};
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::super::{ErrorCode, LineError};
use crate::machine::pages::{PageLimits, Pages, PagesError, PagesErrorCode};

const CONFIG: Keys = &[
    ("method", Form::Text),
    ("version", Form::Text),
    ("body", Form::Any),
    ("max_pages", Form::Whole),
    ("max_records", Form::Whole),
    ("max_answer_bytes", Form::Whole),
    ("page_life_ms", Form::Whole),
];

const NOW: (&str, Form) = ("now_ms", Form::Whole);

#[inline(never)]
pub(super) fn open(json: &str) -> Result<Pages, LineError> {
    let ask = Part::read(json, CONFIG, &["method"])?;
    let (method, version) = subject(&ask)?;
    let body = ask.json("body").map_or("{}", |body| body.raw());
    let mut limits = PageLimits::default();
    limits.max_pages = ask.whole("max_pages").map_or(limits.max_pages, small);
    limits.max_records = ask.whole("max_records").unwrap_or(limits.max_records);
    let bytes = ask.whole("max_answer_bytes").map(|most| usize::try_from(most).unwrap_or(usize::MAX));
    limits.max_answer = bytes.unwrap_or(limits.max_answer);
    limits.page_life_ms = ask.whole("page_life_ms").unwrap_or(limits.page_life_ms);
    let pages = Pages::new(method, version, body).map_err(|e| match (e.code(), e.faults().first()) {
        (PagesErrorCode::NotAList, _) => bad("/method", "it doesn't answer in pages"),
        (_, Some(fault)) => {
            let at = alloc::format!("/body{}", fault.pointer());
            LineError::at(ErrorCode::BadRequest, &at, alloc::format!("`{at}`: {}", fault.message()))
        }
        _ => bad("/body", "not what the method takes"),
    })?;
    Ok(pages.with_limits(limits))
}

#[inline(never)]
pub(super) fn tell(pages: &mut Pages, command: &str, json: &str) -> Result<String, NoAnswer> {
    let mut w = Writer::new();
    match command {
        "next_request" | "previous_request" => {
            let now = millis(&Part::read(json, &[NOW], &["now_ms"])?, "now_ms")?;
            let body = if command == "next_request" { pages.next_request(now) } else { pages.previous_request(now) };
            match body.map_err(|e| stopped(&e))? {
                Some(body) => w.json("body", &body),
                None => w.key("body").raw("null"),
            }
        }
        "answered" => {
            let ask = Part::read(json, &[NOW, ("text", Form::Text)], &["now_ms", "text"])?;
            let page = pages.answered(millis(&ask, "now_ms")?, &ask.text("text").unwrap_or_default());
            let page = page.map_err(|e| stopped(&e))?;
            w.signed("index", page.index);
            w.whole("records", page.records);
            if let Some(total) = page.total {
                w.whole("total", total);
            }
            w.flag("has_next", page.has_next);
            w.flag("has_previous", page.has_previous);
        }
        "next_page_id" => {
            Part::read(json, &[], &[])?;
            w.nullable("next_page_id", pages.next_page_id());
        }
        "list" => {
            Part::read(json, &[], &[])?;
            w.text("version", pages.list().version().as_str());
            list_into(pages.list(), &mut w);
        }
        _ => return Err(super::no_command()),
    }
    Ok(w.finish())
}

/// Why paging doesn't go on. The pointer leads into the answer.
fn stopped(error: &PagesError) -> NoAnswer {
    let answer = NoAnswer::new(error.code().as_str(), error.code().message());
    let wrong = error.code() == PagesErrorCode::WrongAnswer;
    if wrong { answer.at(&error.pointer()) } else { answer }
}
