/** The whole way on three services, PostgreSQL and RabbitMQ, behind one proxy; and what happens when one of them dies. */
import type { Page } from "@playwright/test";
import { listItems, type Order, placeOrder } from "./support/orders";
import { startServices, type Services } from "./support/services";
import { createApiClient, openBrowser, expect, logIn, createTapCounter, test } from "./support/test";

let services: Services;

test.beforeAll(async () => {
  services = await startServices();
});

test.afterAll(() => services?.close());

test("an order goes from one browser to another and back; workers and notifiers die, and nothing is lost or told twice", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const noodles = await logIn(services, "noodles");
  const diner = await logIn(services, "diner");
  const first = await services.kitchenWorker("first", "1");
  const owner = await openBrowser(browser, services, noodles);
  const guest = await openBrowser(browser, services, diner, { viewport: { width: 390, height: 844 } });
  const board = owner.page;
  const chips = [board.getByTestId("connection"), guest.page.getByTestId("connection")];

  // The diner orders, in three taps.
  await board.goto("/board");
  await guest.page.goto("/");
  for (const chip of chips) await expect(chip).toHaveText("Live");
  const thumb = createTapCounter();
  await thumb.tap(guest.page.getByRole("link", { name: /Noodle Bar Nine/ }));
  await thumb.tap(guest.page.getByRole("button", { name: "Add Gyoza" }));
  await thumb.tap(guest.page.getByRole("button", { name: /Place order/ }));
  expect(thumb.count).toBe(3);
  await expect(headline(guest.page)).toHaveText("Waiting to be accepted");
  const number = (await guest.page.getByRole("heading", { level: 1 }).textContent()) ?? "?";

  // The business accepts, in one; the kitchen cooks; both pages are told.
  const ticket = board.getByTestId("ticket").filter({ hasText: number });
  await expect(ticket).toHaveCount(1);
  await ticket.getByRole("button", { name: /^Accept/ }).click();
  await expect(headline(guest.page)).toHaveText("Ready to collect");
  await expect(board.getByTestId("column-ready").getByText(number)).toBeVisible();

  // A worker is killed over an order: another takes it over.
  await first.kill();
  const slow = await services.kitchenWorker("slow", "600");
  const order = await placed(diner, 1);
  await createApiClient(services, noodles).post(`/api/orders/${order.id}/accept`);
  await guest.page.goto(`/orders/${order.id}`);
  await expect(headline(guest.page)).toHaveText("Being cooked");
  await slow.kill();
  await services.kitchenWorker("other", "1");
  await expect(headline(guest.page)).toHaveText("Ready to collect", { timeout: 60_000 });
  const { data } = await createApiClient(services, noodles).get<{
    data: { kind: string; actor: { name: string } }[];
  }>(`/api/orders/${order.id}/events`);
  const story = data.map((event) => `${event.kind} ${event.actor.name}`);
  expect(story.slice(1)).toEqual([
    "order.accepted Ken Sato",
    "order.processing slow",
    "order.completed other",
  ]);

  // The notifier is killed, and started again: both pages have missed what happened meanwhile, and catch up.
  await services.notifier.kill();
  for (const chip of chips) await expect(chip).not.toHaveText("Live");
  const missed = await placed(diner, 2);
  await createApiClient(services, noodles).post(`/api/orders/${missed.id}/accept`);
  const status = async () =>
    (await createApiClient(services, noodles).get<Order>(`/api/orders/${missed.id}`)).status;
  await expect.poll(status, { timeout: 20_000 }).toBe("completed");
  await expect(board.getByTestId("ticket").filter({ hasText: missed.number })).toHaveCount(0);
  await services.notifier.start();
  for (const chip of chips) await expect(chip).toHaveText("Live", { timeout: 20_000 });
  for (const page of [board, guest.page]) {
    await expect(page.getByText("4 updates while away").first()).toBeVisible();
    await expect(page.getByText(/updates while away/)).toHaveCount(1);
  }
  await expect(board.getByTestId("column-ready").getByText(missed.number)).toBeVisible();
  await expect(board.getByTestId("ticket").filter({ hasText: missed.number })).toHaveCount(1);
  await guest.page.getByRole("link", { name: "Your orders" }).click();
  for (const one of [number, order.number, missed.number])
    await expect(guest.page.getByRole("link", { name: new RegExp(one) })).toHaveCount(1);
  await owner.context.close();
  await guest.context.close();

  async function placed(who: typeof diner, quantity: number): Promise<Order> {
    const [dish] = await listItems(services, noodles.user.business_id ?? "");
    if (!dish) throw new Error("there is a dish");
    return placeOrder(createApiClient(services, who), [[dish, quantity]]);
  }
});

test("the proxy serves the page: deep links, compressed, hashed names for a year, a strict policy", async () => {
  const html = { accept: "text/html,application/xhtml+xml", "accept-encoding": "gzip" };
  for (const path of ["/", "/board", "/orders", "/b/01a1fdd3-0000-7000-8000-000000000001", "/login"]) {
    const page = await fetch(services.front + path, { headers: html });
    expect(page.status, path).toBe(200);
    expect(await page.text(), path).toContain('id="root"');
    expect(page.headers.get("cache-control"), path).toBe("no-cache");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  }
  const page = await (await fetch(services.front, { headers: html })).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
  const asset = await fetch(services.front + script, { headers: { "accept-encoding": "gzip" } });
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  expect(asset.headers.get("content-type")).toBe("text/javascript");
  // What programs get at the same addresses is the API's; what is not there is not the page.
  const program = await fetch(`${services.front}/api/orders`, { headers: html });
  expect(program.status).toBe(401);
  expect(program.headers.get("content-type")).toBe("application/problem+json");
  expect((await fetch(`${services.front}/assets/none.js`)).status).toBe(404);
});

const headline = (page: Page) => page.getByTestId("headline");
