import type { Item } from "@/api/types";
import { makeBusiness, makeOrder } from "./fixtures";
import { type Handlers, mockApi } from "./render";

/** Mocks a business that accepts orders. The test can change its menu. */
export function mockChangingMenu(items: Item[], handlers: Handlers = {}) {
  const menu = { items };
  const requests = mockApi({
    "GET /api/businesses/trattoria": () => Response.json(makeBusiness()),
    "GET /api/businesses/trattoria/items": () => Response.json({ data: menu.items, next_cursor: null }),
    "POST /api/orders": () => Response.json(makeOrder(), { status: 201 }),
    ...handlers,
  });
  /** Returns the bodies of the requests that placed an order. */
  const readPlacedOrders = () =>
    Promise.all(
      requests
        .filter((request) => request.method === "POST" && request.url.endsWith("/api/orders"))
        .map((request) => request.clone().json() as Promise<{ items: object[] }>),
    );
  return { menu, readPlacedOrders };
}
