// How the shared vectors are matched: every key of what is expected is there, with an equal value; arrays element by element. Needs no host.

/** What differs, or undefined. */
export function difference(expected, found, at = "") {
  if (expected === null || typeof expected !== "object") {
    return Object.is(expected, found) || expected === found ? undefined : `${at || "/"}: ${shown(expected)} is expected, ${shown(found)} came`;
  }
  if (found === null || typeof found !== "object" || Array.isArray(expected) !== Array.isArray(found)) return `${at || "/"}: ${shown(expected)} is expected, ${shown(found)} came`;
  if (Array.isArray(expected) && expected.length !== found.length) return `${at || "/"}: ${expected.length} elements are expected, ${shown(found)} came`;
  for (const key of Object.keys(expected)) {
    if (!Object.hasOwn(found, key)) return `${at}/${key} is missing`;
    const what = difference(expected[key], found[key], `${at}/${key}`);
    if (what !== undefined) return what;
  }
  return undefined;
}

const shown = (value) => (value === undefined ? "nothing" : JSON.stringify(value)).slice(0, 300);
