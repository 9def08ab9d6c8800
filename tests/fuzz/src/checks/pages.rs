//! Paging: whatever the answers say, each request leads where the last answer said, no place is come to twice by the same ID, and it ends.

use std::collections::BTreeMap;

use livechat_core::codec::{Options, validate};
use livechat_core::machine::pages::{PageLimits, PagedList, Pages, PagesError, PagesErrorCode};
use livechat_core::{Timestamp, Version};
use serde_json::Value;

use super::{MARK, Script, same};

/// A list, limits, a line with the first body; then answers, one a line, each behind a byte that chooses the way and one that says how much time passes.
pub fn pages(data: &[u8]) {
    let mut script = Script(data);
    let (choice, which, most) = (script.byte(), script.byte(), script.byte());
    let version = Version::ALL[usize::from(choice % 4)];
    let lists: Vec<PagedList> = PagedList::all(version).collect();
    let method = lists[usize::from(which) % lists.len()].method();
    let Some(first) = script.line() else { return };
    let limits = PageLimits {
        max_pages: u32::from(most % 16) + 1,
        max_records: u64::from(most / 16) * 8,
        max_answer: 10_000,
        ..PageLimits::default()
    };
    let valid = validate(method, version, first, Options::default()).is_valid();
    let mut pages = match Pages::new(method, version, first) {
        Ok(pages) => pages.with_limits(limits),
        Err(error) => return assert!(!valid && error.code() == PagesErrorCode::BadBody && !error.faults().is_empty()),
    };
    assert!(valid);
    let mut walk = Walk { now: Timestamp::from_seconds(0), places: BTreeMap::new(), last: Value::Null, read: 0 };
    while !script.is_over() {
        let (back, time) = (script.byte() & 1 == 1, script.byte());
        let Some(answer) = script.line() else { return };
        walk.now = walk.now.saturating_add_millis(u64::from(time).pow(4));
        walk.turn(&mut pages, back, answer);
        assert!(walk.read <= limits.max_pages);
        assert!(!format!("{pages:?}").contains(MARK));
    }
}

struct Walk {
    now: Timestamp,
    /// Where each ID led that was asked for.
    places: BTreeMap<String, i64>,
    /// The last answer that was accepted.
    last: Value,
    read: u32,
}

fn ask(pages: &mut Pages, now: Timestamp, back: bool) -> Result<Option<String>, PagesError> {
    if back { pages.previous_request(now) } else { pages.next_request(now) }
}

impl Walk {
    fn turn(&mut self, pages: &mut Pages, back: bool, answer: &str) {
        let asked = ask(pages, self.now, back);
        assert_eq!(ask(pages, self.now, back), asked, "the same request, for a retry");
        let body = match asked {
            Ok(Some(body)) => body,
            Ok(None) => return,
            Err(error) => return assert!(!format!("{error:?} {error}").contains(MARK)),
        };
        let list = pages.list().clone();
        let verdict = validate(list.method(), list.version(), &body, Options::default());
        assert!(verdict.is_valid(), "{body} {:?}", verdict.faults());
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let id = body["page_id"].as_str().filter(|_| self.read > 0);
        if self.read > 0 {
            let named = &self.last[if back { "previous_page_id" } else { "next_page_id" }];
            assert!(self.last.is_null() || named.as_str() == id, "{named} {id:?}");
        }
        let page = match pages.answered(self.now, answer) {
            Ok(page) => page,
            Err(error) => {
                assert!(!format!("{error} {error:?} {}", error.pointer()).contains(MARK));
                let again = ask(pages, self.now, back).expect("still there").unwrap_or_default();
                return assert!(same(&again, &body.to_string()) || body.is_null());
            }
        };
        self.read += 1;
        if let Some(id) = id {
            assert_eq!(*self.places.entry(id.to_owned()).or_insert(page.index), page.index, "a loop");
        }
        self.last = serde_json::from_str(answer).unwrap_or_default();
        if !self.last.is_null() {
            let records = &self.last[list.records()];
            assert_eq!(page.records, records.as_array().map_or(0, Vec::len) as u64);
            let leads = |key: &str| self.last[key].as_str().is_some_and(|id| !id.is_empty());
            assert_eq!((page.has_next, page.has_previous), (leads("next_page_id"), leads("previous_page_id")));
        }
        assert!(pages.answered(self.now, answer).is_err(), "nothing was asked");
    }
}
