/** Screenshots of every page, on a phone and on a desktop, in light and dark mode. axe must report no violations. */
import type { Page } from "@playwright/test";
import axe from "axe-core";
import { findItem, listItems, placeOrder, seedBusyBoard, sendCommands } from "./support/orders";
import { mockDeadLetters, mockReports } from "./support/mock-responses";
import { blockMenuUpdates } from "./support/stale-menu";
import {
  type ApiClient,
  createApiClient,
  expect,
  type Login,
  logIn,
  openBrowser,
  PHONE,
  register,
  type Site,
  startSite,
  test,
} from "./support/test";

const SIZES = [
  { size: "phone", viewport: PHONE.viewport },
  { size: "desktop", viewport: { width: 1440, height: 900 } },
] as const;

/** The users whose pages are shown, in groups. `null` is a visitor without a login. */
const GROUPS = [
  { group: "customer", users: [null, "diner"] },
  { group: "kitchen", users: ["fresh", "odd", "noodles"] },
  { group: "staff and admin", users: ["trattoria", "waiter", "admin"] },
];

interface Shot {
  name: string;
  path: string;
  user: string | null;
  /** A text that shows that the page is loaded. */
  text: string | RegExp;
  /** Runs before the page is opened. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Runs after the page is loaded. */
  interact?: (page: Page) => Promise<void>;
}

let site: Site;
let logins: Record<string, Login>;
let shots: Shot[];

test.beforeAll(async () => {
  site = await startSite({ KITCHEN_PREP_SECONDS: "600" });
  logins = { noodles: await seedBusyBoard(site) };
  for (const username of ["diner", "trattoria", "waiter", "admin"])
    logins[username] = await logIn(site, username);
  logins["fresh"] = await register(site, `fresh-${Date.now()}`, {});
  logins["odd"] = await register(site, `odd-${Date.now()}`, {
    role: "business",
    business_name: "Wirtshaus ".repeat(20).trim(),
  });
  shots = [
    ...listVisitorShots(),
    ...(await seedTrattoria()),
    ...listEmptyPageShots(),
    ...listBoardShots(),
    ...listStaffShots(),
    ...listAdminShots(),
  ];
});

test.afterAll(() => site.close());

test.describe.configure({ mode: "parallel" });

for (const { size, viewport } of SIZES) {
  for (const { group, users } of GROUPS) {
    test(`${group} pages on a ${size}`, async ({ browser }) => {
      test.setTimeout(300_000);
      const violations: string[] = [];
      for (const user of users) {
        const login = user === null ? null : (logins[user] ?? null);
        const { context, page } = await openBrowser(browser, site, login, {
          viewport,
          reducedMotion: "reduce",
        });
        await mockReports(context);
        await mockDeadLetters(context);
        for (const shot of shots.filter((other) => other.user === user))
          violations.push(...(await takeShot(page, shot, size)));
        await context.close();
      }
      expect(violations).toEqual([]);
    });
  }
}

/** Saves the screenshots of a page in both color modes. Returns its axe violations. */
async function takeShot(page: Page, shot: Shot, size: string): Promise<string[]> {
  const violations: string[] = [];
  await page.emulateMedia({ colorScheme: "light" });
  await shot.prepare?.(page);
  await page.goto(shot.path);
  await expect(page.getByText(shot.text).first()).toBeAttached();
  await shot.interact?.(page);
  await page.evaluate(() => document.fonts.ready);
  // axe needs the styles of content outside of the viewport, too.
  await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
  for (const mode of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: mode });
    await expect(page.locator(`html[data-mode="${mode}"]`)).toBeAttached();
    await page.screenshot({
      path: `test-results/screens/${shot.name}-${size}-${mode}.png`,
      animations: "disabled",
    });
    violations.push(...(await findViolations(page, shot.name, mode)));
  }
  await page.unrouteAll();
  return violations;
}

