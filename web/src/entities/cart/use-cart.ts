import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Item, OrderType } from "@/api/types";
import { getSession, onSessionChange } from "@/session/session";
import { notify } from "@/shared/notices";
import { readStored, removeStored, writeStored } from "@/shared/storage";
import {
  type Cart,
  createCart,
  getQuantity,
  MAX_LINES,
  rememberItems,
  upgradeCart,
  withoutSent,
  withQuantity,
} from "./cart";

const CART_PREFIX = "expediter.cart.";
/** Storage key of the account that the stored carts belong to. Absent while logged out. */
const OWNER_KEY = "expediter.carts-of";

let ownerId: string | null = null;
const carts = new Map<string, Cart>();
const listeners = new Set<() => void>();
const notifyListeners = () => {
  for (const listener of listeners) listener();
};

/**
 * Assigns the carts to the current account. Carts from before a login are kept. Carts of another account are removed, also
 * by a logout, because they may contain an address.
 */
function updateOwner() {
  const userId = getSession()?.user.id ?? null;
  const storedOwnerId = readStored<string>(OWNER_KEY);
  if (storedOwnerId !== null && storedOwnerId !== userId) removeStored(CART_PREFIX);
  if (storedOwnerId !== userId) writeStored(OWNER_KEY, userId);
  // Another tab may have updated the storage, but not the carts in this tab's memory.
  if (ownerId !== null && ownerId !== userId) {
    carts.clear();
    notifyListeners();
  }
  ownerId = userId;
}

if (typeof window !== "undefined") {
  updateOwner();
  onSessionChange(updateOwner);
  window.addEventListener("storage", (event) => {
    if (event.key === null) carts.clear();
    else if (event.key.startsWith(CART_PREFIX)) carts.delete(event.key.slice(CART_PREFIX.length));
    else return;
    notifyListeners();
  });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readCart(name: string, orderType: OrderType): Cart {
  const cached = carts.get(name);
  if (cached) return cached;
  const stored = readStored<Cart>(CART_PREFIX + name);
  const cart = stored ? upgradeCart(stored) : createCart(orderType);
  carts.set(name, cart);
  return cart;
}

function writeCart(name: string, cart: Cart) {
  carts.set(name, cart);
  writeStored(CART_PREFIX + name, cart.lines.length === 0 && !cart.note ? null : cart);
  notifyListeners();
}

export type ChangeCart = (change: (cart: Cart) => Cart) => void;

/** Returns the cart with this name. It survives a reload and a login, and all tabs share it. */
export function useCart(name: string, orderType: OrderType = "takeaway") {
  const cart = useSyncExternalStore(subscribe, () => readCart(name, orderType));
  const changeCart = useCallback(
    (change: (cart: Cart) => Cart) => writeCart(name, change(readCart(name, orderType))),
    [name, orderType],
  );
  /** Sets the quantity of an item. Shows a notice if the cart has no room for another line. */
  const setItemQuantity = useCallback(
    (itemId: string, quantity: number) => {
      const current = readCart(name, orderType);
      const changed = withQuantity(current, itemId, quantity);
      if (changed === current && quantity > getQuantity(current, itemId))
        notify(`An order can have at most ${MAX_LINES} entries.`, { tone: "error" });
      else writeCart(name, changed);
    },
    [name, orderType],
  );
  /** Removes the lines of an order that was placed. */
  const removeSent = useCallback(
    (sent: Cart) => writeCart(name, withoutSent(readCart(name, orderType), sent) ?? createCart(orderType)),
    [name, orderType],
  );
  return { cart, changeCart, setItemQuantity, removeSent };
}

/** Stores in the cart the names and prices that the customer has seen. */
export function useRememberItems(cart: Cart, items: readonly Item[] | undefined, changeCart: ChangeCart) {
  useEffect(() => {
    if (items && rememberItems(cart, items) !== cart) changeCart((current) => rememberItems(current, items));
  }, [cart, items, changeCart]);
}
