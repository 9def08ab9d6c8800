/**
 * `livechat-core/reference`: what there is to look up, as data alone, without the wasm module: the parameters and answers of each method with their types, limits and
 * descriptions, plan limits, prices, default properties, system messages, reasons for disconnecting, and the tools of the vendor's own MCP server.
 */
export * from "./parameters.js";
export * from "./reference.js";