/** Runs axe. In dark mode, checks only the colors, because nothing else differs. */
async function findViolations(page: Page, name: string, mode: "light" | "dark"): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (options) => {
      const result = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
      return result.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes
          .slice(0, 3)
          .map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary ?? ""}`),
      }));
    },
    {
      resultTypes: ["violations" as const],
      ...(mode === "dark" ? { runOnly: { type: "rule" as const, values: ["color-contrast"] } } : {}),
    },
  );
  return violations.map(({ id, help, nodes }) => `${name}, ${mode}: ${id}: ${help}\n${nodes.join("\n")}`);
}

const getLogin = (username: string): Login => {
  const login = logins[username];
  if (!login) throw new Error(`no login for ${username}`);
  return login;
};

const getApi = (username: string): ApiClient => createApiClient(site, getLogin(username));

function listVisitorShots(): Shot[] {
  return [
    { name: "login", path: "/login", user: null, text: "Try as a customer" },
    { name: "register", path: "/register", user: null, text: "I run a restaurant" },
    {
      name: "unreachable",
      path: "/",
      user: null,
      text: "Can't reach the server",
      prepare: (page) => page.route(/\/api\/businesses/, (route) => route.abort()),
    },
    { name: "not-found", path: "/nowhere", user: null, text: "We can't find that page." },
  ];
}

/** Gives the trattoria orders, an item with low stock and an unavailable one. Returns the shots of the customer's pages. */
async function seedTrattoria(): Promise<Shot[]> {
  const { businessId } = getLogin("trattoria");
  const [customerApi, ownerApi] = [getApi("diner"), getApi("trattoria")];
  const [unavailableItem, lowStockItem, item] = await listItems(site, businessId);
  if (!unavailableItem || !lowStockItem || !item) throw new Error("the trattoria needs three items");
  await ownerApi.post(`/api/items/${lowStockItem.id}/stock`, { delta: 3 - lowStockItem.stock_quantity });
  await ownerApi.patch(`/api/items/${unavailableItem.id}`, { available: false });
  await ownerApi.patch(`/api/businesses/${businessId}`, { acceptance: "manual", kitchen: "manual" });
  const ready = await placeOrder(customerApi, [[item, 2]], {
    customer: { name: "Dana", phone: null, table: "7" },
  });
  await sendCommands(ownerApi, ready, "accept", "start", "complete");
  const inProgress = await placeOrder(customerApi, [[item, 1]]);
  await sendCommands(ownerApi, inProgress, "accept", "start");
  const pending = await placeOrder(customerApi, [[item, 1]]);
  const rejected = await placeOrder(customerApi, [[item, 1]]);
  await ownerApi.post(`/api/orders/${rejected.id}/reject`, { reason: "We have just run out of dough" });
  // From here on, kitchen workers prepare the orders, so that customers see estimates.
  await ownerApi.patch(`/api/businesses/${businessId}`, { kitchen: "automatic" });
  const queue = await Promise.all([1, 2, 3, 4].map(() => placeOrder(customerApi, [[item, 1]])));
  for (const order of queue) await sendCommands(ownerApi, order, "accept");
  const queued = queue.at(-1) ?? pending;

  const menuPath = `/b/${businessId}`;
  const changeLowStock = (delta: number) => ownerApi.post(`/api/items/${lowStockItem.id}/stock`, { delta });
  return [
    { name: "home", path: "/", user: "diner", text: "Noodle Bar Nine" },
    {
      name: "account",
      path: "/",
      user: "diner",
      text: "Noodle Bar Nine",
      interact: async (page) => {
        await page.getByRole("button", { name: /'s account$/ }).click();
        await expect(page.getByRole("menuitem", { name: "Log out" })).toBeVisible();
      },
    },
    {
      name: "menu",
      path: menuPath,
      user: "diner",
      text: "Margherita",
      interact: async (page) => {
        await page.getByRole("button", { name: "Add Quattro formaggi" }).click();
        await expect(page.getByRole("button", { name: /Place order/ })).toBeVisible();
      },
    },
    {
      name: "cart",
      path: menuPath,
      user: "diner",
      text: "Diavola",
      interact: async (page) => {
        await page.getByRole("button", { name: "Add Diavola" }).click();
        await page.getByRole("button", { name: /View cart/ }).click();
        await expect(page.getByRole("heading", { name: "Your order" })).toBeVisible();
      },
    },
    {
      name: "sold-out",
      path: menuPath,
      user: "diner",
      text: "Only 3 left",
      prepare: blockMenuUpdates,
      interact: async (page) => {
        await page.getByRole("button", { name: `Add ${lowStockItem.name}` }).click();
        await page.getByRole("button", { name: `Increase ${lowStockItem.name}` }).click();
        // The page keeps showing the old stock.
        await page.route(/\/items\?/, (route) => route.abort());
        await changeLowStock(-2);
        await page.getByRole("button", { name: /Place order/ }).click();
        await expect(page.getByRole("dialog")).toContainText("only 1 left (you wanted 2)");
        await changeLowStock(2);
      },
    },
    { name: "order-pending", path: `/orders/${pending.id}`, user: "diner", text: "Cancel order" },
    { name: "order-in-line", path: `/orders/${queued.id}`, user: "diner", text: "in line" },
    { name: "order-in-progress", path: `/orders/${inProgress.id}`, user: "diner", text: "Being prepared" },
    { name: "order-ready", path: `/orders/${ready.id}`, user: "diner", text: "Ready" },
    { name: "order-rejected", path: `/orders/${rejected.id}`, user: "diner", text: "Order again" },
    { name: "orders", path: "/orders", user: "diner", text: "Past orders" },
  ];
}

function listEmptyPageShots(): Shot[] {
  const { businessId } = getLogin("odd");
  return [
    { name: "orders-empty", path: "/orders", user: "fresh", text: "You haven't ordered anything yet." },
    { name: "menu-empty", path: `/b/${businessId}`, user: "fresh", text: "No dishes yet." },
    { name: "board-empty", path: "/board", user: "odd", text: "No orders to accept." },
    { name: "stock-empty", path: "/menu", user: "odd", text: "Your menu is empty." },
    { name: "floor-empty", path: "/floor", user: "odd", text: "No dishes yet." },
  ];
}

function listBoardShots(): Shot[] {
  const board = { path: "/board", user: "noodles", text: /ORD/ };
  return [
    { name: "board", ...board },
    {
      name: "shortcuts",
      ...board,
      interact: async (page) => {
        await page.keyboard.press("Shift+?");
        await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      },
    },
    {
      name: "recent-orders",
      ...board,
      interact: async (page) => {
        await page.getByRole("button", { name: "Recent orders" }).click();
        await expect(page.getByRole("heading", { name: "Recent orders" })).toBeVisible();
      },
    },
  ];
}

function listStaffShots(): Shot[] {
  const { businessId } = getLogin("trattoria");
  const addEspresso = (page: Page) => page.getByRole("button", { name: /^Espresso/ }).click();
  return [
    { name: "stock", path: "/menu", user: "trattoria", text: "Margherita" },
    {
      name: "item",
      path: "/menu",
      user: "trattoria",
      text: "Margherita",
      interact: async (page) => {
        await page.getByRole("button", { name: "Edit Margherita" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "conflict",
      path: "/menu",
      user: "trattoria",
      text: "Tiramisù",
      interact: async (page) => {
        await page.getByRole("button", { name: "Edit Tiramisù" }).click();
        await page.getByLabel("Price in EUR").fill("7.20");
        const item = await findItem(site, businessId, "Tiramisù");
        await getApi("trattoria").patch(`/api/items/${item.id}`, { price_cents: item.price_cents + 10 });
        await page.getByRole("button", { name: "Save" }).click();
        await expect(page.getByRole("heading", { name: /Someone else has edited/ })).toBeVisible();
      },
    },
    { name: "reports", path: "/reports", user: "trattoria", text: "Prep time per day" },
    { name: "settings", path: "/settings", user: "trattoria", text: "Add waiter" },
    { name: "floor", path: "/floor", user: "waiter", text: "Margherita", interact: addEspresso },
    {
      name: "floor-cart",
      path: "/floor",
      user: "waiter",
      text: "Margherita",
      interact: async (page) => {
        await addEspresso(page);
        // Phones open the order from a bar; on a desktop it is next to the menu.
        const cartBar = page.getByRole("button", { name: /\d items? ·/ });
        if (await cartBar.isVisible()) await cartBar.click();
        await expect(page.getByLabel("Table")).toBeVisible();
      },
    },
    { name: "floor-ready", path: "/floor?show=ready", user: "waiter", text: /Hand over/ },
  ];
}

function listAdminShots(): Shot[] {
  const users = { path: "/admin?tab=users", user: "admin", text: "Dana Diner" };
  return [
    { name: "admin", path: "/admin", user: "admin", text: /ORD/ },
    {
      name: "admin-history",
      path: "/admin",
      user: "admin",
      text: /ORD/,
      interact: async (page) => {
        await page.getByRole("button", { name: /ORD/ }).first().click();
        await expect(page.getByText("Raw event, order version 1")).toBeVisible();
      },
    },
    { name: "admin-dead-letters", path: "/admin?tab=dead", user: "admin", text: "Replay" },
    { name: "admin-reports", path: "/reports", user: "admin", text: "Prep time per day" },
    { name: "admin-users", ...users },
    {
      name: "admin-deactivate",
      ...users,
      interact: async (page) => {
        await page.getByRole("button", { name: "Deactivate Dana Diner's account" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "admin-add-user",
      ...users,
      interact: async (page) => {
        await page.getByRole("button", { name: "Add user" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    { name: "admin-businesses", path: "/admin?tab=businesses", user: "admin", text: "Corner Bakery" },
  ];
}
