/** The services on PostgreSQL and RabbitMQ behind the proxy, including the failure of a worker and a notifier. */
import type { Page } from "@playwright/test";
import { findItem, getOrderStatus, placeOrder, sendCommands } from "./support/orders";
import { type Services, startServices } from "./support/services";
import { createApiClient, createTapCounter, expect, logIn, openBrowser, PHONE, test } from "./support/test";

interface HistoryPage {
  data: { kind: string; actor: { name: string } }[];
}

let services: Services;

test.beforeAll(async () => {
  services = await startServices();
});

test.afterAll(() => services?.close());

const getHeadline = (page: Page) => page.getByTestId("headline");

test("orders survive the failure of a worker and a notifier, and every update arrives once", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const ownerLogin = await logIn(services, "noodles");
  const customerLogin = await logIn(services, "diner");
  const ownerApi = createApiClient(services, ownerLogin);
  const customerApi = createApiClient(services, customerLogin);
  const item = await findItem(services, ownerLogin.businessId);
  const firstWorker = await services.startKitchenWorker("first", "1");
  const { page: board, context: ownerContext } = await openBrowser(browser, services, ownerLogin);
  const { page, context } = await openBrowser(browser, services, customerLogin, PHONE);
  const chips = [board.getByTestId("connection"), page.getByTestId("connection")];

  // The customer orders with three taps.
  await board.goto("/board");
  await page.goto("/");
  for (const chip of chips) await expect(chip).toHaveText("Live");
  const taps = createTapCounter();
  await taps.tap(page.getByRole("link", { name: /Noodle Bar Nine/ }));
  await taps.tap(page.getByRole("button", { name: "Add Gyoza" }));
  await taps.tap(page.getByRole("button", { name: /Place order/ }));
  expect(taps.count).toBe(3);
  await expect(getHeadline(page)).toHaveText("Waiting to be accepted");
  const number = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "?";

  // The owner accepts with one tap, and a worker prepares the order.
  const ticket = board.getByTestId("ticket").filter({ hasText: number });
  await expect(ticket).toHaveCount(1);
  await ticket.getByRole("button", { name: /^Accept/ }).click();
  await expect(getHeadline(page)).toHaveText("Ready for pickup");
  await expect(board.getByTestId("column-ready").getByText(number)).toBeVisible();

  // A worker is killed during the preparation, and another one continues.
  await firstWorker.kill();
  const slowWorker = await services.startKitchenWorker("slow", "600");
  const order = await placeOrder(customerApi, [[item, 1]]);
  await sendCommands(ownerApi, order, "accept");
  await page.goto(`/orders/${order.id}`);
  await expect(getHeadline(page)).toHaveText("Being prepared");
  await slowWorker.kill();
  await services.startKitchenWorker("other", "1");
  await expect(getHeadline(page)).toHaveText("Ready for pickup", { timeout: 60_000 });
  const { data } = await ownerApi.get<HistoryPage>(`/api/orders/${order.id}/events`);
  expect(data.slice(1).map((event) => `${event.kind} ${event.actor.name}`)).toEqual([
    "order.accepted Ken Sato",
    "order.processing slow",
    "order.completed other",
  ]);

  // The notifier is restarted, and both pages catch up with the updates they have missed.
  await services.notifier.kill();
  for (const chip of chips) await expect(chip).not.toHaveText("Live");
  const missed = await placeOrder(customerApi, [[item, 2]]);
  await sendCommands(ownerApi, missed, "accept");
  await expect.poll(() => getOrderStatus(ownerApi, missed), { timeout: 20_000 }).toBe("completed");
  await expect(board.getByTestId("ticket").filter({ hasText: missed.number })).toHaveCount(0);
  await services.notifier.start();
  for (const chip of chips) await expect(chip).toHaveText("Live", { timeout: 20_000 });
  for (const openPage of [board, page]) {
    await expect(openPage.getByText("4 updates while you were offline").first()).toBeVisible();
    await expect(openPage.getByText(/updates while you were offline/)).toHaveCount(1);
  }
  await expect(board.getByTestId("column-ready").getByText(missed.number)).toBeVisible();
  await expect(board.getByTestId("ticket").filter({ hasText: missed.number })).toHaveCount(1);
  await page.getByRole("link", { name: "Your orders" }).click();
  for (const orderNumber of [number, order.number, missed.number])
    await expect(page.getByRole("link", { name: new RegExp(orderNumber) })).toHaveCount(1);
  await ownerContext.close();
  await context.close();
});

test("the proxy serves the app with deep links, compression, long caching of assets and a strict policy", async () => {
  const headers = { accept: "text/html,application/xhtml+xml", "accept-encoding": "gzip" };
  for (const path of ["/", "/board", "/orders", "/b/01a1fdd3-0000-7000-8000-000000000001", "/login"]) {
    const page = await fetch(services.webUrl + path, { headers });
    expect(page.status, path).toBe(200);
    expect(await page.text(), path).toContain('id="root"');
    expect(page.headers.get("cache-control"), path).toBe("no-cache");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  }
  const html = await (await fetch(services.webUrl, { headers })).text();
  const scriptPath = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  const asset = await fetch(services.webUrl + scriptPath, { headers: { "accept-encoding": "gzip" } });
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  expect(asset.headers.get("content-type")).toBe("text/javascript");
  // API paths return no pages, even if the client accepts HTML, and a missing asset returns no page, either.
  const apiResponse = await fetch(`${services.webUrl}/api/orders`, { headers });
  expect(apiResponse.status).toBe(401);
  expect(apiResponse.headers.get("content-type")).toBe("application/problem+json");
  expect((await fetch(`${services.webUrl}/assets/none.js`)).status).toBe(404);
});
