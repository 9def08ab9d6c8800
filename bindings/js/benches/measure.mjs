// Timing: each case is warmed for 300 ms, then measured in turns with the others, so that a noisy moment hits all of them; the median of the turns counts.
const WARM_MS = 300;
const TURNS = 21;
const TURN_MS = 15;

/** Keeps results from being optimised away. */
let sink = 0;

/** Times cases `{name: run}`, `run(times)` doing its work so often and returning a number. Returns nanoseconds a time by name. */
export function measure(cases) {
  const turns = Object.entries(cases).map(([name, run]) => {
    let times = 1;
    const until = performance.now() + WARM_MS;
    while (performance.now() < until) {
      const start = performance.now();
      sink += run(times);
      const took = performance.now() - start;
      if (took < TURN_MS / 2) times *= 2;
    }
    return { name, run, times, took: [] };
  });
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const one of turns) {
      const start = performance.now();
      sink += one.run(one.times);
      one.took.push(((performance.now() - start) * 1e6) / one.times);
    }
  }
  if (Number.isNaN(sink)) throw new Error("no number");
  return Object.fromEntries(turns.map(({ name, took }) => [name, took.sort((a, b) => a - b)[TURNS >> 1]]));
}

/** Prints times beside the first of them, or beside the one that is named. */
export function table(title, times, base = Object.keys(times)[0]) {
  console.log(`\n${title}`);
  for (const [name, ns] of Object.entries(times)) {
    const time = ns < 1000 ? `${ns.toFixed(1)} ns` : `${(ns / 1000).toFixed(2)} µs`;
    console.log(`  ${name.padEnd(44)} ${time.padStart(11)} ${(ns / times[base]).toFixed(2).padStart(10)} ×`);
  }
}
