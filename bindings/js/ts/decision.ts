/** The decision in full: what is known of a call goes in, effect, code and reasons come out; and what follows from many decisions. */
import { askPolicy } from "./engine.js";
import { DeniedError } from "./errors.js";
import type { MethodAccess as Access, Area, Condition, DecisionCode, MethodName, Role, Rules, ScopeName, Transport, Version } from "./generated/names.js";
import { type Time, toDoor } from "./time.js";
import { type At, Grant, type GrantInit, type MethodLike, Token, type TokenInit, jsonOf } from "./token.js";

/** What the host happens to know about a call. What is absent leaves a condition open and never denies. */
export interface Facts {
  /** Who calls. */
  readonly requester?: { readonly id?: string; readonly role?: Role; readonly groups?: readonly number[]; readonly clientId?: string } | undefined;
  /** The chat that the call is about. */
  readonly chat?: { readonly groups?: readonly number[]; readonly users?: readonly string[] } | undefined;
  /** The agent or bot that the call is about. */
  readonly target?: { readonly id?: string; readonly type?: "agent" | "bot"; readonly ownerClientId?: string } | undefined;
}

/** A question to decide. */
export interface Question extends At {
  readonly method: MethodLike;
  readonly token: Token | TokenInit | readonly (ScopeName | (string & {}))[];
  readonly grant?: Grant | GrantInit | undefined;
  /** Body of the request; some conditions hang on it. */
  readonly body?: object | undefined;
  readonly facts?: Facts | undefined;
  /** Source of the rules; by default `guide`. */
  readonly rules?: Rules | undefined;
  /** What an open condition means; by default `allow`, with the condition in `limits`. */
  readonly whenUnknown?: "allow" | "deny" | undefined;
  /** Time by which the token's expiry is judged; without it, it isn't. */
  readonly now?: Time | undefined;
}

interface Decided {
  readonly method: MethodName | (string & {});
  readonly version: Version | (string & {});
  readonly transport: Transport | (string & {});
  /** Area of the method; null for one that the catalogue lacks. */
  readonly area: Area | null;
  readonly access: Access | null;
  /** The held scopes that carried the call. */
  readonly scopes: readonly ScopeName[];
  /** Conditions that stayed open and are left to LiveChat. */
  readonly limits: readonly Condition[];
  /** Things worth knowing, for people. */
  readonly notes: readonly string[];
}

/** A call that may be made. */
export interface Allowed extends Decided {
  readonly effect: "allow";
  readonly code: "allowed";
}

/** A call that may not be made, and why. */
export interface Denied extends Decided {
  readonly effect: "deny";
  readonly code: Exclude<DecisionCode, "allowed">;
  /** The sets of scopes that would each have been enough; with `missing_scope` and `out_of_reach`. */
  readonly missing?: readonly (readonly ScopeName[])[];
  /** Pointer of the element of a batch that was denied. */
  readonly pointer?: string;
  /** The reason, for people. */
  readonly message: string;
}

/** The answer to a question. */
export type Decision = Allowed | Denied;

/** What the caller adds to an audit record. */
export interface AuditContext {
  /** When, as the caller writes times. */
  readonly time?: string | undefined;
  /** ID of the call. */
  readonly id?: string | undefined;
  /** Who called: the name of an agent, never its token. */
  readonly actor?: string | undefined;
  /** Whether to keep the body; fields that hold tokens or secrets are masked all the same. */
  readonly arguments?: boolean | undefined;
}

/** A record of one decision, to keep as a line of JSON. */
export interface AuditRecord extends Omit<Decided, "notes"> {
  readonly time?: string;
  readonly id?: string;
  readonly actor?: string;
  readonly effect: Decision["effect"];
  readonly code: DecisionCode;
  readonly rules: Rules;
  readonly missing?: readonly (readonly ScopeName[])[];
  readonly pointer?: string;
  readonly arguments?: unknown;
}

/**
 * Decides whether a call may be made. A denial is a value; a question that makes no sense throws.
 *
 * @throws {BadInputError} for an area, role, time or the like that there isn't.
 */
export function decide(question: Question): Decision {
  return askPolicy("decide", written(question));
}

