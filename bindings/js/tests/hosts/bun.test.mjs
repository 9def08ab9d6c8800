import assert from "node:assert/strict";
import { test } from "node:test";
import { EXPECTED, app } from "../support/app.mjs";
import { binary } from "../support/binary.mjs";
import { report } from "../support/program.mjs";

const { folder: cwd } = app();
const arch = { x64: "x64", arm64: "aarch64" }[process.arch];
const bun = binary("@oven", (name) => name === `bun-${process.platform}-${arch}`, "bin/bun");

test("bun", { skip: bun ? false : "no Bun for this platform" }, () => {
  assert.deepEqual(report(bun, ["run", "print.js"], { cwd }), EXPECTED);
});
