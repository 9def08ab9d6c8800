import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { build } from "esbuild";
import { EXPECTED, app } from "../support/app.mjs";
import { binary } from "../support/binary.mjs";
import { report } from "../support/program.mjs";

const { folder } = app();
const arch = { x64: "64", arm64: "arm64" }[process.arch];
const workerd = binary("@cloudflare", (name) => name === `workerd-${process.platform}-${arch}`, "bin/workerd");
const MODULES = ["livechat_core", "policy"];

/** Bundled as Cloudflare's and Vercel's tools do: with their conditions, wasm files left to the host. */
async function bundle(entry, host, conditions, wasm) {
  const outfile = `${folder}/workers/${host}/${entry}.js`;
  const setup = ({ onResolve, onLoad }) => wasm(onResolve, onLoad);
  await build({ entryPoints: [`${folder}/${entry}.js`], outfile, bundle: true, format: "esm", platform: "browser", conditions, absWorkingDir: folder, plugins: [{ name: "wasm", setup }] });
  return outfile;
}

test("workerd", { skip: workerd ? false : "no workerd for this platform", timeout: 60_000 }, async (t) => {
  await bundle("worker", "workerd", ["workerd", "worker"], (onResolve) =>
    onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${path.split("/").at(-1)}`, external: true })),
  );
  // Paths are relative to this file.
  const module = (name) => `(name = "${name}.wasm", wasm = embed "../../node_modules/livechat-core/dist/${name}.wasm")`;
  const config = `${folder}/workers/workerd/config.capnp`;
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2025-01-01",
    modules = [(name = "worker.js", esModule = embed "worker.js"), ${MODULES.map(module).join(", ")}],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  );
  const server = spawn(workerd, ["serve", "--control-fd=3", config], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  t.after(() => server.kill());
  const port = await new Promise((found, fail) => {
    let text = "";
    server.on("error", fail).on("exit", (status) => fail(new Error(`workerd ended with ${status}`)));
    server.stdio[3].setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      const listening = text.match(/"port":\s*(\d+)/);
      if (listening) found(listening[1]);
    });
  });
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(20_000) });
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
