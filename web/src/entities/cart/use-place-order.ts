import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { keys } from "@/api/query-keys";
import type { Item, Order } from "@/api/types";
import { place } from "@/entities/order/queries";
import { show } from "@/entities/order/order-cache";
import { asOrder, type Cart, priced } from "./cart";

export type Placing = ReturnType<typeof usePlace>;

/** Places a cart. However often it is pressed, it is one order. */
export function usePlace(business: string, placed: (order: Order, sent: Cart) => void) {
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
      place(asOrder(cart, business, priced(cart, items)), cart.key),
    onSuccess: (order, { cart }) => {
      cache.setQueryData(keys.order(order.id), order);
      show(cache, order);
      void cache.invalidateQueries({ queryKey: keys.items(business) });
      placed(order, cart);
    },
    onError: () => {
      // Refused: the menu on screen was older than the truth.
      void cache.invalidateQueries({ queryKey: keys.items(business) });
      void cache.invalidateQueries({ queryKey: keys.business(business) });
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const put = (cart: Cart, items: readonly Item[]) => {
    // The second click of a double click comes before the button is disabled.
    if (busy.current) return;
    // Less than what was chosen is never ordered without a question.
    const asks = priced(cart, items).gone.length > 0;
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
