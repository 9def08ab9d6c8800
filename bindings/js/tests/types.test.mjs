// What must compile and what must not, of the generated types: each line that is wrong on purpose says so, and a compiler that takes it fails.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the types take what is right and refuse what is wrong", () => {
  const [tsc, project] = ["../node_modules/typescript/bin/tsc", "types"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--project", project], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
