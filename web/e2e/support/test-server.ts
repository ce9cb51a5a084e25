/** The all-in-one as a real process with its own data directory. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBinary, findFreePort, type Service, startService } from "./process";

export interface TestServer extends Service {
  /** The address. It stays the same after a restart. */
  url: string;
  port: number;
  close: () => Promise<void>;
}

export async function startTestServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "expediter-e2e-"));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const { start, kill } = await startService({
    program: findBinary(),
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      API_ADDR: `127.0.0.1:${port}`,
      KITCHEN_PREP_SECONDS: "2",
      RATE_LIMIT: "off",
      RUST_LOG: "warn",
      ...settings,
    },
    readyUrl: `${url}/readyz`,
  });
  return {
    url,
    port,
    start,
    kill,
    async close() {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
