/** The doors that are the same in every language: JSON in, JSON out, for tests and for hosts that pass questions on. */
import { core, text, thrown } from "./engine.js";

/** The five commands. */
export type Command = "decide" | "validate" | "build" | "read" | "parse";

/** Answers a question that is written as JSON. What is wrong with it is an answer too, `{"error": {"code", "message"}}`; nothing is thrown. */
export function answer(command: Command | (string & {}), json: string): string {
  return core().answer(text(command, "The command"), text(json, "The question"));
}

/** The same for what the five commands leave out: scopes, retries, signing in; the other functions of this package are written on top of it. */
export function ask(command: string, json: string): string {
  return core().ask(text(command, "The command"), text(json, "The question"));
}

/** Opens a machine by its kind, `rtm`, `budget`, `budgets`, `pages` or `webhooks`, with its configuration as JSON; `tell` takes and gives JSON. @throws {LiveChatError} */
export function openMachine(kind: string, config: string): { tell(command: string, json: string): string } {
  const machine = thrown(() => new (core().Machine)(text(kind, "The kind"), text(config, "The configuration")));
  return { tell: (command, json) => machine.tell(text(command, "The command"), text(json, "The question")) };
}
