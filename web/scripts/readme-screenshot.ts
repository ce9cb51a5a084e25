/** A diner's order beside the board of the kitchen that cooks it, as one picture: docs/images/app.png. */
import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { listItems, type Order, placeOrder } from "../e2e/support/orders";
import { createApiClient, openBrowser, expect, logIn, startSite, test } from "../e2e/support/test";

const FILE = resolve("../docs/images/app.png");
const HEIGHT = 760;
const [BOARD, PHONE] = [1140, 352];

test("a diner beside the board", async ({ browser }) => {
  const site = await startSite({ KITCHEN_PREP_SECONDS: "520" });
  const owner = await logIn(site, "trattoria");
  const diner = await logIn(site, "diner");
  const api = createApiClient(site, owner);
  const business = owner.user.business_id ?? "";
  const works = (kitchen: string) =>
    api.patch(`/api/businesses/${business}`, { acceptance: "manual", kitchen });
  const go = async (order: Order, ...commands: string[]) => {
    for (const command of commands) await api.post(`/api/orders/${order.id}/${command}`);
  };
  const menu = await listItems(site, business);
  const order = (name: string, table: string | null, dishes: [string, number][], note?: string) =>
    placeOrder(
      api,
      dishes.map(([called, quantity]) => {
        const item = menu.find((one) => one.name.startsWith(called));
        if (!item) throw new Error(`there is no ${called}`);
        return [item, quantity];
      }),
      { customer: { name, phone: null, table }, ...(note ? { note } : {}) },
    );

  await works("manual");
  for (const ready of [
    await order("Mia", "4", [
      ["Tagliatelle", 2],
      ["Acqua", 1],
    ]),
    await order("Theo", null, [
      ["Marinara", 1],
      ["Tiramisù", 2],
    ]),
  ])
    await go(ready, "accept", "start", "complete");
  await works("automatic");
  const margherita = menu.find((item) => item.name === "Margherita");
  const tiramisu = menu.find((item) => item.name === "Tiramisù");
  if (!margherita || !tiramisu) throw new Error("there is pizza and dessert");
  const mine = await placeOrder(createApiClient(site, diner), [
    [margherita, 2],
    [tiramisu, 1],
  ]);
  await go(mine, "accept");
  const hers = async () => (await api.get<Order>(`/api/orders/${mine.id}`)).status;
  await expect.poll(hers).toBe("processing");
  await go(
    await order(
      "Noor",
      "7",
      [
        ["Diavola", 1],
        ["Burrata", 1],
      ],
      "No nuts, please: allergy",
    ),
    "accept",
  );
  await go(await order("Luca", "2", [["Spaghetti", 3]]), "accept");
  await go(
    await order("Aiko", null, [
      ["Quattro", 1],
      ["Panna", 1],
    ]),
    "accept",
  );
  await order("Ben", "9", [
    ["Margherita", 1],
    ["Espresso", 2],
  ]);
  await order("Zofia", null, [["Orecchiette", 2]]);
  await order("Omar", "1", [
    ["Bruschetta", 2],
    ["Diavola", 1],
  ]);

  const looks = { reducedMotion: "reduce", colorScheme: "light" } as const;
  const board = await openBrowser(browser, site, owner, {
    ...looks,
    viewport: { width: BOARD, height: HEIGHT },
  });
  await board.page.goto("/board");
  await expect(board.page.getByTestId("column-accepted").getByTestId("ticket")).toHaveCount(2);
  const guest = await openBrowser(browser, site, diner, {
    ...looks,
    viewport: { width: PHONE, height: HEIGHT },
  });
  await guest.page.goto(`/orders/${mine.id}`);
  await expect(guest.page.getByTestId("countdown")).toBeVisible();
  const pictures: string[] = [];
  for (const { page } of [board, guest]) {
    await expect(page.getByTestId("connection")).toHaveText("Live");
    await page.evaluate(() => document.fonts.ready);
    const picture = await page.screenshot({ animations: "disabled" });
    pictures.push(`data:image/png;base64,${picture.toString("base64")}`);
  }

  const page = await browser.newPage({ viewport: { width: BOARD + PHONE + 132, height: HEIGHT + 96 } });
  await page.setContent(
    `<body style="margin:0;padding:48px;display:flex;gap:36px;background:#e7e5e4">${pictures
      .map(
        (src) =>
          `<img src="${src}" style="border-radius:20px;box-shadow:0 0 0 1px #d6d3d1,0 12px 32px #1c191722">`,
      )
      .join("")}</body>`,
  );
  mkdirSync(dirname(FILE), { recursive: true });
  await page.screenshot({ path: FILE });
  expect(statSync(FILE).size).toBeLessThanOrEqual(400 * 1024);
  await board.context.close();
  await guest.context.close();
  await site.close();
});
