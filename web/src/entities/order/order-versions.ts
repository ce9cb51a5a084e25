import type { Order } from "@/api/types";

interface RecordedOrder {
  order: Order;
  recordedAt: number;
}

const MAX_ORDERS = 3_000;

/**
 * The latest version of each order in the live feed, for at most `MAX_ORDERS` orders. Detects duplicate
 * events and outdated responses.
 */
interface OrderVersions {
  /** Records an order. Returns `false` if this version, or a later one, is already recorded. */
  record: (order: Order) => boolean;
  /** Returns the recorded order if its version is later than that of `order`, else `order`. The estimate is that of `order`. */
  getLatest: (order: Order) => Order;
  /**
   * Replaces outdated orders of a list, adds the orders recorded since `requestedAt`, and drops all orders that are not
   * `isIncluded`.
   */
  reconcileList: (list: Order[], requestedAt: number, isIncluded: (order: Order) => boolean) => Order[];
  clear: () => void;
}

export function createOrderVersions(now: () => number = () => performance.now()): OrderVersions {
  const recorded = new Map<string, RecordedOrder>();

  const getLatest = (order: Order): Order => {
    const latest = recorded.get(order.id)?.order;
    // Events have no estimate: keep the one from the response.
    return latest && latest.version > order.version ? { ...latest, estimate: order.estimate } : order;
  };

  return {
    record(order) {
      const previous = recorded.get(order.id);
      if (previous && previous.order.version >= order.version) return false;
      // Delete first: a map iterates in insertion order, which makes the first key the oldest.
      recorded.delete(order.id);
      recorded.set(order.id, { order, recordedAt: now() });
      if (recorded.size > MAX_ORDERS) {
        const [oldest] = recorded.keys();
        if (oldest !== undefined) recorded.delete(oldest);
      }
      return true;
    },
    getLatest,
    reconcileList(list, requestedAt, isIncluded) {
      const ids = new Set(list.map((order) => order.id));
      const added = [...recorded.values()]
        .filter(({ order, recordedAt }) => recordedAt >= requestedAt && !ids.has(order.id))
        .map(({ order }) => order);
      return [...added, ...list.map(getLatest)].filter(isIncluded);
    },
    clear: () => recorded.clear(),
  };
}

/** The versions that this tab has received. */
export const orderVersions = createOrderVersions();
