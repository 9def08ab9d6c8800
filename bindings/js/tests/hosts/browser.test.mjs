import assert from "node:assert/strict";
import { test } from "node:test";
import { EXPECTED, app } from "../support/app.mjs";
import { noChromium, reportOf } from "../support/chromium.mjs";
import { page, serve } from "../support/serve.mjs";

const { folder } = app();
const dist = "/node_modules/livechat-core/dist/browser";
const imports = { "livechat-core": `${dist}/index.js`, "livechat-core/policy": `${dist}/policy.js`, "livechat-core/slim": `${dist}/slim.js` };

test("browser, no bundler, an import map", { skip: noChromium }, async (t) => {
  const origin = await serve(t, folder, { "/": page("/page.js", { imports }) });
  assert.deepEqual(await reportOf(origin), EXPECTED);
});

test("browser, slim, the module fetched", { skip: noChromium }, async (t) => {
  const origin = await serve(t, folder, { "/": page("/slim_page.js", { imports }) });
  assert.equal((await reportOf(origin)).code, "missing_scope");
});
