// Runs the tests: all, or the files whose path has one of the words given. Packs and installs the package once for all.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = `${here}node_modules/.package-lock.json`;
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(`${here}package-lock.json`).mtimeMs) {
  console.log("installing the hosts that the tests need");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(1);
}
if (!existsSync(`${here}../dist/node/index.cjs`)) {
  console.error("error: there is no dist/; npm run build makes it");
  process.exit(1);
}

const words = process.argv.slice(2);
const files = readdirSync(here, { recursive: true })
  .filter((file) => file.endsWith(".test.mjs") && !file.includes("node_modules"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
const { makeApp } = await import("./support/app.mjs");
const app = makeApp();
const env = { ...process.env, LIVECHAT_CORE_APP: JSON.stringify(app) };
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files.map((file) => here + file)], { env, stdio: "inherit" });
rmSync(app.folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
