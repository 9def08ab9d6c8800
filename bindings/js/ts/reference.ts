// What people look up: plans, prices, default properties, system messages, disconnections, conditions, the vendor's own tools. Loaded by who imports it.

import { REFERENCE } from "./generated/reference.js";
import type { Condition, MethodAccess, MethodName, ReconnectAdvice, ScopeName, Version } from "./generated/names.js";

/** A figure of a plan, in the limit's unit. */
export type PlanFigure = number | "unlimited";

/** A resource that plans limit. A call over the limit answers `limit_reached`. */
export interface PlanLimit {
  readonly name: string;
  readonly about: string;
  readonly unit: string;
  readonly starter: PlanFigure;
  readonly team: PlanFigure;
  readonly business: PlanFigure;
  readonly enterprise: PlanFigure;
  /** Methods that answer `limit_reached` when it is spent. */
  readonly methods: readonly MethodName[];
}

/** A tier of the prices of calls: for the calls of a calendar month beyond `above`, until the next tier begins. */
export interface PriceTier {
  readonly name: string;
  readonly about: string;
  readonly above: number;
  /** Millionths of a US dollar. */
  readonly microDollarsPerCall: number;
}

/** Where a property can be. */
export type PropertyPlace = "chat" | "thread" | "event" | "license" | "group";

/** A property that every license has by default. */
export interface DefaultProperty {
  /** `<namespace>.<name>` */
  readonly name: string;
  readonly about: string;
  readonly type: "int" | "bool" | "string" | "tokenized_string";
  /** Where it can be, and what each kind of user may do with it there: read, write or both. */
  readonly on: Readonly<Partial<Record<PropertyPlace, Readonly<Partial<Record<string, "r" | "w" | "rw">>>>>>;
  readonly default?: unknown;
  readonly versions: readonly Version[];
  readonly notes: readonly string[];
}

/** A type of system message, or of the newer system events. */
export interface SystemMessage {
  /** `system_message_type` of a message, `subtype` of an event. */
  readonly name: string;
  readonly about: string;
  readonly kind: "system_message" | "system_event";
  /** Keys of `text_vars`, or fields of `details`. */
  readonly variables: readonly string[];
  readonly versions: readonly Version[];
  readonly notes: readonly string[];
}

/** Why the server has closed an RTM connection, and what to do then. */
export interface DisconnectReason {
  /** `<api>/<reason>` */
  readonly name: string;
  readonly about: string;
  readonly versions: readonly Version[];
  readonly advice: ReconnectAdvice;
}

/** A condition under which scopes suffice. */
export interface ConditionFacts {
  readonly name: Condition;
  readonly about: string;
  /** Whether the request alone decides, or what it meets on the account. */
  readonly decidedBy: "request" | "facts";
}

/** A tool of the vendor's own MCP server. */
export interface McpTool {
  readonly name: string;
  readonly about: string;
  readonly access: MethodAccess;
  /** Scopes that it needs, all of them. */
  readonly scopes: readonly ScopeName[];
  readonly notes: readonly string[];
}

/** All of it. */
export interface Reference {
  readonly planLimits: readonly PlanLimit[];
  readonly priceTiers: readonly PriceTier[];
  readonly properties: readonly DefaultProperty[];
  readonly systemMessages: readonly SystemMessage[];
  readonly disconnectReasons: readonly DisconnectReason[];
  readonly conditions: readonly ConditionFacts[];
  readonly mcpTools: readonly McpTool[];
}

let read: Reference | undefined;

/** The facts, made when they are first asked for. Nobody can change them. */
export function reference(): Reference {
  return (read ??= JSON.parse(REFERENCE, (_, value: unknown) => Object.freeze(value)) as Reference);
}
