/** Names of keys: camelCase on the side of JavaScript, snake_case on the side of the module. Only of what this package names; LiveChat's own data keeps its names. */

/** The same object with keys in snake_case, one level deep. */
export function snake(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value as unknown]));
}

/** The same object with keys in camelCase, one level deep. */
export function camel<T>(object: object): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value as unknown])) as T;
}

/** Headers as pairs, of an object that has them as `fetch` does or of a plain one. */
export function pairs(headers: Headers | Record<string, string>): [string, string][] {
  return typeof (headers as Headers).forEach === "function" ? [...(headers as Headers)] : Object.entries(headers as Record<string, string>);
}
