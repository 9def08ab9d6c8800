// Parameters and facts to look up, against core's own. Needs esbuild, and cargo for the program that prints core's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { built, core } from "./built.mjs";

const [catalogue, parameters, { reference }] = await Promise.all(["catalogue", "parameters", "reference"].map(built));

/** A type as the command line writes it. */
const written = (type) => {
  switch (type.kind) {
    case "named": return type.name;
    case "array": return `[${written(type.items)}]`;
    case "map": return `{${written(type.values)}}`;
    case "one_of": return type.options.map(written).join(" | ");
    default: return type.kind;
  }
};

test("parameters of a method are core's", () => {
  for (const [method, version] of [["agent/send_event", "3.6"], ["configuration/create_agent", "3.4"], ["configuration/create_agent", "3.7"], ["agent/list_archives", "3.5"]]) {
    const [detail] = core("methods", method, "--json", "--version", version);
    const top = detail.parameters.filter((p) => !/[.[*]/.test(p.name));
    const fields = parameters.parametersOf(method, version).fields;
    const shown = (p) => [p.name, p.type, p.required, p.about];
    assert.deepEqual(fields.map((f) => shown({ ...f, type: written(f.type) })), top.map(shown), `${method} ${version}`);
  }
});

test("every method has them in its versions, and what they refer to is there", () => {
  const follow = (type, version, seen) => {
    if (type.kind === "named") {
      if (seen.has(type.name)) return;
      seen.add(type.name);
      const named = parameters.namedType(type.name, version);
      assert.ok(named, type.name);
      if (named.type) follow(named.type, version, seen);
      for (const v of named.variants ?? []) follow({ kind: "named", name: v.type }, version, seen);
      if (named.kind === "enumeration") assert.ok(named.values.length > 0, type.name);
    }
    for (const inner of [type.items, type.values, ...(type.options ?? []), ...(type.fields ?? []).map((f) => f.type)]) {
      if (inner) follow(inner, version, seen);
    }
  };
  for (const { version } of catalogue.versions()) {
    for (const { method, versions } of catalogue.methods()) {
      const of = parameters.parametersOf(method, version);
      assert.equal(of !== undefined, versions.includes(version), `${method} ${version}`);
      if (of) follow(of, version, new Set());
    }
  }
  assert.equal(parameters.parametersOf("agent/nothing"), undefined);
  assert.equal(parameters.parametersOf("agent/send_event", "3.8"), undefined);
  assert.equal(parameters.namedType("toString"), undefined);
});

test("facts are those of the version", () => {
  const field = (method, version, name) => parameters.parametersOf(method, version).fields.find((f) => f.name === name);
  const inner = (version) => field("agent/list_chats", version, "filters").type.fields.map((f) => f.name);
  assert.ok(inner("3.5").includes("include_active") && !inner("3.5").includes("active"));
  assert.ok(inner("3.6").includes("active") && !inner("3.6").includes("include_active"));
  assert.deepEqual(field("agent/list_chats", "3.6", "limit").limits, { max: 100, min: 1 });
  assert.equal(field("agent/list_chats", "3.6", "limit").default, 10);
  assert.deepEqual(parameters.parametersOf("agent/list_chats").rules, [{ field: "page_id", excludes: ["filters", "limit", "sort_order"] }]);
  const actions = (version) => parameters.namedType("WebhookAction", version).values.map((v) => v.value);
  assert.ok(!actions("3.4").includes("tag_created") && actions("3.5").includes("tag_created"));
  const variants = parameters.namedType("NewEvent").variants;
  assert.deepEqual(variants[0], { value: "message", type: "NewMessageEvent" });
  const batch = parameters.parametersOf("configuration/batch_create_agents", "3.5").fields;
  assert.deepEqual(batch[0].type.items, parameters.parametersOf("configuration/create_agent", "3.5"));
});

test("facts to look up are whole, and nobody can change them", () => {
  const all = reference();
  assert.equal(all.planLimits.find((p) => p.name === "agents").business, 400);
  assert.deepEqual(all.priceTiers.map((t) => [t.above, t.microDollarsPerCall]), [[0, 270], [1_000_000, 220], [10_000_000, 170]]);
  assert.equal(all.disconnectReasons.find((d) => d.name === "agent/access_token_expired").advice, "new_token");
  assert.deepEqual(all.conditions.find((c) => c.name === "own_agent").decidedBy, "facts");
  const scopes = new Set(catalogue.scopes().map((s) => s.scope));
  for (const tool of all.mcpTools) for (const scope of tool.scopes) assert.ok(scopes.has(scope), scope);
  for (const limit of all.planLimits) for (const method of limit.methods) assert.ok(catalogue.methodFacts(method), method);
  for (const list of Object.values(all)) assert.ok(list.length > 0);
  assert.throws(() => (all.planLimits[0].business = 1), TypeError);
  assert.throws(() => parameters.parametersOf("agent/send_event").fields.pop(), TypeError);
  assert.equal(reference(), all);
});
