/** What the live feed has told of each order: the fence against frames that come twice, and answers that come late. */
import type { Order } from "@/api/types";

interface Told {
  order: Order;
  at: number;
}

const MOST = 3_000;

export interface OrderVersions {
  /** Takes note of an order; whether it is news. */
  record: (order: Order) => boolean;
  /** The newer of this and what the feed has told. */
  getLatest: (order: Order) => Order;
  /** An answer to a question asked at `since`, with what the feed has told meanwhile. */
  reconcileList: (answer: Order[], since: number, wanted: (order: Order) => boolean) => Order[];
  clear: () => void;
}

export function createOrderVersions(now: () => number = () => performance.now()): OrderVersions {
  const orders = new Map<string, Told>();

  const freshest = (order: Order): Order => {
    const told = orders.get(order.id)?.order;
    // What others may see of it (the estimate) is not in events.
    return told && told.version > order.version ? { ...told, estimate: order.estimate } : order;
  };

  return {
    record(order) {
      const before = orders.get(order.id);
      if (before && before.order.version >= order.version) return false;
      orders.delete(order.id);
      orders.set(order.id, { order, at: now() });
      if (orders.size > MOST) {
        const [oldest] = orders.keys();
        if (oldest !== undefined) orders.delete(oldest);
      }
      return true;
    },
    getLatest: freshest,
    reconcileList(answer, since, wanted) {
      const ids = new Set(answer.map((order) => order.id));
      const meanwhile = [...orders.values()].filter((told) => told.at >= since && !ids.has(told.order.id));
      return [...meanwhile.map((told) => told.order), ...answer.map(freshest)].filter(wanted);
    },
    clear: () => orders.clear(),
  };
}

/** Of this tab. */
export const orderVersions = createOrderVersions();
