//! JSON Schemas of the spec files, for completion in editors.

use schemars::{JsonSchema, schema_for};

use crate::drift::Exceptions;
use crate::model::{self, Entries};

fn one<T: JsonSchema>(name: &str) -> (String, String) {
    let schema = schema_for!(T);
    (name.to_owned(), serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n")
}

/// Schemas by the name of the file that they are for.
pub(super) fn schemas() -> Vec<(String, String)> {
    vec![
        one::<Entries<model::Version>>("versions"),
        one::<Entries<model::Api>>("apis"),
        one::<Entries<model::Area>>("areas"),
        one::<Entries<model::Scope>>("scopes"),
        one::<Entries<model::Condition>>("conditions"),
        one::<Entries<model::Requirement>>("requirements"),
        one::<Entries<model::Field>>("params"),
        one::<Entries<model::Type>>("types"),
        one::<Entries<model::Method>>("methods"),
        one::<Entries<model::Push>>("pushes"),
        one::<Entries<model::Webhook>>("webhooks"),
        one::<Entries<model::Disconnect>>("disconnects"),
        one::<Entries<model::ErrorType>>("errors"),
        one::<Entries<model::Plan>>("plans"),
        one::<Entries<model::PriceTier>>("prices"),
        one::<Entries<model::Property>>("properties"),
        one::<Entries<model::SystemMessage>>("system_messages"),
        one::<Entries<model::McpTool>>("mcp"),
        one::<Exceptions>("exceptions"),
    ]
}
