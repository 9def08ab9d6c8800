/**
 * What a token and a grant may do. Both keep, for each version and transport that is asked about, one bit a method, made once by the module: asking is a look-up and
 * a test, without a string that crosses. Neither holds a secret: the bearer string never comes here.
 */
import { type MethodFacts, methodIndex, methodNames } from "./catalogue.js";
import { core, thrown } from "./engine.js";
import { DEFAULT_VERSION, type Area, type MethodName, type Right, type Role, type ScopeName, type TokenKind, type Transport, type Version } from "./generated/names.js";
import { type Time, toDoor } from "./time.js";

/** A method: its name, or the catalogue's object as `method(name)` gives it. */
export type MethodLike = MethodName | MethodFacts | (string & {});

/** A version and a transport; left out, the newest stable version over the Web. */
export interface At {
  readonly version?: Version | undefined;
  readonly transport?: Transport | undefined;
}

/** What is known of a token besides its scopes. */
export interface TokenOptions {
  /** Its kind; with it, methods that take no such token are denied. */
  readonly kind?: TokenKind | undefined;
  /** Role of its agent; scopes that the role may not hold don't count. */
  readonly role?: Role | undefined;
  /** When it expires; looked at by a decision that is given the time. */
  readonly expiresAt?: Time | undefined;
}

/** A token as plain data. */
export interface TokenInit extends TokenOptions {
  readonly scopes: Iterable<ScopeName | (string & {})>;
}

/** Bits of methods by version and transport, asked of the module when they are first needed. */
class Bits {
  readonly #key: "token" | "grant";
  readonly #json: string;
  readonly #other = new Map<string, Uint32Array>();
  #usual: Uint32Array | undefined;

  constructor(key: "token" | "grant", json: string) {
    this.#key = key;
    this.#json = json;
  }

  has(method: MethodLike): boolean {
    const index = typeof method === "string" ? methodIndex(method) : method.index;
    if (index === undefined) return false;
    const bits = (this.#usual ??= this.#ask(undefined));
    return ((bits[index >>> 5] as number) >>> (index & 31) & 1) !== 0;
  }

  hasAt(method: MethodLike, at: At): boolean {
    const index = typeof method === "string" ? methodIndex(method) : method.index;
    if (index === undefined) return false;
    const key = `${at.version ?? DEFAULT_VERSION}/${at.transport ?? "web"}`;
    let bits = this.#other.get(key);
    if (bits === undefined) {
      bits = this.#ask(at);
      this.#other.set(key, bits);
    }
    return ((bits[index >>> 5] as number) >>> (index & 31) & 1) !== 0;
  }

  #ask(at: At | undefined): Uint32Array {
    const where = at === undefined ? "" : `,${JSON.stringify({ version: at.version, transport: at.transport }).slice(1, -1)}`;
    const question = `{"${this.#key}":${this.#json}${where === "," ? "" : where}}`;
    return thrown(() => core().allowed(question));
  }
}

/** The JSON of a token or grant, made once. */
export let jsonOf: (held: Token | Grant) => string;

/**
 * What a token may do, made once and asked often.
 *
 * ```ts
 * const token = new Token(["chats--access:rw", "customers:ro"]);
 * token.allows("agent/send_event"); // true
 * ```
 */
export class Token {
  /** The scopes as they were given, unknown ones too; those match nothing. */
  readonly scopes: readonly string[];
  readonly kind: TokenKind | undefined;
  readonly role: Role | undefined;
  readonly expiresAt: Time | undefined;
  readonly #json: string;
  readonly #bits: Bits;

  /** @throws {BadInputError} for a scope that isn't a string, an unknown kind or role, or a time that is none. */
  constructor(scopes: Iterable<ScopeName | (string & {})>, options: TokenOptions = {}) {
    this.scopes = Object.freeze([...scopes]);
    this.kind = options.kind;
    this.role = options.role;
    this.expiresAt = options.expiresAt;
    this.#json = JSON.stringify({ scopes: this.scopes, kind: this.kind, role: this.role, expires_at: toDoor(this.expiresAt) });
    this.#bits = new Bits("token", this.#json);
    Object.freeze(this);
  }

