/** Unusual data, long lists, and the download size of the first page. */
import type { Page } from "@playwright/test";
import type { Item } from "../src/api/types";
import { findItem, placeOrder } from "./support/orders";
import {
  createApiClient,
  expect,
  logIn,
  openBrowser,
  PHONE,
  register,
  startSite,
  test,
} from "./support/test";

const MAX_FIRST_LOAD_BYTES = 300 * 1024;

test("a customer's first page loads at most 300 KiB, keeps to the security policy, and responds soon", async ({
  browser,
  site,
}) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy|violates/i.test(message.text())) violations.push(message.text());
  });
  page.on("pageerror", (error) => violations.push(error.message));
  // Counts the transferred bytes, including headers, with an empty cache.
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let [bytes, requests] = [0, 0];
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  // Marks the time at which the first card can be clicked.
  await page.addInitScript(() => {
    const checkCard = () => {
      const card = document.querySelector<HTMLElement>('a[href^="/b/"]');
      const rect = card?.getBoundingClientRect();
      const top = rect && document.elementFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
      if (top && card?.contains(top)) performance.mark("usable");
      else requestAnimationFrame(checkCard);
    };
    requestAnimationFrame(checkCard);
  });
  await page.goto("/");
  await expect(page.getByText("Noodle Bar Nine")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const usableMs = await page.evaluate(
    () => performance.getEntriesByName("usable")[0]?.startTime ?? Number.NaN,
  );
  process.stdout.write(
    `first load: ${(bytes / 1024).toFixed(0)} KiB in ${requests} requests; usable after ${usableMs.toFixed(0)} ms\n`,
  );
  expect(bytes).toBeGreaterThan(50 * 1024);
  expect(bytes).toBeLessThanOrEqual(MAX_FIRST_LOAD_BYTES);
  // The limit is generous, because other tests and builds may run on the same machine.
  expect(usableMs).toBeLessThan(10_000);
  expect(violations).toEqual([]);
  await context.close();
});

