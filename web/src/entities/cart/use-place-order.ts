import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { Item, Order } from "@/api/types";
import { placeOrder } from "@/entities/order/queries";
import { updateCachedOrder } from "@/entities/order/order-cache";
import { toPlaceOrderRequest, type Cart, priceCart } from "./cart";

export type Placement = ReturnType<typeof usePlaceOrder>;

/** Places a cart. However often it is pressed, it is one order. */
export function usePlaceOrder(business: string, placed: (order: Order, sent: Cart) => void) {
  const cache = useQueryClient();
  const busy = useRef(false);
  const [asking, setAsking] = useState(false);
  const {
    mutate,
    isPending,
    error,
    variables: sent,
    reset,
  } = useMutation({
    mutationFn: ({ cart, items }: { cart: Cart; items: readonly Item[] }) =>
      placeOrder(toPlaceOrderRequest(cart, business, priceCart(cart, items)), cart.key),
    onSuccess: (order, { cart }) => {
      cache.setQueryData(queryKeys.order(order.id), order);
      updateCachedOrder(cache, order);
      void cache.invalidateQueries({ queryKey: queryKeys.items(business) });
      placed(order, cart);
    },
    onError: () => {
      // Refused: the menu on screen was older than the truth.
      void cache.invalidateQueries({ queryKey: queryKeys.items(business) });
      void cache.invalidateQueries({ queryKey: queryKeys.business(business) });
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const put = (cart: Cart, items: readonly Item[]) => {
    // The second click of a double click comes before the button is disabled.
    if (busy.current) return;
    // Less than what was chosen is never ordered without a question.
    const asks = priceCart(cart, items).unavailable.length > 0;
    setAsking(asks);
    if (asks) return;
    busy.current = true;
    mutate({ cart, items });
  };
  const close = () => {
    setAsking(false);
    reset();
  };
  return { put, isPending, error, sent, asking, close };
}
