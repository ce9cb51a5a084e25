import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { Item, Order } from "@/api/types";
import { updateCachedOrder } from "@/entities/order/order-cache";
import { placeOrder } from "@/entities/order/queries";
import { refetchMenu } from "@/live/menu-subscriptions";
import { type Cart, priceCart, type SeenTotal, toPlaceOrderRequest } from "./cart";

export type Placement = ReturnType<typeof usePlaceOrder>;

interface Attempt {
  cart: Cart;
  items: readonly Item[];
  seen?: SeenTotal | undefined;
}

/** Places a cart as an order. The cart's idempotency key prevents duplicate orders after repeated attempts. */
export function usePlaceOrder(businessId: string, onPlaced: (order: Order, sent: Cart) => void) {
  const cache = useQueryClient();
  const isPlacing = useRef(false);
  const [needsConfirmation, setNeedsConfirmation] = useState(false);
  const {
    mutate,
    isPending,
    error,
    variables: sent,
    reset,
  } = useMutation({
    mutationFn: ({ cart, items, seen }: Attempt) =>
      placeOrder(toPlaceOrderRequest(cart, businessId, priceCart(cart, items), seen), cart.key),
    onSuccess: (order, { cart }) => {
      cache.setQueryData(queryKeys.order(order.id), order);
      updateCachedOrder(cache, order);
      refetchMenu(cache, businessId);
      onPlaced(order, cart);
    },
    onError: () => {
      // The menu on screen may be outdated.
      void cache.invalidateQueries({ queryKey: queryKeys.items(businessId) });
      void cache.invalidateQueries({ queryKey: queryKeys.business(businessId) });
    },
    onSettled: () => {
      isPlacing.current = false;
    },
  });
  const send = (attempt: Attempt) => {
    // The second click of a double click arrives before the button is disabled.
    if (isPlacing.current) return;
    isPlacing.current = true;
    mutate(attempt);
  };
  /**
   * Places the cart, or asks for a confirmation first if items are no longer on the menu. `seen` is the total on the button,
   * if it does not follow from `items`.
   */
  const place = (cart: Cart, items: readonly Item[], seen?: SeenTotal) => {
    if (isPlacing.current) return;
    // Ask before placing an order for less than the customer has chosen.
    const hasUnavailable = priceCart(cart, items).unavailable.length > 0;
    setNeedsConfirmation(hasUnavailable);
    if (!hasUnavailable) send({ cart, items, seen });
  };
  /**
   * Sends the last request again. The cart and the menu may have changed, but the server may already have placed the order,
   * and it refuses another request with the same idempotency key.
   */
  const repeat = () => {
    if (sent) send(sent);
  };
  const dismissConfirmation = () => setNeedsConfirmation(false);
  const close = () => {
    dismissConfirmation();
    reset();
  };
  return { place, repeat, isPending, error, sent, needsConfirmation, dismissConfirmation, close };
}
