// Runs the shared vectors through the idiomatic face: each question is asked as a developer would, and what comes back, or is thrown, is held against what the door
// answers. Cases that the face can't express, such as unknown keys, are passed over and counted. Needs no host.
import { difference } from "./match.mjs";

/** Returns `{count, passed_over, faults}`. */
export function throughTheFace(core, files) {
  const asked = { decide, validate, build, read, parse };
  const faults = [];
  let [count, passedOver] = [0, 0];
  for (const [file, { cases }] of files) {
    for (const one of cases) {
      const ask = asked[file.split("/")[0]];
      if (ask === undefined || one.in === undefined) continue;
      let found;
      try {
        found = ask(core, one.in);
      } catch (error) {
        if (!core.isLiveChatError(error)) {
          faults.push(`${file}: ${one.name}: ${error.stack}`);
          continue;
        }
        found = error instanceof core.InvalidRequestError ? { valid: false, faults: error.faults } : { error: { code: error.code, message: error.message } };
        if (String(error.message).includes("do-not-echo") || String(error.stack).includes("do-not-echo")) faults.push(`${file}: ${one.name}: the error repeats a secret`);
      }
      if (found === undefined) {
        passedOver += 1;
        continue;
      }
      count += 1;
      const what = difference(trimmed(one.out, found), found);
      if (what !== undefined) faults.push(`${file}: ${one.name}: ${what}`);
    }
  }
  return { count, passedOver, faults };
}

/** What the face says in another way isn't looked at here: the words of errors. */
function trimmed(out, found) {
  if (out.error !== undefined && found.error !== undefined && out.kind === undefined) return { error: { code: out.error.code } };
  return out;
}

/** Whether an object has only these keys; what has others can't be said with the face. */
const only = (object, ...keys) => object === undefined || (object !== null && typeof object === "object" && !Array.isArray(object) && Object.keys(object).every((key) => keys.includes(key) && object[key] !== null));

const time = (value) => (typeof value === "number" ? value * 1000 : value);

function decide(core, question) {
  const { method, version, transport, token, grant, body, facts, rules, when_unknown, now } = question;
  if (!only(question, "method", "version", "transport", "token", "grant", "body", "facts", "rules", "when_unknown", "now")) return undefined;
  if (!only(token, "scopes", "kind", "role", "expires_at") || !Array.isArray(token.scopes) || !only(grant, "areas", "add", "remove", "versions", "transports")) return undefined;
  if (!only(facts, "requester", "chat", "target")) return undefined;
  const renamed = facts && {
    ...facts,
    ...(facts.requester && { requester: rename(facts.requester, "client_id", "clientId") }),
    ...(facts.target && { target: rename(facts.target, "owner_client_id", "ownerClientId") }),
  };
  return core.decide({ method, version, transport, token: new core.Token(token.scopes, { kind: token.kind, role: token.role, expiresAt: time(token.expires_at) }), grant: grant && new core.Grant(grant), body, facts: renamed, rules, whenUnknown: when_unknown, now: time(now) });
}

function rename(object, from, to) {
  if (object === null || typeof object !== "object" || Array.isArray(object) || !(from in object)) return object;
  const { [from]: value, ...rest } = object;
  return { ...rest, [to]: value };
}

function validate(core, question) {
  if (!only(question, "method", "version", "body", "unknown_fields")) return undefined;
  const { method, version, body, unknown_fields } = question;
  return core.validate(method, body, { version, unknownFields: unknown_fields });
}

const CALLERS = ["personal", "bearer", "bot", "customer", "region", "author_id"];

function build(core, question) {
  if (!only(question, "method", "version", "transport", "body", "unknown_fields", "credentials", "region", "organization_id", "request_id", "author_id", "http_method", "boundary", "file_name", "content_type")) return undefined;
  const { method, version, transport = "web", body, unknown_fields, credentials, region, organization_id, request_id, author_id, http_method, boundary, file_name, content_type } = question;
  if (!only(credentials, ...CALLERS) || !only(credentials?.personal, "account_id", "token") || (transport !== "web" && transport !== "rtm")) return undefined;
  if (transport === "web" ? request_id !== undefined : http_method !== undefined || [region, organization_id, boundary, file_name, content_type].some((v) => v !== undefined)) return undefined;
  const callers = credentials && { ...credentials, ...(credentials.personal && { personal: rename(credentials.personal, "account_id", "accountId") }) };
  const request = core.request(method, body ?? {}, { version, unknownFields: unknown_fields });
  const warnings = request.warnings.length > 0 ? { warnings: request.warnings } : {};
  if (transport === "rtm") return { frame: JSON.parse(request.frame({ requestId: request_id, authorId: author_id, credentials: callers })), ...warnings };
  const { body: sent, ...head } = request.http({ credentials: callers, region, organizationId: organization_id, authorId: author_id, httpMethod: http_method, boundary, fileName: file_name, contentType: content_type });
  if (sent instanceof Uint8Array) return { http: { ...head, body_base64: btoa(String.fromCharCode(...sent)) }, ...warnings };
  return { http: { ...head, ...(sent !== undefined && { body: JSON.parse(sent) }) }, ...warnings };
}

