/** The primary tasks of each role, some with the number of taps that they take, and live updates between pages. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Item } from "../src/api/types";
import { findItem, getOrderStatus, placeOrder, sendCommands } from "./support/orders";
import {
  createApiClient,
  createTapCounter,
  expect,
  logIn,
  openBrowser,
  PHONE,
  register,
  type Site,
  test,
} from "./support/test";

const MANUAL = { acceptance: "manual", kitchen: "manual" };

test("a customer places an order with three taps and follows it live", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await page.goto("/");
  const taps = createTapCounter();
  await taps.tap(page.getByRole("link", { name: /Trattoria Lucia/ }));
  await taps.tap(page.getByRole("button", { name: "Add Margherita" }));
  await taps.tap(page.getByRole("button", { name: /Place order/ }));
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  expect(taps.count).toBe(3);

  const headline = page.getByTestId("headline");
  await expect(headline).toHaveText("Waiting to be accepted");
  await expect(page).toHaveTitle(/Waiting to be accepted · ORD\d+/);
  await expect(page.getByText(/Goes to the kitchen in \d s/)).toBeVisible();
  await expect(headline).toHaveText("Being prepared", { timeout: 15_000 });
  await expect(headline).toHaveText("Ready for pickup");
  await expect(page).toHaveTitle(/Ready for pickup/);
  await expect(page.getByRole("listitem").filter({ hasText: /\d\d:\d\d/ })).toHaveCount(4);

  // The menu's cart is empty, so that going back cannot place the order again.
  await page.goBack();
  await expect(page.getByRole("button", { name: "Add Margherita" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Place order/ })).toHaveCount(0);
  await context.close();
});

test("an order appears live on the board, is accepted with one tap, and updates the customer's page", async ({
  browser,
  site,
}) => {
  const board = await openBrowser(browser, site, await logIn(site, "noodles"));
  const customer = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await board.page.goto("/board");
  await expect(board.page.getByTestId("connection")).toHaveText("Live");
  await customer.page.goto("/");
  await customer.page.getByRole("link", { name: /Noodle Bar Nine/ }).click();
  await customer.page.getByRole("button", { name: "Add Gyoza" }).click();
  await customer.page.getByRole("button", { name: /Place order/ }).click();
  const headline = customer.page.getByTestId("headline");
  await expect(headline).toHaveText("Waiting to be accepted");
  const number = (await customer.page.getByRole("heading", { level: 1 }).textContent()) ?? "?";

  const ticket = board.page.getByTestId("ticket").filter({ hasText: number });
  await expect(ticket).toBeVisible();
  await expect(board.page.getByText(`New order ${number}`).first()).toBeVisible();
  await expect(board.page.getByTestId("live-region")).toContainText(`New order ${number}`);
  await expect(board.page.getByRole("heading", { name: "All day" })).toBeVisible();
  const taps = createTapCounter();
  await taps.tap(ticket.getByRole("button", { name: /^Accept/ }));
  expect(taps.count).toBe(1);
  await expect(board.page.getByTestId("column-pending").getByText(number)).toHaveCount(0);

  await expect(headline).toHaveText(/Accepted|Being prepared/);
  await expect(headline).toHaveText("Being prepared");
  await expect(headline).toHaveText("Ready for pickup");
  await expect(board.page.getByTestId("column-ready").getByText(number)).toBeVisible();
  await board.context.close();
  await customer.context.close();
});

test("an order is completed with one tap, and completing and rejecting can be undone", async ({
  browser,
  site,
}) => {
  const login = await logIn(site, "bakery");
  const api = createApiClient(site, login);
  const customerApi = createApiClient(site, await logIn(site, "diner"));
  await api.patch(`/api/businesses/${login.businessId}`, MANUAL);
  const item = await findItem(site, login.businessId);
  const order = await placeOrder(customerApi, [[item, 1]]);
  const { page, context } = await openBrowser(browser, site, login);
  await page.goto("/board");
  const ticket = page.getByTestId("ticket").filter({ hasText: order.number });
  const inColumn = (name: string) => page.getByTestId(`column-${name}`).getByText(order.number);

  await ticket.getByRole("button", { name: /^Reject/ }).click();
  await expect(ticket).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(inColumn("pending")).toBeVisible();
  await ticket.getByRole("button", { name: /^Accept/ }).click();
  await ticket.getByRole("button", { name: /^Start/ }).click();
  const taps = createTapCounter();
  await taps.tap(ticket.getByRole("button", { name: /^Complete/ }));
  await expect(inColumn("ready")).toBeVisible();
  expect(taps.count).toBe(1);
  expect(await getOrderStatus(api, order)).toBe("processing");
  await page.keyboard.press("z");
  await expect(inColumn("processing")).toBeVisible();

  // Completes the order with the keyboard, without an undo.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await expect(inColumn("ready")).toBeVisible();
  await expect.poll(() => getOrderStatus(api, order)).toBe("completed");
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Recent orders" }).click();
  await expect(page.getByRole("heading", { name: "Recent orders" })).toBeVisible();
  await context.close();
});

test("an item is made unavailable with one tap, and customers see it", async ({ browser, site }) => {
  const login = await logIn(site, "trattoria");
  const owner = await openBrowser(browser, site, login, PHONE);
  await owner.page.goto("/menu");
  const row = owner.page.getByTestId("stock-row").filter({ hasText: "Tiramisù" });
  const taps = createTapCounter();
  await taps.tap(row.getByRole("switch"));
  await expect(row.getByText("Unavailable")).toBeVisible();
  expect(taps.count).toBe(1);
  const stock = row.getByTestId("stock");
  const stockBefore = Number(await stock.textContent());
  await row.getByRole("button", { name: "Increase" }).click();
  await row.getByRole("button", { name: "Increase" }).click();
  await row.getByRole("button", { name: "Decrease" }).click();
  await expect(stock).toHaveText(String(stockBefore + 1));

  const customer = await openBrowser(browser, site, null, PHONE);
  await customer.page.goto(`/b/${login.businessId}`);
  const item = customer.page.getByTestId("item").filter({ hasText: "Tiramisù" });
  await expect(item.getByText("Sold out")).toBeVisible();
  await row.getByRole("switch").click();
  await expect(item.getByRole("button", { name: "Add Tiramisù" })).toBeVisible({ timeout: 15_000 });
  await owner.context.close();
  await customer.context.close();
});

test("a waiter takes a table order by item number and serves it with one tap", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "waiter"), PHONE);
  await page.goto("/floor");
  await page.getByRole("searchbox", { name: "Search the menu" }).fill("104");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("button", { name: /^Espresso/ }).click();
  await page.getByRole("button", { name: /2 items/ }).click();
  await page.getByLabel("Table").fill("12");
  await page.getByLabel("Note for Diavola").fill("extra chilli");
  await page.getByRole("button", { name: /Send to kitchen/ }).click();
  await expect(page.getByText(/ORD\d+ sent to the kitchen\./).first()).toBeVisible();
  await page.getByRole("tab", { name: /Ready to serve/ }).click();
  const ticket = page.getByTestId("ticket").filter({ hasText: "Table 12" });
  await expect(ticket).toContainText("extra chilli", { timeout: 20_000 });
  const taps = createTapCounter();
  await taps.tap(ticket.getByRole("button", { name: /^Hand over/ }));
  await expect(ticket).toHaveCount(0);
  expect(taps.count).toBe(1);
  await context.close();
});

test("a cancelled order returns its stock to the menu", async ({ browser, site }) => {
  const login = await logIn(site, "trattoria");
  const { stock_quantity: stockBefore } = await findItem(site, login.businessId, "Panna cotta");
  const owner = await openBrowser(browser, site, login);
  await owner.page.goto("/menu");
  const stock = owner.page.getByTestId("stock-row").filter({ hasText: "Panna cotta" }).getByTestId("stock");
  await expect(stock).toHaveText(String(stockBefore));
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await page.goto(`/b/${login.businessId}`);
  await page.getByRole("button", { name: "Add Panna cotta" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(stock).toHaveText(String(stockBefore - 1));
  await page.getByRole("button", { name: "Cancel order" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Cancelled");
  await expect(stock).toHaveText(String(stockBefore));
  await page.getByRole("button", { name: "Order again" }).click();
  await expect(page.getByRole("button", { name: /Place order/ })).toBeVisible();
  await owner.context.close();
  await context.close();
});

test("a customer orders a dish with and without a note, and orders both again", async ({ browser, site }) => {
  const { businessId } = await logIn(site, "trattoria");
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  const sheet = page.getByRole("dialog", { name: "Your order" });
  const closeSheet = async () => {
    await sheet.getByRole("button", { name: "Close cart" }).click();
    await expect(sheet).toBeHidden();
  };
  await page.goto(`/b/${businessId}`);
  await page.getByRole("button", { name: "Add Diavola" }).click();
  await page.getByRole("button", { name: "View cart, 1 item" }).click();
  await sheet.getByLabel("Note for Diavola").fill("no onions");
  await closeSheet();
  await page.getByRole("button", { name: "Increase Diavola" }).click();
  await page.getByRole("button", { name: "View cart, 2 items" }).click();
  await sheet.getByRole("button", { name: "Increase Diavola, line 2" }).click();
  // The cart survives a reload.
  await page.reload();
  await page.getByRole("button", { name: "View cart, 3 items" }).click();
  await expect(sheet.getByLabel("Note for Diavola", { exact: true })).toHaveValue("no onions");
  await expect(sheet.getByLabel("Note for Diavola, line 2")).toHaveValue("");
  await sheet.getByRole("button", { name: /Place order/ }).click();

  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  const lines = page.getByRole("main").getByRole("listitem").filter({ hasText: "Diavola" });
  await expect(lines).toHaveText([/1 ×Diavolano onions/, /2 ×Diavola€/]);
  await page.getByRole("button", { name: "Cancel order" }).click();
  await page.getByRole("button", { name: "Order again" }).click();
  await page.getByRole("button", { name: "View cart, 3 items" }).click();
  await expect(sheet.getByLabel("Note for Diavola", { exact: true })).toHaveValue("no onions");
  await expect(sheet.getByLabel("Note for Diavola, line 2")).toHaveValue("");
  await context.close();
});

test("an admin sees a stuck queue without a click and an order's history with one", async ({
  browser,
  site,
}) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "admin"));
  await page.route(/\/api\/kitchen$/, (route) =>
    route.fulfill({
      json: { workers: [], slots: 0, busy: 0, queue_depth: 7, oldest_wait_seconds: 240, prep_seconds: 10 },
    }),
  );
  const item = await findItem(site, (await logIn(site, "noodles")).businessId);
  await placeOrder(createApiClient(site, await logIn(site, "diner")), [[item, 1]]);
  await page.goto("/admin");
  await expect(page.getByTestId("problem").first()).toHaveText(
    "No kitchen worker is running. 7 orders are waiting.",
  );
  await page.getByRole("button", { name: /ORD/ }).first().click();
  await expect(page.getByText(/by Dana Diner \(Customer\)/).first()).toBeVisible();
  await page.getByText(/Raw event, order version 1/).click();
  await expect(page.getByText(/"order.placed"/)).toBeVisible();
  await context.close();
});

/** Registers an owner whose business accepts and prepares orders manually. */
async function registerBusiness(site: Site, username: string, name: string, currency: string) {
  const login = await register(site, username, { role: "business", business_name: name, currency });
  const api = createApiClient(site, login);
  await api.patch(`/api/businesses/${login.businessId}`, MANUAL);
  const addItem = (itemName: string, price_cents: number) =>
    api.post<Item>("/api/items", { name: itemName, price_cents, stock_quantity: 50, category: "Snacks" });
  return { login, api, addItem };
}

