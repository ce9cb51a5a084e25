import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { User } from "@/api/types";
import { debounceBatch } from "@/shared/debounce-batch";
import { playChime } from "@/shared/sound";
import { onOrderEvent } from "@/live/order-events";
import { announce, notify } from "@/shared/notices";
import { formatGuest } from "@/entities/order/status";

/** Tells of new orders, and tells waiters what is ready: one toast for a burst, never in the way. */
export function OrderNotices({ user }: { user: User }) {
  const navigate = useNavigate();
  useEffect(() => {
    if (user.role !== "business" && user.role !== "waiter") return undefined;
    const business = user.role === "business";
    const collect = debounceBatch<string>((orders) => {
      const [only] = orders;
      const says = business
        ? orders.length === 1
          ? `New order ${only}`
          : `${orders.length} new orders`
        : orders.length === 1
          ? `${only} is ready`
          : `${orders.length} orders are ready`;
      const to = business ? "/board" : "/floor?show=ready";
      const here = window.location.pathname === (business ? "/board" : "/floor");
      notify(says, {
        silent: true,
        ...(here ? {} : { action: { label: "Show", run: () => void navigate(to) } }),
      });
      announce(says);
      playChime();
    });
    const stop = onOrderEvent(({ kind, order, actor }) => {
      if (kind !== (business ? "order.placed" : "order.completed") || actor.id === user.id) return;
      const guest = formatGuest(order);
      collect.add(guest ? `${order.number} · ${guest}` : order.number);
    });
    return () => {
      stop();
      collect.stop();
    };
  }, [user, navigate]);
  return null;
}