/** Decides and makes the record to keep. Time and ids are the caller's; arguments are left out unless asked for. */
export function audit(question: Question, context: AuditContext = {}): { decision: Decision; record: AuditRecord } {
  const { time, id, actor, arguments: keep } = context;
  return askPolicy("audit", `${JSON.stringify({ time, id, actor, arguments: keep ?? false }).slice(0, -1)},${written(question).slice(1)}`);
}

/** Throws where `decide` denies; returns the decision where it allows. @throws {DeniedError} */
export function assertAllowed(question: Question): Allowed {
  const decision = decide(question);
  if (decision.effect === "deny") throw new DeniedError(decision.code, decision.message, decision.pointer);
  return decision;
}

/** A set of scopes that suffices for a list of methods. */
export interface ScopeNeed {
  readonly scopes: readonly ScopeName[];
  /** Conditions under which it suffices; empty: always. */
  readonly limits: readonly Condition[];
}

/** The smallest sets of scopes for a list of methods: fewest first, then narrowest reach. */
export function smallestScopes(methods: readonly MethodLike[], options: { version?: Version; rules?: Rules } = {}): ScopeNeed[] {
  return askPolicy<{ sets: ScopeNeed[] }>("scopes", JSON.stringify({ methods: methods.map(nameOf), ...options })).sets;
}

/** Held scopes that a list of methods doesn't need. */
export function unneededScopes(token: Question["token"], methods: readonly MethodLike[], options: { version?: Version; rules?: Rules } = {}): ScopeName[] {
  return askPolicy<{ unneeded: ScopeName[] }>("scopes", JSON.stringify({ methods: methods.map(nameOf), token: Token.from(token), ...options })).unneeded;
}

/** What changes from one token and grant to another. */
export interface AccessDifference {
  readonly gained: readonly MethodName[];
  readonly lost: readonly MethodName[];
  readonly scopesGained: readonly ScopeName[];
  readonly scopesLost: readonly ScopeName[];
}

/** A token, and a grant where there is one. */
export interface Holder {
  readonly token: Question["token"];
  readonly grant?: Grant | GrantInit | undefined;
}

/** Compares two tokens with their grants; to compare grants alone, give the same token twice. */
export function accessDifference(first: Holder, second: Holder, at: At = {}): AccessDifference {
  const side = ({ token, grant }: Holder): object => ({ token: Token.from(token), grant: grant === undefined ? undefined : Grant.from(grant) });
  const found = askPolicy<Record<"gained" | "lost", MethodName[]> & Record<"scopes_gained" | "scopes_lost", ScopeName[]>>(
    "difference",
    JSON.stringify({ first: side(first), second: side(second), version: at.version, transport: at.transport }),
  );
  return { gained: found.gained, lost: found.lost, scopesGained: found.scopes_gained, scopesLost: found.scopes_lost };
}

function nameOf(method: MethodLike): string {
  // What is neither is for the module to refuse.
  return typeof method === "object" && method !== null ? method.method : method;
}

/** The question as the module takes it. */
function written({ method, version, transport, token, grant, body, facts, rules, whenUnknown, now }: Question): string {
  const rest = JSON.stringify({ method: nameOf(method), version, transport, body, facts: facts && factsOf(facts), rules, when_unknown: whenUnknown, now: toDoor(now) });
  const given = grant === undefined ? "" : `,"grant":${jsonOf(Grant.from(grant))}`;
  return `{"token":${jsonOf(Token.from(token))}${given}${rest === "{}" ? "" : ","}${rest.slice(1)}`;
}

/** Facts with the module's names. A key that there isn't goes on as it is, so that the module refuses it. */
function factsOf({ requester, chat, target, ...unknown }: Facts): object {
  return { requester: renamed(requester, "clientId", "client_id"), chat, target: renamed(target, "ownerClientId", "owner_client_id"), ...unknown };
}

function renamed(part: object | undefined, from: string, to: string): object | undefined {
  if (part === undefined || !(from in part)) return part;
  const { [from]: value, ...rest } = part as Record<string, unknown>;
  return { ...rest, [to]: value };
}
