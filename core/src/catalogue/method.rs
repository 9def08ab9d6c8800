//! A method as a small copyable handle, and what the catalogue says of it. Pure data.

use core::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::access::{Access, Api, Area};
use super::events::{Push, Webhook};
use super::schema::{Object, Type};
use super::tables;
use crate::generated::method_docs::{DOCS, TRAITS};
use crate::generated::method_wire::WIRE;
pub use crate::generated::methods::Method;
use crate::generated::methods::{AT, BY_NAME, COUNT, DEFAULT, FACTS};
use crate::generated::requirements::REQUIREMENTS;
use crate::policy::{Requirement, Rules, Scope};
use crate::transport::Transport;
use crate::version::{Version, VersionSet};

/// What a decision looks at.
pub(crate) struct MethodFacts {
    pub(crate) name: &'static str,
    pub(crate) api: Api,
    pub(crate) area: Area,
    pub(crate) access: Access,
    pub(crate) web: VersionSet,
    pub(crate) rtm: VersionSet,
    pub(crate) batch_of: Option<Method>,
}

/// What its requests need on the wire.
pub(crate) struct MethodWire {
    pub(crate) path: &'static str,
    pub(crate) http_method: &'static str,
    pub(crate) content_type: &'static str,
}

/// What it is like and what it causes.
pub(crate) struct MethodTraits {
    pub(crate) acts_on: &'static [&'static str],
    pub(crate) permission: Option<Scope>,
    pub(crate) destructive: bool,
    pub(crate) idempotent: bool,
    pub(crate) rate_limit: &'static str,
    pub(crate) webhooks: &'static [(Webhook, VersionSet)],
    pub(crate) pushes: &'static [(Push, VersionSet)],
}

/// What people and agents read.
pub(crate) struct MethodDocs {
    pub(crate) summary: &'static str,
    pub(crate) notes: &'static [&'static str],
    pub(crate) source: &'static str,
}

impl Method {
    pub(crate) const FIRST: Self = Self(0);

    /// Looks a method up by its name, `<api>/<action>`; one look-up in a perfect hash, no allocation.
    #[inline]
    pub fn from_name(name: &str) -> Option<Self> {
        BY_NAME.get(name).copied().map(Self)
    }

