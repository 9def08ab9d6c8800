// Names: literal where known ones are asked for; the lists hold just the type's members.
import { AREAS, DEFAULT_VERSION, ROLES, VERSIONS, type Area, type DecisionCode, type MethodName, type Role, type ScopeName, type Version } from "../../ts/generated/names.js";
import type { MethodNameOf } from "../../ts/generated/versions.js";
import { same, type Same } from "./face.js";

const scopes: ScopeName[] = ["chats--all:rw", "agents--my:ro"];
// @ts-expect-error: not a scope
const unknown: ScopeName = "chats--some:rw";
// @ts-expect-error: not an area
const area: Area = "chat";
// @ts-expect-error: not a code
const code: DecisionCode = "denied";
same<Same<typeof DEFAULT_VERSION, "3.6">>();
same<Same<Version, "3.4" | "3.5" | "3.6" | "3.7">>();
same<Same<(typeof ROLES)[number], Role>>();
same<Same<MethodName, MethodNameOf<"3.4"> | MethodNameOf<"3.5"> | MethodNameOf<"3.6"> | MethodNameOf<"3.7">>>();
// @ts-expect-error: only 3.7 has all
same<Same<MethodName, MethodNameOf>>();
const first: Area | undefined = AREAS[0];
// @ts-expect-error: frozen
VERSIONS.push("3.8");
void [scopes, unknown, area, code, first];
