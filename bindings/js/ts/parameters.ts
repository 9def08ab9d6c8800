// Parameters of requests by method and version: types, limits, rules and meanings, enough to make forms or schemas of them. Loaded by who imports it.

import { methodIndex, transportsOf } from "./catalogue.js";
import { DEFAULT_VERSION, VERSIONS, type Version } from "./generated/names.js";
import { PARAMETERS } from "./generated/parameters.js";

/** A value of an enumeration. */
export type Scalar = string | number | boolean;

/** An allowed value. */
export interface AllowedValue {
  readonly value: Scalar;
  readonly about?: string;
}

/** Limits of a value. Those of single values hold for the elements of an array or map. */
export interface Limits {
  /** The only values that are allowed. */
  readonly values?: readonly AllowedValue[];
  readonly min?: number;
  readonly max?: number;
  /** Unicode characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Bytes of UTF-8. */
  readonly maxBytes?: number;
  /** Elements of an array, entries of a map. */
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Elements differ from each other. */
  readonly unique?: true;
  /** Such as `rfc3339`, `url` or `email`. */
  readonly format?: string;
}

/** The type of a value. */
export type ValueType =
  | { readonly kind: "string" | "integer" | "number" | "boolean" | "any" | "binary" }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "array"; readonly items: ValueType }
  | { readonly kind: "map"; readonly values: ValueType }
  | { readonly kind: "one_of"; readonly options: readonly ValueType[] }
  | ObjectType;

/** Fields, and the rules between them. */
export interface ObjectType {
  readonly kind: "object";
  readonly fields: readonly Parameter[];
  readonly rules: readonly Rule[];
  /** Any further field is allowed. */
  readonly open: boolean;
}

/** A parameter, or a field inside one. */
export interface Parameter {
  readonly name: string;
  readonly type: ValueType;
  readonly about: string;
  /** It must be sent; inside another: when that one is sent. */
  readonly required: boolean;
  readonly nullable: boolean;
  /** A token or a secret. */
  readonly secret: boolean;
  /** What the vendor assumes when it is left out. */
  readonly default?: unknown;
  readonly limits: Limits;
}

/** A rule between fields; paths are such as `filters.from`, `rules[].url` and `properties.*`, relative to `at`. */
export interface Rule {
  readonly at?: string;
  readonly exactlyOne?: readonly string[];
  readonly atLeastOne?: readonly string[];
  readonly atMostOne?: readonly string[];
  /** All of them or none. */
  readonly together?: readonly string[];
  /** When it is sent, or has one of the values of `is`, what stands beside it holds. */
  readonly field?: string;
  readonly is?: readonly Scalar[];
  readonly needs?: readonly string[];
  readonly excludes?: readonly string[];
  /** Values that others are limited to. */
  readonly allows?: Readonly<Record<string, readonly Scalar[]>>;
  /** Limits that others have. */
  readonly bounds?: Readonly<Record<string, { readonly min?: number; readonly max?: number }>>;
  readonly about?: string;
}

/** A named type, as requests send it. */
export type NamedType = { readonly name: string; readonly about: string } & (
  | { readonly kind: "scalar"; readonly type: ValueType; readonly limits: Limits }
  | { readonly kind: "enumeration"; readonly values: readonly AllowedValue[] }
  | { readonly kind: "object"; readonly type: ObjectType }
  | { readonly kind: "union"; readonly tag: string; readonly variants: readonly { readonly value: string; readonly type: string }[] }
  | { readonly kind: "alias"; readonly type: ValueType; readonly limits: Limits }
);

// How it is packed. `v` is a set of versions as bits, left out where it is all; `r` required, `n` nullable, `s` secret, `d` default, `e` allowed values.
type PackedType = string | ["[" | "{", PackedType] | ["|", ...PackedType[]] | ["o", PackedObject];
type PackedObject = [fields: PackedField[], rules?: (Rule & { v?: number })[], open?: 1];
type PackedValue = Scalar | [value: Scalar, about: string, v?: number];
type PackedFacts = Omit<Limits, "values"> & { r?: 1; n?: 1; s?: 1; d?: unknown; v?: number; e?: PackedValue[] };
type PackedField = [name: string, type: PackedType, about: string, facts?: PackedFacts];
type PackedNamed =
  | ["s" | "t", about: string, type: PackedType, limits: PackedFacts]
  | ["e", about: string, values: PackedValue[]]
  | ["o", about: string, object: PackedObject]
  | ["u", about: string, tag: string, variants: [value: string, type: string, v?: number][]];
