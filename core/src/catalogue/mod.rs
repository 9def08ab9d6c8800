//! What there is: methods with their areas, versions, transports, webhooks, pushes, parameters and answers; named types; error types; plan limits.
//!
//! Everything here is static data, generated from `spec/`. Looking a method up by name is one look-up in a perfect hash; everything
//! else by handle is an index into a table.
//!
//! With the feature `compact`, made for WebAssembly, parameters, answers, payloads and named types come out of a short form on first use, which takes
//! about a millisecond and half a megabyte once. They are the same but for descriptions that no message has in it: `about` is "" of types, values and
//! rules, and of fields unless a request needs them or an answer always has them. A host for people has the descriptions elsewhere, or leaves the feature off.
//!
//! Source of each fact: the vendor's reference (each [`Method`] has the address of its page), or what is said beside it.

mod access;
mod changes;
mod disconnects;
mod errors;
mod events;
pub(crate) mod index;
mod method;
mod prices;
mod reference;
mod schema;
pub(crate) mod tables;

pub use access::{Access, Api, Area, UnknownArea};
pub use changes::{Change, ChangeKind, changes};
pub use disconnects::{DisconnectReason, ReconnectAdvice};
pub use errors::{Blame, ErrorType, Retry};
pub use events::{Push, Webhook};
pub use method::Method;
pub use prices::{MicroDollars, PriceTier};
pub use reference::{DefaultProperty, McpTool, PlanLimit, PlanValue, PropertyPlace, SystemMessage, SystemMessageKind};
pub use schema::{
    Bounds, Field, Kind, Limits, NamedType, Object, Path, Rule, RuleKind, Source, Step, Type, Value, ValueKind, Variant,
};

pub(crate) use access::{ApiFacts, AreaFacts};
pub(crate) use disconnects::DisconnectFacts;
pub(crate) use errors::ErrorFacts;
pub(crate) use events::{EventDocs, PushFacts, WebhookFacts};
pub(crate) use method::{MethodDocs, MethodFacts, MethodTraits, MethodWire};
