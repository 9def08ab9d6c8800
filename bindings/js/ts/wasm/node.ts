// Node, and what takes packages as Node does: the module is inlined, since bundlers lose files beside it.
import deflated from "#deflated";
import { type InitOutput, initSync } from "#glue";

export function start(): InitOutput {
  // Bundled as an ES module there is no `require`; before Node 20.16 there is nothing else.
  const { inflateRawSync } = process.getBuiltinModule?.("node:zlib") ?? require("node:zlib");
  return initSync({ module: new WebAssembly.Module(inflateRawSync(Buffer.from(deflated, "base64"))) });
}
