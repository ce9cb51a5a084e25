/** Items and orders through the API. */
import type { Item, Order, OrderCommand } from "../../src/api/types";
import { type ApiClient, createApiClient, type Endpoints, logIn, type Site } from "./test";

export async function listItems({ url }: Endpoints, businessId: string): Promise<Item[]> {
  const response = await fetch(`${url}/api/businesses/${businessId}/items?limit=100`);
  const { data } = (await response.json()) as { data: Item[] };
  return data;
}

/** Returns the first item of a menu, or the one with this name. */
export async function findItem(endpoints: Endpoints, businessId: string, name?: string): Promise<Item> {
  const items = await listItems(endpoints, businessId);
  const item = name === undefined ? items[0] : items.find((other) => other.name === name);
  if (!item) throw new Error(`business ${businessId} has no item ${name ?? ""}`);
  return item;
}

export const placeOrder = (api: ApiClient, lines: [Item, number][], details: object = {}): Promise<Order> =>
  api.post("/api/orders", {
    items: lines.map(([item, quantity]) => ({ item_id: item.id, quantity })),
    ...details,
  });

/** Sends commands on an order, one after the other. */
export async function sendCommands(api: ApiClient, order: Order, ...commands: OrderCommand[]) {
  for (const command of commands) await api.post(`/api/orders/${order.id}/${command}`);
}

export const getOrderStatus = async (api: ApiClient, order: Order): Promise<string> =>
  (await api.get<Order>(`/api/orders/${order.id}`)).status;

const GUEST_NAMES = [
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

/**
 * Gives the noodle bar manual acceptance, a manual kitchen, and orders in every status but cancelled. Returns
 * the owner's login.
 */
export async function seedBusyBoard(site: Site) {
  const owner = await logIn(site, "noodles");
  const api = createApiClient(site, owner);
  await api.patch(`/api/businesses/${owner.businessId}`, { kitchen: "manual", acceptance: "manual" });
  const items = await listItems(site, owner.businessId);
  const itemAt = (index: number) => items[index % items.length] as Item;
  for (const [index, name] of GUEST_NAMES.entries()) {
    const table = index % 3 === 0 ? String(index + 1) : null;
    const order = await placeOrder(
      api,
      [
        [itemAt(index), 1 + (index % 3)],
        [itemAt(index + 5), 1],
      ],
      {
        customer: { name, phone: null, table },
        ...(index === 2 ? { note: "No peanuts, please: allergy" } : {}),
      },
    );
    const steps: OrderCommand[] = ["accept", "start", "complete"];
    await sendCommands(api, order, ...steps.slice(0, index % 4));
    // Two orders leave the board.
    if (index === 11) await sendCommands(api, order, "hand-over");
    if (index === 8) await sendCommands(api, order, "reject");
  }
  return owner;
}
