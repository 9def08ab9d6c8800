/** What LiveChat answers and pushes: responses over the Web, frames and pushes over RTM. Nothing is lost: what the catalogue lacks keeps its name and its JSON. */
import { methodFacts } from "./catalogue.js";
import { askDoor } from "./engine.js";
import { ApiError, type FailureFacts, type Fault } from "./errors.js";
import { DEFAULT_VERSION, type DefaultVersion, type MethodName, type Version } from "./generated/names.js";
import type { MethodNameOf, PushNameOf, PushPayloadOf, ResponseOf } from "./generated/versions.js";
import type { UnknownName } from "./open.js";
import { pairs } from "./keys.js";
import { Kept, decoded, received } from "./kept.js";
import type { Text } from "./text.js";
import { indexOf as versionIndex } from "./webhook.js";

/** How an answer came. */
export interface ResponseOptions<V extends Version = DefaultVersion> {
  /** HTTP status. */
  readonly status?: number | undefined;
  /** HTTP headers, as `fetch` gives them or as an object. */
  readonly headers?: Headers | Record<string, string> | undefined;
  /** The version that was called. */
  readonly version?: V | undefined;
}

/** A call that succeeded. */
export interface Success<D> {
  readonly success: true;
  /** What the method answers, with the vendor's names. */
  readonly data: D;
  /** What isn't as documented. */
  readonly warnings: readonly Fault[];
  /** What came of each request of a batch. */
  readonly elements?: readonly ({ readonly success: true } | { readonly success: false; readonly error: ApiError })[];
  /** The version is a legacy one, by the answer's headers. */
  readonly legacy?: string;
  /** When the version is retired, by the answer's headers. */
  readonly deprecation?: string;
}

/** A call that failed. */
export interface Failure {
  readonly success: false;
  readonly error: ApiError;
  /** The JSON of the answer; null where it is none, and `text` has it. */
  readonly raw: unknown;
  readonly text?: string;
  readonly warnings: readonly Fault[];
}

/** What came of a call: `if (answer.success) answer.data...`. */
export type Answer<D> = Success<D> | Failure;

interface ParsedResponse {
  readonly success: boolean;
  readonly error?: FailureFacts;
  readonly raw: unknown;
  readonly text?: string;
  readonly warnings: readonly Fault[];
  readonly legacy?: string;
  readonly deprecation?: string;
  readonly elements?: readonly { readonly success: boolean; readonly error?: FailureFacts }[];
}

/**
 * Reads the body of an answer.
 *
 * ```ts
 * const response = await fetch(http.url, http);
 * const answer = parseResponse("agent/get_chat", await response.text(), response);
 * if (!answer.success) throw answer.error;
 * ```
 *
 * @throws {UnsupportedError} where the version lacks the method.
 * @throws {BadInputError} for a body past the limits: 16 MiB, 64 levels, a million values.
 */
export function parseResponse<M extends MethodNameOf<V>, V extends Version = DefaultVersion>(method: M, text: Text, options: ResponseOptions<V> = {}): Answer<ResponseOf<M, V>> {
  const bytes = received(text);
  const version = options.version ?? (DEFAULT_VERSION as Version as V);
  const facts = methodFacts(method as string);
  const headers = told(options.headers);
  const status = options.status;
  // What came of each request of a batch is told by the door.
  if (facts !== undefined && facts.batchOf === undefined && headers === undefined && status !== undefined && bytes.length > 0) {
    const kept = new Kept(bytes, (exports, length) => exports.read_response(length, facts.index, versionIndex(version), status));
    if (kept.check()) return { success: true, data: kept.value as ResponseOf<M, V>, warnings: [] };
  }
  const parsed = askDoor<ParsedResponse>("parse", { kind: "response", method, version, status, headers, text: decoded(bytes) });
  const { success, error, raw, warnings } = parsed;
  if (!success && error !== undefined) {
    return { success, error: new ApiError(error, status), raw, warnings, ...(parsed.text === undefined ? {} : { text: parsed.text }) };
  }
  const { elements, legacy, deprecation } = parsed;
  return {
    success: true,
    data: (raw ?? {}) as ResponseOf<M, V>,
    warnings,
    ...(elements && { elements: elements.map((e) => (e.error === undefined ? { success: true as const } : { success: false as const, error: new ApiError(e.error) })) }),
    ...(legacy !== undefined && { legacy }),
    ...(deprecation !== undefined && { deprecation }),
  };
}

