// livechat-core beside its peers, in one process. `npm ci && npm start`, after `npm run build` in the folder above.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

import { decision } from "./decision.mjs";
import { webhook } from "./webhook.mjs";

const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(Object.keys(dependencies).map((name) => `${name} ${version(name)}`).join(", "));
decision();
webhook();
