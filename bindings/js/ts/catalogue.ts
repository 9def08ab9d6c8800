// The catalogue as objects, made of the packed tables when somebody first asks. Holds no fact of its own.

import {
  API_NAMES,
  API_TABLE,
  AREA_NAMES,
  AREA_TABLE,
  ERROR_TABLE,
  METHODS,
  METHOD_TABLES,
  METHOD_TEXTS,
  PLACES,
  PUSH_NAMES,
  PUSH_TABLE,
  SCOPE_NAMES,
  SCOPE_TABLE,
  VERSION_NAMES,
  VERSION_TABLE,
  WEBHOOK_NAMES,
  WEBHOOK_TABLE,
} from "./generated/catalogue.js";
import type {
  ApiName,
  Area,
  Blame,
  ErrorType,
  HttpMethod,
  MethodAccess,
  MethodName,
  PushName,
  RateLimit,
  Retry,
  Role,
  ScopeName,
  ScopeProduct,
  Transport,
  Version,
  VersionState,
  WebhookName,
} from "./generated/names.js";

/** A method: what it does, and what it takes to call it. */
export interface MethodFacts {
  /** `<api>/<action>` */
  readonly method: MethodName;
  /** Its handle; it may be another in another release. */
  readonly index: number;
  readonly api: ApiName;
  readonly action: string;
  /** Area, as an operator grants it. */
  readonly area: Area;
  readonly access: MethodAccess;
  /** What it does, in one or two sentences. */
  readonly summary: string;
  /** Path after the version. */
  readonly path: string;
  /** HTTP methods that it takes over the Web: one, or several with commas. */
  readonly httpMethod: HttpMethod | "GET, POST";
  readonly transports: readonly Transport[];
  readonly versions: readonly Version[];
  /** Sets of scopes by the vendor's reference, each of which is enough, widest reach first. None: no scope is needed. */
  readonly scopes: readonly (readonly ScopeName[])[];
  /** The permission that the guide names for it. */
  readonly permission: ScopeName | null;
  /** What it acts on, in short nouns. */
  readonly actsOn: readonly string[];
  readonly webhooks: readonly WebhookName[];
  /** Pushes that it causes, without their API. */
  readonly pushes: readonly string[];
  /** Class of its rate limit; the vendor publishes no figures. */
  readonly rateLimit: RateLimit;
  /** Whether it deletes, ends, bans, suspends or revokes something. */
  readonly destructive: boolean;
  /** Whether the same call made again changes nothing more. */
  readonly idempotent: boolean;
  /** The single method that a batch method repeats. */
  readonly batchOf?: MethodName;
  readonly inGuide: boolean;
  /** What a caller should know besides. */
  readonly notes: readonly string[];
  /** Its page in the vendor's reference. */
  readonly source: string;
}

/** A version of the API. */
export interface VersionFacts {
  readonly version: Version;
  readonly state: VersionState;
  /** Date of the release. */
  readonly released: string | null;
  /** Date since which it is in its state, where that is published. */
  readonly since: string | null;
  readonly about: string;
}

/** An API. */
export interface ApiFacts {
  readonly api: ApiName;
  readonly title: string;
  readonly about: string;
}

/** An area. */
export interface AreaFacts {
  readonly area: Area;
  readonly title: string;
  readonly about: string;
  readonly inGuide: boolean;
}

/** A scope. */
export interface ScopeFacts {
  readonly scope: ScopeName;
  readonly about: string;
  /** Lowest role that may hold it, where one is documented. */
  readonly role: Role | null;
  readonly product: ScopeProduct | null;
  /** Whether no application can be given it. */
  readonly private: boolean;
  /** The other scopes that it contains. */
  readonly contains: readonly ScopeName[];
}

/** A webhook. */
export interface WebhookFacts {
  readonly webhook: WebhookName;
  readonly about: string;
  readonly versions: readonly Version[];
  /** Methods that cause it. */
  readonly causedBy: readonly MethodName[];
  /** Filters that its registration accepts. */
  readonly filters: readonly string[];
  /** Data that it can carry besides. */
  readonly additionalData: readonly string[];
  readonly inGuide: boolean;
  readonly notes: readonly string[];
}

