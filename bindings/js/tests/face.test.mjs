// The face as a developer meets it: what is asked of it, and what isn't what it takes.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { app } from "./support/app.mjs";

const { folder } = app();
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const core = require("livechat-core");
const policy = require("livechat-core/policy");

test("a token allows by name, by object, and in a version and on a transport, as decisions do", () => {
  for (const { Token, Grant, decide, methods, VERSIONS, TRANSPORTS } of [core, policy]) {
    const token = new Token(["chats--access:rw", "customers:ro", "agents--my:rw"], { kind: "oauth", role: "normal" });
    const grant = new Grant({ areas: { chats: "write", customers: "read" }, add: ["agent/ban_customer"], remove: ["agent/get_chat"], versions: ["3.6"], transports: ["web"] });
    let allowed = 0;
    for (const method of methods()) {
      const name = method.method;
      assert.equal(token.allows(name), token.allows(method));
      assert.equal(token.allows(name), decide({ method: name, token }).effect === "allow", name);
      allowed += token.allows(name);
      for (const version of VERSIONS) {
        for (const transport of TRANSPORTS) {
          const at = { version, transport };
          const decision = decide({ method: name, token, grant, version, transport });
          assert.equal(decision.effect === "allow", token.allows(name, at) && grant.grants(name, at), `${name} ${version} ${transport}: ${decision.code}`);
        }
      }
    }
    assert.equal(allowed, token.allowed().length);
    assert.ok(allowed > 20 && allowed < 100);
    assert.equal(token.allows("agent/nothing"), false);
    assert.deepEqual(token.allowed(grant, { version: "3.7" }), []);
  }
});

test("what comes from a caller is copied, and can't be changed afterwards", () => {
  const scopes = ["chats--all:ro"];
  const token = new core.Token(scopes);
  scopes.push("chats--all:rw");
  assert.equal(token.allows("agent/send_event"), false);
  assert.throws(() => token.scopes.push("x"), TypeError);
  const body = { chat_id: "C" };
  const request = core.request("agent/get_chat", body);
  body.chat_id = 5;
  request.body.chat_id = "D";
  assert.equal(request.http().body, '{"chat_id":"C"}');
});

test("a body's faults come all at once, as an error of their own", () => {
  const run = () => core.request("agent/send_event", { chat_id: 5, event: { type: "message" }, colour: "red" });
  assert.throws(run, (error) => error instanceof core.InvalidRequestError && error instanceof core.LiveChatError && error.name === "InvalidRequestError" && error.faults.length === 3);
});

test("each error has its class", () => {
  const of = (run) => {
    try {
      run();
    } catch (error) {
      return [error.name, error.code, error.pointer];
    }
    return "nothing";
  };
  assert.deepEqual(of(() => core.validate("agent/nothing", {})), ["UnsupportedError", "unknown_method", undefined]);
  assert.deepEqual(of(() => core.validate("agent/get_chat", {}, { version: "9" })), ["UnsupportedError", "unsupported_version", undefined]);
  assert.deepEqual(of(() => core.request("agent/get_chat", { chat_id: "c" }).http({ credentials: { bearer: "" } })).slice(0, 2), ["BadInputError", "bad_request"]);
  assert.deepEqual(of(() => new core.Token(["a"], { role: "king" }).allows("agent/get_chat")), ["BadInputError", "bad_request", "/token/role"]);
  assert.deepEqual(of(() => new core.Grant({ areas: { moon: "read" } }).grants("agent/get_chat")), ["BadInputError", "bad_request", "/grant/areas/moon"]);
  assert.deepEqual(of(() => core.assertAllowed({ method: "agent/get_chat", token: [] })), ["DeniedError", "missing_scope", undefined]);
  assert.deepEqual(of(() => core.decide({ token: [] })), ["BadInputError", "bad_request", "/method"]);
  assert.deepEqual(of(() => core.parseWebhook("{")), ["BadInputError", "bad_json", undefined]);
  assert.deepEqual(of(() => core.parseWebhook(new Uint8Array([0xff]))).slice(0, 2), ["BadInputError", "bad_json"]);
  assert.deepEqual(of(() => core.parseFrame("[")).slice(0, 2), ["BadInputError", "bad_json"]);
  assert.deepEqual(of(() => new core.Pages("agent/get_chat", { chat_id: "c" })).slice(0, 2), ["BadInputError", "bad_request"]);
});

const strange = [undefined, null, true, 0, -1, NaN, 1e300, "", "x", "\ud800", [], [null], {}, { a: 1 }, Symbol("s"), 5n, () => 1, new Map(), new Date(NaN), new Uint8Array(3)];
test("nothing that is passed breaks it", () => {
  const functions = ["decide", "audit", "assertAllowed", "smallestScopes", "unneededScopes", "accessDifference", "validate", "request", "build", "readRequest", "readFrame", "parseResponse", "parseFrame", "parsePush", "parseWebhook", "retry", "answer", "ask", "openMachine"].map((name) => core[name]);
  const classes = ["Token", "Grant", "Webhooks", "RtmSession", "Budget", "Budgets", "Pages"].map((name) => (...args) => new core[name](...args));
  const oauth = Object.values(core.oauth);
  let count = 0;
  for (const run of [...functions, ...classes, ...oauth]) {
    for (const first of strange) {
      for (const second of [undefined, null, {}, "x", 5]) {
        count += 1;
        try {
          run(first, second, second, second);
        } catch (error) {
          assert.ok(core.isLiveChatError(error) || error instanceof TypeError || error instanceof RangeError, `${run}: ${error.stack}`);
          assert.ok(!(error instanceof WebAssembly.RuntimeError), `${run} with ${String(first)}: ${error.stack}`);
        }
      }
    }
  }
  assert.ok(count > 4000);
  // And it goes on.
  assert.equal(core.decide({ method: "agent/get_chat", token: ["chats--all:ro"] }).effect, "allow");
});

