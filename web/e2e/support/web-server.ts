/**
 * Serves the built page as the all-in-one does, with the same policy, in front of one that was built without it.
 * It stays when the house behind it is killed.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { extname, join, normalize, resolve } from "node:path";

const POLICY =
  "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; " +
  "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const isBackend = (path: string) => /^\/(api|ws|events|docs|livez|readyz|metrics)(\/|$|\?)/.test(path);

export function startWebServer(port: number, housePort: number): Promise<Server> {
  const dist = resolve(process.env["WEB_DIST"] ?? "dist");
  if (!existsSync(join(dist, "index.html"))) throw new Error(`${dist} has no page: npm run build`);

  const server = createServer((from, to) => {
    const path = from.url ?? "/";
    if (isBackend(path)) {
      const onward = request(
        { port: housePort, host: "127.0.0.1", path, method: from.method, headers: from.headers },
        (answer) => {
          to.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(to);
        },
      );
      onward.on("error", () => to.destroy());
      from.pipe(onward);
      return;
    }
    const wanted = normalize(join(dist, decodeURIComponent(path.split("?")[0] ?? "/")));
    const isFile = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile();
    const file = isFile ? wanted : join(dist, "index.html");
    to.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    createReadStream(file).pipe(to);
  });
  server.on("upgrade", (from: IncomingMessage, socket: Socket) => {
    const onward = connect(housePort, "127.0.0.1", () => {
      const headers = Object.entries(from.headers).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write(`GET ${from.url ?? "/"} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done(server)));
}