/** A push. */
export interface PushFacts {
  readonly push: PushName;
  readonly about: string;
  readonly versions: readonly Version[];
  /** Methods that cause it. */
  readonly causedBy: readonly MethodName[];
  readonly notes: readonly string[];
}

/** An error type. */
export interface ErrorTypeFacts {
  readonly type: ErrorType;
  readonly meaning: string;
  /** What to do. */
  readonly advice: string;
  readonly retry: Retry;
  /** What has to change before the call can succeed. */
  readonly blame: Blame;
  /** Whether it says that nothing of the call was done, so that a write can be sent again too. */
  readonly turnedAway: boolean;
  readonly transports: readonly Transport[];
  readonly inGuide: boolean;
}

const WRITE = 1;
const DESTRUCTIVE = 2;
const IDEMPOTENT = 4;

/** Made when it is first asked for. */
function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The number in a column. */
const at = (column: string, row: number): number => column.charCodeAt(row) - 48;

/** What a column points to. */
const pick = <T>(table: readonly T[], column: string, row: number): T => table[at(column, row)] as T;

const words = (text: string): string[] => (text === "" ? [] : text.split(" "));
const lines = (text: string): string[] => text.split("\n");
const names = <T extends string>(text: string): readonly T[] => Object.freeze(words(text)) as readonly T[];

const versionNames = /* @__PURE__ */ lazy(() => names<Version>(VERSION_NAMES));
const scopeNames = /* @__PURE__ */ lazy(() => names<ScopeName>(SCOPE_NAMES));
const webhookNames = /* @__PURE__ */ lazy(() => names<WebhookName>(WEBHOOK_NAMES));
const pushNames = /* @__PURE__ */ lazy(() => names<PushName>(PUSH_NAMES));
const apiNames = /* @__PURE__ */ lazy(() => names<ApiName>(API_NAMES));

/** Versions of a set of bits. */
const versionsIn = (bits: number): readonly Version[] => Object.freeze(versionNames().filter((_, i) => (bits >> i) & 1));

/** Names of all methods, in the order of their indexes. */
export const methodNames: () => readonly MethodName[] = /* @__PURE__ */ lazy(() =>
  Object.freeze(words(METHODS.names).map((name) => `${apiNames()[at(name, 0)]}/${name.slice(1)}` as MethodName)),
);

let indexes: Map<string, number> | undefined;

/** The index of a method in core's tables; `undefined` where there is no such method. */
export function methodIndex(name: string): number | undefined {
  return (indexes ??= new Map(methodNames().map((known, i) => [known, i]))).get(name);
}

/** The version's place in the line of versions; -1 where there is no such version. */
const place = (version: string): number => versionNames().indexOf(version as Version);

const has = (bits: number, version: number): boolean => version >= 0 && ((bits >> version) & 1) === 1;

/** Transports that a method has in a version; none where the version doesn't have it. */
export function transportsOf(method: string, version: string): readonly Transport[] {
  const index = methodIndex(method);
  if (index === undefined) return [];
  const [web, rtm] = pick(METHOD_TABLES.spans, METHODS.spans, index) as [number, number];
  const found: Transport[] = [];
  if (has(web, place(version))) found.push("web");
  if (has(rtm, place(version))) found.push("rtm");
  return found;
}

/** Names that a packed list points to, with the versions of each. */
const caused = <T>(list: readonly number[], all: readonly T[]): [T, number][] => {
  const width = versionNames().length;
  return list.map((n) => [all[n >> width] as T, n & ((1 << width) - 1)]);
};

const areaOf = /* @__PURE__ */ lazy(() => METHODS.areas.flatMap((count, area) => Array<number>(count).fill(area)));

