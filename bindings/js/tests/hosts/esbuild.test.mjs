import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { EXPECTED, app } from "../support/app.mjs";
import { noChromium, reportOf } from "../support/chromium.mjs";
import { report } from "../support/program.mjs";
import { page, serve } from "../support/serve.mjs";

const { folder } = app();
const bundle = async (entry, options) => {
  const extension = options.format === "cjs" ? "cjs" : "mjs";
  const outfile = `${folder}/esbuild/${entry}.${options.platform}.${options.format}.${extension}`;
  const { warnings } = await build({ entryPoints: [`${folder}/${entry}.js`], bundle: true, minify: true, outfile, absWorkingDir: folder, logLevel: "silent", ...options });
  assert.deepEqual(warnings, []);
  return outfile;
};

for (const platform of ["node", "browser"]) {
  for (const format of ["esm", "cjs", "iife"]) {
    test(`esbuild, platform ${platform}, ${format}, run in Node`, async () => {
      const file = await bundle("print", { platform, format });
      // Outside of the app, so that nothing is found but what is bundled.
      assert.deepEqual(report(process.execPath, [file], { cwd: "/" }), EXPECTED);
    });
  }
}

for (const format of ["esm", "iife"]) {
  test(`esbuild, platform browser, ${format}, in Chromium`, { skip: noChromium }, async (t) => {
    const file = await bundle("page", { platform: "browser", format });
    const type = format === "esm" ? "module" : "text/javascript";
    const origin = await serve(t, folder, { "/": page(file.slice(folder.length), { type }) });
    assert.deepEqual(await reportOf(origin), EXPECTED);
  });
}
