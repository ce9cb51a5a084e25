/** Every page on a phone and on a desk, by day and by night: pictures to look at, and axe, which finds nothing. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { busyEvening, menuOf, orderOf } from "./support/crowd";
import { standIn } from "./support/soon";
import { as, browserOf, expect, logIn, type Login, openSite, type Site, test } from "./support/test";

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
  act?: (page: Page) => Promise<void>;
}

let site: Site;
let logins: Record<string, Login>;
let shots: Shot[];

test.beforeAll(async () => {
  site = await openSite({ KITCHEN_PREP_SECONDS: "600" });
  const { owner } = await busyEvening(site);
  logins = { noodles: owner };
  for (const name of ["diner", "trattoria", "waiter", "admin"]) logins[name] = await logIn(site, name);
  const dinerApi = as(site, logins["diner"] as Login);
  const lucia = logins["trattoria"]?.user.business_id ?? "";
  const menu = await menuOf(site, lucia);
  const [first, second, third] = menu;
  if (!first || !second || !third) throw new Error("the demo has a menu");
  const luciaApi = as(site, logins["trattoria"] as Login);
  await luciaApi.post(`/api/items/${second.id}/stock`, { delta: 3 - second.stock_quantity });
  await luciaApi.patch(`/api/items/${first.id}`, { available: false });
  await luciaApi.patch(`/api/businesses/${lucia}`, { acceptance: "manual", kitchen: "manual" });
  const ready = await orderOf(dinerApi, [[third, 2]], {
    customer: { name: "Dana", phone: null, table: "7" },
  });
  for (const command of ["accept", "start", "complete"])
    await luciaApi.post(`/api/orders/${ready.id}/${command}`);
  const cooking = await orderOf(dinerApi, [[third, 1]]);
  await luciaApi.post(`/api/orders/${cooking.id}/accept`);
  await luciaApi.post(`/api/orders/${cooking.id}/start`);
  const waiting = await orderOf(dinerApi, [[third, 1]]);
  const rejected = await orderOf(dinerApi, [[third, 1]]);
  await luciaApi.post(`/api/orders/${rejected.id}/reject`, { reason: "We have just run out of dough" });
  // From here on workers cook, and guests are told how long it takes.
  await luciaApi.patch(`/api/businesses/${lucia}`, { kitchen: "automatic" });

  shots = [
    { name: "login", path: "/login", who: null, shows: "Try as a diner" },
    { name: "register", path: "/register", who: null, shows: "I run a kitchen" },
    { name: "home", path: "/", who: "diner", shows: "Noodle Bar Nine" },
    {
      name: "menu",
      path: `/b/${lucia}`,
      who: "diner",
      shows: "Margherita",
      act: async (page) => {
        await page.getByRole("button", { name: "Add Margherita" }).click();
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
    { name: "order-pending", path: `/orders/${waiting.id}`, who: "diner", shows: "Cancel the order" },
    { name: "order-cooking", path: `/orders/${cooking.id}`, who: "diner", shows: "Cooking" },
    { name: "order-rejected", path: `/orders/${rejected.id}`, who: "diner", shows: "Order again" },
    { name: "orders", path: "/orders", who: "diner", shows: "On the way" },
    { name: "board", path: "/board", who: "noodles", shows: /ORD/ },
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
    { name: "reports", path: "/reports", who: "trattoria", shows: "Preparation time per day" },
    { name: "settings", path: "/settings", who: "trattoria", shows: "Add a waiter" },
    {
      name: "floor",
      path: "/floor",
      who: "waiter",
      shows: "Margherita",
      act: async (page) => page.getByRole("button", { name: /^Margherita/ }).click(),
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
    { name: "admin-users", path: "/admin?tab=users", who: "admin", shows: "Dana Diner" },
    { name: "admin-businesses", path: "/admin?tab=businesses", who: "admin", shows: "Corner Bakery" },
    { name: "nothing", path: "/nowhere", who: null, shows: "There is nothing at this address." },
  ];
});

test.afterAll(() => site.close());

test.describe.configure({ mode: "parallel" });

for (const { size, viewport } of SIZES) {
  test(`every page on a ${size}`, async ({ browser }) => {
    test.setTimeout(150_000);
    const found: string[] = [];
    let who: string | null | undefined;
    let open: Awaited<ReturnType<typeof browserOf>> | null = null;
    for (const shot of shots) {
      if (!open || shot.who !== who) {
        await open?.context.close();
        who = shot.who;
        const login = shot.who === null ? null : (logins[shot.who] ?? null);
        open = await browserOf(browser, site, login, { viewport, reducedMotion: "reduce" });
        await standIn(open.context);
      }
      const { page } = open;
      await page.emulateMedia({ colorScheme: "light" });
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
    }
    await open?.context.close();
    expect(found).toEqual([]);
  });
}

/** By night only the colours are others. */
async function complaints(page: Page, name: string, mode: "light" | "dark"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (mode === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
  return violations.map(({ id, help, nodes }) => {
    const which = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`);
    return `${name}, ${mode}: ${id}: ${help}\n${which.join("\n")}`;
  });
}
