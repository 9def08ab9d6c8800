// What each host runs: a decision and an answer, by both entries.
import { answer, validate } from "livechat-core";
import { Token, decide } from "livechat-core/policy";

const question = { method: "agent/send_event", token: { scopes: ["chats--access:rw"] } };

export function report() {
  const allowed = decide(question);
  return {
    decision: allowed.effect,
    denial: decide({ ...question, token: ["tags--all:r"] }).code,
    quick: new Token(question.token.scopes).allows(question.method),
    fault: validate("agent/list_chats", { limit: 500 }).faults[0].code,
    same: answer("decide", JSON.stringify(question)) === JSON.stringify(allowed),
  };
}
