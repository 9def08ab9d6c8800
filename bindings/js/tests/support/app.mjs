// The package as a user has it: packed, and installed in a folder outside of the repository with some programs that import it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAMS = ["../hosts/programs", "../vectors"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
const npm = (cwd, ...args) => execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });

/** Makes the folder; `tests/run.mjs` does it once for all files of tests. */
export function makeApp() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "livechat-core-app-")));
  const [{ filename }] = JSON.parse(npm(PACKAGE, "pack", "--json", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(folder, filename));
  for (const programs of PROGRAMS) cpSync(programs, folder, { recursive: true });
  return { folder, tarball: join(folder, filename) };
}

let own;
/** The folder of this run. */
export function app() {
  if (process.env.LIVECHAT_CORE_APP) return JSON.parse(process.env.LIVECHAT_CORE_APP);
  if (!own) {
    own = makeApp();
    process.on("exit", () => rmSync(own.folder, { recursive: true, force: true }));
  }
  return own;
}

/** What every host must report. */
export const EXPECTED = { decision: "allow", denial: "missing_scope", quick: true, fault: "out_of_range", same: true };
