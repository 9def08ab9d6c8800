//! Goes through a list page by page, forward and back. No IO: the caller sends each body and gives the answer back.
//!
//! Which methods page, what their pages hold and which fields only the first request may have comes from the catalogue ([`PagedList`]).

mod answer;
mod list;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::catalogue::Method;
use crate::codec::{Fault, Json, Options, validate};
use crate::timestamp::Timestamp;
use crate::version::Version;
use list::PAGE_ID;
pub use list::PagedList;

/// Most bytes of a page's ID that is followed.
pub const MAX_PAGE_ID: usize = 4_096;

/// How long a page's ID is good for, in milliseconds: 30 days. Source: the vendor's reference, which says a month.
pub const PAGE_LIFE_MS: u64 = 30 * 86_400_000;

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// Most pages that are read, those read again included.
    pub max_pages: u32,
    /// No further page is asked for once so many records were read.
    pub max_records: u64,
    /// Most bytes of an answer.
    pub max_answer: usize,
    /// How long a page's ID is good for, in milliseconds.
    pub page_life_ms: u64,
}

/// 10,000 pages, a million records, 64 MiB an answer, and [`PAGE_LIFE_MS`].
impl Default for PageLimits {
    fn default() -> Self {
        Self { max_pages: 10_000, max_records: 1_000_000, max_answer: 64 * 1024 * 1024, page_life_ms: PAGE_LIFE_MS }
    }
}

named! {
    /// Why paging doesn't go on.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum PagesErrorCode {
        /// The version doesn't have the method.
        UnsupportedVersion = "unsupported_version",
        /// The method doesn't answer in pages.
        NotAList = "not_a_list",
        /// The first body isn't valid; [`PagesError::faults`] says why.
        BadBody = "bad_body",
        /// No request is waiting for an answer.
        NotAsked = "not_asked",
        /// The answer isn't JSON.
        NotJson = "not_json",
        /// The answer is an error of the vendor's.
        ErrorAnswer = "error_answer",
        /// The answer isn't a page of this list; [`PagesError::pointer`] says where.
        WrongAnswer = "wrong_answer",
        /// The answer is longer than the limit.
        TooLarge = "too_large",
        /// As many pages were read as the limit allows, and the list goes on.
        PageLimit = "page_limit",
        /// As many records were read as the limit allows, and the list goes on.
        RecordLimit = "record_limit",
        /// The page's ID is too old.
        Expired = "expired",
        /// The next page is one that was there before.
        Loop = "loop",
    }
}

impl PagesErrorCode {
    /// What to do, for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::UnsupportedVersion => "This version doesn't have the method.",
            Self::NotAList => "The method doesn't answer in pages.",
            Self::BadBody => "The first request isn't valid.",
            Self::NotAsked => "No request is waiting for an answer; ask for one first.",
            Self::NotJson => "The answer isn't JSON.",
            Self::ErrorAnswer => "The answer is an error. Decide on a retry; the same request can be had again.",
            Self::WrongAnswer => "The answer isn't a page of this list.",
            Self::TooLarge => "The answer is longer than the limit; ask for fewer records on a page.",
            Self::PageLimit => "The list goes on beyond the limit of pages.",
            Self::RecordLimit => "The list goes on beyond the limit of records.",
            Self::Expired => "The page's ID is too old; begin again with the first request.",
            Self::Loop => "The list leads back to a page that was there before.",
        }
    }
}

/// Paging doesn't go on. Its message repeats nothing of request and answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code.message())]
pub struct PagesError {
    code: PagesErrorCode,
    field: Option<&'static str>,
    faults: Vec<Fault>,
}

impl PagesError {
    fn new(code: PagesErrorCode) -> Self {
        Self::at(code, None)
    }

    fn at(code: PagesErrorCode, field: Option<&'static str>) -> Self {
        Self { code, field, faults: Vec::new() }
    }

    /// Why.
    pub fn code(&self) -> PagesErrorCode {
        self.code
    }

    /// RFC 6901 pointer to the field of the answer that is wrong; empty for the whole.
    pub fn pointer(&self) -> String {
        self.field.map_or_else(String::new, |field| alloc::format!("/{field}"))
    }