function method(index: number): MethodFacts {
  const [name, text] = [methodNames()[index] as MethodName, (methodTexts()[index] ?? "").split("\t")];
  const slash = name.indexOf("/");
  const [api, action] = [name.slice(0, slash) as ApiName, name.slice(slash + 1)];
  const apiIndex = apiNames().indexOf(api);
  const flags = at(METHODS.flags, index);
  const [web, rtm] = pick(METHOD_TABLES.spans, METHODS.spans, index) as [number, number];
  const permission = pick(METHOD_TABLES.permission, METHODS.permission, index);
  const kind = at(METHODS.kind, index) * 2;
  const batch = METHODS.batches.findIndex((n, i) => i % 2 === 0 && n === index);
  const single = batch < 0 ? undefined : methodNames()[METHODS.batches[batch + 1] as number];
  const page = (web === 0 ? PLACES.rtm : PLACES.web)[apiIndex];
  const anchor = (single ?? name).split("/").pop()?.replaceAll("_", "-");
  const facts = {
    method: name,
    api,
    action,
    area: words(AREA_NAMES)[areaOf()[index] as number] as Area,
    access: flags & WRITE ? "write" : "read",
    summary: text[0] as string,
    path: PLACES.otherPaths[index] ?? (PLACES.paths[apiIndex] as string).replace("{action}", action),
    httpMethod: METHOD_TABLES.kind[kind] as HttpMethod,
    transports: (["web", "rtm"] as const).filter((t) => (t === "web" ? web : rtm) !== 0),
    versions: versionsIn(web | rtm),
    scopes: pick(METHOD_TABLES.scopes as number[][][], METHODS.scopes, index).map((set) =>
      Object.freeze(set.map((s) => scopeNames()[s] as ScopeName)),
    ),
    permission: permission < 0 ? null : (scopeNames()[permission] as ScopeName),
    actsOn: lines(pick(METHOD_TABLES.actsOn, METHODS.actsOn, index)),
    webhooks: webhooksOf(index).map(([w]) => w),
    pushes: pushesOf(index).map(([p]) => p.slice(p.indexOf("/") + 1)),
    rateLimit: METHOD_TABLES.kind[kind + 1] as RateLimit,
    destructive: (flags & DESTRUCTIVE) !== 0,
    idempotent: (flags & IDEMPOTENT) !== 0,
    ...(single === undefined ? {} : { batchOf: single }),
    inGuide: permission >= 0,
    notes: text.slice(1),
    source: PLACES.otherPages[index] ?? `${page}/#${anchor}`,
  } satisfies Omit<MethodFacts, "index">;
  // Not among the facts that are written out.
  return freeze(Object.defineProperty(facts, "index", { value: index }) as unknown as MethodFacts);
}

const webhooksOf = (index: number) => caused(pick(METHOD_TABLES.webhooks as number[][], METHODS.webhooks, index), webhookNames());
const pushesOf = (index: number) => caused(pick(METHOD_TABLES.pushes as number[][], METHODS.pushes, index), pushNames());

const methodTexts = /* @__PURE__ */ lazy(() => lines(METHOD_TEXTS));

/** The same object, which nobody can change, its lists neither. */
function freeze<T extends object>(object: T): T {
  for (const value of Object.values(object)) if (Array.isArray(value)) Object.freeze(value);
  return Object.freeze(object);
}

const cache: MethodFacts[] = [];

/** A method by name or index; `undefined` where there is none. */
export function methodFacts(method_: MethodName): MethodFacts;
export function methodFacts(method_: string | number): MethodFacts | undefined;
export function methodFacts(name: string | number): MethodFacts | undefined {
  const index = typeof name === "number" ? name : methodIndex(name);
  if (index === undefined || methodNames()[index] === undefined) return undefined;
  return (cache[index] ??= method(index));
}

/** All methods, or those of a version, in the order of the catalogue: by area, the guide's first. */
export function methods(version?: Version): readonly MethodFacts[] {
  const all = methodNames().map((_, i) => methodFacts(i) as MethodFacts);
  return Object.freeze(version === undefined ? all : all.filter((m) => m.versions.includes(version)));
}

/** The versions, oldest first. */
export const versions: () => readonly VersionFacts[] = /* @__PURE__ */ lazy(() => {
  const [released, since] = [lines(VERSION_TABLE.released), lines(VERSION_TABLE.since)];
  const [states, abouts] = [names<VersionState>(VERSION_TABLE.states), lines(VERSION_TABLE.abouts)];
  return table(versionNames(), (version, i) => ({
    version,
    state: states[i] as VersionState,
    released: released[i] || null,
    since: since[i] || null,
    about: abouts[i] as string,
  }));
});

