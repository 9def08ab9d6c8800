// Cloudflare's and Vercel's edge compile modules only when a worker is deployed: they are imported.
import module from "#file";
import { type InitOutput, initSync } from "#glue";

export function start(): InitOutput {
  return initSync({ module });
}