/** The headers that an answer is read by; undefined where there is none of them. */
function told(headers: ResponseOptions["headers"]): Record<string, string> | undefined {
  if (headers === undefined) return undefined;
  const kept = pairs(headers).filter(([name]) => /^(retry-after|legacy|deprecation)$/i.test(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The APIs that have RTM. */
export type ChatApi = "agent" | "customer";

/** How a text of RTM is read. */
export interface RtmTextOptions<V extends Version = DefaultVersion, A extends ChatApi = "agent"> {
  /** Version of the connection. */
  readonly version?: V | undefined;
  /** API of the connection; by default the agents'. */
  readonly api?: A | undefined;
}

/** A push of an API: `switch (push.action)` tells them apart. */
export type IncomingPush<V extends Version = DefaultVersion, A extends ChatApi = "agent"> =
  | { [N in PushNameOf<V>]: N extends `${A}/${infer Action}` ? PushOf<Action, PushPayloadOf<N, V>> : never }[PushNameOf<V>]
  | PushOf<UnknownName, Record<string, unknown>>;

/** A push with its payload. */
export interface PushOf<A extends string, P> {
  readonly type: "push";
  readonly action: A;
  readonly payload: P;
  readonly version?: string;
  readonly requestId?: string;
  /** Its name in the catalogue, `<api>/<action>`; none of a push that the catalogue lacks. */
  readonly name?: string;
  /** Methods that cause it. */
  readonly causedBy: readonly MethodName[];
  /** What isn't as documented. */
  readonly warnings: readonly Fault[];
}

/** An answer over RTM. */
export interface FrameResponse {
  readonly type: "response";
  readonly requestId?: string;
  readonly action: string;
  /** The method, if the catalogue has it. */
  readonly method?: MethodName;
  readonly success: boolean;
  readonly payload: unknown;
  /** Why it failed. */
  readonly error?: ApiError;
  readonly warnings: readonly Fault[];
}

/** A frame of a type that the catalogue lacks. */
export interface OtherFrame {
  readonly type: UnknownName;
  readonly raw: Record<string, unknown>;
  readonly warnings: readonly Fault[];
}

/** A frame that the server sends: `switch (frame.type)`. */
export type Frame<V extends Version = DefaultVersion, A extends ChatApi = "agent"> = FrameResponse | IncomingPush<V, A> | OtherFrame;

interface ParsedFrame {
  readonly type?: string;
  readonly request_id?: string;
  readonly action?: string;
  readonly version?: string;
  readonly success?: boolean;
  readonly payload?: unknown;
  readonly method?: MethodName;
  readonly push?: string;
  readonly caused_by?: readonly MethodName[];
  readonly error?: FailureFacts;
  readonly raw: Record<string, unknown>;
  readonly warnings: readonly Fault[];
}

/** Reads a frame of RTM. @throws {BadInputError} for what isn't JSON or goes past a limit. */
export function parseFrame<V extends Version = DefaultVersion, A extends ChatApi = "agent">(text: Text, options: RtmTextOptions<V, A> = {}): Frame<V, A> {
  return frameOf(askDoor<ParsedFrame>("parse", { kind: "frame", api: options.api, version: options.version, text: decoded(received(text)) }));
}

/** Reads a push of RTM. @throws {BadInputError} for what isn't JSON or goes past a limit. */
export function parsePush<V extends Version = DefaultVersion, A extends ChatApi = "agent">(text: Text, options: RtmTextOptions<V, A> = {}): IncomingPush<V, A> {
  const parsed = askDoor<ParsedFrame>("parse", { kind: "push", api: options.api, version: options.version, text: decoded(received(text)) });
  return pushOf(parsed) as IncomingPush<V, A>;
}

function frameOf<V extends Version, A extends ChatApi>(parsed: ParsedFrame): Frame<V, A> {
  if (parsed.type === "push") return pushOf(parsed) as IncomingPush<V, A>;
  if (parsed.type !== "response") return { type: (parsed.type ?? "") as UnknownName, raw: parsed.raw, warnings: parsed.warnings };
  return {
    type: "response",
    ...(parsed.request_id !== undefined && { requestId: parsed.request_id }),
    action: parsed.action ?? "",
    ...(parsed.method !== undefined && { method: parsed.method }),
    success: parsed.error === undefined && parsed.success !== false,
    payload: parsed.payload,
    ...(parsed.error !== undefined && { error: new ApiError(parsed.error) }),
    warnings: parsed.warnings,
  };
}

function pushOf(parsed: ParsedFrame): PushOf<string, unknown> {
  return {
    // What isn't one is taken for one, and a warning says so.
    type: (parsed.type ?? "push") as "push",
    action: parsed.action ?? "",
    payload: parsed.payload,
    ...(parsed.version !== undefined && { version: parsed.version }),
    ...(parsed.request_id !== undefined && { requestId: parsed.request_id }),
    ...(parsed.push !== undefined && { name: parsed.push }),
    causedBy: parsed.caused_by ?? [],
    warnings: parsed.warnings,
  };
}
