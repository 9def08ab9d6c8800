// workerd with one worker, bundled as Cloudflare's tools do, on a port of its own.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { app } from "./app.mjs";
import { binary } from "./binary.mjs";

const { folder } = app();
const arch = { x64: "64", arm64: "arm64" }[process.arch];
const workerd = binary("@cloudflare", (name) => name === `workerd-${process.platform}-${arch}`, "bin/workerd");
export const MODULES = ["livechat_core", "policy"];

/** The reason for which a test in workerd is skipped, or `false`. */
export const noWorkerd = workerd ? false : "no workerd for this platform";

/** Bundles a program of the app with the conditions of a host, wasm files left to it. */
export async function bundle(entry, host, conditions, wasm) {
  const outfile = `${folder}/workers/${host}/${entry}.js`;
  const setup = ({ onResolve, onLoad }) => wasm(onResolve, onLoad);
  await build({ entryPoints: [`${folder}/${entry}.js`], outfile, bundle: true, format: "esm", platform: "browser", conditions, absWorkingDir: folder, plugins: [{ name: "wasm", setup }] });
  return outfile;
}

/** Starts a worker; it ends with the test. Gives its origin. */
export async function serveWorker(t, entry) {
  await bundle(entry, "workerd", ["workerd", "worker"], (onResolve) =>
    onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${path.split("/").at(-1)}`, external: true })),
  );
  // Paths are relative to this file.
  const module = (name) => `(name = "${name}.wasm", wasm = embed "../../node_modules/livechat-core/dist/${name}.wasm")`;
  const config = `${folder}/workers/workerd/${entry}.capnp`;
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2025-01-01",
    modules = [(name = "${entry}.js", esModule = embed "${entry}.js"), ${MODULES.map(module).join(", ")}],
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
  return `http://127.0.0.1:${port}`;
}
