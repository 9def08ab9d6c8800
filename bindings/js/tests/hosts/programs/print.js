import { report } from "./report.js";

console.log(JSON.stringify(report()));
