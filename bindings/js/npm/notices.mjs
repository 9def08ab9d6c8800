// dist/THIRD-PARTY.md: the licences of what is inside of the wasm modules and bundles.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** In this order: under the first that a package offers it is taken. */
const FILES = ["LICENSE-MIT", "LICENSE"];

export function notices() {
  const fflate = JSON.parse(readFileSync("node_modules/fflate/package.json", "utf8"));
  const sections = [...crates(), section(fflate.name, fflate.version, fflate.license, "node_modules/fflate")];
  const head = `# Licences of what livechat-core contains

Each stands under the text below it. The modules contain parts of the Rust standard library too, by the Rust project's contributors, under MIT or Apache-2.0.`;
  writeFileSync("dist/THIRD-PARTY.md", [head, ...sections].join("\n\n") + "\n");
}

/** The crates that are linked: no macros, nothing that only a build runs. */
function crates() {
  const options = ["--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
  const { packages, resolve } = JSON.parse(execFileSync("cargo", ["metadata", ...options], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const byId = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set();
  const visit = (id) => {
    const crate = byId.get(id);
    if (linked.has(crate) || crate.targets.some(({ kind }) => kind.includes("proc-macro"))) return;
    linked.add(crate);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  visit(packages.find(({ name }) => name === "livechat-core-js").id);
  return [...linked]
    .filter(({ source }) => source !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, license, manifest_path }) => section(name, version, license, dirname(manifest_path)));
}

function section(name, version, license, folder) {
  const file = FILES.map((file) => join(folder, file)).find((path) => existsSync(path));
  if (!file) throw new Error(`${name} has no file of its licence`);
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
  return `## ${name} ${version}\n\n${license}\n\n${text.replace(/^/gm, "    ").replace(/ +$/gm, "")}`;
}
