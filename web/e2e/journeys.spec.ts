/** Each role's main job, in no more taps than it may take, and what one page does to another. */
import { readFileSync } from "node:fs";
import { type Item, listItems, placeOrder } from "./support/orders";
import {
  createApiClient,
  openBrowser,
  expect,
  logIn,
  PASSWORD,
  type Site,
  createTapCounter,
  test,
} from "./support/test";

const PHONE = { viewport: { width: 390, height: 844 } };

test("a diner orders in three taps, and watches it being made without one", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await page.goto("/");
  const thumb = createTapCounter();
  await thumb.tap(page.getByRole("link", { name: /Trattoria Lucia/ }));
  await thumb.tap(page.getByRole("button", { name: "Add Margherita" }));
  await thumb.tap(page.getByRole("button", { name: /Place order/ }));
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  expect(thumb.count).toBe(3);

  const headline = page.getByTestId("headline");
  await expect(headline).toHaveText("Waiting to be accepted");
  await expect(page).toHaveTitle(/Waiting to be accepted · ORD\d+/);
  await expect(page.getByText(/goes to the kitchen in \d s/)).toBeVisible();
  await expect(headline).toHaveText("Being cooked", { timeout: 15_000 });
  await expect(headline).toHaveText("Ready to collect");
  await expect(page).toHaveTitle(/Ready to collect/);
  await expect(page.getByRole("listitem").filter({ hasText: /\d\d:\d\d/ })).toHaveCount(4);

  // Back leads to the menu, with an empty cart: nothing can be ordered twice by going back.
  await page.goBack();
  await expect(page.getByRole("button", { name: "Add Margherita" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Place order/ })).toHaveCount(0);
  await context.close();
});

test("an order appears on the board by itself, is accepted by one tap, and moves on the diner's page", async ({
  browser,
  site,
}) => {
  const owner = await openBrowser(browser, site, await logIn(site, "noodles"));
  const diner = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await owner.page.goto("/board");
  await expect(owner.page.getByTestId("connection")).toHaveText("Live");
  await diner.page.goto("/");
  await diner.page.getByRole("link", { name: /Noodle Bar Nine/ }).click();
  await diner.page.getByRole("button", { name: "Add Gyoza" }).click();
  await diner.page.getByRole("button", { name: /Place order/ }).click();
  await expect(diner.page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  const number = await diner.page.getByRole("heading", { level: 1 }).textContent();

  const ticket = owner.page.getByTestId("ticket").filter({ hasText: number ?? "?" });
  await expect(ticket).toBeVisible();
  await expect(owner.page.getByText(`New order ${number ?? "?"}`).first()).toBeVisible();
  await expect(owner.page.getByTestId("live-region")).toContainText(`New order ${number ?? "?"}`);
  await expect(owner.page.getByRole("heading", { name: "All day" })).toBeVisible();
  const thumb = createTapCounter();
  await thumb.tap(ticket.getByRole("button", { name: /^Accept/ }));
  expect(thumb.count).toBe(1);
  await expect(owner.page.getByTestId("column-pending").getByText(number ?? "?")).toHaveCount(0);

  await expect(diner.page.getByTestId("headline")).toHaveText(/Accepted|Being cooked/);
  await expect(diner.page.getByTestId("headline")).toHaveText("Being cooked");
  await expect(diner.page.getByTestId("headline")).toHaveText("Ready to collect");
  await expect(owner.page.getByTestId("column-ready").getByText(number ?? "?")).toBeVisible();
  await owner.context.close();
  await diner.context.close();
});

test("a cook completes by one tap and can take it back; rejecting can be undone", async ({
  browser,
  site,
}) => {
  const login = await logIn(site, "bakery");
  const api = createApiClient(site, login);
  const diner = createApiClient(site, await logIn(site, "diner"));
  await api.patch(`/api/businesses/${login.user.business_id ?? ""}`, {
    acceptance: "manual",
    kitchen: "manual",
  });
  const [bread] = await listItems(site, login.user.business_id ?? "");
  if (!bread) throw new Error("the bakery has bread");
  const order = await placeOrder(diner, [[bread, 1]]);
  const { page, context } = await openBrowser(browser, site, login);
  await page.goto("/board");
  const ticket = page.getByTestId("ticket").filter({ hasText: order.number });

  await ticket.getByRole("button", { name: /^Reject/ }).click();
  await expect(ticket).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("column-pending").getByText(order.number)).toBeVisible();
  await ticket.getByRole("button", { name: /^Accept/ }).click();
  await ticket.getByRole("button", { name: /^Start/ }).click();
  const thumb = createTapCounter();
  await thumb.tap(ticket.getByRole("button", { name: /^Complete/ }));
  await expect(page.getByTestId("column-ready").getByText(order.number)).toBeVisible();
  expect(thumb.count).toBe(1);
  expect((await api.get<{ status: string }>(`/api/orders/${order.id}`)).status).toBe("processing");
  await page.keyboard.press("z");
  await expect(page.getByTestId("column-processing").getByText(order.number)).toBeVisible();

  // And by keyboard, to the end.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await expect(page.getByTestId("column-ready").getByText(order.number)).toBeVisible();
  await expect
    .poll(async () => (await api.get<{ status: string }>(`/api/orders/${order.id}`)).status)
    .toBe("completed");
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Recall" }).click();
  await expect(page.getByRole("heading", { name: "Left the board lately" })).toBeVisible();
  await context.close();
});

