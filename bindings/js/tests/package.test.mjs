import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { PACKAGE, app } from "./support/app.mjs";

const { folder, tarball } = app();
const installed = `${folder}/node_modules/livechat-core`;
const bin = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
const run = (...args) => {
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: 120_000 });
  } catch (error) {
    assert.fail(`${error.stdout}\n${error.stderr}`);
  }
};

test("publint finds nothing", () => void run(bin("publint/src/cli.js"), "run", "--strict", tarball));

// Wasm files can't be required, which it would report of them. Node 10, which knows no `exports`, is left out.
test("types resolve as the code does", () => {
  const wasm = ["--exclude-entrypoints", "livechat_core.wasm", "policy.wasm"];
  run(bin("@arethetypeswrong/cli/dist/index.js"), tarball, "--profile", "node16", ...wasm);
});

test("types suffice for a strict compiler that checks libraries too", () => {
  const program = `import { answer } from "livechat-core";
import { decide } from "livechat-core/policy";
import * as slim from "livechat-core/slim";
export const texts: string[] = [answer("decide", "{}"), slim.answer("read", "{}")];
export const allowed: "allow" | "deny" = decide({ method: "agent/send_event", token: ["chats--access:rw"] }).effect;
export const ready: Promise<void> = slim.init(new Uint8Array());
// @ts-expect-error: no such area
new slim.Grant({ areas: { chat: "read" } });
// @ts-expect-error: a chat's ID is a string
slim.request("agent/get_chat", { chat_id: 5 });
`;
  const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  mkdirSync(`${folder}/types`, { recursive: true });
  for (const extension of ["mts", "cts"]) writeFileSync(`${folder}/types/program.${extension}`, program);
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--types", "", "--target", "es2022", "--lib", "es2022,dom"];
  run(tsc, ...strict, "--module", "nodenext", "types/program.mts", "types/program.cts");
  run(tsc, ...strict, "--module", "esnext", "--moduleResolution", "bundler", "types/program.mts");
});

test("the tarball has what users need and nothing else", () => {
  const files = readdirSync(installed, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  for (const file of ["README.md", "package.json", "dist/LICENSE-MIT", "dist/LICENSE-APACHE", "dist/THIRD-PARTY.md"]) assert.ok(files.includes(file), file);
  const strange = files.filter((file) => !/^(README\.md|package\.json|dist(\/.*)?)$/.test(file));
  assert.deepEqual(strange, []);
  const { scripts, dependencies } = JSON.parse(readFileSync(`${installed}/package.json`, "utf8"));
  assert.equal(dependencies, undefined);
  assert.deepEqual(["preinstall", "install", "postinstall", "prepare"].filter((name) => name in scripts), []);
});

test("nothing evaluates text", () => {
  for (const file of readdirSync(`${installed}/dist`, { recursive: true }).filter((file) => /\.c?js$/.test(file))) {
    assert.doesNotMatch(readFileSync(`${installed}/dist/${file}`, "utf8"), /\beval\s*\(|\bnew\s+Function\b/, file);
  }
});

test("the version is that of the Rust crates", () => {
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, "utf8"));
  for (const manifest of ["Cargo.toml", "../../Cargo.toml"]) {
    const [, table] = readFileSync(`${PACKAGE}/${manifest}`, "utf8").split("[workspace.package]");
    assert.equal(table.match(/version = "([^"]+)"/)[1], version, manifest);
  }
});
