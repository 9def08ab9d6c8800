// The package's face: everything.
import { core } from "./core.js";

/** JSON in, JSON out: the answer of a command, in the same shapes in every language. */
export function answer(command: "decide" | "validate" | "build" | "read" | "parse", json: string): string {
  return core().answer(command, json);
}