test("a dish is taken off the menu by one tap, and guests see it", async ({ browser, site }) => {
  const login = await logIn(site, "trattoria");
  const owner = await openBrowser(browser, site, login, PHONE);
  await owner.page.goto("/menu");
  const row = owner.page.getByTestId("stock-row").filter({ hasText: "Tiramisù" });
  const thumb = createTapCounter();
  await thumb.tap(row.getByRole("switch"));
  await expect(row.getByText("Sold out")).toBeVisible();
  expect(thumb.count).toBe(1);
  const stock = row.getByTestId("stock");
  const before = Number(await stock.textContent());
  await row.getByRole("button", { name: "One more" }).click();
  await row.getByRole("button", { name: "One more" }).click();
  await row.getByRole("button", { name: "One less" }).click();
  await expect(stock).toHaveText(String(before + 1));

  const guest = await openBrowser(browser, site, null, PHONE);
  await guest.page.goto(`/b/${login.user.business_id ?? ""}`);
  const item = guest.page.getByTestId("item").filter({ hasText: "Tiramisù" });
  await expect(item.getByText("Sold out")).toBeVisible();
  await row.getByRole("switch").click();
  await expect(item.getByRole("button", { name: "Add Tiramisù" })).toBeVisible({ timeout: 15_000 });
  await owner.context.close();
  await guest.context.close();
});

test("a waiter orders for a table by number, and hands over by one tap", async ({ browser, site }) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "waiter"), PHONE);
  await page.goto("/floor");
  await page.getByRole("searchbox", { name: "Search the menu" }).fill("104");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("button", { name: /^Espresso/ }).click();
  await page.getByRole("button", { name: /2 items/ }).click();
  await page.getByLabel("Table").fill("12");
  await page.getByLabel("Note for Diavola").fill("extra chilli");
  await page.getByRole("button", { name: /Send to the kitchen/ }).click();
  await expect(page.getByText(/ORD\d+ is on its way to the kitchen/).first()).toBeVisible();
  await page.getByRole("tab", { name: /Ready to carry/ }).click();
  const ticket = page.getByTestId("ticket").filter({ hasText: "Table 12" });
  await expect(ticket).toContainText("extra chilli", { timeout: 20_000 });
  const thumb = createTapCounter();
  await thumb.tap(ticket.getByRole("button", { name: /^Hand over/ }));
  await expect(ticket).toHaveCount(0);
  expect(thumb.count).toBe(1);
  await context.close();
});

