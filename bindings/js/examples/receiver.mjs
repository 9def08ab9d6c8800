// A receiver of webhooks with nothing but Node's own server: who doesn't know the secret gets 401, the rest is answered at once and handled after that.
//   LIVECHAT_WEBHOOK_SECRET=... node receiver.mjs
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

import { Webhooks, WrongSecretError } from "livechat-core";

export function receiver({ secret, handle }) {
  const webhooks = new Webhooks({ secrets: [secret] });
  return createServer(async (request, response) => {
    try {
      const chunks = await request.toArray();
      const webhook = webhooks.parse(Buffer.concat(chunks));
      response.writeHead(200).end();
      await handle(webhook);
    } catch (error) {
      if (!response.headersSent) response.writeHead(error instanceof WrongSecretError ? 401 : 400).end();
      console.error(error.code ?? error);
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const handle = (webhook) => {
    switch (webhook.action) {
      case "incoming_event":
        if (webhook.payload.event.type === "message") console.log(`${webhook.payload.chat_id}: ${webhook.payload.event.text}`);
        break;
      default:
        console.log(webhook.action);
    }
  };
  receiver({ secret: process.env.LIVECHAT_WEBHOOK_SECRET, handle }).listen(Number(process.env.PORT ?? 8080));
}
