// Node, and what takes packages as Node does: the module is inlined, since bundlers lose files beside it that aren't JavaScript.
import { type InitOutput, initSync } from "#glue";
import length from "#length";

export function start(): InitOutput {
  // Bundled as an ES module there is no `require` of Node's modules; before Node 20.16 there is nothing else.
  const { inflateRawSync } = process.getBuiltinModule?.("node:zlib") ?? require("node:zlib");
  // A file of its own, read at the first use: Node looks through a file for its exports letter by letter when it is imported.
  const deflated = Buffer.from(require("#deflated"), "base64");
  // In one chunk, since zlib's own size makes one of every 16 kB; so it takes no longer than to read the module uncompressed.
  return initSync({ module: new WebAssembly.Module(inflateRawSync(deflated, { chunkSize: length })) });
}
