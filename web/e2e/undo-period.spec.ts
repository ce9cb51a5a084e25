/** Commands that can be undone, on pages that are hidden, frozen, closed or killed before the commands are sent. */
import type { BrowserContext, Page } from "@playwright/test";
import type { Order, OrderCommand } from "../src/api/types";
import { findItem, getOrderStatus, placeOrder, sendCommands } from "./support/orders";
import {
  type ApiClient,
  createApiClient,
  expect,
  logIn,
  openBrowser,
  register,
  type Site,
  test,
} from "./support/test";

const UNDO_MS = 5_000;

interface Kitchen {
  site: Site;
  api: ApiClient;
  context: BrowserContext;
  page: Page;
  placeOrder: (...commands: OrderCommand[]) => Promise<Order>;
  /** The commands that the browser has sent. */
  sent: string[];
}

/** Registers a business and creates a page for its owner. The page's undo periods never end, as on a phone that sleeps. */
async function openKitchen(browser: Parameters<typeof openBrowser>[0], site: Site): Promise<Kitchen> {
  const login = await register(site, `kitchen-${Date.now()}`, { role: "business", business_name: "Cantina" });
  const api = createApiClient(site, login);
  await api.patch(`/api/businesses/${login.businessId}`, { acceptance: "manual", kitchen: "manual" });
  await api.post("/api/items", { name: "Taco", price_cents: 400, stock_quantity: 50 });
  const item = await findItem(site, login.businessId);
  const customerApi = createApiClient(site, await logIn(site, "diner"));
  const { context, page } = await openBrowser(browser, site, login);
  await page.addInitScript((undoMs) => {
    const original = window.setTimeout.bind(window);
    const suspended = (work: TimerHandler, ms?: number, ...args: unknown[]) =>
      ms === undoMs ? 0 : original(work, ms, ...args);
    window.setTimeout = suspended as typeof window.setTimeout;
  }, UNDO_MS);
  const sent: string[] = [];
  context.on("request", (request) => {
    const command = /\/api\/orders\/[^/]+\/([a-z-]+)$/.exec(request.url())?.[1];
    if (command && request.method() === "POST") sent.push(command);
  });
  return {
    site,
    api,
    context,
    page,
    sent,
    async placeOrder(...commands) {
      const order = await placeOrder(customerApi, [[item, 1]]);
      await sendCommands(api, order, ...commands);
      return order;
    },
  };
}

/** Issues a command on the board, and checks that it is not sent yet. */
async function issue({ page, api, sent }: Kitchen, order: Order, label: string) {
  const { status } = await api.get<Order>(`/api/orders/${order.id}`);
  await page.getByRole("button", { name: `${label} ${order.number}` }).click();
  await expect(page.getByRole("button", { name: "Undo", exact: true }).last()).toBeVisible();
  expect(await getOrderStatus(api, order)).toBe(status);
  expect(sent).toEqual([]);
}

