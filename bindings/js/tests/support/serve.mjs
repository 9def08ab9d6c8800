// A server of files for pages. Pages may run wasm and nothing that evaluates text: what a careful site allows.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html", ".wasm": "application/wasm", ".cjs": "text/javascript", ".json": "application/json" };
const POLICY = "default-src 'self'; script-src 'self' 'nonce-tests' 'wasm-unsafe-eval'";

/** Serves `folder`, and `pages` from their paths; closes with the test. Gives the origin. */
export async function serve(t, folder, pages = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const body = path === "/favicon.ico" ? "" : (pages[path] ?? (await readFile(join(folder, normalize(path)))));
      const type = path in pages ? "text/html" : (TYPES[extname(path)] ?? "application/octet-stream");
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A page that runs one script. */
export const page = (script, { type = "module", imports } = {}) =>
  `<!doctype html><meta charset="utf-8"><title>livechat-core</title>
${imports ? `<script type="importmap" nonce="tests">${JSON.stringify({ imports })}</script>` : ""}
<body><script type="${type}" src="${script}"></script></body>`;
