//! Which methods answer in pages, and how: read off the catalogue. Pure data.

use alloc::vec::Vec;

use crate::catalogue::{Field, Kind, Method, Object, RuleKind, Step, Type};
use crate::version::Version;

/// Field of a request that names the page.
pub(super) const PAGE_ID: &str = "page_id";

/// Fields of an answer that name the pages around.
pub(super) const NEXT: &str = "next_page_id";
pub(super) const PREVIOUS: &str = "previous_page_id";

/// A method that answers in pages, in a version.
///
/// ```
/// use livechat_core::machine::pages::PagedList;
/// use livechat_core::{Method, Version};
/// let list = PagedList::new(Method::AGENT_LIST_CHATS, Version::V3_6).unwrap();
/// assert_eq!((list.records(), list.total()), ("chats_summary", Some("found_chats")));
/// assert_eq!((list.default_limit(), list.max_limit()), (Some(10), Some(100)));
/// assert_eq!(list.only_first(), ["filters", "limit", "sort_order"]);
/// assert!(PagedList::new(Method::AGENT_GET_CHAT, Version::V3_6).is_none());
/// ```
#[derive(Debug, Clone)]
pub struct PagedList {
    method: Method,
    version: Version,
    records: &'static str,
    total: Option<&'static str>,
    limit: Option<&'static Field>,
    only_first: Vec<&'static str>,
}

impl PagedList {
    /// The method's way to page; none where it isn't in the version or doesn't page.
    pub fn new(method: Method, version: Version) -> Option<Self> {
        let request = method.request().filter(|_| method.versions().contains(version))?;
        let answer = match method.response()? {
            Type::Object(object) => object,
            Type::Named(named) => match &named.kind {
                Kind::Object(object) => object,
                _ => return None,
            },
            _ => return None,
        };
        request.field(PAGE_ID, version)?;
        answer.field(NEXT, version)?;
        let fields = || answer.fields.iter().filter(|f| f.versions.contains(version));
        let records = fields().find(|f| matches!(f.ty, Type::Array(_)))?.name;
        let total = |f: &&Field| {
            matches!(f.ty, Type::Integer) && (f.name.starts_with("found_") || f.name.starts_with("total_"))
        };
        Some(Self {
            method,
            version,
            records,
            total: fields().find(total).map(|f| f.name),
            limit: request.field("limit", version),
            only_first: only_first(request, version),
        })
    }

    /// All lists of a version.
    pub fn all(version: Version) -> impl Iterator<Item = Self> {
        Method::all().filter_map(move |method| Self::new(method, version))
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Field of the answer with the records.
    pub fn records(&self) -> &'static str {
        self.records
    }

    /// Field of the answer with the number of records on all pages, mostly an estimate.
    pub fn total(&self) -> Option<&'static str> {
        self.total
    }

    /// How many records a page has when the request doesn't say.
    pub fn default_limit(&self) -> Option<i64> {
        match self.limit?.default? {
            crate::catalogue::ValueKind::Integer(limit) => Some(limit),
            _ => None,
        }
    }

    /// Most records that a request may ask for on a page.
    #[allow(clippy::cast_possible_truncation)] // a cast of a float saturates, and limits are small whole numbers
    pub fn max_limit(&self) -> Option<i64> {
        self.limit?.limits.number.max.map(|most| most as i64)
    }

    /// Fields that only the first request may have: those that `page_id` excludes, or that exclude it.
    pub fn only_first(&self) -> &[&'static str] {
        &self.only_first
    }
}

/// Top-level fields that can't stand beside `page_id`, by the catalogue's rules.
fn only_first(request: &'static Object, version: Version) -> Vec<&'static str> {
    let page = |path: &[Step]| matches!(path, [Step::Field(PAGE_ID)]);
    let mut names = Vec::new();
    for rule in request.rules.iter().filter(|r| r.at.is_empty() && r.versions.contains(version)) {
        let beside: Vec<&[Step]> = match &rule.kind {
            RuleKind::When { field, is: [], excludes, .. } if page(field) => excludes.to_vec(),
            RuleKind::When { field, excludes, .. } if excludes.iter().any(|p| page(p)) => alloc::vec![*field],
            RuleKind::ExactlyOne(paths) | RuleKind::AtMostOne(paths) if paths.iter().any(|p| page(p)) => paths.to_vec(),
            _ => continue,
        };
        for path in beside.into_iter().filter(|p| !page(p)) {
            match path.first() {
                Some(Step::Field(name)) if !names.contains(name) => names.push(*name),
                _ => {}
            }
        }
    }
    names
}