interface Packed {
  methods: (PackedObject | number)[];
  types: Record<string, PackedNamed>;
}

let read: Packed | undefined;
const packed = (): Packed => (read ??= JSON.parse(PARAMETERS) as Packed);

/** What a method takes in a version; `undefined` where there is no such method or version, or the one isn't in the other. */
export function parametersOf(method: string, version: Version = DEFAULT_VERSION): ObjectType | undefined {
  const index = methodIndex(method);
  if (index === undefined || transportsOf(method, version).length === 0) return undefined;
  return freeze(request(index, bitOf(version)));
}

/** A type by the name that parameters refer to it by, as it is in a version. */
export function namedType(name: string, version: Version = DEFAULT_VERSION): NamedType | undefined {
  const bit = bitOf(version);
  const named = Object.hasOwn(packed().types, name) ? packed().types[name] : undefined;
  return named === undefined || bit === 0 ? undefined : freeze({ name, about: named[1], ...unpack(named, bit) });
}

type Unpacked<T> = T extends NamedType ? Omit<T, "name" | "about"> : never;

function unpack(named: PackedNamed, bit: number): Unpacked<NamedType> {
  switch (named[0]) {
    case "e":
      return { kind: "enumeration", values: values(named[2], bit) };
    case "o":
      return { kind: "object", type: object(named[2], bit) };
    case "u": {
      const variants = named[3].filter(([, , v]) => holds(v, bit)).map(([value, type]) => ({ value, type }));
      return { kind: "union", tag: named[2], variants };
    }
    default:
      return { kind: named[0] === "s" ? "scalar" : "alias", type: type(named[2], bit), limits: limits(named[3], bit) };
  }
}

/** The bit of a version; 0 where there is no such version. */
function bitOf(version: string): number {
  const place = VERSIONS.indexOf(version as Version);
  return place < 0 ? 0 : 1 << place;
}

const holds = (versions: number | undefined, bit: number): boolean => versions === undefined || (versions & bit) !== 0;

/** A batch method's request is a list of the single method's. */
function request(index: number, bit: number): ObjectType {
  const one = packed().methods[index] as PackedObject | number;
  if (typeof one !== "number") return object(one, bit);
  const about = "Requests of the single method, answered in this order.";
  const items = request(one, bit);
  const requests: Parameter = { name: "requests", type: { kind: "array", items }, about, required: true, nullable: false, secret: false, limits: {} };
  return { kind: "object", fields: [requests], rules: [], open: false };
}

function object([fields, rules = [], open]: PackedObject, bit: number): ObjectType {
  return {
    kind: "object",
    fields: fields.filter(([, , , facts]) => holds(facts?.v, bit)).map((one) => field(one, bit)),
    rules: rules.filter((rule) => holds(rule.v, bit)).map(({ v, ...rule }) => rule),
    open: open === 1,
  };
}

function field([name, of, about, facts = {}]: PackedField, bit: number): Parameter {
  return {
    name,
    type: type(of, bit),
    about,
    required: facts.r === 1,
    nullable: facts.n === 1,
    secret: facts.s === 1,
    ...("d" in facts ? { default: facts.d } : {}),
    limits: limits(facts, bit),
  };
}

function limits({ r, n, s, d, v, e, ...rest }: PackedFacts, bit: number): Limits {
  return e === undefined ? rest : { values: values(e, bit), ...rest };
}

function values(list: PackedValue[], bit: number): AllowedValue[] {
  const all = list.map((one) => (Array.isArray(one) ? one : ([one, ""] as const)));
  const those = all.filter(([, , versions]) => holds(versions, bit));
  return those.map(([value, about]) => (about === "" ? { value } : { value, about }));
}

const PLAIN = ["string", "integer", "number", "boolean", "any", "binary"] as const;

function type(of: PackedType, bit: number): ValueType {
  if (typeof of === "string") {
    const kind = PLAIN.find((plain) => plain === of);
    return kind === undefined ? { kind: "named", name: of } : { kind };
  }
  switch (of[0]) {
    case "[":
      return { kind: "array", items: type(of[1], bit) };
    case "{":
      return { kind: "map", values: type(of[1], bit) };
    case "o":
      return object(of[1], bit);
    default:
      return { kind: "one_of", options: (of.slice(1) as PackedType[]).map((option) => type(option, bit)) };
  }
}

/** The same object, which nobody can change, nor what is in it. */
function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
