// What the generated types are made of besides the catalogue: what is open, what is empty, what is encoded.

/**
 * The name of something that this release doesn't know: a string that is none of the known names. Comparing with those tells the known members
 * of a union apart from the unknown one. Assign it to a `string` to compare it with names of your own.
 */
// An enumeration for the types alone: no other type is assignable to string, differs from every literal, and discriminates a union.
declare enum UnknownName {
  name = "\u0000",
}
export type { UnknownName };

/** One of the names, or one that this release doesn't know. */
export type OrUnknown<Name extends string> = Name | (string & {});

/** An object without fields. */
export type Empty = Readonly<Record<string, never>>;

/** Content of a file as base64, padded. */
export type Base64 = string;
