/** A machine of core behind its JSON: told what happens, it answers. The wasm side of it is given back when the object is collected. */
import type { Machine as Exported } from "#glue";

import { opened, thrown, core } from "./engine.js";

export class Machine {
  readonly #exports: Exported;

  constructor(kind: string, config: object) {
    const text = JSON.stringify(config);
    this.#exports = thrown(() => new (core().Machine)(kind, text));
  }

  tell<T>(command: string, question: object = {}): T {
    return opened(this.#exports.tell(command, JSON.stringify(question)));
  }
}
