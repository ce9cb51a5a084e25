import { memo } from "react";
import type { OrderCommand, Order } from "@/api/types";
import styles from "./board.module.css";
import { COLUMNS, type ColumnName } from "./columns";
import { Ticket } from "@/entities/order/ticket";

interface ColumnProps {
  name: ColumnName;
  orders: Order[];
  promise: number;
  byHand: boolean;
  selected: string | null;
  writable: boolean;
  why: string;
  onAct: (order: Order, command: OrderCommand) => void;
}

const TONE = { pending: "pending", accepted: "accepted", processing: "processing", ready: "completed" };

export const Column = memo(function Column({ name, orders, selected, ...rest }: ColumnProps) {
  const about = COLUMNS.find((column) => column.name === name);
  const tone = TONE[name];
  return (
    <section className={styles["column"]} aria-label={about?.title} data-testid={`column-${name}`}>
      <h2 className={styles["title"]}>
        {about?.title}
        <span
          className={styles["count"]}
          style={{
            background: `var(--mui-palette-tone-${tone}-bg)`,
            color: `var(--mui-palette-tone-${tone}-text)`,
          }}
        >
          {orders.length}
        </span>
      </h2>
      {orders.length === 0 ? (
        <p className={styles["empty"]}>{about?.empty}</p>
      ) : (
        // A list that scrolls can be reached by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul className={styles["list"]} tabIndex={0} aria-label={`${about?.title} orders`}>
          {orders.map((order) => (
            <Ticket key={order.id} order={order} selected={order.id === selected} {...rest} />
          ))}
        </ul>
      )}
    </section>
  );
});
