// What an import brings to a browser: all that esbuild bundles and minifies, gzipped.
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import assert from "node:assert/strict";
import { build } from "esbuild";
import { app } from "./support/app.mjs";

/** Most bytes of each entry, gzipped. They go down with what is saved, and never up without a reason in the same commit; `goal` is where they are to end. */
const LIMITS = { "livechat-core": { most: 356_000, goal: 160_000 }, "livechat-core/policy": { most: 107_000, goal: 40_000 }, "livechat-core/reference": { most: 40_000, goal: 40_000 } };

const { folder } = app();

for (const [entry, { most, goal }] of Object.entries(LIMITS)) {
  test(`${entry} is at most ${most / 1000} kB`, async (t) => {
    const stdin = { contents: `export * from "${entry}";`, resolveDir: folder };
    const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", platform: "browser", write: false });
    const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
    t.diagnostic(`${entry}: ${(bytes / 1000).toFixed(1)} kB of ${most / 1000} kB; the goal is ${goal / 1000} kB`);
    assert.ok(bytes <= most, `${entry} is ${bytes} bytes, gzipped`);
  });
}
