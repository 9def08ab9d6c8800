// Types against what is known of bodies: the vendor's samples, and the shared vectors of validation. What is valid compiles; what is wrong in a way
// that a type can say doesn't. Needs typescript.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const tests = new URL("../../../tests/", import.meta.url);
const read = (path) => readFileSync(new URL(path, tests), "utf8");
const ndjson = (path) => read(path).trim().split("\n").map((line) => JSON.parse(line));
const exceptions = JSON.parse(read("samples/exceptions.json"));
const excepted = (file, s) => exceptions.some((e) => e.file === file && e.of === s.of && e.versions.includes(s.version));
const inside = (s) => (s.at ?? "").split("/").slice(1).reduce((value, key) => value[key], s.text);

/** Faults that a type can tell. */
const TELLING = new Set(["missing", "unknown_field", "wrong_type", "not_allowed_value"]);

/** Vectors with such faults that no type can tell: whole numbers, keys that stand twice, values that depend on other fields. */
const BEYOND = new Set([
  "A default with a fraction",
  "First events are for all",
  "Resuming with an event for agents only",
  "Customers are seen by all",
  "A limit with a fraction that is nothing",
  "A limit with an exponent",
  "A value of a property with a fraction",
  "a rule looks at every value of a key that stands twice inside",
]);

/** What tsc says of a file of statements, one a line: the lines with errors, and the first error. */
function wrongLines(name, statements) {
  const folder = mkdtempSync(fileURLToPath(new URL("./types/made-", import.meta.url)));
  try {
    const header = 'import type { RequestOf, ResponseOf, PushPayloadOf, WebhookPayloadOf } from "../../../ts/generated/versions.js"; import { request } from "../face.js";';
    const elided = "type Elided<T> = T extends readonly (infer U)[] ? Elided<U>[] : T extends object ? { [K in keyof T]?: Elided<T[K]> } : T;";
    writeFileSync(join(folder, `${name}.ts`), [`${header} ${elided}`, ...statements].join("\n"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", compilerOptions: { rootDir: "../../.." }, include: [`${name}.ts`] }));
    const require = createRequire(import.meta.url);
    const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
    const { stdout, stderr, error } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8", maxBuffer: 1 << 26 });
    assert.ok(!error && stderr === "", `${error ?? stderr}`);
    const found = new Map();
    for (const [, line, text] of stdout.matchAll(/^\S*\.ts\((\d+),\d+\): error (.*)$/gm)) if (!found.has(line - 2)) found.set(line - 2, text);
    assert.ok(!stdout.includes("error") || found.size > 0, stdout);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const call = (method, body, version) => `request(${JSON.stringify(method)}, ${JSON.stringify(body)}, { version: ${JSON.stringify(version)} });`;

/** Statements that must compile, and such that mustn't. */
function check(name, cases) {
  const wrong = wrongLines(name, cases.map((c) => c.code));
  const surprises = cases.flatMap((c, i) => (wrong.has(i) === c.wrong ? [] : [`${c.about}: ${wrong.get(i) ?? "compiles"}\n    ${c.code.slice(0, 300)}`]));
  assert.equal(surprises.length, 0, `${surprises.length} of ${cases.length}:\n${surprises.join("\n")}`);
}

test("requests of the vendor's samples compile", () => {
  const samples = ndjson("samples/requests.ndjson").filter((s) => !s.elided && !excepted("requests", s));
  assert.ok(samples.length > 300);
  check("requests", samples.map((s) => ({ about: `${s.of} ${s.version}`, code: call(s.of, inside(s), s.version), wrong: false })));
});

test("answers and payloads of the vendor's samples are as the types say", () => {
  const files = [["responses", "ResponseOf"], ["pushes", "PushPayloadOf"], ["webhooks", "WebhookPayloadOf"]];
  const cases = files.flatMap(([file, type]) =>
    ndjson(`samples/${file}.ndjson`).filter((s) => !excepted(file, s) && inside(s) !== undefined).map((s) => {
      const of = `${type}<${JSON.stringify(s.of)}, ${JSON.stringify(s.version)}>`;
      return { about: `${file} ${s.of} ${s.version}`, code: `(${JSON.stringify(inside(s))}) satisfies ${s.elided ? `Elided<${of}>` : of};`, wrong: false };
    }),
  );
  assert.ok(cases.length > 300);
  check("answers", cases);
});

test("the shared vectors of validation: what is valid compiles, what lacks or has the wrong fields doesn't", () => {
  const cases = [];
  for (const file of readdirSync(new URL("vectors/validate/", tests)).sort()) {
    for (const { name, in: asked, line, out } of JSON.parse(read(`vectors/validate/${file}`)).cases) {
      let question = asked;
      try {
        question ??= JSON.parse(line);
      } catch {
        continue;
      }
      if (typeof question?.method !== "string" || question.unknown_fields !== undefined || out.valid === undefined) continue;
      if (typeof question.body !== "object" || question.body === null) continue;
      const told = (out.faults ?? []).some((f) => TELLING.has(f.code));
      if (!out.valid && !told) continue;
      cases.push({ about: `${file}: ${name}`, code: call(question.method, question.body, question.version ?? "3.6"), wrong: !out.valid && !BEYOND.delete(name) });
    }
  }
  assert.ok(cases.filter((c) => c.wrong).length > 100 && cases.filter((c) => !c.wrong).length > 100);
  check("vectors", cases);
  assert.deepEqual([...BEYOND], []);
});
