// Programs that come in npm packages for one platform each; their packages' install scripts, which npm may not run, aren't needed so.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of `file` in the package of `scope` that is for this platform; nothing where there is none. */
export function binary(scope, fits, file) {
  const folder = fileURLToPath(new URL(`../node_modules/${scope}/`, import.meta.url));
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter(fits)
    .map((name) => folder + name + "/" + file)
    .find((path) => existsSync(path));
}
