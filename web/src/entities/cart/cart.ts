/** What somebody is about to order from one business: pure, and the same in every tab. */
import type { Item, OrderType, PlaceOrder } from "@/api/types";
import { uuid } from "@/shared/ids";
import { money } from "@/shared/money";

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

export const MOST_OF_ONE = 999;

export const emptyCart = (orderType: OrderType = "takeaway", mint: () => string = uuid): Cart => ({
  key: mint(),
  lines: [],
  orderType,
  table: "",
  name: "",
  phone: "",
  note: "",
});

export const quantityOf = (cart: Cart, item: string): number =>
  cart.lines.find((line) => line.item_id === item)?.quantity ?? 0;

/** So many of an item: the same item is one line, none of it is no line. */
export function withQuantity(cart: Cart, item: string, quantity: number): Cart {
  const wanted = Math.min(Math.max(0, Math.floor(quantity)), MOST_OF_ONE);
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
export const without = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce((rest, line) => withQuantity(rest, line.item_id, 0), cart);

const named = (cart: Cart, item: string, name: string | undefined): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.item_id === item && name ? { ...line, name } : line)),
});

/** Another cart's lines on top of this one's. */
export const merged = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce(
    (sum, line) =>
      named(
        withQuantity(sum, line.item_id, quantityOf(sum, line.item_id) + line.quantity),
        line.item_id,
        line.name,
      ),
    cart,
  );

/** The cart with what its guest sees of each dish; the same cart if that is in it already. */
export function withSeen(cart: Cart, items: readonly Item[]): Cart {
  const byId = new Map(items.map((item) => [item.id, item]));
  const lines = cart.lines.map((line) => {
    const item = byId.get(line.item_id);
    return item && (item.name !== line.name || line.price_cents === undefined)
      ? { ...line, name: item.name, price_cents: line.price_cents ?? item.price_cents }
      : line;
  });
  return lines.some((line, index) => line !== cart.lines[index]) ? { ...cart, lines } : cart;
}

export const isGone = (line: CartLine): string => `${line.name ?? "One dish"} is not on the menu any more`;

export interface Priced {
  lines: { line: CartLine; item: Item; total: number }[];
  /** Lines of items that are not on the menu any more. */
  gone: CartLine[];
  count: number;
  total: number;
}

export function priced(cart: Cart, items: readonly Item[]): Priced {
  const byId = new Map(items.map((item) => [item.id, item]));
  const sum: Priced = { lines: [], gone: [], count: 0, total: 0 };
  for (const line of cart.lines) {
    const item = byId.get(line.item_id);
    if (!item) {
      sum.gone.push(line);
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
export const left = (item: Item): number => (item.available ? item.stock_quantity : 0);

export const hasNewPrice = ({ line, item }: { line: CartLine; item: Item }): boolean =>
  line.price_cents !== undefined && line.price_cents !== item.price_cents;

export const costsNow = (item: Item): string => `costs ${money(item.price_cents, item.currency)} now`;

/** What somebody should know before the order is sent. */
export const remarks = ({ gone, lines }: Priced): string[] => [
  ...gone.map((line) => `${isGone(line)}.`),
  ...lines.filter(hasNewPrice).map(({ item }) => `${item.name} ${costsNow(item)}.`),
  ...lines
    .filter(({ line, item }) => line.quantity > left(item))
    .map(({ item }) =>
      left(item) === 0 ? `${item.name} is sold out.` : `Only ${left(item)} ${item.name} left.`,
    ),
];

/** What was put in while this was being sent, as a new order; nothing if there is nothing. */
export function unsent(now: Cart, sent: Cart): Cart | null {
  // Another order altogether.
  if (now.key !== sent.key) return now;
  const lines = now.lines
    .map((line) => ({ ...line, quantity: line.quantity - quantityOf(sent, line.item_id) }))
    .filter((line) => line.quantity > 0);
  if (lines.length === 0) return null;
  return { ...now, key: uuid(), lines, note: now.note === sent.note ? "" : now.note };
}

/** What is asked of the API. What the guest was told that it costs goes with it. */
export function asOrder(cart: Cart, business: string, { lines, total }: Priced): PlaceOrder {
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
