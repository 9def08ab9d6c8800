// The face of `livechat-core/slim`: everything, with a module that the host brings.
export { init, initSync } from "./wasm/slim.js";
export * from "./index.js";
