/** What somebody is about to order from one business: pure, and the same in every tab. */
import type { Item, OrderType, PlaceOrderRequest } from "@/api/types";
import { generateUuid } from "@/shared/ids";
import { formatMoney } from "@/shared/money";

export interface CartLine {
  item_id: string;
  quantity: number;
  note?: string | null;
  /** What it was called on the menu, for when it is on none any more. */
  name?: string;
  /** What one of it cost when it was put in. */
  price_cents?: number;
}

export interface Cart {
  /** One key for one order: minted with the cart, kept for every attempt to place it. */
  key: string;
  lines: CartLine[];
  orderType: OrderType;
  table: string;
  name: string;
  phone: string;
  note: string;
}

export const MAX_QUANTITY = 999;

export const createCart = (orderType: OrderType = "takeaway", mint: () => string = generateUuid): Cart => ({
  key: mint(),
  lines: [],
  orderType,
  table: "",
  name: "",
  phone: "",
  note: "",
});

export const getQuantity = (cart: Cart, item: string): number =>
  cart.lines.find((line) => line.item_id === item)?.quantity ?? 0;

/** So many of an item: the same item is one line, none of it is no line. */
export function withQuantity(cart: Cart, item: string, quantity: number): Cart {
  const wanted = Math.min(Math.max(0, Math.floor(quantity)), MAX_QUANTITY);
  if (wanted === 0) return { ...cart, lines: cart.lines.filter((line) => line.item_id !== item) };
  const there = cart.lines.some((line) => line.item_id === item);
  return {
    ...cart,
    lines: there
      ? cart.lines.map((line) => (line.item_id === item ? { ...line, quantity: wanted } : line))
      : [...cart.lines, { item_id: item, quantity: wanted }],
  };
}

export const withLineNote = (cart: Cart, item: string, note: string): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.item_id === item ? { ...line, note } : line)),
});

/** Without these, whatever there was of them. */
export const removeLines = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce((rest, line) => withQuantity(rest, line.item_id, 0), cart);

const named = (cart: Cart, item: string, name: string | undefined): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.item_id === item && name ? { ...line, name } : line)),
});

/** Another cart's lines on top of this one's. */
export const addLines = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce(
    (sum, line) =>
      named(
        withQuantity(sum, line.item_id, getQuantity(sum, line.item_id) + line.quantity),
        line.item_id,
        line.name,
      ),
    cart,
  );

/** The cart with what its guest sees of each dish; the same cart if that is in it already. */
export function rememberItems(cart: Cart, items: readonly Item[]): Cart {
  const byId = new Map(items.map((item) => [item.id, item]));
  const lines = cart.lines.map((line) => {
    const item = byId.get(line.item_id);
    return item && (item.name !== line.name || line.price_cents === undefined)
      ? { ...line, name: item.name, price_cents: line.price_cents ?? item.price_cents }
      : line;
  });
  return lines.some((line, index) => line !== cart.lines[index]) ? { ...cart, lines } : cart;
}

export const formatUnavailable = (line: CartLine): string =>
  `${line.name ?? "One dish"} is not on the menu any more`;

export interface PricedCart {
  lines: { line: CartLine; item: Item; total: number }[];
  /** Lines of items that are not on the menu any more. */
  unavailable: CartLine[];
  count: number;
  total: number;
}

export function priceCart(cart: Cart, items: readonly Item[]): PricedCart {
  const byId = new Map(items.map((item) => [item.id, item]));
  const sum: PricedCart = { lines: [], unavailable: [], count: 0, total: 0 };
  for (const line of cart.lines) {
    const item = byId.get(line.item_id);
    if (!item) {
      sum.unavailable.push(line);
      continue;
    }
    const total = item.price_cents * line.quantity;
    sum.lines.push({ line, item, total });
    sum.count += line.quantity;
    sum.total += total;
  }
  return sum;
}

/** How many of an item can be had: the switch says none, else its stock. */
export const getAvailableQuantity = (item: Item): number => (item.available ? item.stock_quantity : 0);

export const hasNewPrice = ({ line, item }: { line: CartLine; item: Item }): boolean =>
  line.price_cents !== undefined && line.price_cents !== item.price_cents;

export const costsNow = (item: Item): string => `costs ${formatMoney(item.price_cents, item.currency)} now`;

/** What somebody should know before the order is sent. */
export const listWarnings = ({ unavailable: gone, lines }: PricedCart): string[] => [
  ...gone.map((line) => `${formatUnavailable(line)}.`),
  ...lines.filter(hasNewPrice).map(({ item }) => `${item.name} ${costsNow(item)}.`),
  ...lines
    .filter(({ line, item }) => line.quantity > getAvailableQuantity(item))
    .map(({ item }) =>
      getAvailableQuantity(item) === 0
        ? `${item.name} is sold out.`
        : `Only ${getAvailableQuantity(item)} ${item.name} left.`,
    ),
];

/** What was put in while this was being sent, as a new order; nothing if there is nothing. */
export function withoutSent(now: Cart, sent: Cart): Cart | null {
  // Another order altogether.
  if (now.key !== sent.key) return now;
  const lines = now.lines
    .map((line) => ({ ...line, quantity: line.quantity - getQuantity(sent, line.item_id) }))
    .filter((line) => line.quantity > 0);
  if (lines.length === 0) return null;
  return { ...now, key: generateUuid(), lines, note: now.note === sent.note ? "" : now.note };
}

/** What is asked of the API. What the guest was told that it costs goes with it. */
export function toPlaceOrderRequest(
  cart: Cart,
  business: string,
  { lines, total }: PricedCart,
): PlaceOrderRequest {
  const filled = (text: string) => text.trim() || undefined;
  const customer = {
    name: filled(cart.name),
    phone: filled(cart.phone),
    table: cart.orderType === "dine_in" ? filled(cart.table) : undefined,
  };
  return {
    business_id: business,
    items: lines.map(({ line }) => ({
      item_id: line.item_id,
      quantity: line.quantity,
      ...(line.note?.trim() ? { note: line.note.trim() } : {}),
    })),
    order_type: cart.orderType,
    ...(customer.name || customer.phone || customer.table ? { customer } : {}),
    ...(filled(cart.note) ? { note: filled(cart.note) } : {}),
    expected_total_cents: total,
  };
}
