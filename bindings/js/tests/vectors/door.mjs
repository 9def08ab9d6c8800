// Runs the shared vectors through the doors of JSON. Needs no host: it is given the package and the files, and returns what is wrong.
import { difference } from "./match.mjs";

/** A text that stands for a secret in values that an answer may not repeat. */
export const SECRET = "do-not-echo";

/** `files`: `[name, {cases}]`. Returns `{count, faults}`. */
export function throughTheDoor(core, files) {
  const faults = [];
  let count = 0;
  for (const [file, { cases }] of files) {
    for (const one of cases) {
      count += 1;
      const place = `${file}: ${one.name}`;
      try {
        const what = file.startsWith("machine/") ? machine(core, one) : question(one, file.startsWith("ask/") ? core.ask : core.answer);
        if (what !== undefined) faults.push(`${place}: ${what}`);
      } catch (error) {
        faults.push(`${place}: ${error.stack ?? error}`);
      }
    }
  }
  return { count, faults };
}

function question(one, door) {
  return judged(one.out, door(one.command, one.line ?? JSON.stringify(one.in)));
}

function machine(core, { kind, config, out, steps = [] }) {
  let opened;
  try {
    opened = core.openMachine(kind, JSON.stringify(config));
  } catch (error) {
    if (out === undefined) throw error;
    return judged(out, JSON.stringify({ error: { code: error.code, message: error.message, pointer: error.pointer } }));
  }
  if (out?.error !== undefined) return "it opened";
  for (const [at, step] of steps.entries()) {
    const what = judged(step.out, opened.tell(step.command, step.line ?? JSON.stringify(step.in ?? {})));
    if (what !== undefined) return `step ${at}, ${step.command}: ${what}`;
  }
  return undefined;
}

function judged(expected, text) {
  if (text.includes("\n")) return "the answer isn't one line";
  if (text.includes(SECRET) && !JSON.stringify(expected).includes(SECRET)) return "the answer repeats a secret";
  return difference(expected, JSON.parse(text));
}
