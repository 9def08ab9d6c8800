//! Promises of paging: all lists of the catalogue, the same pages forward and back, valid requests only, an end.

use livechat_core::codec::{FaultCode, Options, validate};
use livechat_core::machine::pages::{PAGE_LIFE_MS, PageLimits, PagedList, Pages, PagesErrorCode};
use livechat_core::{Method, Timestamp, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_794_000_000);

fn chats(body: &str) -> Pages {
    Pages::new(Method::AGENT_LIST_CHATS, Version::V3_6, body).unwrap()
}

fn answer(next: Option<&str>, previous: Option<&str>) -> String {
    let mut answer = json!({"chats_summary": [{"id": "a"}, {"id": "b"}], "found_chats": 7});
    for (name, id) in [("next_page_id", next), ("previous_page_id", previous)] {
        if let Some(id) = id {
            answer[name] = id.into();
        }
    }
    answer.to_string()
}

#[test]
fn the_catalogue_names_the_lists() {
    let names = |version| PagedList::all(version).map(|l| l.method().name()).collect::<Vec<_>>();
    let common = [
        "agent/list_chats",
        "agent/list_threads",
        "agent/list_archives",
        "customer/list_chats",
        "customer/list_threads",
    ];
    for version in Version::ALL {
        let names = names(version);
        assert!(common.iter().all(|name| names.contains(name)), "{version} {names:?}");
        assert_eq!(names.contains(&"agent/list_customers"), version <= Version::V3_5);
        assert_eq!(names.contains(&"configuration/list_greetings"), version >= Version::V3_6);
        assert_eq!(names.contains(&"configuration/list_canned_responses"), version >= Version::V3_7);
        assert_eq!(names.len(), if version == Version::V3_7 { 7 } else { 6 }, "{version}");
        // What the schema calls a page's ID is never missed.
        for method in Method::all().filter(|m| m.versions().contains(version)) {
            let pages = method.request().is_some_and(|r| r.field("page_id", version).is_some());
            assert_eq!(pages, names.contains(&method.name()), "{method} {version}");
        }
    }
    let records = |method, version| PagedList::new(method, version).unwrap().records();
    assert_eq!(records(Method::AGENT_LIST_CHATS, Version::V3_7), "chats_info");
    assert_eq!(records(Method::AGENT_LIST_ARCHIVES, Version::V3_4), "chats");
    let customers = PagedList::new(Method::CUSTOMER_LIST_CHATS, Version::V3_6).unwrap();
    assert_eq!(
        (customers.total(), customers.max_limit(), customers.default_limit()),
        (Some("total_chats"), Some(25), Some(10))
    );
    assert_eq!(
        PagedList::new(Method::CONFIGURATION_LIST_GREETINGS, Version::V3_6).unwrap().only_first(),
        ["groups", "limit"]
    );
    let canned = PagedList::new(Method::CONFIGURATION_LIST_CANNED_RESPONSES, Version::V3_7).unwrap();
    assert!(canned.only_first().is_empty());
    assert_eq!(canned.max_limit(), Some(100_000));
}

