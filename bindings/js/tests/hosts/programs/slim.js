// The entry with nothing inlined, in Node: each way to bring the module, and none.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { answer, init, initSync } from "livechat-core/slim";

const bytes = readFileSync(createRequire(import.meta.url).resolve("livechat-core/livechat_core.wasm"));
const ask = () => JSON.parse(answer("decide", '{"method": "agent/get_chat", "token": {"scopes": []}}')).code;
const ways = {
  none: () => {},
  bytes: () => init(bytes),
  module: () => init(new WebAssembly.Module(bytes)),
  response: () => init(Promise.resolve(new Response(bytes, { headers: { "content-type": "application/wasm" } }))),
  sync: () => initSync(bytes),
  "sync-module": () => initSync(new WebAssembly.Module(bytes)),
  twice: async () => {
    await Promise.all([init(bytes), init(bytes)]);
    initSync(bytes);
  },
  // A first try that fails doesn't spoil the second.
  again: async () => {
    await init(new Uint8Array([1, 2, 3])).catch(() => {});
    await init(bytes);
  },
};
await ways[process.argv[2]]();
try {
  console.log(JSON.stringify({ answered: ask() }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
