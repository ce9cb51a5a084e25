/** What the server refuses, and what people do twice. */
import { listItems, placeOrder } from "./support/orders";
import { createApiClient, openBrowser, expect, logIn, test } from "./support/test";

test("a double tap on Place is one order, also when its answer is lost", async ({ browser, site }) => {
  const login = await logIn(site, "diner");
  const noodles = await logIn(site, "noodles");
  const { page, context } = await openBrowser(browser, site, login);
  const count = async () =>
    (await createApiClient(site, login).get<{ data: unknown[] }>("/api/orders?limit=100")).data.length;
  const posts: string[] = [];
  // The first answer is lost on its way: the guest presses again.
  await page.route(/\/api\/orders$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts.push(route.request().headers()["idempotency-key"] ?? "");
    if (posts.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const before = await count();
  await page.goto(`/b/${noodles.user.business_id ?? ""}`);
  await page.getByRole("button", { name: "Add Karaage" }).click();
  await page.getByRole("button", { name: /Place order/ }).dblclick();
  await expect(page.getByRole("dialog")).toContainText("it stays one order, however often you try");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  expect(posts).toHaveLength(2);
  expect(new Set(posts).size).toBe(1);
  expect(await count()).toBe(before + 1);

  // And one that is not lost: two clicks, one request.
  await page.goto(`/b/${noodles.user.business_id ?? ""}`);
  await page.getByRole("button", { name: "Add Karaage" }).click();
  await page.getByRole("button", { name: /Place order/ }).dblclick();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  expect(posts).toHaveLength(3);
  expect(await count()).toBe(before + 2);
  await context.close();
});

test("what is sold out meanwhile is said, and mended by one tap", async ({ browser, site }) => {
  const noodles = await logIn(site, "noodles");
  const menu = await listItems(site, noodles.user.business_id ?? "");
  const dish = menu.find((item) => item.name === "Yaki udon");
  if (!dish) throw new Error("there is yaki udon");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  await page.goto(`/b/${noodles.user.business_id ?? ""}`);
  await page.getByRole("button", { name: "Add Yaki udon" }).click();
  await page.getByRole("button", { name: "One more Yaki udon" }).click();
  await page.getByRole("button", { name: "Add Gyoza" }).click();
  // The page still shows the old menu.
  await page.route(/\/items\?/, (route) => route.abort());
  await createApiClient(site, noodles).post(`/api/items/${dish.id}/stock`, {
    delta: 1 - dish.stock_quantity,
  });
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByRole("dialog")).toContainText("Yaki udon: only 1 left, you wanted 2.");
  await page.unroute(/\/items\?/);
  await page.getByRole("button", { name: "Order what is left" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await expect(page.getByRole("listitem").filter({ hasText: "1 ×Yaki udon" })).toBeVisible();
  await context.close();
});

test("a price that has changed is asked about before it is paid", async ({ browser, site }) => {
  const noodles = await logIn(site, "noodles");
  const dish = (await listItems(site, noodles.user.business_id ?? "")).find(
    (item) => item.name === "Genmaicha",
  );
  if (!dish) throw new Error("there is tea");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"));
  await page.goto(`/b/${noodles.user.business_id ?? ""}`);
  await page.getByRole("button", { name: "Add Genmaicha" }).click();
  await createApiClient(site, noodles).patch(`/api/items/${dish.id}`, { price_cents: 400 });
  await page.getByRole("button", { name: /Place order.*3\.80/ }).click();
  await expect(page.getByRole("dialog")).toContainText("It costs €4.00 now. Nothing was ordered.");
  await page.getByRole("button", { name: "Order at this price" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await context.close();
});

test("a lost race shows the true state", async ({ browser, site }) => {
  const noodles = await logIn(site, "noodles");
  const api = createApiClient(site, noodles);
  const login = await logIn(site, "diner");
  const [dish] = await listItems(site, noodles.user.business_id ?? "");
  if (!dish) throw new Error("there is a dish");
  const order = await placeOrder(createApiClient(site, login), [[dish, 1]]);
  const { page, context } = await openBrowser(browser, site, login);
  // This page hears of nothing: its connection is silent.
  await page.routeWebSocket(/\/ws$/, (socket) => {
    socket.onMessage(() => socket.send(JSON.stringify({ type: "ready", cursor: "00000000.0" })));
  });
  await page.goto(`/orders/${order.id}`);
  const cancel = page.getByRole("button", { name: "Cancel the order" });
  await expect(cancel).toBeVisible();
  await page.route(new RegExp(`/api/orders/${order.id}$`), (route) => route.abort());
  await api.post(`/api/orders/${order.id}/accept`);
  await cancel.click();
  await expect(page.getByText(/it cannot be cancelled now/).first()).toBeVisible();
  await page.unroute(new RegExp(`/api/orders/${order.id}$`));
  await expect(page.getByTestId("headline")).toHaveText(/Accepted|Being cooked|Ready/);
  await expect(cancel).toHaveCount(0);
  await context.close();
});

test("two people who edit one dish settle it", async ({ browser, site }) => {
  const noodles = await logIn(site, "noodles");
  const dish = (await listItems(site, noodles.user.business_id ?? "")).find(
    (item) => item.name === "Kitsune udon",
  );
  if (!dish) throw new Error("there is udon");
  const { page, context } = await openBrowser(browser, site, noodles);
  await page.goto("/menu");
  await page.getByRole("button", { name: "Edit Kitsune udon" }).click();
  await page.getByLabel("Price in EUR").fill("12.90");
  await createApiClient(site, noodles).patch(`/api/items/${dish.id}`, {
    price_cents: 1210,
    description: "Now with yuzu",
  });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: /Somebody else has edited Kitsune udon/ })).toBeVisible();
  await expect(page.getByRole("dialog")).toContainText("12.90");
  await expect(page.getByRole("dialog")).toContainText("12.10");
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByTestId("stock-row").filter({ hasText: "Kitsune udon" })).toContainText("€12.90");
  const now = (await listItems(site, noodles.user.business_id ?? "")).find((item) => item.id === dish.id);
  expect(now).toMatchObject({ price_cents: 1290, description: "Now with yuzu" });
  await context.close();
});

test("a server that asks for patience gets it", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  const busy = {
    type: "/problems/too-many-requests",
    title: "Too many requests",
    status: 429,
    detail: "Try again in 3 s.",
    trace_id: "abcdef0123456789",
  };
  let calls = 0;
  await page.route(/\/api\/businesses/, (route) => {
    calls += 1;
    return calls === 1
      ? route.fulfill({ status: 429, headers: { "retry-after": "3" }, json: busy })
      : route.continue();
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Too many requests" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Retry in [123] s/ })).toBeDisabled();
  await expect(page.getByRole("button", { name: /Copy trace id abcdef01/ })).toBeVisible();
  await expect(page.getByText("Noodle Bar Nine")).toBeVisible();
  await context.close();
});

test("a wrong password is said in words", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  await page.goto("/login");
  await page.getByLabel("Username").fill("diner");
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByText("There is no account with this name and this password.")).toBeVisible();
  await page.getByLabel("Password").fill("expediter");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "What would you like to eat?" })).toBeVisible();
  await context.close();
});