  /** A token with the scopes of a list as the token endpoint writes it, separated by commas or white space. */
  static fromList(scopes: string, options?: TokenOptions): Token {
    return new Token(scopes.split(/[\s,]+/).filter((scope) => scope !== ""), options);
  }

  /** The token of plain data; a token stays itself. */
  static from(token: Token | TokenInit | Iterable<string>): Token {
    if (token instanceof Token) return token;
    return "scopes" in token ? new Token(token.scopes, token) : new Token(token);
  }

  /**
   * Whether it may call a method, as far as scopes and kind tell: the answer of `decide` without grant, body, facts and time. False for a name that is no
   * method's. A look-up and a bit test; by object it saves the look-up.
   */
  allows(method: MethodLike, at?: At): boolean {
    return at === undefined ? this.#bits.has(method) : this.#bits.hasAt(method, at);
  }

  /** The methods that it allows, and a grant where there is one, in the order of the catalogue. */
  allowed(grant?: Grant | GrantInit, at: At = {}): MethodName[] {
    const given = grant === undefined ? undefined : Grant.from(grant);
    return methodNames().filter((method) => this.allows(method, at) && (given === undefined || given.grants(method, at)));
  }

  /** The JSON that the module takes. */
  toJSON(): object {
    return JSON.parse(this.#json) as object;
  }

  static {
    jsonOf = (held) => (held as Token).#json;
  }
}

/** A grant as plain data. */
export interface GrantInit {
  /** What is given in each area; an area that isn't named has `none`. */
  readonly areas?: { readonly [A in Area]?: Right } | undefined;
  /** Single methods that are given besides. */
  readonly add?: readonly MethodName[] | undefined;
  /** Single methods that are taken away, whatever else gives them. */
  readonly remove?: readonly MethodName[] | undefined;
  /** The only versions in which it holds. */
  readonly versions?: readonly Version[] | undefined;
  /** The only transports on which it holds. */
  readonly transports?: readonly Transport[] | undefined;
}

/**
 * What an operator gives one AI agent: what it doesn't name isn't granted.
 *
 * ```ts
 * const grant = new Grant({ areas: { chats: "read", customers: "write" }, remove: ["agent/ban_customer"] });
 * grant.grants("agent/ban_customer"); // false
 * ```
 */
export class Grant {
  readonly areas: NonNullable<GrantInit["areas"]>;
  readonly add: readonly MethodName[];
  readonly remove: readonly MethodName[];
  readonly versions: readonly Version[] | undefined;
  readonly transports: readonly Transport[] | undefined;
  readonly #json: string;
  readonly #bits: Bits;

  /** @throws {BadInputError} at the first use, for an area, right, method, version or transport that there isn't. */
  constructor(grant: GrantInit = {}) {
    this.areas = Object.freeze({ ...grant.areas });
    this.add = Object.freeze([...(grant.add ?? [])]);
    this.remove = Object.freeze([...(grant.remove ?? [])]);
    this.versions = grant.versions && Object.freeze([...grant.versions]);
    this.transports = grant.transports && Object.freeze([...grant.transports]);
    this.#json = JSON.stringify({ areas: this.areas, add: this.add, remove: this.remove, versions: this.versions, transports: this.transports });
    this.#bits = new Bits("grant", this.#json);
    Object.freeze(this);
  }

  /** The grant of plain data; a grant stays itself. */
  static from(grant: Grant | GrantInit): Grant {
    return grant instanceof Grant ? grant : new Grant(grant);
  }

  /** Whether it gives a method, in the newest stable version over the Web or where it is asked about. */
  grants(method: MethodLike, at?: At): boolean {
    return at === undefined ? this.#bits.has(method) : this.#bits.hasAt(method, at);
  }

  /** The JSON that the module takes, and that a file of grants holds. */
  toJSON(): object {
    return JSON.parse(this.#json) as object;
  }

  static {
    const ofToken = jsonOf;
    jsonOf = (held) => (held instanceof Grant ? held.#json : ofToken(held));
  }
}
