/**
 * Errors as they are thrown: each has a stable `code` and, where there is one, the `pointer` of the place (RFC 6901). Messages are for people; they never repeat
 * a value of the input, so no token or secret is in one.
 */
import type { ErrorType } from "./generated/names.js";

/** An error as the module writes it. */
export interface LineError {
  readonly code: string;
  readonly message: string;
  readonly pointer?: string;
  readonly faults?: readonly Fault[];
}

/** What is wrong at one place of a body or an answer. */
export interface Fault {
  /** Stable code, such as `missing` or `out_of_range`. */
  readonly code: string;
  /** RFC 6901 pointer of the place. */
  readonly pointer: string;
  /** The rule, for people. */
  readonly message: string;
}

/** Every error that this package throws. */
export class LiveChatError extends Error {
  /** Stable code. */
  readonly code: string;
  /** Pointer of the place in the input, where there is one. */
  readonly pointer: string | undefined;

  constructor(code: string, message: string, pointer?: string) {
    super(message);
    this.code = code;
    this.pointer = pointer;
  }
}

/** The input isn't what the function takes: `bad_request`, `bad_json`, `too_large`. */
export class BadInputError extends LiveChatError {}

/** No such thing in the catalogue: `unknown_method`, `unsupported_version`, `unsupported_transport`. */
export class UnsupportedError extends LiveChatError {}

/** A webhook without one of the secrets that are accepted: `wrong_secret`. */
export class WrongSecretError extends LiveChatError {}

/** A request that LiveChat would refuse: `invalid_request`, with all faults at once. */
export class InvalidRequestError extends LiveChatError {
  /** What is wrong, in the order of the body. */
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const [first] = faults;
    const more = faults.length > 1 ? `, and ${faults.length - 1} more` : "";
    super("invalid_request", first ? `${first.pointer || "the body"}: ${first.message}${more}` : "The request is invalid.", first?.pointer);
    this.faults = faults;
  }
}

/** A failure as an answer of LiveChat, or of what stands before it, tells it. */
export interface FailureFacts {
  readonly type: string | null;
  readonly message: string;
  readonly shape: "vendor" | "other_json" | "not_json";
  readonly retry: string;
  readonly blame: string;
  readonly data?: unknown;
  readonly region?: string;
  readonly retry_after?: number;
  readonly retry_at?: number;
  readonly advice?: string;
  readonly known?: boolean;
}

/** A call that LiveChat answered with a failure; `code` is the vendor's error type, or `failed` where there is none. */
export class ApiError extends LiveChatError {
  /** The vendor's error type, such as `authorization`; null where the failure isn't in the vendor's form. */
  readonly type: ErrorType | (string & {}) | null;
  /** Whether the catalogue has this type; undefined where there is none. */
  readonly known: boolean | undefined;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** Form of the failure. */
  readonly shape: FailureFacts["shape"];
  /** What must happen before the same call can succeed. */
  readonly retry: string;
  /** What has to change. */
  readonly blame: string;
  /** Region where the call belongs, of a `misdirected_request`. */
  readonly region: string | undefined;
  /** Seconds that the server says to wait. */
  readonly retryAfter: number | undefined;
  /** When the server says to come again. */
  readonly retryAt: Date | undefined;
  /** What to do. */
  readonly advice: string | undefined;
  readonly #message: string;
  readonly #data: unknown;

  constructor(facts: FailureFacts, status?: number) {
    const what = facts.type !== null && facts.known ? `LiveChat answers \`${facts.type}\`` : "the call failed";
    super(facts.type ?? "failed", status === undefined ? `${what}.` : `${what}, status ${status}.`);
    this.type = facts.type;
    this.known = facts.known;
    this.status = status;
    this.shape = facts.shape;
    this.retry = facts.retry;
    this.blame = facts.blame;
    this.region = facts.region;
    this.retryAfter = facts.retry_after;
    this.retryAt = facts.retry_at === undefined ? undefined : new Date(facts.retry_at * 1000);
    this.advice = facts.advice;
    this.#message = facts.message;
    this.#data = facts.data;
  }

  /** The vendor's own message. It may repeat values of the request, so it isn't in `message`, which ends up in logs. */
  get apiMessage(): string {
    return this.#message;
  }

  /** What the vendor's error carries besides. */
  get data(): unknown {
    return this.#data;
  }
}

/** A call that a token and grant don't allow, thrown by `assertAllowed`; `code` is the decision's. */
export class DeniedError extends LiveChatError {}

// Names that survive a minifier.
for (const [name, of] of Object.entries({ LiveChatError, BadInputError, UnsupportedError, WrongSecretError, InvalidRequestError, ApiError, DeniedError })) {
  Object.defineProperty(of.prototype, "name", { value: name, configurable: true, writable: true });
}

/** Whether something that was thrown is an error of this package, also of another copy of it. */
export function isLiveChatError(error: unknown): error is LiveChatError {
  return error instanceof LiveChatError || (error instanceof Error && typeof (error as LiveChatError).code === "string" && /^(LiveChat|BadInput|Unsupported|WrongSecret|InvalidRequest|Api|Denied)Error$/.test(error.name));
}

/** The error that the module describes. */
export function errorOf({ code, message, pointer, faults }: LineError): LiveChatError {
  if (faults !== undefined) return new InvalidRequestError(faults);
  switch (code) {
    case "bad_request":
    case "bad_json":
    case "too_large":
      return new BadInputError(code, message, pointer);
    case "unknown_method":
    case "unsupported_version":
    case "unsupported_transport":
      return new UnsupportedError(code, message, pointer);
    case "wrong_secret":
      return new WrongSecretError(code, message, pointer);
    default:
      return new LiveChatError(code, message, pointer);
  }
}
