/**
 * api, notifier and kitchen workers in processes of their own, on PostgreSQL and RabbitMQ, behind the proxy's own
 * configuration: what `docker compose up` starts, without the containers.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { findBinary, findFreePort } from "./test-server";

export interface Service {
  kill: () => Promise<void>;
  start: () => Promise<void>;
}

export interface Services {
  /** api itself, for what a test needs and does not test. */
  url: string;
  /** Where browsers go. */
  front: string;
  notifier: Service;
  kitchenWorker: (name: string, prepSeconds: string) => Promise<Service>;
  close: () => Promise<void>;
}

function given(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: \`cargo xtask services\` starts the servers and prints it`);
  return value;
}

export async function startServices(): Promise<Services> {
  const server = given("TEST_POSTGRES_URL");
  const name = `e2e_${randomUUID().replaceAll("-", "")}`;
  const sql = (text: string) => execFileSync("psql", ["--quiet", "--dbname", server, "--command", text]);
  sql(`create database ${name}`);
  const database = new URL(server);
  database.pathname = `/${name}`;

  const dir = mkdtempSync(join(tmpdir(), "expediter-e2e-"));
  const [port, apiPort, notifierPort] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const env = {
    ...process.env,
    DATABASE_URL: database.href,
    BROKER_URL: given("TEST_RABBITMQ_URL"),
    BROKER_NAMESPACE: name,
    JWT_SECRET: randomBytes(32).toString("hex"),
    API_ADDR: `127.0.0.1:${apiPort}`,
    NOTIFIER_ADDR: `127.0.0.1:${notifierPort}`,
    RATE_LIMIT: "off",
    RUST_LOG: "warn",
  };
  const all: Service[] = [];
  /** A process that is ready when its address answers. */
  async function service(
    program: string,
    args: string[],
    settings: Record<string, string>,
    address: string | null,
  ): Promise<Service> {
    let child: ChildProcess | null = null;
    const it: Service = {
      async start() {
        const mine = spawn(program, args, {
          env: { ...env, ...settings },
          stdio: ["ignore", "ignore", "inherit"],
        });
        child = mine;
        if (address) await answers(address, () => mine.exitCode !== null);
      },
      async kill() {
        const mine = child;
        child = null;
        if (!mine || mine.exitCode !== null) return;
        const gone = new Promise((done) => mine.once("exit", done));
        mine.kill("SIGKILL");
        await gone;
      },
    };
    // A test that fails half-way leaves nobody behind.
    process.once("exit", () => child?.kill("SIGKILL"));
    await it.start();
    all.push(it);
    return it;
  }

  const programs = dirname(findBinary());
  execFileSync(findBinary(), ["demo"], { env });
  const url = `http://127.0.0.1:${apiPort}`;
  const front = `http://127.0.0.1:${port}`;
  const [, notifier] = await Promise.all([
    service(join(programs, "api"), [], {}, `${url}/readyz`),
    service(join(programs, "notifier"), [], {}, `http://127.0.0.1:${notifierPort}/readyz`),
  ]);
  const conf = join(dir, "nginx.conf");
  writeFileSync(conf, proxyConf(dir, { port, apiPort, notifierPort }));
  // Its master would outlive a killed test with its workers: it is one process here.
  const nginx = ["-p", dir, "-c", conf, "-g", "daemon off; master_process off;"];
  await service(nginxBinary(), nginx, {}, `${front}/proxy/livez`);

  return {
    url,
    front,
    notifier,
    kitchenWorker: (called, prepSeconds) =>
      service(
        join(programs, "kitchen-worker"),
        [],
        { KITCHEN_NAME: called, KITCHEN_PREP_SECONDS: prepSeconds },
        null,
      ),
    async close() {
      for (const one of all) await one.kill();
      sql(`drop database ${name} with (force)`);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Debian keeps it where only root looks. */
const nginxBinary = () =>
  ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path)) ?? "nginx";

/** The configuration that is deployed, with this machine's addresses and folders instead of the containers'. */
function proxyConf(dir: string, ports: { port: number; apiPort: number; notifierPort: number }): string {
  let conf = readFileSync(resolve("../deploy/proxy/nginx.conf"), "utf8");
  const swap = (from: string, to: string) => {
    if (!conf.includes(from)) throw new Error(`deploy/proxy/nginx.conf has no "${from}"`);
    conf = conf.replaceAll(from, to);
  };
  // First: the checkout itself may be under /tmp.
  swap("/tmp/", `${dir}/`);
  swap("http://api:8080", `http://127.0.0.1:${ports.apiPort}`);
  swap("http://notifier:8081", `http://127.0.0.1:${ports.notifierPort}`);
  swap("listen 8080;", `listen 127.0.0.1:${ports.port};`);
  swap("/srv/web", resolve(process.env["WEB_DIST"] ?? "dist"));
  swap("/dev/stdout", join(dir, "access.log"));
  swap("/dev/stderr", join(dir, "error.log"));
  return conf;
}

async function answers(url: string, dead: () => boolean) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (dead()) throw new Error(`what should answer at ${url} ended at once`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no answer from ${url} within 30 s`);
}
