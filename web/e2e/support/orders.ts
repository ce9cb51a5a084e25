/** Orders in every state, for boards that have something on them. */
import { type Api, createApiClient, logIn, type Place, type Site } from "./test";

export interface Item {
  id: string;
  name: string;
  price_cents: number;
  stock_quantity: number;
  version: number;
  available: boolean;
}

export interface Order {
  id: string;
  number: string;
  status: string;
  version: number;
}

export async function listItems(site: Place, business: string): Promise<Item[]> {
  const { data } = (await (await fetch(`${site.url}/api/businesses/${business}/items?limit=100`)).json()) as {
    data: Item[];
  };
  return data;
}

export const placeOrder = (api: Api, items: [Item, number][], more: object = {}): Promise<Order> =>
  api.post("/api/orders", {
    items: items.map(([item, quantity]) => ({ item_id: item.id, quantity })),
    ...more,
  });

/** The noodle bar on a busy evening: it accepts and cooks by hand. */
export async function seedBusyBoard(site: Site) {
  const owner = await logIn(site, "noodles");
  const api = createApiClient(site, owner);
  const business = owner.user.business_id ?? "";
  await api.patch(`/api/businesses/${business}`, { kitchen: "manual", acceptance: "manual" });
  const menu = await listItems(site, business);
  const dish = (n: number) => menu[n % menu.length] as Item;
  const guests = [
    "Mia",
    "Theo",
    "Noor",
    "Luca",
    "Aiko",
    "Ben",
    "Zofia",
    "Omar",
    "Ines",
    "Jonas",
    "Lena",
    "Pavel",
  ];
  for (const [index, name] of guests.entries()) {
    const table = index % 3 === 0 ? String(index + 1) : null;
    const order = await placeOrder(
      api,
      [
        [dish(index), 1 + (index % 3)],
        [dish(index + 5), 1],
      ],
      {
        customer: { name, phone: null, table },
        ...(index === 2 ? { note: "No peanuts, please: allergy" } : {}),
      },
    );
    const go = (command: string) => api.post(`/api/orders/${order.id}/${command}`);
    if (index % 4 >= 1) await go("accept");
    if (index % 4 >= 2) await go("start");
    if (index % 4 === 3) await go("complete");
    // Two have left the board already.
    if (index === 11) await go("hand-over");
    if (index === 8) await go("reject");
  }
  return { owner, api, business, menu };
}