function read(core, question) {
  const { method, path, headers, body, body_base64, frame, text } = question;
  let answer;
  if (frame !== undefined || text !== undefined) {
    if (!only(question, "path", "frame", "text") || (frame !== undefined && text !== undefined)) return undefined;
    answer = core.readFrame(path, text ?? JSON.stringify(frame));
  } else {
    if (!only(question, "method", "path", "headers", "body", "body_base64") || (body !== undefined && body_base64 !== undefined)) return undefined;
    let bytes;
    try {
      bytes = body_base64 === undefined ? undefined : Uint8Array.from(atob(body_base64), (c) => c.charCodeAt(0));
    } catch {
      return undefined;
    }
    answer = core.readRequest({ method, path, headers, body: bytes ?? (body === undefined || typeof body === "string" ? body : JSON.stringify(body)) });
  }
  const { organizationId, authorId, requestId, tokenKind, ...rest } = answer;
  return { ...rest, organization_id: organizationId, author_id: authorId, request_id: requestId, token_kind: tokenKind };
}

function parse(core, question) {
  const { kind, text, method, version, api, status, headers, secrets } = question;
  if (!only(question, "kind", "text", "method", "version", "api", "status", "headers", "secrets") || typeof text !== "string") return undefined;
  const raw = () => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };
  switch (kind) {
    case "response": {
      if (method === undefined || api !== undefined || secrets !== undefined) return undefined;
      const answer = core.parseResponse(method, text, { version, status, headers });
      const common = { kind, method, version: version ?? "3.6", status, success: answer.success, warnings: answer.warnings };
      if (answer.success) return { ...common, raw: raw(), ...(raw() === null && { text }), legacy: answer.legacy, deprecation: answer.deprecation, elements: answer.elements?.map((e) => (e.success ? e : { success: false, error: failure(e.error) })) };
      return { ...common, raw: answer.raw, text: answer.text, error: failure(answer.error) };
    }
    case "webhook": {
      if (method !== undefined || api !== undefined || status !== undefined || headers !== undefined) return undefined;
      const webhook = secrets === undefined ? core.parseWebhook(text, { version }) : new core.Webhooks({ secrets, version }).parse(text);
      const whole = JSON.parse(webhook.text);
      const own = { action: webhook.action, webhook_id: webhook.webhookId, organization_id: webhook.organizationId, payload: webhook.payload, additional_data: webhook.additionalData };
      if (JSON.stringify(webhook) !== JSON.stringify({ ...whole, secret_key: undefined })) return { kind: "the webhook as JSON is another" };
      return { ...whole, ...own, kind, caused_by: webhook.causedBy, verified: webhook.verified || undefined, warnings: webhook.warnings, raw: whole };
    }
    case "push":
    case "frame": {
      if (method !== undefined || status !== undefined || headers !== undefined || secrets !== undefined) return undefined;
      const frame = kind === "push" ? core.parsePush(text, { version, api }) : core.parseFrame(text, { version, api });
      const whole = raw();
      if (kind === "frame" && frame.type !== "response" && frame.type !== "push") return { ...whole, kind, warnings: frame.warnings, raw: frame.raw };
      const common = { kind, type: frame.type, action: frame.action, request_id: frame.requestId, payload: frame.payload, warnings: frame.warnings, raw: whole };
      if (kind === "push" || frame.type === "push") return { ...common, version: frame.version, push: frame.name, ...(kind === "push" && { caused_by: frame.causedBy }) };
      return { ...common, version: whole.version, method: frame.method, success: whole.success, error: frame.error && failure(frame.error) };
    }
    default:
      return undefined;
  }
}

/** A failure as the door writes it. */
const failure = (error) => ({
  type: error.type,
  message: error.apiMessage,
  shape: error.shape,
  retry: error.retry,
  blame: error.blame,
  data: error.data,
  region: error.region,
  retry_after: error.retryAfter,
  retry_at: error.retryAt && error.retryAt.getTime() / 1000,
  advice: error.advice,
  known: error.known,
});
