import { readFileSync, writeFileSync } from "node:fs";
export function notices() {
  writeFileSync("dist/THIRD-PARTY.md", `# What the package contains of others\n\n## fflate\n\n${readFileSync("node_modules/fflate/LICENSE", "utf8")}`);
}