test("an order that is taken back in time returns its stock to the menu", async ({ browser, site }) => {
  const login = await logIn(site, "trattoria");
  const dish = (await listItems(site, login.user.business_id ?? "")).find(
    (item) => item.name === "Panna cotta",
  );
  const owner = await openBrowser(browser, site, login);
  await owner.page.goto("/menu");
  const stock = owner.page.getByTestId("stock-row").filter({ hasText: "Panna cotta" }).getByTestId("stock");
  const before = dish?.stock_quantity ?? 0;
  await expect(stock).toHaveText(String(before));
  const { page, context } = await openBrowser(browser, site, await logIn(site, "diner"), PHONE);
  await page.goto(`/b/${login.user.business_id ?? ""}`);
  await page.getByRole("button", { name: "Add Panna cotta" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(stock).toHaveText(String(before - 1));
  await page.getByRole("button", { name: "Cancel the order" }).click();
  await expect(page.getByTestId("headline")).toHaveText("Cancelled");
  await expect(stock).toHaveText(String(before));
  await page.getByRole("button", { name: "Order again" }).click();
  await expect(page.getByRole("button", { name: /Place order/ })).toBeVisible();
  await owner.context.close();
  await context.close();
});

test("an admin sees a stuck queue without a click, and an order's whole history with one", async ({
  browser,
  site,
}) => {
  const { page, context } = await openBrowser(browser, site, await logIn(site, "admin"));
  await page.route(/\/api\/kitchen$/, (route) =>
    route.fulfill({
      json: { workers: [], slots: 0, busy: 0, queue_depth: 7, oldest_wait_seconds: 240, prep_seconds: 10 },
    }),
  );
  const [dish] = await listItems(site, (await logIn(site, "noodles")).user.business_id ?? "");
  if (!dish) throw new Error("there is a dish");
  await placeOrder(createApiClient(site, await logIn(site, "diner")), [[dish, 1]]);
  await page.goto("/admin");
  await expect(page.getByTestId("trouble").first()).toHaveText(
    "No kitchen worker is alive, and 7 orders wait for one.",
  );
  await page.getByRole("button", { name: /ORD/ }).first().click();
  await expect(page.getByText(/by Dana Diner \(customer\)/).first()).toBeVisible();
  await page.getByText(/Raw event, version 1/).click();
  await expect(page.getByText(/"order.placed"/)).toBeVisible();
  await context.close();
});

test("sales are summed by dish, by day and by hour, and taken along as a file", async ({ browser, site }) => {
  const name = `kiosk-${Date.now()}`;
  await opened(site, name, "Kiosk Ecke");
  const login = await logIn(site, name);
  const api = createApiClient(site, login);
  const business = login.user.business_id ?? "";
  await api.patch(`/api/businesses/${business}`, { acceptance: "manual", kitchen: "manual" });
  const dish = (called: string, price_cents: number) =>
    api.post<Item>("/api/items", { name: called, price_cents, stock_quantity: 50, category: "Snacks" });
  const [bretzel, trick, unsold] = [
    await dish("Bretzel", 250),
    await dish("=1+1", 100),
    await dish("Obatzda", 700),
  ];
  const diner = createApiClient(site, await logIn(site, "diner"));
  const orders = [
    await placeOrder(diner, [
      [bretzel, 4],
      [trick, 1],
    ]),
    await placeOrder(diner, [[bretzel, 2]]),
    await placeOrder(diner, [[unsold, 3]]),
  ];
  for (const order of orders.slice(0, 2)) {
    for (const command of ["accept", "start", "complete"])
      await api.post(`/api/orders/${order.id}/${command}`);
  }

  const { page, context } = await openBrowser(browser, site, login, PHONE);
  await page.goto("/reports");
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  await expect(row("Bretzel")).toContainText("6");
  await expect(row("Bretzel")).toContainText("€15.00");
  await expect(row("Total").last()).toContainText("€16.00");
  await expect(row("Obatzda")).toHaveCount(0);
  await expect(page.getByText("€16.00").first()).toBeVisible();
  // The chart's own table: seven days, of which one has sold.
  const days = page.getByRole("table", { name: "Orders per day" }).getByRole("row");
  await expect(days).toHaveCount(8);
  await expect(days.last()).toContainText("2");
  await page.getByRole("button", { name: "Today" }).click();
  await expect(page.getByRole("table", { name: "Orders per hour" })).toContainText("2");
  await page.getByRole("button", { name: "Dish" }).click();
  await expect(page.getByRole("table").last().getByRole("row").nth(1)).toContainText("=1+1");

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^sales-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  expect(lines).toHaveLength(3);
  // A spreadsheet reads it as text.
  expect(lines[1]).toContain("'=1+1");
  expect(lines[2]).toContain("Bretzel");
  expect(lines[2]).toMatch(/\b6\b.*15\.00/);
  await context.close();

  // An admin sees them too, beside everybody else's.
  const admin = await openBrowser(browser, site, await logIn(site, "admin"));
  await admin.page.goto("/reports");
  await expect(admin.page.getByRole("row").filter({ hasText: "Bretzel" })).toContainText("Kiosk Ecke");
  await admin.page.getByRole("combobox", { name: "Business" }).click();
  await admin.page.getByRole("option", { name: "Kiosk Ecke" }).click();
  await expect(admin.page.getByRole("row").filter({ hasText: "Total" }).last()).toContainText("€16.00");

  // What is sold for other money is not summed with it.
  await opened(site, `${name}-abroad`, "Deli", "USD");
  const abroad = await logIn(site, `${name}-abroad`);
  const deli = createApiClient(site, abroad);
  await deli.patch(`/api/businesses/${abroad.user.business_id ?? ""}`, {
    acceptance: "manual",
    kitchen: "manual",
  });
  const bagel = await deli.post<Item>("/api/items", {
    name: "Bagel",
    price_cents: 300,
    stock_quantity: 9,
    category: "",
  });
  const sold = await placeOrder(diner, [[bagel, 1]]);
  for (const command of ["accept", "start", "complete"]) await deli.post(`/api/orders/${sold.id}/${command}`);
  await admin.page.reload();
  await expect(admin.page.getByText("Choose one of them above.")).toBeVisible();
  await admin.page.getByRole("combobox", { name: "Business" }).click();
  await admin.page.getByRole("option", { name: "Deli" }).click();
  await expect(admin.page.getByRole("row").filter({ hasText: "Bagel" })).toContainText("$3.00");
  await admin.context.close();
});

test("each card of the demo's login page leads to its role's home", async ({ browser, site }) => {
  const homes: [string, RegExp, string][] = [
    ["a diner", /\/$/, "What would you like to eat?"],
    ["a business", /\/board$/, "Trattoria Lucia"],
    ["a waiter", /\/floor$/, "Floor"],
    ["an admin", /\/admin$/, "Installation"],
  ];
  for (const [who, address, heading] of homes) {
    const { page, context } = await openBrowser(browser, site, null, PHONE);
    await page.goto("/login");
    await page.getByRole("button", { name: `Try as ${who}` }).click();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeAttached();
    await expect(page.getByTestId("connection")).toHaveText("Live");
    await context.close();
  }
});

test("an admin makes an owner, who makes a waiter, who logs in by address; what is wrong stands below its field", async ({
  browser,
  site,
}) => {
  const stamp = Date.now();
  const admin = await openBrowser(browser, site, await logIn(site, "admin"));
  await admin.page.goto("/admin?tab=users");
  await admin.page.getByRole("button", { name: "Add a person" }).click();
  const form = admin.page.getByRole("dialog", { name: "A new account" });
  await form.getByRole("combobox", { name: "Role" }).click();
  await admin.page.getByRole("option", { name: "Owner of a business" }).click();
  await form.getByLabel("Name", { exact: true }).fill("Nadia Novak");
  await form.getByLabel("Username").fill("trattoria");
  await form.getByLabel("Password").fill("a good password");
  await form.getByRole("button", { name: "Add this person" }).click();
  await expect(form.getByText("Is missing")).toBeVisible();
  await form.getByRole("combobox", { name: "Business" }).click();
  await admin.page.getByRole("option", { name: "Corner Bakery" }).click();
  await form.getByRole("button", { name: "Add this person" }).click();
  await expect(form.getByText("Is taken")).toBeVisible();
  await form.getByLabel("Username").fill(`nadia-${stamp}`);
  await form.getByRole("button", { name: "Add this person" }).click();
  await expect(form).toHaveCount(0);
  await expect(admin.page.getByRole("listitem").filter({ hasText: `nadia-${stamp}` })).toContainText(
    "Corner Bakery",
  );
  await admin.context.close();

  const owner = await openBrowser(
    browser,
    site,
    await logIn(site, `nadia-${stamp}`, "a good password"),
    PHONE,
  );
  await owner.page.goto("/settings");
  await owner.page.getByLabel("Name", { exact: true }).fill("Wes Waiter");
  await owner.page.getByLabel("Username").fill(`wes-${stamp}`);
  await owner.page.getByLabel("Email").fill("nowhere");
  await owner.page.getByLabel("Password").fill("short");
  await owner.page.getByRole("button", { name: "Add a waiter" }).click();
  await expect(
    owner.page.getByText(/Must be an email address|Must have 8 to 128 characters/).first(),
  ).toBeVisible();
  await owner.page.getByLabel("Email").fill(`wes-${stamp}@example.com`);
  await owner.page.getByLabel("Password").fill("long enough");
  await owner.page.getByRole("button", { name: "Add a waiter" }).click();
  const row = owner.page.getByRole("listitem").filter({ hasText: `wes-${stamp}` });
  await expect(row).toContainText("Wes Waiter");

  const waiter = await openBrowser(browser, site, null, PHONE);
  await waiter.page.goto("/login");
  await waiter.page.getByLabel("Username").fill(`wes-${stamp}@example.com`);
  await waiter.page.getByLabel("Password").fill("long enough");
  await waiter.page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(waiter.page).toHaveURL(/\/floor$/);
  await waiter.context.close();
  await row.getByRole("button", { name: "Close account of Wes Waiter" }).click();
  await expect(row).toHaveCount(0);
  await owner.context.close();
});

test("a guest opens an account on the way to an order, and finds the cart as it was", async ({
  browser,
  site,
}) => {
  const { page, context } = await openBrowser(browser, site, null, PHONE);
  await page.goto("/");
  await page.getByRole("link", { name: /Noodle Bar Nine/ }).click();
  await page.getByRole("button", { name: "Add Edamame" }).click();
  await page.getByRole("button", { name: /Log in to order/ }).click();
  await page.getByRole("link", { name: "Open an account" }).click();
  await expect(page.getByRole("button", { name: "I run a kitchen" })).toBeVisible();
  await page.getByLabel("Username").fill(`guest-${Date.now()}`);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByText(/8 to 128 characters/)).toBeVisible();
  await page.getByLabel("Password").fill("long enough");
  await page.getByRole("button", { name: "Open the account" }).click();
  await page.getByRole("button", { name: /Place order/ }).click();
  await expect(page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  await page.getByRole("link", { name: "Your orders" }).click();
  await expect(page.getByRole("link", { name: /Noodle Bar Nine/ })).toHaveCount(1);
  await context.close();
});

/** A business of its own, whose owner has this name. */
async function opened(site: Site, username: string, called: string, currency = "EUR") {
  const answer = await fetch(`${site.url}/api/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: PASSWORD, role: "business", business_name: called, currency }),
  });
  if (!answer.ok) throw new Error(`register ${username}: ${answer.status} ${await answer.text()}`);
}