    /// What is wrong with the first body.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

/// What a page's answer says about the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Its place: 0 for the first that was read, below that for pages before it.
    pub index: i64,
    /// How many records it has.
    pub records: u64,
    /// How many records all pages have, mostly an estimate; none where the answer doesn't say.
    pub total: Option<u64>,
    /// Whether a page follows.
    pub has_next: bool,
    /// Whether a page precedes.
    pub has_previous: bool,
}

/// A page beside the current one.
#[derive(Clone, PartialEq, Eq)]
struct Link {
    id: String,
    /// When an answer named it.
    since: Timestamp,
    /// It leads to where the list was already.
    looped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    First,
    Forward,
    Back,
}

/// A list that is gone through page by page.
///
/// ```
/// use livechat_core::machine::pages::Pages;
/// use livechat_core::{Method, Timestamp, Version};
/// let now = Timestamp::from_seconds(1_794_000_000);
/// let body = r#"{"chat_id": "PJ0MRSHTDG", "limit": 2}"#;
/// let mut pages = Pages::new(Method::AGENT_LIST_THREADS, Version::V3_6, body).unwrap();
///
/// assert_eq!(pages.next_request(now).unwrap().as_deref(), Some(body));
/// let page = pages.answered(now, r#"{"threads": [{}, {}], "found_threads": 3, "next_page_id": "MTUx"}"#).unwrap();
/// assert_eq!((page.records, page.total, page.has_next), (2, Some(3), true));
///
/// // The size of a page is in its ID.
/// let second = r#"{"page_id":"MTUx","chat_id":"PJ0MRSHTDG"}"#;
/// assert_eq!(pages.next_request(now).unwrap().as_deref(), Some(second));
/// pages.answered(now, r#"{"threads": [{}], "previous_page_id": "MTUw"}"#).unwrap();
/// assert_eq!(pages.next_request(now), Ok(None));
/// ```
#[derive(Clone)]
pub struct Pages {
    list: PagedList,
    limits: PageLimits,
    first: String,
    /// Fields that go with each page, as `,"key":value`.
    rest: String,
    asked: Option<Way>,
    started: bool,
    index: i64,
    next: Option<Link>,
    previous: Option<Link>,
    /// Digests of the IDs that were seen, in order, and the places that they lead to.
    known: Vec<([u8; 32], i64)>,
    read: Read,
}

/// How much was read.
#[derive(Debug, Clone, Copy, Default)]
struct Read {
    pages: u32,
    records: u64,
}

impl Pages {
    /// The list that a first request asks for.
    ///
    /// The body must be valid in the version. It may have a `page_id`, to go on where paging ended before, and then nothing that the catalogue excludes
    /// beside it: `filters`, `limit` and `sort_order` for most lists.
    pub fn new(method: Method, version: Version, body: &str) -> Result<Self, PagesError> {
        if !method.versions().contains(version) {
            return Err(PagesError::new(PagesErrorCode::UnsupportedVersion));
        }
        let list = PagedList::new(method, version).ok_or(PagesError::new(PagesErrorCode::NotAList))?;
        let verdict = validate(method, version, body, Options::default());
        if !verdict.is_valid() {
            return Err(PagesError { faults: verdict.faults().to_vec(), ..PagesError::new(PagesErrorCode::BadBody) });
        }
        // No parameters may be written as null.
        let body = if body.trim_start().starts_with('{') { body } else { "{}" };
        let mut pages = Self {
            list,
            limits: PageLimits::default(),
            first: body.into(),
            rest: String::new(),
            asked: None,
            started: false,
            index: 0,
            next: None,
            previous: None,
            known: Vec::new(),
            read: Read::default(),
        };
        for (key, value) in Json::checked(body).members() {
            if key == PAGE_ID {
                if let Some(id) = value.text() {
                    pages.known = alloc::vec![(digest(&id), 0)];
                }
            } else if !pages.list.only_first().iter().any(|name| *name == key) {
                pages.rest.push(',');
                pages.rest.push_str(&serde_json::to_string(&key).unwrap_or_default());
                pages.rest.push(':');
                pages.rest.push_str(value.raw());
            }
        }
        Ok(pages)
    }

