/** Connections that neither transfer data nor fail, such as those of a phone that slept or changed its network. */
import type { Page } from "@playwright/test";
import { startFaultProxy } from "./support/fault-proxy";
import { findItem, placeOrder } from "./support/orders";
import { createApiClient, expect, logIn, openBrowser, test } from "./support/test";

/** Simulates the events of a page that is shown again, or of a network that is available again. */
const WAKE_UPS: Record<string, (page: Page) => Promise<void>> = {
  "becomes visible": (page) =>
    page.evaluate(() => {
      document.dispatchEvent(new Event("visibilitychange"));
    }),
  "gains focus": (page) =>
    page.evaluate(() => {
      window.dispatchEvent(new Event("focus"));
    }),
  "comes online": (page) =>
    page.evaluate(() => {
      window.dispatchEvent(new Event("online"));
    }),
};

for (const [name, wakeUp] of Object.entries(WAKE_UPS)) {
  test(`a page with a frozen connection reconnects within seconds when it ${name}`, async ({
    browser,
    site,
  }) => {
    const login = await logIn(site, "noodles");
    const customerApi = createApiClient(site, await logIn(site, "diner"));
    const item = await findItem(site, login.businessId);
    const proxy = await startFaultProxy(site.webUrl);
    const { page, context } = await openBrowser(browser, { url: site.url, webUrl: proxy.webUrl }, login);
    const sockets: number[] = [];
    page.on("websocket", () => sockets.push(Date.now()));
    await page.goto("/board");
    await expect(page.getByTestId("connection")).toHaveText("Live");
    // A list that is still loading would wait for the frozen connection.
    await expect(page.getByTestId("column-pending")).toBeVisible();
    expect(sockets).toHaveLength(1);

    proxy.freeze();
    const order = await placeOrder(customerApi, [[item, 1]]);
    const wokenAt = Date.now();
    await wakeUp(page);
    await expect(page.getByTestId("ticket").filter({ hasText: order.number })).toBeVisible();
    await expect(page.getByTestId("connection")).toHaveText("Live");
    expect(sockets).toHaveLength(2);
    // Without a check, the page would notice after 20 to 30 s.
    const [, reconnectedAt = Infinity] = sockets;
    expect(reconnectedAt - wokenAt).toBeGreaterThan(2_900);
    expect(reconnectedAt - wokenAt).toBeLessThan(10_000);
    await context.close();
    proxy.close();
  });
}

test("a working connection stays open when the page becomes visible", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  const frames: string[] = [];
  let socketCount = 0;
  page.on("websocket", (socket) => {
    socketCount += 1;
    socket.on("framesent", ({ payload }) => frames.push(String(payload)));
    socket.on("framereceived", ({ payload }) => frames.push(String(payload)));
  });
  await page.goto("/orders");
  await expect(page.getByTestId("connection")).toHaveText("Live");
  for (const wakeUp of Object.values(WAKE_UPS)) await wakeUp(page);
  await expect.poll(() => frames).toContainEqual('{"type":"pong"}');
  expect(frames).toContainEqual('{"type":"ping"}');
  await expect(page.getByTestId("connection")).toHaveText("Live");
  expect(socketCount).toBe(1);
  await context.close();
});

test("a request without a response fails after ten seconds and can be repeated", async ({
  browser,
  site,
}) => {
  const { businessId } = await logIn(site, "noodles");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  await page.goto(`/b/${businessId}`);
  await page.getByRole("button", { name: "Add Karaage" }).click();
  // The request is sent, and its response never arrives.
  await page.route(/\/api\/orders$/, async (route) => {
    await route.fetch();
  });
  const sentAt = Date.now();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByRole("dialog")).toContainText("It's safe to try again. You won't order twice.");
  expect(Date.now() - sentAt).toBeGreaterThan(9_000);
  await page.unroute(/\/api\/orders$/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await context.close();
});
