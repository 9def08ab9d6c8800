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
import { namedType, parametersOf, reference } from "livechat-core/reference";
import * as slim from "livechat-core/slim";
export const known = [parametersOf("agent/send_event")?.fields, namedType("Event"), reference().planLimits];
export const texts: string[] = [answer("decide", "{}"), slim.answer("read", "{}")];
export const allowed: "allow" | "deny" = decide({ method: "agent/send_event", token: ["chats--access:rw"] }).effect;
export const ready: Promise<void> = slim.init(new Uint8Array());
// @ts-expect-error: no such area
new slim.Grant({ areas: { chat: "read" } });
slim.request("agent/send_event", { chat_id: "c", event: { type: "message", text: "t" } });
slim.request("configuration/ban_customer", { ip: "10.0.0.1", days: 1 } as never, { version: "3.7" });
// @ts-expect-error: a chat's ID is a string
slim.request("agent/get_chat", { chat_id: 5 });
// @ts-expect-error: a field that there isn't
slim.request("agent/get_chat", { chat_id: "c", colour: "red" });
// @ts-expect-error: a method that the version lacks
slim.request("configuration/ban_customer", {}, { version: "3.4" });
// @ts-expect-error: a method that there isn't
slim.request("agent/nothing", {});
const answer35 = slim.parseResponse("agent/list_chats", "{}", { version: "3.5", status: 200 });
export const chats = answer35.success ? answer35.data.chats_summary.map((chat) => chat.id) : answer35.error.code;
const webhook = new slim.Webhooks({ secrets: ["s"] }).parse("{}");
switch (webhook.action) {
  case "incoming_event":
    if (webhook.payload.event.type === "message") webhook.payload.event.text?.length;
    break;
  case "thread_tagged":
    webhook.payload.tag.length;
    // @ts-expect-error: a tag has no event
    webhook.payload.event;
    break;
  default:
    webhook.payload;
}
const push = slim.parsePush("{}", { api: "customer" });
if (push.action === "incoming_event") push.payload.chat_id.length;
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
