//! What there is: methods with their areas, versions, transports, webhooks, pushes, parameters and answers; named types; error types; plan limits.
//!
//! Everything here is static data, generated from `spec/`. Looking a method up by name is one look-up in a perfect hash; everything
//! else by handle is an index into a table.
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
