// Pages in Chromium, the one of the system: nothing is downloaded.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const executablePath = PLACES.find((place) => place && existsSync(place));

/** The reason for which a test in Chromium is skipped, or `false`; the `skip` of a test. */
export const noChromium = executablePath ? false : "Chromium isn't installed, or CHROMIUM doesn't name it";

/** What the page at `url` sets as `globalThis.report`. */
export async function reportOf(url) {
  const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: 60_000 });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(url);
    const reported = page.waitForFunction(() => globalThis.report, undefined, { timeout: 60_000 });
    const handle = await reported.catch((error) => Promise.reject(new Error([error.message, ...errors].join("\n"))));
    return await handle.jsonValue();
  } finally {
    await browser.close();
  }
}
