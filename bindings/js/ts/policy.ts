/** `livechat-core/policy`: the catalogue and the decision, for gateways and browsers that need nothing else. */
export { apis, areas, errorTypes, methodFacts as method, methodNames, methods, pushes, scopes, transportsOf, versions, webhooks } from "./catalogue.js";
export type { ApiFacts, AreaFacts, ErrorTypeFacts, MethodFacts, PushFacts, ScopeFacts, VersionFacts, WebhookFacts } from "./catalogue.js";
export * from "./decision.js";
export { BadInputError, DeniedError, LiveChatError, isLiveChatError } from "./errors.js";
export { AREAS, CONDITIONS, DECISION_CODES, DEFAULT_VERSION, RIGHTS, ROLES, TOKEN_KINDS, TRANSPORTS, VERSIONS } from "./generated/names.js";
export type * from "./generated/names.js";
export type { Time } from "./time.js";
export { Grant, Token, type At, type GrantInit, type MethodLike, type TokenInit, type TokenOptions } from "./token.js";
