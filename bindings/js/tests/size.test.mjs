// What an import brings to a browser: all that esbuild bundles and minifies, gzipped.
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import assert from "node:assert/strict";
import { build } from "esbuild";
import { app } from "./support/app.mjs";

/** Most bytes, gzipped, of each entry. */
const LIMITS = { "livechat-core": 160_000, "livechat-core/policy": 40_000 };
// Not reached yet.
const todo = true;

const { folder } = app();

for (const [entry, limit] of Object.entries(LIMITS)) {
  test(`${entry} is at most ${limit / 1000} kB`, { todo }, async (t) => {
    const stdin = { contents: `export * from "${entry}";`, resolveDir: folder };
    const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", platform: "browser", write: false });
    const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
    t.diagnostic(`${entry}: ${(bytes / 1000).toFixed(1)} kB of ${limit / 1000} kB`);
    assert.ok(bytes <= limit, `${entry} is ${bytes} bytes, gzipped`);
  });
}
