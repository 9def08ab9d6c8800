// Runs the shared vectors through the doors and through the face. What a host runs; needs none.
import * as core from "livechat-core";

import { throughTheDoor } from "./door.mjs";
import { throughTheFace } from "./face.mjs";

export const judge = (files) => ({ door: throughTheDoor(core, files), face: throughTheFace(core, files) });
