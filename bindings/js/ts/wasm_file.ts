// The type of the package's wasm files, as hosts that compile them on import give them.
declare const module: WebAssembly.Module;
export default module;
