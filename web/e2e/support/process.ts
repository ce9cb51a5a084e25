import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";

const START_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 50;

/** A server process that a test can kill and start again. */
export interface Service {
  /** Returns when the service is ready. */
  start: () => Promise<void>;
  kill: () => Promise<void>;
}

interface ServiceOptions {
  program: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  /** Answers with 2xx once the service is ready. If `null`, the service counts as ready once it is spawned. */
  readyUrl: string | null;
}

/** Starts a service. It is killed when this process exits. */
export async function startService({ program, args = [], env, readyUrl }: ServiceOptions): Promise<Service> {
  let child: ChildProcess | null = null;
  const service: Service = {
    async start() {
      const started = spawn(program, args, { env, stdio: ["ignore", "ignore", "inherit"] });
      child = started;
      if (readyUrl) await waitUntilReady(readyUrl, () => started.exitCode !== null);
    },
    async kill() {
      const killed = child;
      child = null;
      if (!killed || killed.exitCode !== null) return;
      const exit = new Promise((resolveExit) => killed.once("exit", resolveExit));
      killed.kill("SIGKILL");
      await exit;
    },
  };
  // A failed test must not leave the process running.
  process.once("exit", () => child?.kill("SIGKILL"));
  await service.start();
  return service;
}

async function waitUntilReady(url: string, hasExited: () => boolean) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (hasExited()) throw new Error(`the service behind ${url} exited during startup`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolvePause) => setTimeout(resolvePause, POLL_INTERVAL_MS));
  }
  throw new Error(`${url} was not ready within ${START_TIMEOUT_MS / 1000} s`);
}

/** Returns the path of the all-in-one: `EXPEDITER_BIN`, or the binary that cargo has built. */
export function findBinary(): string {
  const configured = process.env["EXPEDITER_BIN"];
  if (configured) return resolve(configured);
  const built = ["debug", "release"]
    .map((profile) => resolve(`../target/${profile}/expediter`))
    .find((path) => existsSync(path));
  if (!built) throw new Error("no all-in-one found: set EXPEDITER_BIN or run cargo build -p expediter");
  return built;
}

export const findFreePort = (): Promise<number> =>
  new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolvePort(port));
    });
  });
