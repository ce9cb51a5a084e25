import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import { findFreePort, type TestServer, startTestServer } from "./test-server";
import { startWebServer } from "./web-server";

/** An API, and the page in front of it. */
export interface Place {
  url: string;
  /** Where browsers go. */
  front: string;
}

export type Site = TestServer & Place;

/** A house with a page in front of it, of this worker's own. */
export async function startSite(settings: Record<string, string> = {}): Promise<Site> {
  const house = await startTestServer(settings);
  // WEB_DIST names a page to be tested instead of the binary's own.
  const own = process.env["WEB_DIST"] ? "" : await (await fetch(house.url)).text();
  if (own.includes('id="root"')) return { ...house, front: house.url };
  const port = await findFreePort();
  const server = await startWebServer(port, house.port);
  return {
    ...house,
    front: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await house.close();
    },
  };
}

export const PASSWORD = "expediter";

export interface Login {
  username: string;
  token: string;
  user: { id: string; business_id: string | null; role: string };
  session: string;
}

/** Logs in without a page: what the page would remember. */
export async function logIn(site: Place, username: string, password = PASSWORD): Promise<Login> {
  const answer = await fetch(`${site.url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`login of ${username}: ${answer.status}`);
  const tokens = await answer.json();
  return {
    username,
    token: tokens.access_token,
    user: tokens.user,
    session: JSON.stringify({
      user: tokens.user,
      access: tokens.access_token,
      refresh: tokens.refresh_token,
      expiresAt: Date.now() + tokens.expires_in * 1000,
    }),
  };
}

export interface Api {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body?: unknown) => Promise<T>;
  patch: <T>(path: string, body: unknown) => Promise<T>;
}

/** The API as this account, for what a test needs and does not test. */
export function createApiClient(site: Place, login: Login): Api {
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(site.url + path, {
      method,
      headers: {
        authorization: `Bearer ${login.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    patch: (path, body) => call("PATCH", path, body),
  };
}

/** A browser of its own in which this account is logged in already. */
export async function openBrowser(
  browser: Browser,
  site: Place,
  login: Login | null,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: site.front,
    viewport: { width: 1280, height: 860 },
    ...(login
      ? {
          storageState: {
            cookies: [],
            origins: [
              { origin: site.front, localStorage: [{ name: "expediter.session", value: login.session }] },
            ],
          },
        }
      : {}),
    ...options,
  });
  const page = await context.newPage();
  return { context, page };
}

/** Counts what a thumb does. */
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

interface Worker {
  site: Site;
}

export const test = base.extend<object, Worker>({
  site: [
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
export type { APIRequestContext, Page };
