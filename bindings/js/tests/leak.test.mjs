// A million tokens and handles made and dropped leave memory as it was: what lies in the module is given back when its object is collected.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { app } from "./support/app.mjs";

const { folder } = app();
const program = `
import { setImmediate as turn } from "node:timers/promises";
import { Budget, Token, Webhooks, decide, parseWebhook, request } from "livechat-core";

const text = JSON.stringify({ webhook_id: "w1", secret_key: "s", action: "thread_tagged", organization_id: "o", payload: { chat_id: "C", thread_id: "T", tag: "t" } });
const webhooks = new Webhooks({ secrets: ["s"] });
const work = {
  token: () => new Token(["chats--access:rw"], { role: "normal" }).allows("agent/send_event"),
  webhook: () => webhooks.parse(text).get("/payload/chat_id"),
  unverified: () => parseWebhook(text).payload.tag,
  decision: () => decide({ method: "agent/get_chat", token: ["chats--all:ro"] }).code,
  request: () => request("agent/get_chat", { chat_id: "C" }).http().url,
  secrets: () => new Webhooks({ secrets: ["s"] }).version,
  machine: () => new Budget({ quota: { requests: 5, windowMs: 1000 } }).reserve(0).reserved,
};
async function times(n, run) {
  for (let i = 0; i < n; i += 1) {
    if (run() === undefined) throw new Error("nothing");
    // Finalizers run between turns.
    if (i % 2000 === 0) await turn();
  }
  for (let i = 0; i < 5; i += 1) { globalThis.gc(); await turn(); }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heapUsed, external: external + arrayBuffers, rss };
}
const grown = {};
for (const [name, run] of Object.entries(work)) {
  const n = name === "token" || name === "webhook" ? 1_000_000 : 60_000;
  // The first run finds how much room is needed between two collections.
  const before = await times(Math.min(n, 100_000), run);
  const after = await times(n, run);
  grown[name] = Object.fromEntries(Object.keys(before).map((key) => [key, after[key] - before[key]]));
}
console.log(JSON.stringify(grown));
`;

test("a million tokens and handles leave nothing behind", { timeout: 300_000 }, (t) => {
  const grown = JSON.parse(execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], { cwd: folder, encoding: "utf8" }));
  for (const [name, { heapUsed, external, rss }] of Object.entries(grown)) {
    t.diagnostic(`${name}: heap ${heapUsed} bytes, outside of it ${external}, resident ${rss}`);
    // Ten bytes kept of each of a million would be ten megabytes.
    assert.ok(heapUsed < 4_000_000, `${name}: ${heapUsed} bytes of heap are kept`);
    assert.ok(external < 4_000_000, `${name}: ${external} bytes outside of the heap are kept`);
  }
});
