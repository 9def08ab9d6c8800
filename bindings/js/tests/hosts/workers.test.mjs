import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { EXPECTED, app } from "../support/app.mjs";
import { report } from "../support/program.mjs";
import { MODULES, bundle, noWorkerd, serveWorker } from "../support/workerd.mjs";

const { folder } = app();

test("workerd", { skip: noWorkerd, timeout: 60_000 }, async (t) => {
  const origin = await serveWorker(t, "worker");
  const response = await fetch(origin, { signal: AbortSignal.timeout(20_000) });
  assert.deepEqual(await response.json(), EXPECTED);
});

test("edge-light: the files are imported as modules", async () => {
  const asked = [];
  const file = await bundle("print", "edge-light", ["edge-light"], (onResolve, onLoad) => {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => {
      asked.push(path.split("/").at(-1));
      return { path: path.split("/").at(-1).replace("?module", ""), namespace: "compiled" };
    });
    // What the host does, for Node: the compiled module.
    onLoad({ filter: /./, namespace: "compiled" }, ({ path }) => ({
      contents: `const text = ${JSON.stringify(readFileSync(`${folder}/node_modules/livechat-core/dist/${path}`, "base64"))};
        export default new WebAssembly.Module(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));`,
    }));
  });
  assert.deepEqual(report(process.execPath, [file], { cwd: "/" }), EXPECTED);
  assert.deepEqual(asked.sort(), MODULES.map((name) => `${name}.wasm?module`));
});
