/** Texts as they come from LiveChat. */

/** A text, or its bytes as UTF-8. */
export type Text = string | Uint8Array | ArrayBuffer;
