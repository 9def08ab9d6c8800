/** Requests: validated against the version that they are for, built for HTTP or RTM, and read back from the wire. */
import { askDoor } from "./engine.js";
import { BadInputError, type Fault, InvalidRequestError } from "./errors.js";
import { DEFAULT_VERSION, type DefaultVersion, type HttpMethod, type MethodName, type Region, type TokenKind, type Transport, type UnknownFields, type Version } from "./generated/names.js";
import type { MethodNameOf, RequestOf } from "./generated/versions.js";

/** How a body is validated. */
export interface ValidateOptions<V extends Version = Version> {
  /** By default the newest stable version. */
  readonly version?: V | undefined;
  /** What an unknown field is; by default a fault. */
  readonly unknownFields?: UnknownFields | undefined;
}

/** What validation says. */
export type Validation =
  | { readonly valid: true; readonly warnings: readonly Fault[] }
  | { readonly valid: false; readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] };

/** Who calls. Tokens are checked for what a header can hold, and appear in what is built, never in an error. */
export type Credentials = (
  | { readonly personal: { readonly accountId: string; readonly token: string } }
  | { readonly bearer: string }
  | { readonly bot: string }
  | { readonly customer: string }
) & { readonly region?: Region | undefined };

/** What goes with a request over the Web. */
export interface HttpOptions {
  readonly credentials?: Credentials | undefined;
  /** Data center; by default the token's own. */
  readonly region?: Region | undefined;
  /** Needed by the Customer Chat API. */
  readonly organizationId?: string | undefined;
  /** Agent or bot in whose name the call is made, where a method takes one. */
  readonly authorId?: string | undefined;
  /** Of a method that takes several. */
  readonly httpMethod?: "GET" | "POST" | undefined;
  /** Of an upload. */
  readonly fileName?: string | undefined;
  readonly contentType?: string | undefined;
  readonly boundary?: string | undefined;
  /** Another address than the vendor's, for tests and proxies. */
  readonly baseUrl?: string | undefined;
}

/** What goes with a request over RTM. */
export interface FrameOptions {
  readonly requestId?: string | undefined;
  readonly authorId?: string | undefined;
  readonly credentials?: Credentials | undefined;
}

/** An HTTP request as plain data: `fetch(http.url, http)` sends it. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  /** With the token, if credentials were given. */
  readonly headers: Record<string, string>;
  /** Text of JSON, or the bytes of an upload; none of a GET. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Validates a body: every fault at once, with its pointer. @throws {UnsupportedError} for a method or version that there isn't. */
export function validate(method: MethodName | (string & {}), body: unknown, options: ValidateOptions = {}): Validation {
  const { valid, faults, warnings } = askDoor<{ valid: boolean; faults?: Fault[]; warnings: Fault[] }>("validate", { method, version: options.version, unknown_fields: options.unknownFields, body: sendable(body) });
  return valid ? { valid, warnings } : { valid, faults: faults ?? [], warnings };
}

/**
 * A request that can't be invalid.
 *
 * ```ts
 * const hello = request("agent/send_event", { chat_id: "PJ0MRSHTDG", event: { type: "message", text: "Hello" } });
 * const http = hello.http({ credentials: { bearer: token } });
 * await fetch(http.url, http);
 * ```
 *
 * @throws {InvalidRequestError} with all faults.
 * @throws {UnsupportedError} where the version lacks the method.
 */
export function request<M extends MethodNameOf<V>, V extends Version = DefaultVersion>(method: M, body: RequestOf<M, V>, options: ValidateOptions<V> = {}): LiveChatRequest<M, V> {
  return new LiveChatRequest(method, body, options);
}

/** See {@link request}. */
export class LiveChatRequest<M extends MethodNameOf<V> = never, V extends Version = Version> {
  readonly method: M;
  readonly version: V;
  /** What isn't as it should be and does no harm. */
  readonly warnings: readonly Fault[];
  readonly #body: unknown;
  readonly #unknownFields: ValidateOptions["unknownFields"];

