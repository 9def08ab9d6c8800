// The instance of the wasm module, made at the first use. `#glue` and `#wasm` stand for the module and the host that a bundle is made for.
import * as glue from "#glue";
import { start } from "#wasm";

let started = false;

export function core(): typeof glue {
  if (!started) {
    start();
    started = true;
  }
  return glue;
}
