/**
 * Serves the built web app with the all-in-one's security policy, and forwards API requests to an all-in-one. Keeps running
 * when the all-in-one is killed.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { extname, join, normalize, resolve } from "node:path";

const SECURITY_POLICY =
  "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; " +
  "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const MEDIA_TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const isApiPath = (path: string) => /^\/(api|ws|events|docs|livez|readyz|metrics)(\/|$|\?)/.test(path);

export function startWebServer(port: number, apiPort: number): Promise<Server> {
  const distDir = resolve(process.env["WEB_DIST"] ?? "dist");
  if (!existsSync(join(distDir, "index.html")))
    throw new Error(`${distDir} has no index.html: run npm run build`);

  const server = createServer((incoming, response) => {
    const path = incoming.url ?? "/";
    if (isApiPath(path)) {
      const forwarded = request(
        { port: apiPort, host: "127.0.0.1", path, method: incoming.method, headers: incoming.headers },
        (apiResponse) => {
          response.writeHead(apiResponse.statusCode ?? 502, apiResponse.headers);
          apiResponse.pipe(response);
        },
      );
      forwarded.on("error", () => response.destroy());
      incoming.pipe(forwarded);
      return;
    }
    const requested = normalize(join(distDir, decodeURIComponent(path.split("?")[0] ?? "/")));
    const isFile = requested.startsWith(distDir) && existsSync(requested) && statSync(requested).isFile();
    const file = isFile ? requested : join(distDir, "index.html");
    response.writeHead(200, {
      "content-type": MEDIA_TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": SECURITY_POLICY,
      "x-content-type-options": "nosniff",
    });
    createReadStream(file).pipe(response);
  });
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket) => {
    const forwarded = connect(apiPort, "127.0.0.1", () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
      forwarded.write(`GET ${incoming.url ?? "/"} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
      socket.pipe(forwarded).pipe(socket);
    });
    forwarded.on("error", () => socket.destroy());
    socket.on("error", () => forwarded.destroy());
  });
  return new Promise((resolveServer) => server.listen(port, "127.0.0.1", () => resolveServer(server)));
}
