import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { Item, Order } from "@/api/types";
import { updateCachedOrder } from "@/entities/order/order-cache";
import { placeOrder } from "@/entities/order/queries";
import { type Cart, priceCart, type SeenTotal, toPlaceOrderRequest } from "./cart";

export type Placement = ReturnType<typeof usePlaceOrder>;

/** Places a cart as an order. The cart's idempotency key prevents duplicate orders after repeated attempts. */
export function usePlaceOrder(businessId: string, onPlaced: (order: Order, sent: Cart) => void) {
  const cache = useQueryClient();
  const isPlacing = useRef(false);
  const [needsConfirmation, setNeedsConfirmation] = useState(false);
  const refetchItems = () => void cache.invalidateQueries({ queryKey: queryKeys.items(businessId) });
  const {
    mutate,
    isPending,
    error,
    variables: sent,
    reset,
  } = useMutation({
    mutationFn: ({
      cart,
      items,
      seen,
    }: {
      cart: Cart;
      items: readonly Item[];
      seen?: SeenTotal | undefined;
    }) => placeOrder(toPlaceOrderRequest(cart, businessId, priceCart(cart, items), seen), cart.key),
    onSuccess: (order, { cart }) => {
      cache.setQueryData(queryKeys.order(order.id), order);
      updateCachedOrder(cache, order);
      refetchItems();
      onPlaced(order, cart);
    },
    onError: () => {
      // The menu on screen may be outdated.
      refetchItems();
      void cache.invalidateQueries({ queryKey: queryKeys.business(businessId) });
    },
    onSettled: () => {
      isPlacing.current = false;
    },
  });
  /**
   * Places the cart, or asks for a confirmation first if items are no longer on the menu. `seen` is the total on the button,
   * if it does not follow from `items`.
   */
  const place = (cart: Cart, items: readonly Item[], seen?: SeenTotal) => {
    // The second click of a double click arrives before the button is disabled.
    if (isPlacing.current) return;
    // Ask before placing an order for less than the customer has chosen.
    const hasUnavailable = priceCart(cart, items).unavailable.length > 0;
    setNeedsConfirmation(hasUnavailable);
    if (hasUnavailable) return;
    isPlacing.current = true;
    mutate({ cart, items, seen });
  };
  const close = () => {
    setNeedsConfirmation(false);
    reset();
  };
  return { place, isPending, error, sent, needsConfirmation, close };
}