const hasHorizontalScroll = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test("pages handle long names, script tags, broken images and an empty menu", async ({ browser, site }) => {
  const ownerLogin = await register(site, `owner-${Date.now()}`, {
    role: "business",
    business_name: "W".repeat(200),
  });
  const ownerApi = createApiClient(site, ownerLogin);
  const customerLogin = await logIn(site, "diner");
  const { page, context } = await openBrowser(browser, site, customerLogin, PHONE);
  const alerts: string[] = [];
  page.on("dialog", (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  const requestedUrls: string[] = [];
  page.on("request", (request) => requestedUrls.push(request.url()));
  const menuPath = `/b/${ownerLogin.businessId}`;
  await page.goto(menuPath);
  await expect(page.getByText("No dishes yet.")).toBeVisible();

  const addItem = (item: object) =>
    ownerApi.post<Item>("/api/items", { price_cents: 100, stock_quantity: 9, ...item });
  const script = "<script>alert('soup')</script>";
  const longItem = await addItem({ name: "x".repeat(200), category: "A" });
  await addItem({ name: script, description: "<img src=x onerror=alert(1)>", category: "B" });
  await addItem({ name: "Broken", category: "B", image_url: "https://127.0.0.1:9/none.png" });
  await page.route(/\/items\?/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { data: Item[] };
    for (const item of body.data)
      if (item.id === longItem.id) item.image_url = "http://127.0.0.1:9/insecure.png";
    return route.fulfill({ response, json: body });
  });
  await page.goto(menuPath);
  await expect(page.getByText(script)).toBeVisible();
  const brokenItem = page.getByTestId("item").filter({ hasText: "Broken" });
  await brokenItem.scrollIntoViewIfNeeded();
  await expect(brokenItem.locator("svg").first()).toBeVisible();
  await expect(brokenItem.locator("img")).toHaveCount(0);
  expect(requestedUrls.filter((url) => url.includes("insecure.png"))).toEqual([]);
  expect(await hasHorizontalScroll(page)).toBe(false);
  await page.goto("/");
  await expect(page.getByText("W".repeat(200))).toBeAttached();
  expect(await hasHorizontalScroll(page)).toBe(false);
  expect(alerts).toEqual([]);

  const board = await openBrowser(browser, site, ownerLogin, PHONE);
  await placeOrder(createApiClient(site, customerLogin), [[longItem, 1]]);
  await board.page.goto("/board");
  await expect(
    board.page.getByTestId("ticket").or(board.page.getByText("No orders to accept.")),
  ).toBeVisible();
  expect(await hasHorizontalScroll(board.page)).toBe(false);
  await board.context.close();
  await context.close();
});

test("a board with 500 open orders stays smooth", async ({ browser }) => {
  test.setTimeout(120_000);
  const site = await startSite();
  const ownerLogin = await logIn(site, "noodles");
  const customerApi = createApiClient(site, await logIn(site, "diner"));
  const item = await findItem(site, ownerLogin.businessId);
  await createApiClient(site, ownerLogin).post(`/api/items/${item.id}/stock`, { delta: 5000 });
  for (let batch = 0; batch < 25; batch += 1) {
    await Promise.all(Array.from({ length: 20 }, () => placeOrder(customerApi, [[item, 1]])));
  }
  const { page, context } = await openBrowser(browser, site, ownerLogin, {
    viewport: { width: 1440, height: 900 },
  });
  await page.goto("/board");
  await expect(page.getByTestId("column-pending").getByTestId("ticket")).toHaveCount(500);
  await expect(page.getByTestId("column-pending").locator("h2")).toContainText("500");

  const frameTimes = await page.evaluate(async () => {
    const list = document.querySelector('[data-testid="column-pending"] ul');
    const times: number[] = [];
    let lastFrame = performance.now();
    for (let frame = 0; frame < 60; frame += 1) {
      list?.scrollBy(0, 400);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      times.push(now - lastFrame);
      lastFrame = now;
    }
    return times.sort((a, b) => a - b);
  });
  const [medianMs = Infinity, maxMs = Infinity] = [frameTimes[30], frameTimes[59]];
  const tapMs = await page.evaluate(async () => {
    const button = document.querySelector<HTMLButtonElement>(
      '[data-testid="column-pending"] [aria-label^="Accept"]',
    );
    const start = performance.now();
    button?.click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  });
  await expect(page.getByTestId("column-pending").getByTestId("ticket")).toHaveCount(499);
  process.stdout.write(
    `500 tickets: median frame ${medianMs.toFixed(0)} ms, longest ${maxMs.toFixed(0)} ms, tap ${tapMs.toFixed(0)} ms\n`,
  );
  expect(medianMs).toBeLessThan(100);
  // The limit is generous, because other processes may delay a single frame.
  expect(maxMs).toBeLessThan(500);
  expect(tapMs).toBeLessThan(1000);
  await context.close();
  await site.close();
});

test("a board with 2,500 open orders lists the oldest, and explains that newer ones are missing", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const site = await startSite();
  const ownerLogin = await logIn(site, "noodles");
  const customerApi = createApiClient(site, await logIn(site, "diner"));
  const ownerApi = createApiClient(site, ownerLogin);
  // Otherwise, a kitchen worker may start an order before the owner does.
  await ownerApi.patch(`/api/businesses/${ownerLogin.businessId}`, { kitchen: "manual" });
  const item = await findItem(site, ownerLogin.businessId);
  await ownerApi.post(`/api/items/${item.id}/stock`, { delta: 5000 });
  const oldest = await placeOrder(customerApi, [[item, 1]]);
  const ready = await placeOrder(customerApi, [[item, 1]]);
  for (const command of ["accept", "start", "complete"])
    await ownerApi.post(`/api/orders/${ready.id}/${command}`, {});
  for (let batch = 0; batch < 100; batch += 1) {
    await Promise.all(Array.from({ length: 25 }, () => placeOrder(customerApi, [[item, 1]])));
  }
  const { page, context } = await openBrowser(browser, site, ownerLogin, {
    viewport: { width: 1440, height: 900 },
  });
  await page.goto("/board");
  const pending = page.getByTestId("column-pending");
  await expect(pending.locator("h2")).toContainText("2,000+", { timeout: 60_000 });
  await expect(pending.getByTestId("ticket").first()).toContainText(oldest.number);
  await expect(page.getByTestId("column-ready")).toContainText(ready.number);
  await expect(page.getByText("Too many orders to show.")).toBeVisible();
  await context.close();
  await site.close();
});
