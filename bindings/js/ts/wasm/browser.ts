// Browsers and everything unknown: the module is inlined, so that it needs no await, no fetch and no bundler's plugin.
import { inflateSync } from "fflate";
import deflated from "#deflated";
import { type InitOutput, initSync } from "#glue";
import length from "#length";

export function start(): InitOutput {
  const binary = atob(deflated);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return initSync({ module: new WebAssembly.Module(inflateSync(bytes, { out: new Uint8Array(length) })) });
}
