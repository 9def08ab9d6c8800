// A worker before the API: what the token of an AI agent, and what its operator has granted, don't allow never reaches LiveChat.
// It reads the call itself from the request, so that no path, header or body passes that it can't account for.
import { Grant, Token, decide, isLiveChatError, readRequest } from "livechat-core";

const token = new Token(["chats--access:rw", "customers:rw", "customers.ban:rw"], { kind: "oauth" });
const grant = new Grant({ areas: { chats: "read", events_and_messages: "write", customers: "write" }, remove: ["agent/ban_customer"] });

export default {
  async fetch(incoming, env) {
    const { pathname, search } = new URL(incoming.url);
    const body = incoming.method === "GET" ? undefined : await incoming.text();
    try {
      const { method, version, transport, body: read } = readRequest({ method: incoming.method, path: pathname + search, headers: [...incoming.headers], body });
      const decision = decide({ method, version, transport, token, grant, body: read });
      if (decision.effect === "deny") return Response.json(decision, { status: 403 });
      if (env?.LIVECHAT_API === undefined) return Response.json(decision);
      return fetch(env.LIVECHAT_API + pathname + search, { method: incoming.method, headers: incoming.headers, body });
    } catch (error) {
      if (!isLiveChatError(error)) throw error;
      return Response.json({ code: error.code, message: error.message, pointer: error.pointer }, { status: 400 });
    }
  },
};
