// Runs a program and reads the JSON of its last line.
import { execFileSync } from "node:child_process";

export function report(command, args, options) {
  const out = execFileSync(command, args, { encoding: "utf8", timeout: 120_000, ...options });
  return JSON.parse(out.trim().split("\n").at(-1));
}
