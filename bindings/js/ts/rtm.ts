/**
 * A session of the RTM API: login, pings, requests and their answers, pushes, and connecting again. It opens no socket and reads no clock: it is told what happens,
 * and says what to do.
 */
import type { DefaultVersion, ReconnectAdvice, RtmPingBy, RtmState, RtmUnsent, Version } from "./generated/names.js";
import type { MethodNameOf, RequestOf } from "./generated/versions.js";
import { camel, snake } from "./keys.js";
import { Machine } from "./machine.js";
import { toMillis } from "./time.js";

/** How a session behaves. Spans are in milliseconds; what is left out has the default of the vendor's documentation. */
export interface RtmOptions {
  /** The whole credential, such as `Bearer dal:...`. */
  readonly token: string;
  readonly api?: "agent" | "customer" | undefined;
  readonly version?: Version | undefined;
  /** What else the login says, with the vendor's names: `application`, `away`, `pushes`, ... */
  readonly login?: object | undefined;
  /** Needed by the customers' API. */
  readonly organizationId?: string | undefined;
  /** Another address than the vendor's, for tests and proxies. */
  readonly baseUrl?: string | undefined;
  /** Whether pings are frames of the API (the default) or control frames of the websocket, which a browser can't send. */
  readonly pingBy?: RtmPingBy | undefined;
  /** What becomes of requests that were not sent when a connection ends: kept for the next (the default), or given back as lost. */
  readonly unsent?: RtmUnsent | undefined;
  readonly restoreStatus?: boolean | undefined;
  readonly loginWithinMs?: number | undefined;
  readonly pingEveryMs?: number | undefined;
  readonly silenceMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly stableAfterMs?: number | undefined;
  readonly firstPauseMs?: number | undefined;
  readonly longestPauseMs?: number | undefined;
  readonly maxWaiting?: number | undefined;
  readonly maxReceivedBytes?: number | undefined;
  readonly maxSentBytes?: number | undefined;
}

/** A frame as it came, with the vendor's names. `parseFrame` reads its text with types. */
export type RawFrame = Record<string, unknown>;

/** What happened. */
export type RtmEvent =
  | { readonly type: "logged_in"; readonly frame: RawFrame }
  | { readonly type: "answered"; readonly id: string; readonly success: boolean; readonly error?: string; readonly frame: RawFrame }
  | { readonly type: "timed_out"; readonly id: string; readonly mayHaveHappened: boolean }
  | { readonly type: "late"; readonly id: string; readonly success: boolean; readonly frame: RawFrame }
  | { readonly type: "lost"; readonly id: string; readonly mayHaveHappened: boolean }
  | { readonly type: "push"; readonly action: string; readonly version?: string; readonly requestId?: string; readonly frame: RawFrame }
  | { readonly type: "stray"; readonly code: string; readonly frame: RawFrame }
  | { readonly type: "malformed"; readonly code: string; readonly bytes: number }
  | { readonly type: "disconnected"; readonly cause: string; readonly advice: ReconnectAdvice; readonly region?: string; readonly code?: number; readonly reason?: string; readonly error?: string; readonly frame?: RawFrame };

/** What the host has to do, each once and in this order. */
export type RtmAction =
  | { readonly type: "connect"; readonly connection: string; readonly url: string }
  | { readonly type: "send"; readonly connection: string; readonly text: string }
  | { readonly type: "ping"; readonly connection: string }
  | { readonly type: "close"; readonly connection: string; readonly code: number }
  | { readonly type: "event"; readonly event: RtmEvent };

interface Told {
  readonly actions: readonly RtmAction[];
  readonly wake_at_ms: number | null;
  readonly state: RtmState;
}

/**
 * A session. Each method that tells it something returns what there is to do; at `wakeAt` it wants to be woken, by the clock of the times that it is given.
 *
 * ```ts
 * const session = new RtmSession({ token: `Bearer ${token}` });
 * for (const action of session.poll()) ... // connect
 * for (const action of session.opened(connection, performance.now())) ... // send the login
 * ```
 */
