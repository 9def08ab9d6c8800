/**
 * The only place that talks to the wasm module: loads it at the first use, passes text, and makes errors of what comes back as one. Everything else of the
 * face is written on top of these few functions.
 */
import * as glue from "#glue";
import { start } from "#wasm";

import { BadInputError, type LineError, errorOf } from "./errors.js";

let memory: WebAssembly.Memory | undefined;

/** The module, loaded at the first call. `#glue` and `#wasm` stand for the module and the host that a bundle is made for; that of `livechat-core/policy` has only the decision's part. */
export function core(): typeof glue {
  memory ??= start().memory;
  return glue;
}

/** Its memory, once it is loaded. */
export function coreMemory(): WebAssembly.Memory {
  return (memory ??= start().memory);
}

/** A string that crosses: what isn't one would be read as an address. */
export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new BadInputError("bad_request", `${what} isn't a string.`);
  return value;
}

/** JSON of an answer as a value; an `{"error"}` is thrown. */
export function opened<T>(text: string): T {
  const value = JSON.parse(text) as T & { error?: LineError };
  const error = value.error;
  if (error !== undefined && typeof error === "object" && error !== null && "code" in error) throw errorOf(error);
  return value;
}

/** Runs what throws text of an error, as the module does, and throws the error that it describes. */
export function thrown<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (typeof error !== "string") throw error;
    throw errorOf((JSON.parse(error) as { error: LineError }).error);
  }
}

/** Asks what `livechat-core/policy` has too. */
export function askPolicy<T>(command: "decide" | "scopes" | "difference" | "audit", question: string): T {
  return opened(command === "decide" ? core().decide(question) : core().ask_policy(command, question));
}

/** Asks a command of the five that are the same in every language. */
export function askDoor<T>(command: string, question: unknown): T {
  return opened(core().answer(command, JSON.stringify(question)));
}

/** Asks a command of the rest. */
export function ask<T>(command: string, question: unknown): T {
  return opened(core().ask(command, JSON.stringify(question)));
}