async function selectBusiness(page: Page, name: string) {
  await page.getByRole("combobox", { name: "Business" }).click();
  await page.getByRole("option", { name }).click();
}

test("reports show sales by item, day and hour, and download as CSV", async ({ browser, site }) => {
  const username = `kiosk-${Date.now()}`;
  const kiosk = await registerBusiness(site, username, "Kiosk Ecke", "EUR");
  const [pretzel, formula, unsold] = [
    await kiosk.addItem("Bretzel", 250),
    await kiosk.addItem("=1+1", 100),
    await kiosk.addItem("Obatzda", 700),
  ];
  const customerApi = createApiClient(site, await logIn(site, "diner"));
  const orders = [
    await placeOrder(customerApi, [
      [pretzel, 4],
      [formula, 1],
    ]),
    await placeOrder(customerApi, [[pretzel, 2]]),
    await placeOrder(customerApi, [[unsold, 3]]),
  ];
  for (const order of orders.slice(0, 2)) await sendCommands(kiosk.api, order, "accept", "start", "complete");

  const { page, context } = await openBrowser(browser, site, kiosk.login, PHONE);
  await page.goto("/reports");
  const findRow = (text: string) => page.getByRole("row").filter({ hasText: text });
  await expect(findRow("Bretzel")).toContainText("6");
  await expect(findRow("Bretzel")).toContainText("€15.00");
  await expect(findRow("Total").last()).toContainText("€16.00");
  await expect(findRow("Obatzda")).toHaveCount(0);
  await expect(page.getByText("€16.00").first()).toBeVisible();
  // The chart's hidden table has a header and seven days, of which only today has sales.
  const days = page.getByRole("table", { name: "Completed orders per day" }).getByRole("row");
  await expect(days).toHaveCount(8);
  await expect(days.last()).toContainText("2");
  await page.getByRole("button", { name: "Today" }).click();
  await expect(page.getByRole("table", { name: "Completed orders per hour" })).toContainText("2");
  await page.getByRole("button", { name: "Dish" }).click();
  await expect(page.getByRole("table").last().getByRole("row").nth(1)).toContainText("=1+1");

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^sales-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const content = readFileSync(await file.path(), "utf8");
  expect(content).toMatch(/^\ufeffnumber,/);
  const lines = content.trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  // The quote makes spreadsheets read the name as text, not as a formula.
  expect(lines[1]).toContain("'=1+1");
  expect(lines[2]).toContain("Bretzel");
  expect(lines[2]).toMatch(/\b6\b.*15\.00/);
  await context.close();

  // An admin sees the sales of all businesses.
  const admin = await openBrowser(browser, site, await logIn(site, "admin"));
  await admin.page.goto("/reports");
  const findAdminRow = (text: string) => admin.page.getByRole("row").filter({ hasText: text });
  await expect(findAdminRow("Bretzel")).toContainText("Kiosk Ecke");
  await selectBusiness(admin.page, "Kiosk Ecke");
  await expect(findAdminRow("Total").last()).toContainText("€16.00");

  // Sales in different currencies are not added up.
  const deli = await registerBusiness(site, `${username}-usd`, "Deli", "USD");
  const bagel = await deli.addItem("Bagel", 300);
  const bagelOrder = await placeOrder(customerApi, [[bagel, 1]]);
  await sendCommands(deli.api, bagelOrder, "accept", "start", "complete");
  await admin.page.reload();
  await expect(admin.page.getByText("Choose a business above.")).toBeVisible();
  await selectBusiness(admin.page, "Deli");
  await expect(findAdminRow("Bagel")).toContainText("$3.00");
  await admin.context.close();
});