export class RtmSession {
  readonly #machine: Machine;
  #wakeAt: number | undefined;
  #state: RtmState = "connecting";

  /** @throws {BadInputError | LiveChatError} for options that LiveChat wouldn't take. */
  constructor({ login, ...options }: RtmOptions) {
    this.#machine = new Machine("rtm", { ...snake(options), login });
  }

  /** When to call {@link wake}, unless something else happens before; undefined: never. */
  get wakeAt(): number | undefined {
    return this.#wakeAt;
  }

  /** Where it stands. */
  get state(): RtmState {
    return this.#state;
  }

  /** What there is to do; of a new session, to connect. */
  poll(): readonly RtmAction[] {
    return this.#tell("poll", {});
  }

  /**
   * Takes a request, validated for the session's version or the one that is named; it goes out as soon as it may.
   *
   * @throws {InvalidRequestError | LiveChatError} `reserved_action`, `too_many_waiting`, ...
   */
  send<M extends MethodNameOf<V>, V extends Version = DefaultVersion>(now: Date | number, method: M, body: RequestOf<M, V>, options: { readonly version?: V; readonly id?: string; readonly authorId?: string } = {}): { readonly id: string; readonly actions: readonly RtmAction[] } {
    const told = this.#told<{ id: string }>("send", { now_ms: toMillis(now), method, body, ...snake(options) });
    return { id: told.id, actions: told.actions };
  }

  /** Takes a request back; false where it isn't waiting any more. */
  withdraw(id: string): boolean {
    return this.#told<{ withdrawn: boolean }>("withdraw", { id }).withdrawn;
  }

  /** The socket is open. */
  opened(connection: string, now: Date | number): readonly RtmAction[] {
    return this.#tell("opened", { connection, now_ms: toMillis(now) });
  }

  /** A text message came. */
  received(connection: string, now: Date | number, text: string): readonly RtmAction[] {
    return this.#tell("received", { connection, now_ms: toMillis(now), text });
  }

  /** The pong of a control frame came. */
  pong(connection: string, now: Date | number): readonly RtmAction[] {
    return this.#tell("pong", { connection, now_ms: toMillis(now) });
  }

  /** The socket has closed, or couldn't be opened. */
  closed(connection: string, now: Date | number, code?: number, reason?: string): readonly RtmAction[] {
    return this.#tell("closed", { connection, now_ms: toMillis(now), code, reason });
  }

  /** Wants another connection after the pause that is due. `random` is a number like `Math.random()`'s. Returns when; undefined where the session isn't closed. */
  reconnect(now: Date | number, random: number): number | undefined {
    return this.#told<{ reconnect_at_ms: number | null }>("reconnect", { now_ms: toMillis(now), random }).reconnect_at_ms ?? undefined;
  }

  /** The credential of the next login. */
  setToken(token: string): void {
    this.#tell("set_token", { token });
  }

  /** Ends the session when what was sent is answered. */
  close(now: Date | number): readonly RtmAction[] {
    return this.#tell("close", { now_ms: toMillis(now) });
  }

  /** Time has passed. */
  wake(now: Date | number): readonly RtmAction[] {
    return this.#tell("wake", { now_ms: toMillis(now) });
  }

  /** Requests that wait for an answer, requests that wait to be sent, connections tried since the last that lasted. */
  counts(): { readonly pending: number; readonly waiting: number; readonly attempts: number } {
    const { pending, waiting, attempts } = this.#told<{ pending: number; waiting: number; attempts: number }>("state", {});
    return { pending, waiting, attempts };
  }

  #tell(command: string, question: object): readonly RtmAction[] {
    return this.#told(command, question).actions;
  }

  #told<T>(command: string, question: object): T & { actions: readonly RtmAction[] } {
    const told = this.#machine.tell<Told & T>(command, question);
    this.#wakeAt = told.wake_at_ms ?? undefined;
    this.#state = told.state;
    return { ...told, actions: told.actions.map((action) => (action.type === "event" ? { type: "event", event: camel<RtmEvent>(action.event) } : action)) };
  }
}
