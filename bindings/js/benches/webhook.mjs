// A webhook of 1.5 kB from its text: checked and read, beside JSON.parse alone and with four libraries for schemas. Their schemas say what the catalogue says of this webhook: the fields, their
// types, which may be absent, unknown ones kept.
import { Type as T } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import Ajv from "ajv";
import { parseWebhook, Webhooks } from "livechat-core";
import * as v from "valibot";
import { z } from "zod";

import { measure, table } from "./measure.mjs";

const user = (id, type, rest) => ({ id, type, present: true, events_seen_up_to: "2026-11-22T10:11:12.010200Z", ...rest });
const message = (n, author, text) => ({ id: `K600PKZON8_${n}`, custom_id: `31-0C-1C-07-DB-0${n}`, type: "message", author_id: author, created_at: `2026-11-22T10:00:0${n}.010200Z`, text, visibility: "all" });
const [customer, agent] = ["b7eff798-f8df-4364-8059-649c35c9ed0c", "smith@example.com"];
const text = JSON.stringify({
  webhook_id: "w1",
  secret_key: "kept-secret",
  action: "incoming_chat",
  organization_id: "390e44e6-f1e6-4d87-8a2a-8d1c7c1c0b11",
  payload: {
    chat: {
      id: "PJ0MRSHTDG",
      users: [
        user(customer, "customer", { name: "Thomas Anderson", email: "t.anderson@example.com", created_at: "2026-10-11T15:19:21.010200Z" }),
        user(agent, "agent", { name: "Agent Smith", email: agent, avatar: "https://example.com/1.png", visibility: "all" }),
      ],
      properties: { routing: { continuous: false } },
      access: { group_ids: [0] },
      thread: {
        id: "K600PKZON8",
        active: true,
        user_ids: [customer, agent],
        events: [message(0, customer, "Hi! My parcel has not come yet. Can you tell me where it is?"), message(1, agent, "Hello, I have found your order. It left our warehouse this morning.")],
        properties: { routing: { idle: false } },
        access: { group_ids: [0] },
        created_at: "2026-11-22T10:11:12.288340Z",
      },
    },
  },
  additional_data: {},
});

const open = { additionalProperties: true };
const opt = T.Optional;
const Props = T.Record(T.String(), T.Record(T.String(), T.Unknown()));
const Access = T.Object({ group_ids: T.Array(T.Integer()) }, open);
const User = T.Object({ id: T.String(), type: T.String(), present: opt(T.Boolean()), events_seen_up_to: opt(T.String()), name: opt(T.String()), email: opt(T.String()), avatar: opt(T.String()), created_at: opt(T.String()), visibility: opt(T.String()) }, open);
const Event = T.Object({ id: T.String(), custom_id: opt(T.String()), type: T.String(), author_id: opt(T.String()), created_at: T.String(), text: opt(T.String()), visibility: opt(T.String()) }, open);
const Thread = T.Object({ id: T.String(), active: T.Boolean(), user_ids: T.Array(T.String()), events: opt(T.Array(Event)), properties: opt(Props), access: opt(Access), created_at: T.String() }, open);
const Chat = T.Object({ id: T.String(), users: T.Array(User), properties: opt(Props), access: opt(Access), thread: opt(Thread) }, open);
const Schema = T.Object({ webhook_id: T.String(), secret_key: T.String(), action: T.String(), organization_id: T.String(), payload: T.Object({ chat: Chat }, open), additional_data: opt(T.Record(T.String(), T.Unknown())) }, open);

