import assert from "node:assert/strict";
import { test } from "node:test";
import webpack from "webpack";
import { EXPECTED, app } from "../support/app.mjs";
import { noChromium, reportOf } from "../support/chromium.mjs";
import { report } from "../support/program.mjs";
import { page, serve } from "../support/serve.mjs";

const { folder } = app();

async function bundle(entry, target) {
  const compiler = webpack({
    context: folder,
    entry: `./${entry}.js`,
    mode: "production",
    target,
    performance: false,
    output: { path: `${folder}/webpack`, filename: `${entry}.${target}.cjs` },
  });
  const stats = await new Promise((done, fail) => compiler.run((error, stats) => (error ? fail(error) : done(stats))));
  await new Promise((done) => compiler.close(done));
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([...errors, ...warnings], []);
  return `/webpack/${entry}.${target}.cjs`;
}

test("webpack, for the web", { skip: noChromium }, async (t) => {
  const script = await bundle("page", "web");
  const origin = await serve(t, folder, { "/": page(script, { type: "text/javascript" }) });
  assert.deepEqual(await reportOf(origin), EXPECTED);
});

test("webpack, for Node", async () => {
  assert.deepEqual(report(process.execPath, [folder + (await bundle("print", "node"))], { cwd: "/" }), EXPECTED);
});
