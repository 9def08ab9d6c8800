import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { build, createServer } from "vite";
import { EXPECTED, app } from "../support/app.mjs";
import { noChromium, reportOf } from "../support/chromium.mjs";
import { serve } from "../support/serve.mjs";

const { folder: root } = app();
const config = { root, configFile: false, logLevel: "error" };

test("vite, build", { skip: noChromium }, async (t) => {
  const outDir = `${root}/vite`;
  await build({ ...config, build: { outDir, chunkSizeWarningLimit: 4096 } });
  const origin = await serve(t, outDir, { "/": readFileSync(`${outDir}/index.html`) });
  assert.deepEqual(await reportOf(origin), EXPECTED);
});

test("vite, development server", { skip: noChromium }, async (t) => {
  const server = await createServer({ ...config, server: { host: "127.0.0.1", port: 0, hmr: false, ws: false, watch: null } });
  t.after(() => server.close());
  await server.listen();
  assert.deepEqual(await reportOf(`http://127.0.0.1:${server.httpServer.address().port}/`), EXPECTED);
});
