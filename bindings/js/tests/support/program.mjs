// Runs a program and reads the JSON of its last line.
import { spawnSync } from "node:child_process";

export function report(command, args, options) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 120_000, ...options });
  if (error) throw error;
  // Lines of bundles, which have the wasm module in them, are cut.
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${(stdout + stderr).replace(/^(.{300}).+$/gm, "$1...")}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
