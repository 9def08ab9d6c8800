/** What came of an attempt, and what to do next: again after a pause, in another region, with a new token, or not at all. No clock, no randomness. */
import { ask } from "./engine.js";
import type { MethodName, Region } from "./generated/names.js";
import { camel, pairs, snake } from "./keys.js";
import { toMillis } from "./time.js";

/** What came of an attempt. */
export type Outcome =
  | { readonly kind: "answered"; readonly status?: number | undefined; readonly headers?: Headers | Record<string, string> | undefined; readonly text?: string | undefined; readonly error?: { readonly type?: string; readonly region?: string } | undefined }
  | { readonly kind: "not_sent" }
  | { readonly kind: "connection_lost" }
  | { readonly kind: "timed_out" };

/** How often and how long. Spans are in milliseconds. */
export interface RetryPolicy {
  readonly maxAttempts?: number;
  readonly maxTotalMs?: number;
  readonly baseMs?: number;
  readonly maxPauseMs?: number;
  readonly maxAskedMs?: number;
  readonly jitter?: "full" | "equal";
  /** Whether a write that may have happened is sent again. */
  readonly repeatUncertainWrites?: boolean;
  readonly renewToken?: boolean;
}

/** An attempt that is over. */
export interface Attempt {
  readonly method: MethodName;
  readonly outcome: Outcome;
  /** How many attempts were made, this one included. */
  readonly attempts: number;
  /** When the first began. */
  readonly began: Date | number;
  readonly now: Date | number;
  /** A number like `Math.random()`'s. */
  readonly random: number;
  readonly triedRegions?: readonly Region[] | undefined;
  readonly renewedToken?: boolean | undefined;
  readonly policy?: RetryPolicy | undefined;
}

/** What to do. */
export type RetryDecision =
  | { readonly code: "retry_after"; readonly waitMs: number; readonly message?: string }
  | { readonly code: "retry_in_region"; readonly region: Region; readonly message?: string }
  | { readonly code: "retry_with_new_token" | "retry_after_response"; readonly message?: string }
  | { readonly code: "give_up"; readonly reason: string; readonly waitMs?: number; readonly message?: string };

/** Decides what to do after an attempt. */
export function retry({ began, now, outcome, policy, ...attempt }: Attempt): RetryDecision {
  return camel(ask<object>("retry", { ...snake(attempt), began_ms: toMillis(began), now_ms: toMillis(now), outcome: outcomeOf(outcome), policy: policy && snake(policy) }));
}

/** An outcome with headers as an object. */
export function outcomeOf(outcome: Outcome): object {
  if (outcome.kind !== "answered" || outcome.headers === undefined) return outcome;
  return { ...outcome, headers: Object.fromEntries(pairs(outcome.headers)) };
}