test("each card on the demo's login page leads to its role's home page", async ({ browser, site }) => {
  const cards = [
    { role: "a customer", url: /\/$/, heading: "What would you like to eat?" },
    { role: "an owner", url: /\/board$/, heading: "Trattoria Lucia" },
    { role: "a waiter", url: /\/floor$/, heading: "Floor" },
    { role: "an admin", url: /\/admin$/, heading: "Overview" },
  ];
  for (const { role, url, heading } of cards) {
    const { page, context } = await openBrowser(browser, site, null, PHONE);
    await page.goto("/login");
    await page.getByRole("button", { name: `Try as ${role}` }).click();
    await expect(page).toHaveURL(url);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeAttached();
    await expect(page.getByTestId("connection")).toHaveText("Live");
    await context.close();
  }
});

test("an admin adds an owner, who adds a waiter, who logs in by email; forms show errors below the fields", async ({
  browser,
  site,
}) => {
  const suffix = Date.now();
  const admin = await openBrowser(browser, site, await logIn(site, "admin"));
  await admin.page.goto("/admin?tab=users");
  await admin.page.getByRole("button", { name: "Add user" }).click();
  const form = admin.page.getByRole("dialog", { name: "New user" });
  await form.getByRole("combobox", { name: "Role" }).click();
  await admin.page.getByRole("option", { name: "Owner" }).click();
  await form.getByLabel("Name", { exact: true }).fill("Nadia Novak");
  await form.getByLabel("Username").fill("trattoria");
  await form.getByLabel("Password").fill("a good password");
  await form.getByRole("button", { name: "Add user" }).click();
  await expect(form.getByText("Is missing")).toBeVisible();
  await form.getByRole("combobox", { name: "Business" }).click();
  await admin.page.getByRole("option", { name: "Corner Bakery" }).click();
  await form.getByRole("button", { name: "Add user" }).click();
  await expect(form.getByText("Is taken")).toBeVisible();
  await form.getByLabel("Username").fill(`nadia-${suffix}`);
  await form.getByRole("button", { name: "Add user" }).click();
  await expect(form).toHaveCount(0);
  await expect(admin.page.getByRole("listitem").filter({ hasText: `nadia-${suffix}` })).toContainText(
    "Corner Bakery",
  );
  await admin.context.close();

  const ownerLogin = await logIn(site, `nadia-${suffix}`, "a good password");
  const owner = await openBrowser(browser, site, ownerLogin, PHONE);
  await owner.page.goto("/settings");
  await owner.page.getByLabel("Name", { exact: true }).fill("Wes Waiter");
  await owner.page.getByLabel("Username").fill(`wes-${suffix}`);
  await owner.page.getByLabel("Email").fill("nowhere");
  await owner.page.getByLabel("Password").fill("short");
  await owner.page.getByRole("button", { name: "Add waiter" }).click();
  await expect(
    owner.page.getByText(/Must be an email address|Must have 8 to 128 characters/).first(),
  ).toBeVisible();
  await owner.page.getByLabel("Email").fill(`wes-${suffix}@example.com`);
  await owner.page.getByLabel("Password").fill("long enough");
  await owner.page.getByRole("button", { name: "Add waiter" }).click();
  const row = owner.page.getByRole("listitem").filter({ hasText: `wes-${suffix}` });
  await expect(row).toContainText("Wes Waiter");

  const waiter = await openBrowser(browser, site, null, PHONE);
  await waiter.page.goto("/login");
  await waiter.page.getByLabel("Username").fill(`wes-${suffix}@example.com`);
  await waiter.page.getByLabel("Password").fill("long enough");
  await waiter.page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(waiter.page).toHaveURL(/\/floor$/);
  await waiter.context.close();
  await row.getByRole("button", { name: "Remove Wes Waiter" }).click();
  await expect(row).toHaveCount(0);
  await owner.context.close();
});

test("a new customer creates an account while ordering and keeps the cart", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, null, PHONE);
  await page.goto("/");
  await page.getByRole("link", { name: /Noodle Bar Nine/ }).click();
  await page.getByRole("button", { name: "Add Edamame" }).click();
  await page.getByRole("button", { name: /Log in to order/ }).click();
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page.getByRole("button", { name: "I run a restaurant" })).toBeVisible();
  await page.getByLabel("Username").fill(`customer-${Date.now()}`);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText(/8 to 128 characters/)).toBeVisible();
  await page.getByLabel("Password").fill("long enough");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await page.getByRole("link", { name: "Your orders" }).click();
  await expect(page.getByRole("link", { name: /Noodle Bar Nine/ })).toHaveCount(1);
  await context.close();
});
