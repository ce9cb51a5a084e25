/** Recovery from a lost connection, a restarted server, and expired tokens. */
import { findItem, getOrderStatus, placeOrder, sendCommands } from "./support/orders";
import {
  createApiClient,
  expect,
  type Login,
  logIn,
  openBrowser,
  PASSWORD,
  startSite,
  type StoredSession,
  test,
} from "./support/test";

/** Returns the login with changes to its stored session. */
const withSession = (login: Login, changes: Partial<StoredSession>): Login => ({
  ...login,
  session: { ...login.session, ...changes },
});

test("pages catch up after a server restart and show nothing twice", async ({ browser }) => {
  test.setTimeout(180_000);
  const site = await startSite({ KITCHEN_PREP_SECONDS: "1" });
  const ownerLogin = await logIn(site, "noodles");
  const customerLogin = await logIn(site, "diner");
  const [ownerApi, customerApi] = [ownerLogin, customerLogin].map((login) => createApiClient(site, login));
  if (!ownerApi || !customerApi) throw new Error("no API clients");
  const item = await findItem(site, ownerLogin.businessId);
  const first = await placeOrder(customerApi, [[item, 1]]);
  const board = await openBrowser(browser, site, ownerLogin);
  const orderPage = await openBrowser(browser, site, customerLogin);
  let acceptsSockets = true;
  for (const { page } of [board, orderPage]) {
    await page.routeWebSocket(/\/ws$/, (socket) => {
      if (acceptsSockets) socket.connectToServer();
      else void socket.close();
    });
  }
  await board.page.goto("/board");
  await orderPage.page.goto(`/orders/${first.id}`);
  const boardChip = board.page.getByTestId("connection");
  const chips = [boardChip, orderPage.page.getByTestId("connection")];
  for (const chip of chips) await expect(chip).toHaveText("Live");

  await site.kill();
  for (const chip of chips) await expect(chip).not.toHaveText("Live");
  await expect(board.page.getByTestId("banner")).toBeVisible();
  await expect(boardChip).toHaveText(/^Offline, data from \d\d:\d\d$/, { timeout: 15_000 });
  // Changes are disabled while offline, and the button's tooltip shows the reason.
  const acceptButton = board.page.getByRole("button", { name: `Accept ${first.number}` });
  await expect(acceptButton).toBeDisabled();
  await expect(acceptButton).toHaveAttribute("title", /You're offline/);

  // The pages reconnect only after they have missed some updates.
  acceptsSockets = false;
  await site.start();
  const second = await placeOrder(customerApi, [[item, 2]]);
  await sendCommands(ownerApi, first, "accept");
  await expect.poll(() => getOrderStatus(ownerApi, first)).toBe("completed");
  acceptsSockets = true;

  for (const chip of chips) await expect(chip).toHaveText("Live", { timeout: 20_000 });
  await expect(board.page.getByText("4 updates while you were offline").first()).toBeVisible();
  await expect(orderPage.page.getByTestId("headline")).toHaveText("Ready for pickup");
  await expect(board.page.getByTestId("column-ready").getByText(first.number)).toBeVisible();
  await expect(board.page.getByTestId("ticket").filter({ hasText: first.number })).toHaveCount(1);
  await expect(board.page.getByTestId("ticket").filter({ hasText: second.number })).toHaveCount(1);
  await expect(board.page.getByTestId("banner")).toHaveCount(0);
  await board.context.close();
  await orderPage.context.close();
  await site.close();
});

test("a page that is opened while the server is down loads when it is back", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null);
  await page.route(/\/api\//, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Can't reach the server" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Retry" })).toBeVisible();
  await page.unroute(/\/api\//);
  await expect(page.getByText("Noodle Bar Nine")).toBeVisible();
  await context.close();
});

test("an expiring token is refreshed in the background, on the same connection", async ({
  browser,
  site,
}) => {
  const login = await logIn(site, "diner");
  // The page refreshes a token 90 s before it expires.
  const expiringLogin = withSession(login, { expiresAt: Date.now() + 93_000 });
  const { page, context } = await openBrowser(browser, site, expiringLogin);
  const sentFrames: string[] = [];
  let socketCount = 0;
  page.on("websocket", (socket) => {
    socketCount += 1;
    socket.on("framesent", ({ payload }) => sentFrames.push(String(payload)));
  });
  await page.goto("/orders");
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await expect.poll(() => sentFrames.length).toBe(2);
  expect(JSON.parse(sentFrames[1] ?? "{}")).toMatchObject({ type: "auth" });
  expect(sentFrames[1]).not.toContain(login.session.access);
  expect(socketCount).toBe(1);
  await context.close();
});

test("two tabs with an expired token send one refresh request and stay logged in", async ({
  browser,
  site,
}) => {
  const expired = { access: "expired", expiresAt: Date.now() - 1000 };
  const login = withSession(await logIn(site, "diner"), expired);
  const { page, context } = await openBrowser(browser, site, login);
  let refreshCount = 0;
  context.on("request", (request) => {
    if (request.url().endsWith("/api/auth/refresh")) refreshCount += 1;
  });
  const otherTab = await context.newPage();
  await Promise.all([page.goto("/orders"), otherTab.goto("/orders")]);
  for (const tab of [page, otherTab]) {
    await expect(tab.getByRole("heading", { name: "Your orders" })).toBeVisible();
    await expect(tab.getByTestId("connection")).toHaveText("Live");
  }
  expect(refreshCount).toBe(1);
  // A logout in one tab logs out the other tab as well.
  await page.getByRole("button", { name: /'s account$/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(otherTab.getByRole("button", { name: "Log in", exact: true })).toBeVisible();
  await context.close();
});

test("an ended session leads to the login page and back to the same page", async ({ browser, site }) => {
  const revoked = { access: "x", refresh: "y", expiresAt: Date.now() - 1000 };
  const login = withSession(await logIn(site, "diner"), revoked);
  const { page, context } = await openBrowser(browser, site, login);
  await page.goto("/orders");
  await page.getByLabel("Username").fill("diner");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your orders" })).toBeVisible();
  await context.close();
});
