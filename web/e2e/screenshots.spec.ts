/** Every page on a phone and on a desk, by day and by night: pictures to look at, and axe, which finds nothing. */
import type { Page } from "@playwright/test";
import axe from "axe-core";
import { seedBusyBoard, listItems, placeOrder } from "./support/orders";
import { mockDeadLetters, mockReports } from "./support/mock-responses";
import {
  createApiClient,
  openBrowser,
  expect,
  logIn,
  type Login,
  startSite,
  PASSWORD,
  type Site,
  test,
} from "./support/test";

const SIZES = [
  { size: "phone", viewport: { width: 390, height: 844 } },
  { size: "desk", viewport: { width: 1440, height: 900 } },
] as const;

interface Shot {
  name: string;
  path: string;
  who: string | null;
  /** Something that is there when the page is. */
  shows: string | RegExp;
  before?: (page: Page) => Promise<unknown>;
  act?: (page: Page) => Promise<void>;
}

let site: Site;
let logins: Record<string, Login>;
let shots: Shot[];

test.beforeAll(async () => {
  site = await startSite({ KITCHEN_PREP_SECONDS: "600" });
  const { owner } = await seedBusyBoard(site);
  logins = { noodles: owner };
  for (const name of ["diner", "trattoria", "waiter", "admin"]) logins[name] = await logIn(site, name);
  const dinerApi = createApiClient(site, logins["diner"] as Login);
  const lucia = logins["trattoria"]?.user.business_id ?? "";
  const menu = await listItems(site, lucia);
  const [first, second, third] = menu;
  if (!first || !second || !third) throw new Error("the demo has a menu");
  const luciaApi = createApiClient(site, logins["trattoria"] as Login);
  await luciaApi.post(`/api/items/${second.id}/stock`, { delta: 3 - second.stock_quantity });
  await luciaApi.patch(`/api/items/${first.id}`, { available: false });
  await luciaApi.patch(`/api/businesses/${lucia}`, { acceptance: "manual", kitchen: "manual" });
  const ready = await placeOrder(dinerApi, [[third, 2]], {
    customer: { name: "Dana", phone: null, table: "7" },
  });
  for (const command of ["accept", "start", "complete"])
    await luciaApi.post(`/api/orders/${ready.id}/${command}`);
  const cooking = await placeOrder(dinerApi, [[third, 1]]);
  await luciaApi.post(`/api/orders/${cooking.id}/accept`);
  await luciaApi.post(`/api/orders/${cooking.id}/start`);
  const waiting = await placeOrder(dinerApi, [[third, 1]]);
  const rejected = await placeOrder(dinerApi, [[third, 1]]);
  await luciaApi.post(`/api/orders/${rejected.id}/reject`, { reason: "We have just run out of dough" });
  // From here on workers cook, and guests are told how long it takes.
  await luciaApi.patch(`/api/businesses/${lucia}`, { kitchen: "automatic" });
  const line = await Promise.all([1, 2, 3, 4].map(() => placeOrder(dinerApi, [[third, 1]])));
  for (const order of line) await luciaApi.post(`/api/orders/${order.id}/accept`);
  const last = line.at(-1) ?? waiting;

  const fresh = await register(`fresh-${Date.now()}`, {});
  const odd = await register(`odd-${Date.now()}`, {
    role: "business",
    business_name: "Wirtshaus ".repeat(20).trim(),
  });
  logins["fresh"] = fresh;
  logins["odd"] = odd;

  shots = [
    { name: "login", path: "/login", who: null, shows: "Try as a diner" },
    { name: "register", path: "/register", who: null, shows: "I run a kitchen" },
    {
      name: "unreachable",
      path: "/",
      who: null,
      shows: "The server cannot be reached",
      before: (page) => page.route(/\/api\/businesses/, (route) => route.abort()),
    },
    { name: "nothing", path: "/nowhere", who: null, shows: "There is nothing at this address." },
    { name: "home", path: "/", who: "diner", shows: "Noodle Bar Nine" },
    {
      name: "account",
      path: "/",
      who: "diner",
      shows: "Noodle Bar Nine",
      act: async (page) => {
        await page.getByRole("button", { name: /Account of/ }).click();
        await expect(page.getByRole("menuitem", { name: "Log out" })).toBeVisible();
      },
    },
    {
      name: "menu",
      path: `/b/${lucia}`,
      who: "diner",
      shows: "Margherita",
      act: async (page) => {
        await page.getByRole("button", { name: "Add Quattro formaggi" }).click();
        await expect(page.getByRole("button", { name: /Place order/ })).toBeVisible();
      },
    },
    {
      name: "cart",
      path: `/b/${lucia}`,
      who: "diner",
      shows: "Diavola",
      act: async (page) => {
        await page.getByRole("button", { name: "Add Diavola" }).click();
        await page.getByRole("button", { name: /look and change/ }).click();
        await expect(page.getByRole("heading", { name: "Your order" })).toBeVisible();
      },
    },
    {
      name: "sold-out",
      path: `/b/${lucia}`,
      who: "diner",
      shows: "Only 3 left",
      act: async (page) => {
        await page.getByRole("button", { name: `Add ${second.name}` }).click();
        await page.getByRole("button", { name: `One more ${second.name}` }).click();
        // The page still shows the old menu.
        await page.route(/\/items\?/, (route) => route.abort());
        await luciaApi.post(`/api/items/${second.id}/stock`, { delta: -2 });
        await page.getByRole("button", { name: /Place order/ }).click();
        await expect(page.getByRole("dialog")).toContainText("only 1 left, you wanted 2");
        await luciaApi.post(`/api/items/${second.id}/stock`, { delta: 2 });
      },
    },
    { name: "order-pending", path: `/orders/${waiting.id}`, who: "diner", shows: "Cancel the order" },
    { name: "order-in-line", path: `/orders/${last.id}`, who: "diner", shows: "in line" },
    { name: "order-cooking", path: `/orders/${cooking.id}`, who: "diner", shows: "Cooking" },
    { name: "order-ready", path: `/orders/${ready.id}`, who: "diner", shows: "Ready" },
    { name: "order-rejected", path: `/orders/${rejected.id}`, who: "diner", shows: "Order again" },
    { name: "orders", path: "/orders", who: "diner", shows: "On the way" },
    { name: "orders-empty", path: "/orders", who: "fresh", shows: "Your orders" },
    {
      name: "menu-empty",
      path: `/b/${odd.user.business_id ?? ""}`,
      who: "fresh",
      shows: "nothing on this menu",
    },
    { name: "board-empty", path: "/board", who: "odd", shows: "Nothing to accept." },
    { name: "stock-empty", path: "/menu", who: "odd", shows: "Menu" },
    { name: "floor-empty", path: "/floor", who: "odd", shows: "Floor" },
    { name: "board", path: "/board", who: "noodles", shows: /ORD/ },
    {
      name: "keys",
      path: "/board",
      who: "noodles",
      shows: /ORD/,
      act: async (page) => {
        await page.keyboard.press("Shift+?");
        await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      },
    },
    {
      name: "recall",
      path: "/board",
      who: "noodles",
      shows: /ORD/,
      act: async (page) => {
        await page.getByRole("button", { name: "Recall" }).click();
        await expect(page.getByRole("heading", { name: "Left the board lately" })).toBeVisible();
      },
    },
    { name: "stock", path: "/menu", who: "trattoria", shows: "Margherita" },
    {
      name: "item",
      path: "/menu",
      who: "trattoria",
      shows: "Margherita",
      act: async (page) => {
        await page.getByRole("button", { name: "Edit Margherita" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "conflict",
      path: "/menu",
      who: "trattoria",
      shows: "Tiramisù",
      act: async (page) => {
        await page.getByRole("button", { name: "Edit Tiramisù" }).click();
        await page.getByLabel("Price in EUR").fill("7.20");
        const dish = (await listItems(site, lucia)).find((item) => item.name === "Tiramisù");
        await luciaApi.patch(`/api/items/${dish?.id ?? ""}`, { price_cents: (dish?.price_cents ?? 0) + 10 });
        await page.getByRole("button", { name: "Save" }).click();
        await expect(page.getByRole("heading", { name: /Somebody else has edited/ })).toBeVisible();
      },
    },
    { name: "reports", path: "/reports", who: "trattoria", shows: "Preparation time per day" },
    { name: "settings", path: "/settings", who: "trattoria", shows: "Add a waiter" },
    {
      name: "floor",
      path: "/floor",
      who: "waiter",
      shows: "Margherita",
      act: async (page) => page.getByRole("button", { name: /^Espresso/ }).click(),
    },
    {
      name: "floor-cart",
      path: "/floor",
      who: "waiter",
      shows: "Margherita",
      act: async (page) => {
        await page.getByRole("button", { name: /^Espresso/ }).click();
        // On a desk it is beside the menu.
        const bar = page.getByRole("button", { name: /\d items? ·/ });
        if (await bar.isVisible()) await bar.click();
        await expect(page.getByLabel("Table")).toBeVisible();
      },
    },
    { name: "floor-ready", path: "/floor?show=ready", who: "waiter", shows: /Hand over/ },
    { name: "admin", path: "/admin", who: "admin", shows: /ORD/ },
    {
      name: "admin-history",
      path: "/admin",
      who: "admin",
      shows: /ORD/,
      act: async (page) => {
        await page.getByRole("button", { name: /ORD/ }).first().click();
        await expect(page.getByText("Raw event, version 1")).toBeVisible();
      },
    },
    { name: "admin-dead", path: "/admin?tab=dead", who: "admin", shows: "Replay" },
    { name: "admin-reports", path: "/reports", who: "admin", shows: "Preparation time per day" },
    { name: "admin-users", path: "/admin?tab=users", who: "admin", shows: "Dana Diner" },
    {
      name: "admin-close",
      path: "/admin?tab=users",
      who: "admin",
      shows: "Dana Diner",
      act: async (page) => {
        await page.getByRole("button", { name: "Close account of Dana Diner" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "admin-add",
      path: "/admin?tab=users",
      who: "admin",
      shows: "Dana Diner",
      act: async (page) => {
        await page.getByRole("button", { name: "Add a person" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
      },
    },
    { name: "admin-businesses", path: "/admin?tab=businesses", who: "admin", shows: "Corner Bakery" },
  ];
});

test.afterAll(() => site.close());

test.describe.configure({ mode: "parallel" });

/** Who looks at what, in parts that take about as long. */
const PARTS = [
  { part: "guests", who: [null, "diner"] },
  { part: "a kitchen", who: ["fresh", "odd", "noodles"] },
  { part: "a house", who: ["trattoria", "waiter", "admin"] },
];

for (const { size, viewport } of SIZES) {
  for (const { part, who } of PARTS) {
    test(`every page of ${part} on a ${size}`, async ({ browser }) => {
      test.setTimeout(300_000);
      const found: string[] = [];
      for (const person of who) {
        const login = person === null ? null : (logins[person] ?? null);
        const { context, page } = await openBrowser(browser, site, login, {
          viewport,
          reducedMotion: "reduce",
        });
        await mockReports(context);
        await mockDeadLetters(context);
        for (const shot of shots.filter((one) => one.who === person)) {
          await page.emulateMedia({ colorScheme: "light" });
          await shot.before?.(page);
          await page.goto(shot.path);
          await expect(page.getByText(shot.shows).first()).toBeAttached();
          await shot.act?.(page);
          await page.evaluate(() => document.fonts.ready);
          // What is below the fold is not styled until it is looked at: axe looks at all of it.
          await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
          for (const mode of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme: mode });
            await expect(page.locator(`html[data-mode="${mode}"]`)).toBeAttached();
            await page.screenshot({
              path: `test-results/screens/${shot.name}-${size}-${mode}.png`,
              animations: "disabled",
            });
            found.push(...(await complaints(page, shot.name, mode)));
          }
          await page.unrouteAll();
        }
        await context.close();
      }
      expect(found).toEqual([]);
    });
  }
}

/** What axe finds. By night only the colours are others. */
async function complaints(page: Page, name: string, mode: "light" | "dark"): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (options) => {
      const { violations: all } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
      return all.map(({ id, help, nodes }) => ({
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

/** Somebody who has just come. */
async function register(username: string, more: object): Promise<Login> {
  const answer = await fetch(`${site.url}/api/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: PASSWORD, role: "customer", ...more }),
  });
  if (!answer.ok) throw new Error(`register ${username}: ${answer.status} ${await answer.text()}`);
  return logIn(site, username);
}
