/** Requests that the server rejects, and requests that are sent twice. */
import { findItem, listItems, placeOrder, sendCommands } from "./support/orders";
import { blockMenuUpdates } from "./support/stale-menu";
import { createApiClient, expect, logIn, openBrowser, PASSWORD, test } from "./support/test";

test("a double tap on Place order creates one order, even if the response is lost", async ({
  browser,
  site,
}) => {
  const login = await logIn(site, "diner");
  const { businessId } = await logIn(site, "noodles");
  const { page, context } = await openBrowser(browser, site, login);
  const api = createApiClient(site, login);
  const countOrders = async () => (await api.get<{ data: unknown[] }>("/api/orders?limit=100")).data.length;
  const idempotencyKeys: string[] = [];
  // The response to the first request is lost.
  await page.route(/\/api\/orders$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    idempotencyKeys.push(route.request().headers()["idempotency-key"] ?? "");
    if (idempotencyKeys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const countBefore = await countOrders();
  await page.goto(`/b/${businessId}`);
  await page.getByRole("button", { name: "Add Karaage" }).click();
  await page.getByRole("button", { name: /Place order/ }).dblclick();
  await expect(page.getByRole("dialog")).toContainText("It's safe to try again. You won't order twice.");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  expect(idempotencyKeys).toHaveLength(2);
  expect(new Set(idempotencyKeys).size).toBe(1);
  expect(await countOrders()).toBe(countBefore + 1);

  // If no response is lost, two clicks send one request.
  await page.goto(`/b/${businessId}`);
  await page.getByRole("button", { name: "Add Karaage" }).click();
  await page.getByRole("button", { name: /Place order/ }).dblclick();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  expect(idempotencyKeys).toHaveLength(3);
  expect(await countOrders()).toBe(countBefore + 2);
  await context.close();
});

test("an order that exceeds the stock is reduced with one tap", async ({ browser, site }) => {
  const ownerLogin = await logIn(site, "noodles");
  const item = await findItem(site, ownerLogin.businessId, "Yaki udon");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  await blockMenuUpdates(page);
  await page.goto(`/b/${ownerLogin.businessId}`);
  await page.getByRole("button", { name: "Add Yaki udon" }).click();
  await page.getByRole("button", { name: "Increase Yaki udon" }).click();
  await page.getByRole("button", { name: "Add Gyoza" }).click();
  // The page keeps showing the old stock.
  await page.route(/\/items\?/, (route) => route.abort());
  const ownerApi = createApiClient(site, ownerLogin);
  await ownerApi.post(`/api/items/${item.id}/stock`, { delta: 1 - item.stock_quantity });
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByRole("dialog")).toContainText("Yaki udon: only 1 left (you wanted 2).");
  await page.unroute(/\/items\?/);
  await page.getByRole("button", { name: "Order what's available" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await expect(page.getByRole("listitem").filter({ hasText: "1 ×Yaki udon" })).toBeVisible();
  await context.close();
});

test("a changed price needs a confirmation", async ({ browser, site }) => {
  const ownerLogin = await logIn(site, "noodles");
  const item = await findItem(site, ownerLogin.businessId, "Genmaicha");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  await blockMenuUpdates(page);
  await page.goto(`/b/${ownerLogin.businessId}`);
  await page.getByRole("button", { name: "Add Genmaicha" }).click();
  await createApiClient(site, ownerLogin).patch(`/api/items/${item.id}`, { price_cents: 400 });
  await page.getByRole("button", { name: /Place order.*3\.80/ }).click();
  await expect(page.getByRole("dialog")).toContainText("Your new total is €4.00. Your order wasn't placed.");
  await page.getByRole("button", { name: "Place order for €4.00" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await context.close();
});

test("a command that loses a race shows the actual status", async ({ browser, site }) => {
  const ownerLogin = await logIn(site, "noodles");
  const login = await logIn(site, "diner");
  const item = await findItem(site, ownerLogin.businessId);
  const order = await placeOrder(createApiClient(site, login), [[item, 1]]);
  const { page, context } = await openBrowser(browser, site, login);
  // The page is connected but receives no events.
  await page.routeWebSocket(/\/ws$/, (socket) => {
    socket.onMessage(() => socket.send(JSON.stringify({ type: "ready", cursor: "00000000.0" })));
  });
  await page.goto(`/orders/${order.id}`);
  const cancelButton = page.getByRole("button", { name: "Cancel order" });
  await expect(cancelButton).toBeVisible();
  await page.route(new RegExp(`/api/orders/${order.id}$`), (route) => route.abort());
  await sendCommands(createApiClient(site, ownerLogin), order, "accept");
  await cancelButton.click();
  await expect(page.getByText(/It's too late to cancel ORD\d+/).first()).toBeVisible();
  await page.unroute(new RegExp(`/api/orders/${order.id}$`));
  await expect(page.getByTestId("headline")).toHaveText(/Accepted|Being prepared|Ready/);
  await expect(cancelButton).toHaveCount(0);
  await context.close();
});

test("concurrent edits of an item show a conflict dialog", async ({ browser, site }) => {
  const login = await logIn(site, "noodles");
  const item = await findItem(site, login.businessId, "Kitsune udon");
  const { page, context } = await openBrowser(browser, site, login);
  await page.goto("/menu");
  await page.getByRole("button", { name: "Edit Kitsune udon" }).click();
  await page.getByLabel("Price in EUR").fill("12.90");
  await createApiClient(site, login).patch(`/api/items/${item.id}`, {
    price_cents: 1210,
    description: "Now with yuzu",
  });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: /Someone else has edited Kitsune udon/ })).toBeVisible();
  await expect(page.getByRole("dialog")).toContainText("12.90");
  await expect(page.getByRole("dialog")).toContainText("12.10");
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByTestId("stock-row").filter({ hasText: "Kitsune udon" })).toContainText("€12.90");
  const saved = (await listItems(site, login.businessId)).find((other) => other.id === item.id);
  expect(saved).toMatchObject({ price_cents: 1290, description: "Now with yuzu" });
  await context.close();
});

test("a rate limit disables Retry until its delay has passed", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  const problem = {
    type: "/problems/too-many-requests",
    title: "Too many requests",
    status: 429,
    detail: "Try again in 3 s.",
    trace_id: "abcdef0123456789",
  };
  let requestCount = 0;
  await page.route(/\/api\/businesses/, (route) => {
    requestCount += 1;
    return requestCount === 1
      ? route.fulfill({ status: 429, headers: { "retry-after": "3" }, json: problem })
      : route.continue();
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Too many requests" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Retry in [123] s/ })).toBeDisabled();
  await expect(page.getByRole("button", { name: /Copy error ID abcdef01/ })).toBeVisible();
  await expect(page.getByText("Noodle Bar Nine")).toBeVisible();
  await context.close();
});

test("a wrong password shows an error, and the next attempt works", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  await page.goto("/login");
  await page.getByLabel("Username").fill("diner");
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByText("Incorrect username or password.")).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "What would you like to eat?" })).toBeVisible();
  await context.close();
});
