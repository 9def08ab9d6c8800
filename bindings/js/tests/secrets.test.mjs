// Tokens and secrets come out where they are asked for, and nowhere else: not in errors, nor in what a console shows, nor in decisions and records.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { createRequire } from "node:module";
import { app } from "./support/app.mjs";

const { folder } = app();
const core = createRequire(pathToFileURL(`${folder}/package.json`))("livechat-core");
const SECRET = "dal:pl4nted-s3cret";

/** All that is shown of a value. */
const shown = (value) => [inspect(value, { depth: 9, showHidden: true }), String(value), JSON.stringify(value) ?? "", value?.stack ?? "", value?.message ?? ""].join("\n");

function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail(`${run} threw nothing`);
}

test("no error repeats a token or a secret", () => {
  const bad = `${SECRET}\n`;
  const { oauth } = core;
  const webhook = JSON.stringify({ webhook_id: "w", secret_key: SECRET, action: "incoming_chat", organization_id: "o", payload: {} });
  const hello = core.request("agent/send_event", { chat_id: "c", event: { type: "message", text: "t" } });
  const cases = [
    () => hello.http({ credentials: { bearer: bad } }),
    () => hello.http({ credentials: { bot: bad } }),
    () => hello.http({ credentials: { personal: { accountId: "a", token: bad } } }),
    () => hello.http({ credentials: { personal: { accountId: bad, token: SECRET } } }),
    () => hello.http({ credentials: { bearer: SECRET }, region: SECRET }),
    () => hello.frame({ credentials: { bearer: SECRET }, requestId: "" }),
    () => new core.Webhooks({ secrets: ["other"] }).parse(webhook),
    () => new core.Webhooks({ secrets: [SECRET, ""] }),
    () => new core.Webhooks({ secrets: SECRET }),
    () => core.parseWebhook(webhook.slice(0, -1)),
    () => core.readRequest({ method: "POST", path: "/v3.6/agent/action/nothing", headers: { Authorization: `Bearer ${SECRET}` }, body: "{}" }),
    () => core.readRequest({ method: "POST", path: "/v3.6/agent/action/send_event", headers: { Authorization: `Basic ${SECRET}` }, body: "{}" }),
    () => core.decide({ method: "agent/get_chat", token: { scopes: [], kind: SECRET } }),
    () => new core.RtmSession({ token: bad }),
    () => new core.RtmSession({ token: `Bearer ${SECRET}`, pingBy: SECRET }),
    () => new core.Budget({}, SECRET),
    () => core.request("configuration/register_webhook", { secret_key: 5, action: SECRET }),
    () => oauth.exchange({ clientId: "c", redirectUri: "https://a.example/", code: "x", clientSecret: bad }),
    () => oauth.refresh({ clientId: "c", refreshToken: bad }),
    () => oauth.inspect({ accessToken: bad }),
    () => oauth.readPersonalToken({ authorization: `Basic ${btoa(SECRET)}!` }),
    () => oauth.readRedirect("code", `https://a.example/?code=${SECRET}&state=${"a".repeat(43)}`, "b".repeat(43)),
    () => oauth.readRedirect("implicit", `https://a.example/#access_token=${SECRET}&state=x`, "b".repeat(43)),
  ];
  for (const run of cases) {
    const error = thrownBy(run);
    assert.ok(core.isLiveChatError(error), `${run}: ${error.stack}`);
    assert.ok(!shown(error).includes("pl4nted"), `${run}: ${shown(error)}`);
  }
});

test("what a console shows holds none", () => {
  const webhooks = new core.Webhooks({ secrets: [SECRET] });
  const webhook = webhooks.parse(JSON.stringify({ webhook_id: "w", secret_key: SECRET, action: "thread_tagged", organization_id: "o", payload: { chat_id: "c", thread_id: "t", tag: "x" } }));
  const hello = core.request("agent/logout", {});
  const session = new core.RtmSession({ token: `Bearer ${SECRET}` });
  const failed = core.parseResponse("agent/get_chat", JSON.stringify({ error: { type: "authentication", message: `bad ${SECRET}`, data: { token: SECRET } } }), { status: 401 });
  for (const value of [webhooks, webhook, hello, session, failed.error, core.oauth]) assert.ok(!shown(value).includes("pl4nted"), shown(value));
  assert.equal(webhook.verified, true);
  assert.match(failed.error.apiMessage, /pl4nted/);
});

test("records mask what is secret", () => {
  const question = { method: "configuration/register_webhook", token: ["webhooks.configuration:rw"], body: { secret_key: SECRET, action: "incoming_chat" } };
  const { decision, record } = core.audit(question, { arguments: true, actor: "agent" });
  assert.equal(decision.effect, "allow");
  assert.equal(record.arguments.action, "incoming_chat");
  assert.ok(!shown({ decision, record }).includes("pl4nted"));
});
