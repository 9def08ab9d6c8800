// The examples, run as they are, against the simulated LiveChat of the repository's tests.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { app } from "./support/app.mjs";

const { folder } = app();
const repository = fileURLToPath(new URL("../../..", import.meta.url));
cpSync(fileURLToPath(new URL("../examples", import.meta.url)), `${folder}/examples`, { recursive: true });
mkdirSync(`${folder}/types`, { recursive: true });
const example = (name) => import(pathToFileURL(`${folder}/examples/${name}.mjs`));
const core = await import(pathToFileURL(`${folder}/node_modules/livechat-core/dist/node/index.js`));

/** Starts the simulation; it ends with the test. */
async function simulated(t) {
  const child = spawn("cargo", ["run", "--quiet", "--locked", "--package", "livechat-core-simulated"], { cwd: repository, stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.stdin.end());
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(line);
}

/** Signs in as an application does, with PKCE. */
async function signIn(accountsUrl) {
  const { oauth } = core;
  const random = () => crypto.getRandomValues(new Uint8Array(32));
  const { codeVerifier } = oauth.pkce(random());
  const state = oauth.state(random());
  const client = { clientId: "client", redirectUri: "https://example.com/back", codeVerifier, accountsUrl };
  const url = oauth.authorizeUrl({ ...client, flow: "code_with_pkce", state });
  const sentBack = await fetch(url, { redirect: "manual" });
  const { code } = oauth.readRedirect("code", sentBack.headers.get("location"), state);
  const { accountsUrl: _, ...rest } = client;
  const http = oauth.exchange({ ...rest, code, accountsUrl });
  const response = await fetch(http.url, http);
  return oauth.readAccounts("exchange", response.status, await response.text(), new Date());
}

test("a sender and a receiver of webhooks", { timeout: 300_000 }, async (t) => {
  const { http: api } = await simulated(t);
  const { accessToken, token } = await signIn(api);
  assert.equal(token.allows("agent/send_event"), true);
  const { call } = await example("sender");
  const { receiver } = await example("receiver");

  let came;
  const handled = new Promise((done) => (came = done));
  const server = receiver({ secret: "kept", handle: came });
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => server.close());
  const url = `http://127.0.0.1:${server.address().port}/`;
  const options = { token: accessToken, baseUrl: api };
  await call("configuration/register_webhook", { url, action: "incoming_event", secret_key: "kept", owner_client_id: "0805e283233042b37f460ed8fbf22160", type: "license" }, options);
  const { event_id } = await call("agent/send_event", { chat_id: "CHAT001", event: { type: "message", text: "Hello" } }, options);
  const webhook = await handled;
  assert.deepEqual([webhook.action, webhook.payload.event.id, webhook.payload.event.text, webhook.verified], ["incoming_event", event_id, "Hello", true]);

  const refused = await fetch(url, { method: "POST", body: webhook.text.replace("kept", "guessed") });
  assert.equal(refused.status, 401);
  assert.equal((await fetch(url, { method: "POST", body: "{" })).status, 400);
  await assert.rejects(call("agent/send_event", { chat_id: "NONE", event: { type: "message", text: "Hello" } }, options), { code: "not_found" });
  const pages = core.pages("agent/list_chats", { limit: 10 }, async (body) => JSON.stringify(await call("agent/list_chats", body, options)));
  const counts = [];
  for await (const page of pages) counts.push(page.chats_summary.length);
  assert.deepEqual(counts, [10, 10, 5]);
});

test("a middleware for webhooks", async () => {
  const { webhook } = await example("middleware");
  const middleware = webhook("kept");
  const pass = async (body) => {
    const kept = {};
    const c = { req: { arrayBuffer: async () => new TextEncoder().encode(body).buffer }, set: (key, value) => (kept[key] = value), text: (text, status) => ({ text, status }) };
    const answer = await middleware(c, async () => (kept.passed = true));
    return { answer, ...kept };
  };
  const text = (secret) => JSON.stringify({ webhook_id: "w", secret_key: secret, action: "thread_tagged", organization_id: "o", payload: { chat_id: "c", thread_id: "t", tag: "x" } });
  const good = await pass(text("kept"));
  assert.deepEqual([good.passed, good.webhook.payload.tag, good.answer], [true, "x", undefined]);
  assert.deepEqual((await pass(text("guessed"))).answer, { text: "wrong_secret", status: 401 });
  assert.deepEqual((await pass("{")).answer, { text: "bad_json", status: 400 });
});

test("a worker that refuses what a token may not do", async () => {
  const { default: worker } = await example("worker");
  const ask = async (action, body, init = {}) => {
    const url = `https://gateway.example/v3.6/agent/action/${action}`;
    const response = await worker.fetch(new Request(url, { method: "POST", headers: { "content-type": "application/json", authorization: "Bearer dal:token" }, body: JSON.stringify(body), ...init }));
    const { code } = await response.json();
    return [response.status, code];
  };
  assert.deepEqual(await ask("send_event", { chat_id: "c", event: { type: "message", text: "t" } }), [200, "allowed"]);
  assert.deepEqual(await ask("ban_customer", { id: "b7eff798-f8df-4364-8059-649c35c9ed0c", ban: { days: 1 } }), [403, "not_granted"]);
  assert.deepEqual(await ask("start_chat", {}), [403, "not_granted"]);
  assert.deepEqual(await ask("nothing", {}), [400, "unknown_method"]);
  assert.equal((await ask("send_event", {}, { headers: { "content-type": "application/json", "x-http-method-override": "DELETE" } }))[0], 400);
});

test("the examples of the README compile, and what runs without LiveChat runs", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  assert.ok(blocks.length >= 3);
  const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  const files = blocks.map((code, i) => {
    const file = `${folder}/types/readme_${i}.mts`;
    writeFileSync(file, `declare const process: { env: Record<string, string | undefined> };\ndeclare const request: Request;\n`.replace(code.includes("request(") ? /declare const request.*\n/ : /^$/, "") + code);
    return file;
  });
  execFileSync(process.execPath, [tsc, "--noEmit", "--strict", "--types", "", "--target", "es2022", "--lib", "es2022,dom", "--module", "nodenext", ...files], { cwd: folder, encoding: "utf8" });
});
