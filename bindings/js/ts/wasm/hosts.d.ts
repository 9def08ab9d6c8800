// What a bundle's build or its host provides.
declare module "#deflated" {
  /** The wasm module: raw deflate, base64. */
  const deflated: string;
  export default deflated;
}

declare module "#length" {
  /** Bytes of the wasm module. */
  const length: number;
  export default length;
}

declare module "#file" {
  /** The wasm file beside the bundle, which the host compiles. */
  const module: WebAssembly.Module;
  export default module;
}

interface Zlib {
  inflateRawSync(bytes: Uint8Array, options: { chunkSize: number }): Uint8Array<ArrayBuffer>;
}

declare const Buffer: { from(text: string, encoding: "base64"): Uint8Array };
declare const process: { getBuiltinModule?(name: "node:zlib"): Zlib };
declare function require(name: "node:zlib"): Zlib;
/** The wasm module: raw deflate, base64. */
declare function require(name: "#deflated"): string;
