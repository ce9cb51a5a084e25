import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Item, OrderType } from "@/api/types";
import { onSessionChange, getSession } from "@/session/session";
import { removeStored, readStored, writeStored } from "@/shared/storage";
import { type Cart, createCart, withoutSent, rememberItems } from "./cart";

const PREFIX = "expediter.cart.";
/** Whose carts they are; nobody's before a login. */
const OWNER = "expediter.carts-of";

let owner: string | null = null;
const carts = new Map<string, Cart>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** A guest's cart goes along into an account. What an account has put into carts, an address too, ends with its session. */
function settleOwner() {
  const user = getSession()?.user.id ?? null;
  const before = readStored<string>(OWNER);
  if (before !== null && before !== user) removeStored(PREFIX);
  if (before !== user) writeStored(OWNER, user);
  // Another tab may have settled what is kept, and not what this one has on screen.
  if (owner !== null && owner !== user) {
    carts.clear();
    tell();
  }
  owner = user;
}

if (typeof window !== "undefined") {
  settleOwner();
  onSessionChange(settleOwner);
  window.addEventListener("storage", (event) => {
    if (event.key === null) carts.clear();
    else if (event.key.startsWith(PREFIX)) carts.delete(event.key.slice(PREFIX.length));
    else return;
    tell();
  });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(name: string, orderType: OrderType): Cart {
  const here = carts.get(name);
  if (here) return here;
  const cart = readStored<Cart>(PREFIX + name) ?? createCart(orderType);
  carts.set(name, cart);
  return cart;
}

export function writeCart(name: string, cart: Cart) {
  carts.set(name, cart);
  writeStored(PREFIX + name, cart.lines.length === 0 && !cart.note ? null : cart);
  tell();
}

export type ChangeCart = (next: (cart: Cart) => Cart) => void;

/** The cart of this name: it outlives a reload and a login, and is the same in every tab. */
export function useCart(name: string, orderType: OrderType = "takeaway") {
  const cart = useSyncExternalStore(subscribe, () => read(name, orderType));
  const change = useCallback(
    (next: (cart: Cart) => Cart) => writeCart(name, next(read(name, orderType))),
    [name, orderType],
  );
  /** It was ordered as it was sent. */
  const clear = useCallback(
    (sent: Cart) => writeCart(name, withoutSent(read(name, orderType), sent) ?? createCart(orderType)),
    [name, orderType],
  );
  return { cart, change, clear };
}

/** Keeps in the cart what its guest sees of each dish, for when that is not so any more. */
export function useRememberItems(cart: Cart, items: readonly Item[] | undefined, change: ChangeCart) {
  useEffect(() => {
    if (items && rememberItems(cart, items) !== cart) change((now) => rememberItems(now, items));
  }, [cart, items, change]);
}
