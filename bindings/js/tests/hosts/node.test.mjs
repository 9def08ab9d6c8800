import assert from "node:assert/strict";
import { test } from "node:test";
import { EXPECTED, app } from "../support/app.mjs";
import { report } from "../support/program.mjs";

const { folder: cwd } = app();
const node = (...args) => report(process.execPath, args, { cwd });

test("node, import", () => assert.deepEqual(node("print.js"), EXPECTED));

test("node, require, and one instance for both", () => {
  const { instances, names, missing, answered, report } = node("common.cjs");
  assert.deepEqual(instances, [true, true, true]);
  assert.ok(names);
  assert.deepEqual(missing, []);
  assert.equal(answered, "missing_scope");
  assert.deepEqual(report, EXPECTED);
});

for (const way of ["bytes", "module", "response", "sync", "sync-module", "twice", "again"]) {
  test(`node, slim, ${way}`, () => assert.deepEqual(node("slim.js", way), { answered: "missing_scope" }));
}

test("node, slim, not ready", () => assert.match(node("slim.js", "none").error, /init\(\)/));
