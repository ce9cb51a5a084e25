import { memo } from "react";
import type { Order, OrderCommand } from "@/api/types";
import { Ticket } from "@/entities/order/ticket";
import { formatCount } from "@/shared/count";
import styles from "./board.module.css";
import { COLUMNS, type ColumnName } from "./columns";

interface ColumnProps {
  name: ColumnName;
  orders: Order[];
  /** `true` if newer orders are not listed. */
  isTruncated: boolean;
  promisedSeconds: number;
  isManualKitchen: boolean;
  selectedId: string | null;
  canWrite: boolean;
  disabledReason: string | undefined;
  onCommand: (order: Order, command: OrderCommand) => void;
}

const TONES = { pending: "pending", accepted: "accepted", processing: "processing", ready: "completed" };

export const Column = memo(function Column({
  name,
  orders,
  isTruncated,
  selectedId,
  ...ticketProps
}: ColumnProps) {
  const column = COLUMNS.find((other) => other.name === name);
  const tone = TONES[name];
  return (
    <section className={styles["column"]} aria-label={column?.title} data-testid={`column-${name}`}>
      <h2 className={styles["title"]}>
        {column?.title}
        <span
          className={styles["count"]}
          style={{
            background: `var(--mui-palette-tone-${tone}-bg)`,
            color: `var(--mui-palette-tone-${tone}-text)`,
          }}
        >
          {formatCount(orders.length, isTruncated)}
        </span>
      </h2>
      {orders.length === 0 ? (
        <p className={styles["empty"]}>
          {isTruncated ? "No listed order has this status." : column?.emptyText}
        </p>
      ) : (
        // Focusable, so that the keyboard can scroll the list.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul className={styles["list"]} tabIndex={0} aria-label={`${column?.title} orders`}>
          {orders.map((order) => (
            <Ticket key={order.id} order={order} isSelected={order.id === selectedId} {...ticketProps} />
          ))}
        </ul>
      )}
    </section>
  );
});
