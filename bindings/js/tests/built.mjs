// What the tests of the TypeScript layer share: a module bundled by esbuild and loaded, and the program that answers for core.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A module of `ts/`, by its name. */
export async function built(name) {
  const { buildSync } = createRequire(import.meta.url)("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "livechat-core-"));
  try {
    const outfile = join(folder, `${name}.mjs`);
    buildSync({ entryPoints: [fileURLToPath(new URL(`../ts/${name}.ts`, import.meta.url))], bundle: true, format: "esm", outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lines that the command line prints, as objects. */
export function core(...args) {
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const text = execFileSync("cargo", ["run", "--quiet", "--", ...args], { cwd, encoding: "utf8" });
  return text.trim().split("\n").map((line) => JSON.parse(line));
}
