/** Takes docs/images/app.png: the board of a restaurant next to a customer's order. */
import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Item, OrderCommand } from "../src/api/types";
import { findItem, getOrderStatus, listItems, placeOrder, sendCommands } from "../e2e/support/orders";
import {
  type ApiClient,
  createApiClient,
  expect,
  logIn,
  openBrowser,
  startSite,
  test,
} from "../e2e/support/test";

const FILE = resolve("../docs/images/app.png");
const MAX_FILE_BYTES = 400 * 1024;
const HEIGHT = 760;
const BOARD_WIDTH = 1140;
const PHONE_WIDTH = 352;

interface OrderSpec {
  name: string;
  table: string | null;
  /** Beginnings of item names, with quantities. */
  lines: [string, number][];
  note?: string;
  commands?: OrderCommand[];
}

const READY: OrderCommand[] = ["accept", "start", "complete"];

const READY_ORDERS: OrderSpec[] = [
  {
    name: "Mia",
    table: "4",
    lines: [
      ["Tagliatelle", 2],
      ["Acqua", 1],
    ],
    commands: READY,
  },
  {
    name: "Theo",
    table: null,
    lines: [
      ["Marinara", 1],
      ["Tiramisù", 2],
    ],
    commands: READY,
  },
];

const OTHER_ORDERS: OrderSpec[] = [
  {
    name: "Noor",
    table: "7",
    lines: [
      ["Diavola", 1],
      ["Burrata", 1],
    ],
    note: "No nuts, please: allergy",
    commands: ["accept"],
  },
  { name: "Luca", table: "2", lines: [["Spaghetti", 3]], commands: ["accept"] },
  {
    name: "Aiko",
    table: null,
    lines: [
      ["Quattro", 1],
      ["Panna", 1],
    ],
    commands: ["accept"],
  },
  {
    name: "Ben",
    table: "9",
    lines: [
      ["Margherita", 1],
      ["Espresso", 2],
    ],
  },
  { name: "Zofia", table: null, lines: [["Orecchiette", 2]] },
  {
    name: "Omar",
    table: "1",
    lines: [
      ["Bruschetta", 2],
      ["Diavola", 1],
    ],
  },
];

async function placeSpec(api: ApiClient, menu: Item[], spec: OrderSpec) {
  const lines = spec.lines.map(([prefix, quantity]): [Item, number] => {
    const item = menu.find((other) => other.name.startsWith(prefix));
    if (!item) throw new Error(`no item starts with ${prefix}`);
    return [item, quantity];
  });
  const order = await placeOrder(api, lines, {
    customer: { name: spec.name, phone: null, table: spec.table },
    ...(spec.note ? { note: spec.note } : {}),
  });
  await sendCommands(api, order, ...(spec.commands ?? []));
}

test("README screenshot", async ({ browser }) => {
  const site = await startSite({ KITCHEN_PREP_SECONDS: "520" });
  const ownerLogin = await logIn(site, "trattoria");
  const customerLogin = await logIn(site, "diner");
  const { businessId } = ownerLogin;
  const ownerApi = createApiClient(site, ownerLogin);
  const setKitchen = (kitchen: "manual" | "automatic") =>
    ownerApi.patch(`/api/businesses/${businessId}`, { acceptance: "manual", kitchen });
  const menu = await listItems(site, businessId);

  await setKitchen("manual");
  for (const spec of READY_ORDERS) await placeSpec(ownerApi, menu, spec);
  await setKitchen("automatic");
  const order = await placeOrder(createApiClient(site, customerLogin), [
    [await findItem(site, businessId, "Margherita"), 2],
    [await findItem(site, businessId, "Tiramisù"), 1],
  ]);
  await sendCommands(ownerApi, order, "accept");
  await expect.poll(() => getOrderStatus(ownerApi, order)).toBe("processing");
  for (const spec of OTHER_ORDERS) await placeSpec(ownerApi, menu, spec);

  const options = { reducedMotion: "reduce", colorScheme: "light" } as const;
  const board = await openBrowser(browser, site, ownerLogin, {
    ...options,
    viewport: { width: BOARD_WIDTH, height: HEIGHT },
  });
  await board.page.goto("/board");
  await expect(board.page.getByTestId("column-accepted").getByTestId("ticket")).toHaveCount(2);
  const phone = await openBrowser(browser, site, customerLogin, {
    ...options,
    viewport: { width: PHONE_WIDTH, height: HEIGHT },
  });
  await phone.page.goto(`/orders/${order.id}`);
  await expect(phone.page.getByTestId("countdown")).toBeVisible();
  const images: string[] = [];
  for (const { page } of [board, phone]) {
    await expect(page.getByTestId("connection")).toHaveText("Live");
    await page.evaluate(() => document.fonts.ready);
    const screenshot = await page.screenshot({ animations: "disabled" });
    images.push(`data:image/png;base64,${screenshot.toString("base64")}`);
  }

  const page = await browser.newPage({
    viewport: { width: BOARD_WIDTH + PHONE_WIDTH + 132, height: HEIGHT + 96 },
  });
  const tags = images.map(
    (src) =>
      `<img src="${src}" style="border-radius:20px;box-shadow:0 0 0 1px #d6d3d1,0 12px 32px #1c191722">`,
  );
  await page.setContent(
    `<body style="margin:0;padding:48px;display:flex;gap:36px;background:#e7e5e4">${tags.join("")}</body>`,
  );
  mkdirSync(dirname(FILE), { recursive: true });
  await page.screenshot({ path: FILE });
  expect(statSync(FILE).size).toBeLessThanOrEqual(MAX_FILE_BYTES);
  await board.context.close();
  await phone.context.close();
  await site.close();
});
