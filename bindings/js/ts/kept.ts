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

/** Which text lies in the module. */
let last: object | undefined;

/** A text that was found in order, and its members, read where they lie. */
export class Kept {
  readonly #text: string | Uint8Array;
  readonly #read: (exports: Core, bytes: number) => boolean;
  #value: unknown;

  constructor(text: string | Uint8Array, read: (exports: Core, bytes: number) => boolean) {
    this.#text = text;
    this.#read = read;
  }

  /** Whether the text is in order; it lies in the module then. */
  check(): boolean {
    const exports = core();
    const ok = this.#read(exports, write(this.#text));
    last = ok ? this : undefined;
    return ok;
  }

  /** A member by an RFC 6901 pointer, without reading the rest; undefined where there is none. */
  get(pointer: string): unknown {
    if (this.#value === undefined && (last === this || this.check())) {
      const json = core().member(String(pointer));
      return json === undefined ? undefined : JSON.parse(json);
    }
    return at(this.value, String(pointer));
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
