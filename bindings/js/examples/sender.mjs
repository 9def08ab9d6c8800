// Sends a message into a chat with plain fetch: valid before it leaves, tried again as LiveChat asks, and read when it comes back.
//   LIVECHAT_TOKEN=... node sender.mjs CHAT_ID TEXT
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { parseResponse, request, retry } from "livechat-core";

export async function call(method, body, { token, baseUrl }) {
  const valid = request(method, body);
  const began = Date.now();
  for (let attempts = 1; ; attempts += 1) {
    const http = valid.http({ credentials: { bearer: token }, baseUrl });
    const response = await fetch(http.url, http);
    const text = await response.text();
    const answer = parseResponse(method, text, response);
    if (answer.success) return answer.data;
    const outcome = { kind: "answered", status: response.status, headers: response.headers, text };
    const next = retry({ method, outcome, attempts, began, now: Date.now(), random: Math.random() });
    if (next.code !== "retry_after") throw answer.error;
    await sleep(next.waitMs);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [chat, text] = process.argv.slice(2);
  const options = { token: process.env.LIVECHAT_TOKEN, baseUrl: process.env.LIVECHAT_API };
  const { event_id } = await call("agent/send_event", { chat_id: chat, event: { type: "message", text } }, options);
  console.log(event_id);
}