const setVisibility = (page: Page, state: DocumentVisibilityState) =>
  page.evaluate((visibilityState) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

/** Kills the process of the tab. */
async function kill(page: Page) {
  const crash = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  // The process cannot answer this request.
  void session.send("Page.crash").catch(() => undefined);
  await crash;
}

const SUSPENSIONS: Record<string, (page: Page) => Promise<unknown>> = {
  hidden: (page) => setVisibility(page, "hidden"),
  // Headless Chromium never freezes a page.
  frozen: (page) =>
    page.evaluate(() => {
      document.dispatchEvent(new Event("freeze"));
    }),
  left: (page) => page.goto("about:blank"),
  closed: (page) => page.close(),
};

for (const [name, suspend] of Object.entries(SUSPENSIONS)) {
  test(`a completed order is sent at once when the page is ${name}`, async ({ browser, site }) => {
    const kitchen = await openKitchen(browser, site);
    const order = await kitchen.placeOrder("accept", "start");
    await kitchen.page.goto("/board");
    await issue(kitchen, order, "Complete");
    await suspend(kitchen.page);
    await expect.poll(() => getOrderStatus(kitchen.api, order)).toBe("completed");
    await kitchen.context.close();
  });
}

test("commands of a killed tab are sent once by the other tabs", async ({ browser, site }) => {
  const kitchen = await openKitchen(browser, site);
  const [completed, rejected] = [await kitchen.placeOrder("accept", "start"), await kitchen.placeOrder()];
  await kitchen.page.goto("/board");
  const otherTabs = [await kitchen.context.newPage(), await kitchen.context.newPage()];
  for (const tab of otherTabs) await tab.goto("/board");
  await issue(kitchen, completed, "Complete");
  await issue(kitchen, rejected, "Reject");
  await kill(kitchen.page);
  await expect.poll(() => getOrderStatus(kitchen.api, completed)).toBe("completed");
  await expect.poll(() => getOrderStatus(kitchen.api, rejected)).toBe("rejected");
  expect(kitchen.sent.toSorted()).toEqual(["complete", "reject"]);
  await kitchen.context.close();
});

test("a command of a killed tab is sent when the page is opened again", async ({ browser, site }) => {
  const kitchen = await openKitchen(browser, site);
  const order = await kitchen.placeOrder("accept", "start", "complete");
  await kitchen.page.goto("/board");
  await issue(kitchen, order, "Hand over");
  await kill(kitchen.page);
  const reopened = await kitchen.context.newPage();
  await reopened.goto("/board");
  await expect(reopened.getByText(`${order.number} picked up.`).first()).toBeVisible();
  const stored = await kitchen.api.get<Order>(`/api/orders/${order.id}`);
  expect(stored.handed_over_at).toBeTruthy();
  expect(kitchen.sent).toEqual(["hand-over"]);
  await kitchen.context.close();
});

test("a command of a killed tab is not sent, but reported, if the order has changed", async ({
  browser,
  site,
}) => {
  const kitchen = await openKitchen(browser, site);
  const order = await kitchen.placeOrder();
  await kitchen.page.goto("/board");
  await issue(kitchen, order, "Reject");
  await kill(kitchen.page);
  await sendCommands(kitchen.api, order, "accept");
  const reopened = await kitchen.context.newPage();
  await reopened.goto("/board");
  await expect(
    reopened.getByText(`${order.number} wasn't rejected. The order changed in the meantime.`).first(),
  ).toBeVisible();
  await expect(reopened.getByTestId("column-accepted").getByText(order.number)).toBeVisible();
  expect(await getOrderStatus(kitchen.api, order)).toBe("accepted");
  expect(kitchen.sent).toEqual([]);
  await kitchen.context.close();
});

test("a command is sent after the wake-up if there was no network when the page was hidden", async ({
  browser,
  site,
}) => {
  const kitchen = await openKitchen(browser, site);
  const order = await kitchen.placeOrder("accept", "start");
  const { page, api } = kitchen;
  await page.goto("/board");
  await issue(kitchen, order, "Complete");
  await page.route(/\/api\/orders\//, (route) => route.abort());
  await setVisibility(page, "hidden");
  await expect.poll(() => kitchen.sent).toEqual(["complete"]);
  expect(await getOrderStatus(api, order)).toBe("processing");
  await page.unroute(/\/api\/orders\//);
  await setVisibility(page, "visible");
  await expect.poll(() => getOrderStatus(api, order)).toBe("completed");
  await expect(page.getByTestId("column-ready").getByText(order.number)).toBeVisible();
  await kitchen.context.close();
});

test("a command that the server refuses after the page was hidden is reported", async ({ browser, site }) => {
  const kitchen = await openKitchen(browser, site);
  const order = await kitchen.placeOrder();
  const { page, api } = kitchen;
  // The page is connected but receives no events.
  await page.routeWebSocket(/\/ws$/, (socket) => {
    socket.onMessage(() => socket.send(JSON.stringify({ type: "ready", cursor: "00000000.0" })));
  });
  await page.goto("/board");
  await issue(kitchen, order, "Reject");
  await sendCommands(api, order, "accept", "start");
  await setVisibility(page, "hidden");
  await expect(page.getByRole("alert").filter({ hasText: order.number })).toBeVisible();
  await setVisibility(page, "visible");
  await expect(page.getByTestId("column-processing").getByText(order.number)).toBeVisible();
  expect(await getOrderStatus(api, order)).toBe("processing");
  await kitchen.context.close();
});
