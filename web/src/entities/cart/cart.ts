/** A cart for one business: pure functions on immutable carts. */
import type { Item, OrderType, PlaceOrderRequest } from "@/api/types";
import { getAvailableQuantity } from "@/entities/item/item";
import { generateUuid } from "@/shared/ids";
import { formatMoney } from "@/shared/money";

export interface CartLine {
  item_id: string;
  quantity: number;
  note?: string | null;
  /** The item's last known name, for when it is no longer on the menu. */
  name?: string;
  /** The unit price when the item was added. */
  price_cents?: number;
}

/** The format in local storage: do not rename its fields. */
export interface Cart {
  /** The idempotency key of the order, the same for every attempt to place it. */
  key: string;
  lines: CartLine[];
  orderType: OrderType;
  table: string;
  name: string;
  phone: string;
  note: string;
}

export const MAX_QUANTITY = 999;

export const createCart = (
  orderType: OrderType = "takeaway",
  generateKey: () => string = generateUuid,
): Cart => ({
  key: generateKey(),
  lines: [],
  orderType,
  table: "",
  name: "",
  phone: "",
  note: "",
});

export const getQuantity = (cart: Cart, itemId: string): number =>
  cart.lines.find((line) => line.item_id === itemId)?.quantity ?? 0;

/** Sets the quantity of an item. Each item has one line; a quantity of 0 removes it. */
export function withQuantity(cart: Cart, itemId: string, quantity: number): Cart {
  const clamped = Math.min(Math.max(0, Math.floor(quantity)), MAX_QUANTITY);
  if (clamped === 0) return { ...cart, lines: cart.lines.filter((line) => line.item_id !== itemId) };
  const hasLine = cart.lines.some((line) => line.item_id === itemId);
  return {
    ...cart,
    lines: hasLine
      ? cart.lines.map((line) => (line.item_id === itemId ? { ...line, quantity: clamped } : line))
      : [...cart.lines, { item_id: itemId, quantity: clamped }],
  };
}

export const withLineNote = (cart: Cart, itemId: string, note: string): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.item_id === itemId ? { ...line, note } : line)),
});

export const removeLines = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce((rest, line) => withQuantity(rest, line.item_id, 0), cart);

/** Adds lines, such as those of a past order. */
export const addLines = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce((result, { item_id: itemId, quantity, name }) => {
    const added = withQuantity(result, itemId, getQuantity(result, itemId) + quantity);
    return name ? withLineName(added, itemId, name) : added;
  }, cart);

const withLineName = (cart: Cart, itemId: string, name: string): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.item_id === itemId ? { ...line, name } : line)),
});

/**
 * Stores the names of the items in the cart, and the prices of newly added items. Returns the same cart if nothing
 * changes.
 */
export function rememberItems(cart: Cart, items: readonly Item[]): Cart {
  const itemsById = new Map(items.map((item) => [item.id, item]));
  const lines = cart.lines.map((line) => {
    const item = itemsById.get(line.item_id);
    return item && (item.name !== line.name || line.price_cents === undefined)
      ? { ...line, name: item.name, price_cents: line.price_cents ?? item.price_cents }
      : line;
  });
  return lines.some((line, index) => line !== cart.lines[index]) ? { ...cart, lines } : cart;
}

export interface PricedLine {
  line: CartLine;
  item: Item;
  total: number;
}

/** A cart at the menu's current prices. */
export interface PricedCart {
  lines: PricedLine[];
  /** Lines of items that are no longer on the menu. */
  unavailable: CartLine[];
  count: number;
  total: number;
}

export function priceCart(cart: Cart, items: readonly Item[]): PricedCart {
  const itemsById = new Map(items.map((item) => [item.id, item]));
  const priced: PricedCart = { lines: [], unavailable: [], count: 0, total: 0 };
  for (const line of cart.lines) {
    const item = itemsById.get(line.item_id);
    if (!item) {
      priced.unavailable.push(line);
      continue;
    }
    const total = item.price_cents * line.quantity;
    priced.lines.push({ line, item, total });
    priced.count += line.quantity;
    priced.total += total;
  }
  return priced;
}

type LineWithItem = Pick<PricedLine, "line" | "item">;

export const exceedsStock = ({ line, item }: LineWithItem): boolean =>
  line.quantity > getAvailableQuantity(item);

/** Formats the price change since the item was added: `now €10.50 (was €9.50)`. Returns `null` if there is none. */
export function formatPriceChange({ line, item }: LineWithItem): string | null {
  if (line.price_cents === undefined || line.price_cents === item.price_cents) return null;
  const [price, oldPrice] = [item.price_cents, line.price_cents].map((cents) =>
    formatMoney(cents, item.currency),
  );
  return `now ${price} (was ${oldPrice})`;
}

export const formatUnavailable = (line: CartLine): string =>
  `${line.name ?? "One dish"} is no longer available.`;

/** Lists the warnings to show before the order is placed. */
export function listWarnings({ unavailable, lines }: PricedCart): string[] {
  const priceChanges = lines.flatMap((line) => {
    const change = formatPriceChange(line);
    return change === null ? [] : [`${line.item.name} is ${change}.`];
  });
  const shortages = lines.filter(exceedsStock).map(({ item }) => {
    const available = getAvailableQuantity(item);
    return available === 0 ? `${item.name} is sold out.` : `${item.name}: only ${available} left.`;
  });
  return [...unavailable.map(formatUnavailable), ...priceChanges, ...shortages];
}

/** Returns a new cart with the lines added while `sent` was being placed, or `null` if there are none. */
export function withoutSent(cart: Cart, sent: Cart): Cart | null {
  if (cart.key !== sent.key) return cart;
  const lines = cart.lines
    .map((line) => ({ ...line, quantity: line.quantity - getQuantity(sent, line.item_id) }))
    .filter((line) => line.quantity > 0);
  if (lines.length === 0) return null;
  return { ...cart, key: generateUuid(), lines, note: cart.note === sent.note ? "" : cart.note };
}

/** Builds the request. The total that the customer has seen lets the server detect a price change. */
export function toPlaceOrderRequest(
  cart: Cart,
  businessId: string,
  { lines, total }: PricedCart,
): PlaceOrderRequest {
  const trimToUndefined = (text: string) => text.trim() || undefined;
  const customer = {
    name: trimToUndefined(cart.name),
    phone: trimToUndefined(cart.phone),
    table: cart.orderType === "dine_in" ? trimToUndefined(cart.table) : undefined,
  };
  const note = trimToUndefined(cart.note);
  return {
    business_id: businessId,
    items: lines.map(({ line }) => ({
      item_id: line.item_id,
      quantity: line.quantity,
      ...(line.note?.trim() ? { note: line.note.trim() } : {}),
    })),
    order_type: cart.orderType,
    ...(customer.name || customer.phone || customer.table ? { customer } : {}),
    ...(note ? { note } : {}),
    expected_total_cents: total,
  };
}
