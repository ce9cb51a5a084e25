/** Pages while the browser translates them, which replaces their text nodes. */
import type { Page } from "@playwright/test";
import { findItem, getOrderStatus, placeOrder, sendCommands } from "./support/orders";
import { createApiClient, expect, logIn, openBrowser, PHONE, register, test } from "./support/test";
import { translatePage } from "./support/translation";

/** Returns a list that collects the uncaught errors of the page. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return errors;
}

test("translated pages follow an order through all of its statuses", async ({ browser, site }) => {
  const ownerLogin = await register(site, `translated-${Date.now()}`, {
    role: "business",
    business_name: "Cantina",
  });
  const ownerApi = createApiClient(site, ownerLogin);
  await ownerApi.patch(`/api/businesses/${ownerLogin.businessId}`, {
    acceptance: "manual",
    kitchen: "manual",
  });
  await ownerApi.post("/api/items", { name: "Taco", price_cents: 400, stock_quantity: 50 });
  const item = await findItem(site, ownerLogin.businessId);
  const customerLogin = await logIn(site, "diner");
  const order = await placeOrder(createApiClient(site, customerLogin), [[item, 2]], { note: "no salsa" });

  const board = await openBrowser(browser, site, ownerLogin);
  const customer = await openBrowser(browser, site, customerLogin, PHONE);
  const errors = [watchErrors(board.page), watchErrors(customer.page)];
  await board.page.goto("/board");
  await customer.page.goto(`/orders/${order.id}`);
  for (const { page } of [board, customer]) {
    await expect(page.getByTestId("connection")).toHaveText("Live");
  }
  const ticket = board.page.getByTestId("ticket").filter({ hasText: order.number });
  await expect(ticket).toBeVisible();
  await expect(customer.page.getByTestId("headline")).toHaveText("Waiting to be accepted");
  for (const { page } of [board, customer]) {
    await translatePage(page);
    await expect(page.getByTestId("connection")).toHaveText("[Live]");
  }

  const main = customer.page.getByRole("main");
  const chip = main.getByRole("heading", { level: 1 }).locator("xpath=following-sibling::*");
  const steps = [
    { label: "Accept", column: "accepted", status: "accepted", chip: "Accepted", headline: "Accepted" },
    {
      label: "Start",
      column: "processing",
      status: "processing",
      chip: "In progress",
      headline: "Being prepared",
    },
    { label: "Complete", column: "ready", status: "completed", chip: "Ready", headline: "Ready for pickup" },
  ];
  await expect(chip).toHaveText("[Pending]");
  await expect(board.page.getByTestId("column-pending").locator("h2")).toHaveText("[Pending][1]");
  for (const step of steps) {
    await ticket.getByRole("button", { name: `${step.label} ${order.number}` }).click();
    const column = board.page.getByTestId(`column-${step.column}`);
    await expect(column.getByTestId("ticket")).toContainText(`[${order.number}]`);
    await expect(column.locator("h2")).toContainText("[1]");
    await expect.poll(() => getOrderStatus(ownerApi, order)).toBe(step.status);
    await expect(customer.page.getByTestId("headline")).toHaveText(`[${step.headline}]`);
    await expect(chip).toHaveText(`[${step.chip}]`);
  }
  await ticket.getByRole("button", { name: `Hand over ${order.number}` }).click();
  await expect(ticket).toHaveCount(0);
  await expect(board.page.getByTestId("column-ready")).toContainText("[No orders to hand over.]");
  await expect(customer.page.getByTestId("headline")).toHaveText("[Enjoy your meal]");
  await expect(chip).toHaveText("[Picked up]");
  await expect(main).toContainText(/\[Picked up at \d\d:\d\d\.\]/);
  await expect(customer.page.getByRole("button", { name: "Order again" })).toBeVisible();
  expect(errors).toEqual([[], []]);
  await board.context.close();
  await customer.context.close();
});

test("a translated page handles a cancelled order, a new one, and the cart", async ({ browser, site }) => {
  const login = await logIn(site, "diner");
  const { businessId } = await logIn(site, "trattoria");
  const { page, context } = await openBrowser(browser, site, login, PHONE);
  const errors = watchErrors(page);
  await page.goto(`/b/${businessId}`);
  await expect(page.getByRole("button", { name: "Add Margherita" })).toBeVisible();
  await translatePage(page);
  await page.getByRole("button", { name: "Add Margherita" }).click();
  await page.getByRole("button", { name: "Increase Margherita" }).click();
  await expect(page.getByRole("region", { name: "Your cart" })).toContainText("[2 items]");
  await expect(page.getByRole("region", { name: "Your cart" })).toContainText("[€19.00]");
  await page.getByRole("button", { name: "View cart, 2 items" }).click();
  await page.getByRole("button", { name: "Delivery" }).click();
  await expect(page.getByRole("dialog").locator("label").last()).toHaveText("[Delivery address]");
  await page.getByRole("button", { name: "Takeaway" }).click();
  await expect(page.getByRole("dialog").locator("label").last()).toHaveText("[Special instructions]");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Place order/ })
    .click();
  await expect(page.getByTestId("headline")).toHaveText("[Waiting to be accepted]");
  await page.getByRole("button", { name: "Cancel order" }).click();
  await expect(page.getByTestId("headline")).toHaveText("[Cancelled]");
  await expect(page.getByRole("main")).toContainText("[You won't be charged.]");
  await page.getByRole("button", { name: "Order again" }).click();
  await expect(page.getByRole("region", { name: "Your cart" })).toContainText("[2 items]");
  expect(errors).toEqual([]);
  await context.close();
});

test("a translated order page shows a status that the kitchen changes", async ({ browser, site }) => {
  const { businessId } = await logIn(site, "noodles");
  const login = await logIn(site, "diner");
  const api = createApiClient(site, login);
  const order = await placeOrder(api, [[await findItem(site, businessId), 1]]);
  const { page, context } = await openBrowser(browser, site, login);
  await page.goto("/orders");
  await expect(page.getByTestId("connection")).toHaveText("Live");
  const card = page.getByRole("link").filter({ hasText: order.number });
  await expect(card).toContainText("Pending");
  await translatePage(page);
  await sendCommands(createApiClient(site, await logIn(site, "noodles")), order, "accept");
  await expect(card).toContainText("[Ready]");
  await expect(card).not.toContainText("Pending");
  await context.close();
});