  constructor(method: M, body: RequestOf<M, V>, { version = DEFAULT_VERSION as Version as V, unknownFields }: ValidateOptions<V> = {}) {
    // As it will go out: what the caller changes later in the object changes nothing here.
    this.#body = JSON.parse(JSON.stringify(sendable(body) ?? {}));
    const validation = validate(method, this.#body, { version, unknownFields });
    if (!validation.valid) throw new InvalidRequestError(validation.faults);
    this.method = method;
    this.version = version;
    this.warnings = validation.warnings;
    this.#unknownFields = unknownFields;
    Object.freeze(this);
  }

  /** The body as it goes out, a copy. */
  get body(): RequestOf<M, V> {
    return structuredClone(this.#body) as RequestOf<M, V>;
  }

  /** The request for the Web API. @throws {BadInputError} for credentials or options that don't fit. */
  http(options: HttpOptions = {}): HttpRequest {
    const { http } = this.#build("web", {
      credentials: credentialsOf(options.credentials),
      region: options.region,
      organization_id: options.organizationId,
      author_id: options.authorId,
      http_method: options.httpMethod,
      file_name: options.fileName,
      content_type: options.contentType,
      boundary: options.boundary,
    });
    const { body, body_base64, ...vendors } = http as HttpAnswer;
    const head = options.baseUrl === undefined ? vendors : { ...vendors, url: at(options.baseUrl, vendors.url) };
    if (body_base64 !== undefined) return { ...head, body: fromBase64(body_base64) };
    return body === undefined ? head : { ...head, body: JSON.stringify(body) };
  }

  /** The text of a frame for the RTM API. @throws {UnsupportedError} where the method isn't on RTM. */
  frame(options: FrameOptions = {}): string {
    const { frame } = this.#build("rtm", { credentials: credentialsOf(options.credentials), request_id: options.requestId, author_id: options.authorId });
    return JSON.stringify(frame);
  }

  #build(transport: Transport, rest: object): { http?: HttpAnswer; frame?: object } {
    return askDoor("build", { method: this.method, version: this.version, transport, body: this.#body, unknown_fields: this.#unknownFields, ...rest });
  }
}

/** The same address at another origin. The door takes none, so that no question from outside can send a token elsewhere; the program itself may. */
function at(base: string, url: string): string {
  if (!/^https?:\/\/[^/?#@\s]+$/.test(base)) throw new BadInputError("bad_request", "`/baseUrl`: not an origin such as https://proxy.example.com, without a path.", "/baseUrl");
  const { pathname, search } = new URL(url);
  return base + pathname + search;
}

interface HttpAnswer {
  readonly method: HttpRequest["method"];
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
  readonly body_base64?: string;
}

/** Validates a body and builds the HTTP request in one go. */
export function build<M extends MethodNameOf<V>, V extends Version = DefaultVersion>(method: M, body: RequestOf<M, V>, options: HttpOptions & ValidateOptions<V> = {}): HttpRequest {
  return request(method, body, options).http(options);
}

/** An HTTP request as a server or proxy gets it. */
export interface IncomingRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path with its query, or an absolute URL. */
  readonly path: string;
  readonly headers?: Record<string, string> | readonly (readonly [string, string])[] | undefined;
  /** Text of the body, or its bytes. */
  readonly body?: string | Uint8Array | undefined;
}

/** Which call a request is. The token isn't in it. */
export interface ReadRequest {
  readonly method: MethodName;
  readonly version: Version;
  readonly transport: Transport;
  readonly body: Record<string, unknown>;
  readonly organizationId?: string;
  readonly region?: Region;
  readonly authorId?: string;
  readonly requestId?: string;
  readonly tokenKind?: TokenKind;
}

/**
 * Reads an HTTP request back into a call, strictly: what can't be accounted for is refused.
 *
 * @throws {BadInputError | UnsupportedError} with the place that is wrong.
 */
export function readRequest({ method, path, headers, body }: IncomingRequest): ReadRequest {
  const given = typeof body === "string" ? { body } : body === undefined ? {} : { body_base64: toBase64(body) };
  return readOf(askDoor("read", { method, path, headers, ...given }));
}

/** Reads a frame that a client sends over RTM, on a connection that was opened with this path. A ping has `ping: true` and no method. */
export function readFrame(path: string, text: string): ReadRequest | { readonly ping: true; readonly version: Version; readonly requestId?: string } {
  return readOf(askDoor("read", { path, text }));
}

function readOf<T>(answer: Record<string, unknown>): T {
  const { organization_id, author_id, request_id, token_kind, ...rest } = answer;
  const named = { organizationId: organization_id, authorId: author_id, requestId: request_id, tokenKind: token_kind };
  return { ...rest, ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) } as T;
}

/** Credentials with the module's names. */
export function credentialsOf(credentials: Credentials | undefined): object | undefined {
  if (credentials === undefined || !("personal" in credentials)) return credentials;
  const { accountId, ...rest } = credentials.personal;
  return { ...credentials, personal: { account_id: accountId, ...rest } };
}

/** A body whose file is bytes has them as base64, as JSON has no bytes. */
function sendable(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("file" in body) || !(body.file instanceof Uint8Array)) return body;
  return { ...body, file: toBase64(body.file) };
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
