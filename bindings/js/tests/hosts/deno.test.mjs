import assert from "node:assert/strict";
import { test } from "node:test";
import { EXPECTED, app } from "../support/app.mjs";
import { report } from "../support/program.mjs";
import { binary } from "../support/binary.mjs";

const { folder: cwd } = app();
const deno = binary("@deno", (name) => name.startsWith(`${process.platform}-${process.arch}`), "deno");

test("deno, without any permission", { skip: deno ? false : "no Deno for this platform" }, () => {
  const env = { ...process.env, DENO_DIR: `${cwd}/.deno`, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  assert.deepEqual(report(deno, ["run", "--no-prompt", "print.js"], { cwd, env }), EXPECTED);
});
