// All names of a version and of the catalogue can be exported side by side.
export * from "../../ts/generated/names.js";
export type * from "../../ts/generated/v3_6.js";
export type * from "../../ts/generated/versions.js";
export type * as V3_4 from "../../ts/generated/v3_4.js";
export type * as V3_5 from "../../ts/generated/v3_5.js";
export type * as V3_6 from "../../ts/generated/v3_6.js";
export type * as V3_7 from "../../ts/generated/v3_7.js";
