/** The connection, the server and the token go away; the pages go on by themselves. */
import { listItems, placeOrder } from "./support/orders";
import { createApiClient, openBrowser, expect, logIn, startSite, test } from "./support/test";

test("a server that is killed and revived: both pages catch up, and nothing is shown twice", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const site = await startSite({ KITCHEN_PREP_SECONDS: "1" });
  const noodles = await logIn(site, "noodles");
  const diner = await logIn(site, "diner");
  const [dish] = await listItems(site, noodles.user.business_id ?? "");
  if (!dish) throw new Error("there is a dish");
  const first = await placeOrder(createApiClient(site, diner), [[dish, 1]]);
  const board = await openBrowser(browser, site, noodles);
  const guest = await openBrowser(browser, site, diner);
  let gate = true;
  for (const { page } of [board, guest]) {
    await page.routeWebSocket(/\/ws$/, (socket) => {
      if (gate) socket.connectToServer();
      else void socket.close();
    });
  }
  await board.page.goto("/board");
  await guest.page.goto(`/orders/${first.id}`);
  const boardChip = board.page.getByTestId("connection");
  const chips = [boardChip, guest.page.getByTestId("connection")];
  for (const chip of chips) await expect(chip).toHaveText("Live");

  await site.kill();
  for (const chip of chips) await expect(chip).not.toHaveText("Live");
  await expect(board.page.getByTestId("banner")).toBeVisible();
  await expect(boardChip).toHaveText(/^Offline, data from \d\d:\d\d$/, { timeout: 15_000 });
  // Offline, nothing can be changed, and the button says why.
  const accept = board.page.getByRole("button", { name: `Accept ${first.number}` });
  await expect(accept).toBeDisabled();
  await expect(accept).toHaveAttribute("title", /Offline/);

  // Its pages are held back until it has done what they will have missed.
  gate = false;
  await site.start();
  const second = await placeOrder(createApiClient(site, diner), [[dish, 2]]);
  await createApiClient(site, noodles).post(`/api/orders/${first.id}/accept`);
  const done = async () =>
    (await createApiClient(site, noodles).get<{ status: string }>(`/api/orders/${first.id}`)).status;
  await expect.poll(done).toBe("completed");
  gate = true;

  for (const chip of chips) await expect(chip).toHaveText("Live", { timeout: 20_000 });
  await expect(board.page.getByText("4 updates while away").first()).toBeVisible();
  await expect(guest.page.getByTestId("headline")).toHaveText("Ready to collect");
  await expect(board.page.getByTestId("column-ready").getByText(first.number)).toBeVisible();
  await expect(board.page.getByTestId("ticket").filter({ hasText: first.number })).toHaveCount(1);
  await expect(board.page.getByTestId("ticket").filter({ hasText: second.number })).toHaveCount(1);
  await expect(board.page.getByTestId("banner")).toHaveCount(0);
  await board.context.close();
  await guest.context.close();
  await site.close();
});

test("a server that is down when the page loads", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  await page.route(/\/api\//, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "The server cannot be reached" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Retry" })).toBeVisible();
  await page.unroute(/\/api\//);
  await expect(page.getByText("Noodle Bar Nine")).toBeVisible();
  await context.close();
});

test("a token that ends while the page is open is renewed unseen, on the same connection", async ({
  browser,
  site,
}) => {
  const login = await logIn(site, "diner");
  // Good for 91 seconds, says the browser: it is renewed 90 seconds before its end.
  const session = { ...(JSON.parse(login.session) as object), expiresAt: Date.now() + 93_000 };
  const { page, context } = await openBrowser(browser, site, { ...login, session: JSON.stringify(session) });
  const frames: string[] = [];
  let sockets = 0;
  page.on("websocket", (socket) => {
    sockets += 1;
    socket.on("framesent", ({ payload }) => frames.push(String(payload)));
  });
  await page.goto("/orders");
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await expect.poll(() => frames.length).toBe(2);
  expect(JSON.parse(frames[1] ?? "{}")).toMatchObject({ type: "auth" });
  expect(frames[1]).not.toContain(login.token);
  expect(sockets).toBe(1);
  await context.close();
});

test("two tabs with an old token: one refreshes, both stay", async ({ browser, site }) => {
  const login = await logIn(site, "diner");
  const session = {
    ...(JSON.parse(login.session) as object),
    access: "no longer good",
    expiresAt: Date.now() - 1000,
  };
  const { page, context } = await openBrowser(browser, site, { ...login, session: JSON.stringify(session) });
  let refreshes = 0;
  context.on("request", (request) => {
    if (request.url().endsWith("/api/auth/refresh")) refreshes += 1;
  });
  const other = await context.newPage();
  await Promise.all([page.goto("/orders"), other.goto("/orders")]);
  for (const tab of [page, other]) {
    await expect(tab.getByRole("heading", { name: "Your orders" })).toBeVisible();
    await expect(tab.getByTestId("connection")).toHaveText("Live");
  }
  expect(refreshes).toBe(1);
  // And out of one is out of both.
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(other.getByRole("button", { name: "Log in", exact: true })).toBeVisible();
  await context.close();
});

test("a login that has ended leads to the login, and back to where one was", async ({ browser, site }) => {
  const login = await logIn(site, "diner");
  const session = {
    ...(JSON.parse(login.session) as object),
    access: "x",
    refresh: "y",
    expiresAt: Date.now() - 1000,
  };
  const { page, context } = await openBrowser(browser, site, { ...login, session: JSON.stringify(session) });
  await page.goto("/orders");
  await page.getByLabel("Username").fill("diner");
  await page.getByLabel("Password").fill("expediter");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your orders" })).toBeVisible();
  await context.close();
});
