// "May this token call that method?", asked of livechat-core, of two hand-written checks and of three policy engines. All get the token's scopes with everything that they
// contain, and the same rules: the catalogue's alternatives of each method of version 3.6 over the Web.
import { createRequire } from "node:module";

import { PureAbility, AbilityBuilder } from "@casl/ability";
import { newEnforcer, newModelFromString } from "casbin";
import { Token, methods as all, scopes } from "livechat-core/policy";

import { measure, table } from "./measure.mjs";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

const methods = all();
const held = ["chats--access:rw", "customers:ro", "agents--all:ro", "agents--my:rw", "groups--all:rw", "tags--all:ro", "properties--all:ro", "webhooks.state:rw"];
const contains = new Map(scopes().map((s) => [s.scope, s.contains]));
const closure = new Set(held.flatMap((s) => [s, ...(contains.get(s) ?? [])]));
const here = methods.filter((m) => m.versions.includes("3.6") && m.transports.includes("web"));
/** Any-of, each all-of, as the catalogue and the guide say. */
const needs = (m) => (m.permission === null ? m.scopes : [...m.scopes, [m.permission]]);

const token = new Token(held);
const names = methods.map((m) => m.method);
const ids = methods.map((m) => m.index);

// By hand: a bit a method.
const bits = new Uint32Array((methods.length + 31) >>> 5);
for (const m of here) if (m.scopes.length === 0 || needs(m).some((set) => set.every((s) => closure.has(s)))) bits[m.index >>> 5] |= 1 << (m.index & 31);
const map = new Map(methods.map((m) => [m.method, m.index]));
const byId = (id) => ((bits[id >>> 5] >>> (id & 31)) & 1) !== 0;
const byName = (name) => {
  const id = map.get(name);
  return id !== undefined && ((bits[id >>> 5] >>> (id & 31)) & 1) !== 0;
};

// casl: a rule a method that the token may call.
const { can, build } = new AbilityBuilder(PureAbility);
for (const m of here) if (byId(m.index)) can("call", m.method);
const ability = build();

// casbin: scopes are roles of the token, a rule an alternative; of alternatives with several scopes a role of their own.
const model = newModelFromString(`
[request_definition]
r = sub, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub)
`);
const enforcer = await newEnforcer(model);
for (const m of here) for (const set of m.scopes.length === 0 ? [["everybody"]] : needs(m)) await enforcer.addPolicy(set.join("+"), m.method);
const sets = new Set(here.flatMap((m) => needs(m)).filter((set) => set.length > 0 && set.every((s) => closure.has(s))).map((set) => set.join("+")));
for (const role of [...sets, "everybody"]) await enforcer.addGroupingPolicy("token", role);

// cedar: a policy a method, its text parsed once.
const condition = (m) => (m.scopes.length === 0 ? "true" : needs(m).map((set) => `context.scopes.containsAll(${JSON.stringify(set)})`).join(" || "));
const policies = here.map((m) => `permit(principal, action == Action::${JSON.stringify(m.method)}, resource) when { ${condition(m)} };`).join("\n");
const parsed = cedar.preparsePolicySet("livechat", { staticPolicies: policies });
if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
const context = { scopes: [...closure] };
const byCedar = (name) =>
  cedar.statefulIsAuthorized({
    principal: { type: "Token", id: "t" },
    action: { type: "Action", id: name },
    resource: { type: "License", id: "l" },
    context,
    entities: [],
    preparsedPolicySetId: "livechat",
  }).response.decision === "allow";

export function decision() {
  const differ = [];
  for (const m of methods) {
    const ours = token.allows(m);
    const answers = { name: token.allows(m.method), mask: byId(m.index), map: byName(m.method), casl: ability.can("call", m.method), casbin: enforcer.enforceSync("token", m.method), cedar: byCedar(m.method) };
    for (const [who, answer] of Object.entries(answers)) if (answer !== ours) differ.push(`${m.method}: ${who} says ${answer}`);
  }
  if (differ.length > 0) throw new Error(`the answers differ:\n${differ.join("\n")}`);
  console.log(`${methods.length} methods, ${methods.filter((m) => token.allows(m)).length} of them allowed; all answer the same.`);

  const over = (list, ask) => (times) => {
    let yes = 0;
    for (let i = 0, at = 0; i < times; i += 1) {
      if (ask(list[at])) yes += 1;
      at = at + 1 === list.length ? 0 : at + 1;
    }
    return yes;
  };
  const handle = over(methods, (m) => token.allows(m));
  table("By handle", measure({ "a bit mask, by hand": over(ids, byId), "token.allows(method)": handle }));
  table(
    "By name",
    measure({
      "a Map and a bit mask, by hand": over(names, byName),
      'token.allows("agent/...")': over(names, (name) => token.allows(name)),
      "casl": over(names, (name) => ability.can("call", name)),
      "casbin, enforceSync": over(names, (name) => enforcer.enforceSync("token", name)),
      "cedar-wasm, preparsed": over(names, byCedar),
    }),
    'token.allows("agent/...")',
  );
}
