// Node, and what takes packages as Node does: the module is inlined, since bundlers lose files beside it.
import { inflateRawSync } from "node:zlib";
import deflated from "#deflated";
import { initSync } from "#glue";

export function start(): void {
  initSync({ module: new WebAssembly.Module(inflateRawSync(Buffer.from(deflated, "base64"))) });
}
