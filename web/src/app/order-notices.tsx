import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { User } from "@/api/types";
import { formatGuest } from "@/entities/order/format";
import { onOrderEvent } from "@/live/order-events";
import { debounceBatch } from "@/shared/debounce-batch";
import { announce, notify } from "@/shared/notices";
import { playChime } from "@/shared/sound";

/**
 * Tells owners about new orders and waiters about ready orders, with one notice per burst. Ignores orders
 * that the same user has placed or completed.
 */
export function OrderNotices({ user }: { user: User }) {
  const navigate = useNavigate();
  useEffect(() => {
    if (user.role !== "business" && user.role !== "waiter") return undefined;
    const isOwner = user.role === "business";
    const formatText = isOwner ? formatNewOrders : formatReadyOrders;
    const path = isOwner ? "/board" : "/floor";
    const target = isOwner ? "/board" : "/floor?show=ready";
    const batch = debounceBatch<string>((orders) => {
      const text = formatText(orders);
      const isOnPage = window.location.pathname === path;
      notify(text, {
        isSilent: true,
        ...(isOnPage ? {} : { action: { label: "Show", run: () => void navigate(target) } }),
      });
      announce(text);
      playChime();
    });
    const unsubscribe = onOrderEvent(({ kind, order, actor }) => {
      if (kind !== (isOwner ? "order.placed" : "order.completed") || actor.id === user.id) return;
      const guest = formatGuest(order);
      batch.add(guest ? `${order.number} · ${guest}` : order.number);
    });
    return () => {
      unsubscribe();
      batch.stop();
    };
  }, [user, navigate]);
  return null;
}

const formatNewOrders = (orders: string[]): string =>
  orders.length === 1 ? `New order ${orders[0]}` : `${orders.length} new orders`;

const formatReadyOrders = (orders: string[]): string =>
  orders.length === 1 ? `Order ready: ${orders[0]}` : `${orders.length} orders are ready`;
