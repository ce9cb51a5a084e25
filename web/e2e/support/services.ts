/**
 * The api, notifier and kitchen workers as separate processes on PostgreSQL and RabbitMQ, behind nginx with the
 * deployed configuration: like `docker compose up`, but without containers.
 */
import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { findBinary, findFreePort, type Service, startService } from "./process";

export interface Services {
  /** The address of the api, for requests outside of the browser. */
  url: string;
  /** The address of the proxy, for browsers. */
  webUrl: string;
  notifier: Service;
  startKitchenWorker: (name: string, prepSeconds: string) => Promise<Service>;
  close: () => Promise<void>;
}

interface Ports {
  proxy: number;
  api: number;
  notifier: number;
}

function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: \`cargo xtask services\` starts the servers and prints it`);
  return value;
}

export async function startServices(): Promise<Services> {
  const dir = mkdtempSync(join(tmpdir(), "expediter-e2e-"));
  const database = createDatabase();
  const ports: Ports = {
    proxy: await findFreePort(),
    api: await findFreePort(),
    notifier: await findFreePort(),
  };
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    BROKER_URL: requireEnv("TEST_RABBITMQ_URL"),
    BROKER_NAMESPACE: database.name,
    JWT_SECRET: randomBytes(32).toString("hex"),
    API_ADDR: `127.0.0.1:${ports.api}`,
    NOTIFIER_ADDR: `127.0.0.1:${ports.notifier}`,
    RATE_LIMIT: "off",
    RUST_LOG: "warn",
  };
  const started: Service[] = [];
  const start = async (options: Parameters<typeof startService>[0]) => {
    const service = await startService(options);
    started.push(service);
    return service;
  };

  const binDir = dirname(findBinary());
  execFileSync(findBinary(), ["demo"], { env });
  const url = `http://127.0.0.1:${ports.api}`;
  const webUrl = `http://127.0.0.1:${ports.proxy}`;
  const [, notifier] = await Promise.all([
    start({ program: join(binDir, "api"), env, readyUrl: `${url}/readyz` }),
    start({
      program: join(binDir, "notifier"),
      env,
      readyUrl: `http://127.0.0.1:${ports.notifier}/readyz`,
    }),
  ]);
  const configPath = join(dir, "nginx.conf");
  writeFileSync(configPath, adaptProxyConfig(dir, ports));
  // nginx runs as a single process: if a test were killed, nginx's workers would keep running.
  const args = ["-p", dir, "-c", configPath, "-g", "daemon off; master_process off;"];
  await start({ program: findNginx(), args, env, readyUrl: `${webUrl}/proxy/livez` });

  return {
    url,
    webUrl,
    notifier,
    startKitchenWorker: (name, prepSeconds) =>
      start({
        program: join(binDir, "kitchen-worker"),
        env: { ...env, KITCHEN_NAME: name, KITCHEN_PREP_SECONDS: prepSeconds },
        readyUrl: null,
      }),
    async close() {
      for (const service of started) await service.kill();
      database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Creates an empty database on the test server. */
function createDatabase() {
  const serverUrl = requireEnv("TEST_POSTGRES_URL");
  const name = `e2e_${randomUUID().replaceAll("-", "")}`;
  const runSql = (sql: string) => execFileSync("psql", ["--quiet", "--dbname", serverUrl, "--command", sql]);
  runSql(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => runSql(`drop database ${name} with (force)`) };
}

/** Returns the path of nginx, which Debian installs outside of the users' PATH. */
const findNginx = () =>
  ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path)) ?? "nginx";

/** Replaces the containers' addresses and folders in the deployed configuration with local ones. */
function adaptProxyConfig(dir: string, ports: Ports): string {
  let config = readFileSync(resolve("../deploy/proxy/nginx.conf"), "utf8");
  const replace = (from: string, to: string) => {
    if (!config.includes(from)) throw new Error(`deploy/proxy/nginx.conf has no "${from}"`);
    config = config.replaceAll(from, to);
  };
  // This comes first, because the other replacements may insert paths that contain /tmp/.
  replace("/tmp/", `${dir}/`);
  replace("http://api:8080", `http://127.0.0.1:${ports.api}`);
  replace("http://notifier:8081", `http://127.0.0.1:${ports.notifier}`);
  replace("listen 8080;", `listen 127.0.0.1:${ports.proxy};`);
  replace("/srv/web", resolve(process.env["WEB_DIST"] ?? "dist"));
  replace("/dev/stdout", join(dir, "access.log"));
  replace("/dev/stderr", join(dir, "error.log"));
  return config;
}
