//! Facts that people look up, as JSON in a string: plans, prices, default properties, system messages, disconnections, conditions, the vendor's tools.

use serde_json::{Value, json};

use super::json_text;
use crate::model::Scalar;
use crate::resolve::Spec;
use crate::versions::Versions;

pub(super) fn reference(spec: &Spec) -> String {
    let files = &spec.files;
    let names = |versions: Versions| spec.line.names(versions);
    let range = |since: &Option<String>, until: &Option<String>| {
        names(spec.line.range(since.as_deref(), until.as_deref()).unwrap_or_default())
    };
    let figure = |s: &Scalar| match s {
        Scalar::Int(i) => json!(i),
        other => json!(super::docs::plain(other)),
    };
    let plan_limits: Vec<Value> = files
        .plans
        .iter()
        .map(|(name, p)| {
            let p = &p.spec;
            json!({
                "name": name, "about": p.about, "unit": p.unit, "methods": p.methods, "starter": figure(&p.starter),
                "team": figure(&p.team), "business": figure(&p.business), "enterprise": figure(&p.enterprise),
            })
        })
        .collect();
    let price_tiers: Vec<Value> = files
        .prices
        .iter()
        .map(|(name, t)| {
            let t = &t.spec;
            json!({ "name": name, "about": t.about, "above": t.above, "microDollarsPerCall": t.micro_dollars_per_1000 / 1000 })
        })
        .collect();
    let properties: Vec<Value> = files
        .properties
        .iter()
        .map(|(name, p)| {
            let p = &p.spec;
            let mut row = json!({
                "name": name, "about": p.about, "type": p.ty, "on": p.on, "versions": range(&p.since, &p.until), "notes": p.notes,
            });
            if let Some(default) = &p.default {
                row["default"] = serde_json::to_value(default).unwrap_or_default();
            }
            row
        })
        .collect();
    let system_messages: Vec<Value> = files
        .system_messages
        .iter()
        .map(|(name, m)| {
            let m = &m.spec;
            json!({
                "name": name, "about": m.about, "kind": m.kind, "variables": m.variables,
                "versions": range(&m.since, &m.until), "notes": m.notes,
            })
        })
        .collect();
    let disconnect_reasons: Vec<Value> = files
        .disconnects
        .iter()
        .filter_map(|(name, d)| {
            let reason = spec.disconnect_reason(name)?;
            Some(json!({
                "name": name, "about": reason.about, "versions": names(reason.versions), "advice": d.spec.advice,
            }))
        })
        .collect();
    let conditions: Vec<Value> = files
        .conditions
        .iter()
        .map(|(name, c)| json!({ "name": name, "about": c.spec.about, "decidedBy": c.spec.decided_by }))
        .collect();
    let mcp_tools: Vec<Value> = files
        .mcp
        .iter()
        .map(|(name, t)| {
            let t = &t.spec;
            json!({ "name": name, "about": t.about, "access": t.access, "scopes": t.scopes, "notes": t.notes })
        })
        .collect();
    let all = json!({
        "planLimits": plan_limits, "priceTiers": price_tiers, "properties": properties, "systemMessages": system_messages,
        "disconnectReasons": disconnect_reasons, "conditions": conditions, "mcpTools": mcp_tools,
    });
    format!(
        "// Facts to look up, as JSON; `../reference.ts` reads them and says what they mean.\n\nexport const REFERENCE: string = {};\n",
        json_text(&all)
    )
}