#[test]
fn what_is_no_list_is_refused() {
    let code = |method, version, body| Pages::new(method, version, body).unwrap_err().code();
    assert_eq!(code(Method::AGENT_GET_CHAT, Version::V3_6, "{}"), PagesErrorCode::NotAList);
    assert_eq!(code(Method::AGENT_LIST_CUSTOMERS, Version::V3_6, "{}"), PagesErrorCode::UnsupportedVersion);
    assert_eq!(code(Method::AGENT_LIST_CHATS, Version::V3_6, "{"), PagesErrorCode::BadBody);
    let error = Pages::new(Method::AGENT_LIST_CHATS, Version::V3_6, r#"{"page_id": "x", "filters": {}, "limit": 5}"#);
    let error = error.unwrap_err();
    let faults: Vec<_> = error.faults().iter().map(|f| (f.code(), f.pointer())).collect();
    assert_eq!(faults, [(FaultCode::ExcludedBy, "/filters"), (FaultCode::ExcludedBy, "/limit")]);
    assert_eq!(code(Method::AGENT_LIST_CHATS, Version::V3_6, r#"{"limit": 101}"#), PagesErrorCode::BadBody);
}

/// A first body with everything in it that may be, as far as a value is known.
fn full(list: &PagedList) -> Value {
    let samples = json!({
        "chat_id": "PJ0MRSHTDG", "limit": 2, "sort_order": "asc", "filters": {}, "sort_by": "created_at", "group_ids": [1],
        "include_private": true, "groups": [1], "highlights": {"pre_tag": "<b>", "post_tag": "</b>"},
    });
    let request = list.method().request().unwrap();
    let fields = samples.as_object().unwrap().iter();
    Value::Object(
        fields
            .filter(|(name, _)| request.field(name, list.version()).is_some())
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect(),
    )
}

#[test]
fn every_request_of_every_list_is_valid() {
    for list in Version::ALL.into_iter().flat_map(PagedList::all) {
        let (method, version) = (list.method(), list.version());
        let body = full(&list);
        let mut pages = Pages::new(method, version, &body.to_string()).unwrap();
        assert_eq!(pages.next_request(NOW).unwrap(), Some(body.to_string()));
        let answer = json!({(list.records()): [], "next_page_id": "MTUx\"\\\n", "previous_page_id": null});
        pages.answered(NOW, &answer.to_string()).unwrap();
        let next = pages.next_request(NOW).unwrap().unwrap();
        let verdict = validate(method, version, &next, Options::default());
        assert!(verdict.is_valid(), "{method} {version} {next} {:?}", verdict.faults());
        let next: Value = serde_json::from_str(&next).unwrap();
        assert_eq!(next["page_id"], "MTUx\"\\\n");
        // Nothing else is lost.
        for (name, value) in body.as_object().unwrap() {
            let kept = next.get(name);
            assert_eq!(
                kept,
                (!list.only_first().contains(&name.as_str())).then_some(value),
                "{method} {version} {name}"
            );
        }
    }
}

#[test]
fn a_request_can_be_had_again_until_it_is_answered() {
    let mut pages = chats("null");
    assert_eq!(pages.answered(NOW, &answer(None, None)).unwrap_err().code(), PagesErrorCode::NotAsked);
    assert_eq!(pages.previous_request(NOW), Ok(None));
    assert_eq!(pages.next_request(NOW).unwrap().as_deref(), Some("{}"));
    let error = r#"{"error": {"type": "internal", "message": "..."}}"#;
    assert_eq!(pages.answered(NOW, error).unwrap_err().code(), PagesErrorCode::ErrorAnswer);
    assert_eq!(pages.next_request(NOW).unwrap().as_deref(), Some("{}"));
    let page = pages.answered(NOW, &answer(Some("n"), None)).unwrap();
    assert_eq!((page.index, page.records, page.total, page.has_next, page.has_previous), (0, 2, Some(7), true, false));
    assert_eq!(pages.answered(NOW, &answer(None, None)).unwrap_err().code(), PagesErrorCode::NotAsked);
    assert_eq!(pages.next_page_id(), Some("n"));
}

#[test]
fn answers_are_read_tolerantly_and_not_blindly() {
    let read = |text: &str| {
        let mut pages = chats("{}");
        pages.next_request(NOW).unwrap();
        pages.answered(NOW, text).map_err(|e| (e.code(), e.pointer()))
    };
    let wrong = |pointer: &str| Err((PagesErrorCode::WrongAnswer, pointer.to_owned()));
    let page = read(r#"{"chats_summary": null, "next_page_id": "", "found_chats": "many", "more": [[{}]]}"#).unwrap();
    assert_eq!((page.records, page.total, page.has_next), (0, None, false));
    assert_eq!(read("{}"), wrong("/chats_summary"));
    assert_eq!(read("[]"), wrong(""));
    assert_eq!(read(r#"{"chats_summary": {}}"#), wrong("/chats_summary"));
    assert_eq!(read(r#"{"chats_summary": [], "next_page_id": 5}"#), wrong("/next_page_id"));
    assert_eq!(read(r#"{"chats_summary": [], "next_page_id": "a", "next_page_id": "b"}"#), wrong("/next_page_id"));
    assert_eq!(read(r#"{"chats_summary": [], "previous_page_id": {}}"#), wrong("/previous_page_id"));
    let long = "x".repeat(4_097);
    assert_eq!(read(&format!(r#"{{"chats_summary": [], "next_page_id": "{long}"}}"#)), wrong("/next_page_id"));
    for text in ["", "{", r#"{"chats_summary": [}"#, r#"{"chats_summary": []} x"#] {
        assert_eq!(read(text), Err((PagesErrorCode::NotJson, String::new())), "{text}");
    }
    for error in [r#"{"type": "internal", "message": "x"}"#, r#""invalid_token""#] {
        let text = format!(r#"{{"chats_summary": [{{}}], "next_page_id": "a", "error": {error}}}"#);
        assert_eq!(read(&text), Err((PagesErrorCode::ErrorAnswer, String::new())), "{error}");
    }
    assert_eq!(read(r#"{"chats_summary": [{}], "error": null}"#).unwrap().records, 1);
    // As deep as it likes.
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(read(&format!(r#"{{"x": {deep}, "chats_summary": [{deep}]}}"#)).unwrap().records, 1);
}

#[test]
fn limits_end_the_list() {
    let limits = PageLimits { max_pages: 2, ..PageLimits::default() };
    let mut pages = chats("{}").with_limits(limits);
    for id in ["a", "b"] {
        pages.next_request(NOW).unwrap();
        pages.answered(NOW, &answer(Some(id), None)).unwrap();
    }
    assert_eq!(pages.next_request(NOW).unwrap_err().code(), PagesErrorCode::PageLimit);

    let limits = PageLimits { max_records: 2, max_answer: 100, ..PageLimits::default() };
    let mut pages = chats("{}").with_limits(limits);
    pages.next_request(NOW).unwrap();
    let long = answer(Some(&"x".repeat(100)), None);
    assert_eq!(pages.answered(NOW, &long).unwrap_err().code(), PagesErrorCode::TooLarge);
    pages.answered(NOW, &answer(Some("a"), None)).unwrap();
    assert_eq!(pages.next_request(NOW).unwrap_err().code(), PagesErrorCode::RecordLimit);
}

#[test]
fn a_page_expires() {
    let mut pages = chats("{}");
    pages.next_request(NOW).unwrap();
    pages.answered(NOW, &answer(Some("a"), None)).unwrap();
    assert!(pages.next_request(NOW.saturating_add_millis(PAGE_LIFE_MS - 1)).unwrap().is_some());
    let late = NOW.saturating_add_millis(PAGE_LIFE_MS);
    assert_eq!(pages.next_request(late).unwrap_err().code(), PagesErrorCode::Expired);
    // Time that ran backwards since doesn't.
    assert!(pages.next_request(Timestamp::from_seconds(0)).unwrap().is_some());
}

#[test]
fn a_loop_ends() {
    // A page that follows itself.
    let mut pages = chats("{}");
    for _ in 0..2 {
        pages.next_request(NOW).unwrap();
        assert!(pages.answered(NOW, &answer(Some("a"), None)).unwrap().has_next);
    }
    assert_eq!(pages.next_request(NOW).unwrap_err().code(), PagesErrorCode::Loop);
    // A circle of two.
    let mut pages = chats("{}");
    for id in ["a", "b", "a"] {
        pages.next_request(NOW).unwrap();
        pages.answered(NOW, &answer(Some(id), None)).unwrap();
    }
    assert_eq!(pages.next_request(NOW).unwrap_err().code(), PagesErrorCode::Loop);
    // The page that paging was resumed with.
    let mut pages = chats(r#"{"page_id": "a"}"#);
    pages.next_request(NOW).unwrap();
    pages.answered(NOW, &answer(Some("a"), None)).unwrap();
    assert_eq!(pages.next_request(NOW).unwrap_err().code(), PagesErrorCode::Loop);
    // Back and forth is none.
    let mut pages = chats("{}");
    pages.next_request(NOW).unwrap();
    pages.answered(NOW, &answer(Some("b"), None)).unwrap();
    for _ in 0..3 {
        pages.next_request(NOW).unwrap().unwrap();
        pages.answered(NOW, &answer(None, Some("a"))).unwrap();
        pages.previous_request(NOW).unwrap().unwrap();
        pages.answered(NOW, &answer(Some("b"), None)).unwrap();
    }
}

#[test]
fn what_is_shown_holds_no_request() {
    let pages = chats(r#"{"filters": {"properties": {"secret_namespace": {"n": {"exists": true}}}}}"#);
    assert!(!format!("{pages:?}").contains("secret_namespace"));
}

proptest! {
    #[test]
    fn forward_and_back_visit_the_same(count in 0..60usize, size in 1..9usize, turns in prop::collection::vec(any::<bool>(), 0..40)) {
        // A server whose IDs name the first record of a page.
        let serve = |body: &str| {
            let body: Value = serde_json::from_str(body).unwrap();
            let first: usize = body.get("page_id").map_or(0, |id| id.as_str().unwrap().parse().unwrap());
            let last = (first + size).min(count);
            let records: Vec<Value> = (first..last).map(|id| json!({"id": id})).collect();
            let mut answer = json!({"chats_summary": records, "found_chats": count});
            if last < count {
                answer["next_page_id"] = last.to_string().into();
            }
            if first > 0 {
                answer["previous_page_id"] = first.saturating_sub(size).to_string().into();
            }
            answer
        };
        let mut pages = chats(&json!({"limit": size}).to_string());
        let mut forward: Vec<Value> = Vec::new();
        while let Some(body) = pages.next_request(NOW).unwrap() {
            let answer = serve(&body);
            let page = pages.answered(NOW, &answer.to_string()).unwrap();
            prop_assert_eq!(usize::try_from(page.index), Ok(forward.len()));
            prop_assert_eq!(page.total, Some(count as u64));
            forward.push(answer["chats_summary"].clone());
        }
        let ids: usize = forward.iter().map(|p| p.as_array().unwrap().len()).sum();
        prop_assert_eq!(ids, count);
        let mut back = vec![forward.last().unwrap().clone()];
        while let Some(body) = pages.previous_request(NOW).unwrap() {
            let answer = serve(&body);
            pages.answered(NOW, &answer.to_string()).unwrap();
            back.push(answer["chats_summary"].clone());
        }
        back.reverse();
        prop_assert_eq!(&back, &forward);
        // And any way to and fro.
        for next in turns {
            let body = if next { pages.next_request(NOW) } else { pages.previous_request(NOW) };
            if let Some(body) = body.unwrap() {
                let answer = serve(&body);
                let page = pages.answered(NOW, &answer.to_string()).unwrap();
                prop_assert_eq!(&answer["chats_summary"], &forward[usize::try_from(page.index).unwrap()]);
            }
        }
    }
}
