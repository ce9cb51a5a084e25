import { connect, createServer, type Socket } from "node:net";

export interface FaultProxy {
  /** The address of the proxy, for browsers. */
  webUrl: string;
  /** Stops the transfer on all open connections without closing them, as when a network is gone. */
  freeze: () => void;
  close: () => void;
}

/** Starts a TCP proxy in front of a server. Connections that are opened after a freeze work. */
export function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const freeze = () => {
    for (const socket of sockets) {
      socket.unpipe();
      socket.pause();
    }
  };
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      resolve({ webUrl: `http://127.0.0.1:${port}`, freeze, close });
    });
  });
}
