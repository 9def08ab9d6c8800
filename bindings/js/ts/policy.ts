// The face of `livechat-core/policy`: catalogue and decision alone.
import { core } from "./core.js";

/** The decision, JSON in, JSON out. */
export function decide(json: string): string {
  return core().decide(json);
}
