/** Webhooks: the secret compared in constant time, the payload held against what is documented, fields read when they are asked for. */
import { askDoor, core } from "./engine.js";
import type { WebhookSecrets } from "#glue";
import { BadInputError, type Fault } from "./errors.js";
import { DEFAULT_VERSION, VERSIONS, type DefaultVersion, type MethodName, type Version } from "./generated/names.js";
import type { WebhookNameOf, WebhookPayloadOf } from "./generated/versions.js";
import type { UnknownName } from "./open.js";
import { Kept, at, decoded, received } from "./kept.js";
import type { Text } from "./text.js";

/** A webhook of an action that the version has, or of an unknown one: `switch (webhook.action)` tells them apart. */
export type IncomingWebhook<V extends Version = DefaultVersion> = { [A in WebhookNameOf<V>]: WebhookMessage<A, WebhookPayloadOf<A, V>> }[WebhookNameOf<V>] | WebhookMessage<UnknownName, Record<string, unknown>>;

interface Parsed {
  readonly warnings: readonly Fault[];
  readonly raw: Record<string, unknown>;
}

/** A webhook as it came. It shows no secret when it is printed or written as JSON. */
export class WebhookMessage<A extends string = string, P = unknown> {
  readonly #kept: Kept;
  readonly #warnings: readonly Fault[];
  #causedBy: readonly MethodName[] | undefined;
  /** Whether its secret was compared. */
  readonly verified: boolean;
  /** Version that it was read as. */
  readonly version: Version;

  /** @internal */
  constructor(kept: Kept, version: Version, verified: boolean, warnings: readonly Fault[]) {
    this.#kept = kept;
    this.version = version;
    this.verified = verified;
    this.#warnings = warnings;
  }

  /** Its action, such as `incoming_event`. */
  get action(): A {
    return this.#kept.get("/action") as A;
  }

  get webhookId(): string {
    return this.#kept.get("/webhook_id") as string;
  }

  get organizationId(): string {
    return this.#kept.get("/organization_id") as string;
  }

  /** What happened, with the vendor's names; the whole webhook is read for it, once. */
  get payload(): P {
    return (this.#kept.value as { payload: P }).payload;
  }

  get additionalData(): unknown {
    return at(this.#kept.value, "/additional_data");
  }

  /** One value by its RFC 6901 pointer, such as `/payload/chat_id`, without reading the rest. */
  get(pointer: string): unknown {
    return this.#kept.get(pointer);
  }

  /** What isn't as documented; the webhook holds it all the same. */
  get warnings(): readonly Fault[] {
    return this.#warnings;
  }

  /** Methods that cause this webhook. */
  get causedBy(): readonly MethodName[] {
    return (this.#causedBy ??= askDoor<{ caused_by: MethodName[] }>("parse", { kind: "webhook", version: this.version, text: this.#kept.text }).caused_by);
  }

  /** The text as it came, secret included. */
  get text(): string {
    return this.#kept.text;
  }

  /** All of it without the secret. */
  toJSON(): object {
    const { secret_key: _secret, ...rest } = this.#kept.value as Record<string, unknown>;
    return rest;
  }
}

/** How webhooks are received. */
export interface WebhooksOptions<V extends Version = DefaultVersion> {
  /** The secrets that are accepted: one, or both while one is being replaced. */
  readonly secrets: readonly string[];
  /** The version for which the webhooks were registered. */
  readonly version?: V | undefined;
}

/**
 * A receiver of webhooks.
 *
 * ```ts
 * const webhooks = new Webhooks({ secrets: [process.env.LIVECHAT_WEBHOOK_SECRET] });
 * const webhook = webhooks.parse(body); // throws WrongSecretError
 * if (webhook.action === "incoming_event") console.log(webhook.payload.event.type);
 * ```
 */
export class Webhooks<V extends Version = DefaultVersion> {
  readonly version: V;
  readonly #secrets: readonly string[];
  readonly #compared: WebhookSecrets;
  readonly #index: number;

  /** @throws {BadInputError} for no secret, an empty one, or what isn't a string: whoever sends that would be accepted. */
  constructor({ secrets, version = DEFAULT_VERSION as Version as V }: WebhooksOptions<V>) {
    if (!Array.isArray(secrets) || secrets.length === 0 || secrets.some((s) => typeof s !== "string" || s === "")) {
      throw new BadInputError("bad_request", "`/secrets`: one string or more, none of them empty.", "/secrets");
    }
    this.version = version;
    this.#index = indexOf(version);
    this.#secrets = [...secrets];
    this.#compared = new (core().WebhookSecrets)([...secrets]);
  }

  /** Reads a webhook that carries one of the secrets. @throws {WrongSecretError | BadInputError} */
  parse(text: Text): IncomingWebhook<V> {
    const bytes = received(text);
    const kept = new Kept(bytes, (_, length) => this.#compared.read_webhook(length, this.#index));
    return finished(kept, bytes, this.version, this.#secrets) as IncomingWebhook<V>;
  }
}

/** Reads a webhook without looking at its secret, for tools and tests; a server uses {@link Webhooks}. */
export function parseWebhook<V extends Version = DefaultVersion>(text: Text, options: { readonly version?: V | undefined } = {}): IncomingWebhook<V> {
  const version = options.version ?? (DEFAULT_VERSION as Version as V);
  const index = indexOf(version);
  const bytes = received(text);
  const kept = new Kept(bytes, (exports, length) => exports.read_webhook(length, index));
  return finished(kept, bytes, version, undefined) as IncomingWebhook<V>;
}

/** What is in order is done; the door says what isn't. */
function finished(kept: Kept, bytes: string | Uint8Array, version: Version, secrets: readonly string[] | undefined): WebhookMessage {
  if (kept.check()) return new WebhookMessage(kept, version, secrets !== undefined, []);
  const { warnings } = askDoor<Parsed>("parse", { kind: "webhook", version, text: decoded(bytes), secrets });
  return new WebhookMessage(kept, version, secrets !== undefined, warnings);
}

/** Where a version stands in the module's list; the door refuses one that isn't there. */
export function indexOf(version: Version): number {
  return VERSIONS.indexOf(version);
}
