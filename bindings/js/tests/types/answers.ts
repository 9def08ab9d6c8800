// What comes back: fields, narrowing, and what this release doesn't know.
import type { Chat, Event, MessageEvent, UnknownEvent, User } from "../../ts/generated/v3_6.js";
import type * as V3_5 from "../../ts/generated/v3_5.js";
import { push, request, same, webhook, type Same } from "./face.js";

const chats = request("agent/list_chats", {});
for (const summary of chats.chats_summary) {
  summary.last_thread_summary?.id;
  // @ts-expect-error: called so since 3.7
  summary.last_thread_info;
}
for (const summary of request("agent/list_chats", {}, { version: "3.7" }).chats_info) {
  summary.last_thread_info?.id;
  // @ts-expect-error: until 3.6
  summary.last_thread_summary;
}
// @ts-expect-error: called so until 3.6
request("agent/list_chats", {}, { version: "3.7" }).chats_summary;

const id: string = request("agent/send_event", { chat_id: "c", event: { type: "message", text: "t" } }).event_id;
// @ts-expect-error: an answer has what is documented
request("agent/send_event", { chat_id: "c", event: { type: "message", text: id } }).id;

// Events: known ones by their type, the others with all that came.
function read(event: Event): string {
  // Before anything is known: what every event has.
  const created: string | undefined = event.created_at;
  switch (event.type) {
    case "message": {
      same<Same<typeof event, MessageEvent>>();
      const text: string | undefined = event.text;
      // @ts-expect-error: a message isn't a file
      event.url;
      return text ?? "";
    }
    case "file":
      return event.url ?? "";
    case "form":
    case "filled_form":
      return event.fields?.[0]?.label ?? "";
    case "rich_message":
      return event.template_id ?? "";
    case "custom":
      return String(event.content?.["a"]);
    case "system_message":
      return event.system_message_type;
    case "system":
      return event.details;
    default: {
      same<Same<typeof event, UnknownEvent>>();
      const depth: unknown = event["depth"];
      // @ts-expect-error: nobody knows what it is
      const text: string = event["depth"];
      const type: string = event.type;
      // @ts-expect-error: it is none of the known names, so comparing with a literal needs a plain string
      if (event.type === "message") return "";
      if (type === "hologram") return String(event["depth"]);
      return `${type}${String(depth)}${text}${created ?? ""}`;
    }
  }
}

function aside(event: Event): string | undefined {
  if (event.type === "message") return event.text;
  // @ts-expect-error: no message is left
  if (event.type === "message") return "";
  if (event.type !== "file") return undefined;
  return event.url;
}

// @ts-expect-error: 3.5 has no system events
const old = (event: V3_5.Event) => (event.type === "system" ? event.details.length : 0);

function who(user: User): string {
  const id: string | undefined = user.id;
  if (user.type === "agent") return user.visibility ?? "";
  if (user.type === "customer") return user.email ?? "";
  const left: unknown = user["anything"];
  return `${id ?? ""}${String(left)}`;
}

// Payloads
const said = webhook("incoming_event").event;
read(said);
const chat: Chat = webhook("incoming_chat").chat;
chat.users.map(who);
// @ts-expect-error: since 3.6
webhook("event_deleted", { version: "3.5" });
read(push("agent/incoming_event").event);
const heard = push("customer/incoming_event").event;
// @ts-expect-error: customers get no `visibility`
if (heard.type === "message") heard.visibility;
// @ts-expect-error: no such push
push("incoming_event");

// Enumerations are open: a name that nobody knows is a string, and known ones are suggested.
const status = request("configuration/get_agent", { id: "smith@example.com" }).role;
const text: string | undefined = status;
status === "owner";
status === "a role of later times";

// A member of a batch is the single method's answer or an error.
for (const one of request("configuration/batch_create_agents", { requests: [] }).responses) {
  const said: string = "error" in one ? one.error.type : one.id;
  void said;
}
void [old, aside, text];