    /// All methods of all versions, area by area.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..COUNT).map(Self)
    }

    /// Its place in [`Method::all`].
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The method at a place in [`Method::all`].
    pub fn from_index(index: usize) -> Option<Self> {
        u16::try_from(index).ok().filter(|i| *i < COUNT).map(Self)
    }

    fn facts(self) -> Option<&'static MethodFacts> {
        FACTS.get(self.index())
    }

    fn wire(self) -> Option<&'static MethodWire> {
        WIRE.get(self.index())
    }

    fn traits(self) -> Option<&'static MethodTraits> {
        TRAITS.get(self.index())
    }

    fn docs(self) -> Option<&'static MethodDocs> {
        DOCS.get(self.index())
    }

    /// `<api>/<action>`.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |f| f.name)
    }

    /// Its action, the name without the API.
    pub fn action(self) -> &'static str {
        self.name().split_once('/').map_or("", |(_, action)| action)
    }

    /// Its API.
    pub fn api(self) -> Api {
        self.facts().map_or(Api::Agent, |f| f.api)
    }

    /// Its area.
    pub fn area(self) -> Area {
        self.facts().map_or(Area::Chats, |f| f.area)
    }

    /// Whether it reads or writes.
    pub fn access(self) -> Access {
        self.facts().map_or(Access::Write, |f| f.access)
    }

    /// Versions that have it on any transport.
    pub fn versions(self) -> VersionSet {
        self.facts().map_or(VersionSet::NONE, |f| f.web.union(f.rtm))
    }

    /// Versions that have it on a transport.
    pub fn versions_on(self, transport: Transport) -> VersionSet {
        self.facts().map_or(VersionSet::NONE, |f| match transport {
            Transport::Web => f.web,
            Transport::Rtm => f.rtm,
        })
    }

    /// Transports that have it in some version.
    pub fn transports(self) -> impl Iterator<Item = Transport> + Clone {
        Transport::ALL.into_iter().filter(move |t| !self.versions_on(*t).is_empty())
    }

    /// The single method that a batch method repeats.
    pub fn batch_of(self) -> Option<Self> {
        self.facts().and_then(|f| f.batch_of)
    }

    /// Number of its requirement in the newest stable version over the Web; 0 where it isn't there.
    #[inline]
    pub(crate) fn default_requirement(self) -> u16 {
        DEFAULT.get(self.index()).copied().unwrap_or_default()
    }

    #[inline]
    pub(crate) fn requirement_at(self, version: Version, transport: Transport) -> u16 {
        let slots = AT.get(version as usize).map(|t| match transport {
            Transport::Web => &t[0],
            Transport::Rtm => &t[1],
        });
        slots.and_then(|s| s.get(self.index())).copied().unwrap_or_default()
    }

    /// What it asks of a token in a version and on a transport; none where it isn't there.
    pub fn requirement(self, version: Version, transport: Transport) -> Option<&'static Requirement> {
        usize::from(self.requirement_at(version, transport)).checked_sub(1).and_then(|i| REQUIREMENTS.get(i))
    }

    /// What it asks in the newest version that has it.
    pub fn newest_requirement(self) -> Option<&'static Requirement> {
        let newest = self.versions().iter().next_back()?;
        Transport::ALL.into_iter().find_map(|t| self.requirement(newest, t))
    }

    /// What it does, in one or two sentences.
    pub fn summary(self) -> &'static str {
        self.docs().map_or("", |d| d.summary)
    }

    /// What it acts on, in short nouns.
    pub fn acts_on(self) -> &'static [&'static str] {
        self.traits().map_or(&[], |t| t.acts_on)
    }

    /// The guide's permission, for its 36 methods.
    pub fn permission(self) -> Option<Scope> {
        self.traits().and_then(|t| t.permission)
    }

    /// Whether the guide names it.
    pub fn in_guide(self) -> bool {
        self.permission().is_some()
    }

    /// Whether it deletes, ends, bans, suspends or revokes something.
    pub fn is_destructive(self) -> bool {
        self.traits().is_some_and(|t| t.destructive)
    }

    /// Whether the same call made again changes nothing more.
    pub fn is_idempotent(self) -> bool {
        self.traits().is_some_and(|t| t.idempotent)
    }

    /// Webhooks that it causes, with the versions in which it does.
    pub fn webhooks(self) -> &'static [(Webhook, VersionSet)] {
        self.traits().map_or(&[], |t| t.webhooks)
    }

    /// Pushes that it causes, with the versions in which it does.
    pub fn pushes(self) -> &'static [(Push, VersionSet)] {
        self.traits().map_or(&[], |t| t.pushes)
    }

    /// What a caller should know besides.
    pub fn notes(self) -> &'static [&'static str] {
        self.docs().map_or(&[], |d| d.notes)
    }

    /// Path after the version, such as `/agent/action/send_event`.
    pub fn path(self) -> &'static str {
        self.wire().map_or("", |w| w.path)
    }

    /// HTTP methods that it takes over the Web, such as `POST` or `GET, POST`.
    pub fn http_method(self) -> &'static str {
        self.wire().map_or("", |w| w.http_method)
    }

    /// Content type of its request over the Web.
    pub fn content_type(self) -> &'static str {
        self.wire().map_or("", |w| w.content_type)
    }

    /// Class of its rate limit; the vendor publishes no figures.
    pub fn rate_limit(self) -> &'static str {
        self.traits().map_or("", |t| t.rate_limit)
    }

    /// Its page in the vendor's reference.
    pub fn source(self) -> &'static str {
        self.docs().map_or("", |d| d.source)
    }

    /// Parameters and the rules between them, of all versions.
    pub fn request(self) -> Option<&'static Object> {
        tables::request(self.index())
    }

    /// Type of its answer, where one is documented, of all versions.
    pub fn response(self) -> Option<&'static Type> {
        tables::response(self.index())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Method({})", self.name())
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A line of the catalogue, with the keys that every binding gives.
impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", self.name())?;
        map.serialize_entry("api", self.api().key())?;
        map.serialize_entry("action", self.action())?;
        map.serialize_entry("area", self.area().key())?;
        map.serialize_entry("access", self.access().as_str())?;
        map.serialize_entry("summary", self.summary())?;
        map.serialize_entry("path", self.path())?;
        map.serialize_entry("http_method", self.http_method())?;
        map.serialize_entry("transports", &List(self.transports().map(Transport::as_str)))?;
        map.serialize_entry("versions", &List(self.versions().iter().map(Version::as_str)))?;
        let alternatives = self.newest_requirement().map(|r| r.alternatives(Rules::Reference));
        let scopes = alternatives.into_iter().flatten().collect::<alloc::vec::Vec<_>>();
        map.serialize_entry("scopes", &List(distinct(&scopes).map(|s| List(s.iter().map(|s| s.name())))))?;
        map.serialize_entry("permission", &self.permission().map(Scope::name))?;
        map.serialize_entry("acts_on", self.acts_on())?;
        map.serialize_entry("webhooks", &List(self.webhooks().iter().map(|(w, _)| w.name())))?;
        map.serialize_entry("pushes", &List(self.pushes().iter().map(|(p, _)| p.action())))?;
        map.serialize_entry("rate_limit", self.rate_limit())?;
        map.serialize_entry("destructive", &self.is_destructive())?;
        map.serialize_entry("idempotent", &self.is_idempotent())?;
        if let Some(single) = self.batch_of() {
            map.serialize_entry("batch_of", single.name())?;
        }
        map.serialize_entry("in_guide", &self.in_guide())?;
        map.serialize_entry("notes", self.notes())?;
        map.serialize_entry("source", self.source())?;
        map.end()
    }
}

/// The scope sets of alternatives, widest reach first as the vendor lists them, each once whatever its conditions.
fn distinct<'a>(
    alternatives: &'a [&'static crate::policy::Alternative],
) -> impl Iterator<Item = &'static [Scope]> + Clone + 'a {
    let sets = alternatives.iter().rev();
    sets.clone().enumerate().filter_map(move |(i, a)| {
        let seen = sets.clone().take(i).any(|b| b.scopes() == a.scopes());
        (!seen).then(|| a.scopes())
    })
}

struct List<I>(I);

impl<I: Iterator + Clone> Serialize for List<I>
where
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
