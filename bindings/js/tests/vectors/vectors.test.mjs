// The shared vectors in Node, in Chromium and in workerd: the same answers as everywhere.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { app } from "../support/app.mjs";
import { noChromium, reportOf } from "../support/chromium.mjs";
import { page, serve } from "../support/serve.mjs";
import { noWorkerd, serveWorker } from "../support/workerd.mjs";

const { folder } = app();
const place = new URL("../../../../tests/vectors/", import.meta.url);
const names = readdirSync(place, { recursive: true }).filter((name) => /^[^/\\]+[/\\][^/\\]+\.json$/.test(name)).sort();
const files = names.map((name) => [name.replaceAll("\\", "/"), JSON.parse(readFileSync(new URL(name, place), "utf8"))]);

/** Fewest cases by each way; what got lost shows here. */
const AT_LEAST = { door: 2400, face: 1400 };

function judged(t, { door, face }) {
  t.diagnostic(`${door.count} cases through the doors, ${face.count} through the face, which can't express ${face.passedOver} others`);
  for (const [way, { count, faults }] of Object.entries({ door, face })) {
    assert.deepEqual(faults.slice(0, 20), [], `${faults.length} faults through the ${way}`);
    assert.ok(count >= AT_LEAST[way], `only ${count} cases through the ${way}`);
  }
}

test("vectors in Node", async (t) => {
  const { judge } = await import(pathToFileURL(`${folder}/vectors.js`));
  judged(t, judge(files));
});

test("vectors in Chromium", { skip: noChromium }, async (t) => {
  writeFileSync(`${folder}/vectors.json`, JSON.stringify(files));
  const dist = "/node_modules/livechat-core/dist/browser";
  const origin = await serve(t, folder, { "/": page("/vectors_page.js", { imports: { "livechat-core": `${dist}/index.js` } }) });
  judged(t, await reportOf(origin));
});

test("vectors in workerd", { skip: noWorkerd, timeout: 120_000 }, async (t) => {
  const origin = await serveWorker(t, "vectors_worker");
  const response = await fetch(origin, { method: "POST", body: JSON.stringify(files), signal: AbortSignal.timeout(100_000) });
  judged(t, await response.json());
});