test("a text of another webhook doesn't disturb what is read later", () => {
  const text = (chat) => JSON.stringify({ webhook_id: "w", secret_key: "s", action: "thread_tagged", organization_id: "o", payload: { chat_id: chat, thread_id: "t", tag: "ä€😀" } });
  const [first, second] = [core.parseWebhook(text("1")), core.parseWebhook(Buffer.from(text("2")))];
  assert.deepEqual([first.get("/payload/chat_id"), second.get("/payload/chat_id"), first.get("/payload/tag")], ["1", "2", "ä€😀"]);
  assert.deepEqual([first.payload.chat_id, first.get("/payload/chat_id"), first.get("/payload/none"), first.get("/payload/tag/0")], ["1", "1", undefined, undefined]);
});

test("a field is read alike from a string, from bytes, and behind white space", () => {
  const chat = (tag) => ({ id: "c", users: [], properties: { own: { tag, n: 1.5, list: [null, { deep: true }] } }, access: { group_ids: [] }, thread: { id: "t", active: true, user_ids: [], access: { group_ids: [] }, created_at: "2026-01-01T00:00:00.000000Z" } });
  const text = (tag) => ` \n\t${JSON.stringify({ webhook_id: "w", secret_key: "s", action: "incoming_chat", organization_id: "o", payload: { chat: chat(tag) } })} `;
  for (const tag of ["plain", "ä", '\\"x']) {
    for (const form of [text(tag), Buffer.from(text(tag)), new TextEncoder().encode(text(tag)).buffer]) {
      const webhook = core.parseWebhook(form);
      assert.deepEqual(webhook.warnings, []);
      const own = "/payload/chat/properties/own";
      const read = [`${own}/tag`, "/payload/chat/id", `${own}/n`, `${own}/list/1/deep`, `${own}/list/0`, "/action", "/none", `${own}/tag/x`].map((place) => webhook.get(place));
      assert.deepEqual(read, [tag, "c", 1.5, true, null, "incoming_chat", undefined, undefined]);
    }
  }
});

test("pages are read to their end", async () => {
  const answers = [{ chats_summary: [{}, {}], next_page_id: "p2" }, { chats_summary: [{}] }];
  const asked = [];
  const send = async (body) => {
    asked.push(body);
    return JSON.stringify(answers[asked.length - 1]);
  };
  const counts = [];
  for await (const page of core.pages("agent/list_chats", { limit: 2 }, send)) counts.push(page.chats_summary.length);
  assert.deepEqual([counts, asked], [[2, 1], [{ limit: 2 }, { page_id: "p2" }]]);
});

test("a session logs in, asks and connects again", () => {
  const session = new core.RtmSession({ token: "Bearer dal:t", version: "3.6" });
  const [connect] = session.poll();
  assert.equal(connect.type, "connect");
  const { id } = session.send(0, "agent/list_chats", {});
  const [login] = session.opened(connect.connection, 1);
  const frame = JSON.parse(login.text);
  const actions = session.received(connect.connection, 2, JSON.stringify({ request_id: frame.request_id, action: "login", type: "response", success: true, payload: {} }));
  assert.deepEqual(actions.map((a) => a.event?.type ?? a.type), ["logged_in", "send"]);
  assert.equal(session.state, "logged_in");
  assert.ok(session.wakeAt > 2);
  const ended = session.closed(connect.connection, 5, 1006);
  assert.ok(ended.some((a) => a.event?.type === "lost" && a.event.id === id && a.event.mayHaveHappened === false));
  assert.equal(session.reconnect(5, 0.5) > 5, true);
});

test("budgets reserve, settle and are restored", () => {
  const budget = new core.Budget({ quota: { requests: 1, windowMs: 1000 } });
  const first = budget.reserve(0);
  assert.equal(first.reserved, true);
  budget.settle(1, first.reservation, { kind: "answered", status: 200, text: "{}" });
  const second = new core.Budget({ quota: { requests: 1, windowMs: 1000 } }, budget.save()).reserve(2);
  assert.deepEqual([second.reserved, second.code], [false, "quota_used_up"]);
  const many = new core.Budgets({ maxLicenses: 1 });
  assert.equal(many.of("a").reserve(0).reserved, true);
  assert.throws(() => many.of("b").reserve(0), { code: "too_many_licenses" });
});

test("what there is to look up stands alone", () => {
  const { parametersOf, reference } = require("livechat-core/reference");
  const chat = parametersOf("agent/get_chat", "3.6").fields.find((field) => field.name === "chat_id");
  assert.equal(chat.required, true);
  assert.ok(chat.about.length > 5);
  assert.equal(parametersOf("agent/nothing"), undefined);
  assert.ok(Object.values(reference()).every((list) => list.length > 0));
});
