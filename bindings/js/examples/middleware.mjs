// A middleware for Hono that lets through only webhooks that carry the secret: `app.post("/livechat", webhook(secret), (c) => ...)`.
import { Webhooks, WrongSecretError } from "livechat-core";

export function webhook(...secrets) {
  const webhooks = new Webhooks({ secrets });
  return async (c, next) => {
    try {
      c.set("webhook", webhooks.parse(await c.req.arrayBuffer()));
    } catch (error) {
      return c.text(error.code, error instanceof WrongSecretError ? 401 : 400);
    }
    await next();
  };
}