const typebox = TypeCompiler.Compile(Schema);
const ajv = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(Schema)));
const zprops = z.record(z.string(), z.record(z.string(), z.unknown()));
const zaccess = z.looseObject({ group_ids: z.array(z.int()) });
const zs = z.string().optional();
const zuser = z.looseObject({ id: z.string(), type: z.string(), present: z.boolean().optional(), events_seen_up_to: zs, name: zs, email: zs, avatar: zs, created_at: zs, visibility: zs });
const zevent = z.looseObject({ id: z.string(), custom_id: zs, type: z.string(), author_id: zs, created_at: z.string(), text: zs, visibility: zs });
const zthread = z.looseObject({ id: z.string(), active: z.boolean(), user_ids: z.array(z.string()), events: z.array(zevent).optional(), properties: zprops.optional(), access: zaccess.optional(), created_at: z.string() });
const zchat = z.looseObject({ id: z.string(), users: z.array(zuser), properties: zprops.optional(), access: zaccess.optional(), thread: zthread.optional() });
const zod = z.looseObject({ webhook_id: z.string(), secret_key: z.string(), action: z.string(), organization_id: z.string(), payload: z.looseObject({ chat: zchat }), additional_data: z.record(z.string(), z.unknown()).optional() });
const vprops = v.record(v.string(), v.record(v.string(), v.unknown()));
const vaccess = v.looseObject({ group_ids: v.array(v.pipe(v.number(), v.integer())) });
const vs = v.optional(v.string());
const vuser = v.looseObject({ id: v.string(), type: v.string(), present: v.optional(v.boolean()), events_seen_up_to: vs, name: vs, email: vs, avatar: vs, created_at: vs, visibility: vs });
const vevent = v.looseObject({ id: v.string(), custom_id: vs, type: v.string(), author_id: vs, created_at: v.string(), text: vs, visibility: vs });
const vthread = v.looseObject({ id: v.string(), active: v.boolean(), user_ids: v.array(v.string()), events: v.optional(v.array(vevent)), properties: v.optional(vprops), access: v.optional(vaccess), created_at: v.string() });
const vchat = v.looseObject({ id: v.string(), users: v.array(vuser), properties: v.optional(vprops), access: v.optional(vaccess), thread: v.optional(vthread) });
const valibot = v.looseObject({ webhook_id: v.string(), secret_key: v.string(), action: v.string(), organization_id: v.string(), payload: v.looseObject({ chat: vchat }), additional_data: v.optional(v.record(v.string(), v.unknown())) });

const checked = (check) => () => {
  const value = JSON.parse(text);
  if (!check(value)) throw new Error("invalid");
  return value;
};
const readers = {
  "JSON.parse alone": () => JSON.parse(text),
  "ajv": checked(ajv),
  "typebox, compiled": checked((value) => typebox.Check(value)),
  "zod": () => zod.parse(JSON.parse(text)),
  "valibot": () => v.parse(valibot, JSON.parse(text)),
};

export function webhook() {
  const webhooks = new Webhooks({ secrets: ["kept-secret"] });
  const expected = JSON.stringify(JSON.parse(text).payload);
  const all = { ...readers, "livechat-core": () => webhooks.parse(text) };
  for (const [who, read] of Object.entries(all)) {
    if (JSON.stringify(read().payload) !== expected) throw new Error(`${who} reads another payload`);
    const broken = text.replace('"active":true', '"active":"yes"');
    if (who === "livechat-core" && parseWebhook(broken).warnings[0]?.pointer !== "/payload/chat/thread/active") throw new Error("a wrong type isn't seen");
  }
  if (webhooks.parse(text).warnings.length > 0) throw new Error(JSON.stringify(webhooks.parse(text).warnings));
  console.log(`\nA webhook of ${text.length} bytes; all read the same payload.`);
  const timed = (read) => (times) => {
    let sum = 0;
    for (let i = 0; i < times; i += 1) sum += read().length;
    return sum;
  };
  table(
    "Checked, one field read",
    measure({
      ...Object.fromEntries(Object.entries(readers).map(([who, read]) => [who, timed(() => read().payload.chat.id)])),
      "parseWebhook, get": timed(() => parseWebhook(text).get("/payload/chat/id")),
      "webhooks.parse with the secret, get": timed(() => webhooks.parse(text).get("/payload/chat/id")),
      "parseWebhook, nothing read": timed(() => parseWebhook(text).warnings),
    }),
  );
  table("Checked, as a plain object", measure({ "JSON.parse alone": timed(() => readers["JSON.parse alone"]().payload.chat.id), "parseWebhook, payload": timed(() => parseWebhook(text).payload.chat.id), "webhooks.parse, payload": timed(() => webhooks.parse(text).payload.chat.id) }));
}
