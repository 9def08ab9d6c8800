// Builds the package: wasm modules and glue (cargo), their optimisation (binaryen), a bundle for each entry and host (esbuild), types (tsc).
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { declarations } from "./declarations.mjs";
import { notices } from "./notices.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// What Rust's target uses and every host has; nothing that only newer hosts take.
const WASM_FEATURES = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

// For size, but two things that make the compressed module larger: packing the zeros of its data, and functions inlined into their one caller. The second
// makes functions of 100 kB as well, which V8 compiles whole at the first call, three times as slow.
const OPTIMISE = ["-Oz", "--skip-pass=memory-packing", "--one-caller-inline-max-function-size=1"];

const run = (command, ...args) => {
  try {
    execFileSync(command, args, { stdio: "inherit" });
  } catch (error) {
    const why = error.code === "ENOENT" ? "isn't installed; Rust comes with https://rustup.rs" : `failed (${error.status ?? error.code})`;
    console.error(`error: ${command} ${why}`);
    process.exit(1);
  }
};
const runBin = (name, ...args) => run(process.execPath, `node_modules/${name}`, ...args);

run("cargo", "run", "--quiet", "--locked", "--package", "livechat-core-js-build");

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
for (const name of ["livechat_core", "policy"]) {
  const features = WASM_FEATURES.map((f) => `--enable-${f}`);
  runBin("binaryen/bin/wasm-opt", ...OPTIMISE, ...features, `pkg/${name}_bg.wasm`, "-o", `dist/${name}.wasm`);
  const wasm = readFileSync(`dist/${name}.wasm`);
  if (!WebAssembly.validate(wasm)) throw new Error(`${name}.wasm isn't valid here`);
}
await bundle();
runBin("typescript/bin/tsc", "--project", "tsconfig.json");
declarations();
notices();
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(`../../${licence}`, `dist/${licence}`);
