/** Menus that change while they are open. */
import type { Page } from "@playwright/test";
import { findItem, placeOrder } from "./support/orders";
import { type Services, startServices } from "./support/services";
import { createApiClient, type Endpoints, expect, logIn, openBrowser, PHONE, test } from "./support/test";

/** Maximum time from a request that changes a menu to the change on the screen of a customer. */
const MAX_DELAY_MS = 1_000;

/** Starts to record the times at which the card of an item shows new texts. */
async function recordTexts(page: Page, itemId: string) {
  await page.evaluate((id) => {
    const times: [string, number][] = [];
    (window as unknown as { times: [string, number][] }).times = times;
    const getText = () => document.querySelector(`[data-item="${id}"]`)?.textContent ?? "removed";
    let last = getText();
    new MutationObserver(() => {
      if (getText() === last) return;
      last = getText();
      times.push([last, Date.now()]);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  }, itemId);
}

/** Changes a menu. Returns the time from the request until the card shows `text`, in milliseconds. */
async function measureDelay(page: Page, text: string, change: () => Promise<unknown>): Promise<number> {
  const startedAt = Date.now();
  await change();
  const findTime = () =>
    page.evaluate(
      ([expected, since]) =>
        (window as unknown as { times: [string, number][] }).times.find(
          ([shown, at]) => at >= Number(since) && shown.includes(String(expected)),
        )?.[1],
      [text, startedAt],
    );
  await expect.poll(findTime).toBeTruthy();
  return ((await findTime()) ?? Infinity) - startedAt;
}

/** Checks that an open menu shows changes of its items and business. Returns the delays of the changes in milliseconds. */
async function checkLiveMenu(page: Page, endpoints: Endpoints) {
  const owner = await logIn(endpoints, "noodles");
  const ownerApi = createApiClient(endpoints, owner);
  const item = await findItem(endpoints, owner.businessId, "Gyoza");
  const customerApi = createApiClient(endpoints, await logIn(endpoints, "diner"));
  let fetchCount = 0;
  page.on("request", (request) => {
    if (request.url().includes(`/api/businesses/${owner.businessId}/items`)) fetchCount += 1;
  });
  const received = page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await page.goto(`/b/${owner.businessId}`);
  await received;
  const card = page.locator(`[data-item="${item.id}"]`);
  await expect(card.getByRole("button", { name: "Add Gyoza" })).toBeEnabled();
  await recordTexts(page, item.id);
  const fetchedBefore = fetchCount;
  const patch = (change: object) => ownerApi.patch(`/api/items/${item.id}`, change);

  const delays = [
    await measureDelay(page, "Sold out", () => patch({ available: false })),
    await measureDelay(page, "77.70", () => patch({ available: true, price_cents: 7_770 })),
    await measureDelay(page, "Only 3 left", () =>
      ownerApi.post(`/api/items/${item.id}/stock`, { delta: 3 - item.stock_quantity }),
    ),
    await measureDelay(page, "Only 1 left", () => placeOrder(customerApi, [[item, 2]])),
  ];
  await ownerApi.patch(`/api/businesses/${owner.businessId}`, { open: false });
  await expect(page.getByText("Noodle Bar Nine is closed.")).toBeVisible({ timeout: MAX_DELAY_MS });
  for (const delay of delays) expect(delay).toBeLessThan(MAX_DELAY_MS);
  // None of these changes was fetched.
  expect(fetchCount).toBe(fetchedBefore);
  await ownerApi.patch(`/api/businesses/${owner.businessId}`, { open: true });
  return delays;
}

test("a visitor sees changes of a menu within a second", async ({ browser, site }, { annotations }) => {
  const { page, context } = await openBrowser(browser, site, null, PHONE);
  const delays = await checkLiveMenu(page, site);
  annotations.push({ type: "delays in ms", description: delays.join(", ") });
  await expect(page.getByTestId("connection")).toHaveCount(0);
  // After the login, the connection of the account sends the changes.
  const owner = await logIn(site, "noodles");
  const item = await findItem(site, owner.businessId, "Gyoza");
  const customer = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await customer.page.goto(`/b/${owner.businessId}`);
  await expect(customer.page.getByTestId("connection")).toHaveText("Live");
  await expect(customer.page.locator(`[data-item="${item.id}"]`)).toContainText("Only 1 left");
  await recordTexts(customer.page, item.id);
  const ownerApi = createApiClient(site, owner);
  const soldOut = () => ownerApi.post(`/api/items/${item.id}/stock`, { delta: -1 });
  expect(await measureDelay(customer.page, "Sold out", soldOut)).toBeLessThan(MAX_DELAY_MS);
  await context.close();
  await customer.context.close();
});

test.describe("with PostgreSQL and RabbitMQ", () => {
  let services: Services;

  test.beforeAll(async () => {
    services = await startServices();
  });

  test.afterAll(() => services?.close());

  test("a visitor sees changes of a menu within a second", async ({ browser }, { annotations }) => {
    const { page, context } = await openBrowser(browser, services, null, PHONE);
    const delays = await checkLiveMenu(page, services);
    annotations.push({ type: "delays in ms", description: delays.join(", ") });
    await context.close();
  });
});
