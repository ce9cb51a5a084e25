/** The all-in-one, as a real process that can be killed and revived. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface TestServer {
  /** Where it listens, for as long as it lives and again when it is revived. */
  url: string;
  port: number;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

export function findBinary(): string {
  const given = process.env["EXPEDITER_BIN"];
  if (given) return resolve(given);
  const built = ["debug", "release"]
    .map((kind) => resolve(`../target/${kind}/expediter`))
    .find((path) => existsSync(path));
  if (!built)
    throw new Error("EXPEDITER_BIN names no all-in-one, and none is built: cargo build -p expediter");
  return built;
}

export const findFreePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => done(port));
    });
  });

export async function startTestServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), "expediter-e2e-"));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  async function start() {
    const env = {
      ...process.env,
      DATA_DIR: data,
      API_ADDR: `127.0.0.1:${port}`,
      KITCHEN_PREP_SECONDS: "2",
      RATE_LIMIT: "off",
      RUST_LOG: "warn",
      ...settings,
    };
    const mine = spawn(findBinary(), { env, stdio: ["ignore", "ignore", "inherit"] });
    child = mine;
    await ready(url, () => mine.exitCode !== null);
  }

  async function kill() {
    const mine = child;
    child = null;
    if (!mine || mine.exitCode !== null) return;
    const gone = new Promise((done) => mine.once("exit", done));
    mine.kill("SIGKILL");
    await gone;
  }

  // A test that fails half-way leaves no house behind.
  process.once("exit", () => child?.kill("SIGKILL"));
  await start();
  return {
    url,
    port,
    start,
    kill,
    async close() {
      await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Until it answers that it can work. */
async function ready(url: string, dead: () => boolean) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (dead()) throw new Error("the all-in-one ended at once");
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("the all-in-one is not ready after 30 s");
}
