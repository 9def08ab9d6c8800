/** Lists, page by page: the requests for them, and the records. No IO of its own: `pages` is given a function that makes the call. */
import type { DefaultVersion, Version } from "./generated/names.js";
import type { MethodNameOf, RequestOf, ResponseOf } from "./generated/versions.js";
import { camel, snake } from "./keys.js";
import { Machine } from "./machine.js";
import { toMillis } from "./time.js";

/** How far a list is read. */
export interface PagesOptions<V extends Version = DefaultVersion> {
  readonly version?: V | undefined;
  readonly maxPages?: number | undefined;
  readonly maxRecords?: number | undefined;
  readonly maxAnswerBytes?: number | undefined;
  /** How long a page's ID is believed; by default what the vendor documents, a month. */
  readonly pageLifeMs?: number | undefined;
}

/** A page that was read. */
export interface PageFacts {
  readonly index: number;
  readonly records: number;
  readonly total?: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** A list that is read page by page. */
export class Pages<M extends MethodNameOf<V>, V extends Version = DefaultVersion> {
  readonly #machine: Machine;

  /** @throws {LiveChatError} for a method that doesn't answer in pages, or a body that isn't valid. */
  constructor(method: M, body: RequestOf<M, V>, options: PagesOptions<V> = {}) {
    this.#machine = new Machine("pages", { method, body, ...snake(options) });
  }

  /** The body of the next request; undefined after the last page. */
  nextRequest(now: Date | number): RequestOf<M, V> | undefined {
    return this.#machine.tell<{ body: RequestOf<M, V> | null }>("next_request", { now_ms: toMillis(now) }).body ?? undefined;
  }

  /** The body of the request for the page before. */
  previousRequest(now: Date | number): RequestOf<M, V> | undefined {
    return this.#machine.tell<{ body: RequestOf<M, V> | null }>("previous_request", { now_ms: toMillis(now) }).body ?? undefined;
  }

  /** Tells the text of the answer. @throws {LiveChatError} for an answer that is an error or no page. */
  answered(now: Date | number, text: string): PageFacts {
    return camel(this.#machine.tell<object>("answered", { now_ms: toMillis(now), text }));
  }

  /** The ID of the next page, to go on from later; undefined after the last. */
  get nextPageId(): string | undefined {
    return this.#machine.tell<{ next_page_id: string | null }>("next_page_id").next_page_id ?? undefined;
  }
}

/**
 * Every page of a list, one after the other.
 *
 * ```ts
 * for await (const page of pages("agent/list_chats", { limit: 100 }, (body) => call("agent/list_chats", body))) ...
 * ```
 *
 * `send` makes the call and resolves to the text of the answer; `now` is `Date.now` unless another clock is given.
 */
export async function* pages<M extends MethodNameOf<V>, V extends Version = DefaultVersion>(
  method: M,
  body: RequestOf<M, V>,
  send: (body: RequestOf<M, V>) => Promise<string>,
  options: PagesOptions<V> & { readonly now?: (() => number) | undefined } = {},
): AsyncGenerator<ResponseOf<M, V>, void, undefined> {
  const { now = Date.now, ...rest } = options;
  const list = new Pages<M, V>(method, body, rest as PagesOptions<V>);
  for (let next = list.nextRequest(now()); next !== undefined; next = list.nextRequest(now())) {
    const text = await send(next);
    list.answered(now(), text);
    yield JSON.parse(text) as ResponseOf<M, V>;
  }
}