    /// Sets how far to go.
    #[must_use]
    pub fn with_limits(mut self, limits: PageLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The list.
    pub fn list(&self) -> &PagedList {
        &self.list
    }

    /// Body of the request for the next page, the first to begin with; none after the last page.
    ///
    /// Until an answer is accepted, the same request can be had again, for a retry.
    pub fn next_request(&mut self, now: Timestamp) -> Result<Option<String>, PagesError> {
        if !self.started {
            self.asked = Some(Way::First);
            return Ok(Some(self.first.clone()));
        }
        self.follow(now, Way::Forward)
    }

    /// Body of the request for the page before; none before the first page, and where the list doesn't lead back.
    pub fn previous_request(&mut self, now: Timestamp) -> Result<Option<String>, PagesError> {
        self.follow(now, Way::Back)
    }

    /// ID of the next page, to go on at another time: within [`PAGE_LIFE_MS`], and with the fields that `page_id` doesn't exclude.
    pub fn next_page_id(&self) -> Option<&str> {
        self.next.as_ref().map(|link| link.id.as_str())
    }

    /// Takes the answer to the request that was given last: the body of the response over the Web, the payload over RTM.
    ///
    /// An answer that is refused changes nothing.
    pub fn answered(&mut self, now: Timestamp, text: &str) -> Result<Page, PagesError> {
        let way = self.asked.ok_or(PagesError::new(PagesErrorCode::NotAsked))?;
        if text.len() > self.limits.max_answer {
            return Err(PagesError::new(PagesErrorCode::TooLarge));
        }
        let answer = answer::read(&self.list, text)?;
        self.asked = None;
        self.started = true;
        self.index = match way {
            Way::First => self.index,
            Way::Forward => self.index.saturating_add(1),
            Way::Back => self.index.saturating_sub(1),
        };
        self.read.pages = self.read.pages.saturating_add(1);
        self.read.records = self.read.records.saturating_add(answer.records);
        let (after, before) = (self.index.saturating_add(1), self.index.saturating_sub(1));
        self.next = answer.next.map(|id| self.link(now, id, after));
        self.previous = answer.previous.map(|id| self.link(now, id, before));
        Ok(Page {
            index: self.index,
            records: answer.records,
            total: answer.total,
            has_next: self.next.is_some(),
            has_previous: self.previous.is_some(),
        })
    }

    fn link(&mut self, now: Timestamp, id: String, index: i64) -> Link {
        // The same ID leads to the same place, whichever way it was found.
        let digest = digest(&id);
        let at = self.known.partition_point(|(other, _)| *other < digest);
        let known = match self.known.get(at) {
            Some((other, known)) if *other == digest => *known,
            _ => {
                self.known.insert(at, (digest, index));
                index
            }
        };
        Link { id, since: now, looped: known != index }
    }

    fn follow(&mut self, now: Timestamp, way: Way) -> Result<Option<String>, PagesError> {
        let link = if way == Way::Back { &self.previous } else { &self.next };
        let Some(link) = link else { return Ok(None) };
        let fault = if link.looped {
            Some(PagesErrorCode::Loop)
        } else if self.read.pages >= self.limits.max_pages {
            Some(PagesErrorCode::PageLimit)
        } else if self.read.records >= self.limits.max_records {
            Some(PagesErrorCode::RecordLimit)
        } else if now.millis_since(link.since) >= self.limits.page_life_ms {
            Some(PagesErrorCode::Expired)
        } else {
            None
        };
        if let Some(code) = fault {
            return Err(PagesError::new(code));
        }
        let id = serde_json::to_string(&link.id).unwrap_or_default();
        self.asked = Some(way);
        Ok(Some(alloc::format!("{{\"{PAGE_ID}\":{id}{}}}", self.rest)))
    }
}

/// Without requests and IDs of pages, which may hold names and e-mail addresses of people.
impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("method", &self.list.method())
            .field("version", &self.list.version().as_str())
            .field("index", &self.index)
            .field("pages", &self.read.pages)
            .field("records", &self.read.records)
            .field("has_next", &self.next.is_some())
            .field("has_previous", &self.previous.is_some())
            .finish_non_exhaustive()
    }
}

fn digest(id: &str) -> [u8; 32] {
    Sha256::digest(id.as_bytes()).into()
}