/** The APIs. */
export const apis: () => readonly ApiFacts[] = /* @__PURE__ */ lazy(() =>
  table(apiNames(), (api, i) => ({ api, title: API_TABLE.titles[i] as string, about: API_TABLE.abouts[i] as string })),
);

/** The areas, the guide's first. */
export const areas: () => readonly AreaFacts[] = /* @__PURE__ */ lazy(() => {
  const [titles, abouts] = [lines(AREA_TABLE.titles), lines(AREA_TABLE.abouts)];
  return table(names<Area>(AREA_NAMES), (area, i) => ({
    area,
    title: titles[i] as string,
    about: abouts[i] as string,
    inGuide: at(AREA_TABLE.guide, i) === 1,
  }));
});

/** The scopes. */
export const scopes: () => readonly ScopeFacts[] = /* @__PURE__ */ lazy(() => {
  const abouts = lines(SCOPE_TABLE.abouts);
  return table(scopeNames(), (scope, i) => ({
    scope,
    about: abouts[i] as string,
    role: (pick(SCOPE_TABLE.roles, SCOPE_TABLE.role, i) || null) as Role | null,
    product: (pick(SCOPE_TABLE.products, SCOPE_TABLE.product, i) || null) as ScopeProduct | null,
    private: at(SCOPE_TABLE.isPrivate, i) === 1,
    contains: (SCOPE_TABLE.contains as number[][])[i]?.map((s) => scopeNames()[s] as ScopeName) ?? [],
  }));
});

/** The webhooks. */
export const webhooks: () => readonly WebhookFacts[] = /* @__PURE__ */ lazy(() => {
  const [texts, by] = [lines(WEBHOOK_TABLE.texts), causes(webhooksOf)];
  return table(webhookNames(), (webhook, i) => {
    const [about = "", ...notes] = (texts[i] ?? "").split("\t");
    return {
      webhook,
      about,
      versions: versionsIn(at(WEBHOOK_TABLE.versions, i)),
      causedBy: by.get(webhook) ?? [],
      filters: words(pick(WEBHOOK_TABLE.filters, WEBHOOK_TABLE.filter, i)),
      additionalData: words(pick(WEBHOOK_TABLE.additionalData, WEBHOOK_TABLE.data, i)),
      inGuide: at(WEBHOOK_TABLE.guide, i) === 1,
      notes,
    };
  });
});

/** The pushes. */
export const pushes: () => readonly PushFacts[] = /* @__PURE__ */ lazy(() => {
  const [texts, by] = [lines(PUSH_TABLE.texts), causes(pushesOf)];
  return table(pushNames(), (push, i) => {
    const [about = "", ...notes] = (texts[i] ?? "").split("\t");
    return { push, about, versions: versionsIn(at(PUSH_TABLE.versions, i)), causedBy: by.get(push) ?? [], notes };
  });
});

/** The error types. */
export const errorTypes: () => readonly ErrorTypeFacts[] = /* @__PURE__ */ lazy(() => {
  const [meanings, advices] = [lines(ERROR_TABLE.meanings), lines(ERROR_TABLE.advices)];
  return table(names<ErrorType>(ERROR_TABLE.names), (type, i) => {
    const flags = at(ERROR_TABLE.flags, i);
    return {
      type,
      meaning: meanings[i] as string,
      advice: advices[i] as string,
      retry: pick(ERROR_TABLE.retries, ERROR_TABLE.retry, i) as Retry,
      blame: pick(ERROR_TABLE.blames, ERROR_TABLE.blame, i) as Blame,
      turnedAway: (flags & 1) !== 0,
      transports: (["web", "rtm"] as const).filter((_, bit) => flags & (4 << bit)),
      inGuide: (flags & 2) !== 0,
    };
  });
});

/** A row for each name. */
function table<N, T extends object>(rows: readonly N[], make: (name: N, row: number) => T): readonly T[] {
  return Object.freeze(rows.map((name, row) => freeze(make(name, row))));
}

/** Methods by what they cause. */
function causes<N>(of: (index: number) => [N, number][]): Map<N, MethodName[]> {
  const by = new Map<N, MethodName[]>();
  methodNames().forEach((name, index) => {
    for (const [what] of of(index)) by.set(what, [...(by.get(what) ?? []), name]);
  });
  return by;
}
