/**
 * Signing in: addresses, redirects, the requests for tokens and their answers, as plain data. Random bytes and times come from the host:
 * `crypto.getRandomValues(new Uint8Array(32))` is what `pkce` and `state` want.
 */
import { ask } from "./engine.js";
import type { Region, ScopeName } from "./generated/names.js";
import { camel, snake } from "./keys.js";
import type { HttpRequest } from "./request.js";
import { type Time, toDoor } from "./time.js";
import { Token, type TokenInit } from "./token.js";

function asked<T>(command: string, question: object): T {
  return camel(ask<object>(command, snake(question)));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** A verifier and its challenge, RFC 7636. */
export interface Pkce {
  /** Kept until the code is exchanged. */
  readonly codeVerifier: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: "S256" | "plain";
}

/** A verifier made of 32 random bytes, with its challenge. */
export function pkce(random: Uint8Array, method: "S256" | "plain" = "S256"): Pkce {
  return asked("pkce", { random: base64(random), codeChallengeMethod: method });
}

/** The challenge of a verifier that was kept. */
export function pkceOf(codeVerifier: string, method: "S256" | "plain" = "S256"): Pkce {
  return asked("pkce", { codeVerifier, codeChallengeMethod: method });
}

/** A state made of 32 random bytes, to know one's own redirect by. */
export function state(random: Uint8Array): string {
  return ask<{ state: string }>("state", { random: base64(random) }).state;
}

/** Where the user signs in. */
export interface AuthorizeOptions {
  readonly flow: "implicit" | "code" | "code_with_pkce";
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** With `code_with_pkce`. */
  readonly codeVerifier?: string | undefined;
  readonly codeChallengeMethod?: "S256" | "plain" | undefined;
  readonly scopes?: readonly (ScopeName | (string & {}))[] | undefined;
  readonly prompt?: "consent" | undefined;
  /** The page on which one signs in, even where a session exists. */
  readonly signInPage?: boolean | undefined;
  readonly email?: string | undefined;
  readonly organizationId?: string | undefined;
  /** Another accounts service, for tests and proxies. */
  readonly accountsUrl?: string | undefined;
}

/** The address to send the user's browser to. */
export function authorizeUrl(options: AuthorizeOptions): string {
  return ask<{ url: string }>("authorize_url", snake(options)).url;
}

/** A sign-in that the accounts service refused. */
export interface Refused {
  readonly name: string;
  readonly known: boolean;
  readonly description?: string;
  readonly details?: string;
  readonly authentication: boolean;
  readonly remedy: string;
  readonly advice: string;
}

interface Redirected {
  readonly scopes?: readonly string[];
  readonly accountId?: string;
  readonly organizationId?: string;
  readonly clientId?: string;
  /** What else came, by name. */
  readonly other: Readonly<Record<string, string>>;
}

/** What a redirect brings: a code to exchange, a token, or a refusal. */
export type Redirect = ({ readonly code: string } & Redirected) | ({ readonly accessToken: string; readonly expiresIn: number; readonly expiresAt?: number; readonly token: Token } & Redirected) | { readonly refused: Refused };

/** Reads the address to which the browser was sent back. @throws {LiveChatError} for another's state, a parameter that stands twice, ... */
export function readRedirect(flow: "implicit" | "code", url: string, expectedState: string, receivedAt?: Time): Redirect {
  return withToken(asked("redirect", { flow, url, state: expectedState, receivedAt: toDoor(receivedAt) }));
}

/** The refusal that an address of the vendor's error page tells; undefined where it tells none. */
export function readErrorPage(url: string): Refused | undefined {
  return ask<{ refused: Refused | null }>("error_page", { url }).refused ?? undefined;
}

/** Whether a redirect address can be registered; with `configured`, whether LiveChat takes it beside those. */
export function checkRedirectUri(uri: string, configured?: readonly string[]): { readonly valid: true; readonly scheme: string; readonly authority: string; readonly path: string } | { readonly valid: false; readonly code: string; readonly message: string } {
  return ask("redirect_uri", { uri, configured });
}

/** The header `Authorization` of a personal access token. */
export function personalToken(accountId: string, token: string): { readonly authorization: string; readonly base64: string } {
  return asked("personal_token", { accountId, token });
}

/** Takes the header of a personal access token apart, or its base64. @throws {LiveChatError} */
export function readPersonalToken(from: { readonly authorization: string } | { readonly base64: string }): { readonly accountId: string; readonly token: string } {
  return asked("read_personal_token", from);
}

/** The region that a token names; undefined where it names none. */
export function regionOf(token: string): Region | undefined {
  return ask<{ region: Region | null }>("region", { token }).region ?? undefined;
}

/** Whether a token that expires then is to be refreshed now. */
export function refreshDue(expiresAt: Time, now: Time, marginMs?: number): boolean {
  return ask<{ due: boolean }>("refresh_due", { expires_at: toDoor(expiresAt), now: toDoor(now), margin_ms: marginMs }).due;
}

/** Another accounts service, for tests and proxies. */
export interface AccountsOptions {
  readonly accountsUrl?: string | undefined;
}

/** Where a token stands in a request. */
export interface TokenPlace extends AccountsOptions {
  readonly tokenIn?: "header" | "query" | undefined;
}

function http(command: string, question: object): HttpRequest {
  const { body, body_base64, ...head } = ask<{ http: Omit<HttpRequest, "body"> & { body?: unknown; body_base64?: string } }>(command, snake(question)).http;
  // A form, which is ASCII.
  if (body_base64 !== undefined) return { ...head, body: atob(body_base64) };
  return body === undefined ? head : { ...head, body: JSON.stringify(body) };
}

/** The request that changes a code into tokens; it holds the secret. */
export function exchange(options: { readonly clientId: string; readonly redirectUri: string; readonly code: string; readonly clientSecret?: string; readonly codeVerifier?: string } & AccountsOptions): HttpRequest {
  return http("exchange", options);
}

/** The request for a new access token. */
export function refresh(options: { readonly clientId: string; readonly refreshToken: string; readonly clientSecret?: string } & AccountsOptions): HttpRequest {
  return http("refresh", options);
}

/** The request that revokes a token. */
export function revoke(options: ({ readonly accessToken: string } | { readonly refreshToken: string }) & TokenPlace): HttpRequest {
  return http("revoke", options);
}

/** The request that asks what a token may do. */
export function inspect(options: { readonly accessToken: string } & TokenPlace): HttpRequest {
  return http("inspect", options);
}

/** The request for a customer's token. */
export function customerToken(
  options: { readonly clientId: string; readonly expiresIn?: number } & AccountsOptions &
    (
      | { readonly grantType: "cookie"; readonly organizationId: string; readonly groupId?: number; readonly redirectUri?: string }
      | { readonly grantType: "agent_token"; readonly accessToken: string; readonly entityId?: string; readonly organizationId?: string }
      | { readonly grantType: "identity_token"; readonly identityTransferToken: string; readonly codeVerifier?: string }
    ),
): HttpRequest {
  return http("customer_token", options);
}

/** The request that asks what a customer's token may do. */
export function inspectCustomer(options: { readonly accessToken: string } & TokenPlace): HttpRequest {
  return http("customer_inspect", options);
}

/** The request that revokes a customer's token. */
export function revokeCustomer(options: { readonly accessToken: string } & AccountsOptions): HttpRequest {
  return http("customer_revoke", options);
}

/** The request for a token that carries a customer's identity to another application. */
export function identityTransfer(options: { readonly clientId: string; readonly bearerType: "agent" | "customer"; readonly accessToken: string; readonly customerId?: string; readonly codeVerifier?: string } & AccountsOptions): HttpRequest {
  return http("identity_transfer", options);
}

/** The request that an answer is to. */
export type Operation = "exchange" | "refresh" | "revoke" | "inspect" | "customer_token" | "customer_inspect" | "customer_revoke" | "identity_transfer";

/** Tokens, and what they may do. */
export interface TokenGrant {
  readonly operation: Operation;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly tokenType?: string;
  readonly expiresIn?: number;
  readonly expiresAt?: number;
  readonly scopes?: readonly string[];
  readonly accountId?: string;
  readonly organizationId?: string;
  readonly clientId?: string;
  readonly entityId?: string;
  readonly licenseId?: number;
  /** Pointers of fields of another type than documented. */
  readonly mistyped: readonly string[];
  readonly other: Readonly<Record<string, unknown>>;
  /** What the token may do, for decisions. */
  readonly token: Token;
}

/** Why the accounts service refused. */
export interface AccountsFailure {
  readonly status: number;
  readonly shape: string;
  readonly pointer?: string;
  readonly name?: string;
  readonly known: boolean;
  readonly description?: string;
  readonly subError?: string;
  readonly requestId?: string;
  readonly invalidFields: Readonly<Record<string, string>>;
  readonly remedy: string;
  readonly advice: string;
}

/** What the accounts service answered. */
export type AccountsAnswer =
  | TokenGrant
  | { readonly operation: Operation; readonly identityTransferToken: string; readonly expiresIn?: number }
  | { readonly operation: Operation; readonly revoked: true }
  | { readonly operation: Operation; readonly failure: AccountsFailure };

/** Reads what the accounts service answered. */
export function readAccounts(operation: Operation, status: number, body: string, receivedAt?: Time): AccountsAnswer {
  const answer = withToken<AccountsAnswer>(asked("accounts_answer", { operation, status, body, receivedAt: toDoor(receivedAt) }));
  return "failure" in answer ? { operation, failure: camel(answer.failure) } : answer;
}

/** The answer with its token as one that can be asked. */
function withToken<T>(answer: { token?: TokenInit & { expires_at?: number } }): T {
  if (answer.token === undefined) return answer as T;
  const { scopes, expires_at, ...rest } = answer.token;
  return { ...answer, token: new Token(scopes, { ...rest, expiresAt: expires_at === undefined ? undefined : expires_at * 1000 }) } as T;
}
