// Nothing inlined: the host says where the module is.
import startLater, { initSync as startNow } from "#glue";

type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

let ready: { readonly memory: WebAssembly.Memory } | undefined;

/** Makes the module ready: its bytes, a response that has them, or the compiled module. A second call does nothing. */
export async function init(source: Bytes | WebAssembly.Module | Response | Promise<Response>): Promise<void> {
  ready ??= await startLater({ module_or_path: source });
}

/** The same without waiting. Browsers compile at most 8 MB so on their main thread. */
export function initSync(source: Bytes | WebAssembly.Module): void {
  ready ??= startNow({ module: source });
}

export function start(): { readonly memory: WebAssembly.Memory } {
  if (ready === undefined) throw new Error("livechat-core/slim isn't ready: call init() or initSync() first.");
  return ready;
}
