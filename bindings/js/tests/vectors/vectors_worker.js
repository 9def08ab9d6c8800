import { judge } from "./vectors.js";

export default { fetch: async (request) => Response.json(judge(await request.json())) };
