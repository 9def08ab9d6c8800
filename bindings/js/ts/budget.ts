/** How many requests a license may still make, and for how much money: reserved before a call, settled after it. No clock. */
import { camel, snake } from "./keys.js";
import { Machine } from "./machine.js";
import { type Outcome, outcomeOf } from "./retry.js";
import { toMillis } from "./time.js";

/** What may be spent. */
export interface BudgetOptions {
  /** Requests in a sliding window. */
  readonly quota?: { readonly requests: number; readonly windowMs: number } | undefined;
  /** Money in a calendar month, in millionths of a dollar. */
  readonly monthlyMicrodollars?: number | undefined;
  readonly reservationMs?: number | undefined;
  readonly maxOpen?: number | undefined;
  readonly turnedAwayMs?: number | undefined;
  readonly maxAskedMs?: number | undefined;
}

/** What is left of a budget that was asked for a call. */
export type Reserved =
  | { readonly reserved: true; readonly reservation: string }
  | { readonly reserved: false; readonly code: string; readonly message: string; /** When to ask again, in milliseconds since 1970; undefined where time alone doesn't help. */ readonly until: number | undefined };

/** How a budget stands. */
export interface Usage {
  readonly requests: number;
  readonly open: number;
  readonly spentMicrodollars: number;
  readonly waitUntil: number | undefined;
}

function written({ quota, ...rest }: BudgetOptions): object {
  return { ...snake(rest), quota: quota && snake(quota) };
}

/** One license of a machine that may hold several. */
class Purse {
  readonly #machine: Machine;
  readonly #license: string | undefined;

  constructor(machine: Machine, license?: string) {
    this.#machine = machine;
    this.#license = license;
  }

  reserve(now: Date | number, payer?: "license" | "nobody"): Reserved {
    const told = this.#tell<{ reservation?: string; refused?: { code: string; message: string; until_ms: number | null } }>("reserve", { now_ms: toMillis(now), payer });
    if (told.refused === undefined) return { reserved: true, reservation: told.reservation as string };
    const { code, message, until_ms } = told.refused;
    return { reserved: false, code, message, until: until_ms ?? undefined };
  }

  settle(now: Date | number, reservation: string, outcome: Outcome): void {
    this.#tell("settle", { now_ms: toMillis(now), reservation, outcome: outcomeOf(outcome) });
  }

  release(now: Date | number, reservation: string): void {
    this.#tell("release", { now_ms: toMillis(now), reservation });
  }

  turnedAway(now: Date | number, waitMs?: number): number | undefined {
    return this.#tell<{ wait_until_ms: number | null }>("turned_away", { now_ms: toMillis(now), wait_ms: waitMs }).wait_until_ms ?? undefined;
  }

  usage(now: Date | number): Usage {
    const { waitUntilMs, ...usage } = camel<Omit<Usage, "waitUntil"> & { waitUntilMs: number | null }>(this.#tell("usage", { now_ms: toMillis(now) }));
    return { ...usage, waitUntil: waitUntilMs ?? undefined };
  }

  #tell<T>(command: string, question: object): T {
    return this.#machine.tell(command, this.#license === undefined ? question : { ...question, license: this.#license });
  }
}

/** What one license may spend. */
export interface Spending {
  /** Sets a call aside, or says when to ask again. What `nobody` pays counts for the quota only. */
  reserve(now: Date | number, payer?: "license" | "nobody"): Reserved;
  /** Says what came of the call. @throws {LiveChatError} `unknown_reservation`, `closed_reservation` */
  settle(now: Date | number, reservation: string, outcome: Outcome): void;
  /** The call wasn't made. */
  release(now: Date | number, reservation: string): void;
  /** LiveChat has turned a call away; returns until when the budget waits. */
  turnedAway(now: Date | number, waitMs?: number): number | undefined;
  /** How it stands. */
  usage(now: Date | number): Usage;
}

/** The budget of one license. */
export class Budget extends Purse implements Spending {
  readonly #machine: Machine;

  /** @throws {LiveChatError} for options that make no sense, or a state that can't be restored. */
  constructor(options: BudgetOptions = {}, state?: string) {
    const machine = new Machine("budget", { ...written(options), restore: state });
    super(machine);
    this.#machine = machine;
  }

  /** Changes what may be spent. */
  configure(options: BudgetOptions): void {
    this.#machine.tell("configure", written(options));
  }

  /** All that it knows, as a text for the constructor of another. */
  save(): string {
    return this.#machine.tell<{ state: string }>("save").state;
  }
}

/** Budgets of many licenses. */
export class Budgets {
  readonly #machine: Machine;

  constructor(options: BudgetOptions & { readonly maxLicenses?: number | undefined } = {}, state?: string) {
    this.#machine = new Machine("budgets", { ...written(options), restore: state });
  }

  /** That of one license. Its methods throw `too_many_licenses` where one more than the most is asked for. */
  of(license: string): Spending {
    return new Purse(this.#machine, license);
  }

  /** The licenses that there are. */
  licenses(): readonly string[] {
    return this.#machine.tell<{ licenses: string[] }>("licenses").licenses;
  }

  save(): string {
    return this.#machine.tell<{ state: string }>("save").state;
  }
}
