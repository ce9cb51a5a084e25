import {
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import type { User } from "../../src/api/types";
import { findFreePort } from "./process";
import { startTestServer, type TestServer } from "./test-server";
import { startWebServer } from "./web-server";

export interface Endpoints {
  /** The address of the API. */
  url: string;
  /** The address of the web app. */
  webUrl: string;
}

export type Site = TestServer & Endpoints;

/** Starts an all-in-one. Without an embedded web app, or if `WEB_DIST` is set, starts a web server for the app. */
export async function startSite(settings: Record<string, string> = {}): Promise<Site> {
  const server = await startTestServer(settings);
  const page = process.env["WEB_DIST"] ? "" : await (await fetch(server.url)).text();
  if (page.includes('id="root"')) return { ...server, webUrl: server.url };
  const port = await findFreePort();
  const webServer = await startWebServer(port, server.port);
  return {
    ...server,
    webUrl: `http://127.0.0.1:${port}`,
    async close() {
      webServer.closeAllConnections();
      webServer.close();
      await server.close();
    },
  };
}

export const PHONE = { viewport: { width: 390, height: 844 } };

/** The password of all demo accounts. */
export const PASSWORD = "expediter";

/** The format in which the web app stores a session. */
export interface StoredSession {
  user: User;
  access: string;
  refresh: string;
  expiresAt: number;
}

export interface Login {
  session: StoredSession;
  /** Empty for customers and admins. */
  businessId: string;
}

/** Logs in through the API. */
export async function logIn({ url }: Endpoints, username: string, password = PASSWORD): Promise<Login> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(`login of ${username} failed: ${response.status}`);
  const tokens = await response.json();
  return {
    session: {
      user: tokens.user,
      access: tokens.access_token,
      refresh: tokens.refresh_token,
      expiresAt: Date.now() + tokens.expires_in * 1000,
    },
    businessId: tokens.user.business_id ?? "",
  };
}

/** Registers an account through the API and logs in. `details` contains further fields of the request. */
export async function register(endpoints: Endpoints, username: string, details: object): Promise<Login> {
  const response = await fetch(`${endpoints.url}/api/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: PASSWORD, role: "customer", ...details }),
  });
  if (!response.ok)
    throw new Error(`registration of ${username} failed: ${response.status} ${await response.text()}`);
  return logIn(endpoints, username);
}

export interface ApiClient {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body?: unknown) => Promise<T>;
  patch: <T>(path: string, body: unknown) => Promise<T>;
}

/** Returns an API client for requests outside of the browser. */
export function createApiClient({ url }: Endpoints, { session }: Login): ApiClient {
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${session.access}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    patch: (path, body) => send("PATCH", path, body),
  };
}

/** Opens a page in a new browser context, with the session of `login` if there is one. */
export async function openBrowser(
  browser: Browser,
  { webUrl }: Endpoints,
  login: Login | null,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const localStorage = login ? [{ name: "expediter.session", value: JSON.stringify(login.session) }] : [];
  const context = await browser.newContext({
    baseURL: webUrl,
    viewport: { width: 1280, height: 860 },
    storageState: { cookies: [], origins: [{ origin: webUrl, localStorage }] },
    ...options,
  });
  const page = await context.newPage();
  return { context, page };
}

/** Counts the taps of a user task. */
export function createTapCounter() {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async tap(target: Locator) {
      count += 1;
      await target.click();
    },
  };
}

interface WorkerFixtures {
  site: Site;
}

export const test = base.extend<object, WorkerFixtures>({
  site: [
    // Playwright requires an object pattern as the first argument.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

export { expect };
