// The packed catalogue, decoded, against core's own. Needs esbuild, and cargo for the program that prints core's catalogue.
import assert from "node:assert/strict";
import { test } from "node:test";
import { built, core } from "./built.mjs";

const catalogue = await built("catalogue");

const camel = (line) =>
  Object.fromEntries(Object.entries(line).map(([key, value]) => [key.replace(/_(.)/g, (_, c) => c.toUpperCase()), value]));

test("methods are core's, in its order", () => {
  const lines = core("methods", "--json").map(camel);
  assert.deepEqual(catalogue.methods(), lines);
  assert.deepEqual(Object.keys(catalogue.methods()[0]), Object.keys(lines[0]));
  lines.forEach(({ method }, index) => {
    assert.equal(catalogue.methodIndex(method), index);
    assert.equal(catalogue.methodFacts(method), catalogue.methodFacts(index));
  });
  assert.equal(catalogue.methodIndex("agent/nothing"), undefined);
  assert.equal(catalogue.methodFacts("agent/nothing"), undefined);
  assert.equal(catalogue.methodFacts(lines.length), undefined);
});

for (const { version } of catalogue.versions()) {
  test(`methods of ${version} are core's`, () => {
    const lines = core("methods", "--json", "--version", version).map(camel);
    assert.deepEqual(catalogue.methods(version), lines);
    const there = new Set(lines.map((line) => line.method));
    for (const name of catalogue.methodNames()) {
      assert.equal(catalogue.transportsOf(name, version).length > 0, there.has(name), name);
    }
  });
}

test("transports differ by version", () => {
  assert.deepEqual(catalogue.transportsOf("agent/send_event", "3.6"), ["web", "rtm"]);
  assert.deepEqual(catalogue.transportsOf("agent/login", "3.6"), ["rtm"]);
  assert.deepEqual(catalogue.transportsOf("agent/send_event", "3.8"), []);
});

test("what methods refer to is in the other tables", () => {
  const all = (list, key) => new Set(list.map((one) => one[key]));
  const [scopes, webhooks] = [all(catalogue.scopes(), "scope"), all(catalogue.webhooks(), "webhook")];
  const [pushes, areas] = [all(catalogue.pushes(), "push"), all(catalogue.areas(), "area")];
  for (const m of catalogue.methods()) {
    assert.ok(areas.has(m.area));
    m.scopes.flat().forEach((s) => assert.ok(scopes.has(s), s));
    m.webhooks.forEach((w) => assert.ok(webhooks.has(w), w));
    m.pushes.forEach((p) => assert.ok(pushes.has(`${m.api === "customer" ? "customer" : "agent"}/${p}`), p));
  }
  for (const w of catalogue.webhooks()) {
    assert.deepEqual(w.causedBy, catalogue.methods().filter((m) => m.webhooks.includes(w.webhook)).map((m) => m.method));
  }
});

test("other tables have whole rows", () => {
  const rows = ["versions", "apis", "areas", "scopes", "webhooks", "pushes", "errorTypes"].flatMap((t) => catalogue[t]());
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) assert.ok(value !== undefined && value !== "", `${key} of ${JSON.stringify(row)}`);
  }
  const scope = catalogue.scopes().find((s) => s.scope === "chats--all:rw");
  assert.equal(scope.role, "administrator");
  assert.deepEqual(scope.contains, ["chats--all:ro", "chats--access:ro", "chats--access:rw", "chats--my:ro", "chats--my:rw"]);
  assert.deepEqual(catalogue.versions().map((v) => v.state), ["deprecated", "legacy", "stable", "preview"]);
  const event = catalogue.webhooks().find((w) => w.webhook === "incoming_event");
  assert.deepEqual([event.versions, event.inGuide], [["3.4", "3.5", "3.6", "3.7"], true]);
  assert.deepEqual(event.filters, ["chat_presence", "author_type", "only_my_chats", "source_type"]);
  const error = catalogue.errorTypes().find((e) => e.type === "too_many_requests");
  assert.deepEqual([error.retry, error.blame, error.turnedAway, error.inGuide], ["after_delay", "quota", true, true]);
});

test("nobody can change it", () => {
  const facts = catalogue.methodFacts("agent/send_event");
  assert.throws(() => (facts.summary = ""), TypeError);
  assert.throws(() => facts.scopes.push([]), TypeError);
  assert.throws(() => facts.scopes[0].push("x"), TypeError);
  assert.throws(() => catalogue.scopes().pop(), TypeError);
});
