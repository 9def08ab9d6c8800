// The shape of a typed call, declared against the generated types alone.
import type { MethodNameOf, PushNameOf, PushPayloadOf, RequestOf, ResponseOf, WebhookNameOf, WebhookPayloadOf } from "../../ts/generated/versions.js";
import type { Version } from "../../ts/generated/names.js";

export declare function request<M extends MethodNameOf<V>, V extends Version = "3.6">(
  method: M,
  body: RequestOf<M, V>,
  options?: { version?: V },
): ResponseOf<M, V>;

export declare function webhook<N extends WebhookNameOf<V>, V extends Version = "3.6">(
  action: N,
  options?: { version?: V },
): WebhookPayloadOf<N, V>;

export declare function push<N extends PushNameOf<V>, V extends Version = "3.6">(
  action: N,
  options?: { version?: V },
): PushPayloadOf<N, V>;

/** Whether two types are the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export declare function same<T extends true>(): T;
