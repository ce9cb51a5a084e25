/** A cart for one business. The functions never modify a cart: changes return a copy. */
import type { Item, OrderType, PlaceOrderRequest } from "@/api/types";
import { getAvailableQuantity } from "@/entities/item/item";
import { generateUuid } from "@/shared/ids";
import { formatMoney } from "@/shared/money";

/** A quantity of one item with one note. Lines of the same item with different notes stay separate. */
export interface CartLine {
  /** Identifies the line within the cart, so that lines of the same item can be changed separately. */
  id: string;
  item_id: string;
  quantity: number;
  note?: string | null;
  /** The item's last known name, for when it is no longer on the menu. */
  name?: string;
  /** The unit price when the item was added. */
  price_cents?: number;
  /** The currency of `price_cents`. */
  currency?: string;
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

/** Maximum quantity of a line. Lines with the same item and note share it, because the server merges them. */
export const MAX_QUANTITY = 999;
/** Maximum number of lines of an order, as on the server. */
export const MAX_LINES = 50;
/** Maximum length of a note in Unicode characters, as on the server. */
export const MAX_NOTE_LENGTH = 500;

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

/**
 * Converts a cart from local storage to the current format. Carts of earlier versions had one line per item and no line
 * ids.
 */
export const upgradeCart = (stored: Cart): Cart => ({
  ...stored,
  lines: stored.lines.map((line) => (line.id ? line : { ...line, id: line.item_id })),
});

/** Returns the quantity of an item over all of its lines. */
export const getQuantity = (cart: Cart, itemId: string): number =>
  cart.lines.reduce((sum, line) => (line.item_id === itemId ? sum + line.quantity : sum), 0);

const trimNote = (line: Pick<CartLine, "note">): string => line.note?.trim() ?? "";

type LineKey = Pick<CartLine, "item_id" | "note">;

/** Returns `true` if the server would merge the lines. */
const canMerge = (a: LineKey, b: LineKey): boolean => a.item_id === b.item_id && trimNote(a) === trimNote(b);

/** Sets the quantity of a line, limited by `MAX_QUANTITY`. A quantity of 0 removes the line. */
export function withLineQuantity(cart: Cart, lineId: string, quantity: number): Cart {
  const line = cart.lines.find((other) => other.id === lineId);
  if (!line) return cart;
  const merged = cart.lines.reduce(
    (sum, other) => (other !== line && canMerge(other, line) ? sum + other.quantity : sum),
    0,
  );
  // If notes were made equal, the lines may exceed the maximum together. They can then only be reduced.
  const max = Math.max(line.quantity, MAX_QUANTITY - merged);
  const clamped = Math.min(Math.max(0, Math.floor(quantity)), max);
  return {
    ...cart,
    lines: cart.lines.flatMap((other) =>
      other !== line ? other : clamped > 0 ? { ...line, quantity: clamped } : [],
    ),
  };
}

/**
 * Sets the quantity of an item over all of its lines. Changes the portions without a note first: additional portions have
 * no note, and portions with a note are removed last.
 */
export function withQuantity(cart: Cart, itemId: string, quantity: number): Cart {
  const target = Math.max(0, Math.floor(quantity));
  const difference = target - getQuantity(cart, itemId);
  if (difference > 0) return addLine(cart, { item_id: itemId, quantity: difference });
  const lines = cart.lines.filter((line) => line.item_id === itemId);
  const [withNote, withoutNote] = [lines.filter(trimNote), lines.filter((line) => !trimNote(line))];
  let surplus = -difference;
  return [...withNote, ...withoutNote].reduceRight((result, line) => {
    const removed = Math.min(surplus, line.quantity);
    surplus -= removed;
    return removed > 0 ? withLineQuantity(result, line.id, line.quantity - removed) : result;
  }, cart);
}

/** Sets the note of a line, cut to the maximum length. */
export const withLineNote = (cart: Cart, lineId: string, note: string): Cart => ({
  ...cart,
  lines: cart.lines.map((line) => (line.id === lineId ? { ...line, note: truncateNote(note) } : line)),
});

/** Cuts a note to the maximum length. Counts Unicode characters, as the server does, not UTF-16 code units. */
const truncateNote = (note: string): string =>
  note.length <= MAX_NOTE_LENGTH ? note : Array.from(note).slice(0, MAX_NOTE_LENGTH).join("");

/** Removes all lines of the items in `lines`. */
export function removeItems(cart: Cart, lines: readonly Pick<CartLine, "item_id">[]): Cart {
  const itemIds = new Set(lines.map((line) => line.item_id));
  return { ...cart, lines: cart.lines.filter((line) => !itemIds.has(line.item_id)) };
}

type NewLine = Omit<CartLine, "id">;

/**
 * Adds lines, such as those of a past order. Adds to the line with the same item and note, if there is one. Drops new lines
 * beyond `MAX_LINES`.
 */
export const addLines = (cart: Cart, lines: readonly NewLine[]): Cart => lines.reduce(addLine, cart);

function addLine(cart: Cart, { item_id: itemId, quantity, note, name }: NewLine): Cart {
  const existing = cart.lines.find((line) => canMerge(line, { item_id: itemId, note: note ?? null }));
  if (existing) return withLineQuantity(cart, existing.id, existing.quantity + quantity);
  if (cart.lines.length >= MAX_LINES) return cart;
  const line: CartLine = {
    id: generateUuid(),
    item_id: itemId,
    quantity: Math.min(Math.floor(quantity), MAX_QUANTITY),
    ...(note?.trim() ? { note: truncateNote(note.trim()) } : {}),
    ...(name ? { name } : {}),
  };
  return { ...cart, lines: [...cart.lines, line] };
}

const pickPrice = ({ price_cents, currency }: Item) => ({ price_cents, currency });

/**
 * Stores the names of all items of the cart, and the prices of newly added items, in its lines. Returns the same cart if
 * nothing changes.
 */
export function rememberItems(cart: Cart, items: readonly Item[]): Cart {
  const itemsById = new Map(items.map((item) => [item.id, item]));
  const lines = cart.lines.map((line) => {
    const item = itemsById.get(line.item_id);
    if (!item || (item.name === line.name && line.price_cents !== undefined)) return line;
    const price = line.price_cents === undefined ? pickPrice(item) : {};
    return { ...line, name: item.name, ...price };
  });
  return lines.some((line, index) => line !== cart.lines[index]) ? { ...cart, lines } : cart;
}

export interface PricedLine {
  line: CartLine;
  item: Item;
  total: number;
  /** The quantity of the item over all of its lines. */
  itemQuantity: number;
  /** The name of the item, with a number if the cart has several lines of it: `Margherita, line 2`. */
  label: string;
}

/** A cart at the menu's current prices. */
export interface PricedCart {
  lines: PricedLine[];
  /** Lines of items that are no longer on the menu. */
  unavailable: CartLine[];
  count: number;
  total: number;
  /** The currency of the prices and of the total, or `undefined` if `lines` is empty. */
  currency: string | undefined;
}

export function priceCart(cart: Cart, items: readonly Item[]): PricedCart {
  const itemsById = new Map(items.map((item) => [item.id, item]));
  const priced: PricedCart = { lines: [], unavailable: [], count: 0, total: 0, currency: undefined };
  const lineCounts = new Map<string, number>();
  for (const line of cart.lines) {
    const item = itemsById.get(line.item_id);
    if (!item) {
      priced.unavailable.push(line);
      continue;
    }
    const total = item.price_cents * line.quantity;
    const lineNumber = (lineCounts.get(item.id) ?? 0) + 1;
    lineCounts.set(item.id, lineNumber);
    const label = lineNumber === 1 ? item.name : `${item.name}, line ${lineNumber}`;
    priced.lines.push({ line, item, total, label, itemQuantity: getQuantity(cart, item.id) });
    priced.count += line.quantity;
    priced.total += total;
    priced.currency ??= item.currency;
  }
  return priced;
}

type LineWithItem = Pick<PricedLine, "line" | "item">;

/** Returns `true` if the stock does not suffice for all lines of the item together. */
export const exceedsStock = ({ item, itemQuantity }: Pick<PricedLine, "item" | "itemQuantity">): boolean =>
  itemQuantity > getAvailableQuantity(item);

/** Returns the maximum quantity of a line for which the stock suffices for all lines of its item. */
export const getMaxLineQuantity = ({ line, item, itemQuantity }: PricedLine): number =>
  Math.max(0, Math.min(MAX_QUANTITY, getAvailableQuantity(item) - (itemQuantity - line.quantity)));

/** Formats the price change since the item was added: `now €10.50 (was €9.50)`. Returns `null` if there is none. */
export function formatPriceChange({ line, item }: LineWithItem): string | null {
  if (line.price_cents === undefined) return null;
  // Carts of earlier versions have no currency.
  const price = formatMoney(item.price_cents, item.currency);
  const oldPrice = formatMoney(line.price_cents, line.currency ?? item.currency);
  return price === oldPrice ? null : `now ${price} (was ${oldPrice})`;
}

/** Returns one text per item that is no longer available. */
export const formatUnavailable = (lines: readonly CartLine[]): string[] =>
  [...new Map(lines.map((line) => [line.item_id, line])).values()].map(
    ({ name }) => `${name ?? "One dish"} is no longer available.`,
  );

/**
 * Returns `true` if the server would refuse the order for having too many lines. Carts of earlier versions
 * can have more than the maximum.
 */
export const hasTooManyLines = ({ lines }: Pick<PricedCart, "lines">): boolean => lines.length > MAX_LINES;

/** Returns a warning if the cart has too many lines. */
const formatExcess = (lines: readonly PricedLine[]): string[] =>
  lines.length > MAX_LINES
    ? [`Your order has ${lines.length} entries. The maximum is ${MAX_LINES}: remove some.`]
    : [];

/** Describes an available quantity that does not suffice: `sold out`, or `only 3 left`. */
export const formatShortage = (available: number): string =>
  available === 0 ? "sold out" : `only ${available} left`;

/** Returns one text per item whose stock does not suffice. */
const formatShortages = (lines: readonly PricedLine[]): string[] => [
  ...new Set(
    lines.filter(exceedsStock).map(({ item }) => {
      const available = getAvailableQuantity(item);
      const shortage = formatShortage(available);
      return available === 0 ? `${item.name} is ${shortage}.` : `${item.name}: ${shortage}.`;
    }),
  ),
];

/** Lists the problems of the cart that prevent an order: too many lines, and each item whose stock does not suffice. */
export const listObstacles = ({ lines }: PricedCart): string[] => [
  ...formatExcess(lines),
  ...formatShortages(lines),
];

/** Lists the warnings to show before the order is placed, each once per item. */
export function listWarnings({ unavailable, lines }: PricedCart): string[] {
  const priceChanges = lines.flatMap((line) => {
    const change = formatPriceChange(line);
    return change === null ? [] : [`${line.item.name} is ${change}.`];
  });
  return [
    ...new Set([
      ...formatExcess(lines),
      ...formatUnavailable(unavailable),
      ...priceChanges,
      ...formatShortages(lines),
    ]),
  ];
}

/**
 * Returns a new cart with the lines and quantities added while `sent` was being placed, or `null` if there are none. If
 * `cart` has another key than `sent`, returns it unchanged.
 */
export function withoutSent(cart: Cart, sent: Cart): Cart | null {
  if (cart.key !== sent.key) return cart;
  const sentQuantities = new Map(sent.lines.map((line) => [line.id, line.quantity]));
  const lines = cart.lines
    .map((line) => ({ ...line, quantity: line.quantity - (sentQuantities.get(line.id) ?? 0) }))
    .filter((line) => line.quantity > 0);
  if (lines.length === 0) return null;
  return { ...cart, key: generateUuid(), lines, note: cart.note === sent.note ? "" : cart.note };
}

/** The total and currency that the customer has seen. */
export interface SeenTotal {
  total: number;
  currency: string | undefined;
}

/** Builds the request. The total and currency that the customer has seen let the server detect a price change. */
export function toPlaceOrderRequest(
  cart: Cart,
  businessId: string,
  priced: PricedCart,
  seen: SeenTotal = priced,
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
    items: priced.lines.map(({ line }) => ({
      item_id: line.item_id,
      quantity: line.quantity,
      ...(trimNote(line) ? { note: trimNote(line) } : {}),
    })),
    order_type: cart.orderType,
    ...(customer.name || customer.phone || customer.table ? { customer } : {}),
    ...(note ? { note } : {}),
    expected_total_cents: seen.total,
    ...(seen.currency ? { expected_currency: seen.currency } : {}),
  };
}
