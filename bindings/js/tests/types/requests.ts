// Requests that must compile, and those that mustn't, of several areas and all versions.
import type { NewEvent, SendEventRequest } from "../../ts/generated/v3_6.js";
import { request, same, type Same } from "./face.js";

// Chats
request("agent/list_chats", {});
request("agent/list_chats", { filters: { active: null, group_ids: [0, 1] }, sort_order: "asc", limit: 10 });
request("agent/list_chats", { filters: { include_active: false } }, { version: "3.5" });
request("agent/get_chat", { chat_id: "PJ0MRSHTDG" }, { version: "3.4" });
// @ts-expect-error: the field went with 3.5
request("agent/list_chats", { filters: { include_active: false } });
// @ts-expect-error: the field came with 3.6
request("agent/list_chats", { filters: { active: true } }, { version: "3.5" });
// @ts-expect-error: no such direction
request("agent/list_chats", { sort_order: "ascending" });
// @ts-expect-error: misspelt
request("agent/list_chats", { page: "1" });
// @ts-expect-error: `chat_id` is missing
request("agent/get_chat", {});
// @ts-expect-error: a chat's ID is a string
request("agent/get_chat", { chat_id: 7 });
// @ts-expect-error: no such method
request("agent/get_chats", { chat_id: "PJ0MRSHTDG" });

// Events and messages
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello" } });
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello", visibility: "agents" } }, { version: "3.7" });
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "custom", content: { any: ["thing"] } } });
const event: NewEvent = { type: "file", url: "https://cdn.livechat-files.com/a.png" };
const body: SendEventRequest = { chat_id: "PJ0MRSHTDG", event };
request("agent/send_event", body);
// @ts-expect-error: `text` is missing
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message" } });
// @ts-expect-error: `url` isn't a message's
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello", url: "https://example.com" } });
// @ts-expect-error: nobody can send such an event
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "system", text: "Hello" } });
// @ts-expect-error: `visibility` is `all` or `agents`
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello", visibility: "me" } });
// @ts-expect-error: a text isn't an event
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: "Hello" });
// @ts-expect-error: a null isn't nothing
request("agent/send_event", { chat_id: "PJ0MRSHTDG", event, attach_to_last_thread: null });
// @ts-expect-error: there is no such version
request("agent/send_event", body, { version: "3.8" });

// Methods that some versions have
request("configuration/list_canned_responses", { group_ids: [0] }, { version: "3.7" });
// @ts-expect-error: since 3.7
request("configuration/list_canned_responses", { group_ids: [0] });
// @ts-expect-error: since 3.5
request("configuration/batch_delete_agents", { requests: [] }, { version: "3.4" });
request("configuration/batch_delete_agents", { requests: [{ id: "smith@example.com" }] }, { version: "3.5" });
// @ts-expect-error: an element is a request of the single method
request("configuration/batch_delete_agents", { requests: [{ agent_id: "smith@example.com" }] });

// Agents
request("configuration/create_agent", { id: "smith@example.com", name: "Smith", role: "administrator", groups: [{ id: 0, priority: "normal" }] });
// @ts-expect-error: nobody can be made the owner
request("configuration/create_agent", { id: "smith@example.com", name: "Smith", role: "owner" });
// @ts-expect-error: a group's priority is one of four
request("configuration/create_agent", { id: "smith@example.com", name: "Smith", groups: [{ id: 0, priority: "highest" }] });
// @ts-expect-error: a group has a priority
request("configuration/create_agent", { id: "smith@example.com", name: "Smith", groups: [{ id: 0 }] });
// @ts-expect-error: no such field in any version
request("configuration/create_agent", { id: "smith@example.com", name: "Smith", telephone: "+48123456789" }, { version: "3.7" });

// Webhooks: the actions of a version
request("configuration/register_webhook", { action: "tag_created", secret_key: "s", url: "https://example.com", owner_client_id: "me", type: "license" }, { version: "3.5" });
request("configuration/register_webhook", { action: "thread_summary_set", secret_key: "s", url: "https://example.com", owner_client_id: "me", type: "bot" });
// @ts-expect-error: since 3.5
request("configuration/register_webhook", { action: "tag_created", secret_key: "s", url: "https://example.com", owner_client_id: "me", type: "license" }, { version: "3.4" });
// @ts-expect-error: until 3.5
request("configuration/register_webhook", { action: "incoming_customer", secret_key: "s", url: "https://example.com", owner_client_id: "me", type: "license" });

// Customers, reports, properties
request("customer/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello" } });
// @ts-expect-error: a customer's event has no visibility
request("customer/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello", visibility: "agents" } });
request("reports/chats/duration", { distribution: "hour", filters: { from: "2026-11-01T00:00:00Z" } });
// @ts-expect-error: no such period
request("reports/chats/duration", { distribution: "minute" });
request("agent/update_chat_properties", { id: "PJ0MRSHTDG", properties: { mine: { colour: "red", size: 3, big: true } } });
// @ts-expect-error: a namespace holds names
request("agent/update_chat_properties", { id: "PJ0MRSHTDG", properties: { mine: "red" } });

// Lists that can't change are lists.
const groups = [0, 1] as const;
request("agent/list_chats", { filters: { group_ids: groups } });

// Without a version, the default's.
same<Same<ReturnType<typeof request<"agent/list_chats">>, ReturnType<typeof request<"agent/list_chats", "3.6">>>>();
// @ts-expect-error: 3.7 answers otherwise
same<Same<ReturnType<typeof request<"agent/list_chats">>, ReturnType<typeof request<"agent/list_chats", "3.7">>>>();
