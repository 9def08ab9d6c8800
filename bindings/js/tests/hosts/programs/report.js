// What each host runs: a decision and an answer, by both entries.
import { answer } from "livechat-core";
import { decide } from "livechat-core/policy";

const question = (scopes) => JSON.stringify({ method: "agent/send_event", token: { scopes } });

export function report() {
  const allowed = decide(question(["chats--access:rw"]));
  return {
    decision: JSON.parse(allowed).effect,
    denial: JSON.parse(decide(question(["tags--all:r"]))).code,
    fault: JSON.parse(answer("validate", '{"method": "agent/list_chats", "body": {"limit": 500}}')).faults[0].code,
    same: answer("decide", question(["chats--access:rw"])) === allowed,
  };
}
