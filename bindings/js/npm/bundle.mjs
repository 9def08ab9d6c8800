// A bundle for each entry and host. Each has its own `#glue` (the module's JavaScript) and `#wasm` (how the host comes by the module).
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";

/** Entries with the wasm module that each stands on. */
const ENTRIES = { index: "livechat_core", policy: "policy" };

const JS = { format: "esm" };
/** Hosts: the source in ts/wasm, the file that is written in dist/<host>, and what esbuild must know. */
const HOSTS = {
  browser: { source: "browser", options: { ...JS, platform: "browser" } },
  node: { source: "node", extension: "cjs", options: { format: "cjs", platform: "node" } },
  workerd: { source: "workerd", file: (name) => `../${name}.wasm`, options: { ...JS, platform: "neutral" } },
  "edge-light": { source: "workerd", file: (name) => `../${name}.wasm?module`, options: { ...JS, platform: "neutral" } },
};

export async function bundle() {
  for (const [entry, name] of Object.entries(ENTRIES)) {
    for (const [host, { source, extension = "js", file, options }] of Object.entries(HOSTS)) {
      await one(entry, name, `${host}/${entry}.${extension}`, source, options, file?.(name));
    }
    await wrapper(entry);
    writeFileSync(`dist/node/${name}.wasm.cjs`, `module.exports = "${deflated(name)}";\n`);
  }
  await one("slim", "livechat_core", "browser/slim.js", "slim", HOSTS.browser.options);
  await one("slim", "livechat_core", "node/slim.cjs", "slim", HOSTS.node.options);
  await wrapper("slim");
  // Data alone: no module, and the same everywhere.
  await one("lookup", undefined, "browser/lookup.js", undefined, HOSTS.browser.options);
  await one("lookup", undefined, "node/lookup.cjs", undefined, HOSTS.node.options);
  await wrapper("lookup");
}

async function one(entry, name, outfile, source, options, file) {
  await build({
    entryPoints: [`ts/${entry}.ts`],
    outfile: `dist/${outfile}`,
    bundle: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
    plugins: [host(name, source, file)],
    ...options,
  });
}

function host(name, source, file) {
  return {
    name: "host",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#glue$/ }, () => ({ path: resolve(`pkg/${name}.js`), sideEffects: false }));
      onResolve({ filter: /^#wasm$/ }, () => ({ path: resolve(`ts/wasm/${source}.ts`) }));
      onResolve({ filter: /^#file$/ }, () => ({ path: file, external: true }));
      // In Node in a file of its own: node/<name>.wasm.cjs.
      onResolve({ filter: /^#deflated$/ }, ({ kind }) => (kind === "require-call" ? { path: `./${name}.wasm.cjs`, external: true } : undefined));
      onResolve({ filter: /^#(deflated|length)$/ }, ({ path }) => ({ path, namespace: "wasm" }));
      // Only `slim` waits for the module.
      if (source !== "slim") onLoad({ filter: /[\\/]pkg[\\/]\w+\.js$/ }, ({ path }) => ({ contents: withoutInit(readFileSync(path, "utf8")) }));
      onLoad({ filter: /^#length$/, namespace: "wasm" }, () => ({ contents: `export default ${wasm(name).length};` }));
      onLoad({ filter: /^#deflated$/, namespace: "wasm" }, () => ({
        contents: deflated(name),
        loader: "text",
      }));
    },
  };
}

const wasm = (name) => readFileSync(`dist/${name}.wasm`);
const deflated = (name) => deflateRawSync(wasm(name), { level: 9, memLevel: 9 }).toString("base64");

function withoutInit(glue) {
  const short = glue.replace("export { initSync, __wbg_init as default };", "export { initSync };");
  if (short === glue) throw new Error("wasm-bindgen exports its init in another way than before");
  return short;
}

/** For `import` in Node: the names of the CommonJS file, so that there is one instance however the package is loaded. */
async function wrapper(entry) {
  const { metafile } = await build({
    entryPoints: [`ts/${entry}.ts`],
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "silent",
    packages: "external",
  });
  const names = Object.values(metafile.outputs)[0].exports.sort();
  writeFileSync(`dist/node/${entry}.js`, `export { ${names.join(", ")} } from "./${entry}.cjs";\n`);
}
