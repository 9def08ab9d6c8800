// How long a program waits for its first answer: from the import to the first answered call, each time in a new process.
//   npm run cold-start [runs]
// Not a test: it depends on the machine, and on what else runs on it. The least of the runs says most.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { app } from "./support/app.mjs";

const runs = Number(process.argv[2] ?? 30);
const { folder } = app();
const call = 'decide({ method: "agent/send_event", token: ["chats--access:rw"] })';
const CALLS = { "livechat-core": call, "livechat-core/policy": call };
// Time on processors is that of all threads, in user mode and in the system; other programs lengthen it less than the time that passes.
const measure = (load, call) => `const onProcessor = () => (({ user, system }) => (user + system) / 1000)(process.cpuUsage());
const now = () => [performance.now(), onProcessor()];
now();
const start = now();
const loaded = ${load};
const between = now();
loaded.${call};
const end = now();
console.log(JSON.stringify([end[0] - start[0], between[0] - start[0], end[1] - start[1], between[1] - start[1]]));`;

const files = process.argv.slice(3);
for (const [entry, call] of files.length ? files.map((file) => [file, CALLS["livechat-core"]]) : Object.entries(CALLS)) {
  for (const [way, extension, load] of [["import", "mjs", `await import("${entry}")`], ["require", "cjs", `require("${entry}")`]]) {
    const file = `${folder}/cold_start.${extension}`;
    writeFileSync(file, measure(load, call));
    const times = Array.from({ length: runs }, () => JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" })));
    const column = (i) => times.map((time) => time[i]).sort((a, b) => a - b);
    const show = (i) => [column(i)[0], column(i)[runs >> 1]].map((ms) => (ms ?? NaN).toFixed(1)).join(" / ");
    console.log(`${entry}, ${way}, least / median ms: to the first answer ${show(0)}, of it loading ${show(1)}; on processors ${show(2)}, ${show(3)}`);
  }
}
