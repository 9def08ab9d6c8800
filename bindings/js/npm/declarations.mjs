// Types: drops the declarations that no entry reaches, and writes those for `require` beside those for `import`.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ENTRIES = ["index.d.ts", "policy.d.ts", "slim.d.ts", "wasm_file.d.ts", "lookup.d.ts"];
const FOLDER = "dist/types";
const SPECIFIER = /((?:from|import)\s*\(?\s*")([^"]+)(")/g;

export function declarations() {
  const reached = new Set();
  const waiting = [...ENTRIES];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, , specifier] of readFileSync(join(FOLDER, file), "utf8").matchAll(SPECIFIER)) {
      if (!specifier.startsWith(".")) throw new Error(`types: ${file} imports ${specifier}, which the package doesn't have`);
      waiting.push(join(dirname(file), specifier.replace(/\.js$/, ".d.ts")));
    }
  }
  for (const file of readdirSync(FOLDER, { recursive: true }).filter((f) => f.endsWith(".d.ts"))) {
    if (!reached.has(file)) rmSync(join(FOLDER, file));
  }
  for (const file of reached) {
    const text = readFileSync(join(FOLDER, file), "utf8");
    const common = text.replace(SPECIFIER, (_, before, specifier, after) => before + specifier.replace(/\.js$/, ".cjs") + after);
    writeFileSync(join(FOLDER, file.replace(/\.d\.ts$/, ".d.cts")), common);
  }
}
