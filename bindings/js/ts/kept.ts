/** Text from LiveChat on its way into the module: written into one buffer there, without a copy in between. */
import { core, coreMemory } from "./engine.js";
import { BadInputError } from "./errors.js";
import type { Text } from "./text.js";

type Core = ReturnType<typeof core>;

const encoder = new TextEncoder();
/** The module's buffer, from where texts are written. */
let room = new Uint8Array(0);

/** Writes a text into the module's buffer; returns how many bytes it has there. */
export function write(text: string | Uint8Array): number {
  // A unit of UTF-16 has three bytes at the most.
  const most = typeof text === "string" ? text.length * 3 : text.length;
  const at = core().input(most);
  const { buffer } = coreMemory();
  // It moves when the memory grows.
  if (room.buffer !== buffer || room.byteOffset !== at) room = new Uint8Array(buffer, at);
  if (typeof text === "string") return encoder.encodeInto(text, room).written;
  room.set(text);
  return text.length;
}

/** Bytes as they are given, text as it is. */
export function received(text: Text): string | Uint8Array {
  if (typeof text === "string" || text instanceof Uint8Array) return text;
  if (text instanceof ArrayBuffer) return new Uint8Array(text);
  throw new BadInputError("bad_request", "The text is neither a string nor bytes.");
}

/** The text of bytes. @throws {BadInputError} where they aren't UTF-8. */
export function decoded(text: string | Uint8Array): string {
  if (typeof text === "string") return text;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    throw new BadInputError("bad_json", "The text is not UTF-8.");
  }
}

/** What lengths are less than, in a number that holds a place and a length. */
const LENGTHS = 2 ** 26;
const BRACE = 0x7b;

/** Which text lies in the module. */
let last: object | undefined;

/** A text that was found in order, and its members, read where they lie. */
export class Kept {
  readonly #text: string | Uint8Array;
  readonly #read: (exports: Core, bytes: number) => boolean;
  #value: unknown;
  #ascii = false;

  constructor(text: string | Uint8Array, read: (exports: Core, bytes: number) => boolean) {
    this.#text = text;
    this.#read = read;
  }

  /** Whether the text is in order; it lies in the module then. */
  check(): boolean {
    const bytes = write(this.#text);
    const ok = this.#read(core(), bytes);
    last = ok ? this : undefined;
    this.#ascii = bytes === this.#text.length;
    return ok;
  }

  /** A member by an RFC 6901 pointer, without reading the rest; undefined where there is none. */
  get(pointer: string): unknown {
    const place = String(pointer);
    if (this.#value !== undefined || (last !== this && !this.check())) return at(this.value, place);
    const text = this.#text;
    if (typeof text !== "string" || !this.#ascii) {
      const json = core().member(place);
      return json === undefined ? undefined : JSON.parse(json);
    }
    // A byte is a character here, so that the member's text needn't cross.
    const found = core().member_at(place);
    if (found < 0) return undefined;
    const start = Math.floor(found / LENGTHS) + (text.charCodeAt(0) === BRACE ? 0 : text.search(/\S/));
    return JSON.parse(text.slice(start, start + (found % LENGTHS)));
  }

  /** The text. */
  get text(): string {
    return decoded(this.#text);
  }

  /** All of it, read once. */
  get value(): unknown {
    return (this.#value ??= JSON.parse(this.text));
  }
}

/** The value at an RFC 6901 pointer. */
export function at(value: unknown, pointer: string): unknown {
  if (pointer === "") return value;
  if (!pointer.startsWith("/")) return undefined;
  for (const step of pointer.slice(1).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
